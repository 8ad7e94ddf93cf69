"""How well files are read end to end: the header and the cited numbers against what stands on the paper.

    python -m pipeline.evaluation.originals ../shared/originals

`truth.json` maps the name of each file (or folder of page images) to its fields; `…_handwritten_or_stamped` marks a
number or day that may be left blank but never be wrong.
"""

import json
import re
import sys
import time
import unicodedata
from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple

from corpora.folding import fold
from extractors.records import Document

__all__ = ["Field", "Marks", "field_marks", "main", "measure"]

FIELDS = ("type", "number", "symbol", "date", "issuer", "subject", "signer.name", "signer.position")
_ALIKE = 0.9  # share of alike characters at which a long field (issuer, subject) counts as read


class Field(NamedTuple):
    """One header field of one file: "right", "wrong" or "blank", and whether it was written by hand or stamped."""

    file: str
    name: str
    verdict: str
    by_hand: bool
    expected: str | None
    actual: str | None


class Marks(NamedTuple):
    """All fields of all files, and counts of cited numbers: found and true, found, true."""

    fields: tuple[Field, ...]
    hits: int
    found: int
    true: int
    seconds: float

    @property
    def f1(self) -> float:
        """F1 of the sets of cited numbers, over all files."""
        return 2 * self.hits / (self.found + self.true) if self.found + self.true else 1.0

    def share_right(self) -> float:
        """Printed fields that are right."""
        printed = [field for field in self.fields if not field.by_hand]
        return sum(field.verdict == "right" for field in printed) / len(printed) if printed else 1.0

    def by_hand(self) -> Counter[str]:
        """Verdicts on fields written by hand or stamped."""
        return Counter(field.verdict for field in self.fields if field.by_hand)


def _plain(text: str) -> str:
    return re.sub(r"[\W_]+", " ", unicodedata.normalize("NFC", text).lower()).strip()


def _alike(name: str, expected: str | None, actual: str | None) -> bool:
    if expected is None or actual is None:
        return expected == actual
    if name in {"type", "number", "symbol", "date"}:
        return unicodedata.normalize("NFC", expected) == unicodedata.normalize("NFC", actual)
    if _plain(expected) == _plain(actual):
        return True
    if name == "subject":  # a trích yếu of several lines: a letter misread does not make it another
        from rapidfuzz.fuzz import ratio

        return bool(ratio(_plain(expected), _plain(actual)) >= 100 * _ALIKE)
    return name == "issuer" and fold(_plain(expected)) == fold(_plain(actual))


def _values(truth: Mapping[str, Any]) -> Iterator[tuple[str, str | None]]:
    for name in FIELDS:
        whole, _, part = name.partition(".")
        if whole not in truth:
            continue
        value = truth[whole]
        if part:
            if isinstance(value, str):  # the name alone is known
                value = {"name": value}
            if value is None or part not in value:
                continue
            value = value[part]
        yield name, value


def field_marks(file: str, truth: Mapping[str, Any], document: Document) -> list[Field]:
    """The verdict on each header field the truth knows.

    >>> field_marks("a", {"type": "QĐ", "number": "1/QĐ-X"}, Document(doc_id="0"))[0].verdict
    'blank'
    """
    marks = []
    for name, expected in _values(truth):
        whole, _, part = name.partition(".")
        value: Any = getattr(document.document, whole)
        actual = getattr(value, part) if part and value is not None else value
        by_hand = bool(
            (name == "number" and truth.get("number_handwritten_or_stamped"))
            or (name == "date" and truth.get("day_handwritten_or_stamped"))
        )
        blank = actual is None or (name == "date" and expected is not None and expected.startswith(f"{actual}-"))
        verdict = "right" if _alike(name, expected, actual) else "blank" if blank else "wrong"
        marks.append(Field(file, name, verdict, by_hand, expected, actual))
    return marks


def _read(path: Path) -> Document:
    from pipeline.extract import extract
    from pipeline.read import load, read
    from pipeline.read.images import folder_pages, read_pages

    reading = read_pages([load(page) for page in folder_pages(path)], path.name) if path.is_dir() else read(path)
    return extract(reading)


def measure(folder: Path) -> tuple[Marks, list[tuple[str, set[str], set[str]]]]:
    """Read every file of `folder/truth.json`; also, per file, the cited numbers missed and those too many."""
    truths: dict[str, Any] = json.loads((folder / "truth.json").read_text(encoding="utf-8"))
    fields: list[Field] = []
    differences: list[tuple[str, set[str], set[str]]] = []
    hits = found = true = 0
    begin = time.perf_counter()
    for file, truth in sorted(truths.items()):
        document = _read(folder / file)
        fields += field_marks(file, truth, document)
        expected = set(truth["cited_numbers"])
        actual = {citation.number for citation in document.citations if citation.number}
        hits, found, true = hits + len(expected & actual), found + len(actual), true + len(expected)
        differences.append((file, expected - actual, actual - expected))
    return Marks(tuple(fields), hits, found, true, time.perf_counter() - begin), differences


def main(folder: str) -> None:
    """Print the table for a folder with a `truth.json`."""
    marks, differences = measure(Path(folder))
    print(f"{'file':<16} {'field':<16} {'verdict':<8} expected | read")
    for field in marks.fields:
        if field.verdict != "right":
            by_hand = " (by hand)" if field.by_hand else ""
            print(f"{field.file:<16} {field.name:<16} {field.verdict:<8} {field.expected} | {field.actual}{by_hand}")
    for file, missed, extra in differences:
        if missed or extra:
            print(f"{file:<16} cited: missed {sorted(missed)}, too many {sorted(extra)}")
    counts = Counter((field.by_hand, field.verdict) for field in marks.fields)
    print(f"printed fields: right {counts[False, 'right']}, wrong {counts[False, 'wrong']}, blank {counts[False, 'blank']}"
          f" = {marks.share_right():.3f}")  # fmt: skip
    print(f"by hand or stamped: {dict(marks.by_hand())}")
    print(
        f"cited numbers: F1 {marks.f1:.3f} ({marks.hits} of {marks.true}, {marks.found} found); {marks.seconds:.1f} s"
    )


if __name__ == "__main__":
    main(sys.argv[1])
