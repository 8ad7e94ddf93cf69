"""Lines and paragraphs: hard-wrapped lines put together again."""

from collections.abc import Container, Iterator
from functools import lru_cache, partial
from typing import NamedTuple

import regex

from extractors.structure.model import Zone

__all__ = ["Line", "is_capitals", "is_noise", "lines_of", "paragraphs_of", "wrap_width"]

_WORD = regex.compile(r"\p{L}{2,}")
_OPENS = regex.compile(r"(?:Căn cứ|Trên cơ sở|Trên đây là|Trong quá trình|Nơi nhận)\b")  # a basis or the closing
_SAMPLE = 90  # characters that tell capitals from small letters
_TERMINAL = tuple('.:;!?…”"»)')


class Line(NamedTuple):
    """A line without its outer blanks; `gap` tells whether a blank line stands above it."""

    start: int
    end: int
    gap: bool


_line = partial(tuple.__new__, Line)  # spares the call of a function for each of the many


def lines_of(text: str, start: int = 0, end: int | None = None) -> list[Line]:
    """The lines of `text[start:end]` that are not blank.

    >>> lines_of("a\\n\\n b ")
    [Line(start=0, end=1, gap=False), Line(start=4, end=5, gap=True)]
    """
    lines: list[Line] = []
    at, blank = start, False
    for printed in text[start : len(text) if end is None else end].split("\n"):
        words = printed.strip()
        if words:
            first = at if words is printed else at + printed.index(words[0])
            lines.append(_line((first, first + len(words), blank and bool(lines))))
        blank = not words
        at += len(printed) + 1
    return lines


@lru_cache(maxsize=1024)  # a line is asked about in every zone that may hold it
def is_capitals(words: str) -> bool:
    """Whether at least three letters in four are capitals (OCR turns some small).

    >>> is_capitals("KẾ HOẠCH"), is_capitals("Kế hoạch")
    (True, False)
    """
    words = words[:_SAMPLE]
    upper = sum(map(str.isupper, words))
    return upper >= 2 and upper * 4 >= 3 * (upper + sum(map(str.islower, words)))


@lru_cache(maxsize=1024)
def is_noise(words: str) -> bool:
    """Whether a line is a rule, a stamp's shadow or scribbling rather than words.

    >>> is_noise("-------"), is_noise("\\\\——=——"), is_noise("Sở Y tế")
    (True, True, False)
    """
    letters = sum(map(len, _WORD.findall(words)))
    if letters >= 3 and letters * 3 >= len(words) * 2:  # what is left cannot outweigh them
        return False
    alphabetic = sum(map(str.isalpha, words))
    others = sum(map(len, words.split())) - sum(map(str.isalnum, words))
    return letters < 3 or letters < others + 2 * (alphabetic - letters)


def wrap_width(lines: list[Line]) -> int:
    """The width at which a text is wrapped, 0 where a paragraph is a line."""
    if len(lines) < 3:
        return 0
    lengths = sorted([line.end - line.start for line in lines])
    width = lengths[int(len(lengths) * 0.85)]
    return width if width <= 150 and lengths[-1] <= 400 else 0


def paragraphs_of(text: str, lines: list[Line], labelled: Container[int] = frozenset()) -> Iterator[Zone]:
    """Join wrapped lines to paragraphs; a line whose start is in `labelled` always opens one.

    A line runs on where the text before it is unfinished, or full to the wrap width, or it begins in lower case.
    """
    if not lines:
        return
    width = wrap_width(lines)
    start, end = lines[0].start, lines[0].end
    length = end - start
    for line in lines[1:]:
        if line.start in labelled or not _runs_on(text, end, line, length, width):
            yield Zone(start, end)
            start = line.start
        end, length = line.end, line.end - line.start
    yield Zone(start, end)


def _runs_on(text: str, end: int, line: Line, length: int, width: int) -> bool:
    terminal = text[end - 1] in _TERMINAL
    small = text[line.start].islower() and not text.startswith(("o ", "§"), line.start)
    if text[line.start] == "-" and not line.gap and not terminal:
        return True  # no label: the dash joins what the line break parted
    if text[end - 1] in ",;." and _OPENS.match(text, line.start, line.end):
        return False
    if line.gap:
        return not terminal and small
    if not width:
        return not terminal and small
    if terminal:
        return small or (length >= 0.92 * width and text[end - 1] == "." and text[line.start].isalnum())
    if small:
        return True
    if length >= 0.72 * width:
        return not (is_capitals(text[line.start : line.end]) and not is_capitals(text[end - length : end]))
    return is_capitals(text[end - length : end]) and is_capitals(text[line.start : line.end]) and length >= 0.5 * width
