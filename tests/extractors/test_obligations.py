"""Which units and sentences are duties, and on whom."""

import pytest

from extractors.normalise import normalise
from extractors.obligations import extract_obligations
from extractors.records import Header, Obligation
from extractors.structure import analyse

HEAD = """ỦY BAN NHÂN DÂN
TỈNH HÒA AN
Số: 45/{code}
CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
Độc lập - Tự do - Hạnh phúc
Hòa An, ngày 10 tháng 01 năm 2024

{title}
Về công tác phòng, chống đuối nước

"""
TAIL = """

Nơi nhận:
- Như trên;
- Lưu: VT.
CHỦ TỊCH

Trần Văn Bình
"""
TITLES = {"KH": "KẾ HOẠCH", "CT": "CHỈ THỊ", "BC": "BÁO CÁO", "QĐ": "QUYẾT ĐỊNH", "TB": "THÔNG BÁO", "TTr": "TỜ TRÌNH"}


def obligations(body: str, type: str = "KH", addressees: tuple[str, ...] = ()) -> tuple[Obligation, ...]:
    source = HEAD.format(code=f"{type}-UBND", title=TITLES.get(type, "THÔNG BÁO")) + body + TAIL
    text = normalise(source)
    header = Header(type=type, number=f"45/{type}-UBND", date="2024-01-10", addressees=addressees)
    found = extract_obligations(text, analyse(text), header, ())
    assert all(source[item.span.start : item.span.end] == item.text for item in found)
    return found


def actors(body: str, type: str = "KH", addressees: tuple[str, ...] = ()) -> list[str | None]:
    return [item.actor for item in obligations(body, type, addressees)]


def labels(body: str, type: str = "KH") -> list[str]:
    return ["/".join(item.path) for item in obligations(body, type)]


def test_heading_names_the_actor_of_its_bullets() -> None:
    body = (
        "I. TỔ CHỨC THỰC HIỆN\n1. Sở Y tế\n- Tổng hợp, báo cáo.\n- Kiểm tra các đơn vị.\n2. Công an tỉnh:\n- Tuần tra."
    )
    assert actors(body) == ["Sở Y tế", "Sở Y tế", "Công an tỉnh"]
    assert labels(body) == ["I/1/-", "I/1/-", "I/2/-"]


def test_sibling_never_supplies_the_actor() -> None:
    body = "I. NHIỆM VỤ\n- Sở Y tế tổng hợp báo cáo.\n- Tăng cường kiểm tra."
    assert actors(body) == ["Sở Y tế", None]


def test_purposes_are_none_requirements_and_targets_are() -> None:
    body = (
        "I. MỤC ĐÍCH, YÊU CẦU\n1. Mục đích\n- Nâng cao nhận thức của người dân.\n2. Yêu cầu\n"
        "- Tổ chức thực hiện nghiêm túc.\n3. Chỉ tiêu\n- Tỷ lệ học sinh biết bơi đạt 60%."
    )
    assert labels(body) == ["I/2/-", "I/3/-"]
    assert obligations(body)[1].target == "đạt 60%"


def test_results_told_in_a_report_are_none() -> None:
    body = (
        "I. KẾT QUẢ THỰC HIỆN NHIỆM VỤ\n1. Tổ chức 05 lớp tập huấn.\n2. Sở Y tế đã yêu cầu các đơn vị kiểm tra.\n"
        "II. PHƯƠNG HƯỚNG, NHIỆM VỤ NĂM 2025\n1. Tiếp tục tổ chức tập huấn.\n"
        "III. KIẾN NGHỊ\n1. Đề nghị Bộ Y tế hỗ trợ kinh phí."
    )
    assert labels(body, "BC") == ["II/1"]


