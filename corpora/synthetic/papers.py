"""Documents on paper: Word files, PDFs with a text layer, scans. The same dispatch gives the same bytes.

The letterhead and the closing are true tables of two columns without borders, as the templates of offices have them;
set in Times-like letters of 13 points on A4 with the margins of Nghị định 30/2020/NĐ-CP, Phụ lục I.
"""

import io
import time
import zipfile
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from corpora.synthetic.compose import Dispatch

if TYPE_CHECKING:
    from reportlab.pdfgen.canvas import Canvas

__all__ = ["MissingLibraryError", "render"]

_EPOCH = (2026, 1, 1, 0, 0, 0)
_FACES = ("Tinos", "LiberationSerif", "DejaVuSerif")
_FOLDERS = ("/usr/share/fonts", "/usr/local/share/fonts", "~/.fonts", "~/.local/share/fonts", "/Library/Fonts")
_MM = 72 / 25.4


class MissingLibraryError(OSError):
    """A library or typeface is not installed; the message says how to get it."""


def render(dispatch: Dispatch, kind: str, *, noise: int = 0, seed: int = 0) -> tuple[str, bytes]:
    """The document as `docx`, `pdf` or `scan`: the suffix of its file and its bytes.

    Raises `MissingLibraryError` where python-docx, reportlab or a typeface with Vietnamese letters is not installed.
    """
    if kind == "docx":
        return "docx", _docx(dispatch)
    if kind == "pdf":
        return "pdf", _pdf(dispatch)
    return _scan(dispatch, noise, seed)


def _paragraphs(dispatch: Dispatch) -> list[tuple[str, str]]:
    """The body as (style, text): title, heading, text."""
    start, end = dispatch.body
    lines = [line for line in dispatch.text[start:end].split("\n") if line.strip()]
    found = []
    titled = dispatch.ends.below_left == (0, 0)
    for number, line in enumerate(lines):
        letters = [sign for sign in line if sign.isalpha()]
        capitals = len(letters) > 3 and all(sign.isupper() for sign in letters)
        if (titled and number < 2) or (
            capitals and len(line) < 90 and not line[0].isdigit() and line[:2] not in ("I.", "II", "IV", "V.")
        ):
            found.append(("title", line.strip()))
        else:
            found.append(("heading" if capitals else "text", line.strip()))
    return found


def _about(dispatch: Dispatch) -> str:
    start, end = dispatch.ends.below_left
    return " ".join(dispatch.text[start:end].split())


def _after(dispatch: Dispatch) -> list[str]:
    start, end = dispatch.ends.after
    return [line for line in dispatch.text[start:end].split("\n") if line.strip()]


# --- Word


