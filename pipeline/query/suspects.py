"""`cancu suspects`: works that may be one, with what a person decided about them."""

from typing import TYPE_CHECKING, Any

from pipeline.answers import Answer
from pipeline.store.review import REVIEW, read_decisions, write_review

if TYPE_CHECKING:
    from pipeline.query.store import Store

__all__ = ["suspects"]

_COLUMNS = (
    "verdict", "type", "number_a", "number_b", "date", "issuer", "title_a", "title_b", "score", "reason", "work_a",
    "work_b",
)  # fmt: skip
_SUSPECTED = """
SELECT a.type, a.number AS number_a, b.number AS number_b, a.date, a.issuer, a.title AS title_a, b.title AS title_b,
       score, reason, work_a, work_b
FROM suspected JOIN works a ON work_a = a.target_id JOIN works b ON work_b = b.target_id
ORDER BY score DESC, work_a, work_b
"""


def suspects(store: "Store", *, review: bool = False, limit: int | None = None) -> Answer:
    """Pairs of works that may be one document, the likeliest first, after those that are decided.

    `review` writes them to `suspected-review.csv` in the store, for a person to decide; what is decided there stays.
    Raises `CancuError("review-broken")`.
    """
    root = store.layout.root
    suspected = store.select(_SUSPECTED).records()
    if review:
        write_review(root, suspected)
    decided = [row for row in read_decisions(root).rows if row["verdict"]]
    known = {frozenset((row["work_a"], row["work_b"])) for row in decided}
    rows: list[Any] = [*decided, *(row for row in suspected if frozenset((row["work_a"], row["work_b"])) not in known)]
    shown = [tuple(row.get(name) or None for name in _COLUMNS) for row in rows]
    open_pairs = len(rows) - len(decided)
    note = f"{open_pairs} undecided, {len(decided)} decided"
    if review:
        note += f"; write same or different in {root / REVIEW}, then: cancu suspects --apply"
    return Answer(_COLUMNS, shown[:limit], len(shown), note=note, hidden=("work_a", "work_b"))
