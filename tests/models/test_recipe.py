"""The recipe end to end on little material, and the shipped weights against their record."""

import json

import pytest

from models import NAMES, WEIGHTS, given, load
from models.recipe.building import as_recorded, check, save
from models.recipe.compare import figures, measure, table, wins
from models.recipe.examples import Marked, blurred, examples, synthetic
from models.recipe.news import news
from models.recipe.train import asked, train


@pytest.mark.parametrize("name", NAMES)
def test_the_shipped_weights_give_what_is_recorded(name: str) -> None:
    scores = json.loads((WEIGHTS / name / "scores.json").read_text(encoding="utf-8"))
    assert as_recorded(name, scores, check(load(name)))


def test_a_training_learns_and_is_the_same_twice() -> None:
    material = list(examples("relation", list(synthetic(5, range(40)))))
    one, other = (train("relation", material, epochs=4) for _ in range(2))
    assert one.get_pipe("textcat").model.to_bytes() == other.get_pipe("textcat").model.to_bytes()
    model, unseen = asked(one, "relation"), list(examples("relation", list(synthetic(6, range(15)))))
    right = sum(
        answer.label == example.label
        for answer, example in zip(model.answers([each.features for each in unseen]), unseen, strict=True)
    )
    assert right / len(unseen) > 0.7


@pytest.mark.parametrize("task", NAMES)
def test_rules_and_model_are_compared_on_the_same_documents(task: str) -> None:
    documents = list(synthetic(7, range(6)))
    model = asked(train(task, list(examples(task, documents)), epochs=2), task)
    found = figures(measure(task, model, documents))
    assert 6 == found["documents"]
    assert found["all"]["rules"]["gold"] == found["all"]["model"]["gold"] == found["all"]["rules + model"]["gold"] > 0
    assert "| all |" in table({"gold/dev": found})
    assert wins({"gold/dev": found}) == (found["all"]["rules + model"]["less rules"][0] > 0)


def test_a_model_is_stored_without_vocabulary(tmp_path, monkeypatch) -> None:  # type: ignore[no-untyped-def]
    import models
    from models.recipe import building

    monkeypatch.setattr(building, "WEIGHTS", tmp_path)
    nlp = train("actor", list(examples("actor", list(synthetic(5, range(4))))), epochs=1)
    monkeypatch.setattr(building, "card", lambda task, scores: "# card\n")
    save(nlp, "actor", {"check": {}})
    assert not list(tmp_path.rglob("*vocab*")) and not list(tmp_path.rglob("strings.json"))
    monkeypatch.setattr(models, "WEIGHTS", tmp_path)
    models._stored.cache_clear()
    try:
        assert ("no", "yes") == load("actor").labels
    finally:
        models._stored.cache_clear()


def test_models_given_answer_instead_of_the_stored() -> None:
    nlp = train("actor", list(examples("actor", list(synthetic(5, range(4))))), epochs=1)
    nlp.meta["version"] = "9"
    with given({"actor": asked(nlp, "actor")}):
        assert "model:actor@9" == load("actor").engine
    assert "model:actor@9" != load("actor").engine


def test_wear_keeps_the_lines() -> None:
    marked = next(synthetic(5, [3]))
    worn = blurred(marked, 8)
    assert worn.text != marked.text
    assert worn.text.count("\n") == marked.text.count("\n")
    assert worn.lines == marked.lines


def test_lines_of_letterhead_are_those_of_the_letterhead() -> None:
    for marked in synthetic(5, range(12)):
        lines = marked.text.split("\n")
        said = " ".join(lines[number] for number in sorted(marked.lines))
        assert "VIỆT NAM" in said
        assert not any(lines[number].startswith(("V/v", "Kính gửi", "Căn cứ")) for number in marked.lines)


def test_invented_news_have_no_letterhead() -> None:
    text = news(1, 2)
    assert text == news(1, 2)
    marked = Marked("news", text, {"document": {"type": None}, "citations": [], "obligations": []}, frozenset())
    assert {"no"} == {example.label for example in examples("letterhead", [marked])}
    assert ["none"] == [example.label for example in examples("document_type", [marked])]
