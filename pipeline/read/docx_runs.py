"""The runs of a Word paragraph as printed text: fields, tracked changes (accepted), symbols, notes, old fonts."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import groupby
from typing import TYPE_CHECKING

from pipeline.read.legacy_fonts import decode_run, font_row
from pipeline.read.ooxml import NS, w
from pipeline.read.symbols import holds_symbols, symbols
from pipeline.read.word_styles import Look, Styles, value

if TYPE_CHECKING:
    from lxml.etree import _Element

__all__ = ["Notes", "Runs"]

_SUPERSCRIPT = str.maketrans("0123456789()ivx", "⁰¹²³⁴⁵⁶⁷⁸⁹⁽⁾ⁱᵛˣ")
_GONE = {w(name) for name in ("del", "moveFrom", "delText", "delInstrText", "pPr", "rPr", "commentReference")}
_ALTERNATE = f"{{{NS['mc']}}}AlternateContent"
_BOX = w("txbxContent")
_MATH_TEXT = f"{{{NS['m']}}}t"
_PICTURES = {w("drawing"), w("pict"), w("object")}
_PLAIN = {
    w("tab"): "    ",
    w("ptab"): "    ",
    w("br"): "\n",
    w("cr"): "\n",
    w("noBreakHyphen"): "-",
    w("softHyphen"): "\u00ad",
}
_PAGE_FIELDS = ("PAGE", "NUMPAGES", "SECTIONPAGES")


@dataclass(slots=True)
class Notes:
    """Footnotes or endnotes in the order in which the text refers to them."""

    kind: str = "decimal"
    next: int = 1
    order: list[tuple[str, str]] = field(default_factory=list)
    """Id of the note and its mark ("" where the mark is typed by hand)."""


def superscript(text: str) -> str:
    """Digits, brackets and small Roman numerals raised.

    >>> superscript("12"), superscript("iv")
    ('¹²', 'ⁱᵛ')
    """
    return text.translate(_SUPERSCRIPT)


@dataclass(slots=True)
class _Field:
    """A field that is open: its instruction so far, and whether its result has begun."""

    instruction: str = ""
    result: bool = False

    @property
    def shown(self) -> bool:
        return self.result and self.instruction.split()[:1] not in ([name] for name in _PAGE_FIELDS)


class Runs:
    """Reads the runs of one story (body, a header, the notes); open fields go on from paragraph to paragraph."""

    def __init__(self, styles: Styles, notes: dict[str, Notes]) -> None:
        self._styles = styles
        self._notes = notes
        self._fields: list[_Field] = []
        self.boxes: list[_Element] = []
        """Text boxes anchored in the last paragraph."""

    def text(self, paragraph: "_Element", style: str | None) -> str:
        """The paragraph's text without its label; text boxes met on the way are put into `boxes`."""
        self.boxes = []
        pieces = [(text, look) for text, look in self._inside(paragraph, style) if text]
        while self._fields and not self._fields[-1].result:  # an instruction that does not end here hides no text
            self._fields.pop()
        return _join(pieces)

    def _inside(self, parent: "_Element", style: str | None) -> Iterator[tuple[str, Look]]:
        for child in parent:
            tag = child.tag
            if tag == w("r"):
                yield from self._run(child, style)
            elif tag == _ALTERNATE:
                yield from self._inside(_branch(child), style)
            elif tag == w("fldSimple"):
                if child.get(w("instr"), "").split()[:1] not in ([name] for name in _PAGE_FIELDS):
                    yield from self._inside(child, style)
            elif tag == _MATH_TEXT:
                yield child.text or "", Look()
            elif tag in _PICTURES:
                self._find_boxes(child)
            elif tag not in _GONE:
                yield from self._inside(child, style)

    def _run(self, run: "_Element", style: str | None) -> Iterator[tuple[str, Look]]:
        look = self._styles.look(style, run.find(w("rPr")))
        for child in _content(run):
            tag = child.tag
            if tag == w("fldChar"):
                self._field(child.get(w("fldCharType")))
                continue
            if tag == w("instrText"):
                if self._fields:
                    self._fields[-1].instruction += child.text or ""
                continue
            if tag in _PICTURES:
                self._find_boxes(child)
                continue
            if look.hidden or not all(each.shown for each in self._fields):
                continue
            if tag == w("t"):
                yield child.text or "", look
            elif tag in _PLAIN:
                yield _PLAIN[tag], look
            elif tag == w("sym"):
                yield _symbol(child), look._replace(font=None)
            elif tag in (w("footnoteReference"), w("endnoteReference")):
                yield self._refer(child, str(tag).rsplit("}", 1)[-1].removesuffix("Reference")), Look()
            elif tag == w("ruby"):
                base = child.find(w("rubyBase"))
                if base is not None:
                    yield from self._inside(base, style)

    def _field(self, kind: str | None) -> None:
        if kind == "begin":
            self._fields.append(_Field())
        elif kind == "separate" and self._fields:
            self._fields[-1].result = True
        elif kind == "end" and self._fields:
            self._fields.pop()

    def _refer(self, reference: "_Element", kind: str) -> str:
        from pipeline.read.number_formats import format_number

        notes = self._notes.get(kind)
        if notes is None:
            return ""
        mark = ""
        if reference.get(w("customMarkFollows")) not in ("1", "true", "on"):
            mark = superscript(format_number(notes.next, notes.kind))
            notes.next += 1
        notes.order.append((reference.get(w("id"), ""), mark))
        return mark

    def _find_boxes(self, picture: "_Element") -> None:
        """Text boxes in a drawing, each once: of alternatives only the branch that is taken, inner boxes with outer."""
        for child in picture:
            if child.tag == _ALTERNATE:
                self._find_boxes(_branch(child))
            elif child.tag == _BOX:
                self.boxes.append(child)
            else:
                self._find_boxes(child)


