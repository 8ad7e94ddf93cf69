"""Pages about the whole store: bodies, obligations, what is missing, its health."""

import calendar
import json
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from pipeline.answers import Answer
from pipeline.numbers import plain
from pipeline.query import open_store
from pipeline.web.snapshot import Desk, Snapshot

__all__ = [
    "Duties",
    "bodies",
    "busy_month",
    "duties",
    "failures",
    "home",
    "matrix",
    "missing",
    "month",
    "obligations",
    "pair",
    "status",
]

SCHEDULED = 5_000  # obligations in one calendar file
SHOWN = 20  # bodies on either side of the matrix
SHORT = (("Ủy ban nhân dân", "UBND"), ("Hội đồng nhân dân", "HĐND"))  # as everybody writes them where room is scarce


def matrix(snapshot: Snapshot) -> Answer:
    """How many documents of one body cite works of another, the busiest pairs first."""

    def make() -> Answer:
        with open_store(snapshot.layout.root) as store:
            return store.select(
                """
                WITH pairs AS (
                    SELECT d.issuer_id AS citing, w.issuer_id AS cited, count(DISTINCT c.doc_id) AS documents,
                           count(*) AS mentions
                    FROM (SELECT doc_id, target_id FROM citations) c JOIN documents d USING (doc_id)
                    JOIN works w ON c.target_id = w.target_id
                    WHERE d.issuer_id IS NOT NULL AND w.issuer_id IS NOT NULL GROUP BY ALL
                )
                SELECT citing, s.name AS citing_name, cited, t.name AS cited_name, documents, mentions
                FROM pairs LEFT JOIN bodies s ON citing = s.issuer_id LEFT JOIN bodies t ON cited = t.issuer_id
                ORDER BY mentions DESC, citing, cited
                """
            )

    return snapshot.remembered("matrix", make)


@dataclass(frozen=True, slots=True)
class Grid:
    """The matrix as it is drawn: names of rows and columns, and in each cell mentions and a shade from 0 to 5."""

    rows: list[tuple[str, str, int]]
    columns: list[tuple[str, str, int]]
    cells: dict[tuple[str, str], tuple[int, int]]
    left_out: int


def _short(name: str) -> str:
    for long, letters in SHORT:
        name = name.replace(long, letters)
    return name


def bodies(snapshot: Snapshot) -> Grid:
    """The busiest bodies of the matrix."""
    pairs = matrix(snapshot).records()
    names: dict[str, str] = {}
    sums: dict[str, dict[str, int]] = {"citing": {}, "cited": {}}
    for row in pairs:
        for side in ("citing", "cited"):
            names[row[side]] = _short(row[f"{side}_name"] or row[side])
            sums[side][row[side]] = sums[side].get(row[side], 0) + row["mentions"]
    ends = {
        side: [(name, names[name], total[name]) for name in sorted(total, key=lambda n: (-total[n], n))[:SHOWN]]
        for side, total in sums.items()
    }
    kept = {side: {name for name, _, _ in rows} for side, rows in ends.items()}
    most = max((row["mentions"] for row in pairs), default=1)
    cells, left_out = {}, 0
    for row in pairs:
        if row["citing"] in kept["citing"] and row["cited"] in kept["cited"]:
            shade = 1 + min(4, int(4 * (row["mentions"] / most) ** 0.5))
            cells[row["citing"], row["cited"]] = (row["mentions"], shade)
        else:
            left_out += 1
    return Grid(ends["citing"], ends["cited"], cells, left_out)


def pair(desk: Desk, citing: str, cited: str, *, limit: int, offset: int = 0) -> Answer:
    """Which documents of one body cite which works of another; an empty id stands for any body."""
    tests = [f"{column} = ?" for column, value in (("d.issuer_id", citing), ("w.issuer_id", cited)) if value]
    fits = f"m JOIN d ON m.doc = d.id JOIN w ON m.target = w.id WHERE {' AND '.join(tests) or 'true'}"
    given = [value for value in (citing, cited) if value]
    answer = desk.select(
        f"""
        SELECT d.target_id AS citing_id, d.type AS citing_type, d.number AS citing_number, d.date AS citing_date,
               d.subject AS citing_title, m.relation, w.target_id AS cited_id, w.type AS cited_type,
               w.number AS cited_number, w.title AS cited_title, count(*) AS mentions, min(m.citation) AS citation,
               d.doc_id
        FROM {fits} GROUP BY m.doc, m.target, m.relation
        ORDER BY d.date DESC NULLS LAST, m.doc, m.target, m.relation LIMIT ? OFFSET ?
        """,
        [*given, limit, offset],
    )
    count = f"SELECT count(*) FROM (SELECT DISTINCT m.doc, m.target, m.relation FROM {fits})"
    return replace(answer, total=desk.count(count, given))


def missing(desk: Desk, *, limit: int, offset: int = 0) -> Answer:
    """Works cited but not held, the most cited first."""
    answer = desk.select(
        """
        SELECT target_id, type, number, date, issuer, title, cited_by, mentions FROM w
        WHERE held_doc_id IS NULL ORDER BY cited_by DESC, mentions DESC, id LIMIT ? OFFSET ?
        """,
        [limit, offset],
    )
    return replace(answer, total=desk.count("SELECT count(*) FROM w WHERE held_doc_id IS NULL"))


