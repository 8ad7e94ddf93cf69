"""PDF, page by page: the text layer where it is good, else the page is recognised.

pdfium is not thread-safe: one document at a time in a process.
"""

import io
import itertools
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import pypdfium2 as pdfium
import pypdfium2.raw as pdfium_c
from PIL import Image

from pipeline.errors import CancuError
from pipeline.read.layout import arrange
from pipeline.read.ocr import as_read, engine, recognise_page
from pipeline.read.pdf_forms import check_forms
from pipeline.read.pdf_text import Layer, looks_vietnamese, text_layer
from pipeline.read.reading import Page, Raw, Reading

if TYPE_CHECKING:
    from extractors.records import Problem

__all__ = ["MOST_PAGES", "page_image", "page_seen", "read_pdf"]

MOST_PAGES = 3000
_TOGETHER = 32  # pages read before the document is opened anew: pdfium keeps the streams of all it has shown
_MOST_PIXELS = 20_000_000  # of a page made an image: A2 at 200 dots an inch
_MOST_OBJECTS = 5_000  # looked at to tell whether a page is a picture
_FEW_SIGNS = 300  # a layer of fewer characters over a scan is a stamp or a signature, not the page
_POOR_LAYER = 0.25  # share of Vietnamese words under which a layer over a scan is read again


def read_pdf(raw: Raw) -> Reading:
    """Reading of a PDF. A page that cannot be read is empty, with a row in `problems`; the rest goes on.

    Raises `CancuError`: file-encrypted, file-damaged, ocr-missing (where no page could be read without recognition).
    """
    document, data = _open(raw)
    problems: list[Problem] = []
    pages: list[Page] = []
    failures: list[CancuError] = []
    try:
        total = len(document)
        if total > MOST_PAGES:
            problems.append(_problem("pages-cut", f"{total} pages: the first {MOST_PAGES} are read", None))
        for index in range(min(total, MOST_PAGES)):
            if index and index % _TOGETHER == 0:
                document.close()
                document = pdfium.PdfDocument(data)
            try:
                page, found = _read_page(document, index)
                problems += found
            except CancuError as error:
                failures.append(error)
                page = Page(index + 1, "")
                problems.append(_problem(error.code, error.message, index + 1))
            pages.append(page)
    finally:
        document.close()
    if failures and not any(page.text.strip() for page in pages):
        raise CancuError(failures[0].code, failures[0].message, where=raw.name)
    return raw.reading(pages, paged=True, problems=problems)


def page_seen(raw: Raw, number: int) -> tuple[Page, Image.Image]:
    """One page (from 1) as it is read, and the image that the boxes of its words lie on.

    Raises `CancuError`: page-unread, file-encrypted, file-damaged, ocr-missing.
    """
    document, _ = _open(raw)
    try:
        if not 1 <= number <= len(document):
            raise CancuError("page-unread", f"there is no page {number}", where=raw.name)
        page, _ = _read_page(document, number - 1)
        seen = _with_annotations(document, document[number - 1], number - 1)
        image = page_image(seen)
        seen.close()
        return page, image if page.ocr_confidence is None else as_read(image)
    except pdfium.PdfiumError as error:
        raise CancuError("page-unread", f"the page is damaged: {error}", where=raw.name) from None
    finally:
        document.close()


def _problem(code: str, message: str, page: int | None) -> "Problem":
    from extractors.records import Problem

    return Problem(code=code, message=message, page=page)


def _open(raw: Raw) -> tuple[Any, bytes]:
    """The document, and the bytes it was opened from: those of the file, or what could be repaired of them."""
    check_forms(raw.data, raw.name)
    try:
        document = pdfium.PdfDocument(raw.data)
        if len(document):
            return document, raw.data
        document.close()
    except pdfium.PdfiumError as error:
        if getattr(error, "err_code", None) == pdfium_c.FPDF_ERR_PASSWORD:
            raise CancuError("file-encrypted", "the PDF asks for a password", where=raw.name) from None
    repaired = _repaired(raw)
    check_forms(repaired, raw.name)
    try:
        document = pdfium.PdfDocument(repaired)
    except pdfium.PdfiumError as error:
        raise CancuError("file-damaged", f"the PDF cannot be repaired: {error}", where=raw.name) from None
    if not len(document):
        document.close()
        raise CancuError("file-damaged", "the PDF has no pages", where=raw.name)
    return document, repaired


def _repaired(raw: Raw) -> bytes:
    """The file written anew by pikepdf, which rebuilds what a truncated or damaged one has lost."""
    import pikepdf

    try:
        with pikepdf.open(io.BytesIO(raw.data), attempt_recovery=True) as document:
            buffer = io.BytesIO()
            document.save(buffer)
            return buffer.getvalue()
    except pikepdf.PasswordError:
        raise CancuError("file-encrypted", "the PDF asks for a password", where=raw.name) from None
    except (pikepdf.PdfError, RuntimeError, ValueError, OverflowError) as error:
        reason = str(error).partition("\n")[0]
        raise CancuError("file-damaged", f"the PDF cannot be repaired: {reason}", where=raw.name) from None


