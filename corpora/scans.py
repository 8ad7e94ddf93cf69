"""Dispatches as scans: a text set on A4 pages as Nghị định 30/2020/NĐ-CP prescribes, then worn by five levels of noise.

The measures of OCR run on these pages, whose text is known. Everything is drawn with Pillow and numpy and is the
same for the same text, level and seed.
"""

import io
import re
import zlib
from collections.abc import Iterator, Sequence
from functools import cache
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFilter, ImageFont

__all__ = ["LEVELS", "Wear", "degrade", "render", "save_pdf"]

DPI = 200
_PAGE = (8.27, 11.69)  # inches: A4
_MARGINS = (1.18, 0.79, 0.59, 0.79)  # inches left, top, right, bottom (Phụ lục I, mục I.4: 30, 20, 15, 20 mm)
_POINTS = 13.0
_LEADING = 1.28
_FACES = {
    "regular": ("Tinos-Regular.ttf", "LiberationSerif-Regular.ttf"),
    "bold": ("Tinos-Bold.ttf", "LiberationSerif-Bold.ttf"),
}
_COLUMNS = re.compile(r"^(?P<left>.*?\S)?(?:\s{3,}|\t+)(?P<right>\S.*)$")
_RED = (214, 48, 44)


class Wear(NamedTuple):
    """How far a page is worn: degrees, pixels at 200 dpi, grey values, shares of 1."""

    skew: float
    blur: float
    grain: float
    speckle: float
    shade: float
    contrast: float
    jpeg: int
    stamp: bool
    shrink: float


LEVELS: tuple[Wear, ...] = (
    Wear(0.0, 0.0, 0.0, 0.0, 0.0, 1.0, 95, False, 1.0),
    Wear(0.4, 0.4, 6.0, 0.0001, 0.05, 0.95, 80, False, 1.0),
    Wear(1.0, 0.7, 11.0, 0.0005, 0.15, 0.85, 60, True, 1.0),
    Wear(2.0, 0.9, 16.0, 0.0015, 0.30, 0.70, 45, True, 0.9),
    Wear(3.0, 1.0, 16.0, 0.0030, 0.45, 0.60, 30, True, 0.85),
)


@cache
def _font(face: str, dpi: int) -> ImageFont.FreeTypeFont:
    for name in _FACES[face]:
        try:
            return ImageFont.truetype(name, round(_POINTS * dpi / 72))
        except OSError:
            continue
    raise OSError("no serif typeface with Vietnamese letters: apt install fonts-croscore (or fonts-liberation)")


def _wrapped(text: str, width: float, font: ImageFont.FreeTypeFont) -> Iterator[str]:
    line = ""
    for word in text.split():
        longer = f"{line} {word}" if line else word
        if line and font.getlength(longer) > width:
            yield line
            line = word
        else:
            line = longer
    yield line


def _is_heading(line: str) -> bool:
    letters = [sign for sign in line if sign.isalpha()]
    return len(letters) >= 3 and sum(sign.isupper() for sign in letters) >= 0.9 * len(letters) and len(line) < 60


