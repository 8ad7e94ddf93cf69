"""What the words before a mention tell of it: who issued it.

"đề nghị của Giám đốc Sở Nội vụ tại Tờ trình số …", "UBND tỉnh đã ban hành Quyết định số …".
"""

import re

from extractors.citations.body_phrases import BodyPhrase, BodyReader
from extractors.citations.mentions import Mention
from extractors.normalise import NormalisedText
from extractors.patterns import one_of, phrase

__all__ = ["issuer_before"]

_REACH = 140  # characters looked at before a mention
_SAID_BY = re.compile(
    one_of(
        r"de nghi | de xuat | kien nghi | y kien(?: [a-z]+){0,3} | chi dao | bao cao | to trinh | van ban | quy dinh",
        "cong van",
    )
    + phrase(" cua +")
)
_CLAUSE_ENDS = re.compile(r"[.;]")
_OF_INSIDE = re.compile(phrase(r"[a-z]+(?: [a-z]+){0,3} cua "))
_ISSUES = re.compile(phrase(r" +(?:da )?") + one_of("ban hanh | co | ky | gui") + phrase(r"(?: cac)? *\Z"))
_LONGEST_SUBJECT = 60


def issuer_before(text: NormalisedText, mention: Mention, since: int, bodies: BodyReader) -> BodyPhrase | None:
    """The body that the words between `since` (the end of the mention before) and the number name as its issuer."""
    start = max(since, mention.start - _REACH)
    return (
        _said_by(text, start, mention.start, bodies)
        or _inside(text, mention, bodies)
        or _subject(text, start, mention.start, bodies)
    )


def _said_by(text: NormalisedText, start: int, end: int, bodies: BodyReader) -> BodyPhrase | None:
    """ "đề nghị của A tại …"."""
    said = [match.end() for match in _SAID_BY.finditer(text.folded, start, end)]
    if not said or _CLAUSE_ENDS.search(text.folded, said[-1], end):
        return None
    named = bodies.phrase_at(said[-1], required=False, joint=False)
    return named if named is not None and named.end <= end else None


def _inside(text: NormalisedText, mention: Mention, bodies: BodyReader) -> BodyPhrase | None:
    """ "Quyết định của A số …"."""
    if mention.number is None or mention.number.word is None:
        return None
    of = _OF_INSIDE.match(text.folded, mention.start, mention.number.number_start)
    return bodies.phrase_at(of.end(), required=False, joint=False) if of else None


def _subject(text: NormalisedText, start: int, end: int, bodies: BodyReader) -> BodyPhrase | None:
    """ "A đã ban hành …"."""
    verb = _ISSUES.search(text.folded, start, end)
    if verb is None:
        return None
    for place in range(verb.start() - 1, max(start, verb.start() - _LONGEST_SUBJECT), -1):
        if place == start or not text.folded[place - 1].isalnum():
            named = bodies.phrase_at(place, required=True, joint=False)
            if named is not None and named.end == verb.start():
                return named
    return None
