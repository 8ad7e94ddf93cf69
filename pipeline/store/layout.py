"""Where the tables of a store lie, for all who only read: no writing, no Arrow."""

from collections.abc import Iterable
from pathlib import Path

from pipeline.errors import CancuError

__all__ = ["BASE", "DERIVED", "LATER", "REVIEW", "StoreLayout", "listed", "quoted"]

# `documents` comes last: a batch is in the store from the moment its part of `documents` stands there.
BASE: tuple[str, ...] = (
    "texts",
    "recipients",
    "obligations",
    "backrefs",
    "guesses",
    "citations",
    "files",
    "failures",
    "documents",
)
DERIVED: tuple[str, ...] = ("works", "edges", "bodies", "suspected", "aliases")
REVIEW = "suspected-review.csv"  # what a person decided; `pipeline.store.review` reads it
LATER = frozenset({"aliases", "backrefs", "guesses"})  # tables that stores made before them do not have


def quoted(path: Path | str) -> str:
    """A path as an SQL string.

    >>> quoted("a'b")
    "'a''b'"
    """
    return "'" + str(path).replace("'", "''") + "'"


def listed(parts: Iterable[Path]) -> str:
    """Paths as an SQL list, for `read_parquet`.

    >>> listed([Path("a"), Path("b")])
    "['a', 'b']"
    """
    return f"[{', '.join(map(quoted, parts))}]"


class StoreLayout:
    """The folder of a store and the parts that count."""

    def __init__(self, root: str | Path) -> None:
        self.root = Path(root)

    @staticmethod
    def tables() -> tuple[str, ...]:
        """Names of all tables."""
        return (*BASE, *DERIVED)

    def exists(self) -> bool:
        """Whether a store stands here; tables that an earlier cancu did not know may be missing."""
        return all((self.root / table).is_dir() for table in self.tables() if table not in LATER)

    def require(self) -> None:
        """Raise `CancuError("store-missing")` where there is no store."""
        if not self.exists():
            raise CancuError("store-missing", "there is no store here", where=str(self.root))

    def committed(self) -> list[str]:
        """File names of the committed batches, in order of commit."""
        return sorted(path.name for path in (self.root / "documents").glob("part-*.parquet"))

    def parts(self, table: str) -> list[Path]:
        """The parts of a table that count: those of committed batches."""
        found = sorted((self.root / table).glob("part-*.parquet"))
        if table in DERIVED:
            return found
        committed = set(self.committed())
        return [path for path in found if path.name in committed]
