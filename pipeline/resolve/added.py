"""Resolve after few documents were added: the same tables as made anew, at the cost of what is added.

What is read of the past are the logs of `pipeline.resolve.links`, single columns of `documents` and `files`, and the
parts that hold documents with a mention which an added work may fill; written are those parts, the parts of `edges`
they belong to, and the tables of one part.
"""

from collections.abc import Callable
from typing import TYPE_CHECKING

from pipeline.resolve import added_sql, sql
from pipeline.resolve.links import Links, reading
from pipeline.resolve.register import make_bodies
from pipeline.resolve.suspects import suspected_rows
from pipeline.resolve.writing import edges_group, edges_part, put, put_edges, put_right, viewed
from pipeline.store.folder import StoreFolder
from pipeline.store.review import Decisions

if TYPE_CHECKING:
    import duckdb

__all__ = ["resolve"]

_BASE = ("documents", "citations", "recipients", "files", "failures")


def resolve(
    connection: "duckdb.DuckDBPyConnection",
    folder: StoreFolder,
    past: list[str],
    decisions: Decisions,
    progress: Callable[[str], None],
) -> None:
    """Bring the derived tables, made from the batches `past`, to what is in the store now."""
    links, before = Links(folder), set(past)
    for table in _BASE:
        parts = folder.parts(table)
        for name, wanted in (("past", True), ("fresh", False)):
            chosen = [part for part in parts if (part.name in before) == wanted]
            connection.execute(f"CREATE TEMP VIEW {name}_{table} AS {viewed(table, chosen)}")
    for kind in ("facts", "blanks", "named"):
        connection.execute(f"CREATE TEMP VIEW past_{kind} AS {links.rows(kind)}")
    connection.execute(f"CREATE TEMP VIEW past_works AS {reading(folder.parts('works'))}")
    progress("resolving: bodies")
    connection.execute(added_sql.NAMED)
    make_bodies(connection)
    progress("resolving: what the added change")
    for step in (*sql.MACROS, *added_sql.KNOWN):
        connection.execute(step)
    _scope(connection, folder)
    progress("resolving: what mentions mean")
    for step in (*sql.STEPS, *added_sql.BEFORE, *added_sql.AFTER):
        connection.execute(step)
    progress("resolving: works")
    for step in added_sql.WORK:
        connection.execute(step)
    connection.execute(f"CREATE TEMP TABLE edge AS {_edges(folder)}")
    aliases = _aliases(folder) if decisions.joined else ""
    links.forget()
    put_right(connection, folder, progress)
    progress("writing: works, edges, bodies, suspected")
    if aliases:
        put(connection, folder, "aliases", aliases)
    for step in added_sql.SUSPECT:
        connection.execute(step)
    _suspected(connection, folder)
    put(connection, folder, "works", "SELECT * FROM works_now")
    _put_edges(connection, folder)
    put(connection, folder, "bodies", sql.BODIES)
    links.write(connection, "facts", "SELECT * FROM fact_change")
    links.write(connection, "blanks", f"{sql.BLANKS} AND b.doc_id IN (SELECT doc_id FROM fresh_documents)")
    links.write(connection, "named", "SELECT * FROM named", whole=True)
    links.remember(folder.committed(), decisions)


def _scope(connection: "duckdb.DuckDBPyConnection", folder: StoreFolder) -> None:
    """Tables of the added documents and of those of the past that they may change."""
    names = {row[0] for row in connection.execute("SELECT DISTINCT part FROM affected").fetchall()}
    views = {}
    for table in sql.NOW:
        parts = [part for part in folder.parts(table) if part.name in names]
        views[table] = viewed(table, parts) if parts else f"SELECT * FROM fresh_{table} LIMIT 0"
    for step in added_sql.SCOPE:
        connection.execute(step.format(**views))


def _edges(folder: StoreFolder) -> str:
    """Query: the edges of the changed documents, each with its part."""
    return f"""
        SELECT e.*, {edges_group("d.filename")} AS part_group
        FROM ({sql.EDGES}) e JOIN documents d ON e.stated_by = d.doc_id SEMI JOIN changed ON d.doc_id = changed.doc_id
    """


def _put_edges(connection: "duckdb.DuckDBPyConnection", folder: StoreFolder) -> None:
    """Write anew the parts of `edges` to which changed documents belong."""
    found = connection.execute(
        f"SELECT DISTINCT {edges_group('filename')} FROM documents SEMI JOIN changed USING (doc_id)"
    ).fetchall()
    groups = {row[0] for row in found}
    parts = {part.name: part for part in folder.parts("edges")}
    query = "SELECT * FROM edge"
    for group in sorted(groups):
        part = parts.get(edges_part(group))
        if part is not None:
            query += f"""
                UNION ALL BY NAME SELECT *, {group} AS part_group FROM ({reading([part])})
                WHERE stated_by NOT IN (SELECT doc_id FROM changed)
            """
    put_edges(connection, folder, query, groups)


def _suspected(connection: "duckdb.DuckDBPyConnection", folder: StoreFolder) -> None:
    """The suspicions among works that were not touched, and those found anew."""
    import pyarrow as pa

    connection.register("suspected_now", pa.concat_tables(suspected_rows(connection)))
    query = f"""
        SELECT * FROM ({reading(folder.parts("suspected"))}) WHERE work_a NOT IN (SELECT target_id FROM judged)
        UNION ALL BY NAME SELECT * FROM suspected_now
    """
    put(connection, folder, "suspected", query)


def _aliases(folder: StoreFolder) -> str:
    """Query: `aliases`, which are counted over everything."""
    documents, citations = (viewed(table, folder.parts(table)) for table in ("documents", "citations"))
    return f"WITH documents AS ({documents}), citations AS ({citations}) SELECT * FROM ({sql.ALIASES})"
