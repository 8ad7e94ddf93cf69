"""What every reader gives back: pages of text with, where they were recognised or laid out, words and boxes."""

import hashlib
from array import array
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from math import isnan, nan
from operator import eq
from typing import TYPE_CHECKING, overload

if TYPE_CHECKING:  # the records cost pydantic, which a reader does not need
    from extractors.records import Problem, Source

__all__ = ["PAGE_BREAK", "Page", "Raw", "Reading", "Word", "Words"]

PAGE_BREAK = "\f"


@dataclass(frozen=True, slots=True)
class Word:
    """A word on its page: `page.text[start:end]`, its box in the page's own units (origin top left) and confidence."""

    start: int
    end: int
    box: tuple[float, float, float, float]
    confidence: float | None = None


class Words(Sequence[Word]):
    """Words kept in 28 bytes each, made when asked for: a book of scans has a quarter of a million of them.

    >>> Words([Word(0, 2, (0.0, 0.0, 9.0, 5.0), 0.5)])[0]
    Word(start=0, end=2, box=(0.0, 0.0, 9.0, 5.0), confidence=0.5)
    """

    __slots__ = ("_boxes", "_confidences", "_spans")

    def __init__(self, words: Iterable[Word] = ()) -> None:
        self._spans, self._boxes, self._confidences = array("I"), array("f"), array("f")
        for word in words:
            self._spans.extend((word.start, word.end))
            self._boxes.extend(word.box)
            self._confidences.append(nan if word.confidence is None else word.confidence)

    def __len__(self) -> int:
        return len(self._confidences)

    @overload
    def __getitem__(self, index: int) -> Word: ...
    @overload
    def __getitem__(self, index: slice) -> "tuple[Word, ...]": ...
    def __getitem__(self, index: int | slice) -> "Word | tuple[Word, ...]":
        if isinstance(index, slice):
            return tuple(self[each] for each in range(*index.indices(len(self))))
        place = range(len(self))[index]
        x0, y0, x1, y1 = self._boxes[4 * place : 4 * place + 4]
        confidence = self._confidences[place]
        start, end = self._spans[2 * place : 2 * place + 2]
        return Word(start, end, (x0, y0, x1, y1), None if isnan(confidence) else confidence)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Sequence) and len(self) == len(other) and all(map(eq, self, other))

    def __hash__(self) -> int:
        return hash((len(self), bytes(self._spans)))


@dataclass(frozen=True, slots=True)
class Page:
    """One page, counted from 1. `ocr_confidence` (0 to 1) is None where nothing was recognised.

    `width`, `height` are in the units of the words' boxes; `words` is empty where the source has no layout.
    A form feed separates pages and so never stands inside one (at most at the end of the last).
    """

    number: int
    text: str
    ocr_confidence: float | None = None
    width: float | None = None
    height: float | None = None
    words: Sequence[Word] = ()


@dataclass(frozen=True)
class Reading:
    """A file as text: what all offsets of its records refer to is `text`.

    `doc_id` is the SHA-256 of the bytes, in hexadecimal; `paged` says whether the source has pages at all
    (a plain text without a form feed has one page only for the sake of the store).
    """

    name: str | None
    media_type: str
    doc_id: str
    pages: tuple[Page, ...]
    paged: bool = False
    problems: "tuple[Problem, ...]" = field(default=())

    @cached_property
    def text(self) -> str:
        """All pages, separated by form feeds.

        >>> Reading("a", "text/plain", "0", (Page(1, "một"), Page(2, "hai"))).text
        'một\\x0chai'
        """
        return PAGE_BREAK.join(page.text for page in self.pages)

    @cached_property
    def _starts(self) -> list[int]:
        starts, position = [], 0
        for page in self.pages:
            starts.append(position)
            position += len(page.text) + len(PAGE_BREAK)
        return starts

    def page_at(self, offset: int) -> int | None:
        """Number of the page that holds this offset of `text`; None where the source has no pages."""
        if not self.paged or not self.pages:
            return None
        return self.pages[max(0, bisect_right(self._starts, offset) - 1)].number

    @property
    def source(self) -> "Source":
        """The record of where the text came from; the OCR confidence is weighted by length of page."""
        from extractors.records import Source

        recognised = [page for page in self.pages if page.ocr_confidence is not None]
        weight = sum(len(page.text) for page in recognised)
        total = sum((page.ocr_confidence or 0.0) * len(page.text) for page in recognised)
        return Source(
            name=self.name,
            media_type=self.media_type,
            pages=len(self.pages) if self.paged else None,
            ocr_pages=len(recognised),
            ocr_confidence=round(total / weight, 4) if weight else None,
        )


@dataclass(frozen=True)
class Raw:
    """The bytes of one file or archive member and what was told from them: what a reader is given."""

    data: bytes
    media_type: str
    name: str | None = None

    @cached_property
    def doc_id(self) -> str:
        """SHA-256 of the bytes, in hexadecimal."""
        return hashlib.sha256(self.data).hexdigest()

    def reading(self, pages: Sequence[Page], *, paged: bool, problems: "Sequence[Problem]" = ()) -> Reading:
        """The reading of these bytes as the given pages."""
        return Reading(self.name, self.media_type, self.doc_id, tuple(pages), paged, tuple(problems))
