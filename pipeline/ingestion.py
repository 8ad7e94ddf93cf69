"""Files into the store: walk, read and extract each document, commit in batches, resolve at the end.

The work is done by `pipeline.engine`: a document is the unit, a worker process does it, only the parent writes.
"""

import hashlib
import os
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, suppress
from itertools import chain, islice
from pathlib import Path
from threading import Thread
from typing import TYPE_CHECKING, Literal

from pipeline.engine.counting import count_files
from pipeline.engine.summary import Progress, Summary
from pipeline.errors import CancuError
from pipeline.extract import models_asked
from pipeline.read.walk import Found, walk
from pipeline.store.folder import StoreFolder
from pipeline.store.review import read_decisions

if TYPE_CHECKING:
    from pipeline.engine.task import Engine

__all__ = ["Summary", "cores", "ingest", "parse_shard"]

BATCH_DOCUMENTS = 1000
BATCH_CHARACTERS = 16_000_000  # bounds memory where documents are long
BATCH_SECONDS = 60.0  # bounds what a kill costs where documents are slow
JOBS: int | None = None  # None: as many as there are cores

EngineName = Literal["local", "ray"]


def cores() -> int:
    """Processors this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def parse_shard(words: str) -> tuple[int, int]:
    """`2/3` as (2, 3). Raises `CancuError("option-wrong")`.

    >>> parse_shard("2/3")
    (2, 3)
    """
    number, _, of = words.partition("/")
    if not (number.isdigit() and of.isdigit() and 1 <= int(number) <= int(of)):
        raise CancuError("option-wrong", f"--shard wants i/n with 1 ≤ i ≤ n, such as 2/3, not {words!r}")
    return int(number), int(of)


def _in_shard(found: Found, shard: tuple[int, int]) -> bool:
    number, of = shard
    return int.from_bytes(hashlib.sha256(os.fsencode(found.path)).digest()[:8], "big") % of == number - 1


def _files(listed: Sequence[str | Path], store: str | Path) -> Iterator[Found]:
    from pipeline.engine.work import is_url

    urls = [str(path) for path in listed if is_url(str(path))]
    here = [path for path in listed if not is_url(str(path))]
    found = walk(here, without=store)
    if urls:
        from pipeline.engine.urls import walk_urls

        return chain(found, walk_urls(urls))
    return found


def _engine(name: str, jobs: int, timeout: float, memory: int, *, network: bool) -> "Engine":
    if name == "ray":
        from pipeline.engine.cluster import RayEngine

        return RayEngine(jobs or None, timeout=timeout, memory=memory)
    if name != "local":
        raise CancuError("option-wrong", f"there is no engine {name!r}; there are local and ray")
    if jobs == 0:
        from pipeline.engine.inline import InlineEngine

        return InlineEngine()
    from pipeline.engine.pool import LocalEngine

    return LocalEngine(jobs, timeout=timeout, memory=memory, network=network)


def ingest(
    paths: Sequence[str | Path] | str | Path = (),
    *,
    store: str | Path = "store",
    jobs: int | None = None,
    timeout: float = 900.0,
    memory: int = 4 << 30,
    engine: "EngineName | Engine" = "local",
    limit: int | None = None,
    shard: tuple[int, int] | None = None,
    retry_failed: bool = False,
    refresh: bool = False,
    models: str | Sequence[str] = "default",
    dry_run: bool = False,
    resolve: bool = True,
    progress: Progress | None = None,
) -> Summary:
    """Read every file under the paths into the store, then resolve what they cite: `cancu ingest PATH… --store DIR`.

    What the store knows already (same path, size and time, or same bytes) is not read again. Batches are committed
    whole; killed at any moment, the same call finishes the rest.

    `jobs` worker processes (None: one a core; 0: none, in this process and without limits) have `timeout` seconds and
    `memory` bytes for a document. `limit` bounds the number of files looked at; `shard` (i, n) takes every n-th file,
    by a hash of its path. `refresh` extracts stored documents again, from stored text, where other extractors wrote
    them, or other `models` were asked: those that may decide where the rules do not ("none", "default", "all" or names,
    `extractors.parse`). `dry_run` only tells, in `planned`, what would be read.

    Raises `CancuError` (input-missing, store-busy, store-unwritable, store-foreign, store-newer, worker-broken,
    review-broken, model-missing); what is wrong with single files stands in the table `failures` and in the summary.
    """
    listed: Sequence[str | Path] = [paths] if isinstance(paths, str | Path) else paths
    folder, summary = StoreFolder(store, models=models_asked(models)), Summary()
    files = _files(listed, store)
    first = next(files, None)
    if first is None and not (refresh and not listed):
        raise CancuError("input-none", "there is no file here", where=", ".join(map(str, listed)))
    files = chain([first] if first else [], files)
    if shard:
        files = (found for found in files if _in_shard(found, shard))
    files = islice(files, limit)
    if dry_run:
        return _plan(folder, files, summary, retry_failed=retry_failed)
    if isinstance(engine, str):
        from pipeline.engine.work import is_url

        if jobs is None:
            jobs = JOBS if JOBS is not None or engine != "local" else cores()
        network = any(is_url(str(path)) for path in listed)
        engine = _engine(engine, jobs or 0, timeout, memory, network=network)
    if resolve:
        read_decisions(folder.root)  # a review that cannot be obeyed is told before anything is read
    with folder.writing(), ExitStack() as closing:
        if engine.name != "ray":
            engine.spool = closing.enter_context(folder.scratch())
        if refresh:
            from pipeline.engine.refresh import refresh as extract_again

            extract_again(folder, engine, summary, progress)
        if first:
            _count(listed, store, summary, limit if shard is None else None)
            _read(folder, files, engine, summary, progress, retry_failed=retry_failed)
        if resolve:
            from pipeline.resolve import resolve_store

            resolve_store(folder, progress=lambda step: _step(summary, step, progress))
        summary.otherwise = folder.asked_otherwise()
    return summary


def _count(listed: Sequence[str | Path], store: str | Path, summary: Summary, limit: int | None) -> None:
    """Count the files while the first are read, in a thread that nobody waits for."""

    def count() -> None:
        with suppress(CancuError):
            total = count_files([str(path) for path in listed if "://" not in str(path)], store)
            summary.total = min(total, limit) if limit else total

    if not any("://" in str(path) for path in listed):
        Thread(target=count, daemon=True).start()


def _step(summary: Summary, step: str, progress: Progress | None) -> None:
    summary.step = step
    if progress:
        progress(summary, step)


def _read(
    folder: StoreFolder,
    files: Iterator[Found],
    engine: "Engine",
    summary: Summary,
    progress: Progress | None,
    *,
    retry_failed: bool,
) -> None:
    from pipeline.engine.batches import Batches
    from pipeline.engine.intake import Intake
    from pipeline.engine.known import Known

    spool = engine.spool if engine.name == "local" else None
    batches = Batches(folder, spool, documents=BATCH_DOCUMENTS, characters=BATCH_CHARACTERS, seconds=BATCH_SECONDS)
    known = Known(folder, retry_failed=retry_failed)
    try:
        Intake(files, known, batches, summary, progress).run(engine)
    except KeyboardInterrupt:
        batches.finish()
        raise
    finally:
        known.close()
    batches.finish()


def _plan(folder: StoreFolder, files: Iterator[Found], summary: Summary, *, retry_failed: bool) -> Summary:
    from pipeline.engine.known import Known

    known = Known(folder, retry_failed=retry_failed)
    for found, unchanged in known.tell(files):
        summary.looked_at += 1
        if unchanged:
            summary.known += 1
        else:
            summary.planned.append((found.path, found.bytes))
    known.close()
    return summary