def test_lead_in_is_none_and_gives_actor() -> None:
    body = (
        "Để phòng, chống đuối nước, Chủ tịch Ủy ban nhân dân tỉnh yêu cầu Thủ trưởng các sở, ban, ngành thực hiện tốt "
        "các nội dung sau:\n1. Tăng cường tuyên truyền.\n2. Kiểm tra các bể bơi."
    )
    assert actors(body, "CT") == ["Thủ trưởng các sở, ban, ngành"] * 2


def test_list_of_things_is_no_list_of_tasks() -> None:
    body = "I. YÊU CẦU\n1. Chuẩn bị đầy đủ hồ sơ gồm:\n- Báo cáo kết quả;\n- Biên bản kiểm tra.\n2. Gửi hồ sơ đúng hạn."
    assert labels(body) == ["I/1", "I/2"]


@pytest.mark.parametrize(
    ("sentence", "actor"),
    [
        ("Giao Sở Y tế chủ trì, phối hợp với Công an tỉnh tổ chức kiểm tra.", "Sở Y tế"),
        ("Yêu cầu: Hội Nông dân tỉnh thực hiện kiểm kê tài sản.", "Hội Nông dân tỉnh"),
        ("Giao các sở: Tài chính, Nội vụ và Văn phòng tỉnh theo dõi.", "các sở: Tài chính, Nội vụ và Văn phòng tỉnh"),
        ("Phân công Phó Chủ tịch Thường trực Lê Văn Sáu chỉ đạo việc này.", "Phó Chủ tịch Thường trực Lê Văn Sáu"),
        ("Công an tỉnh: Chỉ đạo các đơn vị tuần tra.", "Công an tỉnh"),
        (
            "Các cơ quan, tổ chức, cá nhân có liên quan chịu trách nhiệm thi hành.",
            "Các cơ quan, tổ chức, cá nhân có liên quan",
        ),
        ("Bộ phận tiếp nhận và trả kết quả có trách nhiệm niêm yết thủ tục.", "Bộ phận tiếp nhận và trả kết quả"),
        ("Từ ngày 15/3/2024, các đơn vị có trách nhiệm tự kiểm tra.", "các đơn vị"),
        ("Danh mục hồ sơ phải được người đứng đầu cơ quan phê duyệt.", "người đứng đầu cơ quan"),
    ],
)
def test_actor_named_in_the_unit(sentence: str, actor: str) -> None:
    assert actors(f"I. NHIỆM VỤ\n1. {sentence}") == [actor]


@pytest.mark.parametrize(
    "sentence",
    [
        "Công tác tuyên truyền, phổ biến pháp luật;",
        "Việc thực hiện quy chế dân chủ;",
        "Kinh phí thực hiện được bố trí trong dự toán.",
        "Sở Y tế đã tổ chức kiểm tra các đơn vị.",
        "Kiểm tra nội bộ là hoạt động thường xuyên của đơn vị.",
        "Kính đề nghị Ủy ban nhân dân tỉnh xem xét, quyết định.",
    ],
)
def test_what_is_and_what_was_done_is_none(sentence: str) -> None:
    assert actors(f"I. NỘI DUNG THỰC HIỆN\n1. {sentence}") == []


@pytest.mark.parametrize(
    ("article", "actor"),
    [
        ("Phê duyệt Kế hoạch thanh tra năm 2024.", None),
        ("Quyết định này có hiệu lực kể từ ngày ký.", None),
        (
            "Chánh Văn phòng, Giám đốc Sở Y tế chịu trách nhiệm thi hành Quyết định này./.",
            "Chánh Văn phòng, Giám đốc Sở Y tế",
        ),
        (
            "Chánh Văn phòng và các ông, bà có tên tại Điều 1 căn cứ Quyết định thi hành.",
            "Chánh Văn phòng và các ông, bà có tên tại Điều 1",
        ),
    ],
)
def test_articles_of_a_decision(article: str, actor: str | None) -> None:
    assert actors(f"QUYẾT ĐỊNH:\n\nĐiều 1. {article}", "QĐ") == ([actor] if actor else [])


