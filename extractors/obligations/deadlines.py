"""By when: the words that set the time of a duty, the date they mean and the rhythm they set.

"kịp thời", "đúng tiến độ" and "khi …" set no time (gold/GUIDELINES.md). A date without a year takes the year of the
document only where that day is still to come in that year.
"""

import re
from collections.abc import Iterator
from typing import NamedTuple

import regex

from extractors.dates import iso_date

__all__ = ["Deadline", "find_deadline"]


class Deadline(NamedTuple):
    """The words (`spans` into the clean text), the resolved date (ISO, as precise as printed) and recurrence (RRULE)."""

    spans: tuple[tuple[int, int], ...]
    due: str | None
    recurrence: str | None


# All patterns run on the folded text. ~ stands for any blank.
_DAY = r"(?:(?:ngay~?|mung~)?\d{1,2}(?:~?[/.-]~?\d~?\d?~?[/.-]~?\d~?\d~?\d~?\d\b|~?/~?\d{1,2}\b(?!~?/)|~thang~\d{1,2}(?:(?:~|,~?|/)(?:nam~)?\d{4})?))"
_MONTH = r"(?:thang~\d{1,2}(?:~?[/.-]~?\d{4}|~nam~\d{4})?|quy~(?:[1-4]|iv|i{1,3})(?:~?[/-]~?\d{4}|~nam~\d{4})?)"
_YEAR = r"(?:nam~(?:hoc~)?\d{4}(?:~?-~?\d{4})?)"
_HOUR = r"(?:(?:luc~)?\d{1,2}(?:h\d{0,2}|~?gio(?:~\d{1,2}(?:~phut)?)?)(?:~?,?~)?(?:(?:sang|chieu)?~)?)"
_EVERY = r"(?:(?:cua~|vao~)?(?:hang|hang~nam~|moi)~(?:ngay|tuan|thang|quy|nam)|cua~thang(?:~sau|~cuoi~(?:quy|ky)(?:~bao~cao)?|~dau~quy|~ke~tiep)?)"
_POINT = (
    rf"(?:{_HOUR}?(?:{_DAY}|ngay~\d{{1,2}}(?:~{_EVERY})?)(?:~{_EVERY})?|{_MONTH}|{_YEAR}"
    r"|cuoi~(?:nam|quy|thang|ky)(?:~\d{4}|~hoc~ky~\w+)?|het~nam~\d{4}|30~ngay|ngay~(?:khai~giang|le|tet|to~chuc\b[^,.;]{0,40}))"
)
_LENGTH = (
    r"(?:\d{1,3}|mot|hai|ba|bon|nam|muoi|mot~so)~?(?:\(~?\w+~?\)~)?(?:ngay|gio|thang|tuan|nam|quy|phut)(?:~lam~viec)?"
)
_PATTERN = regex.compile(
    rf"""(?x)
    \b(?:
      (?P<range> tu~ (?:nay~(?:cho~)?den~(?:het~)?{_POINT} | (?:ngay~)?{_POINT} ~?(?:-|den)~(?:het~)?(?:ngay~)?{_POINT}) )
    | (?P<before> (?: truoc (?:~va~trong)? | (?:cham|muon)~nhat(?:~la)?(?:~(?:den|vao|trong))?(?:~het)? | (?:han~(?:cuoi|chot)|thoi~han|den~han)(?:~nop|~gui(?:~bao~cao)?)?(?:~la|~den)?:?~?(?:den~het|truoc|den)?
        | khong~(?:qua|muon~hon|cham~hon|tre~hon) | den~het | xong~trong | tre~nhat(?:~la)? ) ~ (?:{_POINT}) )
    | (?P<until> (?<=phan~dau~)den~(?:het~)?{_POINT} | den~(?:het~|cuoi~)?(?:{_DAY}|{_MONTH}|nam~\d{{4}}) (?= ~?(?:[,;.:)]|phan~dau|dat|co~|hoan~thanh|tat~ca|100|\d+~?%|toan~|moi~|bao~dam|dam~bao|co~ban|giam|tang|$)) )
    | (?P<within> (?:trong|cham~nhat(?:~la)?(?:~trong)?|khong~qua|sau)~(?:thoi~(?:han|gian)~|vong~|thoi~han~khong~qua~)?(?:toi~da~|khong~qua~|cham~nhat~|it~nhat~)?{_LENGTH}
        (?: ,?~(?:ke~tu|tinh~tu|sau~khi|tu~(?:ngay|khi)|truoc~(?:ngay|khi)|sau~ngay) [^,;.:()\n]{{0,110}}(?:\n[^,;.:()\n]{{0,110}})?)? )
    | (?P<during> (?:tai~(?:ky~hop|phien~hop)~[^,;.:()\n]{{3,60}} | (?:ngay~)?trong~(?:{_DAY}|{_MONTH}|nam~(?:hoc~)?\d{{4}}(?:~?-~?\d{{4}})?|(?:suot~)?(?:thoi~gian|dot|ky~hop)~(?!qua\b|toi\b|sap\b|lam~viec\b|thuc~hien\b|bao~lau\b)[^,;.:()\n]{{3,60}}(?:\n(?!\n)[^,;.:()\n]{{1,40}})?) ))
    | (?P<on> vao~(?:{_HOUR}?{_DAY}|dau~nam~hoc|cuoi~nam~hoc|cuoi~nam|ngay~\d{{1,2}}~{_EVERY}) )
    | (?P<rhythm> (?:(?:truoc|vao|cham~nhat)~)?(?:ngay~\d{{1,2}}(?:/\d{{1,2}})?~)?
        (?: (?:dinh~ky~(?:vao~)?)?(?:hang|moi)~(?:ngay|tuan|thang|quy|nam)\b(?:~mot~lan)? (?:(?:,~?|~va~|~hoac~)(?:(?:dinh~ky|hang|moi)~)?(?:tuan|thang|quy|nam|\d~thang|6~thang~(?:dau~nam|cuoi~nam))\b)*
          | dinh~ky~(?:moi~|hang~)?(?:\d{{1,2}}|sau|ba|tuan|thang|quy|nam)(?:~(?:thang|nam|tuan|ngay))?(?:/lan|~mot~lan|~/~lan)?\b (?:(?:,~?|~va~|~hoac~)(?:(?:dinh~ky|hang|moi)~)?(?:tuan|thang|quy|nam|\d~thang|ca~nam|1~nam)\b)*
          | moi~(?:nam|thang|quy|tuan)~(?:\d|mot|hai|it~nhat)~?\d?~?lan | \d{{1,2}}~(?:thang|nam|tuan)(?:/|~)(?:1~|mot~)?lan ) )
    )
    """.replace("~", r"[\ \n]{1,3}").replace(r"[\ \n]{1,3}?", r"[\ \n]{0,3}"),
)
_START = re.compile(
    r"\b(?:tai(?= (?:ky|phien))|tu|truoc|cham|muon|han|thoi|den|khong|xong|tre|trong|sau|ngay|vao|hang|moi|dinh|\d{1,2})"
    r"(?=[ \n/]{1,3}(?:\d|n[agh]|h[aeio]|v[ao]|k[yh]|c[ahou]|q[u]|t[ouhr]|m[uo]|d[aeoi]|s[au]|l[aiu]|x|b[aoi]|t[aei]|ca|30))"
)
_LISTED = regex.compile(r"(?:quy (?:i{1,3}v?|iv|\d)|\d{1,2} thang(?: dau nam)?|ca nam|nam|thang|thang \d{1,2})[ \n]+\Z")
_NAMED_PLAN = regex.compile(
    r"(?:du toan|ngan sach|ke hoach|dinh huong|tam nhin|giai doan|chuong trinh|chien luoc|quy hoach|nhiem ky)(?:[ \n]\w+){0,3}[ \n]+\Z"
)
_DATE_OF = regex.compile(r"(?:so|ngay|thang|khoa|dieu|khoan)[ \n]\S+[ \n]\Z")
_ROMAN = {"i": 1, "ii": 2, "iii": 3, "iv": 4}


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
    for match in _times(folded, start, end):
        kind = match.lastgroup or ""
        if kind in ("rhythm", "until", "during") and _NAMED_PLAN.search(
            folded, max(start, match.start() - 48), match.start()
        ):
            continue
        first, last = match.start(), match.end()
        if kind in ("range", "before", "until", "during", "on") and _is_over(
            " ".join(match.group().split()), document_date
        ):
            continue
        while folded[last - 1] in " \n,:;(":
            last -= 1
        listed = _LISTED.search(folded, max(start, first - 24), first)
        if kind == "before" and listed:
            first = listed.start()
        if (
            spans
            and kind == "before"
            and folded[spans[-1][1] : first].strip() in (";", ",", "")
            and folded[spans[-1][1] : first].count(";")
            and listed
        ):
            spans[-1] = (spans[-1][0], last)
        else:
            spans.append((first, last))
        words = " ".join(folded[match.start() : last].split())
        rule = _rule(words)
        if rule:
            rules += [part for part in rule if part not in rules]
        elif kind != "within":
            due = _due(words, document_date)
            if due:
                dues.append(due)
    if not spans and bare and _POINT_OF_TIME.search(folded, start, end):
        last = start + len(folded[start:end].rstrip(" .;,\n"))
        due = _due(" ".join(folded[start:last].split()), document_date)
        return Deadline(((start, last),), due, None)
    if not spans:
        return None
    return Deadline(tuple(spans), max(dues) if dues else None, " | ".join(rules) or None)


