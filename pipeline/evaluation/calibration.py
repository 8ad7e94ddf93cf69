"""Is `confidence` true? Of the numbers reported with 0.9, nine in ten should be right.

cancu evaluate GOLD --calibration
"""

from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import NamedTuple

from pipeline.evaluation.compare import citation_likeness
from pipeline.evaluation.gold import Case
from pipeline.evaluation.scoring import pair_up

__all__ = ["Bin", "Judged", "expected_calibration_error", "judged", "reliability"]

EDGES = (0.0, 0.5, 0.7, 0.8, 0.85, 0.9, 0.93, 0.95, 0.97, 0.98, 0.99, 1.0)


class Judged(NamedTuple):
    """A reported number: the confidence given to it, and whether it was right."""

    confidence: float
    right: bool


class Bin(NamedTuple):
    """A row of the reliability table; confidences above `above`, up to `to`."""

    above: float
    to: float
    numbers: int
    confidence: float
    right: float


def judged(cases: Iterable[Case]) -> list[Judged]:
    """Every cited number that was found, right where gold has the same number at an overlapping place."""
    rows = []
    for case in cases:
        gold, found = case.gold["citations"], case.found["citations"]
        right = {j for _, j in pair_up(gold, found, citation_likeness)}
        rows += [Judged(c["confidence"], j in right) for j, c in enumerate(found) if c.get("number")]
    return rows


def reliability(rows: Iterable[Judged], edges: Sequence[float] = EDGES) -> list[Bin]:
    """Mean confidence and share of right numbers for each range of confidence that occurs.

    >>> [tuple(row) for row in reliability([Judged(0.6, True), Judged(0.7, False)])]
    [(0.5, 0.7, 2, 0.65, 0.5)]
    """
    kept = list(rows)
    table = []
    for above, to in pairwise(edges):
        here = [row for row in kept if above < row.confidence <= to or row.confidence == above == edges[0]]
        if here:
            mean = sum(row.confidence for row in here) / len(here)
            table.append(Bin(above, to, len(here), round(mean, 4), round(sum(r.right for r in here) / len(here), 4)))
    return table


def expected_calibration_error(rows: Sequence[Judged], edges: Sequence[float] = EDGES) -> float:
    """Mean distance between confidence and share of right numbers, by range, weighted by their numbers.

    >>> expected_calibration_error([Judged(0.75, True), Judged(0.75, True)])
    0.25
    """
    table = reliability(rows, edges)
    return sum(row.numbers * abs(row.confidence - row.right) for row in table) / max(len(rows), 1)
