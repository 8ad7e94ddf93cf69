"""A second look at the signature, over which stamp and pen have gone: the column beside Nơi nhận, black ink only.

Tesseract takes a block with a stamp on it for a picture, and leaves it out or reads the strokes of the pen.
"""

import re
from collections.abc import Iterable, Sequence
from statistics import median
from typing import NamedTuple

from PIL import Image

from corpora.folding import fold
from corpora.posts import posts
from pipeline.read.layout import Segment, Token, rows_of, split
from pipeline.read.ocr.engine import BLOCK, recognise
from pipeline.read.ocr.looks import look, mean, spread
from pipeline.read.syllables import is_syllable

__all__ = ["look_at_recipients", "look_at_signature", "signature_at"]

_CLOSING = re.compile(r"^\W{0,3}n?[o0]i\s*nh[ae]n\b")

_KEPT = re.compile(r"^\W{0,4}lu+u\b")
_SURE = 0.9
_UNREAD = 0.4  # mean confidence of a line that is no more than strokes
_TWO_LINES = 1.8  # times the usual height of a line
_CLEAR = 0.7  # mean confidence of a line that the first reading of the page has not seen at all
_A_POST = 88  # of 100: how like a post a line must be
_STACK = re.compile(r"^(?:TM|KT|TL|TUQ|Q)\s?\.\s?")
_STACKED = ("TM", "KT", "TL", "TUQ", "Q", "UBND", "HĐND")


def signature_at(lines: Sequence[Segment], width: int, height: int) -> tuple[int, int, int, int] | None:
    """The box of the signature: right of the list that Nơi nhận opens; None on a page without it."""
    opening = next((line for line in lines if _CLOSING.search(fold(line.text)) and line.x0 < 0.4 * width), None)
    if opening is None:
        opening = _first_recipient(lines, width)
        if opening is None:
            return None
    first = opening.tokens[0]
    size = first.y1 - first.y0
    top, foot = first.y0 - 0.5 * size, min(float(height), first.y0 + 0.3 * height)
    left = [
        part.x1
        for line in lines
        for part in split(line)
        if top < part.y0 < foot and part.x0 < 0.4 * width and mean(part.tokens) > 0.5
    ]
    gutter = min(0.55 * width, max(0.38 * width, *left, 0.0) + 6)
    return int(gutter), int(top), width, int(foot)


def _first_recipient(lines: Sequence[Segment], width: int) -> Segment | None:
    """Where Nơi nhận was not read: a line above the list that ends with "Lưu: VT", as if it stood there; else None."""
    parts = [part for line in lines for part in split(line) if part.x0 < 0.4 * width and part.x1 < 0.6 * width]
    last = next((part for part in parts if _KEPT.search(fold(part.text)) and "VT" in part.text), None)
    if last is None:
        return None
    first = last
    for part in sorted((part for part in parts if part.y0 < last.y0), key=lambda part: -part.y0):
        if first.y0 - part.y1 > 1.2 * last.height:
            break
        first = part
    word, size = last.tokens[0], last.tokens[0].y1 - last.tokens[0].y0
    return Segment((word._replace(y0=first.y0 - 1.6 * size, y1=first.y0 - 0.6 * size),)) if first is not last else None


def look_at_signature(black: Image.Image, box: tuple[int, int, int, int], lines: Sequence[Segment]) -> list[Segment]:
    """The lines of the page; of each line in the box the better of its two readings, without strokes of the pen.

    `black` is the page with black ink only, as large and as level as the page that `lines` were read from.
    """
    left, top, _, foot = box

    def inside(token: Token) -> bool:
        return token.x0 >= left - 6 and top <= (token.y0 + token.y1) / 2 <= foot

    lines = [_opened(line) for line in lines]
    kept = [Segment(rest) for line in lines if (rest := tuple(each for each in line.tokens if not inside(each)))]
    before = [Segment(part) for line in lines if (part := tuple(each for each in line.tokens if inside(each)))]
    seen = recognise(black.crop(box), mode=BLOCK, seconds=10.0)
    after = [Segment(tuple(_moved(token, left, top) for token in line.tokens)) for line in seen.lines if line.tokens]
    first = [clean for line in before if (clean := _without_strokes(line)) is not None]
    second = [_surer(black, clean) for line in after if (clean := _without_strokes(line)) is not None]
    of_first = {id(part) for part in first}
    fresh: list[Segment] = []
    for row in rows_of([*first, *second]):
        readings = [[part for part in row if (id(part) in of_first) is wanted] for wanted in (False, True)]
        fresh += [_as_a_post(part) for part in max(readings, key=_clear)]
    return [*kept, *fresh]


def look_at_recipients(page: Image.Image, box: tuple[int, int, int, int], lines: Sequence[Segment]) -> list[Segment]:
    """The lines of the page, with what a stamp or a stroke cost the list of recipients, left of the signature.

    The list opens with "Nơi nhận:" and ends with "Lưu: VT, …" (Nghị định 30/2020/NĐ-CP, Phụ lục I, mục II.9): only
    where one of them is missing, or a line is all but unread, is it looked at again. `page` is the image that `lines`
    were read from, `box` that of the signature.
    """
    gutter, top, _, foot = box
    there = [part for line in lines for part in split(line) if part.x0 < gutter and top < part.y0 < foot]
    unread = _unread(there)
    opened, ended = (any(form.search(fold(part.text)) for part in there) for form in (_CLOSING, _KEPT))
    if opened and ended and not unread:
        return list(lines)
    seen = recognise(page.crop((0, top, gutter, foot)), mode=BLOCK, seconds=10.0)
    fresh = [Segment(tuple(_moved(token, 0, top) for token in line.tokens)) for line in seen.lines]
    lost = [
        line
        for line in fresh
        if mean(line.tokens) > _CLEAR
        and line.x1 < gutter - 6
        and any(is_syllable(token.text.strip(".,;:-")) for token in line.tokens)
        and not any(_beside(part, line) for part in there if part not in unread)
    ]
    replaced = {token for part in unread if any(_beside(part, line) for line in lost) for token in part.tokens}
    kept = [Segment(rest) for line in lines if (rest := tuple(each for each in line.tokens if each not in replaced))]
    return [*kept, *lost]


