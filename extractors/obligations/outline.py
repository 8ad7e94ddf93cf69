"""Walking the outline: the context of each unit, its duty, and the lead-ins and headings that set it for others."""

import re
from bisect import bisect_left
from collections.abc import Sequence

import regex

from extractors.obligations.actors import guided_actor
from extractors.obligations.boundaries import Boundaries
from extractors.obligations.directives import judge, unknown_act
from extractors.obligations.exceptions import behind_decision, binds_nobody
from extractors.obligations.findings import Duty, Finding
from extractors.obligations.issuer import says_of_itself
from extractors.obligations.leads import announces, attribute, leads, leads_unordered, lists_things, reports, tells
from extractors.obligations.sections import Context, Mode, attached_mode, first_mode, under_heading
from extractors.obligations.words import CueText
from extractors.records import Header
from extractors.structure import Structure, Unit, Zone, sentences

__all__ = ["walk"]


_HOUSE = frozenset(("QĐ", "QC", "QyĐ", "QĐi", "ĐL"))
_DIVISIONS = frozenset(("part", "chapter", "section", "subsection", "heading"))
_DECIDES = regex.compile(r"\b(?:ket luan|y kien|thong nhat|quyet nghi)\b")
_AMENDS = regex.compile(r"(?:sua doi|bo sung|thay the|bai bo|thay cum tu)\b")
_CONTINUES = regex.compile(  # "Thời gian chậm nhất …": it tells more of the duty before it
    r"""(?x) (?: thoi\ (?:gian|han) | han\ (?:cuoi|chot|nop) | bao\ cao\ gui
      | (?: van\ ban | ket\ qua | danh\ sach | bao\ cao | noi\ dung | ho\ so ) [^.;:]{0,40} \b (?:gui|nop) \b )"""
)
_INLINE_HEAD = regex.compile(r"[^.;:\n(]{3,110}:(?=\s+\p{Lu})")
_TABLE = re.compile(r"\n[^\w\n]{0,3}(?:STT|TT|Stt|Số TT)[ |.](?=.{4,90}$)", re.MULTILINE)
_TITLE = regex.compile(r"(?:trach nhiem|nhiem vu|nghia vu)\b[^.]{0,40} cua \b")
_SETS_OUT = regex.compile(r"(?:tap trung|thuc hien|trien khai|chi dao|tiep tuc)\b")
_TWO_SENTENCES = regex.compile(r"\p{Ll}{2}[.]\s+[\p{Lu}\d]")
_IN_DETAIL = regex.compile(r"\b(?:cụ thể|như sau|sau đây|gồm)\s*:\Z")
_AS_FOR = regex.compile(r"(?:Đối với|Riêng đối với|Trường hợp)\b")
_NAMES_WHOM = ("subject", "assigned", "leads")
_GIVEN = ("order", "assigned", "leads")
_TELLS_WHOM = regex.compile(r"\b(?:chi dao|huong dan) [^,.;:]{3,120}:\s*\Z")
_LONGEST_TITLE = 260
_SHORT_TITLE = 130
_MISREAD_TITLE = 60


def walk(cues: CueText, structure: Structure, header: Header) -> list[Duty]:
    """The duties in the units of a document and of the texts attached to it, in reading order."""
    found = _Walk(cues, structure.units, (), header).run()
    if structure.attached:
        found += _Walk(cues, structure.attached, structure.appendices, header).run()
    return found


