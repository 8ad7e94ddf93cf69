"""CSV that Excel opens: one citation a row, UTF-8 with BOM."""

import csv
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

__all__ = ["COLUMNS", "write"]

COLUMNS = ("doc_id", "document_number", "document_date", "document_issuer", "citation", "text", "start", "end", "page",
           "type", "number", "date", "issuer", "title", "pinpoint", "relation", "target_id", "confidence")  # fmt: skip


def write(records: Iterable[Mapping[str, Any]], stem: Path) -> None:
    """Write STEM.csv; `start` and `end` are code points of the document's text, from first to last character."""
    with stem.with_suffix(".csv").open("w", encoding="utf-8-sig", newline="") as file:
        rows = csv.DictWriter(file, COLUMNS, extrasaction="ignore")
        rows.writeheader()
        for record in records:
            document = {"doc_id": record["doc_id"]}
            document |= {f"document_{name}": record[name] for name in ("number", "date", "issuer")}
            for citation in record["citations"]:
                spans = citation["spans"]
                rows.writerow(citation | document | {"start": spans[0][0], "end": spans[-1][1]})
