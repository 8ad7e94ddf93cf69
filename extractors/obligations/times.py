"""Expressions of time in folded text: points, ranges, spans, rhythms, and the words that make a time limit of them."""

import re
from collections.abc import Iterator

from extractors.patterns import opening_words

__all__ = ["opening_time", "times"]


def _spaced(pattern: str) -> str:
    """A pattern in which `~` stands for the blanks between two words (a line break among them) and `~?` for none."""
    return pattern.replace("~?", r"[\ \n]{0,3}").replace("~", r"[\ \n]{1,3}")


_DAY = r"""(?: (?: ngay~? | mung~ )? \d{1,2} (?:
      ~?[/.-]~? \d~?\d? ~?[/.-]~? \d~?\d~?\d~?\d \b                   # 15/12/2023, also torn: 22/1 1/2017
    | ~?/~? \d{1,2} \b (?! ~?/ )                                      # 05/3
    | ~thang~ \d{1,2} (?: (?: ~ | ,~? | / ) (?: nam~ )? \d{4} )?
    | ~thang~ (?: chap | gieng ) \b ) (?: ~\(?am~lich\)? )? )"""
_QUARTER = r"(?: quy ~ (?: iv | i{1,3} | [1-4] ) )"
_MONTH = rf"(?: (?: thang~ \d{{1,2}} | {_QUARTER} ) (?: ~?[/.-]~? \d{{4}} | ~nam~ \d{{4}} )? )"
_YEAR = r"(?: nam~ (?: hoc~ )? \d{4} (?: ~?-~? \d{4} )? )"
_HOUR = r"""(?: (?: luc~ )? \d{1,2} (?: h\d{0,2} | ~?gio (?: ~\d{1,2} (?: ~phut )? )? ) (?: ~?,?~ )? (?: (?: sang
  | chieu )?~ )? )"""
_WEEKDAY = r"(?: (?: (?: sang | chieu | toi )~ )? (?: thu~ (?: hai | ba | tu | nam | sau | bay | [2-7] ) | chu~nhat ) )"
_EVERY = r"""(?: (?: cua~ | vao~ )? (?: hang | moi ) ~ (?: ngay | tuan | thang | quy | nam )
    | (?: cua~ )? thang (?: ~sau | ~cuoi~ (?: quy | ky ) (?: ~bao~cao )? | ~dau~quy (?: ~sau )? | ~ke~tiep )
    | cua~thang )"""
_FEAST = r"""(?: (?: ngay~ )? (?: khai~giang (?: ~nam~hoc (?: ~moi | ~\d{4} (?: ~?-~? \d{4} )? )? )?
    | mua~ (?: mua | bao | lu | kho | he ) (?: ~ (?: mua | bao | lu ) )? (?: ~nam~\d{4} )?
    | (?: le | tet ) \b (?: ~ (?: nguyen~dan | duong~lich | am~lich | co~truyen ) )?
      (?: (?: ~ \w+ ~ \w+ )? ~ (?: nam~ )? \d{4} | ~ (?: giap | at | binh | dinh | mau | ky | canh | tan | nham | quy )
        ~ (?: ty | suu | dan | mao | thin | ngo | mui | than | dau | tuat | hoi ) \b )?
    | to~chuc\b [^,.;]{0,40} ) )"""
_EDGE = r"""(?: (?: dau | cuoi ) ~ (?: (?: moi | hang )~ )? (?: nam (?: ~hoc (?: ~\d{4}~?-~?\d{4} )? | ~\d{4} )?
    | hoc~ky (?: ~ (?: i{1,2} | [12] ) \b )? | (?: thang | quy | tuan | ky ) \b ) )"""
