"""Training one pipeline from its spaCy config: examples in, weights out, the same weights for the same examples.

`spacy train` would do it too, but makes a Doc of every example in every epoch; here each is hashed once and the layers
behind spaCy's hashing (the same objects of the same pipeline) are trained on that, twenty times as fast.
"""

import random
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np

from models import Model, hashed
from models.recipe.examples import Example

__all__ = ["asked", "pipeline", "train"]

CONFIGS = Path(__file__).parent / "configs"


def pipeline(task: str, labels: Sequence[str]) -> tuple[Any, dict[str, Any]]:
    """The untrained pipeline of a task's config, and the settings of its training."""
    import spacy
    from spacy.tokens import Doc
    from spacy.training import Example as SpacyExample
    from spacy.util import fix_random_seed, load_config, load_model_from_config  # type: ignore[attr-defined]

    config = load_config(CONFIGS / f"{task}.cfg", interpolate=True)
    settings = config["training"]
    fix_random_seed(settings["seed"])
    nlp = load_model_from_config(config, auto_fill=True)
    doc = Doc(spacy.blank("xx").vocab, words=["x"])
    sample = SpacyExample.from_dict(doc, {"cats": {label: float(label == labels[0]) for label in labels}})
    nlp.initialize(lambda: [sample])
    return nlp, settings


def train(task: str, examples: Sequence[Example], *, epochs: int | None = None) -> Any:
    """The trained spaCy pipeline of a task."""
    from spacy.util import registry

    labels = sorted({example.label for example in examples})
    nlp, settings = pipeline(task, labels)
    textcat = nlp.get_pipe("textcat")
    order = {label: index for index, label in enumerate(textcat.labels)}
    linear = next(layer for layer in textcat.model.walk() if layer.name == "sparse_linear")
    optimizer = registry.resolve({"optimizer": settings["optimizer"]})["optimizer"]
    known: dict[str, int] = {}
    rows = [hashed(example.features, known) for example in examples]
    truth = np.zeros((len(rows), len(order)), dtype="float32")
    for index, example in enumerate(examples):
        truth[index, order[example.label]] = 1.0
    places, dice = list(range(len(rows))), random.Random(settings["seed"])
    size = settings["batcher"]["size"]
    for _ in range(settings["max_epochs"] if epochs is None else epochs):
        dice.shuffle(places)
        for first in range(0, len(places), size):
            batch = places[first : first + size]
            lengths = np.array([len(rows[place][0]) for place in batch], dtype="int32")
            keys, values = (np.concatenate([rows[place][part] for place in batch]) for part in (0, 1))
            scores, back = linear.begin_update((keys, values, lengths))
            grown = np.exp(scores - scores.max(axis=1, keepdims=True))
            found = grown / grown.sum(axis=1, keepdims=True)
            back(np.ascontiguousarray((found - truth[batch]) / len(batch), dtype="float32"))
            linear.finish_update(optimizer)
    for (_, name), average in optimizer.averages.items():  # of the steps' weights, which the last ones swing around
        linear.set_param(name, average)
    return nlp


def asked(nlp: Any, task: str) -> Model:
    """A pipeline just trained, to be asked as a loaded one is."""
    return Model(task, nlp)
