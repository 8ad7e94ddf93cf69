"""How Vietnamese a text looks: the measure by which a reading of doubtful bytes is chosen.

Only words with a letter outside ASCII count: in a wrong reading ("Céng hoµ", "Coäng hoøa") they are no syllables.
"""

import re
import unicodedata
from collections import Counter
from functools import cache, lru_cache
from typing import NamedTuple

from corpora.encodings import rimes

__all__ = ["WORD", "Score", "is_syllable", "score"]

_TONES = "\u0300\u0301\u0303\u0309\u0323"
_TONE = re.compile(f"[{_TONES}]")
# A run of letters and of whatever stands for a letter in a wrong reading; dashes, quotes and the like end it.
WORD = re.compile(r"[^\s\x00-@\[-`{-\x7f\u2010-\u205e\ufeff]+")
_WIDE = re.compile(r"[^\x00-\x7f]")
_STOPS = ("c", "ch", "p", "t")


class Score(NamedTuple):
    """Words with a letter outside ASCII that are Vietnamese syllables, and such words that are not."""

    good: int
    bad: int

    @property
    def net(self) -> int:
        """Good words less bad ones."""
        return self.good - self.bad

    @property
    def share(self) -> float:
        """Good words among all that count; 0 where none does."""
        return self.good / (self.good + self.bad) if self.good else 0.0


@cache
def _pattern() -> re.Pattern[str]:
    """A syllable without its tone: k, gh, ngh stand before e, ê, i, y; c, g, ng before the other vowels; qu, gi."""
    ordered = sorted(rimes(), key=len, reverse=True)
    front = "|".join(rime for rime in ordered if rime[0] in "eêiy")
    back = "|".join(rime for rime in ordered if rime[0] not in "eêiy")
    every = f"{front}|{back}"
    return re.compile(
        rf"""(?: (?:k|gh|ngh)(?:{front}) | (?:c|g|ng)(?:{back}) | qu(?:{every}) | gi(?:{every})? | g(?:in|im)
             | (?:b|ch|d|đ|h|kh|l|m|n|nh|p|ph|r|s|t|th|tr|v|x)?(?:{every}) )""",
        re.VERBOSE,
    )


@lru_cache(maxsize=1 << 16)
def is_syllable(word: str) -> bool:
    """Whether a word (NFC or NFD, any case) can be a Vietnamese syllable.

    >>> is_syllable("Nghị"), is_syllable("Céng"), is_syllable("QUYẾT"), is_syllable("NghÞ")
    (True, False, True, False)
    """
    opened = unicodedata.normalize("NFD", word.lower().replace("ð", "đ"))  # Icelandic eth is a look-alike
    tones = _TONE.findall(opened)
    if len(tones) > 1:
        return False
    bare = unicodedata.normalize("NFC", _TONE.sub("", opened))
    if not _pattern().fullmatch(bare):
        return False
    return not tones or not bare.endswith(_STOPS) or tones[0] in "\u0301\u0323"


def score(text: str) -> Score:
    """How many of the words outside ASCII are Vietnamese syllables.

    >>> score("Cộng hoà xã hội"), score("Céng hoµ x· héi")
    (Score(good=4, bad=0), Score(good=0, bad=4))
    """
    words = Counter(word for word in WORD.findall(text) if _WIDE.search(word))
    good = sum(count for word, count in words.items() if is_syllable(word))
    return Score(good, sum(words.values()) - good)
