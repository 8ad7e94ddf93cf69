"""Documents worked on one after another by a worker, so that messages and tables are not paid for each of them.

The document stays the unit: what one does to the worker is its own affair (`beat` tells at which one it was), and a
bundle whose documents take long is broken off after a while; the rest go to whoever is free.
"""

import time
import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from pipeline.engine.task import Outcome, Task
from pipeline.engine.work import identified, work
from pipeline.read import Raw
from pipeline.store.packs import pack_rows
from pipeline.store.rows import Pack, Rows

__all__ = ["BYTES", "DOCUMENTS", "SMALL", "Worked", "identify_all", "work_all"]

DOCUMENTS = 64  # of a bundle at most
SMALL = 64 << 10  # bytes of a file that is worked on with others
BYTES = 512 << 10  # of a bundle at most
SLICE_SECONDS = 0.5  # after which a bundle is broken off


@dataclass(frozen=True, slots=True)
class Worked:
    """Outcomes of the tasks of a bundle, by their place in it, and the pack of their rows. Others are still to do."""

    outcomes: Mapping[int, Outcome]
    pack: Pack | None


def _still(place: int) -> None:
    """Nobody is told where the work is."""


def identify_all(
    tasks: Mapping[int, Task], beat: Callable[[int], None] = _still
) -> tuple[dict[int, str | Outcome], dict[int, Raw]]:
    """Identity (or failure) of each task that has none, by its place; and the bytes of those that are small enough."""
    told: dict[int, str | Outcome] = {}
    at_hand: dict[int, Raw] = {}
    for place, task in tasks.items():
        if task.doc_id or task.reading is not None:
            continue
        beat(place)
        found = identified(task)
        if isinstance(found, Outcome):
            told[place] = found
        else:
            told[place], raw = found
            if raw is not None:
                at_hand[place] = raw
    return told, at_hand


def work_all(
    tasks: Mapping[int, Task],
    *,
    spool: str | None,
    packed: bool,
    raws: dict[int, Raw] | None = None,
    beat: Callable[[int], None] = _still,
) -> Worked:
    """Work on tasks (by their place), and pack their rows: into a file of the spool, or without one into bytes."""
    outcomes: dict[int, Outcome] = {}
    rows: Rows = {}
    begun = time.monotonic()
    for place, task in tasks.items():
        if outcomes and time.monotonic() - begun > SLICE_SECONDS:
            break
        beat(place)
        outcome = work(task, spool, raws.pop(place, None) if raws else None)
        if packed and outcome.held:
            for table, more in outcome.rows.items():
                if table != "failures":
                    rows.setdefault(table, []).extend(more)
            outcome = replace(outcome, rows={"failures": outcome.rows.get("failures", [])})
        outcomes[place] = outcome
    return Worked(outcomes, _pack(rows, spool) if rows else None)


def _pack(rows: Rows, spool: str | None) -> Pack:
    if spool is None:
        return pack_rows(rows)
    return pack_rows(rows, str(Path(spool, f"{uuid.uuid4().hex}.rows")))
