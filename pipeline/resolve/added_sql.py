"""The statements of `pipeline.resolve.added`: what few added documents change, found by number.

`past_…` is what was in the store before; `fresh_…` is what the added batches hold. A mention of the past is resolved
again where an added work bears its number and agrees with what it says (`AFFECTED`); everything else that its
resolution looks at stands in its own document. So the added documents and those with such a mention, the scope, go
through the very steps of `pipeline.resolve.sql`, beside all known works of their numbers.
"""

from pipeline.resolve import sql

__all__ = ["AFTER", "BEFORE", "KNOWN", "NAMED", "SCOPE", "SUSPECT", "WORK"]

_COLUMNS = ", ".join(sql.FACT_COLUMNS)

NAMED = """
CREATE TEMP TABLE named AS
SELECT issuer_id, issuer, sum(n)::BIGINT AS n
FROM (
    SELECT * FROM past_named
    UNION ALL SELECT issuer_id, issuer, 1 FROM fresh_documents
    UNION ALL SELECT issuer_id, issuer, 1 FROM fresh_citations
    UNION ALL SELECT issuer_id, NULL, 1 FROM fresh_recipients
)
WHERE issuer_id IS NOT NULL
GROUP BY ALL
"""

_FRESH_KNOWN = sql.known_of("fresh_known", "fresh_citations", "fresh_documents")
_WANTED = """
CREATE TEMP TABLE wanted AS
SELECT number_key FROM fresh_citations WHERE number_key IS NOT NULL
UNION SELECT number_key FROM fresh_documents WHERE number_key IS NOT NULL
"""


def _past_known(table: str, wanted: str) -> str:
    """All that the past knows of the works of wanted numbers."""
    return f"""
CREATE TEMP TABLE {table} AS
SELECT DISTINCT work, type, number_key, date, left(date, 4) AS year, issuer_id, fold_title(title) AS title
FROM (
    SELECT target_id AS work, type, number_key, date, issuer_id, title
    FROM past_facts SEMI JOIN {wanted} USING (number_key) WHERE stated
    UNION ALL
    SELECT stated_id, type, number_key, date, issuer_id, subject
    FROM past_documents SEMI JOIN {wanted} USING (number_key) WHERE stated_id IS NOT NULL
)
"""


_NEW_KNOWN = "CREATE TEMP TABLE new_known AS SELECT * FROM fresh_known EXCEPT SELECT * FROM past_known"
# Numbers by the works that bore them before and bear them now: candidates are shown while those are few.
_CROWDS = """
CREATE TEMP TABLE crowd AS
SELECT number_key, count(DISTINCT work) FILTER (past) AS before, count(DISTINCT work) AS now
FROM (SELECT number_key, work, true AS past FROM past_known UNION ALL SELECT number_key, work, false FROM fresh_known)
GROUP BY number_key
"""
_AFFECTED = f"""
CREATE TEMP TABLE affected AS
SELECT DISTINCT b.doc_id, b.part
FROM past_blanks b JOIN crowd USING (number_key) JOIN new_known k ON {sql.COMPATIBLE}
WHERE b.year = k.year OR b.issuer_id = k.issuer_id OR before <= {sql.CANDIDATES}
UNION
SELECT doc_id, part FROM past_blanks JOIN crowd USING (number_key)
WHERE before <= {sql.CANDIDATES} AND now > {sql.CANDIDATES}
"""
# Files and failures that the added ones may repeat or settle, and documents of the past found under another path.
_PATHS = """
CREATE TEMP TABLE touched_path AS SELECT path FROM fresh_files UNION SELECT path FROM fresh_failures
"""
_MOVED = """
CREATE TEMP TABLE moved AS
SELECT DISTINCT doc_id FROM (
    SELECT doc_id FROM fresh_files
    UNION ALL SELECT doc_id FROM past_files SEMI JOIN touched_path USING (path)
) ANTI JOIN fresh_documents USING (doc_id)
"""
_MOVED_AFFECTED = """
INSERT INTO affected
SELECT doc_id, parse_filename(filename) FROM past_documents SEMI JOIN moved USING (doc_id)
"""

# An affected document is resolved again as a whole: its other mentions need the works of their numbers, too.
_WANTED_ALSO = """
CREATE TEMP TABLE wanted_also AS
SELECT DISTINCT number_key FROM past_blanks SEMI JOIN affected USING (doc_id) ANTI JOIN wanted USING (number_key)
"""

KNOWN = (
    _FRESH_KNOWN, _WANTED, _past_known("past_known", "wanted"), _NEW_KNOWN, _CROWDS, _AFFECTED,
    _PATHS, _MOVED, _MOVED_AFFECTED, _WANTED_ALSO, _past_known("known_also", "wanted_also"),
    "CREATE TEMP TABLE known AS FROM past_known UNION FROM fresh_known UNION FROM known_also",
)  # fmt: skip

