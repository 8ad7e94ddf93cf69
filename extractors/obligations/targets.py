"""How much: the quantity that a duty sets ("đạt tối thiểu 98%", "100% hồ sơ", "ít nhất 03 lớp")."""

import regex

__all__ = ["find_target"]

_AMOUNT = r"\d{1,3}(?:[.,]\d{1,3})*"
_TARGET = regex.compile(
    rf"""(?x)
    \b(?: (?: (?:dat|duoi|tren|tu|giam|tang|con|khong\ qua|vuot|chiem|hoan\ thanh)(?:[ \n](?:ty\ le|them|it\ nhat|toi\ thieu|toi\ da|tren|duoi|tu|khoang|muc|con|xuong|len|den|cho))* [ \n]{{1,3}}
          | (?:toi\ thieu|toi\ da|it\ nhat|tren|duoi|khong\ qua|khoang)[ \n]{{1,3}} )?
          {_AMOUNT}[ ]?% (?: [ ]?-[ ]?{_AMOUNT}[ ]?% )? (?:[ \n]tro\ len)?
      | (?:toi\ thieu|it\ nhat|dat|khong\ qua|toi\ da|phan\ dau)[ \n]{{1,3}}(?:co[ \n]|dat[ \n]|la[ \n]|tu[ \n])?{_AMOUNT}[ \n](?!ngay|gio|thang\b|nam\b|phut|tuan|/|-)[a-z]+ (?:[ \n][a-z]+)?
    )
    """
)
_HAS_DIGIT = regex.compile(r"\d[ ]?%|(?:thieu|nhat|dat|qua|da|dau)[ \n]{1,3}(?:[a-z]+[ \n])?\d")


def find_target(folded: str, start: int, end: int) -> tuple[int, int] | None:
    """The first quantity to be reached in `folded[start:end]`.

    >>> find_target("muc do hai long dat toi thieu 98%.", 0, 34)
    (16, 33)
    """
    if not _HAS_DIGIT.search(folded, start, end):
        return None
    match = _TARGET.search(folded, start, end)
    return match.span() if match else None
