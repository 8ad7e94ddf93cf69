"""The outline: which labels open units, how units nest, and what each of them holds."""

import regex

from extractors.normalise import NormalisedText
from extractors.structure.labels import Label, labels_of
from extractors.structure.lines import Line, is_capitals, is_noise, paragraphs_of
from extractors.structure.model import Unit, Zone
from extractors.structure.words import CLOSING, ENFORCED_BY, SURELY_CLOSING

__all__ = ["outline"]

_DIVISIONS = frozenset(("part", "chapter", "section", "subsection"))
_RANK = {"part": 0, "chapter": 1, "section": 2, "subsection": 3, "điều": 4, "capital": 5, "roman": 6}
_LIST_RANK = {"arabic": 7, "letter": 8, "item": 8}
_BULLET_RANK = {"*": 9, "-": 10, "+": 11}
_RAISED = frozenset("¹²³⁰⁴⁵⁶⁷⁸⁹")
_FOOTNOTE = regex.compile(r"[¹²³⁰⁴-⁹]{1,3}[ ]?\S")
_SHADOW = regex.compile(
    r"(?<=[.]/[.])[^\n]{1,12}$|(?<=\p{Ll}[.])\s+\p{Ll}?\p{Lu}{1,3}\W$"
)  # of a signature or stamp, behind the last word
_LONGEST_SHADOW = 24
_CURLY, _STRAIGHT = regex.compile(r"[“”]"), regex.compile('"')
_QUOTE_AT_MOST = 30_000  # characters of a quoted text
_UNCLOSED_AT_MOST = 12  # quotations without an end after which marks are not believed any more
_UNFINISHED = regex.compile(
    r"\b(?:tại|và|của|theo|ngày|số|khoản|điểm|Điều|các|hoặc|với|cho|từ|đến|tháng|năm|là|về|ở|trong|trên|,)$"
)


def outline(text: NormalisedText, lines: list[Line]) -> tuple[tuple[Unit, ...], tuple[Zone, ...]]:
    """Units and footnotes of a stretch of lines (body or attached text)."""
    if not lines:
        return (), ()
    labels = _accepted(text.text, lines, labels_of(text.text, text.folded, lines[0].start, lines[-1].end))
    lines = _without_shadows(text.text, lines, labels)
    paragraphs = list(paragraphs_of(text.text, lines, labels.keys()))
    builder = _Builder(text, labels, paragraphs)
    last_label = max(
        (i for i, (start, _) in enumerate(paragraphs) if start in labels and labels[start].kind != "bullet"), default=-1
    )
    footnotes: list[Zone] = []
    for index, paragraph in enumerate(paragraphs):
        if text.text[paragraph.start] in _RAISED and _FOOTNOTE.match(text.text, paragraph.start):
            footnotes.append(paragraph)
        else:
            builder.add(paragraph, index > last_label)
    return builder.done(), tuple(footnotes)


def _accepted(text: str, lines: list[Line], labels: list[Label]) -> dict[int, Label]:
    """Labels by the start of their line; the wrapped tail of a sentence is none, nor is quoted text."""
    by_line: dict[int, Label] = {}
    at = 0
    previous_end = -1
    quoted_until, unclosed = -1, 0
    seen: dict[str, int | None] = {}
    for line in lines:
        while at < len(labels) and labels[at].start < line.start:
            at += 1
        if text[line.start] in '“"' and line.start > quoted_until and unclosed < _UNCLOSED_AT_MOST:
            quoted_until = _quote_end(text, line.start, lines[-1].end)
            unclosed += quoted_until < 0
        if at < len(labels) and labels[at].start < line.end and line.start > quoted_until:
            label = labels[at]
            place = label.place
            expected = seen.get(label.style)
            follows = place is None or place == 1 or (expected is not None and place == expected + 1)
            opens = (
                line.gap
                or previous_end < 0
                or (follows and not _unfinished(text, previous_end, label))
                or _ended(text, previous_end)
            )
            if opens and (follows or label.sure) and not _bridges(text, label, line, previous_end):
                by_line[line.start] = label
                seen[label.style] = place
        previous_end = line.end
    return by_line


def _without_shadows(text: str, lines: list[Line], labels: dict[int, Label]) -> list[Line]:
    """Lines without the shadows of stamps and page numbers: blocks between blank lines with no word of a length."""
    kept: list[Line] = []
    block: list[Line] = []
    for line in [*lines, Line(0, 0, True)]:
        if line.gap and block:
            if block[0].start in labels or any(_has_words(text, near) for near in block):
                kept += block
            block = []
        block.append(line)
    return kept


def _has_words(text: str, line: Line) -> bool:
    length = line.end - line.start
    return length > 40 or (length > 6 and not is_noise(text[line.start : line.end]))


def _quote_end(text: str, start: int, limit: int) -> int:
    """Where a quotation opened at a line's start closes; a label inside it belongs to the quoted document."""
    close = "”" if text[start] == "“" else '"'
    depth = 0
    for match in (_CURLY if close == "”" else _STRAIGHT).finditer(text, start, min(limit, start + _QUOTE_AT_MOST)):
        if close == '"':
            if match.start() > start:
                return match.start()
            continue
        depth += 1 if match.group() == "“" else -1
        if depth <= 0:
            return match.start()
    return -1


