"""Bytes become pages of text, and every offset stays where the file put it."""

import pytest

from pipeline import read
from pipeline.errors import CancuError
from pipeline.read.kinds import detect


@pytest.mark.parametrize(
    "text",
    [
        "Số: 30/2020/NĐ-CP",
        "dòng một\r\ndòng hai\rdòng ba\n",
        "\ufeffcó dấu thứ tự byte",
        "Nghi\u0323\u0302 đi\u0323nh",
        "trang một\ftrang hai\ftrang ba",
        "trang một\ftrang hai\f",
        "\f",
        "\f\f",
    ],
)
def test_text_is_as_decoded(text):
    assert read(text.encode()).text == text


def test_pages():
    reading = read("một\fhai\fba\f".encode())
    assert [(page.number, page.text) for page in reading.pages] == [(1, "một"), (2, "hai"), (3, "ba\f")]
    assert [reading.page_at(offset) for offset in (0, 2, 3, 4, 8, 9)] == [1, 1, 1, 2, 3, 3]
    assert reading.source.pages == 3


def test_a_text_without_form_feeds_has_no_pages():
    reading = read("một".encode())
    assert (reading.page_at(0), reading.source.pages, len(reading.pages)) == (None, None, 1)


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (b"%PDF-1.4\n", "application/pdf"),
        (b"{\\rtf1 x}", "application/rtf"),
        (b"\x89PNG\r\n\x1a\n....", "image/png"),
        (b"<!DOCTYPE html><p>x", "text/html"),
        ("Điều 1. Phạm vi".encode(), "text/plain"),
        ("**Điều 1.** Phạm vi".encode(), "text/markdown"),
    ],
)
def test_kind_by_content(data, expected):
    assert detect(data) == expected


def test_an_empty_file_is_refused():
    with pytest.raises(CancuError) as raised:
        read(b"")
    assert raised.value.code == "input-empty"


def test_a_missing_file_is_refused(tmp_path):
    with pytest.raises(CancuError) as raised:
        read(tmp_path / "nothing.txt")
    assert (raised.value.code, raised.value.where) == ("input-missing", str(tmp_path / "nothing.txt"))
