"""Numbers and dates that tell a person: identity, phone, account, licence plate, tax code, birth; e-mail."""

import re
from collections.abc import Iterator
from functools import cache

import regex

from corpora.folding import fold
from corpora.personal_data import personal_words
from extractors.dates import match_date
from extractors.pii.model import Finding, Kind

__all__ = ["find_numbers", "label_pattern"]

_EMAIL = re.compile(
    r"(?<![\w.+-])[A-Za-z0-9][\w.+-]{0,63}[ ]?\(?@\)?[ ]?(?:[A-Za-z0-9-]+\.){1,4}[A-Za-z]{2,10}(?![\w-])"
)
# Mobile: 03, 05, 07, 08, 09 and eight digits; fixed lines: 02x(x) and seven or eight; +84 for the 0 (Thông tư
# 22/2014/TT-BTTTT).
_PHONE = re.compile(
    r"""
    (?<![\w/.,-]) (?:
        (?: \(?\+?84\)? [ .-]? | 0 ) [35789] (?: [ .-]? \d ){8}
      | (?: \(0 2\d{1,2}\) | \(02\d{1,2}\) | 02\d{1,2} | \(?\+84\)?[ .-]?2\d{1,2} ) [ ./-]? \d (?: [ .-]? \d ){6,7}
      | (?: 1800 | 1900 ) (?: [ .-]? \d ){4,6}
    ) (?! [\w/] | [.,-]\d )
    """,
    re.VERBOSE,
)
_DAY = re.compile(r"\d{2}\.\d{2}\.(?:19|20)\d{2}")
_LABELLED_PHONE = re.compile(
    r"(?:dien thoai|sdt|\bdt|di dong|hotline|zalo)(?:[ ]lien[ ]he)?[ ]?[:.]?[ ]{0,2}(?:so[ :]{0,2})?"
    r"(?P<value>\(?0[\d(). -]{7,14}\d)(?![\d/])"
)
# 12 digits: province (001-096), century and sex, year of birth, six more (Nghị định 137/2015/NĐ-CP, Điều 13).
_TWELVE = re.compile(r"(?<![\w/.-])0(?:0[1-9]|[1-8]\d|9[0-6])[ .]?[0-9]\d{2}[ .]?\d{3}[ .]?\d{3}(?![\w/-])")
_PLATE = re.compile(r"(?<![\w/.-])[1-9]\d[ ]?-?[ ]?[A-ZĐ]{1,2}\d?[ ]?[-–. ][ ]?(?:\d{3}\.\d{2}|\d{5})(?![\w/]|[.-]\d)")
_VALUES: dict[Kind, str] = {
    # a passport, a health insurance card; CMND, social insurance, CCCD have 9, 10 and 12 digits
    "ID": r"(?:[a-z]{1,2}[ ]?\d{6,8}|[a-z]{2}[ ]?\d(?:[ ]?\d){12}|\d(?:[ .]?\d){8,9}(?:(?:[ .]?\d){2})?)"
    r"(?![\w/]|[.-]\d)",
    "ACCOUNT": r"\d(?:[ .-]?\d){5,18}(?![\w/])",
    "TAX": r"\d{10}(?:[ ]?-[ ]?\d{3})?(?!\w)",
    "PLATE": r"\d{2}[ ]?-?[ ]?[a-z]{1,2}\d?[ ]?[-–. ]?[ ]?\d{2,3}[. ]?\d{2}(?![\w/])",
}


def label_pattern(kind: str, follows: str = r"(?:(?:so|la)[ \n:]{1,2})?") -> str:
    """The labels of a kind, on folded text; a colon and `follows` ("số", "là") may stand behind."""
    words = "|".join(re.escape(word).replace(r"\ ", "[ \\n]+") for word in personal_words().labels[kind])
    return rf"(?<![a-z0-9])(?:{words})(?![a-z0-9])(?:[ ]?\([^)\n]{{1,20}}\))?[ \n]{{0,2}}[:.]?[ \n]{{0,2}}{follows}"


@cache
def _labelled() -> dict[Kind, re.Pattern[str]]:
    return {kind: re.compile(rf"{label_pattern(kind)}(?P<value>{value})") for kind, value in _VALUES.items()}


