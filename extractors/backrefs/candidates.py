"""The documents a phrase may mean: what the text cited before it, told apart by what the phrase says of them."""

import re
from collections.abc import Iterable, Mapping, Sequence
from itertools import islice, pairwise, takewhile
from typing import NamedTuple

from corpora.document_types import words
from corpora.folding import fold
from extractors.backrefs.phrases import Phrase
from extractors.normalise import NormalisedText
from extractors.records import Citation

__all__ = ["Candidate", "Candidates", "codes_of", "is_generic", "works"]

_ALSO = {"TT": ("TT", "TTLT"), "NQ": ("NQ", "NQLT"), "QyĐ": ("QyĐ", "QĐi"), "QĐi": ("QyĐ", "QĐi")}
_PARAGRAPH = re.compile(  # a blank line, the end of a sentence or item at the end of a line, a label on the next
    r"[.;:]/?[.]?[ ]*\n(?:[ ]*\n)* | \n(?:[ ]*\n)+ | \n(?=[ ]*(?:[-+•*][ ]|\d{1,2}[.)]|[a-zđ][)]))", re.VERBOSE
)
_LONGEST_PARAGRAPH = 4000  # characters
_LOOK_BACK = 60  # mentions: the longest list that "các văn bản trên" sums up
_RUNNING = re.compile(r"0*(\d+)")


class Candidate(NamedTuple):
    """A citation as a candidate: `work` is the same for two mentions of one document, `start` a source offset."""

    citation_index: int
    start: int
    work: str
    citation: Citation


def is_generic(word: str) -> bool:
    """Whether a folded type word covers every kind: "văn bản", "văn bản chỉ đạo"."""
    return word == "van ban" or (word.startswith("van ban ") and words().get(word) is None)


def codes_of(word: str) -> tuple[str, ...]:
    """The codes of `type` that a folded type word covers.

    >>> codes_of("thong tu"), codes_of("giay phep")
    (('TT', 'TTLT'), ())
    """
    code = words().get(word)
    return _ALSO.get(code, (code,)) if code else ()


def _work(citation: Citation) -> str:
    return citation.target_id or f"{citation.type} {citation.number or citation.title}"


class Candidates:
    """The citations of one document, taken in as a reader meets them (`read_to`); questions are about those read.

    Every question costs a look or two, however long the document is.
    """

    def __init__(self, text: NormalisedText, citations: Sequence[Citation]) -> None:
        self._source = text.source
        # A number that a second mention abbreviates ("Công văn số 5/UBND" without its day) is the same document.
        ids: dict[tuple[str | None, str | None], set[str]] = {}
        for citation in citations:
            if citation.target_id and citation.number:
                ids.setdefault((citation.type, citation.number), set()).add(citation.target_id)
        self._waiting: list[Candidate] = []
        for index, citation in enumerate(citations):
            known = ids.get((citation.type, citation.number), set())
            work = next(iter(known)) if citation.target_id is None and len(known) == 1 else _work(citation)
            start = citation.spans[0].start
            self._waiting.append(Candidate(index, start, work, citation))
        self._waiting.sort(key=lambda candidate: -candidate.start)
        self._read: list[Candidate] = []
        self._amended: list[Candidate] = []
        self._distinct: dict[str, Candidate] = {}
        self._of_type: dict[str | None, dict[str, Candidate]] = {}
        self._of_number: dict[str, dict[str, Candidate]] = {}

    def breaks(self, start: int, end: int) -> int:
        """How many ends of paragraphs or list items lie between two source offsets; more than one counts as two."""
        if end - start > _LONGEST_PARAGRAPH:
            return 2
        return sum(1 for _ in islice(_PARAGRAPH.finditer(self._source, start, end), 2))

    def read_to(self, offset: int) -> None:
        """Take in what is cited before a source offset; offsets only grow."""
        while self._waiting and self._waiting[-1].start < offset:
            candidate = self._waiting.pop()
            citation = candidate.citation
            self._read.append(candidate)
            if citation.relation == "amends" and citation.parent is None:
                self._amended.append(candidate)
            self._distinct.setdefault(candidate.work, candidate)
            self._of_type.setdefault(citation.type, {}).setdefault(candidate.work, candidate)
            running = _RUNNING.match(citation.number or "")
            if running:
                self._of_number.setdefault(running[1], {}).setdefault(candidate.work, candidate)

    def distinct(self, phrase: Phrase, at_most: int = 2) -> list[Candidate]:
        """The documents that are what the phrase says (type, number, day, body), each at its first mention.

        No more than `at_most` are looked for: with more than wanted nothing is told.
        """
        pools: list[Mapping[str, Candidate]]
        if phrase.number is not None:
            pools = [self._of_number.get(phrase.number.lstrip("0"), {})]
        elif any(is_generic(word) for word in phrase.types):
            pools = [self._distinct]
        else:
            codes = dict.fromkeys(code for word in phrase.types for code in codes_of(word))
            pools = [self._of_type.get(code, {}) for code in codes]
        found: list[Candidate] = []
        for pool in pools:
            for candidate in pool.values():
                if _fits(candidate.citation, phrase):
                    found.append(candidate)
                    if len(found) >= at_most:
                        return found
        return found

    def near(self, phrase: Phrase, place: int, *, above: bool = False) -> list[Candidate]:
        """What fits in the paragraph of a source offset; `above`: and in those directly above it, as long as each
        names something that fits.
        """
        edge, found = place, list[Candidate]()
        for candidate in islice(reversed(self._read), _LOOK_BACK):
            if self.breaks(candidate.start, edge) > above:
                break
            if _fits(candidate.citation, phrase):
                found.append(candidate)
                edge = candidate.start if above else edge
        return found[::-1]

    def amended(self, phrase: Phrase) -> list[Candidate]:
        """What fits among the documents that the last paragraph on amending names."""
        last = self._amended[-1].start if self._amended else 0
        same = takewhile(lambda candidate: not self.breaks(candidate.start, last), reversed(self._amended))
        return [candidate for candidate in islice(same, _LOOK_BACK) if _fits(candidate.citation, phrase)]

    def together(self, candidates: Sequence[Candidate]) -> bool:
        """Whether candidates stand in one run of paragraphs, each of which names one."""
        places = sorted(candidate.start for candidate in candidates)
        return bool(places) and all(self.breaks(a, b) < 2 for a, b in pairwise(places))


def _fits(citation: Citation, phrase: Phrase) -> bool:
    if not any(is_generic(word) or citation.type in codes_of(word) for word in phrase.types):
        return False
    if phrase.number is not None:
        running = _RUNNING.match(citation.number or "")
        if running is None or running[1] != phrase.number.lstrip("0"):
            return False
    if phrase.date is not None and not (citation.date and citation.date.startswith(phrase.date)):
        return False
    if phrase.issuer is None and phrase.issuer_id is None:
        return True
    if phrase.issuer_id is not None and citation.issuer_id is not None:
        return phrase.issuer_id == citation.issuer_id
    return citation.issuer is not None and fold(citation.issuer) == fold(phrase.issuer or "")


def works(candidates: Iterable[Candidate]) -> list[Candidate]:
    """The documents among candidates, each at its first mention, in order."""
    found: dict[str, Candidate] = {}
    for candidate in candidates:
        found.setdefault(candidate.work, candidate)
    return list(found.values())
