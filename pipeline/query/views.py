"""Views and macros for those who ask in SQL: one list that makes them, documents them and is tested."""

from functools import cache
from pathlib import Path
from typing import NamedTuple

from pipeline.query.relations import CARRYING, rests_sql
from pipeline.store.layout import StoreLayout, quoted

__all__ = ["LATE", "OFFERED", "Offer", "page", "script", "statement"]


class Offer(NamedTuple):
    """Something an analyst may use in SQL: `name` with its arguments or columns, meaning, a query, the statement."""

    kind: str
    name: str
    parts: tuple[str, ...]
    meaning: str
    example: str
    sql: str


OFFERED: tuple[Offer, ...] = (
    Offer("macro", "fold", ("words",), "lower case without diacritics and the stroke of Đ",
          "SELECT fold('Quận Đống Đa')",
          "replace(lower(strip_accents(words)), 'đ', 'd')"),
    Offer("macro", "has_words", ("text", "words"), "whether the text has every one of the words, folded, in any order",
          "SELECT number, title FROM works WHERE has_words(title, 'van thu cong tac')",
          """len(list_filter(string_split(trim(regexp_replace(fold(words), '[^a-z0-9]+', ' ', 'g')), ' '),
              lambda word: word <> ''
                AND NOT contains(' ' || regexp_replace(fold(coalesce(text, '')), '[^a-z0-9]+', ' ', 'g') || ' ',
                                        ' ' || word || ' '))) = 0"""),
    Offer("macro", "number_key", ("number",), "a number as `number_key` has it: 08/KH-PGD&ĐT and 8-kh/pgddt are equal",
          "SELECT target_id FROM works WHERE number_key = number_key('30/2020/nđ-cp')",
          """CASE WHEN regexp_matches(number, '^\\s*[0-9]')
              THEN regexp_extract(number, '^\\s*0*([0-9]+)', 1) || '|'
                || regexp_replace(fold(regexp_replace(number, '^\\s*0*[0-9]+', '')), '[^0-9a-z]+', '', 'g')
              ELSE nullif(regexp_replace(fold(number), '[^0-9a-z]+', '', 'g'), '') END"""),
    Offer("macro", "called", ("type", "number", "title"), "how a document is called: type and number, else its title",
          "SELECT called(type, number, title) AS work, cited_by FROM works ORDER BY cited_by DESC, work LIMIT 3",
          "coalesce(type || ' ' || number, number, type || ': ' || left(title, 60), title)"),
    Offer("macro", "last_day_of", ("date",), "the last day that a date of any precision may mean, as a DATE",
          "SELECT last_day_of('2024-02'), last_day_of('2024')",
          """coalesce(TRY_CAST(date AS DATE), last_day(TRY_CAST(date || '-01' AS DATE)),
                      TRY_CAST(date || '-12-31' AS DATE))"""),
    Offer("view", "types", ("code", "name"), "codes of the kinds of document and their names",
          "SELECT name, count(*) AS works FROM works JOIN types ON type = code GROUP BY ALL ORDER BY 2 DESC, 1 LIMIT 3",
          ""),  # from the register, see `statement`
    Offer("view", "rests", ("work_id", "relation", "basis_id", "stated_by", "mentions", "confidence"),
          "who rests on whom: the edges whose relation carries, each turned so that `work_id` rests on `basis_id`",
          "SELECT relation, count(*) AS n FROM rests GROUP BY ALL ORDER BY n DESC, relation",
          rests_sql(CARRYING)),
    Offer("view", "links", ("source_id", "source", "relation", "target_id", "target", "date", "path", "mentions"),
          "every relation with both works as people call them, and the date and file of the document that states it",
          "SELECT source, relation, target FROM links WHERE relation = 'replaces' ORDER BY ALL",
          """SELECT e.source_id, called(s.type, s.number, s.title) AS source, e.relation, e.target_id,
              called(t.type, t.number, t.title) AS target, d.date, d.path, e.mentions
              FROM edges e JOIN works s ON e.source_id = s.target_id JOIN works t ON e.target_id = t.target_id
              LEFT JOIN documents d ON e.stated_by = d.doc_id"""),
    Offer("view", "mentions", ("document", "document_date", "page", "relation", "work", "work_date", "words",
                               "pinpoint", "doc_id", "citation", "target_id"),
          "every mention with the citing document and the work meant (null: unresolved) as people call them",
          "SELECT document, words FROM mentions WHERE relation = 'replies_to' ORDER BY ALL LIMIT 3",
          """SELECT called(d.type, d.number, d.subject) AS document, d.date AS document_date, c.page, c.relation,
              called(w.type, w.number, w.title) AS work, w.date AS work_date, c.context AS words, c.pinpoint,
              c.doc_id, c.citation, c.target_id
              FROM citations c JOIN documents d USING (doc_id) LEFT JOIN works w ON c.target_id = w.target_id"""),
    Offer("view", "duties", ("due", "last_day", "recurrence", "actor", "text", "document", "body", "date", "doc_id",
                             "obligation"),
          "obligations with the document that lays them down; `last_day` is `due` as a DATE",
          "SELECT last_day, actor, document FROM duties WHERE last_day < '2024-06-30' ORDER BY ALL LIMIT 3",
          """SELECT o.due, last_day_of(o.due) AS last_day, o.recurrence, o.actor, o.text,
              called(d.type, d.number, d.subject) AS document, d.issuer AS body, d.date, o.doc_id, o.obligation
              FROM obligations o JOIN documents d USING (doc_id)"""),
    Offer("view", "states", ("work_id", "state", "by_id", "in_part", "stated_by", "date"),
          "works that the archive says are amended, replaced or repealed: by which, whether only some articles are "
          "named (`in_part`), and in which document of what date that stands",
          "SELECT called(type, number, title) AS work, state FROM states JOIN works ON work_id = target_id ORDER BY 1",
          """SELECT CASE WHEN c.relation = 'amended_by' THEN coalesce(p.target_id, d.target_id) ELSE c.target_id END
              AS work_id, CASE c.relation WHEN 'replaces' THEN 'replaced' WHEN 'repeals' THEN 'repealed'
              ELSE 'amended' END AS state,
              CASE WHEN c.relation = 'amended_by' THEN c.target_id ELSE coalesce(p.target_id, d.target_id) END AS by_id,
              bool_and(c.pinpoint IS NOT NULL) AS in_part, min(c.doc_id) AS stated_by, min(d.date) AS date
              FROM citations c JOIN documents d USING (doc_id)
              LEFT JOIN citations p ON p.doc_id = c.doc_id AND p.citation = c.parent
              WHERE c.relation IN ('amends', 'amended_by', 'replaces', 'repeals') AND c.target_id IS NOT NULL
              AND (c.parent IS NULL OR p.target_id IS NOT NULL)
              GROUP BY ALL HAVING work_id <> by_id"""),
    Offer("view", "bodies_cited", ("citing_id", "citing", "cited_id", "cited", "relation", "documents", "mentions"),
          "which body cites which: the number of its documents and of their mentions",
          "SELECT citing, cited, sum(mentions) AS n FROM bodies_cited GROUP BY ALL ORDER BY n DESC, 1, 2 LIMIT 3",
          """SELECT d.issuer_id AS citing_id, a.name AS citing, w.issuer_id AS cited_id, b.name AS cited, c.relation,
              count(DISTINCT c.doc_id) AS documents, count(*) AS mentions
              FROM citations c JOIN documents d USING (doc_id) JOIN works w ON c.target_id = w.target_id
              JOIN bodies a ON d.issuer_id = a.issuer_id JOIN bodies b ON w.issuer_id = b.issuer_id GROUP BY ALL"""),
    Offer("view", "series", ("issuer_id", "issuer", "symbol", "year", "running", "target_id", "held"),
          "running numbers: works of one issuer, symbol and year, which are counted from 1 each year "
          "(Nghị định 30/2020/NĐ-CP, Phụ lục I)",
          "SELECT symbol, year, list(running ORDER BY running) AS n FROM series GROUP BY ALL ORDER BY ALL LIMIT 3",
          """SELECT w.issuer_id, b.name AS issuer,
              regexp_replace(w.number, '^\\s*[0-9]+\\s*[-/]\\s*([0-9]{4}\\s*[-/]\\s*)?', '') AS symbol,
              w.year, TRY_CAST(split_part(w.number_key, '|', 1) AS INTEGER) AS running, w.target_id,
              w.held_doc_id IS NOT NULL AS held
              FROM works w LEFT JOIN bodies b USING (issuer_id)
              WHERE w.issuer_id IS NOT NULL AND w.year IS NOT NULL AND contains(w.number_key, '|')
              AND TRY_CAST(split_part(w.number_key, '|', 1) AS INTEGER) IS NOT NULL"""),
    Offer("table macro", "works_like", ("words",), "works that have all the words in number, type, issuer or title",
          "SELECT target_id FROM works_like('nghi quyet 76 chinh phu')",
          """SELECT w.* FROM works w LEFT JOIN types t ON w.type = t.code
              WHERE has_words(concat_ws(' ', t.name, w.type, w.number, w.date, w.issuer, w.title), words)"""),
    Offer("table macro", "basis_of", ("work",), "everything the work of this id rests on, and in how many steps",
          "SELECT distance, count(*) AS works FROM basis_of('chinh-phu/NĐ/107-2021') GROUP BY ALL ORDER BY 1",
          """WITH RECURSIVE walk(id, distance) USING KEY (id) AS (
              SELECT work, 0 UNION
              SELECT r.basis_id, min(w.distance) + 1 FROM walk w JOIN rests r ON w.id = r.work_id
              WHERE r.basis_id NOT IN (SELECT id FROM recurring.walk) GROUP BY r.basis_id)
              SELECT id AS target_id, distance FROM walk WHERE distance > 0"""),
    Offer("table macro", "resting_on", ("work",), "everything that rests on the work of this id, and in how many steps",
          "SELECT distance, count(*) AS works FROM resting_on('chinh-phu/NĐ/30-2020') GROUP BY ALL ORDER BY 1",
          """WITH RECURSIVE walk(id, distance) USING KEY (id) AS (
              SELECT work, 0 UNION
              SELECT r.work_id, min(w.distance) + 1 FROM walk w JOIN rests r ON w.id = r.basis_id
              WHERE r.work_id NOT IN (SELECT id FROM recurring.walk) GROUP BY r.work_id)
              SELECT id AS target_id, distance FROM walk WHERE distance > 0"""),
)  # fmt: skip


