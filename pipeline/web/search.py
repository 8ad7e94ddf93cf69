"""Search over works: number in any spelling, words without diacritics, and filters."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from pipeline.answers import Answer
from pipeline.numbers import plain
from pipeline.query.lookup import understand
from pipeline.web.snapshot import Desk, Snapshot

__all__ = ["Filters", "choices", "search", "suggest"]

COLUMNS = "target_id, type, number, date, issuer, title, held_doc_id IS NOT NULL AS held, cited_by, mentions"


@dataclass(frozen=True, slots=True)
class Filters:
    """What narrows a search; empty fields narrow nothing. `relation`: works to which some document does that."""

    type: str = ""
    body: str = ""
    place: str = ""
    year: int | None = None
    held: bool | None = None
    relation: str = ""


def _narrow(filters: Filters) -> tuple[list[str], list[Any]]:
    tests, values = list[str](), list[Any]()
    for column, value in (("type", filters.type), ("province", filters.place), ("year", filters.year)):
        if value:
            tests.append(f"w.{column} = ?")
            values.append(value)
    if filters.body:
        tests.append("(w.issuer_id = ? OR instr(w.body, ?))")
        values += [filters.body, plain(filters.body)]
    if filters.held is not None:
        tests.append(f"w.held_doc_id IS {'NOT ' if filters.held else ''}NULL")
    if filters.relation:
        tests.append("instr(w.done, ?)")
        values.append(f" {filters.relation} ")
    return tests, values


_HAS = "w.id IN (SELECT rowid FROM words WHERE words MATCH ?)"


def _all_of(words: Sequence[str]) -> str:
    """All of these words, each perhaps only begun; they hold nothing but letters and digits."""
    return " ".join(f'"{word}"*' for word in words)


def _readings(typed: str) -> list[tuple[str, list[Any]]]:
    """The ways to understand what was typed, the closest first: as an id, as a number, as words."""
    ways: list[tuple[str, list[Any]]] = [("w.target_id = ?", [typed])]
    wanted = understand(typed)
    if wanted.key:
        tests, values = list[str](), list[Any]()
        if wanted.type:
            tests.append("(w.type = ? OR w.type IS NULL)")
            values.append(wanted.type)
        if wanted.year:
            tests.append("w.year = ?")
            values.append(wanted.year)
        if wanted.words:
            tests.append(_HAS)
            values.append(_all_of(wanted.words))
        key = wanted.key if "|" in wanted.key else wanted.key + "|"
        ways.append((" AND ".join(["w.number_key = ?", *tests]), [key, *values]))
        beginning = ["w.number_key >= ?", "w.number_key < ?", *tests]
        ways.append((" AND ".join(beginning), [key, key + "\U0010ffff", *values]))
    words = list(dict.fromkeys(re.findall(r"[a-z0-9]+", plain(typed))))
    if words:
        ways.append((_HAS, [_all_of(words)]))
    return ways


def search(desk: Desk, typed: str, filters: Filters, *, limit: int = 20, offset: int = 0) -> Answer:
    """Works that fit, held before missing, the most cited first.

    Of the ways to understand what was typed (an id, a number, the beginning of one, words) the first that finds
    anything answers.
    """
    tests, values = _narrow(filters)
    ways = _readings(typed.strip()) if typed.strip() else [("true", [])]
    answer = Answer((), [], 0)
    for way, more in ways:
        query = f"FROM w WHERE {' AND '.join([way, *tests])}"
        answer = desk.select(
            f"SELECT {COLUMNS} {query} ORDER BY w.id LIMIT ? OFFSET ?", [*more, *values, limit, offset]
        )
        if answer.rows:
            total = desk.count(f"SELECT count(*) {query}", [*more, *values])
            return replace(answer, total=total)
    return answer


def suggest(desk: Desk, typed: str, *, limit: int = 8) -> Answer:
    """What a person who has typed so much may mean."""
    if len(plain(typed).strip()) < 2:
        return replace(search(desk, "", Filters(), limit=1), rows=[], total=0)
    return search(desk, typed, Filters(), limit=limit)


def choices(snapshot: Snapshot) -> dict[str, list[tuple[Any, str, int]]]:
    """The values of each filter with their names and how many works have them."""

    def make() -> dict[str, list[tuple[Any, str, int]]]:
        with snapshot.desk(60) as desk:
            found = {
                "type": "SELECT type, type, count(*) AS n FROM w WHERE type <> '' GROUP BY 1 ORDER BY n DESC, 1",
                "year": "SELECT year, year, count(*) FROM w WHERE year > 0 GROUP BY 1 ORDER BY 1 DESC",
                "place": """
                    SELECT w.province, coalesce(min(p.place), w.province) AS place, count(*) FROM w
                    LEFT JOIN p ON w.province = p.province WHERE w.province <> '' GROUP BY 1 ORDER BY place
                """,
                "relation": """
                    SELECT relation, relation, count(DISTINCT target) AS n FROM e GROUP BY 1 ORDER BY n DESC, 1
                """,
                "body": """
                    SELECT issuer_id, min(issuer), count(*) AS n FROM w WHERE issuer_id <> '' AND issuer <> ''
                    GROUP BY 1 ORDER BY n DESC, 1 LIMIT 300
                """,
            }
            return {name: list(desk.select(query).rows) for name, query in found.items()}

    return snapshot.remembered("choices", make)
