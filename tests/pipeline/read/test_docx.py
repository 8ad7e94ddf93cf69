"""DOCX → text: what Word prints, in the order in which it is read."""

import io

import docx as python_docx
import pytest
from word_files import cell, docx, p, table

from pipeline.read import read
from pipeline.read.docx import docx_text


def text(body: str, **parts: str) -> str:
    return docx_text(docx(body, **parts))


def run(text: str, properties: str = "") -> str:
    return f"<w:r><w:rPr>{properties}</w:rPr><w:t xml:space='preserve'>{text}</w:t></w:r>"


def font(name: str) -> str:
    return f'<w:rFonts w:ascii="{name}" w:hAnsi="{name}"/>'


def test_paragraphs_are_lines_and_empty_ones_one_gap() -> None:
    assert "A\n\nB\nC" == text(p("A") + p() + p() + p("B") + p("C"))


def test_letterhead_is_read_column_by_column() -> None:
    head = table(
        (cell("ỦY BAN NHÂN DÂN", "TỈNH A"), cell("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc")),
        (cell("Số: 12/QĐ-UBND"), cell("A, ngày 05 tháng 3 năm 2024")),
    )
    expected = (
        "ỦY BAN NHÂN DÂN\nTỈNH A\n\nCỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nĐộc lập - Tự do - Hạnh phúc\n\n"
        "Số: 12/QĐ-UBND\n\nA, ngày 05 tháng 3 năm 2024\n\nQUYẾT ĐỊNH"
    )
    assert expected == text(head + p("QUYẾT ĐỊNH"))


def test_table_of_data_is_a_line_a_row() -> None:
    rows = [(cell("TT"), cell("Nội dung"), cell("Thời hạn")), (cell("1"), cell("Họp"), cell("30/6"))]
    assert "TT | Nội dung | Thời hạn\n1 | Họp | 30/6" == text(table(*rows, bordered=True))


def test_letterhead_with_borders_is_still_a_letterhead() -> None:
    rows = [(cell("UBND XÃ A"), cell("Độc lập - Tự do - Hạnh phúc")), (cell("Số: 1/BC-UBND"), cell("A, ngày 1/2/2024"))]
    expected = "UBND XÃ A\n\nĐộc lập - Tự do - Hạnh phúc\n\nSố: 1/BC-UBND\n\nA, ngày 1/2/2024"
    assert expected == text(table(*rows, bordered=True))


def test_signatures_are_read_column_by_column_and_plans_by_row() -> None:
    signatures = table((cell("Nơi nhận:", "- Như trên;", "- Lưu: VT."), cell("TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH")))
    assert "Nơi nhận:\n- Như trên;\n- Lưu: VT.\n\nTM. ỦY BAN NHÂN DÂN\nCHỦ TỊCH" == text(signatures)
    plan = [(cell("TT"), cell("Việc"), cell("Chủ trì")), (cell("1"), cell("- Rà soát", "- Báo cáo"), cell("Sở Nội vụ"))]
    assert "TT | Việc | Chủ trì\n1 | - Rà soát\n- Báo cáo | Sở Nội vụ" == text(table(*plan, bordered=True))


def test_merged_cells_are_read_once_and_nested_tables_in_place() -> None:
    inner = f"<w:tc>{table((cell('a'), cell('b')), bordered=True)}{p()}</w:tc>"
    going_on = cell("lặp", properties="<w:vMerge/>")
    rows = [(cell("1", properties='<w:vMerge w:val="restart"/>'), inner), (going_on, cell("c"))]
    assert "1 | a | b\nc" == text(table(*rows, bordered=True))


def test_tracked_changes_are_accepted() -> None:
    body = (
        f"<w:p>{run('Số ')}<w:del>{run('11').replace('w:t', 'w:delText')}</w:del><w:ins>{run('12')}</w:ins>"
        f"<w:moveFrom>{run(' cũ')}</w:moveFrom><w:moveTo>{run(' mới')}</w:moveTo></w:p>"
    )
    assert "Số 12 mới" == text(body)


