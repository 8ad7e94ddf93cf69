"""The questions an analyst asks, each as one function from a store to an `Answer`."""

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from pipeline.answers import Answer
from pipeline.errors import CancuError
from pipeline.numbers import plain
from pipeline.query.basis import basis
from pipeline.query.calendar import calendar
from pipeline.query.check import check
from pipeline.query.impact import impact
from pipeline.query.lookup import body_test, find_work
from pipeline.query.path import path
from pipeline.query.suspects import suspects
from pipeline.query.top import top

if TYPE_CHECKING:
    from pipeline.query.store import Store

__all__ = ["QUESTIONS", "cites", "missing", "obligations", "show", "sql", "status"]

# How a document is called in an answer: by its type and number, else its subject, else its file.
_CALLED = "coalesce(called({t}.type, {t}.number, {t}.subject), {t}.name)"


def cites(store: "Store", number: str, *, limit: int | None = None) -> Answer:
    """Where a work is cited: document, page, relation, words around, newest document first."""
    work = find_work(store.connection, number)
    answer = store.select(
        f"""
        SELECT {_CALLED.format(t="d")} AS document, c.page, c.relation, c.context AS words, c.pinpoint, d.date, d.path,
               c.doc_id, c.citation, d.target_id AS document_id
        FROM citations c JOIN documents d USING (doc_id)
        WHERE c.target_id = ?
        ORDER BY d.date DESC NULLS LAST, d.path, c.doc_id, c.citation
        """,
        [work],
        limit=limit,
    )
    note = f"{work}: {answer.total} mentions"
    return replace(answer, note=note, hidden=("path", "doc_id", "citation", "document_id"))


def show(store: "Store", number: str) -> Answer:
    """One row for the work itself, one for each number it is printed with where a person joined several, then one for
    each work it cites, is cited by, or may be the same as.
    """
    work = find_work(store.connection, number)
    answer = store.select(
        """
        WITH near AS (
            SELECT 0 AS rank, 'work' AS what, NULL AS relation, ? AS target_id, NULL::BIGINT AS mentions
            UNION ALL SELECT 1, 'cites', relation, target_id, sum(mentions)::BIGINT
            FROM edges WHERE source_id = ? GROUP BY ALL
            UNION ALL SELECT 2, 'cited by', relation, source_id, sum(mentions)::BIGINT
            FROM edges WHERE target_id = ? GROUP BY ALL
            UNION ALL SELECT 3, 'may be the same', reason, work_b, NULL FROM suspected WHERE work_a = ?
            UNION ALL SELECT 3, 'may be the same', reason, work_a, NULL FROM suspected WHERE work_b = ?
        )
        SELECT * EXCLUDE (rank) FROM (
            SELECT what, n.relation, w.type, w.number, w.date, w.issuer, w.title, n.mentions, d.path AS held, target_id,
                   rank
            FROM near n JOIN works w USING (target_id) LEFT JOIN documents d ON w.held_doc_id = d.doc_id
            UNION ALL
            SELECT 'printed as', NULL, type, number, date, NULL, NULL, mentions, NULL, alias, 0.5
            FROM aliases WHERE target_id = ?
        )
        ORDER BY rank, relation, target_id
        """,
        [work] * 6,
    )
    return replace(answer, note=work, hidden=("target_id",))


def missing(store: "Store", *, limit: int | None = None) -> Answer:
    """Works cited but not held, by the number of documents that cite them."""
    answer = store.select(
        """
        SELECT type, number, date, issuer, title, cited_by, mentions, target_id FROM works
        WHERE held_doc_id IS NULL ORDER BY cited_by DESC, mentions DESC, target_id
        """,
        limit=limit,
    )
    return replace(answer, hidden=("target_id",))


def _day(typed: str) -> str:
    """The first day of an ISO date (2024-01-31, 2024-01, 2024). Raises `CancuError("option-wrong")`."""
    from datetime import date

    try:
        return date.fromisoformat(typed + "-01" * (2 - typed.count("-"))).isoformat()
    except ValueError:
        raise CancuError("option-wrong", f"{typed!r} is no day: write 2024-01-31") from None


