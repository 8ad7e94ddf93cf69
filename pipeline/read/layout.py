"""Segments of lines with boxes → the text of a page in the order in which it is read.

A letterhead stands in two columns, and so does the closing (Nơi nhận beside the signature): there the left column is
read first, then the right (Nghị định 30/2020/NĐ-CP, Phụ lục I, mục IV). Elsewhere the order given is kept, unless it
jumps about so much that it cannot be the order of reading.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple

from corpora.folding import fold
from pipeline.read.reading import Word, Words

__all__ = ["CREST", "Segment", "Token", "arrange", "rows_of", "split"]


class Token(NamedTuple):
    """A word with its box (origin top left) and, where it was recognised, its confidence from 0 to 1."""

    text: str
    x0: float
    y0: float
    x1: float
    y1: float
    confidence: float | None = None


@dataclass(frozen=True, slots=True)
class Segment:
    """Words side by side on one line, without a wide gap between them."""

    tokens: tuple[Token, ...]

    @property
    def x0(self) -> float:
        return min(token.x0 for token in self.tokens)

    @property
    def x1(self) -> float:
        return max(token.x1 for token in self.tokens)

    @property
    def y0(self) -> float:
        return min(token.y0 for token in self.tokens)

    @property
    def y1(self) -> float:
        return max(token.y1 for token in self.tokens)

    @property
    def height(self) -> float:
        return self.y1 - self.y0

    @property
    def text(self) -> str:
        return " ".join(token.text for token in self.tokens)


# What opens the right column of a letterhead: Quốc hiệu, tiêu ngữ, the name of the Party; and place and date.
CREST = re.compile(
    r"\b(?:c[o0]ng\s+h[o0]a\s+xa\s+h[o0]|h[o0]i\s+chu\s+nghia\s+viet|d[o0]c\s+lap\s*.{0,3}\s*t[uv]\s+d[o0]|dang\s+cong\s+san\s+viet)"
)
_CREST_END = re.compile(r"(?:viet|v1et|vjet)\s+na[mn]|hanh\s+ph")
_DATED = re.compile(r"\bng\w{0,2}y?\b.{0,12}\bth\w{1,2}ng\b.{0,12}\bn\w?m\b")
_CLOSING = re.compile(r"^\W{0,3}n?[o0]i\s*nh[ae]n\b")
_ENDS_LETTERHEAD = re.compile(
    r"^\W{0,3}(?:kinh\s+gui|can\s+cu|(?:nghi\s+(?:quyet|dinh)|quyet\s+dinh|chi\s+thi|quy\s+(?:che|dinh)|thong\s+(?:cao|bao|tu)"
    r"|huong\s+dan|chuong\s+trinh|ke\s+hoach|phuong\s+an|de\s+an|du\s+an|bao\s+cao|bien\s+ban|to\s+trinh|cong\s+dien"
    r"|giay\s+\w+|phieu\s+\w+|ket\s+luan|luat|phap\s+lenh)\W{0,3}$)"
)


def split(segment: Segment, *, gap: float = 1.3) -> list[Segment]:
    """The segment cut where the blank between two words is wider than `gap` line heights, and before Quốc hiệu.

    >>> [part.text for part in split(Segment((Token("SỞ", 0, 0, 20, 10), Token("Độc", 60, 0, 80, 10))))]
    ['SỞ', 'Độc']
    """
    height = sorted(token.y1 - token.y0 for token in segment.tokens)[len(segment.tokens) // 2]
    starts = [0]
    for index in range(1, len(segment.tokens)):
        before, token = segment.tokens[index - 1], segment.tokens[index]
        if token.x0 - before.x1 > gap * height:
            starts.append(index)
    folded = fold(segment.text)
    crest = CREST.search(folded)
    if crest and crest.start() > 0:
        starts.append(folded[: crest.start()].count(" "))
    bounds = [*sorted(set(starts)), len(segment.tokens)]
    return [Segment(segment.tokens[a:b]) for a, b in pairwise(bounds) if a < b]


def rows_of(segments: Iterable[Segment]) -> list[list[Segment]]:
    """Segments that stand on one line, from the top of the page to its foot, each row from left to right.

    >>> a, b = Segment((Token("a", 50, 0, 60, 10),)), Segment((Token("b", 0, 1, 10, 11),))
    >>> [[segment.text for segment in row] for row in rows_of([a, b])]
    [['b', 'a']]
    """
    rows: list[list[Segment]] = []
    for segment in sorted(segments, key=lambda each: (each.y0 + each.y1) / 2):
        middle = (segment.y0 + segment.y1) / 2
        row = rows[-1] if rows else None
        if row is not None:
            top = sum(each.y0 for each in row) / len(row)
            foot = sum(each.y1 for each in row) / len(row)
            if top <= middle - 0.15 * (foot - top) and middle <= foot - 0.15 * (foot - top):
                row.append(segment)
                continue
        rows.append([segment])
    return [sorted(row, key=lambda each: each.x0) for row in rows]


class _Zone(NamedTuple):
    left: list[Segment]
    right: list[Segment]


def _letterhead(rows: Sequence[list[Segment]], width: float) -> _Zone | None:
    """The two columns around Quốc hiệu: rows from the top down to the first line that is in neither column."""
    crest_row = next(
        (index for index, row in enumerate(rows[:14]) if any(CREST.search(fold(part.text)) for part in row)), None
    )
    if crest_row is None:
        return None
    crest = next(part for part in rows[crest_row] if CREST.search(fold(part.text)))
    if crest.x0 < 0.3 * width:
        return None  # one column: Quốc hiệu alone, centred over the page
    gutter = crest.x0 - 0.02 * width
    left: list[Segment] = []
    right: list[Segment] = []
    dated = False
    foot = crest.y1
    above = crest.y0
    for row in reversed(rows[:crest_row]):  # the issuer may begin higher; what crosses the gutter is something else
        if any(part.x1 > gutter for part in row) or above - max(part.y1 for part in row) > 1.5 * crest.height:
            break
        left = [*row, *left]
        above = row[0].y0
    for index, row in enumerate(rows[crest_row:], crest_row):
        if index > crest_row + 14 or row[0].y0 - foot > 4.5 * crest.height:
            break
        if any(_ENDS_LETTERHEAD.search(fold(part.text)) for part in row) and index > crest_row + 1:
            break
        on_left = [part for part in row if (part.x0 + part.x1) / 2 < gutter and part.x1 < gutter + 0.1 * width]
        on_right = [part for part in row if part not in on_left]
        if any(part.x0 < gutter - 0.06 * width for part in on_right) or (on_right and dated):
            break
        left += on_left
        right += on_right
        dated = dated or any(_DATED.search(fold(part.text)) for part in on_right)
        foot = max(part.y1 for part in row)
    return _Zone(left, right) if left and right else None


def _closing(rows: Sequence[list[Segment]], width: float) -> _Zone | None:
    """Nơi nhận at the left, the signature at the right, down to the first line that crosses from one to the other."""
    start = next((index for index, row in enumerate(rows) if _CLOSING.search(fold(row[0].text))), None)
    if start is None or rows[start][0].x0 > 0.4 * width:
        return None
    left: list[Segment] = []
    right: list[Segment] = []
    for row in rows[start:]:
        on_left = [part for part in row if part.x0 < 0.4 * width]
        if any(part.x1 > 0.7 * width for part in on_left) and (right or len(left) > 1):
            break
        left += on_left
        right += [part for part in row if part not in on_left]
    above: list[Segment] = []
    height = rows[start][0].height
    for row in reversed(rows[:start]):  # a signature that opens one or two lines higher than Nơi nhận
        reach = rows[start][0].y0 - row[0].y0
        if reach > 4.5 * height or len(row) > 1 or row[0].x0 < 0.42 * width or not row[0].text.isupper():
            break
        above.insert(0, row[0])
    return _Zone(left, [*above, *right]) if right or above else None


def _jumps(segments: Sequence[Segment]) -> int:
    """How often the next segment stands higher on the page without standing further right."""
    return sum(
        1 for before, after in pairwise(segments) if after.y1 < before.y0 - before.height and after.x0 <= before.x1
    )


def _settled(parts: list[Segment]) -> list[Segment]:
    """The order given, but for two lines of one cell or paragraph that stand in it upside down."""
    for index in range(len(parts) - 1):
        lower, upper = parts[index], parts[index + 1]
        shared = min(lower.x1, upper.x1) - max(lower.x0, upper.x0)
        near = -0.4 * upper.height < lower.y0 - upper.y1 < upper.height and upper.y0 < lower.y0
        if near and shared > 0.5 * min(lower.x1 - lower.x0, upper.x1 - upper.x0):
            parts[index], parts[index + 1] = upper, lower
    return parts


def _one_column(rows: Sequence[Sequence[Segment]]) -> bool:
    """Whether nearly all lines of the page stand alone: then they are read from the top down, however drawn."""
    return sum(len(row) > 1 for row in rows) <= 0.1 * len(rows) + 4


def _same_line(before: Segment, after: Segment) -> bool:
    overlap = min(before.y1, after.y1) - max(before.y0, after.y0)
    return overlap > 0.5 * min(before.height, after.height) and after.x0 >= before.x1 - 0.5 * before.height


def _lines(segments: Sequence[Segment]) -> list[list[Segment]]:
    lines: list[list[Segment]] = []
    for segment in segments:
        if lines and _same_line(lines[-1][-1], segment):
            lines[-1].append(segment)
        else:
            lines.append([segment])
    return lines


def _column(segments: Sequence[Segment]) -> list[list[Segment]]:
    """The rows of one column. What was stamped into a blank of a printed line stands between that line's words."""
    column = []
    for row in rows_of(segments):
        if any(after.x0 < before.x1 for before, after in pairwise(row)):
            tokens = sorted((token for segment in row for token in segment.tokens), key=lambda token: token.x0)
            column.append([Segment(tuple(tokens))])
        else:
            column.append(row)
    return column


