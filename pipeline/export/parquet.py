"""Parquet: one document a row, what was found in it as lists."""

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

__all__ = ["write"]

ROWS = 1000  # documents a row group


def write(records: Iterable[Mapping[str, Any]], stem: Path) -> None:
    """Write STEM.parquet; offsets are code points of `text`. The types are those of the store's tables.

    Generator and schema version stand in the file's metadata.
    """
    import pyarrow as pa
    import pyarrow.parquet as pq

    from pipeline.export.records import PARTICULARS, PARTS, batches
    from pipeline.store.schema import metadata
    from pipeline.store.schema import schema as table

    def fields(name: str, columns: Iterable[str]) -> list[Any]:
        return [pa.field(column, table(name).field(column).type) for column in columns]

    layout = pa.schema(
        [
            *fields("documents", PARTICULARS),
            pa.field("text", pa.string()),
            *(pa.field(name, pa.list_(pa.struct(fields(name, columns)))) for name, columns in PARTS.items()),
        ],
        metadata=metadata(),
    )
    with pq.ParquetWriter(stem.with_suffix(".parquet"), layout, compression="zstd") as file:
        for some in batches(records, ROWS):
            file.write_table(pa.Table.from_pylist([dict(record) for record in some], schema=layout))
