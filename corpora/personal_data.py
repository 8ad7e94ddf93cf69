"""Words by which personal data is told (registers/personal_data.yaml)."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from corpora.folding import fold
from corpora.reading import tree

__all__ = ["PersonalWords", "personal_words"]


@dataclass(frozen=True, slots=True)
class PersonalWords:
    """The register, field by field; `not_names`, `ends_name`, `not_birth` and `labels` are folded.

    Labels of addresses stand as printed too, in `address_labels`: folded, "trú tại" is "trữ tại".
    """

    address: frozenset[str]
    before: tuple[str, ...]
    named_after: tuple[str, ...]
    not_names: frozenset[str]
    ends_name: tuple[str, ...]
    not_birth: frozenset[str]
    frequent: frozenset[str]
    middle: frozenset[str]
    unmistakable: tuple[str, ...]
    labels: Mapping[str, tuple[str, ...]]
    address_labels: tuple[str, ...]
    address_parts: tuple[str, ...]
    bodies: tuple[str, ...]


@cache
def personal_words() -> PersonalWords:
    """The register, read once; alternatives of a pattern stand longest first.

    >>> "Nguyễn" in personal_words().frequent, personal_words().labels["PLATE"][-1]
    (True, 'bks')
    """
    read = tree("personal_data.yaml")

    def folded(words: list[str]) -> tuple[str, ...]:
        return tuple(sorted(dict.fromkeys(map(fold, words)), key=lambda word: (-len(word), word)))

    def printed(words: list[str]) -> tuple[str, ...]:
        return tuple(sorted(dict.fromkeys(words), key=lambda word: (-len(word), word)))

    return PersonalWords(
        frozenset(read["person"]["address"]),
        printed([*read["person"]["before"], *read["person"]["address"]]),
        printed(read["named_after"]),
        frozenset(map(fold, read["not_names"])),
        folded(read["ends_name"]),
        frozenset(map(fold, read["not_birth"])),
        frozenset(read["frequent"]),
        frozenset(read["middle"]),
        printed(read["unmistakable"]),
        {kind: folded(words) for kind, words in read["labels"].items()},
        printed(read["labels"]["ADDRESS"]),
        printed(read["address_parts"]),
        printed(read["bodies"]),
    )
