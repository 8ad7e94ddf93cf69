"""Wear of letters, as OCR leaves a text: every letter is exchanged for one that looks like it, none is added or lost.

So every offset of the truth holds. Digits of numbers are never exchanged for other digits: the truth stays recoverable.
"""

from functools import cache

from corpora.synthetic.dice import Dice
from corpora.synthetic.lexicon import read

__all__ = ["RATES", "worn"]

RATES = (0.0, 0.002, 0.006, 0.015, 0.03)  # share of letters that are worn, by level


@cache
def _like() -> dict[str, str]:
    table = read("wear.yaml")
    return {**table["marks"], **table["forms"]}


def worn(text: str, level: int, dice: Dice) -> str:
    """The text with `RATES[level]` of its letters exchanged."""
    letters = list(text)
    count = int(len(letters) * RATES[level])
    last, random, like = len(letters), dice.random, _like()
    for _ in range(count):
        at = int(random() * last)
        letters[at] = like.get(letters[at], letters[at])
    return "".join(letters)
