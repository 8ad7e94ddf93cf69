"""Which engine gave an answer, and that models speak only where they may."""

import pytest

from corpora.synthetic import compose
from extractors import parse
from extractors.records import Document
from models import DEFAULT

DISPATCH = compose(404, 1).text
BODY = """Thực hiện Kế hoạch số 15/KH-UBND ngày 02/02/2024 của Ủy ban nhân dân tỉnh về công tác văn thư, Sở Nội vụ báo
cáo kết quả như sau:

I. KẾT QUẢ THỰC HIỆN

1. Công tác chỉ đạo: Sở đã ban hành 12 văn bản, tổ chức 03 lớp tập huấn cho 240 công chức, viên chức.

2. Kết quả: 100% hồ sơ được lập đúng hạn; tỷ lệ văn bản điện tử đạt 96%, tăng 4% so với cùng kỳ năm trước.

II. TỒN TẠI, HẠN CHẾ

Một số đơn vị chưa nộp lưu hồ sơ đúng thời hạn; kho lưu trữ còn chật hẹp, thiếu trang thiết bị bảo quản.

III. PHƯƠNG HƯỚNG

Tiếp tục rà soát, chỉnh lý tài liệu tồn đọng trong năm tới.

Trên đây là báo cáo kết quả công tác văn thư, lưu trữ, kính trình Ủy ban nhân dân tỉnh xem xét./.
"""


def test_rules_alone_say_so() -> None:
    document = parse(DISPATCH, models="none")
    assert {"rules"} == {citation.engine for citation in document.citations}
    assert {"rules"} == {duty.engine for duty in document.obligations}
    assert all((duty.actor_engine == "rules") == (duty.actor is not None) for duty in document.obligations)
    assert () == document.guesses


def test_default_models_leave_citations_and_obligations_to_the_rules() -> None:
    assert not {"relation", "obligation", "actor"} & set(DEFAULT)
    alone, asked = parse(DISPATCH, models="none"), parse(DISPATCH)
    assert alone.citations == asked.citations
    assert alone.obligations == asked.obligations
    assert alone.document == asked.document


def test_a_type_that_is_not_printed_is_guessed_apart() -> None:
    document = parse(BODY, models=["document_type"])
    assert document.document.type is None
    (guess,) = document.guesses
    assert ("type", "BC") == (guess.field, guess.value)
    assert guess.engine.startswith("model:document_type@")
    assert 0.5 <= guess.confidence <= 1


def test_a_printed_type_is_not_guessed() -> None:
    document = parse(DISPATCH, models=["document_type"])
    assert document.document.type is not None
    assert () == document.guesses


def test_nothing_is_guessed_of_a_passage() -> None:
    assert () == parse("Thực hiện Kế hoạch số 200/KH-UBND ngày 07/8/2019.").guesses


def test_lines_of_a_letterhead_that_rules_miss_are_guessed() -> None:
    head = "CỌNG HÒÁ XẢ HÔl CHÙ NGHlA VlỆT NÁM\nĐộc 1ập — Tư do - Hanh phùc\n\nBa0 Đinh, ngậy 2O thàng b năm 20Z4\n\n"
    document = parse(head + BODY, models=["letterhead"])
    places = [span for guess in document.guesses if guess.field == "letterhead" for span in guess.spans]
    assert any(span.start < 60 for span in places)
    assert all(span.end <= len(head) for span in places)


def _engines(document: Document) -> set[str]:
    return {each.engine for each in (*document.citations, *document.obligations, *document.guesses)} | {
        duty.actor_engine or "rules" for duty in document.obligations
    }


def test_all_models_are_asked_and_named() -> None:
    engines: set[str] = set()
    for number in range(60):
        engines |= _engines(parse(compose(404, number, noise=3).text, models="all"))
    assert {"rules"} < engines
    assert all(engine == "rules" or engine.startswith("model:") for engine in engines)
    assert any(engine.startswith("model:obligation@") for engine in engines)


def test_models_decide_a_relation_only_where_no_words_name_it() -> None:
    text = DISPATCH + "\nCăn cứ Nghị định số 30/2020/NĐ-CP;\nHồ sơ gồm Quyết định số 12/QĐ-UBND và các tài liệu khác.\n"
    named = {c.number: c for c in parse(text, models=["relation"]).citations}
    assert "rules" == named["30/2020/NĐ-CP"].engine


def test_unknown_models_are_refused() -> None:
    with pytest.raises(ValueError, match="there is no model"):
        parse("x", models="relations")
