"""Type lines ("KẾ HOẠCH"), as printed and as OCR blurs them, and titles that open a text without letterhead."""

import re
from functools import cache, lru_cache

from rapidfuzz import fuzz, process

from corpora.document_types import types, words
from corpora.folding import fold
from extractors.normalise import NormalisedText
from extractors.structure.lines import Line, is_capitals
from extractors.structure.words import BODY_OPENS

__all__ = ["OF_BODY", "blurred_type", "opens_preamble", "title_alone", "type_at", "type_behind", "type_words"]

_BODY_CUE = re.compile(
    r"\W{0,2}(?:can cu|thuc hien|theo|xet|de|ngay \d+|tren co so|thi hanh|trien khai|nham|sau khi)\b"
)
_MORE_TYPES = ("quy trinh", "loi keu goi", "tuyen bo", "giay chung nhan", "giay phep", "noi quy", "don")  # no code
_OUTLINE = re.compile(r"(?:[IVX]{1,4}|1|A)[./)-] ?\S|Điều 1\b|(?:PHẦN|Phần|CHƯƠNG|Chương) (?:I|1|[Tt]hứ)\b")
_ABOUT_WORK = re.compile(r"(?:ve|ket qua|tinh hinh|cong tac|tong ket|so ket|danh gia|thuc hien|trien khai|to chuc)\b")
OF_BODY = re.compile(r"(?:lien tich )?(?:cua|so)\b")
"""What follows the type where the subject does not: "Quyết định của …", "số …"."""

_LETTERS = re.compile(r"[a-z]+")
_ALIKE = 84  # of 100
_LONG_ENOUGH = 6  # letters


@cache
def _type_line() -> re.Pattern[str]:
    """A line that opens with the name of a type (registers/document_types.yaml), longest first."""
    names = sorted({*(word for word, code in words().items() if code), "thu cong", *_MORE_TYPES}, key=len, reverse=True)
    return re.compile(r"[\W_]{0,6}(?P<type>" + "|".join(map(re.escape, names)) + r")\b[\W_]{0,3}(?P<rest>.*)$")


@lru_cache(maxsize=512)
def blurred_type(folded: str) -> str | None:
    """The folded type that a line of capitals once was, None where no one type is like it.

    >>> blurred_type("kee hoach"), blurred_type("thong bag"), blurred_type("so tai chinh")
    ('ke hoach', 'thong bao', None)
    """
    plain = " ".join(_LETTERS.findall(folded))
    if len(plain) < _LONG_ENOUGH or len(plain) > 24 or BODY_OPENS.match(plain):
        return None
    ranked = process.extract(plain, _names(), scorer=fuzz.ratio, score_cutoff=_ALIKE, limit=4)
    best = [word for word, score, _ in ranked if score == ranked[0][1]]
    return best[0] if len({words()[word] for word in best}) == 1 else None


@cache
def _names() -> tuple[str, ...]:
    """Folded types of two words and more, as they are spelled."""
    return tuple(name for kind in types() if kind.code for word in kind.words if " " in (name := fold(word)))


def type_at(folded: str) -> tuple[int, int] | None:
    """Where in a folded line the type stands with which it opens."""
    match = _type_line().match(folded)
    return match.span("type") if match else None


def type_behind(folded: str) -> int | None:
    """Where in a folded line of capitals the type begins that ends it, behind other words ("so y te ke hoach")."""
    starts = [match.start() for match in _LETTERS.finditer(folded)]
    return next((at for at in starts[-3:-1] if at and blurred_type(folded[at:])), None)


def opens_preamble(folded_line: str) -> bool:
    """Whether a folded line opens with the words of a preamble ("Căn cứ", "Thực hiện", "Xét")."""
    return _BODY_CUE.match(folded_line) is not None


def type_words(printed: str, folded: str, alone: bool) -> tuple[int, int] | None:
    """Where in a line the name of its document type stands, None where the line is no type line.

    A type line is printed in capitals, or consists of the type alone (old fonts lose their capitals).
    """
    match = _type_line().match(folded)
    if match is None:
        blurred = alone and len(printed) < 30 and is_capitals(printed) and blurred_type(folded)
        return (0, len(folded)) if blurred else None
    rest = match["rest"].strip(" :.-_*")
    if is_capitals(match_words := printed[match.start("type") : match.end("type")]) and match_words:
        return match.span("type")
    return match.span("type") if alone and len(printed) < 70 and (not rest or OF_BODY.match(rest)) else None


def title_alone(text: NormalisedText, lines: list[Line]) -> int | None:
    """A document without letterhead still is one when it opens with a type line and preamble or outline follow.

    The line is the type alone, or, on the first line, the type with its subject ("Báo cáo về công tác …").
    """
    for index, line in enumerate(lines[:12]):
        printed, folded = text.text[line.start : line.end], text.folded[line.start : line.end]
        span = type_words(printed, folded, alone=True) if len(printed) < 60 else None
        titled = index == 0 and _titled_line(text, lines)
        following = lines[index + 1 : index + 14]
        if (span or titled) and any(opens_preamble(text.folded[near.start : near.start + 30]) for near in following):
            return index
        bare = span is not None and not folded[span[1] :].strip(" :.-_*") and not folded[: span[0]].strip(" -_*#")
        opens = (titled or (bare and index < 4)) and not any(
            _OUTLINE.match(text.text, up.start) for up in lines[:index]
        )
        if opens and any(_OUTLINE.match(text.text, near.start) for near in following):
            return index
    return None


def _titled_line(text: NormalisedText, lines: list[Line]) -> bool:
    """Whether the first line is a title: a type word and its subject, no sentence, parted from what follows."""
    line = lines[0]
    printed, folded = text.text[line.start : line.end], text.folded[line.start : line.end]
    match = _type_line().match(folded)
    if match is None or not _ABOUT_WORK.match(match["rest"]) or len(printed) > 200 or printed[-1] in ".;:,!?":
        return False
    return line.start in text.headings or (len(lines) > 1 and lines[1].gap)
