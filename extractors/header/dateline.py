"""Place and date of a letterhead ("Hải Phòng, ngày 05 tháng 3 năm 2023"), with its blanks, handwriting, misreadings."""

import regex

from extractors.dates import iso_date

__all__ = ["printed_date", "printed_place"]

_PARTS = regex.compile(
    r"\b[nu]g\w{1,2}(?![a-z])(?P<day>(?:(?!\b[nu]g).)*?)[tf][hb]\w{1,3}g?\b(?P<month>.*?)\b[nu]\w[mn](?P<year>.*)$",
    regex.DOTALL,
)
_FOUR_DIGITS = regex.compile(r"[ \n.…_]*(\d ?\d ?\d ?\d)")
_PLACE = regex.compile(r"(?i)[^\p{L}]*(?P<place>\p{L}[^,\d]{1,60}?)\s*[,.]\s*[nu\u00fa\u00f9]g")
_MISREAD = str.maketrans("ilo|", "1101")


def printed_date(folded: str) -> str | None:
    """ISO date of a folded dateline, as precise as it can be trusted; handwriting misread is as good as a blank.

    >>> printed_date("hai phong, ngay    thang 11 nam 2022"), printed_date("ngay ay 4b thang 410 nam 2017")
    ('2022-11', '2017-10')
    """
    parts = _PARTS.search(folded)
    if parts is None:
        return None
    year = _year(parts["year"])
    if year is None:
        return None
    month, day = _month(parts["month"]), _day(parts["day"])
    return (month and day and iso_date(year, month, day)) or (month and iso_date(year, month)) or iso_date(year)


def _year(printed: str) -> int | None:
    """Four digits; a fifth is the mark of a footnote."""
    digits = _FOUR_DIGITS.match(printed)
    return int(digits.group(1).replace(" ", "")) if digits else None


def _month(printed: str) -> int | None:
    digits = "".join(printed.strip(" \n.…_,").translate(_MISREAD).split())
    if not digits.isdigit() or len(digits) > 3:
        return None
    value = int(digits) if len(digits) < 3 else int(digits[-2:])
    return value if 1 <= value <= 12 else None


def _day(printed: str) -> int | None:
    digits = "".join(printed.strip(" \n.…_,").split())
    return int(digits) if digits.isdigit() and len(digits) <= 2 and 1 <= int(digits) <= 31 else None


def printed_place(text: str) -> tuple[int, int] | None:
    """Where in a dateline its place stands.

    >>> printed_place("Hải Phòng, ngày 05 tháng 3 năm 2023")
    (0, 9)
    """
    match = _PLACE.match(text)
    if match is None:
        return None
    start, end = match.span("place")
    return start, end
