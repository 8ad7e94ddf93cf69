"""The outline: which labels open units, how units nest, and what each of them holds."""

import regex

from extractors.normalise import NormalisedText
from extractors.structure.labels import Label, labels_of
from extractors.structure.lines import Line, is_capitals, is_noise, paragraphs_of
from extractors.structure.model import Unit, Zone
from extractors.structure.words import CLOSING, SURELY_CLOSING

__all__ = ["outline"]

_DIVISIONS = frozenset(("part", "chapter", "section", "subsection"))
_RANK = {"part": 0, "chapter": 1, "section": 2, "subsection": 3, "điều": 4, "capital": 5, "roman": 6}
_FOOTNOTE = regex.compile(r"[¹²³⁰⁴-⁹]{1,3}[ ]?\S")
_SHADOW = regex.compile(
    r"(?<=[.]/[.])[^\n]{1,12}$|(?<=\p{Ll}[.])\s+\p{Ll}?\p{Lu}{1,3}\W$"
)  # of a signature or stamp, behind the last word
_CURLY, _STRAIGHT = regex.compile(r"[“”]"), regex.compile('"')
_QUOTE_AT_MOST = 30_000  # characters of a quoted text
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
    builder = _Builder(text, labels)
    last_label = max(
        (i for i, (start, _) in enumerate(paragraphs) if start in labels and labels[start].kind != "bullet"), default=-1
    )
    footnotes: list[Zone] = []
    for index, paragraph in enumerate(paragraphs):
        if _FOOTNOTE.match(text.text, paragraph.start):
            footnotes.append(paragraph)
        else:
            builder.add(paragraph, index > last_label)
    return builder.done(), tuple(footnotes)


