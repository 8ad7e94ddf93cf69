"""The store being served: the newest finished state, looked at again when its parts change."""

import hashlib
import threading
import time
from pathlib import Path

from pipeline.errors import CancuError
from pipeline.store.layout import DERIVED, StoreLayout
from pipeline.web.overviews import home, matrix
from pipeline.web.search import choices
from pipeline.web.snapshot import Snapshot

__all__ = ["Archive", "version_of"]

LOOK_AGAIN = 2.0  # seconds between two looks at the folder
RESTS = 4  # times as long as laying a large store out took, before it is done again: an ingest changes it all the time
LARGE = 5.0  # seconds


def version_of(layout: StoreLayout) -> str:
    """A name for the state of a store: it changes when a batch is committed or links are made anew."""
    digest = hashlib.sha256("\n".join(layout.committed()).encode())
    for table in DERIVED:
        for part in layout.parts(table):
            stat = part.stat()
            digest.update(f"{part.name} {stat.st_ino} {stat.st_size} {stat.st_mtime_ns}".encode())
    return digest.hexdigest()[:16]


class Archive:
    """Gives each request a `Snapshot`; a newer one is made in the background while the old one answers."""

    def __init__(self, root: str | Path) -> None:
        self.layout = StoreLayout(root)
        self.layout.require()
        self._lock = threading.Lock()
        self._building = False
        self._seen: str | None = None
        self._not_before = 0.0
        self._looked = time.monotonic()
        self._snapshot = self._made(version_of(self.layout))

    def snapshot(self) -> Snapshot:
        """The state to answer from."""
        now = time.monotonic()
        if self._is_time(now):
            with self._lock:
                if self._is_time(now):
                    self._looked = now
                    self._look()
        return self._snapshot

    def _is_time(self, now: float) -> bool:
        return now - self._looked > LOOK_AGAIN and now >= self._not_before and not self._building

    def _made(self, version: str) -> Snapshot:
        made = Snapshot(self.layout, version)
        for prepare in (home, choices, matrix):  # what takes long and is asked for first
            prepare(made)
        return made

    def close(self) -> None:
        """Let go of memory and temporary files."""
        self._snapshot.close()

    def _look(self) -> None:
        try:
            version = version_of(self.layout)
        except OSError:
            return  # parts are being replaced just now
        # A version must be seen twice: the derived tables are replaced one after the other.
        settled, self._seen = version == self._seen, version
        if settled and version != self._snapshot.version:
            self._building = True
            threading.Thread(target=self._renew, args=(version,), daemon=True).start()

    def _renew(self, version: str) -> None:
        import duckdb

        begun = time.monotonic()
        try:
            self._snapshot = self._made(version)  # requests under way keep the old one alive
        except (duckdb.Error, CancuError, OSError):
            self._seen = None  # caught between two states: the next look tries again
        finally:
            took = time.monotonic() - begun
            self._not_before = time.monotonic() + (RESTS * took if took > LARGE else 0.0)
            self._building = False
