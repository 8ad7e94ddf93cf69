"""One work: what it is, its text, what it cites, what cites it, its duties, its times."""

import json
from collections.abc import Iterator
from typing import Any

from pipeline.answers import Answer
from pipeline.errors import CancuError
from pipeline.store.rows import CONTEXT
from pipeline.web.snapshot import Desk

__all__ = [
    "ENDS",
    "around",
    "chosen",
    "cited",
    "citing",
    "copies",
    "header",
    "mentions",
    "obligations",
    "printed_as",
    "states",
    "text_of",
    "timeline",
    "work",
]

MANY = 500  # values of one query
WIDER = CONTEXT + 1  # of the words around a mention: one letter more tells where a word was cut
_WORK = "id, target_id, type, number, date, year, issuer, issuer_id, title, held_doc_id, cited_by, mentions"


def work(desk: Desk, target_id: str) -> dict[str, Any]:
    """The work of an id. Raises `CancuError("number-unknown")`."""
    found = desk.one(
        f"SELECT {_WORK} FROM w WHERE target_id = ? OR target_id = (SELECT work FROM joined WHERE alias = ?)",
        [target_id, target_id],
    )
    if not found:
        raise CancuError("number-unknown", "the store knows no work of this id", where=target_id)
    return found


def copies(desk: Desk, found: dict[str, Any]) -> list[dict[str, Any]]:
    """The documents held of a work, the one that stands for it first."""
    columns = "SELECT id, doc_id, target_id, name FROM d"
    rows = desk.rows(f"{columns} WHERE target_id = ? ORDER BY doc_id", [found["target_id"]])
    if not any(row["doc_id"] == found["held_doc_id"] for row in rows):
        rows += desk.rows(f"{columns} WHERE doc_id = ?", [found["held_doc_id"]])
    return sorted(rows, key=lambda row: row["doc_id"] != found["held_doc_id"])


def chosen(found: list[dict[str, Any]], doc_id: str) -> dict[str, Any] | None:
    """The copy asked for (by its doc_id or the beginning of one), else the first; None where none is held."""
    wanted = (copy for copy in found if doc_id and copy["doc_id"].startswith(doc_id))
    return next(wanted, found[0] if found else None)


def _kept(desk: Desk, table: str, copy: dict[str, Any]) -> list[dict[str, Any]]:
    """The rows of a table that belong to a document."""
    found = desk.select(f"SELECT rows FROM {table} WHERE doc = ?", [copy["id"]]).rows
    rows: list[dict[str, Any]] = json.loads(found[0][0]) if found else []
    return rows


def header(desk: Desk, copy: dict[str, Any]) -> dict[str, Any]:
    """The row of `documents`, with `addressees` and `recipients`."""
    row: dict[str, Any] = json.loads(desk.select("SELECT head FROM d WHERE id = ?", [copy["id"]]).rows[0][0])
    lines = _kept(desk, "r", copy)
    row["addressees"] = [line for line in lines if line["kind"] == "addressee"]
    row["recipients"] = [line for line in lines if line["kind"] == "recipient"]
    return row


def text_of(desk: Desk, copy: dict[str, Any]) -> str:
    """The source text all offsets refer to."""
    found = desk.select("SELECT text FROM t WHERE doc = ?", [copy["id"]]).rows
    return str(found[0][0]) if found else ""


ENDS = ("replaced", "repealed")  # states in which nothing should rest on a work any more


def states(desk: Desk, ids: set[int]) -> dict[int, list[dict[str, Any]]]:
    """What the archive says became of works, by their numbers: state (amended, replaced, repealed), `in_part`, and the
    work that did it; of many a few."""
    return {
        work: json.loads(rows)
        for some in _portions(ids)
        for work, rows in desk.select(f"SELECT work, rows FROM state WHERE work IN ({_holes(some)})", some).rows
    }


def _portions(values: set[Any]) -> Iterator[list[Any]]:
    wanted = sorted(values - {None})
    return (wanted[first : first + MANY] for first in range(0, len(wanted), MANY))


def _holes(values: list[Any]) -> str:
    return ", ".join("?" * len(values))


def around(text: str, start: int, end: int) -> str:
    """The words around `text[start:end]` on one line, the mention between ⟦ and ⟧.

    >>> around("Căn cứ Nghị định số 5 của Chính phủ", 7, 21)
    'Căn cứ ⟦Nghị định số 5⟧ của Chính phủ'
    """
    before, after = text[max(0, start - CONTEXT) : start], text[end : end + CONTEXT]
    if start > CONTEXT and " " in before:
        before = before.split(None, 1)[-1]
    if end + CONTEXT < len(text) and " " in after:
        after = after.rsplit(None, 1)[0]
    return " ".join(f"{before}⟦{text[start:end]}⟧{after}".split())


def mentions(desk: Desk, copy: dict[str, Any], text: str) -> list[dict[str, Any]]:
    """The document's mentions in order, each with what the store knows of the work meant (`work`)."""
    rows = _kept(desk, "c", copy)
    works = {row["id"]: row for row in _works(desk, "id", {row["work"] for row in rows})}
    told, own = states(desk, set(works)), copy["target_id"]
    for id_, work in works.items():
        work["ended"] = [one for one in told.get(id_, []) if one["state"] in ENDS and one["target_id"] != own]
    known = {
        row["target_id"] for row in _works(desk, "target_id", {x for row in rows for x in row["candidates"] or ()})
    }
    for row in rows:
        row["work"] = works.get(row["work"])
        row["candidates"] = [name for name in row["candidates"] or () if name in known]
        row["context"] = around(text, *row["spans"][0]) if row["spans"] else row["text"]
    return rows


