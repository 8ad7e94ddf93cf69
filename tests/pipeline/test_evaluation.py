"""The evaluator's figures equal those of the annotation guidelines' own scorer."""

import importlib.util
import json
import random

import pytest

from pipeline.errors import CancuError
from pipeline.evaluation import Evaluation, below_floors, evaluate
from pipeline.evaluation.across import pairwise
from pipeline.evaluation.scoring import Score, Tally


def spoil(gold, chance):
    """What a parser with slips might have found: an annotation with parts dropped and changed."""
    chance = random.Random(chance)
    document = {key: value for key, value in gold["document"].items() if chance.random() < 0.8}
    kept = [i for i in range(len(gold["citations"])) if chance.random() < 0.9]
    citations = []
    for i in kept:
        citation = dict(gold["citations"][i])
        citation["parent"] = kept.index(citation["parent"]) if citation["parent"] in kept else None
        slips = {"relation": "cites", "date": None, "title": None, "pinpoint": "Điều 1", "type": "QĐ"}
        citation |= {field: value for field, value in slips.items() if chance.random() < 0.2}
        citations.append(citation)
    duties = [dict(duty) for duty in gold.get("obligations") or () if chance.random() < 0.9]
    for duty in duties:
        if chance.random() < 0.3:
            duty["actor"] = "Sở Nội vụ"
        if chance.random() < 0.1:
            duty["span"] = [duty["span"][0] + 500, duty["span"][1] + 500]
    return {"document": document, "citations": citations, "obligations": duties}


@pytest.mark.parametrize("chance", range(3))
def test_figures_and_errors_equal_the_guidelines_scorer(shared, chance):
    spec = importlib.util.spec_from_file_location("gold_scorer", shared / "gold" / "score.py")
    scorer = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(scorer)
    folder = shared / "gold" / "dev"
    predictions, ours = {}, Score()
    for path in sorted(folder.glob("*.gold.json")):
        name = path.name.removesuffix(".gold.json")
        gold = json.loads(path.read_text(encoding="utf-8"))
        predictions[name] = spoil(gold, chance)
        text = path.with_name(f"{name}.txt").read_text(encoding="utf-8")
        ours.add(name, text, gold, predictions[name])
    figures, errors = scorer.score(folder, lambda _, name: predictions[name])
    assert ours.figures() == figures
    assert sorted(ours.errors) == sorted(errors)


@pytest.mark.parametrize(
    ("mentions", "expected"),
    [
        ([("a", "1"), ("a", "1")], Tally(1, 1, 1)),
        ([("a", "1"), ("a", "2")], Tally(0, 0, 1)),
        ([("a", "1"), ("b", "1")], Tally(0, 1, 0)),
        ([("a", None), ("a", None)], Tally(0, 0, 1)),
    ],
)
def test_pairs(mentions, expected):
    assert pairwise(mentions) == expected


def test_evaluate_links_across_documents(tmp_path, toy_extractors):
    for name, year in (("a", 2023), ("b", 2023), ("c", 2022)):
        text = f"DOC KH 1/KH-X 2024-01-01 {name} -\nCITE cites QĐ 5/QĐ-UBND {year}-02-01 ubnd -\n"
        (tmp_path / f"{name}.txt").write_text(text, encoding="utf-8")
        start = text.index("cites")
        gold = {"document": {}, "citations": [{
            "spans": [[start, len(text) - 1]], "text": text[start:-1], "type": "QĐ", "number": "5/QĐ-UBND",
            "date": f"{year}-02-01", "issuer": "ubnd", "title": None, "pinpoint": None, "relation": "cites",
            "parent": None}]}  # fmt: skip
        (tmp_path / f"{name}.gold.json").write_text(json.dumps(gold), encoding="utf-8")
    figures = evaluate(tmp_path).figures
    assert figures["across documents"] == {"precision": 1.0, "recall": 1.0, "f1": 1.0, "gold": 1, "predicted": 1}
    assert figures["citations"]["f1"] == 1.0


def test_floors(tmp_path):
    floors = tmp_path / "floors.toml"
    floors.write_text('[floors]\ncitations = 0.9\n"across documents" = 0.97\nlost = 0.1\n', encoding="utf-8")
    found = Evaluation({"citations": {"f1": 0.91}, "across documents": {"f1": 0.9}}, [])
    assert below_floors(found, floors) == [
        "across documents: 0.9 is below its floor 0.97", "lost: not measured, floor 0.1",
    ]  # fmt: skip


@pytest.mark.parametrize(("content", "code"), [(None, "gold-missing"), ("{", "gold-broken"), ("{}", "gold-broken")])
def test_unusable_gold(tmp_path, content, code):
    if content is not None:
        (tmp_path / "a.gold.json").write_text(content)
        (tmp_path / "a.txt").write_text("x")
    with pytest.raises(CancuError) as raised:
        evaluate(tmp_path)
    assert raised.value.code == code
