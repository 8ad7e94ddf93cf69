"""When two values count as the same: what OCR and typing vary does not matter, what they say does.

The definitions are those of the annotation guidelines' own scorer, so that the figures agree with it.
"""

import re
import unicodedata
from collections.abc import Sequence
from difflib import SequenceMatcher
from typing import Any

__all__ = ["bare", "bare_body", "citation_likeness", "key_of_number", "obligation_likeness", "overlap", "same_text"]

Item = dict[str, Any]

_OTHER = re.compile(r"[^0-9a-z]+")
_RUNNING = re.compile(r"\s*0*(\d+)")
_TERM = re.compile(r"khoa[ivx\d]+$")
_OFFICES = (
    "botruong", "chutich", "giamdoc", "tonggiamdoc", "thutruong", "cuctruong", "tongcuctruong", "vutruong",
    "truongban", "truongphong", "hieutruong", "thongdoc", "chanhvanphong",
)  # fmt: skip
_OFFICE = re.compile(rf"^(?:{'|'.join(_OFFICES)})(?=.{{4}})")
_SHORT = {"ubnd": "uybannhandan", "hdnd": "hoidongnhandan", "gddt": "giaoducvadaotao", "gdvadt": "giaoducvadaotao"}
_PLACE_KINDS = ("thanhpho", "tinh")


def bare(value: str | None) -> str:
    """Letters and digits only, without case and diacritics; "&" is read as "và".

    >>> bare("Sở GD&ĐT")
    'sogdvadt'
    """
    if not value:
        return ""
    text = unicodedata.normalize("NFD", value.casefold().replace("đ", "d").replace("&", "va"))
    return _OTHER.sub("", "".join(letter for letter in text if not unicodedata.combining(letter)))


def bare_body(value: str | None) -> str:
    """Bare name of a body: abbreviations opened; the kind of place, the head's office and the term left out.

    >>> bare_body("UBND thành phố Hải Phòng") == bare_body("Chủ tịch Ủy ban nhân dân Hải Phòng")
    True
    """
    key = _TERM.sub("", _OFFICE.sub("", bare(value)))
    for short, full in _SHORT.items():
        key = key.replace(short, full)
    for kind in _PLACE_KINDS:
        key = key.replace(kind, "")
    return key


def key_of_number(number: str | None) -> str:
    """Key of a number that ignores separators, diacritics and leading zeros.

    >>> key_of_number("08/KH-PGD&ĐT")
    '8|khpgdvadt'
    """
    if not number:
        return ""
    running = _RUNNING.match(number)
    return f"{running[1]}|{bare(number[running.end() :])}" if running else bare(number)


def same_text(one: str | None, other: str | None, least: float = 0.9) -> bool:
    """Whether two names or titles say the same, up to a share of slips."""
    a, b = bare_body(one), bare_body(other)
    return a == b or (bool(a) and bool(b) and SequenceMatcher(None, a, b, autojunk=False).ratio() >= least)


def overlap(one: Sequence[Sequence[int]], other: Sequence[Sequence[int]]) -> int:
    """Characters that two lists of spans have in common."""
    return sum(max(0, min(a[1], b[1]) - max(a[0], b[0])) for a in one for b in other)


def citation_likeness(gold: Item, found: Item) -> float:
    """Common characters of two mentions of the same number (or, where gold has none, of the same type); else 0."""
    common = overlap(gold["spans"], found["spans"])
    if not common:
        return 0.0
    if gold.get("number"):
        return common if key_of_number(gold["number"]) == key_of_number(found.get("number")) else 0.0
    return common if not found.get("number") and bare(gold.get("type")) == bare(found.get("type")) else 0.0


def obligation_likeness(gold: Item, found: Item) -> float:
    """Intersection over union of two units, where it is at least one half; else 0."""
    a, b = gold["span"], found["span"]
    common = overlap([a], [b])
    union = (a[1] - a[0]) + (b[1] - b[0]) - common
    share = common / union if union else 0.0
    return share if share >= 0.5 else 0.0
