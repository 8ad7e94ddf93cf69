"""By when: the words that set the time of a duty, the date they mean and the rhythm they set.

"kịp thời", "đúng tiến độ" and "khi …" set no time (gold/GUIDELINES.md). A date without a year takes the year of the
document only where that day is still to come in that year; a date that lies before the document sets no time.
"""

import re
from collections.abc import Iterator
from typing import NamedTuple

import regex

from extractors.dates import iso_date

__all__ = ["Deadline", "find_deadline"]


class Deadline(NamedTuple):
    """The words (`spans` of the clean text), the resolved date (ISO, as precise as printed), the recurrence (RRULE)."""

    spans: tuple[tuple[int, int], ...]
    due: str | None
    recurrence: str | None


def _spaced(pattern: str) -> str:
    """A pattern in which `~` stands for the blanks between two words (a line break among them) and `~?` for none."""
    return pattern.replace("~?", r"[\ \n]{0,3}").replace("~", r"[\ \n]{1,3}")


# All patterns run on the folded text.
_DAY = r"""(?: (?: ngay~? | mung~ )? \d{1,2} (?:
      ~?[/.-]~? \d~?\d? ~?[/.-]~? \d~?\d~?\d~?\d \b                   # 15/12/2023, also torn: 22/1 1/2017
    | ~?/~? \d{1,2} \b (?! ~?/ )                                      # 05/3
    | ~thang~ \d{1,2} (?: (?: ~ | ,~? | / ) (?: nam~ )? \d{4} )? ) )"""
_MONTH = r"""(?: thang~ \d{1,2} (?: ~?[/.-]~? \d{4} | ~nam~ \d{4} )?
    | quy~ (?: [1-4] | iv | i{1,3} ) (?: ~?[/-]~? \d{4} | ~nam~ \d{4} )? )"""
_YEAR = r"(?: nam~ (?: hoc~ )? \d{4} (?: ~?-~? \d{4} )? )"
_HOUR = r"""(?: (?: luc~ )? \d{1,2} (?: h\d{0,2} | ~?gio (?: ~\d{1,2} (?: ~phut )? )? ) (?: ~?,?~ )? (?: (?: sang
  | chieu )?~ )? )"""
_EVERY = r"""(?: (?: cua~ | vao~ )? (?: hang | moi ) ~ (?: ngay | tuan | thang | quy | nam )
    | cua~thang (?: ~sau | ~cuoi~ (?: quy | ky ) (?: ~bao~cao )? | ~dau~quy | ~ke~tiep )? )"""
_POINT = rf"""(?: {_HOUR}? (?: {_DAY} | ngay~ \d{{1,2}} (?: ~{_EVERY} )? ) (?: ~{_EVERY} )? | {_MONTH} | {_YEAR}
    | cuoi~ (?: (?: quy ~ (?: iv | i{{1,3}} | [1-4] ) | thang ~ \d{{1,2}} ) (?: ~?/~?\d{{4}} | ~nam~\d{{4}} )?
      | (?: nam | quy | thang | ky ) (?: ~\d{{4}} | ~hoc~ky~\w+ )? ) | het~nam~ \d{{4}}
    | ngay~ (?: khai~giang | le | tet | to~chuc\b [^,.;]{{0,40}} ) )"""
_LENGTH = r"""(?: \d{1,3} | mot | hai | ba | bon | nam | muoi ) ~? (?: \(~? \w+ ~?\)~ )?
    (?: ngay | gio | thang | tuan | nam | quy | phut ) (?: ~lam~viec )?"""
_REST = r"[^,;.:()\n]"
_COUNTED = rf"""(?: ke~tu | tinh~tu | sau~khi | tu~ (?: ngay | khi ) | truoc~ (?: ngay | khi ) | sau~ngay )
    [ ] {_REST}{{0,110}} (?: \n {_REST}{{0,110}} )?"""
