"""The cue words of duties (corpora/registers/directives.yaml): orders, modals, acts, headings, heads of names.

A cue is matched on the folded text; where only the tone marks tell two words apart (đã / đa, cần / cán) it is `exact`,
and so is every cue of a single syllable (nâng / năng).
"""

from dataclasses import dataclass
from functools import cache
from pathlib import Path

import yaml

from corpora.folding import fold

__all__ = ["Cue", "Row", "cues", "rows"]


@dataclass(frozen=True, slots=True)
class Cue:
    """One cue word or phrase: as spelt, as folded, what it signals, and whether its tone marks must agree."""

    words: str
    folded: str
    kind: str
    exact: bool = False


@dataclass(frozen=True, slots=True)
class Row:
    """A row of the register: cues of one kind and an example in which the first of them works."""

    kind: str
    cues: tuple[Cue, ...]
    example: str


@cache
def rows() -> tuple[Row, ...]:
    """All rows of the register.

    >>> rows()[0].kind
    'order'
    """
    path = Path(__file__).parent / "registers" / "directives.yaml"
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    found = []
    for row in yaml.load(path.read_text(encoding="utf-8"), Loader=loader):
        exact = bool(row.get("exact", False))
        members = tuple(
            Cue(words, fold(words), row["kind"], exact or " " not in words) for words in dict.fromkeys(row["cues"])
        )
        found.append(Row(row["kind"], members, row["example"]))
    return tuple(found)


def cues(*kinds: str) -> tuple[Cue, ...]:
    """The cues of these kinds, in the order of the register.

    >>> [cue.folded for cue in cues("passive")]
    ['duoc']
    """
    return tuple(cue for row in rows() if row.kind in kinds for cue in row.cues)
