"""Folding: Vietnamese text as plain lower-case ASCII letters of the same length.

What OCR and typing vary (case, tone marks, the stroke of Đ) is gone, and every offset stays where it was,
so that registers, cue words and type words are matched on the folded copy and reported on the clean text.
"""

import unicodedata
from functools import cache

import numpy as np
from numpy.typing import NDArray

__all__ = ["fold", "slug"]

OTHER = "\x7f"  # stands for every character that is neither Latin, ASCII nor a known mark
_SHORT = 100  # characters: fewer are folded before an array of them is made
_MARKS = {
    "-": "‐‑‒–—―−", "'": "‘’‚′`´", '"': "“”„″«»", "*": "•●▪■◦", ".": "…·",
    " ": "\t\r\v\f\u00a0\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u3000",
}  # fmt: skip


@cache
def _table() -> NDArray[np.uint8]:
    """The folded character of each code point below 0x3001, as ASCII codes."""
    table = np.full(0x3002, ord(OTHER), dtype=np.uint8)
    table[:0x80] = np.arange(0x80)
    for code in [*range(0x41, 0x5B), *range(0xC0, 0x250), *range(0x1E00, 0x1F00)]:
        base = unicodedata.normalize("NFD", chr(code))[0].lower()
        if base.isascii() and base.isalpha():
            table[code] = ord(base)
    for letter in "ĐđÐð":
        table[ord(letter)] = ord("d")
    for mark, variants in _MARKS.items():
        for variant in variants:
            table[ord(variant)] = ord(mark)
    return table


class _Letters(dict[int, int]):
    """The same table for `str.translate`, one letter after the other."""

    def __missing__(self, code: int) -> int:
        return ord(OTHER)


@cache
def _letters() -> _Letters:
    return _Letters(enumerate(_table().tolist()))


def fold(text: str) -> str:
    """Lower-case ASCII copy of NFC text, one character for one: `len(fold(text)) == len(text)`.

    Line breaks stay; other blanks become spaces, dashes "-", quotation marks '"', unknown characters DEL.

    >>> fold("Nghị định số 30/2020/NĐ–CP")
    'nghi dinh so 30/2020/nd-cp'
    """
    if len(text) < _SHORT:
        return text.translate(_letters())
    codes = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype=np.uint32)
    return _table().take(codes, mode="clip").tobytes().decode("ascii")


def slug(text: str) -> str:
    """A name as a readable identifier: folded words joined by hyphens, "&" read as "và".

    >>> slug("Sở GD&ĐT")
    'so-gd-va-dt'
    """
    folded = fold(unicodedata.normalize("NFC", text)).replace("&", " va ")
    return "-".join("".join(c if c.isalnum() else " " for c in folded).split())
