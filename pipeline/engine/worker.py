"""A worker process: takes bundles of tasks from its pipe, says what bytes they are, works on those it is told to, and
sends back what became of them; writes parts of the store when asked.
"""

import gc
import os
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from importlib import import_module
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

from pipeline.engine.beat import Beat
from pipeline.engine.task import Outcome, Part, Task

__all__ = ["COMMAND", "Bundle", "Identified", "Ready", "Reply", "Settings", "Unwritable", "main"]

# Not multiprocessing's own way to start a process: it would run the user's script again in every worker.
COMMAND = (
    "import sys; sys.path[:] = sys.argv[3].split(chr(10)); "
    "from pipeline.engine.worker import main; main(int(sys.argv[1]), int(sys.argv[2]))"
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
class Bundle:
    """Tasks to be worked on one after another; whether their rows are packed."""

    tasks: Sequence[Task]
    packed: bool


@dataclass(frozen=True, slots=True)
class Ready:
    """The worker can begin; or cannot, and why."""

    trouble: str | None = None


@dataclass(frozen=True, slots=True)
class Identified:
    """Identity, or failure, of each task of the bundle that had none; answered by the places of those to be done."""

    told: Mapping[int, str | Outcome]


@dataclass(frozen=True, slots=True)
class Reply:
    """What became of a bundle, by the tasks' places, the pack of their rows, and the memory the worker holds in bytes.

    Tasks that are not told of are still to do. For a part nothing is told but that it is written.
    """

    outcomes: Mapping[int, Outcome]
    pack: str | bytes | None
    memory: int


@dataclass(frozen=True, slots=True)
class Unwritable:
    """The store's disk took no more: the arguments of the OSError."""

    arguments: tuple[Any, ...]


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
    from pipeline.engine.bundle import work_all
    from pipeline.read.walk import Found

    parse("")
    work_all({0: Task(Found("", 0, 0), data=b"-")}, spool=None, packed=True)  # the first is not to pay for imports
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 50)  # the registers are many objects, and a document frees its own by counting


def _work(bundle: Bundle, pipe: Connection, beat: Beat, spool: str | None) -> Reply:
    """Identify what has no identity, ask what is to be done, do it."""
    from pipeline.engine.bundle import identify_all, work_all

    tasks = dict(enumerate(bundle.tasks))
    told, raws = identify_all(tasks, beat.set)
    if told:
        beat.set(Beat.NOWHERE)
        pipe.send(Identified(told))
        tasks = {place: _known(tasks[place], told.get(place)) for place in pipe.recv()}
    worked = work_all(tasks, spool=spool, packed=bundle.packed, raws=raws, beat=beat.set)
    return Reply(worked.outcomes, worked.pack, _memory())


def _known(task: Task, told: str | Outcome | None) -> Task:
    return task.identified(told) if isinstance(told, str) else task


def _write(part: Part) -> Reply:
    from pipeline.store.folder import write_apart
    from pipeline.store.packs import tables_of

    write_apart(Path(part.folder), tables_of(part.packs, part.rows), dict(part.about))
    return Reply({}, None, _memory())


def main(descriptor: int, shared: int) -> None:
    """Serve bundles and parts until the pipe closes."""
    pipe, beat = Connection(descriptor), Beat(shared)
    settings: Settings = pipe.recv()
    try:
        _begin(settings)
    except BaseException as error:
        pipe.send(Ready(f"{type(error).__name__}: {error}"))
        sys.exit(1)
    beat.set(Beat.NOWHERE)
    pipe.send(Ready())
    while True:
        try:
            given = pipe.recv()
            try:
                reply = _write(given) if isinstance(given, Part) else _work(given, pipe, beat, settings.spool)
            except OSError as error:
                pipe.send(Unwritable((error.errno, error.strerror, error.filename)))
            else:
                pipe.send(reply)
        except EOFError:
            os._exit(0)  # nothing is open but the pipe, and taking the registers apart takes time
