"""Personal data of private persons in a text; who signs, bodies and places are none."""

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator
from functools import lru_cache

from extractors.dates import match_date
from extractors.normalise import normalise
from extractors.pii.addresses import address_behind_birth, find_addresses, names_a_body, of_a_body
from extractors.pii.columns import find_in_columns
from extractors.pii.model import KINDS, Finding, Kind
from extractors.pii.names import find_names
from extractors.pii.numbers import find_numbers

__all__ = ["KINDS", "Finding", "Kind", "find_personal_data", "without_overlaps"]

_BIRTH_BEHIND_NAME = re.compile(r"[ ]*[,;|(\t–-]+[ |]*(?:(?:nam|nu)[ ]*[,;|]+[ ]*)?")
_LATEST_BIRTH = 2020
_LABEL = len("số tài khoản ngân hàng: ")  # whose words name no body
_ROW = re.compile(r"(?m)^[^\t\n]*(?:\t[^\t\n]*){2,}$")  # of a table in plain text
_YEAR = re.compile(r"(?:19|20)\d{2}(?![\d/-]|\.\d)")


@lru_cache(maxsize=64)
def find_personal_data(source: str) -> tuple[Finding, ...]:
    """All personal data of a text, in order, none over another; offsets count code points of `source` as given.

    Recall first: who is named in a text is replaced, an official too, unless he signs (that is the caller's to know).

    >>> text = "Ông Trần Văn Mẫu, sinh năm 1980, điện thoại 0912345678."
    >>> [(found.kind, text[found.start : found.end]) for found in find_personal_data(text)]
    [('PERSON', 'Trần Văn Mẫu'), ('BIRTH', '1980'), ('PHONE', '0912345678')]
    """
    clean = normalise(_ROW.sub(lambda row: row[0].replace("\t", "|"), source))  # blanks would not part the cells
    text, folded = clean.text, clean.folded
    names = list(find_names(text, folded))
    persons = sorted((name.start, name.end) for name in names)
    numbers = list(find_numbers(text, folded))
    births = [*_births_behind(folded, names), *(number for number in numbers if number.kind == "BIRTH")]
    found = [*names, *births, *find_addresses(text, folded, persons), *find_in_columns(text, folded)]
    found += [place for birth in births for place in address_behind_birth(text, folded, birth.end)]
    of_bodies = [
        number
        for number in numbers
        if number.kind in ("TAX", "ACCOUNT")
        and (of_a_body(text, max(0, number.start - _LABEL), persons) or names_a_body(text, number.end))
    ]
    found += [
        number
        for number in numbers
        if not any(other.start < number.end and number.start < other.end for other in of_bodies)
    ]
    kept = without_overlaps(found)
    return tuple(
        Finding(span.start, span.end, finding.kind, finding.value, finding.confidence)
        for finding in kept
        for span in clean.spans(finding.start, finding.end)
    )


def _births_behind(folded: str, names: Iterable[Finding]) -> Iterator[Finding]:
    """The date or year in the cell or brackets behind a name: "| Trần Văn Mẫu | 1985 |"."""
    for name in names:
        gap = _BIRTH_BEHIND_NAME.match(folded, name.end)
        if gap is None or folded[gap.end() : gap.end() + 1] not in tuple("0123456789"):
            continue
        date = match_date(folded, gap.end())
        year = _YEAR.match(folded, gap.end())
        if date is not None and int(date.iso[:4]) <= _LATEST_BIRTH:
            yield Finding(gap.end(), date.end, "BIRTH", date.iso, 0.7)
        elif year is not None and int(year[0]) <= _LATEST_BIRTH:
            yield Finding(gap.end(), year.end(), "BIRTH", year[0], 0.7)


def without_overlaps(findings: Iterable[Finding]) -> list[Finding]:
    """The findings in order of text; of two that overlap, that of the kind that stands earlier in `KINDS`.

    Of one kind the surer stays, then the longer.
    """
    kept: list[Finding] = []  # in order of text
    ranked = sorted(findings, key=lambda f: (KINDS.index(f.kind), -f.confidence, f.start - f.end, f.start))
    for finding in ranked:
        place = bisect_left(kept, finding.start, key=lambda other: other.start)
        free = place == len(kept) or finding.end <= kept[place].start
        if free and (place == 0 or kept[place - 1].end <= finding.start):
            kept.insert(place, finding)
    return kept
