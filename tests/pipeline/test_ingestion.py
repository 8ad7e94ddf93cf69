"""Documents into the store: exactly once, whole batches, nothing silently dropped."""

import os
import signal
import subprocess
import sys
import textwrap
import time
from pathlib import Path

import pandas as pd
import pytest

from pipeline import ingest, ingestion, open_store
from pipeline.errors import CancuError
from pipeline.store.folder import StoreFolder
from pipeline.store.layout import BASE, DERIVED
from pipeline.store.schema import TABLES


def table(store, name):
    """A table as rows in the order of its key, as an outside reader sees it."""
    frame = pd.read_parquet(Path(store) / name)
    return frame.sort_values(list(TABLES[name].key), ignore_index=True)


def same_tables(one, other, names=(*BASE, *DERIVED)):
    for name in names:
        pd.testing.assert_frame_equal(table(one, name), table(other, name), obj=name)


@pytest.fixture
def archive(tmp_path):
    """Four documents that cite one another, in the notation of toy.py."""
    folder = tmp_path / "archive"
    folder.mkdir()
    for name, text in {
        "a": 'DOC KH 5/KH-UBND 2023-02-08 ubnd "A"\nCITE implements NĐ 30/2020/NĐ-CP - cp "Văn thư"\n',
        "b": 'DOC KH 6/KH-SNV 2023-02-09 snv "B"\nCITE implements KH 5/KH-UBND 2023-02-08 - -\n',
        "c": 'DOC QĐ - - snv "C"\nCITE cites KH 6/KH-SNV 2023-02-09 snv -\nDUTY "Sở" 2023-12-15 "làm"\n',
        "d": 'DOC TB 7/TB-X 2024-01-01 x "D"\nCITE cites KH 5/KH-UBND - ubnd -\n',
    }.items():
        (folder / f"{name}.txt").write_text(text, encoding="utf-8")
    return folder


def test_tables_are_there_from_the_start_and_empty(tmp_path):
    folder = StoreFolder(tmp_path / "store")
    with folder.writing():
        pass
    for name, described in TABLES.items():
        frame = pd.read_parquet(tmp_path / "store" / name)
        assert (list(frame.columns), len(frame)) == ([column.name for column in described.columns], 0)


def test_one_batch_or_many_give_the_same_tables(tmp_path, archive, toy_extractors, monkeypatch):
    ingest(archive, store=tmp_path / "one")
    monkeypatch.setattr(ingestion, "BATCH_DOCUMENTS", 1)
    ingest(archive, store=tmp_path / "many")
    assert len(StoreFolder(tmp_path / "many").committed()) > len(StoreFolder(tmp_path / "one").committed())
    same_tables(tmp_path / "one", tmp_path / "many")


def test_nothing_is_read_twice(tmp_path, archive, toy_extractors):
    store = tmp_path / "store"
    first = ingest(archive, store=store)
    parts = StoreFolder(store).committed()
    again = ingest(archive, store=store)
    assert ((first.read, first.known), (again.read, again.known)) == ((4, 0), (0, 4))
    assert StoreFolder(store).committed() == parts


def test_same_bytes_under_two_paths(tmp_path, archive, toy_extractors):
    (archive / "0.txt").write_bytes((archive / "b.txt").read_bytes())
    summary = ingest([archive / "b.txt", archive / "0.txt"], store=tmp_path / "store")
    assert (summary.read, summary.duplicates) == (1, 1)
    assert [Path(path).name for path in table(tmp_path / "store", "files")["path"]] == ["0.txt", "b.txt"]
    assert [Path(path).name for path in table(tmp_path / "store", "documents")["path"]] == ["0.txt"]


