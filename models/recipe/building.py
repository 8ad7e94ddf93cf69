"""From nothing to `models/weights/<task>`: weights, scores, card."""

import hashlib
import json
import shutil
from collections import Counter
from collections.abc import Callable
from dataclasses import asdict
from typing import Any

from models import WEIGHTS, Model
from models.recipe.cards import card
from models.recipe.compare import compare
from models.recipe.examples import DEV, OWN, examples, synthetic
from models.recipe.material import MATERIAL, SEED, of_real, of_synthetic, real_documents
from models.recipe.train import asked, train
from pipeline.evaluation.gold import fingerprint

__all__ = ["CHECK_DOCUMENTS", "CHECK_SEED", "as_recorded", "build", "check", "digest", "save"]

CHECK_SEED = 303
CHECK_DOCUMENTS = 40
SLACK = 0.05
VERSION = "1"


def save(nlp: Any, task: str, scores: dict[str, Any]) -> None:
    """Write pipeline, scores and card. No vocabulary is kept: what a word was cannot be read back from its hash."""
    folder = WEIGHTS / task
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    nlp.to_disk(folder, exclude=["vocab", "tokenizer"])
    meta = json.loads((folder / "meta.json").read_text(encoding="utf-8"))
    (folder / "meta.json").write_text(json.dumps(meta, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    scores = {"weights": digest(task), **scores}
    (folder / "scores.json").write_text(
        json.dumps(scores, ensure_ascii=False, separators=(",", ":")) + "\n", encoding="utf-8"
    )
    (folder / "README.md").write_text(card(task, scores), encoding="utf-8")


def check(model: Model) -> dict[str, Any]:
    """How many questions of invented documents, which no training has seen, a model answers right."""
    found = list(examples(model.name, list(synthetic(CHECK_SEED, range(CHECK_DOCUMENTS)))))
    answers = model.answers([example.features for example in found])
    right = sum(answer.label == example.label for answer, example in zip(answers, found, strict=True))
    return {"right": right, "asked": len(found)}


def digest(task: str) -> str:
    """SHA-256 of the stored weights of a model."""
    return hashlib.sha256((WEIGHTS / task / "textcat" / "model").read_bytes()).hexdigest()


def as_recorded(task: str, scores: dict[str, Any], found: dict[str, Any]) -> bool:
    """Whether the stored weights are those that were measured, and answer as well as they did then.

    What a model sees is made by the extractors, whose changes move an answer here and there: `SLACK` is allowed.
    """
    was = scores["check"]
    share = found["right"] / found["asked"]
    return bool(digest(task) == scores["weights"] and share >= was["right"] / was["asked"] - SLACK)


def build(task: str, say: Callable[[str], None]) -> None:
    """Train, compare, write."""
    say(f"{task}: training")
    documents = real_documents()
    material = [*of_synthetic(task), *of_real(task, documents)]
    nlp = train(task, material)
    nlp.meta.update(name=f"cancu_{task}", version=VERSION, license="Apache-2.0")
    model = asked(nlp, task)
    say(f"{task}: comparing")
    scores = {
        "data": {
            "synthetic": {"seed": SEED, **asdict(MATERIAL[task])},
            "gold": {str(folder): fingerprint(folder) for folder in (DEV, OWN)},
            "examples": len(material),
            "labels": dict(Counter(example.label for example in material).most_common()),
        },
        "check": check(model),
        "compared": compare(task, model, say),
    }
    save(nlp, task, scores)
