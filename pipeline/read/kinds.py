"""Telling what kind of file some bytes are, by content and never by extension."""

import io
import re
import zipfile
from collections.abc import Callable

from pipeline.read.encodings import looks_wide

__all__ = ["NAMES", "detect"]

MARKDOWN = "text/markdown"
TEXT = "text/plain"
UNKNOWN = "application/octet-stream"

NAMES = {
    "application/pdf": "PDF document",
    "application/msword": "Word 97-2003 document",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": "Word document",
    "application/vnd.oasis.opendocument.text": "OpenDocument text",
    "application/rtf": "RTF document",
    "application/vnd.ms-word.2003+xml": "Word 2003 XML document",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": "spreadsheet",
    "application/vnd.openxmlformats-officedocument.presentationml.presentation": "presentation",
    "application/x-ole-storage": "compound file that is no Word document",
    "application/zip": "ZIP archive",
    "application/gzip": "gzip archive",
    "application/x-tar": "TAR archive",
    "application/x-bzip2": "bzip2 archive",
    "application/x-xz": "XZ archive",
    "application/x-7z-compressed": "7z archive",
    "application/vnd.rar": "RAR archive",
    "multipart/related": "web page saved as one file",
    "image/png": "PNG image",
    "image/jpeg": "JPEG image",
    "image/tiff": "TIFF image",
    "image/webp": "WebP image",
    "text/html": "web page",
    MARKDOWN: "Markdown text",
    TEXT: "plain text",
    UNKNOWN: "file of unknown kind",
}

_MHTML = re.compile(
    rb"\A\s{0,64}(?:[\w-]{1,40}:[^\r\n]{0,500}\r?\n(?:[ \t][^\r\n]{0,500}\r?\n){0,9}){0,20}?"
    rb"content-type: ?multipart/related",
    re.IGNORECASE,
)
_MAGIC: tuple[tuple[str, Callable[[bytes], bool]], ...] = (
    ("application/msword", lambda head: head.startswith(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")),
    ("application/rtf", lambda head: head.lstrip(b"\xef\xbb\xbf \r\n\t").startswith(b"{\\rtf")),
    ("application/vnd.ms-word.2003+xml", lambda head: b"schemas.microsoft.com/office/word/2003/wordml" in head),
    ("application/zip", lambda head: head.startswith((b"PK\x03\x04", b"PK\x05\x06"))),
    ("application/gzip", lambda head: head.startswith(b"\x1f\x8b")),
    ("application/x-tar", lambda head: head[257:262] == b"ustar"),
    ("application/x-bzip2", lambda head: head.startswith(b"BZh") and head[4:10] == b"1AY&SY"),
    ("application/x-xz", lambda head: head.startswith(b"\xfd7zXZ\x00")),
    ("application/x-7z-compressed", lambda head: head.startswith(b"7z\xbc\xaf\x27\x1c")),
    ("application/vnd.rar", lambda head: head.startswith(b"Rar!\x1a\x07")),
    ("application/pdf", lambda head: b"%PDF-" in head[:1024]),  # after archives, which may hold one
    ("multipart/related", lambda head: bool(_MHTML.match(head))),
    ("image/png", lambda head: head.startswith(b"\x89PNG\r\n\x1a\n")),
    ("image/jpeg", lambda head: head.startswith(b"\xff\xd8\xff")),
    ("image/tiff", lambda head: head.startswith((b"II*\x00", b"MM\x00*", b"II+\x00", b"MM\x00+"))),
    ("image/webp", lambda head: head.startswith(b"RIFF") and head[8:12] == b"WEBP"),
)
_HTML = re.compile(rb"\A(?:\xef\xbb\xbf)?\s{0,64}(?:<\?xml[^>]{0,200}>\s{0,64})?"
                   rb"(?>(?:<!--(?:(?!-->).){0,2000}-->\s{0,64})*)"
                   rb"<(?:!doctype\s+html|(?:html|head|body|meta|title|base|link|style|script|div|span|p|table|center|font"
                   rb"|h[1-6]|ul|ol|article|section)\b[^<>]{0,400}>)", re.IGNORECASE | re.DOTALL)  # fmt: skip
_PARTS = {
    b"wordprocessingml.": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    b"ms-word.": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    b"spreadsheetml.": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    b"presentationml.": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
}
_MAIN_PART = re.compile(rb'application/[\w.-]*?((?:wordprocessingml|ms-word|spreadsheetml|presentationml)\.)'
                        rb'[\w.-]*\.main\+xml"')  # fmt: skip
_WIDE_MARKS = (b"\xff\xfe", b"\xfe\xff", b"\0\0\xfe\xff")
_MARKDOWN = re.compile(
    r"^#{1,6} \S|\*\*\S[^*\n]{0,400}\*\*|^\|(?:\s*:?-{3,}:?\s*\|)+\s*$|^!\[[^\]\n]*\]\(", re.MULTILINE
)


def _zip_kind(data: bytes) -> str:
    """What a ZIP holds: a Word document, an OpenDocument text, or just files."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = set(archive.namelist())
            if "[Content_Types].xml" in names:
                with archive.open("[Content_Types].xml") as part:
                    main = _MAIN_PART.search(part.read(1 << 20))
                if main:
                    return _PARTS[main[1]]
    except Exception:  # a broken archive is told by the reader, with its reason
        return _cut_off_kind(data)
    if "word/document.xml" in names:
        return "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
    if "mimetype" in names and "content.xml" in names:
        return "application/vnd.oasis.opendocument.text"
    return "application/zip"


def _cut_off_kind(data: bytes) -> str:
    """A ZIP without its directory: a Word document still shows its first members' names."""
    head = data[:65536]
    word = b"word/" in head and (b"[Content_Types].xml" in head or b"_rels/.rels" in head)
    return "application/vnd.openxmlformats-officedocument.wordprocessingml.document" if word else "application/zip"


def _ole_kind(data: bytes) -> str:
    """A compound file: Word keeps its text in a stream of this name; an encrypted DOCX is wrapped in one too."""
    if (
        data[512:514] == b"\xec\xa5"
    ):  # where Word puts its text stream; the names stand at the end, which may be cut off
        return "application/msword"
    streams = ("WordDocument", "EncryptedPackage")
    return (
        "application/msword"
        if any(name.encode("utf-16-le") in data for name in streams)
        else "application/x-ole-storage"
    )


def detect(data: bytes) -> str:
    """Media type of the bytes, told from the bytes alone.

    >>> detect(b"%PDF-1.7 ..."), detect("Số: 30/2020/NĐ-CP".encode())
    ('application/pdf', 'text/plain')
    """
    head = data[:4096]
    for media_type, test in _MAGIC:
        if test(head):
            if media_type == "application/zip":
                return _zip_kind(data)
            return _ole_kind(data) if media_type == "application/msword" else media_type
    marked = head.startswith(_WIDE_MARKS)
    wide = (("utf-32" if head[:2] == b"\0\0" else "utf-16") if marked else looks_wide(data)) if b"\0" in head else None
    if wide:
        narrow = data[: 1 << 16].decode(wide, "replace").encode()
        return "text/html" if _HTML.match(narrow) else TEXT
    if b"\0" in head:
        return UNKNOWN
    if _HTML.match(head):
        return "text/html"
    return MARKDOWN if _MARKDOWN.search(data[:65536].decode("utf-8", "replace")) else TEXT