# `{documents}` and `{citations}`: views over the parts that hold affected documents.
SCOPE = (
    """
CREATE TEMP TABLE documents AS
SELECT * FROM fresh_documents UNION ALL SELECT * FROM ({documents}) SEMI JOIN affected USING (doc_id)
""",
    """
CREATE TEMP TABLE citations AS
SELECT * FROM fresh_citations UNION ALL SELECT * FROM ({citations}) SEMI JOIN affected USING (doc_id)
""",
    """
CREATE TEMP TABLE files AS
SELECT f.* FROM (SELECT * FROM past_files UNION ALL SELECT * FROM fresh_files) f
WHERE path IN (FROM touched_path) OR doc_id IN (SELECT doc_id FROM documents)
""",
    "CREATE TEMP VIEW failures AS SELECT * FROM past_failures UNION ALL SELECT * FROM fresh_failures",
)

# What the affected documents said until now; their rows carry what the last resolve gave them.
BEFORE = (
    """
CREATE TEMP TABLE was_meant AS
SELECT c.doc_id, c.target_id, c.type, c.number, c.number_key, c.date, c.issuer, c.issuer_id, c.title,
       c.stated_id IS NOT NULL AS stated
FROM citations c SEMI JOIN affected USING (doc_id)
""",
    "CREATE TEMP TABLE was_held AS SELECT doc_id, target_id FROM documents SEMI JOIN affected USING (doc_id)",
    f"""
CREATE TEMP TABLE changed AS
SELECT doc_id FROM fresh_documents
UNION SELECT doc_id FROM ({sql.CHANGED["citations"]})
UNION SELECT doc_id FROM ({sql.CHANGED["documents"]})
""",
)

AFTER = (
    f"""
CREATE TEMP TABLE fact_change AS
SELECT target_id, {_COLUMNS}, stated, sum(n)::BIGINT AS n
FROM (
    SELECT target_id, {_COLUMNS}, stated, 1 AS n FROM meant UNION ALL
    SELECT target_id, {_COLUMNS}, stated, -1 FROM was_meant
) WHERE target_id IS NOT NULL GROUP BY ALL HAVING sum(n) <> 0
""",
    """
CREATE TEMP TABLE cited_change AS
SELECT target_id, sum(mentions)::BIGINT AS mentions, sum(documents)::BIGINT AS cited_by
FROM (
    SELECT target_id, count(*) AS mentions, count(DISTINCT doc_id) AS documents FROM meant GROUP BY target_id
    UNION ALL SELECT target_id, -count(*), -count(DISTINCT doc_id) FROM was_meant GROUP BY target_id
) WHERE target_id IS NOT NULL GROUP BY target_id
""",
    """
CREATE TEMP TABLE touched AS
SELECT target_id FROM fact_change
UNION SELECT target_id FROM held SEMI JOIN changed USING (doc_id)
UNION SELECT target_id FROM was_held SEMI JOIN changed USING (doc_id)
""",
)

WORK = (
    f"""
CREATE TEMP TABLE fact AS
SELECT target_id, {_COLUMNS}, sum(n)::BIGINT AS n
FROM (
    SELECT target_id, {_COLUMNS}, n FROM past_facts SEMI JOIN touched USING (target_id)
    UNION ALL SELECT target_id, {_COLUMNS}, n FROM fact_change
) GROUP BY ALL HAVING sum(n) > 0
""",
    """
CREATE TEMP TABLE cited AS
SELECT target_id, coalesce(w.mentions, 0) + coalesce(c.mentions, 0) AS mentions,
       coalesce(w.cited_by, 0) + coalesce(c.cited_by, 0) AS cited_by
FROM touched LEFT JOIN past_works w USING (target_id) LEFT JOIN cited_change c USING (target_id)
WHERE coalesce(w.mentions, 0) + coalesce(c.mentions, 0) > 0
""",
    """
CREATE TEMP TABLE own AS
WITH holding AS (
    SELECT target_id, min(doc_id) AS doc_id
    FROM (
        SELECT target_id, doc_id FROM past_documents SEMI JOIN touched USING (target_id)
        WHERE doc_id NOT IN (SELECT doc_id FROM held)
        UNION ALL SELECT target_id, doc_id FROM held SEMI JOIN touched USING (target_id)
    ) GROUP BY target_id
)
SELECT * FROM held SEMI JOIN holding USING (doc_id)
UNION ALL
SELECT d.doc_id, d.target_id, d.type, d.number, d.number_key, d.date, d.issuer, d.issuer_id, d.subject
FROM past_documents d SEMI JOIN holding USING (doc_id) WHERE d.doc_id NOT IN (SELECT doc_id FROM held)
""",
    sql.WORK,
    f"""
CREATE TEMP TABLE works_now AS
SELECT * FROM past_works ANTI JOIN touched USING (target_id) UNION ALL BY NAME ({sql.WORKS})
""",
)

# Works of a type, issuer and day at which a touched work stands or stood: suspicions are among these.
SUSPECT = (
    """
CREATE TEMP TABLE day AS
SELECT DISTINCT type, issuer_id, date
FROM (SELECT * FROM past_works UNION ALL BY NAME SELECT * FROM work) SEMI JOIN touched USING (target_id)
""",
    """
CREATE TEMP TABLE judged AS
SELECT target_id FROM past_works SEMI JOIN day USING (type, issuer_id, date) UNION SELECT target_id FROM touched
""",
    "CREATE OR REPLACE TEMP TABLE work AS SELECT * FROM works_now SEMI JOIN day USING (type, issuer_id, date)",
)
