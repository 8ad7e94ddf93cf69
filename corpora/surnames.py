"""Vietnamese family names (registers/surnames.txt): by them a person's name is told from other capitalised words."""

from functools import cache

from corpora.reading import REGISTERS

__all__ = ["surnames"]


@cache
def surnames() -> frozenset[str]:
    """Family names as printed, in NFC.

    >>> "Nguyễn" in surnames(), "Bệnh" in surnames()
    (True, False)
    """
    lines = (REGISTERS / "surnames.txt").read_text(encoding="utf-8").splitlines()
    return frozenset(name for line in lines if not line.startswith("#") for name in line.split())