def test_failures_are_rows_and_the_rest_goes_on(tmp_path, archive, toy_extractors, monkeypatch):
    import extractors

    healthy = extractors.parse

    def crash_on_b(text, **_):
        if '6/KH-SNV 2023-02-09 snv "B"' in text:
            raise RecursionError("too deep")
        return healthy(text)

    (archive / "e.md").write_text("**Điều 1.** Phạm vi", encoding="utf-8")
    monkeypatch.delitem(sys.modules["pipeline.read"].READERS, "text/markdown")
    (archive / "f.txt").write_bytes(b"")
    monkeypatch.setattr(extractors, "parse", crash_on_b)
    summary = ingest(archive, store=tmp_path / "store")
    assert (summary.read, summary.failed) == (3, 3)
    failures = table(tmp_path / "store", "failures")
    assert list(
        zip(failures["path"].map(lambda p: Path(p).name), failures["stage"], failures["code"], strict=True)
    ) == [
        ("b.txt", "extract", "extract-crashed"),
        ("e.md", "read", "kind-unsupported"),
        ("f.txt", "open", "input-empty"),
    ]
    assert ingest(archive, store=tmp_path / "store").read == 0
    monkeypatch.setattr(extractors, "parse", healthy)
    assert ingest(archive, store=tmp_path / "store", retry_failed=True).read == 1
    assert list(table(tmp_path / "store", "failures")["code"]) == ["kind-unsupported", "input-empty"]


def test_left_overs_of_a_killed_commit_are_passed_over_and_removed(tmp_path, archive, toy_extractors):
    store = tmp_path / "store"
    ingest(archive / "a.txt", store=store)
    (part,) = [name for name in StoreFolder(store).committed() if "empty" not in name]
    orphan = part.replace("000001", "000002")
    (store / "citations" / orphan).write_bytes((store / "citations" / part).read_bytes())
    (store / "texts" / f".{orphan}.tmp").write_bytes(b"half")
    with open_store(store) as opened:
        assert len(opened.table("citations")) == 1
    ingest(archive, store=store)
    ingest(archive, store=tmp_path / "undisturbed")
    assert not (store / "citations" / orphan).exists()
    assert not list(store.rglob("*.tmp"))
    same_tables(store, tmp_path / "undisturbed")


RUN = """
    import sys
    sys.path.insert(0, sys.argv[1])
    import extractors, toy
    from pipeline import ingest, ingestion
    extractors.parse = toy.toy_parse
    ingestion.BATCH_DOCUMENTS = 3
    ingestion.JOBS = 0
    print("ready", flush=True)
    ingest(sys.argv[2], store=sys.argv[3])
"""


@pytest.mark.parametrize("after", [0.02, 0.1, 0.2, 0.35])
def test_killed_at_any_moment_the_store_is_whole_and_the_same_command_finishes(tmp_path, toy_extractors, after):
    archive, store = tmp_path / "archive", tmp_path / "store"
    archive.mkdir()
    for number in range(60):
        text = f'DOC KH {number}/KH-X 2023-01-01 x "T"\nCITE cites KH {number // 2}/KH-X 2023-01-01 - -\n'
        (archive / f"{number}.txt").write_text(text, encoding="utf-8")
    here = str(Path(__file__).parent)
    with subprocess.Popen(
        [sys.executable, "-c", textwrap.dedent(RUN), here, str(archive), str(store)], stdout=subprocess.PIPE
    ) as process:
        process.stdout.readline()
        time.sleep(after)
        os.kill(process.pid, signal.SIGKILL)
    for name in (*BASE, *DERIVED):
        if any((store / name).glob("part-*.parquet")):
            pd.read_parquet(store / name)
    ingest(archive, store=store)
    ingest(archive, store=tmp_path / "undisturbed")
    same_tables(store, tmp_path / "undisturbed")


@pytest.mark.parametrize("added", [False, True], ids=["anew", "added"])
@pytest.mark.parametrize("written", range(5))
@pytest.mark.usefixtures("toy_extractors")
def test_stopped_while_resolving_the_next_run_resolves(tmp_path, archive, monkeypatch, written, added):
    store = tmp_path / "store"
    if added:
        monkeypatch.setattr("pipeline.resolve.ADDED_MOST", 9.0)
        ingest([archive / "a.txt", archive / "b.txt"], store=store)
    left = iter(range(written))
    replace = StoreFolder.replace

    def stop(self, table, *arguments, **more):
        if next(left, None) is None:
            raise KeyboardInterrupt
        replace(self, table, *arguments, **more)

    with monkeypatch.context() as patched, pytest.raises(KeyboardInterrupt):
        patched.setattr(StoreFolder, "replace", stop)
        ingest(archive, store=store)
    ingest(archive, store=store)
    ingest(archive, store=tmp_path / "undisturbed")
    same_tables(store, tmp_path / "undisturbed")


def test_two_writers_do_no_harm(tmp_path, archive, toy_extractors):
    with StoreFolder(tmp_path / "store").writing(), pytest.raises(CancuError) as raised:
        ingest(archive, store=tmp_path / "store")
    assert raised.value.code == "store-busy"


