"""Walking the outline: the context of each unit, its duty, and the lead-ins and headings that set the context of others."""

from dataclasses import replace
from typing import NamedTuple

import regex

from extractors.obligations.directives import Finding, announces, judge, unknown_act
from extractors.obligations.sections import Context, Mode, first_mode, under_heading
from extractors.obligations.words import CueText
from extractors.records import Header
from extractors.structure import Structure, Unit, sentences

__all__ = ["Duty", "duties"]


class Duty(NamedTuple):
    """An obligation in clean offsets; `words` is where its words begin, after the label."""

    start: int
    end: int
    words: int
    label: str | None
    path: tuple[str, ...]
    actor: tuple[int, int] | str | None
    confidence: float


_DIVISIONS = frozenset(("part", "chapter", "section", "subsection", "heading"))
_LEADS = regex.compile(
    r"\b(?:(?:chi dao|huong dan|ket luan|chi thi|quan triet)\b[^.:]*|(?:thuc hien|trien khai|tap trung|luu y|chu y|can|phai|lam tot|tang cuong|quan tam)\b[^.:]{0,40}"
    r"\b(?:noi dung|nhiem vu|cong viec|viec|giai phap|bien phap|van de|yeu cau|diem|cong tac)\b[^.:]{0,40}):\s*\Z"
)
_THINGS = regex.compile(r"(?:\b(?:gom|bao gom|gom co)|\b(?:tai lieu|ho so|thanh phan|danh sach|bieu mau|doi tuong|danh muc|mau|van ban)\b[^.;:]{0,40}\bsau(?: day)?[^.;:]{0,40})\s*:[\s.]*\Z")
_DECIDES = regex.compile(r"\b(?:ket luan|y kien|thong nhat|quyet nghi)\b")
_AMENDS = regex.compile(r"(?:sua doi|bo sung|thay the|bai bo|thay cum tu)\b")
_CONTINUES = regex.compile(r"(?:thoi (?:gian|han)|han (?:cuoi|chot|nop)|bao cao gui|(?:van ban|ket qua|danh sach|bao cao|noi dung|ho so)[^.;:]{0,40}\b(?:gui|nop)\b)")
_INLINE_HEAD = regex.compile(r"[^.;:\n(]{3,110}:(?=\s+\p{Lu})")
_ARTICLES_SAY_WHO = frozenset(("QĐ",))


def duties(cues: CueText, structure: Structure, header: Header) -> list[Duty]:
    """All duties in the units of a document."""
    return _Walk(cues, structure, header).run()


