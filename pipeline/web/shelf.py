"""The file that pages are looked up in: a store's rows, laid out in SQLite for a handful at a time.

Parquet is made to be read through; a page wants twenty rows here and thirty there, by key, within milliseconds. DuckDB
reads the parts once, gives works and documents small numbers and a document's mentions as one JSON value; SQLite keeps
them. Words around a mention are cut from the text when they are shown.
"""

import sqlite3
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.query.connection import connect
from pipeline.store.layout import StoreLayout, listed

if TYPE_CHECKING:
    import duckdb

__all__ = ["fill"]

ROWS = 20_000  # carried over at a time
STATES = 6  # told of one work

# Small tables in DuckDB that the others join: bodies with their province, works and documents under numbers.
# Works are numbered in the order in which they are listed: held before missing, the most cited first.
_NUMBERED = (
    """
    CREATE TEMP TABLE b AS
    SELECT issuer_id, name, place, split_part(place_id, '.', 1) AS province, place_id FROM bodies
    """,
    """
    CREATE TEMP TABLE w AS
    SELECT (row_number() OVER (ORDER BY held_doc_id IS NULL, cited_by DESC, mentions DESC, target_id) - 1)::INTEGER
           AS id, target_id
    FROM works
    """,
    """
    CREATE TEMP TABLE d AS
    SELECT (row_number() OVER (ORDER BY doc_id) - 1)::INTEGER AS id, doc_id, date FROM documents
    """,
    # What stands in a relation to another mention (`parent`) the document itself merely cites.
    """
    CREATE TEMP TABLE m AS
    SELECT w.id AS target, d.id AS doc, d.date, c.citation, c.parent, c.relation, c.page, c.pinpoint,
           c.spans[1][1] AS first, c.spans[1][2] AS last
    FROM citations c JOIN d USING (doc_id) JOIN w USING (target_id)
    """,
)
# Each table of the shelf: its columns, and the query that fills it ({part}: once for each part of `documents`).
_TABLES: tuple[tuple[str, str, str], ...] = (
    ("b", "issuer_id TEXT PRIMARY KEY, name, province, folded",
     "SELECT issuer_id, name, province, fold(name) FROM b"),
    ("p", "province TEXT PRIMARY KEY, place",
     "SELECT province, any_value(place) FROM b WHERE place_id = province GROUP BY province"),
    ("w", """id INTEGER PRIMARY KEY, target_id TEXT, type, number, date, year INT, issuer, issuer_id, title,
             held_doc_id, cited_by INT, mentions INT, number_key, province, body, done""",
     """
     SELECT n.id, w.target_id, w.type, w.number, w.date, w.year, coalesce(w.issuer, b.name), w.issuer_id, w.title,
            w.held_doc_id, w.cited_by, w.mentions, w.number_key, b.province, fold(coalesce(w.issuer, b.name)),
            done.relations
     FROM works w JOIN w n USING (target_id) LEFT JOIN b USING (issuer_id)
     LEFT JOIN (SELECT target_id, ' ' || string_agg(DISTINCT relation, ' ') || ' ' AS relations FROM edges
                GROUP BY target_id) done USING (target_id)
     ORDER BY n.id
     """),
    ("words", "folded",
     """
     SELECT n.id, fold(concat_ws(' ', kinds.name, w.type, w.number, w.number_key, w.date, coalesce(w.issuer, b.name),
                                 w.title, (SELECT string_agg(concat_ws(' ', a.number, a.number_key), ' ' ORDER BY alias)
                                           FROM aliases a WHERE a.target_id = w.target_id)))
     FROM works w JOIN w n USING (target_id) LEFT JOIN b USING (issuer_id) LEFT JOIN kinds ON w.type = kinds.code
     ORDER BY n.id
     """),
    ("d", """id INTEGER PRIMARY KEY, doc_id TEXT, target_id TEXT, type, number, date, issuer, issuer_id, subject, name,
             head""",
     """
     SELECT n.id, d.doc_id, d.target_id, d.type, d.number, d.date, d.issuer, d.issuer_id, d.subject, d.name, to_json(d)
     FROM read_parquet({documents}) d JOIN d n USING (doc_id)
     """),
    ("t", "doc INTEGER PRIMARY KEY, text",
     """
     SELECT n.id, string_agg(t.text, chr(12) ORDER BY t.page) FROM read_parquet({texts}) t JOIN d n USING (doc_id)
     GROUP BY n.id
     """),
    ("c", "doc INTEGER PRIMARY KEY, rows",
     """
     SELECT n.id, to_json(list({{citation: c.citation, text: c.text, spans: c.spans, page: c.page, type: c.type,
            number: c.number, date: c.date, issuer: c.issuer, title: c.title, pinpoint: c.pinpoint,
            relation: c.relation, parent: c.parent, target_id: c.target_id, work: w.id, confidence: c.confidence,
            candidates: c.candidates, repairs: c.repairs}} ORDER BY c.citation))
     FROM read_parquet({citations}) c JOIN d n USING (doc_id) LEFT JOIN w USING (target_id) GROUP BY n.id
     """),
    ("o", "doc INTEGER PRIMARY KEY, rows",
     """
     SELECT n.id, to_json(list({{obligation: o.obligation, path: o.path, label: o.label, text: o.text, span: o.span,
            page: o.page, actor: o.actor, deadline: o.deadline, due: o.due, recurrence: o.recurrence, target: o.target,
            citations: o.citations, confidence: o.confidence}} ORDER BY o.obligation))
     FROM read_parquet({obligations}) o JOIN d n USING (doc_id) GROUP BY n.id
     """),
    ("r", "doc INTEGER PRIMARY KEY, rows",
     """
     SELECT n.id, to_json(list({{kind: r.kind, text: r.text, issuer_id: r.issuer_id}} ORDER BY r.kind, r.line))
     FROM read_parquet({recipients}) r JOIN d n USING (doc_id) GROUP BY n.id
     """),
    ("m", """target INT, place INT, doc INT, citation INT, relation, page INT, pinpoint, first INT, last INT,
             said_of INT, said_relation, PRIMARY KEY (target, place)""",
     """
     SELECT target, row_number() OVER (ORDER BY target, date DESC NULLS LAST, doc, citation), doc, citation,
            CASE WHEN parent IS NULL THEN relation ELSE 'cites' END, page, pinpoint, first, last,
            parent, CASE WHEN parent IS NOT NULL THEN relation END
     FROM m ORDER BY target, date DESC NULLS LAST, doc, citation
     """),
    ("due", "place INTEGER PRIMARY KEY, doc INT, obligation INT, due, recurrence, actor",
     """
     SELECT row_number() OVER (ORDER BY o.due NULLS LAST, d.date NULLS LAST, d.id, o.obligation), d.id, o.obligation,
            o.due, o.recurrence, fold(o.actor)
     FROM obligations o JOIN d USING (doc_id) ORDER BY 1
     """),
    ("e", "source INT, target INT, relation, mentions INT, PRIMARY KEY (source, target, relation)",
     """
     SELECT s.id, t.id, e.relation, sum(e.mentions)::INTEGER
     FROM edges e JOIN w s ON e.source_id = s.target_id JOIN w t ON e.target_id = t.target_id GROUP BY ALL
     ORDER BY s.id, t.id, e.relation
     """),
    ("joined", "alias TEXT PRIMARY KEY, work TEXT, type, number, date",
     "SELECT alias, target_id, type, number, date FROM aliases"),
    # What became of a work, what ends it before what amends it: of a law that thousands amend, a few.
    ("state", "work INTEGER PRIMARY KEY, rows",
     """
     SELECT id, to_json(list({{state: state, in_part: in_part, target_id: target_id, type: type, number: number,
            date: date, title: title}} ORDER BY place)) FROM (
         SELECT w.id, s.state, s.in_part, o.target_id, o.type, o.number, o.date, o.title,
                row_number() OVER (PARTITION BY w.id
                                   ORDER BY s.in_part, s.state = 'amended', o.date DESC, o.target_id) AS place
         FROM (SELECT DISTINCT work_id, state, by_id, in_part FROM states) s
         JOIN w ON s.work_id = w.target_id JOIN works o ON s.by_id = o.target_id QUALIFY place <= {states}
     ) GROUP BY id ORDER BY id
     """),
    ("twin", "a TEXT, b TEXT", "SELECT work_a, work_b FROM suspected UNION ALL SELECT work_b, work_a FROM suspected"),
)  # fmt: skip
_INDEXES = (
    "CREATE UNIQUE INDEX w_target ON w (target_id)",
    "CREATE INDEX w_number ON w (number_key)",
    "CREATE INDEX w_cited ON w (cited_by DESC, mentions DESC, id)",
    "CREATE INDEX w_missing ON w (cited_by DESC, mentions DESC, id) WHERE held_doc_id IS NULL",
    "CREATE INDEX w_body ON w (issuer_id)",
    "CREATE UNIQUE INDEX d_doc ON d (doc_id)",
    "CREATE INDEX d_target ON d (target_id)",
    "CREATE INDEX d_body ON d (issuer_id)",
    "CREATE INDEX d_date ON d (date DESC)",
    "CREATE INDEX m_doc ON m (doc)",
    "CREATE INDEX due_doc ON due (doc)",
    "CREATE INDEX due_due ON due (due)",
    "CREATE INDEX e_back ON e (target, source, relation, mentions)",
    "CREATE INDEX twin_a ON twin (a)",
    "CREATE INDEX joined_work ON joined (work)",
    "ANALYZE",
)
_BY_DOCUMENT = {"d", "t", "c", "o", "r"}
_FORMS = {
    "m": "CREATE TABLE m ({}) WITHOUT ROWID",
    "e": "CREATE TABLE e ({}) WITHOUT ROWID",
    "words": "CREATE VIRTUAL TABLE words USING fts5({}, content='', prefix='1 2 3', tokenize='ascii')",
}
PARTS = 20  # of the store that are read together: what is joined to them is laid out anew for each lot


