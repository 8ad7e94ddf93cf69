"""Citations: mentions of other documents by number, and of laws by name, as records."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from corpora import laws
from extractors.citations.issuers import BodyReader, Context, Issuer, context_of, issuer_of_codes, issuer_of_phrase
from extractors.citations.named_laws import LawMention, find_laws
from extractors.citations.numbers import NumberMention, find_numbers
from extractors.citations.pinpoints import find_pinpoint
from extractors.citations.relations import Draft, relate
from extractors.citations.tails import Tail, read_tail
from extractors.dates import match_date
from extractors.identity import law_id, work_id
from extractors.normalise import NormalisedText
from extractors.records import Citation, Header
from extractors.structure.model import Structure

__all__ = ["extract_citations"]


@dataclass(frozen=True, slots=True)
class Mention:
    """A number, a law's name, or both."""

    start: int
    end: int
    number: NumberMention | None
    law: LawMention | None

    @property
    def type(self) -> str | None:
        """The type a reader sees: of the printed word, else of the symbol."""
        if self.law is not None:
            return self.law.type
        return self.number.type if self.number else None

    @property
    def codes(self) -> tuple[str, ...]:
        """Body codes of the symbol, type code left out."""
        return _codes(self.number.symbol, self.number.own_type) if self.number else ()


def _codes(symbol: str, own_type: str | None) -> tuple[str, ...]:
    parts = tuple(re.split(r"[-/.]", symbol))
    if own_type == "CV" and parts[0] != "CV":
        return parts[:1]  # 2598/UBND-KSTTHC: the body, then the unit that drafted it
    return parts[1:] if own_type is not None and len(parts) > 1 else parts


def extract_citations(text: NormalisedText, structure: Structure, header: Header) -> tuple[Citation, ...]:
    """Every citation of the text in order; a document's own number is none.

    >>> from extractors.normalise import normalise
    >>> from extractors.structure.model import Zone
    >>> text = normalise("Căn cứ Nghị định số 30/2020/NĐ-CP ngày 05/3/2020 của Chính phủ về công tác văn thư;")
    >>> citation, = extract_citations(text, Structure(body=Zone(0, len(text.text))), Header())
    >>> citation.number, citation.date, citation.issuer, citation.title, citation.relation
    ('30/2020/NĐ-CP', '2020-03-05', 'Chính phủ', 'công tác văn thư', 'legal_basis')
    """
    mentions = [mention for mention in _mentions(text) if not _is_own(mention, text, structure, header)]
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
    issuers = _issuers(text, mentions, tails, context, bodies)
    shared = _shared_titles(text, drafts)
    return tuple(
        _citation(text, mention, tail, draft, issuer, title or shared.get(index), header)
        for index, (mention, tail, draft, issuer, title) in enumerate(
            zip(mentions, tails, drafts, issuers, (tail.title for tail in tails), strict=True)
        )
    )


# -- finding ----------------------------------------------------------------------------------------------------------

_NUMBER_OF_LAW = re.compile(r"[ \n]*,?[ \n]*(?:so[ \n:.]*)?")


def _mentions(text: NormalisedText) -> Iterator[Mention]:
    """Numbers and laws merged in order: a number behind a law's name belongs to it, a name inside a number's mention too."""
    numbers = list(find_numbers(text))
    names = list(find_laws(text))
    at = 0
    for law in names:
        while at < len(numbers) and numbers[at].end <= law.start:
            yield Mention(numbers[at].start, numbers[at].end, numbers[at], None)
            at += 1
        if at < len(numbers) and numbers[at].number_start >= law.end:
            number = numbers[at]
            if _NUMBER_OF_LAW.fullmatch(text.folded, law.end, number.number_start):
                yield Mention(law.start, number.end, number, law)
                at += 1
                continue
        if at < len(numbers) and numbers[at].start <= law.start < numbers[at].end:
            continue
        yield Mention(law.start, law.end, None, law)
    for number in numbers[at:]:
        yield Mention(number.start, number.end, number, None)


_OWN_LABEL = re.compile(r"(?:^|\n)[^\n]{0,40}\bso[ ]?[:.]?[ ]{0,12}\Z")


def _is_own(mention: Mention, text: NormalisedText, structure: Structure, header: Header) -> bool:
    number = mention.number
    if number is None:
        zone = structure.title
        return header.type in ("L", "BL", "PL", "HP") and zone is not None and zone.start <= mention.start < zone.end
    letterhead = structure.letterhead
    if letterhead is not None and letterhead.start <= number.number_start < letterhead.end and number.word is None:
        return True
    if header.number is None or number.number.lstrip("0") != header.number.lstrip("0"):
        return False
    date = match_date(text.folded, _after_blank(text.folded, number.end))
    return date is None or header.date is None or date.iso.startswith(header.date) or header.date.startswith(date.iso)


def _after_blank(folded: str, at: int) -> int:
    while at < len(folded) and folded[at] in " \n,":
        at += 1
    return at


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


# -- issuers ----------------------------------------------------------------------------------------------------------

_SAID_BY = re.compile(
    r"(?:de[ \n]nghi|de[ \n]xuat|kien[ \n]nghi|y[ \n]kien(?:[ \n][a-z]+){0,3}|chi[ \n]dao|bao[ \n]cao|to[ \n]trinh|van[ \n]ban|quy[ \n]dinh|cong[ \n]van)[ \n]cua[ \n]+"
)
_BY_SUBJECT = re.compile(r"[ \n]+(?:da[ \n])?(?:ban[ \n]hanh|co|ky|gui)(?:[ \n]cac)?[ \n]*\Z")


