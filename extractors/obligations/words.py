"""Cue words found in a text: one automaton over the folded copy, tone marks checked where they decide."""

from bisect import bisect_left
from functools import cache, partial, reduce
from operator import or_
from typing import NamedTuple

import ahocorasick_rs

from corpora.directives import Cue, rows
from extractors.normalise import NormalisedText

__all__ = ["CueText", "Hit", "Kind"]

_BLANKS = str.maketrans(dict.fromkeys("\n(\"*[_'`‘’“”-–—.:;~", " "))  # what may stand or be misread before a word


class Kind:
    """What a cue may signal, one bit each: a test is one operation. The rows of the register say what each is."""

    ORDER, REQUEST, DUTY, MUST, CONDITION, PAST, PASSIVE, DIFFICULTY, REPORT = (1 << bit for bit in range(9))
    ACT, MANNER, DECIDE, NOUN, NONE, BODY, DETERMINER = (1 << bit for bit in range(9, 16))
    LEADING, REQUIRED, PURPOSE, SENT = (1 << bit for bit in range(16, 20))
    HEADING_DUTY, HEADING_PLAN, HEADING_GOALS, HEADING_MIXED, HEADING_INFO = (1 << bit for bit in range(20, 25))
    ACT_FIRST, HEADING_ADVICE, HEADING_TOLD = (1 << bit for bit in range(25, 28))


class Hit(NamedTuple):
    """A cue at `[start, end)` of the clean text and the bits of `Kind` it may signal."""

    start: int
    end: int
    kinds: int


_hit = partial(tuple.__new__, Hit)  # spares the call of a function for each of the many


def _bit(cue: Cue) -> int:
    bit: int = getattr(Kind, cue.kind.upper().replace("-", "_"))
    return bit


class _Lexicon:
    """An automaton, and for each pattern what it signals: always, and when spelt exactly so."""

    def __init__(self, headings: bool) -> None:
        by_folded: dict[str, list[Cue]] = {}
        for row in rows():
            if row.kind.startswith("heading") is headings and row.kind != "adverbial":
                for cue in row.cues:
                    by_folded.setdefault(cue.folded, []).append(cue)
        self.loose: list[int] = []
        self.exact: list[dict[str, int]] = []
        for cues in by_folded.values():
            loose = reduce(or_, (_bit(cue) for cue in cues if not cue.exact), 0)
            exact: dict[str, int] = {}
            for cue in cues:
                if cue.exact:
                    exact[cue.words] = exact.get(cue.words, loose) | _bit(cue)
            self.loose.append(loose)
            self.exact.append(exact)
        index = {folded: number for number, folded in enumerate(by_folded)}
        self.shorter = [_shorter(folded, index) for folded in by_folded]
        self.automaton = ahocorasick_rs.AhoCorasick(
            [" " + folded for folded in by_folded], matchkind=ahocorasick_rs.MatchKind.LeftmostLongest
        )


def _shorter(words: str, index: dict[str, int]) -> tuple[int, int]:
    """The longest cue that the words before the last one of a cue make (-1 if none), and by how much it is shorter."""
    first = words
    while " " in first:
        first = first[: first.rindex(" ")]
        if first in index:
            return index[first], len(words) - len(first)
    return -1, 0


_BINDING = ("order", "duty", "must")
_WEAK = frozenset(("sẽ", "cần", "bảo đảm", "đảm bảo"))
_ALSO_BINDING = (
    "thi hanh",
    "chu tri",
    "vuong mac",
    "kho khan",
    "gui",
    "nop",
    "thong bao",
    "han chot",
    "quy dinh chi tiet",
    "trong thoi han",
    "trong vong",
    "cham nhat",
    "truoc ngay",
    "hang nam",
    "hang quy",
    "hang thang",
    "dinh ky",
)


@cache
def _binding() -> ahocorasick_rs.AhoCorasick:
    """Finds the words without which no sentence outside a list of tasks binds anybody."""
    words = {cue.folded for row in rows() if row.kind in _BINDING for cue in row.cues if cue.words not in _WEAK}
    return ahocorasick_rs.AhoCorasick([" " + word for word in [*sorted(words), *_ALSO_BINDING]])


@cache
def _lexicon(headings: bool) -> _Lexicon:
    return _Lexicon(headings)


class CueText:
    """A text in which cues can be looked up stretch by stretch."""

    def __init__(self, text: NormalisedText) -> None:
        self.text = text.text
        self.lines = text.folded
        self.folded = text.folded.replace("\n", " ")  # so that a line break parts no phrase
        self._small = text.text.replace("İ", "I").lower().replace("\n", " ")  # "İ" alone is two letters when small
        self._flat = " " + text.folded.translate(_BLANKS)
        self._known: dict[tuple[int, int], list[Hit]] = {}
        self._bindings = [first for _, first, _ in _binding().find_matches_as_indexes(self._flat)]

    def may_bind(self, start: int, end: int) -> bool:
        """Whether `text[start:end]` holds any word of order, duty or obligation: a quick look before the close one."""
        at = bisect_left(self._bindings, start)
        return at < len(self._bindings) and self._bindings[at] < end

    def opens_with_name(self, start: int, end: int) -> bool:
        """Whether `text[start:end]` opens with a cue that is no act: a thing, a body, a compound of kind "none"."""
        first = next(iter(self._found(start, min(end, start + 60), headings=False)), None)
        return (
            first is not None and first.start == start and not first.kinds & (Kind.ACT | Kind.ACT_FIRST | Kind.MANNER)
        )

    def hits(self, start: int, end: int) -> list[Hit]:
        """The cues of `text[start:end]`, leftmost longest; compounds of kind "none" shadow what they contain.

        >>> from extractors.normalise import normalise
        >>> CueText(normalise("giao thông; được giao")).hits(0, 21)
        []
        """
        known = self._known.get((start, end))
        if known is None:
            known = [hit for hit in self._found(start, end, headings=False) if not hit.kinds & Kind.NONE]
            self._known[start, end] = known
        return known

    def headings(self, start: int, end: int) -> list[Hit]:
        """The heading cues of `text[start:end]`.

        >>> from extractors.normalise import normalise
        >>> hits = CueText(normalise("MỤC ĐÍCH, YÊU CẦU")).headings(0, 17)
        >>> [hit.kinds for hit in hits] == [Kind.HEADING_INFO, Kind.HEADING_DUTY]
        True
        """
        return self._found(start, end, headings=True)

    def _found(self, start: int, end: int, *, headings: bool) -> list[Hit]:
        lexicon = _lexicon(headings)
        loose, exact, shorter, small = lexicon.loose, lexicon.exact, lexicon.shorter, self._small
        stretch = self._flat[start : end + 1]  # one blank ahead of the first word
        if not stretch.startswith(" "):
            stretch = " " + stretch[1:]
        length = len(stretch)
        found = []
        for match in lexicon.automaton.find_matches_as_indexes(stretch):
            pattern, first, last = match
            if last < length and stretch[last].isalnum():  # "phải trao" is no "phải trả", but it is "phải"
                pattern, less = shorter[pattern]
                last -= less
            while pattern >= 0:
                place, stop = start + first, start + last - 1
                spellings = exact[pattern]
                kinds = spellings.get(small[place:stop], loose[pattern]) if spellings else loose[pattern]
                if kinds:
                    found.append(_hit((place, stop, kinds)))
                    break
                pattern, less = shorter[pattern]  # "Phòng Văn hóa" is no "phỏng vấn", but it is "phòng"
                last -= less
        return found
