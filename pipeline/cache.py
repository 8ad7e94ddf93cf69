"""Where results that can be made again are kept between runs."""

import os
from pathlib import Path

__all__ = ["cache_folder"]


def cache_folder(name: str) -> Path | None:
    """The folder for one kind of result: in CANCU_CACHE, else XDG_CACHE_HOME/cancu, else ~/.cache/cancu.

    None where nothing is to be kept (CANCU_CACHE=off, no home). The folder need not exist.
    """
    named = os.environ.get("CANCU_CACHE")
    if named:
        return None if named == "off" else Path(named) / name
    base = os.environ.get("XDG_CACHE_HOME")
    try:
        return (Path(base) if base else Path.home() / ".cache") / "cancu" / name
    except RuntimeError:  # no home
        return None
