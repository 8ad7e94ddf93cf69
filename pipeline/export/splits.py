"""Train, validation and test: by document and time, with nothing in two of them that says the same."""

import re
from array import array
from collections.abc import Iterable, Mapping
from functools import cache
from hashlib import blake2b
from typing import TYPE_CHECKING, Any
from zlib import crc32

if TYPE_CHECKING:
    import numpy as np

__all__ = ["SPLITS", "Groups", "Sketches", "sketch", "split"]

SPLITS = ("train", "validation", "test")
SHINGLE = 5  # words
BANDS, ROWS = 8, 4  # texts that share 0.6 of their shingles meet in a band about every second time, 0.8 nearly always
WORD = re.compile(r"\w+")


@cache
def _factors() -> "np.ndarray[Any, Any]":
    import numpy as np

    random = np.random.Generator(np.random.PCG64(6))
    return random.integers(1, 2**63, size=(BANDS * ROWS, 1), dtype=np.uint64) | np.uint64(1)


def sketch(text: str) -> list[int]:
    """MinHash bands of a text; near-duplicates share at least one. A text of fewer than five words has none.

    >>> sketch("một hai ba bốn năm sáu") == sketch("Một, hai ba  bốn năm sáu.")
    True
    """
    import numpy as np

    words = WORD.findall(text.lower())
    shingles = {crc32(" ".join(words[at : at + SHINGLE]).encode()) for at in range(len(words) - SHINGLE + 1)}
    if not shingles:
        return []
    smallest = (np.fromiter(shingles, dtype=np.uint64) * _factors() >> np.uint64(32)).min(axis=1)
    return [
        int.from_bytes(blake2b(bytes([band]) + smallest[band * ROWS : (band + 1) * ROWS].tobytes(), digest_size=8)
                       .digest(), "big")
        for band in range(BANDS)
    ]  # fmt: skip


class Sketches:
    """The sketches of many texts, 64 bytes each.

    >>> sketches, groups = Sketches(), Groups()
    >>> for name, text in (("a", "một hai ba bốn năm"), ("b", "sáu bảy tám chín mười"), ("c", "Một hai ba bốn năm")):
    ...     sketches.add(name, text)
    >>> sketches.join(groups)
    >>> groups.of("a") == groups.of("c"), groups.of("a") == groups.of("b")
    (True, False)
    """

    def __init__(self) -> None:
        self._names: list[str] = []
        self._bands = array("Q")

    def add(self, name: str, text: str) -> None:
        """Take a document."""
        bands = sketch(text)
        if bands:
            self._names.append(name)
            self._bands.extend(bands)

    def join(self, groups: "Groups") -> None:
        """Put documents that share a band in one group."""
        import numpy as np

        for band in np.frombuffer(self._bands, dtype=np.uint64).reshape(-1, BANDS).T:
            order = np.argsort(band, kind="stable")
            for at in np.flatnonzero(band[order][1:] == band[order][:-1]):
                groups.join(self._names[order[at]], self._names[order[at + 1]])


class Groups:
    """Documents joined by what they share.

    >>> groups = Groups()
    >>> for one, other in (("a", "work 1"), ("b", "work 1"), ("c", "work 2")):
    ...     groups.join(one, other)
    >>> groups.of("a") == groups.of("b"), groups.of("a") == groups.of("c")
    (True, False)
    """

    def __init__(self) -> None:
        self._parent: dict[str, str] = {}

    def of(self, name: str) -> str:
        """The name that stands for the group."""
        self._parent.setdefault(name, name)
        while self._parent[name] != name:
            self._parent[name] = self._parent[self._parent[name]]
            name = self._parent[name]
        return name

    def join(self, one: str, other: str) -> None:
        """Put two names, and all that is joined to them, in one group."""
        first, last = sorted((self.of(one), self.of(other)))
        self._parent[last] = first


def split(dates: Mapping[str, str | None], groups: Groups, *, share: float = 0.1) -> dict[str, str]:
    """The split of each document: the latest groups to test, those before to validation, the rest to train.

    A group stands at the date of its latest document; groups without a date are for training. `share` of the documents
    goes to test and as many to validation, or fewer where the next group is too large.

    >>> split({"a": "2019", "b": "2020", "c": "2021", "d": None}, Groups(), share=0.25)
    {'a': 'train', 'b': 'validation', 'c': 'test', 'd': 'train'}
    """
    members: dict[str, list[str]] = {}
    for doc_id in sorted(dates):
        members.setdefault(groups.of(doc_id), []).append(doc_id)
    ordered = sorted(members.values(), key=lambda ids: (_latest(dates[one] for one in ids), ids[0]), reverse=True)
    room = {"test": int(len(dates) * share), "validation": int(len(dates) * share)}
    given: dict[str, str] = {}
    left = ["test", "validation", "train"]
    for ids in ordered:
        dated = _latest(dates[one] for one in ids)
        while left[0] != "train" and (not dated or room[left[0]] < len(ids)):
            left.pop(0)
        if left[0] != "train":
            room[left[0]] -= len(ids)
        given.update(dict.fromkeys(ids, left[0]))
    return {doc_id: given[doc_id] for doc_id in sorted(given)}


def _latest(dates: Iterable[str | None]) -> str:
    return max(date or "" for date in dates)
