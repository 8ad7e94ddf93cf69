"""A second look at the letterhead, where number, date and issuer stand.

Each of its lines is cut out and read again alone, at several sizes. Print is read the same every time; handwriting and
numbering stamps are read differently each time. A number or day on which the looks do not agree is left blank, as if
it had never been filled in, and what was seen is reported: a guess would be worse than nothing.
"""

import re
from collections import defaultdict
from collections.abc import Sequence
from typing import NamedTuple

from PIL import Image

from corpora.folding import fold
from pipeline.read.layout import Segment, Token, split
from pipeline.read.ocr.engine import DPI, LINE, recognise

__all__ = ["Doubt", "look_again"]

_SIZES = (0.9, 1.2, 1.5, 2.1)  # times the page image: 180 to 420 dots an inch
_SURE = 0.85  # confidence at which three looks that agree need no fourth, and an issuer's line no second
_TRUSTED = 0.60  # mean confidence over all looks of the one reading most of them share
# Both run on a folded text: lower case, no diacritics. "Số" is often misread as "só", "sé", "$ố"; the colon as "z".
_NUMBER = re.compile(r"^\W{0,3}[s5$][a-z0-9]{1,2}\s{0,2}[:.;,z]{0,2}\s{0,3}(?P<slot>[^/]{0,16}?)(?P<rest>\s{0,3}/.*)$")
_DATE = re.compile(
    r"^(?P<place>.{2,40}?)[,.;]?\s{0,3}\bng\w{0,2}y(?P<day>.{0,12}?)\bt\w{1,3}ng(?P<month>.{0,12}?)\bn\w?m\b(?P<year>.{0,10})$"
)
_OPEN = re.compile(
    r"^\W{0,3}[s5$][a-z0-9]{1,2}\W{0,2}\S{0,6}$|\bng\w{0,2}y\W{0,3}\w{0,3}$"
)  # a slot so wide that it parts the line
_GOES_ON = re.compile(r"^\S{0,6}\s?/|^\W{0,3}thang\b")
_STROKES = str.maketrans("Ili|]![Oo", "111111100")


class Doubt(NamedTuple):
    """A slot of the letterhead that could not be read safely: which one, and what the looks saw."""

    slot: str  # "number", "day", "month", "year"
    seen: tuple[str, ...]


class _Vote(NamedTuple):
    value: str | None  # None: not to be trusted
    confidence: float
    seen: tuple[str, ...]


def _vote(readings: Sequence[tuple[str, float]]) -> _Vote:
    """The digits that the looks agree on. Blank in most looks is an answer too: nothing was filled in."""
    scores: dict[str, float] = defaultdict(float)
    counts: dict[str, int] = defaultdict(int)
    for text, confidence in readings:
        digits = re.sub(r"[\s.,:;_\-–—…'`\"|]", "", text)
        scores[digits] += confidence
        counts[digits] += 1
    value = max(scores, key=lambda digits: (counts[digits], scores[digits]))
    confidence = scores[value] / len(readings)
    seen = tuple(dict.fromkeys(text.strip() for text, _ in readings if text.strip()))
    agreed = counts[value] * 3 >= len(readings) * 2
    if value == "" and agreed:
        return _Vote("", 1.0, seen)
    trusted = agreed and confidence >= _TRUSTED and re.fullmatch(r"\d{1,5}[a-zA-Z]?", value) is not None
    return _Vote(value if trusted else None, confidence, seen)


def _confidence(tokens: Sequence[Token], start: int, end: int) -> float:
    """The least confidence of the tokens that cover these offsets of their joined text."""
    at, found = 0, []
    for token in tokens:
        if at < end and start < at + len(token.text):
            found.append(token.confidence or 0.0)
        at += len(token.text) + 1
    return min(found, default=0.0)


def _crop(page: Image.Image, segment: Segment) -> Image.Image:
    reach = max(5.0, 0.25 * segment.height)
    box = (
        max(0, int(segment.x0 - 2 * reach)), max(0, int(segment.y0 - reach)),
        min(page.width, int(segment.x1 + 2 * reach)), min(page.height, int(segment.y1 + reach)),
    )  # fmt: skip
    return page.crop(box)


def _look(page: Image.Image, segment: Segment, size: float) -> tuple[Token, ...]:
    crop = _crop(page, segment)
    scaled = crop.resize(
        (max(8, round(crop.width * size)), max(8, round(crop.height * size))), Image.Resampling.LANCZOS
    )
    look = recognise(scaled, mode=LINE, dpi=round(DPI * size), seconds=5.0)
    return tuple(token for line in look.lines for token in line.tokens)


def _looks(page: Image.Image, segment: Segment) -> list[tuple[Token, ...]]:
    """The line as first read and as read again; no more often than it takes to be sure."""
    looks = [segment.tokens]
    for size in _SIZES:
        if len(looks) == 3 and len({_text(look) for look in looks}) == 1 and min(map(_mean, looks)) > _SURE:
            break
        look = _look(page, segment, size)
        if look:
            looks.append(look)
    return looks


def _mean(tokens: Sequence[Token]) -> float:
    length = sum(len(token.text) for token in tokens)
    return sum((token.confidence or 0.0) * len(token.text) for token in tokens) / max(length, 1)


def _text(tokens: Sequence[Token]) -> str:
    return " ".join(token.text for token in tokens)


