"""Parts of a page cut out and recognised again at another size: what the second looks have in common."""

from collections.abc import Sequence

from PIL import Image

from pipeline.read.layout import Segment, Token
from pipeline.read.ocr.engine import DPI, LINE, recognise

_PADDING = 12  # pixels of clear paper around a cutting: print that touches the edge is misread

__all__ = ["joined", "least", "look", "mean", "spread"]


def _crop(page: Image.Image, segment: Segment, room: tuple[float, float]) -> Image.Image:
    """The segment with a little of what stands above and below it, nothing of its neighbours, on clear paper."""
    reach = max(4.0, 0.2 * segment.height)
    left, right = (max(2.0, min(0.6 * segment.height, each - 0.25 * segment.height)) for each in room)
    box = (
        max(0, int(segment.x0 - left)), max(0, int(segment.y0 - reach)),
        min(page.width, int(segment.x1 + right) + 1), min(page.height, int(segment.y1 + reach)),
    )  # fmt: skip
    part = page.crop(box)
    paper = Image.new("L", (part.width + 2 * _PADDING, part.height + _PADDING), _paper(part))
    paper.paste(part, (_PADDING, _PADDING // 2))
    return paper


def _paper(part: Image.Image) -> int:
    """The grey that most of the cutting has: its upper quartile."""
    counts = part.histogram()
    left = 0.25 * sum(counts)
    for level in range(255, -1, -1):
        left -= counts[level]
        if left <= 0:
            return level
    return 255


def look(page: Image.Image, segment: Segment, size: float, room: tuple[float, float] = (0.0, 0.0)) -> tuple[Token, ...]:
    """The segment read again as one line, `size` times as large; boxes are those of the cutting.

    `room` is how far the cutting may reach to the left and right before it meets another word.
    """
    crop = _crop(page, segment, room)
    scaled = crop.resize(
        (max(8, round(crop.width * size)), max(8, round(crop.height * size))), Image.Resampling.LANCZOS
    )
    seen = recognise(scaled, mode=LINE, dpi=round(DPI * size), seconds=5.0)
    return tuple(token for line in seen.lines for token in line.tokens)


def mean(tokens: Sequence[Token]) -> float:
    """Mean confidence of the tokens, weighted by their length."""
    length = sum(len(token.text) for token in tokens)
    return sum((token.confidence or 0.0) * len(token.text) for token in tokens) / max(length, 1)


def joined(tokens: Sequence[Token]) -> str:
    """The tokens as one text, single blanks between them."""
    return " ".join(token.text for token in tokens)


def least(tokens: Sequence[Token], start: int, end: int) -> float:
    """The least confidence of the tokens that cover these offsets of their joined text."""
    at, found = 0, []
    for token in tokens:
        if at < end and start < at + len(token.text):
            found.append(token.confidence or 0.0)
        at += len(token.text) + 1
    return min(found, default=0.0)


def spread(words: Sequence[tuple[str, float]], segment: Segment) -> Segment:
    """Tokens of newly read words, with boxes shared out along the old segment by their length."""
    total = sum(len(word) for word, _ in words) + len(words) - 1
    step = (segment.x1 - segment.x0) / max(total, 1)
    at, tokens = segment.x0, []
    for word, confidence in words:
        width = len(word) * step
        tokens.append(Token(word, at, segment.y0, at + width, segment.y1, confidence))
        at += width + step
    return Segment(tuple(tokens))
