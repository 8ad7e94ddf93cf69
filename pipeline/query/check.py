"""What cannot be so: places where the archive contradicts itself or leaves something out."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import replace
from typing import TYPE_CHECKING

from pipeline.answers import Answer
from pipeline.errors import CancuError
from pipeline.query.lookup import body_test

if TYPE_CHECKING:
    from pipeline.query.store import Store

__all__ = ["KINDS", "check"]

# Two dates contradict each other when neither is the beginning of the other: 2023-02 may be 2023-02-08.
_BEFORE = "left({a}, least(length({a}), length({b}))) < left({b}, least(length({a}), length({b})))"
_NAME = "coalesce(called({t}.type, {t}.number, {t}.{title}), {t}.{id})"
_WORK = _NAME.format(t="w", title="title", id="target_id")
_DOCUMENT = _NAME.format(t="d", title="subject", id="name")

# Each gives: work, finding, document, page, path, issuer (of the work), issuer_id, target_id, doc_id
_TWO_DATES = f"""
WITH told AS (
    SELECT target_id, date, count(DISTINCT doc_id) AS documents, min(doc_id) AS doc_id,
           arg_min(page, (doc_id, citation)) AS page, false AS own
    FROM (
        SELECT target_id, date, doc_id, citation, page FROM citations
        WHERE target_id IS NOT NULL AND date IS NOT NULL
    ) GROUP BY target_id, date
    UNION ALL SELECT target_id, date, 1, doc_id, 1, true FROM documents WHERE target_id IS NOT NULL AND date IS NOT NULL
),
main AS (
    SELECT target_id, date FROM told
    QUALIFY row_number() OVER (PARTITION BY target_id ORDER BY own DESC, documents DESC, length(date) DESC, date) = 1
)
SELECT {_WORK} AS work, 'dated ' || t.date || ' by ' || t.documents || ' documents, but ' || m.date
       || CASE WHEN EXISTS (SELECT 1 FROM told o WHERE o.target_id = t.target_id AND o.own) THEN ' on itself'
          ELSE ' by most' END AS finding,
       {_DOCUMENT} AS document, t.page, d.path, w.issuer, w.issuer_id, w.target_id, t.doc_id
FROM told t JOIN main m USING (target_id) JOIN works w USING (target_id) JOIN documents d ON t.doc_id = d.doc_id
WHERE NOT starts_with(t.date, m.date) AND NOT starts_with(m.date, t.date)
"""
_REPLY = f"""
SELECT {_WORK} AS work, 'of ' || w.date || ' replies to ' || {_NAME.format(t="q", title="title", id="target_id")}
       || ' of ' || q.date AS finding,
       {_DOCUMENT} AS document, NULL::INTEGER AS page, d.path, w.issuer, w.issuer_id, w.target_id, d.doc_id
FROM (SELECT source_id, target_id, min(stated_by) AS doc_id FROM edges WHERE relation = 'replies_to' GROUP BY ALL) e
JOIN works w ON e.source_id = w.target_id JOIN works q ON e.target_id = q.target_id
JOIN documents d ON e.doc_id = d.doc_id
WHERE {_BEFORE.format(a="w.date", b="q.date")}
"""
_FUTURE = f"""
SELECT {_WORK} AS work, 'of ' || told || ' is cited by a document of ' || d.date AS finding, {_DOCUMENT} AS document,
       c.page, d.path, w.issuer, w.issuer_id, w.target_id, c.doc_id
FROM (
    SELECT doc_id, target_id, min(page) AS page, min(date) AS date FROM citations
    WHERE target_id IS NOT NULL GROUP BY ALL
) c
JOIN documents d USING (doc_id) JOIN works w ON c.target_id = w.target_id,
LATERAL (SELECT coalesce(c.date, w.date)) t(told)
WHERE {_BEFORE.format(a="d.date", b="told")}
"""
_ENDED = f"""
SELECT {_WORK} AS work, 'was ' || s.state || ' by ' || {_NAME.format(t="b", title="title", id="target_id")} || ' of '
       || b.date || ', yet ' || {_NAME.format(t="x", title="title", id="target_id")} || ' of ' || x.date
       || ' rests on it' AS finding, {_DOCUMENT} AS document, NULL::INTEGER AS page, d.path, w.issuer, w.issuer_id,
       w.target_id, d.doc_id
