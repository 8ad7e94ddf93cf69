"""Rules, model, and both together on the same documents: F1 for each class with its interval, and the difference."""

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from models import Model
from models.recipe.examples import Marked, synthetic
from models.recipe.material import TEST_SEED, folds, of_real, of_synthetic, real_documents
from models.recipe.train import asked, train
from models.recipe.verdicts import ENGINES, VERDICTS, Tallies
from pipeline.evaluation.intervals import difference_of_means, of_tallies
from pipeline.evaluation.scoring import Tally

__all__ = ["compare", "figures", "measure", "table", "wins"]

DOCUMENTS = 120  # invented ones that are measured on
Say = Callable[[str], None]


def _whole(tallies: Sequence[Tally]) -> Tally:
    whole = Tally()
    for tally in tallies:
        whole.add(tally.hits, tally.predicted, tally.gold)
    return whole


def _all(documents: Sequence[Tallies], engine: str) -> list[Tally]:
    """Every class of each document together."""
    return [_whole(list(document[engine].values())) for document in documents]


def figures(documents: Sequence[Tallies]) -> dict[str, Any]:
    """For each engine and class precision, recall, F1 and its interval, and the interval of the difference to the
    rules; so too for all classes together, and for the mean over the classes that gold has.
    """
    classes = sorted({name for document in documents for tallies in document.values() for name in tallies})
    told = [name for name in classes if any(document["rules"].get(name, Tally()).gold for document in documents)]

    def of(engine: str, name: str) -> list[Tally]:
        return [document[engine].get(name, Tally()) for document in documents]

    def row(by_engine: dict[str, list[Tally]]) -> dict[str, Any]:
        rows: dict[str, Any] = {}
        for engine, tallies in by_engine.items():
            whole = _whole(tallies)
            rows[engine] = {
                "precision": round(whole.precision, 4), "recall": round(whole.recall, 4), "f1": round(whole.f1, 4),
                "interval": of_tallies(tallies), "gold": whole.gold,
            }  # fmt: skip
            if engine != "rules":
                rows[engine]["less rules"] = difference_of_means([tallies], [by_engine["rules"]])
        return rows

    means: dict[str, Any] = {}
    for engine in ENGINES:
        ours = [of(engine, name) for name in told]
        means[engine] = {"f1": round(float(np.mean([_whole(tallies).f1 for tallies in ours])), 4)}
        if engine != "rules":
            means[engine]["less rules"] = difference_of_means(ours, [of("rules", name) for name in told])
    return {
        "documents": len(documents),
        "all": row({engine: _all(documents, engine) for engine in ENGINES}),
        "mean": means,
        "classes": {name: row({engine: of(engine, name) for engine in ENGINES}) for name in classes},
    }


def measure(task: str, model: Model, documents: Sequence[Marked]) -> list[Tallies]:
    """The tallies of each document."""
    return [VERDICTS[task](marked, model) for marked in documents]


def compare(task: str, model: Model, say: Say) -> dict[str, Any]:
    """Figures on gold/dev and tests/gold, each document judged by a model that has not seen it, and on invented
    documents of another seed, judged by `model`.
    """
    invented = of_synthetic(task)
    measured: dict[str, list[Tallies]] = {"gold/dev": [], "tests/gold": []}
    for number, (seen, unseen) in enumerate(folds(real_documents())):
        say(f"{task}: fold {number + 1}")
        fold = asked(train(task, invented + of_real(task, seen)), task)
        for marked in unseen:
            measured[marked.kind] += measure(task, fold, [marked])
    measured[f"synthetic, seed {TEST_SEED}"] = measure(task, model, list(synthetic(TEST_SEED, range(DOCUMENTS))))
    return {name: figures(documents) for name, documents in measured.items()}


def wins(scores: dict[str, Any]) -> bool:
    """Whether rules and model together beat the rules on gold/dev by a margin outside the interval."""
    return bool(scores["gold/dev"]["all"]["rules + model"]["less rules"][0] > 0)


def _cells(row: dict[str, Any]) -> str:
    told = []
    for engine in ENGINES:
        figure = row[engine]
        low, high = figure.get("interval", (None, None))
        told.append(f"{figure['f1']:.3f}" + (f" ({low:.2f} to {high:.2f})" if low is not None else ""))
    low, high = row["rules + model"]["less rules"]
    return " | ".join([*told, f"{low:+.3f} to {high:+.3f}"])


def table(scores: dict[str, Any]) -> str:
    """The comparison of one task as Markdown."""
    lines = [
        "| documents | class | gold | rules | model | rules + model | both less rules |",
        "|---|---|---|---|---|---|---|",
    ]
    for name, found in scores.items():
        whole, classes = found["all"], sorted(found["classes"].items(), key=lambda item: -item[1]["rules"]["gold"])
        lines.append(f"| {name} ({found['documents']}) | all | {whole['rules']['gold']} | {_cells(whole)} |")
        if len(classes) > 1:
            lines.append(f"| | mean of classes | | {_cells(found['mean'])} |")
            lines += [f"| | {label} | {row['rules']['gold']} | {_cells(row)} |" for label, row in classes]
    return "\n".join(lines)
