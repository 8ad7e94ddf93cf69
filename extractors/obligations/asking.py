"""Asking the models of obligations and actors, only where the rules are unsure or name nobody."""

from collections.abc import Collection, Sequence

from extractors.obligations.findings import Duty
from extractors.obligations.learned import Place, UnitView
from extractors.obligations.words import CueText
from extractors.records import Header
from extractors.structure import Structure
from models import Model, load

__all__ = ["ask"]

_UNSURE = 0.7  # confidence of the rules below which the model decides whether a unit is a duty
_ADDED = 0.9  # probability from which on it is one though the rules find none
_NAMED = 0.6  # probability of a candidate, from which on it is who must act
Engines = list[tuple[str, str]]


def ask(
    cues: CueText, structure: Structure, header: Header, found: Sequence[Duty], models: Collection[str]
) -> tuple[list[Duty], Engines]:
    """The duties in reading order, and for each what says that it is one and who must act.

    The model of obligations keeps or drops what the rules found with little confidence, and adds units that hold a
    word of order or duty; the model of actors chooses where the rules name nobody.
    """
    views = (
        UnitView(cues, structure.units, header),
        UnitView(cues, structure.attached, header, attached=True),
    )
    places = [(view, place) for view in views for place in view.places()]
    by_start = {place.start: (view, place) for view, place in places}
    kept = [(duty, "rules") for duty in found]
    if "obligation" in models:
        kept = _judged(load("obligation"), cues, places, by_start, kept)
    duties = [duty for duty, _ in kept]
    engines = [(engine, "rules") for _, engine in kept]
    if "actor" in models:
        _name(load("actor"), by_start, duties, engines)
    return duties, engines


def _judged(
    model: Model,
    cues: CueText,
    places: Sequence[tuple[UnitView, Place]],
    by_start: dict[int, tuple[UnitView, Place]],
    found: list[tuple[Duty, str]],
) -> list[tuple[Duty, str]]:
    unsure = [index for index, (duty, _) in enumerate(found) if duty.confidence < _UNSURE and duty.start in by_start]
    known = sorted((duty.start, duty.end) for duty, _ in found)
    free = [
        (view, place)
        for view, place in places
        if cues.may_bind(place.words, place.end) and not any(a < place.end and place.start < b for a, b in known)
    ]
    asked = [by_start[found[index][0].start] for index in unsure] + free
    column = model.labels.index("yes")
    chances = [float(row[column]) for row in model.ask([view.features(place) for view, place in asked])]
    dropped = {index for index, chance in zip(unsure, chances, strict=False) if chance < 1 / 2}
    kept = [
        (duty, model.engine if index in unsure else engine)
        for index, (duty, engine) in enumerate(found)
        if index not in dropped
    ]
    for (view, place), chance in zip(free, chances[len(unsure) :], strict=True):
        if chance >= _ADDED:
            unit = view.unit(place)
            duty = Duty(place.start, place.end, place.words, unit.label, unit.path, None, round(chance, 2))
            kept.append((duty, model.engine))
    return sorted(kept, key=lambda item: item[0].start)


def _name(model: Model, by_start: dict[int, tuple[UnitView, Place]], duties: list[Duty], engines: Engines) -> None:
    """Give duties without an actor the likeliest candidate, where one is likely enough."""
    nobody = [index for index, duty in enumerate(duties) if duty.actor is None and duty.start in by_start]
    questions, owners = [], []
    for index in nobody:
        view, place = by_start[duties[index].start]
        candidates = view.candidates(place)
        for number, candidate in enumerate(candidates):
            questions.append(view.actor_features(place, candidates, number))
            owners.append((index, candidate.actor))
    column = model.labels.index("yes")
    best: dict[int, tuple[float, tuple[int, int] | str]] = {}
    for (index, actor), row in zip(owners, model.ask(questions), strict=True):
        chance = float(row[column])
        if chance >= _NAMED and chance > best.get(index, (0.0, ""))[0]:
            best[index] = chance, actor
    for index, (_, actor) in best.items():
        duties[index] = duties[index]._replace(actor=actor)
        engines[index] = engines[index][0], model.engine
