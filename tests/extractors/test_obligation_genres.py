# ruff: noqa: E501 - bodies stand as they are printed, a line a line
"""Duties across kinds of documents: what each orders and what it only tells, also under OCR noise."""

from pathlib import Path

import pytest
import yaml

from extractors.normalise import normalise
from extractors.obligations import extract_obligations
from extractors.records import Header, Obligation
from extractors.structure import analyse

HEAD = """ỦY BAN NHÂN DÂN
HUYỆN AN LẠC
Số: 12/{code}
CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
Độc lập - Tự do - Hạnh phúc
An Lạc, ngày 06 tháng 3 năm 2023

{title}
Về công tác giữ gìn vệ sinh chợ

"""
TAIL = "\n\nNơi nhận:\n- Như trên;\n- Lưu: VT.\nCHỦ TỊCH\n\nLê Văn Sáu\n"
TITLES = {
    "KH": "KẾ HOẠCH", "CT": "CHỈ THỊ", "BC": "BÁO CÁO", "QĐ": "QUYẾT ĐỊNH", "TB": "THÔNG BÁO", "TTr": "TỜ TRÌNH",
    "NQ": "NGHỊ QUYẾT", "NĐ": "NGHỊ ĐỊNH", "CĐ": "CÔNG ĐIỆN", "HD": "HƯỚNG DẪN", "CV": "V/v vệ sinh chợ",
    "CTr": "CHƯƠNG TRÌNH", "QC": "QUY CHẾ", "GM": "GIẤY MỜI", "BB": "BIÊN BẢN", "KL": "KẾT LUẬN",
}  # fmt: skip

Expected = list[tuple[str, str | None]]


def duties(type: str, body: str) -> list[Obligation]:
    """The duties of a document with this body."""
    letter = "Kính gửi: Các trường học\n\n" if type == "CV" else ""
    source = HEAD.format(code=f"{type}-UBND", title=TITLES[type]) + letter + body + TAIL
    text = normalise(source)
    header = Header(
        type=type, number=f"12/{type}-UBND", date="2023-03-06", issuer="Ủy ban nhân dân huyện An Lạc",
        addressees=("Các trường học",) if type == "CV" else (),
    )  # fmt: skip
    return list(extract_obligations(text, analyse(text), header, ()))


def found(type: str, body: str) -> Expected:
    """Path (a sentence has none) and actor of each duty."""
    return [("/".join(duty.path), duty.actor) for duty in duties(type, body)]


