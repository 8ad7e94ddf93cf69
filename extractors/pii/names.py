"""Names of persons in running text, lists and tables: told by what stands before them, and by their syllables."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

import regex

from corpora import places
from corpora.personal_data import personal_words
from corpora.surnames import surnames
from extractors.pii.model import Finding
from extractors.structure.persons import is_post, is_syllable

__all__ = ["find_names"]

_RUN = regex.compile(
    r"(?<![\p{L}\d])\p{Lu}[\p{Ll}\p{Mn}']*+"
    r"(?:(?:[ ]{1,2}|(?<=[^\n]{40})\n)(?:\p{Lu}[\p{Ll}\p{Mn}']*+)(?![\p{L}\d])){0,7}"  # a long line runs on
)
_CAPITALS = regex.compile(r"(?<![\p{L}\d])\p{Lu}{2,8}(?:[ ]{1,2}\p{Lu}{1,8}){1,4}(?![\p{L}\d])")
_WORD = regex.compile(r"\p{L}[\p{L}\p{Mn}']*")
_CELL_BEFORE = re.compile(r"(?:\A|\n|\||\t)[ ]*(?:[-+*•]|\d{1,4}[.)]?|\|)?[ |]*\Z")
_CELL_BEHIND = re.compile(r"[ ]*(?:\Z|\n|\||\t|[,;:.(–-])")
_SURE_AGAIN = 2  # blanks in a name that is nobody else's
_NAMES_ITSELF = 5  # syllables of the longest names


@cache
def _before() -> tuple[re.Pattern[str], re.Pattern[str], re.Pattern[str]]:
    """What ends right before a name: words of persons, of address, of things named after persons."""

    def ending(words: "tuple[str, ...] | list[str]", between: str) -> re.Pattern[str]:
        listed = "|".join(re.escape(word).replace(r"\ ", "[ \\n]+") for word in words)
        return re.compile(rf"(?i)(?<!\w)[Il|]?(?:{listed}){between}\Z")  # a ruled table leaves "I" before a word

    facts = personal_words()
    return (
        ending(facts.before, r"[.:]?(?:[ \n(“\"]{1,3}|[ ]?[:.-][ ]{0,2})"),
        ending(sorted(facts.address), r"[ \n]"),
        ending(facts.named_after, r"[ \n]"),
    )


@dataclass(frozen=True, slots=True)
class _Token:
    start: int
    end: int
    word: str


def find_names(text: str, folded: str) -> Iterator[Finding]:
    """Names of persons, in no order; a given name alone ("ông Hùng") takes the value of the one full name it ends.

    >>> from corpora.folding import fold
    >>> text = "Giao ông Trần Văn Mẫu (đường Trần Phú) trả lời; ông Mẫu báo cáo."
    >>> [(text[f.start : f.end], f.value) for f in find_names(text, fold(text))]
    [('Trần Văn Mẫu', 'tran van mau'), ('Mẫu', 'tran van mau')]
    """
    full = [*_in_title_case(text, folded), *_in_capitals(text, folded)]
    full += _again(text, full)
    yield from full
    by_given: dict[str, set[str]] = {}
    for found in full:
        words = found.value.split(" ")
        for first in range(1, len(words)):
            by_given.setdefault(" ".join(words[first:]), set()).add(found.value)
    taken = sorted((found.start, found.end) for found in full)
    for start, end in _given_alone(text, folded):
        if any(a < end and start < b for a, b in taken):
            continue
        given = " ".join(folded[start:end].split())
        known = by_given.get(given, set())
        yield Finding(start, end, "PERSON", next(iter(known)) if len(known) == 1 else given, 0.8)


def _again(text: str, found: list[Finding]) -> list[Finding]:
    """Where names of three syllables or more, told once, stand again with nothing around that tells them."""
    told = {text[name.start : name.end]: name.value for name in found if name.value.count(" ") >= _SURE_AGAIN}
    if not told:
        return []
    known = {name.start for name in found}
    longest_first = sorted(told, key=lambda words: (-len(words), words))
    pattern = re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, longest_first))})(?!\w)")
    named_after = _before()[2]
    return [
        Finding(*match.span(), "PERSON", told[match[0]], 0.7)
        for match in pattern.finditer(text)
        if match.start() not in known and not named_after.search(text[max(0, match.start() - 40) : match.start()])
    ]


def _in_title_case(text: str, folded: str) -> Iterator[Finding]:
    for run in _RUN.finditer(text):
        tokens = [_Token(m.start() + run.start(), m.end() + run.start(), m[0]) for m in _WORD.finditer(run[0])]
        index = 0
        while index < len(tokens):
            name = _name_at(text, folded, tokens, index)
            if name is None:
                index += 1
                continue
            yield name
            index += len(name.value.split(" "))


def _name_at(text: str, folded: str, tokens: list[_Token], first: int) -> Finding | None:
    """The name that begins with a token, if one does."""
    if tokens[first].word not in surnames():
        return None
    last = first + 1
    while last < len(tokens) and last - first < _NAMES_ITSELF and _continues(folded, tokens, last):
        last += 1
    if last - first < 2:
        return None
    start, end = tokens[first].start, tokens[last - 1].end
    confidence = _confidence(text, folded, tokens[first:last], start, end)
    return Finding(start, end, "PERSON", _value(folded, start, end), confidence) if confidence else None


def _continues(folded: str, tokens: list[_Token], index: int) -> bool:
    token = tokens[index]
    if (len(token.word) > 1 and not is_syllable(token.word)) or folded.startswith(
        personal_words().ends_name, token.start
    ):
        return False
    return not _begins_post(folded, token.start) or (
        index == len(tokens) - 1 and not folded[token.end : token.end + 2].strip()[:1].isalpha()
    )


_CLAUSE = re.compile(r"[^,\n]{0,24}")


def _begins_post(folded: str, at: int) -> bool:
    clause = _CLAUSE.match(folded, at)
    return clause is not None and is_post(clause[0])


def _value(folded: str, start: int, end: int) -> str:
    return " ".join(folded[start:end].split())


def _confidence(text: str, folded: str, tokens: list[_Token], start: int, end: int) -> float | None:
    """How sure it is that words that could be a name are one; None: they are not."""
    facts = personal_words()
    value = _value(folded, start, end)
    if value in facts.not_names or any(value.startswith(word + " ") for word in facts.not_names):
        return None
    before = text[max(0, start - 40) : start]
    person, _, named_after = _before()
    if named_after.search(before):
        return None
    if person.search(before):
        return 0.95
    place = places.find_at(folded, start)
    if place is not None and place[0] >= end:
        return None
    told = tokens[0].word in facts.frequent or tokens[1].word in facts.middle
    cell = _CELL_BEFORE.search(before) is not None and _CELL_BEHIND.match(text, end) is not None
    if len(tokens) >= 3 and told:
        return 0.85 if cell else 0.7
    return 0.6 if cell and told and all(len(token.word) > 1 for token in tokens) else None


def _in_capitals(text: str, folded: str) -> Iterator[Finding]:
    """ "NGUYỄN THỊ MẪU": behind a word that tells a person, or a cell of its own with a middle name that tells."""
    facts = personal_words()
    for run in _CAPITALS.finditer(text):
        words = [word.capitalize() for word in run[0].split()]
        if words[0] not in surnames() or not all(len(word) == 1 or is_syllable(word) for word in words):
            continue
        value = _value(folded, *run.span())
        if value in facts.not_names or any(value.startswith(word + " ") for word in facts.not_names):
            continue
        before = text[max(0, run.start() - 40) : run.start()]
        person, _, named_after = _before()
        if named_after.search(before):
            continue
        cell = _CELL_BEFORE.search(before) and _CELL_BEHIND.match(text, run.end())
        sure = len(words) >= 3 and words[0] in facts.frequent and words[1] in facts.middle
        if person.search(before) or (cell and sure):
            yield Finding(*run.span(), "PERSON", value, 0.9)


_GIVEN = regex.compile(r"\p{Lu}\p{Ll}*(?:[ \n]\p{Lu}\p{Ll}*){0,2}+(?![\p{L}\d])")
_SENTENCE = re.compile(r"(?:\A|[\n.;:,(|–-])[ ]*\Z")


@cache
def _address() -> re.Pattern[str]:
    return re.compile(rf"(?i)(?<!\w)(?:{'|'.join(sorted(personal_words().address))})[ ](?=[A-ZÀ-ỸĐ])")


def _given_alone(text: str, folded: str) -> Iterator[tuple[int, int]]:
    for match in _address().finditer(text):
        name = _GIVEN.match(text, match.end())
        if match[0][0].isupper() and not _SENTENCE.search(text[max(0, match.start() - 4) : match.start()]):
            continue  # "Nhà tù Bà Rá", "Sông Ông Đốc"
        if places.find_at(folded, match.start()) is not None:
            continue  # "Bà Rịa"
        if name is None or _begins_post(folded, match.end()):
            continue
        words = name[0].split()
        if folded.startswith(personal_words().ends_name, match.end()):
            continue
        if all(len(word) == 1 or is_syllable(word) for word in words):
            yield name.span()
