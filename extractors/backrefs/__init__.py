"""References back: words that mean a document without printing its number, resolved within the document.

"Nghị định này" is this document where it is a decree, else the one decree named before; "Công văn nêu trên" the one
công văn named before; "các văn bản trên" the list just given; "Như trên" in Nơi nhận those of Kính gửi. Where more than
one document remains, the reference is reported without a target.
"""

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from functools import cached_property
from typing import Literal

from corpora.back_references import back_references
from corpora.folding import fold
from extractors.backrefs.candidates import Candidate, Candidates, codes_of, is_generic, works
from extractors.backrefs.phrases import Phrase, find_phrases
from extractors.citations.body_phrases import BodyReader
from extractors.citations.context import context_of
from extractors.normalise import NormalisedText
from extractors.patterns import one_of, phrase
from extractors.records import BackReference, BackReferenceKind, Citation, Header, Span
from extractors.structure.model import Structure

__all__ = ["extract_backrefs"]

# Kinds whose text always speaks of itself as "X này" (Nghị định 30/2020/NĐ-CP, Phụ lục III; 78/2025/NĐ-CP).
_ENACTING = frozenset({"HP", "BL", "L", "PL", "NĐ", "NQ", "QĐ", "TT", "TTLT", "NQLT", "CT", "QC", "QyĐ", "QĐi"})
_OWN_BEFORE = re.compile(  # words that only this document can follow
    one_of(
        "kem theo | gui kem | ke tu ngay | thi hanh | ban hanh | ky ban hanh | pham vi cua | nhan duoc | noi dung",
        "trien khai | thuc hien | tai | theo | cua",
    )
    + r"[ \n]\Z"
)
_SURELY_OWN_BEFORE = re.compile(one_of("kem theo | ke tu ngay | thi hanh | ky ban hanh") + r"[ \n]\Z")
_SURELY_OWN_BEHIND = re.compile(phrase(r" (?:co hieu luc|thay the|thay cho|bai bo|gom co|duoc lap thanh)"))
_ISSUES = re.compile(one_of("ban hanh | phe duyet | thong qua | dieu chinh | cong bo") + "[ ](?:bo[ ])?")
_DRAFT = re.compile(phrase(r"du thao \Z"))
_QUOTED = re.compile(r"“[^“”]*”")
_ARTICLE = re.compile(r"nhu[ ]dieu[ ](?P<number>\d{1,3}[a-z]?)(?![\w/])")

_SURE, _OWN, _TOLD, _ONE, _NEAR, _SEVERAL = 0.99, 0.95, 0.97, 0.93, 0.85, 0.9
_LONGEST_LIST = 60
_Target = tuple[BackReferenceKind, tuple[int, ...] | Literal["self", "addressees"] | None, float]
_OPEN: _Target = ("citation", None, _NEAR)


def extract_backrefs(
    text: NormalisedText, structure: Structure, header: Header, citations: Sequence[Citation]
) -> tuple[BackReference, ...]:
    """Every reference back, in the order of the text; `target` is None where it cannot be told.

    >>> from extractors.normalise import normalise
    >>> from extractors.structure import analyse
    >>> text = normalise("Các đơn vị thực hiện nghiêm Công văn này.")
    >>> extract_backrefs(text, analyse(text), Header(type="CV"), ())[0].target
    'self'
    """
    found = [*_Reader(text, structure, header, citations).references(), *_recipient_lines(text, structure, header)]
    return tuple(sorted(found, key=lambda reference: reference.span))


def _reference(text: NormalisedText, start: int, end: int, meant: _Target) -> BackReference:
    span = text.span(start, end)
    kind, target, confidence = meant
    return BackReference(
        span=span, text=text.source[span.start : span.end], kind=kind, target=target, confidence=confidence
    )


