"""The statements of `resolve`, in the order in which they run.

A mention is *stated* when its own words, read within its own document, name one work (`stated_id`). The others are
*blank*: something is missing, most often the issuer or the year. A blank is filled where exactly one known work
remains, looking near before far; each look has to bring evidence of its own, because a store is never the whole
world and a lone candidate there proves little:

  document  another mention in the same document has the same number and contradicts nothing
  place     a work of the sender's own body or place has the same number and year
  store     any work has the same number and the same full date; or the same number, issuer and title

Where a person decided that two ids are one work (`pipeline.store.review`), every step sees the one that stays.
After that the mentions filled by place and store speak for the bare ones in their own document. Nothing else is
iterated, so the result does not depend on any order.
"""

from pipeline.store.edges import EDGES

__all__ = [
    "ALIASES", "AS_DECIDED", "BLANKS", "BODIES", "CANDIDATES", "CHANGED", "COMPATIBLE", "DROPPED", "EDGES",
    "FACT_COLUMNS", "KNOWN", "MACROS", "NAMED", "NAMED_BODIES", "NOW", "STEPS", "TALLY", "WORK", "WORKS",
]  # fmt: skip

CANDIDATES = 10  # shown for a mention that stays blank; a number with more works says nothing
TITLE_LEAST = 0.9  # Jaro-Winkler similarity of folded titles that counts as the same

AS_DECIDED = """
SELECT r.* REPLACE (coalesce(j.target_id, r.stated_id) AS stated_id), r.stated_id AS printed_id
FROM ({}) r LEFT JOIN joined j ON r.stated_id = j.work
"""

# How often each name stands for a body: what `NAMED_BODIES` chooses from, and what added batches add to.
NAMED = """
CREATE TEMP TABLE named AS
SELECT issuer_id, issuer, count(*) AS n
FROM (
    SELECT issuer_id, issuer FROM documents
    UNION ALL SELECT issuer_id, issuer FROM citations
    UNION ALL SELECT issuer_id, NULL FROM recipients
)
WHERE issuer_id IS NOT NULL
GROUP BY ALL
"""

NAMED_BODIES = """
SELECT issuer_id, coalesce(list(issuer ORDER BY issuer) FILTER (issuer IS NOT NULL), []) AS names,
       max(struct_pack(n := n, name := issuer)) FILTER (issuer IS NOT NULL).name AS name
FROM named GROUP BY issuer_id ORDER BY issuer_id
"""

_SENDER = """
CREATE TEMP TABLE sender AS
SELECT d.doc_id, d.issuer_id, d.date, b.places
FROM documents d LEFT JOIN body b USING (issuer_id)
"""


def known_of(table: str, citations: str, documents: str) -> str:
    """Of each work what some of these mentions or documents say of it in full."""
    return f"""
CREATE TEMP TABLE {table} AS
SELECT DISTINCT stated_id AS work, type, number_key, date, left(date, 4) AS year, issuer_id, fold_title(title) AS title
FROM (
    SELECT stated_id, type, number_key, date, issuer_id, title FROM {citations}
    UNION ALL SELECT stated_id, type, number_key, date, issuer_id, subject FROM {documents}
) WHERE stated_id IS NOT NULL AND number_key IS NOT NULL
"""


KNOWN = known_of("known", "citations", "documents")

# A document whose own particulars do not suffice is a blank as well: citation -1.
_BLANK = """
CREATE TEMP TABLE blank AS
SELECT doc_id, citation, type, number_key, date, left(date, 4) AS year, issuer_id, fold_title(title) AS title,
       stated_candidates
FROM citations WHERE stated_id IS NULL AND (number_key IS NOT NULL OR len(stated_candidates) > 0)
UNION ALL
SELECT doc_id, -1, type, number_key, date, left(date, 4), issuer_id, fold_title(subject), []
FROM documents WHERE stated_id IS NULL AND number_key IS NOT NULL
"""

_FOLD_TITLE = """
CREATE TEMP MACRO fold_title(title) AS
    nullif(regexp_replace(lower(strip_accents(title)), '[^a-z0-9đ]+', '', 'g'), '')
"""
_ALIKE = f"""
CREATE TEMP MACRO alike(a, b) AS
    jaro_winkler_similarity(a, b) >= {TITLE_LEAST}
    OR (least(length(a), length(b)) >= 24 AND (starts_with(a, b) OR starts_with(b, a)))
"""

