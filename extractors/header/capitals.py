"""Names printed in capitals, spelt as names are: which words keep a capital, which short forms are opened."""

import regex

from corpora.folding import fold

__all__ = ["OPENED", "opened", "spelled", "titled"]

_INNER_KINDS = regex.compile(
    r"(?<=\s)(?:Tỉnh|Huyện|Quận|Xã|Phường|Thành Phố|Thị Xã|Thị Trấn)(?=\s\p{Lu})(?! (?:Ủy|Đoàn))"
)
_CONNECTORS = frozenset(("và", "của", "về", "cho", "tại", "với", "thuộc", "trong", "vì", "để", "các", "theo"))
_NOUNS = (
    "Văn phòng", "Trung tâm", "Bệnh viện", "Hội đồng", "Ủy ban", "Công ty", "Chi cục", "Tổng cục", "Học viện",
    "Đại học", "Cao đẳng", "Ban quản lý", "Ban chỉ đạo", "Ban điều hành", "Chi nhánh", "Nhà trường",
)  # fmt: skip
OPENED = {
    "UBND": "Ủy ban nhân dân", "HĐND": "Hội đồng nhân dân", "HDND": "Hội đồng nhân dân", "MTTQ": "Mặt trận Tổ quốc",
    "LĐLĐ": "Liên đoàn Lao động", "LHPN": "Liên hiệp Phụ nữ", "TNCS": "Thanh niên Cộng sản", "BHXH": "Bảo hiểm xã hội",
    "GD&ĐT": "Giáo dục và Đào tạo", "GDĐT": "Giáo dục và Đào tạo", "GD-ĐT": "Giáo dục và Đào tạo", "TT": "Trung tâm",
    "THPT": "Trung học phổ thông", "THCS": "Trung học cơ sở", "TH": "Tiểu học", "MN": "Mầm non", "ĐH": "Đại học",
    "CĐ": "Cao đẳng", "PTDTNT": "Phổ thông dân tộc nội trú", "PTDTBT": "Phổ thông dân tộc bán trú",
    "GDTX": "Giáo dục thường xuyên", "GDNN": "Giáo dục nghề nghiệp", "VHTT": "Văn hóa và Thông tin",
    "TP": "thành phố", "TP.": "thành phố", "TX": "thị xã", "TT.": "thị trấn",
}  # fmt: skip


def spelled(printed: str, text: str, folded_text: str, lead: tuple[str, int] | None = None) -> str:
    """A name out of capitals: as the text itself prints it, else every syllable with a capital but the small words.

    `lead` spells the first words (as far as the offset), which the register knows.

    >>> spelled("CÔNG TY ĐIỆN LỰC BÌNH LỤC", "", "")
    'Công ty Điện Lực Bình Lục'
    """
    if not printed.isupper() and not any(word.isupper() and len(word) > 4 for word in printed.split()):
        name = opened(printed)
        return name[:1].upper() + name[1:]
    key = fold(printed)
    start = folded_text.find(key)
    while start >= 0:
        found = text[start : start + len(key)]
        if not found.isupper() and "\n" not in found and found[:1].isupper():
            return opened(found)
        start = folded_text.find(key, start + 1)
    if lead is not None:
        return f"{lead[0]} {titled(opened(printed[lead[1] :]).strip())}".strip()
    return titled(opened(printed))


def opened(words: str) -> str:
    """Words with their short forms opened.

    >>> opened("THPT Bình Lục")
    'Trung học phổ thông Bình Lục'
    """
    return " ".join(OPENED.get(word, word) for word in words.split())


def titled(words: str) -> str:
    """Each word in capitals as a name is spelt; what kind of place it is stays small inside a name.

    >>> titled("HỘI NÔNG DÂN TỈNH HÀ NAM")
    'Hội Nông Dân tỉnh Hà Nam'
    """
    parts = [
        (word.lower() if word.lower() in _CONNECTORS else word.capitalize()) if word.isupper() else word
        for word in words.split()
    ]
    name = _INNER_KINDS.sub(lambda kind: kind.group().lower(), " ".join(parts))
    noun = next((noun for noun in _NOUNS if name.lower().startswith(noun.lower())), "")
    name = noun + name[len(noun) :]
    return name[:1].upper() + name[1:]
