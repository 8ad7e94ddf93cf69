"""`cancu evaluate --worn` and `--files`: the same documents as text and recognised, side by side."""

import csv
import io
import shutil

import pytest

from pipeline.cli.app import _run
from pipeline.errors import CancuError
from pipeline.evaluation import evaluate
from pipeline.evaluation.intervals import differences
from pipeline.evaluation.noise import pages_of
from pipeline.evaluation.recognised import beside, compare
from pipeline.evaluation.scoring import Score, Tally
from pipeline.read.ocr import engine

needs_ocr = pytest.mark.skipif(not engine.available(), reason=f"needs tesserocr and {engine.HOW_TO_INSTALL}")
NAMES = ("14-cong-van-phong-giao-duc", "16-du-thao-cong-van-so-giao-duc")


@pytest.fixture(scope="module")
def gold(tmp_path_factory, repository):
    """Two annotated texts, each a page."""
    folder = tmp_path_factory.mktemp("recognised") / "gold"
    folder.mkdir()
    for name in NAMES:
        for suffix in ("txt", "gold.json"):
            shutil.copy(repository / "tests" / "gold" / f"{name}.{suffix}", folder)
    return folder


@needs_ocr
def test_the_two_sides_are_what_each_is_alone(gold, capsys):
    assert 0 == _run(["evaluate", str(gold), "--worn", "1", "--csv"])
    printed = capsys.readouterr()
    rows = {row["figure"]: row for row in csv.DictReader(io.StringIO(printed.out))}
    alone = evaluate(gold, across=False).figures
    assert {name: float(row["text"]) for name, row in rows.items()} == {
        name: figure["f1"] for name, figure in alone.items() if name in rows
    }
    assert {"citations", "citations.strict", "relation.macro", "document.number", "obligations"} <= rows.keys()
    assert "citation.span" not in rows
    for row in rows.values():
        assert float(row["text_low"]) <= float(row["text"]) <= float(row["text_high"])
        assert float(row["change"]) == pytest.approx(float(row["recognised"]) - float(row["text"]), abs=1e-4)
        assert float(row["change_low"]) <= float(row["change"]) + 1e-4
    assert float(rows["citations"]["recognised"]) > 0.8
    assert "F1 of 2 documents; 2 pages recognised" in printed.err


@needs_ocr
def test_files_are_compared_as_far_as_they_are_images(gold, tmp_path):
    text = (gold / f"{NAMES[0]}.txt").read_text(encoding="utf-8")
    (tmp_path / f"{NAMES[0]}.pdf").write_bytes(pages_of(text, 0))
    (tmp_path / f"{NAMES[1]}.txt").write_text("no image", encoding="utf-8")
    compared = compare(gold, files=tmp_path)
    assert [NAMES[1]] == compared.without
    assert (1, 1) == (len(compared.text), compared.pages)
    answer = beside(compared)
    assert f"no image of 1: {NAMES[1]}" in answer.note
    figures = {row["figure"]: row for row in answer.records()}
    assert figures["citations"]["recognised"] > 0.8


@needs_ocr
def test_another_paper_under_the_name_is_a_loss(gold, tmp_path):
    text = (gold / f"{NAMES[1]}.txt").read_text(encoding="utf-8")
    (tmp_path / f"{NAMES[0]}.pdf").write_bytes(pages_of(text, 0))
    figures = {row["figure"]: row for row in beside(compare(gold, files=tmp_path)).records()}
    assert figures["document.number"]["change"] < 0
    assert figures["citations"]["change"] < -0.5


def test_a_change_that_every_document_shows_is_certain():
    one = [Score({"citations": Tally(9, 10, 10)}) for _ in range(5)]
    other = [Score({"citations": Tally(8, 10, 10)}) for _ in range(5)]
    assert {"citations": (-0.1, -0.1)} == {
        name: tuple(round(end, 4) for end in ends) for name, ends in differences(one, other).items()
    }
    assert {"citations": (0.0, 0.0)} == differences(one, one)


def test_wrong_use_is_told(gold, tmp_path):
    assert 1 == _run(["evaluate", str(gold), "--worn", "1", "--detail"])
    assert 1 == _run(["evaluate", str(gold), "--worn", "9"])
    assert 1 == _run(["evaluate", str(gold), "--worn", "1", "--files", str(tmp_path)])
    assert 2 == _run(["evaluate", str(gold), "--files", str(tmp_path / "none")])
    with pytest.raises(CancuError) as caught:
        compare(gold, files=tmp_path)
    assert "gold-missing" == caught.value.code
