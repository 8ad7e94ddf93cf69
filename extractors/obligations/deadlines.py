"""By when: the words that set the time of a duty, the date they mean and the rhythm they set.

"kịp thời", "đúng tiến độ" and "khi …" set no time (gold/GUIDELINES.md). A date without a year takes the year of the
document only where that day is still to come in that year; a date that lies before the document sets no time.
"""

from functools import lru_cache
from typing import NamedTuple

import regex

from extractors.dates import iso_date
from extractors.obligations.times import opening_time, times

__all__ = ["Deadline", "find_deadline"]


class Deadline(NamedTuple):
    """The words (`spans` of the clean text), the resolved date (ISO, as precise as printed), the recurrence (RRULE)."""

    spans: tuple[tuple[int, int], ...]
    due: str | None
    recurrence: str | None


_LISTED = regex.compile(r"(?:quy (?:i{1,3}v?|iv|\d)|\d{1,2} thang(?: dau nam)?|ca nam|nam|thang(?: \d{1,2})?)[ \n]+\Z")
_NAMED_PLAN = regex.compile(  # "dự toán ngân sách hàng năm", "giai đoạn đến năm 2030" name a thing
    r"""(?x) (?: du\ toan | ngan\ sach | ke\ hoach | dinh\ huong | tam\ nhin | giai\ doan | chuong\ trinh | chien\ luoc
      | quy\ hoach | nhiem\ ky ) (?: [ \n] \w+ ){0,3} [ \n]+ \Z"""
)
_PAID = regex.compile(  # "trợ cấp hằng tháng": how a thing is paid, not when to act
    r"""(?x) \b (?: tro\ cap | luong | luong\ huu | phu\ cap | sinh\ hoat\ phi | tien (?!\ do) | hoc\ phi | thu\ nhap
      | che\ do | muc | dong\ gop | bao\ hiem\ xa\ hoi ) (?: [ \n] \w+ )? [ \n]+ \Z"""
)
_IN_FORCE = regex.compile(r"\bhieu luc(?: thi hanh)?(?: ke)?(?: ban hanh)? \Z")
_DATED = ("range", "before", "until", "during", "on", "since", "stated")


def find_deadline(
    folded: str, start: int, end: int, document_date: str | None, *, bare: bool = False
) -> Deadline | None:
    """What sets the time in `folded[start:end]`; `document_date` (ISO) settles a year left unsaid.

    `bare`: the stretch is nothing but a time ("Quý III/2024"), so a point of time alone counts.

    >>> text = "gui ve so y te truoc ngay 15/12/2023."
    >>> find_deadline(text, 0, len(text), None)
    Deadline(spans=((15, 36),), due='2023-12-15', recurrence=None)
    """
    spans: list[tuple[int, int]] = []
    dues: list[str] = []
    rules: list[str] = []
    for match in times(folded, start, end):
        kind = match.lastgroup or ""
        first, last = match.span()
        if kind in ("rhythm", "until", "during", "range") and _NAMED_PLAN.search(folded, max(start, first - 48), first):
            continue
        if kind == "rhythm" and _PAID.search(folded, max(start, first - 40), first):
            continue
        if kind in _DATED and _is_over(" ".join(match.group().split()), document_date):
            continue
        if _IN_FORCE.search(folded, max(start, first - 60), first):
            continue
        while folded[last - 1] in " \n,:;(":
            last -= 1
        words = " ".join(folded[first:last].split())
        listed = _LISTED.search(folded, max(start, first - 24), first) if kind == "before" else None
        if listed:
            first = listed.start()
        if spans and listed and folded[spans[-1][1] : first].strip() == ";":
            spans[-1] = (spans[-1][0], last)  # "quý I trước ngày 05/3; 6 tháng trước ngày 05/6" is one list
        else:
            spans.append((first, last))
        rule = _rule(words)
        rules += [part for part in rule if part not in rules]
        dated = kind != "within" or _HALF_YEAR.search(words)  # a length of time is no date
        due = _due(words, document_date) if dated and not rule else None
        if due:
            dues.append(due)
    opening = None if spans else opening_time(folded, start, end)
    if opening:
        words = " ".join(folded[slice(*opening)].split())
        if not _is_over(words, document_date):
            return Deadline((opening,), _due(words, document_date), None)
    if not spans and bare and _POINT_OF_TIME.search(folded, start, end):
        last = start + len(folded[start:end].rstrip(" .;,\n"))
        return Deadline(((start, last),), _due(" ".join(folded[start:last].split()), document_date), None)
    return Deadline(tuple(spans), max(dues, default=None), " | ".join(rules) or None) if spans else None


_POINT_OF_TIME = regex.compile(
    r"""(?x)
      (?<!\d) (?P<d>\d{1,2}) (?: [ ]?[/.-][ ]? (?P<m>\d[ ]?\d?) (?: [ ]?[/.-][ ]? (?P<y>\d[ ]?\d[ ]?\d[ ]?\d) \b )?
        | [ ]thang[ ] (?P<m2>\d{1,2}) (?: [ ,/]+ (?:nam[ ])? (?P<y2>\d{4}) )? ) (?!\d)
    | \b thang[ ] (?P<m3>\d{1,2}) (?: [ ]?[/.-][ ]? | [ ]nam[ ] ) (?P<y3>\d{4})
    | \b quy[ ] (?P<q>iv|i{1,3}|[1-4]) (?: [ ]?[/-][ ]? | [ ]nam[ ] ) (?P<y4>\d{4})
    | \b nam[ ] (?P<y5>\d{4}) (?! [ ]?-[ ]?\d{4} )
    | \b thang[ ] (?P<m6>\d{1,2}) \b
    | \b quy[ ] (?P<q2>iv|i{1,3}|[1-4]) \b
    | \b (?P<m7>\d{1,2}) [ ] thang[ ] (?P<half>dau|cuoi) [ ] nam (?: [ ] (?P<y7>\d{4}) )?
    | \b giai[ ]doan[ ] \d{4} [ ]?-[ ]? (?P<y8>\d{4})
    """
)
_HALF_YEAR = regex.compile(r"\bthang (?:dau|cuoi) nam\b")
_NOT_SOLAR = regex.compile(r"\b(?:am lich|thang (?:chap|gieng)|den khi)\b")
_ROMAN = {"i": 1, "ii": 2, "iii": 3, "iv": 4}


