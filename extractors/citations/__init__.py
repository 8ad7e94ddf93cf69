"""Citations: mentions of other documents by number, and of laws by name, as records."""

import re
from collections.abc import Collection
from dataclasses import replace
from typing import NamedTuple

from corpora.confidence import probability
from extractors.citations.attribution import attribute
from extractors.citations.before import date_before
from extractors.citations.body_phrases import BodyReader
from extractors.citations.context import Context, Issuer, context_of, standing_at, widened
from extractors.citations.mentions import Mention, body_codes, find_mentions
from extractors.citations.pinpoints import find_pinpoint
from extractors.citations.relations import Draft, relate
from extractors.citations.tails import Tail, TailReader
from extractors.identity import identify, named_law_ids
from extractors.normalise import NormalisedText
from extractors.records import Citation, Header, Span
from extractors.structure.model import Structure

__all__ = ["drafts_of", "extract_citations"]


def extract_citations(
    text: NormalisedText, structure: Structure, header: Header, models: Collection[str] = ()
) -> tuple[Citation, ...]:
    """Every citation of the text in order; a document's own number is none.

    Where `models` holds "relation", that model decides the relations that no words of the rules name.

    >>> from extractors.normalise import normalise
    >>> from extractors.structure.model import Zone
    >>> text = normalise("Căn cứ Nghị định số 30/2020/NĐ-CP ngày 05/3/2020 của Chính phủ về công tác văn thư;")
    >>> citation, = extract_citations(text, Structure(body=Zone(0, len(text.text))), Header())
    >>> citation.number, citation.date, citation.issuer, citation.title, citation.relation
    ('30/2020/NĐ-CP', '2020-03-05', 'Chính phủ', 'công tác văn thư', 'legal_basis')
    """
    mentions, tails, drafts, context, bodies = _drafted(text, structure, header)
    if "relation" in models:
        from extractors.citations.learned import decide

        decide(text, structure, header.type, drafts)
    issuers = attribute(text, mentions, tails, context, bodies)
    if any(issuer is not None and issuer.id is None for issuer in issuers):
        wider = widened(context, text.folded)
        if wider != context:
            issuers = attribute(text, mentions, tails, wider, bodies)
    _share_titles(text, drafts)
    return tuple(
        _citation(text, mention, tail, draft, issuer)
        for mention, tail, draft, issuer in zip(mentions, tails, drafts, issuers, strict=True)
    )


class _Drafted(NamedTuple):
    """Mentions with what stands around them, their relations told by the rules."""

    mentions: list[Mention]
    tails: list[Tail]
    drafts: list[Draft]
    context: Context
    bodies: BodyReader


def _drafted(text: NormalisedText, structure: Structure, header: Header) -> _Drafted:
    mentions = find_mentions(text, structure, header)
    letterhead = "; ".join(text.text[cell.start : cell.end] for cell in structure.cells if cell.role == "issuer")
    context = standing_at(context_of(header.issuer, header.place, header.date), header.issuer, letterhead)
    if header.symbol:
        context = replace(context, own_codes=body_codes(header.symbol, header.type))
    bodies = BodyReader(text, context.own_body)
    reader = TailReader(text, bodies)
    ends = [0, *(mention.end for mention in mentions)]
    tails = [_tail(text, mention, since, reader) for mention, since in zip(mentions, ends, strict=False)]
    _within_titles(mentions, tails)
    for index in range(len(mentions) - 2, -1, -1):
        number = mentions[index].number
        if number is not None and number.shares:
            tails[index].date = tails[index + 1].date
    for index, (mention, tail) in enumerate(zip(mentions, tails, strict=True)):
        if mention.number is not None and tail.date is None:
            tail.date = date_before(text, mention, ends[index], bodies)
    drafts = [
        Draft(mention.start, mention.type, max(tail.end, mention.end), tail.title, has_issuer=tail.issuer is not None)
        for mention, tail in zip(mentions, tails, strict=True)
    ]
    relate(text, drafts, structure, header.type)
    return _Drafted(mentions, tails, drafts, context, bodies)


def drafts_of(text: NormalisedText, structure: Structure, header: Header) -> tuple[list[Draft], list[Span]]:
    """The mentions as the rules relate them, and the first source span of each: what a model is trained on."""
    found = _drafted(text, structure, header)
    return found.drafts, [text.spans(mention.start, mention.end)[0] for mention in found.mentions]


