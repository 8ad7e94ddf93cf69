"""Lines of a letterhead cut into cells: number, date and motto told from what stands beside them on the same line."""

import re

import regex

from extractors.normalise import NormalisedText
from extractors.structure.lines import Line

__all__ = ["LONGEST_LINE", "RawCell", "cut_line", "dates_joined"]

RawCell = tuple[str, int, int]
"""Role ("motto", "date", "number", "symbol", or "" where only the neighbours tell), start, end in the clean text."""

LONGEST_LINE = 260
"""Characters; a longer line is running text, no part of a letterhead."""

_MOTTO = re.compile(
    r"\bc\w{1,3} ?h\w{1,3} ?x\w ?h\w{1,2} ?ch\w{1,2} ?n\w{2,5} ?v?\w* ?n?\w*"  # Cộng hòa xã hội chủ nghĩa Việt Nam
    r"|\S{1,5} ?[lt]\w{1,3}\W{1,6}[tl]\w ?d\w\W{1,8}h\w{1,3} ?ph\w{1,3}"  # Độc lập - Tự do - Hạnh phúc
    r"|\bd\wng ?c\wng ?s\wn ?vi\wt ?nam"  # Đảng Cộng sản Việt Nam
)
_HAPPINESS = re.compile(r"h\w{1,3} ?ph")  # the words without which no line can be the motto
_DATE = re.compile(
    r"""(?x)
    (?: , | (?<=\s) | ^ ) \s*
    (?P<day>
      [nu]g\w{1,2} (?![a-z])       (?: (?!\bng\w\w\b)  [\s\S] ){0,16}?      # ngày, whatever was written by hand
      [tf][hb]\w{1,3}g? (?![a-z]) (?: (?!\bth\w{2,3}\b) [\s\S] ){0,14}?     # tháng
      \b [nu]\w[mn] [ \n.…_]{0,8} [\d ]{0,6} )                              # năm
    """
)
_NUMBER = re.compile(
    r"""(?x)
      (?: ^ | (?<=[-_*=|]) ) \W{0,4} (?:lu\wt[ ]|ph\wp[ ]l\wnh[ ])? s[o06][ ]?(?::|[;.,](?=[ .…_]*[\d/]))   # Số:
    | ^ \W{0,3} (?:luat[ ]so|so)[ ]?:?[ ]?\d+[ ]?[/-]                                # Số 05-CT/TU
    | ^ \W{0,3} s[o06]\S{0,7}[ ]?/[a-z]{2,}                                         # Sóz?4/KH-SYT
    """
)
_SYMBOL = re.compile(
    r"^\W{0,2}/ ?(?:(?:19|20)\d\d ?/ ?)?[A-ZĐ][\wĐ&]*(?:[-./][\wĐ&]+)*$"
    r"|^- ?[A-ZĐ][\wĐ&]*/[A-ZĐ][\wĐ&]*$"  # the Party's, its number still blank
    r"|^\d{1,5} ?[-/] ?(?:\d{4} ?/ ?)?[A-ZĐ]{2,}[\wĐ&]*(?:[-/][\wĐ&]+)*$"
)
_OF_ANOTHER = re.compile(r"\W{0,4}(?:số \d|[Ss]ố \d+\S*/\S+ (?:ng[àa]y \d|của |về ))")
"""A wrapped line of running text goes on with the number of another document."""
_SEPARATOR = re.compile(r"\s*\|\s*|(?<=\S)[ ]{3,}(?=\S)")
_RULE = re.compile(r"^[\s_=*.-]{3,}|[\s_=*.-]{3,}$")
_RULE_SIGNS = " _=*.-"
_NO_PLACE = re.compile(r"\b(?:can cu|theo|quyet dinh|nghi dinh|cong van|kem theo)\b|\(")
_CITED = re.compile(r"(?!\W{0,4}s[o06])(?:.*[ ])?\d+[ ]?/[a-z\d]\S*(?:[ ]-\S+)?[ ]*$")  # "42/BNV-VP" before "ngày …"
_OF_A_CITATION = re.compile(r"[ ]*(?:cua|ve)\b")  # … and "của …" behind it
_AFTER_NUMBER = re.compile(r"\S*/\S*|s[o]\s*:\s*\d*")
_DATE_OPENS = re.compile(r"(?:,|^)\s*ng\w{1,2}\W*\d{0,2}\W*(?:th\w{2,3}\W*\d{0,2}\W*)?$")
_DATE_GOES_ON = re.compile(r"(?:\d{1,2}\W*)?(?:th\w{2,3}|n\wm)\b")
_YEAR = re.compile(r"n\wm\W*\d{4}")
_PLACE = regex.compile(
    r"(?:(?:[Tt]hành phố|[Tt]ỉnh|[Tt]hị xã|[Hh]uyện|[Qq]uận|[Pp]hường|[Xx]ã|[Tt]hị trấn|TP\.?|Tp\.?|TX\.?)[ ]*)?"
    r"(?:\p{Lu}[\p{L}.'-]*(?:[ ]+(?:-[ ]+)?|(?<=\.))){0,5}(?:\p{Lu}[\p{L}.]*|\p{Ll}{1,5}|\d{1,2})[ ]*,?[ ]*$"
)


