"""PDFs whose forms draw one another: what would take for ever is refused, what only looks odd is read."""

import pytest

from pipeline.errors import CancuError
from pipeline.read import read
from pipeline.read.pdf_forms import check_forms

HEAD = [b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Count 1/Kids[3 0 R]>>"]


def pdf(*objects: bytes) -> bytes:
    """A file of these objects, numbered from 1."""
    out, places = b"%PDF-1.4\n", []
    for number, each in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, each)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    size = len(objects) + 1
    return out + b"xref\n0 %d\n0000000000 65535 f \n%strailer<</Root 1 0 R/Size %d>>\nstartxref\n%d\n%%%%EOF" % (
        size, table, size, len(out),
    )  # fmt: skip


def page(first: int) -> bytes:
    return (
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]/Contents 4 0 R/Resources<</XObject<</A %d 0 R>>>>>>" % first
    )


def stream(content: bytes, entries: bytes = b"") -> bytes:
    return b"<<%s/Length %d>>stream\n%s\nendstream" % (entries, len(content), content)


def form(content: bytes, resources: bytes) -> bytes:
    return stream(content, b"/Type/XObject/Subtype/Form/BBox[0 0 600 800]" + resources)


def draws(number: int) -> bytes:
    return b"/Resources<</XObject<</A %d 0 R>>>>" % number


@pytest.mark.parametrize("resources", [draws(5), b""])  # a form without names of its own has those of the page
def test_form_that_draws_itself_three_times_is_refused(resources: bytes) -> None:
    with pytest.raises(CancuError) as raised:
        read(pdf(*HEAD, page(5), stream(b"/A Do"), form(b"/A Do /A Do /A Do", resources)), name="vong.pdf")
    assert (raised.value.code, raised.value.where) == ("file-hostile", "vong.pdf")


def test_forms_that_each_draw_the_next_ten_times_are_refused() -> None:
    chain = [form(b"/A Do " * 10, draws(number + 1)) for number in range(5, 14)]
    last = form(b"0 0 9 9 re f", b"")
    with pytest.raises(CancuError) as raised:
        check_forms(pdf(*HEAD, page(5), stream(b"/A Do"), *chain, last))
    assert raised.value.code == "file-hostile"


def test_form_that_draws_itself_once_is_drawn_until_pdfium_has_enough() -> None:
    check_forms(pdf(*HEAD, page(5), stream(b"/A Do"), form(b"/A Do", draws(5))))


def test_form_drawn_a_thousand_times_on_a_page_is_read() -> None:
    check_forms(pdf(*HEAD, page(5), stream(b"/A Do " * 1000), form(b"0 0 9 9 re f", b"")))
