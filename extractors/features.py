"""Words as models see them: folded, so that lost marks do not matter; digits masked, so that no number is learnt."""

import re
from collections.abc import Iterable
from itertools import pairwise

__all__ = ["near", "pairs", "words"]

_WORD = re.compile(r"[^\W\d_]+|\d[\w/.,&-]*|[:;()]")
_NUMBER = re.compile(r"\d+[/-].*[^\d/-]")


def words(folded: str) -> list[str]:
    """The words of folded text; a number of a document is "#", any other number "0".

    >>> words("theo nghi dinh so 30/2020/nd-cp ngay 05/3/2020:")
    ['theo', 'nghi', 'dinh', 'so', '#', 'ngay', '0', ':']
    """
    return [
        ("#" if _NUMBER.match(word) else "0") if word[0].isdigit() else word for word in _WORD.findall(folded.lower())
    ]


def pairs(found: list[str], prefix: str) -> Iterable[str]:
    """Each word and each two neighbours, marked by where they stand.

    >>> list(pairs(["can", "cu"], "b"))
    ['b=can', 'b=cu', 'b=can_cu']
    """
    yield from (f"{prefix}={word}" for word in found)
    yield from (f"{prefix}={one}_{two}" for one, two in pairwise(found))


def near(found: list[str], prefix: str) -> Iterable[str]:
    """Each word with its place counted from the first.

    >>> list(near(["theo", "so"], "n"))
    ['n0=theo', 'n1=so']
    """
    return (f"{prefix}{place}={word}" for place, word in enumerate(found))