# b: a blank, k: what it may mean. Dates agree when one is the beginning of the other.
COMPATIBLE = """
    b.number_key = k.number_key
    AND (b.type IS NULL OR k.type IS NULL OR b.type = k.type)
    AND (b.issuer_id IS NULL OR k.issuer_id IS NULL OR b.issuer_id = k.issuer_id)
    AND (b.date IS NULL OR k.date IS NULL OR starts_with(b.date, k.date) OR starts_with(k.date, b.date))
"""

_NEAR = f"""
CREATE TEMP TABLE near AS
SELECT b.doc_id, b.citation, min(k.stated_id) AS work
FROM blank b JOIN citations k ON b.doc_id = k.doc_id AND {COMPATIBLE}
WHERE k.stated_id IS NOT NULL AND b.citation >= 0
GROUP BY ALL HAVING count(DISTINCT k.stated_id) = 1
UNION ALL
-- A law by its name alone is the one of its candidates that the document names in full elsewhere.
SELECT b.doc_id, b.citation, min(k.stated_id)
FROM (SELECT doc_id, citation, unnest(stated_candidates) AS candidate FROM blank WHERE number_key IS NULL) b
JOIN citations k ON b.doc_id = k.doc_id AND b.candidate = k.stated_id
GROUP BY ALL HAVING count(DISTINCT k.stated_id) = 1
"""

# Joined on number, year and one key, so that "1/QĐ-UBND" of every province never meets every other: the key is the
# sender's own body, its place, or a place around it. Tables of their own, lest the planner joins by number alone.
_HERE = """
CREATE TEMP TABLE blank_here AS
WITH here AS (
    SELECT doc_id, date AS sent, 'body ' || issuer_id AS spot FROM sender WHERE issuer_id IS NOT NULL
    UNION ALL SELECT doc_id, date, 'place ' || unnest(places) FROM sender
)
SELECT b.doc_id, b.citation, b.type, b.number_key, b.date, b.year, b.issuer_id, here.sent, here.spot
FROM blank b JOIN here USING (doc_id) WHERE b.number_key IS NOT NULL AND b.year IS NOT NULL
"""
_PLACE = f"""
CREATE TEMP TABLE placed AS
WITH spots AS (
    SELECT k.*, 'body ' || k.issuer_id AS spot FROM known k WHERE k.issuer_id IS NOT NULL
    UNION ALL
    SELECT k.*, 'place ' || body.place_id FROM known k JOIN body USING (issuer_id) WHERE body.place_id IS NOT NULL
)
SELECT b.doc_id, b.citation, min(k.work) AS work
FROM blank_here b JOIN spots k ON b.spot = k.spot AND b.year = k.year AND {COMPATIBLE}
WHERE b.citation < 0 OR sent IS NULL OR k.date <= sent OR starts_with(k.date, sent)
GROUP BY b.doc_id, b.citation HAVING count(DISTINCT k.work) = 1
"""

_STORE = f"""
CREATE TEMP TABLE stored AS
SELECT doc_id, citation, min(work) AS work
FROM (
    SELECT b.doc_id, b.citation, k.work
    FROM blank b JOIN known k ON b.date = k.date AND {COMPATIBLE}
    WHERE length(b.date) = 10
    UNION ALL
    SELECT b.doc_id, b.citation, k.work
    FROM blank b JOIN known k ON b.issuer_id = k.issuer_id AND {COMPATIBLE}
    JOIN sender s ON b.doc_id = s.doc_id
    WHERE b.title IS NOT NULL AND k.title IS NOT NULL AND (s.date IS NULL OR k.date <= s.date)
      AND alike(b.title, k.title)
) GROUP BY doc_id, citation HAVING count(DISTINCT work) = 1
"""

_FILLED = """
CREATE TEMP TABLE filled AS
SELECT doc_id, citation, coalesce(n.work, p.work, s.work) AS work,
       CASE WHEN n.work IS NOT NULL THEN 'document' WHEN p.work IS NOT NULL THEN 'place' ELSE 'store' END AS how
FROM (
    SELECT doc_id, citation FROM near
    UNION SELECT doc_id, citation FROM placed
    UNION SELECT doc_id, citation FROM stored
)
LEFT JOIN near n USING (doc_id, citation)
LEFT JOIN placed p USING (doc_id, citation)
LEFT JOIN stored s USING (doc_id, citation)
"""