CASES: dict[str, tuple[str, str, Expected]] = {
    "a directive that divides the work by agency, its lead-in broken over lines": (
        "CT",
        "Thời gian qua, rác thải còn ứ đọng. Để khắc phục, Chủ tịch Ủy ban nhân dân huyện yêu cầu Thủ trưởng các\n"
        "phòng, ban, Chủ tịch Ủy ban nhân dân các xã thực hiện một số nhiệm\nvụ sau:\n"
        "1. Phòng Kinh tế:\n- Chủ trì, phối hợp với các xã kiểm tra chợ.\n- Dọn dẹp bãi rác cũ.\n"
        "2. Đài Truyền thanh huyện: Tăng cường tin, bài về vệ sinh.\n"
        "3. Công an huyện: Theo chức năng, nhiệm vụ của mình có trách nhiệm xử lý vi phạm.\n",
        [("1/-", "Phòng Kinh tế"), ("1/-", "Phòng Kinh tế"), ("2", "Đài Truyền thanh huyện"), ("3", "Công an huyện")],
    ),
    "a plan whose issuer announces it in its own name": (
        "KH",
        "Ủy ban nhân dân huyện xây dựng kế hoạch vệ sinh chợ, cụ thể như sau:\n"
        "1. MỤC ĐÍCH\n- Nâng cao ý thức người bán hàng.\n2. NỘI DUNG\n- Ký kết hợp đồng thu gom rác.\n"
        "- Thành lập Tổ quản lý chợ.\n- Mời chuyên gia tập huấn.\n- Họp sơ kết cuối năm.\n",
        [("2/-", None)] * 4,
    ),
    "numbered acts over a list are headings": (
        "KH",
        "I. NỘI DUNG\n1. Tổ chức thu gom rác:\n- Các xã bố trí xe chở rác.\n- Lập danh sách hộ kinh doanh.\n"
        "2. Xây dựng điểm tập kết:\n- Khảo sát vị trí.\n",
        [("I/1/-", "Các xã"), ("I/1/-", None), ("I/2/-", None)],
    ),
    "labels that OCR damaged": (
        "KH",
        "I. NHIỆM VỤ\n1. Phòng Y tế: Kiểm tra bếp ăn.\n2. Phòng Nội vụ: Rà soát biên chế.\n3. Ban Quản lý chợ: Quét dọn sân.\n"
        "4. Phòng Tài chính: Bố trí kinh phí.\nŠ. Phòng Văn hóa: Treo khẩu hiệu.\n6. Hạt Kiểm lâm: Trồng cây.\n",
        [("I/1", "Phòng Y tế"), ("I/2", "Phòng Nội vụ"), ("I/3", "Ban Quản lý chợ"), ("I/4", "Phòng Tài chính"),
         ("I/5", "Phòng Văn hóa"), ("I/6", "Hạt Kiểm lâm")],
    ),
    "bullets that OCR damaged": (
        "KH",
        "II. NHIỆM VỤ\n1. Trạm Y tế\n- Phun thuốc diệt muỗi.\nˆ Hàng năm lồng ghép truyền thông vào các buổi họp thôn.\n"
        "~ Kiểm tra nguồn nước.\n4..Củng cố đội vệ sinh\n- Kiện toàn đội trưởng.\n",
        [("II/1/-", "Trạm Y tế")] * 3 + [("II/4/-", None)],
    ),
    "goals one by one": (
        "KH",
        "I. MỤC TIÊU\n1. Mục tiêu chung\nNâng cao chất lượng vệ sinh chợ.\n2. Mục tiêu cụ thể\n"
        "Mục tiêu 1: Đến năm 2025 các xã thành lập tổ vệ sinh.\nMục tiêu 2: Đến năm 2025 có 70% hộ ký cam kết.\n"
        "Mục tiêu 3: Nâng cao nhận thức của người dân.\n",
        [("I/2/Mục tiêu 1", "các xã"), ("I/2/Mục tiêu 2", None)],
    ),
    "a report orders only in its last part": (
        "BC",
        "Phần I\nKẾT QUẢ THÁNG 02\n1. Chỉ đạo các xã dọn vệ sinh.\n2. Tổ chức 03 buổi tuyên truyền.\n"
        "Phần II\nMỘT SỐ CÔNG TÁC TRỌNG TÂM THÁNG 3\n"
        "Ngoài các nhiệm vụ thường xuyên như phòng, chống dịch, truyền thông. Trong tháng 3, Ủy ban nhân dân huyện tập trung\n"
        "thực hiện một số nhiệm vụ sau:\n1. Tiếp tục thu gom rác.\n2. Tổ chức nghiệm thu bãi rác.\n",
        [("Phần II/1", "Ủy ban nhân dân huyện"), ("Phần II/2", "Ủy ban nhân dân huyện")],
    ),
    "a report that only reports": (
        "BC",
        "I. TÌNH HÌNH\n1. Chỉ đạo các đơn vị kiểm tra chợ.\n2. Các xã đã phun thuốc.\nII. TỒN TẠI\n- Còn thiếu xe chở rác.\n",
        [],
    ),
    "the claims of a complaint are nobody's duty": (
        "TB",
        "Qua xem xét nội dung đơn của ông Tư khiếu nại việc thu hồi sạp, với các yêu cầu:\n"
        "1. Yêu cầu bố trí sạp mới;\n2. Yêu cầu bồi thường tài sản.\n"
        "Nay, thông báo để ông Tư biết.\n",
        [],
    ),
    "a draft behind the submission it goes with": (
        "TTr",
        "Ủy ban nhân dân huyện kính trình Hội đồng nhân dân huyện xem xét:\n1. Chi phí vệ sinh: 20 triệu đồng.\n"
        "Kính trình Hội đồng nhân dân huyện xem xét, quyết nghị./.\n\nNơi nhận:\n- Như trên.\nCHỦ TỊCH\n\nLê Văn Sáu\n\n"
        "HỘI ĐỒNG NHÂN DÂN\nHUYỆN AN LẠC\nCỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nĐộc lập - Tự do - Hạnh phúc\n\n"
        "NGHỊ QUYẾT\nVề kinh phí vệ sinh\n\nQUYẾT NGHỊ:\n\nĐiều 1. Quyết định kinh phí vệ sinh năm 2023.\n"
        "Điều 2. Tổ chức thực hiện\n1. Ủy ban nhân dân huyện triển khai thực hiện Nghị quyết.\n",
        [("Điều 2/1", "Ủy ban nhân dân huyện")],
    ),
    "a table under a heading is no sentence": (
        "KH",
        "I. NỘI DUNG\n1. Mua sắm dụng cụ:\n\nSTT Công việc Thời gian Người thực hiện\n01 Lập dự toán 05 ngày Ban Quản lý\n\n"
        "2. Vệ sinh\nGiao Ban Quản lý chợ tổ chức quét dọn hằng ngày.\n",
        [("I/2", "Ban Quản lý chợ")],
    ),
    "the closing behind a last section of another kind": (
        "KH",
        "I. NHIỆM VỤ\n- Quét dọn chợ.\nII. Phạm vi áp dụng:\nKế hoạch này áp dụng cho các chợ trong huyện.\n"
        "__ Trong quá trình thực hiện nếu có vướng mắc, các đơn vị báo cáo Phòng Kinh tế.\n"
        "Đề nghị các đơn vị triển khai thực hiện./.\n",
        [("I/-", None), ("", "các đơn vị"), ("", "các đơn vị")],
    ),
    "how many each sends; what is to be enclosed": (
        "KH",
        "III. TỔ CHỨC THỰC HIỆN\n1. Các xã trong huyện:\n- Cử cán bộ dự tập huấn với số lượng như sau:\n"
        "+ Xã Tân An: 02 cán bộ;\n+ Xã Tân Lộc: 01 cán bộ.\n- Gửi hồ sơ, tài liệu kèm theo sau đây về Phòng Kinh tế:\n"
        "+ Biên bản họp.\n+ Hợp đồng thuê xe.\n",
        [("III/1/-", "Các xã trong huyện"), ("III/1/-/+", "Xã Tân An"), ("III/1/-/+", "Xã Tân Lộc"),
         ("III/1/-", "Các xã trong huyện")],
    ),
    "a ground before the act, in a notice": (
        "TB",
        "Căn cứ Kế hoạch số 5/KH-UBND ngày 02/02/2023 của Ủy ban nhân dân huyện,\n"
        "Trên cơ sở kế hoạch và tình hình thực tế, đơn vị tiến hành rà soát và đề cử người tham gia.\n",
        [("", "đơn vị")],
    ),
    "delegations, duties and prohibitions of a decree": (
        "NĐ",
        "Điều 1. Phạm vi\n1. Nghị định này quy định về chợ.\nĐiều 2. Sử dụng\n"
        "1. Người thuê sạp tại chợ hạng một, chợ hạng hai phải đáp ứng điều kiện về vệ sinh.\n"
        "2. Tiền thuê không được thấp hơn mức sàn.\n3. Sạp là nơi bày bán hàng hóa.\n"
        "Điều 3. Thi hành\n1. Bộ trưởng Bộ Công Thương quy định chi tiết Điều này.\n"
        "2. Bộ Tài chính có trách nhiệm bảo đảm kinh phí chi trả trợ cấp hằng tháng.\n",
        [("Điều 2/1", "Người thuê sạp tại chợ hạng một, chợ hạng hai"), ("Điều 3/1", "Bộ trưởng Bộ Công Thương"),
         ("Điều 3/2", "Bộ Tài chính")],
    ),
    "a telegram": (
        "CĐ",
        "Mưa lớn đang diễn biến phức tạp. Chủ tịch Ủy ban nhân dân huyện yêu cầu:\n"
        "1. Chủ tịch Ủy ban nhân dân các xã: Sơ tán dân khỏi vùng ngập; khơi thông cống.\n"
        "2. Ban Chỉ huy Quân sự huyện bố trí lực lượng cứu nạn.\n",
        [("1", "Chủ tịch Ủy ban nhân dân các xã"), ("2", "Ban Chỉ huy Quân sự huyện")],
    ),
    "a notice of conclusions": (
        "TB",
        "Ngày 03/3/2023, đồng chí Chủ tịch chủ trì cuộc họp. Sau khi nghe báo cáo, Chủ tịch kết luận như sau:\n"
        "1. Đánh giá cao sự chuẩn bị của Phòng Kinh tế.\n2. Giao Phòng Kinh tế hoàn thiện phương án trước ngày 20/3/2023.\n"
        "3. Phòng Tài chính thẩm định dự toán.\n",
        [("2", "Phòng Kinh tế"), ("3", "Phòng Tài chính")],
    ),
    "a resolution": (
        "NQ",
        "QUYẾT NGHỊ:\n\nĐiều 1. Thông qua mức thu phí chợ.\nĐiều 2. Tổ chức thực hiện\n"
        "1. Giao Ủy ban nhân dân huyện tổ chức thực hiện Nghị quyết.\n"
        "2. Thường trực Hội đồng nhân dân, các Ban của Hội đồng nhân dân giám sát việc thực hiện Nghị quyết.\n"
        "Nghị quyết này đã được Hội đồng nhân dân huyện thông qua ngày 06 tháng 3 năm 2023.\n",
        [("Điều 2/1", "Ủy ban nhân dân huyện"),
         ("Điều 2/2", "Thường trực Hội đồng nhân dân, các Ban của Hội đồng nhân dân")],
    ),
    "a letter that asks for things": (
        "CV",
        "Thực hiện Kế hoạch số 5/KH-UBND ngày 02/02/2023, Phòng Giáo dục và Đào tạo đề nghị các trường thực hiện tốt các\n"
        "nội dung sau:\n1. Tổ chức tổng vệ sinh lớp học.\n2. Báo cáo kết quả trước ngày 20/3/2023.\n",
        [("1", "các trường"), ("2", "các trường")],
    ),
    "a letter that only tells": (
        "CV",
        "Ủy ban nhân dân huyện nhận được đơn của ông Tư. Về việc này, Ủy ban nhân dân huyện có ý kiến như sau:\n"
        "1. Sạp số 5 đã được giao cho bà Năm.\n2. Việc thu phí đúng quy định.\n",
        [],
    ),
    "an invitation": ("GM", "Thành phần:\n- Đại diện Phòng Kinh tế: 01 người;\n- Lãnh đạo các xã.\nThời gian: 8 giờ ngày 10/3/2023.\n", []),
    "who takes part, and a timetable": (
        "KH",
        "I. THÀNH PHẦN\n- Phòng Kinh tế: 02 người.\n- Các xã: 01 người.\nII. TIẾN ĐỘ THỰC HIỆN\n"
        "- Ngày 16/3/2023: Họp đoàn kiểm tra, phân công nhiệm vụ.\n- Từ ngày 17/3/2023 đến ngày 20/3/2023: Kiểm tra tại các chợ.\n",
        [("II/-", None), ("II/-", None)],
    ),
    "regulations attached to a decision": (
        "QĐ",
        "QUYẾT ĐỊNH:\n\nĐiều 1. Ban hành kèm theo Quyết định này Quy chế vệ sinh chợ.\n"
        "Điều 2. Quyết định này có hiệu lực từ ngày ký.\n"
        "Điều 3. Chánh Văn phòng, Trưởng các phòng và Chủ tịch Ủy ban nhân dân các xã chịu trách nhiệm thi hành Quyết định này./.\n",
        [("Điều 3", "Chánh Văn phòng, Trưởng các phòng và Chủ tịch Ủy ban nhân dân các xã")],
    ),
    "minutes record": ("BB", "1. Ông Ba báo cáo kết quả thu phí.\n2. Các hộ đề nghị sửa mái chợ.\n", []),
    "a programme with items": (
        "CTr",
        "II. NHIỆM VỤ, GIẢI PHÁP\nNhiệm vụ 1: Hoàn thiện phương án thu gom.\nNhiệm vụ 2: Đầu tư xe chở rác.\n",
        [("II/Nhiệm vụ 1", None), ("II/Nhiệm vụ 2", None)],
    ),
    "guidance with schools as actors": (
        "HD",
        "Phòng Giáo dục và Đào tạo hướng dẫn như sau:\nI. NỘI DUNG\n1. Đối với các trường mầm non\n- Cắt cỏ sân trường.\n"
        "- Không để nước đọng.\n2. Đối với các trường tiểu học\n- Hàng tuần tổng vệ sinh lớp học.\n",
        [("I/1/-", "các trường mầm non"), ("I/1/-", "các trường mầm non"), ("I/2/-", "các trường tiểu học")],
    ),
}  # fmt: skip


@pytest.mark.parametrize("case", CASES.values(), ids=CASES.keys())
def test_duties_of_the_genre(case: tuple[str, str, Expected]) -> None:
    type, body, expected = case
    assert found(type, body) == expected


MORE = yaml.safe_load(Path(__file__).with_name("duties.yaml").read_text(encoding="utf-8"))


@pytest.mark.parametrize("case", MORE, ids=[case["what"] for case in MORE])
def test_paths_actors_and_deadlines(case: dict) -> None:
    expected = [(path, actor, deadline[0] if deadline else None) for path, actor, *deadline in case["duties"]]
    assert expected == [("/".join(duty.path), duty.actor, duty.deadline) for duty in duties(case["type"], case["body"])]
