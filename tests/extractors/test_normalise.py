"""The normaliser: what it mends, and that every character of the clean text leads back to the source."""

import unicodedata

import pytest

from corpora.folding import fold
from extractors.normalise import NormalisedText, normalise

MENDED = [
    # what is mended, source, clean text
    ("NFD", unicodedata.normalize("NFD", "Nghị định số 30/2020/NĐ-CP"), "Nghị định số 30/2020/NĐ-CP"),
    ("eth", "30/2020/NÐ-CP, 12/Qð", "30/2020/NĐ-CP, 12/Qđ"),
    ("Cyrillic in a Latin token", "37/2021/TT-BTС", "37/2021/TT-BTC"),
    ("Greek in a Latin token", "12/ΚH-UBND", "12/KH-UBND"),
    ("Cyrillic words stay", "Москва 12", "Москва 12"),
    ("dashes", "12/QĐ–UBND — 5−3", "12/QĐ-UBND - 5-3"),
    ("strokes", "12⁄QĐ-UBND", "12/QĐ-UBND"),
    ("blanks", "số\u00a012\u2003ngày\t5", "số 12 ngày 5"),
    ("carriage returns", "một\r\nhai", "một\nhai"),
    ("form feeds", "một\fhai", "một\nhai"),
    ("invisible characters", "Quyết\u200b định\u00ad số\ufeff 5", "Quyết định số 5"),
    ("Markdown emphasis", "**Kế hoạch** *số* 5", "Kế hoạch số 5"),
    ("Markdown bullets stay", "* một\n* hai", "* một\n* hai"),
    ("Markdown headings", "## I. MỤC TIÊU\nchữ", "I. MỤC TIÊU\nchữ"),
    ("Markdown escapes", r"12\-KH\/TU", "12-KH/TU"),
    ("superscripts", "Kế hoạch số 5¹² ngày", "Kế hoạch số 5 ngày"),
    ("square metres stay", "120m² đất", "120m² đất"),
    ("HTML superscripts", "Kế hoạch<sup>3</sup> số 5<br/>", "Kế hoạch số 5"),
    ("footnote marks", "Kế hoạch[^3] số 5", "Kế hoạch số 5"),
    ("LaTeX superscripts", "Kế hoạch$^{3}$ số 5", "Kế hoạch số 5"),
    ("entities", "PGD&amp;ĐT", "PGD&ĐT"),
    ("blanks at a line's end", "một  \nhai", "một\nhai"),
    (
        "a page break in a sentence",
        "Các đơn vị có trách nhiệm triển khai thực hiện nghiêm túc\n\n2\n\nvà báo cáo kết quả.",
        "Các đơn vị có trách nhiệm triển khai thực hiện nghiêm túc\nvà báo cáo kết quả.",
    ),
    (
        "a page break before a capital",
        "Các đơn vị thực hiện nghiêm chế độ báo cáo theo quy định tại\n\n3\n\nĐiều 4 Nghị định này.",
        "Các đơn vị thực hiện nghiêm chế độ báo cáo theo quy định tại\nĐiều 4 Nghị định này.",
    ),
    ("a paragraph stays one", "Câu thứ nhất đã hết ở đây và không còn gì.\n\nCâu hai.", None),
    (
        "a running head",
        "theo quy định tại khoản 2 Điều 5 của Nghị định và các\n\n58 CÔNG BÁO/Số 1 + 2/Ngày 05-3-2022\n\nvăn bản khác.",
        "theo quy định tại khoản 2 Điều 5 của Nghị định và các\nvăn bản khác.",
    ),
]


@pytest.mark.parametrize(("source", "clean"), [row[1:] for row in MENDED], ids=[row[0] for row in MENDED])
def test_mended(source: str, clean: str | None) -> None:
    assert normalise(source).text == (source if clean is None else clean)


WHOLE = [row for row in MENDED if "in a Latin token" not in row[0]]  # there a letter alone says nothing


@pytest.mark.parametrize("source", [row[1] for row in WHOLE], ids=[row[0] for row in WHOLE])
def test_every_character_leads_back(source: str) -> None:
    text = normalise(source)
    assert fold(text.text) == text.folded
    assert len(text.text) == len(text.folded)
    for offset, character in enumerate(text.text):
        start, end = text.span(offset, offset + 1)
        assert 0 <= start < end <= len(source)
        assert character == "\n" or normalise(source[start:end]).text.strip() == character.strip()


TORN = """thực hiện Kế hoạch số 3047/KH-

¹ Công văn số 12/SNV-TC ngày 5/6/2023.

SGDĐT ngày 20/11/2023 về tập huấn."""


def torn(source: str, words: str) -> tuple[NormalisedText, list[str]]:
    """The normalised text, and what its spans of some clean words show in the source."""
    text = normalise(source)
    start = text.text.index(words)
    return text, [source[a:b] for a, b in text.spans(start, start + len(words))]


def test_a_number_torn_by_a_footnote() -> None:
    text, pieces = torn(TORN, "Kế hoạch số 3047/KH-\nSGDĐT")
    assert ["Kế hoạch số 3047/KH-", "SGDĐT"] == pieces
    assert text.text.index("tập huấn") < text.text.index("¹")


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("số 3047/KH-", "SGDĐT"),
        ("Kế hoạch số", "3047/KH-SGDĐT"),
        ("Kế hoạch", "số 3047/KH"),
        ("Kế", "hoạch số 3047/KH"),
    ],
)
def test_halves_that_are_joined(first: str, second: str) -> None:
    source = f"thực hiện {first}\n\n1 Ghi chú dưới trang.\n\n{second} ngày 20/11/2023."
    _, pieces = torn(source, f"{first}\n{second}")
    assert [first, second] == pieces


def test_what_is_not_torn_stays_in_order() -> None:
    source = "Căn cứ kế hoạch\n\nGhi chú.\n\nSGDĐT ngày 20/11/2023."
    assert source == normalise(source).text


def test_headings_and_notes() -> None:
    text = normalise("# KẾ HOẠCH\n\n**I. Mục tiêu**\nTheo Kế hoạch⁴ số 5.\n")
    assert ["KẾ HOẠCH", "I. Mục tiêu"] == [text.text[at:].split("\n")[0] for at in sorted(text.headings)]
    assert [("⁴", text.text.index(" số 5"))] == [tuple(note) for note in text.notes]


def test_nothing_to_mend_costs_nothing() -> None:
    text = normalise("Quyết định số 5/QĐ-UBND.")
    assert text.source is text.text or text.source == text.text
    assert text.spans(0, 10) == ((0, 10),)


@pytest.mark.parametrize("source", ["", "\n", " ", "\ud800", "\ufeff", "¹", "**", "\r", "\r\r\n", "a\u0301" * 3])
def test_odd_texts(source: str) -> None:
    text = normalise(source)
    for start in range(len(text.text) + 1):
        for end in range(start, len(text.text) + 1):
            span = text.span(start, end)
            assert 0 <= span.start <= span.end <= len(source)
