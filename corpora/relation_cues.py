"""Words by which a text says what it does to a document (registers/relation_cues.yaml)."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from corpora.reading import tree

__all__ = ["RelationCue", "relation_cues"]


@dataclass(frozen=True, slots=True)
class RelationCue:
    """Words and what they tell: `where` they stand, and a `cue`, which is a relation or a name that the code weighs."""

    id: str
    where: str
    cue: str
    words: tuple[str, ...]
    """Patterns of folded words."""
    not_after: tuple[str, ...]
    examples: Mapping[str, str]


@cache
def relation_cues(where: str | None = None) -> tuple[RelationCue, ...]:
    """The rows of the register, all or those of one place, in order.

    >>> relation_cues("opening")[0].cue
    'legal_basis'
    """
    rows = (
        RelationCue(
            row["id"], row["where"], row["cue"], tuple(row["words"]), tuple(row.get("not_after", ())), row["examples"]
        )
        for row in tree("relation_cues.yaml")
    )
    return tuple(row for row in rows if where is None or row.where == where)
