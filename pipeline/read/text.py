"""Text and Markdown: the file as decoded, untouched; form feeds separate its pages."""

from extractors.records import Problem
from pipeline.read.encodings import decode
from pipeline.read.reading import PAGE_BREAK, Page, Raw, Reading

__all__ = ["read_text"]


def read_text(raw: Raw) -> Reading:
    """Reading of a text in any encoding: line ends, combining marks and a byte order mark stay where they are.

    The text is the bytes as decoded, untouched; for TCVN3 and VNI, as converted to Unicode. In UTF-8 a byte order mark
    counts as the character at offset 0, as it does for `open(..., encoding="utf-8", newline="")`.
    A form feed at the very end stays with the last page: there is no empty page after it.
    Raises `CancuError("encoding-unknown")` where the bytes are text in no encoding we know.

    >>> read_text(Raw("Số: 1\\x0cHai".encode(), "text/plain")).pages[1].text
    'Hai'
    """
    text, _, problems = decode(raw.data, name=raw.name)
    parts = text.split(PAGE_BREAK)
    if len(parts) > 1 and not parts[-1].strip():  # programs that end every page, the last too, with a form feed
        parts[-2:] = [PAGE_BREAK.join(parts[-2:])]
    return raw.reading(
        [Page(number, part) for number, part in enumerate(parts, 1)],
        paged=PAGE_BREAK in text,
        problems=[Problem(code=code, message=message) for code, message in problems],
    )
