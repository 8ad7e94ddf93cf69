"""bytes → Reading: one door for every kind of file.

A reader is a function `(Raw) -> Reading`, listed in `READERS` by media type as "module:function" and imported only
when a file of its kind comes (readers may need heavy libraries).
"""

import sys
from collections.abc import Callable
from importlib import import_module
from pathlib import Path

from pipeline.errors import CancuError
from pipeline.read.reading import Page, Raw, Reading, Word

__all__ = ["READERS", "Page", "Raw", "Reading", "Word", "load", "read"]

Reader = Callable[[Raw], Reading]

READERS: dict[str, str] = {
    "text/plain": "pipeline.read.text:read_text",
    "text/markdown": "pipeline.read.text:read_text",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": "pipeline.read.docx:read_docx",
    "application/msword": "pipeline.read.word:read_word",
    "application/pdf": "pipeline.read.pdf:read_pdf",
    "image/png": "pipeline.read.images:read_image",
    "image/jpeg": "pipeline.read.images:read_image",
    "image/tiff": "pipeline.read.images:read_image",
    "image/webp": "pipeline.read.images:read_image",
    **dict.fromkeys(
        ("application/zip", "application/x-tar", "application/gzip", "application/x-bzip2", "application/x-xz"),
        "pipeline.read.containers:read_archive",
    ),
    "text/html": "pipeline.read.html:read_html",
    "multipart/related": "pipeline.read.html:read_mhtml",
    "application/rtf": "pipeline.read.word:read_rtf",
    "application/vnd.ms-word.2003+xml": "pipeline.read.word:read_word_xml",
    "application/vnd.oasis.opendocument.text": "pipeline.read.word:read_odt",
}


def load(source: str | Path | bytes, *, name: str | None = None) -> Raw:
    """The bytes of a path, of standard input ("-") or as given, with their kind told.

    Raises `CancuError`: input-missing, input-unreadable, input-empty.
    """
    from pipeline.read.kinds import detect  # every command imports this package; few of them read

    if isinstance(source, bytes):
        data, shown = source, name
    elif str(source) == "-":
        data, shown = sys.stdin.buffer.read(), name or "-"
    else:
        path = Path(source)
        shown = name or path.name
        try:
            data = path.read_bytes()
        except FileNotFoundError:
            raise CancuError("input-missing", "there is no such file", where=str(path)) from None
        except IsADirectoryError:
            raise CancuError("input-unreadable", "this is a folder", where=str(path)) from None
        except OSError as error:
            raise CancuError("input-unreadable", error.strerror or str(error), where=str(path)) from None
    if not data:
        raise CancuError("input-empty", "the file is empty", where=shown if isinstance(source, bytes) else str(source))
    return Raw(data, detect(data), shown)


def read(source: str | Path | bytes | Raw, *, name: str | None = None) -> Reading:
    """Read a file (path, "-" for standard input, bytes, or bytes already told apart) as pages of text.

    Raises `CancuError` with a code of docs/errors.md when the file is missing, empty, or of a kind no reader knows.

    >>> read("Số: 30/2020/NĐ-CP".encode()).text
    'Số: 30/2020/NĐ-CP'
    """
    raw = source if isinstance(source, Raw) else load(source, name=name)
    entry = READERS.get(raw.media_type)
    if entry is None:
        from pipeline.read.kinds import NAMES

        kind = NAMES.get(raw.media_type, raw.media_type)
        raise CancuError("kind-unsupported", f"cannot read a {kind} ({raw.media_type})", where=raw.name)
    module, function = entry.split(":")
    reader: Reader = getattr(import_module(module), function)
    return reader(raw)
