"""Structure of a document: its zones and the outline of its body, on clean text."""

import re
from collections.abc import Iterable, Iterator

from extractors.normalise import NormalisedText
from extractors.structure.lines import Line, lines_of, paragraphs_of
from extractors.structure.masthead import read_masthead
from extractors.structure.model import Cell, Structure, Unit, Zone
from extractors.structure.outline import outline
from extractors.structure.sentences import sentences
from extractors.structure.tail import Tail, read_tail
from extractors.structure.titles import opens_preamble

__all__ = ["Cell", "Structure", "Unit", "Zone", "analyse", "lines_of", "paragraphs_of", "sentences"]

_ENACTS = re.compile(r"\W{0,3}(?:quy[e]t (?:dinh|nghi)|nay quyet dinh|chi thi|nghi quyet|lenh)\W{0,4}$")


def analyse(text: NormalisedText) -> Structure:
    """Zones and units of a document.

    >>> from extractors.normalise import normalise
    >>> [unit.path for unit in analyse(normalise("I. MỤC ĐÍCH\\n1. Một.\\n2. Hai.")).units]
    [('I',), ('I', '1'), ('I', '2')]
    """
    lines = lines_of(text.text)
    if not lines:
        return Structure(body=Zone(0, 0))
    head = read_masthead(text, lines)
    first = head.body_line if head else 0
    tail = read_tail(text, lines, first) if head else None
    last = tail.first_line if tail else len(lines)
    cells = head.cells if head else []
    enacting = _enacting_line(text, lines, first, last)
    preamble = _preamble(text, lines, first, last, enacting)
    body_lines = lines[enacting + 1 if enacting is not None else first : last]
    units, footnotes = outline(text, body_lines)
    appendices = _appendices(text, lines, tail)
    body = Zone(body_lines[0].start, body_lines[-1].end) if body_lines else Zone(len(text.text), len(text.text))
    return Structure(
        body=body,
        letterhead=_hull(cells, "issuer", "motto", "number", "date"),
        title=_hull(cells, "type", "subject", "authority"),
        addressees=_hull(cells, "salutation", "addressee"),
        preamble=preamble,
        signature=Zone(lines[tail.first_line].start, lines[tail.end_line - 1].end) if tail else None,
        recipients=_hull(tail.cells, "recipient") if tail else None,
        appendices=appendices,
        furniture=(Zone(lines[0].start, lines[head.first_line - 1].end),) if head and head.first_line else (),
        footnotes=footnotes,
        units=units,
        attached=tuple(_attached_units(text, appendices)),
        cells=(*(head.cells if head else ()), *(tail.cells if tail else ())),
    )


def _hull(cells: Iterable[Cell], *roles: str) -> Zone | None:
    found = [cell for cell in cells if cell.role in roles]
    return Zone(min(cell.start for cell in found), max(cell.end for cell in found)) if found else None


def _enacting_line(text: NormalisedText, lines: list[Line], first: int, last: int) -> int | None:
    """The line "QUYẾT ĐỊNH:" between preamble and articles."""
    for index in range(first, min(last, first + 120)):
        line = lines[index]
        if line.end - line.start < 30 and _ENACTS.match(text.folded, line.start, line.end):
            return index
    return None


def _preamble(text: NormalisedText, lines: list[Line], first: int, last: int, enacting: int | None) -> Zone | None:
    if first >= last:
        return None
    if enacting is not None:
        return Zone(lines[first].start, lines[enacting].end)
    end = None
    for start, stop in paragraphs_of(text.text, lines[first : min(last, first + 200)]):
        if not opens_preamble(text.folded[start : start + 40]):
            break
        end = stop
    return Zone(lines[first].start, end) if end is not None else None


def _appendices(text: NormalisedText, lines: list[Line], tail: Tail | None) -> tuple[Zone, ...]:
    if tail is None or tail.end_line >= len(lines):
        return ()
    starts = [tail.end_line]
    for index in range(tail.end_line + 1, len(lines)):
        line = lines[index]
        if line.end - line.start < 60 and text.folded.startswith("phu luc", line.start):
            starts.append(index)
    ends = [*starts[1:], len(lines)]
    return tuple(Zone(lines[a].start, lines[b - 1].end) for a, b in zip(starts, ends, strict=True))


def _attached_units(text: NormalisedText, appendices: tuple[Zone, ...]) -> Iterator[Unit]:
    """The outline of what is attached (a regulation issued by a decision, a list), each text on its own."""
    before = 0
    for start, end in appendices:
        units, _ = outline(text, lines_of(text.text, start, end))
        for unit in units:
            yield unit._replace(parent=unit.parent + before if unit.parent is not None else None, closing=False)
        before += len(units)
