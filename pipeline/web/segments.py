"""Source text and spans → segments, from which the page is built: text stays text, never markup."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

__all__ = ["Piece", "Run", "Window", "runs", "window"]

PORTION = 60_000  # code points of text on one page of the web site; longer documents are shown in portions


@dataclass(frozen=True, slots=True)
class Piece:
    """Text in a row that belongs to the same mention, or to none; `first`: the mention begins here."""

    text: str
    citation: int | None = None
    first: bool = False


@dataclass(frozen=True, slots=True)
class Run:
    """Pieces in a row under the same obligation, or under none; `first`: the obligation begins here."""

    obligation: int | None
    first: bool
    pieces: list[Piece] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Window:
    """The portion of the text that is shown: offsets, its number from 1, and how many there are."""

    start: int
    end: int
    portion: int
    portions: int


def _cuts(text: str) -> list[int]:
    """Where portions begin: after a page, else after a line, else anywhere."""
    cuts = [0]
    while len(text) - cuts[-1] > PORTION:
        low, high = cuts[-1] + PORTION // 2, cuts[-1] + PORTION
        found = max(text.rfind("\f", low, high), -1)
        found = found if found >= 0 else text.rfind("\n", low, high)
        cuts.append(found + 1 if found >= 0 else high)
    return cuts


def window(text: str, *, portion: int = 1, offset: int | None = None) -> Window:
    """The portion asked for, or the one that holds an offset.

    >>> window("ngắn", portion=9)
    Window(start=0, end=4, portion=1, portions=1)
    """
    cuts = _cuts(text)
    if offset is not None:
        portion = sum(1 for cut in cuts if cut <= offset)
    portion = min(max(portion, 1), len(cuts))
    end = cuts[portion] if portion < len(cuts) else len(text)
    return Window(cuts[portion - 1], end, portion, len(cuts))


def _cover(spans: Sequence[tuple[int, int, int]], start: int, end: int) -> dict[int, tuple[int, int | None, bool]]:
    """Where each stretch begins: its end, who owns it, whether its owner begins there. The innermost owner wins."""
    bounds = sorted({start, end, *(min(max(place, start), end) for low, high, _ in spans for place in (low, high))})
    opening: dict[int, list[tuple[int, int]]] = {}
    for low, high, owner in spans:
        if high > start and low < end and high > low:
            opening.setdefault(max(low, start), []).append((min(high, end), owner))
    cover: dict[int, tuple[int, int | None, bool]] = {}
    active: list[tuple[int, int]] = []
    seen: set[int] = set()
    for low, high in pairwise(bounds):
        active = [pair for pair in active if pair[0] > low] + opening.get(low, [])
        inmost = min(active)[1] if active else None
        cover[low] = (high, inmost, inmost is not None and inmost not in seen)
        if inmost is not None:
            seen.add(inmost)
    return cover


def runs(
    text: str, citations: Sequence[dict[str, Any]], obligations: Sequence[dict[str, Any]], shown: Window
) -> list[Run]:
    """The shown portion as runs of pieces; spans that lie outside the text are passed over.

    >>> runs("theo số 5 làm", [{"citation": 0, "spans": [[5, 9]]}], [], window("theo số 5 làm"))[0].pieces[1]
    Piece(text='số 5', citation=0, first=True)
    """
    marks = [(low, high, row["citation"]) for row in citations for low, high in row["spans"]]
    duties = [(*row["span"][:2], row["obligation"]) for row in obligations if row["span"]]
    outer = _cover(duties, shown.start, shown.end)
    inner = _cover(marks + [(low, low, -1) for low in outer], shown.start, shown.end)
    result: list[Run] = []
    edge = shown.start
    for low in sorted(inner):
        high, owner, first = inner[low]
        if low in outer and (low == shown.start or low >= edge):
            edge, duty, begins = outer[low]
            result.append(Run(duty, begins))
        result[-1].pieces.append(Piece(text[low:high], owner, first))
    return result