class _Walk:
    def __init__(self, cues: CueText, structure: Structure, header: Header) -> None:
        self.cues, self.units, self.header = cues, structure.units, header
        self.date = header.date
        self.base = Context(first_mode(header.type))
        self.below: dict[int | None, Context] = {None: self.base}
        self.parents = {unit.parent for unit in self.units if unit.parent is not None}
        self.outlined = any(unit.label is not None for unit in self.units)
        self.found: list[Duty] = []
        self.last_actor: tuple[int, int] | None = None

    def run(self) -> list[Duty]:
        for index, unit in enumerate(self.units):
            if unit.closing:
                self._paragraph(unit, self._closing_context())
            elif unit.label is None:
                self._unlabelled(unit)
            else:
                self._labelled(index, unit)
        return self.found

    # -- paragraphs ---------------------------------------------------------------------------------------------------

    def _closing_context(self) -> Context:
        mode = {Mode.RESULT: Mode.OPENING if self.header.type == "BC" else Mode.RESULT, Mode.RULES: Mode.RULES}
        return Context(mode.get(self.base.mode, Mode.PLAIN), sure=0.9)

    def _unlabelled(self, unit: Unit) -> None:
        context = self.below[unit.parent]
        if unit.kind == "heading" and self.cues.text[unit.end - 1] == ".":
            return
        if unit.kind == "heading" or (unit.heading and not self.cues.text[unit.start : unit.end].rstrip().endswith((".", ":"))):
            above = self.below[self.units[unit.parent].parent] if unit.parent is not None else self.base
            self.below[unit.parent] = under_heading(self.cues, unit.start, unit.end, above)
            return
        if unit.parent is None and context is self.base:
            mode = context.mode
            if self.outlined and mode not in (Mode.RESULT, Mode.RULES):
                mode = Mode.OPENING
            elif mode is Mode.DUTY:
                mode = Mode.PLAIN
            context = replace(context, mode=mode)
        self._paragraph(unit, context)

    def _paragraph(self, unit: Unit, context: Context) -> None:
        """Each directive sentence is an obligation; a last sentence that announces a list sets its context."""
        self.last_actor = None
        pending: tuple[int, int, Finding] | None = None
        if context.mode is Mode.RESULT or context.mode is Mode.RULES and not self.cues.may_bind(unit.start, unit.end):
            return
        zones = list(sentences(self.cues.text, unit.start, unit.end))
        for start, end in zones:
            finding = judge(self.cues, start, end, context.mode, self.date)
            if end == zones[-1].end and self._leads(unit, start, end, finding, context):
                finding = None
            if finding is None and pending and _CONTINUES.match(self.cues.folded, start, end):
                pending = (pending[0], end, pending[2])
                continue
            if pending:
                self._emit_sentence(unit, pending, context)
            pending = (start, end, finding) if finding else None
            if finding and finding.actor:
                self.last_actor = finding.actor
        if pending:
            self._emit_sentence(unit, pending, context)

    def _emit_sentence(self, unit: Unit, pending: tuple[int, int, Finding], context: Context) -> None:
        start, end, finding = pending
        actor = finding.actor or self.last_actor or context.actor
        self._add(start, end, start, None, unit.path, actor, finding, context)

    def _leads(self, unit: Unit, start: int, end: int, finding: Finding | None, context: Context) -> bool:
        """Whether the sentence is a lead-in (and no duty itself); sets the context of what follows."""
        if self.cues.text[end - 1] != ":":
            return False
        key = unit.parent
        found = finding or judge(self.cues, start, end, Mode.PLAIN, self.date)
        if found and found.evidence == "subject":
            found = None
        if found is None and not _LEADS.search(self.cues.folded, start, end):
            if key is None:
                self.below[key] = self.base
            return True
        if found and not announces(self.cues.folded, start, end, found.act):
            self.below[key] = replace(context, mode=Mode.INFO, actor=None)
            return False
        if self.base.mode in (Mode.RESULT, Mode.RULES) and found is None:
            return True
        actor = (found.actor if found else None) or self.last_actor or context.actor
        deciding = found is None and _DECIDES.search(self.cues.folded, start, end) is not None
        self.below[key] = Context(Mode.PLAIN if deciding and self.header.type in ("CV", "NQ") else Mode.DUTY, actor, addressed=not actor)
        return True

    # -- labelled units -----------------------------------------------------------------------------------------------

    def _labelled(self, index: int, unit: Unit) -> None:
        context = self.below[unit.parent]
        folded = self.cues.folded
        if context.mode is Mode.RULES and _AMENDS.match(folded, unit.text_start, unit.end) and self.header.type != "QĐ":
            self.below[index] = replace(context, mode=Mode.RESULT)
            return
        has_children = index in self.parents
        head_end, inner = self._head(unit, context, has_children)
        finding, lead = self._finding(unit, head_end, inner, has_children)
        if lead is not None:
            self.below[index] = lead
        elif has_children:
            self.below[index] = replace(inner, actor=finding.actor if finding and finding.actor else inner.actor)
        if finding:
            self._add(unit.start, unit.end, unit.text_start, unit.label, unit.path, finding.actor or inner.actor, finding, inner)

    def _head(self, unit: Unit, context: Context, has_children: bool) -> tuple[int, Context]:
        """Where the heading of a unit ends (its text start if it has none), and the context under it."""
        text = self.cues.text
        head = text[unit.text_start : unit.head_end].rstrip(" *")
        whole = unit.head_end >= unit.end
        if unit.kind in _DIVISIONS or unit.kind == "điều" and not whole:
            titled = True
        elif len(head) > 260 or head.endswith((".", ";")):
            titled = False
        elif head.endswith(":"):
            titled = (has_children or not whole) and not judge(self.cues, unit.text_start, unit.head_end, context.mode)
        else:
            titled = not whole or has_children and unit.kind != "bullet"
        if titled:
            return unit.head_end, under_heading(self.cues, unit.text_start, unit.head_end, context, division=unit.kind in _DIVISIONS)
        match = _INLINE_HEAD.match(text, unit.text_start, unit.end)
        if match and not judge(self.cues, unit.text_start, match.end(), Mode.PLAIN):
            inner = under_heading(self.cues, unit.text_start, match.end(), context)
            if inner.actor == context.actor:
                return match.end(), inner
        return unit.text_start, context

    def _finding(self, unit: Unit, head_end: int, inner: Context, has_children: bool) -> tuple[Finding | None, Context | None]:
        """The duty of a labelled unit (one, whatever its sentences) and the context its lead-in sets for its children."""
        text = self.cues.text
        if inner.mode is Mode.RESULT or inner.mode is Mode.RULES and not self.cues.may_bind(unit.text_start, unit.end):
            return None, None
        zones = list(sentences(text, head_end, unit.end))
        found: Finding | None = None
        lead: Context | None = None
        for start, end in zones:
            finding = judge(self.cues, start, end, inner.mode, self.date)
            last = end == zones[-1].end
            if last and has_children and text[end - 1] == ":":
                actor = (finding.actor if finding else None) or (found.actor if found else None) or inner.actor
                if finding and finding.evidence in ("order", "duty", "subject", "leads", "act", "must"):
                    lead = replace(inner, mode=Mode.DUTY, actor=actor)
                if _THINGS.search(self.cues.folded, start, end):
                    lead = replace(inner, mode=Mode.INFO, actor=None)
                elif finding is None and start > unit.text_start:
                    lead = under_heading(self.cues, start, end, self.below[unit.parent])
                if announces(self.cues.folded, start, end, finding.act if finding else None):
                    break
            if finding and (found is None or (found.actor is None and inner.actor is None and finding.evidence == "order")):
                found = finding if found is None else found._replace(actor=finding.actor)
                if not has_children:
                    if found.actor or inner.actor:
                        break
        if head_end > unit.text_start and not zones and has_children:
            return None, None
        if found is None and zones and inner.mode is Mode.DUTY and inner.actor and not has_children and head_end == unit.text_start:
            found = unknown_act(self.cues, zones[0].start, zones[0].end)
        if found is None and head_end > unit.text_start and not has_children and unit.kind not in _DIVISIONS:
            found = judge(self.cues, unit.text_start, unit.end if not zones else head_end, inner.mode, self.date)
        return found, lead

    # -- records ------------------------------------------------------------------------------------------------------

    def _add(
        self, start: int, end: int, words: int, label: str | None, path: tuple[str, ...], actor: tuple[int, int] | None,
        finding: Finding, context: Context,
    ) -> None:  # fmt: skip
        named: tuple[int, int] | str | None = actor
        sure = finding.confidence * (1.0 if finding.actor else context.sure)
        if actor is None and (context.addressed or finding.evidence == "order") and self.header.addressees:
            named = ", ".join(self.header.addressees)
            sure *= 0.9
        self.found.append(Duty(start, end, words, label, path, named, sure))