LATE = ("types", "works_like")  # made when a query names them: reading the register takes longer than most questions


@cache
def _types() -> str:
    from corpora.reading import tree

    names = {row["code"]: row["words"][0] for row in reversed(tree("document_types.yaml")) if row["code"]}
    return ", ".join(f"('{code}', '{names[code]}')" for code in sorted(names))


def statement(offer: Offer) -> str:
    """The CREATE statement.

    >>> statement(OFFERED[0])
    "CREATE MACRO fold(words) AS replace(lower(strip_accents(words)), 'đ', 'd')"
    """
    if offer.name == "types":
        return f"CREATE VIEW IF NOT EXISTS types AS FROM (VALUES {_types()}) AS kinds(code, name)"
    late = "IF NOT EXISTS " if offer.name in LATE else ""
    if offer.kind == "view":
        return f"CREATE VIEW {offer.name} AS {offer.sql}"
    table = "TABLE " if offer.kind == "table macro" else ""
    return f"CREATE MACRO {late}{offer.name}({', '.join(offer.parts)}) AS {table}{offer.sql}"


def script(store: str | Path) -> str:
    """SQL that gives a plain DuckDB the tables of a store, with these views and macros. Raises `store-missing`."""
    layout = StoreLayout(store)
    layout.require()
    tables = [
        f"CREATE VIEW {name} AS SELECT * FROM read_parquet({parts}, union_by_name = true)"
        for name in layout.tables()
        for parts in [quoted(f"{layout.root.resolve()}/{name}/*.parquet")]
    ]
    return ";\n".join([*tables, *map(statement, OFFERED)]) + ";\n"


def page() -> str:
    """The generated part of docs/analysts.md."""
    lines: list[str] = []
    for kind, title in (("view", "Views"), ("macro", "Macros"), ("table macro", "Macros that give tables")):
        lines += [f"### {title}", ""]
        for offer in (offer for offer in OFFERED if offer.kind == kind):
            parts = ", ".join(offer.parts)
            head = f"`{offer.name}`" if kind == "view" else f"`{offer.name}({parts})`"
            lines += [f"**{head}**: {offer.meaning}.", ""]
            lines += [f"Columns: `{parts}`.", ""] if kind == "view" else []
            lines += ["```sql", offer.example, "```", ""]
    return "\n".join(lines).rstrip() + "\n"
