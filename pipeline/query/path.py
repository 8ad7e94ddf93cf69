"""How one document rests on another."""

from collections.abc import Sequence
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from pipeline.answers import Answer
from pipeline.query.lookup import find_work
from pipeline.query.relations import RULES, chosen
from pipeline.query.resting import at, name, node

if TYPE_CHECKING:
    from pipeline.query.store import Store

__all__ = ["path"]

_COLUMNS = (
    "step", "document", "relation", "rests_on", "page", "words", "date", "path", "document_id", "rests_on_id", "doc_id"
)  # fmt: skip
# The clearest mention of each step, in the document that states it.
_WORDS = """
SELECT s.step, max_by(struct_pack(page := c.page, words := c.context, path := d.path, doc_id := d.doc_id),
                      struct_pack(c := coalesce(c.confidence, 0), d := c.doc_id, n := -c.citation)) AS said
FROM (SELECT unnest(?::BIGINT[]) AS step, unnest(?::VARCHAR[]) AS source_id, unnest(?::VARCHAR[]) AS relation,
             unnest(?::VARCHAR[]) AS target_id) s
JOIN edges e USING (source_id, relation, target_id)
JOIN citations c ON e.stated_by = c.doc_id AND e.target_id = c.target_id AND e.relation = c.relation
JOIN documents d ON c.doc_id = d.doc_id
GROUP BY s.step
"""


def _trail(store: "Store", start: str, goal: str, relations: tuple[str, ...]) -> list[tuple[int, int]]:
    graph = store.graph(relations)
    end = at(goal, store)
    return graph.reach(at(start, store), goal=end).trail(end)


def _instead(store: "Store", start: str, goal: str, relations: tuple[str, ...]) -> str:
    """What to say where there is no way: the other way round, or over all relations."""
    said = f"{name(start, store)} does not rest on {name(goal, store)}, by what the archive says, over " + ", ".join(
        relations
    )
    back = _trail(store, goal, start, relations)
    if back:
        return f"{said}; the other way round there is a path of {len(back) - 1} steps"
    every = _trail(store, start, goal, chosen(["all"]))
    if every:
        return f"{said}; over all relations there is a path of {len(every) - 1} steps (--relation all)"
    return f"{said}; nor over any other relation"


def path(store: "Store", start: str, goal: str, *, relations: Sequence[str] | None = None) -> Answer:
    """The shortest chain by which `start` rests on `goal`, a step a row, with the words that say so.

    Of several shortest chains the same one always. `relations`: which to follow (`pipeline.query.relations`).
    """
    wanted = chosen(relations)
    first, last = find_work(store.connection, start), find_work(store.connection, goal)
    trail = _trail(store, first, last, wanted)
    hidden = ("path", "document_id", "rests_on_id", "doc_id")
    if len(trail) < 2:
        same = f"{name(first, store)} is the document itself" if first == last else None
        return Answer(_COLUMNS, [], 0, same or _instead(store, first, last, wanted), hidden)
    works = node([number for number, _ in trail], store)
    steps = [(works[a], wanted[relation], works[b]) for (a, _), (b, relation) in pairwise(trail)]
    # The edge stands in the store the way it was told.
    told = [(b, a) if RULES[relation].carries == "target" else (a, b) for a, relation, b in steps]
    values: list[Any] = [
        list(range(len(steps))), [a["target_id"] for a, _ in told], [relation for _, relation, _ in steps],
        [b["target_id"] for _, b in told],
    ]  # fmt: skip
    said: dict[int, dict[str, Any]] = dict(store.connection.execute(_WORDS, values).fetchall())
    rows = []
    for step, (a, relation, b) in enumerate(steps):
        words = said.get(step, {})
        rows.append(
            (step + 1, a["document"], relation, b["document"], words.get("page"), words.get("words"), a["date"],
             words.get("path"), a["target_id"], b["target_id"], words.get("doc_id"))
        )  # fmt: skip
    note = f"{works[trail[0][0]]['document']} rests on {works[trail[-1][0]]['document']} in {len(rows)} steps"
    gone = [f"{work['document']}: {work['state']}" for work in works.values() if work["state"]]
    return Answer(_COLUMNS, rows, len(rows), "; ".join([note, *sorted(gone)]), hidden)
