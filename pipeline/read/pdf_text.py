"""The text layer of a PDF page as segments with boxes, read from the boxes of its characters.

Characters keep the order in which the page draws them. Text drawn sideways is turned upright; letters of the old
Vietnamese fonts become Unicode; small raised digits become superscripts, for they mark footnotes.
"""

import ctypes
import unicodedata
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import pairwise
from math import isfinite
from typing import Any, NamedTuple

import pypdfium2.raw as pdfium_c

from pipeline.read.layout import Segment, Token
from pipeline.read.legacy_fonts import decode_run, font_row
from pipeline.read.syllables import WORD, is_syllable, score

__all__ = ["Layer", "Sign", "looks_vietnamese", "text_layer"]

MOST_SIGNS = 200_000  # a page with more characters is no page
_HYPHENS = str.maketrans({0x02: "-", 0xFFFE: "-", 0xAD: "-"})  # what pdfium gives for a hyphen at the end of a line
# In the old fonts the code of the soft hyphen prints ư, that of the middle dot ã; PDF writers give them other names.
_OLD_CODES = str.maketrans({0x2212: "\xad", 0x2010: "\xad", 0x2219: "\xb7", 0x2022: "\xb7"})
_SUPERSCRIPTS = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")


class Sign(NamedTuple):
    """A character and its box, origin top left, upright."""

    text: str
    x0: float
    y0: float
    x1: float
    y1: float
    font: str


class Layer(NamedTuple):
    """What a page's text layer holds: segments in the order drawn, width and height of the upright page."""

    segments: tuple[Segment, ...]
    width: float
    height: float
    signs: int

    @property
    def text(self) -> str:
        return "\n".join(segment.text for segment in self.segments)


def looks_vietnamese(text: str) -> float:
    """Share of the words (two letters or more) that are Vietnamese syllables with a letter outside ASCII.

    Vietnamese print has about 0.7; a layer that an English OCR laid over Vietnamese under 0.1.

    >>> looks_vietnamese("Căn cứ Luật Tổ chức"), looks_vietnamese("Can cir Luat To chirc")
    (1.0, 0.0)
    """
    words = sum(1 for word in WORD.findall(text) if len(word) > 1)
    return score(text).good / words if words else 0.0


def text_layer(page: Any) -> Layer:
    """The layer of a pypdfium2 page; no segments where it has none. Boxes are in points of the upright page."""
    left, bottom, right, top = page.get_cropbox()
    textpage = page.get_textpage()
    try:
        count = min(pdfium_c.FPDFText_CountChars(textpage.raw), MOST_SIGNS)
        raw = list(_raw_signs(textpage.raw, count))
    finally:
        textpage.close()
    turn = _direction(raw)
    signs = [_turned(sign, turn, (left, bottom, right, top)) if sign.text != "\n" else sign for sign in raw]
    width, height = right - left, top - bottom
    if turn % 2:
        width, height = height, width
    segments = tuple(_segments(signs))
    return Layer(segments, width, height, sum(1 for sign in signs if not sign.text.isspace()))


def _raw_signs(textpage: Any, count: int) -> Iterator[Sign]:
    """Characters in user space (y0 under y1); line breaks as signs without a box."""
    box = pdfium_c.FS_RECTF()
    name = ctypes.create_string_buffer(128)
    flags = ctypes.c_int()
    font, object_at, high = "", 0, 0
    for index in range(count):
        code = pdfium_c.FPDFText_GetUnicode(textpage, index)
        if code in (0x0A, 0x0D):
            yield Sign("\n", 0, 0, 0, 0, "")
            continue
        if 0xD800 <= code < 0xDC00:
            high = code
            continue
        if 0xDC00 <= code < 0xE000:
            code = 0x10000 + ((high - 0xD800) << 10) + (code - 0xDC00)
        if not code or not pdfium_c.FPDFText_GetLooseCharBox(textpage, index, box):
            continue
        drawn = ctypes.cast(pdfium_c.FPDFText_GetTextObject(textpage, index), ctypes.c_void_p).value
        if drawn and drawn != object_at:  # asking for the name of the font costs more than all the rest
            length = pdfium_c.FPDFText_GetFontInfo(textpage, index, name, len(name), flags)
            font = name.raw[: max(0, min(length, len(name)) - 1)].decode("utf-8", "replace")
            object_at = drawn
        across, along = sorted((box.left, box.right)), sorted((box.bottom, box.top))
        if not all(map(isfinite, (*across, *along))):
            continue  # a damaged matrix: the sign stands nowhere
        yield Sign(chr(code), across[0], along[0], across[1], along[1], font)


