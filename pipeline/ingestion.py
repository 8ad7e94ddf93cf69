"""Files into the store: walk, read and extract each document, commit in batches, resolve at the end.

`process` is the per-document function: it needs nothing but its task, so that a pool of workers or a cluster can run
it; only the parent writes.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import Any

from extractors.records import Problem
from pipeline.errors import CancuError
from pipeline.read import Raw, load, read
from pipeline.read.containers import CONTAINERS, Refused, iter_members
from pipeline.read.walk import Found, walk
from pipeline.store.folder import StoreFolder, columns
from pipeline.store.rows import Rows, document_rows, failure_row

__all__ = ["Outcome", "Summary", "ingest", "process"]

BATCH_DOCUMENTS = 1000
BATCH_CHARACTERS = 16_000_000  # bounds memory where documents are long


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one file: its rows, or the reason there are none."""

    found: Found
    doc_id: str | None
    rows: Rows
    status: str
    characters: int = 0


@dataclass(slots=True)
class Summary:
    """What an ingest did, in numbers of files."""

    read: int = 0
    failed: int = 0
    partial: int = 0
    known: int = 0
    duplicates: int = 0
    characters: int = 0
    failures: list[tuple[str, str, str]] = field(default_factory=list)
    """Path, code and message of the first failures (at most 20)."""


Progress = Callable[[Summary, str], None]


def _failed(found: Found, doc_id: str | None, stage: str, problem: Problem) -> Outcome:
    rows: Rows = {"failures": [failure_row(found.path, doc_id, stage, problem, partial=False)]}
    return Outcome(found, doc_id, rows, "failed")


def process(found: Found, raw: Raw) -> Outcome:
    """Read and extract one file. Never raises for what is wrong with the file: that is a row in `failures`."""
    from pipeline.extract import extract

    try:
        reading = read(raw)
    except CancuError as error:
        return _failed(found, raw.doc_id, "read", Problem(code=error.code, message=error.message))
    except Exception as error:
        problem = Problem(code="read-crashed", message=f"{type(error).__name__}: {error}"[:300])
        return _failed(found, raw.doc_id, "read", problem)
    try:
        document = extract(reading)
        rows = document_rows(document, reading, found.path)
    except Exception as error:
        problem = Problem(code="extract-crashed", message=f"{type(error).__name__}: {error}"[:300])
        return _failed(found, raw.doc_id, "extract", problem)
    return Outcome(found, raw.doc_id, rows, document.status, len(reading.text))


class _Known:
    """What the store holds already: documents and failed files by content, files by path, size and time."""

    def __init__(self, folder: StoreFolder, *, retry_failed: bool) -> None:
        self.documents: set[bytes] = set()
        self.files: dict[str, tuple[str, int, int]] = {}
        for part in columns(folder.parts("documents"), ["doc_id"]):
            self.documents.update(bytes.fromhex(doc_id) for doc_id in part["doc_id"])
        failed: set[str] = set()
        for part in columns(folder.parts("failures"), ["doc_id", "partial"]):
            failed.update(d for d, partial in zip(part["doc_id"], part["partial"], strict=True) if d and not partial)
        if not retry_failed:
            self.documents.update(bytes.fromhex(doc_id) for doc_id in failed)
        for part in columns(folder.parts("files"), ["path", "doc_id", "bytes", "modified_ns"]):
            for path, doc_id, size, modified in zip(*part.values(), strict=True):
                if not (retry_failed and doc_id in failed):
                    self.files[path] = (doc_id, size, modified)

    def unchanged(self, found: Found) -> bool:
        return self.files.get(found.path, ("", -1, -1))[1:] == (found.bytes, found.modified_ns)


class _Batch:
    """Rows waiting to be committed together."""

    def __init__(self, folder: StoreFolder) -> None:
        self.folder = folder
        self.rows: Rows = {}
        self.documents = self.characters = self.size = 0

    def add(self, rows: Rows, characters: int = 0) -> None:
        for table, more in rows.items():
            self.rows.setdefault(table, []).extend(more)
        self.documents += bool(rows.get("documents"))
        self.characters += characters
        self.size += 1

    def full(self) -> bool:
        return self.documents >= BATCH_DOCUMENTS or self.characters >= BATCH_CHARACTERS or self.size >= 10_000

    def commit(self) -> None:
        if self.size:
            self.folder.commit(self.rows)
        self.rows, self.documents, self.characters, self.size = {}, 0, 0, 0


