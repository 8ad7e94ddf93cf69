"""Citations: mentions of other documents by number, and of laws by name, as records."""

import re

from corpora import laws
from corpora.folding import fold
from extractors.citations.attribution import attribute
from extractors.citations.body_phrases import BodyReader
from extractors.citations.issuers import Issuer, context_of
from extractors.citations.mentions import Mention, find_mentions
from extractors.citations.named_laws import LawMention
from extractors.citations.pinpoints import find_pinpoint
from extractors.citations.relations import Draft, relate
from extractors.citations.tails import Tail, read_tail
from extractors.identity import law_id, work_id
from extractors.normalise import NormalisedText
from extractors.records import Citation, Header
from extractors.structure.model import Structure

__all__ = ["extract_citations"]


def extract_citations(text: NormalisedText, structure: Structure, header: Header) -> tuple[Citation, ...]:
    """Every citation of the text in order; a document's own number is none.

    >>> from extractors.normalise import normalise
    >>> from extractors.structure.model import Zone
    >>> text = normalise("Căn cứ Nghị định số 30/2020/NĐ-CP ngày 05/3/2020 của Chính phủ về công tác văn thư;")
    >>> citation, = extract_citations(text, Structure(body=Zone(0, len(text.text))), Header())
    >>> citation.number, citation.date, citation.issuer, citation.title, citation.relation
    ('30/2020/NĐ-CP', '2020-03-05', 'Chính phủ', 'công tác văn thư', 'legal_basis')
    """
    mentions = find_mentions(text, structure, header)
    context = context_of(header.issuer, header.place)
    bodies = BodyReader(text, context.own_body)
    tails = [_tail(text, mention, bodies) for mention in mentions]
    drafts = [
        Draft(
            mention.start, mention.end, mention.type, max(tail.end, mention.end), tail.title,
            has_issuer=tail.issuer is not None,
        )
        for mention, tail in zip(mentions, tails, strict=True)
    ]  # fmt: skip
    relate(text, drafts, [unit.start for unit in structure.units])
    issuers = attribute(text, mentions, tails, context, bodies)
    shared = _shared_titles(text, drafts)
    return tuple(
        _citation(text, mention, tail, draft, issuer, title or shared.get(index), header)
        for index, (mention, tail, draft, issuer, title) in enumerate(
            zip(mentions, tails, drafts, issuers, (tail.title for tail in tails), strict=True)
        )
    )


_YEAR_OF_LAW = re.compile(r"[ \n]+(?:nam[ \n]+)?(?P<year>(?:19|20)\d{2})(?![\d/])")


def _tail(text: NormalisedText, mention: Mention, bodies: BodyReader) -> Tail:
    joint = mention.number is not None and (
        mention.type in ("TTLT", "NQLT") or len([code for code in mention.codes if len(code) > 1]) > 1
    )
    if mention.law is not None:
        year = _YEAR_OF_LAW.match(text.folded, mention.end)
        if year:
            return Tail(year.end(), date=year["year"], date_end=year.end())
        tail = read_tail(text, mention.end, bodies)
        tail.title = None
        tail.end = max(tail.date_end or mention.end, tail.issuer.end if tail.issuer else 0)
        return tail
    return read_tail(text, mention.end, bodies, codes=mention.codes, joint=joint)


_LEADING = re.compile(r"(?i)\A(?:về việc|về|v/v)[ :]+")
_QUOTES = re.compile(r'^[“"]\s*(?P<inner>[^“”"]*)\s*[”"]?$')


def _title(text: NormalisedText, span: tuple[int, int] | None) -> str | None:
    if span is None:
        return None
    title = " ".join(text.text[span[0] : span[1]].split())
    quoted = _QUOTES.match(title)
    title = quoted["inner"] if quoted else title
    return _LEADING.sub("", title).strip(" ,;.:-") or None


def _shared_titles(text: NormalisedText, drafts: list[Draft]) -> dict[int, tuple[int, int]]:
    """ "các Tờ trình số A ngày …, số B ngày … và số C ngày … về …": the title behind the last is that of all."""
    shared: dict[int, tuple[int, int]] = {}
    for index in range(len(drafts) - 1, 0, -1):
        later, earlier = drafts[index], drafts[index - 1]
        title = later.title or shared.get(index)
        if title is None or earlier.title is not None or later.parent != earlier.parent:
            continue
        bare = not text.folded[later.start : later.start + 1].isalpha()
        if bare and re.fullmatch(
            r"[ \n]*(?:,|va|,[ \n]va)?[ \n]+(?:so[ \n]+)?", text.folded[earlier.extent : later.start]
        ):
            shared[index - 1] = title
    return shared


def _citation(
    text: NormalisedText, mention: Mention, tail: Tail, draft: Draft, issuer: Issuer | None,
    title: tuple[int, int] | None, header: Header,
) -> Citation:  # fmt: skip
    spans = text.spans(mention.start, mention.end)
    number, law = mention.number, mention.law
    target, candidates, repairs, confidence = None, (), (), 0.9
    if number is not None:
        target = work_id(
            law.type if law else number.series,
            number.running,
            issuer.id if issuer else None,
            printed_year=number.year,
            date=tail.date,
        )
        repairs, confidence = number.repairs, number.confidence
    elif law is not None:
        target, candidates = _law_target(law, tail.date)
        confidence = law.confidence
    return Citation(
        spans=spans,
        text=" ".join(text.source[start:end] for start, end in spans),
        type=mention.type,
        number=number.number if number else None,
        date=tail.date,
        issuer=issuer.name if issuer else None,
        issuer_id=issuer.id if issuer else None,
        title=law.title if law else _title(text, title),
        pinpoint=find_pinpoint(text.text, mention.start),
        relation=draft.relation,
        parent=draft.parent,
        target_id=target,
        candidates=candidates,
        confidence=round(confidence - (0 if draft.certain else 0.03), 2),
        repairs=repairs,
    )


def _law_target(law: LawMention, date: str | None) -> tuple[str | None, tuple[str, ...]]:
    """Identifier of a law by name: the one law of that name, or of that name and year; else its candidates."""
    year = int(date[:4]) if date else None
    versions = laws.by_name(fold(law.title))
    known = [version for version in versions if year is None or version.year == year]
    ids = tuple(dict.fromkeys(filter(None, (_version_id(version) for version in known))))
    if len(ids) == 1 and (year is not None or len(versions) == 1):
        return ids[0], ()
    return (None, ids) if ids else (law_id(law.type, law.title, year), ())


def _version_id(version: laws.Law) -> str | None:
    if version.number:
        parts = re.match(r"(?P<running>\d+[A-Za-z]?)[/-](?:(?P<year>\d{4})[/-])?", version.number)
        if parts:
            printed = int(parts["year"]) if parts["year"] else None
            return work_id(
                version.kind, parts["running"], "quoc-hoi", printed_year=printed, date=str(version.year or "") or None
            )
    return law_id(version.kind, version.name, version.year)
