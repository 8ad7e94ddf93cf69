"""Measure what the evidence for a cited number is worth, and write corpora/registers/confidence.yaml.

    python -m pipeline.evaluation.fit_confidence [--check] [--pages N]

Texts: `cancu synthesize` (120 documents) at each level of typing noise; with ../shared there, gold/dev too. Pages:
invented documents set as pages, worn by five levels and read again; one is right where the true text cites that number.
Both curves are pooled so that they never fall, and drawn towards the plain sum as if 25 more cases had agreed with it.
The seed of these documents is not the one of `--check`, which prints the reliability on documents not used for the fit.
"""

import argparse
import json
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import ExitStack
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, NamedTuple

from corpora import confidence
from corpora.scans import LEVELS
from corpora.synthetic.archive import synthesize
from extractors import parse
from pipeline.evaluation.calibration import Judged, expected_calibration_error, judged, reliability
from pipeline.evaluation.compare import key_of_number
from pipeline.evaluation.gold import Case, annotated
from pipeline.evaluation.noise import pages_of
from pipeline.extract import extract
from pipeline.read import read

__all__ = ["main", "pooled"]

SEED, CHECK_SEED = 77, 78
DOCUMENTS = 120
LONGEST = 9000  # characters of a document that is set as pages: some three pages
WEIGHT = 25  # cases by which the plain sum counts
TARGET = 0.99  # of numbers kept by --precision
FILE = Path(confidence.__file__).parent / "registers" / "confidence.yaml"


class OnPage(NamedTuple):
    """A number read from a recognised page."""

    confidence: float
    ocr_confidence: float
    right: bool


def texts(folder: Path) -> Iterator[Case]:
    """The texts of a gold folder as cases."""
    for name, path, gold in annotated(folder):
        with path.open(encoding="utf-8", newline="") as file:
            text = file.read()
        yield Case(name, text, gold, parse(text).model_dump(mode="json", by_alias=True))


def pages(folder: Path, wanted: int) -> Iterator[OnPage]:
    """Numbers read from documents of a gold folder that were set as pages and worn, the levels in turn."""
    cases = [(name, path.read_text(encoding="utf-8"), gold) for name, path, gold in annotated(folder)]
    short = [case for case in cases if len(case[1]) < LONGEST and len(case[2]["citations"]) > 1]
    for index in range(wanted):
        name, text, gold = short[index % len(short)]
        left = Counter(key_of_number(c["number"]) for c in gold["citations"] if c["number"])
        reading = read(pages_of(text, index % len(LEVELS), seed=index), name=name)
        trust = {page.number: page.ocr_confidence for page in reading.pages}
        for citation in extract(reading).citations:
            seen = trust.get(citation.page) if citation.page is not None else None
            if citation.number and seen is not None:
                key = key_of_number(citation.number)
                yield OnPage(citation.confidence, seen, left[key] > 0)
                left[key] -= left[key] > 0


def pooled(points: Iterable[tuple[float, float, float]]) -> list[tuple[float, float]]:
    """A curve that never falls from (place, right, expected): places of equal worth are pooled, and each is drawn
    towards what was expected by `WEIGHT` cases.

    >>> pooled([(0.5, 1, 0.5)] * 25 + [(0.9, 0, 0.5)] * 25)
    [(0.5, 0.5), (0.9, 0.5)]
    """
    groups: dict[float, list[float]] = {}
    for place, right, expected in points:
        group = groups.setdefault(place, [0.0, 0.0, 0.0])
        for index, value in enumerate((right, expected, 1)):
            group[index] += value
    blocks: list[tuple[list[float], float, float]] = []  # places, value, weight
    for place in sorted(groups):
        right, expected, count = groups[place]
        weight = count + WEIGHT
        blocks.append(([place], (right + WEIGHT * expected / count) / weight, weight))
        while len(blocks) > 1 and blocks[-2][1] > blocks[-1][1]:
            (places, value, weight), (more, other, added) = blocks[-2], blocks[-1]
            blocks[-2:] = [([*places, *more], (value * weight + other * added) / (weight + added), weight + added)]
    return [(place, round(value, 3)) for places, value, _ in blocks for place in places]


