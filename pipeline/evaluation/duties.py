"""Obligations against marked documents: `python -m pipeline.evaluation.duties tests/gold/duties/first`."""

import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from extractors import parse
from extractors.records import Obligation
from pipeline.evaluation.compare import obligation_likeness, same_text
from pipeline.evaluation.marked import unmark
from pipeline.evaluation.scoring import Tally, pair_up

__all__ = ["Duty", "Marked", "Scores", "marked_documents", "score"]

UNSAID = "-"
FIELDS = ("path", "actor", "deadline", "due")


@dataclass(frozen=True, slots=True)
class Duty:
    """A marked duty: its place in the text, and path, actor, deadline and due (or recurrence) as annotated.

    `due` is None where the annotation leaves it open.
    """

    span: tuple[int, int]
    path: tuple[str, ...]
    actor: str | None
    deadline: str | None
    due: str | None


@dataclass(frozen=True, slots=True)
class Marked:
    """A document without its marks, and its duties."""

    name: str
    text: str
    duties: tuple[Duty, ...]


@dataclass(slots=True)
class Scores:
    """Tallies by figure, and what was wrong, a line each."""

    tallies: dict[str, Tally] = field(default_factory=dict)
    errors: list[str] = field(default_factory=list)


def _duty(start: int, end: int, told: str) -> Duty:
    path, actor, deadline, *due = [part.strip() for part in " ".join(told.split()).split("|")]
    said = [None if value == UNSAID else value for value in (actor, deadline)]
    when = (due[0] or None) if due else (UNSAID if said[1] is None else None)
    return Duty((start, end), tuple(path.split("/")) if path else (), said[0], said[1], when)


def marked_documents(folder: str | Path) -> Iterator[Marked]:
    """The documents of a folder, each duty marked ⟦unit⟧{path | actor | deadline | due}."""
    for path in sorted(Path(folder).glob("*.txt")):
        text, places = unmark(path.read_text(encoding="utf-8"))
        yield Marked(path.stem, text, tuple(_duty(*place) for place in places))


def score(documents: Iterable[Marked]) -> Scores:
    """Scores of the extractor: duties found, and of those found path, actor, deadline and due."""
    scores = Scores({name: Tally() for name in ("obligations", *FIELDS)})
    for document in documents:
        found = parse(document.text).obligations
        gold = [{"span": list(duty.span)} for duty in document.duties]
        pairs = pair_up(gold, [{"span": list(duty.span)} for duty in found], obligation_likeness)
        scores.tallies["obligations"].add(len(pairs), len(found), len(gold))
        for wanted, got in pairs:
            _compare(scores, document, document.duties[wanted], found[got])
        missed = set(range(len(gold))) - {wanted for wanted, _ in pairs}
        spurious = set(range(len(found))) - {got for _, got in pairs}
        for index in sorted(missed):
            start, end = document.duties[index].span
            scores.errors.append(f"{document.name}: missed {document.text[start : min(end, start + 80)]!r}")
        for index in sorted(spurious):
            scores.errors.append(f"{document.name}: spurious {found[index].text[:80]!r} ({found[index].actor})")
    return scores


def _compare(scores: Scores, document: Marked, wanted: Duty, got: Obligation) -> None:
    right = {
        "path": wanted.path == got.path,
        "actor": same_text(wanted.actor, got.actor, 0.8),
        "deadline": same_text(wanted.deadline, got.deadline, 0.7),
        "due": (None if wanted.due == UNSAID else wanted.due) in (got.due, got.recurrence),
    }
    printed = {
        "path": ("/".join(wanted.path), "/".join(got.path)),
        "actor": (wanted.actor, got.actor),
        "deadline": (wanted.deadline, got.deadline),
        "due": (wanted.due, got.due or got.recurrence),
    }
    for name in FIELDS:
        if name == "due" and wanted.due is None:
            continue
        expected, told = printed[name]
        says = [bool(value) and value != UNSAID for value in (expected, told)]
        if name == "path":
            says = [True, True]
        scores.tallies[name].add(int(right[name] and all(says)), int(says[1]), int(says[0]))
        if not right[name]:
            words = document.text[slice(*wanted.span)][:50]
            scores.errors.append(f"{document.name}: {words!r} {name} is {expected!r}, found {told!r}")


def main(arguments: list[str]) -> int:
    """Print the figures, and on stderr what was wrong."""
    scores = score(marked_documents(*(arguments or ["tests/gold/duties/first"])))
    for name, tally in scores.tallies.items():
        print(f"{name:12} P {tally.precision:.3f}  R {tally.recall:.3f}  F1 {tally.f1:.3f}  gold {tally.gold}")
    print(*scores.errors, sep="\n", file=sys.stderr)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
