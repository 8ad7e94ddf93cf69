"""What a store holds already, in 16 bytes a document and 8 a file: a million cost about 25 MB.

Looked up are files by path, size and time, and documents by content.
"""

from collections.abc import Iterator
from itertools import islice
from typing import TYPE_CHECKING, Any

import numpy as np

from pipeline.read.walk import Found
from pipeline.store.folder import StoreFolder
from pipeline.store.layout import listed

if TYPE_CHECKING:
    import duckdb
    from numpy.typing import NDArray

__all__ = ["Keys", "Known"]

LOOKED_UP = 500  # files at a time
RECENT = 50_000  # keys before they are sorted in
_NOTHING = "SELECT '' AS path, '' AS doc_id, true AS partial, 0 AS bytes, 0 AS modified_ns LIMIT 0"


class Keys:
    """A set of document ids that only grows: sorted bytes, and a small set of those that came last."""

    def __init__(self, keys: "NDArray[Any] | None" = None) -> None:
        self._sorted = np.sort(keys) if keys is not None else np.empty(0, "S16")
        self._recent: set[bytes] = set()

    def __contains__(self, doc_id: str) -> bool:
        key = bytes.fromhex(doc_id[:32])
        if key in self._recent:
            return True
        wanted = np.array(key, "S16")
        place = int(np.searchsorted(self._sorted, wanted))
        return place < len(self._sorted) and bool(self._sorted[place] == wanted)

    def add(self, doc_id: str) -> None:
        """Take one in."""
        self._recent.add(bytes.fromhex(doc_id[:32]))
        if len(self._recent) >= RECENT:
            more = np.array(list(self._recent), "S16")
            self._sorted = np.sort(np.concatenate([self._sorted, more]))
            self._recent.clear()


class Known:
    """Documents (and failed files, unless they are to be read again) and files that a store holds."""

    def __init__(self, folder: StoreFolder, *, retry_failed: bool = False) -> None:
        import duckdb

        self._database = duckdb.connect()
        self._database.execute("SET threads = 1")
        for table in ("documents", "failures", "files"):
            parts = folder.parts(table)
            query = f"SELECT * FROM read_parquet({listed(parts)})" if parts else _NOTHING
            self._database.execute(f"CREATE VIEW {table} AS {query}")
        failed = "SELECT doc_id FROM failures WHERE doc_id IS NOT NULL AND NOT partial"
        more = "" if retry_failed else f" UNION {failed}"
        self.documents = Keys(_keys(self._database, f"SELECT doc_id FROM documents{more}"))
        without = f" WHERE doc_id NOT IN ({failed})" if retry_failed else ""
        hashed = f"SELECT hash(path, bytes, modified_ns) AS h FROM files{without} ORDER BY 1"
        self._files = np.asarray(self._database.execute(hashed).fetchnumpy()["h"])

    def tell(self, files: Iterator[Found]) -> Iterator[tuple[Found, bool]]:
        """Each file, and whether it is known and unchanged."""
        import pyarrow as pa

        while chunk := list(islice(files, LOOKED_UP)):
            if not len(self._files):
                yield from ((found, False) for found in chunk)
                continue
            rows = {"path": [f.path for f in chunk], "bytes": [f.bytes for f in chunk],
                    "modified_ns": [f.modified_ns for f in chunk]}  # fmt: skip
            self._database.register("chunk", pa.table(rows))
            hashes = self._database.execute("SELECT hash(path, bytes, modified_ns) AS h FROM chunk").fetchnumpy()["h"]
            places = np.minimum(np.searchsorted(self._files, hashes), len(self._files) - 1)
            yield from zip(chunk, (self._files[places] == hashes).tolist(), strict=True)

    def close(self) -> None:
        """Let go of the store's files."""
        self._database.close()


def _keys(database: "duckdb.DuckDBPyConnection", query: str) -> "NDArray[Any]":
    """The first 16 bytes of ids in hexadecimal."""
    found = [np.empty(0, "S16")]
    result = database.execute(query)
    while rows := result.fetchmany(100_000):
        whole = bytes.fromhex("".join(doc_id[:32] for (doc_id,) in rows))
        found.append(np.frombuffer(whole, "S16"))
    return np.concatenate(found)