def _reread(page: Image.Image, segment: Segment) -> Segment:
    """A line of the issuer's name: read again at two sizes where the first reading is not sure."""
    if _mean(segment.tokens) > _SURE + 0.09:
        return segment
    looks = [segment.tokens, *(look for size in _SIZES[:2] if (look := _look(page, segment, size)))]
    texts = [_text(look) for look in looks]
    best = max(range(len(looks)), key=lambda index: (texts.count(texts[index]), _mean(looks[index])))
    return _spread([(token.text, token.confidence or 0.0) for token in looks[best]], segment) if best else segment


def _spread(words: Sequence[tuple[str, float]], segment: Segment) -> Segment:
    """Tokens of newly read words, with boxes shared out along the old segment by their length."""
    total = sum(len(word) for word, _ in words) + len(words) - 1
    step = (segment.x1 - segment.x0) / max(total, 1)
    at, tokens = segment.x0, []
    for word, confidence in words:
        width = len(word) * step
        tokens.append(Token(word, at, segment.y0, at + width, segment.y1, confidence))
        at += width + step
    return Segment(tuple(tokens))


def _symbol(text: str) -> str:
    return re.sub(r"\s*[/⁄]\s*", "/", text.strip(), count=1).replace("Ð", "Đ").replace("⁄", "/")


def _read_number(page: Image.Image, segment: Segment) -> tuple[Segment, list[Doubt]]:
    looks = _looks(page, segment)
    slots: list[tuple[str, float]] = []
    symbols: dict[str, float] = defaultdict(float)
    for tokens in looks:
        match = _NUMBER.match(fold(_text(tokens)))
        if match is None:
            slots.append(("?", 0.0))
            continue
        slots.append(_slot(tokens, match, "slot"))
        symbol, confidence = _slot(tokens, match, "rest")
        symbols[_symbol(symbol)] += confidence
    if not symbols:
        return segment, []
    symbol = max(symbols, key=lambda each: symbols[each])
    trust = symbols[symbol] / len(looks)
    vote = _vote(slots)
    if vote.value is None:
        return _spread([("Số:", 0.9), ("    " + symbol, trust)], segment), [Doubt("number", vote.seen)]
    printed = (
        [("Số:", 0.9), (vote.value + symbol, min(vote.confidence, trust))]
        if vote.value
        else [("Số:", 0.9), ("    " + symbol, trust)]
    )
    return _spread(printed, segment), []


def _read_date(page: Image.Image, segment: Segment) -> tuple[Segment, list[Doubt]]:
    matches = [(tokens, _DATE.match(fold(_text(tokens)))) for tokens in _looks(page, segment)]
    found = [(tokens, match) for tokens, match in matches if match is not None]
    if not found:
        return segment, []
    places: dict[str, float] = defaultdict(float)
    for tokens, match in found:
        place, confidence = _slot(tokens, match, "place")
        places[place.strip(" ,.;")] += confidence
    place = max(places, key=lambda each: places[each])
    words: list[tuple[str, float]] = [(place + ",", places[place] / len(found))]
    doubts: list[Doubt] = []
    for label, slot, least, most in (("ngày", "day", 1, 31), ("tháng", "month", 1, 12), ("năm", "year", 1945, 2100)):
        seen = [_slot(tokens, match, slot) for tokens, match in found]
        if slot == "month":  # nearly always printed, and its ones read as strokes
            seen = [(text.translate(_STROKES), confidence) for text, confidence in seen]
        vote = _vote(seen)
        value = vote.value if vote.value == "" or (vote.value or "").isdigit() else None
        if value and not least <= int(value) <= most:
            value = None
        words += [(label, 0.9), (value or "  ", vote.confidence if value else 0.0)]
        if value is None:
            doubts.append(Doubt(slot, vote.seen))
    return _spread(words, segment), doubts


def _slot(tokens: Sequence[Token], match: re.Match[str], name: str) -> tuple[str, float]:
    """What a look saw in a named part of the pattern, and how sure it was; nothing seen is seen surely."""
    start, end = match.span(name)
    text = _text(tokens)[start:end]
    return text, _confidence(tokens, start, end) if text.strip() else 0.0


def _whole(line: Segment) -> list[Segment]:
    """The line in its columns, a column parted by the wide blank of its own number or day put together again."""
    parts: list[Segment] = []
    for part in split(line):
        if parts and (_OPEN.search(fold(parts[-1].text)) and _GOES_ON.match(fold(part.text))):
            parts[-1] = Segment((*parts[-1].tokens, *part.tokens))
        else:
            parts.append(part)
    return parts


def look_again(page: Image.Image, lines: Sequence[Segment]) -> tuple[list[Segment], list[Doubt]]:
    """The lines of a page with those of its letterhead read again, and what in them could not be trusted.

    `page` is the prepared image that `lines` were read from; a page without number and date is given back as it is.
    """
    parts = [part for line in lines for part in _whole(line)]
    foot, middle = 0.42 * page.height, 0.5 * page.width
    number = next((p for p in parts if p.y0 < foot and len(p.text) < 45 and _NUMBER.match(fold(p.text))), None)
    date = next((p for p in parts if p.y0 < foot and len(p.text) < 70 and _DATE.match(fold(p.text))), None)
    if number is None and date is None:
        return list(lines), []
    doubts: list[Doubt] = []
    done: list[Segment] = []
    above = number.y0 if number is not None else 0.0
    for part in parts:
        fresh = part
        if part is number:
            fresh, doubt = _read_number(page, part)
            doubts += doubt
        elif part is date:
            fresh, doubt = _read_date(page, part)
            doubts += doubt
        elif part.y1 < above and part.x1 < middle:
            fresh = _reread(page, part)
        done.append(fresh)
    return done, doubts
