"""Every rule of registers/spellings.yaml: its schema and its example; what must not be touched."""

import re
from typing import Literal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import BaseModel, ConfigDict

from corpora import bodies, document_types, spellings
from corpora.reading import tree
from corpora.spellings import Spelling


class Row(BaseModel):
    """The schema of a rule."""

    model_config = ConfigDict(extra="forbid", strict=True)

    id: str
    scope: Literal["number", "head", "part"]
    pattern: str | None = None
    clean: str | None = None
    letters: dict[str, str] = {}
    example: str
    cleaned: str
    note: str


def test_rows_fit_the_schema() -> None:
    rows = [Row.model_validate(row) for row in tree("spellings.yaml")]
    assert len({row.id for row in rows}) == len(rows)
    for row in rows:
        if row.pattern is not None:
            re.compile(row.pattern)


@pytest.mark.parametrize("rule", spellings.spellings(), ids=lambda rule: rule.id)
def test_examples_come_out_clean(rule: Spelling) -> None:
    clean, repairs = spellings.apply(rule.example)
    assert clean == rule.cleaned
    assert rule.example == rule.cleaned or rule.id in [repair.rule for repair in repairs]


@pytest.mark.parametrize("rule", spellings.spellings(), ids=lambda rule: rule.id)
def test_a_clean_number_stays(rule: Spelling) -> None:
    assert spellings.apply(rule.cleaned) == (rule.cleaned, ())


KNOWN = [example for body in bodies.bodies() for example in body.examples]
KNOWN += [example for kind in document_types.types() for example in kind.examples]


@pytest.mark.parametrize("number", KNOWN)
def test_well_formed_numbers_are_left_alone(number: str) -> None:
    assert spellings.apply(number) == (number, ())


@pytest.mark.parametrize(
    "number",
    [
        "676-QĐ/UBND",  # the wrong order is kept as printed
        "2482/SNV-XDCQ-CTTN",  # units of a body are not mended
        "31/KH-ĐUCQGĐĐT",  # two Đ that belong there
        "39/KH-BCĐCĐS",
        "270B/NQ-HĐND",
        "522b/NQ-UBTVQH13",
        "64/2025/QH15",
        "15/UBND-TCD",
        "12/DA-UBND",
        "210/UBND-HC",
    ],
)
def test_what_looks_odd_but_is_right_stays(number: str) -> None:
    assert spellings.apply(number) == (number, ())


@pytest.mark.parametrize(
    ("printed", "clean"),
    [
        ("30/2020/ND-CP", "30/2020/NĐ-CP"),
        ("2344/QÐ-BGDDT", "2344/QĐ-BGDĐT"),
        ("1766/QĐÐ-BGDĐT", "1766/QĐ-BGDĐT"),
        (".734QĐÐ-UBND", "734/QĐ-UBND"),
        ("3047/KH-\nSGDDT", "3047/KH-SGDĐT"),
        ("12 /2021/ NQ-HDND", "12/2021/NQ-HĐND"),
        ("15/2020/QĐ-TTG", "15/2020/QĐ-TTg"),
        ("113/TTR-SGDĐT", "113/TTr-SGDĐT"),
        ("33/CT TTg", "33/CT-TTg"),
        ("17/NQ-HDND7", "17/NQ-HĐND7"),
        ("210/UBND - HC", "210/UBND-HC"),
        ("10/2013/TTLT-BGDDT-BTC-BNV", "10/2013/TTLT-BGDĐT-BTC-BNV"),
    ],
)
def test_several_slips_at_once(printed: str, clean: str) -> None:
    assert spellings.apply(printed)[0] == clean


def test_repairs_tell_what_stood_before_and_after_each_rule() -> None:
    _, repairs = spellings.apply("3O/2020/ND- CP")
    assert repairs[0].before == "3O/2020/ND- CP"
    assert [after.before for after in repairs[1:]] == [before.after for before in repairs[:-1]]
    assert repairs[-1].after == "30/2020/NĐ-CP"


@given(st.text(alphabet="0123456789/- QĐDÐKHUBNDTgr&.OlIS§\n–", max_size=40))
def test_mending_ends_and_is_stable(text: str) -> None:
    clean, _ = spellings.apply(text)
    assert spellings.apply(clean)[0] == spellings.apply(spellings.apply(clean)[0])[0]