FROM states s
JOIN (SELECT work_id, basis_id, min(stated_by) AS doc_id FROM rests GROUP BY ALL) r ON s.work_id = r.basis_id
JOIN works w ON s.work_id = w.target_id JOIN works b ON s.by_id = b.target_id JOIN works x ON r.work_id = x.target_id
JOIN documents d ON r.doc_id = d.doc_id
WHERE s.state IN ('replaced', 'repealed') AND NOT s.in_part AND x.target_id <> b.target_id
      AND {_BEFORE.format(a="b.date", b="x.date")}
"""
# A series begins with 1 each year (Nghị định 30/2020/NĐ-CP, Phụ lục I, phần II, mục 3); of one work nothing follows.
_GAP = """
WITH runs AS (
    SELECT issuer_id, any_value(issuer) AS issuer, symbol, year, list(DISTINCT running ORDER BY running) AS known,
           count(DISTINCT running) FILTER (held) AS held, max(running) AS last
    FROM series WHERE running > 0 GROUP BY issuer_id, symbol, year HAVING held >= 2
),
holes AS (
    SELECT *, running AS high, lag(running, 1, 0) OVER (PARTITION BY issuer_id, symbol, year ORDER BY running) AS low
    FROM (SELECT * EXCLUDE (known), len(known) AS known, unnest(known) AS running FROM runs)
)
SELECT symbol || ' ' || year || ', ' || coalesce(issuer, issuer_id) AS work,
       known || ' of ' || last || ' numbers known; neither held nor cited: '
       || string_agg(CASE WHEN high - low = 2 THEN (low + 1)::VARCHAR ELSE (low + 1) || '-' || (high - 1) END, ', '
                     ORDER BY low) AS finding,
       NULL::VARCHAR AS document, NULL::INTEGER AS page, NULL::VARCHAR AS path, issuer, issuer_id,
       NULL::VARCHAR AS target_id, NULL::VARCHAR AS doc_id
FROM holes WHERE high - low > 1 GROUP BY issuer_id, issuer, symbol, year, known, last
"""

KINDS: dict[str, tuple[str, str]] = {  # what it is, and the query
    "two-dates": ("one number with two dates", _TWO_DATES),
    "reply-first": ("a reply before its question", _REPLY),
    "future": ("a citation of the future", _FUTURE),
    "ended-basis": ("issued on a basis that had been replaced or repealed", _ENDED),
    "gap": ("numbers of a series neither held nor cited", _GAP),
}


def check(
    store: "Store", *, only: Iterable[str] | None = None, body: str | None = None, limit: int | None = None
) -> Answer:
    """Contradictions and gaps: the kind, the work, what is wrong, and the document in which it stands.

    `only` names kinds (`KINDS`); `body` keeps works issued by one body. A finding is a question to the reader: a
    misprint, a misreading and a real error look alike.
    """
    wanted = list(only or KINDS)
    unknown = [kind for kind in wanted if kind not in KINDS]
    if unknown:
        raise CancuError("option-wrong", f"there is no check {unknown[0]!r}; there are {', '.join(KINDS)}")
    parts = [
        f"SELECT '{kind}' AS kind, {rank} AS rank, * FROM ({KINDS[kind][1]})"
        for rank, kind in enumerate(KINDS)
        if kind in wanted
    ]
    test, values = body_test("issuer", "issuer_id", body) if body else ("true", [])
    answer = store.select(
        f"""
        SELECT * EXCLUDE (rank, issuer, issuer_id) FROM ({" UNION ALL ".join(parts)}) WHERE {test}
        ORDER BY rank, work, finding, doc_id
        """,
        values,
    )
    counts = Counter(str(row[0]) for row in answer.rows)
    note = "; ".join(f"{KINDS[kind][0]}: {counts[kind]}" for kind in KINDS if kind in wanted)
    undated = store.value("SELECT count(*) FROM documents WHERE date IS NULL")
    if undated:
        note += f"; {undated} documents without a date could not be compared"
    return replace(answer, rows=answer.rows[:limit], note=note, hidden=("path", "target_id", "doc_id"))
