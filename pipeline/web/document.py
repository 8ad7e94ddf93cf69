"""One work: what it is, its text, what it cites, what cites it, its duties, its times."""

from dataclasses import replace
from typing import Any

from pipeline.answers import Answer
from pipeline.errors import CancuError
from pipeline.web.snapshot import Desk

__all__ = ["chosen", "cited", "citing", "copies", "header", "mentions", "obligations", "text_of", "timeline", "work"]

_WORK = "id, target_id, type, number, date, year, issuer, issuer_id, title, held_doc_id, cited_by, mentions"


def work(desk: Desk, target_id: str) -> dict[str, Any]:
    """The work of an id. Raises `CancuError("number-unknown")`."""
    found = desk.one(f"SELECT {_WORK} FROM w WHERE target_id = ?", [target_id])
    if not found:
        raise CancuError("number-unknown", "the store knows no work of this id", where=target_id)
    return found


def copies(desk: Desk, found: dict[str, Any]) -> list[dict[str, Any]]:
    """The documents held of a work, the one that stands for it first."""
    return desk.rows(
        "SELECT id, doc_id, part, name FROM d WHERE target_id = ? OR doc_id = ? ORDER BY doc_id <> ?, doc_id",
        [found["target_id"], found["held_doc_id"], found["held_doc_id"] or ""],
    )


def chosen(found: list[dict[str, Any]], doc_id: str) -> dict[str, Any] | None:
    """The copy asked for (by its doc_id or the beginning of one), else the first; None where none is held."""
    wanted = (copy for copy in found if doc_id and copy["doc_id"].startswith(doc_id))
    return next(wanted, found[0] if found else None)


def header(desk: Desk, copy: dict[str, Any]) -> dict[str, Any]:
    """The row of `documents`, with `addressees` and `recipients`."""
    row = desk.rows(f"SELECT * FROM {desk.parts('documents', [copy['part']])} WHERE doc_id = ?", [copy["doc_id"]])[0]
    lines = desk.rows(
        f"""
        SELECT kind, text, issuer_id FROM {desk.parts("recipients", [copy["part"]])}
        WHERE doc_id = ? ORDER BY kind, line
        """,
        [copy["doc_id"]],
    )
    row["addressees"] = [line for line in lines if line["kind"] == "addressee"]
    row["recipients"] = [line for line in lines if line["kind"] == "recipient"]
    return row


def text_of(desk: Desk, copy: dict[str, Any]) -> str:
    """The source text all offsets refer to."""
    pages = desk.select(
        f"SELECT text FROM {desk.parts('texts', [copy['part']])} WHERE doc_id = ? ORDER BY page", [copy["doc_id"]]
    )
    return "\f".join(page for (page,) in pages.rows)


def mentions(desk: Desk, copy: dict[str, Any]) -> list[dict[str, Any]]:
    """The document's mentions in order, each with what the store knows of the work meant."""
    rows = desk.rows(
        f"""
        SELECT citation, text, spans, page, type, number, date, issuer, title, pinpoint, relation, parent, target_id,
               confidence, candidates, repairs, context FROM {desk.parts("citations", [copy["part"]])}
        WHERE doc_id = ? ORDER BY citation
        """,
        [copy["doc_id"]],
    )
    wanted = sorted({name for row in rows for name in (row["target_id"], *(row["candidates"] or ())) if name})
    marks = ", ".join("?" * len(wanted))
    known = desk.rows(f"SELECT {_WORK} FROM w WHERE target_id IN ({marks})", wanted) if wanted else []
    works = {row["target_id"]: row for row in known}
    for row in rows:
        row["work"] = works.get(row["target_id"])
        row["candidates"] = [name for name in row["candidates"] or () if name in works]
    return rows


def obligations(desk: Desk, copy: dict[str, Any]) -> list[dict[str, Any]]:
    """The document's obligations in order."""
    return desk.rows(
        f"""
        SELECT obligation, path, label, text, span, page, actor, deadline, due, recurrence, target, citations,
               confidence
        FROM {desk.parts("obligations", [copy["part"]])} WHERE doc_id = ? ORDER BY obligation
        """,
        [copy["doc_id"]],
    )


_CITED = ("citation", "relation", "target_id", "type", "number", "date", "issuer", "title", "held", "page", "pinpoint",
          "words", "candidates")  # fmt: skip


