"""The clean text and its map back to the source."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

from extractors.records import Span

__all__ = ["NormalisedText", "Note", "Piece"]


class Piece(NamedTuple):
    """A stretch of clean text and the stretch of source it came from; `flow` counts the jumps in reading order."""

    start: int
    end: int
    source_start: int
    source_end: int
    flow: int

    def source_of_start(self, offset: int) -> int:
        """Source offset of the clean offset at which a stretch begins; a replaced piece is taken whole."""
        same_length = self.end - self.start == self.source_end - self.source_start
        return self.source_start + (offset - self.start if same_length else 0)

    def source_of_end(self, offset: int) -> int:
        """Source offset of the clean offset at which a stretch ends; a replaced piece is taken whole."""
        same_length = self.end - self.start == self.source_end - self.source_start
        return self.source_start + offset - self.start if same_length else self.source_end


class Note(NamedTuple):
    """A footnote mark as printed ("¹²"), and the clean offset where it stood."""

    mark: str
    place: int


@dataclass(frozen=True, slots=True)
class NormalisedText:
    """Clean text, its folded copy of the same length, and the way back to the source.

    All offsets are code points: "clean offsets" count in `text` and `folded`, spans in `source`, end exclusive.
    """

    source: str
    text: str
    folded: str
    headings: frozenset[int] = frozenset()
    """Clean offsets of lines that Markdown marks as headings (`#`) or prints wholly bold."""
    notes: tuple[Note, ...] = ()
    """Footnote marks that stood in the text."""
    _pieces: tuple[Piece, ...] | None = field(default=None, repr=False)
    """The map, in clean order; None where every offset is the same in text and source."""

    def spans(self, start: int, end: int) -> tuple[Span, ...]:
        """Source spans of the clean stretch `[start, end)`: one, or several where the source tears it apart.

        >>> from extractors.normalise import normalise
        >>> normalise("**Kế hoạch** số 5/KH-UBND").spans(0, 8)
        (Span(start=2, end=10),)
        """
        if self._pieces is None:
            return (Span(start, end),)
        if start >= end:
            return (self._point(start, self._pieces),)
        first = bisect_right(self._pieces, (start, len(self.text) + 1)) - 1
        last = bisect_left(self._pieces, (end,)) - 1
        spans: list[Span] = []
        while first <= last:
            run_end = first
            while run_end < last and self._pieces[run_end + 1].flow == self._pieces[first].flow:
                run_end += 1
            head, tail = self._pieces[first], self._pieces[run_end]
            spans.append(Span(head.source_of_start(max(start, head.start)), tail.source_of_end(min(end, tail.end))))
            first = run_end + 1
        return tuple(spans) if len(spans) == 1 else tuple(self._trimmed(spans))

    def span(self, start: int, end: int) -> Span:
        """The one source span from the first to the last character of the clean stretch `[start, end)`.

        >>> from extractors.normalise import normalise
        >>> normalise("Căn cứ").span(0, 3)
        Span(start=0, end=3)
        """
        spans = self.spans(start, end)
        if len(spans) == 1:
            return spans[0]
        return Span(min(span.start for span in spans), max(span.end for span in spans))

    def _point(self, offset: int, pieces: tuple[Piece, ...]) -> Span:
        if not pieces:
            return Span(0, 0)
        piece = pieces[max(0, bisect_right(pieces, (offset, len(self.text) + 1)) - 1)]
        place = piece.source_of_start(min(offset, piece.end))
        return Span(place, place)

    def _trimmed(self, spans: Iterable[Span]) -> Iterator[Span]:
        """Blanks at a tear belong to the page, not to the mention."""
        for start, end in spans:
            stretch = self.source[start:end]
            if stretch.strip():
                left = len(stretch) - len(stretch.lstrip())
                yield Span(start + left, end - (len(stretch) - len(stretch.rstrip())))