def _docx(dispatch: Dispatch) -> bytes:
    try:
        import docx
        from docx.enum.text import WD_ALIGN_PARAGRAPH
        from docx.shared import Mm, Pt
    except ImportError:
        raise MissingLibraryError("Word files need python-docx: pip install python-docx") from None
    ends = dispatch.ends
    page = docx.Document()
    section = page.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin, section.right_margin, section.top_margin, section.bottom_margin = (
        Mm(30),
        Mm(15),
        Mm(20),
        Mm(20),
    )
    page.styles["Normal"].font.name = "Times New Roman"
    page.styles["Normal"].font.size = Pt(13)
    page.styles["Normal"].paragraph_format.space_after = Pt(4)
    stamp = page.core_properties
    stamp.author, stamp.title = dispatch.work.issuer, ""

    def put(
        where: Any, text: str, *, bold: bool = False, italic: bool = False, middle: bool = False, first: bool = False
    ) -> None:
        paragraph = where.paragraphs[0] if first else where.add_paragraph()
        run = paragraph.add_run(text)
        run.bold, run.italic = bold, italic
        if middle:
            paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER

    if ends.mark:
        put(page, ends.mark, bold=True)
    head = page.add_table(rows=2, cols=2)
    for column, lines in enumerate((ends.left, ends.right)):
        cell = head.cell(0, column)
        for number, line in enumerate(lines):
            put(cell, line, bold=number == len(lines) - 1 or column == 1, middle=True, first=number == 0)
    left, right = head.cell(1, 0), head.cell(1, 1)
    put(left, ends.number, middle=True, first=True)
    if about := _about(dispatch):
        put(left, about, middle=True)
    put(right, ends.dateline, italic=True, middle=True, first=True)
    for style, text in _paragraphs(dispatch):
        put(page, text, bold=style != "text", middle=style == "title")
    foot = page.add_table(rows=1, cols=2)
    put(foot.cell(0, 0), "Nơi nhận:", bold=True, italic=True, first=True)
    for line in ends.copies:
        put(foot.cell(0, 0), line)
    block = foot.cell(0, 1)
    for number, line in enumerate((*ends.signature, "", "", ends.name)):
        put(block, line, bold=True, middle=True, first=number == 0)
    if rows := _after(dispatch):
        page.add_page_break()  # type: ignore[no-untyped-call]
        listed = [row.split(" | ") for row in rows if " | " in row]
        for line in rows:
            if " | " not in line:
                put(page, line, bold=True, middle=True)
        grid = page.add_table(rows=len(listed), cols=4)
        grid.style = "Table Grid"
        for number, row in enumerate(listed):
            for column, words in enumerate(row[:4]):
                put(grid.cell(number, column), words.strip(" |"), first=True)
    buffer = io.BytesIO()
    page.save(buffer)
    return _still(buffer.getvalue())


