"""Names of persons in running text, lists and tables: told by what stands before them, and by their syllables."""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

import regex

from corpora import places
from corpora.folding import fold
from corpora.personal_data import personal_words
from corpora.surnames import surnames
from extractors.pii.model import Finding
from extractors.structure.persons import is_post, is_syllable

__all__ = ["find_names"]

_CAPITAL_WORD = r"\p{Lu}(?:['’]\p{Lu})?[\p{Ll}\p{Mn}']*+"  # "H'Bia" too
_RUN = regex.compile(
    rf"(?<![\p{{L}}\d]){_CAPITAL_WORD}"
    rf"(?:(?:[ ]{{1,2}}|(?<=[^\n]{{40}})\n){_CAPITAL_WORD}(?![\p{{L}}\d])){{0,7}}"  # a long line runs on
)
_CAPITALS = regex.compile(r"(?<![\p{L}\d])\p{Lu}{2,8}(?:[ ]{1,2}\p{Lu}{1,8}){1,4}(?![\p{L}\d])")
_WORD = regex.compile(r"\p{L}[\p{L}\p{Mn}'’]*")
_CELL_BEFORE = re.compile(r"(?:\A|\n|\||\t)[ ]*(?:[-+*•]|\d{1,4}[.)]?|\|)?[ |]*\Z")
_CELL_BEHIND = re.compile(r"[ ]*(?:\Z|\n|\||\t|[,;:.(–-])")
_SURE_AGAIN = 2  # blanks in a name that is nobody else's
_TOLD = 0.95  # a word before the name tells it
_NAMES_ITSELF = 5  # syllables of the longest names


@cache
def _before() -> tuple[re.Pattern[str], re.Pattern[str], re.Pattern[str]]:
    """What ends right before a name: words of persons, of address, of things named after persons."""

    def ending(words: "tuple[str, ...] | list[str]", between: str) -> re.Pattern[str]:
        listed = "|".join(re.escape(word).replace(r"\ ", "[ \\n]+") for word in words)
        # a ruled table leaves "I" before a word; "trẻ em", "chị em", "anh em" are none
        return re.compile(rf"(?i)(?<!\w)(?<!trẻ )(?<!chị )(?<!anh )[Il|]?(?:{listed}){between}\Z")

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
    full += _listed_beside(text, folded, full)
    full += _again(text, folded, full)
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