class _Walk:
    """One pass over the units; `below` holds the context of the children of each unit (None: the top level)."""

    def __init__(self, cues: CueText, units: tuple[Unit, ...], texts: tuple[Zone, ...], header: Header) -> None:
        self.cues, self.units, self.header = cues, units, header
        self.type = header.type or ("CV" if header.addressees else None)  # a letter whose number is lost
        self.tables = [match.start() for match in _TABLE.finditer(cues.text)]
        self.boundaries = Boundaries(cues)
        self.date = header.date
        self.below: dict[int | None, Context] = {}
        self._begin(first_mode(header.type))
        self.parents = {unit.parent for unit in self.units if unit.parent is not None}
        self.outlined = any(unit.label is not None for unit in self.units)
        self.found: list[Duty] = []
        self.last_actor: tuple[int, int] | None = None
        self.is_attached = bool(texts)
        self.texts = [zone.start for zone in texts]  # where each attached text opens

    def run(self) -> list[Duty]:
        for index, unit in enumerate(self.units):
            while self.texts and unit.start >= self.texts[0]:
                self._attach(self.texts.pop(0))
            self.boundaries.pass_recipients(unit, self.units[max(index - 1, 0)])
            if (self.boundaries.ended or unit.label is None) and self._opens(unit):
                continue
            if unit.closing:
                self._paragraph(unit, self._closing_context())
            elif unit.label is None:
                self._unlabelled(unit)
            else:
                self._labelled(index, unit)
        return self.found

    def _attach(self, start: int) -> None:
        """A text attached to the document opens here, in a mode of its own."""
        self._open_text(self.cues.folded[start : start + _LONGEST_TITLE].split("(")[0])

    def _open_text(self, folded_title: str) -> None:
        self._begin(attached_mode(folded_title))

    def _begin(self, mode: Mode) -> None:
        """What the type of a text makes of it, until a lead-in, a heading or a label opens its list of duties."""
        self.base = self.lead = self.below[None] = Context(
            mode, reporting=mode is Mode.RESULT, minuting=self.type == "BB"
        )
        self.begun = False

    def _opens(self, unit: Unit) -> bool:
        """Whether another text opens with this unit, or the text has ended: it holds no duty itself."""
        code = None if unit.closing else self.boundaries.opens_document(unit)
        if code:
            self.type = code
            self._begin(first_mode(code))
            return True
        title = None if self.is_attached or unit.closing else self.boundaries.opens_attached(unit)
        if title:
            self._open_text(title)
        return title is not None or self.boundaries.ended

    def _above(self, unit: Unit) -> Context:
        return self.below.get(unit.parent, self.base)

    # -- paragraphs ---------------------------------------------------------------------------------------------------

    def _closing_context(self) -> Context:
        if self.base.mode is Mode.RESULT:
            return Context(Mode.OPENING if self.type == "BC" else Mode.RESULT)
        return Context(Mode.RULES if self.base.mode is Mode.RULES else Mode.PROSE)

    def _unlabelled(self, unit: Unit) -> None:
        context = self._above(unit)
        words = self.cues.text[unit.start : unit.end].rstrip()
        if unit.kind == "heading" or (unit.heading and not words.endswith((".", ":", ",", ";"))):
            if not words.endswith("."):
                above = self._above(self.units[unit.parent]) if unit.parent is not None else self.lead
                self.below[unit.parent] = under_heading(self.cues, unit.start, unit.end, above)
                self.begun = True
            return
        if unit.parent is None and not self.begun:
            mode = context.mode
            if self.outlined and mode not in (Mode.RESULT, Mode.RULES):
                mode = Mode.OPENING
            elif mode in (Mode.DUTY, Mode.PLAIN):
                mode = Mode.PROSE
            context = context._replace(mode=mode)
        self._paragraph(unit, context)

    def _paragraph(self, unit: Unit, context: Context) -> None:
        """Each directive sentence is an obligation; a last sentence that announces a list sets its context."""
        self.last_actor = None
        if self._silent(context, unit.start, unit.end):
            return
        zones = list(sentences(self.cues.text, unit.start, unit.end))
        pending: tuple[int, int, Finding] | None = None
        for start, end in zones:
            finding = self._judge(start, end, context.mode)
            if finding and context.mode is Mode.PROSE and says_of_itself(self.cues, finding, self.header.issuer):
                finding = None
            if end == zones[-1].end and self._leads(unit, start, end, finding, context):
                finding = None
            if finding is None and pending and _CONTINUES.match(self.cues.folded, start, end):
                pending = (pending[0], end, pending[2])
                continue
            if pending:
                self._add_sentence(unit, pending, context)
            pending = (start, end, finding) if finding else None
            if finding and finding.actor:
                self.last_actor = finding.actor
        if pending:
            self._add_sentence(unit, pending, context)

    @property
    def house(self) -> bool:
        """Whether an office gives rules to its own people (no law, decree or circular)."""
        return self.type in _HOUSE

    def _judge(self, start: int, end: int, mode: Mode) -> Finding | None:
        finding = judge(self.cues, start, end, mode, self.date, house=self.house and mode is Mode.RULES)
        if finding and binds_nobody(self.cues, finding, start, end, self.type, attached=self.is_attached):
            finding = None
        rest = behind_decision(self.cues, start, end, self.type) if finding is None else None
        return self._judge(rest, end, mode) if rest else finding

    def _plans(self) -> bool:
        """Whether the document is there to order: a list in it holds tasks unless its lead-in says otherwise."""
        return self.base.mode is Mode.DUTY

    def _silent(self, context: Context, start: int, end: int) -> bool:
        if context.mode is Mode.RULES:
            return not self.house and not self.cues.may_bind(start, end)
        return context.mode is Mode.RESULT

    def _leads(self, unit: Unit, start: int, end: int, finding: Finding | None, context: Context) -> bool:
        """Whether the sentence is a lead-in (and no duty itself); sets the context of what follows."""
        if self.cues.text[end - 1] != ":":
            return False
        found = finding or judge(self.cues, start, end, Mode.PLAIN, self.date)
        own = found is not None and (
            says_of_itself(self.cues, found, self.header.issuer, leads=True)
            or (found.evidence == "leads" and self.cues.folded.startswith("huong dan ", found.act))
        )
        if found and own and not _SETS_OUT.match(self.cues.folded, found.act):
            found = None  # "Sở Y tế xây dựng kế hoạch … như sau:"
        described = lists_things(self.cues.folded, start, end, legal=False)
        if found is None and self.type == "CV" and reports(self.cues.folded, start, end):
            self._begin(Mode.RESULT)
            return True
        if found is None and not self._plans() and tells(self.cues.folded, start, end):
            self.below[unit.parent] = Context(Mode.RESULT)
            return True
        if found is None and not leads_unordered(self.cues.folded, start, end):
            if unit.parent is None:
                self.below[None] = self.base._replace(mode=Mode.INFO) if described else self.base
            return True
        if found and not announces(self.cues.folded, start, end, found.act):
            self.below[unit.parent] = context._replace(
                mode=Mode.INFO if described or not self._plans() else self.base.mode, actor=None
            )
            return False
        if self.base.mode in (Mode.RESULT, Mode.RULES) and found is None:
            return True
        named = found.actor if found else guided_actor(self.cues, start, end)
        actor = named or self.last_actor or context.actor
        decides = found is None and _DECIDES.search(self.cues.folded, start, end) is not None
        mode = Mode.PLAIN if decides and self.type in ("CV", "NQ") else Mode.DUTY
        self.below[unit.parent] = Context(mode, actor, addressed=not actor)
        if unit.parent is None:
            self.lead, self.begun = self.below[None], True
        return True

    # -- labelled units -----------------------------------------------------------------------------------------------

    def _labelled(self, index: int, unit: Unit) -> None:
        if self.type == "CĐ" and not self.begun and unit.parent is None and unit.kind == "bullet":
            return  # "CHỦ TỊCH … điện: - Giám đốc các sở;": those it is sent to
        context = self._above(unit)
        if unit.kind == "điều" and unit.parent is None and self.base.mode is Mode.RULES:
            context = self.base  # whatever headings of the grounds stand above ("III. KẾT LUẬN … QUYẾT ĐỊNH:")
        if unit.kind == "item" and context.mode is Mode.GOALS:
            context = context._replace(mode=Mode.TARGETS)
        self.begun = True
        amends = context.mode is Mode.RULES and self.type != "QĐ"
        if amends and _AMENDS.match(self.cues.folded, unit.text_start, unit.end):
            self.below[index] = context._replace(mode=Mode.RESULT)  # what follows is another document's text
            return
        if index not in self.parents and self._describes(unit):
            self.below[index] = context._replace(mode=Mode.INFO, actor=None)
            return
        attributes = self._attributes(index)
        has_children = index in self.parents and not attributes
        head_end, inner = self._head(unit, context, has_children)
        if context.mode is Mode.PLAIN and inner.mode is Mode.DUTY and inner.actor:
            self.below[unit.parent] = context._replace(mode=Mode.MIXED)  # its other items name who acts as well
        if self._silent(inner, unit.text_start, unit.end):
            self.below[index] = inner
            return
        table = self._table(unit)
        zones = list(sentences(self.cues.text, head_end, max(head_end, table) if table else unit.end))
        found, lead = self._duty(unit, zones, inner, has_children)
        if found is None and zones and not has_children and head_end == unit.text_start and self._is_task(inner):
            found = unknown_act(self.cues, *zones[0])
        bare = head_end > unit.text_start and not (has_children or table)
        if found is None and bare and unit.kind not in _DIVISIONS:
            found = judge(self.cues, unit.text_start, head_end, inner.mode, self.date)
        if has_children:
            self.below[index] = lead or inner._replace(actor=(found.actor if found else None) or inner.actor)
        if found:
            self._add(unit, (unit.start, unit.end, unit.text_start), found, inner, attributes=attributes)
            if context.mode is Mode.PLAIN and found.evidence in _GIVEN:
                # a list that gives orders goes on with them
                self.below[unit.parent] = context._replace(mode=Mode.MIXED)

    def _describes(self, unit: Unit) -> bool:
        """Whether a unit without sub-units is an attribute ("- Địa điểm: …"); its content may be the task itself."""
        if unit.end - unit.start >= _LONGEST_TITLE:
            return False
        told = attribute(self.cues.folded, unit.text_start, unit.end)
        if told is None or told[0] != "content":
            return told is not None
        return unit.parent is not None and bool(self._attributes(unit.parent))

    def _attributes(self, index: int) -> dict[str, tuple[int, int]]:
        """The sub-units of a unit that only describe its task, by kind; empty if there are others."""
        found: dict[str, tuple[int, int]] = {}
        if index not in self.parents:
            return found
        for unit in self.units[index + 1 :]:
            if unit.parent != index or unit.kind != "bullet":
                break
            told = attribute(self.cues.folded, unit.text_start, unit.end)
            if told is None:
                return {}
            found.setdefault(told[0], (told[1], unit.end))
        return found

    def _is_task(self, context: Context) -> bool:
        return context.mode is Mode.DUTY and context.actor is not None and self.base.mode is not Mode.RULES

    def _head(self, unit: Unit, context: Context, has_children: bool) -> tuple[int, Context]:
        """Where the heading of a unit ends (its text start if it has none), and the context under it."""
        head = self.cues.text[unit.text_start : unit.head_end].rstrip(" *")
        whole = unit.head_end >= unit.end or self.cues.text[unit.head_end : unit.end].lstrip()[:1].islower()
        division = unit.kind in _DIVISIONS
        if division or (unit.kind == "điều" and not whole):
            titled = True
        elif len(head) > _LONGEST_TITLE or (head.endswith((".", ";")) and not self._is_title(unit, head, has_children)):
            titled = False
        elif head.endswith(":"):
            orders = judge(self.cues, unit.text_start, unit.head_end, context.mode)
            if orders and has_children and orders.evidence in _NAMES_WHOM and _AS_FOR.match(head):
                orders = None  # "Đối với đơn vị chậm đóng từ 03 tháng trở lên:" tells in which cases
            short = unit.kind != "bullet" and len(head) < _SHORT_TITLE and not _IN_DETAIL.search(head)
            titled = (has_children or not whole) and (not orders or (orders.evidence == "act" and short))
        else:
            titled = not whole or (has_children and unit.kind != "bullet" and not _TWO_SENTENCES.search(head))
        if titled:
            head_end = self._title_end(unit) if division else unit.head_end
            inner = under_heading(self.cues, unit.text_start, head_end, context, division=division)
            told = None if division else self._told(unit.text_start, head_end)
            return head_end, inner._replace(actor=told) if told else inner
        match = _INLINE_HEAD.match(self.cues.text, unit.text_start, unit.end)
        if match and not judge(self.cues, unit.text_start, match.end(), Mode.PLAIN):
            inner = under_heading(self.cues, unit.text_start, match.end(), context)
            if inner.actor == context.actor:
                return match.end(), inner
        return unit.text_start, context

    def _is_title(self, unit: Unit, head: str, has_children: bool) -> bool:
        """Whether words that end in a full stop are a heading ("1. Trách nhiệm của Đội trưởng.")."""
        short = has_children and unit.kind != "bullet" and len(head) < _SHORT_TITLE
        if head[-1] == ";":  # a misread colon
            return short and len(head) < _MISREAD_TITLE
        return short and _TITLE.match(self.cues.folded, unit.text_start) is not None

    def _table(self, unit: Unit) -> int:
        """Where the head of a table stands in a unit, 0 if none does: its rows are no sentences."""
        at = bisect_left(self.tables, unit.text_start)
        return self.tables[at] if at < len(self.tables) and self.tables[at] < unit.end else 0

    def _title_end(self, unit: Unit) -> int:
        """Where the lines in capitals of a division's title end, if text in small letters follows them."""
        at = unit.text_start
        for line in self.cues.text[at : unit.head_end].splitlines(keepends=True):
            if not line.isupper() and line.strip():
                return at if self.cues.text[unit.text_start : at].strip() else unit.head_end
            at += len(line)
        return unit.head_end

    def _duty(
        self, unit: Unit, zones: Sequence[Zone], inner: Context, has_children: bool
    ) -> tuple[Finding | None, Context | None]:
        """The duty of a labelled unit (one, whatever its sentences) and what its lead-in makes of its children."""
        found: Finding | None = None
        for start, end in zones:
            finding = self._judge(start, end, inner.mode)
            if has_children and end == zones[-1].end and leads(self.cues.folded, start, end):
                lead = self._lead_in(unit, (start, end), finding, inner)
                if lead and finding and lead.mode is Mode.DUTY and finding.actor is None and found and found.actor:
                    lead = lead._replace(actor=found.actor)
                if announces(self.cues.folded, start, end, finding.act if finding else None):
                    return found, lead
                return found or finding, lead
            if finding and found is None:
                found = finding
            elif finding and found and found.actor is None and inner.actor is None and finding.evidence == "order":
                found = found._replace(actor=finding.actor)
            if found and not has_children and (found.actor or inner.actor):
                break
        return found, None

    def _lead_in(
        self, unit: Unit, place: tuple[int, int], finding: Finding | None, inner: Context
    ) -> Context | None:  # fmt: skip
        """What the last sentence, ending in a colon, makes of the sub-units."""
        folded, (start, end) = self.cues.folded, place
        legal = self.base.mode is Mode.RULES and self.type != "QĐ"
        if lists_things(folded, start, end, legal=legal):
            return inner._replace(mode=Mode.INFO, actor=None)
        if finding is None:
            above = self._above(unit)
            context = under_heading(self.cues, start, end, above) if start > unit.text_start else above
            return context if context != above else None
        if finding.evidence in ("target", "time", "difficulty", "delivery"):
            return None
        own = says_of_itself(self.cues, finding, self.header.issuer, leads=True)
        named = None if own and not _SETS_OUT.match(folded, finding.act) else finding.actor
        return inner._replace(mode=Mode.DUTY, actor=named or self._told(finding.act, end) or inner.actor)

    def _told(self, start: int, end: int) -> tuple[int, int] | None:
        """Whom an act that leads to a list has do it: "chỉ đạo Sở Y tế thực hiện:" (its items are the Sở's)."""
        last = _TELLS_WHOM.search(self.cues.folded, max(start, end - _LONGEST_TITLE), end)
        return guided_actor(self.cues, last.start(), end) if last else None

    # -- records --------------------------------------------------------------------------------------------------

    def _add_sentence(self, unit: Unit, pending: tuple[int, int, Finding], context: Context) -> None:
        start, end, finding = pending
        self._add(unit._replace(label=None), (start, end, start), finding, context)

    def _add(
        self, unit: Unit, place: tuple[int, int, int], finding: Finding, context: Context,
        *, attributes: dict[str, tuple[int, int]] | None = None,
    ) -> None:  # fmt: skip
        """Who acts: named in the unit, its describing sub-units, the sentence before, above it; else the addressees."""
        described = attributes or {}
        actor = finding.actor or described.get("lead") or (None if unit.label else self.last_actor) or context.actor
        named: tuple[int, int] | str | None = actor
        sure = finding.confidence * (1.0 if finding.actor else context.sure)
        if actor is None and (self.type == "CV" or context.addressed or finding.evidence == "order"):
            named = ", ".join(self.header.addressees) or None
            sure *= 0.9
        self.found.append(Duty(*place, unit.label, unit.path, named, sure, described.get("time")))
