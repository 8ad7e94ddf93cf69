"""The same work on a Ray cluster: needs the extra `cluster`, and paths that every machine can open.

Ray starts the workers, moves tasks and outcomes, and notices workers that die; time and memory are bounded here.
Workers keep their network: it is how they hear of tasks.
"""

import time
from collections import deque
from collections.abc import Iterator
from typing import Any

from pipeline.engine.pool import RETRIES
from pipeline.engine.task import Done, Outcome, Take, Task, failed
from pipeline.errors import CancuError

__all__ = ["RayEngine"]

RECYCLE_TASKS = 20_000
AHEAD = 4  # tasks submitted for each core: those in work and those on their way


def _remote_work(task: Task, memory: int) -> Outcome:
    from pipeline.engine.guard import limit_memory
    from pipeline.engine.work import work

    limit_memory(memory)
    return work(task)


class RayEngine:
    """Tasks of Ray, one a document. `jobs` bounds how many run at once (None: what the cluster has).

    The cluster is the one of `RAY_ADDRESS`, or of this machine where none runs. A task that takes longer than
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

    def run(self, take: Take) -> Iterator[Done]:
        """Outcome of every task, as they come."""
        ray = self._ray
        ours = not ray.is_initialized()
        if ours:
            ray.init(logging_level="error", log_to_driver=False, include_dashboard=False)
        try:
            yield from self._run(take)
        finally:
            if ours:
                ray.shutdown()

    def _run(self, take: Take) -> Iterator[Done]:
        ray = self._ray
        remote = ray.remote(num_cpus=1, max_retries=0, max_calls=RECYCLE_TASKS)(_remote_work)
        running: dict[Any, tuple[Task, float]] = {}
        again: deque[Task] = deque()
        deaths: dict[tuple[str, int], int] = {}
        while True:
            cores = self.jobs or max(1, int(ray.cluster_resources().get("CPU", 1)))
            while len(running) < (cores if self.jobs else cores * AHEAD):
                task = again.popleft() if again else take()
                if task is None:
                    break
                running[remote.remote(task, self.memory)] = task, time.monotonic()
            if not running:
                return
            heard, _ = ray.wait(list(running), num_returns=min(len(running), 16), timeout=0.05)
            for reference in heard:
                task, _ = running.pop(reference)
                try:
                    yield task, ray.get(reference)
                except ray.exceptions.TaskCancelledError:
                    yield task, self._late(task)
                except ray.exceptions.RayError as error:
                    key = task.found.path, task.skip
                    deaths[key] = deaths.get(key, 0) + 1
                    if deaths[key] <= RETRIES:
                        again.append(task)
                    else:
                        message = f"{type(error).__name__} at this file, {deaths[key]} times"
                        yield task, failed(task, "work", "worker-died", message)
            for reference, (task, since) in list(running.items()):
                # What waits for a core has not begun: AHEAD times as long is allowed before it is given up.
                if time.monotonic() - since > self.timeout * (1 if self.jobs else AHEAD):
                    ray.cancel(reference, force=True)
                    del running[reference]
                    yield task, self._late(task)

    def _late(self, task: Task) -> Outcome:
        return failed(task, "work", "worker-timeout", f"it took longer than {self.timeout:g} seconds")
