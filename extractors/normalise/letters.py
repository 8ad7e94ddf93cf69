"""Letters: one for one (look-alikes, blanks, dashes), and composition of what came decomposed."""

import unicodedata
from collections.abc import Iterator
from functools import cache

import numpy as np
import regex
from numpy.typing import NDArray

__all__ = ["Edit", "Present", "compositions", "occurs", "same_length"]

Edit = tuple[int, int, str]
"""A stretch of the text (start, end) and what takes its place."""
Present = bytes
"""Which code points below U+3000 occur in a text: 1 at the place of each that does."""

TABLE_END = 0x3000  # ideographs and emoji begin here: nothing to mend
_LOOK_ALIKES = {
    "Đ": "Ð", "đ": "ð", "-": "‐‑‒–—―−", "/": "⁄∕", "\n": "\f\v\u0085\u2028\u2029",
    " ": "\u00a0\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u3000\t",
}  # fmt: skip
_CYRILLIC_GREEK = str.maketrans("АВЕКМНОРСТУХаеорсухіІЈѕЅΑΒΕΖΗΙΚΜΝΟΡΤΥΧο", "ABEKMHOPCTYXaeopcyxiIJsSABEZHIKMNOPTYXo")
_MIXED_SCRIPT = regex.compile(r"[\p{Latin}\d/&-]*[\p{Cyrillic}\p{Greek}][\p{Latin}\p{Cyrillic}\p{Greek}\d/&-]*")
_CLUSTER = regex.compile(r"[^\n\p{M}]\p{M}+")


_MENDED = tuple(ord(variant) for variants in _LOOK_ALIKES.values() for variant in variants)


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
    known = np.minimum(codes, TABLE_END)
    occurring = np.zeros(TABLE_END + 1, dtype=np.bool_)
    occurring[known] = True
    present = occurring.tobytes()
    text = source
    if any(present[code] for code in _MENDED):
        clean = _letter_table()[known]
        if present[TABLE_END]:
            clean = np.where(codes < TABLE_END, clean, codes)
        text = clean.tobytes().decode("utf-32-le", "surrogatepass")
    if present[ord("\r")]:  # before a line feed a blank, which falls away at the line's end; alone a line's end
        text = text.replace("\r\n", " \n").replace("\r", "\n")
    if 1 in present[0x370:0x530]:  # Greek and Cyrillic
        text = _MIXED_SCRIPT.sub(_latinised, text)
    return text, present


def occurs(sign: str, text: str, present: Present) -> bool:
    """Whether a character occurs in a text."""
    return bool(present[ord(sign)]) if ord(sign) < TABLE_END else sign in text


def _latinised(match: regex.Match[str]) -> str:
    """A token that mixes scripts was meant as Latin; a token wholly in another script is left alone."""
    token = match.group()
    return token.translate(_CYRILLIC_GREEK) if regex.search(r"[\p{Latin}\d]", token) else token


def compositions(text: str, present: Present) -> Iterator[Edit]:
    """A letter and its combining marks as the one letter they make (NFC)."""
    if 1 not in present[0x300:0x370] and unicodedata.is_normalized("NFC", text):
        return
    for match in _CLUSTER.finditer(text):
        composed = unicodedata.normalize("NFC", match.group())
        if composed != match.group():
            yield match.start(), match.end(), composed
