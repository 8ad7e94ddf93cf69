"""PDF: reading order, junk layers, rotation, damage, encryption, stamps in form fields, limits."""

import io

import pikepdf
import pytest
from pdf_files import DISPATCH, text_pdf
from PIL import Image

from corpora.scans import render, save_pdf
from pipeline.errors import CancuError
from pipeline.read import pdf, read
from pipeline.read.ocr import engine
from pipeline.read.pdf_text import looks_vietnamese
from pipeline.read.reading import Reading

needs_ocr = pytest.mark.skipif(
    not engine.available(), reason=f"needs tesserocr and vie.traineddata: {engine.HOW_TO_INSTALL}"
)

LETTERHEAD = """UBND TỈNH HÀ NAM
SỞ NỘI VỤ

Số: 214/TTr-SNV

CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
Độc lập - Tự do - Hạnh phúc

Hà Nam, ngày 10 tháng 8 năm 2023
"""


def saved(document: pikepdf.Pdf, **options: object) -> bytes:
    buffer = io.BytesIO()
    document.save(buffer, **options)
    return buffer.getvalue()


@pytest.fixture(scope="module")
def dispatch() -> bytes:
    return text_pdf(DISPATCH)


def words_in_place(reading: Reading) -> bool:
    return all(page.text[word.start : word.end].strip() for page in reading.pages for word in page.words)


def test_letterhead_is_read_column_by_column(dispatch: bytes) -> None:
    assert read(dispatch).text.startswith(LETTERHEAD)


def test_closing_is_read_column_by_column(dispatch: bytes) -> None:
    assert read(dispatch).text.endswith("Nơi nhận:\n- Như trên;\n- Lưu: VT, SNV.\n\nGIÁM ĐỐC\n\nTrần Văn Mẫu\n")


def test_rows_of_a_letterhead_drawn_line_by_line_are_parted() -> None:
    lines = ((90, 60, "BỘ NỘI VỤ" + 25 * " " + "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"), *DISPATCH[2:])
    assert read(text_pdf(lines)).text.startswith("BỘ NỘI VỤ\nSỞ NỘI VỤ\n\nSố: 214/TTr-SNV\n\nCỘNG HÒA XÃ HỘI")


def test_words_have_boxes_on_the_page(dispatch: bytes) -> None:
    page = read(dispatch).pages[0]
    assert words_in_place(read(dispatch))
    assert (page.width, page.height) == (595, 842)
    assert all(0 <= word.box[0] < word.box[2] <= 595 and 0 <= word.box[1] < word.box[3] <= 842 for word in page.words)


@pytest.mark.parametrize("rotate", [90, 180, 270])
def test_the_turn_of_the_sheet_does_not_change_the_text(dispatch: bytes, rotate: int) -> None:
    assert read(text_pdf(DISPATCH, rotate=rotate)).text == read(dispatch).text


def test_pages_are_parted_by_form_feeds_and_counted_from_one() -> None:
    reading = read(text_pdf(DISPATCH, [(85, 60, "Trang thứ hai của tờ trình")]))
    assert reading.page_at(reading.text.index("Trang")) == 2


def test_page_number_stands_alone() -> None:
    reading = read(text_pdf([(300, 40, "2"), (85, 80, "nước lĩnh vực giáo dục và đào tạo;")]))
    assert reading.text == "2\n\nnước lĩnh vực giáo dục và đào tạo;\n"


def test_scrambled_drawing_order_is_put_right() -> None:
    lines = [(85, 100 + 16 * number, f"Dòng thứ {number} của trang này.") for number in range(20)]
    shuffled = lines[::2][::-1] + lines[1::2]
    assert read(text_pdf(shuffled)).text.split("\n")[:3] == [text for _, _, text in lines[:3]]


def test_stamp_in_a_form_field_stands_in_its_blank() -> None:
    blank = [(x, y, text.replace("214/", "            /")) for x, y, text in DISPATCH]
    with pikepdf.open(io.BytesIO(text_pdf(blank))) as document:
        font = pikepdf.Dictionary(Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1, BaseFont=pikepdf.Name.Helvetica)
        look = document.make_stream(b"BT /F 12 Tf 2 4 Td (214) Tj ET")
        look.Type, look.Subtype, look.BBox = pikepdf.Name.XObject, pikepdf.Name.Form, [0, 0, 30, 16]
        look.Resources = pikepdf.Dictionary(Font=pikepdf.Dictionary(F=font))
        field = pikepdf.Dictionary(
            Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.Widget, FT=pikepdf.Name.Sig, F=132, Rect=[120, 738, 150, 754],
            AP=pikepdf.Dictionary(N=look),
        )  # fmt: skip
        document.pages[0].Annots = document.make_indirect(pikepdf.Array([document.make_indirect(field)]))
        assert "Số: 214 /TTr-SNV" in read(saved(document)).text


