"""How well files are read end to end: the header and the cited numbers against what stands on the paper.

    cancu evaluate ../shared/originals --errors

`truth.json` maps the name of each file (or folder of page images) to its fields; `…_handwritten_or_stamped` marks a
number or day that may be left blank but never be wrong.
"""

import json
import re
import unicodedata
from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple

from corpora.folding import fold
from extractors.records import Document
from pipeline.errors import CancuError

__all__ = ["Field", "Marks", "errors", "field_marks", "figures", "measure"]

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
    """All fields of all files, counts of cited numbers (found and true, found, true), and which of them differ."""

    fields: tuple[Field, ...]
    hits: int
    found: int
    true: int
    differences: tuple[str, ...]

    @property
    def f1(self) -> float:
        """F1 of the sets of cited numbers, over all files."""
        return 2 * self.hits / (self.found + self.true) if self.found + self.true else 1.0


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
    from pipeline.read import read
    from pipeline.read.pages import read_pages

    return extract(read_pages(path) if path.is_dir() else read(path))


def measure(folder: Path) -> Marks:
    """Read every file of `folder/truth.json` and compare.

    Raises `CancuError`: gold-missing, gold-broken, and what `read` raises.
    """
    truths = _truths(folder)
    fields: list[Field] = []
    differences: list[str] = []
    hits = found = true = 0
    for file, truth in sorted(truths.items()):
        document = _read(folder / file)
        fields += field_marks(file, truth, document)
        expected = set(truth["cited_numbers"])
        actual = {citation.number for citation in document.citations if citation.number}
        hits, found, true = hits + len(expected & actual), found + len(actual), true + len(expected)
        differences += [f"{file}: cited number {number} missed" for number in sorted(expected - actual)]
        differences += [f"{file}: cited number {number} too many" for number in sorted(actual - expected)]
    return Marks(tuple(fields), hits, found, true, tuple(differences))


def _truths(folder: Path) -> dict[str, Any]:
    try:
        truths = json.loads((folder / "truth.json").read_text(encoding="utf-8"))
        if not all(isinstance(truth["cited_numbers"], list) for truth in truths.values()):
            raise TypeError("cited_numbers is no list")
    except FileNotFoundError:
        raise CancuError("gold-missing", "there is no truth.json here", where=str(folder)) from None
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise CancuError("gold-broken", f"{type(error).__name__}: {error}", where=str(folder)) from None
    return truths  # type: ignore[no-any-return]


def _share(right: int, wrong: int, blank: int) -> dict[str, Any]:
    precision = right / (right + wrong) if right + wrong else 1.0
    recall = right / (right + wrong + blank) if right + wrong + blank else 1.0
    f1 = 2 * precision * recall / (precision + recall) if precision + recall else 0.0
    return {
        "precision": round(precision, 4), "recall": round(recall, 4), "f1": round(f1, 4),
        "gold": right + wrong + blank, "predicted": right + wrong,
    }  # fmt: skip


def figures(marks: Marks) -> dict[str, dict[str, Any]]:
    """The marks as figures: recall is the share of fields that are right, precision that of those not blank.

    >>> figures(Marks((), 9, 10, 10, ()))["cited numbers"]["f1"]
    0.9
    """
    counts = Counter((field.by_hand, field.verdict) for field in marks.fields)
    rows = {
        name: _share(*(counts[by_hand, verdict] for verdict in ("right", "wrong", "blank")))
        for name, by_hand in (("header, printed", False), ("header, by hand or stamped", True))
    }
    rows["cited numbers"] = {
        "precision": round(marks.hits / max(marks.found, 1), 4), "recall": round(marks.hits / max(marks.true, 1), 4),
        "f1": round(marks.f1, 4), "gold": marks.true, "predicted": marks.found,
    }  # fmt: skip
    return rows


def errors(marks: Marks) -> list[str]:
    """What was not right, one line each."""
    lines = [
        f"{field.file}: {field.name} {field.verdict}{' (by hand or stamped)' if field.by_hand else ''}:"
        f" {field.expected!r}, read {field.actual!r}"
        for field in marks.fields
        if field.verdict != "right"
    ]
    return [*lines, *marks.differences]