@lru_cache(maxsize=1024)  # the words of a time are asked whether it is over, and when it is
def _last_point(words: str) -> tuple[int | None, int | None, int | None] | None:
    """Year, month and day of the last point of time in the words; the last month of a quarter or half year."""
    if _NOT_SOLAR.search(words):
        return None
    found = None
    for match in _POINT_OF_TIME.finditer(words):
        found = match.groupdict()
    if found is None:
        return None
    year = next((found[name] for name in ("y", "y2", "y3", "y4", "y5", "y7", "y8") if found[name]), None)
    month = found["m"] or found["m2"] or found["m3"] or found["m6"] or found["m7"]
    quarter = found["q"] or found["q2"]
    if quarter:
        month = str(3 * (_ROMAN.get(quarter) or int(quarter)))
    if found["half"] == "cuoi":
        month = "12"
    return _figure(year), _figure(month), _figure(found["d"])


def _figure(printed: str | None) -> int | None:
    return int(printed.replace(" ", "")) if printed else None


def _due(words: str, document_date: str | None) -> str | None:
    """The last date in the words, at its precision; None if no year is certain."""
    point = _last_point(words)
    if point is None:
        return None
    year, month, day = point
    if month is not None and not 1 <= month <= 12:
        return None
    year = year or _year_to_come(month or 0, day, document_date)
    return iso_date(year, month, day) if year else None


def _is_over(words: str, document_date: str | None) -> bool:
    """Whether a time named with its year lies before the document: it sets no time for a duty."""
    due = _due(words, None)
    if not due or not document_date:
        return False
    precision = min(len(due), len(document_date))
    return due[:precision] < document_date[:precision]


def _year_to_come(month: int, day: int | None, document_date: str | None) -> int | None:
    """The year of the document, if that day has not passed on the document's date."""
    if not document_date or len(document_date) < 7 or not 1 <= month <= 12:
        return None
    due = f"{document_date[:4]}-{month:02d}" + (f"-{day:02d}" if day else "")
    precision = min(len(due), len(document_date))
    return int(document_date[:4]) if due[:precision] >= document_date[:precision] else None


_UNITS = {
    "ngay": "FREQ=DAILY",
    "tuan": "FREQ=WEEKLY",
    "thang": "FREQ=MONTHLY",
    "quy": "FREQ=MONTHLY;INTERVAL=3",
    "nam": "FREQ=YEARLY",
}
_NUMBERS = {"ba": 3, "sau": 6}
_RHYTHM = regex.compile(r"(?P<number>\b\d{1,2}|\bsau|\bba)? ?\b(?P<unit>ngay|tuan|thang|quy|nam)\b")
_RECURS = regex.compile(r"\b(?:hang|moi|dinh ky)\b|\blan\b")
_WEEKDAY = regex.compile(r"\b(?:thu (hai|ba|tu|nam|sau|bay|[2-7])|chu (nhat))\b(?=.* tuan\b)")
_WEEKDAYS = {"hai": "MO", "ba": "TU", "tu": "WE", "nam": "TH", "sau": "FR", "bay": "SA", "nhat": "SU",
             "2": "MO", "3": "TU", "4": "WE", "5": "TH", "6": "FR", "7": "SA"}  # fmt: skip
_DAY_EACH = regex.compile(
    r"\b(?:ngay )?(?P<day>\d{1,2})(?:[/ ](?:thang )?(?P<month>\d{1,2}))? (?:cua )?(?:hang|moi) (?P<unit>thang|nam)\b"
)


def _rule(words: str) -> list[str]:
    """RRULE values (RFC 5545) of a rhythm: "ngày 05 hàng tháng" is FREQ=MONTHLY;BYMONTHDAY=5."""
    recurs = _RECURS.search(words)
    if not recurs:
        return []
    each = _DAY_EACH.search(words)
    if each and 1 <= int(each["day"]) <= 31:
        if each["unit"] == "thang" and not each["month"]:
            return [f"FREQ=MONTHLY;BYMONTHDAY={int(each['day'])}"]
        if each["unit"] == "nam" and each["month"] and 1 <= int(each["month"]) <= 12:
            return [f"FREQ=YEARLY;BYMONTH={int(each['month'])};BYMONTHDAY={int(each['day'])}"]
    if recurs[0] != "lan":
        days = [_WEEKDAYS[match[1] or match[2]] for match in _WEEKDAY.finditer(words)]
        if days:
            return [f"FREQ=WEEKLY;BYDAY={','.join(dict.fromkeys(days))}"]
    rules: list[str] = []
    for match in _RHYTHM.finditer(words, 0 if recurs[0] == "lan" else recurs.start()):
        rule = _interval(match["number"], match["unit"])
        if rule and rule not in rules:
            rules.append(rule)
    return rules


def _interval(number: str | None, unit: str) -> str | None:
    count = _NUMBERS.get(number or "") or int(number or 1)
    if count == 1:
        return _UNITS[unit]
    if unit in ("thang", "quy"):
        return f"FREQ=MONTHLY;INTERVAL={count * (3 if unit == 'quy' else 1)}"
    return f"{_UNITS[unit]};INTERVAL={count}" if count else None