_YEAR_OF_LAW = re.compile(r"[ \n]+(?:nam[ \n]+)?(?P<year>(?:19|20)\d{2})(?![\d/])")


def _tail(text: NormalisedText, mention: Mention, since: int, reader: TailReader) -> Tail:
    if mention.law is None:
        return reader.read(mention.end, since=since, codes=mention.codes, joint=mention.joint)
    year = _YEAR_OF_LAW.match(text.folded, mention.end)
    if year:
        return Tail(year.end(), date=year["year"], date_end=year.end())
    tail = reader.read(mention.end)
    tail.title = None  # a law's name is its title
    tail.end = max(tail.date_end or mention.end, tail.issuer.end if tail.issuer else 0)
    return tail


def _within_titles(mentions: list[Mention], tails: list[Tail]) -> None:
    """A title inside the title of an earlier mention ends where that one ends, at the latest."""
    limit = 0
    for mention, tail in zip(mentions, tails, strict=True):
        if mention.start >= limit:
            limit = tail.title[1] if tail.title else 0
        elif tail.title is not None and tail.title[0] < limit < tail.title[1]:
            tail.title, tail.end = (tail.title[0], limit), min(tail.end, limit)


_NEXT_ITEM = re.compile(r"[ \n]*(?:,|va|,[ \n]va)?[ \n]+(?:so[ \n]+)?")


def _share_titles(text: NormalisedText, drafts: list[Draft]) -> None:
    """ "các Tờ trình số A ngày …, số B ngày … và số C ngày … về …": the title behind the last is that of all."""
    for index in range(len(drafts) - 1, 0, -1):
        later, earlier = drafts[index], drafts[index - 1]
        if later.title is None or earlier.title is not None or later.parent != earlier.parent:
            continue
        bare = not text.folded[later.start : later.start + 1].isalpha()
        if bare and _NEXT_ITEM.fullmatch(text.folded, earlier.extent, later.start):
            earlier.title = later.title


_LEADING = re.compile(r"(?i)\A(?:về việc|về|v/v)[ :]+")
_QUOTES = re.compile(r'^[“"]\s*(?P<inner>[^“”"]*)\s*[”"]?$')


def _title(text: NormalisedText, span: tuple[int, int] | None) -> str | None:
    """The title at a span in clean form: one line, no quotation marks around it, no "về việc"."""
    if span is None:
        return None
    title = " ".join(text.text[span[0] : span[1]].split())
    quoted = _QUOTES.match(title)
    title = quoted["inner"] if quoted else title
    return _LEADING.sub("", title).strip(" ,;.:-") or None


_UNCERTAIN = 0.03  # less confidence where no cue named the relation


def _confidence(mention: Mention, draft: Draft) -> float:
    evidence = round(mention.confidence - (0 if draft.certain else _UNCERTAIN), 2)
    return probability(evidence) if mention.number is not None else evidence


def _citation(text: NormalisedText, mention: Mention, tail: Tail, draft: Draft, issuer: Issuer | None) -> Citation:
    number, law = mention.number, mention.law
    spans = text.spans(mention.start, mention.end)
    target, candidates = _identity(mention, tail, issuer)
    return Citation(
        spans=spans,
        text=" ".join(text.source[start:end] for start, end in spans),
        type=mention.type,
        number=number.number if number else None,
        date=tail.date,
        issuer=issuer.name if issuer else None,
        issuer_id=issuer.id if issuer else None,
        title=law.title if law else _title(text, draft.title),
        pinpoint=find_pinpoint(text.text, mention.start),
        relation=draft.relation,
        parent=draft.parent,
        target_id=target,
        candidates=candidates,
        confidence=_confidence(mention, draft),
        engine=draft.engine,
        repairs=number.repairs if number else (),
    )


def _identity(mention: Mention, tail: Tail, issuer: Issuer | None) -> tuple[str | None, tuple[str, ...]]:
    """The work a mention means, or None and the works it may mean."""
    number, law = mention.number, mention.law
    if number is not None:
        kind = law.type if law else number.series
        return identify(number.number, kind, issuer.id if issuer else None, tail.date), ()
    if law is None:
        return None, ()
    ids = named_law_ids(law.type, law.title, tail.year)
    return (ids[0], ()) if len(ids) == 1 else (None, ids)
