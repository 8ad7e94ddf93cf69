"""The loader: which models there are, what they answer, and that nothing but numbers is stored."""

import json
import math
import re
from pathlib import Path

import pytest

import models
from models import NAMES, WEIGHTS, ModelMissingError, hashed, load, require, wanted


def test_sets_of_models_have_names() -> None:
    assert frozenset() == wanted("none")
    assert frozenset(models.DEFAULT) == wanted("default")
    assert frozenset(NAMES) == wanted("all")
    assert {"actor"} == wanted(["actor"])
    with pytest.raises(ValueError, match="there is no model relations"):
        wanted("relations")


@pytest.mark.parametrize("name", NAMES)
def test_each_model_says_which_it_is_and_gives_probabilities(name: str) -> None:
    model = load(name)
    assert re.fullmatch(rf"model:{name}@\d+", model.engine)
    found = model.ask([["b=theo", "p0=theo"], []])
    assert found.shape == (2, len(model.labels))
    assert all(math.isclose(row.sum(), 1, abs_tol=1e-4) for row in found)
    assert model.ask([]).shape == (0, len(model.labels))


@pytest.mark.parametrize("name", NAMES)
def test_the_answer_is_that_of_the_spacy_pipeline(name: str) -> None:
    import spacy
    from spacy.tokens import Doc

    nlp, model = spacy.load(WEIGHTS / name, exclude=["vocab", "tokenizer"]), load(name)
    features = ["own=KH", "kind=NĐ", "b=thuc_hien", "b=theo", "b=theo", "n0=giao", "where=heading", "cap", "l=cong"]
    doc = nlp(Doc(nlp.vocab, words=features))
    told = dict(zip(model.labels, model.ask([features])[0], strict=True))
    assert all(math.isclose(doc.cats[label], told[label], abs_tol=1e-5) for label in model.labels)


def test_features_are_counted_in_hashes() -> None:
    keys, counts = hashed(["a", "b", "a"])
    assert sorted(counts) == [1.0, 2.0]
    assert len(keys) == 2


@pytest.mark.parametrize("name", NAMES)
def test_no_word_is_stored(name: str) -> None:
    files = {path.relative_to(WEIGHTS / name).as_posix() for path in (WEIGHTS / name).rglob("*") if path.is_file()}
    assert files == {"README.md", "config.cfg", "meta.json", "scores.json", "textcat/cfg", "textcat/model"}
    import srsly

    stored = srsly.msgpack_loads((WEIGHTS / name / "textcat" / "model").read_bytes())
    assert {"nodes", "attrs", "params", "shims"} == set(stored)
    settings = {str(key) for node in stored["attrs"] for key in node}
    assert settings <= {"ngram_size", "attr", "v1_indexing", "multi_label", "resize_output"}


def test_they_are_small_enough_to_ship() -> None:
    size = sum(path.stat().st_size for path in WEIGHTS.rglob("*") if path.is_file())
    assert size < 8_000_000


def test_missing_weights_are_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(models, "WEIGHTS", tmp_path)
    with pytest.raises(ModelMissingError, match=r"models\.recipe build"):
        require(["actor"])


def test_what_is_asked_by_default_won() -> None:
    for name in NAMES:
        scores = json.loads((WEIGHTS / name / "scores.json").read_text(encoding="utf-8"))
        low, _ = scores["compared"]["gold/dev"]["all"]["rules + model"]["less rules"]
        assert (low > 0) == (name in models.DEFAULT), name
