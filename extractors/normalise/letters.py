"""Letters: one for one (look-alikes, blanks, dashes), and composition of what came decomposed."""

import unicodedata
from collections.abc import Iterator
from functools import cache

import numpy as np
import regex
from numpy.typing import NDArray

__all__ = ["INVISIBLE", "Edit", "Present", "compositions", "occurs", "same_length"]

Edit = tuple[int, int, str]
"""A stretch of the text (start, end) and what takes its place."""
Present = bytes
"""What each character of a text is when one asks what occurs in it: itself in Latin-1, else the number of its kind."""

TABLE_END = 0x3000  # ideographs and emoji begin here: nothing to mend
_LOOK_ALIKES = {
    "Đ": "Ð", "đ": "ð", "-": "‐‑‒–—―−", "/": "⁄∕", "\n": "\f\v\u0085\u2028\u2029",
    " ": "\u00a0\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u3000\t",
}  # fmt: skip
_ALIKE, _INVISIBLE, _RAISED, _COMBINING, _FOREIGN, _BEYOND = range(1, 7)  # kinds of characters above Latin-1
INVISIBLE = "\u200b\u200c\u200d\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2060\ufeff\u00ad"
_KINDS = {
    _INVISIBLE: INVISIBLE, _RAISED: "⁰⁴⁵⁶⁷⁸⁹", _ALIKE: "".join(_LOOK_ALIKES.values()),
    _COMBINING: "".join(map(chr, range(0x300, 0x370))), _FOREIGN: "".join(map(chr, range(0x370, 0x530))),
}  # fmt: skip
_CYRILLIC_GREEK = str.maketrans("АВЕКМНОРСТУХаеорсухіІЈѕЅΑΒΕΖΗΙΚΜΝΟΡΤΥΧο", "ABEKMHOPCTYXaeopcyxiIJsSABEZHIKMNOPTYXo")
_MIXED_SCRIPT = regex.compile(r"[\p{Latin}\d/&-]*[\p{Cyrillic}\p{Greek}][\p{Latin}\p{Cyrillic}\p{Greek}\d/&-]*")
_CLUSTER = regex.compile(r"[^\n\p{M}]\p{M}+")


@cache
def _kind_table() -> NDArray[np.uint8]:
    table = np.zeros(TABLE_END + 1, dtype=np.uint8)
    for kind, characters in _KINDS.items():
        table[[code for code in map(ord, characters) if code < TABLE_END]] = kind
    table[:0x100] = np.arange(0x100)
    table[TABLE_END] = _BEYOND
    return table


@cache
def _letter_table() -> NDArray[np.uint32]:
    table = np.arange(TABLE_END + 1, dtype="<u4")
    for clean, variants in _LOOK_ALIKES.items():
        table[[ord(variant) for variant in variants]] = ord(clean)
    return table


def same_length(source: str) -> tuple[str, Present]:
    """Look-alikes, blanks and dashes mended, offsets untouched; and which characters occur.

    >>> same_length("37/2021/TT–BTС")[0] == "37/2021/TT-BTC"
    True
    """
    codes = np.frombuffer(source.encode("utf-32-le", "surrogatepass"), dtype="<u4")
    present = _kind_table().take(codes, mode="clip").tobytes()
    text = source
    if occurs(_KINDS[_ALIKE], present):
        clean = _letter_table().take(codes, mode="clip")
        if _BEYOND in present:
            clean = np.where(codes < TABLE_END, clean, codes)
        text = clean.tobytes().decode("utf-32-le", "surrogatepass")
    if ord("\r") in present:  # before a line feed a blank, which falls away at the line's end; alone a line's end
        text = text.replace("\r\n", " \n").replace("\r", "\n")
    if _FOREIGN in present:
        text = _MIXED_SCRIPT.sub(_latinised, text)
    return text, present


def occurs(signs: str, present: Present) -> bool:
    """Whether any of some characters, or of their kind where they are not in Latin-1, occurs in a text.

    >>> occurs("*#", same_length("**Điều 1**")[1]), occurs("⁰", same_length("m²")[1])
    (True, False)
    """
    return any(kind in present for kind in _kinds_of(signs))


@cache
def _kinds_of(signs: str) -> frozenset[int]:
    return frozenset(_kind_table().take(list(map(ord, signs)), mode="clip").tolist())


def _latinised(match: regex.Match[str]) -> str:
    """A token that mixes scripts was meant as Latin; a token wholly in another script is left alone."""
    token = match.group()
    return token.translate(_CYRILLIC_GREEK) if regex.search(r"[\p{Latin}\d]", token) else token


def compositions(text: str, present: Present) -> Iterator[Edit]:
    """A letter and its combining marks as the one letter they make (NFC)."""
    if _COMBINING not in present and unicodedata.is_normalized("NFC", text):
        return
    for match in _CLUSTER.finditer(text):
        composed = unicodedata.normalize("NFC", match.group())
        if composed != match.group():
            yield match.start(), match.end(), composed
