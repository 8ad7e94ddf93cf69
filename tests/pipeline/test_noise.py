"""What is read of a few synthetic scans at five levels of wear does not fall below what is recorded."""

import tomllib
from pathlib import Path

import pytest

from pipeline.evaluation import noise
from pipeline.evaluation.alignment import Alignment, carried
from pipeline.read.ocr import engine

FLOORS = tomllib.loads((Path(__file__).resolve().parents[1] / "noise_floors.toml").read_text(encoding="utf-8"))


@pytest.mark.skipif(not engine.available(), reason=f"needs tesserocr and {engine.HOW_TO_INSTALL}")
@pytest.mark.parametrize("level", range(5))
def test_scans_are_read_no_worse_than_recorded(level, monkeypatch):
    monkeypatch.setenv("CANCU_CACHE", "off")
    figures = noise.measure(noise.synthetic("scan", FLOORS["documents"], level)).figures()
    fallen = {name: value for name, value in figures.items() if value < FLOORS[f"level-{level}"][name]}
    assert {} == fallen


@pytest.mark.parametrize("kind", ["txt", "docx", "pdf"])
def test_papers_of_every_kind_are_scored(kind):
    found = noise.measure(noise.synthetic(kind, range(2), 0))
    assert 2 == len(found.scores)
    assert dict.fromkeys(found.figures(), True) == {name: value > 0.85 for name, value in found.figures().items()}


def test_what_is_not_on_the_paper_is_missed():
    """The scorer sees a paper that was read as another: nothing of its truth is found there."""
    one, other = noise.synthetic("txt", range(2), 0)
    swapped = noise.measure([one._replace(file=other.file)]).figures()
    assert swapped["citations"] < 0.5
    assert swapped["header"] < 0.8


@pytest.mark.parametrize(
    ("text", "other", "span", "expected"),
    [
        ("Căn cứ Luật A", "Căn cứ Luật A", (7, 13), "Luật A"),
        ("Căn cứ Luật A", "CAN CU\nLuat  A;", (7, 13), "Luat  A"),
        ("Căn cứ Luật A ngày 1", "Căn cứ Lu4t A ngay 1", (7, 13), "Lu4t A"),
        ("Căn cứ Luật A ngày 1", "Căn cứ ngày 1", (7, 13), ""),
        ("Căn cứ Luật A", "Trang 2\nCăn cứ Luật A", (7, 13), "Luật A"),
    ],
)
def test_spans_are_carried_over(text, other, span, expected):
    start, end = Alignment(text, other).span(span)
    assert expected == other[start:end]


def test_words_that_are_read_in_another_order_are_found():
    text = "V/v thực hiện Nghị định số 30/2020/NĐ-CP\nHà Nam, ngày 6 tháng 5 năm 2024 và Nghị định số 30/2020/NĐ-CP"
    other = "Hà Nam, ngày 6 tháng 5 năm 2024\nV/v thực hiện Nghi dinh so 30/2020/NĐ-CP và Nghị định số 30/2020/NĐ-CP"
    wanted = [(text.index("Nghị"), 40), (text.rindex("Nghị"), len(text))]
    assert ["Nghi dinh so 30/2020/NĐ-CP", "Nghị định số 30/2020/NĐ-CP"] == [
        other[start:end] for start, end in Alignment(text, other).spans(wanted)
    ]
    assert [(0, 0)] == Alignment("Luật Lưu trữ", "").spans([(0, 12)])


def test_an_annotation_keeps_all_but_its_spans():
    gold = {
        "document": {"number": "1/QĐ-X"},
        "citations": [{"spans": [[0, 4]], "number": "2/QĐ-X"}],
        "obligations": [{"span": [5, 9], "actor": None}],
    }
    moved = carried(gold, "1234 5678", "1 2 3 4\n5678")
    assert [[0, 7]] == moved["citations"][0]["spans"]
    assert [8, 12] == moved["obligations"][0]["span"]
    assert gold["document"] == moved["document"]
    assert [[0, 4]] == gold["citations"][0]["spans"]
    assert "obligations" not in carried({"document": {}, "citations": []}, "a", "b")
