"""Page images: PNG, JPEG, WebP, TIFF with its pages, photographs turned by their EXIF."""

import io
import warnings
from collections.abc import Iterator
from itertools import islice
from typing import TYPE_CHECKING

from PIL import Image, ImageOps, ImageSequence, UnidentifiedImageError

from pipeline.errors import CancuError
from pipeline.read.ocr import as_read, recognise_page
from pipeline.read.ocr.engine import DPI
from pipeline.read.reading import Page, Raw, Reading

if TYPE_CHECKING:
    from extractors.records import Problem

__all__ = ["fitted", "page_seen", "read_image"]

MOST_PIXELS = 100_000_000  # of an image as it comes: A3 at 600 dots an inch is 70 million
MOST_FRAMES = 3000
_LONG_SIDE = round(11.69 * DPI)  # pixels of a page's long side at the size that is read best
_FORMATS = ("PNG", "JPEG", "WEBP", "TIFF")


def read_image(raw: Raw) -> Reading:
    """Reading of an image file, one page for each of its frames, every page recognised.

    Raises `CancuError`: file-damaged, file-hostile (too many pixels), ocr-missing.
    """
    return _reading(raw, _frames(raw))


def page_seen(raw: Raw, number: int) -> tuple[Page, Image.Image]:
    """One page (from 1) as it is read, and the image that the boxes of its words lie on.

    Raises `CancuError`: page-unread, file-damaged, file-hostile, ocr-missing.
    """
    frame = next(islice(_frames(raw), number - 1, None), None) if number >= 1 else None
    if frame is None:
        raise CancuError("page-unread", f"there is no page {number}", where=raw.name)
    image = fitted(frame)
    return recognise_page(image, number).page, as_read(image)


def _reading(raw: Raw, frames: Iterator[Image.Image]) -> Reading:
    pages: list[Page] = []
    problems: list[Problem] = []
    for number, frame in enumerate(frames, 1):
        recognised = recognise_page(fitted(frame), number)
        pages.append(recognised.page)
        problems += recognised.problems
    return raw.reading(pages, paged=True, problems=problems)


def _frames(raw: Raw) -> Iterator[Image.Image]:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)
            with Image.open(io.BytesIO(raw.data), formats=_FORMATS) as image:
                paged = image.format == "TIFF"  # elsewhere further frames are previews or an animation
                for count, frame in enumerate(ImageSequence.Iterator(image) if paged else [image]):
                    if count >= MOST_FRAMES:
                        raise CancuError("file-hostile", f"more than {MOST_FRAMES} frames", where=raw.name)
                    if frame.width * frame.height > MOST_PIXELS:
                        size = f"{frame.width} by {frame.height} pixels"
                        raise CancuError("file-hostile", f"an image of {size}", where=raw.name)
                    yield ImageOps.exif_transpose(frame)
    except Image.DecompressionBombError as error:
        raise CancuError("file-hostile", str(error), where=raw.name) from None
    except UnidentifiedImageError:
        raise CancuError("file-damaged", "no image can be made out of it", where=raw.name) from None
    except (OSError, SyntaxError, ValueError, EOFError) as error:
        raise CancuError("file-damaged", f"the image is damaged: {error}", where=raw.name) from None


def fitted(image: Image.Image) -> Image.Image:
    """The image at about the size of an A4 page of 200 dots an inch, whatever its resolution says.

    >>> fitted(Image.new("L", (2480, 3508))).size
    (1653, 2338)
    """
    if image.mode in ("I;16", "I;16B", "I", "F"):
        image = image.convert("I").point(lambda value: value / 256).convert("L")
    long, short = max(image.size), min(image.size)
    if short * 2.2 < long:  # a strip or a receipt: its height says nothing
        return image if short >= 600 else image.resize((image.width * 2, image.height * 2), Image.Resampling.BICUBIC)
    scale = _LONG_SIDE / long
    if 0.9 <= scale <= 1.12:
        return image
    if image.mode in {"1", "P"}:
        image = image.convert("RGB" if image.mode == "P" else "L")
    size = max(1, round(image.width * scale)), max(1, round(image.height * scale))
    return image.resize(size, Image.Resampling.LANCZOS, reducing_gap=2.0)