def test_a_folder_of_something_else_is_left_alone(tmp_path, archive, toy_extractors):
    with pytest.raises(CancuError) as raised:
        ingest(archive, store=archive)
    assert raised.value.code == "store-foreign"


def test_links_and_hidden_files_in_folders_are_left_out(tmp_path, archive, toy_extractors):
    (archive / ".hidden.txt").write_text("DOC", encoding="utf-8")
    (archive / "link").symlink_to(tmp_path)
    assert ingest(archive, store=tmp_path / "store").read == 4


def test_the_store_may_lie_inside_the_archive(tmp_path, archive, toy_extractors):
    assert ingest(archive, store=archive / "store").read == 4
    again = ingest(archive, store=archive / "store")
    assert (again.read, again.known, again.failed) == (0, 4, 0)


def test_a_reader_that_crashes_costs_one_document(tmp_path, archive, toy_extractors, monkeypatch):
    (archive / "e.md").write_text("**Điều 1.** Phạm vi", encoding="utf-8")
    monkeypatch.setitem(sys.modules["pipeline.read"].READERS, "text/markdown", "pipeline.read.text:no_such_reader")
    assert ingest(archive, store=tmp_path / "store").read == 4
    assert list(table(tmp_path / "store", "failures")["code"]) == ["read-crashed"]


def test_a_store_that_may_only_be_read_answers(tmp_path, archive, toy_extractors):
    store = tmp_path / "store"
    ingest(archive, store=store)
    for path in (store, *store.rglob("*")):
        path.chmod(0o555 if path.is_dir() else 0o444)
    with open_store(store) as opened:
        assert len(opened.missing()) == 1
    for path in (store, *store.rglob("*")):
        path.chmod(0o755 if path.is_dir() else 0o644)


def test_missing_input_is_told_before_anything_is_written(tmp_path, archive):
    with pytest.raises(CancuError) as raised:
        ingest([archive, tmp_path / "nothing"], store=tmp_path / "store")
    assert (raised.value.code, (tmp_path / "store").exists()) == ("input-missing", False)


def test_refresh_extracts_again_from_stored_text_alone(tmp_path, archive, toy_extractors, monkeypatch):
    store = tmp_path / "store"
    ingest(archive, store=store)
    undisturbed = table(store, "obligations")
    assert ingest(store=store, refresh=True).refreshed == 0
    for path in archive.iterdir():
        path.unlink()
    import extractors

    old = extractors.parse
    monkeypatch.setattr("pipeline.store.folder.extractors_version", lambda *_: "newer")
    monkeypatch.setattr("pipeline.engine.refresh.extractors_version", lambda *_: "newer")
    monkeypatch.setattr(
        extractors, "parse", lambda text, **_: old(text.replace("làm", "làm ngay").replace("5/KH", "55/KH"))
    )
    summary = ingest(store=store, refresh=True)
    assert (summary.refreshed, summary.read, summary.failed) == (4, 0, 0)
    assert (list(undisturbed["text"]), list(table(store, "obligations")["text"])) == (["làm"], ["làm ngay"])
    assert "KH:55/KH-UBND:2023:ubnd" in set(table(store, "works")["target_id"])
    assert ingest(store=store, refresh=True).refreshed == 0


@pytest.mark.parametrize("renamed", range(5))
def test_killed_while_a_batch_is_replaced_the_next_writer_finishes(
    tmp_path, archive, toy_extractors, monkeypatch, renamed
):
    store = tmp_path / "store"
    ingest(archive, store=store)
    left = iter(range(renamed))
    publish = StoreFolder._publish

    def stop(self, part):
        if next(left, None) is None:
            raise KeyboardInterrupt
        publish(self, part)

    monkeypatch.setattr("pipeline.store.folder.extractors_version", lambda *_: "newer")
    monkeypatch.setattr("pipeline.engine.refresh.extractors_version", lambda *_: "newer")
    with monkeypatch.context() as patched, pytest.raises(KeyboardInterrupt):
        patched.setattr(StoreFolder, "_publish", stop)
        ingest(store=store, refresh=True)
    ingest(store=store, refresh=True)
    ingest(archive, store=tmp_path / "undisturbed")
    same_tables(store, tmp_path / "undisturbed")
