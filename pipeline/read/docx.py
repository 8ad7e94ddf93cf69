"""DOCX → text: body, tables, text boxes, notes, headers and footers, in the order in which they are read."""

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

from pipeline.errors import CancuError
from pipeline.read.docx_runs import Notes, Runs, style_of
from pipeline.read.legacy_fonts import mend
from pipeline.read.numbering import Labels, Numbering
from pipeline.read.ooxml import NS, Package, w
from pipeline.read.reading import PAGE_BREAK, Page, Raw, Reading
from pipeline.read.table_text import table_lines
from pipeline.read.word_styles import Styles, is_on, value

if TYPE_CHECKING:
    from lxml.etree import _Element

__all__ = ["docx_text", "read_docx"]

_TRANSPARENT = {
    w(name) for name in ("sdt", "sdtContent", "customXml", "ins", "moveTo", "smartTag", "body", "hdr", "ftr")
}
_ALTERNATE = f"{{{NS['mc']}}}AlternateContent"
_OUTSIDE = {"footnote": "footnotes", "endnote": "endnotes"}


class _Story:
    """One stream of paragraphs: its fields and list counters go on from one to the next."""

    def __init__(self, document: "_Document") -> None:
        self._runs = Runs(document.styles, document.notes)
        self._labels = Labels(document.numbering)
        self._document = document
        self._styles = document.styles
        self._carried = ""

    def lines(self, parent: "_Element | Iterable[_Element]") -> list[str]:
        """The paragraphs and tables inside an element, a line each; runs of empty ones are one empty line."""
        lines: list[str] = []
        for child in parent:
            tag = child.tag
            if tag == w("p"):
                lines.extend(self._paragraph(child))
            elif tag == w("tbl"):
                lines.extend(["", *self._table(child), ""])
            elif tag in _TRANSPARENT:
                lines.extend(self.lines(child))
            elif tag == w("altChunk"):
                lines.extend(self._document.chunk(child.get(f"{{{NS['r']}}}id", "")))
            elif tag == _ALTERNATE and len(child):
                lines.extend(self.lines(child[0]))
        return lines

    def _paragraph(self, paragraph: "_Element") -> list[str]:
        properties, style = style_of(paragraph)
        text = self._runs.text(paragraph, style)
        boxes = self._runs.boxes
        mark = None if properties is None else properties.find(w("rPr"))
        if (
            mark is not None and mark.find(w("del")) is not None
        ):  # the paragraph mark is deleted: the next one follows on
            self._carried += text
            return self._boxes(boxes)
        text, self._carried = self._carried + text, ""
        look = self._styles.look(style, mark)
        label = (
            ""
            if look.hidden and not text.strip()
            else self._labels.label(properties, style, look._replace(hidden=False))
        )
        lines = [line.strip() for line in f"{label}{text.strip()}".split("\n")]
        return lines + self._boxes(boxes)

    def _boxes(self, boxes: "list[_Element]") -> list[str]:
        lines: list[str] = []
        for box in boxes:
            lines.extend(line for line in self.lines(box) if line)
        return lines

    def _table(self, table: "_Element") -> list[str]:
        rows = []
        for row in self._rows(table):
            cells = []
            for cell in row.iter(w("tc")):
                if next(cell.iterancestors(w("tr")), None) is not row or _merged_away(cell):
                    continue
                cells.append(self.lines(cell))
            rows.append(cells)
        return table_lines(rows, bordered=self._bordered(table))

    def _rows(self, table: "_Element") -> "Iterable[_Element]":
        for row in table.iter(w("tr")):
            if next(row.iterancestors(w("tbl")), None) is not table:
                continue
            properties = row.find(w("trPr"))
            if properties is None or properties.find(w("del")) is None:
                yield row

    def _bordered(self, table: "_Element") -> bool:
        properties = table.find(w("tblPr"))
        holders = [properties] if properties is not None else []
        for style in self._styles.chain(value(properties, "tblStyle")):
            inherited = style.find(w("tblPr"))
            if inherited is not None:
                holders.append(inherited)
        for holder in holders:
            borders = holder.find(w("tblBorders"))
            if borders is not None:
                return _drawn(borders.find(w("insideV"))) or _drawn(borders.find(w("insideH")))
        borders = table.find(f"{w('tr')}/{w('tc')}/{w('tcPr')}/{w('tcBorders')}")
        return borders is not None and sum(_drawn(side) for side in borders) >= 3


def _drawn(side: "_Element | None") -> bool:
    return side is not None and side.get(w("val")) not in (None, "nil", "none")


def _merged_away(cell: "_Element") -> bool:
    """A cell that only goes on with the one above it, or is deleted by a tracked change."""
    properties = cell.find(w("tcPr"))
    if properties is None:
        return False
    merged = properties.find(w("vMerge"))
    return (merged is not None and merged.get(w("val")) != "restart") or properties.find(w("cellDel")) is not None