def _recipient_lines(text: NormalisedText, structure: Structure, header: Header) -> Iterator[BackReference]:
    """ "Như trên" and "Như Điều 3" at the head of a line of Nơi nhận."""
    articles = {fold(unit.label or "").split()[-1] for unit in structure.units if unit.kind == "điều" and unit.label}
    lines = back_references().addressees
    for cell in structure.cells:
        if cell.role != "recipient":
            continue
        printed = text.folded[cell.start : cell.end]
        start = cell.start + len(printed) - len(printed.lstrip(" -+*•.:\n"))
        words = text.folded[start : cell.end].replace("\n", " ")
        article = _ARTICLE.match(words)
        if article:
            known = article["number"] in articles
            yield _reference(text, start, start + article.end(), ("article", "self" if known else None, _OWN))
            continue
        line = max((line for line in lines if words.startswith(line)), key=len, default=None)
        if line is not None and not words[len(line) : len(line) + 1].isalnum():
            end = start + len(line)
            meant: _Target = ("addressees", "addressees" if header.addressees else None, _SURE)
            yield _reference(text, start, end, meant)


class _Reader:
    """Resolves the phrases of one document, in order."""

    def __init__(
        self, text: NormalisedText, structure: Structure, header: Header, citations: Sequence[Citation]
    ) -> None:
        self.text, self.structure, self.header = text, structure, header
        self.candidates = Candidates(text, citations)
        self.amends = any(citation.relation == "amends" and citation.parent is None for citation in citations)
        self.cites = bool(citations)
        self.taken = sorted(span for citation in citations for span in citation.spans)
        self.subject = fold(header.subject or "")

    def references(self) -> Iterator[BackReference]:
        """The references of running text."""
        context = context_of(self.header.issuer, self.header.place, self.header.date)
        for found in find_phrases(self.text, BodyReader(self.text, context.own_body), context):
            span = self.text.span(found.start, found.end)
            if self._inside_citation(span):
                continue
            self.candidates.read_to(span.start)
            meant = self._meant(found, span.start)
            if meant is not None:
                yield _reference(self.text, found.start, found.end, meant)

    def _inside_citation(self, span: Span) -> bool:
        last = bisect_left(self.taken, (span.end, 0)) - 1
        return last >= 0 and self.taken[last].end > span.start

    # -- which document -----------------------------------------------------------------------------------------------

    def _meant(self, found: Phrase, here: int) -> _Target | None:
        """Kind, target and confidence; None where the words are no reference."""
        if found.several:
            return self._several(found, here)
        fitting = self.candidates.distinct(found)
        if found.force == "number":
            return self._told(fitting) if found.capital and fitting else None
        generic, common = is_generic(found.types[0]), found.types[0] in back_references().common
        if found.force == "this":
            if generic or (self.header.type is not None and self.header.type in codes_of(found.types[0])):
                return self._own(found, here, generic=generic)
            if self.header.type is None and found.capital and (self._surely_own(found) or not self.cites):
                return ("self", "self", _NEAR) if not common else None
            if not self._drafted(found) and self._attached(found):
                return _OPEN if fitting else ("attached", "self", _OWN)
        if not found.capital and (common or found.force in ("this", "that") or (not fitting and not generic)):
            return None
        if not fitting and (common or found.force == "that"):
            return None
        if self._drafted(found):
            return _OPEN
        if len(fitting) > 1 and not generic:
            fitting = works(self.candidates.near(found, here))
            return ("citation", (fitting[0].citation_index,), _NEAR) if len(fitting) == 1 else _OPEN
        return self._told(fitting) if found.number or found.date or found.issuer else self._only(fitting)

    @staticmethod
    def _told(fitting: list[Candidate]) -> _Target:
        return ("citation", (fitting[0].citation_index,), _TOLD) if len(fitting) == 1 else _OPEN

    @staticmethod
    def _only(fitting: list[Candidate]) -> _Target:
        return ("citation", (fitting[0].citation_index,), _ONE) if len(fitting) == 1 else _OPEN

    def _several(self, found: Phrase, here: int) -> _Target | None:
        """The list just given: all that is named, or what the paragraph or the items above name."""
        generic = is_generic(found.types[-1])
        fitting = self.candidates.distinct(found, _LONGEST_LIST + 1)
        if not fitting and not generic and (not found.capital or found.types[-1] in back_references().common):
            return None
        if not found.capital and not generic and found.force in ("this", "that"):
            return None
        together = self.candidates.together(fitting)
        scopes = [fitting] if len(fitting) <= _LONGEST_LIST and (together or found.count is not None) else []
        scopes += [self.candidates.near(found, here), self.candidates.near(found, here, above=True)]
        for scope in scopes:
            whole = works(candidate for candidate in scope if candidate.citation.parent is None)
            if self._is_the_list(found, whole, scope):
                return "group", tuple(candidate.citation_index for candidate in whole), _SEVERAL
        return "group", None, _NEAR

    @staticmethod
    def _is_the_list(found: Phrase, whole: list[Candidate], scope: list[Candidate]) -> bool:
        if found.count is not None:
            return len(whole) == found.count
        if len(whole) < 2 or any(candidate.citation.parent is not None for candidate in scope):
            return False
        return len(found.types) == 1 or len(whole) == len(found.types)

    # -- this document ------------------------------------------------------------------------------------------------

    def _own(self, found: Phrase, here: int, *, generic: bool) -> _Target | None:
        """ "X này" in a document of kind X, and "văn bản này"."""
        if self._quotes_an_amendment(found):
            amended = works(self.candidates.amended(found))
            if len(amended) != 1 or _SURELY_OWN_BEHIND.match(self.text.folded, found.end):
                return _OPEN  # "kể từ ngày Nghị định này có hiệu lực": the old one's, or this one's?
            return "citation", (amended[0].citation_index,), _NEAR
        if self._surely_own(found):
            told = not generic or _SURELY_OWN_BEFORE.search(self.text.folded, max(0, found.start - 20), found.start)
            return ("self", "self", _SURE) if told or not self.candidates.near(found, here) else _OPEN
        if self._drafted(found):
            return _OPEN
        enacting = self.header.type in _ENACTING
        if enacting and not generic:
            return "self", "self", _SURE if found.capital else _OWN
        named_here = bool(self.candidates.near(found, here))
        if generic:
            before = _OWN_BEFORE.search(self.text.folded, max(0, found.start - 20), found.start)
            if before is None:
                return None  # "văn bản này" of a rule on documents is any document
        if named_here:
            return _OPEN  # "Nhận được Công văn số 5. Công văn này …" in a công văn
        return "self", "self", _OWN

    def _surely_own(self, found: Phrase) -> bool:
        folded = self.text.folded
        return (
            _SURELY_OWN_BEHIND.match(folded, found.end) is not None
            or _SURELY_OWN_BEFORE.search(folded, max(0, found.start - 20), found.start) is not None
        )

    def _drafted(self, found: Phrase) -> bool:
        return _DRAFT.search(self.text.folded, max(0, found.start - 10), found.start) is not None

    def _attached(self, found: Phrase) -> bool:
        """Whether this document issues a document of that kind with itself: its subject says so, or its appendix."""
        word = found.types[0]
        if not found.capital and not any(zone.start <= found.start < zone.end for zone in self.structure.appendices):
            return False
        if (issues := _ISSUES.match(self.subject)) and re.match(rf"{word}\b", self.subject[issues.end() :]):
            return True
        before = (zone.start for zone in self.structure.appendices if zone.start < found.end)
        return any(self.text.folded.startswith(word, start) for start in before)

    @cached_property
    def _quotations(self) -> list[tuple[int, int]]:
        return [match.span() for match in _QUOTED.finditer(self.text.text)] if self.amends else []

    def _quotes_an_amendment(self, found: Phrase) -> bool:
        """Whether the words stand in a text that this document puts into another."""
        last = bisect_left(self._quotations, (found.start, 0)) - 1
        return last >= 0 and self._quotations[last][1] > found.end
