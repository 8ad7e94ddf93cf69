"""Dates as Vietnamese documents print them, as precise as they are printed.

Nghị định 30/2020/NĐ-CP, Phụ lục I: "ngày … tháng … năm …", days below 10 and the months 1 and 2 with a leading zero;
in running text also day/month/year. OCR loses separators and inserts blanks; what stays ambiguous is no date.
"""

import re
from datetime import date
from functools import lru_cache
from typing import NamedTuple

__all__ = ["DAY_WORD", "FIRST_YEAR", "LAST_YEAR", "MONTH_WORD", "YEAR_WORD", "PrintedDate", "iso_date", "match_date"]

FIRST_YEAR, LAST_YEAR = 1945, 2099
"""Documents of the Democratic Republic begin in 1945; what lies outside these years is no date of a document."""


class PrintedDate(NamedTuple):
    """A date at its precision ("2023-02-08", "2023-11", "2023") and the offset where it ends."""

    iso: str
    end: int


# The words of a date, each with the letters that OCR takes for one of its own ("ugày", "tbáng", "năn").
DAY_WORD, MONTH_WORD, YEAR_WORD = "[nu]ga[yv]", "[tf][hb]a[nu]g", "[nu]a[mn]"

_DATE = re.compile(
    rf"""
    (?: {DAY_WORD} [ \n]{{0,3}} )?
    (?:
        (?P<day>(?:\d|[lio](?=[ ]?\d))[ ]?[\dlio]?)? [ \n.…_]{{0,12}}    # "ngày 08", "2l", or the blank of a draft
        {MONTH_WORD} [ \n.…_]{{0,6}} (?P<month>\d{{1,2}})? [ \n.,…_]{{0,6}}
        {YEAR_WORD} [ \n]{{0,3}} (?P<year>\d{{4}}) (?!\d)
      |
        (?P<d>(?:\d|[lo](?=\d))[ ]?[\dlo]?) [ ]?[/.-][ ]? [/]?         # 08/02/2023, 10/12//2021, 20/1 1/2024
        (?P<m>\d[ ]?\d?) [ ]?[/.-][ ]? [/]? \n?
        (?P<y>\d{{4}} | (?<=/)(?!19|20)\d{{2}}) (?!\d|/[a-z]|[/.-]\d)     # 5/3/98; 5/3/20 may be torn
    )
    """,
    re.VERBOSE,
)
_RUN_TOGETHER = re.compile(rf"(?:{DAY_WORD}[ \n]{{0,3}})(?P<digits>\d{{7,8}})(?!\d|[ ]?[/-])")
_MONTH = re.compile(
    rf"{MONTH_WORD}[ \n]{{0,3}}(?P<month>\d{{1,2}})[ \n]?(?:/|-|{YEAR_WORD})[ \n]{{0,3}}(?P<year>\d{{4}})(?!\d)"
)
_LOST_DAY = re.compile(rf"{DAY_WORD}[^;()\n]{{1,14}}?(?={MONTH_WORD})")
_YEAR = re.compile(r"nam[ \n]{0,3}(?P<year>\d{4})(?!\d)")


@lru_cache(maxsize=16384)
def iso_date(year: int, month: int | None = None, day: int | None = None) -> str | None:
    """ISO form of a date of that precision; None when there is no such day or the year is out of range.

    >>> iso_date(2023, 11), iso_date(2023, 2, 30)
    ('2023-11', None)
    """
    if not FIRST_YEAR <= year <= LAST_YEAR:
        return None
    if month is None:
        return str(year)
    try:
        whole = date(year, month, day or 1)
    except ValueError:
        return None
    return whole.isoformat() if day else f"{year}-{month:02d}"


def match_date(folded: str, start: int) -> PrintedDate | None:
    """The date printed at `start` of a folded text ("ngày" or "năm" may lead it), or None.

    >>> match_date("ngay 05 thang 3 nam 2020 cua", 0)
    PrintedDate(iso='2020-03-05', end=24)
    >>> match_date("ngay    thang 11 nam 2022", 0)
    PrintedDate(iso='2022-11', end=25)
    """
    found = _DATE.match(folded, start)
    if found:
        iso = _iso(found)
        return PrintedDate(iso, found.end()) if iso else None
    found = _RUN_TOGETHER.match(folded, start)
    if found:
        iso = _unjoined(found["digits"])
        return PrintedDate(iso, found.end()) if iso else None
    found = _MONTH.match(folded, start)
    if found:
        iso = iso_date(int(found["year"]), int(found["month"]))
        return PrintedDate(iso, found.end()) if iso else None
    found = _YEAR.match(folded, start)
    if found:
        iso = iso_date(int(found["year"]))
        return PrintedDate(iso, found.end()) if iso else None
    found = _LOST_DAY.match(folded, start)  # "ngày 20 0 tháng 1 năm 2017": month and year are left
    return match_date(folded, found.end()) if found else None


def _iso(found: re.Match[str]) -> str | None:
    year = _full_year(int(found["year"] or found["y"]))
    month, day = found["month"] or found["m"], found["day"] or found["d"]
    if month is None:
        return iso_date(year)
    return iso_date(year, _figure(month), _figure(day) if day else None)


_LETTERS = str.maketrans({"l": "1", "i": "1", "o": "0", " ": None})


def _figure(printed: str) -> int:
    """A day or month with the letters that OCR puts for figures."""
    return int(printed.translate(_LETTERS))


def _full_year(year: int) -> int:
    """A year of two figures as its full form: the last century from 45 on, where documents begin."""
    if year > 99:
        return year
    return year + (1900 if year >= FIRST_YEAR % 100 else 2000)


def _unjoined(digits: str) -> str | None:
    """ "14112024" with its separators lost; None where two readings are possible."""
    year, rest = int(digits[-4:]), digits[:-4]
    readings = {(int(rest[:cut]), int(rest[cut:])) for cut in (1, 2) if 0 < len(rest) - cut <= 2}
    found = {iso for day, month in readings if (iso := iso_date(year, month, day))}
    return found.pop() if len(found) == 1 else None