def _gather(seed: int, wanted: int) -> tuple[list[Judged], list[OnPage]]:
    """Numbers of texts and of pages, from an invented archive of this seed."""
    with TemporaryDirectory(prefix="cancu-") as scratch:
        rows: list[Judged] = []
        for noise in range(len(LEVELS)):
            folder = Path(scratch) / str(noise)
            synthesize(folder, DOCUMENTS, noise=noise, seed=seed)
            rows += judged(texts(folder / "gold"))
        return rows, list(pages(Path(scratch) / "0" / "gold", wanted))


def fit(rows: list[Judged], seen: list[OnPage]) -> dict[str, Any]:
    """The two curves and the presets."""
    text = pooled([(row.confidence, row.right, row.confidence) for row in rows])
    worth = dict(text)
    nearest = {row.confidence: worth[min(worth, key=lambda p: abs(p - row.confidence))] for row in seen}
    # What the page takes away: the share of right numbers over the share expected of the same numbers in text.
    steps = [(round(row.ocr_confidence * 50) / 50, row.right / nearest[row.confidence], 1.0) for row in seen]
    page = [(place, min(1.0, value)) for place, value in pooled(steps)]
    return {"text": text, "page": page}


def _preset(rows: list[Judged]) -> float:
    """The least confidence from which on TARGET of the numbers are right."""
    for least in sorted({row.confidence for row in rows}):
        kept = [row for row in rows if row.confidence >= least]
        if sum(row.right for row in kept) / len(kept) >= TARGET:
            return least
    return 1.0


def _report(name: str, rows: list[Judged]) -> None:
    print(f"{name}: {len(rows)} numbers, expected calibration error {expected_calibration_error(rows):.4f}")
    for row in reliability(rows):
        print(f"  {row.above:.2f} to {row.to:.2f}  {row.numbers:6}  said {row.confidence:.3f}  right {row.right:.3f}")


def main() -> None:
    """Fit and write, or check."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--check", action="store_true", help="print the reliability of the table on fresh documents")
    options.add_argument("--pages", type=int, default=70, help="documents set as pages (default 70)")
    arguments = options.parse_args()
    dev = Path("../shared/gold/dev")
    with ExitStack() as plain:
        if not arguments.check:
            plain.enter_context(confidence.unmeasured())
        rows, seen = _gather(CHECK_SEED if arguments.check else SEED, arguments.pages)
        real = judged(texts(dev)) if dev.is_dir() else []
    on_pages = [Judged(row.confidence, row.right) for row in seen]
    for name, found in (("invented texts", rows), ("gold/dev", real), ("pages", on_pages)):
        _report(name, found)
    if arguments.check:
        for name, least in confidence.presets().items():
            for where, found in (("texts", rows + real), ("pages", on_pages)):
                kept = [row.right for row in found if row.confidence >= least]
                share = sum(kept) / max(len(kept), 1)
                print(f"--{name} on {where}: {share:.4f} of {len(kept)} kept are right, {len(found)} were found")
        return
    tables = fit(rows + real, seen)
    worth = dict(tables["text"])
    factor = dict(tables["page"])
    after = [Judged(worth[row.confidence], row.right) for row in rows + real]
    for row in seen:
        text = worth[min(worth, key=lambda place: abs(place - row.confidence))]
        after.append(Judged(round(text * factor[round(row.ocr_confidence * 50) / 50], 3), row.right))
    tables["presets"] = {"precision": _preset(after[len(rows) + len(real) :]), "recall": 0.0}
    lines = [
        "# What evidence for a cited number is worth, written by `python -m pipeline.evaluation.fit_confidence`.",
        "# text: sum of evidence, share of right numbers. page: confidence of a recognised page, factor on that share.",
        "# presets: what --precision (0.99 right on the worn pages of the fit, on others less) and --recall keep.",
        *(f"{name}: {json.dumps(value)}" for name, value in tables.items()),
    ]
    FILE.write_text("\n".join(lines) + "\n", encoding="utf-8")
    print(f"wrote {FILE.name}")


if __name__ == "__main__":
    main()
