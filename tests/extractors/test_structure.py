"""Zones, labels, nesting and extents, on texts in the true form of the genre."""

from pathlib import Path

import pytest

from extractors.normalise import normalise
from extractors.structure import Structure, analyse, sentences


def analysed(text: str) -> tuple[str, Structure]:
    clean = normalise(text)
    return clean.text, analyse(clean)


def paths(text: str) -> list[tuple[str, ...]]:
    return [unit.path for unit in analysed(text)[1].units]


def unit_texts(text: str) -> list[str]:
    clean, structure = analysed(text)
    return [clean[unit.start : unit.end] for unit in structure.units]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param(
            "Chương I\nQUY ĐỊNH CHUNG\nĐiều 1. Phạm vi\n1. Một:\na) Hai;\nb) Ba.\n2. Bốn.\nĐiều 2. Năm",
            [
                ("Chương I",),
                ("Chương I", "Điều 1"),
                ("Chương I", "Điều 1", "1"),
                ("Chương I", "Điều 1", "1", "a"),
                ("Chương I", "Điều 1", "1", "b"),
                ("Chương I", "Điều 1", "2"),
                ("Chương I", "Điều 2"),
            ],
            id="normative",
        ),
        pytest.param(
            "I. MỤC ĐÍCH\n\n1. Mục đích:\n\n- Một.\n\n- Hai:\n\n+ Ba;\n\n2. Yêu cầu\n\nII. TỔ CHỨC",
            [("I",), ("I", "1"), ("I", "1", "-"), ("I", "1", "-"), ("I", "1", "-", "+"), ("I", "2"), ("II",)],
            id="plan",
        ),
        pytest.param(
            "1. Một\n1.1. Hai\n1.1.1. Ba\n1.2. Bốn\n2. Năm\n2.1. Sáu",
            [("1",), ("1", "1.1"), ("1", "1.1", "1.1.1"), ("1", "1.2"), ("2",), ("2", "2.1")],
            id="decimal",
        ),
        pytest.param("I- Một\n1- Hai\n2- Ba\nII- Bốn", [("I",), ("I", "1"), ("I", "2"), ("II",)], id="party"),
        pytest.param(
            "I. Một\n- A\n1: Hai\n1. Ba\nIII. Bốn",
            [("I",), ("I", "-"), ("II",), ("II", "1"), ("III",)],
            id="numeral-misread-as-one",
        ),
        pytest.param("I. Một\nII. Hai\nII. Ba\nIV. Bốn", [("I",), ("II",), ("III",), ("IV",)], id="numeral-misread"),
        pytest.param(
            "IV. TỔ CHỨC\n\n{. Phòng A.\n\n: 2. Phòng B.", [("IV",), ("IV", "1"), ("IV", "2")], id="one-misread"
        ),
        pytest.param("1. Một\n2. Hai\n9, Chín không theo sau hai", [("1",), ("2",)], id="comma-out-of-order"),
    ],
)
def test_paths_follow_kind_and_nesting(text: str, expected: list[tuple[str, ...]]) -> None:
    assert expected == paths(text)


def test_wrapped_lines_are_no_labels() -> None:
    text = (
        "Căn cứ Luật Tổ chức chính quyền địa phương và quy định tại khoản 3 theo\n"
        "Điều 5. của luật ấy; phát triển kinh tế\n"
        "- xã hội giai đoạn 2021\n"
        "- 2030 trên địa bàn."
    )
    assert [()] == paths(text)


def test_quoted_articles_belong_to_the_amending_article() -> None:
    text = "Điều 1. Sửa đổi Điều 3 như sau:\n“Điều 3. Mới\n1. Một.\n2. Hai.”.\nĐiều 2. Hiệu lực."
    assert [("Điều 1",), ("Điều 2",)] == paths(text)


def test_unit_holds_its_continuation_but_no_sub_units() -> None:
    text = (
        "1. Yêu cầu: các hội thực hiện kiểm kê.\n\nTrong 03 tháng, các hội báo cáo.\n\n2. Giao các sở:\n\n- Theo dõi;"
    )
    assert [
        "1. Yêu cầu: các hội thực hiện kiểm kê.\n\nTrong 03 tháng, các hội báo cáo.",
        "2. Giao các sở:",
        "- Theo dõi;",
    ] == unit_texts(text)


def test_words_after_the_outline_close_the_document() -> None:
    text = "I. VIỆC\n\n1. Làm.\n\n2. Xong.\n\nTrên đây là kế hoạch, đề nghị các đơn vị thực hiện./."
    _, structure = analysed(text)
    assert [(False, ("I", "2")), (True, ())] == [(unit.closing, unit.path) for unit in structure.units[-2:]]


def test_misplaced_stamp_does_not_part_a_paragraph() -> None:
    text = "- 100% cán bộ được bồi dưỡng nâng cao nhận thức về\n\n==\n110\nPH\n\nvăn hóa giao tiếp.\n\n- Hai."
    assert 2 == len(unit_texts(text))


