"""Web pages → text: the document, without the portal around it."""

import pytest

from corpora.portals import portals
from pipeline.errors import CancuError
from pipeline.read import read
from pipeline.read.html import html_text

LETTERHEAD = (
    "<table width='100%'><tr><td><p><b>ỦY BAN NHÂN DÂN</b><br/>TỈNH A</p><p>Số: 5/QĐ-UBND</p></td>"
    "<td><p>CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM<br>Độc lập - Tự do - Hạnh phúc</p></td></tr></table>"
)


def text(body: str, head: str = "") -> str:
    return html_text(f"<!DOCTYPE html><html><head>{head}</head><body>{body}</body></html>".encode())


@pytest.mark.parametrize("portal", portals(), ids=lambda portal: portal.name)
def test_example_of_a_portal(portal: object) -> None:
    assert portal.text == html_text(portal.example.encode())  # type: ignore[attr-defined]


def test_blocks_are_lines_and_blanks_are_folded() -> None:
    assert "Điều 1. Phạm vi\n1. Áp dụng\ncho mọi người" == text(
        "<p>Điều 1.&nbsp;<b>Phạm\n  vi</b></p>\n <div>1. Áp dụng<br>cho mọi người</div>"
    )


def test_letterhead_of_an_unknown_portal_is_found_among_menus() -> None:
    page = (
        "<div class='top'><ul class='menu'><li><a href='#'>Trang chủ</a></li></ul></div>"
        "<div id='wrap'><div class='col-9'>"
        + LETTERHEAD
        + "<p>QUYẾT ĐỊNH</p>"
        + "<p>Căn cứ Luật Đất đai;</p>" * 20
        + "</div>"
        "<div class='col-3'><h3>Tin mới</h3>" + "<a href='#'>Một bản tin khác hẳn</a> " * 6 + "</div></div>"
        "<footer>Bản quyền thuộc về cổng</footer>"
    )
    lines = text(page).split("\n")
    assert ["ỦY BAN NHÂN DÂN", "TỈNH A", "Số: 5/QĐ-UBND", "", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"] == lines[:5]
    assert "Căn cứ Luật Đất đai;" == lines[-1]


def test_page_that_looks_like_a_menu_throughout_is_kept() -> None:
    assert "Nghị quyết 1\nNghị quyết 2" == text("<div class='menu'><p>Nghị quyết 1</p><p>Nghị quyết 2</p></div>")


def test_scripts_styles_and_hidden_parts_are_no_text() -> None:
    body = (
        "<script>document.write('Quyết định 1')</script><style>p{}</style><p style='display:none'>ẩn</p><p hidden>x</p>"
        "<noscript>bật</noscript><iframe src='http://example.invalid/'></iframe><p>hiện<!-- ghi chú --></p>"
    )
    assert "hiện" == text(body)


def test_lists_print_their_markers() -> None:
    body = "<ol start='3'><li>ba</li><li>bốn</li></ol><ol type='a'><li>x</li></ol><ul><li>y</li></ul>"
    assert "3. ba\n4. bốn\na. x\n- y" == text(body)


def test_table_of_data_is_a_line_a_row() -> None:
    body = "<table border=1><tr><th>TT</th><th>Việc</th></tr><tr><td>1</td><td>Họp</td></tr></table>"
    assert "TT | Việc\n1 | Họp" == text(body)


def test_raised_note_marks_are_raised() -> None:
    assert "76/NQ-CP⁵" == text("<p>76/NQ-CP<sup>5</sup></p>")


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        ("<html><meta charset=utf-8><p>Đất đai</p></html>".encode(), "Đất đai"),
        ("<html><p>Đất đai của Nhà nước</p></html>".encode("utf-16"), "Đất đai của Nhà nước"),
        ("<html><meta charset=windows-1252><p>QuyÕt ®Þnh vÒ ®Êt ®ai</p>".encode("cp1252"),
         "Quyết định về đất đai"),
        ("<html><p><font face='.VnTimeH'>céng hßa</font> <font face='VNI-Times'>Haïnh phuùc</font></p>".encode(),
         "CỘNG HÒA Hạnh phúc"),
        ("<p style=\"font-family: '.VnTime'\">®Êt</p>".encode(), "đất"),
    ],
)  # fmt: skip
def test_encoding_of_a_page(data: bytes, expected: str) -> None:
    reading = read(data)
    assert ("text/html", expected) == (reading.media_type, reading.text)


def test_page_saved_as_one_file_is_read() -> None:
    saved = (
        b'MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary="x"\r\n\r\n--x\r\n'
        b'Content-Type: text/html; charset="utf-8"\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n'
        b"<html><body><p>Ngh=E1=BB=8B quy=E1=BA=BFt</p></body></html>\r\n--x--\r\n"
    )
    assert "Nghị quyết" == read(saved).text


def test_deep_page_is_read_to_the_bottom() -> None:
    assert "đáy" == text("<div>" * 1500 + "đáy" + "</div>" * 1500)


def test_entities_are_not_expanded_without_end() -> None:
    bomb = "<!DOCTYPE html [<!ENTITY a 'x'><!ENTITY b '&a;&a;'>]><html><body><p>&b;&b; Điều 1</p></body></html>"
    assert "Điều 1" in html_text(bomb.encode())
    assert 60 > len(html_text(bomb.encode()))


def test_empty_page_says_so() -> None:
    with pytest.raises(CancuError) as caught:
        html_text(b"<!-- -->")
    assert "no-text" == caught.value.code
