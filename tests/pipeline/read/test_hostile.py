"""Word documents built to harm, broken ones, and ones that lie: each gives an error with a code, or its text."""

import io
import random
import time
import zipfile
from collections.abc import Callable

import pytest
from word_files import docx, p

from pipeline.errors import CancuError
from pipeline.read import read
from pipeline.read.docx import docx_text
from pipeline.read.html import html_text
from pipeline.read.kinds import detect
from pipeline.read.ooxml import parse_xml

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
LAUGHS = b"""<?xml version="1.0"?><!DOCTYPE lolz [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">
<!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;"><!ENTITY d "&c;&c;&c;&c;&c;&c;&c;&c;">]><x>&d;&d;&d;</x>"""


def code_of(data: bytes) -> str:
    with pytest.raises(CancuError) as caught:
        read(data, name="a.docx")
    return caught.value.code


def replaced(part: str, data: bytes) -> bytes:
    """A DOCX with one of its parts replaced."""
    out = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(docx(p("A"), styles=""))) as old,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for info in old.infolist():
            new.writestr(info.filename, data if info.filename == part else old.read(info))
    return out.getvalue()


@pytest.mark.parametrize("part", ["word/document.xml", "word/styles.xml", "_rels/.rels"])
def test_entities_are_refused(part: str) -> None:
    assert "file-hostile" == code_of(replaced(part, LAUGHS))


def test_entity_that_names_a_file_is_refused() -> None:
    with pytest.raises(CancuError) as caught:
        parse_xml(b'<!DOCTYPE x [<!ENTITY f SYSTEM "file:///etc/hostname">]><x>&f;</x>')
    assert "file-hostile" == caught.value.code


def test_part_that_unpacks_without_end_is_refused() -> None:
    assert "file-hostile" == code_of(replaced("word/document.xml", b"<x>" + b" " * (40 << 20)))


def test_broken_style_sheet_costs_only_the_styles() -> None:
    assert "A" == docx_text(replaced("word/styles.xml", b"<w:styles"))


@pytest.mark.parametrize("keep", [0.2, 0.5, 0.9])
def test_truncated_document_is_damaged(keep: float) -> None:
    data = docx("".join(p(f"Đoạn số {number}") for number in range(500)))
    cut = data[: int(len(data) * keep)]
    assert DOCX == detect(cut)
    assert "file-damaged" == code_of(cut)


def test_document_without_body_or_with_broken_xml_is_damaged() -> None:
    assert "file-damaged" == code_of(replaced("word/document.xml", b"<a/>"))
    assert "file-damaged" == code_of(replaced("word/document.xml", b"\0\1\2"))


def test_references_out_of_the_package_are_not_followed() -> None:
    outside = (
        '<Relationship Id="header1" Type="http://x/header" Target="http://x.invalid/h" TargetMode="External"/>'
        '<Relationship Id="f" Type="http://x/footnotes" Target="file:///etc/hostname"/>'
        '<Relationship Id="s" Type="http://x/styles" Target="../../../../etc/hostname"/>'
    )
    body = p("A") + '<w:sectPr><w:headerReference w:type="default" r:id="header1"/></w:sectPr>'
    assert "A" == docx_text(docx(body, relations=outside))


def test_styles_based_on_one_another_in_a_circle_end() -> None:
    circle = "".join(
        f'<w:style w:type="paragraph" w:styleId="{a}"><w:basedOn w:val="{b}"/></w:style>' for a, b in ("xy", "yx")
    )
    assert "A" == docx_text(docx(p("A", '<w:pStyle w:val="x"/>'), styles=circle))


def test_tables_nested_beyond_reason_end_in_an_error_with_a_code() -> None:
    nested = "<w:tbl><w:tr><w:tc>" * 2000 + p("A") + "</w:tc></w:tr></w:tbl>" * 2000
    assert "file-damaged" == code_of(docx(nested))


def test_tables_nested_as_deep_as_the_parser_allows_are_read() -> None:
    nested = "<w:tbl><w:tr><w:tc>" * 80 + p("A") + "</w:tc></w:tr></w:tbl>" * 80
    assert "A" == docx_text(docx(nested))