def _direction(signs: Sequence[Sign]) -> int:
    """Which way most text runs on the sheet: 0 to the right, 1 upwards, 2 to the left, 3 downwards."""
    ways: Counter[int] = Counter()
    for before, after in pairwise(signs):
        if before.text.isspace() or after.text.isspace():
            continue
        dx = (after.x0 + after.x1) - (before.x0 + before.x1)
        dy = (after.y0 + after.y1) - (before.y0 + before.y1)
        if abs(dx) > 2 * abs(dy):
            ways[0 if dx > 0 else 2] += 1
        elif abs(dy) > 2 * abs(dx):
            ways[1 if dy > 0 else 3] += 1
    return ways.most_common(1)[0][0] if ways else 0


def _turned(sign: Sign, turn: int, sheet: tuple[float, float, float, float]) -> Sign:
    """The box seen with the text upright, origin top left."""
    left, bottom, right, top = sheet
    text, x0, y0, x1, y1, font = sign
    if turn == 1:
        return Sign(text, y0 - bottom, x0 - left, y1 - bottom, x1 - left, font)
    if turn == 2:
        return Sign(text, right - x1, y0 - bottom, right - x0, y1 - bottom, font)
    if turn == 3:
        return Sign(text, top - y1, right - x1, top - y0, right - x0, font)
    return Sign(text, x0 - left, top - y1, x1 - left, top - y0, font)


def _segments(signs: Sequence[Sign]) -> Iterator[Segment]:
    tokens: list[Token] = []
    word: list[Sign] = []

    def close() -> None:
        if word:
            tokens.append(_token(word, tokens))
            word.clear()

    last: Sign | None = None
    for sign in signs:
        if sign.text == "\n" or (last is not None and _new_line(last, sign)):
            close()
            if tokens:
                yield Segment(tuple(tokens))
                tokens = []
            last = None
            if sign.text == "\n":
                continue
        if sign.text.isspace():
            close()
            continue
        if sign.text != "\x02" and unicodedata.category(sign.text) == "Cc":
            continue
        if last is not None and word and sign.x0 - last.x1 > 0.2 * (last.y1 - last.y0):
            close()
        word.append(sign)
        if not unicodedata.combining(sign.text):
            last = sign
    close()
    if tokens:
        yield Segment(tuple(tokens))


def _new_line(last: Sign, sign: Sign) -> bool:
    if sign.text.isspace() or unicodedata.combining(sign.text):
        return False
    height = max(last.y1 - last.y0, sign.y1 - sign.y0)
    if abs((sign.y0 + sign.y1) - (last.y0 + last.y1)) > height:
        return True
    return sign.x0 < last.x0 - 0.5 * height


def _old(run: str, font: str) -> str:
    """A run in a font of the old encodings. A hyphen at the end of a line may be the letter with the hyphen's code."""
    run = run.translate(_OLD_CODES)
    letter = decode_run(run.replace("\x02", "\xad").replace("\ufffe", "\xad"), font)
    if "\x02" not in run and "\ufffe" not in run:
        return letter
    return (
        letter
        if is_syllable(letter.strip(".,;:()"))
        else decode_run(run.replace("\x02", "-").replace("\ufffe", "-"), font)
    )


def _token(word: Sequence[Sign], before: Sequence[Token]) -> Token:
    """One word; its runs of old fonts decoded, its small raised digits made superscripts."""
    tallest = max(sign.y1 - sign.y0 for sign in word)
    reference = max([tallest, *(token.y1 - token.y0 for token in before[-1:])])
    middle = min(sign.y0 for sign in word if sign.y1 - sign.y0 >= 0.9 * tallest) + 0.5 * tallest
    if before and reference > tallest:
        middle = before[-1].y0 + 0.5 * reference
    parts: list[str] = []
    at = 0
    while at < len(word):
        end = at
        while end < len(word) and word[end].font == word[at].font:
            end += 1
        run = "".join(sign.text for sign in word[at:end])
        small = all(sign.y1 - sign.y0 < 0.78 * reference and (sign.y0 + sign.y1) / 2 < middle for sign in word[at:end])
        run = _old(run, word[at].font) if font_row(word[at].font) is not None else run.translate(_HYPHENS)
        parts.append(run.translate(_SUPERSCRIPTS) if small and run.isdigit() and (at or before) else run)
        at = end
    x0, y0 = min(sign.x0 for sign in word), min(sign.y0 for sign in word)
    return Token(
        unicodedata.normalize("NFC", "".join(parts)),
        x0,
        y0,
        max(sign.x1 for sign in word),
        max(sign.y1 for sign in word),
    )