_UNITS_LISTED = r"""(?: (?: ,~? | ~va~ | ~hoac~ ) (?: (?: dinh~ky | hang | moi ) ~ )?
    (?: tuan | thang | quy | nam | \d~thang | ca~nam ) \b )*"""
_PATTERN = regex.compile(
    _spaced(
        rf"""(?x) \b (?:
      (?P<range> (?: du~kien~ )? tu~ (?: nay~ (?: cho~ )? den~ (?: het~ )? {_POINT}
        | (?: ngay~ )? {_POINT} ~? (?: - | den ) ~ (?: het~ )? (?: ngay~ )? {_POINT} ) )
    | (?P<before> (?: truoc (?: ~va~trong )? | (?: cham | muon | tre ) ~nhat (?: ~la )? (?: ~ (?: den | vao
      | trong ) )? (?: ~het )?
        | (?: han~ (?: cuoi | chot ) | thoi~han | den~han ) (?: ~nop | ~gui (?: ~bao~cao )? )? (?: ~la | ~den )? :? ~?
          (?: den~het | truoc | den )?
        | khong~ (?: qua | muon~hon | cham~hon | tre~hon ) | den~het | xong~trong ) ~ (?: {_POINT} ) )
    | (?P<until> (?<= phan~dau~ ) den~ (?: het~ )? {_POINT}
        | den~ (?: het~ | cuoi~ )? (?: {_DAY} | {_MONTH} | nam~ \d{{4}} )
          (?= ~? (?: [,;.:)] | phan~dau | dat | co~ | hoan~thanh | tat~ca | 100 | \d+~?% | toan~ | moi~ | bao~dam
            | dam~bao
            | co~ban | giam | tang | \Z ) ) )
    | (?P<within> (?: (?: trong | cham~nhat (?: ~la )? (?: ~trong )? | sau ) ~
          (?: thoi~ (?: han | gian ) ~ | vong~ )? (?: (?: toi~da | khong~qua | cham~nhat | it~nhat ) ~ )? {_LENGTH}
          (?: ,? ~ {_COUNTED} )? | khong~qua~ {_LENGTH} ,? ~ {_COUNTED} ) )   # "không quá 12 tháng" alone is a duration
    | (?P<during> tai~ (?: ky~hop | phien~hop ) ~ {_REST}{{3,60}}
        | (?: ngay~ )? trong~ (?: {_DAY} | {_MONTH} | nam~ (?: hoc~ )? \d{{4}} (?: ~?-~? \d{{4}} )?
          | (?: suot~ )? (?: thoi~gian | dot | ky~hop ) ~
            (?! (?: qua | toi | sap | lam~viec | thuc~hien
              | bao~lau ) \b ) {_REST}{{3,60}} (?: \n (?!\n) {_REST}{{1,40}} )? ) )
    | (?P<on> vao~ (?: {_HOUR}? {_DAY} | (?: dau | cuoi ) ~nam (?: ~hoc )? | ngay~ \d{{1,2}} ~ {_EVERY} ) )
    | (?P<rhythm> (?: (?: truoc | vao | cham~nhat ) ~ )? (?: ngay~ \d{{1,2}} (?: / \d{{1,2}} )? ~ )?
        (?: (?: dinh~ky~ (?: vao~ )? )? (?: hang | moi ) ~ (?: ngay | tuan | thang | quy
          | nam ) \b (?: ~mot~lan )? {_UNITS_LISTED}
          | dinh~ky~ (?: moi~ | hang~ )? (?: \d{{1,2}} | sau | ba | tuan | thang | quy | nam )
            (?: ~ (?: thang | nam | tuan | ngay ) )? (?: /lan | ~mot~lan | ~/~lan )? \b {_UNITS_LISTED}
          | moi~ (?: nam | thang | quy | tuan ) ~ (?: \d | mot | hai | it~nhat ) ~?\d?~? lan
          | \d{{1,2}} ~ (?: thang | nam | tuan ) (?: / | ~ ) (?: 1~ | mot~ )? lan ) )
    )"""
    )
)
_START = re.compile(  # only here may an expression of time open: cheaper than trying everywhere
    r"\b(?:tai(?= (?:ky|phien))|tu|truoc|cham|muon|han|thoi|den|khong|xong|tre|trong|sau|ngay|vao|hang|moi|dinh"
    r"|\d{1,2})"
    r"(?=[ \n/]{1,3}(?:\d|n[agh]|h[aeio]|v[ao]|k[yh]|c[ahou]|qu|t[aehiour]|m[uo]|d[aeoi]|s[au]|l[aiu]|x|b[aoi]))"
)
_LISTED = regex.compile(r"(?:quy (?:i{1,3}v?|iv|\d)|\d{1,2} thang(?: dau nam)?|ca nam|nam|thang(?: \d{1,2})?)[ \n]+\Z")
_NAMED_PLAN = regex.compile(  # "dự toán ngân sách hàng năm", "giai đoạn đến năm 2030" name a thing
    r"""(?x) (?: du\ toan | ngan\ sach | ke\ hoach | dinh\ huong | tam\ nhin | giai\ doan | chuong\ trinh | chien\ luoc
      | quy\ hoach | nhiem\ ky ) (?: [ \n] \w+ ){0,3} [ \n]+ \Z"""
)
_PAID = regex.compile(  # "trợ cấp hằng tháng": how a thing is paid, not when to act
    r"""(?x) \b (?: tro\ cap | luong | luong\ huu | phu\ cap | sinh\ hoat\ phi | tien | hoc\ phi | thu\ nhap | che\ do
      | muc | dong\ gop | bao\ hiem\ xa\ hoi ) (?: [ \n] \w+ )? [ \n]+ \Z"""
)
_DATED = ("range", "before", "until", "during", "on")


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
        first, last = match.span()
        if kind in ("rhythm", "until", "during", "range") and _NAMED_PLAN.search(folded, max(start, first - 48), first):
            continue
        if kind == "rhythm" and _PAID.search(folded, max(start, first - 40), first):
            continue
        if kind in _DATED and _is_over(" ".join(match.group().split()), document_date):
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
        due = _due(words, document_date) if not rule and kind != "within" else None
        if due:
            dues.append(due)
    if not spans and bare and _POINT_OF_TIME.search(folded, start, end):
        last = start + len(folded[start:end].rstrip(" .;,\n"))
        return Deadline(((start, last),), _due(" ".join(folded[start:last].split()), document_date), None)
    return Deadline(tuple(spans), max(dues, default=None), " | ".join(rules) or None) if spans else None


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
      (?<!\d) (?P<d>\d{1,2}) (?: [ ]?[/.-][ ]? (?P<m>\d[ ]?\d?) (?: [ ]?[/.-][ ]? (?P<y>\d[ ]?\d[ ]?\d[ ]?\d) \b )?
        | [ ]thang[ ] (?P<m2>\d{1,2}) (?: [ ,/]+ (?:nam[ ])? (?P<y2>\d{4}) )? ) (?!\d)
    | \b thang[ ] (?P<m3>\d{1,2}) (?: [ ]?[/.-][ ]? | [ ]nam[ ] ) (?P<y3>\d{4})
    | \b quy[ ] (?P<q>iv|i{1,3}|[1-4]) (?: [ ]?[/-][ ]? | [ ]nam[ ] ) (?P<y4>\d{4})
    | \b nam[ ] (?P<y5>\d{4}) (?! [ ]?-[ ]?\d{4} )
    | \b thang[ ] (?P<m6>\d{1,2}) \b
    """
)
_ROMAN = {"i": 1, "ii": 2, "iii": 3, "iv": 4}


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
_NUMBERS = {"ba": 3, "sau": 6}
_RHYTHM = regex.compile(r"(?P<number>\b\d{1,2}|\bsau|\bba)? ?\b(?P<unit>ngay|tuan|thang|quy|nam)\b")
_RECURS = regex.compile(r"\b(?:hang|moi|dinh ky)\b|\blan\b")
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