def _kinds(connection: "duckdb.DuckDBPyConnection") -> None:
    from corpora.document_types import types

    names = {kind.code: kind.name for kind in reversed(types()) if kind.code}
    connection.execute("CREATE TEMP TABLE kinds (code VARCHAR, name VARCHAR)")
    connection.executemany("INSERT INTO kinds VALUES (?, ?)", [list(pair) for pair in names.items()])


def _carry(connection: "duckdb.DuckDBPyConnection", query: str, shelf: sqlite3.Connection, table: str) -> None:
    result = connection.execute(query)
    into = "words (rowid, folded)" if table == "words" else table
    values = ", ".join("?" * len(result.description or ()))
    while rows := result.fetchmany(ROWS):
        shelf.executemany(f"INSERT INTO {into} VALUES ({values})", rows)


def fill(layout: StoreLayout, file: Path) -> None:
    """Lay a store out in a new SQLite file. Raises `CancuError("store-missing")`."""
    connection = connect(layout, temp_directory="", preserve_insertion_order="true")
    shelf = sqlite3.connect(file)
    try:
        shelf.executescript("PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA cache_size = -65536;")
        _kinds(connection)
        for statement in _NUMBERED:
            connection.execute(statement)
        lots = {
            table: layout.parts(table) for table in ("documents", "texts", "citations", "obligations", "recipients")
        }
        batches = [
            {table: listed(part.resolve() for part in parts[first : first + PARTS]) for table, parts in lots.items()}
            for first in range(0, len(layout.committed()), PARTS)
        ]
        for table, columns, query in _TABLES:
            shelf.execute(_FORMS.get(table, f"CREATE TABLE {table} ({{}})").format(columns))
            for parts in batches if table in _BY_DOCUMENT else [{}]:
                _carry(connection, query.format(states=STATES, **parts), shelf, table)
        for statement in _INDEXES:
            shelf.execute(statement)
        shelf.commit()
    finally:
        shelf.close()
        connection.close()
