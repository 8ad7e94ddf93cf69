"""CSV that Excel opens: a file for each kind of row, UTF-8 with BOM; no cell is taken for a formula."""

import csv
import json
from collections.abc import Iterable, Iterator, Mapping
from contextlib import ExitStack
from pathlib import Path
from typing import Any

from pipeline.export.records import BACKREF, CITATION, OBLIGATION, PARTICULARS, RECIPIENT

__all__ = ["COLUMNS", "defused", "undefused", "write"]

_DOCUMENT = ("doc_id", "document_number", "document_date", "document_issuer")
_PLACE = ("start", "end")


def _columns(own: Iterable[str]) -> tuple[str, ...]:
    placed = (_PLACE if name in ("span", "spans") else (name,) for name in own)
    return (*_DOCUMENT, *(name for names in placed for name in names))


COLUMNS: dict[str, tuple[str, ...]] = {  # by what the name of the file ends in
    "": _columns(CITATION),
    "-documents": PARTICULARS,
    "-obligations": _columns(OBLIGATION),
    "-backrefs": _columns(BACKREF),
    "-recipients": _columns(RECIPIENT),
}
# What a spreadsheet takes for the beginning of a formula (OWASP, CSV Injection), wide forms too, and the mark itself.
_DANGEROUS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠", "'")


def defused(cell: str) -> str:
    """A cell that no spreadsheet runs: one that begins like a formula, or with the mark "'", gets "'" before it.

    >>> defused("=1+1"), defused("- Sở Nội vụ"), defused("'a"), defused("Sở Nội vụ")
    ("'=1+1", "'- Sở Nội vụ", "''a", 'Sở Nội vụ')
    """
    return f"'{cell}" if cell.startswith(_DANGEROUS) else cell


def undefused(cell: str) -> str:
    """What `defused` was given.

    >>> undefused(defused("'=1+1")) == "'=1+1"
    True
    """
    return cell.removeprefix("'")


def write(records: Iterable[Mapping[str, Any]], stem: Path) -> None:
    """Write STEM.csv (a citation a row), STEM-documents.csv (without their texts), STEM-obligations.csv,
    STEM-backrefs.csv and STEM-recipients.csv; lists are JSON.

    `start` and `end` are code points of the document's text, from first to last character.
    """
    with ExitStack() as stack:
        tables = {}
        for ending, columns in COLUMNS.items():
            file = stack.enter_context(
                stem.with_name(f"{stem.name}{ending}.csv").open("w", encoding="utf-8-sig", newline="")
            )
            tables[ending] = csv.DictWriter(file, columns, extrasaction="ignore", quoting=csv.QUOTE_NONNUMERIC)
            tables[ending].writeheader()
        for record in records:
            for ending, row in _rows(record):
                tables[ending].writerow({name: _cell(value) for name, value in row.items()})


def _rows(record: Mapping[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    document = {"doc_id": record["doc_id"]} | {
        f"document_{name}": record[name] for name in ("number", "date", "issuer")
    }
    yield "-documents", {name: record[name] for name in PARTICULARS}
    for ending, rows in (
        ("", "citations"), ("-obligations", "obligations"), ("-backrefs", "backrefs"), ("-recipients", "recipients")
    ):  # fmt: skip
        for row in record[rows]:
            spans = row.get("spans") or ([row["span"]] if "span" in row else [])
            yield ending, {**row, **document, **({"start": spans[0][0], "end": spans[-1][1]} if spans else {})}


def _cell(value: Any) -> Any:
    if isinstance(value, list):
        value = json.dumps(value, ensure_ascii=False)
    return defused(value) if isinstance(value, str) else value
