"""The register of web portals: in which element of their pages the document itself stands."""

from dataclasses import dataclass
from functools import cache

from corpora.reading import tree

__all__ = ["Portal", "portals"]


@dataclass(frozen=True, slots=True)
class Portal:
    """A portal, the elements that may hold the text ("#id" or ".class", best first), and an example with its text."""

    name: str
    holders: tuple[str, ...]
    example: str
    text: str


@cache
def portals() -> tuple[Portal, ...]:
    """All rows of the register.

    >>> portals()[0].name
    'thuvienphapluat.vn'
    """
    return tuple(
        Portal(row["portal"], tuple(row["holders"]), row["example"], row["text"]) for row in tree("portals.yaml")
    )
