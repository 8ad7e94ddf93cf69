"""A folder of results that appears whole or not at all."""

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from pipeline.errors import CancuError

__all__ = ["new_folder"]


@contextmanager
def new_folder(target: str | Path) -> Iterator[Path]:
    """A folder beside `target` to write into, which takes its place when the block ends well, else is removed.

    Raises `CancuError("out-foreign")` where `target` holds something, and `OSError` where it cannot be written.
    """
    path = Path(target)
    if path.exists() and (not path.is_dir() or any(path.iterdir())):
        raise CancuError("out-foreign", "only a new or empty folder is written to", where=str(target))
    path.parent.mkdir(parents=True, exist_ok=True)
    work = Path(tempfile.mkdtemp(prefix=f".{path.name}-", dir=path.parent))
    try:
        yield work
        work.chmod(0o755)
        work.replace(path)
    finally:
        shutil.rmtree(work, ignore_errors=True)
