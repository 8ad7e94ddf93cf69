"""References back in the store: rows, pages, and stores made before the table was known."""

import shutil

import pandas as pd

from pipeline import ingest, open_store
from pipeline.extract import extract
from pipeline.read import read

TEXT = (
    "Số: 5/UBND-NC\n\nKính gửi: Sở Nội vụ.\n\nThực hiện Nghị định số 30/2020/NĐ-CP ngày 05/3/2020 của Chính phủ,\f"
    "Sở Nội vụ phổ biến Nghị định nêu trên.\n\nNơi nhận:\n- Như trên;\n- Lưu: VT."
)


def archive(tmp_path):
    (tmp_path / "a.txt").write_text(TEXT, encoding="utf-8")
    ingest(tmp_path / "a.txt", store=tmp_path / "store", jobs=0)
    return tmp_path / "store"


def test_rows(tmp_path):
    rows = pd.read_parquet(archive(tmp_path) / "backrefs").sort_values("backref")
    assert [
        ("Nghị định nêu trên", "citation", "citations", [0], 2),
        ("Như trên", "addressees", "addressees", [], 2),
    ] == [(row.text, row.kind, row.target, list(row.citations), row.page) for row in rows.itertuples()]


def test_pages():
    assert [2, 2] == [reference.page for reference in extract(read(TEXT.encode())).backrefs]


def test_a_store_made_before_is_read_and_completed(tmp_path):
    store = archive(tmp_path)
    expected = pd.read_parquet(store / "backrefs")
    for table in ("backrefs", "aliases"):
        shutil.rmtree(store / table)
    with open_store(store) as opened:
        assert opened.table("backrefs").empty
        assert 1 == len(opened.cites("30/2020/NĐ-CP"))
    ingest([], store=store, jobs=0, refresh=True)
    with open_store(store) as opened:
        assert opened.table("backrefs").empty  # the same extractors wrote it: nothing tells that rows are missing
    for part in (store / "documents").glob("part-*.parquet"):
        import pyarrow.parquet as pq

        table = pq.read_table(part)
        pq.write_table(table.replace_schema_metadata({**table.schema.metadata, b"cancu.extractors": b"older"}), part)
    ingest([], store=store, jobs=0, refresh=True)
    pd.testing.assert_frame_equal(expected, pd.read_parquet(store / "backrefs"))
