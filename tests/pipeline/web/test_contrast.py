"""Text can be read on its ground: WCAG 2.2, 1.4.3 (4.5 : 1) and 1.4.11 (3 : 1 for borders and lines)."""

import re
from pathlib import Path

import pytest

from pipeline.web.graph import COLOURS

CSS = (Path(__file__).resolve().parents[3] / "pipeline" / "web" / "static" / "cancu.css").read_text(encoding="utf-8")
VARIABLES = dict(re.findall(r"--([\w-]+):\s*(#[0-9a-f]{6})\b", CSS))
WHITE = "#ffffff"


def light(colour: str) -> float:
    """Relative luminance."""
    parts = [int(colour[index : index + 2], 16) / 255 for index in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def ratio(one: str, other: str) -> float:
    """Contrast of two colours, from 1 to 21."""
    high, low = sorted((light(one), light(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def mixed(colour: str, share: float, ground: str) -> str:
    """What `color-mix` in sRGB gives."""
    both = [(int(colour[i : i + 2], 16), int(ground[i : i + 2], 16)) for i in (1, 3, 5)]
    return "#" + "".join(f"{round(share * a + (1 - share) * b):02x}" for a, b in both)


GROUNDS = ("ground", "sheet", "tint", "duty", "notice")
TEXTS = [
    *((text, ground) for text in ("ink", "quiet", "link") for ground in GROUNDS),
    ("ink", "mark"), ("seal", "sheet"), ("seal", "tint"), ("seal", "ground"), ("duty-edge", "sheet"),
    ("duty-edge", "duty"), ("ink", "heat-1"),
    ("ink", "heat-2"), ("ink", "heat-3"), *((name, "sheet") for name in COLOURS),
]  # fmt: skip
LINES = [("edge", "ground"), ("edge", "sheet"), ("link", "ground"), *((name, "sheet") for name in COLOURS)]


def test_the_figure_of_the_standard() -> None:
    assert 21.0 == ratio("#000000", WHITE)


@pytest.mark.parametrize(("text", "ground"), TEXTS)
def test_text_on_its_ground(text: str, ground: str) -> None:
    assert ratio(VARIABLES[text], VARIABLES[ground]) >= 4.5


@pytest.mark.parametrize("ground", ["seal", "seal-deep", "heat-4", "heat-5"])
def test_white_text(ground: str) -> None:
    assert ratio(WHITE, VARIABLES[ground]) >= 4.5


@pytest.mark.parametrize(("line", "ground"), LINES)
def test_lines_and_borders(line: str, ground: str) -> None:
    assert ratio(VARIABLES[line], VARIABLES[ground]) >= 3


@pytest.mark.parametrize("relation", COLOURS)
def test_marked_text(relation: str) -> None:
    assert ratio(VARIABLES["ink"], mixed(VARIABLES[relation], 0.2, VARIABLES["duty"])) >= 4.5


def test_pictures_and_pages_have_the_same_colours() -> None:
    assert COLOURS == {name: VARIABLES[name] for name in COLOURS}
