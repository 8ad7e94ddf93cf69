"""A second look at the numbers of cited documents: what stands between "số" and "ngày" decides every link.

A number read with little confidence is cut out and read again at other sizes until two readings agree. Where the looks
do not agree on its digits (they are often written by hand), the digits are left blank, as in a form not filled in.
"""

import re
from collections import defaultdict
from collections.abc import Sequence
from typing import NamedTuple

from PIL import Image

from pipeline.read.layout import Segment, Token
from pipeline.read.ocr.looks import joined, look, mean

__all__ = ["Unread", "look_at_numbers"]

_SIZES = (1.25, 0.9, 1.6)
_SURE = 0.75  # confidence at which the first reading stands
_LEAST = 0.15  # mean confidence over all looks under which not even the symbol is believed
_MOST = 40  # numbers looked at again on one page
# 12/2024/QĐ-UBND, 4039/STC-, 175QĐ-SYT: digits, then a stroke and capitals; or the end of such a token
_NUMBER = re.compile(
    r"^\W?\d[\dA-Za-z.]{0,6}\s?[/⁄]?(?:\d{4}.?)?.{0,6}[A-ZĐÐ&]{2}.*$|^.{0,2}\d{0,6}[/⁄].{0,5}[A-ZĐÐ&]{2}.*$"
)
_DIGITS = re.compile(r"^\W?\d[\dIlOo]{0,4}$")
_READING = re.compile(  # the stroke may be lost: 175QĐ-SYT
    r"^[^\dA-Za-z]?(?P<digits>[\dIlOo]{1,5}[a-z]?)?\s?(?:[/⁄]\s?(?P<year>\d{4}\s?[/⁄]\s?)?|(?=[A-ZĐÐ]{2}))(?P<symbol>\S.*)$"
)
_REGULAR = re.compile(r"(?:\d{4}/)?[A-ZĐ][A-ZĐa-z]{0,9}(?:[-&][A-ZĐ][A-ZĐa-z&.]{0,12}){0,4}-?(?:QH\d\d)?")
_TAIL = ".,;:)¡ì'`’|_"
_STROKES = str.maketrans("IlOo", "1100")


class Unread(NamedTuple):
    """A number whose digits could not be read: what the looks saw."""

    seen: tuple[str, ...]


class _Reading(NamedTuple):
    digits: str
    symbol: str
    confidence: float


def _parse(tokens: Sequence[Token]) -> _Reading | None:
    match = _READING.match(re.sub(r"(?<=\d)\s(?=\d{2,3}\s?[/⁄])", "", joined(tokens)))
    if match is None:
        return None
    symbol = re.sub(r"\s*([/⁄-])\s*", r"\1", (match["year"] or "") + match["symbol"]).replace("⁄", "/")
    symbol = re.sub(r"^0Đ|(?<=/)0Đ", "QĐ", symbol.split()[0])
    return _Reading((match["digits"] or "").translate(_STROKES), symbol.rstrip(_TAIL), mean(tokens))


def _regular(symbol: str) -> bool:
    return _REGULAR.fullmatch(symbol) is not None and "ĐĐ" not in symbol


def _agreed(readings: Sequence[_Reading]) -> bool:
    """Whether the last reading confirms one before it."""
    last = readings[-1]
    return any(last[:2] == each[:2] for each in readings[:-1]) and _regular(last.symbol) and last.digits != ""


def _chosen(values: Sequence[tuple[str, float]]) -> tuple[str, int, float]:
    """The value most looks share, then the surest: the value, how many share it, the sum of their confidence."""
    counts: dict[str, int] = defaultdict(int)
    scores: dict[str, float] = defaultdict(float)
    for value, confidence in values:
        counts[value] += 1
        scores[value] += confidence
    best = max(counts, key=lambda value: (counts[value], scores[value]))
    return best, counts[best], scores[best]


def _read_again(page: Image.Image, part: Segment, room: tuple[float, float]) -> tuple[Segment, Unread | None]:
    """The number read again, with `room` to its left and right that no other word takes."""
    first = _parse(part.tokens)
    readings = [first] if first else []
    seen = [joined(part.tokens)]
    looks = 1
    for size in _SIZES:
        tokens = look(page, part, size, room)
        looks += 1
        seen.append(joined(tokens))
        reading = _parse(tokens)
        if reading is not None:
            readings.append(reading)
            if _agreed(readings):
                break
    if not readings:
        return part, None
    digits, votes, trust = _chosen([(each.digits, each.confidence) for each in readings])
    symbols = [(each.symbol, each.confidence) for each in readings if _regular(each.symbol)]
    symbol, _, sure = _chosen(symbols or [(each.symbol, each.confidence) for each in readings])
    filled_in = len(part.tokens) == 2 and part.tokens[1].text.startswith(("/", "⁄"))  # a blank was left for the digits
    unread = (
        digits == ""
        or votes < 2
        or sure < _LEAST * len(readings)
        or (filled_in and (votes < len(readings) or trust / votes < _SURE))
    )
    confidence = 0.0 if unread else min(trust / votes, max(sure / len(readings), 0.1))
    last = part.tokens[-1].text
    tail = last[len(last.rstrip(_TAIL)) :].strip("¡ì'`’|_")
    text = f"  /{symbol}{tail}" if unread else f"{digits}/{symbol}{tail}"
    token = Token(text, part.x0, part.y0, part.x1, part.y1, confidence)
    return Segment((token,)), Unread(tuple(dict.fromkeys(seen))) if unread else None


def look_at_numbers(
    page: Image.Image, lines: Sequence[Segment], settled: frozenset[int] = frozenset()
) -> tuple[list[Segment], list[Unread]]:
    """The lines of a page with its doubtful numbers read again, but for the lines already `settled` (by their place).

    `page` is the image that the lines were read from.
    """
    done: list[Segment] = []
    unread: list[Unread] = []
    looked = 0
    for place, line in enumerate(lines):
        if place in settled:
            done.append(line)
            continue
        tokens: list[Token] = []
        index = 0
        while index < len(line.tokens):
            token = line.tokens[index]
            taken = 1
            if _DIGITS.match(token.text) and index + 1 < len(line.tokens):
                after = line.tokens[index + 1]
                near = after.x0 - token.x1 < 1.5 * (token.y1 - token.y0)
                taken = 2 if near and _NUMBER.match(after.text) and "/" in after.text[:3] else 1
            part = Segment(line.tokens[index : index + taken])
            if looked < _MOST and _NUMBER.match(part.text.replace(" ", "")) and _doubtful(part):
                looked += 1
                before = line.tokens[index - 1].x1 if index else 0.0
                after_all = line.tokens[index + taken].x0 if index + taken < len(line.tokens) else float(page.width)
                part, blank = _read_again(page, part, (part.x0 - before, after_all - part.x1))
                unread += [blank] if blank else []
            tokens += part.tokens
            index += taken
        done.append(Segment(tuple(tokens)))
    return done, unread


def _doubtful(part: Segment) -> bool:
    if min(token.confidence or 0.0 for token in part.tokens) < _SURE:
        return True
    reading = _parse(part.tokens)
    return reading is not None and not _regular(reading.symbol)
