"""References back: the annotated cases, the register's examples, and what must never be resolved."""

from pathlib import Path

import pytest

from corpora.back_references import back_references
from extractors import parse
from pipeline.evaluation.backrefs import cases, score

GOLD = Path(__file__).resolve().parents[1] / "gold" / "backrefs"


def told(text):
    """(words, target) of each reference back, citations by their numbers."""
    document = parse(text)
    return [
        (
            reference.text,
            tuple(document.citations[index].number for index in reference.target)
            if isinstance(reference.target, tuple)
            else reference.target,
        )
        for reference in document.backrefs
    ]


def test_the_annotated_cases_hold_their_floors():
    found = list(cases(GOLD))
    assert len(found) >= 150
    scores = score(iter(found))
    assert scores.precision >= 0.99, scores.errors
    assert scores.recall >= 0.98, scores.errors
    assert scores.open == scores.abstained
    assert 0 == scores.spurious


@pytest.mark.parametrize(("name", "marked"), [("second", 24), ("third", 31)])
def test_the_later_cases_too(name, marked):
    scores = score(cases(GOLD, f"{name}.yaml"))
    assert (marked, marked, 0) == (scores.marked, scores.found, scores.spurious), scores.errors
    assert scores.right == scores.resolved == scores.resolvable, scores.errors


@pytest.mark.parametrize("pointer", back_references().pointers, ids=lambda pointer: pointer.id)
def test_every_pointer_works_in_its_example(pointer):
    assert ([pointer.target] if pointer.target else []) == [
        target[0] for _, target in told(pointer.example) if target is not None
    ]


@pytest.mark.parametrize("word", [word for pointer in back_references().pointers for word in pointer.words])
def test_every_word_that_points_is_found(word):
    text = f"Thực hiện Chỉ thị số 35/CT-TTg ngày 07/9/2017, giao Sở Nội vụ tổng kết Chỉ thị {word}."
    assert [(f"Chỉ thị {word}", ("35/CT-TTg",))] == told(text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("khoản 1, 2 và 3 Điều 4 Thông tư này", [("Thông tư này", "self")], id="not 4 of them"),
        pytest.param("Quyết định do Bộ Nội vụ ban hành", [], id="do is not đó"),
        pytest.param("Quyết định trên cơ sở, Thông báo trên Cổng", [], id="trên that is on"),
        pytest.param("Công văn số 5/UBND-NC ngày 1/2/2024 nêu trên", [], id="a whole number is a citation"),
        pytest.param(
            "Theo Nghị định số 30/2020/NĐ-CP.\n\nSửa Nghị định\n30 nói trên.",
            [("Nghị định\n30 nói trên", ("30/2020/NĐ-CP",))],
            id="torn by a line break",
        ),
        pytest.param(
            "Theo Nghị định số 30/2020/NĐ-CP và **Nghị định trên**.", [("Nghị định trên", ("30/2020/NĐ-CP",))],
            id="markdown",
        ),
        pytest.param("Quyết định này và Quyết định này", [("Quyết định này", "self")] * 2, id="nothing else"),
    ],
)  # fmt: skip
def test_words(text, expected):
    assert expected == told(text)


def test_a_target_is_cited_before_it_is_meant():
    text = "Thực hiện Kế hoạch nêu trên. Kế hoạch số 5/KH-UBND ngày 1/2/2024 đã giao."
    assert [] == [reference for reference in parse(text).backrefs if reference.target is not None]