def _still(data: bytes) -> bytes:
    """A ZIP with the clock taken out."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as source, zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as target:
        for name in source.namelist():
            target.writestr(zipfile.ZipInfo(name, _EPOCH), source.read(name), zipfile.ZIP_DEFLATED)
    return buffer.getvalue()


# --- PDF


@cache
def _faces() -> dict[str, str]:
    """Names under which a serif with Vietnamese letters is registered, by style."""
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.ttfonts import TTFont

    for face in _FACES:
        found = {}
        for style, suffixes in {
            "regular": ("-Regular", ""),
            "bold": ("-Bold",),
            "italic": ("-Italic", "-Regular", ""),
        }.items():
            path = next((each for suffix in suffixes if (each := _font_file(f"{face}{suffix}.ttf")) is not None), None)
            if path is None:
                break
            name = f"{face}-{style}"
            pdfmetrics.registerFont(TTFont(name, str(path)))
            found[style] = name
        if len(found) == 3:
            return found
    raise MissingLibraryError(
        "no serif typeface with Vietnamese letters: apt install fonts-croscore (or fonts-liberation)"
    )


@cache
def _font_file(name: str) -> Path | None:
    for folder in _FOLDERS:
        root = Path(folder).expanduser()
        if root.is_dir() and (found := next(iter(sorted(root.rglob(name))), None)) is not None:
            return found
    return None


class _Sheet:
    """A4 sheets on which lines are set; measures in points from the top."""

    def __init__(self, canvas: "Canvas") -> None:
        self.canvas, self.y, self.page = canvas, 20 * _MM, 1
        self.left, self.right, self.low = 30 * _MM, 195 * _MM, 277 * _MM

    def lines(self, text: str, width: float, face: str, size: float = 13) -> list[str]:
        from reportlab.pdfbase.pdfmetrics import stringWidth

        found, line = [], ""
        for word in text.split():
            longer = f"{line} {word}" if line else word
            if line and stringWidth(longer, face, size) > width:
                found.append(line)
                line = word
            else:
                line = longer
        return [*found, line]

    def put(
        self,
        text: str,
        face: str,
        *,
        left: float | None = None,
        right: float | None = None,
        middle: bool = False,
        size: float = 13,
    ) -> None:
        start, stop = self.left if left is None else left, self.right if right is None else right
        for line in self.lines(text, stop - start, face, size):
            if self.y + 17 > self.low:
                self.turn()
            self.canvas.setFont(face, size)
            height = 842 - self.y - 13
            if middle:
                self.canvas.drawCentredString((start + stop) / 2, height, line)
            else:
                self.canvas.drawString(start, height, line)
            self.y += 17

    def turn(self) -> None:
        self.canvas.showPage()
        self.page += 1
        self.y = 12 * _MM
        self.put(str(self.page), _faces()["regular"], middle=True)
        self.y = 20 * _MM

    def side_by_side(self, left: Callable[[], None], right: Callable[[], None], room: float) -> None:
        if self.y + room > self.low:
            self.turn()
        top = self.y
        left()
        low, self.y = self.y, top
        right()
        self.y = max(self.y, low)


def _pdf(dispatch: Dispatch) -> bytes:
    try:
        from reportlab.pdfgen.canvas import Canvas
    except ImportError:
        raise MissingLibraryError("PDF files need reportlab: pip install reportlab") from None
    faces, ends = _faces(), dispatch.ends
    buffer = io.BytesIO()
    canvas = Canvas(buffer, pagesize=(595, 842), invariant=1)
    sheet = _Sheet(canvas)
    gutter = 100 * _MM

    def column(
        lines: tuple[tuple[str, str], ...], left: float, right: float, *, middle: bool = True, size: float = 12
    ) -> Callable[[], None]:
        def put() -> None:
            for text, face in lines:
                if text:
                    sheet.put(text, faces[face], left=left, right=right, middle=middle, size=size)
                else:
                    sheet.y += 17

        return put

    if ends.mark:
        sheet.put(ends.mark, faces["bold"])
    left = tuple((line, "bold" if number == len(ends.left) - 1 else "regular") for number, line in enumerate(ends.left))
    right = tuple((line, "bold") for line in ends.right)
    sheet.side_by_side(column(left, 20 * _MM, gutter - 8), column(right, gutter - 4, sheet.right + 10), 60)
    about = ((_about(dispatch), "regular"),) if _about(dispatch) else ()
    sheet.side_by_side(
        column(((ends.number, "regular"), *about), 20 * _MM, gutter - 8),
        column(((ends.dateline, "italic"),), gutter - 4, sheet.right + 10),
        60,
    )
    sheet.y += 8
    for style, text in _paragraphs(dispatch):
        sheet.put(text, faces["regular" if style == "text" else "bold"], middle=style == "title")
        sheet.y += 3
    sheet.y += 8
    copies = (("Nơi nhận:", "italic"), *((line, "regular") for line in ends.copies))
    block = (*((line, "bold") for line in ends.signature), ("", "bold"), ("", "bold"), (ends.name, "bold"))
    sheet.side_by_side(
        column(copies, sheet.left, gutter + 10, middle=False, size=11),
        column(block, gutter + 14, sheet.right),
        17.0 * max(len(copies), len(block)),
    )
    if rows := _after(dispatch):
        sheet.turn()
        for row in rows:
            sheet.put(row.replace(" | ", "   "), faces["regular" if " | " in row else "bold"], middle=" | " not in row)
    canvas.showPage()
    canvas.save()
    return buffer.getvalue()


# --- scans


def _scan(dispatch: Dispatch, noise: int, seed: int) -> tuple[str, bytes]:
    from corpora import scans

    pages = scans.render(dispatch.text, noise=noise, seed=seed * 1_000_003 + int(dispatch.name))
    buffer = io.BytesIO()
    if int(dispatch.name) % 4 == 3:
        grey = [page.convert("L") for page in pages]
        grey[0].save(
            buffer, "TIFF", save_all=True, append_images=grey[1:], compression="jpeg", quality=60, dpi=(200, 200)
        )
        return "tiff", buffer.getvalue()
    clock = time.struct_time((*_EPOCH, 0, 1, 0))
    pages[0].save(
        buffer,
        "PDF",
        save_all=True,
        append_images=pages[1:],
        resolution=200,
        quality=80,
        creationDate=clock,
        modDate=clock,
    )
    return "pdf", buffer.getvalue()
