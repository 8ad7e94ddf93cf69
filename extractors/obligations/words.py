"""Cue words found in a text: one automaton over the folded copy, tone marks checked where they decide."""

from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

import ahocorasick_rs

from corpora.directives import Cue, rows
from extractors.normalise import NormalisedText

__all__ = ["CueText", "Hit"]

_BLANKS = str.maketrans({"\n": " ", "(": " ", '"': " ", "*": " ", "[": " ", "_": " "})


class Hit(NamedTuple):
    """A cue at `[start, end)` of the clean text and what it may signal."""

    start: int
    end: int
    kinds: frozenset[str]

    def any(self, *kinds: str) -> bool:
        """Whether it may signal one of these."""
        return not self.kinds.isdisjoint(kinds)


class _Lexicon:
    """Patterns of one automaton, each with the cues that fold to it."""

    def __init__(self, headings: bool) -> None:
        self.by_folded: dict[str, list[Cue]] = {}
        for row in rows():
            if row.kind.startswith("heading") is headings:
                for cue in row.cues:
                    self.by_folded.setdefault(cue.folded, []).append(cue)
        self.patterns = list(self.by_folded)
        self.kinds = [frozenset(cue.kind for cue in cues) for cues in self.by_folded.values()]
        self.exact = [any(cue.exact for cue in cues) for cues in self.by_folded.values()]
        self.automaton = ahocorasick_rs.AhoCorasick(
            [" " + pattern for pattern in self.patterns], matchkind=ahocorasick_rs.MatchKind.LeftmostLongest
        )


@cache
def _lexicon(headings: bool) -> _Lexicon:
    return _Lexicon(headings)


class CueText:
    """A text in which cues can be looked up stretch by stretch."""

    def __init__(self, text: NormalisedText) -> None:
        self.text = text.text
        self.folded = text.folded
        self._flat = " " + text.folded.translate(_BLANKS)

    def hits(self, start: int, end: int) -> list[Hit]:
        """The cues of `text[start:end]`, leftmost longest; compounds of kind "none" shadow what they contain.

        >>> from extractors.normalise import normalise
        >>> [sorted(hit.kinds) for hit in CueText(normalise("giao thông; đã giao")).hits(0, 19)]
        []
        """
        return [hit for hit in self._found(start, end, headings=False) if "none" not in hit.kinds]

    def headings(self, start: int, end: int) -> list[Hit]:
        """The heading cues of `text[start:end]`.

        >>> from extractors.normalise import normalise
        >>> [sorted(hit.kinds) for hit in CueText(normalise("MỤC ĐÍCH, YÊU CẦU")).headings(0, 17)]
        [['heading-info'], ['heading-duty']]
        """
        return list(self._found(start, end, headings=True))

    def _found(self, start: int, end: int, *, headings: bool) -> Iterator[Hit]:
        lexicon = _lexicon(headings)
        stretch = self._flat[start : end + 1]  # one blank ahead of the first word
        if not stretch.startswith(" "):
            stretch = " " + stretch[1:]
        for pattern, first, last in lexicon.automaton.find_matches_as_indexes(stretch):
            if last < len(stretch) and stretch[last].isalnum():
                continue
            kinds = lexicon.kinds[pattern]
            if lexicon.exact[pattern]:
                kinds = self._agreeing(lexicon.by_folded[lexicon.patterns[pattern]], start + first, start + last - 1)
                if not kinds:
                    continue
            yield Hit(start + first, start + last - 1, kinds)

    def _agreeing(self, cues: list[Cue], start: int, end: int) -> frozenset[str]:
        spelt = self.text[start:end].lower().replace("\n", " ")
        return frozenset(cue.kind for cue in cues if not cue.exact or cue.words == spelt)
