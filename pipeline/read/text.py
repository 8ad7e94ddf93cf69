"""Text and Markdown: the file as decoded, untouched; form feeds separate its pages."""

from pipeline.errors import CancuError
from pipeline.read.reading import PAGE_BREAK, Page, Raw, Reading

__all__ = ["read_text"]


def read_text(raw: Raw) -> Reading:
    """Reading of UTF-8 bytes: line ends, combining marks and a byte order mark (U+FEFF) stay where they are.

    A byte order mark counts as the character at offset 0, as it does for `open(..., encoding="utf-8", newline="")`.
    A form feed at the very end stays with the last page: there is no empty page after it.
    Raises `CancuError("encoding-unknown")` where the bytes are not UTF-8.

    >>> read_text(Raw("Số: 1\\x0cHai".encode(), "text/plain")).pages[1].text
    'Hai'
    """
    try:
        text = raw.data.decode("utf-8")
    except UnicodeDecodeError as error:
        message = f"the text is not UTF-8 (byte {error.start} is 0x{raw.data[error.start]:02x})"
        raise CancuError("encoding-unknown", message, where=raw.name) from None
    parts = text.split(PAGE_BREAK)
    if len(parts) > 1 and not parts[-1].strip():  # programs that end every page, the last too, with a form feed
        parts[-2:] = [PAGE_BREAK.join(parts[-2:])]
    return raw.reading([Page(number, part) for number, part in enumerate(parts, 1)], paged=PAGE_BREAK in text)