def _read_page(document: Any, index: int) -> "tuple[Page, tuple[Problem, ...]]":
    try:
        page = document[index]
    except pdfium.PdfiumError as error:
        raise CancuError("page-unread", f"the page is damaged: {error}") from None
    try:
        page = _with_annotations(document, page, index)
        layer = text_layer(page)
        if not _is_scan(page, layer):
            return _from_layer(layer, index + 1), ()
        if layer.signs >= _FEW_SIGNS and not engine.available():
            return _from_layer(layer, index + 1), ()
        recognised = recognise_page(page_image(page), index + 1)
        if layer.signs >= _FEW_SIGNS and looks_vietnamese(recognised.page.text) < looks_vietnamese(layer.text):
            return _from_layer(layer, index + 1), ()  # a scan in another language, whose layer is as good as it gets
        return recognised
    except pdfium.PdfiumError as error:
        raise CancuError("page-unread", f"the page is damaged: {error}") from None
    finally:
        page.close()


def _with_annotations(document: Any, page: Any, index: int) -> Any:
    """The page with stamps and signature fields drawn into it: offices fill in number and day that way."""
    seen = (pdfium_c.FPDF_ANNOT_WIDGET, pdfium_c.FPDF_ANNOT_STAMP, pdfium_c.FPDF_ANNOT_FREETEXT)
    for number in range(min(pdfium_c.FPDFPage_GetAnnotCount(page.raw), _MOST_OBJECTS)):
        annotation = pdfium_c.FPDFPage_GetAnnot(page.raw, number)
        kind = pdfium_c.FPDFAnnot_GetSubtype(annotation)
        pdfium_c.FPDFPage_CloseAnnot(annotation)
        if kind in seen:
            break
    else:
        return page
    if pdfium_c.FPDFPage_Flatten(page.raw, pdfium_c.FLAT_NORMALDISPLAY) != pdfium_c.FLATTEN_SUCCESS:
        return page
    page.close()
    return document[index]  # the text of a flattened page is seen only when it is loaded anew


def _from_layer(layer: Layer, number: int) -> Page:
    text, words = arrange(layer.segments, layer.width, layer.height)
    return Page(number, text, None, layer.width, layer.height, words)


def _is_scan(page: Any, layer: Layer) -> bool:
    """Whether the page must be recognised: a picture without text, or one under a text that is not its own."""
    if layer.signs < 20:
        return next(iter(page.get_objects(max_depth=1)), None) is not None and _covered(page) + _drawn(page) > 0.02
    if layer.signs < _FEW_SIGNS:
        return _covered(page) > 0.5
    if looks_vietnamese(layer.text) >= _POOR_LAYER:
        return False
    return _covered(page) > 0.5 or _is_garbled(layer.text)


def _is_garbled(text: str) -> bool:
    """A layer whose font has no table of characters: private codes, controls, replacement signs."""
    odd = sum(1 for sign in text if sign == "\ufffd" or "\ue000" <= sign <= "\uf8ff" or sign < "\t")
    return odd > 0.1 * len(text)


def _pictures(page: Any) -> Iterator[Any]:
    yield from itertools.islice(page.get_objects(max_depth=3), _MOST_OBJECTS)


def _covered(page: Any) -> float:
    """Share of the page that images cover (strips of a scan add up)."""
    area = 0.0
    for each in _pictures(page):
        if each.type == pdfium_c.FPDF_PAGEOBJ_IMAGE:
            left, bottom, right, top = each.get_bounds()
            area += max(0.0, right - left) * max(0.0, top - bottom)
    width, height = page.get_size()
    return float(min(1.0, area / max(width * height, 1.0)))


def _drawn(page: Any) -> float:
    """Share of the page in drawn shapes, letters drawn as outlines among them."""
    shapes = sum(1 for each in _pictures(page) if each.type == pdfium_c.FPDF_PAGEOBJ_PATH)
    return 1.0 if shapes > 200 else 0.0


def page_image(page: Any) -> Image.Image:
    """The page as it is seen, at 200 dots an inch or as many as the limit of pixels allows."""
    width, height = page.get_size()
    if width <= 0 or height <= 0:
        raise CancuError("page-unread", "the page has no size")
    scale = min(engine.DPI / 72, (_MOST_PIXELS / (width * height)) ** 0.5, 12_000 / max(width, height))
    image: Image.Image = page.render(scale=scale, draw_annots=True, may_draw_forms=False, rev_byteorder=True).to_pil()
    return image
