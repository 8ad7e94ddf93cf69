"""How much: the quantity that a duty sets ("đạt tối thiểu 98%", "100% hồ sơ", "ít nhất 03 lớp")."""

import re

from extractors.patterns import opening_words

__all__ = ["find_target"]

_AMOUNT = r"\d{1,3}(?:[.,]\d{1,3})*"
_TARGET = re.compile(
    rf"""(?x)
    \b (?:
      (?: (?: dat | duoi | tren | tu | giam | tang | con | khong\ qua | vuot | chiem | hoan\ thanh )     # đạt, giảm …
          (?: [ \n] (?: ty\ le | them | it\ nhat | toi\ thieu | toi\ da | tren | duoi | tu | khoang | muc | con
            | xuong | len | den | cho ) ){{0,3}} [ \n]{{1,3}}
        | (?: toi\ thieu | toi\ da | it\ nhat | tren | duoi | khong\ qua | khoang ) [ \n]{{1,3}} )?
      {_AMOUNT} [ ]? % (?: [ ]? - [ ]? {_AMOUNT} [ ]? % )? (?: [ \n] tro\ len )?                           # 98% trở lên
    | (?: toi\ thieu | it\ nhat | dat | khong\ qua | toi\ da | phan\ dau ) [ \n]{{1,3}} (?: (?: co|dat|la|tu ) [ \n] )?
      {_AMOUNT} [ \n] (?! (?: ngay|gio|thang|nam|phut|tuan|quy ) \b ) [a-z][a-z0-9]* (?: [ \n][a-z]+ ){{0,2}}
      # 03 lớp tập huấn
    )
    """
)
_MAY_COUNT = re.compile(opening_words(("thieu", "nhat", "dat", "qua", "da", "dau")) + r"[ \n]{1,3}(?:[a-z]+[ \n])?\d")
"""Without this or a "%" there is no quantity."""


def find_target(folded: str, start: int, end: int) -> tuple[int, int] | None:
    """The first quantity to be reached in `folded[start:end]`.

    >>> find_target("muc do hai long dat toi thieu 98%.", 0, 34)
    (16, 33)
    """
    if folded.find("%", start, end) < 0 and not _MAY_COUNT.search(folded, start, end):
        return None
    match = _TARGET.search(folded, start, end)
    return match.span() if match else None