def _times(folded: str, start: int, end: int) -> Iterator[regex.Match[str]]:
    """The expressions of time, left to right, tried only where a word may open one."""
    at = start
    for opening in _START.finditer(folded, start, end):
        if opening.start() >= at:
            match = _PATTERN.match(folded, opening.start(), end)
            if match:
                at = match.end()
                yield match


_POINT_OF_TIME = regex.compile(
    r"""(?x)
    (?<!\d) (?P<d>\d{1,2}) (?:[ ]?[/.-][ ]?(?P<m>\d[ ]?\d?) (?:[ ]?[/.-][ ]?(?P<y>\d[ ]?\d[ ]?\d[ ]?\d)\b)? | [ ]thang[ ](?P<m2>\d{1,2}) (?:[ ,/]+(?:nam[ ])?(?P<y2>\d{4}))?) (?!\d)
    | \bthang[ ](?P<m3>\d{1,2}) (?:[ ]?[/.-][ ]?|[ ]nam[ ]) (?P<y3>\d{4})
    | \bquy[ ](?P<q>iv|i{1,3}|[1-4]) (?:[ ]?[/-][ ]?|[ ]nam[ ]) (?P<y4>\d{4})
    | \bnam[ ](?P<y5>\d{4})(?![ ]?-[ ]?\d{4})
    | \bthang[ ](?P<m6>\d{1,2})\b
    """
)


