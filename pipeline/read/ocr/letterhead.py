"""A second look at the letterhead, where number, date and issuer stand.

Each of its lines is cut out and read again alone, at several sizes. Print is read the same every time; handwriting and
numbering stamps are read differently each time. A number or day on which the looks do not agree is left blank, as if
it had never been filled in, and what was seen is reported: a guess would be worse than nothing.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Sequence
from typing import NamedTuple

from PIL import Image

from corpora.folding import fold
from pipeline.read.layout import CREST as _CREST
from pipeline.read.layout import Segment, Token, split
from pipeline.read.ocr.looks import joined, least, look, mean, spread

__all__ = ["Doubt", "look_again"]

_SIZES = (0.9, 1.2, 1.5, 2.1)  # times the page image: 180 to 420 dots an inch
_SURE = 0.85  # confidence at which three looks that agree need no fourth, and an issuer's line no second
_UNANIMOUS = 0.45  # mean confidence that is enough where all five looks saw the same
_TRUSTED = 0.60  # mean confidence over all looks of the one reading most of them share
# Both run on a folded text: lower case, no diacritics. "Số" is often misread as "só", "sé", "$ố"; the colon as "z".
_NUMBER = re.compile(r"^\W{0,3}[s5$][a-z0-9]{1,2}\s{0,2}[:.;,z]{0,2}\s{0,3}(?P<slot>[^/]{0,16}?)(?P<rest>\s{0,3}/.*)$")
_DATE = re.compile(
    r"^(?P<place>.{2,40}?)[,.;]?\s{0,3}\bng\w{0,2}y(?P<day>.{0,12}?)\bt\w{1,3}ng(?P<month>.{0,12}?)\bn\w?m\b(?P<year>.{0,10})$"
)
_OPEN = re.compile(  # a slot so wide that it parts the line
    r"^\W{0,3}[s5$][a-z0-9]{1,2}\W{0,2}\S{0,6}$|\b(?:ng\w{0,2}y|th\w{1,2}ng)\W{0,3}\w{0,3}$"
)
_GOES_ON = re.compile(r"^\S{0,6}\s?/|^\W{0,3}(?:thang|nam)\b")
_STROKES = str.maketrans("Ili|]![Oo", "111111100")


class Doubt(NamedTuple):
    """A slot of the letterhead that could not be read safely: which one, and what the looks saw."""

    slot: str  # "number", "day", "month", "year"
    seen: tuple[str, ...]


class _Vote(NamedTuple):
    value: str | None  # None: not to be trusted
    confidence: float
    seen: tuple[str, ...]


def _digits(text: str) -> str:
    return re.sub(r"[\s.,:;_\-–—…'`\"|]", "", text)


def _vote(readings: Sequence[tuple[str, float]]) -> _Vote:
    """The digits that the looks agree on. Blank in most looks is an answer too: nothing was filled in."""
    scores: dict[str, float] = defaultdict(float)
    counts: dict[str, int] = defaultdict(int)
    for text, confidence in readings:
        digits = _digits(text)
        scores[digits] += confidence
        counts[digits] += 1
    value = max(scores, key=lambda digits: (counts[digits], scores[digits]))
    confidence = scores[value] / len(readings)
    seen = tuple(dict.fromkeys(text.strip() for text, _ in readings if text.strip()))
    agreed = counts[value] * 3 >= len(readings) * 2
    if value == "" and agreed:
        return _Vote("", 1.0, seen)
    enough = _UNANIMOUS if counts[value] == len(readings) >= 5 else _TRUSTED
    trusted = agreed and confidence >= enough and re.fullmatch(r"\d{1,5}[a-zA-Z]?", value) is not None
    return _Vote(value if trusted else None, confidence, seen)


def _decided(readings: Sequence[tuple[str, float]], left: int) -> bool:
    """Whether further looks, `left` of them at most, cannot change the vote: all were sure of one value, or too few
    can agree on any.
    """
    counts = Counter(_digits(text) for text, _ in readings)
    if len(counts) == 1 and ("" in counts or min(confidence for _, confidence in readings) > _SURE):
        return True
    return 3 * max(counts.values()) + left < 2 * len(readings)


def _looks(
    page: Image.Image, segment: Segment, pattern: re.Pattern[str], slots: Sequence[str], same: str
) -> list[tuple[Token, ...]]:
    """The line as first read and as read again, no more often than it takes: until the digits in its `slots` are
    decided, and the looks see the same in its printed part.
    """
    looks = [segment.tokens]
    for taken, size in enumerate(_SIZES):
        if len(looks) >= 3:
            found = [(tokens, match) for tokens in looks if (match := pattern.match(fold(joined(tokens))))]
            printed = {_symbol(_slot(tokens, match, same)[0]).strip(",.;") for tokens, match in found}
            votes = [[_slot(tokens, match, slot) for tokens, match in found] for slot in slots]
            left = len(_SIZES) - taken
            if len(found) == len(looks) and len(printed) == 1 and all(_decided(vote, left) for vote in votes):
                break
        tokens = look(page, segment, size)
        if tokens:
            looks.append(tokens)
    return looks


def _reread(page: Image.Image, segment: Segment) -> Segment:
    """A line of the issuer's name: read again at two sizes where the first reading is not sure."""
    if mean(segment.tokens) > _SURE + 0.09:
        return segment
    looks = [segment.tokens]
    for size in _SIZES[:2]:
        looks += [tokens] if (tokens := look(page, segment, size)) else []
        if len(looks) == 2 and joined(looks[0]) == joined(looks[1]):
            break  # two of three agree already
    texts = [joined(tokens) for tokens in looks]
    best = max(range(len(looks)), key=lambda index: (texts.count(texts[index]), mean(looks[index])))
    return spread([(token.text, token.confidence or 0.0) for token in looks[best]], segment) if best else segment