DECISION = """ỦY BAN NHÂN DÂN
TỈNH HÀ NAM
Số: 12/QĐ-UBND
CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
Độc lập - Tự do - Hạnh phúc
Hà Nam, ngày 02 tháng 3 năm 2024

QUYẾT ĐỊNH
Ban hành Quy chế tiếp công dân

CHỦ TỊCH ỦY BAN NHÂN DÂN TỈNH

Căn cứ Luật Tiếp công dân ngày 25 tháng 11 năm 2013;

QUYẾT ĐỊNH:

Điều 1. Ban hành kèm theo Quyết định này Quy chế tiếp công dân.
Điều 2. Các sở chịu trách nhiệm thi hành Quyết định này./.

Nơi nhận:
- Như Điều 2;
- Lưu: VT.
KT. CHỦ TỊCH
PHÓ CHỦ TỊCH

Đặng Hữu Khiêm

QUY CHẾ
Tiếp công dân
(Ban hành kèm theo Quyết định số 12/QĐ-UBND)

Điều 1. Phạm vi
1. Quy chế này quy định việc tiếp công dân.
"""


def zone_text(text: str, structure: Structure, zone: str) -> str:
    start, end = getattr(structure, zone)
    return text[start:end]


def test_zones_of_a_decision_with_attached_text() -> None:
    text, structure = analysed(DECISION)
    found = {
        zone: zone_text(text, structure, zone) for zone in ("letterhead", "title", "preamble", "body", "recipients")
    }
    assert found["letterhead"].startswith("ỦY BAN") and found["letterhead"].endswith("năm 2024")
    assert found["title"].startswith("QUYẾT ĐỊNH\nBan hành") and found["title"].endswith("DÂN TỈNH")
    assert found["preamble"].startswith("Căn cứ") and found["preamble"].endswith("QUYẾT ĐỊNH:")
    assert found["body"].startswith("Điều 1. Ban hành") and found["body"].endswith("./.")
    assert "- Như Điều 2;\n- Lưu: VT." == found["recipients"]
    assert [("Điều 1",), ("Điều 2",)] == [unit.path for unit in structure.units]
    assert [("Điều 1",), ("Điều 1", "1")] == [unit.path for unit in structure.attached if unit.label]
    assert text[slice(*structure.appendices[0])].startswith("QUY CHẾ")


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("UBND TỈNH HÀ NAM CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", ["issuer", "motto"]),
        ("SỞ Y TẾ | Độc lập - Tự do - Hạnh phúc", ["issuer", "motto"]),
        ("Số: 5/KH-SYT Hà Nam, ngày 02 tháng 3 năm 2024", ["number", "date"]),
        ("HUYỆN ỦY A LƯỚI          ĐẢNG CỘNG SẢN VIỆT NAM", ["issuer", "motto"]),
    ],
)
def test_columns_on_one_line_are_cells(line: str, expected: list[str]) -> None:
    text = f"{line}\nSố: 1/BC-ABC\nBÁO CÁO\nKết quả\n\nNăm qua đã làm."
    assert expected == [cell.role for cell in analysed(text)[1].cells][: len(expected)]


def test_news_has_no_letterhead_and_no_signature() -> None:
    _, structure = analysed("Hội nghị thành công tốt đẹp\nSáng 5/3, Sở Nội vụ tổ chức hội nghị.\nÔng A phát biểu.")
    assert (None, None, None, ()) == (structure.letterhead, structure.title, structure.signature, structure.cells)


@pytest.mark.parametrize("text", ["", "\n\n", "\x00", "Nơi nhận:", "Số:", "“" * 50 + "\n" + "“Điều 1. A\n" * 50])
def test_broken_text_is_survived(text: str) -> None:
    clean, structure = analysed(text)
    assert all(0 <= unit.start < unit.end <= len(clean) for unit in structure.units)


def test_footnotes_are_told_apart() -> None:
    text, structure = analysed(
        "Đã ban hành kế hoạch.\n\n¹ Kế hoạch số 5/KH-SYT ngày 02/3/2024.\n\nĐã tổ chức hội nghị."
    )
    assert ["¹ Kế hoạch số 5/KH-SYT ngày 02/3/2024."] == [text[start:end] for start, end in structure.footnotes]


def test_sentences_know_abbreviations() -> None:
    text = "Ông Trần A., TS. Lê B. tại TP. Huế dự. Hết 1.200 hồ sơ v.v. Các đơn vị thực hiện./."
    assert ["Ông Trần A., TS. Lê B. tại TP. Huế dự.", "Hết 1.200 hồ sơ v.v. Các đơn vị thực hiện./."] == [
        text[start:end] for start, end in sentences(text, 0, len(text))
    ]


def test_gold_units_are_units(shared: Path) -> None:
    """Every annotated obligation of the real documents is a unit or a sentence of a plain paragraph."""
    import json

    missed = []
    for gold_file in sorted((shared / "gold" / "dev").glob("*.gold.json")):
        source = gold_file.with_name(gold_file.name.replace(".gold.json", ".txt")).read_text(encoding="utf-8")
        text = normalise(source)
        structure = analyse(text)
        spans = {text.span(unit.start, unit.end) for unit in structure.units}
        for unit in structure.units:
            spans |= {text.span(start, end) for start, end in sentences(text.text, unit.start, unit.end)}
        for obligation in json.loads(gold_file.read_text(encoding="utf-8")).get("obligations") or []:
            start, end = obligation["span"]
            best = max((min(b, end) - max(a, start)) / (max(b, end) - min(a, start)) for a, b in spans)
            if best < 0.8:
                missed.append((gold_file.name, source[start : start + 40]))
    assert [] == missed