def _accepted(text: str, lines: list[Line], labels: list[Label]) -> dict[int, Label]:
    """Labels by the start of their line; the wrapped tail of a sentence is none, nor is quoted text."""
    by_line: dict[int, Label] = {}
    at = 0
    previous_end = -1
    quoted_until = -1
    seen: dict[str, int | None] = {}
    for line in lines:
        while at < len(labels) and labels[at].start < line.start:
            at += 1
        opened = text[line.start] in '“"' and line.start > quoted_until
        if opened:
            quoted_until = _quote_end(text, line.start, lines[-1].end)
        if at < len(labels) and labels[at].start < line.end and line.start > quoted_until:
            label = labels[at]
            place = label.place
            expected = seen.get(label.style)
            follows = place is None or place == 1 or (expected is not None and place == expected + 1)
            opens = (
                line.gap
                or previous_end < 0
                or (follows and not _unfinished(text, previous_end))
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


def _unfinished(text: str, end: int) -> bool:
    return _UNFINISHED.search(text, max(0, end - 8), end) is not None


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


class _Open:
    """A unit under construction on the stack of open units."""

    __slots__ = ("children", "index", "kind", "ordinal", "path", "style")

    def __init__(self, index: int, kind: str, style: str, place: int | None, path: tuple[str, ...]) -> None:
        self.index, self.kind, self.style, self.ordinal, self.path, self.children = (
            index,
            kind,
            style,
            place,
            path,
            False,
        )


class _Builder:
    def __init__(self, text: NormalisedText, labels: dict[int, Label]) -> None:
        self.text, self.labels = text, labels
        self.units: list[Unit] = []
        self.stack: list[_Open] = []
        self.closing = False

    def add(self, paragraph: Zone, after_last: bool) -> None:
        label = self.labels.get(paragraph.start)
        if label is not None:
            self._open(label, paragraph)
        else:
            self._plain(paragraph, after_last)

    def done(self) -> tuple[Unit, ...]:
        if self.units:
            last = self.units[-1]
            shadow = _SHADOW.search(self.text.text, last.text_start, last.end)
            if shadow:
                self.units[-1] = last._replace(end=shadow.start(), head_end=min(last.head_end, shadow.start()))
        return tuple(self.units)

    def _open(self, label: Label, paragraph: Zone) -> None:
        place = label.place
        self._pop_to_parent(label, place)
        parent = self.stack[-1] if self.stack else None
        path = (*(parent.path if parent else ()), label.printed)
        if parent:
            parent.children = True
        self.stack.append(_Open(len(self.units), label.kind, label.style, place, path))
        self._emit(label.kind, paragraph._replace(start=label.start), parent, label)

    def _pop_to_parent(self, label: Label, place: int | None) -> None:
        rank = _RANK.get(label.kind)
        styles = [unit.style for unit in self.stack]
        if label.style in styles:
            depth = len(styles) - 1 - styles[::-1].index(label.style)
            restarts = (
                place == 1 and self.stack[depth].ordinal is not None and depth < len(styles) - 1 and self._announces()
            )
            if not restarts:
                del self.stack[depth:]
                return
        if rank is not None:
            while self.stack and _RANK.get(self.stack[-1].kind, 9) >= rank:
                self.stack.pop()
            return
        if (
            label.kind == "arabic"
            and label.style.startswith("arabic")
            and label.style[6:7].isdigit()
            and label.style[6] != "0"
        ):
            prefix = label.printed.rsplit(".", 1)[0]
            while (
                self.stack
                and not (self.stack[-1].kind == "arabic" and self.stack[-1].path[-1] == prefix)
                and _RANK.get(self.stack[-1].kind) is None
            ):
                self.stack.pop()
            return
        if self._announces():
            return
        order = {"arabic": 7, "letter": 8, "bullet": 9}
        while self.stack and order.get(self.stack[-1].kind, 0) > order[label.kind]:
            self.stack.pop()

    def _announces(self) -> bool:
        """Whether the unit last opened ends in a colon: what follows is its list."""
        return bool(self.units) and bool(self.stack) and self.text.text[self.units[-1].end - 1] == ":"

    def _plain(self, paragraph: Zone, after_last: bool) -> None:
        words = self.text.text[paragraph.start : paragraph.end]
        heading = paragraph.start in self.text.headings or (len(words) < 160 and is_capitals(words))
        if not self.closing and after_last and not heading and self._closes(paragraph):
            self.closing = True
        if self.closing:
            self.stack.clear()
            self._emit("paragraph", paragraph, None)
            return
        if heading and self.stack and not self._bare():
            while self.stack and self.stack[-1].kind in ("arabic", "letter", "bullet", "điều", "roman"):
                self.stack.pop()
        elif self.stack and not self.stack[-1].children:
            top = self.stack[-1]
            unit = self.units[top.index]
            ended = self.text.text[unit.end - 1] in ".;!?”)"
            if not (top.kind == "bullet" and ended and not words[0].islower()):
                head_end = paragraph.end if self._bare() else unit.head_end
                self.units[top.index] = unit._replace(end=paragraph.end, head_end=head_end)
                return
            while self.stack and self.stack[-1].kind == "bullet":
                self.stack.pop()
        elif not self.stack and self.units and self.units[-1].label is None and words[0].islower():
            self.units[-1] = self.units[-1]._replace(end=paragraph.end, head_end=paragraph.end)
            return
        parent = self.stack[-1] if self.stack else None
        if parent:
            parent.children = True
        self._emit("heading" if heading else "paragraph", paragraph, parent)

    def _closes(self, paragraph: Zone) -> bool:
        """Whether the closing words of the document begin here: never right under a heading, never a lead-in."""
        if self.units and SURELY_CLOSING.match(self.text.folded, paragraph.start, paragraph.end):
            return not self._bare_heading()
        if (
            not self.units
            or self.text.text[self.units[-1].end - 1] not in '.;!?”)"'
            or self.text.text[paragraph.end - 1] == ":"
        ):
            return False
        return CLOSING.match(self.text.folded, paragraph.start, paragraph.end) is not None

    def _bare_heading(self) -> bool:
        unit = self.units[-1]
        return unit.label is not None and unit.heading and unit.end == unit.head_end

    def _bare(self) -> bool:
        """Whether the open unit is a label without words yet ("Chương I")."""
        unit = self.units[self.stack[-1].index]
        return self.stack[-1].index == len(self.units) - 1 and not self.text.text[unit.text_start : unit.end].strip()

    def _emit(self, kind: str, zone: Zone, parent: _Open | None, label: Label | None = None) -> None:
        path = parent.path if parent else ()
        text_start = zone.start
        if label is not None:
            path, text_start = (*path, label.printed), min(label.text_start, zone.end)
        words = self.text.text[text_start : zone.end]
        heading = kind in _DIVISIONS or zone.start in self.text.headings
        if not heading and len(words) < 200 and not words.rstrip().endswith((".", ";")):
            heading = len(words) < 90 or is_capitals(words)
        self.units.append(
            Unit(
                kind=kind,
                label=label.printed if label else None,
                path=path,
                start=zone.start,
                end=zone.end,
                parent=parent.index if parent else None,
                heading=heading,
                head_end=zone.end,
                text_start=text_start,
                closing=self.closing,
            )
        )
