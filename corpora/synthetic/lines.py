"""Lines of the grammar, compiled once: pieces of text, and callables that write into the draft of a writer."""

import re
from collections.abc import Callable, Sequence
from functools import cache, lru_cache
from operator import methodcaller
from typing import Any

from corpora.synthetic.lexicon import grammar

__all__ = ["Line", "Symbol", "compiled", "symbol"]

Piece = Callable[[Any], Any]
Line = tuple[str | Piece, ...]
_SLOT = re.compile(r"\{(\^?)([A-Za-z_0-9]+)\}")
_RECORDED = frozenset({"deadline", "until"})  # names of the grammar whose words the writer notes


class Symbol:
    """A name of the grammar: any of its lines, those that cite only where something is at hand."""

    __slots__ = ("always", "lines", "words")

    def __init__(self) -> None:
        self.words: tuple[str, ...] = ()
        self.lines: tuple[tuple[Line, tuple[str, ...]], ...] = ()
        self.always: tuple[Line, ...] = ()

    def fill(self, lines: Sequence[str]) -> None:
        self.words = tuple(lines)
        made = tuple((compiled(line), tuple(re.findall(r"\{\^?(c_[a-z]+)\}", line))) for line in lines)
        self.lines = made
        self.always = tuple(line for line, needs in made if not needs)

    def __call__(self, writer: Any) -> None:
        line, needs = writer.dice.one(self.lines)
        if needs and not all(map(writer.has, needs)):
            line = writer.dice.one(self.always)
        writer.say(line)


@cache
def symbol(name: str) -> Symbol:
    """The symbol of a name of the grammar, its lines compiled at first use."""
    found = Symbol()
    found.fill(grammar()[name])
    return found


class _Later:
    """A symbol looked up when it is first said: lines may refer to each other in any order."""

    __slots__ = ("found", "name")

    def __init__(self, name: str) -> None:
        self.name = name
        self.found: Symbol | None = None

    def __call__(self, writer: Any) -> None:
        if self.found is None:
            self.found = symbol(self.name)
        self.found(writer)


def _capital(piece: Piece) -> Piece:
    def say(writer: Any) -> None:
        index = len(writer.draft.pieces)
        piece(writer)
        writer.draft.capital(index)

    return say


@lru_cache(maxsize=4096)
def compiled(line: str) -> Line:
    """A line as pieces of text and callables."""
    pieces: list[str | Piece] = []
    at = 0
    for match in _SLOT.finditer(line):
        if match.start() > at:
            pieces.append(line[at : match.start()])
        name = match.group(2)
        piece: Piece = _Later(name) if name in grammar() and name not in _RECORDED else methodcaller("say_" + name)
        pieces.append(_capital(piece) if match.group(1) else piece)
        at = match.end()
    if at < len(line):
        pieces.append(line[at:])
    return tuple(pieces)
