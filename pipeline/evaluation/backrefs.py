"""References back against the annotated cases: `python -m pipeline.evaluation.backrefs tests/gold/backrefs`."""

import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from extractors import parse
from extractors.records import BackReference, Document
from pipeline.evaluation.marked import unmark

__all__ = ["Case", "Scores", "cases", "score"]

OPEN = "?"


@dataclass(frozen=True, slots=True)
class Case:
    """A text and its references back: (start, end) in the text → target, as tests/gold/backrefs/README.md says."""

    id: str
    text: str
    references: dict[tuple[int, int], str]


@dataclass(slots=True)
class Scores:
    """`found`: references reported at a marked place; `spurious`: elsewhere; the others count targets."""

    marked: int = 0
    found: int = 0
    spurious: int = 0
    resolvable: int = 0
    resolved: int = 0
    right: int = 0
    open: int = 0
    abstained: int = 0
    errors: list[str] = field(default_factory=list)

    @property
    def precision(self) -> float:
        """Of the references given a target, those given the right one."""
        return self.right / self.resolved if self.resolved else 1.0

    @property
    def recall(self) -> float:
        """Of the references whose target can be told, those given it."""
        return self.right / self.resolvable if self.resolvable else 1.0


def cases(folder: str | Path, name: str = "cases.yaml") -> Iterator[Case]:
    """The cases of a file in a folder with frames.yaml."""
    import yaml

    root = Path(folder)
    frames = yaml.safe_load((root / "frames.yaml").read_text(encoding="utf-8"))
    for row in yaml.safe_load((root / name).read_text(encoding="utf-8")):
        recipients = row.get("recipients", "- Phòng Tổng hợp;")
        marked = frames[row["frame"]].replace("{text}", row["text"]).replace("{recipients}", recipients)
        text, places = unmark(marked)
        yield Case(row["id"], text, {(start, end): target for start, end, target in places})


def _told(document: Document, reference: BackReference) -> str:
    """A target in the words of the annotation."""
    if reference.target is None:
        return OPEN
    if isinstance(reference.target, str):
        return reference.kind
    cited = [document.citations[index] for index in reference.target]
    return "; ".join(sorted(citation.number or citation.title or "" for citation in cited))


def score(cases_: Iterator[Case]) -> Scores:
    """Scores of the extractor over cases."""
    scores = Scores()
    for case in cases_:
        document = parse(case.text)
        got = {tuple(reference.span): reference for reference in document.backrefs}
        for place, reference in got.items():
            if place not in case.references:
                scores.spurious += 1
                scores.resolved += reference.target is not None
                scores.errors.append(f"{case.id}: spurious {reference.text!r} → {_told(document, reference)}")
        for place, wanted in case.references.items():
            scores.marked += 1
            expected = "; ".join(sorted(part.strip() for part in wanted.split(";")))
            told = _told(document, got[place]) if place in got else None
            scores.found += told is not None
            scores.resolvable += expected != OPEN
            scores.open += expected == OPEN
            scores.resolved += told not in (None, OPEN)
            scores.right += told == expected != OPEN
            scores.abstained += expected == OPEN and told in (None, OPEN)
            if told != expected:
                words = case.text[place[0] : place[1]]
                scores.errors.append(f"{case.id}: {words!r} is {expected}, found {told}")
    return scores


def main(arguments: list[str]) -> int:
    """Print the figures, and on stderr what was wrong."""
    scores = score(cases(*(arguments or ["tests/gold/backrefs"])))
    figures: dict[str, Any] = {
        "precision": f"{scores.precision:.3f} ({scores.right} of {scores.resolved} resolved)",
        "recall": f"{scores.recall:.3f} ({scores.right} of {scores.resolvable} that can be told)",
        "abstained": f"{scores.abstained} of {scores.open} that cannot be told",
        "found": f"{scores.found} of {scores.marked}, {scores.spurious} elsewhere",
    }
    for name, figure in figures.items():
        print(f"{name:10} {figure}")
    print(*scores.errors, sep="\n", file=sys.stderr)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
