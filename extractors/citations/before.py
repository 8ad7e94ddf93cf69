"""What the words before a mention tell of it: who issued it, and when.

"đề nghị của Giám đốc Sở Nội vụ tại Tờ trình số …", "Ngày 07/01/2022, UBND tỉnh đã ban hành Quyết định số …".
"""

import re

from extractors.citations.body_phrases import BodyPhrase, BodyReader
from extractors.citations.mentions import Mention
from extractors.dates import match_date
from extractors.normalise import NormalisedText
from extractors.patterns import one_of, phrase

__all__ = ["date_before", "issuer_before"]

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
_ISSUES = re.compile(
    phrase(r" +(?:da )?") + one_of("(?:ky )?ban hanh | co | ky | gui | tai") + phrase(r"(?: cac)? *\Z")
)
_LONGEST_VERB, _LONGEST_SUBJECT = 24, 60


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
    verb = _ISSUES.search(text.folded, max(start, end - _LONGEST_VERB), end)
    if verb is None:
        return None
    longest = None
    for place in range(verb.start() - 1, max(start, verb.start() - _LONGEST_SUBJECT) - 1, -1):
        if place == start or not text.folded[place - 1].isalnum():
            named = bodies.phrase_at(place, required=True, joint=False)
            if named is not None and named.end == verb.start():
                longest = named
    return longest


_DAY = re.compile(r"\bngay[ \n]")
_DATED = re.compile(  # "ngày 05/6/2024 Tập đoàn có Văn bản số": the body need not be known
    phrase(r"\bngay \d[^;()]{0,26}?(?P<who>[\s,]+[a-z][^.,;:()\d]{1,60}? (?:da )?(?:co|ban hanh|ky|gui))(?: cac)? *\Z")
)
_BETWEEN = re.compile(r"[ \n,]+")
_LONGEST_DATE = 40


def date_before(text: NormalisedText, mention: Mention, since: int, bodies: BodyReader) -> str | None:
    """ "Ngày 07/01/2022, A đã ban hành …": the date, in ISO form, on which the subject issued the mention."""
    issuer = _subject(text, max(since, mention.start - _REACH), mention.start, bodies)
    if issuer is None:
        dated = _DATED.search(text.folded, max(since, mention.start - _REACH), mention.start)
        date = match_date(text.folded, dated.start()) if dated else None
        return date.iso if date is not None and dated is not None and date.end <= dated.start("who") else None
    for day in _DAY.finditer(text.folded, max(since, issuer.start - _LONGEST_DATE), issuer.start):
        date = match_date(text.folded, day.start())
        if date is not None and _BETWEEN.fullmatch(text.folded, date.end, issuer.start):
            return date.iso
    return None
