"""How sure a mention or an obligation must be to count."""

from collections.abc import Iterable, Mapping
from typing import NamedTuple

__all__ = ["EVERYTHING", "Least", "remaining"]


class Least(NamedTuple):
    """The least confidence that counts, 0 to 1; `numbers_only`: of citations by number, whose confidence is measured,
    so that laws by name and obligations stay.
    """

    confidence: float
    numbers_only: bool = False

    def keeps(self, confidence: float | None, number: str | None) -> bool:
        """Whether a mention of this number, or an obligation (None), is sure enough.

        >>> Least(0.9).keeps(0.8, None), Least(0.9, numbers_only=True).keeps(0.8, None)
        (False, True)
        """
        return (self.numbers_only and number is None) or (confidence or 0.0) >= self.confidence


EVERYTHING = Least(0.0)


def remaining(sure: Iterable[int], parents: Mapping[int, int | None]) -> set[int]:
    """Indexes of the mentions that remain: a sure one whose parent goes has none that could be named, so it goes too,
    since its relation would else be said of the citing document.

    >>> sorted(remaining([0, 2, 3], {0: None, 1: None, 2: 1, 3: 2}))
    [0]
    """
    left = set(sure)
    while orphans := {one for one in left if (parent := parents[one]) is not None and parent not in left}:
        left -= orphans
    return left
