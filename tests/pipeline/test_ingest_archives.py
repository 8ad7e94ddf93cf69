"""Archives through `ingest`: each member a document, what is refused a row in `failures`."""

import io
import zipfile
from pathlib import Path

import pandas as pd
import pytest

from pipeline.ingestion import ingest


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    """A ZIP with two dispatches, one of them twice, and a name that leads out of it."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as file:
        for name in ("2023/một.txt", "lặp.txt"):
            file.writestr(name, 'DOC KH 1/KH-X 2023-01-02 X "a"')
        file.writestr("hai.txt", 'DOC KH 2/KH-X 2023-01-03 X "b"')
        file.writestr("../ngoài.txt", 'DOC KH 3/KH-X 2023-01-04 X "c"')
    path = tmp_path / "vào" / "a.zip"
    path.parent.mkdir()
    path.write_bytes(out.getvalue())
    return path


@pytest.mark.usefixtures("toy_extractors")
def test_members_are_documents_and_a_second_ingest_reads_nothing(archive: Path, tmp_path: Path) -> None:
    store = tmp_path / "kho"
    first = ingest(archive.parent, store=store)
    assert (2, 1, 1) == (first.read, first.duplicates, first.failed)
    documents = pd.read_parquet(store / "documents")
    assert {f"{archive}/2023/một.txt", f"{archive}/hai.txt"} == set(documents["path"])
    failures = pd.read_parquet(store / "failures")
    refused = list(zip(failures["path"], failures["code"], strict=True))
    assert [(f"{archive}/../ngoài.txt", "archive-name-unsafe")] == refused
    second = ingest(archive.parent, store=store)
    assert (0, 1) == (second.read, second.known)
