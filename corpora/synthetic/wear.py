"""Wear of letters, as OCR leaves a text: every letter is exchanged for one that looks like it, none is added or lost.

So every offset of the truth holds. Digits of numbers are never exchanged for other digits: the truth stays recoverable.
"""

from corpora.synthetic.dice import Dice
from corpora.synthetic.draft import Draft

__all__ = ["RATES", "worn"]

RATES = (0.0, 0.002, 0.006, 0.015, 0.03)  # share of letters that are worn, by level
_LIKE = {
    "ể": "ê", "ế": "ề", "ệ": "ê", "ộ": "ô", "ố": "ồ", "ợ": "ơ", "ớ": "ở", "ự": "ư", "ứ": "ừ", "ữ": "ừ", "ạ": "a", "ả": "à", "ã": "á",
    "ấ": "ẩ", "ầ": "â", "ậ": "â", "ắ": "ă", "ặ": "ă", "ị": "i", "ĩ": "í", "ụ": "u", "ũ": "ù", "đ": "d", "ọ": "o", "õ": "ó",
    "l": "1", "i": "í", "o": "ó", "ư": "u", "ơ": "o", "ô": "ó", "ê": "é", "h": "b", "c": "e", "n": "u", "u": "ú", ",": ".", ";": ":",
    "m": "n", "Đ": "Ð", "O": "0", "S": "5", "I": "l", "Ộ": "Ô", "Ế": "É", "Ấ": "Á", "Ủ": "Ù", "t": "f", "y": "v", "a": "á",
}  # fmt: skip


def worn(text: str, draft: Draft, level: int, dice: Dice) -> str:
    """The text with `RATES[level]` of its letters exchanged."""
    letters = list(text)
    count = int(len(letters) * RATES[level])
    last = len(letters)
    random = dice.random
    for _ in range(count):
        at = int(random() * last)
        letters[at] = _LIKE.get(letters[at], letters[at])
    return "".join(letters)
