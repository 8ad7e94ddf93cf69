"""Everything that rests on a document: what to review when it is replaced."""

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from pipeline.answers import Answer
from pipeline.query.lookup import find_work
from pipeline.query.relations import chosen
from pipeline.query.resting import at, keep_states, name, others

if TYPE_CHECKING:
    from pipeline.query.store import Store

__all__ = ["impact"]


def impact(
    store: "Store",
    number: str,
    *,
    depth: int | None = None,
    relations: Sequence[str] | None = None,
    limit: int | None = None,
) -> Answer:
    """Works that rest on one, the nearest first, then the newest.

    `over` is the work through which, `state` what the archive says became of it; `rests_on_ended` names works under
    it that were replaced or repealed. A shortest way is shown; there may be others.
    """
    wanted = chosen(relations)
    work = find_work(store.connection, number)
    reach = store.graph(wanted, backwards=True).reach(at(work, store), depth=depth)
    keep_states(store)
    answer = store.select(
        """
        WITH reached AS (
            SELECT unnest(?::BIGINT[]) AS id, unnest(?::BIGINT[]) AS distance, unnest(?::BIGINT[]) AS over,
                   unnest(?::BIGINT[]) AS relation
        )
        SELECT r.distance, coalesce(called(w.type, w.number, w.title), w.target_id) AS document,
               list_extract(?::VARCHAR[], r.relation + 1) AS relation,
               coalesce(called(o.type, o.number, o.title), o.target_id) AS over, w.date, w.issuer, state.state,
               ended.rests_on_ended, w.held_doc_id IS NOT NULL AS held, w.title, w.target_id, o.target_id AS over_id
        FROM reached r JOIN node n USING (id) JOIN works w USING (target_id)
        JOIN node m ON r.over = m.id JOIN works o ON m.target_id = o.target_id
        LEFT JOIN state ON w.target_id = state.work_id LEFT JOIN ended ON w.target_id = ended.work_id
        ORDER BY r.distance, w.date DESC NULLS LAST, w.target_id
        """,
        [*(part[1:].tolist() for part in reach), list(wanted)],
    )
    direct = int((reach.distance == 1).sum())
    flagged = sum(row[7] is not None for row in answer.rows)
    said = [f"{name(work, store)}: {answer.total} works rest on it, {direct} directly"]
    if depth is not None:
        said[0] += f", within {depth} steps"
    if flagged:
        said.append(f"{flagged} of them rest on something replaced or repealed")
    note = "; ".join([*said, *others(work, wanted, store)])
    return replace(answer, rows=answer.rows[:limit], note=note, hidden=("title", "target_id", "over_id"))
