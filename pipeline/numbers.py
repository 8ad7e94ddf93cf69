"""Comparing printed numbers: what typing and OCR vary in "số, ký hiệu" is folded away."""

import re
import unicodedata

from corpora.folding import fold

__all__ = ["number_key"]

_RUNNING = re.compile(r"\s*0*([0-9]+)")
_OTHER = re.compile(r"[^0-9a-z]+")


def number_key(number: str | None) -> str | None:
    """Key of a number: running number without leading zeros, "|", then letters and digits of the rest, folded.

    >>> number_key("08/KH-PGD&ĐT"), number_key("8-kh/pgddt"), number_key(None)
    ('8|khpgddt', '8|khpgddt', None)
    """
    if not number:
        return None
    running = _RUNNING.match(number)
    rest = number[running.end() :] if running else number
    key = _OTHER.sub("", fold(unicodedata.normalize("NFC", rest)))
    return f"{running.group(1)}|{key}" if running else key