def _ended(text: str, end: int) -> bool:
    return text[end - 1] in '.;:!?”")'


def _unfinished(text: str, end: int, label: Label) -> bool:
    if label.kind == "bullet" and text[label.text_start : label.text_start + 1].isupper() and text[end - 1] != ",":
        return False  # "Chính quyền số / - Xây dựng": no number begins with a dash
    return _UNFINISHED.search(text, max(0, end - 8), end) is not None


def _list_level(kind: str, style: str) -> int:
    """How deep a kind of list usually stands: 1. a) * - + and other bullets."""
    if kind == "bullet":
        return _BULLET_RANK.get(style[-1], 11)
    return _LIST_RANK.get(kind, 0)


def _bridges(text: str, label: Label, line: Line, previous_end: int) -> bool:
    """Whether a dash at a line's start joins what a line break parted ("kinh tế / - xã hội", "2021 / - 2030")."""
    if (
        label.kind != "bullet"
        or line.gap
        or previous_end <= 0
        or _ended(text, previous_end)
        or text[previous_end - 1] == ","
    ):
        return False
    first = text[label.text_start : label.text_start + 1]
    return first.islower() or (first.isdigit() and text[previous_end - 1].isdigit())


class _Draft:
    """A unit under construction."""

    __slots__ = ("children", "closing", "end", "head_end", "heading", "index", "kind", "label", "parent", "path",
                 "start", "style", "text_start")  # fmt: skip

    def __init__(self, kind: str, zone: Zone, label: Label | None, parent: "_Draft | None") -> None:
        self.kind, self.label, self.parent = kind, label, parent
        self.style = label.style if label else ""
        self.path: tuple[str, ...] = parent.path if parent else ()
        self.start = self.text_start = zone.start
        self.end = self.head_end = zone.end
        self.children = self.closing = self.heading = False
        self.index = 0
        if label is not None:
            self.path = (*self.path, label.printed)
            self.start, self.text_start = label.start, min(label.text_start, zone.end)

    def unit(self) -> Unit:
        label = self.label.printed if self.label else None
        parent = self.parent.index if self.parent else None
        return Unit(
            self.kind, label, self.path, self.start, self.end, parent, self.heading, self.head_end, self.text_start,
            self.closing,
        )  # fmt: skip


