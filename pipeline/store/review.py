"""What a person decided about works that may be one: the file `suspected-review.csv` in the store.

A row is a pair of work ids with the verdict `same` or `different`; an empty verdict decides nothing. `resolve` obeys
from the next run on: what is the same is one work under the id of `work_a`, what is different is not suggested again.
The decisions are about ids, not about rows of the store, so that they outlive any ingest.
"""

import csv
import hashlib
import io
import os
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pipeline.errors import CancuError
from pipeline.store.layout import REVIEW

__all__ = ["COLUMNS", "REVIEW", "Decisions", "read_decisions", "write_review"]

COLUMNS = (
    "verdict", "work_a", "work_b", "number_a", "number_b", "date", "issuer", "title_a", "title_b", "reason", "score",
    "note",
)  # fmt: skip
_VERDICTS = ("same", "different", "")
_FORMULA = ("=", "+", "-", "@")


@dataclass(frozen=True)
class Decisions:
    """`joined`: id → the id it is one with; `apart`: pairs in order that are two works; `rows`: as in the file."""

    joined: Mapping[str, str]
    apart: frozenset[tuple[str, str]]
    rows: Sequence[Mapping[str, str]] = ()

    def digest(self) -> str:
        """Names what is decided; the empty string where nothing is."""
        said = sorted(f"{a}={b}" for a, b in self.joined.items()) + sorted(f"{a}≠{b}" for a, b in self.apart)
        return hashlib.sha256("\n".join(said).encode()).hexdigest() if said else ""


def _broken(path: Path, line: int, message: str) -> CancuError:
    return CancuError("review-broken", f"line {line}: {message}", where=str(path))


def _lines(path: Path) -> list[tuple[int, dict[str, str]]]:
    """The rows with their line numbers, however a spreadsheet wrote them (byte order mark, semicolons, tabs)."""
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError:
        raise _broken(path, 1, "the file is not UTF-8: save it as “CSV UTF-8”") from None
    first = text.partition("\n")[0]
    separator = max(",;\t", key=first.count)
    reader = csv.DictReader(io.StringIO(text, newline=""), delimiter=separator)
    wanted = {"verdict", "work_a", "work_b"}
    if not wanted <= set(reader.fieldnames or ()):
        raise _broken(path, 1, f"the columns {', '.join(sorted(wanted))} are wanted")
    return [(reader.line_num, {key: (value or "").strip() for key, value in row.items() if key}) for row in reader]


def read_decisions(root: str | Path) -> Decisions:
    """The decisions of the store in a folder; none where there is no file.

    Raises `CancuError("review-broken")`: no such verdict, an id missing, or decisions that contradict each other.
    """
    path = Path(root) / REVIEW
    if not path.exists():
        return Decisions({}, frozenset())
    lines = _lines(path)
    same: list[tuple[str, str]] = []
    different: dict[tuple[str, str], int] = {}
    for line, row in lines:
        verdict = row["verdict"].lower()
        if verdict not in _VERDICTS:
            raise _broken(path, line, f"the verdict {row['verdict']!r} is neither same nor different")
        pair = (row["work_a"], row["work_b"])
        if verdict and (not all(pair) or pair[0] == pair[1]):
            raise _broken(path, line, "a verdict needs two different ids, work_a and work_b")
        if verdict == "same":
            same.append(pair)
        elif verdict == "different":
            different[pair if pair[0] < pair[1] else pair[::-1]] = line
    joined = _joined(same)
    apart = set()
    for (a, b), line in different.items():
        one, other = joined.get(a, a), joined.get(b, b)
        if one == other:
            raise _broken(path, line, f"{a} and {b} are different here and the same by other lines")
        apart.add((one, other) if one < other else (other, one))
    return Decisions(joined, frozenset(apart), [row for _, row in lines])


def _joined(pairs: Iterable[tuple[str, str]]) -> dict[str, str]:
    """Each id but the one that stays → the one that stays: `work_a`, whatever the order of the lines.

    >>> _joined([("b", "c"), ("a", "b")])
    {'b': 'a', 'c': 'a'}
    """
    root: dict[str, str] = {}

    def find(work: str) -> str:
        while work in root:
            work = root[work]
        return work

    for a, b in sorted(set(pairs)):
        one, other = find(a), find(b)
        if one != other:
            root[other] = one
    return {work: find(work) for work in sorted(root)}


def _plain(value: object) -> str:
    """A cell that no spreadsheet takes for a formula."""
    text = "" if value is None else str(value)
    return f"'{text}" if text.startswith(_FORMULA) else text


def write_review(root: str | Path, suspected: Iterable[Mapping[str, Any]]) -> Path:
    """Write the file anew, whole: what is decided stays, then the pairs suspected now (rows with `COLUMNS`).

    Raises `CancuError("review-broken")` where the file that stands there cannot be read: nothing of it is lost.
    """
    path = Path(root) / REVIEW
    decided = [row for row in read_decisions(root).rows if row["verdict"]]
    notes = {(row["work_a"], row["work_b"]): row.get("note", "") for row in read_decisions(root).rows}
    known = {frozenset((row["work_a"], row["work_b"])) for row in decided}
    sink = io.StringIO(newline="")
    writer = csv.DictWriter(sink, COLUMNS, extrasaction="ignore", restval="")
    writer.writeheader()
    writer.writerows(decided)
    for row in suspected:
        pair = (row["work_a"], row["work_b"])
        if frozenset(pair) not in known:
            cells = {key: _plain(value) for key, value in row.items()}
            writer.writerow(cells | {"verdict": "", "note": notes.get(pair, "")})
    new = path.with_name(f".{path.name}.tmp")
    try:
        with new.open("w", encoding="utf-8-sig", newline="") as file:
            file.write(sink.getvalue())
            file.flush()
            os.fsync(file.fileno())
        new.replace(path)
    except OSError as error:
        raise CancuError("store-unwritable", error.strerror or str(error), where=str(path)) from None
    return path
