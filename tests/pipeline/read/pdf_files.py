"""PDFs made for the tests: text at given places, page images, and both."""

import ctypes
import io
from collections.abc import Sequence
from pathlib import Path

import pypdfium2 as pdfium
import pypdfium2.raw as pdfium_c
import pytest
from PIL import Image, ImageFont

WIDTH, HEIGHT = 595, 842
Line = tuple[float, float, str]  # points from the left, points from the top, text


def font_bytes() -> bytes:
    for name in ("Tinos-Regular.ttf", "LiberationSerif-Regular.ttf", "DejaVuSerif.ttf"):
        try:
            return Path(str(ImageFont.truetype(name, 12).path)).read_bytes()
        except OSError:
            continue
    pytest.skip("needs a serif typeface with Vietnamese letters (apt install fonts-croscore)")


def text_pdf(*pages: Sequence[Line], size: float = 12, rotate: int = 0, over: Image.Image | None = None) -> bytes:
    """A PDF with a text layer; `over` is a picture of the whole page, its text invisible."""
    document = pdfium.PdfDocument.new()
    data = font_bytes()
    buffer = (ctypes.c_uint8 * len(data)).from_buffer_copy(data)
    font = pdfium_c.FPDFText_LoadFont(document.raw, buffer, len(data), pdfium_c.FPDF_FONT_TRUETYPE, True)
    for lines in pages:
        page = document.new_page(WIDTH, HEIGHT)
        if over is not None:
            picture = pdfium.PdfImage.new(document)
            picture.set_bitmap(pdfium.PdfBitmap.from_pil(over))
            picture.set_matrix(pdfium.PdfMatrix().scale(WIDTH, HEIGHT))
            page.insert_obj(picture)
        for x, y, text in lines:
            drawn = pdfium_c.FPDFPageObj_CreateTextObj(document.raw, font, size)
            wide = (text + "\0").encode("utf-16-le")
            pdfium_c.FPDFText_SetText(drawn, ctypes.cast(ctypes.create_string_buffer(wide), pdfium_c.FPDF_WIDESTRING))
            if over is not None:
                pdfium_c.FPDFTextObj_SetTextRenderMode(drawn, pdfium_c.FPDF_TEXTRENDERMODE_INVISIBLE)
            pdfium_c.FPDFPageObj_Transform(drawn, 1, 0, 0, 1, x, HEIGHT - y)
            pdfium_c.FPDFPage_InsertObject(page.raw, drawn)
        pdfium_c.FPDFPage_SetRotation(page.raw, rotate // 90)
        page.gen_content()
        page.close()
    saved = io.BytesIO()
    document.save(saved)
    document.close()
    return saved.getvalue()


DISPATCH: tuple[Line, ...] = (
    (90, 60, "UBND TỈNH HÀ NAM"),
    (270, 60, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"),
    (110, 76, "SỞ NỘI VỤ"),
    (330, 76, "Độc lập - Tự do - Hạnh phúc"),
    (100, 100, "Số: 214/TTr-SNV"),
    (320, 100, "Hà Nam, ngày 10 tháng 8 năm 2023"),
    (260, 140, "TỜ TRÌNH"),
    (150, 158, "Về việc ban hành Quy chế công tác văn thư"),
    (85, 200, "Thực hiện Nghị định số 30/2020/NĐ-CP ngày 05 tháng 3 năm 2020 của Chính phủ"),
    (85, 216, "về công tác văn thư, Sở Nội vụ kính trình Ủy ban nhân dân tỉnh xem xét./."),
    (85, 260, "Nơi nhận:"),
    (360, 260, "GIÁM ĐỐC"),
    (85, 276, "- Như trên;"),
    (85, 292, "- Lưu: VT, SNV."),
    (350, 340, "Trần Văn Mẫu"),
)
