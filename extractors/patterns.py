"""What the patterns of all extractors share: Vietnamese capitals, and phrases that line breaks may part."""

__all__ = ["CAPITAL", "one_of", "phrase"]

CAPITAL = "A-ZĐÁÀẢÃẠĂẮẰẲẴẶÂẤẦẨẪẬÉÈẺẼẸÊẾỀỂỄỆÍÌỈĨỊÓÒỎÕỌÔỐỒỔỖỘƠỚỜỞỠỢÚÙỦŨỤƯỨỪỬỮỰÝỲỶỸỴ"
"""Inside of a character class: every capital letter of the Vietnamese alphabet and of Latin words."""


def phrase(pattern: str) -> str:
    """A pattern in which every blank also matches a line break.

    >>> import re
    >>> bool(re.search(phrase("quy dinh chi tiet"), "quy dinh\\nchi tiet"))
    True
    """
    return pattern.replace(" ", r"[ \n]")


def one_of(*groups: str) -> str:
    """A group of alternative phrases, written "a | b | c" in one or several strings; line breaks may part their words.

    >>> import re
    >>> bool(re.fullmatch(one_of("can cu | xet", "thuc hien"), "can\\ncu"))
    True
    """
    words = (word.strip() for group in groups for word in group.split(" | "))
    return phrase(f"(?:{'|'.join(words)})")
