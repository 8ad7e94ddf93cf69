"""Phrases that refer back: a type word and a pointer ("Nghị định này", "các văn bản nêu trên", "Quyết định số 402")."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Literal, NamedTuple

from ahocorasick_rs import AhoCorasick, Implementation

from corpora.back_references import Force, back_references
from corpora.document_types import words
from corpora.folding import fold
from extractors.citations.body_phrases import BodyReader
from extractors.citations.context import Context, Issuer
from extractors.citations.issuers import issuer_of_phrase
from extractors.dates import match_date
from extractors.normalise import NormalisedText
from extractors.patterns import opening_words

__all__ = ["Phrase", "find_phrases"]

_ONE_WORD = 4  # letters of the longest pointer of one word: it follows its type word or a number
_TYPE_WORDS = 5  # syllables of the longest type word
_LAST = 8
_SHORT = 40  # the same where no body stands between: the longest type word, and a number
_WINDOW = 110  # characters before a pointer: the longest name of a body, with the type word


@dataclass(frozen=True, slots=True)
class Phrase:
    """A reference back as printed; clean-text offsets.

    `types` are the folded type words; `count` is given with several; number, date and issuer are what it adds.
    """

    start: int
    end: int
    types: tuple[str, ...]
    force: Force | Literal["number"]
    capital: bool
    several: bool = False
    count: int | None = None
    number: str | None = None
    date: str | None = None
    issuer_id: str | None = None
    issuer: str | None = None


def _spaced(word: str) -> str:
    return re.escape(word).replace(r"\ ", r"[ \n]")


def _any(words_: "tuple[str, ...] | list[str]") -> str:
    longest_first = sorted(words_, key=lambda word: (-len(word), word))
    return "|".join(map(_spaced, longest_first))


@cache
def _pointer() -> re.Pattern[str]:
    """The words at which a phrase may end, or a bare number."""
    pointers = [fold(word) for pointer in back_references().pointers for word in pointer.words]
    return re.compile(
        rf"[ \n](?:(?P<words>{_any(list(dict.fromkeys(pointers)))})|(?<=[a-z][ \n])(?P<number>\d{{1,5}}))(?![\w/&-])"
    )


@cache
def _last_syllables() -> frozenset[str]:
    return frozenset(word.rsplit(" ", 1)[-1] for word in words()) | frozenset(
        word.rsplit(" ", 1)[-1] for word in back_references().about
    )


@cache
def _ends() -> AhoCorasick:
    """Finds where a pointer may stand, or a number behind what ends a type word: cheaper than a try at each blank."""
    pointers = (f" {fold(word)}" for pointer in back_references().pointers for word in pointer.words)
    before_number = sorted({*_last_syllables(), "so"})
    numbers = (f"{syllable} {digit}" for syllable in before_number for digit in range(10))
    return AhoCorasick([*dict.fromkeys(pointers), *numbers], implementation=Implementation.DFA)


def _pointers(folded: str) -> Iterator[re.Match[str]]:
    """Every place at which a phrase may end, from left to right."""
    done = 0
    for _, first, _ in _ends().find_matches_as_indexes(flat := folded.replace("\n", " "), overlapping=True):
        blank = flat.index(" ", first)
        if blank >= done and (match := _pointer().match(folded, blank)):
            done = match.end()
            yield match


@cache
def _ends_about() -> frozenset[str]:
    return frozenset(word.rsplit(" ", 1)[-1] for word in back_references().about)


@cache
def _type() -> re.Pattern[str]:
    longest_first = sorted(words(), key=len, reverse=True)
    return re.compile(opening_words(_spaced(word) for word in longest_first) + "(?![a-z0-9])")


@cache
def _about() -> re.Pattern[str]:
    return re.compile(rf"(?:[ \n](?:{_any(back_references().about)})(?![a-z]))*")


_MAY_JOIN = re.compile(r"(?:\b(?:cac|nhung|hai|ba|bon|ca|va)|\d|[,)])[ \n]\Z")
_PINPOINT = re.compile(
    r"(?:\b(?:dieu|khoan|diem|muc|chuong|phan|phu luc|so|mau|bieu|va|den|hoac|thu)|[,;/-]|\d)[ \n]?\Z"
)
_NUMBER = re.compile(r"(?:[ \n]so)?[ \n:]{1,2}(?P<number>\d{1,5})(?![\w/&-])")
_DATE = re.compile(r"[ \n](?=ngay[ \n])")
_OF = re.compile(r"[ \n]cua[ \n]")
_YOURS = re.compile(
    r"[ \n]cua[ \n]quy[ \n](?:so|truong|co[ \n]quan|don[ \n]vi|cong[ \n]ty|bo|ban|phong|vien|ong|ba|ubnd)(?![a-z])"
)


@cache
def _before() -> re.Pattern[str]:
    """Up to the type word: "hai", "02", "các", and other type words joined to it."""
    facts = back_references()
    several = _any([*facts.several, *facts.counts])
    return re.compile(
        rf"(?<![a-z0-9/-])(?:(?P<several>{several}|ca)[ \n])?(?:(?P<count>\d{{1,2}})[ ](?:\([^)]{{1,9}}\)[ ])?)?"
        rf"(?P<joined>(?:(?:{_any(list(words()))})(?:,[ \n]|[ \n]va[ \n]))*)\Z"
    )


@cache  # on the text with its marks: folded, "có" is "cơ"
def _follows() -> re.Pattern[str]:
    return re.compile(rf"[ \n]*(?:[.,;:)”\"»\]]|\Z|\n)|[ \n](?:{_any(back_references().follows_alone)})(?!\w)")


def find_phrases(text: NormalisedText, bodies: BodyReader, context: Context) -> Iterator[Phrase]:
    """All phrases in order; a type word with a bare number is one too ("Quyết định số 402", force "number").

    >>> from extractors.citations.context import context_of
    >>> from extractors.normalise import normalise
    >>> text = normalise("các văn bản trên; Quyết định trên cơ sở đó; Kế hoạch số 161 nói trên")
    >>> phrases = find_phrases(text, BodyReader(text), context_of(None, None))
    >>> [(text.text[p.start : p.end], p.force) for p in phrases]
    [('các văn bản trên', 'alone'), ('Kế hoạch số 161 nói trên', 'above')]
    """
    reader = _PhraseReader(text, bodies, context)
    done = 0
    held: Phrase | None = None  # a bare number waits for the pointer that may follow it
    for match in _pointers(text.folded):
        phrase = reader.phrase(match, done)
        if phrase is None:
            continue
        if held is not None and phrase.start >= held.end:
            yield held
        held = phrase
        if phrase.force != "number":
            yield phrase
            done, held = phrase.end, None
    if held is not None:
        yield held


class _Said(NamedTuple):
    """What a phrase adds to its type word."""

    number: str | None = None
    date: str | None = None
    issuer: Issuer | None = None


@dataclass(frozen=True, slots=True)
class _PhraseReader:
    text: NormalisedText
    bodies: BodyReader
    context: Context

    def phrase(self, match: re.Match[str], done: int) -> Phrase | None:
        """The phrase that ends with a pointer or a bare number and begins at `done` or later."""
        folded, at, end = self.text.folded, match.start(), match.end()
        force: Force | Literal["number"] = "number"
        last = folded[max(0, at - 9) : at].replace("\n", " ").rsplit(" ", 1)[-1]
        near = last in _last_syllables() or last.isdigit()
        if match["number"] is not None:
            if not near and last != "so":
                return None
        elif near or len(match["words"]) > _ONE_WORD:
            told = back_references().force(self.text.text[match.start("words") : end].replace("\n", " "))
            if told is None or (not near and told != "above"):
                return None
            force = told
            if force == "alone" and not _follows().match(self.text.text, end):
                return None
        else:
            return None
        if force != "number" and (plain := self._plain(at, done)):
            return self._whole(max(done, at - _SHORT), plain, end, force, _Said())
        first = max(done, at - (_WINDOW if force == "above" else _SHORT))
        paragraph = folded.rfind("\n\n", first, at)
        first = paragraph + 2 if paragraph >= 0 else first
        stop = end if force == "number" else at
        for kind in _type().finditer(folded, first, at):  # the first that fits: "văn bản quy phạm pháp luật nêu trên"
            said = self._said(kind.end(), stop, long=force == "above")
            if said is not None:
                return self._whole(first, kind.span(), end, force, said)
        return None

    def _plain(self, at: int, done: int) -> tuple[int, int] | None:
        """The type word right before a pointer, where nothing can stand between: most often."""
        before = self.text.folded[max(done, at - _SHORT) : at].replace("\n", " ")
        parts = before.rsplit(" ", _TYPE_WORDS)
        if parts[-1] in _ends_about():
            return None
        for first in range(len(parts) - 1):
            word = " ".join(parts[first + 1 :])
            if word in words():
                return at - len(word), at
        return None

    def _said(self, start: int, end: int, *, long: bool) -> _Said | None:
        """Number, date and issuer between type word and pointer; None where anything else stands there."""
        folded = self.text.folded
        number, date, issuer = None, None, None
        about = _about().match(folded, start, end)
        at = about.end() if about else start
        if figure := _NUMBER.match(folded, at, end):
            number, at = figure["number"], figure.end()
        if long and (day := _DATE.match(folded, at)) and (found := match_date(folded, day.end())) and found.end <= end:
            date, at = found.iso, found.end
        if long and (yours := _YOURS.match(folded, at, end)):
            at = yours.end()
        elif long and (named := self._of_body(at)) and named[1] <= end:
            issuer, at = named
        return _Said(number, date, issuer) if at == end else None

    def _of_body(self, at: int) -> tuple[Issuer, int] | None:
        """The body that "của …" names here, and where its name ends."""
        of = _OF.match(self.text.folded, at)
        body = self.bodies.phrase_at(of.end(), required=True, joint=False) if of else None
        issuer = issuer_of_phrase(body, (), self.context) if body else None
        return (issuer, body.end) if body and issuer else None

    def _whole(
        self, first: int, kind: tuple[int, int], end: int, force: Force | Literal["number"], said: _Said
    ) -> Phrase:
        """The phrase with what stands before its type word ("các", "02", "Kế hoạch và") and behind its pointer."""
        folded, start = self.text.folded, kind[0]
        types, several, count = [_word(folded[slice(*kind)])], False, None
        before = None
        if force != "number" and _MAY_JOIN.search(folded, max(first, start - _LAST), start):
            before = _before().search(folded, max(first, start - _SHORT), start)
        if before is not None:
            word, joined = _word(before["several"] or ""), before["joined"]
            count = back_references().counts.get(word)
            figure = before["count"] or ""
            at = before.start("count")
            if figure.startswith("0") or (figure and not _PINPOINT.search(folded, max(0, at - 12), at)):
                count = int(figure)  # "02 Công văn này"; "khoản 2 Điều 4 Nghị định này" counts nothing
            if count is not None or word in back_references().several:
                several, start = True, before.start()
            elif joined and force in ("above", "alone"):  # "Luật và Nghị định này" is this decree, and a law
                several, start = True, before.start("joined")
            if several:
                types = [_word(found[0]) for found in _type().finditer(joined)] + types
        if said.issuer is None and force in ("above", "alone") and (named := self._of_body(end)):
            said, end = said._replace(issuer=named[0]), named[1]
        return Phrase(
            start, end, tuple(types), force, self.text.text[kind[0]].isupper(), several, count, said.number,
            said.date, said.issuer.id if said.issuer else None, said.issuer.name if said.issuer else None,
        )  # fmt: skip


def _word(printed: str) -> str:
    return printed.replace("\n", " ")
