"""How many files an ingest has to look at, by the rules of the walk, without asking for anything but names."""

import os
from collections.abc import Sequence
from pathlib import Path

__all__ = ["count_files"]


def count_files(paths: Sequence[str], without: str | Path) -> int:
    """Number of files under the paths, hidden ones and those below `without` left out; an estimate, no promise."""
    kept_out, total = os.path.realpath(without), 0
    waiting = [path for path in paths if os.path.isdir(path)]  # noqa: PTH112
    total += len(paths) - len(waiting)
    while waiting:
        try:
            with os.scandir(waiting.pop()) as entries:
                for entry in entries:
                    if entry.name.startswith("."):
                        continue
                    if entry.is_dir(follow_symlinks=False):
                        if entry.path != kept_out:
                            waiting.append(entry.path)
                    else:
                        total += 1
        except OSError:
            total += 1
    return total
