"""What resolve keeps for the next time, in the hidden folder `.links` of a store: state, and three logs.

    facts    what mentions say of each work, and how often; later files add to the first, or take away (`n` < 0)
    blanks   mentions that say too little by themselves, and the part they stand in
    named    how often each name stands for a body; replaced whole

`state.json` says what the derived tables and these logs were made from. It is taken away before the first of them is
changed and written after the last, so that a resolve that was stopped in between is done again from the beginning.
"""

import hashlib
import json
import os
import shutil
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.store.folder import StoreFolder, flush_folder
from pipeline.store.layout import listed, quoted
from pipeline.store.review import Decisions
from pipeline.store.version import extractors_version

if TYPE_CHECKING:
    import duckdb

__all__ = ["Links", "reading"]


def reading(parts: list[Path]) -> str:
    """Query over parts that also tells where each row stands."""
    return f"SELECT * FROM read_parquet({listed(parts)}, filename = true, file_row_number = true, union_by_name = true)"


@cache
def _resolver() -> str:
    """Digest of what decides links besides the documents: the registers and these modules."""
    digest = hashlib.sha256(extractors_version().encode())
    for path in sorted(Path(__file__).parent.glob("*.py")):
        digest.update(path.read_bytes())
    return digest.hexdigest()[:12]


class Links:
    """The folder `.links` of a store."""

    def __init__(self, folder: StoreFolder) -> None:
        self.store = folder
        self.root = folder.root / ".links"

    def batches(self, decisions: Decisions) -> list[str] | None:
        """The batches the derived tables are made from, if by this resolver and with these decisions; else None."""
        try:
            state = json.loads((self.root / "state.json").read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return None
        if self.store.unresolved() or state.get("made_by") != _resolver() or state["decisions"] != decisions.digest():
            return None
        return list(state["batches"])

    def forget(self) -> None:
        """From here on the derived tables are not to be trusted."""
        self.root.mkdir(exist_ok=True)
        (self.root / "state.json").unlink(missing_ok=True)
        flush_folder(self.root)

    def remember(self, batches: list[str], decisions: Decisions) -> None:
        """The derived tables are made from these batches."""
        state = {"made_by": _resolver(), "decisions": decisions.digest(), "batches": batches}
        new = self.root / ".state.tmp"
        with new.open("w", encoding="utf-8") as sink:
            json.dump(state, sink)
            sink.flush()
            os.fsync(sink.fileno())
        new.replace(self.root / "state.json")
        flush_folder(self.root)
        self.store.resolved()

    def clear(self) -> None:
        """Begin the logs anew; to be called after `forget`."""
        shutil.rmtree(self.root)
        self.root.mkdir()

    def log(self, kind: str) -> list[Path]:
        """The files of a log."""
        return sorted(self.root.glob(f"{kind}-*.parquet"))

    def rows(self, kind: str) -> str:
        """Query over a log."""
        return f"SELECT * FROM read_parquet({listed(self.log(kind))})"

    def write(self, connection: "duckdb.DuckDBPyConnection", kind: str, query: str, *, whole: bool = False) -> None:
        """Add the rows of a query to a log, or put them in its place."""
        path = self.root / f"{kind}-{0 if whole else len(self.log(kind)):06d}.parquet"
        new = path.with_suffix(".tmp")
        connection.execute(f"COPY ({query}) TO {quoted(new)} (FORMAT parquet, COMPRESSION zstd)")
        descriptor = os.open(new, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
        new.replace(path)
