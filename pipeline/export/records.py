"""The documents of a store, one after another: text, particulars, citations and obligations, no paths."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import TYPE_CHECKING, Any, TypeVar

if TYPE_CHECKING:
    import duckdb

__all__ = ["CITATION", "OBLIGATION", "PARTICULARS", "batches", "records", "texts"]

T = TypeVar("T")
AT_ONCE = 1000  # documents in memory
PARTICULARS = ("doc_id", "target_id", "type", "number", "date", "place", "issuer", "issuer_id", "subject", "status",
               "ocr_confidence", "schema_version")  # fmt: skip
CITATION = ("citation", "text", "spans", "page", "type", "number", "date", "issuer", "title", "pinpoint", "relation",
            "parent", "target_id", "confidence")  # fmt: skip
OBLIGATION = ("obligation", "path", "label", "text", "span", "page", "actor", "deadline", "due", "recurrence", "target",
              "confidence")  # fmt: skip


def batches(items: Iterable[T], size: int) -> Iterator[list[T]]:
    """Lists of `size` items; the last may be shorter.

    >>> list(batches("abcde", 2))
    [['a', 'b'], ['c', 'd'], ['e']]
    """
    rest = iter(items)
    while some := list(islice(rest, size)):
        yield some


def records(connection: "duckdb.DuckDBPyConnection", ids: Sequence[str]) -> Iterator[dict[str, Any]]:
    """The documents of these ids in their order; offsets are code points of `text`, pages joined by form feeds."""
    for wanted in batches(ids, AT_ONCE):
        read = dict(_texts(connection, wanted))
        citations = _rows(connection, "citations", CITATION, "citation", wanted)
        obligations = _rows(connection, "obligations", OBLIGATION, "obligation", wanted)
        heads = _rows(connection, "documents", PARTICULARS[1:], "doc_id", wanted)
        for doc_id in wanted:
            yield {
                "doc_id": doc_id,
                **heads[doc_id][0],
                "text": read[doc_id],
                "citations": citations.get(doc_id, []),
                "obligations": obligations.get(doc_id, []),
            }


def texts(connection: "duckdb.DuckDBPyConnection", ids: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Id and text of the documents of these ids in their order."""
    for wanted in batches(ids, AT_ONCE):
        yield from _texts(connection, wanted)


def _texts(connection: "duckdb.DuckDBPyConnection", ids: list[str]) -> Iterator[tuple[str, str]]:
    pages = _rows(connection, "texts", ("page", "text"), "page", ids)
    for doc_id in ids:
        yield doc_id, "\f".join(page["text"] for page in pages.get(doc_id, ()))


def _rows(
    connection: "duckdb.DuckDBPyConnection", table: str, columns: Sequence[str], order: str, ids: list[str]
) -> dict[str, list[dict[str, Any]]]:
    names = ", ".join(columns)
    query = f"SELECT doc_id, {names} FROM {table} WHERE doc_id IN (SELECT unnest(?)) ORDER BY doc_id, {order}"
    found: dict[str, list[dict[str, Any]]] = {}
    for doc_id, *values in connection.execute(query, [ids]).fetchall():
        found.setdefault(doc_id, []).append(dict(zip(columns, values, strict=True)))
    return found
