"""Personal data in tables: what stands under a heading ("Họ và tên", "Số CCCD") is of its kind."""

import re
from collections.abc import Iterator
from functools import cache
from itertools import pairwise

import regex

from corpora.personal_data import personal_words
from extractors.pii.model import Finding, Kind
from extractors.pii.names import find_names

__all__ = ["find_in_columns"]

_LONGEST_HEADING = 60
_NAME = regex.compile(r"\p{Lu}[\p{L}'’]*(?:[ ]{1,2}\p{Lu}[\p{L}'’]*){1,5}")
_VALUES: dict[Kind, re.Pattern[str]] = {
    "ID": re.compile(r"[a-z]{0,2}[ ]?\d(?:[ .]?\d){6,14}"),
    "ACCOUNT": re.compile(r"\d(?:[ .-]?\d){5,18}"),
    "TAX": re.compile(r"\d{10}(?:[ ]?-[ ]?\d{3})?|\d{12}"),
    "PHONE": re.compile(r"\(?\+?\d(?:[ ().-]?\d){8,11}"),
    "BIRTH": re.compile(r"(?:\d{1,2}[ ]?[/.-][ ]?){0,2}(?:19|20)\d{2}"),
    "PLATE": re.compile(r"\d{2}[ ]?-?[ ]?[a-z]{1,2}\d?[ ]?[-–. ]?[ ]?\d{2,3}[. ]?\d{2}"),
}
_ADDRESS = re.compile(r"(?=.*[a-z]).{6,160}")
_NOT_OF_PERSONS = re.compile(r"\b(?:don vi|co quan|cong ty|doanh nghiep|truong|to chuc|du an|cong trinh)\b")


@cache
def _headings() -> tuple[tuple[Kind, re.Pattern[str]], ...]:
    """The labels of each kind as headings, on folded text."""
    labels = personal_words().labels
    return tuple(
        (kind, re.compile(rf"\b(?:{'|'.join(map(re.escape, labels[kind]))})\b"))
        for kind in ("BIRTH", "ID", "ACCOUNT", "TAX", "PLATE", "PHONE", "ADDRESS")
    )


_PERSON = re.compile(r"\bho (?:va |, ?|- ?|)?(?:chu dem |dem )?(?:va )?ten\b")


def _kind(heading: str) -> Kind | None:
    if len(heading) > _LONGEST_HEADING:
        return None
    if _PERSON.search(heading):
        return "PERSON"
    if _NOT_OF_PERSONS.search(heading):
        return None
    return next((kind for kind, pattern in _headings() if pattern.search(heading)), None)


def _cells(text: str, start: int, end: int, separator: str) -> list[tuple[int, int]]:
    """The cells of a line, without blanks around them."""
    borders = [start - 1, *(m.start() for m in re.finditer(re.escape(separator), text[start:end])), end]
    borders[1:-1] = [start + border for border in borders[1:-1]]
    cells = []
    for before, behind in pairwise(borders):
        words = text[before + 1 : behind]
        first = before + 1 + len(words) - len(words.lstrip())
        cells.append((first, first + len(words.strip())))
    return cells


def find_in_columns(text: str, folded: str) -> Iterator[Finding]:
    """Cells under headings that tell personal data; cells are parted by "|" or ";", the heading is the row above them.

    >>> from corpora.folding import fold
    >>> text = "TT | Họ và tên | Số CCCD\\n1 | Ứng Mẫu | 035194000123"
    >>> [(found.kind, text[found.start : found.end]) for found in find_in_columns(text, fold(text))]
    [('PERSON', 'Ứng Mẫu'), ('ID', '035194000123')]
    """
    columns: dict[int, Kind] = {}
    width, separator = 0, "|"
    at = 0
    for line in text.split("\n"):
        start, end = at, at + len(line)
        at = end + 1
        of_line = "|" if "|" in line else ";"
        cells = _cells(text, start, end, of_line)
        if len(cells) < 2:
            if line.strip():
                columns = {}
            continue
        told = {index: kind for index, (a, b) in enumerate(cells) if (kind := _kind(folded[a:b])) is not None}
        if len(told) > 1 or (told and not columns and not any(_digits(folded, cell) for cell in cells)):
            columns, width, separator = told, len(cells), of_line
        elif columns and len(cells) == width and of_line == separator:
            for index, kind in columns.items():
                yield from _value(text, folded, kind, *cells[index])


def _digits(folded: str, cell: tuple[int, int]) -> bool:
    return any(letter.isdigit() for letter in folded[slice(*cell)])


def _value(text: str, folded: str, kind: Kind, start: int, end: int) -> Iterator[Finding]:
    words = folded[start:end]
    if kind == "PERSON":
        if _NAME.fullmatch(text, start, end) and not list(find_names(text[start:end], words)):
            yield Finding(start, end, "PERSON", " ".join(words.split()), 0.8)
    elif kind == "ADDRESS":
        if _ADDRESS.fullmatch(words):
            yield Finding(start, end, "ADDRESS", " ".join(re.findall(r"[a-z0-9]+", words)), 0.7)
    elif _VALUES[kind].fullmatch(words):
        yield Finding(start, end, kind, re.sub(r"[^a-z0-9]", "", words), 0.9)
