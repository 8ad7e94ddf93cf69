"""Số, ký hiệu of the document itself: running number and symbol, cleaned; blanks and scribbles are no number."""

import re
from functools import cache
from typing import NamedTuple

import regex

from corpora.bodies import bodies
from corpora.document_types import by_code, by_symbol, types

__all__ = ["PrintedNumber", "read_number"]


class PrintedNumber(NamedTuple):
    """Number and symbol in clean form, and the stretch of the cell in which they stand."""

    number: str | None
    symbol: str | None
    start: int
    end: int


_LEAD = regex.compile(r"(?i)^\W{0,6}(?:luật |pháp lệnh )?[sS5][ốoó06Ốôọồỗổ]{1,2}\s*(?:[:;.,]\s*)?")
_DIGITS = regex.compile(r"\d{1,2} ?\d{0,4}[a-zđA-C]?")
_JOINT = re.compile(r"\s*([-/])\s*")
_JOINTS = re.compile(r"([-/])")
_PART = r"\p{Lu}[\p{L}\d&.]*"
_STATE = regex.compile(
    rf"(?P<run>[^/]*?|[^/]*/(?!\s*(?:19|20)\d\d\s*/)[^/]*?)\s*/\s*(?:(?P<year>(?:19|20)\d\d)\s*/\s*)?"
    rf"(?P<symbol>{_PART}(?:(?:\s?[-/]\s?|\s?[-/])(?=\p{{Lu}}|\d)[\p{{L}}\d&.]+)*)"
)
_PARTY = regex.compile(rf"(?P<run>[\d .…_]*)\s*-\s*(?P<symbol>{_PART}(?:\s?[/-]\s?{_PART})+)")
_OLD = regex.compile(rf"(?P<run>\d{{1,5}})\s+(?P<symbol>{_PART}(?:\s?[/-]\s?{_PART})+)")  # 315 QĐ/UB
_YEARLY = regex.compile(r"(?P<run>\d[\d ]*)/(?P<year>(?:19|20)\d\d)/(?P<symbol>QH\d{1,2}|UBTVQH\d{1,2})")


def read_number(printed: str, type_code: str | None, torn_symbol: str | None = None) -> PrintedNumber | None:
    """The number of a cell like "Số: 12/KH-UBND"; `torn_symbol` is a symbol that a layout set on another line.

    >>> read_number("Số:     /SGDDT-TCCB", "CV")
    PrintedNumber(number=None, symbol='SGDĐT-TCCB', start=8, end=19)
    >>> read_number("Số: 144 /2002/QĐ/BTC ------", "QĐ").number, read_number("Số 05-CT/TU", "CT").number
    ('144/2002/QĐ/BTC', '05-CT/TU')
    """
    lead = _LEAD.match(printed)
    start = lead.end() if lead else 0
    rest = printed[start:]
    if torn_symbol and "/" not in rest.strip("/ "):
        rest = rest.rstrip(" /") + "/" + torn_symbol.strip().lstrip("/ ")
    match = _PARTY.match(rest) or _old_form(rest) or _STATE.match(rest)
    if match is None:
        return None
    run, year = _running(match["run"]), match["year"] if "year" in match.groupdict() else None
    symbol = _symbol(match["symbol"], type_code)
    joint = "/" if match.re is _STATE else "-"
    number = (f"{run}/{year}/{symbol}" if year else f"{run}{joint}{symbol}") if run else None
    end = min(start + match.end(), len(printed))
    first = start + len(match["run"]) - len(match["run"].lstrip())
    return PrintedNumber(number, symbol, min(first, end), end)


def _old_form(rest: str) -> regex.Match[str] | None:
    """ "315 QĐ/UB", as printed until the nineties: a blank before the type, a stroke behind it."""
    match = _OLD.match(rest)
    return match if match and by_symbol(_JOINTS.split(match["symbol"])[0]) is not None else None


def _running(printed: str) -> str | None:
    """The running number, None where it is blank or was written by hand and misread."""
    digits = printed.strip(" .…_:;-")
    return digits.replace(" ", "") if _DIGITS.fullmatch(digits) else None


def _symbol(printed: str, type_code: str | None) -> str:
    symbol = _JOINT.sub(r"\1", printed).rstrip(".")
    parts = _JOINTS.split(symbol)
    kind = by_code(type_code) if type_code else None
    for index in range(0, len(parts), 2):
        part = parts[index]
        found = by_symbol(part) if index == 0 else None
        if index == 0 and kind and kind.symbols and found is not None and found.code == type_code:
            if part not in kind.symbols and _plain(part) == _plain(kind.symbols[0]):
                parts[index] = kind.symbols[0]
        elif part not in _known():
            parts[index] = _marked().get(_plain(part), part)
    return "".join(parts)


def _plain(code: str) -> str:
    return code.upper().replace("Đ", "D")


@cache
def _known() -> frozenset[str]:
    return frozenset(code.code for body in bodies() for code in body.codes) | {
        s for kind in types() for s in kind.symbols
    }


@cache
def _marked() -> dict[str, str]:
    """Codes by their letters without the stroke of Đ, where that leads to one code only: SGDDT is SGDĐT."""
    found: dict[str, str | None] = {}
    for code in _known():
        if "Đ" in code:
            key = _plain(code)
            found[key] = None if key in found and found[key] != code else code
    return {key: code for key, code in found.items() if code and key not in _known()}