def _is_page_number(line: Sequence[Segment], height: float) -> bool:
    text = " ".join(segment.text for segment in line).strip(" -~–")
    return text.isdigit() and len(text) <= 4 and (line[0].y1 < 0.1 * height or line[0].y0 > 0.92 * height)


def arrange(segments: Sequence[Segment], width: float, height: float) -> tuple[str, Words]:
    """The page's text in reading order, and its words with boxes; blank lines part what stands apart on the page.

    `width` and `height` are those of the page, in the unit of the boxes.

    >>> left, right = Segment((Token("UBND", 5, 0, 25, 10),)), Segment((Token("Cộng hòa xã hội", 50, 0, 95, 10),))
    >>> arrange([left, right], 100, 140)[0]
    'UBND\\n\\nCộng hòa xã hội\\n'
    """
    parts = _settled([part for segment in segments if segment.tokens for part in split(segment)])
    rows = rows_of(parts)
    if _jumps(parts) > (0 if _one_column(rows) else max(3, len(parts) // 10)):
        parts = [part for row in rows for part in row]
    blocks: list[list[list[Segment]]] = []
    head = _letterhead(rows, width)
    taken = {id(part) for part in (*head.left, *head.right)} if head else set()
    tail = _closing([kept for row in rows if (kept := [part for part in row if id(part) not in taken])], width)
    ending = {id(part) for part in (*tail.left, *tail.right)} if tail else set()
    top = min((part.y0 for part in head.left + head.right), default=0.0) if head else 0.0
    body = _lines([part for part in parts if id(part) not in taken and id(part) not in ending])
    numbers = [line for line in body if _is_page_number(line, height)]
    body = [line for line in body if line not in numbers]
    above = [line for line in body if head and line[0].y1 <= top]
    after_tail = [line for line in body if tail and line not in above and line[0].y0 > max(p.y1 for p in tail.left)]
    body = [line for line in body if line not in above and line not in after_tail]
    blocks += [[line] for line in numbers if line[0].y0 < 0.5 * height]
    blocks.append(above)
    if head:
        blocks += [_column(head.left), _column(head.right)]
    blocks.append(body)
    if tail:
        blocks += [_column(tail.left), _column(tail.right)]
    blocks.append(after_tail)
    blocks += [[line] for line in numbers if line[0].y0 >= 0.5 * height]
    return _compose([block for block in blocks if block])


def _compose(blocks: Sequence[Sequence[Sequence[Segment]]]) -> tuple[str, Words]:
    text: list[str] = []
    words: list[Word] = []
    at = 0

    def put(piece: str) -> None:
        nonlocal at
        text.append(piece)
        at += len(piece)

    for number, block in enumerate(blocks):
        if number:
            put("\n")
        before: Sequence[Segment] | None = None
        for line in block:
            if before and _stands_apart(before, line):
                put("\n")
            tokens = [token for segment in line for token in segment.tokens]
            for index, token in enumerate(tokens):
                if index:
                    put(" ")
                box = (token.x0, token.y0, token.x1, token.y1)
                words.append(Word(at, at + len(token.text), box, token.confidence))
                put(token.text)
            put("\n")
            before = line
    return "".join(text), Words(words)


def _stands_apart(before: Sequence[Segment], line: Sequence[Segment]) -> bool:
    gap = line[0].y0 - max(segment.y1 for segment in before)
    return gap > 0.75 * max(before[0].height, line[0].height) or gap < -4 * before[0].height
