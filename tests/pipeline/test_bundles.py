"""Bundles, packs and parts: documents go together to a worker, and each of them stays a unit."""

import os
from pathlib import Path

import pandas as pd
import pytest

from pipeline import ingest
from pipeline.engine import bundle
from pipeline.engine.batches import Batches
from pipeline.engine.bundle import identify_all, work_all
from pipeline.engine.pool import LocalEngine
from pipeline.engine.task import Outcome, Task
from pipeline.engine.work import fetch, identify
from pipeline.errors import CancuError
from pipeline.read.walk import Found, walk
from pipeline.store.folder import StoreFolder, write_apart
from pipeline.store.packs import pack_rows, tables_of

HERE = str(Path(__file__).parent)


@pytest.fixture
def tasks(tmp_path):
    """Four small files, one of them empty."""
    (tmp_path / "in").mkdir()
    for number in range(4):
        text = "" if number == 2 else f'DOC KH {number}/KH-X 2023-01-01 x "T"\n'
        (tmp_path / "in" / f"{number}.txt").write_text(text, encoding="utf-8")
    return {place: Task(found, found.path) for place, found in enumerate(walk([tmp_path / "in"]))}


def test_each_file_is_read_once_and_told_by_its_bytes(tasks, monkeypatch):
    monkeypatch.setattr(bundle, "SLICE_SECONDS", 1e9)
    told, raws = identify_all(tasks)
    assert isinstance(told[2], Outcome)
    assert {place: raw.doc_id for place, raw in raws.items()} == {place: told[place] for place in (0, 1, 3)}
    for task in tasks.values():
        Path(task.source).unlink()
    known = {place: tasks[place].identified(told[place]) for place in raws}
    worked = work_all(known, spool=None, packed=True, raws=raws)
    assert {outcome.status for outcome in worked.outcomes.values()} == {"ok"}
    assert tables_of([worked.pack], {})["documents"]["doc_id"].to_pylist() == [told[0], told[1], told[3]]


def test_large_files_are_identified_piece_by_piece(tasks):
    assert identify(tasks[0], keep=3) == (identify(tasks[0])[0], None)


def test_what_takes_long_is_handed_back(tasks, monkeypatch):
    monkeypatch.setattr(bundle, "SLICE_SECONDS", -1.0)
    told, _ = identify_all(tasks)
    known = {place: tasks[place].identified(told[place]) for place in (0, 1, 3)}
    assert list(work_all(known, spool=None, packed=True).outcomes) == [0]


def test_a_file_that_changed_meanwhile_is_told(tasks):
    task = tasks[0].identified(identify(tasks[0])[0])
    Path(task.source).write_text("other", encoding="utf-8")
    with pytest.raises(CancuError) as raised:
        fetch(task)
    assert (raised.value.code, raised.value.message) == ("input-unreadable", "it was changed while it was read")


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no pipes with names")
def test_a_pipe_is_not_waited_for(tmp_path):
    os.mkfifo(tmp_path / "pipe")
    with pytest.raises(CancuError) as raised:
        identify(Task(Found(str(tmp_path / "pipe"), 1, 0), str(tmp_path / "pipe")))
    assert raised.value.code == "input-unreadable"


def row(doc_id):
    return {"doc_id": doc_id, "page": 1, "text": doc_id, "ocr_confidence": None}


def test_parts_come_into_the_store_in_order_whoever_writes_them(tmp_path):
    folder = StoreFolder(tmp_path / "store")
    with folder.writing(), folder.scratch() as spool:
        batches = Batches(folder, spool, documents=1, characters=10**9, seconds=10**9)
        parts = []
        for number, word in enumerate("abcd"):
            batches.add_pack(pack_rows({"texts": [row(word)]}, f"{spool}/{word}"))
            batches.add({}, documents=1)
            assert batches.full()
            batches.cut()
            parts.append(batches.part())
            assert parts[number].packs == [f"{spool}/{word}"]
        for written in (parts[1], parts[2]):
            write_apart(Path(written.folder), tables_of(written.packs, written.rows), written.about)
        batches.settle(parts[1], written=True)
        assert len(folder.committed()) == 1  # the empty one: a part is not in the store before those begun earlier
        batches.settle(parts[0], written=False)  # its worker died: it is written here
        assert len(folder.committed()) == 3
        batches.finish()
        assert folder.committed()[1:] == sorted(part.name for part in parts)
        assert not list(Path(spool).iterdir())
    assert sorted(pd.read_parquet(tmp_path / "store" / "texts")["text"]) == list("abcd")


def test_a_worker_that_dies_while_it_writes_costs_nothing(tmp_path, tasks, monkeypatch):
    monkeypatch.syspath_prepend(HERE)
    monkeypatch.setattr("pipeline.ingestion.BATCH_DOCUMENTS", 1)
    engine = LocalEngine(1, timeout=20.0, setup="faulty:install_dying_writer")
    summary = ingest(tmp_path / "in", store=tmp_path / "store", engine=engine)
    assert (summary.read, dict(summary.codes)) == (3, {"input-empty": 1})
    assert len(pd.read_parquet(tmp_path / "store" / "documents")) == 3


def test_a_full_disk_is_told_as_one(tmp_path, tasks, monkeypatch):
    monkeypatch.syspath_prepend(HERE)
    engine = LocalEngine(1, timeout=20.0, setup="faulty:install_full_disk")
    with pytest.raises(CancuError) as raised:
        ingest(tmp_path / "in", store=tmp_path / "store", engine=engine)
    assert raised.value.code == "store-unwritable"
    freed = LocalEngine(1, timeout=20.0, setup="faulty:install")
    assert ingest(tmp_path / "in", store=tmp_path / "store", engine=freed).read == 3
