"""Words with which a document refers back (registers/back_references.yaml)."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Literal

from corpora.folding import fold
from corpora.reading import tree

__all__ = ["BackReferences", "Force", "Pointer", "back_references"]

Force = Literal["this", "that", "above", "alone"]


@dataclass(frozen=True, slots=True)
class Pointer:
    """A way of pointing back, with an example and what is meant in it (None: nothing)."""

    id: str
    force: Force
    words: tuple[str, ...]
    example: str
    target: str | None


@dataclass(frozen=True, slots=True)
class BackReferences:
    """The register: each field as the file's head explains it; what is compared with folded text is folded
    (`follows_alone` is not)."""

    pointers: tuple[Pointer, ...]
    about: tuple[str, ...]
    several: tuple[str, ...]
    counts: Mapping[str, int]
    follows_alone: tuple[str, ...]
    common: frozenset[str]
    addressees: tuple[str, ...]

    def force(self, printed: str) -> Force | None:
        """What a pointer does, by its printed words in lower case.

        >>> back_references().force("nêu trên"), back_references().force("do")
        ('above', None)
        """
        return _forces().get(printed)


@cache
def back_references() -> BackReferences:
    """The register, read once."""
    read = tree("back_references.yaml")
    return BackReferences(
        tuple(
            Pointer(row["id"], row["force"], tuple(row["words"]), row["example"], row["target"])
            for row in read["pointers"]
        ),
        tuple(map(fold, read["about"])),
        tuple(map(fold, read["several"])),
        {fold(word): count for word, count in read["counts"].items()},
        tuple(read["follows_alone"]),
        frozenset(map(fold, read["common"])),
        tuple(map(fold, read["addressees"])),
    )


@cache
def _forces() -> Mapping[str, Force]:
    return {word: pointer.force for pointer in back_references().pointers for word in pointer.words}
