"""Pinpoints: the điểm, khoản, Điều, Phụ lục named with a citation, as printed before it."""

import re

__all__ = ["find_pinpoint"]

_LETTERS = r"[a-zđ](?:[ ]?,[ ]?[a-zđ])*(?:[ \n]?(?:,|và|hoặc|đến|-)[ \n]?(?:điểm[ ])?[a-zđ])*"
_FIGURES = r"\d{1,3}[a-zđ]?(?:[ \n]?(?:,|và|hoặc|đến|-)[ \n]?(?:khoản[ ]|Điều[ ])?\d{1,3}[a-zđ]?)*"
_PINPOINT = re.compile(
    rf"""
    (?: \b(?:tiết|điểm) [ \n] {_LETTERS} (?:[ ,\n]+ (?:và[ \n])?)? )*
    (?: \b[Kk]hoản [ \n] {_FIGURES} (?:[ ,\n]+ (?:và[ \n])?)?
        (?: (?:tiết|điểm) [ \n] {_LETTERS} [ ,\n]+ (?:và[ \n])? (?:[Kk]hoản [ \n] {_FIGURES} [ ,\n]+)? )* )*
    (?: \b(?:Điều|điều|Mục|mục|Chương|chương|Phần|Phụ[ ]lục|phụ[ ]lục) [ \n] (?:số[ ])? (?:{_FIGURES}|[IVXLC]+\b)
        (?: [ ,\n]+ (?:và[ \n])? )? )+
    (?: (?:của|ban[ \n]hành[ \n]kèm[ \n]theo|kèm[ \n]theo|tại) [ \n] )?
    \Z
    """,
    re.VERBOSE,
)
_REACH = 120
_STARTS = re.compile(r"\b(?:tiết|điểm|[Kk]hoản|[Đđ]iều|[Mm]ục|[Cc]hương|Phần|[Pp]hụ lục)[ \n]")
_TAIL = re.compile(r"[ ,\n]*(?:(?:của|ban[ \n]hành[ \n]kèm[ \n]theo|kèm[ \n]theo|tại)[ \n])?\Z")


def find_pinpoint(text: str, start: int) -> str | None:
    """The pinpoint that ends where the mention starts (clean-text offset), on one line; None if there is none.

    >>> text = "theo điểm c khoản 2 Điều 30 Nghị định số 126/2024/NĐ-CP"
    >>> find_pinpoint(text, text.index("Nghị"))
    'điểm c khoản 2 Điều 30'
    """
    window_start = max(0, start - _REACH)
    window = text[window_start:start]
    if not any(word in window for word in ("iều ", "iều\n", "hoản ", "ục ", "hương ")):
        return None
    for candidate in _STARTS.finditer(window):
        found = _PINPOINT.match(window, candidate.start())
        if found and found.group().strip():
            words = _TAIL.sub("", found.group())
            return " ".join(words.split()) or None
    return None
