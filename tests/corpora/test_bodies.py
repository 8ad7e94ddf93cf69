"""Every row of registers/bodies/*.csv: its schema and its examples; candidates by year; names with places."""

import re
from typing import Literal

import pytest
from pydantic import BaseModel, ConfigDict, Field

from corpora import bodies, document_types, places, spellings
from corpora.bodies import Body
from corpora.folding import fold
from corpora.reading import rows

DATE = r"\d{4}(-\d\d(-\d\d)?)?"
CODE = r"[^\s@|]+(@(\d{4})?\.\.(\d{4})?)?"
Level = Literal[
    "central", "province", "district", "commune", "unit",
    "party-central", "party-province", "party-commune", "party-unit",
]  # fmt: skip


class Row(BaseModel):
    """The schema of a row; a cell of several values separates them by " | "."""

    model_config = ConfigDict(extra="forbid", strict=True)

    id: str = Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$")
    name: str = Field(min_length=2)
    level: Level
    places: str = Field(pattern=r"^((province|district|commune)( \| (district|commune))*)?$")
    codes: str = Field(pattern=rf"^({CODE}( \| {CODE})*)?$")
    aliases: str
    heads: str
    parent: str
    from_: str = Field(alias="from", pattern=f"^({DATE})?$")
    until: str = Field(pattern=f"^({DATE})?$")
    successor: str
    with_place: str
    note: Literal["", "generic", "weak"]
    source: str = Field(min_length=1)
    examples: str


def test_rows_fit_the_schema() -> None:
    found = [Row.model_validate(row) for name in bodies.FILES for row in rows(f"bodies/{name}.csv")]
    ids = [row.id for row in found]
    assert len(set(ids)) == len(ids)
    assert {row.parent for row in found} - {""} <= set(ids)
    assert {row.successor for row in found} - {""} <= set(ids)


def test_what_ended_did_not_end_before_it_began() -> None:
    for body in bodies.bodies():
        assert body.valid_from is None or body.valid_to is None or body.valid_from <= body.valid_to, body.id


def test_a_strong_name_stands_for_one_body() -> None:
    owners: dict[str, set[str]] = {}
    for body in bodies.bodies():
        for name in {fold(body.name), *map(fold, body.aliases)}:
            owners.setdefault(name, set()).add(body.id)
    shared = {name: ids for name, ids in owners.items() if len(ids) > 1}
    assert shared == {"bo noi vu": {"bo-noi-vu", "bo-noi-vu-1998"}}


def _named_by(number: str) -> set[str]:
    clean, _ = spellings.apply(number)
    parts = re.split(r"[-/]", clean)
    year = int(parts[1]) if len(parts) > 2 and re.fullmatch(r"(19|20)\d\d", parts[1]) else None
    return {body.id for part in parts if not part.isdigit() for body in bodies.by_code(part, year)}


@pytest.mark.parametrize("body", bodies.bodies(), ids=lambda body: body.id)
def test_examples_name_their_body(body: Body) -> None:
    assert [number for number in body.examples if body.id not in _named_by(number)] == []


@pytest.mark.parametrize("body", bodies.bodies(), ids=lambda body: body.id)
def test_names_find_their_body(body: Body) -> None:
    for name in (body.name, *body.aliases, *body.weak_aliases):
        found = bodies.find_at("cua " + fold(name) + ", ve viec", 4)
        assert found is not None, name
        assert found[0] == 4 + len(name)
        assert found[1].name == body.name
        assert bodies.by_name(fold(name)) is found[1]


def test_no_type_symbol_is_a_body_code_but_the_known_ones() -> None:
    """In "KH-UBND" the first part is the type: a code equal to a symbol would be misread at the head of a công văn."""
    symbols = {symbol for kind in document_types.types() for symbol in kind.symbols}
    codes = {code.code for body in bodies.bodies() for code in body.codes}
    assert symbols & codes == {"CT", "TC"}  # Chỉ thị and Cục Thuế, Thông cáo and Bộ Tài chính before 2006


