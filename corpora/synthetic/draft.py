"""A text under way: its pieces, and what is true of every stretch of it."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from corpora.synthetic.dossiers import Work

__all__ = ["Draft", "Mention", "Unit"]

Stretch = tuple[int, int]


@dataclass(slots=True)
class Mention:
    """A citation as written; `date` and `issuer` as far as it gives them."""

    spans: list[Stretch]
    work: Work
    relation: str
    parent: int | None
    number: str | None
    date: str | None = None
    issuer: str | None = None
    title: Stretch | str | None = None
    pinpoint: Stretch | None = None
    slip: str | None = None  # the rule of the misspelling it bears


@dataclass(slots=True)
class Unit:
    """An obligation."""

    start: int
    end: int
    label: str | None
    path: tuple[str, ...]
    actor: Stretch | None
    deadlines: list[Stretch]
    citations: tuple[int, int]  # those written inside: from, to


@dataclass(slots=True)
class Draft:
    """Pieces in order; `at` is the offset of the next."""

    pieces: list[str] = field(default_factory=list)
    at: int = 0
    mentions: list[Mention] = field(default_factory=list)
    units: list[Unit] = field(default_factory=list)
    actor: Stretch | None = None  # the actor of the sentence under way
    deadlines: list[Stretch] = field(default_factory=list)
    body_starts: int = 0
    body_ends: int = 0

    def add(self, piece: str) -> None:
        """Append a piece."""
        self.pieces.append(piece)
        self.at += len(piece)

    def capital(self, index: int) -> None:
        """Let the piece of that index begin with a capital."""
        for number in range(index, len(self.pieces)):
            piece = self.pieces[number]
            if piece:
                self.pieces[number] = piece[0].upper() + piece[1:]
                return

    def ends_with(self, sign: str) -> bool:
        """Whether the text so far ends so."""
        for piece in reversed(self.pieces):
            if piece:
                return piece.endswith(sign)
        return False

    def text(self) -> str:
        """All pieces joined."""
        return "".join(self.pieces)

    def gold(self, clean: str, text: str, document: dict[str, Any]) -> dict[str, Any]:
        """The truth in the gold format: `clean` is the text as composed, `text` as it stands after wear, as long."""

        def words(stretch: Stretch | None) -> str | None:
            return " ".join(clean[stretch[0] : stretch[1]].split()) if stretch else None

        citations = [
            {
                "spans": [list(span) for span in mention.spans],
                "text": " ".join(text[start:end] for start, end in mention.spans),
                "type": mention.work.type,
                "number": mention.number,
                "date": mention.date,
                "issuer": mention.issuer,
                "title": mention.title if isinstance(mention.title, str) else words(mention.title),
                "pinpoint": words(mention.pinpoint),
                "relation": mention.relation,
                "parent": mention.parent,
                "work": mention.work.id,
            }
            for mention in self.mentions
        ]
        obligations = [
            {
                "span": [unit.start, unit.end],
                "label": unit.label,
                "path": list(unit.path),
                "actor": words(unit.actor),
                "deadline": "; ".join(words(stretch) or "" for stretch in unit.deadlines) or None,
                "citations": list(range(*unit.citations)),
            }
            for unit in self.units
        ]
        return {"document": document, "citations": citations, "obligations": obligations}


def joined(spans: Sequence[Stretch]) -> Stretch:
    """From the first to the last."""
    return spans[0][0], spans[-1][1]
