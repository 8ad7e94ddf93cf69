"""The whole archive at once: which work each mention means, what works there are, and how they relate.

Set-based, in DuckDB, out of core; every derived table is a function of the base tables and a person's decisions, so
that neither the order nor the batches in which documents came in make a difference, and it can be run again at any
time. Few added documents are not worth a pass over the archive: `pipeline.resolve.added` follows what they change, and
comes to the same tables.
"""

import errno
import os
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.errors import CancuError
from pipeline.resolve import added, whole
from pipeline.resolve.links import Links
from pipeline.store.folder import StoreFolder
from pipeline.store.layout import DERIVED, quoted
from pipeline.store.review import Decisions, read_decisions

if TYPE_CHECKING:
    import duckdb

__all__ = ["apply_review", "is_resolved", "resolve_store"]

MEMORY = (200 << 20, 2 << 30)  # bytes for DuckDB, at least and at most …
MEMORY_TIMES = 4  # … and of the size of the tables that mentions are resolved from
ADDED_MOST = 0.1  # share of the documents up to which following the added ones is quicker than all anew
ADDED_TIMES = 50  # after which the logs are made anew


def _made_from(folder: StoreFolder, decisions: Decisions) -> list[str] | None:
    """The batches the derived tables are made from; None: they are to be made anew."""
    if not all(folder.parts(table) for table in DERIVED):
        return None
    return Links(folder).batches(decisions)


def is_resolved(folder: StoreFolder) -> bool:
    """Whether the derived tables were made from the batches and decisions that are in the store now.

    Raises `CancuError("review-broken")`.
    """
    return _made_from(folder, read_decisions(folder.root)) == folder.committed()


def resolve_store(
    folder: StoreFolder,
    *,
    force: bool = False,
    memory: int | None = None,
    progress: Callable[[str], None] = lambda step: None,
) -> None:
    """Give every mention its work, then make `works`, `edges`, `bodies`, `suspected` and `aliases`.

    The caller holds `folder.writing()`. Does nothing where the tables are already made from these batches and
    decisions; `force` makes them anew in any case. `memory` bounds DuckDB, in bytes (None: by the size of the store);
    what does not fit goes to a temporary folder. `progress` is told each step.

    Raises `CancuError("review-broken")` before anything is written, and `CancuError("store-unwritable")`.
    """
    import duckdb

    decisions = read_decisions(folder.root)
    committed = folder.committed()
    past = None if force else _made_from(folder, decisions)
    if past == committed:
        return
    most = memory or _memory(folder)
    try:
        with folder.scratch() as scratch, closing(duckdb.connect()) as connection:
            connection.execute(f"SET memory_limit = '{most // 1_000_000}MB'")
            connection.execute(f"SET temp_directory = {quoted(scratch)}")
            connection.execute("SET preserve_insertion_order = false")
            _decided(connection, decisions)
            if past is not None and _few(folder, past, committed):
                added.resolve(connection, folder, past, decisions, progress)
            else:
                whole.resolve(connection, folder, decisions, progress)
    except duckdb.OutOfMemoryException:
        if memory is not None or most == MEMORY[1]:
            raise
        resolve_store(folder, force=force, memory=MEMORY[1], progress=progress)
    except duckdb.IOException as error:  # not an OSError: DuckDB writes logs and what does not fit in memory
        full = os.strerror(errno.ENOSPC)
        message = full if full in str(error) else str(error).splitlines()[0]
        raise CancuError("store-unwritable", message, where=str(folder.root)) from None


def _memory(folder: StoreFolder) -> int:
    """Bytes for DuckDB: small stores are resolved in little memory, and large ones need not go to the disk for all."""
    size = sum(part.stat().st_size for table in ("documents", "citations") for part in folder.parts(table))
    return max(MEMORY[0], min(MEMORY[1], MEMORY_TIMES * size))


def _few(folder: StoreFolder, past: list[str], committed: list[str]) -> bool:
    """Whether little enough was added, and nothing taken away."""
    new = set(committed) - set(past)
    if not set(past) <= set(committed) or len(Links(folder).log("facts")) > ADDED_TIMES:
        return False
    return sum(map(folder.count, new)) <= ADDED_MOST * sum(map(folder.count, past))


def apply_review(store: str | Path) -> None:
    """Obey now what a person decided in `suspected-review.csv` of a store; the next ingest would as well.

    Raises `CancuError`: review-broken, store-missing, store-busy, store-unwritable.
    """
    folder = StoreFolder(store)
    folder.require()
    with folder.writing():
        resolve_store(folder)


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
