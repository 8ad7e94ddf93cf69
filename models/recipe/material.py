"""What each model is trained and measured on: how many invented documents, and how often the real ones are repeated."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from corpora.synthetic.compose import held
from models.recipe.examples import BLURS, DEV, OWN, Example, Marked, blurred, examples, real, synthetic
from models.recipe.news import news

__all__ = ["FOLDS", "MATERIAL", "SEED", "TEST_SEED", "Material", "folds", "of_real", "of_synthetic", "real_documents"]

SEED = 101  # of the invented documents of the training
TEST_SEED = 202  # of those that models are measured on
FOLDS = 5
_FURTHEST = 10  # times as many documents are looked at for rare types


@dataclass(frozen=True, slots=True)
class Material:
    """`documents` invented ones, `news` invented texts that are none, each real one `repeated` times. `per_type`: no
    more than these of one type, so that rare types are seen too.
    """

    documents: int
    repeated: int
    news: int = 0
    per_type: int | None = None


MATERIAL = {
    "relation": Material(600, 8),
    "obligation": Material(400, 6),
    "actor": Material(400, 8),
    "letterhead": Material(300, 2, news=40),
    "document_type": Material(1300, 20, news=100, per_type=90),
}


def _invented_news(count: int) -> list[Marked]:
    gold = {"document": {"type": None}, "citations": [], "obligations": []}
    return [Marked(f"news-{number}", news(SEED, number), gold, frozenset()) for number in range(count)]


def _numbers(count: int, per_type: int | None) -> list[int]:
    """The first `count` documents of the archive, those passed over whose type has its share."""
    if per_type is None:
        return list(range(count))
    seen, chosen = Counter[str](), list[int]()
    for number in range(count * _FURTHEST):
        kind = held(SEED, number).type
        if seen[kind] < per_type and len(chosen) < count:
            seen[kind] += 1
            chosen.append(number)
    return chosen


def of_synthetic(task: str, documents: int | None = None) -> list[Example]:
    """The invented examples of a task; letterheads come in five degrees of wear."""
    material = MATERIAL[task]
    count = material.documents if documents is None else documents
    made = [*synthetic(SEED, _numbers(count, material.per_type)), *_invented_news(min(material.news, count))]
    if task == "letterhead":
        made = [blurred(marked, BLURS[number % len(BLURS)], number) for number, marked in enumerate(made)]
    return list(examples(task, made))


def of_real(task: str, documents: Sequence[Marked]) -> list[Example]:
    """The examples of real documents, as often as the task's material says."""
    if task == "letterhead":
        documents = [blurred(marked, passes, 3) for marked in documents for passes in BLURS]
    return list(examples(task, documents)) * MATERIAL[task].repeated


def real_documents() -> list[Marked]:
    """Those of ../shared/gold/dev and our own of tests/gold, by name. Raises `FileNotFoundError` without the first."""
    if not DEV.is_dir():
        raise FileNotFoundError(f"{DEV} is not here: the weights are made with its annotations")
    return sorted([*real(DEV, "gold/dev"), *real(OWN, "tests/gold")], key=lambda marked: marked.name)


def folds(documents: Sequence[Marked]) -> Iterable[tuple[list[Marked], list[Marked]]]:
    """Documents to train on and documents to measure on, `FOLDS` times; each is measured on once."""
    for number in range(FOLDS):
        yield (
            [marked for index, marked in enumerate(documents) if index % FOLDS != number],
            [marked for index, marked in enumerate(documents) if index % FOLDS == number],
        )
