"""Comparing printed numbers: what typing and OCR vary in "số, ký hiệu" is folded away."""

import re
import unicodedata

__all__ = ["number_key", "plain"]

_RUNNING = re.compile(r"\s*0*([0-9]+)")
_OTHER = re.compile(r"[^0-9a-z]+")


def plain(text: str) -> str:
    """Lower case without diacritics and without the stroke of Đ; for single names and numbers (`corpora.folding.fold`
    is for whole texts, keeps every offset, and costs numpy).

    >>> plain("Quận Đống Đa")
    'quan dong da'
    """
    decomposed = unicodedata.normalize("NFD", text.lower().replace("đ", "d").replace("ð", "d"))
    return "".join(letter for letter in decomposed if not unicodedata.combining(letter))


def number_key(number: str | None) -> str | None:
    """Key of a number: running number without leading zeros, "|", then letters and digits of the rest, folded.

    >>> number_key("08/KH-PGD&ĐT"), number_key("8-kh/pgddt"), number_key(None)
    ('8|khpgddt', '8|khpgddt', None)
    """
    if not number:
        return None
    running = _RUNNING.match(number)
    rest = number[running.end() :] if running else number
    key = _OTHER.sub("", plain(rest))
    return f"{running.group(1)}|{key}" if running else key
