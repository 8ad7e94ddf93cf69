"""A store on disk: tables as folders of Parquet parts, each part written whole, each batch committed at one stroke.

Commit of a batch: the parts of all tables are written under temporary names and flushed to disk, then renamed, the
part of `documents` last. A batch is in the store from the moment its part of `documents` stands there; parts of a
batch without it are left-overs of a killed run, which readers of ours pass over and the next writer removes.
Derived tables are one file each, replaced whole.
"""

import fcntl
import os
import re
import shutil
import uuid
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from extractors.records import SCHEMA_VERSION
from pipeline.errors import CancuError
from pipeline.store.layout import BASE, DERIVED, LATER, REVIEW, StoreLayout
from pipeline.store.rows import Rows
from pipeline.store.schema import TABLES, metadata, schema
from pipeline.store.version import extractors_version

__all__ = ["DERIVED_PART", "StoreFolder", "columns", "flush_folder", "write_apart"]

EMPTY = "part-000000-empty.parquet"
DERIVED_PART = "part-000000.parquet"
_PART = re.compile(r"part-(\d{6,})-[0-9a-z]+\.parquet")
LOCK = ".lock"
SCRATCH = ".work-"
REPLACING = ".replacing"
UNRESOLVED = ".unresolved"
ROW_GROUP = 100_000
# Columns that questions look up by value: a filter in each part says "not here" without its rows being read.
BLOOMS = {
    "citations": ("target_id", "doc_id"),
    "obligations": ("doc_id",),
    "texts": ("doc_id",),
    "works": ("number_key",),
}
BLOOM_VALUES = 20_000  # distinct values a filter is made for: what a batch of mentions has


