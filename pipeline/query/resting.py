"""What `path`, `basis` and `impact` share: works as rows, what became of them, and what a walk left out."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from pipeline.query.relations import RULES

if TYPE_CHECKING:
    from pipeline.query.store import Store

__all__ = ["STATE", "at", "keep_states", "name", "node", "others"]

NAMED = 3  # works told by name; of a law that thousands amend the others are counted


def _told(words: str) -> str:
    """SQL: distinct words in order, the first few and how many more."""
    every = f"list(DISTINCT {words} ORDER BY {words})"
    return (
        f"array_to_string({every}[:{NAMED}], '; ') || CASE WHEN count(DISTINCT {words}) > {NAMED} "
        f"THEN '; and ' || (count(DISTINCT {words}) - {NAMED}) || ' more' ELSE '' END"
    )


# Beside each work: what the archive says became of it ("replaced by QĐ 5/QĐ-UBND").
STATE = f"""
state AS (
    SELECT work_id, {_told("words")} AS state
    FROM (
        SELECT work_id, state || ' by ' || coalesce(called(w.type, w.number, w.title), by_id)
               || CASE WHEN in_part THEN ' (in part)' ELSE '' END AS words
        FROM states JOIN works w ON by_id = w.target_id
    ) GROUP BY work_id
)
"""
# Works that rest directly on one that was replaced or repealed, with those named.
_ENDED = f"""
gone AS (
    SELECT work_id, bool_and(in_part) AS in_part FROM states WHERE state IN ('replaced', 'repealed') GROUP BY work_id
),
ended AS (
    SELECT work_id, {_told("words")} AS rests_on_ended
    FROM (
        SELECT r.work_id, coalesce(called(w.type, w.number, w.title), w.target_id)
               || CASE WHEN gone.in_part THEN ' (in part)' ELSE '' END AS words
        FROM rests r JOIN gone ON r.basis_id = gone.work_id JOIN works w ON gone.work_id = w.target_id
    ) GROUP BY work_id
)
"""


def keep_states(store: "Store") -> None:
    """Make the tables `state` (work_id, state) and `ended` (work_id, rests_on_ended) of a connection, once."""
    for name, query in (("state", STATE), ("ended", _ENDED)):
        store.connection.execute(f"CREATE TEMP TABLE IF NOT EXISTS {name} AS WITH {query} SELECT * FROM {name}")


def at(work: str, store: "Store") -> int:
    """The number of a work in the graph of a store."""
    return int(store.value("SELECT id FROM node WHERE target_id = ?", [work]))


def node(numbers: Sequence[int], store: "Store") -> dict[int, dict[str, Any]]:
    """Particulars of works by their numbers in the graph."""
    rows = store.select(
        f"""
        WITH wanted AS (SELECT unnest(?::BIGINT[]) AS id), {STATE}
        SELECT node.id, coalesce(called(w.type, w.number, w.title), w.target_id) AS document, w.date, w.issuer,
               w.title, w.held_doc_id IS NOT NULL AS held, state.state, w.target_id
        FROM wanted JOIN node USING (id) JOIN works w USING (target_id) LEFT JOIN state ON w.target_id = work_id
        """,
        [list(numbers)],
    )
    return {row["id"]: row for row in rows.records()}


def name(work: str, store: "Store") -> str:
    """How people call a work."""
    query = "SELECT coalesce(called(type, number, title), target_id) FROM works WHERE target_id = ?"
    return str(store.value(query, [work]))


def others(work: str, relations: Sequence[str], store: "Store") -> list[str]:
    """What a walk from a work leaves aside, in words: other relations to it, unresolved mentions, likely doubles."""
    left = [relation for relation in RULES if relation not in relations]
    rows = store.connection.execute(
        """
        SELECT relation, count(DISTINCT source_id) FROM edges
        WHERE target_id = ? AND list_contains(?::VARCHAR[], relation) GROUP BY relation ORDER BY 2 DESC, 1
        """,
        [work, left],
    ).fetchall()
    said = []
    if rows:
        said.append("not followed: " + ", ".join(f"{relation} ({count})" for relation, count in rows))
    blank = store.value(
        "SELECT count(*) FROM citations WHERE target_id IS NULL AND list_contains(candidates, ?)", [work]
    )
    if blank:
        said.append(f"unresolved mentions that may mean it: {blank}")
    doubles = store.connection.execute(
        "SELECT work_b AS w FROM suspected WHERE work_a = $1 UNION SELECT work_a FROM suspected WHERE work_b = $1 "
        "ORDER BY w",
        [work],
    ).fetchall()
    if doubles:
        said.append("may be the same as " + ", ".join(row[0] for row in doubles) + ": ask for it too")
    return said
