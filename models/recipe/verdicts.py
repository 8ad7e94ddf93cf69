"""What rules, model, and both together say of one document, counted against its truth: one tally for each class."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from extractors import parse
from extractors.header.learned import head_lines
from models import Model, given
from models.recipe.examples import Marked, Read, blurred, without_head
from pipeline.evaluation.compare import obligation_likeness, same_text
from pipeline.evaluation.scoring import Tally, pair_up

__all__ = ["ENGINES", "VERDICTS", "Tallies"]

ENGINES = ("rules", "model", "rules + model")
Tallies = dict[str, dict[str, Tally]]
"""By engine, then by class."""

_LETTERHEAD = frozenset(("issuer", "motto", "number", "date"))
_WEAR = {"clean": 0, "worn 4 times": 4, "worn 14 times": 14, "worn 30 times": 30}  # see `BLURS`


def _parsed(marked: Marked, task: str, engine: str, model: Model) -> dict[str, Any]:
    with given({task: model}):
        document = parse(marked.text, models="none" if engine == "rules" else [task])
    return document.model_dump(mode="json")


def _count(confusion: Mapping[tuple[str, str], int]) -> dict[str, Tally]:
    found: dict[str, Tally] = defaultdict(Tally)
    for (true, said), count in confusion.items():
        found[true].add(count if true == said else 0, 0, count)
        found[said].add(0, count, 0)
    return dict(found)


def relation(marked: Marked, model: Model) -> Tallies:
    """Of the mentions that gold and the extractor share, by relation."""
    asked = list(Read(marked).relation())
    said = {
        example.place: answer.label
        for example, answer in zip(asked, model.answers([example.features for example in asked]), strict=True)
    }
    true = {example.place: example.label for example in asked}
    found: Tallies = {"model": _count(Counter((true[place], said[place]) for place in true))}
    for engine in ("rules", "rules + model"):
        told = {tuple(c["spans"][0]): c["relation"] for c in _parsed(marked, "relation", engine, model)["citations"]}
        found[engine] = _count(Counter((true[place], told[place]) for place in true))
    return found


def _duties(marked: Marked, found: Iterable[dict[str, Any]]) -> Tally:
    gold, said = marked.gold.get("obligations") or [], list(found)
    return Tally(len(pair_up(gold, said, obligation_likeness)), len(said), len(gold))


def obligation(marked: Marked, model: Model) -> Tallies:
    """All obligations, paired as `cancu evaluate` pairs them."""
    asked = list(Read(marked).obligation())
    answers = model.answers([example.features for example in asked])
    said = [{"span": example.place} for example, answer in zip(asked, answers, strict=True) if answer.label == "yes"]
    found: Tallies = {"model": {"obligation": _duties(marked, said)}}
    for engine in ("rules", "rules + model"):
        told = _parsed(marked, "obligation", engine, model)["obligations"]
        found[engine] = {"obligation": _duties(marked, told)}
    return found


def actor(marked: Marked, model: Model) -> Tallies:
    """Who must act, of the obligations that gold and rules share."""
    gold = marked.gold.get("obligations") or []
    rules = _parsed(marked, "actor", "rules", model)["obligations"]
    pairs = pair_up(gold, rules, obligation_likeness)
    read = Read(marked)
    chosen: dict[int, str | None] = {}
    column = model.labels.index("yes")
    for view in read.views():
        for place in view.places():
            candidates = view.candidates(place)
            features = [view.actor_features(place, candidates, index) for index in range(len(candidates))]
            chances = [float(row[column]) for row in model.ask(features)]
            best = max(range(len(candidates)), key=lambda index: chances[index], default=None)
            named = None
            if best is not None and chances[best] >= 1 / 2:
                one = candidates[best].actor
                named = one if isinstance(one, str) else " ".join(read.text.text[slice(*one)].split())
            chosen[read.text.span(place.start, place.end).start] = named
    both = _parsed(marked, "actor", "rules + model", model)["obligations"]
    found: Tallies = {}
    for engine in ENGINES:
        tally = Tally()
        for i, j in pairs:
            said = (
                chosen.get(rules[j]["span"][0])
                if engine == "model"
                else (rules if engine == "rules" else both)[j]["actor"]
            )
            true = gold[i].get("actor")
            tally.add(int(bool(true) and same_text(true, said, 0.8)), int(bool(said)), int(bool(true)))
        found[engine] = {"actor": tally}
    return found


def letterhead(marked: Marked, model: Model) -> Tallies:
    """Lines of letterhead at four degrees of wear."""
    found: Tallies = {engine: {} for engine in ENGINES}
    for wear, passes in _WEAR.items():
        worn = blurred(marked, passes, 11)
        read = Read(worn)
        lines = head_lines(read.text)
        numbers = [worn.text.count("\n", 0, read.text.span(line.start, line.start + 1).start) for line in lines]
        asked = [example.features for example in read.letterhead()]
        learned = {n for n, answer in zip(numbers, model.answers(asked), strict=True) if answer.label == "yes"}
        ruled = {
            number
            for number, line in zip(numbers, lines, strict=True)
            for cell in read.structure.cells
            if cell.role in _LETTERHEAD and cell.start < line.end and line.start < cell.end
        }
        guessed = [g for g in _parsed(worn, "letterhead", "both", model)["guesses"] if g["field"] == "letterhead"]
        added = {worn.text.count("\n", 0, span[0]) for guess in guessed for span in guess["spans"]}
        for engine, said in zip(ENGINES, (ruled, learned, ruled | added), strict=True):
            found[engine][wear] = Tally(len(said & worn.lines), len(said), len(worn.lines))
    return found


def document_type(marked: Marked, model: Model) -> Tallies:
    """The type of the text without its head, by type."""
    headless = without_head(Read(marked))
    true = headless.gold["document"]["type"]
    asked = list(Read(marked).document_type())
    label = model.answers([asked[0].features])[0].label
    rules = _parsed(headless, "document_type", "rules", model)["document"]["type"]
    guesses = [g for g in _parsed(headless, "document_type", "both", model)["guesses"] if g["field"] == "type"]
    said = {
        "rules": rules,
        "model": label if label != "none" else None,
        "rules + model": rules or (guesses[0]["value"] if guesses else None),
    }
    found: Tallies = {}
    for engine, value in said.items():
        tallies: dict[str, Tally] = defaultdict(Tally)
        if true:
            tallies[true].add(int(value == true), 0, 1)
        if value:
            tallies[value].add(0, 1, 0)
        found[engine] = dict(tallies)
    return found


VERDICTS: dict[str, Callable[[Marked, Model], Tallies]] = {
    "relation": relation,
    "obligation": obligation,
    "actor": actor,
    "letterhead": letterhead,
    "document_type": document_type,
}
