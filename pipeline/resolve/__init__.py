"""The whole archive at once: which work each mention means, what works there are, and how they relate.

Set-based, in DuckDB, out of core; every derived table is a function of the base tables alone, so that neither the
order nor the batches in which documents came in make a difference, and it can be run again at any time.
"""

import hashlib
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pipeline.resolve import sql
from pipeline.resolve.register import body_rows
from pipeline.resolve.suspects import suspected_rows
from pipeline.store.folder import StoreFolder
from pipeline.store.layout import DERIVED
from pipeline.store.review import Decisions, read_decisions
from pipeline.store.schema import TABLES, schema

if TYPE_CHECKING:
    import duckdb

__all__ = ["apply_review", "is_resolved", "resolve_store"]

MEMORY = "2GB"
BATCH_ROWS = 100_000


def _digest(folder: StoreFolder, decisions: Decisions) -> str:
    """Names what the derived tables are made from: the batches that are in, and what a person decided."""
    made_from = "\n".join([*folder.committed(), decisions.digest()])
    return hashlib.sha256(made_from.rstrip("\n").encode()).hexdigest()[:16]


def is_resolved(folder: StoreFolder) -> bool:
    """Whether the derived tables were made from the batches and decisions that are in the store now.

    Raises `CancuError("review-broken")`.
    """
    digest = _digest(folder, read_decisions(folder.root))
    return not folder.unresolved() and all(folder.made_from(table) == digest for table in DERIVED)


def _reading(parts: list[Path]) -> str:
    """Query over parts that also tells where each row stands."""
    listed = ", ".join("'" + str(path).replace("'", "''") + "'" for path in parts)
    return f"SELECT * FROM read_parquet([{listed}], filename = true, file_row_number = true)"


def resolve_store(
    folder: StoreFolder,
    *,
    force: bool = False,
    memory: str = MEMORY,
    progress: Callable[[str], None] = lambda step: None,
) -> None:
    """Give every mention its work, then make `works`, `edges`, `bodies`, `suspected` and `aliases` anew.

    The caller holds `folder.writing()`. Does nothing where the tables are already made from these batches and
    decisions, unless `force`. `memory` bounds DuckDB; what does not fit goes to a temporary folder. `progress` is told
    each step. Raises `CancuError("review-broken")` before anything is written.
    """
    import duckdb

    if not force and is_resolved(folder):
        return
    decisions = read_decisions(folder.root)
    with folder.scratch() as scratch, closing(duckdb.connect()) as connection:
        connection.execute(f"SET memory_limit = '{memory}'")
        connection.execute("SET temp_directory = '" + scratch.replace("'", "''") + "'")
        connection.execute("SET preserve_insertion_order = false")
        _decided(connection, decisions)
        for table in ("documents", "citations", "recipients", "files", "failures"):
            connection.execute(f"CREATE VIEW {table} AS {_viewed(table, folder.parts(table))}")
        progress("resolving: bodies")
        _bodies(connection)
        progress("resolving: what mentions mean")
        for step in sql.STEPS:
            connection.execute(step)
        for table, changed in sql.REWRITES.items():
            progress(f"resolving: {table}")
            _rewrite(connection, folder, table, *changed)
        digest = _digest(folder, decisions)
        progress("resolving: works")
        connection.execute(sql.WORKS)
        for table in ("works", "edges", "bodies", "aliases"):
            progress(f"writing: {table}")
            keys = ", ".join(TABLES[table].key)
            rows = connection.sql(f"SELECT * FROM ({sql.DERIVED[table]}) ORDER BY {keys}")
            folder.replace_derived(table, _batches(rows, table), digest)
        progress("writing: suspected")
        folder.replace_derived("suspected", suspected_rows(connection), digest)
        folder.resolved()


def apply_review(store: str | Path) -> None:
    """Obey now what a person decided in `suspected-review.csv` of a store; the next ingest would as well.

    Raises `CancuError`: review-broken, store-missing, store-busy, store-unwritable.
    """
    folder = StoreFolder(store)
    folder.require()
    with folder.writing():
        resolve_store(folder)


def _viewed(table: str, parts: list[Path]) -> str:
    """The same with `stated_id` as a person's decisions have it; what the document states is `printed_id`."""
    return sql.AS_DECIDED.format(_reading(parts)) if table in sql.ROW_BY_ROW else _reading(parts)


def _decided(connection: "duckdb.DuckDBPyConnection", decisions: Decisions) -> None:
    """Tables `joined` and `apart`: what a person decided about suspected works."""
    import pyarrow as pa

    text = pa.string()
    joined = pa.table(  # noqa: F841  (DuckDB reads both by their names)
        [pa.array(decisions.joined.keys(), text), pa.array(decisions.joined.values(), text)], ["work", "target_id"]
    )
    pairs = sorted(decisions.apart)
    apart = pa.table(  # noqa: F841
        [pa.array([a for a, _ in pairs], text), pa.array([b for _, b in pairs], text)], ["work_a", "work_b"]
    )
    connection.execute("CREATE TEMP TABLE joined AS SELECT * FROM joined")
    connection.execute("CREATE TEMP TABLE apart AS SELECT * FROM apart")


def _bodies(connection: "duckdb.DuckDBPyConnection") -> None:
    """Table `body`: every issuing body that the documents name, with what the registers know of it."""
    named = connection.sql(sql.NAMED_BODIES).to_arrow_table()
    rows = body_rows(named.to_pylist())  # noqa: F841  (DuckDB reads it by its name)
    connection.execute("CREATE TEMP TABLE body AS SELECT * FROM rows")


def _batches(result: Any, table: str) -> Iterator[Any]:
    import pyarrow as pa

    wanted = schema(table)
    yield wanted.empty_table()
    for batch in result.to_arrow_reader(BATCH_ROWS):
        yield pa.Table.from_batches([batch]).select(wanted.names)


def _rewrite(
    connection: "duckdb.DuckDBPyConnection", folder: StoreFolder, table: str, changed: str, corrected: str
) -> None:
    """Write anew each part of a base table that holds rows which `changed` finds and `corrected` puts right."""
    for (name,) in connection.execute(f"SELECT DISTINCT filename FROM ({changed}) ORDER BY 1").fetchall():
        part = Path(name)
        # Within the query the table's name means this one part: the others need not be read.
        alone = f"WITH {table} AS ({_viewed(table, [part])})" if table in sql.ROW_BY_ROW else ""
        query = f"{alone} SELECT * FROM ({corrected}) WHERE filename = ? ORDER BY file_row_number"
        rows = connection.sql(query, params=[name])
        folder.replace(table, part.name, _batches(rows, table), **{"cancu.batch": part.name})