def cited(rows: list[dict[str, Any]]) -> Answer:
    """A document's mentions as a table."""
    table = []
    for row in rows:
        of = row["work"] or row
        table.append((row["citation"], row["relation"], row["target_id"], row["type"], row["number"], of["date"],
                      of["issuer"], of["title"], bool(row["work"] and row["work"]["held_doc_id"]), row["page"],
                      row["pinpoint"], row["context"], row["candidates"]))  # fmt: skip
    return Answer(_CITED, table, len(table))


_CITING = ("doc_id", "citation", "target_id", "relation", "type", "number", "date", "issuer", "subject", "page",
           "pinpoint", "words", "said_of", "said_relation")  # fmt: skip
_AROUND = ("page", "pinpoint", "words", "said_of", "said_relation")


def citing(desk: Desk, found: dict[str, Any], *, limit: int = 20, offset: int = 0) -> Answer:
    """Where a work is cited, the newest document first, with the words around.

    `said_of` and `said_relation`: the other mention that stands in a relation to the work, as the document says.
    """
    rows = desk.rows(
        """
        SELECT d.doc_id, d.part, m.citation, d.target_id, m.relation, d.type, d.number, d.date, d.issuer, d.subject
        FROM m JOIN d ON m.doc = d.id WHERE m.target = ?
        ORDER BY d.date DESC NULLS LAST, d.doc_id, m.citation LIMIT ? OFFSET ?
        """,
        [found["id"], limit, offset],
    )
    if not rows:
        return Answer(_CITING, [], found["mentions"])
    words = {}
    docs = sorted({row["doc_id"] for row in rows})
    part = desk.parts("citations", [row["part"] for row in rows])
    for doc_id, citation, *rest in desk.select(
        f"""
        WITH near AS (SELECT * FROM {part} WHERE doc_id IN ({", ".join("?" * len(docs))}))
        SELECT c.doc_id, c.citation, c.page, c.pinpoint, c.context, p.text,
               CASE WHEN p.text IS NOT NULL THEN c.relation END
        FROM near c LEFT JOIN near p ON c.doc_id = p.doc_id AND c.parent = p.citation WHERE c.target_id = ?
        """,
        [*docs, found["target_id"]],
    ).rows:
        words[doc_id, citation] = dict(zip(_AROUND, rest, strict=True))
    nothing = dict.fromkeys(_AROUND)
    full = [row | words.get((row["doc_id"], row["citation"]), nothing) for row in rows]
    return Answer(_CITING, [tuple(row[name] for name in _CITING) for row in full], found["mentions"])


_TIMES = ("date", "what", "relation", "target_id", "type", "number", "title", "mention")
AROUND = 40  # works shown on either side of the document's own date


def timeline(desk: Desk, found: dict[str, Any], duties: list[dict[str, Any]]) -> Answer:
    """What lies before and after a work: what it rests on, itself, its deadlines, what cites it; by date."""
    near = desk.rows(
        f"""
        (SELECT w.date, 'cites' AS what, e.relation, w.target_id, w.type, w.number, w.title, NULL AS mention
         FROM e JOIN w ON e.target = w.id WHERE e.source = ? AND w.date IS NOT NULL ORDER BY w.date DESC LIMIT {AROUND})
        UNION ALL
        (SELECT w.date, 'cited_by', back.relation, w.target_id, w.type, w.number, w.title, NULL
         FROM back JOIN w ON back.source = w.id WHERE back.target = ? AND w.date IS NOT NULL
         ORDER BY w.date LIMIT {AROUND})
        """,
        [found["id"], found["id"]],
    )
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
    return replace(Answer(_TIMES, [tuple(row[name] for name in _TIMES) for row in near], len(near)))


def suspected(desk: Desk, found: dict[str, Any]) -> list[dict[str, Any]]:
    """Works that may be the same one, printed with another number."""
    return desk.rows(
        """
        SELECT target_id, type, number, date, title FROM w JOIN (
            SELECT work_b AS target_id FROM suspected WHERE work_a = ?
            UNION SELECT work_a FROM suspected WHERE work_b = ?
        ) USING (target_id) ORDER BY target_id
        """,
        [found["target_id"]] * 2,
    )