def _issuers(
    text: NormalisedText, mentions: list[Mention], tails: list[Tail], context: Context, bodies: BodyReader
) -> list[Issuer | None]:
    """Issuer of each mention: printed behind it, named by its symbol, or before it.

    Where none of these tells, the one issuer that the document names for the same number, or else for the same code.
    """
    found: list[Issuer | None] = []
    by_number: dict[tuple[str | None, str], set[Issuer]] = {}
    by_codes: dict[tuple[str, ...], set[Issuer]] = {}
    enumerated: Issuer | None = None
    for index, (mention, tail) in enumerate(zip(mentions, tails, strict=True)):
        issuer = None
        if tail.issuer is not None:
            issuer = issuer_of_phrase(tail.issuer, mention.codes, context)
        number = mention.number
        if number is not None and (issuer is None or issuer.id is None):
            by_symbol = issuer_of_codes(mention.codes, number.year or _year(tail.date), context)
            before = _issuer_before(text, mention, mentions[index - 1].end if index else 0, bodies, context)
            issuer = issuer if issuer is not None and by_symbol is None and before is None else (by_symbol or before or issuer)
            if issuer is None and index and _same_series(mentions[index - 1], tails[index - 1], mention, text):
                issuer = enumerated
        if number is not None and issuer is not None and issuer.id is not None:
            by_number.setdefault((mention.type, number.number), set()).add(issuer)
            by_codes.setdefault(mention.codes, set()).add(issuer)
        enumerated = issuer
        found.append(issuer)
    for index, mention in enumerate(mentions):
        if mention.number is not None and (found[index] is None or found[index].id is None):  # type: ignore[union-attr]
            for same in (by_number.get((mention.type, mention.number.number)), by_codes.get(mention.codes)):
                if same and len({issuer.id for issuer in same}) == 1:
                    found[index] = next(iter(same))
                    break
    return found


def _year(date: str | None) -> int | None:
    return int(date[:4]) if date else None


_ENUMERATED = re.compile(r"[ \n]*(?:,|;|va|,[ \n]*va)?[ \n]*(?:cac[ \n]+)?(?:so[ \n]*[.,:]?[ \n.]*)?")


def _same_series(previous: Mention, tail: Tail, mention: Mention, text: NormalisedText) -> bool:
    """Whether two mentions stand side by side in one enumeration and print one symbol."""
    if previous.number is None or mention.number is None or previous.number.symbol != mention.number.symbol:
        return False
    return _ENUMERATED.fullmatch(text.folded, max(previous.end, tail.end), mention.start) is not None


def _issuer_before(
    text: NormalisedText, mention: Mention, since: int, bodies: BodyReader, context: Context
) -> Issuer | None:
    """The body before a mention: "đề nghị của Giám đốc Sở Nội vụ tại Tờ trình số …", "UBND tỉnh đã ban hành Quyết định số …"."""
    start = max(since, mention.start - 140)
    window = text.folded[start : mention.start]
    said = None
    for said in _SAID_BY.finditer(window):
        pass
    if said is not None and not re.search(r"[.;]", window[said.end() :]):
        phrase = bodies.phrase_at(start + said.end(), required=False, joint=False)
        if phrase is not None and phrase.end <= mention.start:
            return issuer_of_phrase(phrase, mention.codes, context)
    if mention.number is not None and mention.number.word is not None:
        inner = re.compile(r"[a-z]+(?:[ \n][a-z]+){0,3}[ \n]cua[ \n]").match(text.folded, mention.start, mention.number.number_start)
        if inner:
            phrase = bodies.phrase_at(inner.end(), required=False, joint=False)
            if phrase is not None:
                return issuer_of_phrase(phrase, mention.codes, context)
    subject = _BY_SUBJECT.search(window)
    if subject:
        for back in range(subject.start() - 1, max(0, subject.start() - 60), -1):
            if back == 0 or not window[back - 1].isalnum():
                phrase = bodies.phrase_at(start + back, required=True, joint=False)
                if phrase is not None and phrase.end == start + subject.start():
                    return issuer_of_phrase(phrase, mention.codes, context)
    return None


# -- records ----------------------------------------------------------------------------------------------------------

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
    """"các Tờ trình số A ngày …, số B ngày … và số C ngày … về …": the title behind the last is that of all."""
    shared: dict[int, tuple[int, int]] = {}
    for index in range(len(drafts) - 1, 0, -1):
        later, earlier = drafts[index], drafts[index - 1]
        title = later.title or shared.get(index)
        if title is None or earlier.title is not None or later.parent != earlier.parent:
            continue
        bare = not text.folded[later.start : later.start + 1].isalpha()
        if bare and re.fullmatch(r"[ \n]*(?:,|va|,[ \n]va)?[ \n]+(?:so[ \n]+)?", text.folded[earlier.extent : later.start]):
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
        identity_type = number.own_type or mention.type
        target = work_id(
            identity_type, number.running, issuer.id if issuer else None, printed_year=number.year, date=tail.date
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
    year = _year(date)
    versions = laws.by_name(_folded_name(law.title))
    known = [version for version in versions if year is None or version.year == year]
    ids = tuple(dict.fromkeys(filter(None, (_version_id(version) for version in known))))
    if len(ids) == 1 and (year is not None or len(versions) == 1):
        return ids[0], ()
    return (None, ids) if ids else (law_id(law.type, law.title, year), ())


def _folded_name(title: str) -> str:
    from corpora.folding import fold

    return fold(title)


def _version_id(version: laws.Law) -> str | None:
    if version.number:
        parts = re.match(r"(?P<running>\d+[A-Za-z]?)[/-](?:(?P<year>\d{4})[/-])?", version.number)
        if parts:
            printed = int(parts["year"]) if parts["year"] else None
            return work_id(version.kind, parts["running"], "quoc-hoi", printed_year=printed, date=str(version.year or "") or None)
    return law_id(version.kind, version.name, version.year)
