"""Tesseract in this process: one recogniser per process, one thread each, its lines as segments of tokens."""

import os
import re
from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

from PIL import Image

from pipeline.errors import CancuError
from pipeline.read.layout import Segment, Token
from pipeline.read.ocr.specks import without_specks

__all__ = ["DPI", "HOW_TO_INSTALL", "Look", "available", "orientation", "recognise", "tessdata", "versions"]

DPI = 200  # of the images recognised; 13-point print is read best near this size, and fastest
HOW_TO_INSTALL = "apt install tesseract-ocr-vie tesseract-ocr-osd"
_DEBIAN = "usr/share/tesseract-ocr"
_SETTINGS = {
    "invert_threshold": "0",  # no second try in white on black: dispatches have none, and it costs 4 % of the time
    "textord_tabfind_find_tables": "0",  # our own layout puts the rows of tables together
}
_ETH = re.compile("[ĐÐ]*Ð[ĐÐ]*")  # the model often reads one Đ as Icelandic eth, or as both
PAGE, BLOCK, LINE = 3, 6, 7  # Tesseract's page segmentation modes: find the blocks; one block of text; one line

os.environ.setdefault("OMP_THREAD_LIMIT", "1")  # before libtesseract loads: workers share the machine, threads fight


class Look(NamedTuple):
    """What one recognition of an image saw: its lines in Tesseract's order and the mean confidence (0 to 1)."""

    lines: tuple[Segment, ...]
    confidence: float


@cache
def tessdata(language: str = "vie") -> Path | None:
    """The folder that holds the language's traineddata: TESSDATA_PREFIX, else where Debian and others put it."""
    named = os.environ.get("TESSDATA_PREFIX")
    roots = [Path(named), Path(named) / "tessdata"] if named else []
    system = Path("/")
    roots += sorted(system.glob(f"{_DEBIAN}/*/tessdata"), reverse=True)
    roots += [system / "usr/share/tessdata", system / "usr/local/share/tessdata"]
    return next((root for root in roots if (root / f"{language}.traineddata").is_file()), None)


def available() -> bool:
    """Whether pages can be recognised here: the wheel is installed and Vietnamese traineddata is found."""
    try:
        import tesserocr  # noqa: F401
    except ImportError:
        return False
    return tessdata() is not None


@cache
def versions() -> str:
    """Engine and model, as part of what a cached result depends on."""
    import tesserocr

    folder = tessdata()
    size = (folder / "vie.traineddata").stat().st_size if folder else 0
    return f"{tesserocr.tesseract_version().split()[1]} vie:{size}"


@cache
def _engine() -> Any:
    try:
        import tesserocr
    except ImportError:
        message = "this is a scan, and tesserocr is not installed (pip install tesserocr)"
        raise CancuError("ocr-missing", message) from None
    folder = tessdata()
    if folder is None:
        raise CancuError("ocr-missing", f"this is a scan, and there is no vie.traineddata ({HOW_TO_INSTALL})")
    tesserocr.set_leptonica_log_level(tesserocr.LeptLogLevel.NONE)  # it complains on stderr of specks and strokes
    engine = tesserocr.PyTessBaseAPI(path=str(folder), lang="vie", psm=PAGE, oem=tesserocr.OEM.LSTM_ONLY)
    for name, value in _SETTINGS.items():
        engine.SetVariable(name, value)
    return engine


def _set(engine: Any, image: Image.Image, mode: int, dpi: int) -> None:
    engine.SetPageSegMode(mode)
    grey = image if image.mode == "L" else image.convert("L")
    engine.SetImageBytes(grey.tobytes(), grey.width, grey.height, 1, grey.width)
    engine.SetSourceResolution(dpi)


def recognise(image: Image.Image, *, mode: int = PAGE, dpi: int = DPI, seconds: float = 60.0) -> Look:
    """Recognise a prepared grey image; boxes are in its pixels. Raises `CancuError("ocr-missing")`, ("ocr-timeout").

    A page that takes more than `seconds` is given up.
    """
    engine = _engine()
    _set(engine, image, mode, dpi)
    if not engine.Recognize(int(seconds * 1000)):
        raise CancuError("ocr-timeout", f"a page was not recognised within {seconds:.0f} seconds")
    lines = tuple(without_specks(list(_lines(engine))))
    confidences = [token.confidence or 0.0 for line in lines for token in line.tokens]
    return Look(lines, sum(confidences) / len(confidences) if confidences else 0.0)


def _lines(engine: Any) -> Iterator[Segment]:
    from tesserocr import RIL, iterate_level

    iterator = engine.GetIterator()
    if iterator is None:
        return
    tokens: list[Token] = []
    for place in iterate_level(iterator, RIL.WORD):
        if place.IsAtBeginningOf(RIL.TEXTLINE) and tokens:
            yield Segment(tuple(tokens))
            tokens = []
        if place.Empty(RIL.WORD):
            continue
        text = _ETH.sub("Đ", place.GetUTF8Text(RIL.WORD).strip())
        box = place.BoundingBox(RIL.WORD)
        confidence = place.Confidence(RIL.WORD) / 100.0
        if text and box:
            x0, y0, x1, y1 = map(float, box)
            tokens.append(Token(text, x0, y0, x1, y1, confidence))
    if tokens:
        yield Segment(tuple(tokens))


@cache
def _compass() -> Any:
    import tesserocr

    folder = tessdata("osd")
    if folder is None:
        return None
    return tesserocr.PyTessBaseAPI(path=str(folder), lang="osd", psm=tesserocr.PSM.OSD_ONLY)


def orientation(image: Image.Image) -> int:
    """By how many degrees (0, 90, 180, 270) to turn the image counter-clockwise so that its text stands upright.

    Needs osd.traineddata; without it, or where the page has too little text, 0.
    """
    compass = _compass()
    if compass is None:
        return 0
    compass.SetImage(image)
    found = compass.DetectOrientationScript()
    if not found or found["orient_conf"] < 1.0:
        return 0
    return int(found["orient_deg"])


def mean(lines: Sequence[Segment]) -> float:
    """Mean confidence of the words, weighted by length; 0 where there are none."""
    pairs = [(token.confidence or 0.0, len(token.text)) for line in lines for token in line.tokens]
    weight = sum(length for _, length in pairs)
    return sum(confidence * length for confidence, length in pairs) / weight if weight else 0.0
