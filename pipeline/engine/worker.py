"""A worker process: takes tasks from its pipe one by one and sends back what became of them."""

import gc
import os
import sys
import time
from dataclasses import dataclass
from importlib import import_module
from multiprocessing.connection import Connection
from pathlib import Path

from pipeline.engine.task import Outcome

__all__ = ["COMMAND", "Ready", "Reply", "Settings", "main"]

# Not multiprocessing's own way to start a process: it would run the user's script again in every worker.
COMMAND = (
    "import sys; sys.path[:] = sys.argv[2].split(chr(10)); "
    "from pipeline.engine.worker import main; main(int(sys.argv[1]))"
)


@dataclass(frozen=True, slots=True)
class Settings:
    """How a worker behaves: limits, the shared spool, and what to call first (`setup`, "module:function")."""

    spool: str | None
    memory: int
    network: bool
    parent: int
    setup: str | None = None


@dataclass(frozen=True, slots=True)
class Ready:
    """The worker can begin; or cannot, and why."""

    trouble: str | None = None


@dataclass(frozen=True, slots=True)
class Reply:
    """An outcome, the clock when it was there, and the memory the worker holds in bytes."""

    outcome: Outcome
    finished: float
    memory: int


def _memory() -> int:
    """Resident memory of this process, in bytes; 0 where the system does not say."""
    try:
        pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    except OSError:
        return 0
    return pages * os.sysconf("SC_PAGE_SIZE")


def _begin(settings: Settings) -> None:
    from pipeline.engine import guard

    guard.die_with_parent(settings.parent)
    if not settings.network:
        guard.no_network()
    guard.limit_memory(settings.memory)
    if settings.setup:
        module, function = settings.setup.split(":")
        getattr(import_module(module), function)()
    from extractors import parse
    from pipeline.engine.task import Task
    from pipeline.engine.work import work
    from pipeline.read.walk import Found

    parse("")
    work(Task(Found("", 0, 0), data=b"-"))  # the first document is not to pay for imports
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 50)  # the registers are many objects, and a document frees its own by counting


def main(descriptor: int) -> None:
    """Serve tasks until the pipe closes."""
    pipe = Connection(descriptor)
    settings: Settings = pipe.recv()
    try:
        _begin(settings)
        from pipeline.engine.work import work
    except BaseException as error:
        pipe.send(Ready(f"{type(error).__name__}: {error}"))
        sys.exit(1)
    pipe.send(Ready())
    while True:
        try:
            task = pipe.recv()
        except EOFError:
            os._exit(0)  # nothing is open but the pipe, and taking the registers apart takes time
        pipe.send(Reply(work(task, settings.spool), time.monotonic(), _memory()))
