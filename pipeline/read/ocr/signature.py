"""A second look at the signature, over which stamp and pen have gone: the column beside Nơi nhận, black ink only.

Tesseract takes a block with a stamp on it for a picture, and leaves it out or reads the strokes of the pen.
"""

import re
from collections.abc import Iterable, Sequence

from PIL import Image

from corpora.folding import fold
from pipeline.read.layout import Segment, Token, rows_of
from pipeline.read.ocr.engine import BLOCK, recognise

__all__ = ["look_at_signature", "signature_at"]

_CLOSING = re.compile(r"^\W{0,3}n?[o0]i\s*nh[ae]n\b")


def signature_at(lines: Sequence[Segment], width: int, height: int) -> tuple[int, int, int, int] | None:
    """The box of the signature: right of the list that Nơi nhận opens; None on a page without it."""
    opening = next((line for line in lines if _CLOSING.search(fold(line.text)) and line.x0 < 0.4 * width), None)
    if opening is None:
        return None
    first = opening.tokens[0]
    size = first.y1 - first.y0
    top, foot = first.y0 - 0.5 * size, min(float(height), first.y0 + 0.3 * height)
    left = [
        token.x1
        for line in lines
        for token in line.tokens
        if top < token.y0 < foot and token.x0 < 0.42 * width and (token.confidence or 0.0) > 0.5
    ]
    gutter = min(0.55 * width, max(0.38 * width, *left, 0.0) + 6)
    return int(gutter), int(top), width, int(foot)


def look_at_signature(black: Image.Image, box: tuple[int, int, int, int], lines: Sequence[Segment]) -> list[Segment]:
    """The lines of the page; of each line in the box the better of its two readings, without strokes of the pen.

    `black` is the page with black ink only, as large and as level as the page that `lines` were read from.
    """
    left, top, _, foot = box

    def inside(token: Token) -> bool:
        return token.x0 >= left - 6 and top <= (token.y0 + token.y1) / 2 <= foot

    kept = [Segment(rest) for line in lines if (rest := tuple(each for each in line.tokens if not inside(each)))]
    before = [Segment(part) for line in lines if (part := tuple(each for each in line.tokens if inside(each)))]
    look = recognise(black.crop(box), mode=BLOCK, seconds=10.0)
    after = [Segment(tuple(_moved(token, left, top) for token in line.tokens)) for line in look.lines if line.tokens]
    first = [clean for line in before if (clean := _without_strokes(line)) is not None]
    second = [clean for line in after if (clean := _without_strokes(line)) is not None]
    of_first = {id(part) for part in first}
    fresh: list[Segment] = []
    for row in rows_of([*first, *second]):
        readings = [[part for part in row if (id(part) in of_first) is wanted] for wanted in (False, True)]
        fresh += max(readings, key=_clear)
    return [*kept, *fresh]


def _clear(parts: Iterable[Segment]) -> float:
    """Letters that are surely there, by how surely."""
    return sum(len(token.text) * (token.confidence or 0.0) for part in parts for token in part.tokens)


def _without_strokes(line: Segment) -> Segment | None:
    """The line without what the pen left; None where no word remains."""
    tokens = [token for token in line.tokens if (token.confidence or 0.0) >= 0.4]
    while tokens and not _is_word(tokens[-1]):
        tokens.pop()
    while tokens and not _is_word(tokens[0]):
        tokens.pop(0)
    if not any((token.confidence or 0.0) >= 0.85 and len(token.text) > 1 for token in tokens):
        return None
    return Segment(tuple(tokens))


def _is_word(token: Token) -> bool:
    return len(token.text) > 1 and sum(sign.isalpha() for sign in token.text) * 2 > len(token.text)


def _moved(token: Token, dx: float, dy: float) -> Token:
    return token._replace(x0=token.x0 + dx, y0=token.y0 + dy, x1=token.x1 + dx, y1=token.y1 + dy)