def _works(desk: Desk, key: str, values: set[Any]) -> list[dict[str, Any]]:
    return [
        row
        for some in _portions(values)
        for row in desk.rows(f"SELECT {_WORK} FROM w WHERE {key} IN ({_holes(some)})", some)
    ]


def obligations(desk: Desk, copy: dict[str, Any]) -> list[dict[str, Any]]:
    """The document's obligations in order."""
    return _kept(desk, "o", copy)


_CITED = ("citation", "relation", "target_id", "type", "number", "date", "issuer", "title", "held", "page", "pinpoint",
          "words", "candidates", "ended_by")  # fmt: skip


def cited(rows: list[dict[str, Any]]) -> Answer:
    """A document's mentions as a table; `ended_by`: the works that replaced or repealed the one cited."""
    table = []
    for row in rows:
        of = row["work"] or row
        table.append((row["citation"], row["relation"], row["target_id"], row["type"], row["number"], of["date"],
                      of["issuer"], of["title"], bool(row["work"] and row["work"]["held_doc_id"]), row["page"],
                      row["pinpoint"], row["context"], row["candidates"],
                      [one["target_id"] for one in row["work"]["ended"]] if row["work"] else []))  # fmt: skip
    return Answer(_CITED, table, len(table))


_CITING = ("doc_id", "citation", "target_id", "relation", "type", "number", "date", "issuer", "subject", "page",
           "pinpoint", "words", "said_of", "said_relation")  # fmt: skip


def citing(desk: Desk, found: dict[str, Any], *, limit: int = 20, offset: int = 0) -> Answer:
    """Where a work is cited, the newest document first, with the words around.

    `said_of` and `said_relation`: the other mention that stands in a relation to the work, as the document says.
    """
    rows = desk.rows(
        f"""
        SELECT d.doc_id, m.citation, d.target_id, m.relation, d.type, d.number, d.date, d.issuer, d.subject, m.page,
               m.pinpoint, m.first, m.last, m.said_relation,
               substr(t.text, max(m.first - {WIDER}, 0) + 1, m.last - max(m.first - {WIDER}, 0) + {WIDER}) AS near,
               json_extract(c.rows, '$[' || m.said_of || '].text') AS said_of
        FROM (SELECT * FROM m WHERE target = ? ORDER BY place LIMIT ? OFFSET ?) m JOIN d ON m.doc = d.id
        LEFT JOIN t ON m.doc = t.doc LEFT JOIN c ON m.said_of IS NOT NULL AND m.doc = c.doc ORDER BY m.place
        """,
        [found["id"], limit, offset],
    )
    for row in rows:
        lead = min(row["first"] or 0, WIDER)
        row["words"] = around(row["near"] or "", lead, lead + (row["last"] or 0) - (row["first"] or 0))
    return Answer(_CITING, [tuple(row[name] for name in _CITING) for row in rows], found["mentions"])


_TIMES = ("date", "what", "relation", "target_id", "type", "number", "title", "mention")
_DATED = "SELECT count(*) FROM e JOIN w ON e.{there} = w.id WHERE e.{here} = ? AND w.date IS NOT NULL"
AROUND = 40  # works shown on either side of the document's own date


def timeline(desk: Desk, found: dict[str, Any], duties: list[dict[str, Any]]) -> Answer:
    """What lies before and after a work: what it rests on, itself, its deadlines, what cites it; by date."""
    near = [
        row
        for what, here, there, order in (("cites", "source", "target", "DESC"), ("cited_by", "target", "source", "ASC"))
        for row in desk.rows(
            f"""
            SELECT w.date, '{what}' AS what, e.relation, w.target_id, w.type, w.number, w.title, NULL AS mention
            FROM e JOIN w ON e.{there} = w.id WHERE e.{here} = ? AND w.date IS NOT NULL
            ORDER BY w.date {order} LIMIT {AROUND}
            """,
            [found["id"]],
        )
    ]
    if found["date"]:
        near.append({name: found.get(name) for name in _TIMES} | {"what": "itself"})
    near += [
        dict.fromkeys(_TIMES)
        | {"date": duty["due"], "what": "due", "title": duty["text"], "mention": duty["obligation"]}
        for duty in duties
        if duty["due"]
    ]
    order = {"cites": 0, "itself": 1, "due": 2, "cited_by": 3}
    near.sort(key=lambda row: (row["date"], order[row["what"]], row["target_id"] or ""))
    both = (("source", "target"), ("target", "source"))
    further = sum(
        max(0, desk.count(_DATED.format(here=here, there=there), [found["id"]]) - AROUND) for here, there in both
    )
    return Answer(_TIMES, [tuple(row[name] for name in _TIMES) for row in near], len(near) + further)


def suspected(desk: Desk, found: dict[str, Any]) -> list[dict[str, Any]]:
    """Works that may be the same one, printed with another number."""
    return desk.rows(
        """
        SELECT w.target_id, w.type, w.number, w.date, w.title FROM twin JOIN w ON twin.b = w.target_id
        WHERE twin.a = ? ORDER BY w.target_id
        """,
        [found["target_id"]],
    )


def printed_as(desk: Desk, found: dict[str, Any]) -> list[dict[str, Any]]:
    """The numbers with which a work is printed, where a person decided that several are one."""
    return desk.rows("SELECT alias, type, number, date FROM joined WHERE work = ? ORDER BY alias", [found["target_id"]])
