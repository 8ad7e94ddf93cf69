"""Putting the clean text together from source, edits and reading order."""

from bisect import bisect_left, bisect_right
from functools import partial

import regex

from extractors.normalise.letters import Edit
from extractors.normalise.text import Note, Piece

__all__ = ["assemble", "headings"]

_piece = partial(tuple.__new__, Piece)  # spares the call of a function for each of the many
_NOTE_DIGITS = frozenset("⁰¹²³⁴⁵⁶⁷⁸⁹")
_RAISED = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
_HEADING = regex.compile(
    r"""(?mx)
    ^[ ]* (?: \#{1,6}[ ]+ (?=\S)
            | (?=\*\*[^*\n]+\*\*[ ]*(?=\n|\z)) )
    [ *]*
    """
)


def assemble(
    text: str, edits: list[Edit], order: list[tuple[int, int]]
) -> tuple[str, tuple[Piece, ...], tuple[Note, ...]]:
    """Clean text, its pieces and the footnote marks dropped from it.

    `edits` are sorted; one inside another that is done already is passed over. `order` are the source ranges in the
    order in which they are read.
    """
    starts = [edit[0] for edit in edits]
    pieces: list[Piece] = []
    parts: list[str] = []
    notes: list[Note] = []
    at = 0

    def add(part: str, source_start: int, source_end: int, flow: int) -> None:
        nonlocal at
        pieces.append(_piece((at, at + len(part), source_start, source_end, flow)))
        parts.append(part)
        at += len(part)

    for flow, (start, end) in enumerate(order):
        place = start
        for index in range(bisect_left(starts, start), bisect_left(starts, end)):
            edit_start, edit_end, replacement = edits[index]
            if edit_start < place or edit_end > end:
                continue
            if place < edit_start:
                add(text[place:edit_start], place, edit_start, flow)
            if replacement:
                add(replacement, edit_start, edit_end, flow)
            elif text[edit_start] != " " and (mark := _note_mark(text[edit_start:edit_end])) is not None:
                notes.append(Note(mark, at))
            place = edit_end
        if place < end:
            add(text[place:end], place, end, flow)
    return "".join(parts), tuple(pieces), tuple(notes)


def _note_mark(dropped: str) -> str | None:
    """The raised figure that a dropped mark shows: "¹", "<sup>1</sup>", "[^1]"."""
    if dropped[0] in _NOTE_DIGITS:
        return dropped
    if dropped.startswith(("<sup>", "[^")):
        digits = dropped.strip("<sup>/[^] ")
        return digits.translate(_RAISED) if digits.isdecimal() else None
    return None


def headings(letters: str, pieces: tuple[Piece, ...]) -> frozenset[int]:
    """Clean offsets of the first words of Markdown headings and of wholly bold lines."""
    if "#" not in letters and "**" not in letters:
        return frozenset()
    by_source = sorted(pieces, key=lambda piece: piece.source_start)
    keys = [piece.source_start for piece in by_source]
    found = set()
    for match in _HEADING.finditer(letters):
        index = bisect_right(keys, match.end()) - 1
        if index >= 0 and by_source[index].source_end > match.end():
            piece = by_source[index]
            found.add(piece.start + match.end() - piece.source_start)
    return frozenset(found)
