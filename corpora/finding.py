"""Finding many names at once in folded text: one Aho-Corasick pass, longest name first, whole words only."""

from collections.abc import Mapping
from typing import Generic, TypeVar

from ahocorasick_rs import AhoCorasick, MatchKind

__all__ = ["Finder"]

T = TypeVar("T")
_WORD = frozenset("abcdefghijklmnopqrstuvwxyz0123456789")


class Finder(Generic[T]):
    """Names with what they stand for.

    >>> Finder({"bo y te": 1, "so y te": 2}).find("cua so y te va bo y\\nte")
    [(4, 11, 2), (15, 22, 1)]
    """

    __slots__ = ("_automaton", "_first", "_longest", "_starts", "_values")

    def __init__(self, names: Mapping[str, T]) -> None:
        self._automaton = AhoCorasick(list(names), matchkind=MatchKind.LeftmostLongest)
        self._values = list(names.values())
        self._longest = max(map(len, names), default=0)
        self._first = min(3, min(map(len, names), default=0))
        self._starts = frozenset(name[: self._first] for name in names)

    def find(self, folded: str) -> list[tuple[int, int, T]]:
        """Every name in `folded` from left to right as (start, end, value); a line break reads as a blank."""
        text = folded.replace("\n", " ")
        size = len(text)
        values = self._values
        return [
            (start, end, values[index])
            for index, start, end in self._automaton.find_matches_as_indexes(text)
            if (end == size or text[end] not in _WORD) and (start == 0 or text[start - 1] not in _WORD)
        ]

    def at(self, folded: str, position: int) -> tuple[int, T] | None:
        """The longest name that begins at `position`, as (end, value); costs a few microseconds at most."""
        if folded[position : position + self._first].replace("\n", " ") not in self._starts:
            return None
        text = folded[position : position + self._longest + 1].replace("\n", " ")
        for index, start, end in self._automaton.find_matches_as_indexes(text):
            if start == 0 and (end == len(text) or text[end] not in _WORD):
                return position + end, self._values[index]
            break
        return None