def flush_folder(folder: Path) -> None:
    """Make renames in the folder survive a loss of power."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def write_file(path: Path, tables: Iterable[pa.Table], table: str, more: dict[str, str]) -> None:
    """Write rows of a table to a file and flush it to disk."""
    with path.open("wb") as sink:
        described = schema(table).with_metadata(metadata(**more))
        blooms = {column: {"ndv": BLOOM_VALUES, "fpp": 0.01} for column in BLOOMS.get(table, ())}
        with pq.ParquetWriter(sink, described, compression="zstd", bloom_filter_options=blooms or None) as writer:
            for rows in tables:
                writer.write_table(rows.cast(described), row_group_size=ROW_GROUP)
        sink.flush()
        os.fsync(sink.fileno())


def _apart(folder: Path, table: str) -> Path:
    return folder / f"{table}.parquet"


def write_apart(folder: Path, batch: dict[str, pa.Table], more: dict[str, str]) -> None:
    """Write the parts of a batch to a folder of their own, which may be done by another process (see `adopt`)."""
    folder.mkdir(exist_ok=True)
    for table in BASE:
        write_file(_apart(folder, table), [batch[table]], table, more)


class StoreFolder(StoreLayout):
    """The folder of a store and how parts get in. `models`: those asked for what is written (`models.wanted`)."""

    def __init__(self, root: str | Path, *, models: str | Iterable[str] = "default") -> None:
        super().__init__(root)
        from models import wanted

        self.models = tuple(sorted(wanted(models)))
        self._last: int | None = None

    @contextmanager
    def writing(self) -> Iterator[None]:
        """Hold the store for one writer; left-overs of a killed run are removed first.

        Raises `CancuError`: store-busy, store-unwritable, store-foreign.
        """
        try:
            self._refuse_strangers()
            self.root.mkdir(parents=True, exist_ok=True)
            lock = (self.root / LOCK).open("a")
        except OSError as error:
            raise self._unwritable(error) from None
        with lock:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                raise CancuError("store-busy", "another ingest writes to this store", where=str(self.root)) from None
            try:
                self._last = None
                self._create()
                self._recover()
                yield
            except OSError as error:
                raise self._unwritable(error) from None

    @contextmanager
    def scratch(self) -> Iterator[str]:
        """A folder inside the store for what must not outlive the ingest; the caller holds `writing()`."""
        with TemporaryDirectory(prefix=SCRATCH, dir=self.root, ignore_cleanup_errors=True) as folder:
            yield folder

    def _unwritable(self, error: OSError) -> CancuError:
        return CancuError("store-unwritable", error.strerror or str(error), where=str(error.filename or self.root))

    def _refuse_strangers(self) -> None:
        if self.root.is_dir() and not self.exists():
            strangers = sorted(path.name for path in self.root.iterdir() if path.name not in {*TABLES, LOCK, REVIEW})
            if strangers:
                raise CancuError("store-foreign", f"the folder holds {strangers[0]!r}", where=str(self.root))

    def _create(self) -> None:
        for name in (*DERIVED, *BASE):
            folder = self.root / name
            if not folder.is_dir() or not any(folder.glob("part-*.parquet")):
                folder.mkdir(parents=True, exist_ok=True)
                part = folder / (DERIVED_PART if name in DERIVED else EMPTY)
                self._write(part, [schema(name).empty_table()], name, {"cancu.batch": "empty"})
                self._publish(part)
        self._check_version()

    def _check_version(self) -> None:
        for name in self.committed()[-1:]:
            stored = pq.read_schema(self.root / "documents" / name).metadata or {}
            version = stored.get(b"cancu.schema_version", b"0").decode()
            if version.split(".")[0] > SCHEMA_VERSION.split(".", maxsplit=1)[0]:
                raise CancuError("store-newer", f"the store has records of version {version}", where=str(self.root))

    def _recover(self) -> None:
        for left in self.root.glob(f"{SCRATCH}*"):
            shutil.rmtree(left, ignore_errors=True)
        self._finish_replacing()
        committed = set(self.committed())
        for name in TABLES:
            folder = self.root / name
            for path in folder.glob(".*.tmp"):
                path.unlink()
            for path in folder.glob("part-*.parquet") if name in BASE else ():
                if path.name not in committed:
                    path.unlink()

    @staticmethod
    def _hidden(part: Path) -> Path:
        return part.with_name(f".{part.name}.tmp")

    def _write(self, part: Path, tables: Iterable[pa.Table], table: str, more: dict[str, str]) -> None:
        """Write rows under the part's temporary name and flush them to disk."""
        write_file(self._hidden(part), tables, table, more)

    def _publish(self, part: Path) -> None:
        self._hidden(part).replace(part)
        flush_folder(part.parent)

    def next_name(self) -> str:
        """File name for the parts of the next batch; none is given twice while the store is held."""
        if self._last is None:
            self._last = max((int(m[1]) for m in map(_PART.fullmatch, self.committed()) if m), default=0)
        self._last += 1
        return f"part-{self._last:06d}-{uuid.uuid4().hex[:8]}.parquet"

    def about(self, name: str) -> dict[str, str]:
        """What the metadata of a batch's parts tell besides the schema."""
        return {"cancu.batch": name, "cancu.extractors": extractors_version(self.models)}

    def commit(self, rows: Rows) -> str:
        """Add one batch of rows to the base tables at one stroke; gives back the file name of its parts."""
        return self.commit_tables({table: pa.Table.from_pylist(rows.get(table, []), schema(table)) for table in BASE})

    def commit_tables(self, batch: dict[str, pa.Table], name: str | None = None) -> str:
        """The same from Arrow tables; base tables that are not given stay without rows."""
        name = name or self.next_name()
        for table in BASE:
            rows = batch.get(table, schema(table).empty_table())
            self._write(self.root / table / name, [rows], table, self.about(name))
        for table in BASE:
            self._publish(self.root / table / name)
        return name

    def adopt(self, name: str, folder: Path) -> None:
        """Add the batch that `write_apart` has written to a folder of this store, at one stroke."""
        for table in BASE:
            part = self.root / table / name
            _apart(folder, table).replace(part)
            flush_folder(part.parent)

    def replace(self, table: str, part: str, batches: Iterable[pa.Table], **more: str) -> None:
        """Put new rows in the place of one part, whole: readers see the old part or the new one."""
        path = self.root / table / part
        if table == "documents" and path.exists():
            more["cancu.extractors"] = self.extracted_by(part)
        self._write(path, batches, table, more)
        self._publish(path)

    def replace_batch(self, name: str, rows: Rows) -> None:
        """Put new rows in the place of a batch's, in the tables given, at one stroke (if need be the next writer's).

        The new parts are written and flushed; a note says that they are to take the place of the old; then they do.
        """
        (self.root / UNRESOLVED).touch()
        for table, new in rows.items():
            self._write(self.root / table / name, [pa.Table.from_pylist(new, schema(table))], table, self.about(name))
        note = self.root / REPLACING
        with note.with_suffix(".tmp").open("w", encoding="utf-8") as sink:
            sink.write(name)
            sink.flush()
            os.fsync(sink.fileno())
        note.with_suffix(".tmp").replace(note)
        flush_folder(self.root)
        self._finish_replacing()

    def _finish_replacing(self) -> None:
        note = self.root / REPLACING
        if note.exists():
            name = note.read_text(encoding="utf-8")
            for table in BASE:
                if self._hidden(self.root / table / name).exists():
                    self._publish(self.root / table / name)
            note.unlink()
            flush_folder(self.root)

    def extracted_by(self, part: str) -> str:
        """The version of the extractors that wrote a batch; "" where it does not say."""
        stored = pq.read_schema(self.root / "documents" / part).metadata or {}
        return str((stored.get(b"cancu.extractors") or b"").decode())

    def asked_otherwise(self) -> int:
        """Number of documents in batches for which other models were asked than those of `models`."""
        now = extractors_version(self.models).partition("+")[2]
        parts = [
            name for name in self.committed() if (told := self.extracted_by(name)) and told.partition("+")[2] != now
        ]
        return sum(map(self.count, parts))

    def count(self, part: str) -> int:
        """Number of documents in a batch."""
        return int(pq.read_metadata(self.root / "documents" / part).num_rows)

    def rows(self, table: str, part: str) -> list[dict[str, Any]]:
        """The rows of one part; none where an earlier cancu, which did not know the table, wrote the batch."""
        if table in LATER and not (self.root / table / part).exists():
            return []
        return list(pq.read_table(self.root / table / part).to_pylist())

    def unresolved(self) -> bool:
        """Whether batches were replaced since the derived tables were made."""
        return (self.root / UNRESOLVED).exists()

    def resolved(self) -> None:
        """The derived tables are made from what is in the store now."""
        (self.root / UNRESOLVED).unlink(missing_ok=True)


def columns(parts: Sequence[Path], names: Sequence[str]) -> Iterator[dict[str, list[Any]]]:
    """The named columns of each part, one part at a time."""
    for part in parts:
        yield pq.read_table(part, columns=list(names)).to_pydict()
