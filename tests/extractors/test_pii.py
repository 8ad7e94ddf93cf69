"""Personal data: the annotated texts, each kind, and what must stay."""

from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpora.folding import fold
from extractors.pii import Finding, find_personal_data, without_overlaps
from extractors.pii.redaction import Redaction
from pipeline.evaluation.pii import cases, score

GOLD = Path(__file__).resolve().parents[1] / "gold" / "pii"


def found(text):
    return [(finding.kind, text[finding.start : finding.end]) for finding in find_personal_data(text)]


def test_the_annotated_texts_hold_their_floors():
    scores = score(cases(GOLD))
    assert sum(scores.marked.values()) >= 60
    assert scores.recall >= 0.98, scores.errors
    assert scores.precision >= 0.95, scores.errors


@pytest.mark.parametrize("name", ["second.yaml", "third.yaml", "fourth.yaml"])
def test_the_later_texts_too(name):
    scores = score(cases(GOLD, name))
    assert scores.recall >= 0.97, scores.errors
    assert scores.precision >= 0.97, scores.errors


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Ủy ban nhân dân huyện Bình Lục giao ông Trần Văn\nMẫu trả lời.", [("PERSON", "Trần Văn\nMẫu")]),
        ("1. Trần Văn Thử\nMẫu số 01", [("PERSON", "Trần Văn Thử")]),
        ("Đại úy Lê Thị Thu Ví, Công an huyện", [("PERSON", "Lê Thị Thu Ví")]),
        ("Phó Chủ tịch HĐND TP Phùng Thị Ví phát biểu", [("PERSON", "Phùng Thị Ví")]),
        ("Bà Tạ Mỹ Ví ký đơn. Tạ Mỹ Ví nêu, ở đường Tạ Mỹ Ví", [("PERSON", "Tạ Mỹ Ví"), ("PERSON", "Tạ Mỹ Ví")]),
        ("BSCKI. Nguyễn Ví Bệnh viện Đa khoa", [("PERSON", "Nguyễn Ví")]),
        ("ông Chủ tịch và bà Phó Giám đốc", []),
        ("Nhà tù Bà Rá, tỉnh Bà Rịa - Vũng Tàu, quận Hai Bà Trưng", []),
        ("Trường THPT Nguyễn Huệ, đường Lê Văn Sỹ, phường Trần Quang Khải", []),
        ("người bệnh điều trị nội trú tại Bệnh viện huyện Thử, tỉnh Mẫu", []),
        ("nữ hộ sinh năm 2017, học sinh năm 2023", []),
        ("Thời gian ký: 08.04.2025 09:22:31", []),
        ("thanh niên, trẻ em Hà Nam và chị em Ninh Bình; học sinh năm 2023, vi sinh năm 2020", []),
        ("ông Đỗ Quang sinh năm 1941, bà Vi sinh ngày 5/8/1938", [
            ("PERSON", "Đỗ Quang"), ("BIRTH", "1941"), ("PERSON", "Vi"), ("BIRTH", "5/8/1938")]),
        ("TT\tHọ và tên\tSố CCCD\tĐơn vị\n1\tTrà Ứng\t035194000123\tSở Nội vụ", [
            ("PERSON", "Trà Ứng"), ("ID", "035194000123")]),
        ("STT | Đơn vị | Số điện thoại\n1 | Sở Nội vụ Hà Nam | 113", []),
        ("Biển số 29A-123.45; 30/2020/NĐ-CP; 12-KH/TU", [("PLATE", "29A-123.45")]),
        ("Công ty Mẫu, địa chỉ: số 5 đường Trần Phú, phường Mẫu", []),
        ("ông Vũ Thử, địa chỉ: số 5 đường Trần Phú, TP. Phủ Lý", [
            ("PERSON", "Vũ Thử"), ("ADDRESS", "số 5 đường Trần Phú, TP. Phủ Lý")]),
    ],
)  # fmt: skip
def test_words(text, expected):
    assert expected == found(text)


def test_two_writings_have_one_value():
    text = "SĐT +84 912 345 678, 0912.345.678; ông NGUYỄN VĂN MẪU, ông Nguyễn Văn Mẫu, ông Mẫu"
    assert {"0912345678", "nguyen van mau"} == {finding.value for finding in find_personal_data(text)}


def test_offsets_count_in_decomposed_text_too():
    import unicodedata

    text = unicodedata.normalize("NFD", "Giao ông Trần Văn Mẫu, sinh năm 1980.")
    assert ["Trần Văn Mẫu", "1980"] == [unicodedata.normalize("NFC", words) for _, words in found(text)]


KINDS = st.sampled_from(["PERSON", "PHONE", "ADDRESS"])


@settings(deadline=None)
@given(
    st.text(alphabet="abc \nđ", max_size=60),
    st.lists(st.tuples(st.integers(0, 59), st.integers(1, 9), KINDS), max_size=6),
    st.integers(0, 60),
    st.integers(0, 60),
)
def test_what_is_not_personal_is_found_at_its_new_offset(text, places, one, other):
    marked = [Finding(a, min(a + n, len(text)), kind, str(a), 0.9) for a, n, kind in places if a < len(text)]
    kept = without_overlaps(marked)
    redaction = Redaction(text, kept, b"key")
    start, end = sorted((min(one, len(text)), min(other, len(text))))
    new = redaction.span((start, end))
    assert 0 <= new.start <= new.end <= len(redaction.text)
    if all(finding.end <= start or end <= finding.start for finding in kept):
        assert text[start:end] == redaction.text[new.start : new.end]
    for finding in kept:
        assert redaction.text[slice(*redaction.span((finding.start, finding.end)))].startswith(f"[{finding.kind}_")


@settings(deadline=None, max_examples=60)
@given(st.text(alphabet="0123456789 .-/()+@,:;\nôÔngàABĐNguyễnVT", max_size=300))
def test_findings_are_in_order_and_apart(text):
    findings = find_personal_data(text)
    assert all(a.end <= b.start for a, b in pairwise(findings))
    assert all(0 <= finding.start < finding.end <= len(text) and finding.value for finding in findings)
    assert len(fold(text)) == len(text)