def _file_row(found: Found, doc_id: str) -> dict[str, Any]:
    return {"path": found.path, "doc_id": doc_id, "bytes": found.bytes, "modified_ns": found.modified_ns}


def _outcomes(files: Iterable[Found], known: _Known, summary: Summary) -> Iterator[Outcome]:
    """Each new or changed file's outcome; bytes that are known already give a row in `files` alone."""
    for found in files:
        if known.unchanged(found):
            summary.known += 1
            continue
        try:
            raw = load(found.path)
        except CancuError as error:
            summary.failed += 1
            yield _failed(found, None, "open", Problem(code=error.code, message=error.message))
            continue
        key = bytes.fromhex(raw.doc_id)
        if key in known.documents:
            summary.duplicates += 1
            yield Outcome(found, raw.doc_id, {}, "duplicate")
            continue
        if raw.media_type in CONTAINERS:
            yield from _members(found, raw, known, summary)
        else:
            yield _counted(process(found, raw), known, summary)


def _counted(outcome: Outcome, known: _Known, summary: Summary) -> Outcome:
    if outcome.doc_id:
        known.documents.add(bytes.fromhex(outcome.doc_id))
    summary.read += outcome.status != "failed" or bool(outcome.rows.get("documents"))
    summary.partial += outcome.status == "partial"
    summary.failed += outcome.status == "failed"
    return outcome


def _members(found: Found, raw: Raw, known: _Known, summary: Summary) -> Iterator[Outcome]:
    """The outcome of each file in an archive, its path behind the archive's; the archive's own row comes last.

    So an archive whose ingest was killed is opened again, and its members that are known are not read twice.
    """
    for member in iter_members(Raw(raw.data, raw.media_type, found.path)):
        size = 0 if isinstance(member, Refused) else len(member.data)
        inside = Found(member.name or found.path, size, found.modified_ns)
        if isinstance(member, Refused):
            problem = Problem(code=member.code, message=member.message)
            yield _counted(_failed(inside, None, "open", problem), known, summary)
        elif bytes.fromhex(member.doc_id) in known.documents:
            summary.duplicates += 1
            yield Outcome(inside, member.doc_id, {}, "duplicate")
        else:
            named = Raw(member.data, member.media_type, PurePosixPath(inside.path).name)
            yield _counted(process(inside, named), known, summary)
    yield Outcome(found, raw.doc_id, {}, "archive")


def ingest(
    paths: Sequence[str | Path] | str | Path,
    *,
    store: str | Path = "store",
    limit: int | None = None,
    retry_failed: bool = False,
    resolve: bool = True,
    progress: Progress | None = None,
) -> Summary:
    """Read every file under the paths into the store, then resolve what they cite: `cancu ingest PATH… --store DIR`.

    What the store knows already (same path, size and time, or same bytes) is not read again. Batches are committed
    whole; killed at any moment, the same call finishes the rest. `limit` bounds the number of files looked at.
    Raises `CancuError` (input-missing, store-busy, store-unwritable, store-foreign, store-newer); what is wrong with
    single files stands in the table `failures` and in the summary.
    """
    from pipeline.resolve import resolve_store

    folder = StoreFolder(store)
    summary = Summary()
    listed: Sequence[str | Path] = [paths] if isinstance(paths, str | Path) else paths
    files = walk(listed, without=store)
    first = next(files, None)
    if first is None:
        raise CancuError("input-none", "there is no file here", where=", ".join(map(str, listed)))
    with folder.writing():
        known = _Known(folder, retry_failed=retry_failed)
        batch = _Batch(folder)
        for outcome in _outcomes(_limited(first, files, limit), known, summary):
            for row in outcome.rows.get("failures", [])[: 20 - len(summary.failures)]:
                summary.failures.append((row["path"], row["code"], row["message"]))
            if outcome.doc_id:
                batch.add({"files": [_file_row(outcome.found, outcome.doc_id)]})
            batch.add(outcome.rows, outcome.characters)
            summary.characters += outcome.characters
            if progress:
                progress(summary, outcome.found.path)
            if batch.full():
                batch.commit()
        batch.commit()
        if resolve:
            resolve_store(folder)
    return summary


def _limited(first: Found, files: Iterator[Found], limit: int | None) -> Iterator[Found]:
    yield first
    for number, found in enumerate(files, 2):
        if limit is not None and number > limit:
            return
        yield found
