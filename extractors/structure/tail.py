"""The end of a document: where its signature block stands, and what is attached behind it."""

import re
from bisect import bisect_right
from dataclasses import dataclass

import regex

from extractors.normalise import NormalisedText
from extractors.structure.block import fused_stack, list_above, opens_recipients, read_block
from extractors.structure.lines import Line
from extractors.structure.model import Cell
from extractors.structure.persons import is_post_line, name_at

__all__ = ["Tail", "read_tail"]

_RECIPIENTS = re.compile(r"\n[^\w\n]*[a-z]?[o0]i ?nh[ae]n")
_KEPT = re.compile(r"\n[^\w\n]{0,4}luu ?[:;.,]? ?v[tpi]\b")  # "Lưu: VT" ends the list
_MAY_SIGN = regex.compile(r"\n[^\w\n]*(?:\p{Lu}{2}|Q\.|[TK]/|kt|tm)")  # a line that opens in capitals
_MAY_SIGN_BEHIND = re.compile(r"KT ?[./]")  # "…; KT. GIÁM ĐỐC" of the right column
_COLUMNS = regex.compile(r"\||[ ]{3,}")
_WORD = regex.compile(r"\p{Ll}{3}")


@dataclass(frozen=True, slots=True)
class Tail:
    """The signature block as a range of line indices, and the cells in it."""

    first_line: int
    end_line: int
    cells: list[Cell]


def read_tail(text: NormalisedText, lines: list[Line], body_line: int) -> Tail | None:
    """The signature block of the document itself: the first after the body, whatever is attached behind it."""
    if body_line >= len(lines):
        return None
    anchor = _recipients_line(text, lines, body_line)
    if anchor is None:
        anchor = _list_alone(text, lines, body_line)
    if anchor is None:
        anchor = _signature_alone(text, lines, body_line)
    if anchor is None:
        return None
    first = list_above(text, lines, anchor - 1, body_line) if anchor > body_line else anchor
    listed = first < anchor - 1
    first = first if listed else anchor
    while first > body_line and anchor - first < 20 and _belongs_above(text, lines[first - 1]):
        first -= 1
    cells, end = read_block(text, lines, first, listed)
    return Tail(first, end, cells)


def _recipients_line(text: NormalisedText, lines: list[Line], body_line: int) -> int | None:
    """The first line that opens with Nơi nhận, however OCR spelled it."""
    for match in _RECIPIENTS.finditer(text.folded, max(0, lines[body_line].start - 1)):
        line = lines[index := bisect_right(lines, match.end(), key=lambda line: line.start) - 1]
        if line.end - line.start < 130 and opens_recipients(text.folded[line.start : line.end]):
            return index
    return None


def _list_alone(text: NormalisedText, lines: list[Line], body_line: int) -> int | None:
    """A list of recipients whose title OCR lost: it ends in "Lưu: VT"."""
    match = _KEPT.search(text.folded, lines[body_line].start)
    if match is None:
        return None
    index = bisect_right(lines, match.end(), key=lambda line: line.start) - 1
    first = list_above(text, lines, index, body_line)
    return first if first < index else None


def _signature_alone(text: NormalisedText, lines: list[Line], body_line: int) -> int | None:
    """Without Nơi nhận (gazettes drop it): a post with a name below it."""
    start = max(0, lines[body_line].start - 1)
    places = [match.end() for pattern in (_MAY_SIGN, _MAY_SIGN_BEHIND) for match in pattern.finditer(text.text, start)]
    for place in sorted(places):
        index = bisect_right(lines, place, key=lambda line: line.start) - 1
        line = lines[index]
        if (
            line.end - line.start <= 80
            and (
                _is_post(text, line)
                or fused_stack(text.text[line.start : line.end], text.folded[line.start : line.end])
            )
            and any(_is_name(text, near) for near in lines[index + 1 : index + 9])
        ):
            return index
    return None


def _is_post(text: NormalisedText, line: Line) -> bool:
    return is_post_line(text.text[line.start : line.end], text.folded[line.start : line.end])


def _is_name(text: NormalisedText, line: Line) -> bool:
    return (
        line.end - line.start < 120
        and name_at(_COLUMNS.split(text.text[line.start : line.end])[-1], sure=True) is not None
    )


def _belongs_above(text: NormalisedText, line: Line) -> bool:
    """Signature lines printed above Nơi nhận."""
    printed = text.text[line.start : line.end]
    if len(printed) > 90:
        return False
    return (
        _is_post(text, line)
        or (len(printed) < 30 and _WORD.search(printed) is None)
        or (line.gap and _is_name(text, line))
        or _are_names(printed)
    )


def _are_names(printed: str) -> bool:
    """Whether a line is the names of two signers side by side (joint documents)."""
    columns = [part for part in _COLUMNS.split(printed.strip()) if part.strip()]
    return len(columns) > 1 and all(name_at(part.strip(), sure=False) for part in columns)