def test_two_directive_sentences_of_a_closing_are_two() -> None:
    body = (
        "1. Sở Y tế tổng hợp.\n\nYêu cầu các đơn vị nghiêm túc thực hiện. Trong quá trình thực hiện, nếu có vướng mắc, "
        "báo cáo Ủy ban nhân dân tỉnh xem xét./."
    )
    found = obligations(body)
    assert [item.path for item in found] == [("1",), (), ()]
    assert [item.actor for item in found[1:]] == ["các đơn vị", "các đơn vị"]
    assert found[2].text.endswith("./.")


def test_addressees_act_where_the_lead_in_names_nobody() -> None:
    body = "Ủy ban nhân dân tỉnh đề nghị thực hiện các nội dung sau:\n1. Rà soát cơ sở vật chất.\n2. Gửi báo cáo."
    assert actors(body, "CV", ("Các sở, ban, ngành",)) == ["Các sở, ban, ngành"] * 2


def test_proposals_to_a_superior_are_none() -> None:
    assert actors("1. Giao Sở Nội vụ chủ trì thực hiện.\nKính trình Ủy ban nhân dân tỉnh xem xét./.", "TTr") == []


def test_news_article_orders_nobody() -> None:
    text = normalise("Trưởng đoàn đề nghị Sở Giáo dục và Đào tạo rà soát tổng thể các chỉ tiêu.")
    assert extract_obligations(text, analyse(text), Header(), ()) == ()


def test_sub_units_that_only_describe_give_actor_and_time() -> None:
    body = "I. NHIỆM VỤ\n1. Rà soát văn bản\n- Cơ quan chủ trì: Sở Tư pháp.\n- Thời gian hoàn thành: Quý III/2024."
    (found,) = obligations(body)
    assert (found.actor, found.deadline, found.due) == ("Sở Tư pháp", "Quý III/2024", "2024-09")


def test_uncertain_evidence_lowers_confidence() -> None:
    named, bare = obligations("1. Sở Y tế có trách nhiệm tổng hợp.\n2. Tăng cường kiểm tra.")
    assert named.confidence > bare.confidence


def test_cost_grows_in_step_with_length() -> None:
    from time import process_time

    def seconds(times: int) -> float:
        text = normalise("1. " + "giao các đơn vị phải báo cáo, " * times)
        structure = analyse(text)
        start = process_time()
        extract_obligations(text, structure, Header(type="KH"), ())
        return process_time() - start

    seconds(100)
    assert seconds(20_000) < 60 * max(seconds(1_000), 0.005)


def test_order_given_before_is_none() -> None:
    body = "Bộ Y tế đã có nhiều văn bản yêu cầu các địa phương rà soát hồ sơ nhưng chưa đạt kết quả."
    assert actors(body, "CV") == []


def test_words_of_another_document_are_none() -> None:
    assert actors("“Bộ Y tế khẩn trương rà soát danh mục bệnh tật.”", "CV") == []


def test_attached_list_orders_nothing_attached_plan_does() -> None:
    articles = "QUYẾT ĐỊNH:\n\nĐiều 1. Phê duyệt Kế hoạch."
    attached = (
        "\n\n{title}\nNăm 2024\n(Kèm theo Quyết định số 45/QĐ-UBND)\n\n1. Rà soát hồ sơ lưu trữ.\n2. Sở Y tế tổng hợp."
    )

    def after_signature(title: str) -> list[str | None]:
        source = HEAD.format(code="QĐ-UBND", title="QUYẾT ĐỊNH") + articles + TAIL + attached.format(title=title)
        text = normalise(source)
        header = Header(type="QĐ", number="45/QĐ-UBND")
        return [item.actor for item in extract_obligations(text, analyse(text), header, ())]

    assert after_signature("KẾ HOẠCH") == [None, "Sở Y tế"]
    assert after_signature("DANH SÁCH") == []