_POINT = rf"""(?: {_HOUR}? (?: {_DAY} | ngay~ \d{{1,2}} (?: ~{_EVERY} )? ) (?: ~{_EVERY} )? | {_MONTH} | {_YEAR}
    | cuoi~ (?: (?: {_QUARTER} | thang ~ \d{{1,2}} ) (?: ~?/~?\d{{4}} | ~nam~\d{{4}} )?
      | (?: nam | quy | thang | ky ) (?: ~\d{{4}} | ~hoc~ky~\w+ )? ) | het~nam~ \d{{4}}
    | tuan ~ (?: dau | cuoi | \w+ ) ~ (?: cua~ )? {_MONTH} | {_HOUR}? {_WEEKDAY} (?: ~{_EVERY} )? | {_FEAST} )"""
_COUNT = r"""(?: \d{1,3} | (?: hai~ | ba~ | bon~ | nam~ | sau~ | chin~ )? muoi (?: ~ (?: mot | hai | ba | lam | nam ) )?
    | mot | hai | ba | bon | nam | sau | bay | chin )"""  # no "tam": "trọng tâm tháng 11" folds to the same
_LENGTH = rf"""(?: {_COUNT} ~? (?: \(~? \w+ (?: ~\w+ )? ~?\)~ )?
    (?: ngay | gio | thang | tuan | nam | quy | phut ) (?: ~lam~viec )? )"""
_REST = r"[^,;.:()\n]"
_COUNTED = rf"""(?: (?: ke~tu | tinh~tu | sau~khi | tu~ (?: ngay | khi ) | truoc~ (?: ngay | khi ) | sau~ngay )
    [ ] {_REST}{{0,110}} (?: \n {_REST}{{0,110}} )? )"""
_UNITS_LISTED = r"""(?: (?: ,~? | ~va~ | ~hoac~ ) (?: (?: dinh~ky | hang | moi ) ~ )?
    (?: tuan | thang | quy | nam | \d~thang | ca~nam ) \b )*"""
_LATEST = r"""(?: truoc (?: ~va~trong )? | (?: cham | muon | tre ) ~nhat (?: ~la )? (?: ~ (?: den | vao | trong ) )?
      (?: ~het )?
    | (?: han~ (?: cuoi | chot ) | thoi~han | den~han | han (?= ~ (?: nop | gui ) ) )
      (?: ~ (?: nop | gui ) (?: ~bao~cao | ~ho~so )? )? (?: ~la | ~den )? :? ~? (?: den~het | truoc | den )?
    | khong~ (?: qua | muon~hon | cham~hon | tre~hon ) | den~het | het (?= ~ngay~\d ) | xong~trong )"""
_REACHED = r"""(?: [,;.:)] | phan~dau | dat | co~ | hoan~thanh | tat~ca | 100 | \d+~?% | toan~ | moi~ | bao~dam
    | dam~bao | co~ban | giam | tang | ty~le | so~ | cac~ | \Z )"""
