"""How reading bears noise: papers whose text is known, made at five levels of wear, read again and scored.

    python -m pipeline.evaluation.noise corpora/samples
    python -m pipeline.evaluation.noise --synthetic 12 --kind scan

Papers are the texts of a folder set as pages (by their annotation, or, where a text has none, by what is found in it as
text), or dispatches of the synthetic archive (by their exact truth), as scans, PDFs, Word files or texts. Annotations
are carried over to what was read (`pipeline.evaluation.alignment`) and scored as `cancu evaluate` does.
"""

import argparse
import json
import time
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NamedTuple

from corpora.scans import LEVELS, render, save_pdf
from pipeline.evaluation.alignment import carried
from pipeline.evaluation.scoring import Score, Tally
from pipeline.extract import extract
from pipeline.read import read
from pipeline.read.reading import Reading

__all__ = ["HEADER", "Measure", "Paper", "main", "measure", "pages_of", "samples", "score", "synthetic"]

HEADER = ("type", "number", "symbol", "date", "place", "issuer", "subject")
KINDS = ("txt", "docx", "pdf", "scan")


class Paper(NamedTuple):
    """A document with what stands on it: its text, what is true of it (in the form of gold), and the file to read."""

    name: str
    text: str
    gold: dict[str, Any]
    file: bytes


@dataclass(slots=True)
class Measure:
    """The scores of the documents at one level; pages, the sum of their OCR confidence, and the seconds of reading."""

    scores: list[Score] = field(default_factory=list)
    pages: int = 0
    confidence: float = 0.0
    seconds: float = 0.0

    def figures(self) -> dict[str, float]:
        """F1 of the header's fields together, citations, edges (numbers as a set) and obligations."""
        whole = Score()
        for one in self.scores:
            whole.merge(one)
        header = Tally()
        for name in HEADER:
            if tally := whole.tallies.get(f"document.{name}"):
                header.add(tally.hits, tally.predicted, tally.gold)
        rest = {name: whole.tallies.get(name, Tally()) for name in ("citations", "edges", "obligations")}
        return {name: round(tally.f1, 4) for name, tally in ({"header": header} | rest).items()}


def pages_of(text: str, level: int, *, seed: int = 0) -> bytes:
    """A text set on pages and worn, as a PDF of images."""
    return save_pdf(render(text, noise=level, seed=seed))


def samples(folder: Path, level: int, *, seed: int = 0) -> Iterator[Paper]:
    """The texts (`*.txt`) of a folder as pages."""
    for path in sorted(folder.glob("*.txt")):
        text = path.read_text(encoding="utf-8")
        gold = path.with_name(f"{path.stem}.gold.json")
        if gold.is_file():
            known = json.loads(gold.read_text(encoding="utf-8"))
        else:
            known = extract(read(text.encode())).model_dump(mode="json", by_alias=True)
        yield Paper(path.name, text, known, pages_of(text, level, seed=seed))


def synthetic(kind: str, numbers: Iterable[int], level: int, *, seed: int = 1) -> Iterator[Paper]:
    """Dispatches of the synthetic archive by their numbers: texts with letters exchanged, or files, scans worn."""
    from corpora.synthetic import compose, papers

    for number in numbers:
        text = kind == "txt"
        dispatch = compose(seed, number, noise=level if text else 0, paragraphs=not text)
        file = dispatch.text.encode() if text else papers.render(dispatch, kind, noise=level, seed=seed)[1]
        yield Paper(f"{dispatch.name}.{kind}", dispatch.text, dispatch.gold, file)


def score(name: str, text: str, gold: dict[str, Any], reading: Reading) -> Score:
    """What a reading of a paper says, against what is true of its text."""
    one = Score()
    found = extract(reading).model_dump(mode="json", by_alias=True)
    one.add(name, reading.text, carried(gold, text, reading.text), found)
    return one


def measure(papers: Iterable[Paper]) -> Measure:
    """All papers read and scored; the time of making them does not count."""
    result = Measure()
    for paper in papers:
        begin = time.perf_counter()
        reading = read(paper.file, name=paper.name)
        one = score(paper.name, paper.text, paper.gold, reading)
        result.seconds += time.perf_counter() - begin
        result.scores.append(one)
        result.pages += len(reading.pages)
        result.confidence += sum(page.ocr_confidence or 0.0 for page in reading.pages)
    return result


def main(arguments: Sequence[str] | None = None) -> None:
    """Print the table of the levels."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path, nargs="?", help="texts, with or without annotations")
    parser.add_argument("--synthetic", type=int, metavar="N", help="N dispatches of the synthetic archive instead")
    parser.add_argument("--kind", choices=KINDS, default="scan", help="of the synthetic ones")
    parser.add_argument("--first", type=int, default=0, help="number of the first synthetic one")
    parser.add_argument("--seed", type=int, help="0 for a folder, 1 for synthetic ones")
    parser.add_argument("--levels", type=int, nargs="*", default=range(len(LEVELS)))
    given = parser.parse_args(arguments)
    if (given.folder is None) == (given.synthetic is None):
        parser.error("either a folder or --synthetic N")
    names = ("header", "citations", "edges", "obligations")
    print(f"{'noise':>5} {'pages':>6} {'confidence':>11} {' '.join(f'{name:>11}' for name in names)} {'s/page':>7}")
    for level in given.levels:
        if given.folder:
            papers = samples(given.folder, level, seed=given.seed or 0)
        else:
            numbers = range(given.first, given.first + given.synthetic)
            papers = synthetic(given.kind, numbers, level, seed=1 if given.seed is None else given.seed)
        found = measure(papers)
        row = found.figures()
        pages = max(found.pages, 1)
        shown = " ".join(f"{row[name]:>11.3f}" for name in names)
        confidence, pace = found.confidence / pages, found.seconds / pages
        print(f"{level:>5} {found.pages:>6} {confidence:>11.3f} {shown} {pace:>7.2f}", flush=True)


if __name__ == "__main__":
    main()
