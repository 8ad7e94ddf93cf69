"""The old Vietnamese encodings TCVN3 (ABC) and VNI, the fonts that carry them, and the rimes that tell a right reading.

TCVN3 is the font encoding of TCVN 5712:1993 (codes A1 to FF; the fonts whose name ends in H print capitals from the
codes of small letters). VNI writes a letter and a mark of its own behind it (VNI-Times). In a file or a Word run both
stand as if they were Windows-1252 ("Céng hoµ", "Coäng hoøa").
"""

from dataclasses import dataclass
from functools import cache
from re import Pattern
from re import compile as pattern

from corpora.reading import rows, several

__all__ = ["FontRow", "fonts", "letters", "rimes"]


@dataclass(frozen=True, slots=True)
class FontRow:
    """Fonts whose name fits `pattern` hold text in `encoding`; with `capitals` they print every letter as a capital."""

    pattern: Pattern[str]
    encoding: str
    capitals: bool
    examples: tuple[str, ...]


@cache
def letters(encoding: str) -> dict[str, str]:
    """What stands in the file (as Windows-1252 shows it) → the letter meant, for "tcvn3" or "vni".

    >>> letters("tcvn3")["µ"], letters("vni")["oä"]
    ('à', 'ộ')
    """
    return {row["typed"]: row["letter"] for row in rows(f"encodings/{encoding}.csv")}


@cache
def fonts() -> tuple[FontRow, ...]:
    """Rows of the font register, the first that fits decides.

    >>> fonts()[0].encoding
    'tcvn3'
    """
    return tuple(
        FontRow(pattern(row["pattern"]), row["encoding"], row["capitals"] == "yes", several(row["examples"]))
        for row in rows("encodings/fonts.csv")
    )


@cache
def rimes() -> dict[str, str]:
    """The rimes of Vietnamese syllables without tone (vowels and final consonant), each with an example.

    >>> rimes()["ương"]
    'trường'
    """
    return {row["rime"]: row["example"] for row in rows("encodings/rimes.csv")}
