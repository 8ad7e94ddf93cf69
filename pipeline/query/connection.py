"""DuckDB over a store, locked down: it reads the store's folder and nothing else, and writes nothing."""

from typing import TYPE_CHECKING

from pipeline.errors import CancuError
from pipeline.least import EVERYTHING, Least
from pipeline.query.confidence import JUDGED, leave_out
from pipeline.query.views import LATE, OFFERED, statement
from pipeline.store.layout import StoreLayout, listed, quoted

if TYPE_CHECKING:
    import duckdb

__all__ = ["connect", "only_select"]


def connect(layout: StoreLayout, least: Least = EVERYTHING, **settings: str) -> "duckdb.DuckDBPyConnection":
    """A connection with one view for each table and what `views` offers; it can reach nothing outside the store.

    The tables hold only what is as sure as `least` says. `settings` of DuckDB (memory_limit="1GB") hold for good:
    nothing can be set afterwards.

    Raises `CancuError("store-missing")`.
    """
    import duckdb

    layout.require()
    connection = duckdb.connect()
    for name, value in settings.items():
        connection.execute(f"SET {name} = '{value}'")
    connection.execute("SET autoinstall_known_extensions = false")
    connection.execute("SET autoload_known_extensions = false")
    connection.execute(f"SET allowed_directories = [{quoted(layout.root.resolve())}]")
    connection.execute("SET enable_external_access = false")
    judged = JUDGED if least.confidence > 0 else ()
    if judged:
        connection.execute("CREATE SCHEMA whole")
    for table in layout.tables():
        parts = [part.resolve() for part in layout.parts(table)]
        if not parts:
            _empty(connection, table)
        rows = f"read_parquet({listed(parts)}, union_by_name = true)" if parts else f"{table}_of_none"
        connection.execute(f"CREATE VIEW {'whole.' if table in judged else ''}{table} AS SELECT * FROM {rows}")
    if judged:
        leave_out(connection, least)
    for offer in OFFERED:
        if offer.name not in LATE:
            connection.execute(statement(offer))
    connection.execute("SET lock_configuration = true")
    return connection


def _empty(connection: "duckdb.DuckDBPyConnection", table: str) -> None:
    """A table that the store, made by an earlier cancu, does not have."""
    from pipeline.store.schema import schema

    connection.register(f"{table}_of_none", schema(table).empty_table())


def only_select(connection: "duckdb.DuckDBPyConnection", query: str) -> str:
    """The query, if it is one statement that only reads; else `CancuError("query-wrong")`."""
    import duckdb

    if any(name in query.lower() for name in LATE):
        for offer in OFFERED:
            if offer.name in LATE:
                connection.execute(statement(offer))
    try:
        statements = connection.extract_statements(query)
    except duckdb.Error as error:
        raise CancuError("query-wrong", str(error).strip()) from None
    if len(statements) != 1:
        raise CancuError("query-wrong", f"one statement at a time, not {len(statements)}")
    if statements[0].type != duckdb.StatementType.SELECT:
        raise CancuError("query-wrong", f"only SELECT is allowed, not {statements[0].type.name}")
    return query
