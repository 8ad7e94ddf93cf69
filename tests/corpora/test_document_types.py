"""Every row of registers/document_types.yaml: its schema and its examples."""

import re
from typing import Literal

import pytest
from pydantic import BaseModel, ConfigDict

from corpora import document_types
from corpora.folding import fold
from corpora.reading import tree

# the codes of `type` in the contract (gold/GUIDELINES.md)
CODES = {
    *(
        "NQ",
        "QĐ",
        "CT",
        "QC",
        "QyĐ",
        "TC",
        "TB",
        "HD",
        "CTr",
        "KH",
        "PA",
        "ĐA",
        "DA",
        "BC",
        "BB",
        "TTr",
        "HĐ",
        "CV",
        "CĐ",
    ),
    *("BGN", "BTT", "GUQ", "GM", "GGT", "GNP", "PG", "PC", "PB"),
    *("HP", "BL", "L", "PL", "LỆNH", "NĐ", "TT", "TTLT", "NQLT", "SL", "VBHN"),
    *("KL", "QĐi", "ĐL", "QH"),
}


class Row(BaseModel):
    """The schema of a row."""

    model_config = ConfigDict(extra="forbid", strict=True)

    id: str
    code: str | None
    systems: list[Literal["state", "normative", "party", "joint"]]
    symbols: list[str]
    words: list[str]
    source: str
    valid_from: str | None = None
    valid_to: str | None = None
    examples: list[str]


def test_rows_fit_the_schema() -> None:
    rows = [Row.model_validate(row) for row in tree("document_types.yaml")]
    assert {row.code for row in rows} - {None} <= CODES
    assert len({row.id for row in rows}) == len(rows)
    assert all(row.systems and row.words and row.source for row in rows)


def test_the_29_kinds_of_decree_30_are_there() -> None:
    decree = [kind for kind in document_types.types() if "30/2020/NĐ-CP" in kind.source]
    assert len(decree) == 29


@pytest.mark.parametrize("kind", document_types.types(), ids=lambda kind: kind.id)
def test_examples_name_their_kind(kind: document_types.DocumentType) -> None:
    for example in kind.examples:
        parts = [part for part in re.split(r"[-/]", example) if not part.isdigit()]
        named = [document_types.by_symbol(part) for part in parts]
        assert kind.code in [found.code for found in named if found is not None], example


@pytest.mark.parametrize("kind", document_types.types(), ids=lambda kind: kind.id)
def test_words_name_their_kind(kind: document_types.DocumentType) -> None:
    for word in kind.words:
        found = document_types.by_word(fold(word), kind.systems[0])
        assert found is not None
        assert found.code == kind.code


def test_one_symbol_names_one_code() -> None:
    codes: dict[str, set[str | None]] = {}
    for kind in document_types.types():
        for symbol in kind.symbols:
            codes.setdefault(symbol, set()).add(kind.code)
    assert {symbol: found for symbol, found in codes.items() if len(found) > 1} == {}


@pytest.mark.parametrize(
    ("printed", "code"),
    [
        ("QD", "QĐ"),
        ("ND", "NĐ"),
        ("TTR", "TTr"),
        ("CTR", "CTr"),
        ("DA", "DA"),
        ("ĐA", "ĐA"),
        ("HD", "HD"),
        ("tt", "TT"),
    ],
)
def test_symbols_are_read_without_case_and_marks(printed: str, code: str) -> None:
    found = document_types.by_symbol(printed)
    assert found is not None
    assert found.code == code


@pytest.mark.parametrize("part", ["UBND", "SGDĐT", "2020", "", "KSTTHC"])
def test_other_parts_name_no_kind(part: str) -> None:
    assert document_types.by_symbol(part) is None


def test_longer_words_come_first() -> None:
    words = list(document_types.words())
    assert words == sorted(words, key=lambda word: (-len(word), word))


@pytest.mark.parametrize("row", tree("misread_words.yaml"), ids=lambda row: row["id"])
def test_misread_words_name_the_kind_of_the_clean_word(row: dict[str, str]) -> None:
    clean = document_types.by_word(row["clean"])
    assert clean is not None
    assert {document_types.by_word(word) for word in row["misread"]} == {clean}
    assert all(fold(word) == word for word in row["misread"])
