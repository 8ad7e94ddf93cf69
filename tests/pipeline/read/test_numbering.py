"""Word's automatic labels as Word prints them."""

import pytest
from word_files import abstract, docx, item, level, num, p

from pipeline.read.docx import docx_text
from pipeline.read.number_formats import format_number

THREE = abstract(
    level(0, "Điều %1."), level(1, "%2."), level(2, "%3)", "lowerLetter"), number=0
)  # as decrees are numbered


def lines(body: str, numbering: str, **parts: str) -> list[str]:
    return docx_text(docx(body, numbering=numbering, **parts)).split("\n")


def test_levels_count_and_start_again_below() -> None:
    body = (
        item("A") + item("B", 1) + item("C", 2) + item("D", 2) + item("E", 1) + item("F", 2) + item("G") + item("H", 1)
    )
    expected = ["Điều 1. A", "1. B", "a) C", "b) D", "2. E", "a) F", "Điều 2. G", "1. H"]
    assert expected == lines(body, THREE + num())


def test_label_holds_the_numbers_above() -> None:
    numbering = abstract(level(0, "%1."), level(1, "%1.%2."), level(2, "%1.%2.%3.")) + num()
    body = item("A") + item("B", 1) + item("C", 2) + item("D", 2) + item("E") + item("F", 1)
    assert ["1. A", "1.1. B", "1.1.1. C", "1.1.2. D", "2. E", "2.1. F"] == lines(body, numbering)


def test_level_above_that_never_came_shows_its_start() -> None:
    numbering = abstract(level(0, "%1.", start=3), level(1, "%1.%2.")) + num()
    assert ["3.1. A", "3.2. B"] == lines(item("A", 1) + item("B", 1), numbering)


def test_legal_numbering_prints_digits_throughout() -> None:
    numbering = (
        abstract(level(0, "%1.", "upperRoman"), level(1, "%1.%2.", more="<w:isLgl/>"), level(2, "%1.%3.")) + num()
    )
    assert ["I. A", "1.1. B", "I.1. C"] == lines(item("A") + item("B", 1) + item("C", 2), numbering)


def test_text_between_items_does_not_stop_the_count() -> None:
    assert ["Điều 1. A", "đoạn", "Điều 2. B"] == lines(item("A") + p("đoạn") + item("B"), THREE + num())


def test_instances_of_one_abstract_list_count_on_together() -> None:
    assert ["Điều 1. A", "Điều 2. B"] == lines(item("A") + item("B", number=2), THREE + num(1) + num(2))


def test_start_override_restarts_once() -> None:
    again = '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride>'
    body = item("A") + item("B") + item("C", number=2) + item("D", number=2)
    expected = ["Điều 1. A", "Điều 2. B", "Điều 1. C", "Điều 2. D"]
    assert expected == lines(body, THREE + num(1) + num(2, overrides=again))


def test_level_override_replaces_the_level() -> None:
    other = f'<w:lvlOverride w:ilvl="0">{level(0, "Mục %1:", "upperRoman", start=5)}</w:lvlOverride>'
    assert ["Mục V: A"] == lines(item("A"), THREE + num(1, overrides=other))


@pytest.mark.parametrize(
    ("restart", "expected"),
    [
        ("", ["I. A", "1. B", "a) C", "2. D", "a) E", "II. F", "1. G"]),
        ('<w:lvlRestart w:val="0"/>', ["I. A", "1. B", "a) C", "2. D", "a) E", "II. F", "3. G"]),
    ],
)
def test_restart(restart: str, expected: list[str]) -> None:
    numbering = abstract(level(0, "%1.", "upperRoman"), level(1, "%2.", more=restart), level(2, "%3)", "lowerLetter"))
    body = item("A") + item("B", 1) + item("C", 2) + item("D", 1) + item("E", 2) + item("F") + item("G", 1)
    assert expected == lines(body, numbering + num())


def test_level_may_start_again_only_after_the_first() -> None:
    numbering = abstract(level(0, "%1."), level(1, "%2."), level(2, "%3)", more='<w:lvlRestart w:val="1"/>')) + num()
    body = (
        item("A") + item("B", 1) + item("C", 2) + item("D", 1) + item("E", 2) + item("F") + item("G", 1) + item("H", 2)
    )
    assert ["1. A", "1. B", "1) C", "2. D", "2) E", "2. F", "1. G", "1) H"] == lines(body, numbering)


def test_numbering_comes_from_the_style_and_its_parents() -> None:
    styles = (
        '<w:style w:type="paragraph" w:styleId="Dieu"><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>'
        '<w:style w:type="paragraph" w:styleId="Con"><w:basedOn w:val="Dieu"/></w:style>'
        '<w:style w:type="paragraph" w:styleId="Khoan"><w:basedOn w:val="Dieu"/>'
        '<w:pPr><w:numPr><w:ilvl w:val="1"/></w:numPr></w:pPr></w:style>'
    )
    body = p("A", '<w:pStyle w:val="Dieu"/>') + p("B", '<w:pStyle w:val="Khoan"/>') + p("C", '<w:pStyle w:val="Con"/>')
    assert ["Điều 1. A", "1. B", "Điều 2. C"] == lines(body, THREE + num(), styles=styles)