def _due(words: str, document_date: str | None) -> str | None:
    """The last date in the words, at its precision; None if no year is certain."""
    found = None
    for match in _POINT_OF_TIME.finditer(words):
        found = match.groupdict()
    if found is None:
        return None
    year = found["y"] or found["y2"] or found["y3"] or found["y4"] or found["y5"]
    month = found["m"] or found["m2"] or found["m3"] or found["m6"]
    day = found["d"]
    if found["q"]:
        quarter = _ROMAN.get(found["q"]) or int(found["q"])
        month = str(quarter * 3)
    month = month.replace(" ", "") if month else None
    if month and not 1 <= int(month) <= 12:
        return None
    if year is None:
        year = _year_to_come(int(month or 0), int(day) if day else None, document_date)
        if year is None:
            return None
    return iso_date(int(year.replace(" ", "")), int(month) if month else None, int(day) if day else None)


def _is_over(words: str, document_date: str | None) -> bool:
    """Whether a time named with its year lies before the document: it sets no time for a duty."""
    due = _due(words, None)
    if not due or not document_date:
        return False
    precision = min(len(due), len(document_date))
    return due[:precision] < document_date[:precision]


def _year_to_come(month: int, day: int | None, document_date: str | None) -> str | None:
    """The year of the document, if that day has not passed on the document's date."""
    if not document_date or len(document_date) < 7 or not 1 <= month <= 12:
        return None
    due = f"{document_date[:4]}-{month:02d}" + (f"-{day:02d}" if day else "")
    precision = min(len(due), len(document_date))
    return document_date[:4] if due[:precision] >= document_date[:precision] else None


_UNITS = {
    "ngay": "FREQ=DAILY",
    "tuan": "FREQ=WEEKLY",
    "thang": "FREQ=MONTHLY",
    "quy": "FREQ=MONTHLY;INTERVAL=3",
    "nam": "FREQ=YEARLY",
}
_RHYTHMS = regex.compile(
    r"(?P<n>\b\d{1,2}|\bsau|\bba)? ?\b(?P<unit>ngay|tuan|thang|quy|nam)\b(?: (?:dau|cuoi) nam)?(?P<lan>(?: mot| 1)?(?:/| )lan)?"
)
_RECURS = regex.compile(r"\b(?:hang|moi|dinh ky)\b|\blan\b|/lan")


def _rule(words: str) -> list[str]:
    """RRULE values (RFC 5545) of a rhythm: "ngày 05 hàng tháng" is FREQ=MONTHLY;BYMONTHDAY=5."""
    recurs = _RECURS.search(words)
    if not recurs:
        return []
    day = regex.search(
        r"\b(?:ngay )?(\d{1,2})(?:[/ ](?:thang )?(\d{1,2}))? (?:cua )?(?:hang|moi) (thang|nam|quy)", words
    )
    if day and 1 <= int(day[1]) <= 31:
        if day[3] == "thang" and not day[2]:
            return [f"FREQ=MONTHLY;BYMONTHDAY={int(day[1])}"]
        if day[3] == "nam" and day[2]:
            return [f"FREQ=YEARLY;BYMONTH={int(day[2])};BYMONTHDAY={int(day[1])}"]
    rules = []
    tail = words[recurs.start() if recurs[0] not in ("lan", "/lan") else 0 :]
    for match in _RHYTHMS.finditer(tail):
        number = {"sau": 6, "ba": 3}.get(match["n"] or "") or int(match["n"] or 1)
        unit = match["unit"]
        if number == 1:
            rule = _UNITS[unit]
        elif unit in ("thang", "quy"):
            rule = f"FREQ=MONTHLY;INTERVAL={number * (3 if unit == 'quy' else 1)}"
        else:
            rule = f"{_UNITS[unit]};INTERVAL={number}"
        if rule not in rules:
            rules.append(rule)
    return rules
