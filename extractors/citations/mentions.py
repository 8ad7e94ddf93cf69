"""Mentions: numbers and names of laws merged in order, without the document's own."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from extractors.citations.named_laws import LawMention, find_laws
from extractors.citations.numbers import NumberMention, find_numbers
from extractors.dates import match_date
from extractors.normalise import NormalisedText
from extractors.records import Header
from extractors.structure.model import Structure

__all__ = ["Mention", "find_mentions"]


@dataclass(frozen=True, slots=True)
class Mention:
    """A number, a law's name, or both."""

    start: int
    end: int
    number: NumberMention | None
    law: LawMention | None

    @property
    def type(self) -> str | None:
        """The type a reader sees: of the printed word, else of the symbol."""
        if self.law is not None:
            return self.law.type
        return self.number.type if self.number else None

    @property
    def confidence(self) -> float:
        """Between 0 and 1: that the mention is one."""
        if self.number is not None:
            return self.number.confidence
        return self.law.confidence if self.law is not None else 0.0

    @property
    def joint(self) -> bool:
        """Whether several bodies issued it together."""
        return self.type in ("TTLT", "NQLT") or sum(len(code) > 1 for code in self.codes) > 1

    @property
    def codes(self) -> tuple[str, ...]:
        """Body codes of the symbol, type code left out."""
        return _codes(self.number.symbol, self.number.own_type) if self.number else ()


def _codes(symbol: str, own_type: str | None) -> tuple[str, ...]:
    parts = tuple(re.split(r"[-/.]", symbol))
    if own_type == "CV" and parts[0] != "CV":
        return parts[:1]  # 2598/UBND-KSTTHC: the body, then the unit that drafted it
    return parts[1:] if own_type is not None and len(parts) > 1 else parts


def find_mentions(text: NormalisedText, structure: Structure, header: Header) -> list[Mention]:
    """Every mention of another document, in order.

    >>> from extractors.normalise import normalise
    >>> from extractors.structure.model import Zone
    >>> text = normalise("Luật Giáo dục số 43/2019/QH14 và Luật Lưu trữ")
    >>> [(m.start, m.end) for m in find_mentions(text, Structure(body=Zone(0, 45)), Header())]
    [(0, 29), (33, 45)]
    """
    return [mention for mention in _merged(text) if not _is_own(mention, text, structure, header)]


_GAP = re.compile(r"[ \n,]*")
_NUMBER_OF_LAW = re.compile(r"[ \n]*,?[ \n]*(?:so[ \n:.]*)?")


def _merged(text: NormalisedText) -> Iterator[Mention]:
    """Numbers and laws in order: a number behind a law's name belongs to it, a name inside a number's mention too."""
    numbers = list(find_numbers(text))
    names = list(find_laws(text))
    at = 0
    for law in names:
        while at < len(numbers) and numbers[at].end <= law.start:
            yield Mention(numbers[at].start, numbers[at].end, numbers[at], None)
            at += 1
        if at < len(numbers) and numbers[at].number_start >= law.end:
            number = numbers[at]
            if _NUMBER_OF_LAW.fullmatch(text.folded, law.end, number.number_start):
                yield Mention(law.start, number.end, number, law)
                at += 1
                continue
        if at < len(numbers) and numbers[at].start <= law.start < numbers[at].end:
            continue
        yield Mention(law.start, law.end, None, law)
    for number in numbers[at:]:
        yield Mention(number.start, number.end, number, None)


_BEFORE_IN_LINE = re.compile(r"\((?:so)?[ ]*\Z|[a-z][ ,]+\Z")


def _in_a_sentence(text: NormalisedText, mention: Mention) -> bool:
    """Whether words of its line stand before a type word, or a bracket before the number."""
    line = text.folded.rfind("\n", 0, mention.start) + 1
    before = _BEFORE_IN_LINE.search(text.folded, line, mention.start)
    has_word = mention.number is not None and mention.number.word is not None
    return before is not None and (has_word or before.group().startswith("("))


def _is_own(mention: Mention, text: NormalisedText, structure: Structure, header: Header) -> bool:
    number = mention.number
    if number is None:
        zone = structure.title
        return header.type in ("L", "BL", "PL", "HP") and zone is not None and zone.start <= mention.start < zone.end
    if _in_a_sentence(text, mention):
        evidence = header.evidence.get("number", ())
        span = text.span(number.number_start, number.end)
        if any(start < span.end and span.start < end for start, end in evidence):
            return False  # the reader of the header took a citation for the number of a text without letterhead
    letterhead = structure.letterhead
    if letterhead is not None and letterhead.start <= number.number_start < letterhead.end and number.word is None:
        return True
    if header.number is None or number.number.lstrip("0") != header.number.lstrip("0"):
        return False
    gap = _GAP.match(text.folded, number.end)
    date = match_date(text.folded, gap.end()) if gap else None
    return date is None or header.date is None or date.iso.startswith(header.date) or header.date.startswith(date.iso)
