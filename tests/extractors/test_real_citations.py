"""Citations of ../shared/data: one-line probes, and the official strings of the Bộ Pháp điển."""

import json
import unicodedata
from pathlib import Path
from typing import Any

from extractors import parse
from extractors.records import Citation
from pipeline.evaluation.compare import key_of_number, same_text

OFFICIAL_FLOOR = 0.98  # of the rows whose annotation is sound; of all 1,000 it is two in a hundred less


def lines(path: Path) -> list[dict[str, Any]]:
    """The objects of a JSON Lines file."""
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def test_probes(shared: Path) -> None:
    missed = []
    for probe in lines(shared / "data" / "probes.jsonl"):
        text = unicodedata.normalize("NFD", probe["text"]) if probe.get("nfd") else probe["text"]
        found = [citation.number for citation in parse(text).citations]
        if found != probe["expect"]:
            missed.append((probe["id"], probe["expect"], found))
    assert [] == missed


def leading(text: str) -> Citation | None:
    """The first citation by number."""
    return next((citation for citation in parse(text).citations if citation.number), None)


def sound(row: dict[str, Any]) -> bool:
    """Whether the annotation is whole: some took the date and issuer of a document named in the title, and so the rest
    of the string for the issuer; some broke off a number at a blank.
    """
    return " ngày " not in row["issuer"] and not row["number"].endswith("-") and "/" in row["number"]


def test_official_strings(shared: Path) -> None:
    rows = [row for row in lines(shared / "data" / "citations_phapdien.jsonl") if sound(row)]
    wrong = []
    for row in rows:
        found = leading(row["text"])
        right = (
            found is not None
            and key_of_number(found.number) == key_of_number(row["number"].replace("Ð", "Đ"))
            and found.date == row["date"]
            and same_text(row["issuer"], found.issuer)
        )
        if not right:
            shown = (found.number, found.date, found.issuer) if found else None
            wrong.append(f"{row['text'][:90]} … expected {row['date']} {row['issuer']}, found {shown}")
    share = 1 - len(wrong) / len(rows)
    assert share >= OFFICIAL_FLOOR, f"{share:.4f}\n" + "\n".join(wrong)
