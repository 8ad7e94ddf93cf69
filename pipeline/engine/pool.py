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
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from multiprocessing.connection import Connection, wait
from pathlib import Path
from socket import socketpair
from typing import cast

from pipeline.engine.task import Done, Take, Task, failed
from pipeline.engine.worker import COMMAND, Ready, Settings
from pipeline.errors import CancuError

__all__ = ["MEMORY", "TIMEOUT", "LocalEngine"]

TIMEOUT = 900.0  # seconds for one document: a scan of several hundred pages
MEMORY = 4 << 30  # bytes for one worker
RETRIES = 2  # of a document whose worker died
RECYCLE_TASKS = 20_000  # documents after which a worker is replaced …
RECYCLE_MEMORY = 1 << 30  # … or memory held between documents
AHEAD = 3  # small documents sent to a worker that has one already, so that it need not wait
SMALL = 64 << 10  # bytes
START_SECONDS = 120.0
START_DEATHS = 3
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
    """A process, its pipe, and the tasks it was given, the one it is at first."""

    process: subprocess.Popen[bytes]
    pipe: Connection
    since: float
    """When it began what it is at."""
    ready: bool = False
    given: int = 0
    queue: deque[Task] = field(default_factory=deque)
    memory: int = 0

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
        self._again: deque[Task] = deque()
        self._deaths: dict[tuple[str, int], int] = {}
        self._false_starts = 0
        self._trouble: str | None = None

    def run(self, take: Take) -> Iterator[Done]:
        """Outcome of every task, as they come. Raises `CancuError("worker-broken")` where no worker can start."""
        try:
            while True:
                self._feed(take)
                busy = [worker for worker in self._workers if worker.queue]
                if not busy:
                    return
                yield from self._collect(busy)
        finally:
            for worker in self._workers:
                worker.kill()
            self._workers.clear()

    def _feed(self, take: Take) -> None:
        """Give tasks to idle workers, started where there are too few; then small ones ahead to those with small."""
        for worker in self._workers:
            if not worker.queue and (worker.given >= RECYCLE_TASKS or worker.memory > min(RECYCLE_MEMORY, self.memory)):
                worker.kill()
        self._workers = [worker for worker in self._workers if not worker.pipe.closed]
        while True:
            idle = next((worker for worker in self._workers if not worker.queue), None)
            room = len(self._workers) < self.jobs
            chosen = idle if idle or room else self._least_laden()
            if chosen is None and not room:
                return
            task = self._again.popleft() if self._again else take()
            if task is None:
                return
            if chosen is None:
                chosen = self._start()
            elif chosen.queue and not self._small(task):
                self._again.appendleft(task)
                return
            self._send(chosen, task)

    def _small(self, task: Task) -> bool:
        """Whether a task may wait behind another, and others behind it."""
        return task.found.bytes <= SMALL and _key(task) not in self._deaths

    def _least_laden(self) -> _Worker | None:
        """The worker with the fewest tasks of those that may be given one ahead."""
        able = [w for w in self._workers if len(w.queue) <= AHEAD and all(map(self._small, w.queue))]
        return min(able, key=lambda worker: len(worker.queue), default=None)

    def _start(self) -> _Worker:
        ours, theirs = socketpair()
        with theirs:
            process = subprocess.Popen(
                [sys.executable, "-c", COMMAND, str(theirs.fileno()), "\n".join(sys.path)],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,  # what libraries print may quote documents
                stderr=subprocess.DEVNULL,
                env={**os.environ, **_ONE_THREAD, **({"TMPDIR": self.spool} if self.spool else {})},
                pass_fds=(theirs.fileno(),),
                start_new_session=True,  # Ctrl-C is for the parent, which ends its workers
            )
        worker = _Worker(process, Connection(ours.detach()), time.monotonic())
        self._workers.append(worker)
        with suppress(OSError):  # if it died at once, the closed pipe will tell
            worker.pipe.send(Settings(self.spool, self.memory, self.network, os.getpid(), self.setup))
        return worker

    def _send(self, worker: _Worker, task: Task) -> None:
        if not worker.queue and worker.ready:
            worker.since = time.monotonic()
        worker.queue.append(task)
        worker.given += 1
        with suppress(OSError):  # if it died just now, the closed pipe will tell
            worker.pipe.send(task)

    def _collect(self, busy: Sequence[_Worker]) -> list[Done]:
        """Wait for replies, deaths or the end of somebody's time."""
        done: list[Done] = []
        by_pipe = {worker.pipe: worker for worker in busy}
        first = min(worker.since + self._allowed(worker) for worker in busy)
        heard = wait(list(by_pipe), timeout=max(0.0, first - time.monotonic()))
        for pipe in heard:
            worker = by_pipe[cast("Connection", pipe)]
            try:
                message = worker.pipe.recv()
            except (EOFError, OSError):
                done += self._died(worker)
                continue
            if isinstance(message, Ready):
                self._trouble = message.trouble
                worker.ready, worker.since = message.trouble is None, time.monotonic()
            else:
                done.append((worker.queue.popleft(), message.outcome))
                worker.since, worker.memory, self._false_starts = message.finished, message.memory, 0
        now = time.monotonic()
        for worker in busy:
            if worker.pipe not in heard and now > worker.since + self._allowed(worker):
                done += self._overdue(worker)
        return done

    def _allowed(self, worker: _Worker) -> float:
        return self.timeout if worker.ready else START_SECONDS

    def _overdue(self, worker: _Worker) -> list[Done]:
        if not worker.ready:
            return self._died(worker)
        self._end(worker)
        task = worker.queue.popleft()
        self._again.extendleft(reversed(worker.queue))
        return [(task, failed(task, "work", "worker-timeout", f"it took longer than {self.timeout:g} seconds"))]

    def _died(self, worker: _Worker) -> list[Done]:
        """Give back what a dead worker had; the task it was at counts its deaths."""
        self._end(worker)
        task = worker.queue[0]
        if not worker.ready:
            self._false_starts += 1
            if self._false_starts >= START_DEATHS:
                raise CancuError("worker-broken", self._trouble or f"a worker {_how(worker.process.returncode)}")
            self._again.extendleft(reversed(worker.queue))
            return []
        deaths = self._deaths[_key(task)] = self._deaths.get(_key(task), 0) + 1
        if deaths <= RETRIES:
            self._again.extendleft(reversed(worker.queue))
            return []
        del self._deaths[_key(task)]
        worker.queue.popleft()
        self._again.extendleft(reversed(worker.queue))
        message = f"the worker {_how(worker.process.returncode)} at this file, {deaths} times"
        return [(task, failed(task, "work", "worker-died", message))]

    def _end(self, worker: _Worker) -> None:
        worker.kill()
        self._workers.remove(worker)


def _key(task: Task) -> tuple[str, int]:
    return task.found.path, task.skip


def _how(code: int | None) -> str:
    """How a process ended, in words.

    >>> _how(-11)
    'was ended by SIGSEGV'
    """
    if code is not None and code < 0:
        return f"was ended by {signal.Signals(-code).name}"
    return f"ended with {code}"