_AGAIN = f"""
INSERT INTO filled
SELECT b.doc_id, b.citation, min(coalesce(k.stated_id, f.work)), 'document'
FROM blank b
JOIN citations k ON b.doc_id = k.doc_id AND b.citation <> k.citation AND {COMPATIBLE}
LEFT JOIN filled f ON k.doc_id = f.doc_id AND k.citation = f.citation
WHERE b.citation >= 0 AND coalesce(k.stated_id, f.work) IS NOT NULL
  AND NOT EXISTS (SELECT 1 FROM filled x WHERE x.doc_id = b.doc_id AND x.citation = b.citation)
GROUP BY b.doc_id, b.citation HAVING count(DISTINCT coalesce(k.stated_id, f.work)) = 1
"""

# What a mention that stays blank may mean: its own candidates and the works of its number, while they are few. Whose
# are few is told first: numbers that every body uses would meet every mention of them.
_OPEN = f"""
CREATE TEMP TABLE open_blank AS
WITH few AS (
    SELECT number_key FROM known GROUP BY number_key HAVING count(DISTINCT work) <= {CANDIDATES}
)
SELECT * FROM blank SEMI JOIN few USING (number_key) ANTI JOIN filled USING (doc_id, citation) WHERE citation >= 0
"""
_REMAINING = f"""
CREATE TEMP TABLE remaining AS
SELECT doc_id, citation, list(work) AS works
FROM (SELECT DISTINCT b.doc_id, b.citation, k.work FROM open_blank b JOIN known k ON {COMPATIBLE})
GROUP BY doc_id, citation
"""

_RESOLUTION = """
CREATE TEMP TABLE resolution AS
SELECT b.doc_id, b.citation, f.work AS target_id, f.how AS resolved_by,
       CASE WHEN f.work IS NULL THEN list_sort(list_distinct(list_concat(b.stated_candidates, coalesce(r.works, []))))
            ELSE [] END AS works
FROM blank b LEFT JOIN filled f USING (doc_id, citation) LEFT JOIN remaining r USING (doc_id, citation)
"""

_PATHS = """
CREATE TEMP TABLE first_path AS
SELECT doc_id, min(path) AS path FROM files GROUP BY doc_id
"""

# Every mention and document with the work it means: what works, edges and parts are made from.
_MEANT = """
CREATE TEMP TABLE meant AS
SELECT c.doc_id, c.citation, coalesce(c.stated_id, r.target_id) AS target_id, c.parent, c.relation, c.confidence,
       c.type, c.number, c.number_key, c.date, c.issuer, c.issuer_id, c.title, c.stated_id IS NOT NULL AS stated
FROM citations c LEFT JOIN resolution r USING (doc_id, citation)
"""

_HELD = """
CREATE TEMP TABLE held AS
SELECT d.doc_id, coalesce(d.stated_id, r.target_id, j.target_id, 'doc:' || left(d.doc_id, 16)) AS target_id,
       d.type, d.number, d.number_key, d.date, d.issuer, d.issuer_id, d.subject AS title
FROM documents d
LEFT JOIN resolution r ON d.doc_id = r.doc_id AND r.citation = -1
LEFT JOIN joined j ON j.work = 'doc:' || left(d.doc_id, 16)
"""

MACROS = (_FOLD_TITLE, _ALIKE)
STEPS = (
    _SENDER, _BLANK, _NEAR, _HERE, _PLACE, _STORE, _FILLED, _AGAIN, _OPEN, _REMAINING, _RESOLUTION, _PATHS, _MEANT,
    _HELD,
)  # fmt: skip

_CITATIONS_NOW = """
SELECT c.* REPLACE (
    c.printed_id AS stated_id,
    coalesce(c.stated_id, r.target_id) AS target_id,
    CASE WHEN c.stated_id IS NOT NULL THEN 'mention' ELSE r.resolved_by END AS resolved_by,
    coalesce(r.works, []) AS candidates
)
FROM citations c LEFT JOIN resolution r USING (doc_id, citation)
"""

_DOCUMENTS_NOW = """
SELECT d.* REPLACE (
    d.printed_id AS stated_id, h.target_id AS target_id, coalesce(p.path, d.path) AS path,
    CASE WHEN p.path <> d.path THEN regexp_extract(p.path, '[^/]+$') ELSE d.name END AS name
)
FROM documents d JOIN held h USING (doc_id) LEFT JOIN first_path p USING (doc_id)
"""

# A failure is over once its file is in the store; the same failure told twice stands once.
_FAILURES_NOW = """
SELECT f.* FROM failures f
WHERE f.partial OR NOT EXISTS (
    SELECT 1 FROM files JOIN documents USING (doc_id)
    WHERE files.path = f.path AND (f.doc_id IS NULL OR f.doc_id = files.doc_id)
)
QUALIFY row_number() OVER (PARTITION BY path, doc_id, stage, code, message ORDER BY filename, file_row_number) = 1
"""

