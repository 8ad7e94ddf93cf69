"""How resolve puts its results into the store: base parts put right, derived tables replaced.

`edges` has a part for every ten batches, so that added documents touch the last of them and those of the documents
whose links changed; the other derived tables are one part each.
"""

from collections.abc import Callable, Iterator
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pipeline.resolve import sql
from pipeline.resolve.links import reading
from pipeline.store.folder import DERIVED_PART, StoreFolder
from pipeline.store.schema import TABLES, schema

if TYPE_CHECKING:
    import duckdb

__all__ = ["edges_group", "edges_part", "put", "put_edges", "put_right", "viewed"]

BATCH_ROWS = 25_000  # held at a time, in Arrow and in Parquet's pages
GROUP = 10  # batches to a part of `edges`


def viewed(table: str, parts: list[Path]) -> str:
    """Query over parts with `stated_id` as a person's decisions have it; what is stated is `printed_id`."""
    return sql.AS_DECIDED.format(reading(parts)) if table in sql.NOW else reading(parts)


def batches(result: Any, table: str) -> Iterator[Any]:
    """Arrow tables of a DuckDB result, the columns as the schema has them."""
    import pyarrow as pa

    wanted = schema(table)
    yield wanted.empty_table()
    for batch in result.to_arrow_reader(BATCH_ROWS):
        rows = pa.Table.from_batches([batch])
        for name in wanted.names:
            if name not in rows.column_names:  # a part that an earlier cancu wrote, which did not know the column
                rows = rows.append_column(name, pa.nulls(len(rows), wanted.field(name).type))
        yield rows.select(wanted.names)


def put_right(connection: "duckdb.DuckDBPyConnection", folder: StoreFolder, progress: Callable[[str], None]) -> None:
    """Write anew the base parts whose rows are otherwise now, or are to go."""
    for table in sql.NOW:
        progress(f"resolving: {table}")
        _correct(connection, folder, table)
    for table in sql.DROPPED:
        progress(f"resolving: {table}")
        _drop(connection, folder, table)


def _correct(connection: "duckdb.DuckDBPyConnection", folder: StoreFolder, table: str) -> None:
    """Write anew each part of `citations` or `documents` that holds rows which are otherwise now.

    Rows of documents that are not in the table's view stay as they are.
    """
    changed = f"SELECT DISTINCT filename FROM ({sql.CHANGED[table]}) ORDER BY 1"
    for (name,) in connection.execute(changed).fetchall():
        # Within the query the table's name means this one part: the others need not be read.
        part = Path(name)
        query = f"""
            WITH every AS MATERIALIZED ({viewed(table, [part])}),
            {table} AS (SELECT every.* FROM every SEMI JOIN held USING (doc_id))
            SELECT * FROM ({sql.NOW[table]})
            UNION ALL BY NAME SELECT * REPLACE (printed_id AS stated_id) FROM every ANTI JOIN held USING (doc_id)
            ORDER BY file_row_number
        """
        rows = connection.sql(query)
        folder.replace(table, part.name, batches(rows, table), **{"cancu.batch": part.name})


def _drop(connection: "duckdb.DuckDBPyConnection", folder: StoreFolder, table: str) -> None:
    """Write anew each part of `failures` or `files` without the rows that are to go."""
    connection.execute(f"CREATE OR REPLACE TEMP TABLE gone AS {sql.DROPPED[table]}")
    for (name,) in connection.execute("SELECT DISTINCT filename FROM gone ORDER BY 1").fetchall():
        part = Path(name)
        query = f"""
            SELECT * FROM ({reading([part])}) ANTI JOIN gone USING (filename, file_row_number)
            ORDER BY file_row_number
        """
        rows = connection.sql(query)
        folder.replace(table, part.name, batches(rows, table), **{"cancu.batch": part.name})


def put(connection: "duckdb.DuckDBPyConnection", folder: StoreFolder, table: str, query: str) -> None:
    """Put a derived table of one part in place."""
    rows = connection.sql(f"SELECT * FROM ({query}) ORDER BY {', '.join(TABLES[table].key)}")
    folder.replace(table, DERIVED_PART, batches(rows, table))


def edges_group(filename: str) -> str:
    """SQL: the part of `edges` that the documents of a batch belong to, by number."""
    return rf"regexp_extract(parse_filename({filename}), '^part-(\d+)', 1)::BIGINT // {GROUP}"


def edges_part(group: int) -> str:
    """File name of a part of `edges`."""
    return f"part-{group:06d}.parquet"


def put_edges(connection: "duckdb.DuckDBPyConnection", folder: StoreFolder, query: str, groups: set[int]) -> None:
    """Put parts of `edges` in place: the groups given, and those of the rows, which carry their `part_group`."""
    keys = ", ".join(TABLES["edges"].key)
    rows = connection.sql(f"SELECT * FROM ({query}) ORDER BY part_group, {keys}")
    left = set(groups)
    for group, tables in groupby(_by_group(rows.to_arrow_reader(BATCH_ROWS)), key=lambda pair: pair[0]):
        left.discard(group)
        folder.replace("edges", edges_part(group), (rows for _, rows in tables))
    for group in left:
        folder.replace("edges", edges_part(group), [schema("edges").empty_table()])


def _by_group(reader: Any) -> Iterator[tuple[int, Any]]:
    """Rows ordered by `part_group` as tables of one group each."""
    import pyarrow as pa
    import pyarrow.compute as pc

    names = schema("edges").names
    for batch in reader:
        rows = pa.Table.from_batches([batch])
        for group in pc.unique(rows["part_group"]).to_pylist():
            yield int(group), rows.filter(pc.equal(rows["part_group"], group)).select(names)