def obligations(
    store: "Store",
    *,
    actor: str | None = None,
    due_before: str | None = None,
    body: str | None = None,
    recurring: bool | None = None,
    limit: int | None = None,
) -> Answer:
    """Obligations that fit, by the day they are due; those without one last."""
    where, values = ["true"], list[Any]()
    unsaid: dict[str, str] = {}  # what the filter cannot judge, and so leaves out
    if actor:
        where.append("contains(fold(o.actor), ?)")
        values.append(" ".join(plain(actor).split()))
        unsaid["who must act"] = "o.actor IS NULL"
    if body:
        test, words = body_test("d.issuer", "d.issuer_id", body)
        where.append(test)
        values += words
        unsaid["of which body"] = "d.issuer IS NULL"
    if due_before:
        where.append("last_day_of(o.due) < ?::DATE")
        values.append(_day(due_before))
        unsaid["by what day"] = "last_day_of(o.due) IS NULL"
    if recurring is not None:
        where.append(f"o.recurrence IS {'NOT ' if recurring else ''}NULL")
    answer = store.select(
        f"""
        SELECT o.due, o.deadline, o.recurrence, o.actor, o.text, array_to_string(o.path, ' › ') AS path, o.target,
               {_CALLED.format(t="d")} AS document, o.page, d.issuer AS body, d.date AS issued, d.path AS file,
               o.doc_id, o.obligation
        FROM obligations o JOIN documents d USING (doc_id)
        WHERE {" AND ".join(where)}
        ORDER BY o.due NULLS LAST, d.path, o.doc_id, o.obligation
        """,
        values,
        limit=limit,
    )
    counts = [f"count(*) FILTER ({test})" for test in unsaid.values()] or ["0"]
    silent = (
        store.connection.execute(
            f"SELECT {', '.join(counts)} FROM obligations o JOIN documents d USING (doc_id)"
        ).fetchone()
        or ()
    )
    said = [f"{count} that do not say {what}" for what, count in zip(unsaid, silent, strict=False) if count]
    note = f"left out: {', '.join(said)}" if said else None
    return replace(answer, note=note, hidden=("path", "body", "issued", "file", "doc_id", "obligation"))


def sql(store: "Store", query: str, *, limit: int | None = None) -> Answer:
    """The rows of one SELECT. Raises `CancuError("query-wrong")`."""
    import duckdb

    from pipeline.query.connection import only_select

    try:
        return store.select(only_select(store.connection, query), limit=limit)
    except duckdb.Error as error:
        raise CancuError("query-wrong", str(error).strip()) from None


def status(store: "Store") -> Answer:
    """What the store holds, one figure a row; read from the store alone."""
    rows = store.select(
        """
        SELECT 'documents' AS figure, count(*) AS value FROM documents
        UNION ALL SELECT 'documents read in part', count(*) FROM documents WHERE status <> 'ok'
        UNION ALL SELECT 'paths', count(*) FROM files
        UNION ALL SELECT 'files that failed', count(DISTINCT path) FROM failures WHERE NOT partial
        UNION ALL SELECT 'pages', count(*) FROM texts
        UNION ALL SELECT 'characters', coalesce(sum(characters), 0)::BIGINT FROM documents
        UNION ALL SELECT 'mentions', count(*) FROM citations
        UNION ALL SELECT 'mentions without a work', count(*) FROM citations WHERE target_id IS NULL
        UNION ALL SELECT 'works', count(*) FROM works
        UNION ALL SELECT 'works held', count(*) FROM works WHERE held_doc_id IS NOT NULL
        UNION ALL SELECT 'works missing', count(*) FROM works WHERE held_doc_id IS NULL
        UNION ALL SELECT 'works suspected to be the same, pairs', count(*) FROM suspected
        UNION ALL SELECT 'edges', count(*) FROM edges
        UNION ALL SELECT 'obligations', count(*) FROM obligations
        UNION ALL SELECT 'issuing bodies', count(*) FROM bodies
        """
    ).rows
    left_over = sum(1 for _ in (store.layout.root / "texts").glob("part-*.parquet")) - len(store.layout.committed())
    note = None
    if left_over > 0:
        note = "a batch was left unfinished by an ingest that runs or was killed: run it again to finish"
    return Answer(("figure", "value"), rows, len(rows), note)


QUESTIONS: dict[str, Callable[..., Answer]] = {
    "cites": cites,
    "show": show,
    "missing": missing,
    "obligations": obligations,
    "path": path,
    "basis": basis,
    "impact": impact,
    "top": top,
    "check": check,
    "suspects": suspects,
    "calendar": calendar,
    "sql": sql,
    "status": status,
}
