"""Identity: ten spellings of one document, two documents of one number."""

import pytest

from extractors import parse
from extractors.identity import law_id, named_law_ids, work_id


def cited(text: str) -> str | None:
    """The identifier of the one citation of a text."""
    (citation,) = parse(text).citations
    return citation.target_id


DECREE = [
    "Nghị định số 30/2020/NĐ-CP",
    "Nghị định 30/2020/NĐ-CP",
    "nghị định số: 30/2020/NĐ-CP ngày 05/3/2020",
    "NGHỊ ĐỊNH SỐ 30/2020/NĐ-CP",
    "theo Nghị định số 030/2020/NĐ-CP",
    "Nghị định số 30/2020/ND-CP của Chính phủ",
    "Nghị định số 30/2020/NĐ–CP",
    "Nghị định số 30/2020/NĐ- CP",
    "Nghị định số 3O/2020/NĐ-CP",
    "Nghị định\nsố 30/2020/\nNĐ-CP",
    "Nghị định số 30/2020/NÐ-CP",
    "theo Văn bản số 30/2020/NĐ-CP",
]


@pytest.mark.parametrize("text", DECREE)
def test_a_decree_in_many_spellings(text: str) -> None:
    assert cited(text) == "chinh-phu/NĐ/30-2020"


DECISION = [
    "Quyết định số 28/QĐ-UBND ngày 5/3/2021 của Ủy ban nhân dân tỉnh Hà Nam",
    "Quyết định 28/QĐ-UBND ngày 05 tháng 3 năm 2021 của UBND tỉnh Hà Nam",
    "Quyết định số 28/QD-UBND năm 2021 của Chủ tịch UBND tỉnh Hà Nam",
    "Ngày 05/3/2021, UBND tỉnh Hà Nam ban hành Quyết định số 28/QĐ-UBND",
    "Quyết định của UBND tỉnh Hà Nam số 28/QĐ-UBND ngày 5/3/2021",
]


@pytest.mark.parametrize("text", DECISION)
def test_a_decision_in_many_spellings(text: str) -> None:
    assert cited(text) == "ubnd.ha-nam/QĐ/2021/28"


def test_one_number_of_two_districts_or_two_years() -> None:
    texts = [
        "Kế hoạch số 28/KH-UBND ngày 5/3/2021 của UBND huyện Tân Hồng, tỉnh Đồng Tháp",
        "Kế hoạch số 28/KH-UBND ngày 5/3/2021 của UBND huyện Hồng Ngự, tỉnh Đồng Tháp",
        "Kế hoạch số 28/KH-UBND ngày 5/3/2022 của UBND huyện Tân Hồng, tỉnh Đồng Tháp",
        "Kế hoạch số 28/KH-UBND ngày 5/3/2021 của UBND tỉnh Đồng Tháp",
    ]
    ids = [cited(text) for text in texts]
    assert None not in ids
    assert len(texts) == len(set(ids))


@pytest.mark.parametrize(
    "text",
    [
        "Kế hoạch số 28/KH-UBND ngày 5/3/2021",  # whose?
        "Kế hoạch số 28/KH-UBND của UBND tỉnh Hà Nam",  # of which year?
        "Kế hoạch số 28/KH-UBND ngày 5/3/2021 của UBND huyện",  # which one?
        "Kế hoạch số 28/KH-UBND ngày 5/3/2021 của UBND xã Tân Lập",  # there are many
        "Nghị quyết số 18-NQ/TW ngày 25/10/2017",  # Trung ương, Bộ Chính trị or Ban Bí thư
    ],
)
def test_what_cannot_be_known_stays_open(text: str) -> None:
    assert cited(text) is None


def test_laws_by_name() -> None:
    assert cited("Luật Giáo dục năm 2019") == cited("Luật Giáo dục số 43/2019/QH14") == "quoc-hoi/L/43-2019"
    (citation,) = parse("theo Luật Giáo dục").citations
    assert (None, named_law_ids("L", "Luật Giáo dục", None)) == (citation.target_id, citation.candidates)
    assert law_id("L", "Luật Thư viện xã", None) is None


def test_parts() -> None:
    assert work_id("QĐ", "12", None, printed_year=None, date="2020-01-01") is None
    assert work_id("QĐ", "12", "bo-noi-vu", printed_year=None, date=None) is None
    assert work_id(None, "12", "bo-noi-vu", printed_year=2020, date=None) is None
    assert work_id("QĐ", "012a", "bo-noi-vu", printed_year=None, date="2020-05") == "bo-noi-vu/QĐ/2020/12A"
