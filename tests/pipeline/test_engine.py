"""Worker processes: whatever a document does to one costs that document one row, and nothing else."""

import os
import socket
import sys
from pathlib import Path

import pandas as pd
import pytest

from pipeline import ingest
from pipeline.engine.pool import LocalEngine
from pipeline.errors import CancuError

HERE = str(Path(__file__).parent)


@pytest.fixture(autouse=True)
def faulty_is_found(monkeypatch):
    """Workers look for modules where this process does."""
    monkeypatch.syspath_prepend(HERE)


def engine(jobs=1, timeout=20.0, memory=1 << 30):
    return LocalEngine(jobs, timeout=timeout, memory=memory, setup="faulty:install")


@pytest.fixture
def archive(tmp_path):
    """Healthy documents; `fault` adds one that is not."""
    folder = tmp_path / "archive"
    folder.mkdir()
    for number in range(6):
        text = f'DOC KH {number}/KH-X 2023-01-01 x "T"\nCITE cites KH {number // 2}/KH-X 2023-01-01 - -\n'
        (folder / f"{number}.txt").write_text(text, encoding="utf-8")
    return folder


def fault(archive, word, name="2-faulty.md"):
    path = archive / name
    path.write_text(f'# FAULT {word}\nDOC KH 99/KH-X 2023-01-01 x "T"\n', encoding="utf-8")
    return path


def failures(store):
    frame = pd.read_parquet(store / "failures").sort_values("path")
    return list(zip(frame["path"].map(lambda path: Path(path).name), frame["stage"], frame["code"], strict=True))


@pytest.mark.parametrize(
    ("word", "stage", "code"),
    [
        ("crash", "work", "worker-died"),
        ("abort", "work", "worker-died"),
        ("leave", "work", "worker-died"),
        ("exit", "work", "worker-died"),
        ("eat", "read", "worker-memory"),
        ("connect", "read", "read-crashed"),
    ],
)
def test_a_fault_costs_one_document(tmp_path, archive, word, stage, code):
    fault(archive, word)
    summary = ingest(archive, store=tmp_path / "store", engine=engine(jobs=2))
    assert (summary.read, summary.failed, dict(summary.codes)) == (6, 1, {code: 1})
    assert failures(tmp_path / "store") == [("2-faulty.md", stage, code)]
    again = ingest(archive, store=tmp_path / "store", engine=engine())
    assert (again.read, again.known) == (0, 7)


@pytest.mark.parametrize("word", ["hang", "hang-in-c"])
def test_what_hangs_is_given_up(tmp_path, archive, word):
    fault(archive, word)
    summary = ingest(archive, store=tmp_path / "store", engine=engine(timeout=0.5))
    assert (summary.read, dict(summary.codes)) == (6, {"worker-timeout": 1})


@pytest.mark.skipif(sys.platform != "linux", reason="processes are found through /proc")
def test_programs_a_document_has_started_end_with_it(tmp_path, archive):
    pid = tmp_path / "pid"
    fault(archive, f"hang-with-child {pid}")
    ingest(archive, store=tmp_path / "store", engine=engine(timeout=2.0))
    stat = Path(f"/proc/{pid.read_text()}/stat")
    assert not stat.exists() or stat.read_text().split()[2] == "Z"


def test_a_worker_that_died_by_chance_costs_nothing(tmp_path, archive):
    fault(archive, f"once {tmp_path / 'mark'}")
    summary = ingest(archive, store=tmp_path / "store", engine=engine())
    assert (summary.read, summary.failed) == (7, 0)


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux gives a process a network of its own")
def test_programs_a_worker_starts_have_no_network(tmp_path, archive, monkeypatch):
    with socket.create_server(("127.0.0.1", 0)) as server:
        monkeypatch.setenv("CANCU_TEST_PORT", str(server.getsockname()[1]))
        fault(archive, "network-of-child")
        summary = ingest(archive, store=tmp_path / "store", engine=engine())
    assert summary.failed == 0


def test_failed_files_are_tried_again_when_asked(tmp_path, archive):
    path = fault(archive, "hang")
    ingest(archive, store=tmp_path / "store", engine=engine(timeout=0.5))
    summary = ingest(archive, store=tmp_path / "store", engine=engine(timeout=0.5), retry_failed=True)
    assert (summary.read, summary.known, summary.failed) == (0, 6, 1)
    assert failures(tmp_path / "store") == [(path.name, "work", "worker-timeout")]
    fault(archive, "nothing")
    assert ingest(archive, store=tmp_path / "store", engine=engine(), retry_failed=True).read == 1


def test_workers_that_cannot_start_are_told(tmp_path, archive):
    with pytest.raises(CancuError) as raised:
        ingest(archive, store=tmp_path / "store", engine=LocalEngine(1, setup="no_such_module:install"))
    assert (raised.value.code, "no_such_module" in raised.value.message) == ("worker-broken", True)


def test_nothing_is_left_behind(tmp_path, archive):
    fault(archive, "crash")
    ingest(archive, store=tmp_path / "store", engine=engine())
    assert not list((tmp_path / "store").glob(".work-*"))
    children = Path(f"/proc/{os.getpid()}/task/{os.getpid()}/children")
    if children.exists():
        assert children.read_text().split() == []