def test_style_is_tied_to_its_level_by_the_level() -> None:
    numbering = (
        abstract(level(0, "Chương %1.", "upperRoman"), level(1, "Điều %2.", more='<w:pStyle w:val="D"/>')) + num()
    )
    styles = (
        '<w:style w:type="paragraph" w:styleId="D"><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>'
    )
    assert ["Chương I. A", "Điều 1. B"] == lines(item("A") + p("B", '<w:pStyle w:val="D"/>'), numbering, styles=styles)


def test_list_zero_takes_the_style_s_number_off() -> None:
    styles = (
        '<w:style w:type="paragraph" w:styleId="D"><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>'
    )
    plain = p("B", '<w:pStyle w:val="D"/><w:numPr><w:numId w:val="0"/></w:numPr>')
    assert ["Điều 1. A", "B"] == lines(p("A", '<w:pStyle w:val="D"/>') + plain, THREE + num(), styles=styles)


def test_list_style_link_is_followed() -> None:
    styles = (
        '<w:style w:type="numbering" w:styleId="L"><w:pPr><w:numPr><w:numId w:val="2"/></w:numPr></w:pPr></w:style>'
    )
    numbering = abstract(number=5, more='<w:numStyleLink w:val="L"/>') + THREE + num(1, of=5) + num(2, of=0)
    assert ["Điều 1. A", "Điều 2. B"] == lines(item("A") + item("B", number=2), numbering, styles=styles)


@pytest.mark.parametrize(
    ("text", "kind", "run", "expected"),
    [
        ("-", "bullet", "", "- A"),
        ("\uf0b7", "bullet", '<w:rFonts w:hAnsi="Symbol"/>', "• A"),
        ("\uf0a7", "bullet", '<w:rFonts w:hAnsi="Wingdings"/>', "▪ A"),
        ("§iÒu %1.", "decimal", '<w:rFonts w:hAnsi=".VnTime"/>', "Điều 1. A"),
        ("®iÒu %1.", "decimal", '<w:rFonts w:hAnsi=".VnTimeH"/>', "ĐIỀU 1. A"),
        ("Ñieàu %1.", "decimal", '<w:rFonts w:ascii="VNI-Times" w:hAnsi="VNI-Times"/>', "Điều 1. A"),
        ("Phần %1", "upperRoman", "<w:caps/>", "PHẦN I A"),
        ("%1.", "decimal", "<w:vanish/>", "A"),
        ("", "none", "", "A"),
    ],
)
def test_label_text(text: str, kind: str, run: str, expected: str) -> None:
    one = level(0, text, kind).replace("</w:lvl>", f"<w:rPr>{run}</w:rPr></w:lvl>")
    assert [expected] == lines(item("A"), abstract(one) + num())


def test_nothing_between_label_and_text_where_the_level_says_so() -> None:
    numbering = abstract(level(0, "%1/", more='<w:suff w:val="nothing"/>')) + num()
    assert ["1/A"] == lines(item("A"), numbering)


def test_custom_format_is_read_from_its_alternative() -> None:
    form = (
        '<mc:AlternateContent><mc:Choice Requires="w14"><w:numFmt w:val="custom" w:format="001, 002, 003, ..."/>'
        '</mc:Choice><mc:Fallback><w:numFmt w:val="decimal"/></mc:Fallback></mc:AlternateContent>'
    )
    one = f'<w:lvl w:ilvl="0"><w:start w:val="1"/>{form}<w:lvlText w:val="%1."/></w:lvl>'
    assert ["001. A"] == lines(item("A"), abstract(one) + num())


def test_undefined_list_gives_no_label() -> None:
    assert ["A"] == lines(item("A", number=77), THREE + num())


@pytest.mark.parametrize(
    ("number", "kind", "expected"),
    [
        (1, "decimal", "1"), (9, "decimalZero", "09"), (10, "decimalZero", "10"), (4, "upperRoman", "IV"),
        (1990, "lowerRoman", "mcmxc"), (26, "upperLetter", "Z"), (28, "lowerLetter", "bb"), (0, "lowerLetter", ""),
        (11, "ordinal", "11th"), (22, "ordinal", "22nd"), (3, "decimalEnclosedCircle", "③"), (5, "chicago", "**"),
        (1, "none", ""), (15, "vietnameseCounting", "mười lăm"), (21, "vietnameseCounting", "hai mươi mốt"),
        (7, "hebrew1", "7"), (10**9, "lowerRoman", "m" * 32 + "dcclxvii"),
    ],
)  # fmt: skip
def test_number_format(number: int, kind: str, expected: str) -> None:
    assert expected == format_number(number, kind)
