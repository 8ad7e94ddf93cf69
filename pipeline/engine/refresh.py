"""Stored documents extracted again from their stored text, where other extractors wrote them: nothing is read anew.

What counts as other extractors is the digest of their source and of the registers, which stands in the metadata of
every part (`cancu.extractors`). A part is replaced whole, all its tables at one stroke.
"""

from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, field
from itertools import chain
from typing import TYPE_CHECKING, Any

from extractors.records import Problem
from pipeline.engine.summary import Progress, Summary
from pipeline.engine.task import Engine, Part, Task
from pipeline.read.reading import Page, Reading
from pipeline.read.walk import Found
from pipeline.store.folder import StoreFolder
from pipeline.store.layout import listed, quoted
from pipeline.store.rows import Rows
from pipeline.store.version import extractors_version

if TYPE_CHECKING:
    import duckdb

__all__ = ["EXTRACTED", "refresh", "stale"]

EXTRACTED = (
    "citations",
    "obligations",
    "backrefs",
    "guesses",
    "recipients",
    "documents",
)  # what extraction alone decides


@dataclass(slots=True)
class _Part:
    """A part in work: its documents in order, and what became of them so far."""

    name: str
    doc_ids: list[str]
    rows: dict[str, Rows | None] = field(default_factory=dict)


def stale(folder: StoreFolder) -> list[str]:
    """Names of the parts whose documents other extractors wrote; those without documents are left out."""
    wanted = extractors_version(folder.models)
    return [name for name in folder.committed() if folder.count(name) and folder.extracted_by(name) != wanted]


def _tasks(database: "duckdb.DuckDBPyConnection", folder: StoreFolder, part: str) -> Iterator[Task]:
    """Each document of a part as the reading it was."""

    def rows(table: str, query: str) -> list[tuple[Any, ...]]:
        return database.execute(query.format(f"read_parquet({quoted(folder.root / table / part)})")).fetchall()

    pages: dict[str, list[Page]] = {}
    for doc_id, number, text, confidence in rows(
        "texts", "SELECT doc_id, page, text, ocr_confidence FROM {} ORDER BY doc_id, page"
    ):
        pages.setdefault(doc_id, []).append(Page(number, text, confidence))
    problems: dict[str, list[Problem]] = {}
    documents = rows("documents", "SELECT doc_id, path, name, media_type, pages, characters FROM {}")
    for doc_id, code, message in database.execute(
        "SELECT doc_id, code, message FROM failures WHERE partial AND stage = 'read' "
        "AND list_contains(?, doc_id) ORDER BY ALL",
        [[row[0] for row in documents]],
    ).fetchall():
        problems.setdefault(doc_id, []).append(Problem(code=code, message=message))
    for doc_id, path, name, media_type, count, characters in documents:
        reading = Reading(name, media_type, doc_id, tuple(pages.get(doc_id, ())), count is not None,
                          tuple(problems.get(doc_id, ())))  # fmt: skip
        yield Task(Found(path, characters or 0, 0), doc_id=doc_id, reading=reading, models=folder.models)


@dataclass(slots=True)
class _Stored:
    """The source of an engine: tasks whose identity is known, each outcome with its own rows."""

    tasks: Iterator[Task]
    packed: bool = False

    def take(self) -> Task | None:
        return next(self.tasks, None)

    def claim(self, task: Task, doc_id: str) -> bool:
        return True

    def part(self) -> Part | None:
        return None


def refresh(folder: StoreFolder, engine: Engine, summary: Summary, progress: Progress | None) -> None:
    """Extract again what other extractors wrote. The caller holds `folder.writing()`.

    A document at which the extractors fail keeps the rows it has. Stopped at any moment, the next call goes on with
    the parts that are left.
    """
    import duckdb

    waiting = stale(folder)
    summary.step, summary.total = "extracting again from stored text", None
    parts: dict[str, _Part] = {}

    def take_all() -> Iterator[Task]:
        for name in waiting:
            tasks = list(_tasks(database, folder, name))
            part = _Part(name, [task.doc_id for task in tasks])
            parts.update(dict.fromkeys(part.doc_ids, part))
            yield from tasks

    with closing(duckdb.connect()) as database:
        failures = listed(folder.parts("failures"))
        database.execute(f"CREATE VIEW failures AS SELECT * FROM read_parquet({failures})")
        for task, outcome in chain.from_iterable(done.outcomes for done in engine.run(_Stored(take_all()))):
            part = parts.pop(task.doc_id)
            kept = not outcome.held
            part.rows[task.doc_id] = None if kept else outcome.rows
            summary.refreshed += not kept
            if kept:
                summary.failed += 1
                summary.note_failures(outcome.rows["failures"])
            if len(part.rows) == len(part.doc_ids):
                _replace(folder, part)
            if progress:
                progress(summary, task.found.path)
    summary.step = "reading"


def _replace(folder: StoreFolder, part: _Part) -> None:
    """Put the new rows in the place of the part's; a document that failed keeps its own."""
    new: Rows = {table: [] for table in EXTRACTED}
    kept = {doc_id for doc_id, rows in part.rows.items() if rows is None}
    for table in EXTRACTED:
        if kept:
            new[table] += [row for row in folder.rows(table, part.name) if row["doc_id"] in kept]
        for doc_id in part.doc_ids:
            new[table] += (part.rows[doc_id] or {}).get(table, [])
    folder.replace_batch(part.name, new)
