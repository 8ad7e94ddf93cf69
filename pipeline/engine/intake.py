"""The parent's part of an ingest: which files are tasks, what is put into the store, and when it is committed.

Everything here runs in one thread; files are claimed in the order of the walk, whatever order outcomes come in.
"""

import os
import time
from collections import deque
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from pipeline.engine.known import Known
from pipeline.engine.summary import Progress, Summary
from pipeline.engine.task import Engine, Member, Outcome, Task, failed
from pipeline.engine.work import fingerprint
from pipeline.errors import CancuError
from pipeline.read.walk import Found
from pipeline.store.folder import StoreFolder
from pipeline.store.rows import Rows, failure_row

__all__ = ["Batch", "Intake"]


class Batch:
    """Rows waiting to be committed together."""

    def __init__(self, folder: StoreFolder, *, documents: int, characters: int, seconds: float) -> None:
        self.folder = folder
        self.most = (documents, characters, seconds)
        self.rows: Rows = {}
        self.documents = self.characters = self.size = 0
        self.since = time.monotonic()

    def add(self, rows: Rows, characters: int = 0) -> None:
        """Put rows in; they are in the store after the next commit."""
        for table, more in rows.items():
            self.rows.setdefault(table, []).extend(more)
        self.documents += bool(rows.get("documents"))
        self.characters += characters
        self.size += 1

    def full(self) -> bool:
        """Whether it is time to commit: many documents, long ones, or long ago."""
        documents, characters, seconds = self.most
        late = self.size and time.monotonic() - self.since >= seconds
        return bool(self.documents >= documents or self.characters >= characters or self.size >= 10 * documents or late)

    def commit(self) -> None:
        """Into the store, at one stroke."""
        if self.size:
            self.folder.commit(self.rows)
        self.rows, self.documents, self.characters, self.size = {}, 0, 0, 0
        self.since = time.monotonic()


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
    """Gives tasks (`take`) and settles their outcomes (`run`)."""

    def __init__(
        self, files: Iterator[Found], known: Known, batch: Batch, summary: Summary, progress: Progress | None
    ) -> None:
        self.known, self.batch, self.summary, self.progress = known, batch, summary, progress
        self._files = known.tell(files)
        self._ready: deque[Task] = deque()
        self._claims: dict[str, _Claim] = {}

    def run(self, engine: Engine) -> None:
        """Work on everything there is."""
        for task, outcome in engine.run(self.take):
            self._settle(task, outcome)

    def take(self) -> Task | None:
        """The next document to work on; what needs no work is settled on the way."""
        while True:
            if self._ready:
                return self._ready.popleft()
            found, known = next(self._files, (None, False))
            if found is None:
                return None
            self.summary.looked_at += 1
            if known:
                self.summary.known += 1
                self._tell(found.path)
                continue
            try:
                doc_id = fingerprint(found)
            except CancuError as error:
                task = Task(found)
                self.summary.failed += 1
                self._put(failed(task, "open", error.code, error.message).rows)
                self._tell(found.path)
                continue
            if self._claim(found, doc_id, None):
                return Task(found, found.path, doc_id)

    def _claim(self, found: Found, doc_id: str, archive: _Archive | None) -> bool:
        """Whether the file is to be worked on; else its bytes are known, or in work."""
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
        claim = self._claims[task.doc_id]
        if outcome.status == "archive" or (task.skip and outcome.status == "failed"):
            self._members(task, outcome, claim)
            return
        del self._claims[task.doc_id]
        if claim.archive and task.source:
            with suppress(OSError):
                os.unlink(task.source)  # noqa: PTH108
        self._document(task.found, outcome)
        for found, archive in claim.others:
            self._put({"files": [_file_row(found, outcome.doc_id)]} if outcome.doc_id else {})
            self._member_done(archive)
        self._member_done(claim.archive)
        self._tell(task.found.path)

    def _document(self, found: Found, outcome: Outcome) -> None:
        if outcome.doc_id in self.known.documents if outcome.doc_id else False:
            self.summary.duplicates += 1  # the file was changed to these bytes while it waited
            self._put({"files": [_file_row(found, str(outcome.doc_id))]})
            return
        rows = dict(outcome.rows)
        if outcome.doc_id:
            self.known.documents.add(outcome.doc_id)
            rows["files"] = [_file_row(found, outcome.doc_id)]
        self.summary.read += outcome.status != "failed" or bool(rows.get("documents"))
        self.summary.partial += outcome.status == "partial"
        self.summary.failed += outcome.status == "failed"
        self.summary.characters += outcome.characters
        self.summary.pages += outcome.pages
        self._put(rows, outcome.characters)

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
            self._ready.append(Task(found, member.source, member.doc_id, data=member.data))
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

    def _put(self, rows: Rows, characters: int = 0) -> None:
        self.summary.note_failures(rows.get("failures", []))
        self.batch.add(rows, characters)
        if self.batch.full():
            self.batch.commit()

    def _tell(self, path: str) -> None:
        if self.progress:
            self.progress(self.summary, path)


def _file_row(found: Found, doc_id: str) -> dict[str, Any]:
    return {"path": found.path, "doc_id": doc_id, "bytes": found.bytes, "modified_ns": found.modified_ns}
