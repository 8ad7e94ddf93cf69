"""Words by which letterhead, signature block and attachments are known, as patterns on folded text."""

import re
from functools import cache

from corpora.posts import posts

__all__ = [
    "APPENDIX",
    "AUTHORITY",
    "BODY_OPENS",
    "CLOSING",
    "ENFORCED_BY",
    "SURELY_CLOSING",
    "alternatives",
    "post_pattern",
]


def alternatives(words: str) -> str:
    r"""The alternatives of a pattern from words separated by ", ", longest first.

    >>> alternatives("cuc, chi cuc")
    'chi\\ cuc|cuc'
    """
    return "|".join(map(re.escape, sorted(words.split(", "), key=len, reverse=True)))


_BODIES = (
    "ubnd, hdnd, uy ban, hoi dong, so, bo, phong, truong, ban, cuc, chi cuc, tong cuc, van phong, chinh phu, quoc hoi, "
    "thu tuong, tinh uy, thanh uy, huyen uy, quan uy, thi uy, dang uy, dang bo, chi bo, trung uong, ban chap hanh, "
    "thuong truc, tinh doan, thanh doan, huyen doan, doan, lien doan, tong lien doan, cong doan, hoi, lien hiep, "
    "lien minh, mat tran, trung tam, benh vien, vien, hoc vien, dai hoc, cong ty, tong cong ty, tap doan, ngan hang, "
    "bao hiem, kho bac, toa an, toa, cong an, quan doi, bo chi huy, bo tu lenh, thanh tra, kiem toan, quy, dai, bao, "
    "nha xuat ban, to, chu tich, vu, khoa, tram, lien bo"
)
BODY_OPENS = re.compile(rf"(?:u[yi] ?ban|h[o0]i ?dong|{alternatives(_BODIES)})\b")
"""The words with which a body's name begins."""

_AUTHORITIES = (
    "bo truong, thu tuong, chinh phu, chu tich, giam doc, tong giam doc, uy ban, hoi dong, thong doc, hieu truong, "
    "tong cuc truong, cuc truong, chi cuc truong, quoc hoi, truong ban, truong phong, chanh an, vien truong, "
    "ban thuong vu, ban chap hanh, bo chinh tri, ban bi thu, tong thanh tra, ubnd, chanh van phong, lien bo, "
    "tong kiem toan, thuong truc, bi thu, dang uy, ban giam hieu, doan, so, bo"
)
AUTHORITY = re.compile(rf"\W{{0,3}}(?:{alternatives(_AUTHORITIES)})\b")
"""Who decides, on a line between trích yếu and preamble ("BỘ TRƯỞNG BỘ TÀI CHÍNH")."""

_ATTACHMENTS = (
    "phu luc, bieu mau, mau so, danh sach, danh muc, bieu so, quy che, quy dinh, dieu le, de an, chuong trinh, "
    "ke hoach, noi quy, uy ban nhan dan, hoi dong nhan dan, bang tong hop, bieu tong hop, noi dung, huong dan, embed"
)
APPENDIX = re.compile(
    rf"""(?x)
    \W{{0,3}} (?: (?:{alternatives(_ATTACHMENTS)}) \b
      | \( [ ]? (?:ban[ ]hanh|kem[ ]theo|dinh[ ]kem|bieu[ ])
      | doc[ ]lap[ ]?-[ ]?tu[ ]do )
    | .{{0,60}} \b c\w{{1,3}}g [ ]? h\w{{1,3}} [ ]? x\w [ ]? h\w{{1,2}} [ ]? ch      # Cộng hòa xã hội chủ …
    """
)
"""What opens a text attached to a document: a title of its own, "(Kèm theo …)", another letterhead."""

_FAREWELLS = "tren day la, trong qua trinh, kinh de nghi, tran trong, rat mong, kinh mong"
_THIS = r"(?:bo luat|luat|phap lenh|nghi quyet) nay (?:da )?duoc"
SURELY_CLOSING = re.compile(
    rf"[\W_]{{0,4}}(?:{alternatives(_FAREWELLS)}|{_THIS}|nhan duoc .{{3,30}} nay|de nghi .{{0,200}}\./\.)", re.DOTALL
)
"""Words that close a document wherever they open a paragraph behind its outline."""

ENFORCED_BY = re.compile(
    r"(?:cac|bo truong|thu truong|chu tich|chanh|giam doc|truong|hieu truong|tong giam doc)\b[^:]{10,700}"
    r"chiu[ \n]trach[ \n]nhiem[ \n](?:to[ \n]chuc[ \n])?thi[ \n]hanh\b[^.]{0,60}[ \n]nay\b"
)
"""A paragraph that says who enforces the document: no part of the clause before it ("Các Bộ trưởng … chịu trách …")."""

_DIRECTIONS = (
    "do do, vi vay, de nghi, yeu cau, trong do, kinh bao cao, kinh trinh, kinh chuc, moi vuong mac, qua trinh, "
    "tren co so, ke hoach nay, cong van nay, thong bao nay, chi thi nay, thong bao de, thong bao den"
)
CLOSING = re.compile(
    rf"""(?xs)
    [\W_]{{0,4}} (?: {alternatives(_DIRECTIONS)} | can[ ]cu[ ] .{{3,40}} [ ]nay | nhan[ ]duoc
      | (?:thong[ ]tu|huong[ ]dan|quy[ ]che|quy[ ]dinh|chuong[ ]trinh) [ ] nay [ ] (?:co[ ]hieu[ ]luc
        | thay[ ]the | pho[ ]bien)
      | (?:\w+[ ]){{1,12}} (?:yeu[ ]cau|de[ ]nghi|thong[ ]bao[ ]de|bao[ ]cao) \b           # Giám đốc Sở yêu cầu …
      | \( [ ]? (?:gui|dinh|kem|co|chi[ ]tiet) )                                          # (Gửi kèm …)
    """
)
"""Words that close a document when a finished unit stands before them."""


@cache
def post_pattern() -> str:
    """The posts of the register as alternatives of a pattern on folded text."""
    return f"(?:{alternatives(', '.join(posts()))})"
