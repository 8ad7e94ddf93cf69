"""The parent's part of an ingest: which files are tasks, what is put into the store, and when it is committed.

Everything here runs in one thread.
"""

import os
from collections import deque
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from pipeline.engine.batches import Batches
from pipeline.engine.known import Known
from pipeline.engine.summary import Progress, Summary
from pipeline.engine.task import Engine, Member, Outcome, Part, Task
from pipeline.read.walk import Found
from pipeline.store.rows import Rows, failure_row

__all__ = ["Intake"]


@dataclass(slots=True)
class _Archive:
    """An archive some of whose members are still to do; its own row comes last, so that it is opened again if not."""

    found: Found
    doc_id: str
    waiting: int = 0
    whole: bool = False


@dataclass(slots=True)
class _Claim:
    """Files of the same bytes: one is worked on, the others wait for what becomes of it."""

    archive: _Archive | None
    others: list[tuple[Found, _Archive | None]]


class Intake:
    """Gives tasks (`take`), says which are to be done (`claim`) and settles their outcomes (`run`)."""

    packed = True

    def __init__(
        self, files: Iterator[Found], known: Known, batches: Batches, summary: Summary, progress: Progress | None
    ) -> None:
        self.known, self.batches, self.summary, self.progress = known, batches, summary, progress
        self._files = known.tell(files)
        self._models = batches.folder.models
        self._ready: deque[Task] = deque()
        self._claims: dict[str, _Claim] = {}

    def run(self, engine: Engine) -> None:
        """Work on everything there is."""
        for done in engine.run(self):
            for task, outcome in done.outcomes:
                self._settle(task, outcome)
            if done.pack is not None:
                self.batches.add_pack(done.pack)
            if done.part is not None:
                self.batches.settle(done.part, written=done.written)
            if self.batches.full():
                self.batches.cut()

    def take(self) -> Task | None:
        """The next document to work on; what is known is passed over."""
        while True:
            if self._ready:
                return self._ready.popleft()
            found, known = next(self._files, (None, False))
            if found is None:
                return None
            self.summary.looked_at += 1
            if not known:
                return Task(found, found.path, models=self._models)
            self.summary.known += 1
            self._tell(found.path)

    def part(self) -> Part | None:
        """The next part to be written."""
        return self.batches.part()

    def claim(self, task: Task, doc_id: str) -> bool:
        """Whether the file is to be worked on; else its bytes are known, or in work."""
        return self._claim(task.found, doc_id, None)

    def _claim(self, found: Found, doc_id: str, archive: _Archive | None) -> bool:
        claim = self._claims.get(doc_id)
        if claim is not None:
            self.summary.duplicates += 1
            claim.others.append((found, archive))
            if archive:
                archive.waiting += 1
        elif doc_id in self.known.documents:
            self.summary.duplicates += 1
            self._put({"files": [_file_row(found, doc_id)]})
            self._tell(found.path)
        else:
            self._claims[doc_id] = _Claim(archive, [])
            if archive:
                archive.waiting += 1
            return True
        return False

    def _settle(self, task: Task, outcome: Outcome) -> None:
        claim = self._claims.get(task.doc_id)
        if claim is None:  # it could not even be identified
            self._document(task.found, outcome)
            self._tell(task.found.path)
            return
        if outcome.status == "archive" or (task.skip and outcome.status == "failed"):
            self._members(task, outcome, claim)
            return
        del self._claims[task.doc_id]
        if claim.archive and task.source:
            with suppress(OSError):
                os.unlink(task.source)  # noqa: PTH108
        self._document(task.found, outcome)
        if outcome.doc_id:
            for found, archive in claim.others:
                self._put({"files": [_file_row(found, outcome.doc_id)]})
                self._member_done(archive)
        else:
            self._instead(task.doc_id, claim)
        self._member_done(claim.archive)
        self._tell(task.found.path)

    def _instead(self, doc_id: str, claim: _Claim) -> None:
        """Try another file of the same bytes, where the first can no longer be read."""
        for _, archive in claim.others:
            self._member_done(archive)
        files = [found for found, archive in claim.others if archive is None]
        if files:
            self._claims[doc_id] = _Claim(None, [(found, None) for found in files[1:]])
            self._ready.append(Task(files[0], files[0].path, doc_id, models=self._models))

    def _document(self, found: Found, outcome: Outcome) -> None:
        rows = dict(outcome.rows)
        if outcome.doc_id:
            self.known.documents.add(outcome.doc_id)
            rows["files"] = [_file_row(found, outcome.doc_id)]
        self.summary.read += outcome.held
        self.summary.partial += outcome.status == "partial"
        self.summary.failed += outcome.status == "failed"
        self.summary.characters += outcome.characters
        self.summary.pages += outcome.pages
        self._put(rows, documents=outcome.held, characters=outcome.characters)

    def _members(self, task: Task, outcome: Outcome, claim: _Claim) -> None:
        archive = claim.archive if claim.archive and task.skip else None
        if archive is None:
            archive = claim.archive = _Archive(task.found, task.doc_id)
        for member in outcome.members:
            self._member(member, archive, task.found)
        if outcome.status == "failed":
            self.summary.failed += 1
            self._put(outcome.rows)
        if outcome.resume is not None:
            self._ready.append(task.from_member(outcome.resume))
            return
        archive.whole = True
        for found, _ in claim.others:
            self._put({"files": [_file_row(found, task.doc_id)]})
        del self._claims[task.doc_id]
        self._close(archive)

    def _member(self, member: Member, archive: _Archive, of: Found) -> None:
        found = Found(member.path, member.size, of.modified_ns)
        if member.problem:
            self.summary.failed += 1
            row = failure_row(member.path, None, "open", member.problem, partial=False)
            self._put({"failures": [row]})
        elif self._claim(found, member.doc_id, archive):
            task = Task(found, member.source, member.doc_id, data=member.data, models=self._models)
            self._ready.append(task)
        elif member.source:
            with suppress(OSError):
                os.unlink(member.source)  # noqa: PTH108

    def _member_done(self, archive: _Archive | None) -> None:
        if archive:
            archive.waiting -= 1
            self._close(archive)

    def _close(self, archive: _Archive) -> None:
        if archive.whole and not archive.waiting:
            self._put({"files": [_file_row(archive.found, archive.doc_id)]})
            self._tell(archive.found.path)

    def _put(self, rows: Rows, *, documents: int = 0, characters: int = 0) -> None:
        self.summary.note_failures(rows.get("failures", []))
        self.batches.add(rows, documents=documents, characters=characters)

    def _tell(self, path: str) -> None:
        if self.progress:
            self.progress(self.summary, path)


def _file_row(found: Found, doc_id: str) -> dict[str, Any]:
    return {"path": found.path, "doc_id": doc_id, "bytes": found.bytes, "modified_ns": found.modified_ns}