def _again(text: str, folded: str, found: list[Finding]) -> list[Finding]:
    """Where names told once stand again with nothing around that tells them: those of three syllables or more.

    A name of two has to be told by a word before it, and not to be a place where it stands again.
    """
    told = {
        text[name.start : name.end]: name.value
        for name in found
        if name.value.count(" ") >= _SURE_AGAIN or name.confidence >= _TOLD
    }
    if not told:
        return []
    known = {name.start for name in found}
    longest_first = sorted(told, key=lambda words: (-len(words), words))
    names = "|".join(map(regex.escape, longest_first))
    pattern = regex.compile(rf"(?<![\w'’])(?<!\p{{Lu}}\p{{Ll}}{{0,6}}[ ])(?:{names})(?![\w'’]|[ ]\p{{Lu}}\p{{Ll}})")
    named_after = _before()[2]
    return [
        Finding(*match.span(), "PERSON", told[match[0]], 0.7)
        for match in pattern.finditer(text)
        if match.start() not in known
        and not named_after.search(text[max(0, match.start() - 40) : match.start()])
        and (told[match[0]].count(" ") >= _SURE_AGAIN or places.find_at(folded, match.start()) is None)
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
    words = tokens[first].word
    family = _unmistakable().match(text, tokens[first].start)
    if family is not None and family.end() in {token.end for token in tokens}:
        return _of_other_peoples(text, folded, tokens, first, family.end())
    if words not in surnames() or (
        words.lower() in personal_words().address and len(tokens) > first + 2 and tokens[first + 1].word in surnames()
    ):
        return None
    last = first + 1
    while last < len(tokens) and last - first < _NAMES_ITSELF and _continues(folded, tokens, last):
        last += 1
    if last - first < 2:
        return None
    start, end = tokens[first].start, tokens[last - 1].end
    confidence = _confidence(text, folded, tokens[first:last], start, end)
    return Finding(start, end, "PERSON", _value(folded, start, end), confidence) if confidence else None


@cache
def _unmistakable() -> regex.Pattern[str]:
    families = "|".join(map(regex.escape, personal_words().unmistakable))
    return regex.compile(rf"(?:{families}|[HK]['’]\p{{Lu}}\p{{Ll}}*)(?![\p{{L}}\d'’])")


def _of_other_peoples(text: str, folded: str, tokens: list[_Token], first: int, end: int) -> Finding | None:
    """ "Ksor Mẫu", "H'Bia Êban": a family name that is no word of Vietnamese, and up to three words behind it."""
    start = tokens[first].start
    if _before()[2].search(text[max(0, start - 40) : start]):
        return None
    behind = [token for token in tokens[first:] if token.start >= end][:3]
    for token in behind:
        if _begins_post(folded, token.start) or folded.startswith(personal_words().ends_name, token.start):
            break
        end = token.end
    alone = text[start + 1 : start + 2] in ("'", "’")
    if end > tokens[first].end or alone:
        person = _before()[0].search(text[max(0, start - 40) : start]) is not None
        return Finding(start, end, "PERSON", _value(folded, start, end), 0.95 if person else 0.85)
    return None


_BESIDE = regex.compile(r"[:;,][ ]\Z|[ ]và[ ]\Z")
_BESIDE_END = regex.compile(r"[ ]?[-–(,;.]|[ ]và[ ]|\s*\Z|\n")


def _listed_beside(text: str, folded: str, full: list[Finding]) -> list[Finding]:
    """Names of two syllables in a list with surer ones: "Trần Văn Mẫu - Phòng Kế toán; Nguyễn Thử - Văn thư"."""
    facts = personal_words()
    ends = {name.end for name in full}
    beside = (name.start for name in full if text.startswith(" và ", name.end))
    sure = [*beside, *(name.start for name in full if _BESIDE.search(text[max(0, name.start - 4) : name.start]))]
    found: list[Finding] = []
    lines = {text.rfind("\n", 0, start) for start in sure}
    names = Counter(text.rfind("\n", 0, name.start) for name in full)
    taken = {name.start for name in full}
    for begin in sorted(lines):
        end = text.find("\n", begin + 1)
        for run in _RUN.finditer(text, begin + 1, end if end >= 0 else len(text)):
            words = run[0].split()
            value = _value(folded, *run.span())
            if (
                run.start() not in taken
                and len(words) == 2
                and (words[0] in facts.frequent or (names[begin] > 1 and words[0] in surnames()))
                and is_syllable(words[1])
                and value not in facts.not_names
                and _stands_beside(text, run, ends)
                and places.find_at(folded, run.start()) is None
            ):
                found.append(Finding(*run.span(), "PERSON", value, 0.6))
    return found


def _stands_beside(text: str, run: regex.Match[str], ends: set[int]) -> bool:
    before = text[max(0, run.start() - 4) : run.start()]
    if before == " và " and run.start() - 4 in ends:
        return True
    return _BESIDE.search(before) is not None and _BESIDE_END.match(text, run.end()) is not None


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


@cache
def _unmarked_surnames() -> frozenset[str]:
    """Family names without their marks, as banks print them: "NGUYEN"."""
    return frozenset(fold(name).capitalize() for name in surnames())


def _in_capitals(text: str, folded: str) -> Iterator[Finding]:
    """ "NGUYỄN THỊ MẪU": behind a word that tells a person, or a cell of its own with a middle name that tells."""
    facts = personal_words()
    for run in _CAPITALS.finditer(text):
        tokens = list(_WORD.finditer(text, *run.span()))
        known = _unmarked_surnames() if run[0].isascii() else surnames()
        family = next((at for at, token in enumerate(tokens) if token[0].capitalize() in known), len(tokens))
        words = [token[0].capitalize() for token in tokens[family:]]  # "TK LƯU THỊ MẪU"
        if len(words) < 2 or not all(len(word) == 1 or is_syllable(word) for word in words):
            continue
        start, end = tokens[family].start(), run.end()
        value = _value(folded, start, end)
        if value in facts.not_names or any(value.startswith(word + " ") for word in facts.not_names):
            continue
        before = text[max(0, start - 40) : start]
        person, _, named_after = _before()
        if named_after.search(before):
            continue
        cell = _CELL_BEFORE.search(before) and _CELL_BEHIND.match(text, end) and not run[0].isascii()
        sure = len(words) >= 3 and words[0] in facts.frequent and words[1] in facts.middle
        if person.search(before) or (cell and sure):
            yield Finding(start, end, "PERSON", value, 0.9)


_GIVEN = regex.compile(r"\p{Lu}\p{Ll}*(?:[ \n]\p{Lu}\p{Ll}*){0,2}+(?![\p{L}\d])")
_SENTENCE = re.compile(r"(?:\A|[\n.;:,(|–-])[ ]*\Z")


@cache
def _address() -> re.Pattern[str]:
    words = "|".join(sorted(personal_words().address))
    return re.compile(rf"(?i)(?<!\w)(?<!trẻ )(?<!chị )(?<!anh )(?:{words})[ ](?=[A-ZÀ-ỸĐ])")


_FOREIGN = regex.compile(r"\p{Lu}\p{Ll}[\p{L}'’-]*(?:[ ]\p{Lu}\p{L}[\p{L}'’-]*|[ ]\p{Lu}\.){1,4}(?![\p{L}\d])")


def _given_alone(text: str, folded: str) -> Iterator[tuple[int, int]]:
    facts = personal_words()
    for match in _address().finditer(text):
        name = _GIVEN.match(text, match.end())
        if match[0][0].isupper() and not _SENTENCE.search(text[max(0, match.start() - 4) : match.start()]):
            continue  # "Nhà tù Bà Rá", "Sông Ông Đốc"
        if places.find_at(folded, match.start()) is not None:
            continue  # "Bà Rịa"
        if _begins_post(folded, match.end()) or folded.startswith(facts.ends_name, match.end()):
            continue
        foreign = _FOREIGN.match(text, match.end())
        if foreign is not None and not all(map(is_syllable, foreign[0].split())):
            yield foreign.span()
            continue
        if name is None or _value(folded, *name.span()) in facts.not_names:
            continue
        if all(len(word) == 1 or is_syllable(word) for word in name[0].split()):
            yield name.span()
