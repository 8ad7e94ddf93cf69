"""Telling what kind of file some bytes are, by content and never by extension."""

import io
import re
import zipfile
from collections.abc import Callable

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
    "application/zip": "ZIP archive",
    "application/gzip": "gzip archive",
    "application/x-tar": "TAR archive",
    "image/png": "PNG image",
    "image/jpeg": "JPEG image",
    "image/tiff": "TIFF image",
    "image/webp": "WebP image",
    "text/html": "web page",
    MARKDOWN: "Markdown text",
    TEXT: "plain text",
    UNKNOWN: "file of unknown kind",
}

_MAGIC: tuple[tuple[str, Callable[[bytes], bool]], ...] = (
    ("application/pdf", lambda head: b"%PDF-" in head[:1024]),
    ("application/msword", lambda head: head.startswith(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")),
    ("application/rtf", lambda head: head.lstrip(b"\xef\xbb\xbf \r\n\t").startswith(b"{\\rtf")),
    ("application/zip", lambda head: head.startswith((b"PK\x03\x04", b"PK\x05\x06"))),
    ("application/gzip", lambda head: head.startswith(b"\x1f\x8b")),
    ("application/x-tar", lambda head: head[257:262] == b"ustar"),
    ("image/png", lambda head: head.startswith(b"\x89PNG\r\n\x1a\n")),
    ("image/jpeg", lambda head: head.startswith(b"\xff\xd8\xff")),
    ("image/tiff", lambda head: head.startswith((b"II*\x00", b"MM\x00*", b"II+\x00", b"MM\x00+"))),
    ("image/webp", lambda head: head.startswith(b"RIFF") and head[8:12] == b"WEBP"),
)
_HTML = re.compile(rb"\A(?:\xef\xbb\xbf)?\s{0,64}(?:<\?xml[^>]{0,200}>\s{0,64})?(?:<!--.{0,2000}?-->\s{0,64})*"
                   rb"<(?:!doctype\s+html|html|head|body)\b", re.IGNORECASE | re.DOTALL)  # fmt: skip
_WIDE_MARKS = (b"\xff\xfe", b"\xfe\xff")
_MARKDOWN = re.compile(
    r"^#{1,6} \S|\*\*\S[^*\n]{0,400}\*\*|^\|(?:\s*:?-{3,}:?\s*\|)+\s*$|^!\[[^\]\n]*\]\(", re.MULTILINE
)


def _zip_kind(data: bytes) -> str:
    """What a ZIP holds: a Word document, an OpenDocument text, or just files."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = set(archive.namelist())
    except (zipfile.BadZipFile, ValueError, NotImplementedError):
        return "application/zip"
    if "word/document.xml" in names:
        return "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
    if "mimetype" in names and "content.xml" in names:
        return "application/vnd.oasis.opendocument.text"
    return "application/zip"


def detect(data: bytes) -> str:
    """Media type of the bytes, told from the bytes alone.

    >>> detect(b"%PDF-1.7 ..."), detect("Số: 30/2020/NĐ-CP".encode())
    ('application/pdf', 'text/plain')
    """
    head = data[:4096]
    for media_type, test in _MAGIC:
        if test(head):
            return _zip_kind(data) if media_type == "application/zip" else media_type
    if _HTML.match(head):
        return "text/html"
    if b"\0" in head and not head.startswith(_WIDE_MARKS):
        return UNKNOWN
    return MARKDOWN if _MARKDOWN.search(data[:65536].decode("utf-8", "replace")) else TEXT
