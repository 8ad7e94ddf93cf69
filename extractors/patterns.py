"""What the patterns of all extractors share: Vietnamese capitals, and phrases that line breaks may part."""

from collections.abc import Iterable

__all__ = ["CAPITAL", "one_of", "opening_words", "phrase"]

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


def opening_words(words: Iterable[str]) -> str:
    """A group of alternatives for the head of a pattern that searches folded text; no letter or figure stands before.

    Each begins with a letter or figure, by which they are put together: nothing is searched faster than one of a set
    of characters.

    >>> import re
    >>> re.findall(opening_words(["ban hanh", "bao", "so"]), "ban hanh hoso so bao")
    ['ban hanh', 'so', 'bao']
    """
    rest: dict[str, list[str]] = {}
    for word in words:
        rest.setdefault(word[0], []).append(word[1:])
    alternatives = (f"{first}(?<![a-z0-9].)(?:{'|'.join(ends)})" for first, ends in rest.items())
    return f"(?:{'|'.join(alternatives)})"
