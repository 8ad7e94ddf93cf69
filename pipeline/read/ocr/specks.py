"""Dirt that was read as signs, and hyphens that were taken for dirt: told by the shape of their boxes.

A letter is nearly as high as its line, a speck is not: copies of copies are full of them, and Tesseract gives "É",
surely read, for two pixels of dirt between two lines. The hyphen of a list, alone before a tab, it reads as "-_" or "D"
with hardly any confidence; but nothing else is flat, halfway up the line and as wide as a hyphen.
"""

from collections.abc import Sequence
from statistics import median

from pipeline.read.layout import Segment, Token

__all__ = ["without_specks"]

_LEAST = 0.3  # of the height of a line that every letter, digit and bracket has
_FLAT = ".,;:-–—_…'’‘`\"“”*·•=~^°"  # signs that may be lower than that
_DASHES = "-–—_"
_SURE = 0.5  # confidence at which signs that are neither letter nor digit are believed
_NO_LETTER = "ˆˇ˜ªº"  # letters to Unicode, in Vietnamese only ever what a speck was read as


def without_specks(lines: Sequence[Segment]) -> list[Segment]:
    """The lines without tokens that cannot be what was read, and hyphens as they are.

    >>> speck, word = Token("É", 50, 30, 52, 33, 0.9), Token("Điều", 0, 5, 40, 25, 0.9)
    >>> [line.text for line in without_specks([Segment((word, speck, word))])]
    ['Điều Điều']
    """
    done = []
    for line in lines:
        height = median(token.y1 - token.y0 for token in line.tokens)
        kept = [clean for place in range(len(line.tokens)) if (clean := _cleaned(line, place, height)) is not None]
        if kept:
            done.append(Segment(tuple(kept)))
    return done


def _cleaned(line: Segment, place: int, height: float) -> Token | None:
    token = line.tokens[place]
    if _is_dash(line, place, height):
        return token if token.text in _DASHES else token._replace(text="-")
    return None if _is_dirt(token) or _is_speck(token, line, height) else token


def _is_dirt(token: Token) -> bool:
    """A rule, a corner of a stamp, a speck read as signs; bullets and punctuation are read with more confidence."""
    if any(sign.isalnum() and sign not in _NO_LETTER for sign in token.text):
        return False
    return (token.confidence or 0.0) < _SURE or any(sign in _NO_LETTER for sign in token.text)


def _is_low(token: Token, height: float) -> bool:
    return token.y1 - token.y0 < _LEAST * height


def _is_speck(token: Token, line: Segment, height: float) -> bool:
    if not _is_low(token, height):
        return False
    if any(sign not in _FLAT for sign in token.text):
        return True
    others = [each for each in line.tokens if not _is_low(each, height)]
    middle = (token.y0 + token.y1) / 2
    return bool(others) and not min(each.y0 for each in others) <= middle <= max(each.y1 for each in others)


def _is_dash(line: Segment, place: int, height: float) -> bool:
    """What is flat, halfway up the word beside it, and as wide as a hyphen; within a line also read as dashes."""
    token = line.tokens[place]
    if len(line.tokens) < 2 or len(token.text) > 2 or not _is_low(token, height):
        return False
    if place and any(sign not in _DASHES for sign in token.text):
        return False
    word = line.tokens[place - 1] if place else line.tokens[1]
    middle = (token.y0 + token.y1) / 2 - word.y0
    width, tall = token.x1 - token.x0, word.y1 - word.y0
    return (
        width >= 1.8 * (token.y1 - token.y0)
        and 0.2 * height <= width <= (1.0 if place else 0.6) * height
        and 0.3 * tall <= middle <= 0.8 * tall
        and not _is_low(word, height)
    )