class _Press:
    """Sets lines on pages; the cursor is in pixels."""

    def __init__(self, dpi: int) -> None:
        self.dpi = dpi
        self.size = (round(_PAGE[0] * dpi), round(_PAGE[1] * dpi))
        self.left, self.top, right, bottom = (round(margin * dpi) for margin in _MARGINS)
        self.right, self.bottom = self.size[0] - right, self.size[1] - bottom
        self.pitch = round(_POINTS * dpi / 72 * _LEADING)
        self.pages: list[Image.Image] = []
        self.turn()

    def turn(self) -> None:
        self.pages.append(Image.new("RGB", self.size, "white"))
        self.pen = ImageDraw.Draw(self.pages[-1])
        self.y = self.top
        if len(self.pages) > 1:
            self.put(str(len(self.pages)), self.left, self.right, "regular", centred=True)
            self.y += self.pitch // 2

    def put(self, text: str, left: int, right: int, face: str, *, centred: bool = False) -> None:
        font = _font(face, self.dpi)
        for line in _wrapped(text, right - left, font):
            if self.y + self.pitch > self.bottom:
                self.turn()
            x = left + max(0.0, right - left - font.getlength(line)) / 2 if centred else left
            self.pen.text((x, self.y), line, fill=(20, 20, 20), font=font)
            self.y += self.pitch

    def two(self, left: str, right: str) -> None:
        """A line of the letterhead or of the closing: two blocks side by side, each centred in its own column."""
        gutter = self.left + round((self.right - self.left) * 0.42)
        if self.y + 2 * self.pitch > self.bottom:
            self.turn()
        top, page = self.y, len(self.pages)
        self.put(left, self.left - self.dpi // 3, gutter, "bold" if _is_heading(left) else "regular", centred=True)
        low = self.y if len(self.pages) == page else top
        self.y = top
        self.put(right, gutter, self.right + self.dpi // 4, "bold" if _is_heading(right) else "regular", centred=True)
        self.y = max(self.y, low)


def render(text: str, *, noise: int = 0, seed: int = 0, dpi: int = DPI) -> list[Image.Image]:
    """A4 pages of a plain text at the given noise level (0 to 4); the same arguments give the same pixels.

    Lines with a run of three blanks are set in two columns (letterhead, closing); short lines in capitals are
    centred and bold; everything else is set from the left margin and wrapped.
    Raises `OSError` where no serif typeface with Vietnamese letters is installed.

    >>> len(render("QUYẾT ĐỊNH\\nĐiều 1. Nội dung"))
    1
    """
    press = _Press(dpi)
    for paragraph in text.replace("\f", "\n").split("\n"):
        columns = _COLUMNS.match(paragraph)
        if not paragraph.strip():
            press.y += press.pitch // 2
        elif columns and len(paragraph) < 130:
            press.two((columns["left"] or "").strip(), columns["right"].strip())
        elif _is_heading(paragraph):
            press.put(paragraph.strip(), press.left, press.right, "bold", centred=True)
        else:
            press.put(paragraph.strip(), press.left, press.right, "regular")
    return [degrade(page, noise, seed + number) for number, page in enumerate(press.pages)]


def degrade(page: Image.Image, level: int, seed: int = 0) -> Image.Image:
    """The page worn by `LEVELS[level]`: stamp, skew, blur, faint print, uneven light, grain, speckle, JPEG.

    >>> degrade(Image.new("RGB", (80, 60), "white"), 4, seed=1).size
    (68, 51)
    """
    wear = LEVELS[level]
    random = np.random.default_rng([seed, level, zlib.crc32(page.tobytes())])
    if wear.stamp:
        page = _stamped(page, random)
    if wear.skew:
        angle = float(random.uniform(0.5, 1.0) * wear.skew * random.choice([-1, 1]))
        page = page.rotate(angle, Image.Resampling.BICUBIC, fillcolor="white")
    if wear.shrink != 1.0:
        page = page.resize(
            (round(page.width * wear.shrink), round(page.height * wear.shrink)), Image.Resampling.BICUBIC
        )
    if wear.blur:
        page = page.filter(ImageFilter.GaussianBlur(wear.blur))
    pixels = np.asarray(page, dtype=np.float32)
    pixels = 255.0 - (255.0 - pixels) * wear.contrast
    pixels = pixels * _light(pixels.shape[:2], wear.shade, random)[..., None]
    if wear.grain:
        pixels = pixels + random.normal(0.0, wear.grain, pixels.shape[:2]).astype(np.float32)[..., None]
    if wear.speckle:
        chance = random.random(pixels.shape[:2])
        pixels[chance < wear.speckle] = 40.0
        pixels[chance > 1.0 - wear.speckle] = 250.0
    worn = Image.fromarray(np.clip(pixels, 0, 255).astype(np.uint8))
    buffer = io.BytesIO()
    worn.save(buffer, "JPEG", quality=wear.jpeg)
    return Image.open(buffer).convert("RGB")


def _light(shape: tuple[int, ...], shade: float, random: np.random.Generator) -> NDArray[np.float32]:
    """A lamp at one side: full light there, `1 - shade` at the far edge."""
    turn = random.uniform(0, 2 * np.pi)
    rows = np.linspace(-0.5, 0.5, shape[0], dtype=np.float32)[:, None] * np.float32(np.sin(turn))
    columns = np.linspace(-0.5, 0.5, shape[1], dtype=np.float32)[None, :] * np.float32(np.cos(turn))
    slope = rows + columns
    light: NDArray[np.float32] = 1.0 - np.float32(shade) * (slope - slope.min()) / max(float(np.ptp(slope)), 1e-6)
    return light.astype(np.float32)


def _stamped(page: Image.Image, random: np.random.Generator) -> Image.Image:
    """A round red stamp over the text of the lower half, as ink: it darkens, it does not cover."""
    radius = page.width // 9
    centre = (int(page.width * random.uniform(0.45, 0.75)), int(page.height * random.uniform(0.45, 0.8)))
    ink = Image.new("RGB", page.size, "white")
    pen = ImageDraw.Draw(ink)
    for part, width in ((1.0, 5), (0.93, 2), (0.6, 2)):
        reach = radius * part
        pen.ellipse((centre[0] - reach, centre[1] - reach, centre[0] + reach, centre[1] + reach), None, _RED, width)
    pen.text(centre, "★", fill=_RED, font=_font("bold", DPI), anchor="mm")
    return Image.fromarray(np.minimum(np.asarray(page), np.asarray(ink)))


def save_pdf(pages: Sequence[Image.Image], *, dpi: int = DPI) -> bytes:
    """The page images as a PDF of scans, without a text layer.

    >>> save_pdf([Image.new("RGB", (80, 60), "white")])[:5]
    b'%PDF-'
    """
    buffer = io.BytesIO()
    pages[0].save(buffer, "PDF", save_all=True, append_images=list(pages[1:]), resolution=dpi)
    return buffer.getvalue()
