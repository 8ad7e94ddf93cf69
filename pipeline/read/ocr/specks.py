"""Specks that were read as letters: a letter is nearly as high as its line, a speck is not.

Copies of copies are full of them; Tesseract gives "É", surely read, for two pixels of dirt between two lines.
"""

from collections.abc import Sequence
from statistics import median

from pipeline.read.layout import Segment, Token

__all__ = ["without_specks"]

_LEAST = 0.3  # of the height of a line that every letter, digit and bracket has
_FLAT = ".,;:-–—_…'’‘`\"“”*·•=~^°"  # signs that may be lower than that


def without_specks(lines: Sequence[Segment]) -> list[Segment]:
    """The lines without tokens too low to be what was read, and a flat stroke that opens a line as the "-" it is.

    >>> speck, word = Token("É", 50, 30, 52, 33, 0.9), Token("Điều", 0, 5, 40, 25, 0.9)
    >>> [line.text for line in without_specks([Segment((word, speck, word))])]
    ['Điều Điều']
    """
    done = []
    for line in lines:
        height = median(token.y1 - token.y0 for token in line.tokens)
        kept = [
            token._replace(text="-") if _is_hyphen(token, line, height) else token
            for token in line.tokens
            if _is_hyphen(token, line, height) or not _is_speck(token, line, height)
        ]
        if kept:
            done.append(Segment(tuple(kept)))
    return done


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


def _is_hyphen(token: Token, line: Segment, height: float) -> bool:
    """What opens a line, flat, as wide as a hyphen, halfway up the word behind it: read as "D" or "ˆ" it is one."""
    if len(line.tokens) < 2 or token is not line.tokens[0] or len(token.text) != 1 or not _is_low(token, height):
        return False
    word = line.tokens[1]
    middle = (token.y0 + token.y1) / 2 - word.y0
    width, tall = token.x1 - token.x0, word.y1 - word.y0
    return (
        width >= 1.8 * (token.y1 - token.y0)
        and 0.2 * height <= width <= 0.6 * height
        and 0.3 * tall <= middle <= 0.8 * tall
        and not _is_low(word, height)
    )
