"""Chance that can be looked up: a number for any key, and a generator for any key, with no state between documents."""

from collections.abc import Sequence
from random import Random
from typing import TypeVar

__all__ = ["Dice", "mix"]

Item = TypeVar("Item")
_MASK = (1 << 64) - 1


def mix(*parts: int) -> int:
    """A 64-bit number that depends on every part and looks like chance (SplitMix64); the same in every run.

    >>> mix(1, 2) == mix(1, 2), mix(1, 2) == mix(2, 1)
    (True, False)
    """
    value = 0x9E3779B97F4A7C15
    for part in parts:
        value = (value ^ part) * 0xBF58476D1CE4E5B9 & _MASK
        value ^= value >> 29
        value = value * 0x94D049BB133111EB & _MASK
        value ^= value >> 32
    return value


class Dice(Random):
    """A generator with the few throws the grammar needs; cheaper than those of `random.Random`."""

    def one(self, items: Sequence[Item]) -> Item:
        """One of the items, all alike."""
        return items[int(self.random() * len(items))]

    def chance(self, share: float) -> bool:
        """True in that share of cases."""
        return self.random() < share

    def number(self, low: int, high: int) -> int:
        """A whole number from low to high, both included."""
        return low + int(self.random() * (high - low + 1))

    def zipf(self, count: int) -> int:
        """An index below `count`, the first by far the most often: rank r with a share of about 1/r."""
        return min(count - 1, int(count ** self.random()) - 1) if count > 1 else 0
