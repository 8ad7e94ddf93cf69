"""Document numbers: số, ký hiệu, with the type word before them.

- Nghị định 30/2020/NĐ-CP, Phụ lục I: "số/loại-cơ quan-đơn vị" (15/QĐ-BNV, 2598/UBND-KSTTHC);
- the laws on promulgating legal documents: "số/năm/loại-cơ quan" (30/2020/NĐ-CP, 64/2025/QH15);
- Hướng dẫn 36-HD/VPTW: "số-loại/cơ quan" (25-NQ/TW).
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import NamedTuple

from corpora import bodies, document_types, spellings
from corpora.folding import fold
from corpora.other_numbers import names_no_document
from extractors.dates import DAY_WORD
from extractors.normalise import NormalisedText
from extractors.patterns import CAPITAL, opening_words
from extractors.records import Repair

__all__ = ["NumberMention", "find_numbers"]

_TOKEN = (  # UBND, TTr, CTrPH, PGD&ĐT, QH15; "QH 13" as OCR prints it
    r"(?:(?:UBTV)?QH[ ]?\d{1,2}(?!\w)"
    rf"|[A-ZĐ](?:[{CAPITAL}0-9&]|[a-zđ](?![a-zđà-ỹ]{{2}}))*+(?![^\W_]))"
)
_JOIN = r"(?:[ ]?\n?[-/][-/ \n]{0,3}|\.(?=[A-ZĐ]))"  # "-", "/", and what line breaks and OCR make of them

_TORN_TYPE = r"(?:Q[ ]Đ|T[ ]B|K[ ]H|T[ ]Tr|C[ ]T|N[ ]Q|B[ ]C|H[ ]D)(?=-[A-ZĐ])"  # as OCR tears them
_TYPE = r"(?:QĐ|QÐ|NQ|KH|CV|TB|BC|TTr|CT|NĐ|HD|TT)"
_NUMBER = re.compile(
    rf"""
    (?P<running> [0-9] (?<![0-9].) (?:[0-9Oo] | [lI](?=[0-9/])){{0,5}}+ [A-Za-z]? )       # 45, 3O, 30a
    (?: (?: [ ]? \n? / | -{{1,2}} | [ ] -(?=[A-ZĐ]) ) /? [ \n]{{0,2}}          # "/" (State), "-" (Party)
        (?: (?P<year> (?:19|2[0Oo])[\dOo]{{2}} ) [ ]? [/-] [ \n]{{0,2}} )?
      | [ ]? (?= {_TYPE}Đ?[-/] )                                             # 734QĐ-UBND, 315 QĐ/UB
    )
    (?P<symbol> (?: {_TORN_TYPE} | {_TOKEN} ) (?: {_JOIN} {_TOKEN} ){{0,8}} (?: \([A-Z]\d{{1,2}}\) )?  # BCA(X13)
      | (?:nđ|qđ|nq|tt|ttlt|ct|pl) [-/] [a-zđ]{{2,12}} (?:-[a-zđ]{{2,12}}){{0,4}} (?!\w)   # capitals lost with a font
    )
    """,
    re.VERBOSE,
)
_BEGINS_EARLIER = re.compile(r"(?<=[Ss]ố[ ])(?:\d{1,2}[ ]|[lI])\Z")  # số 3 7/2003/…, số I5/… as OCR prints them
_RUNS_ON = re.compile(r"(?:[^\W_]|\d[.,:/-]|[^\W\d_][/-]|/)\Z")  # what stands before the middle of something longer
_LOST_HYPHEN = re.compile(r"[ ](?P<body>[A-ZĐ][A-Za-zĐ&]{1,9})(?![^\W_])(?![-/]\d)")  # "33/CT TTg"
_LOST_UNIT = re.compile(
    r"[ ][A-ZĐ]{2,8}\d{0,2}(?=,?[ \n]+(?:ngày|của|về)\b)"
)  # "137/UBND KTTH ngày …": the unit that drafted it
_CODE_BEFORE = re.compile(  # in place of a type word
    r"(?<![\w/&.-])(?P<code>QĐ|NĐ|NQ|TT|TTLT|CV|KH|TB|HD|CT|CTr|BC|TTr|KL|CĐ|VB)[ ](?:[Ss]ố[ ]?:?[ ]?)?\Z"
)
_STREET = re.compile(r"-[A-ZĐ][a-zà-ỹ]")  # "số 12/TT-Lê Lợi"
_WINDOW = 96  # characters looked at before a number for its type word
_SO = re.compile(r"\bs[oe06][ \n]?[:.,]?[ \n.]{0,3}\Z")
_LONGEST_SO = 7
_GAP = re.compile(
    r"""
    [ \n]*                                                        # Kế hoạch 200/KH-UBND
    (?: (?:[ \n]+[a-z]+){0,3}? [ \n]* [:,]? [ \n]* \(? s[oe06] [ \n]?[:.,]?[ \n.]{0,3}   # Công văn hỏa tốc số 12/…
      | [ \n]+ cua [ \n] [^.;:]{3,70} (?: : [ \n]* | (?=[ \n]so) ) (?:[ \n]?so[ \n]?[:.,]?[ \n]{0,2})?
      | : [ \n]*
    )?
    """,
    re.VERBOSE,
)
_DATE_AFTER = re.compile(rf"[,]?[ \n]{{0,2}}(?:\([^()\n]{{0,30}}\)[ \n])?{DAY_WORD}[ \n]{{0,3}}[\d.]")
_NEXT_ITEM = re.compile(r"[ \n]*(?:,|;|va|,[ \n]*va)[ \n]+(?:so[ \n]?[:.,]?[ \n]?)?")
_AS_ITEM = re.compile(r"(?:[,;:(]|\bva)[ \n]*(?:cac[ \n]+)?(?:so[ \n]*[.,:]?[ \n]*)?\Z")
_SENTENCE = re.compile(r"[.;][ \n]")
_LISTED = re.compile(r"(?<![\d/.,-])(?:\d{1,5}[a-z]?(?:[ ]?,[ \n]?|[ ]?,?[ \n]va[ \n])(?:so[ \n])?)+\Z")
_FIGURE = re.compile(r"\d+[a-z]?(?=[ ,\n])")


class NumberMention(NamedTuple):
    """A number where it stands: clean-text offsets of the whole mention, and its parts in clean form."""

    start: int
    end: int
    number_start: int
    number: str
    symbol: str
    running: str
    year: int | None
    type: str | None
    word: str | None
    """The folded type word that belongs to it, None for a bare number."""
    own_type: str | None
    """The type its symbol prints (TTr for 29/TTr-SNV), whatever word stands before; CV where it prints only a body."""
    series: str | None
    """The type in whose series the number counts: the symbol's, else the printed word's, else công văn."""
    repairs: tuple[Repair, ...]
    confidence: float
    shares: bool = False
    """Whether its symbol, date and issuer stand behind a later number of its list."""


@dataclass(frozen=True, slots=True)
class _Clean:
    number: str
    symbol: str
    running: str
    year: int | None
    own_type: str | None
    has_known_body: bool
    prints_type: bool
    repairs: tuple[Repair, ...]


_PARTS = re.compile(r"(?P<running>\d+[A-Za-z]?)(?P<sep>[/-])(?:(?P<year>\d{4})[/-])?(?P<symbol>.+)")


@lru_cache(maxsize=65536)
def _clean(printed: str) -> _Clean | None:
    """A printed number in clean form, with what its symbol tells; None when it cannot be a number."""
    number, mended = spellings.apply(printed)
    parts = _PARTS.fullmatch(number)
    if parts is None or int(re.sub(r"\D", "", parts["running"])) == 0:
        return None
    symbol = parts["symbol"]
    codes = re.split(r"[-/.]", symbol)
    kind = document_types.by_symbol(codes[0])
    own_type = kind.code if kind else None
    issuing = codes[1:] if kind and len(codes) > 1 else codes
    known = [code for code in issuing if bodies.by_code(code)]
    if kind is None and known and known[0] == codes[0] and not codes[0].startswith(("QH", "UBTVQH", "CP")):
        own_type = "CV"  # a công văn prints no type code
    return _Clean(
        number, symbol, parts["running"], int(parts["year"]) if parts["year"] else None, own_type, bool(known),
        kind is not None,
        tuple(Repair(rule=rule, from_=old, to=new) for rule, old, new in mended),
    )  # fmt: skip


@cache
def _type_words() -> re.Pattern[str]:
    words = opening_words(re.escape(word).replace(r"\ ", r"[ \n]+") for word in document_types.words())
    return re.compile(rf"{words}(?![a-z0-9]|[ \n]thu[ \n]so\b)")  # a "Nghị định thư" is a treaty


def find_numbers(text: NormalisedText) -> Iterator[NumberMention]:
    """All mentions of a document by its number, in order.

    A number counts when a type word, a known type or body in its symbol, or a date after it says that it is one;
    addresses, standards, forms, plates and scores are none (registers/other_numbers.yaml).

    >>> from extractors.normalise import normalise
    >>> [m.number for m in find_numbers(normalise("các Nghị định số 62/2020/NĐ-CP và 106/2020/ND-CP"))]
    ['62/2020/NĐ-CP', '106/2020/NĐ-CP']
    """
    previous: NumberMention | None = None
    for match in _NUMBER.finditer(text.text):
        mention = _mention(text, match, previous)
        if mention is not None:
            if mention.word is None:
                shared = list(_sharing(text.folded, mention, previous.end if previous else 0))
                yield from shared
                if shared and mention.type is None:
                    mention = mention._replace(type=shared[0].type, series=shared[0].type)
            yield mention
            previous = mention


def _sharing(folded: str, last: NumberMention, since: int) -> Iterator[NumberMention]:
    """The numbers before `last` that print no symbol because they share its: "các Thông tư số 01, 02 và 03/2021/…"."""
    since = max(since, last.number_start - _WINDOW)
    listed = _LISTED.search(folded, since, last.number_start)
    if listed is None:
        return
    before = folded[since : listed.start()]
    word_start, word = _type_word(before)
    if word_start is None or word is None:
        return
    kind = document_types.by_word(word)
    rest = last.number[len(last.running) :]
    for item in _FIGURE.finditer(folded, listed.start(), listed.end()):
        yield last._replace(
            start=item.start() if word_start is None else since + word_start,
            end=item.end(),
            number_start=item.start(),
            number=item.group() + rest,
            running=item.group(),
            type=kind.code if kind is not None and kind.code else last.type,
            word=word,
            repairs=(),
            shares=True,
        )
        word_start = None


def _mention(text: NormalisedText, match: re.Match[str], previous: NumberMention | None) -> NumberMention | None:
    start, end = match.span()
    earlier = _BEGINS_EARLIER.search(text.text, max(0, start - 6), start)
    start = earlier.start() if earlier else start
    if _RUNS_ON.search(text.text, max(0, start - 2), start):
        return None
    printed = text.text[start:end]
    printed = re.sub(r"[ ]*\n[ \n]*", "", printed) if "\n" in printed else printed
    lost_case = match["symbol"].islower()
    printed = printed.upper() if lost_case else printed
    clean = _clean(printed)
    if clean is None:
        return None
    if clean.own_type and clean.symbol == match["symbol"] and "-" not in clean.symbol:
        lost = _LOST_HYPHEN.match(text.text, end)
        if lost is None or not bodies.by_code(lost["body"]):
            lost = _LOST_UNIT.match(text.text, end) if clean.own_type == "CV" else None
        if lost is not None and (longer := _clean(printed + lost.group())):
            clean, end = longer, lost.end()
    folded = text.folded
    before = folded[max(0, start - _WINDOW) : start]
    word_start, word = _type_word(before)
    if word is None:
        word_start, word = _abbreviated(text.text[max(0, start - _WINDOW) : start])
    heads_list = False
    if word is None and before.endswith((", ", ",", " va ")):  # "các Nghị định 87, 88 và 31/CP"
        listed = _LISTED.search(before)
        heads_list = listed is not None and _type_word(before[: listed.start()])[1] is not None
    has_so = _SO.search(before, max(0, len(before) - _LONGEST_SO)) is not None
    evidence = (
        3 * (word is not None or heads_list)
        + 2 * (clean.own_type is not None)
        + (1 + (clean.own_type is None)) * clean.has_known_body
        + has_so
        + 2 * (_DATE_AFTER.match(folded, end) is not None)
        + (clean.year is not None)
    )
    if word is None and (
        names_no_document(before, clean.symbol)
        or evidence < 3
        or not _looks_printed(match)
        or _STREET.match(text.text, end)
    ):
        return None
    if word is not None and evidence < 4 and len(clean.symbol) < 2:
        return None
    kind = _type(word, clean, previous, folded, start)
    return NumberMention(
        start=start - len(before) + word_start if word_start is not None else start,
        end=end,
        number_start=start,
        number=clean.number,
        symbol=clean.symbol,
        running=clean.running,
        year=clean.year,
        type=kind,
        word=word,
        own_type=clean.own_type,
        series=clean.own_type if clean.prints_type or kind is None else kind,
        repairs=clean.repairs,
        confidence=round(min(0.99, 0.6 + 0.06 * evidence) - 0.05 * bool(clean.repairs), 2),
    )


def _looks_printed(match: re.Match[str]) -> bool:
    """A bare number must look like an acronym: two capitals at least, whatever case the rest has."""
    return sum(letter.isupper() for letter in str(match["symbol"])) >= 2


def _type_word(before: str) -> tuple[int | None, str | None]:
    """Offset in `before` and folded form of the type word that belongs to a number right behind `before`."""
    found = list(_type_words().finditer(before))
    for word in reversed(found):
        if _GAP.fullmatch(before, word.end()):
            return word.start(), " ".join(word.group().split())
        if _SENTENCE.search(before, word.end()):
            break
    return None, None


def _abbreviated(before: str) -> tuple[int | None, str | None]:
    """The same for a code in place of the word: "CV số 12/SNV-VP", "NQ 88/2014/QH13"."""
    found = _CODE_BEFORE.search(before)
    kind = document_types.by_symbol(found["code"]) if found else None
    return (found.start(), fold(kind.name)) if found and kind and kind.code else (None, None)


def _type(word: str | None, clean: _Clean, previous: NumberMention | None, folded: str, start: int) -> str | None:
    """The printed type word decides; else the symbol; else the word that heads the enumeration."""
    if word is not None:
        party = "-" in clean.number[: len(clean.running) + 1]
        kind = document_types.by_word(word, "party") if party else document_types.by_word(word)
        if kind is not None and kind.code is not None:
            return kind.code
    listed = previous is not None and word is None and _NEXT_ITEM.fullmatch(folded, previous.end, start)
    if previous is not None and listed and previous.symbol == clean.symbol:
        return previous.type
    if clean.own_type is not None:
        return clean.own_type
    if word is not None and word.startswith("van ban"):
        return "CV"  # a symbol that prints no type
    if (
        previous is not None
        and word is None
        and start - previous.end < 400
        and "\n\n" not in folded[previous.end : start]
        and _AS_ITEM.search(folded, previous.end, start)
    ):
        return previous.type
    return None
