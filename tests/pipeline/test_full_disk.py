"""A disk that is full, a store that may only be read: told as such, the store whole, and the next run finishes.

Real file systems of a few hundred kilobytes, mounted where the system lets an ordinary user do so in a name space of
its own (Linux); elsewhere the tests are skipped.
"""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

HERE = str(Path(__file__).parent)
UNSHARE = [str(shutil.which("unshare")), "--user", "--map-root-user", "--mount"]


def may_mount():
    """Whether a temporary file system can be mounted here."""
    if shutil.which("unshare") is None or shutil.which("mount") is None:
        return False
    command = [*UNSHARE, "mount", "-t", "tmpfs", "-o", "size=64k", "tmpfs", "/mnt"]
    return subprocess.run(command, check=False, capture_output=True).returncode == 0


pytestmark = pytest.mark.skipif(not may_mount(), reason="no file system can be mounted here without rights")

PRELUDE = """
import os, subprocess, sys
from pathlib import Path
sys.path.insert(0, {here!r})
import pandas as pd
import extractors, toy
extractors.parse = toy.toy_parse
from pipeline import ingest, ingestion
from pipeline.errors import CancuError
from pipeline.store.layout import BASE, DERIVED
from pipeline.store.schema import TABLES

ingestion.JOBS = {jobs}
ingestion.BATCH_DOCUMENTS = 10
disk, archive, other = map(Path, {paths!r})
store = disk / "store"

def mount(*options):
    subprocess.run(["mount", *options, str(disk)], check=True)

def table(store, name):
    return pd.read_parquet(store / name).sort_values(list(TABLES[name].key), ignore_index=True)

def fill(store):
    '''What an ingest of everything into the store ends with.'''
    try:
        ingest(archive, store=store)
    except CancuError as error:
        return error.code
    return None

def whole(store):
    for name in (*BASE, *DERIVED):
        pd.read_parquet(store / name)

def same():
    for name in (*BASE, *DERIVED):
        pd.testing.assert_frame_equal(table(store, name), table(other, name), obj=name)
"""

FULL = """
ends = []
for room in (0, 40, 120, *range(190, 260, 10), 420):
    mount("-t", "tmpfs", "-o", "size=100m", "tmpfs")
    ingest(sorted(archive.iterdir())[:20], store=store)
    used = os.statvfs(disk)
    used = (used.f_blocks - used.f_bfree) * used.f_frsize // 1024
    mount("-o", f"remount,size={used + room}k")
    ends.append(fill(store))
    whole(store)
    mount("-o", "remount,size=100m")
    assert fill(store) is None
    same()
    subprocess.run(["umount", str(disk)], check=True)
print(*ends)
"""

READ_ONLY = """
mount("-t", "tmpfs", "-o", "size=100m", "tmpfs")
ingest(sorted(archive.iterdir())[:20], store=store)
mount("-o", "remount,ro")
print(fill(store))
whole(store)
mount("-o", "remount,rw")
assert fill(store) is None
same()
"""


def run(tmp_path, script, jobs=0):
    archive = tmp_path / "archive"
    archive.mkdir()
    for number in range(60):
        text = f'DOC KH {number}/KH-X 2023-01-01 x "T"\nCITE cites KH {number // 2}/KH-X 2023-01-01 - -\n'
        (archive / f"{number:02}.txt").write_text(text, encoding="utf-8")
    (tmp_path / "disk").mkdir()
    paths = [str(tmp_path / "disk"), str(archive), str(tmp_path / "other")]
    code = PRELUDE.format(here=HERE, jobs=jobs, paths=paths) + "fill(other)\n" + script
    done = subprocess.run([*UNSHARE, sys.executable, "-c", code], check=False, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr[-3000:]
    return done.stdout.split()


def test_a_disk_that_fills_up_at_any_moment_is_told_and_the_next_run_finishes(tmp_path):
    ends = run(tmp_path, FULL)
    assert set(ends) == {"None", "store-unwritable"}
    assert ends.index("None") >= 2  # the disk was full at several moments


def test_a_store_on_a_disk_that_may_only_be_read_is_told(tmp_path):
    assert run(tmp_path, READ_ONLY) == ["store-unwritable"]
