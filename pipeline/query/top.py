"""The most cited works, or the bodies that issued them."""

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from pipeline.answers import Answer
from pipeline.errors import CancuError
from pipeline.query.lookup import body_test, type_code

if TYPE_CHECKING:
    from pipeline.query.store import Store

__all__ = ["top"]

_WORKS = """
SELECT w.type, w.number, w.date, coalesce(w.issuer, b.name) AS issuer, w.title, w.cited_by, w.mentions,
       w.held_doc_id IS NOT NULL AS held, w.target_id
FROM works w LEFT JOIN bodies b USING (issuer_id)
WHERE w.mentions > 0 AND {test} ORDER BY w.cited_by DESC, w.mentions DESC, w.target_id
"""
_BODIES = """
SELECT coalesce(any_value(b.name), any_value(w.issuer), w.issuer_id) AS body, count(DISTINCT c.doc_id) AS cited_by,
       count(*) AS mentions, count(DISTINCT w.target_id) AS works,
       count(DISTINCT w.target_id) FILTER (w.held_doc_id IS NOT NULL) AS held, w.issuer_id
FROM citations c JOIN works w USING (target_id) LEFT JOIN bodies b ON w.issuer_id = b.issuer_id
WHERE w.issuer_id IS NOT NULL AND {test} GROUP BY w.issuer_id ORDER BY cited_by DESC, mentions DESC, w.issuer_id
"""


def top(
    store: "Store",
    *,
    by: str = "works",
    type: str | None = None,
    body: str | None = None,
    year: int | None = None,
    limit: int | None = None,
) -> Answer:
    """What is cited by the most documents: works, or (`by="bodies"`) the bodies that issued them.

    `type` (code or name), `body` (the issuing one) and `year` (of issue) are those of the cited work.
    """
    if by not in ("works", "bodies"):
        raise CancuError("option-wrong", f"--by knows works and bodies, not {by!r}")
    tests, values, columns = ["true"], list[Any](), list[str]()
    if type:
        tests.append("w.type = ?")
        values.append(type_code(type))
        columns.append("type")
    if body:
        test, words = body_test("coalesce(w.issuer, b.name)", "w.issuer_id", body)
        tests.append(test)
        values += words
        columns.append("issuer_id")
    if year:
        tests.append("w.year = ?")
        values.append(year)
        columns.append("year")
    if by == "bodies":
        columns.append("issuer_id")
    query = (_WORKS if by == "works" else _BODIES).format(test=" AND ".join(tests))
    answer = store.select(query, values, limit=limit)
    said = []
    if columns:
        blank = " OR ".join(f"{column} IS NULL" for column in dict.fromkeys(columns))
        unknown = store.value(f"SELECT count(*) FROM works WHERE mentions > 0 AND ({blank})")
        if unknown:
            said.append(f"{unknown} cited works of unknown {', '.join(dict.fromkeys(columns))} are left out")
    unresolved = store.value("SELECT count(*) FROM citations WHERE target_id IS NULL")
    if unresolved:
        said.append(f"{unresolved} mentions without a known work are not counted")
    return replace(answer, note="; ".join(said) or None, hidden=("target_id", "issuer_id"))
