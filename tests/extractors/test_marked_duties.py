"""Duties of the marked documents (tests/gold/duties), at least as well found as when they were last mended."""

from pathlib import Path

import pytest

from pipeline.evaluation.duties import marked_documents, score

FOLDER = Path(__file__).parents[1] / "gold" / "duties"
FLOORS = {
    "first": {"obligations": 0.98, "path": 0.99, "actor": 0.98, "deadline": 0.99, "due": 0.99},
    "third": {"obligations": 0.99, "path": 0.99, "actor": 0.99, "deadline": 0.99, "due": 0.99},
    "fifth": {"obligations": 0.98, "path": 0.99, "actor": 0.97, "deadline": 0.99, "due": 0.99},
    "fourth": {"obligations": 0.94, "path": 0.99, "actor": 0.99, "deadline": 0.99, "due": 0.99},
    "second": {"obligations": 0.98, "path": 0.98, "actor": 0.97, "deadline": 0.99, "due": 0.99},
}


@pytest.mark.parametrize("name", FLOORS)
def test_duties_of_marked_documents(name: str) -> None:
    scores = score(marked_documents(FOLDER / name))
    told = {figure: tally.f1 for figure, tally in scores.tallies.items()}
    assert {} == {figure: told[figure] for figure, least in FLOORS[name].items() if told[figure] < least}, scores.errors


def test_a_mark_tells_path_actor_deadline_and_date(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(
        "⟦1. Sở Y tế báo\ncáo trước ngày 05/3.⟧{1 | Sở Y tế | trước ngày 05/3 | 2024-03-05}\n"
        "⟦Yêu cầu thực hiện.⟧{ | - | -}",
        encoding="utf-8",
    )
    document = next(marked_documents(tmp_path))
    first, second = document.duties
    assert document.text[slice(*first.span)] == "1. Sở Y tế báo\ncáo trước ngày 05/3."
    assert (first.path, first.actor, first.deadline, first.due) == (("1",), "Sở Y tế", "trước ngày 05/3", "2024-03-05")
    assert (second.path, second.actor, second.deadline, second.due) == ((), None, None, "-")
