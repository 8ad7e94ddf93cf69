"""The same work on a Ray cluster: needs the extra `cluster`, and paths that every machine can open.

Ray starts the workers, moves bundles of tasks and what became of them, and notices workers that die; time and memory
are bounded here. Workers keep their network: it is how they hear of tasks.
"""

import time
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from pipeline.engine.bundle import SLICE_SECONDS, SMALL, Worked, identify_all, work_all
from pipeline.engine.pool import RETRIES
from pipeline.engine.task import Done, Outcome, Source, Task, failed
from pipeline.errors import CancuError

__all__ = ["RayEngine"]

RECYCLE_TASKS = 2_000  # bundles
AHEAD = 2  # bundles submitted for each core: those in work and those on their way
DOCUMENTS = 32  # of a bundle at most
START_SECONDS = 60.0  # a worker's imports, which a bundle may have to wait for

_Tasks = dict[int, Task]
_Told = dict[int, str | Outcome]


def _remote_work(tasks: _Tasks, memory: int, packed: bool) -> tuple[_Told, Worked | None]:
    """Identify tasks; those that are identified already are worked on instead."""
    from pipeline.engine.guard import limit_memory

    limit_memory(memory)
    if all(task.doc_id or task.reading is not None for task in tasks.values()):
        return {}, work_all(tasks, spool=None, packed=packed)
    return identify_all(tasks)[0], None


@dataclass(slots=True)
class _Sent:
    """A bundle on its way, and since when."""

    tasks: _Tasks
    since: float


class RayEngine:
    """Tasks of Ray, one a bundle. `jobs` bounds how many run at once (None: what the cluster has).

    The cluster is the one of `RAY_ADDRESS`, or of this machine where none runs. A document that takes longer than
    `timeout` seconds is ended; one whose worker died is tried again twice.
    """

    name = "ray"

    def __init__(self, jobs: int | None = None, *, timeout: float = 900.0, memory: int = 4 << 30) -> None:
        try:
            import ray
        except ImportError:
            raise CancuError("program-missing", "Ray is not installed: pip install 'cancu[cluster]'") from None
        self._ray: Any = ray
        self.jobs, self.timeout, self.memory = jobs, timeout, memory
        self.spool: str | None = None
        self._known: deque[Task] = deque()
        self._new: deque[Task] = deque()
        self._deaths: dict[tuple[str, int], int] = {}

    def run(self, source: Source) -> Iterator[Done]:
        """Outcome of every task, as they come."""
        ray = self._ray
        ours = not ray.is_initialized()
        if ours:
            ray.init(logging_level="error", log_to_driver=False, include_dashboard=False)
        try:
            yield from self._run(source)
        finally:
            if ours:
                ray.shutdown()

    def _run(self, source: Source) -> Iterator[Done]:
        ray = self._ray
        remote = ray.remote(num_cpus=1, max_retries=0, max_calls=RECYCLE_TASKS)(_remote_work)
        running: dict[Any, _Sent] = {}
        while True:
            cores = self.jobs or max(1, int(ray.cluster_resources().get("CPU", 1)))
            while len(running) < (cores if self.jobs else cores * AHEAD) and (tasks := self._bundle(source)):
                reference = remote.remote(tasks, self.memory, source.packed)
                running[reference] = _Sent(tasks, time.monotonic())
            if not running:
                return
            heard, _ = ray.wait(list(running), num_returns=1, timeout=1.0)
            for reference in heard:
                tasks = running.pop(reference).tasks
                try:
                    told, worked = ray.get(reference)
                except ray.exceptions.RayError as error:
                    yield self._died(tasks, type(error).__name__)
                else:
                    yield self._done(source, tasks, told, worked)
            for reference, sent in list(running.items()):
                # What waits for a core has not begun: AHEAD times as long is allowed before it is given up.
                allowed = (self.timeout + SLICE_SECONDS + START_SECONDS) * (1 if self.jobs else AHEAD)
                if time.monotonic() - sent.since > allowed:
                    ray.cancel(reference, force=True)
                    del running[reference]
                    yield self._late(sent.tasks)

    def _bundle(self, source: Source) -> _Tasks:
        """The next bundle: small documents that are all identified or all not, or a document that may take long."""
        tasks: list[Task] = []
        while len(tasks) < DOCUMENTS:
            queue = self._known or self._new
            task = queue.popleft() if queue else source.take()
            if task is None:
                break
            alone = task.found.bytes > SMALL or task.key in self._deaths or task.data is not None
            if tasks and (alone or bool(task.doc_id) != bool(tasks[0].doc_id)):
                (self._known if task.doc_id else self._new).appendleft(task)
                break
            tasks.append(task)
            if alone:
                break
        return dict(enumerate(tasks))

    def _done(self, source: Source, tasks: _Tasks, told: _Told, worked: Worked | None) -> Done:
        outcomes = dict(worked.outcomes) if worked else {}
        for place, found in told.items():
            if isinstance(found, Outcome):
                outcomes[place] = found
            else:
                task = tasks.pop(place)
                if source.claim(task, found):
                    self._known.append(task.identified(found))
        settled = [(tasks.pop(place), outcome) for place, outcome in outcomes.items()]
        self._known.extendleft(reversed(tasks.values()))
        return Done(settled, worked.pack if worked else None)

    def _died(self, tasks: _Tasks, how: str) -> Done:
        """Which document of a bundle it was is not known: each counts a death, and goes on alone."""
        lost = []
        for task in tasks.values():
            deaths = self._deaths[task.key] = self._deaths.get(task.key, 0) + 1
            if deaths > RETRIES:
                lost.append((task, failed(task, "work", "worker-died", f"{how} at this file, {deaths} times")))
            else:
                (self._known if task.doc_id else self._new).append(task)
        return Done(lost)

    def _late(self, tasks: _Tasks) -> Done:
        """A document that is alone is given up; others are tried alone."""
        if len(tasks) > 1:
            return self._died(tasks, "TaskCancelledError")
        message = f"it took longer than {self.timeout:g} seconds"
        return Done([(task, failed(task, "work", "worker-timeout", message)) for task in tasks.values()])
