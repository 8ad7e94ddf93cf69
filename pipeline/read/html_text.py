"""The elements of a web page as lines, the way a browser lays them out."""

import re
from typing import TYPE_CHECKING

from pipeline.read.docx_runs import superscript
from pipeline.read.html_content import words
from pipeline.read.legacy_fonts import decode_run
from pipeline.read.number_formats import format_number
from pipeline.read.table_text import table_lines

if TYPE_CHECKING:
    from lxml.etree import _Element

__all__ = ["page_lines"]

_DEEPEST = 150  # elements inside one another; below, only the bare text is taken
_BLOCKS = {"p", "div", "section", "article", "main", "header", "footer", "blockquote", "center", "ul", "ol", "dl", "dt",
           "dd", "h1", "h2", "h3", "h4", "h5", "h6", "pre", "address", "figure", "figcaption", "form", "fieldset",
           "body", "hr", "tr", "td", "th", "tbody", "thead", "tfoot", "caption", "html"}  # fmt: skip
_BLANKS = re.compile(r"[\s\x00-\x1f\x7f]+")
_APART = {"h1", "h2", "h3", "h4", "h5", "h6", "blockquote", "hr"}
_FAMILY = re.compile(r"font-family\s*:\s*[\"']?([^;\"',]+)", re.IGNORECASE)
_UPPER = re.compile(r"text-transform\s*:\s*uppercase", re.IGNORECASE)
_LIST_KINDS = {"a": "lowerLetter", "A": "upperLetter", "i": "lowerRoman", "I": "upperRoman", "1": "decimal"}
_BORDER = re.compile(r"border(?:-\w+)*\s*:\s*(?!\s*(?:none|0|medium none))[^;]*(?:solid|double|\d)", re.IGNORECASE)


class _Writer:
    """Collects lines; running text is held until a block ends it."""

    def __init__(self) -> None:
        self.lines: list[str] = []
        self._open: list[str] = []
        self._counts: dict[_Element, int] = {}

    def add(self, text: str) -> None:
        self._open.append(text)

    def end(self) -> None:
        """End the line in hand, if there is anything on it."""
        text = "".join(self._open)
        self._open.clear()
        for line in text.split("\n"):
            tidy = " ".join(line.split())
            if tidy:
                self.lines.append(tidy)

    def turn(self) -> None:
        """A forced line break: an empty line where the line in hand is empty."""
        if "".join(self._open).strip():
            self.end()
        else:
            self.gap()

    def gap(self) -> None:
        self.end()
        if self.lines and self.lines[-1]:
            self.lines.append("")

    def walk(self, element: "_Element", font: str | None, upper: bool, depth: int) -> None:
        tag = element.tag
        if not isinstance(tag, str):
            return
        style = element.get("style", "")
        family = _FAMILY.search(style)
        font = element.get("face") or (family[1].strip() if family else None) or font
        upper = upper or bool(_UPPER.search(style))
        block = tag in _BLOCKS or tag == "li"
        if depth > _DEEPEST:
            self.add(_shown(words(element), font, upper))
            return
        if block:
            self.end()
        if tag in _APART:
            self.gap()
        if tag == "br":
            self.turn()
        elif tag == "table":
            self._table(element, font, upper, depth)
        elif tag == "pre":
            for line in "".join(map(str, element.itertext())).splitlines():
                self.add(_shown(line, font, upper))
                self.end() if line.strip() else self.gap()
        elif tag == "sup" and words(element).strip("()").isdecimal():
            self.add(superscript(words(element)))
        else:
            if tag == "li":
                self.add(self._marker(element))
            self._inside(element, font, upper, depth)
        if tag == "p" and not words(element):
            self.gap()
        if block:
            self.end()
        if tag in _APART:
            self.gap()

    def _inside(self, element: "_Element", font: str | None, upper: bool, depth: int) -> None:
        if element.text:
            self.add(_shown(_folded(element.text), font, upper))
        for child in element:
            self.walk(child, font, upper, depth + 1)
            if child.tail:
                self.add(_shown(_folded(child.tail), font, upper))

    def _marker(self, item: "_Element") -> str:
        """What a browser prints before an item of a list."""
        parent = item.getparent()
        if parent is None or parent.tag != "ol":
            return "- "
        following = self._counts.get(parent, _integer(parent.get("start"), 1))
        number = _integer(item.get("value"), following)
        self._counts[parent] = number + 1
        return f"{format_number(number, _LIST_KINDS.get(parent.get('type', '1'), 'decimal'))}. "

    def _table(self, table: "_Element", font: str | None, upper: bool, depth: int) -> None:
        self.gap()
        rows = []
        for row in table.iter("tr"):
            if next(row.iterancestors("table"), None) is not table:
                continue
            cells = []
            for cell in row.iterchildren("td", "th"):
                writer = _Writer()
                writer.walk(cell, font, upper, depth + 1)
                cells.append(writer.lines)
            rows.append(cells)
        self.lines.extend(table_lines(rows, bordered=_bordered(table)))
        self.gap()


def _folded(text: str) -> str:
    return _BLANKS.sub(" ", text)


def _shown(text: str, font: str | None, upper: bool) -> str:
    text = decode_run(text, font)
    return text.upper() if upper else text


def _bordered(table: "_Element") -> bool:
    if table.get("border", "0") not in ("0", "") or _BORDER.search(table.get("style", "")):
        return True
    if "grid" in table.get("class", "").lower():
        return True
    cell = next(table.iter("td", "th"), None)
    return cell is not None and bool(_BORDER.search(cell.get("style", "")))


def _integer(text: str | None, default: int) -> int:
    return int(text) if text and text.strip().isdecimal() and len(text) < 8 else default


def page_lines(element: "_Element") -> list[str]:
    """The lines of an element, one empty line at most between others and none at either end."""
    writer = _Writer()
    writer.walk(element, None, False, 0)
    writer.end()
    kept: list[str] = []
    for line in writer.lines:
        if line or (kept and kept[-1]):
            kept.append(line)
    while kept and not kept[-1]:
        kept.pop()
    return kept
