"""The same work in this very process: no limits, nothing survives a crash. For tests and debuggers."""

from collections.abc import Iterator

from pipeline.engine.task import Done, Outcome, Source
from pipeline.engine.work import identified, work

__all__ = ["InlineEngine"]


class InlineEngine:
    """One task after the other, here."""

    name = "inline"

    def __init__(self) -> None:
        self.spool: str | None = None

    def run(self, source: Source) -> Iterator[Done]:
        """Outcome of every task, in order."""
        while (task := source.take()) is not None:
            raw = None
            if not task.doc_id:
                found = identified(task)
                if isinstance(found, Outcome):
                    yield Done([(task, found)])
                    continue
                doc_id, raw = found
                if not source.claim(task, doc_id):
                    yield Done()
                    continue
                task = task.identified(doc_id)
            yield Done([(task, work(task, self.spool, raw))])