class _Builder:
    def __init__(self, text: NormalisedText, labels: dict[int, Label], paragraphs: list[Zone]) -> None:
        self.text, self.labels = text, labels
        self.upcoming = [labels[start] for start, _ in reversed(paragraphs) if start in labels]  # the next is the last
        self.first_seen: dict[str, int] = {}  # kinds of label, by the unit that first bore one
        self.units: list[_Draft] = []
        self.stack: list[_Draft] = []
        self.closing = False

    def add(self, paragraph: Zone, after_last: bool) -> None:
        label = self.labels.get(paragraph.start)
        if label is not None:
            self.upcoming.pop()
            self._pop_to_parent(label)
            self.first_seen.setdefault(label.kind, len(self.units))
            self.stack.append(self._emit(label.kind, paragraph, self._parent(), label))
        else:
            self._plain(paragraph, after_last)

    def done(self) -> tuple[Unit, ...]:
        if self.units:
            last = self.units[-1]
            shadow = _SHADOW.search(self.text.text, max(last.text_start, last.end - _LONGEST_SHADOW), last.end)
            if shadow:
                last.end, last.head_end = shadow.start(), min(last.head_end, shadow.start())
        return tuple([draft.unit() for draft in self.units])

    def _parent(self) -> _Draft | None:
        return self.stack[-1] if self.stack else None

    def _pop_to_parent(self, label: Label) -> None:
        stack = self.stack
        for depth in range(len(stack) - 1, -1, -1):
            if stack[depth].style == label.style:
                if label.place == 1 and depth < len(stack) - 1 and self._announces():
                    break  # a list of the same style one level down begins at 1 again
                del stack[depth:]
                return
        rank = _RANK.get(label.kind)
        if rank is not None:
            while stack and _RANK.get(stack[-1].kind, 9) >= rank and not self._outlives(stack[-1], label):
                stack.pop()
            return
        depth = label.printed.count(".") if label.kind == "arabic" else 0
        while stack and stack[-1].kind == label.kind == "arabic" and stack[-1].path[-1].count(".") > depth:
            stack.pop()
        if depth:
            prefix = label.printed.rpartition(".")[0]
            while stack and _RANK.get(stack[-1].kind) is None and stack[-1].path[-1] != prefix:
                stack.pop()
        elif not self._announces():
            level = _list_level(label.kind, label.style)
            while stack and _list_level(stack[-1].kind, stack[-1].style) > level:
                stack.pop()

    def _outlives(self, unit: _Draft, label: Label) -> bool:
        """Whether a list goes on behind a division that the document had not used above it ("Phần A" within "II.")."""
        place = unit.label.place if unit.label else None
        if place is None or self.first_seen.get(label.kind, unit.index + 1) <= unit.index:
            return False
        following = next((later for later in reversed(self.upcoming) if later.style == unit.style), None)
        return following is not None and following.place is not None and place < following.place <= place + 2

    def _announces(self) -> bool:
        """Whether the unit last opened ends in a colon: what follows is its list."""
        return bool(self.units) and bool(self.stack) and self.text.text[self.units[-1].end - 1] == ":"

    def _plain(self, paragraph: Zone, after_last: bool) -> None:
        words = self.text.text[paragraph.start : paragraph.end]
        capitals = len(words) < 160 and words[-1] not in ".;," and is_capitals(words) and not is_noise(words)
        heading = (capitals or paragraph.start in self.text.headings) and not self._runs_through()
        if not self.closing and after_last and not heading:
            self.closing = self._closes(paragraph) or self._stands_alone(paragraph)
        if self.closing:
            self.stack.clear()
            self._emit("paragraph", paragraph, None)
        elif heading and self.stack and not self._goes_on(capitals):
            above = ("arabic", "letter", "item", "bullet", *(("điều", "roman") if capitals else ()))
            while self.stack and self.stack[-1].kind in above:
                self.stack.pop()
            self._emit("heading", paragraph, self._parent())
        elif not self._extended(paragraph, small=words[0].islower()):
            self._emit("heading" if heading else "paragraph", paragraph, self._parent())

    def _runs_through(self) -> bool:
        """Whether the next label goes on counting where an open list stands: what stands between is no heading."""
        if not self.upcoming or not self.stack:
            return False
        following = self.upcoming[-1]
        if following.place is None or following.kind in ("roman", "capital") or following.kind in _DIVISIONS:
            return False
        return any(
            unit.style == following.style
            and unit.label
            and unit.label.place
            and following.place == unit.label.place + 1
            for unit in self.stack
        )

    def _extended(self, paragraph: Zone, small: bool) -> bool:
        """Whether the paragraph went to the open unit: its heading's rest, or an unlabelled continuation."""
        top = self._parent()
        if top is None:
            last = self.units[-1] if self.units else None
            if last is None or last.label is not None or not small:
                return False
            last.end = last.head_end = paragraph.end
            return True
        if top.children:
            return False
        following = self.upcoming[-1].style if self.upcoming else None
        if top.kind == "bullet" and not small and following != top.style and self.text.text[top.end - 1] in ".;!?”)":
            while self.stack and self.stack[-1].kind == "bullet":
                self.stack.pop()
            return False
        if self._bare():
            top.head_end = paragraph.end
        top.end = paragraph.end
        return True

    def _closes(self, paragraph: Zone) -> bool:
        """Whether the closing words of the document begin here: never right under a heading, never a lead-in."""
        if not self.units:
            return False
        last = self.units[-1]
        if SURELY_CLOSING.match(self.text.folded, paragraph.start, paragraph.end):
            return last.label is None or not last.heading or last.end != last.head_end
        if last.kind in ("arabic", "letter") and ENFORCED_BY.match(self.text.folded, paragraph.start, paragraph.end):
            return True
        if self.text.text[last.end - 1] not in '.;!?”)"' or self.text.text[paragraph.end - 1] == ":":
            return False
        return CLOSING.match(self.text.folded, paragraph.start, paragraph.end) is not None

    def _stands_alone(self, paragraph: Zone) -> bool:
        """Whether a paragraph behind the last of a list whose items are one paragraph each is none of it any more."""
        top = self._parent()
        if top is None or top is not self.units[-1] or top.kind not in ("arabic", "letter"):
            return False
        text = self.text.text
        if (
            text[top.end - 1] not in ".;"
            or not text[paragraph.start].isupper()
            or "\n\n" not in text[top.end : paragraph.start]
        ):
            return False
        items = [unit for unit in self.units if unit.parent is top.parent and unit.style == top.style]
        return len(items) > 1 and all(item.end == item.head_end for item in items)

    def _bare(self) -> bool:
        """Whether the open unit is a label without words yet ("Chương I")."""
        top = self.stack[-1]
        return top is self.units[-1] and not self.text.text[top.text_start : top.end].strip()

    def _goes_on(self, capitals: bool) -> bool:
        """Whether a line in capitals is the rest of the heading above it."""
        top = self.stack[-1]
        if top is not self.units[-1] or not capitals:
            return False
        head = self.text.text[top.text_start : top.end]
        return not head.strip() or (top.kind != "bullet" and head[-1] not in ".:;" and is_capitals(head))

    def _emit(self, kind: str, zone: Zone, parent: _Draft | None, label: Label | None = None) -> _Draft:
        draft = _Draft(kind, zone, label, parent)
        words = self.text.text[draft.text_start : draft.end]
        draft.heading = kind in _DIVISIONS or zone.start in self.text.headings
        if not draft.heading and len(words) < 200 and not words.rstrip().endswith((".", ";")):
            draft.heading = len(words) < 90 or is_capitals(words)
        draft.closing, draft.index = self.closing, len(self.units)
        if parent is not None:
            parent.children = True
        self.units.append(draft)
        return draft
