"""How well and how fast works printed with two numbers are suspected: `python tests/bench/suspects.py`.

Recall: official citations of ../shared (else invented ones), each printed once more with a number damaged as typing and
OCR do it and a title with a slip in it. Precision: pairs suspected that are not such a pair. Speed: as many works as
asked for, a thousand on each day from one body, which no all-pairs comparison gets through.
"""

import argparse
import json
import random
import sys
import time
from pathlib import Path

import duckdb
import pyarrow as pa

from pipeline.numbers import number_key
from pipeline.resolve import sql
from pipeline.resolve.suspects import suspected_rows

REPOSITORY = Path(__file__).resolve().parents[2]
DAMAGES = ("two digits swapped", "one digit misread", "two digits misread", "symbol misspelt")
COLUMNS = ("target_id", "type", "issuer_id", "date", "title", "number_key")


def official() -> list[tuple[str, str, str, str, str]]:
    """(type, number, date, issuer, title) of documents that are what they say."""
    path = REPOSITORY.parent / "shared" / "data" / "citations_phapdien.jsonl"
    if path.exists():
        rows = map(json.loads, path.read_text(encoding="utf-8").splitlines())
        found = {(r["type"], r["number"], r["date"], r["issuer"]): r["title"] for r in rows}
        return sorted((*key, title) for key, title in found.items())
    return [
        ("QĐ", f"{n}/QĐ-UBND", f"2024-01-{n % 28 + 1:02}", "u", f"phê duyệt việc thứ {n * 37} của tỉnh")
        for n in range(100, 900)
    ]


def damaged(number: str, how: str, chance: random.Random) -> str:
    """A number as it is printed wrongly."""
    digits = [index for index, c in enumerate(number) if c.isdigit() and "/" not in number[:index]]
    letters = list(number)
    if how == "symbol misspelt":
        places = [i for i, c in enumerate(number) if c.isalpha()] or [len(number) - 1]
        place = chance.choice(places[1:] or places)
        letters[place] = chance.choice("BDHMNPSTV".replace(letters[place].upper(), ""))
    elif how == "two digits swapped" and len(digits) > 1:
        a = chance.randrange(len(digits) - 1)
        letters[digits[a]], letters[digits[a + 1]] = letters[digits[a + 1]], letters[digits[a]]
    else:
        for place in chance.sample(digits, min(len(digits), 2 if how.startswith("two") else 1)):
            letters[place] = chance.choice("0123456789".replace(letters[place], ""))
    return "".join(letters)


def slip(title: str, chance: random.Random) -> str:
    """A title with one letter in forty lost."""
    return "".join(c for c in title if not (c.isalpha() and chance.random() < 1 / 40))


def suspected(works: list[tuple[str, ...]]) -> set[tuple[str, str]]:
    """What is suspected among works."""
    with duckdb.connect() as connection:
        rows = pa.table({name: pa.array([work[i] for work in works]) for i, name in enumerate(COLUMNS)})  # noqa: F841
        connection.execute("CREATE TABLE work AS SELECT * FROM rows")
        connection.execute("CREATE TABLE apart (work_a VARCHAR, work_b VARCHAR)")
        for step in sql.STEPS[:2]:
            connection.execute(step)
        return {(row["work_a"], row["work_b"]) for table in suspected_rows(connection) for row in table.to_pylist()}


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--works", type=int, default=100_000, help="works of the measure of speed (default 100,000)")
    arguments = options.parse_args()
    chance, documents = random.Random(7), official()
    for how in DAMAGES:
        works, pairs = [], set()
        for index, (kind, number, date, issuer, title) in enumerate(documents):
            misprint = damaged(number, how, chance)
            works.append((f"{index:05}a", kind, issuer, date, title, number_key(number)))
            if number_key(misprint) != number_key(number):
                works.append((f"{index:05}b", kind, issuer, date, slip(title, chance), number_key(misprint)))
                pairs.add((f"{index:05}a", f"{index:05}b"))
        found = suspected(works)
        right, wrong = len(found & pairs), len(found - pairs)
        print(f"{how:20} found {right / len(pairs):.3f} of {len(pairs)}; {wrong} of {len(found)} suspected are not")
    many = [
        (str(n), "QĐ", "u", f"{2000 + n // 365_000}-{n // 30_000 % 12 + 1:02}-{n // 1000 % 28 + 1:02}",
         f"việc {chance.randrange(10**9)} của ông {chance.randrange(10**6)}", f"{n % 1000 + 1}|qdubnd")
        for n in range(arguments.works)
    ]  # fmt: skip
    start = time.perf_counter()
    found = suspected(many)
    print(f"{arguments.works:,} works, a thousand a day: {time.perf_counter() - start:.1f} s, {len(found)} suspected")


if __name__ == "__main__":
    sys.exit(main())