def _content(run: "_Element") -> "Iterator[_Element]":
    for child in run:
        if child.tag == _ALTERNATE:
            yield from _content(_branch(child))
        else:
            yield child


def _branch(alternatives: "_Element") -> "_Element":
    """The branch of mc:AlternateContent that holds text: the first choice, else the fallback."""
    branches = list(alternatives)
    for branch in branches:
        if next(branch.iter(w("t"), w("sym")), None) is not None:
            return branch
    return branches[0] if branches else alternatives


def _symbol(element: "_Element") -> str:
    try:
        code = int(element.get(w("char"), ""), 16)
    except ValueError:
        return ""
    return symbols(chr(code), element.get(w("font"))) if 0x20 <= code < 0x10000 and not 0xD800 <= code < 0xE000 else ""


def _join(pieces: list[tuple[str, Look]]) -> str:
    """The runs as one text; neighbours in one old encoding are read together, for a letter may be split over two."""
    parts = []
    for look, group in groupby(pieces, lambda piece: _kind(piece[1])):
        members = list(group)
        text = "".join(piece for piece, _ in members)
        font, capitals, raised = look
        if font:
            text = decode_run(text, font)
        else:
            text = "".join(symbols(piece, each.font) if holds_symbols(piece) else piece for piece, each in members)
            text = text.replace("\u00ad", "")
        if raised and text.strip().strip("()").isdecimal():
            text = superscript(text)
        parts.append(text.upper() if capitals else text)
    return "".join(parts)


def _kind(look: Look) -> tuple[str | None, bool, bool]:
    """What two runs must share to be read together: the old font (any of its encoding), capitals, raised."""
    row = font_row(look.font)
    return (row.examples[0] if row else None, look.capitals, look.raised)


def style_of(paragraph: "_Element") -> "tuple[_Element | None, str | None]":
    """The properties of a paragraph and the id of its style."""
    properties = paragraph.find(w("pPr"))
    return properties, value(properties, "pStyle")
