"""The pages of a document as they are seen, with its citations and obligations where they stand on them.

Only what the store names by its digest is shown: the file at the recorded path is opened, and unless its bytes hash to
the document's id nothing of it leaves (docs/decisions/0012-pages-are-shown-from-the-file.md).
"""

import io
import threading
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from pipeline.answers import Answer
from pipeline.errors import CancuError
from pipeline.read.facsimile import SHOWN, facsimile, original
from pipeline.read.reading import PAGE_BREAK, Page, Word

__all__ = ["Mark", "Sheet", "has_pages", "marks_table", "page_at", "picture", "sheet"]

REMEMBERED = 48  # pages kept ready, about 400 kB each
QUALITY = 80
SAME_LINE = 0.5  # words that overlap so far from top to bottom stand on one line
_ONE = threading.Lock()  # pdfium takes one document at a time, and recognition all there is of a core


@dataclass(frozen=True, slots=True)
class Mark:
    """A stretch of one line under a citation or an obligation, in the page's own units from the top left."""

    kind: str
    index: int
    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class Sheet:
    """A page: its number, how many there are, its size, the marks on it; `same`: it reads as the store has it.

    Where it reads otherwise (another version of the program or its models) no marks are set: they would be misplaced.
    """

    number: int
    pages: int
    width: float
    height: float
    marks: list[Mark]
    same: bool


def has_pages(header: dict[str, Any]) -> bool:
    """Whether a document (a row of `documents`) came from a file with pages to look at."""
    return header["media_type"] in SHOWN


@lru_cache(maxsize=REMEMBERED)
def _seen(path: str, doc_id: str, number: int) -> tuple[bytes, Page]:
    with _ONE:
        found = facsimile(original(path, doc_id), number)
    out = io.BytesIO()
    found.image.convert("RGB").save(out, "JPEG", quality=QUALITY, optimize=True)
    return out.getvalue(), found.page


def picture(header: dict[str, Any], number: int) -> bytes:
    """A page as JPEG. Raises `CancuError`: input-missing, page-unread, and what reading the file raises."""
    return _seen(header["path"], header["doc_id"], number)[0]


def page_at(text: str, offset: int) -> int:
    """The page, from 1, that an offset of the source text lies on."""
    return text.count(PAGE_BREAK, 0, offset) + 1


def sheet(
    header: dict[str, Any], text: str, mentions: Sequence[dict[str, Any]], duties: Sequence[dict[str, Any]], number: int
) -> Sheet:
    """A page of a document with what stands on it. Raises as `picture`."""
    stored = text.split(PAGE_BREAK)
    if not 1 <= number <= len(stored):
        raise CancuError("page-unread", f"there is no page {number}")
    page = _seen(header["path"], header["doc_id"], number)[1]
    start = sum(len(one) + len(PAGE_BREAK) for one in stored[: number - 1])
    same = page.text.rstrip(PAGE_BREAK) == stored[number - 1]
    marks = list[Mark]()
    if same:
        spans = [("obligation", row["obligation"], *row["span"][:2]) for row in duties if row["span"]]
        spans += [("citation", row["citation"], low, high) for row in mentions for low, high in row["spans"]]
        for kind, index, low, high in spans:
            marks += _marks(page.words, kind, index, low - start, high - start)
    return Sheet(number, len(stored), page.width or 1.0, page.height or 1.0, marks, same)


def _marks(words: Iterable[Word], kind: str, index: int, low: int, high: int) -> list[Mark]:
    """The words that a span covers, one mark for those in a row on a line."""
    lines = list[list[float]]()
    for word in words:
        if word.start >= high or word.end <= low:
            continue
        left, top, right, bottom = word.box
        if lines:
            last = lines[-1]
            overlap = min(bottom, last[3]) - max(top, last[1])
            if left >= last[0] and overlap > SAME_LINE * min(bottom - top, last[3] - last[1]):
                lines[-1] = [last[0], min(top, last[1]), max(right, last[2]), max(bottom, last[3])]
                continue
        lines.append([left, top, right, bottom])
    return [Mark(kind, index, x0, y0, x1 - x0, y1 - y0) for x0, y0, x1, y1 in lines]


def marks_table(found: Sheet) -> Answer:
    """The marks of a page as a table, with the size of the page in the same units."""
    columns = ("page", "kind", "index", "x", "y", "width", "height", "page_width", "page_height")
    rows = [
        (found.number, mark.kind, mark.index, mark.x, mark.y, mark.width, mark.height, found.width, found.height)
        for mark in found.marks
    ]
    return Answer(columns, rows, len(rows))
