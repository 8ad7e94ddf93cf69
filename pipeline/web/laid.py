"""The file that pages are looked up in, kept from one start of the server to the next.

Laying a large store out takes a minute, and its state seldom changes between two starts. The file is named by the
store's place, its state and the code that made it; of each store the newest is kept.
"""

import fcntl
import hashlib
import os
import shutil
from contextlib import suppress
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from pipeline.cache import cache_folder
from pipeline.query import relations, views
from pipeline.store.layout import StoreLayout
from pipeline.store.version import extractors_version
from pipeline.web import shelf

__all__ = ["Laid"]

OPEN = ".open-"


@cache
def _code() -> str:
    """Changes with the program that lays out, and with the names it takes from the registers."""
    sources = (Path(str(module.__file__)).read_bytes() for module in (shelf, views, relations))
    return extractors_version() + "".join(hashlib.sha256(source).hexdigest() for source in sources)


def _kept(layout: StoreLayout, version: str) -> Path | None:
    """Where the file for this state of the store is kept; None where it cannot be."""
    folder = cache_folder("pages")
    if folder is None:
        return None
    with suppress(OSError):
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)  # it holds what the documents say
    if not os.access(folder, os.W_OK):
        return None
    store = hashlib.sha256(str(layout.root.resolve()).encode()).hexdigest()[:16]
    state = hashlib.sha256(f"{version}\n{_code()}".encode()).hexdigest()[:16]
    return folder / f"{store}-{state}.sqlite"


class Laid:
    """An open layout: `file` until `close`; meanwhile nobody takes it away.

    It lies in a folder of its own, as a second name of the kept file: who lays out a newer state may remove the first.
    """

    def __init__(self, layout: StoreLayout, version: str) -> None:
        kept = _kept(layout, version)
        prefix, inside = (OPEN, kept.parent) if kept else ("cancu-pages-", None)
        self._folder = TemporaryDirectory(prefix=prefix, dir=inside)
        self._lock = (Path(self._folder.name) / "lock").open("wb")
        fcntl.flock(self._lock, fcntl.LOCK_EX)
        self.file = Path(self._folder.name) / "pages.sqlite"
        if kept:
            _remove_forgotten(kept.parent)
            with suppress(OSError):
                self.file.hardlink_to(kept)
                return
        shelf.fill(layout, self.file)
        if kept:
            with suppress(OSError):  # no hard links here: laid out again next time
                kept.hardlink_to(self.file)
            for other in kept.parent.glob(f"{kept.name.partition('-')[0]}-*.sqlite"):
                if other != kept:
                    other.unlink(missing_ok=True)

    def close(self) -> None:
        """Let go of the file."""
        self._lock.close()
        self._folder.cleanup()


def _remove_forgotten(folder: Path) -> None:
    """Remove what servers that were killed left behind: nobody holds the lock in it."""
    for left in folder.glob(f"{OPEN}*"):
        with suppress(OSError), (left / "lock").open("rb") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            shutil.rmtree(left, ignore_errors=True)
