"""How far a figure may move: percentile bootstrap over documents (a document is drawn whole, with all its items)."""

from collections import Counter
from collections.abc import Mapping, Sequence

import numpy as np

from pipeline.evaluation.scoring import Score, Tally, macro_of

__all__ = ["difference_of_means", "differences", "intervals", "of_macro", "of_tallies"]

Interval = tuple[float, float]
Confusion = Mapping[tuple[str | None, str | None], int]
DRAWS = 1000
LEVEL = 0.95


def _draws(documents: int, draws: int, seed: int) -> "np.ndarray[tuple[int, int], np.dtype[np.int64]]":
    """How often each document was drawn, one row a draw."""
    chance = np.random.default_rng(seed)
    return chance.multinomial(documents, [1 / documents] * documents, size=draws)


def _ends(values: "np.ndarray[tuple[int], np.dtype[np.float64]]") -> Interval:
    low, high = np.quantile(values, [(1 - LEVEL) / 2, (1 + LEVEL) / 2])
    return round(float(low), 4), round(float(high), 4)


def _f1(tallies: Sequence[Tally], draws: int, seed: int) -> "np.ndarray[tuple[int], np.dtype[np.float64]]":
    """F1 of each draw. Where a draw holds neither gold nor predictions there was nothing to miss."""
    drawn = _draws(len(tallies), draws, seed)
    counts = np.array([[tally.hits, tally.predicted + tally.gold] for tally in tallies])
    hits, both = (drawn @ counts).T
    return np.where(both > 0, 2 * hits / np.maximum(both, 1), 1.0)


def _macro(relations: Sequence[Confusion], draws: int, seed: int) -> "np.ndarray[tuple[int], np.dtype[np.float64]]":
    """Mean F1 over relations of each draw; not a number where a draw holds no relation."""
    values = []
    for row in _draws(len(relations), draws, seed):
        confusion: Counter[tuple[str | None, str | None]] = Counter()
        for times, counted in zip(row, relations, strict=True):
            for pair, count in counted.items():
                confusion[pair] += int(times) * count
        macro = macro_of(confusion)
        values.append(np.nan if macro is None else macro)
    return np.array(values)


def difference_of_means(
    ours: Sequence[Sequence[Tally]], theirs: Sequence[Sequence[Tally]], *, draws: int = DRAWS, seed: int = 0
) -> Interval:
    """The 95 % interval of a mean F1 of `ours` less that of `theirs`, both on the same drawn documents.

    Each is one list of tallies a class, one tally a document; a class that a draw holds nothing of is left out of it.

    >>> same = [[Tally(1, 1, 1), Tally(8, 9, 9)]]
    >>> difference_of_means(same, same)
    (0.0, 0.0)
    """
    drawn = _draws(len(ours[0]), draws, seed)
    means = []
    for classes in (ours, theirs):
        columns = []
        for tallies in classes:
            hits, both = (drawn @ np.array([[tally.hits, tally.predicted + tally.gold] for tally in tallies])).T
            columns.append(np.where(both > 0, 2 * hits / np.maximum(both, 1), np.nan))
        filled = ~np.isnan(np.array(columns))
        means.append(np.nansum(columns, axis=0) / np.maximum(filled.sum(axis=0), 1))
    return _ends(means[0] - means[1])


def of_tallies(tallies: Sequence[Tally], *, draws: int = DRAWS, seed: int = 0) -> Interval:
    """The 95 % interval of F1 from the tallies of single documents.

    >>> of_tallies([Tally(1, 1, 1), Tally(9, 9, 9)])
    (1.0, 1.0)
    """
    return _ends(_f1(tallies, draws, seed))


def of_macro(relations: Sequence[Confusion], *, draws: int = DRAWS, seed: int = 0) -> Interval:
    """The 95 % interval of the mean F1 over relations, from the confusions of single documents."""
    values = _macro(relations, draws, seed)
    return _ends(values[~np.isnan(values)])


def differences(
    before: Sequence[Score], after: Sequence[Score], *, draws: int = DRAWS, seed: int = 0
) -> dict[str, Interval]:
    """The 95 % interval of the change of F1 of every figure between two scores of the same documents: in each draw the
    same documents stand on both sides.

    >>> one, other = Score({"citations": Tally(1, 1, 1)}), Score({"citations": Tally(0, 1, 1)})
    >>> differences([one, one], [one, other])["citations"]
    (-1.0, 0.0)
    """
    names = dict.fromkeys(name for score in (*before, *after) for name in score.tallies)
    found = {}
    for name in names:
        one, two = (
            _f1([score.tallies.get(name, Tally()) for score in scores], draws, seed) for scores in (before, after)
        )
        found[name] = _ends(two - one)
    if any(score.relations for score in before) and any(score.relations for score in after):
        change = _macro([one.relations for one in after], draws, seed) - _macro(
            [one.relations for one in before], draws, seed
        )
        found["relation.macro"] = _ends(change[~np.isnan(change)])
    return found


def intervals(scores: Sequence[Score], *, draws: int = DRAWS, seed: int = 0) -> dict[str, Interval]:
    """Low and high end of F1 for every figure, from the scores of single documents."""
    names = dict.fromkeys(name for score in scores for name in score.tallies)
    found = {
        name: of_tallies([score.tallies.get(name, Tally()) for score in scores], draws=draws, seed=seed)
        for name in names
    }
    if any(score.relations for score in scores):
        found["relation.macro"] = of_macro([score.relations for score in scores], draws=draws, seed=seed)
    return found
