"""Numbers that name no document (registers/other_numbers.yaml): forms, standards, plates, cases, accounts."""

import re
from dataclasses import dataclass
from functools import cache

from corpora.reading import tree

__all__ = ["OtherNumber", "names_no_document", "rows"]


@dataclass(frozen=True, slots=True)
class OtherNumber:
    """A kind of number that is not cited, told by the words before it or by its symbol."""

    id: str
    before: tuple[str, ...]
    symbol: str | None
    begins: str | None
    why: str
    examples: tuple[str, ...]


@cache
def rows() -> tuple[OtherNumber, ...]:
    """All rows of the register.

    >>> rows()[0].id
    'form'
    """
    return tuple(
        OtherNumber(
            row["id"], tuple(row["before"]), row.get("symbol"), row.get("begins"), row["why"], tuple(row["examples"])
        )
        for row in tree("other_numbers.yaml")
    )


@cache
def _patterns() -> tuple[re.Pattern[str], re.Pattern[str]]:
    words = sorted({word for row in rows() for word in row.before}, key=len, reverse=True)
    symbols = [row.symbol for row in rows() if row.symbol]
    begun = [row.begins for row in rows() if row.begins]
    return (
        re.compile(rf"(?<![a-z0-9])(?:(?:{'|'.join(map(re.escape, words))})[ :.]{{0,3}}|{'|'.join(begun)})\Z"),
        re.compile("|".join(symbols)),
    )


def names_no_document(before: str, symbol: str) -> bool:
    """Whether a number names no document, from the folded words just before it and its symbol.

    >>> names_no_document("theo mau so ", "TTr"), names_no_document("theo to trinh so ", "TTr-SNV")
    (True, False)
    """
    words, symbols = _patterns()
    return words.search(before) is not None or symbols.fullmatch(symbol) is not None
