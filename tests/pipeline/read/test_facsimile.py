"""Where words stand on the image of their page: upright and level, whatever the scan was; and only the file it was."""

import io
import zipfile
from pathlib import Path

import pytest
from pdf_files import DISPATCH, HEIGHT, WIDTH, text_pdf
from PIL import Image

from corpora.scans import render
from pipeline.errors import CancuError
from pipeline.read import load
from pipeline.read.facsimile import Facsimile, facsimile, original
from pipeline.read.ocr import cache, engine

needs_ocr = pytest.mark.skipif(not engine.available(), reason=f"needs tesserocr and {engine.HOW_TO_INSTALL}")
NUMBER = "30/2020/NĐ-CP"
LINES = """SỞ NỘI VỤ

Số: 214/TTr-SNV             Hà Nam, ngày 10 tháng 8 năm 2023

TỜ TRÌNH

Thực hiện Nghị định số 30/2020/NĐ-CP ngày 05 tháng 3 năm 2020 của Chính phủ
về công tác văn thư và Thông tư số 10/2022/TT-BNV ngày 19 tháng 12 năm 2022
của Bộ trưởng Bộ Nội vụ, Sở Nội vụ kính trình Ủy ban nhân dân tỉnh xem xét./.
"""


@pytest.fixture(autouse=True)
def own_cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CANCU_CACHE", str(tmp_path / "cache"))


def png(image: Image.Image) -> bytes:
    buffer = io.BytesIO()
    image.save(buffer, "PNG")
    return buffer.getvalue()


def ink(seen: Facsimile, word: str) -> tuple[float, float]:
    """The share of dark pixels where a word is said to be, and in the white above it."""
    found = next(each for each in seen.page.words if seen.page.text[each.start : each.end] == word)
    scale = seen.image.width / (seen.page.width or 1)
    left, top, right, bottom = (scale * edge for edge in found.box)
    grey = seen.image.convert("L")

    def dark(y0: float, y1: float) -> float:
        part = grey.crop((round(left), round(y0), round(right), round(y1))).point(lambda level: 255 * (level < 128))
        return sum(part.tobytes()) / 255 / (part.width * part.height)

    return dark(top, bottom), dark(top - 0.35 * (bottom - top), top - 0.1 * (bottom - top))


@needs_ocr
@pytest.mark.parametrize("skew", [0, 3])
def test_boxes_lie_on_the_levelled_scan(skew: int) -> None:
    page = render(LINES)[0].rotate(skew, Image.Resampling.BICUBIC, fillcolor="white")
    on, above = ink(facsimile(load(png(page)), 1), NUMBER)
    assert on > 0.08
    assert above < 0.25 * on


@needs_ocr
@pytest.mark.parametrize("kept", [True, False])
def test_a_scan_upside_down_is_shown_upright(kept: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    if engine.tessdata("osd") is None:
        pytest.skip("needs osd.traineddata (apt install tesseract-ocr-osd)")
    if not kept:
        monkeypatch.setenv("CANCU_CACHE", "off")
    assert (cache.folder() is not None) == kept
    seen = facsimile(load(png(render(LINES)[0].rotate(180))), 1)
    on, above = ink(seen, NUMBER)
    assert on > 0.08
    assert above < 0.25 * on


def test_boxes_lie_on_a_page_with_a_text_layer() -> None:
    seen = facsimile(load(text_pdf(DISPATCH, DISPATCH)), 2)
    assert (WIDTH, HEIGHT) == (seen.page.width, seen.page.height)
    on, above = ink(seen, NUMBER)
    assert on > 0.08
    assert above < 0.25 * on


@pytest.mark.parametrize("number", [0, 2, 10**6])
def test_there_is_no_such_page(number: int) -> None:
    for raw in (load(text_pdf(DISPATCH)), load(png(Image.new("L", (50, 50))))):
        with pytest.raises(CancuError, match="page-unread"):
            facsimile(raw, number)


def test_text_has_no_pages_to_look_at() -> None:
    with pytest.raises(CancuError, match="kind-unsupported"):
        facsimile(load("Số: 1/QĐ-UBND".encode()), 1)


def test_the_file_is_found_again_only_as_it_was(tmp_path: Path) -> None:
    file, archive = tmp_path / "a.pdf", tmp_path / "b.zip"
    file.write_bytes(text_pdf(DISPATCH))
    with zipfile.ZipFile(archive, "w") as packed:
        packed.writestr("2023/c.pdf", file.read_bytes())
    doc_id = load(file).doc_id
    assert doc_id == original(str(file), doc_id).doc_id
    assert doc_id == original(f"{archive}/2023/c.pdf", doc_id).doc_id
    file.write_bytes(file.read_bytes() + b"\n")
    for path in (str(file), str(tmp_path / "gone.pdf"), f"{archive}/2023/d.pdf"):
        with pytest.raises(CancuError, match="input-missing"):
            original(path, doc_id if path == str(file) else "0" * 64)
