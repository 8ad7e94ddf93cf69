"""One state of the store, and a desk at which a request asks it."""

import sqlite3
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any, TypeVar

from pipeline.answers import Answer
from pipeline.errors import CancuError
from pipeline.store.layout import StoreLayout
from pipeline.web.laid import Laid

__all__ = ["SECONDS", "Desk", "Snapshot"]

_T = TypeVar("_T")

SECONDS = 5.0  # a request whose queries take longer is broken off
STEPS = 20_000  # of SQLite's machine between two looks at the clock
MAPPED = 1 << 30  # bytes of the file that may be mapped into memory


class Snapshot:
    """One state of the store, laid out in a file. Raises `CancuError("store-missing")`."""

    def __init__(self, layout: StoreLayout, version: str) -> None:
        layout.require()
        self.layout = layout
        self.version = version
        self._memory: dict[str, Any] = {}
        self._threads = threading.local()
        self._laid = Laid(layout, version)

    def _connection(self) -> sqlite3.Connection:
        """The connection of this thread; it reads only."""
        found: sqlite3.Connection | None = getattr(self._threads, "connection", None)
        if found is None:
            found = sqlite3.connect(
                f"{self._laid.file.as_uri()}?mode=ro&immutable=1", uri=True, check_same_thread=False
            )
            found.execute(f"PRAGMA mmap_size = {MAPPED}")
            self._threads.connection = found
        return found

    @contextmanager
    def desk(self, seconds: float = SECONDS) -> "Iterator[Desk]":
        """A place to ask from for one request; a query still running after `seconds` is broken off.

        Raises `CancuError("query-wrong")` then.
        """
        connection = self._connection()
        end = time.monotonic() + seconds
        connection.set_progress_handler(lambda: time.monotonic() > end, STEPS)
        try:
            yield Desk(self, connection)
        except sqlite3.OperationalError as error:
            if str(error) != "interrupted":
                raise
            raise CancuError("query-wrong", f"broken off: it took longer than {seconds:g} seconds") from None
        finally:
            connection.set_progress_handler(None, 0)

    def remembered(self, name: str, make: "Callable[[], _T]") -> "_T":
        """What `make` gives, made once for this state of the store."""
        if name not in self._memory:
            self._memory[name] = make()
        found: _T = self._memory[name]
        return found

    def close(self) -> None:
        """Let go of the file."""
        self._laid.close()


class Desk:
    """Questions of one request to a snapshot."""

    def __init__(self, snapshot: Snapshot, connection: sqlite3.Connection) -> None:
        self.snapshot = snapshot
        self.connection = connection

    def select(self, query: str, values: Sequence[Any] = ()) -> Answer:
        """The rows of a query of ours."""
        result = self.connection.execute(query, values)
        rows = result.fetchall()
        return Answer(tuple(column[0] for column in result.description), rows, len(rows))

    def rows(self, query: str, values: Sequence[Any] = ()) -> list[dict[str, Any]]:
        """The rows of a query of ours, as dictionaries."""
        return self.select(query, values).records()

    def one(self, query: str, values: Sequence[Any] = ()) -> dict[str, Any] | None:
        """The first row of a query of ours."""
        found = self.rows(query, values)
        return found[0] if found else None

    def count(self, query: str, values: Sequence[Any] = ()) -> int:
        """The one number a query of ours gives."""
        return int(self.connection.execute(query, values).fetchone()[0])
