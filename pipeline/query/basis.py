"""The tree of what a document rests on."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from pipeline.answers import Answer
from pipeline.query.lookup import find_work
from pipeline.query.relations import chosen
from pipeline.query.resting import at, name, node

if TYPE_CHECKING:
    from pipeline.query.graph import Graph, Reach
    from pipeline.query.store import Store

__all__ = ["basis"]

_COLUMNS = ("tree", "depth", "document", "relation", "date", "issuer", "title", "held", "state", "again", "target_id")


def _branches(graph: "Graph", reach: "Reach", start: int, depth: int | None) -> list[tuple[int, int, int, bool]]:
    """(depth, node, relation, again) of every branch, in the order of a tree. A node is opened once: where it stands
    on its own shortest way; elsewhere it is named `again`.
    """
    over = dict(zip(reach.nodes.tolist(), reach.over.tolist(), strict=True))
    found: list[tuple[int, int, int, bool]] = []
    waiting = [(1, start, *edge) for edge in reversed(graph.out(start))] if depth != 0 else []
    while waiting:
        level, parent, place, relation = waiting.pop()
        again = place == start or over.get(place) != parent
        found.append((level, place, relation, again))
        if not again and (depth is None or level < depth):
            waiting += [(level + 1, place, *edge) for edge in reversed(graph.out(place))]
    return found


def basis(
    store: "Store",
    number: str,
    *,
    depth: int | None = 3,
    relations: Sequence[str] | None = None,
    limit: int | None = None,
) -> Answer:
    """What a document rests on, directly and through others, as a tree down to `depth` (None: all of it)."""
    wanted = chosen(relations)
    work = find_work(store.connection, number)
    graph = store.graph(wanted)
    start = at(work, store)
    reach = graph.reach(start)
    branches = _branches(graph, reach, start, depth)
    shown = branches[:limit]
    works = node(sorted({place for _, place, _, _ in shown}), store)
    rows: list[tuple[Any, ...]] = []
    for level, place, relation, again in shown:
        row = works[place]
        tree = "· " * (level - 1) + row["document"]
        rows.append((tree, level, row["document"], wanted[relation], row["date"], row["issuer"], row["title"],
                     row["held"], row["state"], True if again else None, row["target_id"]))  # fmt: skip
    inside = int((reach.distance <= depth).sum()) - 1 if depth is not None else len(reach.nodes) - 1
    said = [f"{name(work, store)} rests on {len(reach.nodes) - 1} works"]
    if len(reach.nodes) - 1 > inside:
        said.append(f"{len(reach.nodes) - 1 - inside} of them lie deeper than {depth} steps (--depth 0 shows all)")
    if any(again for *_, again in branches):
        said.append("what is marked again is opened elsewhere in the tree")
    said.append(f"followed: {', '.join(wanted)}")
    return Answer(_COLUMNS, rows, len(branches), "; ".join(said), ("depth", "document", "title", "target_id"))
