"""Rows on their way from a worker to a part: Arrow tables behind one another, in a file or in a message."""

from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import Any

import pyarrow as pa

from pipeline.store.layout import BASE
from pipeline.store.rows import Pack, Rows
from pipeline.store.schema import schema

__all__ = ["pack_rows", "tables_of"]


@cache
def _bare(table: str) -> Any:
    """The schema of a table without what columns mean, which need not travel with every few rows."""
    return pa.schema([pa.field(field.name, field.type, nullable=field.nullable) for field in schema(table)])


def pack_rows(rows: Rows, path: str | None = None) -> Pack:
    """The rows of base tables, packed into a new file, or into bytes where no path is given.

    >>> pack = pack_rows({"texts": [{"doc_id": "a", "page": 1, "text": "x"}]})
    >>> tables_of([pack, pack], {})["texts"].num_rows
    2
    """
    with pa.BufferOutputStream() as sink:
        for name in BASE:
            with pa.ipc.new_stream(sink, _bare(name)) as stream:
                if given := rows.get(name):
                    stream.write_table(pa.Table.from_pylist(given, _bare(name)))
        packed = sink.getvalue()
    if path is None:
        return bytes(packed.to_pybytes())
    Path(path).write_bytes(packed)
    return path


def tables_of(packs: Iterable[Pack], rows: Rows) -> dict[str, Any]:
    """Arrow tables of the base tables: the rows of packs, and rows besides them."""
    tables: dict[str, list[Any]] = {name: [pa.Table.from_pylist(rows.get(name, []), _bare(name))] for name in BASE}
    for pack in packs:
        with pa.memory_map(pack) if isinstance(pack, str) else pa.BufferReader(pack) as source:
            for name in BASE:
                with pa.ipc.open_stream(source) as stream:
                    tables[name].append(stream.read_all())
    return {name: pa.concat_tables(several) for name, several in tables.items()}