def test_absurd_numbers_in_a_list_are_read() -> None:
    numbering = (
        '<w:abstractNum w:abstractNumId="0"><w:lvl w:ilvl="0"><w:start w:val="99999999999"/>'
        '<w:numFmt w:val="upperLetter"/><w:lvlText w:val="%1%9%1"/></w:lvl><w:lvl w:ilvl="-7"/></w:abstractNum>'
        '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>'
    )
    body = p("A", '<w:numPr><w:ilvl w:val="99"/><w:numId w:val="1"/></w:numPr>') + p(
        "B", '<w:numPr><w:numId w:val="1"/></w:numPr>'
    )
    assert docx_text(docx(body, numbering=numbering)).endswith("B")


def test_form_feed_in_a_document_makes_no_page() -> None:
    assert 1 == len(read(docx(p("A") + p("B"))).pages)


@pytest.mark.parametrize(
    ("data", "media_type"),
    [
        (docx(p("A")), DOCX),
        (b"<html><p>x</p></html>", "text/html"),
        (b"{\\rtf1 x}", "application/rtf"),
        ("Số: 1".encode("utf-16-le") * 40, "text/plain"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "application/x-ole-storage"),
        (b"Rar!\x1a\x07\x01\x00" + bytes(50), "application/vnd.rar"),
        (b"PK\x03\x04" + bytes(40), "application/zip"),
    ],
)
def test_kind_is_told_by_content(data: bytes, media_type: str) -> None:
    assert media_type == detect(data)


@pytest.mark.parametrize("data", [b"Rar!\x1a\x07\x01\x00" + bytes(50), bytes(100), b"\x7fELF" + bytes(100)])
def test_unknown_kind_is_refused(data: bytes) -> None:
    assert "kind-unsupported" == code_of(data)


def assert_cost_in_step(run: Callable[[bytes], object], built: Callable[[int], bytes], size: int) -> None:
    """Four times as much costs less than eight times the processor time: what grows with the square costs sixteen."""

    def cost(data: bytes) -> float:
        def once() -> float:
            began = time.process_time()
            run(data)
            return time.process_time() - began

        return min(once() for _ in range(3))

    assert cost(built(4 * size)) < 8 * cost(built(size)) + 0.01


@pytest.mark.parametrize(
    ("unit", "end"),
    [(b"<!---->", b"x"), (b"<!-- a -->", b"<p>x</p>"), (b"a: b\r\n c\r\n", b""), (b"** ", b""), (b"| --- ", b"")],
    ids=["comments", "comments then page", "mail heads", "stars", "rules"],
)
def test_telling_the_kind_costs_in_step_on_what_is_built_to_waste_time(unit: bytes, end: bytes) -> None:
    assert_cost_in_step(detect, lambda times: unit * times + end, 10_000)


@pytest.mark.parametrize(
    ("unit", "times"),
    [
        ("<script></script>x", 2000),
        ("<li>x", 2000),
        ("<ol><li>x", 200),
        ("<span style='display:none'>a</span>b", 1000),
        ("<table><tr><td>", 1000),  # deeper than the parser follows: below that, cells in cells cost their depth
        ("<div class=menu>x", 300),
        ("<font face='.VnTime'>®", 250),
        ("<!doctype html>", 2000),
    ],
    ids=["scripts", "items", "nested lists", "hidden", "tables", "menus", "fonts", "doctypes"],
)
def test_page_built_to_waste_time_costs_in_step(unit: str, times: int) -> None:
    assert_cost_in_step(html_text, lambda n: f"<html><body><p>Điều 1</p>{unit * n}".encode(), times)


def test_control_characters_in_a_page_are_blanks() -> None:
    page = "<html><body><div class=menu>x</div>\x01<p>Điều &#1; 1\x0c</p><aside>y</aside>&#2;</body></html>"
    assert "Điều 1" == html_text(page.encode())


def test_mutilated_documents_give_a_text_or_an_error_with_a_code() -> None:
    dice = random.Random(5)
    whole = docx(p("Điều 1") + p("Điều 2"), styles="", numbering="")
    for _ in range(300):
        data = bytearray(whole)
        for _ in range(dice.randrange(1, 20)):
            data[dice.randrange(len(data))] = dice.randrange(256)
        try:
            docx_text(bytes(data))
        except CancuError as error:
            assert error.code in ("file-damaged", "file-hostile", "file-encrypted")