@dataclass(frozen=True, slots=True)
class Duties:
    """What narrows the obligations; empty fields narrow nothing. Days are ISO, `before` is exclusive."""

    actor: str = ""
    body: str = ""
    since: str = ""
    before: str = ""
    recurring: bool | None = None
    dated: bool | None = None


_DUTY = ("due", "deadline", "recurrence", "actor", "text", "target", "target_id", "type", "number", "title", "issuer",
         "page", "doc_id", "obligation", "issued")  # fmt: skip


def obligations(desk: Desk, wanted: Duties, *, limit: int, offset: int = 0) -> Answer:
    """Obligations that fit, by the day they are due; those without one last."""
    tests, values = ["true"], list[Any]()
    for test, value in (
        ("instr(due.actor, ?)", plain(wanted.actor)),
        ("due.doc IN (SELECT d.id FROM d JOIN b USING (issuer_id) WHERE instr(b.folded, ?))", plain(wanted.body)),
        ("due.due >= ?", wanted.since),
        ("due.due < ?", wanted.before),
    ):
        if value:
            tests.append(test)
            values.append(value)
    for column, some in (("recurrence", wanted.recurring), ("due", wanted.dated)):
        if some is not None:
            tests.append(f"due.{column} IS {'NOT ' if some else ''}NULL")
    fits = f"FROM due WHERE {' AND '.join(tests)}"
    rows = desk.rows(
        f"""
        SELECT d.target_id, d.type, d.number, d.subject AS title, d.issuer, d.doc_id, d.date AS issued,
               near.obligation,
               json_extract(o.rows, '$[' || near.obligation || ']') AS duty
        FROM (SELECT place, doc, obligation {fits} ORDER BY place LIMIT ? OFFSET ?) near
        JOIN d ON near.doc = d.id JOIN o ON near.doc = o.doc ORDER BY near.place
        """,
        [*values, limit, offset],
    )
    for row in rows:
        row |= {name: value for name, value in json.loads(row.pop("duty") or "{}").items() if name in _DUTY}
    table = [tuple(row.get(name) for name in _DUTY) for row in rows]
    return Answer(_DUTY, table, desk.count(f"SELECT count(*) {fits}", values))


def duties(found: Answer) -> list[dict[str, Any]]:
    """Obligations as a calendar wants them (`pipeline.query.calendar.scheduled`)."""
    return [
        row | {"document": row["number"] or row["title"] or row["target_id"], "body": row["issuer"]}
        for row in found.records()
    ]


def month(year: int, number: int) -> list[list[str | None]]:
    """The weeks of a month from Monday, as ISO days; None outside the month.

    >>> month(2024, 2)[0]
    [None, None, None, '2024-02-01', '2024-02-02', '2024-02-03', '2024-02-04']
    """
    weeks = calendar.Calendar().monthdayscalendar(year, number)
    return [[f"{year:04}-{number:02}-{day:02}" if day else None for day in week] for week in weeks]


def failures(snapshot: Snapshot, *, limit: int, offset: int = 0) -> Answer:
    """Files that could not be read, wholly or in part."""
    with open_store(snapshot.layout.root) as store:
        rows = store.select(
            """
            SELECT path, stage, code, message, partial, doc_id FROM failures
            ORDER BY partial, code, path, stage OFFSET ?
            """,
            [offset],
            limit=limit,
        )
    return replace(rows, total=rows.total + offset if rows.rows else rows.total)


def status(snapshot: Snapshot) -> Answer:
    """What the store holds, in figures."""

    def make() -> Answer:
        with open_store(snapshot.layout.root) as store:
            return store.ask("status")

    return snapshot.remembered("status", make)


def home(snapshot: Snapshot) -> dict[str, Any]:
    """What the first page shows: figures, the most cited works, the newest documents."""

    def make() -> dict[str, Any]:
        with snapshot.desk(60) as desk:
            return {
                "figures": dict(status(snapshot).rows),
                "most": desk.rows(
                    """SELECT target_id, type, number, date, issuer, title, held_doc_id IS NOT NULL AS held, cited_by
                    FROM w WHERE cited_by > 0 ORDER BY cited_by DESC, mentions DESC, id LIMIT 8"""
                ),
                "newest": desk.rows(
                    """SELECT target_id, type, number, date, issuer, title, true AS held, cited_by
                    FROM w WHERE held_doc_id IS NOT NULL ORDER BY date DESC NULLS LAST, id LIMIT 8"""
                ),
            }

    return snapshot.remembered("home", make)


def busy_month(desk: Desk, today: date) -> tuple[int, int]:
    """The month to open the calendar at: of the next deadline, else of the last, else this one."""
    row = desk.one(
        "SELECT min(due) FILTER (WHERE due >= ?) AS next, max(due) AS last FROM due WHERE length(due) >= 7",
        [today.isoformat()[:7]],
    )
    found = (row["next"] or row["last"]) if row else None
    return (int(found[:4]), int(found[5:7])) if found else (today.year, today.month)
