"""Page image → Page: prepared, recognised, its letterhead looked at twice, arranged in reading order, and kept."""

from typing import TYPE_CHECKING, Any, NamedTuple

from PIL import Image

from pipeline.read.layout import Segment, Token, arrange
from pipeline.read.ocr import cache, engine
from pipeline.read.ocr.letterhead import Doubt, look_again
from pipeline.read.ocr.numbers import look_at_numbers
from pipeline.read.ocr.prepare import black_ink, prepare
from pipeline.read.ocr.signature import look_at_recipients, look_at_signature, signature_at
from pipeline.read.reading import Page

if TYPE_CHECKING:
    from extractors.records import Problem

__all__ = ["Recognised", "as_read", "recognise_page"]

_REVISION = 10  # raised when the same image would be read otherwise than before
_POOR = 0.70  # mean confidence below which a page may stand on its head
_NAMES = {
    "number": "the number",
    "day": "the day of the date",
    "month": "the month",
    "year": "the year",
    "cited": "a number in the text",
}


class Recognised(NamedTuple):
    """A recognised page and what the user should know about it."""

    page: Page
    problems: "tuple[Problem, ...]"


def recognise_page(image: Image.Image, number: int) -> Recognised:
    """Recognise one page image (any mode; about 200 dots an inch is best), or take its result from the cache.

    Boxes of words are in pixels of the upright, levelled page. Raises `CancuError`: ocr-missing, ocr-timeout.
    """
    return _page(_result(image), number)


def as_read(image: Image.Image) -> Image.Image:
    """The page image that the boxes of its words lie on: turned upright and levelled as for recognition.

    Raises `CancuError`: ocr-missing, ocr-timeout.
    """
    result = _result(image)
    sideways = tuple(result["size"]) != image.size
    turn = result.get("turn", 90 if sideways else 0)
    upright = image.rotate(turn, expand=True) if turn else image
    angle = result["skew"] if "skew" in result else prepare(upright).skew
    if not angle:
        return upright
    return upright.convert("RGB").rotate(angle, Image.Resampling.BILINEAR, fillcolor=(255, 255, 255))


def _result(image: Image.Image) -> Any:
    """What recognition of a page image gave, from the cache where it is kept there."""
    if cache.folder() is None or not engine.available():
        return _recognise(image)
    digest = cache.key(image, f"r{_REVISION} {engine.versions()}")
    kept = cache.load(digest)
    result = kept if _is_result(kept) else _recognise(image)
    if result is not kept:
        cache.save(digest, result)
    return result


def _is_result(kept: object) -> bool:
    return isinstance(kept, dict) and kept.keys() >= {"size", "lines", "doubts", "confidence"}


def _upright(image: Image.Image, look: engine.Look) -> int:
    if look.confidence >= _POOR or len(look.lines) < 2:
        return 0
    return engine.orientation(image)


def _recognise(image: Image.Image) -> dict[str, Any]:
    ready = prepare(image)
    look = engine.recognise(ready.image)
    turn = _upright(ready.image, look)
    if turn:
        turned = image.rotate(turn, expand=True)
        again = prepare(turned)
        second = engine.recognise(again.image)
        if second.confidence > look.confidence:
            image, ready, look = turned, again, second
        else:
            turn = 0
    head = look_again(ready.image, look.lines)
    lines, unread = look_at_numbers(ready.image, head.lines, head.settled)
    signature = signature_at(lines, *ready.image.size)
    if signature is not None:
        lines = look_at_recipients(ready.image, signature, lines)
        lines = look_at_signature(black_ink(image, ready, signature), signature, lines)
    return {
        "size": ready.image.size,
        "turn": turn,
        "skew": ready.skew,
        "lines": [[list(token) for token in line.tokens] for line in lines],
        "doubts": [*map(list, head.doubts), *(["cited", each.seen] for each in unread)],
        "confidence": engine.mean(look.lines),
    }


def _page(result: Any, number: int) -> Recognised:
    width, height = result["size"]
    segments = [Segment(tuple(Token(*token) for token in line)) for line in result["lines"] if line]
    text, words = arrange(segments, width, height)
    page = Page(number, text, round(float(result["confidence"]), 4), float(width), float(height), words)
    return Recognised(page, tuple(_problem(Doubt(slot, tuple(seen)), number) for slot, seen in result["doubts"]))


def _problem(doubt: Doubt, number: int) -> "Problem":
    from extractors.records import Problem

    seen = ", ".join(f"“{each}”" for each in doubt.seen[:4])
    message = f"{_NAMES[doubt.slot]} is written by hand, stamped or faint, and is left blank" + (
        f": it looks like {seen}" if seen else ""
    )
    return Problem(code="handwriting-unread", message=message, page=number)
