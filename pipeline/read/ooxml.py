"""The package of a DOCX file: a ZIP of XML parts that refer to one another.

Nothing outside the package is ever fetched; a part that unpacks without end, or declares entities, is refused.
"""

import io
import posixpath
import struct
import zipfile
import zlib
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from pipeline.errors import CancuError

if TYPE_CHECKING:
    from lxml.etree import _Element

__all__ = ["MAX_PART", "NS", "Package", "Relation", "parse_xml", "w"]

MAX_PART = 64 << 20  # bytes of one unpacked XML part; a thousand pages of decree take about 30 million
_BROKEN = (zipfile.BadZipFile, zlib.error, struct.error, EOFError, OSError, NotImplementedError, RuntimeError,
           ValueError, IndexError)  # fmt: skip
"""What zipfile raises on broken archives."""
MAX_RATIO = 400  # unpacked to packed; Word's own parts reach about 60

_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
NS = {
    "w": _W,
    "r": "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
    "a": "http://schemas.openxmlformats.org/drawingml/2006/main",
    "mc": "http://schemas.openxmlformats.org/markup-compatibility/2006",
    "m": "http://schemas.openxmlformats.org/officeDocument/2006/math",
    "w14": "http://schemas.microsoft.com/office/word/2010/wordml",
}
_STRICT = {  # ISO 29500 strict names, as some programs write them
    b"http://purl.oclc.org/ooxml/wordprocessingml/main": _W.encode(),
    b"http://purl.oclc.org/ooxml/officeDocument/relationships": NS["r"].encode(),
    b"http://purl.oclc.org/ooxml/drawingml/main": NS["a"].encode(),
    b"http://purl.oclc.org/ooxml/officeDocument/math": NS["m"].encode(),
}
_PACKAGE_RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"


def w(name: str) -> str:
    """The name of a WordprocessingML element or attribute as lxml writes it.

    >>> w("p")
    '{http://schemas.openxmlformats.org/wordprocessingml/2006/main}p'
    """
    return f"{{{_W}}}{name}"


class Relation(NamedTuple):
    """A reference from one part to another: the last word of its type ("styles", "footnotes") and the part's name."""

    kind: str
    target: str


def parse_xml(data: bytes, name: str | None = None) -> "_Element":
    """The root of an XML part; entities are never expanded and nothing is fetched.

    Raises `CancuError`: file-hostile where the part declares entities, file-damaged where it is no XML.

    >>> parse_xml(b"<a><b/></a>").tag
    'a'
    """
    from lxml import etree

    for strict, transitional in _STRICT.items():
        if strict in data[:8192]:
            data = data.replace(strict, transitional)
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, remove_comments=True, remove_pis=True
    )
    try:
        root = etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        if b"<!ENTITY" in data[:65536]:
            raise CancuError("file-hostile", "the XML declares entities", where=name) from None
        raise CancuError("file-damaged", f"the XML is broken: {error.msg}", where=name) from None
    except ValueError as error:
        raise CancuError("file-damaged", f"the XML is broken: {error}", where=name) from None
    dtd = root.getroottree().docinfo.internalDTD
    if dtd is not None:
        raise CancuError("file-hostile", "the XML declares a document type or entities", where=name)
    return root


class Package:
    """The parts of a DOCX file by name, unpacked within limits when asked for.

    Raises `CancuError("file-damaged")` where the ZIP cannot be opened.
    """

    def __init__(self, data: bytes, name: str | None = None) -> None:
        self.name = name
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(data))
        except _BROKEN as error:
            raise CancuError("file-damaged", f"the package cannot be opened: {error}", where=name) from None
        self.parts = {info.filename.lstrip("/"): info for info in self._zip.infolist()}

    def bytes(self, part: str) -> bytes:
        """A part unpacked.

        Raises `CancuError`: file-hostile where it unpacks to more than `MAX_PART` bytes or `MAX_RATIO` times its
        packed size, file-damaged where it is missing or broken.
        """
        info = self.parts.get(part)
        if info is None:
            raise CancuError("file-damaged", f"the package lacks its part {part}", where=self.name)
        if info.flag_bits & 1:
            raise CancuError("file-encrypted", "the package is locked with a password", where=self.name)
        limit = min(MAX_PART, max(1 << 20, info.compress_size * MAX_RATIO))
        try:
            with self._zip.open(info) as file:
                data = file.read(limit + 1)
        except _BROKEN as error:
            raise CancuError("file-damaged", f"the part {part} cannot be unpacked: {error}", where=self.name) from None
        if len(data) > limit:
            raise CancuError("file-hostile", f"the part {part} unpacks to more than {limit} bytes", where=self.name)
        return data

    def xml(self, part: str) -> "_Element":
        """The root element of a part; raises as `bytes` and `parse_xml` do."""
        return parse_xml(self.bytes(part), self.name)

    def optional(self, part: str | None) -> "_Element | None":
        """The root of a part that may be absent or broken without the text being lost."""
        if part is None or part not in self.parts:
            return None
        try:
            return self.xml(part)
        except CancuError as error:
            if error.code == "file-damaged":
                return None
            raise

    def relations(self, part: str) -> dict[str, Relation]:
        """What a part refers to inside the package, by id; references out of the package are left out."""
        folder, file = posixpath.split(part)
        root = self.optional(posixpath.join(folder, "_rels", f"{file}.rels"))
        found = {}
        for element in () if root is None else root.iter(f"{{{_PACKAGE_RELATIONS}}}Relationship"):
            target, kind = element.get("Target", ""), element.get("Type", "").rsplit("/", 1)[-1]
            if element.get("TargetMode") == "External" or "://" in target:
                continue
            path = posixpath.normpath(posixpath.join("/", folder, target)).lstrip("/")
            found[element.get("Id", "")] = Relation(kind, path)
        return found

    @cached_property
    def main(self) -> str:
        """The name of the main part, "word/document.xml" as a rule."""
        found = [relation.target for relation in self.relations("").values() if relation.kind == "officeDocument"]
        return next((name for name in found if name in self.parts), "word/document.xml")

    def by_kind(self, kind: str) -> str | None:
        """The part of a kind ("styles", "numbering") that the main part refers to; None where there is none."""
        return next((relation.target for relation in self.relations(self.main).values() if relation.kind == kind), None)