def _unread(parts: Sequence[Segment]) -> list[Segment]:
    """Parts that are no more than strokes, and two lines taken for one, with what stands beside them."""
    if not parts:
        return []
    usual = median(part.height for part in parts)
    tall = [part for part in parts if part.height > _TWO_LINES * usual]
    strokes = [part for part in parts if mean(part.tokens) < _UNREAD and len(part.text) > 2]
    return [part for part in parts if part in strokes or any(_beside(part, each) for each in tall)]


def _beside(one: Segment, other: Segment) -> bool:
    return min(one.y1, other.y1) - max(one.y0, other.y0) > 0.3 * min(one.height, other.height)


def _opened(line: Segment) -> Segment:
    """The line that opens the list, its formula whole: a stroke or the edge of the list often costs it a letter."""
    first, *rest = line.tokens
    if fold(first.text).strip(" .,'") == "oi" and rest and fold(rest[0].text).startswith("nh"):
        return Segment((first._replace(text="Nơi"), *rest))
    return line


def _surer(black: Image.Image, line: Segment) -> Segment:
    """The line read once more by itself where the look at the block is not sure."""
    if mean(line.tokens) > _SURE:
        return line
    tokens = look(black, line, 1.4, (20.0, 20.0))
    again = spread([(token.text, token.confidence or 0.0) for token in tokens], line) if tokens else line
    return max((line, clean) if (clean := _without_strokes(again)) else (line,), key=lambda each: _clear([each]))


def _as_a_post(line: Segment) -> Segment:
    """A line in capitals that is the name of a post but for a letter or two that the stamp covers, as it is spelled."""
    printed = _post(line).printed
    if printed is None or printed == line.text:
        return line
    return spread([(word, mean(line.tokens)) for word in printed.split()], line)


class _Post(NamedTuple):
    printed: str | None
    likeness: float


def _post(line: Segment) -> _Post:
    """The post a line in capitals is most like, after "KT." and its kin, and how like (0 to 100); else None."""
    from rapidfuzz import fuzz, process

    if not line.text.isupper() or len(line.text) < 8:
        return _Post(None, 0.0)
    stack = _STACK.match(line.text)
    lead, rest = (stack.group().strip() + " ", line.text[stack.end() :]) if stack else ("", line.text)
    found = process.extractOne(fold(rest), posts().keys(), scorer=fuzz.ratio, score_cutoff=_A_POST)
    return _Post(lead + posts()[found[0]].upper(), found[1]) if found else _Post(None, 0.0)


def _clear(parts: Iterable[Segment]) -> float:
    """Letters in Vietnamese words, by how surely they are there, less the letters in what is no word."""
    total = 0.0
    for part in parts:
        for token in part.tokens:
            word = token.text.strip(".,;:()-/")
            sign = 1 if is_syllable(word.replace("Gl", "Gi")) or word in _STACKED else -1
            total += sign * len(token.text) * (token.confidence or 0.0)
        total += _post(part).likeness
    return total


def _without_strokes(line: Segment) -> Segment | None:
    """The line without what the pen left; None where no word remains."""
    tokens: list[Token] = []
    for token in line.tokens:
        if (token.confidence or 0.0) >= 0.4 or (tokens and _goes_on(tokens[-1], token)):
            tokens.append(token)
    while tokens and not _is_word(tokens[-1]):
        tokens.pop()
    while tokens and not _is_word(tokens[0]):
        tokens.pop(0)
    if not any((token.confidence or 0.0) >= 0.85 and len(token.text) > 1 for token in tokens):
        return None
    last = tokens[-1]
    end = "^~_|\\'`\"”’*" + (".," if _is_name(last.text.rstrip(".,")) else "")
    tokens[-1] = last._replace(text=last.text.rstrip(end))
    return Segment(tuple(tokens))


def _is_name(word: str) -> bool:
    """Whether a word is written like a part of a name: one capital, and a syllable of the language."""
    return len(word) > 1 and word.istitle() and is_syllable(word)


def _goes_on(before: Token, token: Token) -> bool:
    """Whether a token read unsurely is the next part of a name all the same: half a name would be a wrong one."""
    near = token.x0 - before.x1 < token.y1 - token.y0
    return near and _is_name(before.text) and _is_name(token.text.rstrip(".,;:-_~^'`"))


def _is_word(token: Token) -> bool:
    return len(token.text) > 1 and sum(sign.isalpha() for sign in token.text) * 2 > len(token.text)


def _moved(token: Token, dx: float, dy: float) -> Token:
    return token._replace(x0=token.x0 + dx, y0=token.y0 + dy, x1=token.x1 + dx, y1=token.y1 + dy)
