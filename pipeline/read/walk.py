"""Which files a list of paths means: folders are walked in order of name, links out of them are not followed."""

import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from pipeline.errors import CancuError

__all__ = ["Found", "walk"]


@dataclass(frozen=True, slots=True)
class Found:
    """A file to read: its path as it will stand in the store, its size and the time of its last change."""

    path: str
    bytes: int
    modified_ns: int


def _found(path: str) -> Found:
    try:
        info = os.stat(path)  # noqa: PTH116  (a string is what is stored, and a Path would cost twice the time)
    except OSError:  # gone since it was listed: reading it will say so
        return Found(path, -1, -1)
    return Found(path, info.st_size, info.st_mtime_ns)


def _inside(folder: str, without: str) -> Iterator[Found]:
    try:
        with os.scandir(folder) as entries:
            ordered = sorted(entries, key=lambda entry: entry.name)
    except OSError:  # a folder that may not be listed: reading it will say so
        yield Found(folder, -1, -1)
        return
    for entry in ordered:
        if entry.name.startswith("."):
            continue
        if entry.is_dir(follow_symlinks=False):
            if not without or os.path.realpath(entry.path) != without:
                yield from _inside(entry.path, without)
        elif entry.is_file(follow_symlinks=False):
            yield _found(entry.path)


def walk(paths: Iterable[str | Path], *, without: str | Path | None = None) -> Iterator[Found]:
    """Every file under the paths, depth first, in order of name; hidden files and links inside folders are left out,
    and so is the folder `without` (the store may lie inside the archive).

    A path named outright is read even if it is hidden or a link. Raises `CancuError("input-missing")` before
    anything is yielded when a path does not exist.
    """
    named = [os.path.normpath(path) for path in paths]
    for path in named:
        if not os.path.exists(path):  # noqa: PTH110
            raise CancuError("input-missing", "there is no such file or folder", where=path)
    kept_out = os.path.realpath(without) if without is not None else ""
    for path in named:
        if os.path.isdir(path):  # noqa: PTH112
            yield from _inside(path, kept_out)
        else:
            yield _found(path)
