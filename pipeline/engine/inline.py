"""The same work in this very process: no limits, nothing survives a crash. For tests and debuggers."""

from collections.abc import Iterator

from pipeline.engine.task import Done, Take
from pipeline.engine.work import work

__all__ = ["InlineEngine"]


class InlineEngine:
    """One task after the other, here."""

    name = "inline"

    def __init__(self) -> None:
        self.spool: str | None = None

    def run(self, take: Take) -> Iterator[Done]:
        """Outcome of every task, in order."""
        while (task := take()) is not None:
            yield task, work(task, self.spool)
