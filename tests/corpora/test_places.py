"""The registers of places: schema, dates, mergers of 1 July 2025, names with and without kinds."""

import re

import pytest

from corpora import places
from corpora.places import Place

KINDS = {
    "province": {"tỉnh", "thành phố", "đặc khu"},
    "district": {"quận", "huyện", "thị xã", "thành phố"},
    "commune": {"phường", "xã", "thị trấn", "đặc khu"},
}
DATE = re.compile(r"\d{4}(-\d\d-\d\d)?")


@pytest.fixture(scope="module")
def everywhere() -> tuple[Place, ...]:
    return (*places.provinces(), *places.districts(), *places.communes())


def test_rows_fit_the_schema(everywhere: tuple[Place, ...]) -> None:
    ids = {place.id for place in everywhere}
    assert len(ids) == len(everywhere)
    for place in everywhere:
        assert re.fullmatch(r"[a-z0-9-]+(\.[a-z0-9-]+)*", place.id), place
        assert place.name == place.name.strip() != ""
        assert place.kind in KINDS[place.level], place
        assert (place.parent_id is None) == (place.level == "province"), place
        assert place.parent_id is None or place.parent_id in ids, place
        assert {*place.merged_into} <= ids, place
        assert all(DATE.fullmatch(day) for day in (place.valid_from, place.valid_to) if day), place


def test_63_provinces_became_34() -> None:
    before = [place for place in places.provinces() if place.valid_to in (None, "2025-06-30")]
    today = [place for place in places.provinces() if place.valid_to is None]
    assert (len(before), len(today)) == (63, 34)
    assert sum(place.kind == "thành phố" for place in today) == 6


def test_a_merged_province_names_one_that_stands() -> None:
    standing = {place.id for place in places.provinces() if place.valid_to is None}
    for place in places.provinces():
        if place.valid_to == "2025-06-30":
            assert len(place.merged_into) == 1, place
            assert {*place.merged_into} <= standing, place


def test_districts_ended_on_30_june_2025() -> None:
    assert {place.valid_to for place in places.districts() if place.valid_to > "2025"} == {"2025-06-30"}
    assert sum(place.valid_to == "2025-06-30" for place in places.districts()) == 696


def test_communes_before_and_since_the_reform() -> None:
    today = [place for place in places.communes() if place.valid_to is None]
    assert (len(today), len(places.communes()) - len(today)) == (3321, 10035)
    assert all(place.valid_from == "2025-07-01" for place in today)
    assert {place.merged_into == () for place in today} == {True}


@pytest.mark.parametrize(
    ("name", "ids"),
    [
        ("hai phong", ["hai-phong"]),
        ("thanh pho hai phong", ["hai-phong"]),
        ("tp. hai phong", ["hai-phong"]),
        ("tp.hcm", ["ho-chi-minh"]),
        ("tp ho chi minh", ["ho-chi-minh"]),
        ("thua thien - hue", ["thua-thien-hue"]),
        ("ba ria-vung tau", ["ba-ria-vung-tau"]),
        ("dac lac", ["dak-lak"]),
        ("daklak", ["dak-lak"]),
        ("quan hai ba trung", ["ha-noi.quan-hai-ba-trung"]),
        ("quan 1", ["ho-chi-minh.quan-1"]),
        ("huyen chau thanh", None),
        ("nowhere", []),
    ],
)
def test_places_by_name(name: str, ids: list[str] | None) -> None:
    found = [place.id for place in places.by_name(name)]
    if ids is None:
        assert len(found) > 5  # one name, many districts: candidates
    else:
        assert found == ids


def test_places_by_name_and_year() -> None:
    assert [place.id for place in places.by_name("ha tay", year=2005)] == ["ha-tay"]
    assert places.by_name("ha tay", year=2020) == ()
    assert places.by_name("hai duong", "province", 2026) == ()


def test_communes_are_found_only_when_asked_for() -> None:
    assert "commune" not in {place.level for place in places.by_name("phuong an bien")}
    assert "commune" in {place.level for place in places.by_name("phuong an bien", "commune")}


def test_places_are_found_in_text() -> None:
    text = "ubnd tinh quang ngai, so y te kien giang va ubnd huyen tan hong"
    assert [text[start:end] for start, end, _ in places.find_places(text)] == [
        "tinh quang ngai", "kien giang", "huyen tan hong",
    ]  # fmt: skip
