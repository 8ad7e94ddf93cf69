"""Export of a store: chooses the documents of each split and has a format write them."""

from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pipeline.errors import CancuError
from pipeline.export import (
    akoma_ntoso,
    brat,
    card,
    conll,
    croissant,
    csv,
    docbin,
    gexf,
    graphml,
    jsonl,
    label_studio,
    neo4j,
    parquet,
    turtle,
    web_annotation,
)
from pipeline.export.records import records, texts
from pipeline.export.splits import SPLITS, Groups, sketch, split
from pipeline.new_folder import new_folder

if TYPE_CHECKING:
    import duckdb

    from pipeline.query.store import Store

__all__ = ["FORMATS", "GRAPHS", "export"]

FORMATS: dict[str, Callable[[Iterable[Mapping[str, Any]], Path], None]] = {
    "akoma-ntoso": akoma_ntoso.write,
    "brat": brat.write,
    "conll": conll.write,
    "csv": csv.write,
    "docbin": docbin.write,
    "jsonl": jsonl.write,
    "label-studio": label_studio.write,
    "parquet": parquet.write,
    "web-annotation": web_annotation.write,
}
GRAPHS: dict[str, Callable[["duckdb.DuckDBPyConnection", Path], None]] = {
    "gexf": gexf.write,
    "graphml": graphml.write,
    "neo4j": neo4j.write,
    "turtle": turtle.write,
}


def export(store: "str | Path | Store", *, format: str, out: str | Path, subset: int = 1000) -> dict[str, int]:
    """Write the documents of a store to OUT/full and, of the first `subset` ids, OUT/subset; number of each split.
    A format of `GRAPHS` is the whole graph in OUT, without splits; number of works and of edges.

    Bytes depend on the documents and options only. OUT appears when all is written; it must be missing or empty.
    Raises `CancuError("option-wrong")` for an unknown format, `("store-missing")`, `("out-foreign")` for a folder
    that holds something, `("store-unwritable")`.
    """
    from pipeline.query.store import Store

    known = sorted(FORMATS | GRAPHS)
    if format not in known:
        raise CancuError("option-wrong", f"there is no format {format!r}; there are {', '.join(known)}")
    opened = store if isinstance(store, Store) else Store(store)
    connection = opened.connection
    try:
        with new_folder(out) as work:
            if format in GRAPHS:
                GRAPHS[format](connection, work)
                sizes = _sizes(connection)
            else:
                sizes = _write_splits(connection, FORMATS[format], work, subset)
                if format == "parquet":
                    card.write(opened, work)
                    croissant.write(work)
    except OSError as error:
        raise CancuError("store-unwritable", str(error.strerror), where=str(out)) from None
    return sizes


def _sizes(connection: "duckdb.DuckDBPyConnection") -> dict[str, int]:
    return {table: connection.execute(f"SELECT count(*) FROM {table}").fetchall()[0][0] for table in ("works", "edges")}


def _write_splits(
    connection: "duckdb.DuckDBPyConnection",
    write: Callable[[Iterable[Mapping[str, Any]], Path], None],
    work: Path,
    subset: int,
) -> dict[str, int]:
    given = _splits(connection)
    chosen = set(sorted(given)[:subset])
    for folder, ids in (("full", given.keys()), ("subset", chosen)):
        (work / folder).mkdir()
        for name in SPLITS:
            part = [doc_id for doc_id in given if given[doc_id] == name and doc_id in ids]
            write(records(connection, part), work / folder / name)
    return {name: list(given.values()).count(name) for name in SPLITS}


def _splits(connection: "duckdb.DuckDBPyConnection") -> dict[str, str]:
    rows = connection.execute("SELECT doc_id, date, target_id FROM documents ORDER BY doc_id").fetchall()
    groups = Groups()
    for doc_id, _, target_id in rows:
        if target_id:
            groups.join(doc_id, f"work {target_id}")
    for one, other in connection.execute("SELECT work_a, work_b FROM suspected").fetchall():
        groups.join(f"work {one}", f"work {other}")
    for doc_id, text in texts(connection, [doc_id for doc_id, *_ in rows]):
        for band in sketch(text):
            groups.join(doc_id, f"band {band}")
    return split({doc_id: date for doc_id, date, _ in rows}, groups)
