"""Models in the store: what was asked stands in the parts, engines in the rows, and older stores stay readable."""

import json
from collections import Counter
from pathlib import Path

import pyarrow.parquet as pq
import pytest

import models
from pipeline import ingest, open_store
from pipeline.cli import main
from pipeline.errors import CATALOGUE, CancuError, Exit
from pipeline.store.folder import StoreFolder
from pipeline.store.version import extractors_version

SAMPLE = "corpora/samples/10-bao-cao-ubnd-huyen.md"
OTHER = "corpora/samples/14-cong-van-phong-giao-duc.md"


def _versions(store: Path) -> set[str]:
    folder = StoreFolder(store)
    return {folder.extracted_by(name) for name in folder.committed() if folder.count(name)}


def test_rows_say_which_engine_gave_them(tmp_path: Path) -> None:
    ingest([SAMPLE], store=tmp_path / "store", jobs=0)
    with open_store(tmp_path / "store") as store:
        assert ["rules"] == list(store.sql("SELECT DISTINCT engine FROM citations").engine)
        assert ["rules"] == list(store.sql("SELECT DISTINCT engine FROM obligations").engine)
        assert (
            0 == store.sql("SELECT count(*) AS n FROM obligations WHERE (actor IS NULL) <> (actor_engine IS NULL)").n[0]
        )
        assert 0 == store.sql("SELECT count(*) AS n FROM guesses").n[0]


def test_the_column_costs_next_to_nothing(tmp_path: Path) -> None:
    ingest(["corpora/samples"], store=tmp_path / "store", jobs=0)
    folder = StoreFolder(tmp_path / "store")
    (part,) = [path for path in folder.parts("citations") if "empty" not in path.name]
    told = pq.ParquetFile(part).metadata
    groups = [told.row_group(number) for number in range(told.num_row_groups)]
    columns = [group.column(number) for group in groups for number in range(group.num_columns)]
    sizes = Counter[str]()
    for column in columns:
        sizes[column.path_in_schema] += column.total_compressed_size
    assert 0 < sizes["engine"] < sum(sizes.values()) / 50


def test_a_store_does_not_mix_models_silently(tmp_path: Path) -> None:
    store = tmp_path / "store"
    ingest([SAMPLE], store=store, jobs=0, models="none")
    assert {f"{extractors_version()}+none"} == _versions(store)
    summary = ingest([OTHER], store=store, jobs=0)
    assert summary.otherwise == 1
    assert {f"{extractors_version()}+none", extractors_version()} == _versions(store)
    summary = ingest(store=store, jobs=0, refresh=True)
    assert (1, 0) == (summary.refreshed, summary.otherwise)
    assert {extractors_version()} == _versions(store)


def test_a_type_that_is_not_printed_is_a_row_of_guesses(tmp_path: Path) -> None:
    text = Path(SAMPLE).read_text(encoding="utf-8")
    body = text[text.index("Thực hiện") :]
    (tmp_path / "body.txt").write_text(body, encoding="utf-8")
    ingest([tmp_path / "body.txt"], store=tmp_path / "store", jobs=0)
    with open_store(tmp_path / "store") as store:
        assert store.sql("SELECT type FROM documents").type.isna().all()
        (row,) = store.sql("SELECT * FROM guesses WHERE field = 'type'").to_dict("records")
        assert row["value"] is not None
        assert row["engine"].startswith("model:document_type@")


def test_stores_without_the_column_are_read_and_added_to(tmp_path: Path) -> None:
    root = tmp_path / "store"
    ingest([SAMPLE], store=root, jobs=0)
    for table, lost in (("citations", ["engine"]), ("obligations", ["engine", "actor_engine"])):
        for part in (root / table).glob("part-*.parquet"):
            rows = pq.read_table(part)
            pq.write_table(rows.drop_columns(lost), part)
    for part in (root / "guesses").glob("part-*.parquet"):
        part.unlink()
    (root / "guesses").rmdir()
    with open_store(root) as store:
        assert not store.cites("30/2020/NĐ-CP").empty
        assert 0 == store.sql("SELECT count(*) AS n FROM guesses").n[0]
    ingest([OTHER], store=root, jobs=0)
    with open_store(root) as store:
        found = store.sql("SELECT engine, count(*) AS n FROM citations GROUP BY engine ORDER BY engine NULLS LAST")
        assert "rules" == found.engine[0]
        assert len(found) == 2  # those of before say nothing


def test_the_command_takes_models(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as left:
        main(["parse", SAMPLE, "--models", "none"])
    assert 0 == left.value.code
    document = json.loads(capsys.readouterr().out)
    assert {"rules"} == {citation["engine"] for citation in document["citations"]}
    with pytest.raises(SystemExit) as left:
        main(["parse", SAMPLE, "--models", "relations"])
    assert Exit.USAGE == left.value.code
    assert "there is no model relations" in capsys.readouterr().err


def test_missing_weights_leave_with_3(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(models, "WEIGHTS", tmp_path / "none")
    with pytest.raises(SystemExit) as left:
        main(["parse", SAMPLE, "--models", "all"])
    assert Exit.MISSING_PROGRAM == left.value.code
    assert "python -m models.recipe build" in capsys.readouterr().err
    with pytest.raises(CancuError, match="model-missing"):
        ingest([SAMPLE], store=tmp_path / "store", jobs=0, models="all")
    assert Exit.MISSING_PROGRAM == CATALOGUE["model-missing"].exit
    assert not (tmp_path / "store").exists()
