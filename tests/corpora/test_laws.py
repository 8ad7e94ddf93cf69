"""The register of laws: schema, versions by name, names in text."""

import re

import pytest

from corpora import laws
from corpora.folding import fold
from corpora.laws import Law

KINDS = {"HP": "Hiến pháp", "BL": "Bộ luật", "L": "Luật", "PL": "Pháp lệnh"}


def test_rows_fit_the_schema() -> None:
    numbers = [law.number for law in laws.laws() if law.number]
    assert len(set(numbers)) == len(numbers)
    for law in laws.laws():
        assert law.name.startswith(KINDS[law.kind]), law
        assert law.year is None or 1945 < law.year < 2030
        assert law.year is not None or (law.number is None and law.date is None), law
        assert law.date is None or (re.fullmatch(r"\d{4}-\d\d-\d\d", law.date) and int(law.date[:4]) == law.year), law
        in_number = re.search(r"/(\d{4})/", law.number or "")
        assert in_number is None or int(in_number.group(1)) == law.year, law


@pytest.mark.parametrize("law", laws.laws(), ids=lambda law: f"{law.name[:40]} {law.year}")
def test_a_name_finds_its_law(law: Law) -> None:
    for name in (law.name, *law.aliases):
        assert law in laws.by_name(fold(name))
        found = laws.find_names(f"theo {fold(name)}.")
        assert [(start, end) for start, end, _ in found] == [(5, 5 + len(name))]


def test_versions_stand_in_order_of_years() -> None:
    assert [law.number for law in laws.by_name("luat dat dai")] == [
        "24-L/CTN", "13/2003/QH11", "45/2013/QH13", "31/2024/QH15",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Bộ luật Lao\nđộng", ["Bộ luật Lao động"]),
        ("Luật Thi đua khen thưởng", ["Luật Thi đua, khen thưởng"]),
        ("Luật Giáo dục đại học", ["Luật Giáo dục đại học"]),
        ("Luật Đất đaii", []),
        ("Luật sư", []),
    ],
)
def test_laws_are_found_in_text(text: str, names: list[str]) -> None:
    assert [law.name for _, _, law in laws.find_names(fold(text))] == names
