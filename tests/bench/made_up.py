"""A store of any size made up in SQL, for measuring: `python tests/bench/made_up.py DIR [DOCUMENTS [MENTIONS]]`.

Rows are those of the tables that `resolve` reads; bodies and places are the registers' own. The network is that of an
archive: four mentions in ten are of five thousand laws and decrees, few of them most of all; one is of a document of
another body, the others of the body's own recent ones. Of a hundred mentions ten give a year and no issuer, five a
full date and no issuer, five a bare number; one document in fifty is a draft without a date or an issuer.
"""

import sys
import time
from pathlib import Path
from typing import Any

import pyarrow as pa

from corpora import bodies, places
from pipeline.store.folder import StoreFolder
from pipeline.store.schema import schema

BATCH = 1000
LAWS = 5000
KINDS = ("QĐ", "KH", "CV", "TB", "BC", "TTr", "NQ")
WORDS = (
    "công tác", "cải cách hành chính", "thực hiện", "kế hoạch", "năm học", "ban hành", "quy chế", "làm việc",
    "giáo dục", "đào tạo", "tài chính", "y tế", "báo cáo", "kết quả", "triển khai", "nhiệm vụ", "đất đai", "môi trường",
)  # fmt: skip


def _issuers() -> pa.Table:
    """Every body that stands at each province, at each province: id and name."""
    rows: list[dict[str, Any]] = []
    for place in places.provinces():
        rows += [
            {"issuer_id": bodies.body_id(body, place), "issuer": bodies.full_name(body, place)}
            for body in bodies.bodies()
            if body.per_place and "province" in body.place_levels and not body.generic
        ]
    return pa.Table.from_pylist([{"b": index, **row} for index, row in enumerate(rows)])


def _title(*keys: str) -> str:
    """SQL: six of the words, by a hash of the keys."""
    word = "list_extract({words}, 1 + (hash({keys}, {n}) % {count})::INTEGER)"
    return " || ' ' || ".join(
        word.format(words=list(WORDS), keys=", ".join(keys), n=n, count=len(WORDS)) for n in range(6)
    )


def _plan(connection: Any, documents: int, mentions: int) -> None:
    """Tables `doc`, `law` and `citation`."""
    issuers = _issuers()  # noqa: F841  (DuckDB reads it by its name)
    connection.execute("CREATE TABLE issuer AS SELECT * FROM issuers")
    (count,) = connection.execute("SELECT count(*) FROM issuer").fetchone()
    connection.execute(
        f"""
        CREATE TABLE doc AS
        SELECT *, running || '/' || kind || '-UBND' AS number,
               running || '|' || lower(replace(strip_accents(kind), 'Đ', 'd')) || 'ubnd' AS number_key,
               issuer_id || '/' || kind || '/' || year || '/' || running AS target_id,
               row_number() OVER (PARTITION BY b ORDER BY i) AS nth
        FROM (
            SELECT *, row_number() OVER (PARTITION BY b, kind, year ORDER BY i) AS running
            FROM (
                SELECT i, sha256(i::VARCHAR) AS doc_id, (hash(i, 'body') % {count})::INTEGER AS b,
                       list_extract({list(KINDS)}, 1 + (hash(i, 'kind') % {len(KINDS)})::INTEGER) AS kind,
                       strftime(DATE '2000-01-01' + (i * 9000 // {documents})::INTEGER, '%Y-%m-%d') AS date,
                       left(strftime(DATE '2000-01-01' + (i * 9000 // {documents})::INTEGER, '%Y-%m-%d'), 4) AS year
                FROM range({documents}) t(i)
            ) JOIN issuer USING (b)
        )
        """
    )
    connection.execute(
        f"""
        CREATE TABLE law AS
        SELECT i AS l, (i + 1) || '/' || year || '/NĐ-CP' AS number, (i + 1) || '|' || year || 'ndcp' AS number_key,
               'chinh-phu/NĐ/' || (i + 1) || '-' || year AS target_id, {_title("i")} AS title
        FROM (SELECT i, 1990 + i % 35 AS year FROM range({LAWS}) t(i))
        """
    )
    connection.execute(
        f"""
        CREATE TABLE meant AS
        SELECT d.i, c AS citation, d.b, d.nth,
               (hash(d.i, c) % 100)::INTEGER AS luck,
               floor({LAWS} * pow((hash(d.i, c, 'law') % 100000) / 100000, 4))::BIGINT AS l,
               CASE WHEN hash(d.i, c) % 100 < 50 THEN ((d.b + 1 + hash(d.i, c, 'other') % 5) % {count})::INTEGER
                    ELSE d.b END AS of_body,
               greatest(1, d.nth - 1 - (hash(d.i, c, 'back') % 60)::BIGINT) AS of_nth
        FROM doc d, range({mentions}) t(c)
        """
    )


