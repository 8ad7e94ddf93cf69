"""An annotation carried over from a text to another reading of the same paper: its spans, by aligned letters."""

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from typing import Any

from corpora.folding import fold

__all__ = ["Alignment", "carried"]

Item = dict[str, Any]
Span = tuple[int, int]
MOVED_LEAST = 0.8  # likeness of letters at which a place is that of the words
TAKEN = "\x00"


class Alignment:
    """Where the letters of a text stand in another reading of it; blanks, case and diacritics count for nothing.

    >>> Alignment("Số: 12/QĐ-UBND", "So:12/QD-\\nUBND").span((4, 14))
    (3, 14)
    """

    def __init__(self, text: str, other: str) -> None:
        from rapidfuzz.distance import Levenshtein

        self._letters = [at for at, letter in enumerate(text) if not letter.isspace()]
        self._there = [at for at, letter in enumerate(other) if not letter.isspace()]
        self._one = "".join(fold(text[at]) for at in self._letters)
        self._two = "".join(fold(other[at]) for at in self._there)
        self._to: list[int | None] = [None] * len(self._one)
        for operation in Levenshtein.opcodes(self._one, self._two):
            if operation.tag in ("equal", "replace"):  # stretches of equal length
                for step in range(operation.src_end - operation.src_start):
                    self._to[operation.src_start + step] = operation.dest_start + step

    def _inside(self, span: Sequence[int]) -> slice:
        return slice(bisect_left(self._letters, span[0]), bisect_left(self._letters, span[1]))

    def _place(self, inside: slice) -> slice:
        read = [at for at in self._to[inside] if at is not None]
        return slice(read[0], read[-1] + 1) if read else slice(0, 0)

    def _span(self, place: slice) -> Span:
        return (self._there[place.start], self._there[place.stop - 1] + 1) if place.stop > place.start else (0, 0)

    def span(self, span: Sequence[int]) -> Span:
        """The place of a span in the other reading, from its first letter read to its last; empty where none was."""
        return self._span(self._place(self._inside(span)))

    def spans(self, spans: Iterable[Sequence[int]]) -> list[Span]:
        """The places of several spans, each of its own. Words that do not stand where the order of the text has them
        (columns of a letterhead are read in either order) are looked for where none of the others is.

        >>> Alignment("A 1/QĐ-X B 2/KH-Y", "B 2/KH-Y A 1/QĐ-X").spans([(2, 8), (11, 17)])
        [(11, 17), (2, 8)]
        """
        from rapidfuzz.distance import Indel
        from rapidfuzz.fuzz import partial_ratio_alignment

        insides = [self._inside(span) for span in spans]
        places = [self._place(inside) for inside in insides]
        free = list(self._two)
        moved = []
        for at, (inside, place) in enumerate(zip(insides, places, strict=True)):
            if Indel.normalized_similarity(self._one[inside], self._two[place]) >= MOVED_LEAST:
                free[place] = TAKEN * (place.stop - place.start)
            else:
                moved.append(at)
        for at in moved:
            words = self._one[insides[at]]
            found = partial_ratio_alignment(words, "".join(free), score_cutoff=100 * MOVED_LEAST) if words else None
            if found is not None:
                places[at] = slice(found.dest_start, found.dest_end)
                free[places[at]] = TAKEN * (found.dest_end - found.dest_start)
        return [self._span(place) for place in places]


def carried(gold: Item, text: str, other: str) -> Item:
    """The annotation of `text` with its spans of citations and obligations told in `other`, another reading."""
    alignment = Alignment(text, other)
    mentions = iter(alignment.spans(span for one in gold["citations"] for span in one["spans"]))
    new = gold | {
        "citations": [one | {"spans": [list(next(mentions)) for _ in one["spans"]]} for one in gold["citations"]]
    }
    if gold.get("obligations") is not None:
        units = alignment.spans(one["span"] for one in gold["obligations"])
        new["obligations"] = [one | {"span": list(span)} for one, span in zip(gold["obligations"], units, strict=True)]
    return new
