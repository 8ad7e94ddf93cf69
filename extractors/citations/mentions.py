"""Mentions: numbers and names of laws merged in order, without the document's own."""

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from extractors.citations.named_laws import LawMention, find_laws
from extractors.citations.numbers import NumberMention, find_numbers
from extractors.dates import match_date
from extractors.normalise import NormalisedText
from extractors.records import Header
from extractors.structure.model import Structure

__all__ = ["Mention", "body_codes", "find_mentions"]


class Mention(NamedTuple):
    """A number, a law's name, or both."""

    start: int
    end: int
    number: NumberMention | None
    law: LawMention | None
    type: str | None
    """The type a reader sees: of the printed word, else of the symbol."""
    codes: tuple[str, ...]
    """Body codes of the symbol, type code left out."""

    @classmethod
    def of(cls, number: NumberMention | None, law: LawMention | None) -> "Mention":
        """The mention that a number, a law's name before it, or both make."""
        first, last = law or number, number or law
        if first is None or last is None:
            raise ValueError("a mention of nothing")
        codes = body_codes(number.symbol, number.own_type) if number else ()
        return cls(first.start, last.end, number, law, first.type, codes)

    @property
    def confidence(self) -> float:
        """Between 0 and 1: that the mention is one."""
        if self.number is not None:
            return self.number.confidence
        return self.law.confidence if self.law is not None else 0.0

    @property
    def joint(self) -> bool:
        """Whether several bodies issued it together."""
        named = sum([len(code) > 1 for code in self.codes])
        return self.type in ("TTLT", "NQLT") or "LB" in self.codes or named > 1

    @property
    def party(self) -> bool:
        """Whether its number has the Party's form, a hyphen behind the running number: 25-NQ/TW."""
        return self.number is not None and self.number.number[len(self.number.running) :].startswith("-")


_OF_ONE_BODY = frozenset({"QĐ", "NĐ", "CT", "CĐ"})


@lru_cache(maxsize=16384)
def body_codes(symbol: str, own_type: str | None) -> tuple[str, ...]:
    """Codes of bodies in the symbol of a number whose type is `own_type`.

    >>> body_codes("QĐ-BNN-TCCB", "QĐ"), body_codes("UBND-KSTTHC", "CV")
    (('BNN',), ('UBND',))
    """
    parts = tuple(re.split(r"[-/.]", symbol))
    if own_type == "CV" and parts[0] != "CV":
        return parts[:1]  # 2598/UBND-KSTTHC: the body, then the unit that drafted it
    if own_type in _OF_ONE_BODY and len(parts) > 1:
        return parts[1:2]  # 479/QĐ-BNN-TCCB: the body, then the unit
    return parts[1:] if own_type is not None and len(parts) > 1 else parts


def find_mentions(text: NormalisedText, structure: Structure, header: Header) -> list[Mention]:
    """Every mention of another document, in order.

    >>> from extractors.normalise import normalise
    >>> from extractors.structure.model import Zone
    >>> text = normalise("Luật Giáo dục số 43/2019/QH14 và Luật Lưu trữ")
    >>> [(m.start, m.end) for m in find_mentions(text, Structure(body=Zone(0, 45)), Header())]
    [(0, 29), (33, 45)]
    """
    mentions = list(_merged(text))
    own_law = _own_law(mentions, structure, header)
    return [mention for mention in mentions if not _is_own(mention, text, structure, header, own_law)]


_GAP = re.compile(r"[ \n,]*")
_NUMBER_OF_LAW = re.compile(r"[ \n]*,?[ \n]*(?:so[ \n:.]*)?")


def _merged(text: NormalisedText) -> Iterator[Mention]:
    """Numbers and laws in order: a number behind a law's name belongs to it, a name inside a number's mention too."""
    numbers = list(find_numbers(text))
    names = list(find_laws(text))
    at = 0
    for law in names:
        while at < len(numbers) and numbers[at].end <= law.start:
            yield Mention.of(numbers[at], None)
            at += 1
        if at < len(numbers) and numbers[at].number_start >= law.end:
            number = numbers[at]
            if _NUMBER_OF_LAW.fullmatch(text.folded, law.end, number.number_start):
                yield Mention.of(number, law)
                at += 1
                continue
        if at < len(numbers) and numbers[at].start <= law.start < numbers[at].end:
            continue
        yield Mention.of(None, law)
    for number in numbers[at:]:
        yield Mention.of(number, None)


_LAWS = frozenset({"L", "BL", "PL", "HP"})


def _own_law(mentions: list[Mention], structure: Structure, header: Header) -> str | None:
    """The name under which a law speaks of itself: the one in its title."""
    zone = structure.title
    if header.type not in _LAWS or zone is None:
        return None
    named = (mention.law.title for mention in mentions if mention.law and zone.start <= mention.start < zone.end)
    return next(named, None)


def _is_own(mention: Mention, text: NormalisedText, structure: Structure, header: Header, own_law: str | None) -> bool:
    number = mention.number
    if number is None:  # with a date it is an older law of the same name
        return mention.law is not None and mention.law.title == own_law and _date_behind(text, mention.end) is None
    letterhead = structure.letterhead
    if letterhead is not None and letterhead.start <= number.number_start < letterhead.end and number.word is None:
        return not _misread(text, mention, header)
    if header.number is None or number.number.lstrip("0") != header.number.lstrip("0"):
        return False
    date = _date_behind(text, number.end)
    if (
        date is not None
        and header.date is not None
        and not (date.startswith(header.date) or header.date.startswith(date))
    ):
        return False
    return not _misread(text, mention, header)


def _date_behind(text: NormalisedText, end: int) -> str | None:
    gap = _GAP.match(text.folded, end)
    date = match_date(text.folded, gap.end()) if gap else None
    return date.iso if date else None


_IN_SENTENCE = re.compile(r"\((?:so)?[ ]*\Z|[a-z][ ,]+\Z")


def _misread(text: NormalisedText, mention: Mention, header: Header) -> bool:
    """Whether the header took a citation for the number of a text without letterhead.

    Where it found the number, words of the same line stand before a type word, or a bracket before the number.
    """
    if mention.number is None:
        return False
    near = max(0, mention.start - 8)
    line = max(text.folded.rfind("\n", near, mention.start) + 1, near)
    before = _IN_SENTENCE.search(text.folded, line, mention.start)
    if before is None or not (mention.number.word is not None or before.group().startswith("(")):
        return False
    span = text.span(mention.number.number_start, mention.number.end)
    return any(start < span.end and span.start < end for start, end in header.evidence.get("number", ()))