def test_deleted_paragraph_mark_joins_and_deleted_row_is_gone() -> None:
    joined = p("Nghị định ", "<w:rPr><w:del/></w:rPr>") + p("số 1")
    deleted = "<w:tbl><w:tr><w:trPr><w:del/></w:trPr>" + cell("cũ") + "</w:tr><w:tr>" + cell("mới") + "</w:tr></w:tbl>"
    assert "Nghị định số 1\n\nmới" == text(joined + deleted)


def test_footnotes_follow_the_text_behind_raised_marks() -> None:
    notes = (
        '<w:footnote w:type="separator" w:id="-1"><w:p/></w:footnote>'
        f'<w:footnote w:id="2">{p("Luật hai")}</w:footnote><w:footnote w:id="1">{p("Luật một")}</w:footnote>'
    )
    body = (
        f'<w:p>{run("đất đai")}<w:r><w:footnoteReference w:id="1"/></w:r>{run(" và nhà ở")}'
        f'<w:r><w:footnoteReference w:id="2"/></w:r></w:p>'
    )
    assert "đất đai¹ và nhà ở²\n\n¹ Luật một\n² Luật hai" == text(body, footnotes=notes)


def test_raised_digits_are_raised() -> None:
    raised = '<w:vertAlign w:val="superscript"/>'
    body = f"<w:p>{run('76/NQ-CP')}{run('5', raised)}{run(' và m')}{run('2', raised)}</w:p>"
    assert "76/NQ-CP⁵ và m²" == text(body)


def test_text_box_comes_once_behind_its_paragraph() -> None:
    box = f"<w:txbxContent>{p('DỰ THẢO')}</w:txbxContent>"
    drawing = (
        f'<mc:AlternateContent><mc:Choice Requires="wps"><w:drawing><wps:txbx>{box}</wps:txbx></w:drawing></mc:Choice>'
        f"<mc:Fallback><w:pict><v:shape><v:textbox>{box}</v:textbox></v:shape></w:pict></mc:Fallback></mc:AlternateContent>"
    )
    assert "Thân\nDỰ THẢO" == text(f"<w:p><w:r>{drawing}</w:r>{run('Thân')}</w:p>")


def test_header_of_the_first_page_precedes_and_footers_close() -> None:
    section = (
        '<w:sectPr><w:headerReference w:type="first" r:id="header1"/>'
        '<w:headerReference w:type="default" r:id="header2"/>'
        '<w:footerReference w:type="default" r:id="footer1"/><w:titlePg/></w:sectPr>'
    )
    page = '<w:p><w:fldSimple w:instr=" PAGE "><w:r><w:t>3</w:t></w:r></w:fldSimple></w:p>'
    parts = {"header1": p("SỞ NỘI VỤ"), "header2": page, "footer1": p("Mẫu 05")}
    assert "SỞ NỘI VỤ\n\nThân\n\nMẫu 05" == text(p("Thân") + section, **parts)


