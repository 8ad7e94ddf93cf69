"""Laws by name: Hiến pháp, Bộ luật, Luật, Pháp lệnh with number, date and year (registers/laws.csv).

A name stands for every version of a law; the year tells them apart. What is not certain (number, day, year) is None:
such a row says that another version exists, so that the name alone is not taken for the version that is known.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache

from corpora.finding import Finder
from corpora.folding import fold
from corpora.reading import rows, several, variants

__all__ = ["Law", "by_name", "by_number", "find_at", "find_names", "laws"]


@dataclass(frozen=True, slots=True)
class Law:
    """One version of a law; `kind` is the code of `type`: HP, BL, L, PL."""

    number: str | None
    name: str
    kind: str
    date: str | None  # day of passing
    year: int | None  # None: a later version whose number and year are not certain
    aliases: tuple[str, ...] = ()


@cache
def laws() -> tuple[Law, ...]:
    """All versions, by kind and year.

    >>> laws()[-1].kind
    'PL'
    """
    return tuple(
        Law(
            row["number"] or None,
            row["name"],
            row["kind"],
            row["date"] or None,
            int(row["year"]) if row["year"] else None,
            several(row["aliases"]),
        )
        for row in rows("laws.csv")
    )


@cache
def _numbers() -> Mapping[str, Law]:
    return {law.number: law for law in laws() if law.number}


def by_number(number: str) -> Law | None:
    """The law of a number in clean form.

    >>> by_number("43/2019/QH14").name
    'Luật Giáo dục'
    """
    return _numbers().get(number)


def _spellings(law: Law) -> Iterator[str]:
    for name in (law.name, *law.aliases):
        yield from variants(fold(name))


@cache
def _names() -> Mapping[str, tuple[Law, ...]]:
    found: dict[str, list[Law]] = {}
    for law in laws():
        for name in dict.fromkeys(_spellings(law)):
            found.setdefault(name, []).append(law)
    return {name: tuple(sorted(versions, key=lambda law: law.year or 9999)) for name, versions in found.items()}


def by_name(folded: str) -> tuple[Law, ...]:
    """Every version of a law of that folded name, the oldest first.

    >>> [law.year for law in by_name("luat giao duc")]
    [1998, 2005, 2019]
    """
    return _names().get(folded, ())


@cache
def _finder() -> Finder[Law]:
    return Finder({name: versions[-1] for name, versions in _names().items()})


def find_names(folded: str) -> list[tuple[int, int, Law]]:
    """Laws named in folded text as (start, end, newest version), the longest name first, whole words only.

    >>> [(start, end, law.name) for start, end, law in find_names("theo luat giao duc dai hoc, luat dat dai")]
    [(5, 26, 'Luật Giáo dục đại học'), (28, 40, 'Luật Đất đai')]
    """
    return _finder().find(folded)


def find_at(folded: str, position: int) -> tuple[int, Law] | None:
    """The law whose name begins at `position`, as (end, newest version)."""
    return _finder().at(folded, position)