class _Document:
    """A package opened: what its stories share."""

    def __init__(self, package: Package) -> None:
        self.package = package
        self.styles = Styles(package)
        self.numbering = Numbering(package, self.styles)
        self.root = package.xml(package.main)
        settings = package.optional(package.by_kind("settings"))
        self.notes = {"footnote": Notes("decimal"), "endnote": Notes("lowerRoman")}
        for name, notes in self.notes.items():
            for place in (settings, self.root):
                form = None if place is None else next(place.iter(w(f"{name}Pr")), None)
                notes.kind = value(form, "numFmt") or notes.kind
                start = value(form, "numStart")
                notes.next = int(start) if start and start.isdigit() else notes.next

    def lines(self) -> list[str]:
        """All the text, in reading order."""
        body = self.root.find(w("body"))
        if body is None:
            raise CancuError("file-damaged", "the document has no body", where=self.package.name)
        above, around = self._furniture(body)
        lines = _Story(self).lines(body)
        return [*above, "", *lines, "", *self._note_lines(), "", *around]

    def chunk(self, relation_id: str) -> list[str]:
        """The lines of a web page or text stored inside the package, as office systems export their documents.

        A document of another kind inside this one is not opened.
        """
        from pipeline.read.encodings import decode
        from pipeline.read.html import html_text, mhtml_text
        from pipeline.read.kinds import detect

        relation = self.package.relations(self.package.main).get(relation_id)
        if relation is None or relation.target not in self.package.parts:
            return []
        data = self.package.bytes(relation.target)
        readers: dict[str, Callable[[bytes], str]] = {
            "text/html": html_text, "multipart/related": mhtml_text, "text/plain": lambda data: decode(data).text,
        }  # fmt: skip
        reader = readers.get(detect(data))
        return reader(data).split("\n") if reader else []

    def _furniture(self, body: "_Element") -> tuple[list[str], list[str]]:
        """Headers of the first page, which may be the letterhead; then the other headers and all footers, once each."""
        relations = self.package.relations(self.package.main)
        above: list[str] = []
        around: list[str] = []
        seen: set[str] = set()
        for number, section in enumerate(body.iter(w("sectPr"))):
            first_differs = bool(is_on(section, "titlePg"))
            for kind in ("header", "footer"):
                for reference in section.iterchildren(w(f"{kind}Reference")):
                    relation = relations.get(reference.get(f"{{{NS['r']}}}id", ""))
                    root = None if relation is None else self.package.optional(relation.target)
                    if relation is None or root is None or relation.target in seen:
                        continue
                    use = reference.get(w("type"), "default")
                    if use == "first" and not first_differs:
                        continue
                    seen.add(relation.target)
                    lines = [line for line in _Story(self).lines(root) if line.strip(" -–—.·|/0123456789")]
                    on_first = number == 0 and kind == "header" and use == ("first" if first_differs else "default")
                    known = above if on_first else around
                    known.extend(line for line in lines if line not in above and line not in around)
        return above, around

    def _note_lines(self) -> list[str]:
        lines: list[str] = []
        for name, part in _OUTSIDE.items():
            root = self.package.optional(self.package.by_kind(part)) if self.notes[name].order else None
            bodies = {} if root is None else {note.get(w("id")): note for note in root.iterchildren(w(name))}
            for identity, mark in self.notes[name].order:
                if identity in bodies:
                    text = [line for line in _Story(self).lines(bodies[identity]) if line]
                    lines.extend([f"{mark} {text[0]}".strip(), *text[1:]] if text else [])
        return lines


def _tidy(lines: Iterable[str]) -> str:
    """One empty line at most between others, none at either end."""
    kept: list[str] = []
    for line in lines:
        if line or (kept and kept[-1]):
            kept.append(line)
    return "\n".join(kept).strip("\n").replace(PAGE_BREAK, "\n")


def docx_text(data: bytes, name: str | None = None) -> str:
    """The text of a DOCX as Word prints it: a line a paragraph with its automatic label, tracked changes accepted.

    Hidden text, comments and page numbers are left out. Footnotes follow the body, each behind its raised mark; a
    header of the first page precedes it, other headers and the footers close the text. Runs in the old fonts
    (`.VnTime`, `VNI-Times`) are Unicode. Raises `CancuError`: file-damaged, file-hostile, file-encrypted.
    """
    text = _tidy(_Document(Package(data, name)).lines())
    return mend(text).text


def read_docx(raw: Raw) -> Reading:
    """Reading of a DOCX; the format knows no pages, so it is one. Raises as `docx_text` does."""
    return raw.reading([Page(1, docx_text(raw.data, raw.name))], paged=False)
