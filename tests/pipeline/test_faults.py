"""The fault run: an archive of everything that goes wrong, killed again and again, ends as the undisturbed one.

`CANCU_KILLS=100 pytest tests/pipeline/test_faults.py` (in `make bench`) kills more often.
"""

import io
import os
import random
import signal
import subprocess
import sys
import tarfile
import textwrap
import time
import zipfile
from pathlib import Path

import pandas as pd
import pytest

from pipeline import ingest
from pipeline.engine.pool import LocalEngine
from pipeline.store.layout import BASE, DERIVED
from pipeline.store.schema import TABLES

HERE = str(Path(__file__).parent)
KILLS = int(os.environ.get("CANCU_KILLS", "20"))

RUN = """
    import sys
    sys.path.insert(0, sys.argv[1])
    from pipeline import ingest, ingestion
    from pipeline.engine.pool import LocalEngine
    ingestion.BATCH_DOCUMENTS = 7
    engine = LocalEngine(2, timeout=5, memory=768 << 20, setup="faulty:install")
    ingest(sys.argv[2], store=sys.argv[3], engine=engine)
"""


def table(store, name):
    frame = pd.read_parquet(Path(store) / name)
    return frame.sort_values(list(TABLES[name].key), ignore_index=True)


def dispatch(number):
    return f'DOC KH {number}/KH-X 2023-01-01 x "T"\nCITE cites KH {number // 2}/KH-X 2023-01-01 - -\n'


def bomb():
    """A ZIP of a thousand members of a megabyte of nothing each, in a ZIP, packed to a few kilobytes."""
    inner = io.BytesIO()
    with zipfile.ZipFile(inner, "w", zipfile.ZIP_DEFLATED) as file:
        for number in range(100):
            file.writestr(f"{number}.txt", b"\0" * (1 << 20))
    return inner.getvalue()


@pytest.fixture(scope="module")
def archive(tmp_path_factory):
    """Healthy dispatches, and one of each kind of trouble."""
    folder = tmp_path_factory.mktemp("faults") / "archive"
    folder.mkdir()
    for number in range(80):
        (folder / f"{number:03}.txt").write_text(dispatch(number), encoding="utf-8")
    for word in ("crash", "hang", "eat", "leave", "connect"):
        (folder / f"050-{word}.md").write_text(f"# FAULT {word}\n", encoding="utf-8")
    (folder / "010-twice.txt").write_text(dispatch(3), encoding="utf-8")
    (folder / "020-lies.pdf").write_text(dispatch(200), encoding="utf-8")
    (folder / "021-lies.txt").write_bytes(b"%PDF-1.7\nno more than a head")
    (folder / "022-lies.docx").write_bytes(b"PK\x03\x04" + b"\xff" * 200)
    (folder / "023-empty.txt").write_bytes(b"")
    (folder / "024-noise.bin").write_bytes(random.Random(1).randbytes(5000))
    (folder / "030-bomb.zip").write_bytes(bomb())
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as file:
        for number in range(100, 110):
            file.writestr(f"{number}.txt", dispatch(number))
        file.writestr("../../outside.txt", dispatch(111))
        file.writestr("/outside.txt", dispatch(112))
        file.writestr("crash.md", "# FAULT abort\n")
    (folder / "031-mixed.zip").write_bytes(packed.getvalue())
    packed = io.BytesIO()
    with tarfile.open(fileobj=packed, mode="w:gz") as tar:
        link = tarfile.TarInfo("link.txt")
        link.type, link.linkname = tarfile.SYMTYPE, "/etc/passwd"
        tar.addfile(link)
        data = dispatch(120).encode()
        member = tarfile.TarInfo("in.txt")
        member.size = len(data)
        tar.addfile(member, io.BytesIO(data))
    (folder / "032-links.tar.gz").write_bytes(packed.getvalue())
    return folder


@pytest.fixture(scope="module")
def undisturbed(tmp_path_factory, archive):
    """The store of one ingest that nobody disturbed."""
    store = tmp_path_factory.mktemp("undisturbed") / "store"
    with pytest.MonkeyPatch.context() as patched:
        patched.syspath_prepend(HERE)
        ingest(archive, store=store, engine=LocalEngine(2, timeout=5, memory=768 << 20, setup="faulty:install"))
    return store


def test_every_trouble_has_its_row_and_every_dispatch_is_there(undisturbed):
    failures = table(undisturbed, "failures")
    whole = failures[~failures["partial"]]
    told = sorted(zip(whole["path"].map(lambda path: Path(path).name), whole["code"], strict=True))
    assert told == [
        ("0.txt", "kind-unsupported"),
        ("021-lies.txt", "file-damaged"), ("022-lies.docx", "file-damaged"), ("023-empty.txt", "input-empty"),
        ("024-noise.bin", "kind-unsupported"), ("030-bomb.zip", "archive-bomb"), ("050-connect.md", "read-crashed"),
        ("050-crash.md", "worker-died"), ("050-eat.md", "worker-memory"), ("050-hang.md", "worker-timeout"),
        ("050-leave.md", "worker-died"), ("crash.md", "worker-died"), ("link.txt", "archive-link"),
        ("outside.txt", "archive-name-unsafe"), ("outside.txt", "archive-name-unsafe"),
    ]  # fmt: skip
    numbers = {f"{number}/KH-X" for number in (*range(80), *range(100, 110), 120, 200)}
    assert set(table(undisturbed, "documents")["number"].dropna()) == numbers


def test_killed_again_and_again_the_store_ends_as_the_undisturbed_one(tmp_path, archive, undisturbed):
    store, dice = tmp_path / "store", random.Random(20)
    command = [sys.executable, "-c", textwrap.dedent(RUN), HERE, str(archive), str(store)]
    kills = 0
    while kills < KILLS:
        with subprocess.Popen(command) as process:
            try:
                process.wait(dice.uniform(0.3, 4.0))
            except subprocess.TimeoutExpired:
                os.kill(process.pid, signal.SIGKILL)
                kills += 1
            else:  # done before it was killed: the next one starts from nothing
                assert process.returncode == 0
                kills += 1
                store = tmp_path / f"store-{kills}"
                command[-1] = str(store)
        for name in (*BASE, *DERIVED):
            if any((store / name).glob("part-*.parquet")):
                pd.read_parquet(store / name)
    assert subprocess.run(command, check=False).returncode == 0
    for name in (*BASE, *DERIVED):
        pd.testing.assert_frame_equal(table(store, name), table(undisturbed, name), obj=name)


@pytest.mark.skipif(not Path("/proc").is_dir(), reason="looks for processes in /proc")
def test_workers_end_with_the_parent(tmp_path, archive):
    command = [sys.executable, "-c", textwrap.dedent(RUN), HERE, str(archive), str(tmp_path / "store")]
    with subprocess.Popen(command) as process:
        children = Path(f"/proc/{process.pid}/task/{process.pid}/children")
        deadline = time.monotonic() + 60
        while not (workers := children.read_text().split()) and time.monotonic() < deadline:
            time.sleep(0.05)
        process.kill()
    assert workers
    while left := [pid for pid in workers if "pipeline.engine.worker" in command_line(pid)]:
        assert time.monotonic() < deadline, left
        time.sleep(0.1)


def command_line(pid):
    path = Path(f"/proc/{pid}/cmdline")
    return path.read_text() if path.exists() else ""
