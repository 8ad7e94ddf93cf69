"""Resolve over everything: after a first ingest, after other extractors or registers, after a person's decision."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from pipeline.resolve import sql
from pipeline.resolve.links import Links
from pipeline.resolve.register import make_bodies
from pipeline.resolve.suspects import suspected_rows
from pipeline.resolve.writing import edges_group, edges_part, put, put_edges, put_right, viewed
from pipeline.store.folder import DERIVED_PART, StoreFolder
from pipeline.store.review import Decisions

if TYPE_CHECKING:
    import duckdb

__all__ = ["resolve"]


def resolve(
    connection: "duckdb.DuckDBPyConnection",
    folder: StoreFolder,
    decisions: Decisions,
    progress: Callable[[str], None],
) -> None:
    """Make every derived table anew, and the logs that `pipeline.resolve.added` starts from."""
    links = Links(folder)
    for table in ("documents", "citations", "recipients", "files", "failures"):
        connection.execute(f"CREATE VIEW {table} AS {viewed(table, folder.parts(table))}")
    progress("resolving: bodies")
    connection.execute(sql.NAMED)
    make_bodies(connection)
    progress("resolving: what mentions mean")
    for step in (*sql.MACROS, sql.KNOWN, *sql.STEPS):
        connection.execute(step)
    links.forget()
    links.clear()
    put_right(connection, folder, progress)
    progress("resolving: works")
    for step in (*sql.TALLY, sql.WORK):
        connection.execute(step)
    progress("writing: works")
    put(connection, folder, "works", sql.WORKS)
    progress("writing: edges")
    _edges(connection, folder)
    progress("writing: bodies")
    put(connection, folder, "bodies", sql.BODIES)
    put(connection, folder, "aliases", sql.ALIASES)
    progress("writing: suspected")
    folder.replace("suspected", DERIVED_PART, suspected_rows(connection))
    links.write(connection, "facts", "SELECT * FROM fact ORDER BY number_key")
    links.write(connection, "blanks", f"{sql.BLANKS} ORDER BY number_key")
    links.write(connection, "named", "SELECT * FROM named", whole=True)
    links.remember(folder.committed(), decisions)


def _edges(connection: "duckdb.DuckDBPyConnection", folder: StoreFolder) -> None:
    group = edges_group("filename")
    grouped = f"""
        SELECT e.*, {group} AS part_group
        FROM ({sql.EDGES}) e JOIN (SELECT doc_id, filename FROM documents) d ON e.stated_by = d.doc_id
    """
    groups = {row[0] for row in connection.execute(f"SELECT DISTINCT {group} FROM documents").fetchall()} | {0}
    put_edges(connection, folder, grouped, groups)
    kept = {edges_part(number) for number in groups}
    for part in folder.parts("edges"):
        if part.name not in kept:
            part.unlink()
