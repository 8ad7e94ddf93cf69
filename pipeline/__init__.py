"""files → answers: read, extract, store, resolve, query; the command line on top.

`from pipeline import read, ingest, open_store` is the Python side of the commands (CONTRACT.md).
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

# Eager, and so cheap to import: the package pipeline.read would otherwise hide the function of the same name.
from pipeline.read import read

if TYPE_CHECKING:
    from pipeline.ingestion import ingest as ingest
    from pipeline.query import open_store as open_store

__all__ = ["ingest", "open_store", "read"]

_HOMES = {"ingest": "pipeline.ingestion", "open_store": "pipeline.query"}


def __getattr__(name: str) -> Any:
    """Import a door only when it is used: `cancu --help` must not pay for DuckDB."""
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(_HOMES[name]), name)
