"""What an ingest has done so far and at the end, in numbers."""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

__all__ = ["Progress", "Summary"]

EXAMPLES = 20


@dataclass(slots=True)
class Summary:
    """What an ingest did, in numbers of files."""

    read: int = 0
    failed: int = 0
    partial: int = 0
    known: int = 0
    duplicates: int = 0
    characters: int = 0
    pages: int = 0
    refreshed: int = 0
    """Documents extracted again from stored text."""
    otherwise: int = 0
    """Documents in the store for which other models were asked (`models`) than now."""
    total: int | None = None
    """Files there are to look at, once they are counted."""
    looked_at: int = 0
    step: str = "reading"
    """What is going on: reading, refreshing, or a closing step."""
    codes: Counter[str] = field(default_factory=Counter)
    """How many files failed, by code."""
    failures: list[tuple[str, str, str]] = field(default_factory=list)
    """Path, code and message of the first failures (at most 20)."""
    planned: list[tuple[str, int]] = field(default_factory=list)
    """Path and bytes of what a dry run would read."""

    def note_failures(self, rows: list[dict[str, Any]]) -> None:
        """Count rows of `failures` and keep the first as examples."""
        for row in rows:
            self.codes[row["code"]] += 1
            if len(self.failures) < EXAMPLES:
                self.failures.append((row["path"], row["code"], row["message"]))


Progress = Callable[[Summary, str], None]
"""Called after every file and before every closing step, with what it is."""
