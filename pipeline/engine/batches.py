"""Rows on their way into the store: gathered to batches, written to parts by whoever does, put in place in order.

A part may be written by a worker; it is in the store when the parent has put it there, and never before those that
were begun earlier: what a later one says of a file ("held already", "all members are done") rests on them.
"""

import shutil
import time
from collections import deque
from contextlib import suppress
from pathlib import Path

from pipeline.engine.task import Part
from pipeline.store.folder import StoreFolder
from pipeline.store.packs import tables_of
from pipeline.store.rows import Pack, Rows

__all__ = ["Batches"]


class Batches:
    """The batch that is being gathered, and those that are being written.

    `spool`: a folder of the store for parts that workers write; without one parts are written here.
    """

    def __init__(
        self, folder: StoreFolder, spool: str | None, *, documents: int, characters: int, seconds: float
    ) -> None:
        self.folder, self.spool = folder, spool
        self.most = (documents, characters, seconds)
        self._begin()
        self._settled: dict[str, bool] = {}
        self._order: deque[Part] = deque()
        self._to_write: deque[Part] = deque()

    def _begin(self) -> None:
        self.rows: Rows = {}
        self.packs: list[Pack] = []
        self.documents = self.characters = self.size = 0
        self.since = time.monotonic()

    def add(self, rows: Rows, *, documents: int = 0, characters: int = 0) -> None:
        """Put rows in; `documents` and `characters` count what comes in packs, too."""
        for table, more in rows.items():
            self.rows.setdefault(table, []).extend(more)
        self.documents += documents
        self.characters += characters
        self.size += 1

    def add_pack(self, pack: Pack) -> None:
        """Put packed rows in."""
        self.packs.append(pack)
        self.size += 1

    def full(self) -> bool:
        """Whether it is time to commit: many documents, long ones, or long ago."""
        documents, characters, seconds = self.most
        late = self.size and time.monotonic() - self.since >= seconds
        return bool(self.documents >= documents or self.characters >= characters or self.size >= 10 * documents or late)

    def cut(self) -> None:
        """End the batch: it is to be written, and the next begins."""
        if not self.size:
            return
        name = self.folder.next_name()
        folder = str(Path(self.spool, name)) if self.spool else ""
        part = Part(name, folder, self.packs, self.rows, self.folder.about(name))
        self._begin()
        self._order.append(part)
        if self.spool is None:
            self._put()
        else:
            self._to_write.append(part)

    def part(self) -> Part | None:
        """The next part for a worker to write."""
        return self._to_write.popleft() if self._to_write else None

    def settle(self, part: Part, *, written: bool) -> None:
        """A worker has written a part, or could not; it goes into the store when those before it are there."""
        self._settled[part.name] = written
        while self._order and self._order[0].name in self._settled:
            self._put()

    def _put(self) -> None:
        """The oldest part into the store, written here if nobody else has."""
        part = self._order[0]
        if self._settled.pop(part.name, False):
            self.folder.adopt(part.name, Path(part.folder))
        else:
            self.folder.commit_tables(tables_of(part.packs, part.rows), part.name)
        self._order.popleft()
        _forget(part)

    def finish(self) -> None:
        """Everything into the store; no worker is at it any more."""
        self.cut()
        self._to_write.clear()
        while self._order:
            self._put()


def _forget(part: Part) -> None:
    """Remove what a part was made from."""
    if part.folder:
        shutil.rmtree(part.folder, ignore_errors=True)
    for pack in part.packs:
        if isinstance(pack, str):
            with suppress(OSError):
                Path(pack).unlink()