@cache
def _birth_label() -> re.Pattern[str]:
    return re.compile(rf"{label_pattern('BIRTH')}|(?<![a-z0-9])sinh[ ]?:[ ]{{0,2}}")


_YEAR = re.compile(r"(?:19|20)\d{2}(?![\d/-]|\.\d)")
_WORD_BEFORE = re.compile(r"[a-z]+[ ]*\Z")
_NAMED = regex.compile(r"\p{L}[ ]\p{Lu}\p{Ll}*[ ]\Z")  # "bà Vi sinh năm"; "vi sinh", "Hộ sinh năm"
_BEFORE_1945 = re.compile(  # older than any document that `match_date` knows
    r"(?:ngay[ ]{1,2})?(?:(?P<d>\d{1,2})[ ]?[/.-][ ]?(?P<m>\d{1,2})[ ]?[/.-][ ]?(?P<y>19[0-4]\d)"
    r"|(?P<day>\d{1,2})[ ]thang[ ](?P<month>\d{1,2})[ ]nam[ ](?P<year>19[0-4]\d))(?!\d)"
)
_OLDEST, _YOUNGEST = 1900, 2026


def _digits(words: str) -> str:
    return re.sub(r"[^a-z0-9]", "", fold(words))


def find_numbers(text: str, folded: str) -> Iterator[Finding]:
    """All of them, overlaps among them; `folded` is `corpora.folding.fold(text)`, of the same length.

    >>> [(f.kind, f.value) for f in find_numbers("SĐT: 0912.345.678", fold("SĐT: 0912.345.678"))][0]
    ('PHONE', '0912345678')
    """
    for match in _EMAIL.finditer(text):
        yield Finding(*match.span(), "EMAIL", re.sub(r"[ ()]", "", match[0]).lower(), 0.95)
    for match in _PHONE.finditer(text):
        if _DAY.match(match[0]):
            continue  # "08.04.2025 09:22"
        yield _phone(match.start(), match.end(), match[0])
    for match in _LABELLED_PHONE.finditer(folded):
        if 9 <= len(_digits(match["value"])) <= 11:
            yield _phone(*match.span("value"), match["value"])
    for match in _TWELVE.finditer(text):
        yield Finding(*match.span(), "ID", _digits(match[0]), 0.6)
    for match in _PLATE.finditer(text):
        yield Finding(*match.span(), "PLATE", _digits(match[0]), 0.7)
    for kind, pattern in _labelled().items():
        for match in pattern.finditer(folded):
            yield Finding(*match.span("value"), kind, _digits(match["value"]), 0.95)
    for match in _birth_label().finditer(folded):
        before = _WORD_BEFORE.search(folded, max(0, match.start() - 8), match.start())
        if (
            before is not None
            and before[0].rstrip() in personal_words().not_birth
            and match[0].startswith("sinh")
            and not _NAMED.search(text[max(0, match.start() - 16) : match.start()])
        ):
            continue
        if born := _birth(folded, match.end()):
            yield born


def _phone(start: int, end: int, printed: str) -> Finding:
    digits = _digits(printed)
    return Finding(start, end, "PHONE", "0" + digits[2:] if digits.startswith("84") else digits, 0.9)


def _birth(folded: str, at: int) -> Finding | None:
    """The day or year behind "sinh ngày"; the words "ngày … tháng …" are part of it."""
    old = _BEFORE_1945.match(folded, at)
    if old is not None:
        year, month, day = old["y"] or old["year"], old["m"] or old["month"], old["d"] or old["day"]
        return Finding(at, old.end(), "BIRTH", f"{year}-{int(month):02}-{int(day):02}", 0.95)
    found = match_date(folded, at)
    if found is not None and _OLDEST <= int(found.iso[:4]) <= _YOUNGEST:
        return Finding(at, found.end, "BIRTH", found.iso, 0.95)
    year = _YEAR.match(folded, at)
    if year and _OLDEST <= int(year[0]) <= _YOUNGEST:
        return Finding(at, year.end(), "BIRTH", year[0], 0.9)
    return None
