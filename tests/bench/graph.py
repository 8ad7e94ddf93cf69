"""Times of `impact`, `path` and `basis` on a store of a million edges, made up: python tests/bench/graph.py [DIR]

The store is written into DIR (kept and used again) or a temporary folder. Printed: the first call, which loads the
graph, and the next one, which finds it in memory; and the whole commands with their start.
"""

import subprocess
import sys
import tempfile
import time
from pathlib import Path

from pipeline.query import open_store
from pipeline.store.folder import StoreFolder

WORKS, EDGES = 200_000, 1_000_000
RELATIONS = ("legal_basis", "implements", "amends", "cites", "replies_to", "replaces")


def write(folder: Path) -> None:
    """A store of 200,000 works and a million edges, half of them to the most cited hundredth; newer rest on older."""
    import duckdb

    with StoreFolder(folder).writing():
        pass
    connection = duckdb.connect()
    connection.execute(f"CREATE TABLE id AS SELECT i, 'ubnd.tinh/QĐ/2024/' || i AS target_id FROM range({WORKS}) t(i)")
    connection.execute(
        f"""
        CREATE TABLE edge AS SELECT DISTINCT ON (a, relation, b) * FROM (
            SELECT i % {WORKS} AS a,
                   (hash(i, 1) % CASE WHEN i % 2 = 0 THEN {WORKS // 100} ELSE {WORKS} END)::BIGINT AS b,
                   CASE WHEN hash(i, 2) % 1000 = 0 THEN 'replaces'
                   ELSE list_extract({list(RELATIONS[:5])}, (hash(i, 3) % 5)::BIGINT + 1) END AS relation
            FROM range({EDGES * 2}) t(i)
        ) WHERE b < a LIMIT {EDGES}
        """
    )
    tables = {
        "works": """SELECT target_id, 'QĐ' AS type, i || '/QĐ-UBND' AS number, '2024-01-01' AS date,
            2024::INTEGER AS year, 'Ủy ban nhân dân' AS issuer, 'ubnd' AS issuer_id, 'về việc ' || i AS title,
            sha256(i::VARCHAR) AS held_doc_id,
            1::BIGINT AS cited_by, 1::BIGINT AS mentions, i || '|qdubnd' AS number_key FROM id""",
        "edges": """SELECT s.target_id AS source_id, relation, t.target_id AS target_id,
            sha256(a::VARCHAR) AS stated_by, 1::BIGINT AS mentions, 0.9::DOUBLE AS confidence
            FROM edge JOIN id s ON a = s.i JOIN id t ON b = t.i""",
    }
    for name, query in tables.items():
        for part in (folder / name).glob("*.parquet"):
            part.unlink()
        connection.execute(f"COPY ({query}) TO '{folder / name / 'part-000000.parquet'}'")


def main() -> None:
    """Write the store where there is none, ask, print."""
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else Path(tempfile.mkdtemp()) / "store"
    if not folder.exists():
        write(folder)
    old, new = "ubnd.tinh/QĐ/2024/0", f"ubnd.tinh/QĐ/2024/{WORKS - 1}"
    questions = {
        "impact": ([old], {"limit": 50}), "path": ([new, old], {}), "basis": ([new], {"depth": 3, "limit": 200}),
    }  # fmt: skip
    for question, (arguments, options) in questions.items():
        with open_store(folder) as store:
            times = []
            for _ in range(2):
                start = time.perf_counter()
                answer = store.ask(question, *arguments, **options)
                times.append(time.perf_counter() - start)
        command = [sys.executable, "-c", "from pipeline.cli import main; main()", question, *arguments]
        start = time.perf_counter()
        subprocess.run([*command, "--store", str(folder)], check=True, capture_output=True)
        whole = time.perf_counter() - start
        print(f"{question:8} first {times[0]:.2f} s, again {times[1]:.2f} s, command {whole:.2f} s; {answer.note}")


if __name__ == "__main__":
    main()
