"""What is read of synthetic papers at five levels of wear, against their exact truth.

    python tests/bench/noise.py --kind scan --documents 12

Header: fields right of those that stand on the paper. Citations and edges: F1 of the cited numbers, as a list and as a
set.
Obligations: F1 of the units, two being the same where 85 in a hundred of their characters are.
"""

import argparse
import tempfile
import time
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from rapidfuzz.distance import Indel

from corpora.folding import fold
from corpora.synthetic import Dispatch, compose
from corpora.synthetic.papers import render
from extractors import parse
from extractors.records import Document
from pipeline.extract import extract
from pipeline.read import read

FIELDS = ("type", "number", "symbol", "date", "place", "issuer", "subject")
ALIKE = 0.85


def plain(text: str | None) -> str:
    return " ".join(fold(text or "").split())


def alike(one: str | None, other: str | None) -> bool:
    return Indel.normalized_similarity(plain(one), plain(other)) >= ALIKE


def f1(hits: int, found: int, true: int) -> float:
    return 2 * hits / (found + true) if found + true else 1.0


def header(gold: dict[str, Any], found: Document) -> tuple[int, int]:
    """Fields right, fields that stand on the paper."""
    record = found.document.model_dump()
    right = true = 0
    for name in FIELDS:
        if gold[name] is None:
            continue
        true += 1
        exact = name in ("type", "number", "symbol", "date")
        right += record[name] == gold[name] if exact else alike(record[name], gold[name])
    return right, true


def units(gold: Sequence[str], found: Sequence[str]) -> int:
    """Units that are in both lists."""
    left = [plain(text) for text in found]
    hits = 0
    for text in map(plain, gold):
        best = max(left, key=lambda other: Indel.normalized_similarity(text, other), default="")
        if best and Indel.normalized_similarity(text, best) >= ALIKE:
            left.remove(best)
            hits += 1
    return hits


def measure(made: list[tuple[Dispatch, Document]]) -> dict[str, float]:
    """The figures of one level."""
    counts: Counter[str] = Counter()
    for dispatch, document in made:
        gold = dispatch.gold
        right, true = header(gold["document"], document)
        counts.update(header=right, headers=true)
        cited = Counter(each["number"] for each in gold["citations"] if each["number"])
        found = Counter(each.number for each in document.citations if each.number)
        counts.update(hits=sum((cited & found).values()), found=sum(found.values()), cited=sum(cited.values()))
        counts.update(edges=len(cited.keys() & found.keys()), linked=len(found), links=len(cited))
        truth = [dispatch.text[start:end] for start, end in (unit["span"] for unit in gold["obligations"])]
        said = [unit.text for unit in document.obligations]
        counts.update(same=units(truth, said), units=len(said), duties=len(truth))
    return {
        "header": counts["header"] / max(1, counts["headers"]),
        "citations": f1(counts["hits"], counts["found"], counts["cited"]),
        "edges": f1(counts["edges"], counts["linked"], counts["links"]),
        "obligations": f1(counts["same"], counts["units"], counts["duties"]),
    }


def at_level(kind: str, level: int, numbers: Sequence[int], *, seed: int = 1) -> tuple[dict[str, float], float]:
    """The figures of the dispatches with these numbers at one level, and the seconds it took to read them."""
    made, spent = [], 0.0
    with tempfile.TemporaryDirectory() as folder:
        for number in numbers:
            text = kind == "txt"
            dispatch = compose(seed, number, noise=level if text else 0, paragraphs=not text)
            start = time.monotonic()
            if text:
                document = parse(dispatch.text)
            else:
                suffix, data = render(dispatch, kind, noise=level, seed=seed)
                path = Path(folder) / f"{dispatch.name}.{suffix}"
                path.write_bytes(data)
                start = time.monotonic()
                document = extract(read(str(path)))
            spent += time.monotonic() - start
            made.append((dispatch, document))
    return measure(made), spent


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--kind", choices=("txt", "docx", "pdf", "scan"), default="scan")
    parser.add_argument("--documents", type=int, default=12)
    parser.add_argument("--first", type=int, default=0)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--levels", type=int, nargs="*", default=range(5))
    options = parser.parse_args()
    print("noise: header, citations, edges, obligations, seconds a document")
    numbers = range(options.first, options.first + options.documents)
    for level in options.levels:
        row, spent = at_level(options.kind, level, numbers, seed=options.seed)
        figures = "  ".join(f"{row[name]:.3f}" for name in ("header", "citations", "edges", "obligations"))
        print(f"{level:5}  {figures}  {spent / max(1, len(numbers)):.2f}", flush=True)


if __name__ == "__main__":
    main()
