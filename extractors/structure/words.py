"""Words by which letterhead, signature block and attachments are known, as patterns on folded text."""

import re
from functools import cache

from corpora.posts import posts

__all__ = ["APPENDIX", "BODY_OPENS", "alternatives", "post_pattern"]


def alternatives(words: str) -> str:
    """The alternatives of a pattern from words separated by ", ", longest first.

    >>> alternatives("cuc, chi cuc")
    'chi\\\\ cuc|cuc'
    """
    return "|".join(map(re.escape, sorted(words.split(", "), key=len, reverse=True)))


_BODIES = (
    "ubnd, hdnd, uy ban, hoi dong, so, bo, phong, truong, ban, cuc, chi cuc, tong cuc, van phong, chinh phu, quoc hoi, thu tuong, "
    "tinh uy, thanh uy, huyen uy, quan uy, thi uy, dang uy, dang bo, chi bo, trung uong, ban chap hanh, thuong truc, tinh doan, "
    "thanh doan, huyen doan, doan, lien doan, tong lien doan, cong doan, hoi, lien hiep, lien minh, mat tran, trung tam, benh vien, "
    "vien, hoc vien, dai hoc, cong ty, tong cong ty, tap doan, ngan hang, bao hiem, kho bac, toa an, toa, cong an, quan doi, bo chi huy, "
    "bo tu lenh, thanh tra, kiem toan, quy, dai, bao, nha xuat ban, to, chu tich, vu, khoa, tram, lien bo"
)
BODY_OPENS = re.compile(rf"(?:u[yi] ?ban|h[o0]i ?dong|{alternatives(_BODIES)})\b")
"""The words with which a body's name begins."""

_ATTACHMENTS = (
    "phu luc, bieu mau, mau so, danh sach, danh muc, bieu so, quy che, quy dinh, dieu le, de an, chuong trinh, ke hoach, noi quy, "
    "uy ban nhan dan, hoi dong nhan dan, bang tong hop, bieu tong hop, noi dung, huong dan, embed"
)
_COUNTRY = r"c\w{1,3}g ?h\w{1,3} ?x\w ?h\w{1,2} ?ch"
APPENDIX = re.compile(
    rf"\W{{0,3}}(?:(?:{alternatives(_ATTACHMENTS)})\b|\( ?(?:ban hanh|kem theo|dinh kem|bieu )|doc lap ?- ?tu do)|.{{0,60}}\b{_COUNTRY}"
)
"""What opens a text attached to a document: a title of its own, "(Kèm theo …)", another letterhead."""


@cache
def post_pattern() -> str:
    """The posts of the register as alternatives of a pattern on folded text."""
    return "(?:" + "|".join(map(re.escape, sorted(posts(), key=len, reverse=True))) + ")"
