"""Reading the register files: one place that knows where they lie and how a cell is written.

CSV cells that hold several values separate them by " | "; a date is as precise as is known ("2025-03-01", "2007").
"""

import csv
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

__all__ = ["in_force", "rows", "several", "tree", "variants"]

REGISTERS = Path(__file__).parent / "registers"


def rows(name: str) -> Iterator[dict[str, str]]:
    """The rows of the CSV register `name` (a path below corpora/registers)."""
    with (REGISTERS / name).open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)


def tree(name: str) -> Any:
    """The content of the YAML register `name` (a path below corpora/registers)."""
    import yaml

    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    return yaml.load((REGISTERS / name).read_text(encoding="utf-8"), Loader=loader)


def several(cell: str) -> tuple[str, ...]:
    """The values of a cell.

    >>> several("BGDĐT | BGD&ĐT")
    ('BGDĐT', 'BGD&ĐT')
    """
    return tuple(part for part in (piece.strip() for piece in cell.split("|")) if part)


def in_force(valid_from: str | None, valid_to: str | None, year: int | None) -> bool:
    """Whether a row was valid at some time in `year`; an open end or no year always fits.

    >>> in_force("2007-08", "2025-02-28", 2025), in_force(None, "2006", 2007)
    (True, False)
    """
    if year is None:
        return True
    return not ((valid_from and int(valid_from[:4]) > year) or (valid_to and int(valid_to[:4]) < year))


def variants(folded: str) -> Iterable[str]:
    """A folded name in the ways texts join its parts: "&" or "va", with or without blanks, dash or comma between.

    >>> sorted(variants("so gd&dt"))
    ['so gd & dt', 'so gd va dt', 'so gd&dt', 'so gddt']
    """
    joiners = {
        "&": ("&", " & ", " va ", ""),
        " - ": (" - ", "-", " ", ", ", "- ", " -"),
        ", ": (", ", " - ", " ", "-"),
    }
    found = {folded}
    for joiner, others in joiners.items():
        if joiner in folded:
            found |= {name.replace(joiner, other) for name in found for other in others}
    return found
