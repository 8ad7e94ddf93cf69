"""What of the test texts is in the training texts: `python tests/bench/leakage.py DIR`, an export in JSON Lines.

For every pair of documents the share of five-word shingles they have in common (Jaccard, of all pairs, not estimated).
A row is a range of it: pairs in all; pairs that lie in different splits; pairs without a common MinHash band, which is
what could lie apart if nothing but the bands held documents together, counted and as (1 - s⁴)⁸ of those that share s
promise; and the documents of test and validation whose nearest document in training is that near.
"""

import json
import sys
from collections import Counter
from itertools import pairwise
from pathlib import Path

import numpy as np

from pipeline.export.splits import BANDS, ROWS, SHINGLE, SPLITS, WORD, sketch

EDGES = (0.5, 0.6, 0.7, 0.8, 0.9, 1.01)


def _read(folder: Path) -> tuple[list[str], list[np.ndarray], np.ndarray]:
    """The split, the shingles (as running numbers) and the bands of each document."""
    numbers: dict[str, int] = {}
    splits, documents, bands = [], [], []
    for name in SPLITS:
        for line in (folder / "full" / f"{name}.jsonl").open(encoding="utf-8"):
            text = json.loads(line)["text"]
            bands.append(sketch(text) or [len(bands)] * BANDS)
            words = WORD.findall(text.lower())
            shingles = {" ".join(words[at : at + SHINGLE]) for at in range(len(words) - SHINGLE + 1)}
            splits.append(name)
            documents.append(np.array([numbers.setdefault(one, len(numbers)) for one in shingles], dtype=np.int64))
    return splits, documents, np.array(bands, dtype=np.uint64)


def main(folder: Path) -> None:
    """Compare all pairs and print."""
    splits, documents, bands = _read(folder)
    where: dict[int, list[int]] = {}
    for at, shingles in enumerate(documents):
        for shingle in shingles.tolist():
            where.setdefault(shingle, []).append(at)
    places = {shingle: np.array(found) for shingle, found in where.items() if len(found) > 1}
    sizes = np.array([len(shingles) for shingles in documents])
    kind = np.array(splits)
    pairs, across, apart, expected = Counter[int](), Counter[int](), Counter[int](), Counter[int]()
    nearest = Counter[int]()
    for at, shingles in enumerate(documents):
        shared = [places[one] for one in shingles.tolist() if one in places]
        common = np.bincount(np.concatenate(shared), minlength=len(documents)) if shared else np.zeros(len(documents))
        likeness = common / np.maximum(sizes + sizes[at] - common, 1)
        likeness[at] = 0
        ranges = np.digitize(likeness, EDGES) - 1
        later = np.arange(len(documents)) > at
        no_band = ~(bands == bands[at]).any(axis=1)
        for index in range(len(EDGES) - 1):
            here = (ranges == index) & later
            pairs[index] += int(here.sum())
            across[index] += int((here & (kind != kind[at])).sum())
            apart[index] += int((here & no_band).sum())
            expected[index] += float(((1 - likeness[here] ** ROWS) ** BANDS).sum())
        if kind[at] != "train":
            of_training = likeness[kind == "train"]
            nearest[int(np.digitize(of_training.max(initial=0), EDGES)) - 1] += 1
    held_out = int((kind != "train").sum())
    print(f"{len(documents):,} documents, {held_out:,} of them for test and validation")
    print(f"{'shared':>11} {'pairs':>8} {'across splits':>14} {'no common band':>15} {'promised':>9} {'held out':>9}")
    for index, (low, high) in enumerate(pairwise(EDGES)):
        print(f"{low:.1f} to {min(high, 1):.1f} {pairs[index]:>9,} {across[index]:>14,} {apart[index]:>15,} "
              f"{expected[index]:>9.1f} {nearest[index]:>9,}")  # fmt: skip


if __name__ == "__main__":
    main(Path(sys.argv[1]))
