"""A page image made ready for recognition: one grey channel without stamps, even light, upright, level, little noise.

Only what a page needs is done to it: on a clean page all that happens is the choice of channel and two measurements.
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageChops, ImageFilter

__all__ = ["Prepared", "black_ink", "prepare", "skew", "without_stamps"]

Grey = NDArray[np.uint8]

_STEP = 0.1  # degrees
_WIDEST = 5.0  # degrees of skew looked for
_POINTS = 15_000  # of ink that the skew is measured on
_AROUND = 24  # pixels around a box that belong to its letters
_LEVEL = 1.0  # degrees of skew under which a page is left as it is: Tesseract follows such lines itself


class Prepared(NamedTuple):
    """The grey image to recognise, by how many degrees it was levelled, and how noisy it was (grey values)."""

    image: Image.Image
    skew: float
    noise: float


def without_stamps(image: Image.Image) -> Image.Image:
    """One grey channel in which red ink (seals, stamps, pencil) is as light as paper.

    >>> red = Image.new("RGB", (1, 1), (230, 60, 50)); without_stamps(red).getpixel((0, 0))
    230
    """
    if image.mode in ("L", "1", "I;16", "I", "F"):
        return image.convert("L")
    if image.mode in ("RGBA", "LA", "PA") or "transparency" in image.info:
        paper = Image.new("RGBA", image.size, "white")
        image = Image.alpha_composite(paper, image.convert("RGBA"))
    return (image if image.mode == "RGB" else image.convert("RGB")).getchannel(0)


def black_ink(image: Image.Image, ready: "Prepared", box: tuple[int, int, int, int]) -> Image.Image:
    """The page without any coloured ink (stamp, pen, marker), as large and as level as the prepared one.

    Only what stands in `box` (and a little around it) is there, the rest is white.

    >>> page = Image.new("RGB", (9, 9), (40, 60, 200))
    >>> black_ink(page, Prepared(page, 0.0, 0.0), (0, 0, 9, 9)).getpixel((4, 4))
    255
    """
    if image.mode not in ("RGB", "RGBA", "P", "CMYK", "YCbCr"):
        return ready.image
    small = image.resize((max(1, image.width // 8), max(1, image.height // 8)), Image.Resampling.NEAREST)
    light = 0.72 * _paper(_lightest(small))  # what a coloured ink leaves is lighter than this, print is darker
    levels = [min(255, round(level * 255 / max(light, 1.0))) for level in range(256)]
    if ready.skew:
        return _lightest(image).point(levels).rotate(ready.skew, Image.Resampling.BILINEAR, fillcolor=255)
    left, top, right, foot = box
    around = max(0, left - _AROUND), max(0, top - _AROUND), min(image.width, right + _AROUND), foot + _AROUND
    around = (*around[:3], min(image.height, around[3]))
    black = Image.new("L", image.size, 255)
    black.paste(_lightest(image.crop(around)).point(levels), around)
    return black


def _lightest(image: Image.Image) -> Image.Image:
    """The lightest of the three channels: black where all inks are."""
    red, green, blue = image.convert("RGB").split()
    return ImageChops.lighter(red, ImageChops.lighter(green, blue))


def _paper(grey: Image.Image) -> int:
    step = 8 if min(grey.size) > 800 else 1
    return int(np.percentile(np.asarray(grey)[::step, ::step], 80))


def _noise(grey: Image.Image) -> float:
    """Standard deviation of the grain: how far pixels stray from the median of their neighbours, ink left out."""
    width, height = grey.size
    patches = []
    for row in (0.2, 0.5, 0.8):
        for column in (0.3, 0.7):
            x, y = int(width * column), int(height * row)
            patch = grey.crop((x, y, min(x + 96, width), min(y + 96, height)))
            calm = np.asarray(patch.filter(ImageFilter.MedianFilter(3)), dtype=np.int16)
            stray = np.abs(np.asarray(patch, dtype=np.int16) - calm)
            light = stray[calm >= np.median(calm)]
            patches.append(float(np.mean(light)) if light.size else 0.0)
    return float(np.median(patches)) * 1.4826


def _even(grey: Image.Image) -> Image.Image:
    """The page divided by the brightness of its paper, where that varies over the page."""
    small = grey.reduce(16)
    paper = small.filter(ImageFilter.MedianFilter(3)).filter(ImageFilter.MaxFilter(5))
    paper = paper.filter(ImageFilter.GaussianBlur(4))
    levels = np.asarray(paper, dtype=np.float32)
    low, high = np.percentile(levels, (5, 95))
    if low > 0.88 * high and high > 200:
        return grey
    light = np.asarray(paper.resize(grey.size, Image.Resampling.BILINEAR), dtype=np.float32)
    even = np.asarray(grey, dtype=np.float32) * (240.0 / np.maximum(light, 40.0))
    return Image.fromarray(np.minimum(even, 255.0).astype(np.uint8))


def _ink(grey: Image.Image, width: int) -> NDArray[np.float32]:
    """A picture of where the ink is, its long side at least `width`: 1 is black, 0 is paper or lighter."""
    small = np.asarray(grey.reduce(max(1, max(grey.size) // width)), dtype=np.float32)
    paper = float(np.percentile(small, 80))
    dark = float(np.percentile(small, 1))
    margin = max(1, round(min(small.shape) * 0.02))  # the black edges that scanners leave
    ink: NDArray[np.float32] = np.clip((paper - small) / max(paper - dark, 1.0) - 0.15, 0.0, 1.0)
    ink[:margin] = ink[-margin:] = 0.0
    ink[:, :margin] = ink[:, -margin:] = 0.0
    return ink


def _sharpness(ink: NDArray[np.float64], rows: NDArray[np.intp], columns: NDArray[np.intp], slope: float) -> float:
    """How clearly lines stand apart when the page is sheared by this slope: variance of the ink per line."""
    shifted = rows - np.rint(columns * slope).astype(np.intp)
    profile = np.bincount(shifted - shifted.min(), weights=ink)
    return float(np.sum(np.diff(profile) ** 2))


def skew(grey: Image.Image) -> float:
    """Degrees by which the lines of the page fall to the right (at most 5), to the nearest tenth; 0 where unclear.

    >>> skew(Image.new("L", (100, 100), 255))
    0.0
    """
    ink = _ink(grey, 700)
    rows, columns = np.nonzero(ink > 0.3)
    if rows.size < 200:
        return 0.0
    if rows.size > _POINTS:
        keep = np.linspace(0, rows.size - 1, _POINTS).astype(np.intp)
        rows, columns = rows[keep], columns[keep]
    weights = ink[rows, columns].astype(np.float64)

    def best(angles: NDArray[np.float64]) -> tuple[float, float]:
        scores = [(_sharpness(weights, rows, columns, float(np.tan(np.radians(angle)))), angle) for angle in angles]
        score, angle = max(scores)
        return float(angle), score

    coarse, _ = best(np.arange(-_WIDEST, _WIDEST + 0.01, 0.5))
    fine, score = best(np.arange(coarse - 0.4, coarse + 0.41, _STEP))
    level = _sharpness(weights, rows, columns, 0.0)
    return round(fine, 1) if score > 1.05 * level else 0.0


def prepare(image: Image.Image) -> Prepared:
    """Take stamps out, even the light, calm the noise and level the lines of one upright page image.

    A grey image is taken to be without stamps.

    >>> prepare(Image.new("RGB", (100, 100), "white")).skew
    0.0
    """
    grey = without_stamps(image)
    noise = _noise(grey)
    if noise > 4.0:
        grey = grey.filter(ImageFilter.MedianFilter(3))
    if noise > 12.0:
        grey = grey.filter(ImageFilter.GaussianBlur(0.7))
    grey = _even(grey)
    angle = skew(grey)
    if abs(angle) >= _LEVEL:
        return Prepared(grey.rotate(angle, Image.Resampling.BILINEAR, fillcolor=_paper(grey)), angle, noise)
    return Prepared(grey, 0.0, noise)
