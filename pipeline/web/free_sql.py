"""Queries people type: one SELECT, over the store and nothing else, within bounds of time, memory and rows."""

import re
import threading
from typing import Any

from pipeline.answers import Answer
from pipeline.errors import CancuError
from pipeline.query.connection import connect, only_select
from pipeline.web.snapshot import Snapshot

__all__ = ["ROWS", "SECONDS", "ask"]

SECONDS = 10.0
ROWS = 1_000  # shown on the page
MEMORY = "1GB"
CELL = 20_000  # letters of one value that are handed out
_TURN = threading.BoundedSemaphore(2)  # heavy questions wait for one another, not the readers of pages for them
_CHECKING = threading.Lock()  # `only_select` may make a view


def _connection(snapshot: Snapshot) -> Any:
    """Apart from the pages' own: the tables of the data dictionary, two threads, little memory, no spilling to disk."""
    return snapshot.remembered(
        "free_sql", lambda: connect(snapshot.layout, memory_limit=MEMORY, temp_directory="", threads="2")
    )


def ask(snapshot: Snapshot, query: str, *, limit: int = ROWS, seconds: float = SECONDS) -> Answer:
    """The rows of one SELECT, at most `limit`; `total` is one more than given where there are more.

    Raises `CancuError("query-wrong")`: a slip, something not allowed, or too long a time.
    """
    import duckdb

    if not _TURN.acquire(timeout=seconds):
        raise CancuError("query-wrong", "too many queries at once; try again")
    cursor = _connection(snapshot).cursor()
    clock = threading.Timer(seconds, cursor.interrupt)
    clock.daemon = True
    clock.start()
    try:
        with _CHECKING:
            only_select(cursor, query)
        result = cursor.execute(query)
        columns = tuple(column[0] for column in result.description or ())
        rows = result.fetchmany(limit + 1)
    except duckdb.InterruptException:
        raise CancuError("query-wrong", f"broken off: it took longer than {seconds:g} seconds") from None
    except (duckdb.Error, ValueError, OverflowError) as error:  # the last two: values Python cannot hold
        root = re.escape(str(snapshot.layout.root.resolve()))
        raise CancuError("query-wrong", re.sub(root, "STORE", str(error).strip())) from None
    finally:
        clock.cancel()
        cursor.close()
        _TURN.release()
    kept = [tuple(_short(value) for value in row) for row in rows[:limit]]
    return Answer(columns, kept, len(rows))


def _short(value: Any) -> Any:
    return value[:CELL] + "…" if isinstance(value, str) and len(value) > CELL else value
