"""The same figures cut finer: spans exact and partial, each type, relation and level of body, text against OCR."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any

from pipeline.evaluation.compare import Item, bare, citation_likeness, obligation_likeness, overlap
from pipeline.evaluation.gold import Case
from pipeline.evaluation.scoring import Tally, pair_up

__all__ = ["details", "figure", "spans_of", "touching"]

Rows = dict[str, Tally]
Spans = Sequence[Sequence[int]]


def touching(gold: Sequence[Spans], found: Sequence[Spans]) -> Tally:
    """Partial spans: of gold those that some found one overlaps (the hits), one to one, the longest overlap first.

    >>> touching([[[0, 5]], [[9, 12]]], [[[4, 8]]])
    Tally(hits=1, predicted=1, gold=2)
    """

    def common(one: Item, other: Item) -> float:
        return float(overlap(one["at"], other["at"]))

    pairs = pair_up([{"at": spans} for spans in gold], [{"at": spans} for spans in found], common)
    return Tally(len(pairs), len(found), len(gold))


def _exact(gold: Sequence[Spans], found: Sequence[Spans]) -> Tally:
    left = [[list(span) for span in spans] for spans in gold]
    hits = 0
    for spans in found:
        here = [list(span) for span in spans]
        if here in left:
            left.remove(here)
            hits += 1
    return Tally(hits, len(found), len(gold))


def spans_of(gold: Sequence[Spans], found: Sequence[Spans], name: str) -> Rows:
    """Exact and partial agreement of two lists of spans, whatever they are spans of: citations, personal data, …

    >>> spans_of([[[0, 5]]], [[[0, 6]]], "names")["names: exact spans"].f1
    0.0
    """
    return {f"{name}: exact spans": _exact(gold, found), f"{name}: partial spans": touching(gold, found)}


def _grouped(
    prefix: str, gold: Sequence[Item], found: Sequence[Item], pairs: Iterable[tuple[int, int]],
    key: Callable[[Item], str],
) -> Iterator[tuple[str, Tally]]:  # fmt: skip
    """For each value of a key: how many gold and found items have it, and how many pairs agree in it."""
    rows: Rows = {}
    for item in gold:
        rows.setdefault(key(item), Tally()).gold += 1
    for item in found:
        rows.setdefault(key(item), Tally()).predicted += 1
    for i, j in pairs:
        if key(gold[i]) == key(found[j]):
            rows[key(gold[i])].hits += 1
    for value in sorted(rows):
        yield f"{prefix} {value}", rows[value]


def _level(issuer: str | None) -> str:
    """The level of a body's register entry: "ministry", "province", …; "unknown" where the register has it not."""
    from corpora.bodies import find_bodies
    from corpora.folding import fold
    from corpora.places import find_places

    folded = fold(issuer or "")
    found = find_bodies(folded)
    if not found:
        return "unknown"
    body = min(found)[2]
    if body.per_place:
        levels = (place.level for *_, places in find_places(folded) for place in places)
        return next((level for level in levels if level in body.place_levels), body.level)
    return body.level


def details(case: Case) -> Rows:
    """All finer rows of one document; those of several documents add up."""
    gold, found = case.gold["citations"], case.found["citations"]
    pairs = pair_up(gold, found, citation_likeness)
    rows = spans_of([c["spans"] for c in gold], [c["spans"] for c in found], "citations")
    rows |= dict(_grouped("citations of type", gold, found, pairs, lambda c: c.get("type") or "none"))
    # A relation is judged on the citations that were found: precision and recall of the relation alone.
    matched_gold, matched_found = [gold[i] for i, _ in pairs], [found[j] for _, j in pairs]
    both = [(i, i) for i in range(len(pairs))]
    rows |= dict(_grouped("relation", matched_gold, matched_found, both, lambda c: c.get("relation") or "none"))
    whole = Tally(len(pairs), len(found), len(gold))
    rows[f"citations by {_level(case.gold['document'].get('issuer'))} bodies"] = whole
    rows["citations in OCR" if case.recognised else "citations in text"] = whole
    duties, got = case.gold.get("obligations"), case.found["obligations"]
    if duties is not None:
        rows |= spans_of([[d["span"]] for d in duties], [[d["span"]] for d in got], "obligations")
        alike = pair_up(duties, got, obligation_likeness)
        kind = case.gold["document"].get("type") or "none"
        rows[f"obligations in type {kind}"] = Tally(len(alike), len(got), len(duties))
        for value in ("actor", "deadline"):
            same = sum(bare(duties[i].get(value)) == bare(got[j].get(value)) for i, j in alike)
            rows[f"obligations: {value} exact or rightly none"] = Tally(same, len(alike), len(alike))
    return rows


def figure(tally: Tally) -> dict[str, Any]:
    """A row of figures, rounded to four places."""
    return {
        "precision": round(tally.precision, 4), "recall": round(tally.recall, 4), "f1": round(tally.f1, 4),
        "gold": tally.gold, "predicted": tally.predicted,
    }  # fmt: skip
