"""Web pages → text: the document a portal shows, without its menus; nothing is run and nothing fetched."""

import codecs
import email
import email.policy
import re
from typing import TYPE_CHECKING

from pipeline.errors import CancuError
from pipeline.read.encodings import decode
from pipeline.read.html_content import main_content
from pipeline.read.html_text import page_lines
from pipeline.read.legacy_fonts import mend
from pipeline.read.reading import PAGE_BREAK, Page, Raw, Reading

if TYPE_CHECKING:
    from lxml.etree import _Element

__all__ = ["html_text", "mhtml_text", "read_html", "read_mhtml"]

MAX_PAGE = 64 << 20  # bytes; the longest decrees with annexes are under 5 million

_CHARSET = re.compile(rb"<meta[^>]{0,400}?charset\s*=\s*[\"']?\s*([\w:-]{2,40})", re.IGNORECASE)
_CONTROLS = re.compile("[\x00-\x08\x0b\x0e-\x1f\x7f\ufffe\uffff]")  # what no page may hold and lxml refuses
_DECLARED_LATIN = ("iso8859-1", "cp1252", "ascii")


def _characters(data: bytes, name: str | None) -> str:
    """The page's characters: a mark or UTF-8 decides, then what the page declares, then the letters themselves."""
    declared = _CHARSET.search(data[: 1 << 14])
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        pass
    if declared and not data.startswith((b"\xff\xfe", b"\xfe\xff")):
        try:
            codec = codecs.lookup(declared[1].decode("ascii")).name
            if codec not in (*_DECLARED_LATIN, "utf-8"):  # declared Latin is where the old encodings hide
                return data.decode(codec)
        except (LookupError, UnicodeError):
            pass
    return decode(data, name=name).text


def _tree(text: str, name: str | None) -> "_Element":
    from lxml import etree

    parser = etree.HTMLParser(
        encoding="utf-8", no_network=True, remove_comments=True, remove_pis=True, recover=True, huge_tree=True
    )
    try:
        root = etree.fromstring(_CONTROLS.sub(" ", text).encode("utf-8", "replace"), parser)
    except etree.LxmlError as error:
        raise CancuError("file-damaged", f"the page cannot be taken apart: {error}", where=name) from None
    if root is None:
        raise CancuError("no-text", "the page is empty", where=name)
    return root


def html_text(data: bytes, name: str | None = None) -> str:
    """The text of a web page: a line a paragraph, letterhead tables cell by cell, rows of data joined by " | ".

    Scripts, styles, menus and what a page hides are left out; fonts of the old encodings are read as Unicode.
    Raises `CancuError`: no-text, file-too-large, file-damaged, encoding-unknown.

    >>> html_text("<html><body><script>alert(1)</script><p>Điều 1. <b>Phạm vi</b></p></body></html>".encode())
    'Điều 1. Phạm vi'
    """
    if len(data) > MAX_PAGE:
        raise CancuError("file-too-large", f"the page is larger than {MAX_PAGE >> 20} MiB", where=name)
    root = _tree(_characters(data, name), name)
    text = "\n".join(page_lines(main_content(root)))
    return mend(_CONTROLS.sub(" ", text).replace(PAGE_BREAK, " ")).text


def read_html(raw: Raw) -> Reading:
    """Reading of a web page as one page. Raises as `html_text` does."""
    return raw.reading([Page(1, html_text(raw.data, raw.name))], paged=False)


def mhtml_text(data: bytes, name: str | None = None) -> str:
    """The text of a web page saved as one file (MHTML). Raises as `html_text` does."""
    message = email.message_from_bytes(data, policy=email.policy.default)
    for part in message.walk():
        if part.get_content_type() == "text/html":
            body = part.get_payload(decode=True)
            if isinstance(body, bytes) and body.strip():
                return html_text(body, name)
    raise CancuError("no-text", "the file holds no web page", where=name)


def read_mhtml(raw: Raw) -> Reading:
    """Reading of a web page saved as one file, Word's "single file web page" too. Raises as `html_text` does."""
    return raw.reading([Page(1, mhtml_text(raw.data, raw.name))], paged=False)
