"""Templates: one environment, everything escaped."""

import hashlib
from functools import cache, partial
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlencode

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from pipeline.web import words
from pipeline.web.graph import COLOURS, HEIGHT, WIDTH, Drawing

__all__ = ["STATIC", "address", "environment", "static_version", "svg", "work_address"]

HOME = Path(__file__).parent
STATIC = HOME / "static"


def address(page: str, /, **parameters: Any) -> str:
    """The address of a page; parameters that are empty are left out, lists come several times.

    >>> address("/tim", q="kế hoạch", year=None, relation=["amends"])
    '/tim?q=k%E1%BA%BF+ho%E1%BA%A1ch&relation=amends'
    """
    kept = {
        name: ("true" if value else "false") if isinstance(value, bool) else value
        for name, value in parameters.items()
        if value is not None and value not in ("", [])
    }
    return f"{page}?{urlencode(kept, doseq=True, safe='/:')}" if kept else page


def work_address(
    target_id: str, *, doc: str | None = None, citation: int | None = None, scan: int | None = None
) -> str:
    """The address of a work's page; of one of its mentions, where one is given; of the image of a page (`scan`).

    >>> work_address("chinh-phu/NĐ/30-2020", citation=3)
    '/van-ban?id=chinh-phu/N%C4%90/30-2020&citation=3#c3'
    """
    mark = f"#c{citation}" if citation is not None else ""
    return address("/van-ban", id=target_id, doc=doc and doc[:16], scan=scan, citation=citation) + mark


@cache
def static_version() -> str:
    """Changes when a file of `static` does: browsers may keep the files for good."""
    digest = hashlib.sha256()
    for path in sorted(STATIC.iterdir()):
        digest.update(path.read_bytes())
    return digest.hexdigest()[:12]


@cache
def environment() -> Environment:
    """Templates with escaping of everything and without undefined names."""
    made = Environment(
        loader=FileSystemLoader(HOME / "templates"), autoescape=True, undefined=StrictUndefined,
        trim_blocks=True, lstrip_blocks=True,
    )  # fmt: skip
    made.globals |= {
        "address": address, "work_address": work_address, "quote": quote, "colours": COLOURS,
        "box": {"width": WIDTH, "height": HEIGHT},
    }  # fmt: skip
    return made


def svg(drawing: Drawing, language: str) -> str:
    """A drawing that stands alone: no links, no style sheet, its colours explained."""
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + environment().get_template("graph.svg").render(
        drawing=drawing, alone=True, links=None, t=words.voice(language), num=partial(words.number, language=language)
    )