_CITATIONS = f"""
SELECT d.doc_id, m.citation::INTEGER AS citation, coalesce(law.number, o.number) AS text,
       [[100 * m.citation, 100 * m.citation + 20]] AS spans, NULL AS page,
       CASE WHEN law.l IS NOT NULL THEN 'NĐ' ELSE o.kind END AS type, coalesce(law.number, o.number) AS number,
       CASE WHEN law.l IS NOT NULL THEN NULL WHEN luck >= 95 THEN NULL WHEN luck >= 80 AND luck < 90 THEN o.year
            ELSE o.date END AS date,
       CASE WHEN law.l IS NOT NULL THEN 'Chính phủ' WHEN luck < 80 THEN o.issuer END AS issuer,
       CASE WHEN law.l IS NOT NULL THEN 'chinh-phu' WHEN luck < 80 THEN o.issuer_id END AS issuer_id,
       CASE WHEN hash(m.i, m.citation, 't') % 3 = 0 THEN coalesce(law.title, {_title("o.i")}) END AS title,
       NULL AS pinpoint, list_extract(['legal_basis', 'implements', 'cites', 'amends', 'replies_to'],
                                      1 + (hash(m.i, m.citation, 'r') % 5)::INTEGER) AS relation,
       NULL AS parent, 0.95 AS confidence, [] AS candidates, [] AS repairs,
       coalesce(law.number_key, o.number_key) AS number_key,
       CASE WHEN law.l IS NOT NULL THEN law.target_id WHEN luck < 80 THEN o.target_id END AS stated_id,
       [] AS stated_candidates, 'căn cứ ⟦' || coalesce(law.number, o.number) || '⟧ về việc' AS context,
       stated_id AS target_id, CASE WHEN stated_id IS NOT NULL THEN 'mention' END AS resolved_by
FROM meant m JOIN doc d USING (i) LEFT JOIN law ON m.luck < 40 AND m.l = law.l
LEFT JOIN doc o ON m.luck >= 40 AND m.of_body = o.b AND m.of_nth = o.nth
WHERE i >= ? AND i < ? AND (law.l IS NOT NULL OR o.i IS NOT NULL)
ORDER BY i, m.citation
"""

_DOCUMENTS = f"""
SELECT doc_id, coalesce(stated_id, 'doc:' || left(doc_id, 16)) AS target_id, path, 'text/plain' AS media_type,
       NULL AS pages, type, number, symbol, date, year, NULL AS place, issuer, issuer_id, subject,
       NULL AS signer_name, NULL AS signer_position, 'ok' AS status, NULL AS ocr_confidence, [] AS problems,
       2000 AS characters, name, number_key, stated_id, '1.0' AS schema_version
FROM (
    SELECT i, doc_id, i || '.txt' AS name, '/archive/' || i || '.txt' AS path, kind AS type, number,
           kind || '-UBND' AS symbol, date, year::INTEGER AS year, number_key, {_title("i")} AS subject,
           CASE WHEN hash(i, 'draft') % 50 > 0 THEN issuer END AS issuer,
           CASE WHEN hash(i, 'draft') % 50 > 0 THEN issuer_id END AS issuer_id,
           CASE WHEN hash(i, 'draft') % 50 > 0 THEN target_id END AS stated_id
    FROM doc WHERE i >= ? AND i < ?
) ORDER BY i
"""

_FILES = """
SELECT '/archive/' || i || '.txt' AS path, doc_id, 2000 AS bytes, i AS modified_ns FROM doc
WHERE i >= ? AND i < ? ORDER BY i
"""


def build(folder: Path, documents: int, mentions: int = 10) -> None:
    """Write the store, its links not yet made."""
    import duckdb

    store, connection = StoreFolder(folder), duckdb.connect()
    connection.execute("SET memory_limit = '6GB'")
    _plan(connection, documents, mentions)
    with store.writing():
        for first in range(0, documents, 20 * BATCH):
            last = min(first + 20 * BATCH, documents)
            tables = {
                name: connection.sql(query, params=[first, last]).to_arrow_table()
                for name, query in (("documents", _DOCUMENTS), ("citations", _CITATIONS), ("files", _FILES))
            }
            for begin in range(first, last, BATCH):
                store.commit_tables(_slices(tables, begin - first, min(BATCH, last - begin), tables["documents"]))


def _slices(tables: dict[str, pa.Table], begin: int, count: int, documents: pa.Table) -> dict[str, pa.Table]:
    """The rows of documents `begin` to `begin + count` of each table."""
    import pyarrow.compute as pc

    wanted = documents["doc_id"].slice(begin, count)
    return {
        name: _whole(name, rows.filter(pc.is_in(rows["doc_id"], value_set=wanted.combine_chunks())))
        for name, rows in tables.items()
    }


def _whole(name: str, rows: pa.Table) -> pa.Table:
    """The rows with the columns of the schema; what resolve does not read, and is not made up, is null."""
    for column in schema(name):
        if column.name not in rows.column_names:
            rows = rows.append_column(column, pa.nulls(len(rows), column.type))
    return rows.select(schema(name).names)


def main() -> None:
    """Write a store and say how long it took."""
    documents = int(sys.argv[2]) if len(sys.argv) > 2 else 100_000
    mentions = int(sys.argv[3]) if len(sys.argv) > 3 else 10
    begun = time.monotonic()
    build(Path(sys.argv[1]), documents, mentions)
    print(f"{documents:,} documents, {documents * mentions:,} mentions made in {time.monotonic() - begun:.0f} s")


if __name__ == "__main__":
    main()
