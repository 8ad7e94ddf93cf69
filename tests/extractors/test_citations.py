"""Citations case by case: the tables of tests/extractors/cases, every field of every citation."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import pytest
import yaml

from extractors import parse
from extractors.records import Citation

CASES = Path(__file__).parent / "cases"
FIELDS = {"date": "date", "by": "issuer", "title": "title", "does": "relation", "of": "parent", "at": "pinpoint"}
DEFAULTS = {"does": "cites"}


class Case(NamedTuple):
    """A text and what is cited in it."""

    text: str
    cites: list[dict[str, Any]]


def cases() -> Iterator[Any]:
    """Every row of every table, named by its table and number."""
    for path in sorted(CASES.glob("*.yaml")):
        for number, row in enumerate(yaml.safe_load(path.read_text(encoding="utf-8")), 1):
            yield pytest.param(Case(row["text"], [expected(cite) for cite in row["cites"]]), id=f"{path.stem}-{number}")


def expected(row: dict[str, Any]) -> dict[str, Any]:
    """A row of a table with all its fields: the first key is the type, its value the number."""
    type_, number = next(iter(row.items()))
    assert set(row) <= {type_, "mended", *FIELDS}
    plain = {name: row.get(name, DEFAULTS.get(name)) for name in FIELDS}
    date = plain["date"]
    dated = None if date is None else str(date)  # YAML reads a whole date as one
    return {"type": type_, "number": number, **plain, "date": dated, "mended": row.get("mended", [])}


def seen(citation: Citation) -> dict[str, Any]:
    """A citation in the form of a row."""
    fields = {name: getattr(citation, field) for name, field in FIELDS.items()}
    if citation.number is None:
        fields["by"] = None  # of a law by name the issuer may be Quốc hội or none
    return {
        "type": citation.type,
        "number": citation.number,
        **fields,
        "mended": [repair.rule for repair in citation.repairs],
    }


@pytest.mark.parametrize("case", list(cases()))
def test_case(case: Case) -> None:
    assert case.cites == [seen(citation) for citation in parse(case.text).citations]