def _symbol(text: str) -> str:
    return re.sub(r"\s*[/⁄]\s*", "/", text.strip(), count=1).replace("⁄", "/")


def _read_number(page: Image.Image, segment: Segment) -> tuple[Segment, list[Doubt]]:
    looks = _looks(page, segment, _NUMBER, ("slot",), "rest")
    slots: list[tuple[str, float]] = []
    symbols: dict[str, float] = defaultdict(float)
    for tokens in looks:
        match = _NUMBER.match(fold(joined(tokens)))
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
        return spread([("Số:", 0.9), ("    " + symbol, trust)], segment), [Doubt("number", vote.seen)]
    printed = (
        [("Số:", 0.9), (vote.value + symbol, min(vote.confidence, trust))]
        if vote.value
        else [("Số:", 0.9), ("    " + symbol, trust)]
    )
    return spread(printed, segment), []


def _read_date(page: Image.Image, segment: Segment) -> tuple[Segment, list[Doubt]]:
    looks = _looks(page, segment, _DATE, ("day", "month", "year"), "place")
    matches = [(tokens, _DATE.match(fold(joined(tokens)))) for tokens in looks]
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
    for label, slot, low, high in (("ngày", "day", 1, 31), ("tháng", "month", 1, 12), ("năm", "year", 1945, 2100)):
        vote = _vote([_slot(tokens, match, slot) for tokens, match in found])
        value = vote.value if vote.value == "" or (vote.value or "").isdigit() else None
        if value and not low <= int(value) <= high:
            value = None
        words += [(label, 0.9), (value or "  ", vote.confidence if value else 0.0)]
        if value is None:
            doubts.append(Doubt(slot, vote.seen))
    return spread(words, segment), doubts


def _slot(tokens: Sequence[Token], match: re.Match[str], name: str) -> tuple[str, float]:
    """What a look saw in a named part of the pattern, and how sure it was; nothing seen is seen surely."""
    start, end = match.span(name)
    text = joined(tokens)[start:end]
    if name == "month":  # nearly always printed, and its ones read as strokes
        text = text.translate(_STROKES)
    return text, least(tokens, start, end) if text.strip() else 0.0


def _whole(line: Segment) -> list[Segment]:
    """The line in its columns, a column parted by the wide blank of its own number or day put together again."""
    parts: list[Segment] = []
    for part in split(line):
        if parts and (_OPEN.search(fold(parts[-1].text)) and _GOES_ON.match(fold(part.text))):
            parts[-1] = Segment((*parts[-1].tokens, *part.tokens))
        else:
            parts.append(part)
    return parts


def _is_number(text: str) -> bool:
    """Whether a line is "Số: …/SYMBOL": capitals stand behind the stroke."""
    match = _NUMBER.match(fold(text))
    return match is not None and sum(sign.isupper() for sign in text[match.start("rest") :]) >= 2


class Letterhead(NamedTuple):
    """The lines of a page, which of them (by place in the list) were settled here, and what could not be trusted."""

    lines: list[Segment]
    settled: frozenset[int]
    doubts: list[Doubt]


def look_again(page: Image.Image, lines: Sequence[Segment]) -> Letterhead:
    """The lines of a page with those of its letterhead read again, and what in them could not be trusted.

    `page` is the prepared image that `lines` were read from; a page without number and date is given back as it is.
    """
    parts = [part for line in lines for part in _whole(line)]
    foot, middle = 0.42 * page.height, 0.5 * page.width
    if not any(_CREST.search(fold(part.text)) for part in parts if part.y0 < foot):
        return Letterhead(list(lines), frozenset(), [])
    number = next((p for p in parts if p.y0 < foot and len(p.text) < 45 and _is_number(p.text)), None)
    beside = 0.25 * page.width  # a line of the body that ends in a date opens left of it
    dated = (p for p in parts if p.y0 < foot and p.x0 > beside and len(p.text) < 70)
    date = next((p for p in dated if _DATE.match(fold(p.text))), None)
    if number is None and date is None:
        return Letterhead(list(lines), frozenset(), [])
    doubts: list[Doubt] = []
    done: list[Segment] = []
    settled: set[int] = set()
    above = number.y0 if number is not None else 0.0
    for part in parts:
        fresh = part
        if part is number or part is date:
            settled.add(len(done))
        if part is number:
            fresh, doubt = _read_number(page, part)
            doubts += doubt
        elif part is date:
            fresh, doubt = _read_date(page, part)
            doubts += doubt
        elif part.y1 < above and part.x1 < middle:
            fresh = _reread(page, part)
        done.append(fresh)
    return Letterhead(done, frozenset(settled), doubts)
