"""How sure a cited number is: registers/confidence.yaml, measured by `python -m pipeline.evaluation.fit_confidence`.

The extractor adds up what speaks for a number (a word of its kind before it, a known body, a date behind it). What such
a sum is worth in right numbers out of a hundred is measured, and looked up here.
"""

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache
from math import inf
from pathlib import Path
from typing import NamedTuple

__all__ = ["on_page", "presets", "probability", "unmeasured"]

_FILE = Path(__file__).parent / "registers" / "confidence.yaml"
Curve = Sequence[tuple[float, float]]


class _Tables(NamedTuple):
    text: Curve
    page: Curve
    presets: dict[str, float]


_measured: ContextVar[bool] = ContextVar("measured", default=True)


@cache
def _tables() -> _Tables:
    import yaml

    data = yaml.safe_load(_FILE.read_text(encoding="utf-8"))
    return _Tables(
        [(float(x), float(y)) for x, y in data["text"]], [(float(x), float(y)) for x, y in data["page"]],
        {name: float(least) for name, least in data["presets"].items()},
    )  # fmt: skip


def _at(curve: Curve, place: float) -> float:
    """The value of a curve, straight between its points, level outside them."""
    index = bisect_right(curve, (place, inf))
    if index == 0:
        return curve[0][1]
    if index == len(curve):
        return curve[-1][1]
    (x0, y0), (x1, y1) = curve[index - 1], curve[index]
    return y0 + (y1 - y0) * (place - x0) / (x1 - x0)


def probability(evidence: float) -> float:
    """The share of right numbers among those with this sum of evidence (0 to 1), in clean and mistyped text.

    >>> probability(0.99) > probability(0.7)
    True
    """
    return round(_at(_tables().text, evidence), 3) if _measured.get() else evidence


def on_page(confidence: float, ocr_confidence: float | None) -> float:
    """The same on a page recognised with `ocr_confidence` (0 to 1); None: the page was not recognised but read.

    >>> on_page(0.98, None)
    0.98
    >>> on_page(0.98, 0.80) < 0.98
    True
    """
    if ocr_confidence is None or not _measured.get():
        return confidence
    return round(confidence * _at(_tables().page, ocr_confidence), 3)


def presets() -> dict[str, float]:
    """The least confidence that `--precision` and `--recall` keep.

    >>> sorted(presets())
    ['precision', 'recall']
    """
    return _tables().presets


@contextmanager
def unmeasured() -> Iterator[None]:
    """Inside, confidences are the plain sums of evidence: for the program that measures what they are worth."""
    token = _measured.set(False)
    try:
        yield
    finally:
        _measured.reset(token)
