"""What the patterns of all extractors share: Vietnamese capitals, and phrases that line breaks may part."""

__all__ = ["CAPITAL", "phrase"]

CAPITAL = "A-ZĐÁÀẢÃẠĂẮẰẲẴẶÂẤẦẨẪẬÉÈẺẼẸÊẾỀỂỄỆÍÌỈĨỊÓÒỎÕỌÔỐỒỔỖỘƠỚỜỞỠỢÚÙỦŨỤƯỨỪỬỮỰÝỲỶỸỴ"
"""Inside of a character class: every capital letter of the Vietnamese alphabet and of Latin words."""


def phrase(pattern: str) -> str:
    """A pattern in which every blank also matches a line break.

    >>> import re
    >>> bool(re.search(phrase("quy dinh chi tiet"), "quy dinh\\nchi tiet"))
    True
    """
    return pattern.replace(" ", r"[ \n]")