def test_field_shows_its_result_and_not_its_instruction() -> None:
    field = (
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText> REF x </w:instrText></w:r>'
        f'<w:r><w:fldChar w:fldCharType="separate"/></w:r>{run("Điều 5")}<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    )
    assert "theo Điều 5 này" == text(f"<w:p>{run('theo ')}{field}{run(' này')}</w:p>")


def test_field_that_never_ends_hides_no_text() -> None:
    begun = '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>X</w:instrText></w:r>'
    assert "A\nB" == text(f"<w:p>{run('A')}{begun}</w:p>" + p("B"))


@pytest.mark.parametrize(
    ("properties", "expected"),
    [("<w:caps/>", "QUYẾT ĐỊNH"), ('<w:caps w:val="0"/>', "Quyết định"), ("<w:vanish/>", ""), ("<w:b/>", "Quyết định")],
)
def test_look_of_a_run(properties: str, expected: str) -> None:
    assert expected == text(p("Quyết định", run=properties))


def test_breaks_tabs_and_special_dashes() -> None:
    body = "<w:p><w:r><w:t>A</w:t><w:br/><w:t>B</w:t><w:tab/><w:t>NĐ</w:t><w:noBreakHyphen/><w:t>CP</w:t></w:r></w:p>"
    assert "A\nB    NĐ-CP" == text(body)


def test_old_fonts_are_read_run_by_run() -> None:
    body = (
        f"<w:p>{run('céng hßa ', font('.VnTimeH'))}{run('x· héi ', font('.VnTime'))}{run('Vieät ', font('VNI-Times'))}"
        f"{run('Nam là', font('Arial'))}</w:p>"
    )
    assert "CỘNG HÒA xã hội Việt Nam là" == text(body)


def test_letter_split_over_two_runs_and_soft_hyphen_are_read() -> None:
    vni = font("VNI-Times")
    soft = f"<w:r><w:rPr>{font('.VnTime')}</w:rPr><w:t>tr</w:t><w:softHyphen/><w:t>êng</w:t></w:r>"
    assert "Việt trường" == text(f"<w:p>{run('Vie', vni)}{run('ät', vni + '<w:b/>')}{run(' ')}{soft}</w:p>")


def test_font_comes_from_style_and_defaults() -> None:
    styles = (
        f"<w:docDefaults><w:rPrDefault><w:rPr>{font('.VnTime')}</w:rPr></w:rPrDefault></w:docDefaults>"
        f'<w:style w:type="paragraph" w:styleId="B"><w:rPr>{font(".VnTimeH")}</w:rPr></w:style>'
        f'<w:style w:type="paragraph" w:styleId="T"><w:basedOn w:val="B"/></w:style>'
    )
    assert "số\nĐỘC LẬP" == text(p("sè") + p("®éc lËp", '<w:pStyle w:val="T"/>'), styles=styles)


def test_content_controls_links_and_math_are_read() -> None:
    sum_of = "<m:oMath><m:r><m:t> a=b</m:t></m:r></m:oMath>"
    body = f"<w:sdt><w:sdtContent><w:p><w:hyperlink>{run('Luật')}</w:hyperlink>{sum_of}</w:p></w:sdtContent></w:sdt>"
    assert "Luật a=b" == text(body)


def test_document_of_python_docx_is_read() -> None:
    document = python_docx.Document()
    document.add_heading("KẾ HOẠCH", 0)
    document.add_paragraph("Thu thập số liệu", style="List Number")
    document.add_paragraph("Báo cáo kết quả", style="List Number")
    document.add_paragraph("Lưu trữ", style="List Bullet")
    grid = document.add_table(2, 2, style="Table Grid")
    for at, words in enumerate(("TT", "Việc", "1", "Họp")):
        grid.cell(at // 2, at % 2).text = words
    out = io.BytesIO()
    document.save(out)
    reading = read(out.getvalue(), name="a.docx")
    assert "KẾ HOẠCH\n1. Thu thập số liệu\n2. Báo cáo kết quả\n• Lưu trữ\n\nTT | Việc\n1 | Họp" == reading.text
    assert not reading.paged


def test_codes_of_a_symbol_font_are_read() -> None:
    sign = font("Symbol")
    pieces = [run("m "), run("\uf0b3", sign), run(" 2 "), run("\uf061 \uf05b", sign), run("6"), run("\uf05d", sign)]
    assert "m ≥ 2 α [6]" == text(f"<w:p>{''.join(pieces)}</w:p>")


def test_page_stored_inside_the_package_is_read_and_none_outside() -> None:
    relations = (
        '<Relationship Id="c" Type="http://x/aFChunk" Target="c.html"/>'
        '<Relationship Id="d" Type="http://x/aFChunk" Target="http://x.invalid/d.html" TargetMode="External"/>'
    )
    body = p("A") + '<w:altChunk r:id="c"/><w:altChunk r:id="d"/>' + p("B")
    page = "<html><body><p>Điều 1</p><p>Điều 2</p></body></html>".encode()
    assert "A\nĐiều 1\nĐiều 2\nB" == docx_text(docx(body, raw={"word/c.html": page}, relations=relations))
