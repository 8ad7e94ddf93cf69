"""Annotated texts as examples of the five tasks: what the model would see at each place, and what is true there."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import yaml

from corpora.synthetic import compose
from corpora.synthetic.dice import Dice, mix
from corpora.synthetic.wear import worn
from extractors.citations import drafts_of
from extractors.citations.context import identified
from extractors.citations.learned import RelationView
from extractors.header import extract_header
from extractors.header.learned import body_features, head_lines, line_features
from extractors.normalise import NormalisedText, normalise
from extractors.obligations.learned import UnitView
from extractors.obligations.words import CueText
from extractors.records import Header
from extractors.structure import Structure, analyse
from pipeline.evaluation.compare import obligation_likeness, same_text
from pipeline.evaluation.gold import annotated

__all__ = [
    "BLURS",
    "DEV",
    "OWN",
    "Example",
    "Marked",
    "Read",
    "blurred",
    "examples",
    "real",
    "synthetic",
    "without_head",
]

HERE = Path(__file__).parent
DEV = Path("../shared/gold/dev")
OWN = Path("tests/gold")
BLURS = (0, 1, 4, 8, 14)  # passes of the strongest wear of `corpora.synthetic.wear`, 3 letters in a hundred each


class Example(NamedTuple):
    """One question to a model: what it sees, what is right, and which document it is of."""

    features: list[str]
    label: str
    document: str
    place: tuple[int, ...] = ()
    """Source offsets, or what else tells the places of a document apart."""


@dataclass(frozen=True, slots=True)
class Marked:
    """A text with its truth. `lines` are those of its letterhead; `body` is where the text without head begins."""

    name: str
    text: str
    gold: dict[str, Any]
    lines: frozenset[int]
    kind: str = "synthetic"


@cache
def _line_marks() -> dict[str, list[int]]:
    marks: dict[str, list[int]] = yaml.safe_load((HERE / "letterhead_lines.yaml").read_text(encoding="utf-8"))
    return marks


def real(folder: Path, kind: str) -> list[Marked]:
    """The documents of a folder of gold."""
    return [
        Marked(name, path.read_bytes().decode(), gold, frozenset(_line_marks()[name]), kind)
        for name, path, gold in annotated(folder)
    ]


def synthetic(seed: int, numbers: Iterable[int], noise: int = 0) -> Iterator[Marked]:
    """Invented documents."""
    for number in numbers:
        made = compose(seed, number, noise=noise)
        head = made.text[: made.body[0]]
        subject = made.ends.below_left
        lines, at = set[int](), 0
        for index, line in enumerate(head.split("\n")):
            about = subject[0] <= at < subject[1]
            other = line.startswith(("Ký bởi", "Ngày ký")) or line.strip() == made.ends.mark
            if line.strip(" |*-_") and not about and not other:
                lines.add(index)
            at += len(line) + 1
        yield Marked(f"{seed}-{number}", made.text, made.gold, frozenset(lines))


@dataclass(slots=True)
class Read:
    """A text as the extractors read it before any model is asked."""

    marked: Marked
    text: NormalisedText = field(init=False)
    structure: Structure = field(init=False)
    header: Header = field(init=False)

    def __post_init__(self) -> None:
        self.text = normalise(self.marked.text)
        self.structure = analyse(self.text)
        self.header = identified(extract_header(self.text, self.structure))

    # -- relation ------------------------------------------------------------------------------------------------

    def relation(self) -> Iterator[Example]:
        """One example for each mention that gold has too."""
        gold = {tuple(cited["spans"][0]): cited["relation"] for cited in self.marked.gold["citations"]}
        drafts, places = drafts_of(self.text, self.structure, self.header)
        view = RelationView(self.text, self.structure, self.header.type)
        for index, place in enumerate(places):
            label = gold.get(tuple(place))
            if label:
                yield Example(view.features(drafts, index), label, self.marked.name, tuple(place))

    # -- obligation and actor -------------------------------------------------------------------------------------

    def views(self) -> list[UnitView]:
        cues = CueText(self.text)
        return [
            UnitView(cues, self.structure.units, self.header),
            UnitView(cues, self.structure.attached, self.header, attached=True),
        ]

    def obligation(self) -> Iterator[Example]:
        """One example for each unit or sentence."""
        if not (self.header.type or self.header.number or self.header.symbol or self.header.addressees):
            return
        gold = self.marked.gold.get("obligations") or []
        spans = sorted(tuple(duty["span"]) for duty in gold)
        for view in self.views():
            for place in view.places():
                span = self.text.span(place.start, place.end)
                near = [s for s in spans if s[0] < span.end and span.start < s[1]]
                right = any(obligation_likeness({"span": s}, {"span": span}) for s in near)
                yield Example(view.features(place), "yes" if right else "no", self.marked.name, tuple(span))

    def actor(self) -> Iterator[Example]:
        """One example for each candidate of each obligation of gold, the nearest right one being right."""
        gold = self.marked.gold.get("obligations") or []
        for view in self.views():
            for place in view.places():
                span = self.text.span(place.start, place.end)
                duty = next((d for d in gold if obligation_likeness(d, {"span": span})), None)
                if duty is None:
                    continue
                candidates = view.candidates(place)
                for index, one in enumerate(candidates):
                    named = one.actor if isinstance(one.actor, str) else self.text.text[slice(*one.actor)]
                    right = bool(duty.get("actor")) and same_text(duty["actor"], " ".join(named.split()), 0.8)
                    features = view.actor_features(place, candidates, index)
                    yield Example(features, "yes" if right else "no", self.marked.name, tuple(span))

    # -- the head --------------------------------------------------------------------------------------------------

    def letterhead(self) -> Iterator[Example]:
        """One example for each line at the head."""
        lines = head_lines(self.text)
        for index, line in enumerate(lines):
            start = self.text.span(line.start, line.start + 1).start
            number = self.marked.text.count("\n", 0, start)
            label = "yes" if number in self.marked.lines else "no"
            yield Example(line_features(self.text, lines, index), label, self.marked.name, (number, number))

    def document_type(self) -> Iterator[Example]:
        """One example: the text without its head."""
        headless = Read(without_head(self))
        code = self.marked.gold["document"].get("type") or "none"
        yield Example(body_features(headless.text, headless.structure), code, self.marked.name)


def without_head(read: "Read") -> Marked:
    """The text from the first word after letterhead, title and addressees on, its truth being of the type alone."""
    zones = read.structure.preamble, read.structure.body
    start = min(read.text.span(zone.start, zone.start + 1).start for zone in zones if zone is not None)
    gold = {"document": {"type": read.marked.gold["document"].get("type")}, "citations": [], "obligations": []}
    return replace(read.marked, text=read.marked.text[start:], gold=gold, lines=frozenset())


def blurred(marked: Marked, passes: int, seed: int = 0) -> Marked:
    """The same text, its letters worn; lines stay where they are."""
    dice = Dice(mix(seed, passes, len(marked.text)))
    text = marked.text
    for _ in range(passes):
        text = worn(text, 4, dice)
    return replace(marked, text=text)


def examples(task: str, documents: Sequence[Marked]) -> Iterator[Example]:
    """The examples of a task from documents, in order."""
    for document in documents:
        yield from getattr(Read(document), task)()
