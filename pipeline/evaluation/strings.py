"""One-line texts with what is to be found in them: `cancu evaluate FILE.jsonl`.

Two kinds of rows. Official citation strings of the Bộ Pháp điển (`text`, `number`, `date`, `issuer`): the leading
citation must match in each. Probes (`id`, `text`, `expect`, `nfd`): exactly these numbers must be found.
"""

import json
import re
import unicodedata
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from extractors import parse
from pipeline.errors import CancuError
from pipeline.evaluation.compare import key_of_number, same_text

__all__ = ["figures_of_strings", "read_rows", "well_formed"]

Row = dict[str, Any]
FIELDS = ("number", "date", "issuer")


def read_rows(path: str | Path) -> list[Row]:
    """The rows of a JSON Lines file. Raises `CancuError`: input-missing, gold-broken."""
    try:
        lines = Path(path).read_text(encoding="utf-8").splitlines()
        rows = [json.loads(line) for line in lines if line.strip()]
    except FileNotFoundError:
        raise CancuError("input-missing", "there is no such file", where=str(path)) from None
    except ValueError as error:
        raise CancuError("gold-broken", f"{type(error).__name__}: {error}", where=str(path)) from None
    if not rows or not all(isinstance(row, dict) and ("expect" in row or set(FIELDS) <= set(row)) for row in rows):
        raise CancuError("gold-broken", "its rows are neither probes nor official citations", where=str(path))
    return rows


def well_formed(row: Row) -> bool:
    """Whether the string itself holds what its annotation says.

    Of the official strings some are cut off before date and issuer, and some annotations took the date of a document
    named in the title, with all that follows for the issuer, or broke a number off at a blank.

    >>> row = {"text": "Luật số 1/2020/QH14 ngày 02/03/2020 của Quốc hội", "date": "2020-03-02"}
    >>> well_formed({**row, "number": "1/2020/QH14", "issuer": "Quốc hội"})
    True
    """
    year, month, day = row["date"].split("-")
    printed = re.search(rf"\b0?{int(day)}/0?{int(month)}/{year}", row["text"])
    issuer, number = row["issuer"], row["number"]
    whole = " ngày " not in issuer and issuer in row["text"] and "/" in number and not number.endswith("-")
    return printed is not None and whole


def figures_of_strings(rows: Iterable[Row]) -> tuple[dict[str, dict[str, Any]], list[str]]:
    """Shares of rows in which a field is right, for all rows and for the well-formed, and one line for each miss."""
    marks: dict[str, list[bool]] = {}
    errors: list[str] = []
    for row in rows:
        if "expect" in row:
            right = _numbers(row) == row["expect"]
            marks.setdefault("probes", []).append(right)
            if not right:
                errors.append(f"{row['id']}: expected {row['expect']}, found {_numbers(row)}")
            continue
        official = _official(row)
        kinds = ("official", "official, well-formed") if well_formed(row) else ("official",)
        for kind in kinds:
            for name, right in official.items():
                marks.setdefault(f"{kind}: {name}", []).append(right)
        if not all(official.values()):
            missed = ", ".join(name for name, right in official.items() if not right)
            errors.append(f"{row['number']}: wrong {missed}: {row['text'][:100]}")
    return {name: _share(found) for name, found in marks.items()}, errors


def _numbers(row: Row) -> list[str | None]:
    text = unicodedata.normalize("NFD", row["text"]) if row.get("nfd") else row["text"]
    return [citation.number for citation in parse(text).citations]


def _official(row: Row) -> dict[str, bool]:
    found = next((citation for citation in parse(row["text"]).citations if citation.number), None)
    if found is None:
        return dict.fromkeys(FIELDS, False)
    return {
        "number": key_of_number(found.number) == key_of_number(row["number"].replace("Ð", "Đ")),
        "date": found.date == row["date"],
        "issuer": same_text(row["issuer"], found.issuer),
    }


def _share(marks: list[bool]) -> dict[str, Any]:
    share = round(sum(marks) / len(marks), 4)
    return {"precision": share, "recall": share, "f1": share, "gold": len(marks), "predicted": sum(marks)}
