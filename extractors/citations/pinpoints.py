"""Pinpoints: the điểm, khoản, Điều, Mục, Phụ lục named with a citation, as printed before it."""

import re

__all__ = ["find_pinpoint"]

_AND = r"(?:[ \n]?,[ \n]?(?:và[ \n])?|[ \n](?:và|hoặc|đến)[ \n]|[ ]?-[ ]?)"
_LETTERS = rf"[a-zđ]\d?\b(?:{_AND}[a-zđ]\d?\b)*"
_FIGURES = rf"(?:\d{{1,3}}[a-zđ]?|[IVXLC]+|[A-Z])\b(?:{_AND}(?:\d{{1,3}}[a-zđ]?|[IVXLC]+)\b)*"
_PART = rf"""
    (?: (?:[Tt]iết|[Đđ]iểm) [ \n] (?:{_LETTERS}|\d{{1,2}}(?:\.\d{{1,2}})*\b)
      | (?:[Kk]hoản|[Đđ]iều|[Tt]iểu[ ]mục|[Mm]ục|[Cc]hương|[Pp]hần|[Pp]hụ[ ]lục) [ \n] (?:số[ ])? {_FIGURES} )
"""
_LINK = r"[ ,;\n]+ (?:(?:và|hoặc|đến|của|các|tại) [ \n]+){0,2}"
_PINPOINT = re.compile(rf"(?P<words> {_PART} (?: {_LINK} {_PART} )* ) [ ,\n]* (?P<tail>.*)", re.VERBOSE | re.DOTALL)
_ATTACHED = r"(?:(?:của[ \n])?(?:Quy[ \n](?:chế|định|trình)|Điều[ \n]lệ)[ \n])?ban[ \n]hành[ \n]kèm[ \n]theo"
_TAIL = re.compile(rf"(?:(?:của|{_ATTACHED}|kèm[ \n]theo|tại)[ \n]|-[ ]?)?")
_STARTS = re.compile(  # a set of first letters is searched fastest; what is no such word, _PINPOINT finds
    r"[TtĐđKkMmCcPp](?<!\w\w)(?:iết|iểm|hoản|iều|iểu mục|ục|hương|hần|hụ lục)[ \n]"
)
_REACH = 160  # characters before a mention


def find_pinpoint(text: str, start: int) -> str | None:
    """The pinpoint that ends where the mention starts (clean-text offset), on one line; None if there is none.

    >>> text = "theo Điều 5 và điểm c khoản 2 Điều 30 của Nghị định số 126/2024/NĐ-CP"
    >>> find_pinpoint(text, text.index("Nghị"))
    'Điều 5 và điểm c khoản 2 Điều 30'
    """
    at = max(0, start - _REACH)
    while candidate := _STARTS.search(text, at, start):
        found = _PINPOINT.match(text, candidate.start(), start)
        if found is not None and _TAIL.fullmatch(found["tail"]):
            return " ".join(found["words"].split())
        at = found.end("words") if found is not None else candidate.end()
    return None
