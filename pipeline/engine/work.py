"""The per-document functions: the same in a worker process, on a cluster, and in a test.

They need nothing but their task, write nothing but members of archives into the spool, and never raise for what is
wrong with a file: that is a row in `failures`.
"""

import errno
import hashlib
import os
import stat
import tempfile
import traceback
from collections.abc import Callable
from pathlib import Path, PurePosixPath
from typing import Any, TypeVar

from extractors.records import Problem
from pipeline.engine.task import Member, Outcome, Task, failed
from pipeline.errors import CancuError
from pipeline.read import Raw, load, read
from pipeline.read.containers import CONTAINERS, Refused, iter_members
from pipeline.store.rows import document_rows

__all__ = ["fetch", "identified", "identify", "is_url", "work"]

SLICE_MEMBERS = 1000  # members of an archive that are unpacked at a time …
SLICE_BYTES = 256 << 20  # … and their size: bounds the spool
CARRIED_BYTES = 32 << 20  # the same where their bytes travel in messages
KEPT_BYTES = 64 << 20  # of a file that is read once for its identity and its text
_CHUNK = 1 << 20
_DISK = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EROFS})
_Value = TypeVar("_Value")


def is_url(path: str) -> bool:
    """Whether a path is one of fsspec (`s3://bucket/key`) rather than of this machine."""
    return "://" in path


def _open_url(url: str) -> Any:
    try:
        import fsspec
    except ImportError:
        message = "paths such as s3://… need fsspec: pip install 'cancu[cluster]'"
        raise CancuError("program-missing", message, where=url) from None
    return fsspec.open(url, "rb")


def _unreadable(path: str, error: OSError) -> CancuError:
    if isinstance(error, FileNotFoundError):
        return CancuError("input-missing", "there is no such file", where=path)
    return CancuError("input-unreadable", error.strerror or "it cannot be read", where=path)


def _opened(path: str) -> Any:
    """A file or URL to be read. Raises `CancuError("input-unreadable")` for folders, pipes and devices."""
    if is_url(path):
        return _open_url(path)
    info = os.stat(path)  # noqa: PTH116
    if not stat.S_ISREG(info.st_mode):
        kind = "a folder that may not be listed" if stat.S_ISDIR(info.st_mode) else "not a regular file"
        raise CancuError("input-unreadable", f"this is {kind}", where=path)
    return open(path, "rb", buffering=0)  # noqa: PTH123


def identify(task: Task, keep: int = KEPT_BYTES) -> tuple[str, Raw | None]:
    """SHA-256 of a file's bytes, in hexadecimal: the identity of the document; and the bytes, if at most `keep`.

    Raises `CancuError`: input-missing, input-unreadable (also for pipes and devices), input-empty.
    """
    path = task.source
    try:
        with _opened(path) as file:
            if 0 < task.found.bytes <= keep:
                raw = load(file.read(), name=PurePosixPath(path).name)
                return raw.doc_id, raw
            digest, size = hashlib.sha256(), 0
            while chunk := file.read(_CHUNK):
                digest.update(chunk)
                size += len(chunk)
    except OSError as error:
        raise _unreadable(path, error) from None
    if not size:
        raise CancuError("input-empty", "the file is empty", where=path)
    return digest.hexdigest(), None


def fetch(task: Task) -> Raw:
    """The bytes of a task, their kind told.

    Raises `CancuError`: input-missing, input-empty, input-unreadable (also where they are not those of its identity).
    """
    name = PurePosixPath(task.found.path).name
    if task.data is not None:
        return load(task.data, name=name)
    try:
        with _opened(task.source) as file:
            raw = load(file.read(), name=name)
    except OSError as error:
        raise _unreadable(task.source, error) from None
    if task.doc_id and raw.doc_id != task.doc_id:
        raise CancuError("input-unreadable", "it was changed while it was read", where=task.source)
    return raw


def _crash(error: BaseException) -> str:
    """What crashed and where, without the error's own words: they may quote the document."""
    frames = [frame for frame in traceback.extract_tb(error.__traceback__) if "site-packages" not in frame.filename]
    where = f" in {'/'.join(Path(frames[-1].filename).parts[-2:])}, line {frames[-1].lineno}" if frames else ""
    return f"{type(error).__name__}{where}"


def _code(stage: str) -> str:
    return "extract-crashed" if stage == "extract" else "read-crashed"


def _guarded(task: Task, stage: str, step: Callable[[], _Value]) -> _Value | Outcome:
    try:
        return step()
    except CancuError as error:
        return failed(task, stage, error.code, error.message)
    except MemoryError:
        return failed(task, stage, "worker-memory", "more memory was needed than a worker may have")
    except OSError as error:
        if error.errno in _DISK:  # not the document's fault, and the next would fare no better
            raise
        return failed(task, stage, _code(stage), _crash(error))
    except Exception as error:
        return failed(task, stage, _code(stage), _crash(error))


def identified(task: Task) -> tuple[str, Raw | None] | Outcome:
    """What `identify` gives, or the task's failure."""
    return _guarded(task, "open", lambda: identify(task))


def work(task: Task, spool: str | None = None, raw: Raw | None = None) -> Outcome:
    """Read and extract one document, or open one archive: its members come back as documents still to do.

    `spool` is a folder for members; without one their bytes come back with them. `raw`: the bytes, where they are at
    hand.
    """
    if task.reading is not None:
        return _extracted(task, task.reading)
    got = raw if raw is not None else _guarded(task, "open", lambda: fetch(task))
    if isinstance(got, Outcome):
        return got
    if got.media_type in CONTAINERS:
        return _guarded(task, "read", lambda: _unpack(task, got, spool))
    reading = _guarded(task, "read", lambda: read(got))
    return reading if isinstance(reading, Outcome) else _extracted(task, reading)


def _extracted(task: Task, reading: Any) -> Outcome:
    def step() -> Outcome:
        from pipeline.extract import extract

        document = extract(reading, models=task.models)
        rows = document_rows(document, reading, task.found.path)
        return Outcome(reading.doc_id, document.status, rows, len(reading.text), len(reading.pages), held=True)

    return _guarded(task, "extract", step)


def _unpack(task: Task, raw: Raw, spool: str | None) -> Outcome:
    """The next slice of an archive's members."""
    members: list[Member] = []
    room, number, resume = SLICE_BYTES if spool else CARRIED_BYTES, 0, None
    for number, member in enumerate(iter_members(Raw(raw.data, raw.media_type, task.found.path))):
        if number < task.skip:
            continue
        if len(members) >= SLICE_MEMBERS or room <= 0:
            resume = number
            break
        if isinstance(member, Refused):
            problem = Problem(code=member.code, message=member.message)
            members.append(Member(member.name, problem=problem))
            continue
        room -= len(member.data)
        path = member.name or task.found.path
        source, data = ("", member.data) if spool is None else (_spooled(member.data, spool), None)
        members.append(Member(path, len(member.data), source, member.doc_id, data))
    return Outcome(raw.doc_id, "archive", {}, members=tuple(members), resume=resume)


def _spooled(data: bytes, spool: str) -> str:
    """Path of a new file with these bytes; its name says nothing of the member's."""
    descriptor, path = tempfile.mkstemp(dir=spool)
    with os.fdopen(descriptor, "wb") as file:
        file.write(data)
    return path
