"""Bytes → text: every encoding told from the bytes alone."""

import unicodedata

import pytest

from pipeline.errors import CancuError
from pipeline.read import read
from pipeline.read.encodings import decode
from pipeline.read.legacy_fonts import decode_run, decode_tcvn3, font_row, mend
from pipeline.read.syllables import is_syllable

TEXT = "Căn cứ Quyết định số 12/2003/QĐ-UB ngày 05/3/2003 của Ủy ban nhân dân tỉnh về việc quản lý đất đai;\n" * 3
TCVN3 = "C¨n cø QuyÕt ®Þnh sè 12/2003/Q§-UB ngµy 05/3/2003 cña ñy ban nh©n d©n tØnh vÒ viÖc qu¶n lý ®Êt ®ai;\n" * 3
VNI = (
    "Caên cöù Quyeát ñònh soá 12/2003/QÑ-UB ngaøy 05/3/2003 cuûa UÛy ban nhaân daân tænh "
    "veà vieäc quaûn lyù ñaát ñai;\n" * 3
)


def cp1258(text: str) -> bytes:
    """CP1258 bytes: the tone is a character of its own behind the letter."""
    out = bytearray()
    for letter in text:
        opened = unicodedata.normalize("NFD", letter)
        tone = "".join(c for c in opened if c in "\u0300\u0301\u0303\u0309\u0323")
        rest = unicodedata.normalize("NFC", "".join(c for c in opened if c not in tone))
        out += (rest + tone).encode("cp1258")
    return bytes(out)


@pytest.mark.parametrize(
    ("data", "encoding"),
    [
        (TEXT.encode(), "utf-8"),
        (TEXT.encode("utf-16"), "utf-16"),
        (b"\xfe\xff" + TEXT.encode("utf-16-be"), "utf-16"),
        (TEXT.encode("utf-16-le"), "utf-16-le"),
        (TEXT.encode("utf-16-be"), "utf-16-be"),
        (TEXT.encode("utf-32"), "utf-32"),
        (TCVN3.replace("ñy", "Uû").encode("cp1252"), "tcvn3"),
        (VNI.encode("cp1252"), "vni"),
        (VNI.encode(), "utf-8+vni"),
        (TEXT.encode().decode("latin-1").encode(), "utf-8+utf-8"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_encoding_is_told_and_text_read(data: bytes, encoding: str) -> None:
    decoded = decode(data)
    assert encoding == decoded.encoding
    assert TEXT.replace("Ủy", "Uỷ") == decoded.text if encoding == "tcvn3" else TEXT == decoded.text
    assert () == decoded.problems


def test_cp1258_keeps_its_floating_tones() -> None:
    decoded = decode(cp1258(TEXT))
    assert "cp1258" == decoded.encoding
    assert TEXT == unicodedata.normalize("NFC", decoded.text)
    assert TEXT != decoded.text


def test_decomposed_text_stays_decomposed() -> None:
    text = unicodedata.normalize("NFD", TEXT)
    assert text == decode(text.encode()).text


def test_byte_order_mark_is_the_first_character_of_utf8() -> None:
    assert "\ufeffSố: 1" == decode("\ufeffSố: 1".encode()).text


def test_unicode_lines_among_old_ones_stay() -> None:
    mixed = TEXT + TCVN3
    assert ("tcvn3",) == mend(mixed).encodings
    assert mend(mixed).text.startswith(TEXT)
    assert "đất đai" in mend(mixed).text.splitlines()[-1]


@pytest.mark.parametrize(
    "text",
    [
        "Đoàn Köln, façade, naïve, Ångström, 30°C, 5 m², §3, ±2 µm, «trích»",
        "Vụ François Mitterrand và bà Simone Veil ở Orléans, Besançon, Nîmes",
        "như¹ dân² học³ §1 §2 ©2023 ®",
        "Uỷ ban hoà giải, khoá XII, uý, thuỷ, quý",
    ],
)
def test_unicode_text_is_never_mended(text: str) -> None:
    assert (text, ()) == mend(text)


def test_text_encoded_twice_by_way_of_windows_1252_is_read() -> None:
    assert "Quyết định" == decode("Quyáº¿t Ä‘á»‹nh".encode()).text


def test_utf8_cut_in_a_letter_is_read_with_a_problem() -> None:
    decoded = decode(TEXT.encode()[:-7] + b"\xe1\xba")
    assert "utf-8" == decoded.encoding
    assert ["encoding-damaged"] == [code for code, _ in decoded.problems]


def test_foreign_text_is_a_guess_that_says_so() -> None:
    decoded = decode("Les députés ont été élus à Besançon, près de la forêt.\n".encode("cp1252") * 5)
    assert ["encoding-guessed"] == [code for code, _ in decoded.problems]
    assert "députés" in decoded.text


def test_bytes_that_are_no_text_are_refused() -> None:
    with pytest.raises(CancuError) as caught:
        read(bytes(range(256)) * 40)
    assert caught.value.code in ("kind-unsupported", "encoding-unknown")


def test_reading_of_an_old_text_file_is_the_converted_text() -> None:
    reading = read(VNI.encode("cp1252"), name="a.txt")
    assert (TEXT, "text/plain") == (reading.text, reading.media_type)


@pytest.mark.parametrize(
    ("font", "encoding", "capitals"),
    [
        (".VnTime", "tcvn3", False),
        (".VnTimeH", "tcvn3", True),
        (".VnArial NarrowH", "tcvn3", True),
        ("ABCDEF+.VnTimeH,Bold", "tcvn3", True),
        (".VnTimeH Tur", "tcvn3", True),
        (".VnTime-BoldItalic", "tcvn3", False),
        ("VNI-Times", "vni", False),
        ("Times New Roman", None, None),
        ("Vni", None, None),
        ("Vivaldi", None, None),
    ],
)
def test_font_tells_the_encoding(font: str, encoding: str | None, capitals: bool | None) -> None:
    row = font_row(font)
    assert (encoding, capitals) == ((row.encoding, row.capitals) if row else (None, None))


def test_capitals_of_the_capital_fonts_are_restored() -> None:
    assert "CỘNG HÒA XÃ HỘI" == decode_run("céng hßa x· héi", ".VnTimeH")


def test_unicode_in_an_old_font_is_left_alone() -> None:
    assert "Độc lập" == decode_run("Độc lập", ".VnTime")


def test_symbol_codes_of_an_old_font_are_its_letters() -> None:
    assert "bản" == decode_run("\uf062\uf0b6\uf06e", ".VnTime")


def test_degree_sign_stays_and_floating_tone_joins() -> None:
    assert ("30°C", "à") == (decode_tcvn3("30°C"), decode_tcvn3("a°"))


@pytest.mark.parametrize(
    ("word", "expected"),
    [("quốc", True), ("Giêng", True), ("gìn", True), ("nghề", True), ("ngề", False), ("kật", False), ("tèc", False),
     ("hộị", False), ("QĐ", False), ("khuỷu", True)],
)  # fmt: skip
def test_syllable(word: str, expected: bool) -> None:
    assert expected is is_syllable(word)