_FILES_NOW = """
SELECT * FROM files
QUALIFY row_number() OVER (PARTITION BY path, doc_id ORDER BY filename DESC, file_row_number DESC) = 1
"""

# What each row of a table is now, by itself, and in which parts there is one that is not.
NOW: dict[str, str] = {"citations": _CITATIONS_NOW, "documents": _DOCUMENTS_NOW}
CHANGED: dict[str, str] = {
    "citations": f"""
SELECT c.filename, c.doc_id FROM citations c JOIN ({_CITATIONS_NOW}) n USING (doc_id, citation)
WHERE c.target_id IS DISTINCT FROM n.target_id OR c.resolved_by IS DISTINCT FROM n.resolved_by
   OR c.candidates IS DISTINCT FROM n.candidates
""",
    "documents": f"""
SELECT d.filename, d.doc_id FROM documents d JOIN ({_DOCUMENTS_NOW}) n USING (doc_id)
WHERE d.target_id IS DISTINCT FROM n.target_id OR d.path <> n.path
""",
}
# Rows that are to go.
DROPPED: dict[str, str] = {
    table: f"SELECT filename, file_row_number FROM {table} ANTI JOIN ({now}) USING (filename, file_row_number)"
    for table, now in (("failures", _FAILURES_NOW), ("files", _FILES_NOW))
}

# What mentions say of each work, and how often: what `works` is chosen from, and what added batches add to.
FACT_COLUMNS = ("type", "number", "date", "issuer", "issuer_id", "title", "number_key")
TALLY = (
    f"""
CREATE TEMP TABLE fact AS
SELECT target_id, {", ".join(FACT_COLUMNS)}, stated, count(*)::BIGINT AS n
FROM meant WHERE target_id IS NOT NULL GROUP BY ALL
""",
    """
CREATE TEMP TABLE cited AS
SELECT target_id, count(*)::BIGINT AS mentions, count(DISTINCT doc_id)::BIGINT AS cited_by
FROM meant WHERE target_id IS NOT NULL GROUP BY target_id
""",
    """
CREATE TEMP TABLE own AS
SELECT held.* FROM held SEMI JOIN (SELECT min(doc_id) AS doc_id FROM held GROUP BY target_id) USING (doc_id)
""",
)
# The mentions that say too little, with where they stand: what a new document may fill.
BLANKS = """
SELECT b.doc_id, b.citation, b.type, b.number_key, b.date, b.year, b.issuer_id, parse_filename(d.filename) AS part
FROM blank b JOIN documents d USING (doc_id) WHERE b.number_key IS NOT NULL
"""


def _most_frequent(column: str) -> str:
    """Relation (target_id, value): the value most mentions give; ties by the value itself. A full date comes first."""
    order = "struct_pack(l := length(value), n := n)" if column == "date" else "n"
    return f"""(
    SELECT target_id, max(struct_pack(o := {order}, v := value)).v AS value
    FROM (SELECT target_id, {column} AS value, sum(n) AS n FROM fact WHERE {column} IS NOT NULL GROUP BY ALL)
    GROUP BY target_id)"""


WORK = f"""
CREATE TEMP TABLE work AS
SELECT target_id, {", ".join(f"coalesce(own.{c}, of_{c}.value) AS {c}" for c in FACT_COLUMNS)},
       own.doc_id AS held_doc_id, coalesce(cited_by, 0) AS cited_by, coalesce(mentions, 0) AS mentions
FROM cited FULL JOIN own USING (target_id)
{" ".join(f"LEFT JOIN {_most_frequent(c)} of_{c} USING (target_id)" for c in FACT_COLUMNS)}
"""

WORKS = r"""
SELECT *, TRY_CAST(coalesce(left(date, 4), regexp_extract(number, '/((?:19|20)\d\d)\b', 1)) AS INTEGER) AS year
FROM work
"""

BODIES = "SELECT * EXCLUDE (places) FROM body"

ALIASES = """
WITH members AS (SELECT work AS alias, target_id FROM joined UNION SELECT target_id, target_id FROM joined)
SELECT alias, m.target_id, max(p.type) AS type, max(p.number) AS number, max(p.number_key) AS number_key,
       max(p.date) AS date, count(*) FILTER (p.mention) AS mentions
FROM members m
JOIN (
    SELECT printed_id, type, number, number_key, date, true AS mention FROM citations
    UNION ALL SELECT coalesce(printed_id, 'doc:' || left(doc_id, 16)), type, number, number_key, date, false
    FROM documents
) p ON p.printed_id = m.alias
GROUP BY ALL
"""
