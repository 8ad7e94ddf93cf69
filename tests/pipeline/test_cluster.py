"""Ray gives the same store as the local engine, row for row; paths may be URLs."""

import io
import zipfile

import pandas as pd
import pytest

from pipeline import ingest
from pipeline.engine.urls import walk_urls
from pipeline.errors import CancuError
from pipeline.store.layout import BASE, DERIVED
from pipeline.store.schema import TABLES

ray = pytest.importorskip("ray", reason="the extra `cluster` is not installed: pip install 'cancu[cluster]'")
fsspec = pytest.importorskip("fsspec")


def table(store, name):
    frame = pd.read_parquet(store / name)
    return frame.sort_values(list(TABLES[name].key), ignore_index=True)


@pytest.fixture(scope="module")
def cluster():
    """A cluster of this machine's cores, kept for the tests of this file."""
    ray.init(num_cpus=2, logging_level="error", log_to_driver=False, include_dashboard=False)
    yield
    ray.shutdown()


@pytest.fixture
def archive(tmp_path, repository):
    """The samples, one of them twice, one broken, and an archive of two."""
    folder = tmp_path / "archive"
    folder.mkdir()
    samples = sorted((repository / "corpora" / "samples").glob("[0-9]*.*"))
    for sample in samples[:8]:
        (folder / sample.name).write_bytes(sample.read_bytes())
    (folder / "twice.txt").write_bytes(samples[0].read_bytes())
    (folder / "broken.pdf").write_bytes(b"%PDF-1.7\n1 0 obj\n")
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as file:
        for sample in samples[8:10]:
            file.writestr(sample.name, sample.read_bytes())
        file.writestr("../out.txt", b"x")
    (folder / "packed.zip").write_bytes(packed.getvalue())
    return folder


def test_ray_and_local_give_the_same_store(tmp_path, archive, cluster):
    local = ingest(archive, store=tmp_path / "local", jobs=2)
    spread = ingest(archive, store=tmp_path / "ray", engine="ray")
    assert (local.read, local.failed, local.duplicates) == (spread.read, spread.failed, spread.duplicates) == (10, 2, 1)
    for name in (*BASE, *DERIVED):
        pd.testing.assert_frame_equal(table(tmp_path / "local", name), table(tmp_path / "ray", name), obj=name)


@pytest.fixture
def bucket(archive, monkeypatch):
    """The archive in a bucket of a local S3 server."""
    server = pytest.importorskip("moto.server", reason="pip install 'moto[server]' to test S3")
    pytest.importorskip("s3fs")
    running = server.ThreadedMotoServer(port=0, verbose=False)
    running.start()
    _, port = running.get_host_and_port()
    for name, value in {
        "AWS_ENDPOINT_URL": f"http://127.0.0.1:{port}", "AWS_ACCESS_KEY_ID": "test",
        "AWS_SECRET_ACCESS_KEY": "test", "AWS_DEFAULT_REGION": "us-east-1",
    }.items():  # fmt: skip
        monkeypatch.setenv(name, value)
    system = fsspec.filesystem("s3", skip_instance_cache=True)
    system.mkdir("dispatches")
    for path in archive.iterdir():
        system.pipe(f"dispatches/2023/{path.name}", path.read_bytes())
    yield "s3://dispatches/2023"
    running.stop()


def test_files_may_lie_in_a_bucket(tmp_path, archive, bucket):
    here = ingest(archive, store=tmp_path / "here", jobs=0)
    there = ingest(bucket, store=tmp_path / "there", jobs=1)
    assert (there.read, there.failed, there.duplicates) == (here.read, here.failed, here.duplicates)
    assert set(table(tmp_path / "there", "documents")["doc_id"]) == set(table(tmp_path / "here", "documents")["doc_id"])
    assert table(tmp_path / "there", "documents")["path"].str.startswith("s3://dispatches/2023/").all()
    assert ingest(bucket, store=tmp_path / "there", jobs=1).read == 0


def test_a_missing_folder_is_told(tmp_path):
    with pytest.raises(CancuError) as raised:
        list(walk_urls([f"memory://{tmp_path.name}/nothing"]))
    assert raised.value.code == "input-missing"