_STATED_BEHIND = "|".join(  # "Thời gian hoàn thành: Quý III/2024", "Tiến độ thực hiện tháng 6"
    f"(?<={label}{gap})".replace(" ", r"[\ \n]")
    for label in ("hoan thanh", "thoi gian", "thoi gian thuc hien", "tien do")
    for gap in (" ", ": ", " : ")
)
_PATTERN = re.compile(
    _spaced(
        rf"""(?x) \b (?:
      (?P<range> (?: du~kien~ )? tu~ (?: nay~ (?: cho~ )? den~ (?: het~ )? {_POINT}
        | (?: ngay~ )? {_POINT} ~? (?: (?: - | den ) ~ (?: het~ )? (?: ngay~ )? {_POINT}
          | (?: cho~ )? den~khi [ ] {_REST}{{2,50}} ) )
      | trong~ giai~doan~ \d{{4}} ~?-~? \d{{4}} )
    | (?P<before> (?: dinh~ky~ )? {_LATEST} ~ (?: {_HOUR} ~? {_EVERY} | {_POINT} )
        (?: (?: ,~? | ~va~ | ~hoac~ ) (?: truoc~ )? {_DAY} (?: ~{_EVERY} )? )*
      | truoc~ (?: khi~ {_REST}{{2,40}}? ~ )? it~nhat~ {_LENGTH}                  # trước khi họp ít nhất 03 ngày
        (?: ~so~voi~ {_REST}{{2,40}} )?
      | truoc~ (?: gio | khi ) ~ {_REST}{{2,40}}? ~ \d{{1,3}}~ (?: phut | gio | ngay | tuan ) \b (?! ~? \d )
      | truoc~khi~ (?: bat~dau | buoc~vao | khai~giang | ket~thuc ) ~ {_REST}{{2,50}}
      | ngay~sau~ (?: khi | ngay ) [ ] {_REST}{{2,80}}
      | truoc~ \d{{1,2}}~? (?:ngay|gio|tuan) (?: ~lam~viec )? (?! ~?\d )
      | it~nhat~ {_LENGTH} ~truoc~ (?: ngay | khi ) [ ] {_REST}{{2,60}} )
    | (?P<until> (?<=phan[ \n]dau[ \n]) den~ (?: het~ )? {_POINT}
        | den~ (?: het~ | cuoi~ )? (?: {_DAY} | {_MONTH} | nam~ \d{{4}} ) (?= ~? {_REACHED} ) )
    | (?P<since> (?: ke~ )? tu~ngay~ \d{{1,2}} (?: [/.-]\d{{1,2}}[/.-]\d{{4}} | ~thang~\d{{1,2}}~nam~\d{{4}} ) )
    | (?P<stated> (?: {_STATED_BEHIND} ) (?: {_MONTH} | {_YEAR} ) (?: (?: ,~? | ~va~ ) {_MONTH} )* )
    | (?P<within> (?: trong | cham~nhat (?: ~la )? (?: ~trong )? | sau ) ~ (?: thoi~ (?: han | gian ) ~ | vong~ )?
        (?: (?: toi~da | khong~qua | cham~nhat | it~nhat | sau ) ~ )? {_LENGTH}
        (?: ~ (?: dau | cuoi ) ~nam (?: ~\d{{4}} )? )? (?: ,? ~ {_COUNTED} )?
      | khong~qua~ {_LENGTH} ,? ~ {_COUNTED} )                                   # "không quá 12 tháng" is a duration
    | (?P<during> tai~ (?: ky~hop | phien~hop | hoi~nghi~giao~ban ) ~ (?: {_REST}{{0,30}}? {_MONTH} | {_REST}{{3,60}} )
        | trong~ hoc~ky~ (?: i{{1,2}} | [12] ) \b
        | (?: ngay~ )? trong~ (?: {_DAY} | {_MONTH} | {_YEAR} | tuan~\w+~ {_MONTH}
          | (?: suot~ )? (?: thoi~gian | dot | ky~hop ) ~
            (?! (?: qua | toi | sap | lam~viec | thuc~hien | bao~lau ) \b )
            {_REST}{{3,60}} (?: \n (?!\n) {_REST}{{1,40}} )? ) )
    | (?P<on> vao~ (?: {_HOUR}? {_DAY} | {_MONTH} | {_YEAR} | {_EDGE} (?: ~va~ {_EDGE} )*
        | {_WEEKDAY} (?: (?: ,~? | ~va~ ) {_WEEKDAY} )* ~ {_EVERY} | ngay~ \d{{1,2}} ~ {_EVERY} ) )
    | (?P<rhythm> (?: (?: truoc | vao | cham~nhat ) ~ )? (?: ngay~ \d{{1,2}} (?: / \d{{1,2}} )? ~ )?
        (?: (?: dinh~ky~ (?: vao~ )? )? (?: hang | moi ) ~ (?: ngay | tuan | thang | quy
          | nam ) \b (?: ~mot~lan )? {_UNITS_LISTED}
          | dinh~ky~ (?: moi~ | hang~ )? (?: \d{{1,2}} | sau | ba | tuan | thang | quy | nam )
            (?: ~ (?: thang | nam | tuan | ngay ) )? (?: /lan | ~mot~lan | ~/~lan )? \b {_UNITS_LISTED}
          | moi~ (?: nam | thang | quy | tuan ) ~ (?: \d | mot | hai | it~nhat ) ~?\d?~? lan
          | \d{{1,2}} ~ (?: thang | nam | tuan ) (?: / | ~ ) (?: 1~ | mot~ )? lan
          | \d{{1,2}} ~lan~? / ~?\d{{0,2}}~? (?: ngay | tuan | thang | quy | nam~hoc | nam | hoc~ky ) \b ) )
    )"""
    )
)
_TIMES = r"(?=[ \n]{1,3}(?:lan|(?:thang|nam|tuan)[ \n/]{1,3}(?:1|mot|lan)))"  # "02 lần/năm", "6 tháng một lần"
# "ngày 05 hàng tháng", "ngay sau khi"
_EACH = r"(?=[ \n]{1,3}(?:trong|sau[ \n]{1,3}(?:khi|ngay)|\d{1,2}(?:/\d{1,2})?[ \n]{1,3}(?:dinh|hang|moi)))"
_STATED = (
    f"{unit}(?:{'|'.join(f'(?<={before}{unit})' for before in ('thanh ', 'gian ', 'hien ', ': ', 'do '))})"
    for unit in ("quy", "thang", "nam")
)
_OPENING = (
    "tai(?= (?:ky|phien|hoi nghi giao))", "tu", "ke(?= tu)", "it(?= nhat)", "het(?= ngay)", "du(?= kien)", "truoc",
    "cham", "muon", "han", "thoi", "den", "khong", "tre", "trong", "sau", "vao", "hang", "moi", "dinh",
    "xong(?= trong)", "ngay" + _EACH, *_STATED, *(rf"{digit}\d?{_TIMES}" for digit in range(10)),
)  # fmt: skip
_START = re.compile(  # only here may an expression of time open: cheaper than trying everywhere
    opening_words(_OPENING) + r"(?=[ \n/]{1,3}"
    r"(?:\d|n[aghuo]|h[aeio]|v[ao]|k[yhei]|c[ahou]|qu|t[aehiour]|m[uo]|d[aeoi]|s[au]|l[aeiu]|x|g|b[aoi]|i|ph))"
)
_OPENS = re.compile(  # "Ngày 16/11/2017: …", "Đến ngày 31/12/2025 …"
    _spaced(
        rf"""(?x) \W* (?P<opens> (?: du~kien~ )? (?: {_HOUR}? {_DAY} | {_MONTH} ) (?= ~? [:,] )
          | den~ (?: het~ | cuoi~ )? (?: {_DAY}
              | thang~ \d{{1,2}} (?: ~?/~?\d{{4}} | ~nam~\d{{4}} ) | nam~\d{{4}} ) )"""
    )
)


def opening_time(folded: str, start: int, end: int) -> tuple[int, int] | None:
    """The time that opens a unit: "Ngày 16/11/2017: Họp đoàn".

    >>> opening_time("ngay 16/11/2017: hop doan", 0, 25)
    (0, 15)
    """
    match = _OPENS.match(folded, start, end)
    return match.span("opens") if match else None


def times(folded: str, start: int, end: int) -> Iterator[re.Match[str]]:
    """The expressions of time in `folded[start:end]`, left to right; the last group names the kind.

    >>> [match.lastgroup for match in times("gui truoc ngay 15/12/2023, dinh ky hang nam", 0, 43)]
    ['before', 'rhythm']
    """
    at = start
    for opening in _START.finditer(folded, start, end):  # tried only where a word may open one
        if opening.start() >= at:
            match = _PATTERN.match(folded, opening.start(), end)
            if match:
                at = match.end()
                yield match
