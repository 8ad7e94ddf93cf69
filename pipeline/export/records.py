"""The documents of a store, one after another: text, particulars and what was found in them, no paths."""

from collections.abc import Iterable, Iterator, Mapping
from itertools import islice
from operator import itemgetter
from typing import TYPE_CHECKING, Any, TypeVar

from pipeline.errors import CancuError
from pipeline.least import EVERYTHING, Least, remaining

if TYPE_CHECKING:
    from pathlib import Path

    from pipeline.store.layout import StoreLayout

__all__ = [
    "BACKREF", "CITATION", "COLUMNS", "OBLIGATION", "PARTICULARS", "PARTS", "RECIPIENT", "batches", "record", "stored",
    "text_of",
]  # fmt: skip

T = TypeVar("T")
Rows = dict[str, list[dict[str, Any]]]
PARTICULARS = ("doc_id", "target_id", "type", "number", "symbol", "date", "place", "issuer", "issuer_id", "subject",
               "signer_name", "signer_position", "status", "ocr_confidence", "schema_version")  # fmt: skip
CITATION = ("citation", "text", "spans", "page", "type", "number", "date", "issuer", "title", "pinpoint", "relation",
            "parent", "target_id", "confidence", "issuer_id", "candidates", "engine")  # fmt: skip
OBLIGATION = ("obligation", "path", "label", "text", "span", "page", "actor", "deadline", "due", "recurrence", "target",
              "confidence", "citations", "engine", "actor_engine")  # fmt: skip
BACKREF = ("backref", "text", "span", "page", "kind", "target", "citations", "confidence")
RECIPIENT = ("kind", "line", "text", "issuer_id")
PARTS = {"citations": CITATION, "obligations": OBLIGATION, "backrefs": BACKREF, "recipients": RECIPIENT}
COLUMNS: dict[str, tuple[str, ...]] = {"documents": PARTICULARS[1:], "texts": ("page", "text"), **PARTS}
"""What is read of each table."""


def batches(items: Iterable[T], size: int) -> Iterator[list[T]]:
    """Lists of `size` items; the last may be shorter.

    >>> list(batches("abcde", 2))
    [['a', 'b'], ['c', 'd'], ['e']]
    """
    rest = iter(items)
    while some := list(islice(rest, size)):
        yield some


def stored(layout: "StoreLayout", tables: Iterable[str] = tuple(COLUMNS)) -> Iterator[tuple[str, Rows]]:
    """Id and rows of every document, in the order in which they were ingested; one batch of the store in memory.

    Raises `CancuError("input-unreadable")`.
    """
    from pyarrow.lib import ArrowException

    from pipeline.store.schema import TABLES

    order = {table: TABLES[table].key[1:] or ("status",) for table in tables}
    for part in layout.committed():
        documents: dict[str, Rows] = {}
        for table in tables:
            path = layout.root / table / part
            try:
                rows = _read(path, ("doc_id", *COLUMNS[table]))
            except (OSError, ArrowException) as error:
                raise CancuError("input-unreadable", str(error), where=str(path)) from None
            for row in rows:
                of_document = documents.setdefault(row.pop("doc_id"), {name: [] for name in tables})
                of_document[table].append(row)
        for doc_id, rows_of in documents.items():
            for table in tables:
                rows_of[table].sort(key=itemgetter(*order[table]))
            yield doc_id, rows_of


def _read(path: "Path", columns: tuple[str, ...]) -> list[dict[str, Any]]:
    """The rows of a part; None in columns that the cancu that wrote it did not have, no rows where it had no table."""
    import pyarrow.parquet as pq

    from pipeline.store.layout import LATER

    if path.parent.name in LATER and not path.exists():
        return []
    with pq.ParquetFile(path) as file:
        known = [column for column in columns if column in file.schema_arrow.names]
        rows: list[dict[str, Any]] = file.read(columns=known).to_pylist()
    missing = dict.fromkeys(set(columns) - set(known))
    return [row | missing for row in rows] if missing else rows


def text_of(rows: Mapping[str, list[dict[str, Any]]]) -> str:
    """The text that all offsets refer to."""
    return "\f".join(page["text"] for page in rows["texts"])


def record(doc_id: str, rows: Mapping[str, list[dict[str, Any]]], least: Least = EVERYTHING) -> dict[str, Any]:
    """A document as formats write it, without what is less sure than `least`; offsets are code points of `text`, pages
    joined by form feeds.
    """
    head = rows["documents"][0]
    left = remaining(
        (row["citation"] for row in rows["citations"] if least.keeps(row["confidence"], row["number"])),
        {row["citation"]: row["parent"] for row in rows["citations"]},
    )
    return {
        "doc_id": doc_id,
        **{name: head[name] for name in PARTICULARS[1:]},
        "text": text_of(rows),
        "citations": [row for row in rows["citations"] if row["citation"] in left],
        "obligations": [
            row | {"citations": [one for one in row["citations"] if one in left]}
            for row in rows["obligations"]
            if least.keeps(row["confidence"], None)
        ],
        "backrefs": [
            row if left.issuperset(row["citations"]) else row | {"target": None, "citations": []}
            for row in rows["backrefs"]
        ],
        "recipients": rows["recipients"],
    }
