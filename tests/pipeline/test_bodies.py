"""The table of bodies: those that documents name, with what the registers know of them."""

import pytest

from extractors.recipients import body_ids
from extractors.records import Header
from pipeline.resolve.register import body_rows

SENDER = Header(issuer="Sở Nội vụ thành phố Hải Phòng", place="Hải Phòng")


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("UBND thành phố (để báo cáo)", "ubnd.hai-phong"),
        ("Bộ Nội vụ", "bo-noi-vu"),
        ("Sở Tài chính;", "so-tai-chinh.hai-phong"),
        ("Như trên", None),
        ("Lưu: VT, TCCB", None),
        ("Các sở, ban, ngành thành phố", None),
        ("Sở Tài chính, Sở Tư pháp", None),
    ],
)
def test_the_body_a_line_names(line, expected):
    assert body_ids([line], SENDER) == (expected,)


def test_bodies_know_their_place_and_what_is_above_them():
    rows = {
        row["issuer_id"]: row
        for row in body_rows([{"issuer_id": "so-noi-vu.hai-phong", "names": ["Sở NV"], "name": "Sở NV"}]).to_pylist()
    }
    office = rows["so-noi-vu.hai-phong"]
    assert (office["name"], office["place_id"], office["parent_id"]) == (
        "Sở Nội vụ thành phố Hải Phòng", "hai-phong", "ubnd.hai-phong",
    )  # fmt: skip
    assert "ubnd.hai-phong" in rows


def test_a_body_no_register_knows_keeps_the_name_it_was_given():
    (row,) = body_rows([{"issuer_id": "hoi-a", "names": ["Hội A", "hội A"], "name": "Hội A"}]).to_pylist()
    assert (row["name"], row["abbreviations"], row["level"], row["parent_id"]) == ("Hội A", ["hội A"], None, None)
