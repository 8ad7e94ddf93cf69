"""PDFs whose forms draw one another without end: pdfium would follow them until the memory is gone.

A form (a drawing used in several places) may draw other forms. pdfium stops forty levels down, but a form that draws
itself three times, or twenty that each draw the next one ten times, come to more drawings than there is time for.
"""

import io
import re
from collections.abc import Iterator
from typing import Any

from pipeline.errors import CancuError

__all__ = ["check_forms"]

_LEVELS = 40  # to which pdfium follows forms within forms
_MOST_DRAWN = 200_000  # drawings that one form may come to
_MOST_BYTES = 4_000_000  # of the contents of one form that are looked at
_MOST_OBJECTS = 300_000  # of one file that are looked at
_DRAWS = re.compile(rb"/([^\s/<>\[\](){}%]{1,127})\s{1,9}Do\b")


def check_forms(data: bytes, name: str | None = None) -> None:
    """Raise `CancuError("file-hostile")` where a form of the PDF draws more than there is time for.

    What pikepdf cannot open is let through: pdfium opens it hardly ever, and then with nothing behind it.
    """
    import pikepdf

    try:
        with pikepdf.open(io.BytesIO(data)) as document:
            children = _children(document)
    except (pikepdf.PdfError, pikepdf.PasswordError, RuntimeError, ValueError, OverflowError):
        return
    if any(drawn > _MOST_DRAWN for drawn in _drawn(children)):
        raise CancuError("file-hostile", "its forms draw one another without end", where=name)


def _children(document: Any) -> dict[tuple[int, int], list[tuple[int, int]]]:
    """What each form that draws others draws, as often as it does. A form without names of its own has its page's."""
    import pikepdf

    named: dict[bytes, set[tuple[int, int]]] = {}
    forms: dict[tuple[int, int], tuple[list[bytes], dict[bytes, tuple[int, int]]]] = {}
    for number, each in enumerate(document.objects):
        if number >= _MOST_OBJECTS:
            break
        if isinstance(each, pikepdf.Dictionary | pikepdf.Stream):
            own = _names(each)
            for key, child in own.items():
                named.setdefault(key, set()).add(child)
            if isinstance(each, pikepdf.Stream) and each.get("/Subtype") == pikepdf.Name.Form:
                draws = _DRAWS.findall(_contents(each)[:_MOST_BYTES])
                if draws:
                    forms[each.objgen] = (draws, own)
    return {
        form: [
            child for draw in draws for child in ([own[draw]] if draw in own else named.get(draw, ())) if child in forms
        ]
        for form, (draws, own) in forms.items()
    }


def _names(each: Any) -> dict[bytes, tuple[int, int]]:
    """The XObjects that a page, a form or a dictionary of resources gives names to."""
    import pikepdf

    resources = each.get("/Resources")
    found = (resources if isinstance(resources, pikepdf.Dictionary) else each).get("/XObject")
    if not isinstance(found, pikepdf.Dictionary):
        return {}
    return {str(key)[1:].encode(): child.objgen for key, child in found.items() if child.is_indirect}


def _contents(form: Any) -> bytes:
    import pikepdf

    try:
        return bytes(form.read_bytes())
    except (pikepdf.PdfError, RuntimeError):
        return bytes(form.read_raw_bytes())


def _drawn(children: dict[tuple[int, int], list[tuple[int, int]]]) -> Iterator[int]:
    """How many drawings each form comes to, as deep as pdfium follows; counting stops where it is too many."""
    levels: dict[tuple[int, int], int] = dict.fromkeys(children, 1)
    for _ in range(_LEVELS if any(children.values()) else 0):
        levels = {
            form: min(_MOST_DRAWN + 1, 1 + sum(levels[child] for child in drawn)) for form, drawn in children.items()
        }
    yield from levels.values()
