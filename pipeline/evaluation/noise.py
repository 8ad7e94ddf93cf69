"""How OCR bears noise: the samples set as pages, worn by five levels, read again, and their citations compared.

    python -m pipeline.evaluation.noise corpora/samples

The reference of a sample is its annotation, or, where it has none, what is found in its text. A citation counts by its
number, or by the name of the law; one cited twice counts twice.
"""

import json
import sys
import time
from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

from corpora.folding import fold
from corpora.scans import LEVELS, render, save_pdf
from extractors import parse
from pipeline.read import read

__all__ = ["Score", "keys", "main", "measure"]


class Score(NamedTuple):
    """Citations found and true, found, true; pages and mean confidence."""

    hits: int
    found: int
    true: int
    pages: int
    confidence: float

    @property
    def f1(self) -> float:
        """Harmonic mean of precision and recall."""
        return 2 * self.hits / (self.found + self.true) if self.found + self.true else 1.0


def keys(citations: Iterable[tuple[str | None, str | None]]) -> Counter[str]:
    """What each (number, title) counts by.

    >>> keys([("30/2020/NĐ-CP", None), (None, "Luật Lưu trữ")])
    Counter({'30/2020/NĐ-CP': 1, 'luat luu tru': 1})
    """
    return Counter(number or fold(title or "").strip() for number, title in citations)


def _reference(path: Path, text: str) -> Counter[str]:
    gold = path.with_name(f"{path.stem}.gold.json")
    if gold.is_file():
        rows = json.loads(gold.read_text(encoding="utf-8"))["citations"]
        return keys((row["number"], row["title"]) for row in rows)
    return keys((each.number, each.title) for each in parse(text).citations)


def measure(folder: Path, level: int, *, seed: int = 0) -> Score:
    """All samples (`*.txt`) of a folder at one level of noise."""
    hits = found = true = pages = 0
    trust = 0.0
    for path in sorted(folder.glob("*.txt")):
        text = path.read_text(encoding="utf-8")
        expected = _reference(path, text)
        reading = read(save_pdf(render(text, noise=level, seed=seed)), name=path.name)
        actual = keys((each.number, each.title) for each in parse(reading.text).citations)
        hits += (expected & actual).total()
        found, true = found + actual.total(), true + expected.total()
        pages += len(reading.pages)
        trust += sum(page.ocr_confidence or 0.0 for page in reading.pages)
    return Score(hits, found, true, pages, trust / max(pages, 1))


def main(folder: str) -> None:
    """Print the table of all levels."""
    print(f"{'noise':>5} {'pages':>6} {'confidence':>11} {'precision':>10} {'recall':>7} {'F1':>6} {'s/page':>7}")
    for level in range(len(LEVELS)):
        begin = time.perf_counter()
        score = measure(Path(folder), level)
        pace = (time.perf_counter() - begin) / max(score.pages, 1)
        print(f"{level:>5} {score.pages:>6} {score.confidence:>11.3f} {score.hits / max(score.found, 1):>10.3f}"
              f" {score.hits / max(score.true, 1):>7.3f} {score.f1:>6.3f} {pace:>7.2f}")  # fmt: skip


if __name__ == "__main__":
    main(sys.argv[1])
