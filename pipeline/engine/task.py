"""What goes to a worker and what comes back: plain data, so that it travels to any process anywhere."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Protocol

from extractors.records import Problem
from pipeline.read.reading import Reading
from pipeline.read.walk import Found
from pipeline.store.rows import Pack, Rows, failure_row

__all__ = ["Done", "Engine", "Member", "Outcome", "Part", "Source", "Task", "failed"]


@dataclass(frozen=True, slots=True)
class Task:
    """One document to work on: a file, a member of an archive, or pages read before (`reading`)."""

    found: Found
    """Path, size and time as they will stand in the store."""
    source: str = ""
    """Where the bytes lie: a path, or a URL of fsspec."""
    doc_id: str = ""
    """Identity of the bytes; "" until a worker has read them, and then the source was asked (`Source.claim`)."""
    skip: int = 0
    """Members of the archive that were handed on already."""
    data: bytes | None = None
    """The bytes themselves, where workers on other machines could not reach a file."""
    reading: Reading | None = None
    models: tuple[str, ...] | str = "default"
    """The models that may decide where the rules do not."""

    @property
    def key(self) -> tuple[str, int]:
        """What tells it from the others in work."""
        return self.found.path, self.skip

    def identified(self, doc_id: str) -> "Task":
        """The same task, its bytes known."""
        return replace(self, doc_id=doc_id)

    def from_member(self, skip: int) -> "Task":
        """The same archive, from a member on.

        >>> Task(Found("a.zip", 1, 1)).from_member(500).skip
        500
        """
        return replace(self, skip=skip)


@dataclass(frozen=True, slots=True)
class Member:
    """A member of an archive: where its bytes lie now, or why they do not (`problem`)."""

    path: str
    size: int = 0
    source: str = ""
    doc_id: str = ""
    data: bytes | None = None
    problem: Problem | None = None


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one task: rows for the store, or members of an archive that are documents of their own."""

    doc_id: str | None
    status: str
    """ok, partial, failed, or archive."""
    rows: Rows
    """All its rows; of those that travel in a pack (`Done.pack`) only `failures` are left here."""
    characters: int = 0
    pages: int = 0
    members: tuple[Member, ...] = ()
    resume: int | None = None
    """The member an archive goes on with; None: these were the last."""
    held: bool = False
    """Whether the document itself is among the rows."""


@dataclass(frozen=True, slots=True)
class Part:
    """A batch to be written to files of their own in `folder`; the parent puts them in place."""

    name: str
    folder: str
    packs: Sequence[Pack]
    rows: Rows
    """Rows besides those of the packs."""
    about: Mapping[str, str]
    """What stands in the files' metadata."""


@dataclass(frozen=True, slots=True)
class Done:
    """Tasks that are done, the pack of their rows, and a part that is written (or that no worker could write)."""

    outcomes: Sequence[tuple[Task, Outcome]] = ()
    pack: Pack | None = None
    part: Part | None = None
    written: bool = True


class Source(Protocol):
    """What an engine works for: it gives tasks and says which are to be done."""

    packed: bool
    """Whether rows may come in packs; else each outcome carries its own."""

    def take(self) -> Task | None:
        """The next task; None: none now (there may be more once outcomes have been seen)."""
        ...

    def claim(self, task: Task, doc_id: str) -> bool:
        """Whether a file with these bytes is to be worked on; asked once for each task without an identity."""
        ...

    def part(self) -> Part | None:
        """The next part to be written; None: none now."""
        ...


class Engine(Protocol):
    """Runs tasks somewhere; outcomes come in any order, each task exactly once, whatever happens to its worker."""

    name: str
    spool: str | None
    """Folder that parent and workers share, for members of archives and rows; None: there is none, and bytes travel."""

    def run(self, source: Source) -> Iterator[Done]:
        """Outcome of every task of the source; no more is taken than can be worked on soon."""
        ...


def failed(task: Task, stage: str, code: str, message: str) -> Outcome:
    """The outcome of a task that came to nothing: one row in `failures`.

    What could not be opened has no identity, and so is tried again by the next ingest.
    """
    doc_id = task.doc_id or None if stage != "open" else None
    problem = Problem(code=code, message=message)
    return Outcome(
        doc_id, "failed", {"failures": [failure_row(task.found.path, doc_id, stage, problem, partial=False)]}
    )
