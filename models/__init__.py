"""What is learned: trained spaCy pipelines (`weights/`), and how they are asked. The recipe that trains them is
`python -m models.recipe`; nothing imports it.

A model answers for a list of features (words that `extractors` make of a place in a text) with a probability for
each label. Nothing but numbers is stored of what it was trained on: features are hashed, no word is kept.
"""

import json
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    import numpy as np

__all__ = [
    "DEFAULT", "NAMES", "WEIGHTS", "Answer", "Model", "ModelMissingError", "given", "hashed", "load", "require",
    "version_of", "wanted",
]  # fmt: skip

WEIGHTS = Path(__file__).parent / "weights"
NAMES = ("relation", "obligation", "actor", "letterhead", "document_type")
DEFAULT = ("letterhead", "document_type")
"""The models that are asked unless the user says otherwise: those that won (docs/models.md)."""


class ModelMissingError(LookupError):
    """The weights of a model, or what reads them, are not installed; the message says what to do."""


class Answer(NamedTuple):
    """The likeliest label and its probability."""

    label: str
    probability: float


def wanted(models: str | Iterable[str]) -> frozenset[str]:
    """The names of the models that "none", "default", "all" or a list of names (or "relation,actor") means.

    Raises `ValueError` for a name there is not.

    >>> sorted(wanted("actor,relation")), sorted(wanted("none"))
    (['actor', 'relation'], [])
    """
    if isinstance(models, str):
        sets: dict[str, Iterable[str]] = {"none": (), "default": DEFAULT, "all": NAMES}
        models = sets[models] if models in sets else models.split(",")
    names = frozenset(name.strip() for name in models)
    unknown = sorted(names.difference(NAMES))
    if unknown:
        raise ValueError(f"there is no model {', '.join(unknown)}; there are none, default, all, {', '.join(NAMES)}")
    return names


def hashed(features: Iterable[str], known: dict[str, int] | None = None) -> "tuple[np.ndarray[Any, Any], ...]":
    """Features as spaCy's bag-of-words layer takes them: the hash of each different one, and how often it stands there.

    `known` keeps hashes from one call to the next.
    """
    import numpy as np
    from spacy.strings import hash_string  # type: ignore[attr-defined]  # not in its stub

    if known is None:
        known = {}
    keys = []
    for feature in features:
        key = known.get(feature)
        if key is None:
            key = known[feature] = hash_string(feature)
        keys.append(key)
    found, counts = np.unique(np.array(keys, dtype="uint64"), return_counts=True)
    return found, counts.astype("float32")


class Model:
    """One trained pipeline. `engine` names it in records: "model:relation@1".

    The layers behind its hashing are asked directly: the answer is that of `nlp(doc)` on a Doc whose tokens are the
    features (a test holds them together), but no word is added to a vocabulary that would grow with every document.
    """

    def __init__(self, name: str, nlp: Any) -> None:
        textcat = nlp.get_pipe("textcat")
        self.name = name
        self.engine = f"model:{name}@{nlp.meta['version']}"
        self.labels: tuple[str, ...] = tuple(textcat.labels)
        linear = next(layer for layer in textcat.model.walk() if layer.name == "sparse_linear")
        self._linear = linear

    def ask(self, batch: Sequence[Sequence[str]]) -> "np.ndarray[Any, Any]":
        """Probabilities: one row for each list of features, one column for each of `labels`."""
        import numpy as np

        if not batch:
            return np.zeros((0, len(self.labels)), dtype="float32")
        known: dict[str, int] = {}
        rows = [hashed(features, known) for features in batch]
        lengths = np.array([len(keys) for keys, _ in rows], dtype="int32")
        keys, values = np.concatenate([k for k, _ in rows]), np.concatenate([v for _, v in rows])
        scores = self._linear.predict((keys, values, lengths))
        grown = np.exp(scores - scores.max(axis=1, keepdims=True))
        return np.asarray(grown / grown.sum(axis=1, keepdims=True))

    def answers(self, batch: Sequence[Sequence[str]]) -> list[Answer]:
        """The likeliest label for each list of features."""
        found = self.ask(batch)
        best = found.argmax(axis=1) if len(found) else []
        return [Answer(self.labels[label], float(row[label])) for label, row in zip(best, found, strict=True)]


_given: dict[str, Model] = {}


@contextmanager
def given(models: dict[str, Model]) -> Iterator[None]:
    """Within it these models answer in place of the stored ones: so the recipe measures what it has just trained."""
    before = dict(_given)
    _given.update(models)
    try:
        yield
    finally:
        _given.clear()
        _given.update(before)


def require(names: Iterable[str]) -> None:
    """Raise `ModelMissingError` where the weights of one of these models are not installed; nothing is read."""
    for name in names:
        if name not in _given and not (WEIGHTS / name / "config.cfg").is_file():
            raise ModelMissingError(
                f"the weights of the model {name!r} are missing: install cancu anew, or make them with "
                "`python -m models.recipe build`; `--models none` does without"
            )


def version_of(name: str) -> str:
    """The version of the stored weights of a model.

    >>> version_of("actor")
    '1'
    """
    return str(json.loads((WEIGHTS / name / "meta.json").read_text(encoding="utf-8"))["version"])


def load(name: str) -> Model:
    """The model of that name, read once. Raises `ModelMissingError` where weights or spaCy are missing."""
    return _given.get(name) or _stored(name)


@cache
def _stored(name: str) -> Model:
    require([name])
    try:
        from spacy import load as load_pipeline
    except ImportError as error:
        raise ModelMissingError(
            f"models need spaCy, which cannot be imported ({error}): pip install spacy; `--models none` does without"
        ) from None
    return Model(name, load_pipeline(WEIGHTS / name, exclude=["vocab", "tokenizer"]))