def test_encrypted_file_is_refused_by_name(dispatch: bytes) -> None:
    with pikepdf.open(io.BytesIO(dispatch)) as document:
        locked = saved(document, encryption=pikepdf.Encryption(owner="chủ", user="khách"))
    with pytest.raises(CancuError) as raised:
        read(locked, name="khoa.pdf")
    assert (raised.value.code, raised.value.where) == ("file-encrypted", "khoa.pdf")


def test_file_locked_for_its_owner_only_is_read(dispatch: bytes) -> None:
    with pikepdf.open(io.BytesIO(dispatch)) as document:
        locked = saved(document, encryption=pikepdf.Encryption(owner="chủ", user=""))
    assert read(locked).text == read(dispatch).text


def test_long_document_is_opened_anew_and_stays_in_order(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pdf, "_TOGETHER", 2)
    data = text_pdf(*([(72, 100, f"Điều {number}. Trách nhiệm")] for number in range(1, 8)))
    for file in (data, data[: data.rindex(b"xref")]):  # whole, and repaired
        assert [page.text.split(".")[0] for page in read(file).pages] == [f"Điều {number}" for number in range(1, 8)]


def test_file_without_its_end_is_repaired(dispatch: bytes) -> None:
    assert read(dispatch[: dispatch.rindex(b"xref")]).text == read(dispatch).text


@pytest.mark.parametrize("damage", [b"%PDF-1.7\n", b"%PDF-1.7\n" + bytes(range(256)) * 20])
def test_what_cannot_be_repaired_is_refused(damage: bytes) -> None:
    with pytest.raises(CancuError) as raised:
        read(damage)
    assert raised.value.code == "file-damaged"


def test_too_many_pages_are_cut_off_and_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pdf, "MOST_PAGES", 2)
    reading = read(text_pdf(*[[(85, 60, "Một trang có chữ.")]] * 3))
    assert (len(reading.pages), [problem.code for problem in reading.problems]) == (2, ["pages-cut"])


def test_blank_page_is_empty_without_recognition() -> None:
    assert [page.text for page in read(text_pdf(DISPATCH, [])).pages][1] == ""


def test_scan_without_models_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CANCU_CACHE", "off")
    monkeypatch.setattr(engine, "tessdata", lambda language="vie": None)
    engine._engine.cache_clear()
    try:
        with pytest.raises(CancuError) as raised:
            read(save_pdf(render("QUYẾT ĐỊNH")))
    finally:
        engine._engine.cache_clear()
    assert (raised.value.code, int(raised.value.entry.exit)) == ("ocr-missing", 3)
    assert "apt install tesseract-ocr-vie" in str(raised.value)


def test_share_of_vietnamese_words_tells_a_junk_layer() -> None:
    junk = "Can cir Quyet dinh so 109/QD-SYT ngay 20 thang 02 nam 2012 ve viec Thanh 1p Hi dong khoa h9c"
    good = "Căn cứ Quyết định số 109/QĐ-SYT ngày 20 tháng 02 năm 2012 về việc thành lập Hội đồng khoa học"
    assert (looks_vietnamese(junk) < 0.1, looks_vietnamese(good) > 0.6) == (True, True)


@needs_ocr
def test_junk_layer_over_a_scan_is_read_again() -> None:
    text = "\n".join(line for _, _, line in DISPATCH) * 2
    junk = [(85, 60 + 14 * number, "Can cir Quyet dinh cua Chu tich UBND tinh ve viec ban hanh") for number in range(9)]
    reading = read(text_pdf(junk, over=render(text)[0]))
    assert ("Nghị định số 30/2020/NĐ-CP" in reading.text, "cir" in reading.text) == (True, False)


@needs_ocr
def test_mixed_file_is_read_page_by_page() -> None:
    scan = pikepdf.open(io.BytesIO(save_pdf(render("Căn cứ Luật Lưu trữ ngày 11 tháng 11 năm 2011;\n" * 6))))
    with pikepdf.open(io.BytesIO(text_pdf(DISPATCH))) as document:
        document.pages.extend(scan.pages)
        reading = read(saved(document))
    assert [page.ocr_confidence is None for page in reading.pages] == [True, False]
    assert "Luật Lưu trữ" in reading.pages[1].text


def test_huge_page_is_drawn_within_the_limit_of_pixels() -> None:
    with pikepdf.open(io.BytesIO(save_pdf([Image.new("RGB", (40, 40), "white")]))) as document:
        document.pages[0].MediaBox = [0, 0, 14_400, 14_400]
        import pypdfium2

        page = pypdfium2.PdfDocument(saved(document))[0]
    width, height = pdf.page_image(page).size
    assert width * height <= 20_100_000
