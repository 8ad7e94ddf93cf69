"""A store without what is less sure than a person wants: the same tables, from the rest of the mentions.

Mentions and obligations below the confidence go; a mention whose parent goes, goes too, since its relation would else
be said of the citing document; edges and counts of works are told anew from what remains, and a work that nothing else
speaks of is gone. Indexes stay: they are keys. The rules are those of `pipeline.extract.at_least`.
"""

from typing import TYPE_CHECKING

from pipeline.least import Least
from pipeline.store.edges import EDGES

if TYPE_CHECKING:
    import duckdb

__all__ = ["JUDGED", "leave_out", "left_out"]

# The tables that are told anew; connections keep those of the store in the schema `whole`.
JUDGED = ("citations", "obligations", "backrefs", "edges", "works")


_UNSURE = """
CREATE TEMP TABLE unsure AS
WITH RECURSIVE gone AS (
    SELECT doc_id, citation FROM whole.citations WHERE coalesce(confidence, 0) < {least} {numbers}
    UNION
    SELECT c.doc_id, c.citation FROM whole.citations c
    JOIN gone g ON c.parent IS NOT NULL AND c.doc_id = g.doc_id AND c.parent = g.citation
)
SELECT doc_id, citation FROM gone
"""
_DOUBTED = """
CREATE TEMP TABLE doubted AS SELECT doc_id, list(citation) AS citations FROM unsure GROUP BY doc_id
"""
_CITATIONS = "SELECT c.* FROM whole.citations c ANTI JOIN unsure USING (doc_id, citation)"
_OBLIGATIONS = """
SELECT o.* REPLACE (
    list_filter(o.citations, lambda one: NOT list_contains(coalesce(u.citations, []), one)) AS citations
)
FROM whole.obligations o LEFT JOIN doubted u USING (doc_id) WHERE {numbers_only} OR coalesce(o.confidence, 0) >= {least}
"""
_BACKREFS = """
SELECT b.* REPLACE (
    CASE WHEN list_has_any(b.citations, u.citations) THEN NULL ELSE b.target END AS target,
    CASE WHEN list_has_any(b.citations, u.citations) THEN [] ELSE b.citations END AS citations
)
FROM whole.backrefs b LEFT JOIN doubted u USING (doc_id)
"""
# Only documents that lost a mention have other edges than before.
_EDGES = """
SELECT source_id, relation, target_id, stated_by, mentions, confidence
FROM whole.edges e ANTI JOIN doubted u ON e.stated_by = u.doc_id
UNION ALL
(
    WITH meant AS (FROM citations SEMI JOIN doubted USING (doc_id)),
    held AS (FROM documents SEMI JOIN doubted USING (doc_id))
    {edges}
)
"""
_COUNTS = """
CREATE TEMP TABLE count_again AS
SELECT t.target_id, count(c.citation) AS mentions, count(DISTINCT c.doc_id) AS cited_by
FROM (
    SELECT DISTINCT target_id FROM whole.citations SEMI JOIN unsure USING (doc_id, citation) WHERE target_id IS NOT NULL
) t LEFT JOIN citations c USING (target_id)
GROUP BY t.target_id
"""
_WORKS = """
SELECT w.* REPLACE (coalesce(n.cited_by, w.cited_by) AS cited_by, coalesce(n.mentions, w.mentions) AS mentions)
FROM whole.works w LEFT JOIN count_again n USING (target_id)
WHERE w.held_doc_id IS NOT NULL OR coalesce(n.mentions, w.mentions) > 0
"""


def leave_out(connection: "duckdb.DuckDBPyConnection", least: Least) -> None:
    """Make the tables of `JUDGED` as views of those in the schema `whole`."""
    words = {
        "least": repr(float(least.confidence)),
        "numbers": "AND number IS NOT NULL" if least.numbers_only else "",
        "numbers_only": str(least.numbers_only).lower(),
    }
    connection.execute(_UNSURE.format(**words))
    connection.execute(_DOUBTED)
    connection.execute(f"CREATE VIEW citations AS {_CITATIONS}")
    connection.execute(f"CREATE VIEW obligations AS {_OBLIGATIONS.format(**words)}")
    connection.execute(f"CREATE VIEW backrefs AS {_BACKREFS}")
    connection.execute(f"CREATE VIEW edges AS {_EDGES.format(edges=EDGES)}")
    connection.execute(_COUNTS)
    connection.execute(f"CREATE VIEW works AS {_WORKS}")


def left_out(connection: "duckdb.DuckDBPyConnection", least: Least) -> str:
    """What `leave_out` left out, in words."""
    mentions, duties = (
        connection.execute(query).fetchall()[0][0]
        for query in (
            "SELECT count(*) FROM unsure",
            "SELECT count(*) FROM whole.obligations ANTI JOIN obligations USING (doc_id, obligation)",
        )
    )
    return f"less sure than {least.confidence:g} and left out: {mentions} mentions, {duties} obligations"