def dates_joined(text: NormalisedText, lines: list[Line]) -> list[Line]:
    """Lines with a date that its blanks tore apart ("ngày / tháng / năm 2023") put on one."""
    joined: list[Line] = []
    open_date = 0
    for line in lines:
        folded = text.folded[line.start : line.end]
        if open_date and len(folded) < 30 and _DATE_GOES_ON.match(folded):
            joined[-1] = joined[-1]._replace(end=line.end)
            open_date = 0 if _YEAR.search(folded) else open_date - 1
            continue
        joined.append(line)
        may_open = len(folded) < 90 and (folded.startswith("ng") or folded.rfind(",", -50) >= 0)
        open_date = 3 if may_open and _DATE_OPENS.search(folded[-50:]) else 0
    return joined


def cut_line(text: NormalisedText, line: Line) -> list[RawCell]:
    """A line cut into cells: at "|", before motto and before place and date."""
    if line.end - line.start > LONGEST_LINE:
        return [("", line.start, line.end)]
    cells: list[RawCell] = []
    at = line.start
    pieces: list[tuple[int, int]] = []
    folded = text.folded[line.start : line.end]
    if "|" not in folded and "   " not in folded:
        return _roles(text, line.start, line.end)
    date = _DATE.search(folded)
    kept = range(line.start + date.start(), line.start + date.end()) if date else range(0)
    for separator in _SEPARATOR.finditer(text.text, line.start, line.end):
        if separator.start() in kept and separator.end() in kept:
            continue
        pieces.append((at, separator.start()))
        at = separator.end()
    pieces.append((at, line.end))
    for start, end in pieces:
        if start >= end:
            continue
        cells += _roles(text, start, end)
    return cells


def _roles(text: NormalisedText, start: int, end: int) -> list[RawCell]:
    edges = text.text[start] + text.text[end - 1]
    rules = list(_RULE.finditer(text.text[start:end])) if edges.strip(_RULE_SIGNS) != edges else []
    if rules and rules[0].end() - rules[0].start() < end - start:
        start, end = (
            start + (rules[0].end() if rules[0].start() == 0 else 0),
            start + rules[-1].start() if rules[-1].end() == end - start else end,
        )
    folded = text.folded[start:end]
    cells: list[RawCell] = []
    motto = _MOTTO.search(folded) if "x" in folded or "dang" in folded or _HAPPINESS.search(folded) else None
    if motto and (motto.end() >= len(folded) - 8):
        left_end = motto.start()
        while left_end > 0 and folded[left_end - 1] in " _.-~*":
            left_end -= 1
        if left_end > 0:
            cells += _roles(text, start, start + left_end)
        return [*cells, ("motto", start + motto.start(), start + motto.end())]
    date = _DATE.search(folded) if "g" in folded and any(word in folded for word in ("th", "tb", "fh")) else None
    cited = _OF_ANOTHER.match(text.text, start, end)
    if date and not cited and _is_date_cell(folded[: date.start()]) and not _OF_A_CITATION.match(folded, date.end()):
        place = _place_start(text, start, start + date.start())
        if place > start and text.text[start:place].strip(" -_,."):
            left = text.text[start:place].rstrip()
            cells += _roles(text, start, start + len(left))
        return [*cells, ("date", place, start + date.end("day"))]
    number = _NUMBER.search(folded)
    if number and _OF_ANOTHER.match(text.text, start + number.start(), end):
        number = None
    if number:
        return [("number", start + number.start(), end)]
    if _SYMBOL.match(text.text[start:end]):
        return [("symbol", start, end)]
    return [("", start, end)]


def _is_date_cell(folded: str) -> bool:
    """The place before the comma must look like one: few words, none of them of a citation."""
    return len(folded.strip(" ,.-_")) < 90 and _NO_PLACE.search(folded) is None and _CITED.match(folded) is None


def _place_start(text: NormalisedText, start: int, end: int) -> int:
    """Where the place name before a date begins when the left column runs into it."""
    segment, folded = text.text[start:end], text.folded[start:end]
    token = 0
    for match in _AFTER_NUMBER.finditer(folded):
        token = match.end()
    if token:
        while token < len(segment) and segment[token] in " .,_-":
            token += 1
        return start + token
    if len(folded.split()) <= 7 and "v/v" not in folded and "ve viec" not in folded:
        return start + len(segment) - len(segment.lstrip())
    place = _PLACE.search(segment)
    return start + place.start() if place else end