@pytest.mark.parametrize(
    ("code", "year", "ids"),
    [
        ("CP", 2020, ["chinh-phu"]),
        ("BNV", 1995, ["bo-noi-vu-1998"]),
        ("BNV", 2020, ["bo-noi-vu"]),
        ("BGTVT", 2024, ["bo-giao-thong-van-tai"]),
        ("BGTVT", 2026, []),
        ("BNNMT", 2025, ["bo-nong-nghiep-va-moi-truong"]),
        ("BNNMT", 2024, []),
        ("BGD-ĐT", 2010, ["bo-giao-duc-va-dao-tao"]),
        ("bgddt", None, ["bo-giao-duc-va-dao-tao"]),
        ("QH15", 2024, ["quoc-hoi"]),
        ("UBTVQH13", 2012, ["uy-ban-thuong-vu-quoc-hoi"]),
        ("HĐND.K7", None, ["hdnd"]),
        ("TU", None, ["cap-uy"]),
        ("TƯ", None, ["ban-chap-hanh-trung-uong-dang", "bo-chinh-tri", "ban-bi-thu"]),
        ("KSTTHC5", None, ["cuc-kiem-soat-thu-tuc-hanh-chinh"]),
        ("XYZ", None, []),
        ("", None, []),
    ],
)
def test_codes_by_year(code: str, year: int | None, ids: list[str]) -> None:
    assert [body.id for body in bodies.by_code(code, year)] == ids


@pytest.mark.parametrize(
    ("text", "ids"),
    [
        ("UBND tỉnh; HĐND tỉnh", ["ubnd", "hdnd"]),
        ("Sở GD và ĐT, Sở GD & ĐT, Sở GDĐT", ["so-giao-duc-va-dao-tao"] * 3),
        ("Bộ Lao động, Thương binh và Xã hội", ["bo-lao-dong-thuong-binh-va-xa-hoi"]),
        ("Bộ Giáo dục\nvà Đào tạo", ["bo-giao-duc-va-dao-tao"]),
        ("Thủ tướng Chính phủ", ["thu-tuong-chinh-phu"]),
        ("Ban Thường vụ Thành ủy", ["ban-thuong-vu-cap-uy"]),
        ("chế độ bảo hiểm xã hội, công tác công an", []),
        ("bo y texas", []),
    ],
)
def test_bodies_are_found_in_text(text: str, ids: list[str]) -> None:
    assert [body.id for _, _, body in bodies.find_bodies(fold(text))] == ids


@pytest.mark.parametrize(
    ("id", "place", "name", "identifier"),
    [
        ("ubnd", "thanh pho hai phong", "Ủy ban nhân dân thành phố Hải Phòng", "ubnd.hai-phong"),
        ("ubnd", "quan hai ba trung", "Ủy ban nhân dân quận Hai Bà Trưng", "ubnd.ha-noi.quan-hai-ba-trung"),
        ("hdnd", "tinh quang ngai", "Hội đồng nhân dân tỉnh Quảng Ngãi", "hdnd.quang-ngai"),
        ("cap-uy", "hai phong", "Thành ủy Hải Phòng", "cap-uy.hai-phong"),
        ("cap-uy", "quang ngai", "Tỉnh ủy Quảng Ngãi", "cap-uy.quang-ngai"),
        ("cap-uy", "huyen tan hong", "Huyện ủy Tân Hồng", "cap-uy.dong-thap.huyen-tan-hong"),
        ("ban-dan-van-cap-uy", "hai phong", "Ban Dân vận Thành ủy Hải Phòng", "ban-dan-van-cap-uy.hai-phong"),
        ("tinh-doan", "hai phong", "Thành Đoàn Hải Phòng", "tinh-doan.hai-phong"),
        ("chinh-phu", "hai phong", "Chính phủ", "chinh-phu"),
    ],
)
def test_a_body_at_a_place(id: str, place: str, name: str, identifier: str) -> None:
    body = bodies.by_id(id)
    assert body is not None
    where = places.by_name(place)[0]
    assert (bodies.full_name(body, where), bodies.body_id(body, where)) == (name, identifier)
