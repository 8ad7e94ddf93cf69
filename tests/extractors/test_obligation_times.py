"""By when, how often and how much."""

import pytest

from corpora.folding import fold
from extractors.obligations.deadlines import find_deadline
from extractors.obligations.targets import find_target

DATED = "2024-02-08"


def time_of(words: str, dated: str | None = DATED) -> tuple[str, str | None, str | None] | None:
    found = find_deadline(fold(words), 0, len(words), dated)
    return ("; ".join(words[a:b] for a, b in found.spans), found.due, found.recurrence) if found else None


@pytest.mark.parametrize(
    ("words", "deadline", "due"),
    [
        ("báo cáo trước ngày 15/12/2024.", "trước ngày 15/12/2024", "2024-12-15"),
        ("trình trước ngày 10 tháng 7 năm 2024.", "trước ngày 10 tháng 7 năm 2024", "2024-07-10"),
        ("gửi chậm nhất đến hết ngày 25/10/2024 (qua Văn phòng)", "chậm nhất đến hết ngày 25/10/2024", "2024-10-25"),
        ("hoàn thành trong tháng 11/2024.", "trong tháng 11/2024", "2024-11"),
        ("hoàn thành trong quý I/2025", "trong quý I/2025", "2025-03"),
        ("Đến hết năm 2025, 60% học sinh biết bơi", "Đến hết năm 2025", "2025"),
        ("sơ tán trước 17 giờ 00 ngày 15/9/2024.", "trước 17 giờ 00 ngày 15/9/2024", "2024-09-15"),
        (
            "Từ ngày 13/11/2024 đến ngày 17/11/2024, các đơn vị tự kiểm tra",
            "Từ ngày 13/11/2024 đến ngày 17/11/2024",
            "2024-11-17",
        ),
        ("gửi trước ngày 22/1 1/2024, có nhận xét", "trước ngày 22/1 1/2024", "2024-11-22"),
        ("hạn chót 13/10/2024, theo mẫu", "hạn chót 13/10/2024", "2024-10-13"),
        ("trong 03 ngày làm việc kể từ ngày nhận văn bản", "trong 03 ngày làm việc kể từ ngày nhận văn bản", None),
        ("báo cáo trong thời gian phúc tra.", "trong thời gian phúc tra", None),
        ("Thời gian hoàn thành: Quý III/2024.", "Quý III/2024", "2024-09"),
        ("hoàn thành quý IV/2024", "quý IV/2024", "2024-12"),
        ("dự kiến từ ngày 20/3/2024 đến ngày 25/3/2024", "dự kiến từ ngày 20/3/2024 đến ngày 25/3/2024", "2024-03-25"),
        (
            "trong thời hạn mười lăm ngày, kể từ ngày nhận đơn",
            "trong thời hạn mười lăm ngày, kể từ ngày nhận đơn",
            None,
        ),
        ("gửi tài liệu trước khi họp ít nhất 03 ngày", "trước khi họp ít nhất 03 ngày", None),
        ("đăng ký trước 05 ngày làm việc.", "trước 05 ngày làm việc", None),
        ("hoàn thành trong 6 tháng đầu năm 2024", "trong 6 tháng đầu năm 2024", "2024-06"),
        ("Ngày 16/11/2024: Họp đoàn kiểm tra", "Ngày 16/11/2024", "2024-11-16"),
        ("giải ngân 95% kế hoạch vào cuối năm 2024", "vào cuối năm 2024", "2024"),
        ("trong tuần đầu tháng 9/2024", "trong tuần đầu tháng 9/2024", "2024-09"),
        ("kể từ ngày 01/01/2025 áp dụng thống nhất", "kể từ ngày 01/01/2025", "2025-01-01"),
        ("Hạn nộp báo cáo: ngày 20/11/2024", "Hạn nộp báo cáo: ngày 20/11/2024", "2024-11-20"),
    ],
)
def test_deadline_and_due(words: str, deadline: str, due: str | None) -> None:
    assert time_of(words) == (deadline, due, None)


@pytest.mark.parametrize(
    ("dated", "due"),
    [("2024-02-08", "2024-03-05"), ("2024-03-06", None), ("2024", None), (None, None)],
)
def test_year_left_unsaid_is_the_document_s_only_if_the_day_is_to_come(dated: str | None, due: str | None) -> None:
    assert time_of("gửi trước ngày 05/3.", dated) == ("trước ngày 05/3", due, None)


@pytest.mark.parametrize(
    ("words", "deadline", "rule"),
    [
        ("báo cáo hàng tháng về Sở", "hàng tháng", "FREQ=MONTHLY"),
        ("cập nhật tiến độ hằng ngày", "hằng ngày", "FREQ=DAILY"),
        ("gửi trước ngày 05 hằng tháng", "trước ngày 05 hằng tháng", "FREQ=MONTHLY;BYMONTHDAY=5"),
        ("gửi trước ngày 15/12 hàng năm", "trước ngày 15/12 hàng năm", "FREQ=YEARLY;BYMONTH=12;BYMONTHDAY=15"),
        ("định kỳ 6 tháng tổ chức đối thoại", "định kỳ 6 tháng", "FREQ=MONTHLY;INTERVAL=6"),
        (
            "hàng tháng, quý, năm báo cáo",
            "hàng tháng, quý, năm",
            "FREQ=MONTHLY | FREQ=MONTHLY;INTERVAL=3 | FREQ=YEARLY",
        ),
        ("kiểm tra mỗi năm một lần", "mỗi năm một lần", "FREQ=YEARLY"),
    ],
)
def test_recurrence(words: str, deadline: str, rule: str) -> None:
    assert time_of(words) == (deadline, None, rule)


@pytest.mark.parametrize(
    "words",
    [
        "xử lý kịp thời, đúng tiến độ",
        "khi có yêu cầu",
        "Chỉ thị ngày 10/6/2015 của Thủ tướng Chính phủ",
        "trong dự toán ngân sách hàng năm",
        "giá đã sử dụng trong năm 2023",
        "giai đoạn đến năm 2030",
        "có hiệu lực kể từ ngày ký",
        "công tác trọng tâm tháng 11",
        "Quyết định này có hiệu lực sau 15 ngày kể từ ngày ký",
    ],
)
def test_no_deadline(words: str) -> None:
    assert time_of(words) is None


def test_list_of_time_limits_is_one_deadline() -> None:
    words = "quý I trước ngày 05/3; 6 tháng trước ngày 05/6; cả năm trước ngày 05/12"
    assert time_of(words) == (words, "2024-12-05", None)


@pytest.mark.parametrize(
    ("words", "target"),
    [
        ("hài lòng đạt tối thiểu 98%.", "đạt tối thiểu 98%"),
        ("100% hồ sơ được số hóa", "100%"),
        ("đạt từ 98% trở lên", "đạt từ 98% trở lên"),
        ("giảm xuống dưới 2%", "giảm xuống dưới 2%"),
        ("tổ chức ít nhất 03 lớp tập huấn", "ít nhất 03 lớp tập huấn"),
        ("trong ít nhất 03 ngày", None),
        ("Nghị định số 30/2020/NĐ-CP", None),
    ],
)
def test_target(words: str, target: str | None) -> None:
    found = find_target(fold(words), 0, len(words))
    assert (words[slice(*found)] if found else None) == target
