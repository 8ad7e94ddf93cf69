"""A pool of worker processes that outlives any of them.

Each worker has a pipe of its own and no lock is shared, so that a worker may be killed in the midst of a message
without harm to the others (docs/decisions/ has what pools of libraries did then). One thread, the caller's, runs all.
"""

import os
import signal
import subprocess
import sys
import time
from collections import deque
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from multiprocessing.connection import Connection, wait
from pathlib import Path
from socket import socketpair
from typing import cast

from pipeline.engine.beat import Beat
from pipeline.engine.bundle import BYTES, DOCUMENTS, SMALL
from pipeline.engine.task import Done, Outcome, Part, Source, Task, failed
from pipeline.engine.worker import COMMAND, Bundle, Identified, Ready, Reply, Settings, Unwritable
from pipeline.errors import CancuError

__all__ = ["MEMORY", "TIMEOUT", "LocalEngine"]

TIMEOUT = 900.0  # seconds for one document: a scan of several hundred pages
MEMORY = 4 << 30  # bytes for one worker
RETRIES = 2  # of a document whose worker died
RECYCLE_TASKS = 20_000  # documents after which a worker is replaced …
RECYCLE_MEMORY = 1 << 30  # … or memory held between documents
FIRST = 4  # documents of a worker's first bundle; each next one is twice as large, up to DOCUMENTS
START_SECONDS = 120.0
START_DEATHS = 3
WRITE_SECONDS = 900.0  # for a part of the store
_ONE_THREAD = dict.fromkeys(("OMP_NUM_THREADS", "OMP_THREAD_LIMIT", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"), "1")


def _descendants(process: int) -> list[int]:
    """The processes a process has started, and those they have started (Linux; elsewhere none are told)."""
    found: list[int] = []
    for task in Path(f"/proc/{process}/task").glob("*/children"):
        try:
            children = [int(child) for child in task.read_text(encoding="ascii").split()]
        except OSError:
            continue
        for child in children:
            found += [child, *_descendants(child)]
    return found


@dataclass
class _Worker:
    """A process, its pipe, and what it was given: a bundle of tasks, or a part to write."""

    process: subprocess.Popen[bytes]
    pipe: Connection
    beat: Beat
    started: float
    ready: bool = False
    busy: bool = False
    given: int = 0
    size: int = FIRST
    memory: int = 0
    tasks: dict[int, Task] = field(default_factory=dict)
    """Those of its bundle that are not done, by their place."""
    part: Part | None = None

    def give(self, message: Bundle | Part) -> None:
        """Send something to be done."""
        self.busy = True
        self.beat.set(Beat.NOWHERE)
        self.send(message)

    def send(self, message: object) -> None:
        """Send; if the worker died just now, the closed pipe will tell."""
        with suppress(OSError):
            self.pipe.send(message)

    def kill(self) -> None:
        """End the process and all it started."""
        for process in [*_descendants(self.process.pid), self.process.pid]:
            try:
                os.kill(process, signal.SIGKILL)
            except ProcessLookupError:
                continue
        self.process.wait()
        if not self.pipe.closed:
            self.pipe.close()
            self.beat.close()


class LocalEngine:
    """Worker processes on this machine.

    `jobs` processes; `timeout` seconds and `memory` bytes for a document; `network` leaves workers theirs (inputs by
    URL). `setup` ("module:function") is called first in each worker.
    """

    name = "local"

    def __init__(
        self,
        jobs: int,
        *,
        timeout: float = TIMEOUT,
        memory: int = MEMORY,
        network: bool = False,
        setup: str | None = None,
    ) -> None:
        self.jobs, self.timeout, self.memory, self.network, self.setup = jobs, timeout, memory, network, setup
        self.spool: str | None = None
        self._workers: list[_Worker] = []
        self._ready: deque[Task] = deque()
        self._deaths: dict[tuple[str, int], int] = {}
        self._false_starts = 0
        self._trouble: str | None = None

    def run(self, source: Source) -> Iterator[Done]:
        """Outcome of every task, as they come.

        Raises `CancuError("worker-broken")` where no worker can start, OSError where the spool cannot be written.
        """
        try:
            while True:
                self._feed(source)
                busy = [worker for worker in self._workers if worker.busy]
                if not busy:
                    return
                self._fetch(source)
                for worker, message in self._heard(busy):
                    yield from self._settle(source, worker, message)
        finally:
            for worker in self._workers:
                worker.kill()
            self._workers.clear()
            self._ready.clear()

    def _feed(self, source: Source) -> None:
        """Give idle workers, started where there are too few, a part to write or a bundle of tasks."""
        for worker in self._workers:
            if not worker.busy and (worker.given >= RECYCLE_TASKS or worker.memory > min(RECYCLE_MEMORY, self.memory)):
                worker.kill()
        self._workers = [worker for worker in self._workers if not worker.pipe.closed]
        while True:
            idle = next((worker for worker in self._workers if not worker.busy), None)
            if idle is None and len(self._workers) >= self.jobs:
                return
            part = source.part()
            tasks = [] if part else self._bundle(source, idle.size if idle else FIRST)
            if not part and not tasks:
                return
            worker = idle or self._start()
            worker.part, worker.tasks = part, dict(enumerate(tasks))
            if not part:
                worker.given += len(tasks)
                worker.size = min(2 * worker.size, DOCUMENTS)
            worker.give(part or Bundle(tasks, source.packed))

    def _fetch(self, source: Source) -> None:
        """Have tasks at hand for the worker that is done first."""
        while len(self._ready) < DOCUMENTS and (task := source.take()) is not None:
            self._ready.append(task)

    def _bundle(self, source: Source, most: int) -> list[Task]:
        """The next tasks to be worked on by one worker: several small ones, or one that may take long."""
        tasks: list[Task] = []
        size = 0
        while len(tasks) < most:
            task = self._ready.popleft() if self._ready else source.take()
            if task is None:
                break
            size += task.found.bytes
            alone = task.found.bytes > SMALL or task.key in self._deaths
            if tasks and (alone or size > BYTES):
                self._ready.appendleft(task)
                break
            tasks.append(task)
            if alone:
                break
        return tasks

    def _start(self) -> _Worker:
        ours, theirs = socketpair()
        shared = Beat.file()
        with theirs:
            descriptors = theirs.fileno(), shared
            process = subprocess.Popen(
                [sys.executable, "-c", COMMAND, *map(str, descriptors), "\n".join(sys.path)],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,  # what libraries print may quote documents
                stderr=subprocess.DEVNULL,
                env={**os.environ, **_ONE_THREAD, **({"TMPDIR": self.spool} if self.spool else {})},
                pass_fds=descriptors,
                start_new_session=True,  # Ctrl-C is for the parent, which ends its workers
            )
        worker = _Worker(process, Connection(ours.detach()), Beat(shared), time.monotonic())
        os.close(shared)
        self._workers.append(worker)
        worker.send(Settings(self.spool, self.memory, self.network, os.getpid(), self.setup))
        return worker

    def _heard(self, busy: list[_Worker]) -> Iterator[tuple[_Worker, object]]:
        """Wait for messages, deaths (None) or the end of somebody's time (`_LATE`)."""
        by_pipe = {worker.pipe: worker for worker in busy}
        heard = wait(list(by_pipe), timeout=max(0.0, min(map(self._look_at, busy)) - time.monotonic()))
        for pipe in heard:
            worker = by_pipe[cast("Connection", pipe)]
            try:
                message = worker.pipe.recv()
            except (EOFError, OSError):
                message = None
            yield worker, message
        now = time.monotonic()
        for pipe, worker in by_pipe.items():
            if pipe not in heard and now > self._until(worker):
                yield worker, _LATE

    def _until(self, worker: _Worker) -> float:
        """When a worker's time is up."""
        if not worker.ready:
            return worker.started + START_SECONDS
        since, place = worker.beat.get()
        if worker.part:
            return since + WRITE_SECONDS
        return since + (START_SECONDS if place == Beat.NOWHERE else self.timeout)

    def _look_at(self, worker: _Worker) -> float:
        """When to look whether a worker's time is up: one that is nowhere now may be at a document right after."""
        since, place = worker.beat.get()
        until = self._until(worker)
        return min(until, since + self.timeout) if worker.ready and place == Beat.NOWHERE else until

    def _settle(self, source: Source, worker: _Worker, message: object) -> Iterator[Done]:
        match message:
            case Ready(trouble):
                worker.ready, self._trouble = trouble is None, trouble
            case Identified(told):
                yield from self._claim(source, worker, told)
            case Reply(outcomes, pack, memory):
                self._false_starts, worker.memory, worker.busy = 0, memory, False
                settled = [(worker.tasks.pop(place), outcome) for place, outcome in outcomes.items()]
                for task, _ in settled:
                    self._deaths.pop(task.key, None)
                part, worker.part = worker.part, None
                self._again(worker)
                yield Done(settled, pack, part)
            case Unwritable(arguments):
                raise OSError(*arguments)
            case _:
                yield from self._ended(worker, late=message is _LATE)

    def _claim(self, source: Source, worker: _Worker, told: Mapping[int, str | Outcome]) -> Iterator[Done]:
        """Tell a worker which of the files it has read are to be worked on."""
        failures = []
        for place, found in told.items():
            task = worker.tasks.pop(place)
            if isinstance(found, Outcome):
                failures.append((task, found))
            elif source.claim(task, found):
                worker.tasks[place] = task.identified(found)
        worker.send(sorted(worker.tasks))
        yield Done(failures)

    def _again(self, worker: _Worker) -> None:
        """Have done by others what a worker left."""
        self._ready.extendleft(worker.tasks[place] for place in sorted(worker.tasks, reverse=True))
        worker.tasks = {}

    def _ended(self, worker: _Worker, *, late: bool) -> Iterator[Done]:
        """A worker died, or takes too long and is ended; the task it was at counts its deaths."""
        _, place = worker.beat.get()
        worker.kill()
        self._workers.remove(worker)
        if not worker.ready:
            self._false_starts += 1
            if self._false_starts >= START_DEATHS:
                raise CancuError("worker-broken", self._trouble or f"a worker {_how(worker.process.returncode)}")
        elif worker.tasks:
            place = place if place in worker.tasks else min(worker.tasks)
            task = worker.tasks[place]
            deaths = self._deaths[task.key] = self._deaths.get(task.key, 0) + 1
            if late or deaths > RETRIES:
                del worker.tasks[place], self._deaths[task.key]
                how = f"the worker {_how(worker.process.returncode)} at this file, {deaths} times"
                code, message = (
                    ("worker-timeout", f"it took longer than {self.timeout:g} seconds")
                    if late
                    else ("worker-died", how)
                )
                yield Done([(task, failed(task, "work", code, message))])
        self._again(worker)
        if worker.part:
            yield Done(part=worker.part, written=False)


_LATE = object()


def _how(code: int | None) -> str:
    """How a process ended, in words.

    >>> _how(-11)
    'was ended by SIGSEGV'
    """
    if code is not None and code < 0:
        return f"was ended by {signal.Signals(-code).name}"
    return f"ended with {code}"
