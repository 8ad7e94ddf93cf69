"""Malformed spellings of document numbers and how to mend them (registers/spellings.yaml).

What typists and OCR do to "số, ký hiệu": lost or doubled hyphens, blanks, letters of other alphabets, Đ without its
stroke. The wrong order of a well-formed number ("676-QĐ/UBND") is no misspelling: it is kept as printed.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any, NamedTuple

from corpora import bodies, document_types
from corpora.folding import fold
from corpora.reading import tree

__all__ = ["Repaired", "Spelling", "apply", "spellings"]

JOINT = frozenset({"TTLT", "NQLT", "KHLT", "CTLT", "HDLT", "TTLN", "KHLN", "HDLN", "QCPH", "CTrPH", "KHPH", "TTLB"})


@dataclass(frozen=True, slots=True)
class Spelling:
    """A rule: what is malformed and its clean form, with an example. Scopes: number, head, part (see README)."""

    id: str
    scope: str
    pattern: str | None
    clean: str
    letters: Mapping[str, str]
    example: str
    cleaned: str
    note: str


class Repaired(NamedTuple):
    """A rule that was applied: the number before and after it."""

    rule: str
    before: str
    after: str


@cache
def spellings() -> tuple[Spelling, ...]:
    """All rules in the order in which they run.

    >>> spellings()[0].id
    'eth'
    """
    return tuple(
        Spelling(
            id=row["id"],
            scope=row["scope"],
            pattern=row.get("pattern"),
            clean=row.get("clean", ""),
            letters=row.get("letters", {}),
            example=row["example"],
            cleaned=row["cleaned"],
            note=row["note"],
        )
        for row in tree("spellings.yaml")
    )


Mend = Callable[[str], str]


def _mend(rule: Spelling) -> Mend | None:
    if rule.letters:
        letters: Any = str.maketrans(dict(rule.letters))
        return lambda text: text.translate(letters)
    if rule.pattern is None:
        return None
    pattern = re.compile(rule.pattern)
    return lambda text: pattern.sub(rule.clean, text)


@cache
def _rules(scope: str) -> tuple[tuple[str, Mend], ...]:
    found = ((rule.id, _mend(rule)) for rule in spellings() if rule.scope == scope)
    return tuple((id, mend) for id, mend in found if mend is not None)


@cache
def _known(types: bool) -> tuple[frozenset[str], Mapping[str, str]]:
    """Parts as printed, and by their folded form where that leaves one: types (and bodies), or bodies alone."""
    parts = [symbol for kind in document_types.types() for symbol in kind.symbols] if types else []
    parts += [code.code for body in bodies.bodies() for code in body.codes]
    folded: dict[str, str] = {}
    for part in parts:
        folded.setdefault(fold(part), part)
    return frozenset(parts), folded


def _look_up(part: str, types: bool) -> str | None:
    """The part as the registers print it: itself, or the one that differs in marks and case only."""
    exact, folded = _known(types)
    bare = part.rstrip("0123456789")  # QH13, HĐND7: the term
    if part in exact or bare in exact:
        return part
    if clean := folded.get(fold(part)):
        return clean
    return clean + part[len(bare) :] if bare and (clean := folded.get(fold(bare))) else None


def _mend_part(part: str, types: bool) -> tuple[str, str | None]:
    clean = _look_up(part, types)
    if clean == part:
        return part, None
    if clean is not None:
        return clean, "letter-case" if clean.casefold() == part.casefold() else "wrong-mark"
    for id, mend in _rules("part"):
        tried = mend(part)
        if tried != part and (clean := _look_up(tried, types)) is not None:
            return clean, id
    return part, None


@lru_cache(maxsize=65536)
def _mend_symbol(symbol: str) -> tuple[tuple[str, str], ...]:
    """The parts of a symbol that name its type and its bodies, mended: (rule, symbol after it) in order.

    Parts after them are units of the body (UBND-KSTTHC), which no register knows: they stay as printed.
    """
    pieces = re.split(r"([-/])", symbol)
    done = []
    typed = joint = False
    for index in range(0, len(pieces), 2):
        first = index == 0
        if not (first or joint or (typed and index == 2)):
            break
        clean, rule = _mend_part(pieces[index], types=first)
        if rule is not None:
            pieces[index] = clean
            done.append((rule, "".join(pieces)))
        typed = typed or (first and document_types.by_symbol(clean) is not None)
        joint = joint or (first and clean in JOINT)
    return tuple(done)


_START = r"((?:\d{1,6}[A-HJ-NP-RT-Ya-km-np-ru-y]?[-/])?(?:(?:19|20)\d\d[-/])?)"  # O, I, l, S, Z may be digits
_WELL_FORMED = re.compile(
    _START
    + r"((?![OIl](?:\d+[/-]|/\d{4}/))[A-Za-zĐđƯ][A-Za-zĐđƯ0-9&.]*(?:[-/][A-ZĐa-zđƯ0-9][A-Za-zĐđƯ0-9&.]*)*)(?<![.])"
)
_ANY = re.compile(_START + "(.+)", re.DOTALL)
_HEAD = re.compile(
    r"(?P<running>[0-9OoÔlI!|§ZzS]*\d[0-9OoÔlI!|§ZzS]*[A-Za-z]?|[OlI]{1,2}(?=/(?:19|20)\d\d))"
    r"(?P<year>[-/][12lI][09OoÔ][0-9OoÔlI!§ZSB]{2}(?=[-/]))?(?=[-/])"
)


@lru_cache(maxsize=8192)
def apply(number: str) -> tuple[str, tuple[Repaired, ...]]:
    """A printed number, or a symbol alone, in clean form, and the rules that mended it; clean ones pass at once.

    >>> apply("33/CT TTg")
    ('33/CT-TTg', (Repaired(rule='lost-hyphen', before='33/CT TTg', after='33/CT-TTg'),))
    >>> apply("676-QĐ/UBND"), apply("2344/QÐ-BGDDT")[0]
    (('676-QĐ/UBND', ()), '2344/QĐ-BGDĐT')
    """
    repairs: list[Repaired] = []
    text = number
    if not (match := _WELL_FORMED.fullmatch(text)):
        for id, mend in _rules("number"):
            if (clean := mend(text)) != text:
                repairs.append(Repaired(id, text, clean))
                text = clean
        if head := _HEAD.match(text):
            start = text[: head.end()]
            for id, mend in _rules("head"):
                if (clean := mend(start)) != start:
                    repairs.append(Repaired(id, start + text[head.end() :], clean + text[head.end() :]))
                    text, start = clean + text[head.end() :], clean
        match = _ANY.match(text)
    if match:
        for rule, symbol in _mend_symbol(match.group(2)):
            clean = match.group(1) + symbol
            repairs.append(Repaired(rule, text, clean))
            text = clean
    return text, tuple(repairs)
