"""What the pages look up, laid out in memory: one state of the store, its works and mentions under small numbers.

The texts, the mentions' words and the obligations stay in the store's parts: a document's rows stand in one part of
each table, so a page opens few small files. Works are counted from 0 in the order of `target_id`.
"""

import threading
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any, TypeVar

from pipeline.errors import CancuError
from pipeline.query.connection import connect, quoted
from pipeline.query.store import Store
from pipeline.store.layout import StoreLayout

__all__ = ["SECONDS", "Desk", "Snapshot"]

_T = TypeVar("_T")

SECONDS = 5.0  # a query of ours that takes longer is broken off

_TABLES = (
    # A place is named by the body whose place it is; the first part of its id is the province.
    """
    CREATE TABLE b AS
    SELECT issuer_id, name, level, place, split_part(place_id, '.', 1) AS province FROM bodies
    """,
    """
    CREATE TABLE w AS
    SELECT (row_number() OVER (ORDER BY w.target_id) - 1)::INTEGER AS id, w.target_id, w.type, w.number, w.date, w.year,
           coalesce(w.issuer, b.name) AS issuer, w.issuer_id, w.title, w.held_doc_id, w.cited_by, w.mentions,
           w.number_key, b.province,
           fold(concat_ws(' ', kinds.name, w.number, w.number_key, w.date, coalesce(w.issuer, b.name), w.title))
               AS words
    FROM works w LEFT JOIN b USING (issuer_id) LEFT JOIN kinds ON w.type = kinds.code
    ORDER BY id
    """,
    "CREATE UNIQUE INDEX w_target ON w (target_id)",
    "CREATE UNIQUE INDEX w_id ON w (id)",
    """
    CREATE TABLE d AS
    SELECT (row_number() OVER (ORDER BY doc_id) - 1)::INTEGER AS id, doc_id, parse_filename(filename) AS part,
           d.target_id, d.type, d.number, d.date, d.issuer, d.issuer_id, d.subject, d.name
    FROM documents_parts d ORDER BY id
    """,
    "CREATE UNIQUE INDEX d_doc ON d (doc_id)",
    "CREATE INDEX d_target ON d (target_id)",
    # What stands in a relation to another mention (`parent`) the document itself merely cites.
    """
    CREATE TABLE m AS
    SELECT w.id AS target, d.id AS doc, c.citation,
           CASE WHEN c.parent IS NULL THEN c.relation ELSE 'cites' END AS relation
    FROM (SELECT doc_id, citation, target_id, relation, parent FROM citations WHERE target_id IS NOT NULL) c
    JOIN w ON c.target_id = w.target_id JOIN d ON c.doc_id = d.doc_id
    ORDER BY target, d.date DESC NULLS LAST, d.doc_id, c.citation
    """,
    """
    CREATE TABLE e AS
    SELECT s.id AS source, t.id AS target, e.relation, sum(e.mentions)::INTEGER AS mentions
    FROM edges e JOIN w s ON e.source_id = s.target_id JOIN w t ON e.target_id = t.target_id
    GROUP BY ALL ORDER BY source, target, relation
    """,
    "CREATE TABLE back AS SELECT * FROM e ORDER BY target, source, relation",
)


class Snapshot:
    """One state of the store. Raises `CancuError("store-missing")` where there is none."""

    def __init__(self, layout: StoreLayout, version: str) -> None:
        self.layout = layout
        self.version = version
        self.connection = connect(layout, temp_directory="")
        self._memory: dict[str, Any] = {}
        self._prepare()

    def _prepare(self) -> None:
        from corpora.document_types import types

        run = self.connection.execute
        kinds = {kind.code: " ".join(dict.fromkeys((kind.name, kind.code))) for kind in reversed(types()) if kind.code}
        run("CREATE TABLE kinds (code VARCHAR, name VARCHAR)")
        self.connection.executemany("INSERT INTO kinds VALUES (?, ?)", [list(pair) for pair in kinds.items()])
        parts = ", ".join(quoted(part.resolve()) for part in self.layout.parts("documents"))
        run(f"CREATE VIEW documents_parts AS SELECT * FROM read_parquet([{parts}], filename = true)")
        for statement in _TABLES:
            run(statement)

    @contextmanager
    def desk(self, seconds: float = SECONDS) -> "Iterator[Desk]":
        """A place to ask from for one request; queries still running after `seconds` are broken off.

        Raises `CancuError("query-wrong")` then.
        """
        import duckdb

        cursor = self.connection.cursor()
        clock = threading.Timer(seconds, cursor.interrupt)
        clock.daemon = True
        clock.start()
        try:
            yield Desk(self, cursor)
        except duckdb.InterruptException:
            raise CancuError("query-wrong", f"broken off: it took longer than {seconds:g} seconds") from None
        finally:
            clock.cancel()
            cursor.close()

    def remembered(self, name: str, make: "Callable[[], _T]") -> "_T":
        """What `make` gives, made once for this state of the store."""
        if name not in self._memory:
            self._memory[name] = make()
        found: _T = self._memory[name]
        return found

    def close(self) -> None:
        """Let go of the memory."""
        self.connection.close()


class Desk(Store):
    """A store's questions (`ask`) and the pages' own, all on one cursor of a snapshot."""

    def __init__(self, snapshot: Snapshot, cursor: Any) -> None:
        self.snapshot = snapshot
        self.layout = snapshot.layout
        self.connection = cursor

    def rows(self, query: str, values: Sequence[Any] = ()) -> list[dict[str, Any]]:
        """The rows of a query of ours, as dictionaries."""
        return self.select(query, values).records()

    def one(self, query: str, values: Sequence[Any] = ()) -> dict[str, Any] | None:
        """The first row of a query of ours."""
        found = self.rows(query, values)
        return found[0] if found else None

    def parts(self, table: str, parts: Iterable[str]) -> str:
        """SQL for some parts of a base table."""
        names = ", ".join(quoted((self.layout.root / table / part).resolve()) for part in sorted(set(parts)))
        return f"read_parquet([{names}])"
