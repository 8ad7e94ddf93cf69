"""Headers whose trích yếu cites: numbers and dates in it are another document's. All names are invented."""

import pytest

from extractors import parse
from extractors.records import Header

NATION = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nĐộc lập - Tự do - Hạnh phúc\n"
LETTER = "\n\nKính gửi: Sở Y tế.\n\nPhúc đáp Công văn nêu trên, Sở có ý kiến như sau:\n1. Thống nhất.\n"


def header_of(text: str) -> Header:
    return parse(text).document


def letter(subject: str) -> str:
    return f"UBND TỈNH HÀ NAM\nSỞ NỘI VỤ\nSố: 12/SNV-VP\n{subject}\n{NATION}Hà Nam, ngày 07 tháng 4 năm 2025{LETTER}"


@pytest.mark.parametrize(
    ("printed", "subject"),
    [
        pytest.param(
            "V/v trả lời Công văn số\n42/BNV-VP ngày 17 tháng 3 năm\n2025 của Bộ Nội vụ",
            "trả lời Công văn số 42/BNV-VP ngày 17 tháng 3 năm 2025 của Bộ Nội vụ",
            id="number-opens-a-line",
        ),
        pytest.param(
            "V/v: trả lời Văn bản 165/UBND-TH\nngày 06 tháng 3 năm 2025 của UBND\ntỉnh",
            "trả lời Văn bản 165/UBND-TH ngày 06 tháng 3 năm 2025 của UBND tỉnh",
            id="date-opens-a-line",
        ),
        pytest.param(
            "V/v trả lời Công văn\nsố 52/UBND-KT ngày 24 tháng 3 năm\n2025 của Ủy ban nhân dân huyện",
            "trả lời Công văn số 52/UBND-KT ngày 24 tháng 3 năm 2025 của Ủy ban nhân dân huyện",
            id="so-opens-a-line",
        ),
        pytest.param(
            "V/v trả lời Công văn số 165/UBND-TH\nngày 29/3/2025 của UBND thành phố",
            "trả lời Công văn số 165/UBND-TH ngày 29/3/2025 của UBND thành phố",
            id="short-date-opens-a-line",
        ),
        pytest.param("V/v phát triển dữ liệu\nsố, xã hội số", "phát triển dữ liệu số, xã hội số", id="digital"),
    ],
)
def test_letter(printed: str, subject: str) -> None:
    header = header_of(letter(printed))
    expected = ("12/SNV-VP", "2025-04-07", "Hà Nam", subject, ("Sở Y tế",))
    assert expected == (header.number, header.date, header.place, header.subject, header.addressees)


def test_plan_that_carries_out_a_plan() -> None:
    head = f"ỦY BAN NHÂN DÂN\nTỈNH HÀ NAM\nSố: 146/KH-UBND\n{NATION}Hà Nam, ngày 21 tháng 02 năm 2020\n\nKẾ HOẠCH\n"
    subject = "Triển khai thực hiện Báo cáo số 234/BC-BNV ngày 03/02/2020 của Bộ Nội vụ"
    header = header_of(
        f"{head}{subject}\n\nThực hiện Báo cáo số 234/BC-BNV, UBND tỉnh ban hành Kế hoạch như sau:\n1. A."
    )
    assert ("KH", subject) == (header.type, header.subject)


def test_invitation_to_a_digital_meeting_ends_at_its_title() -> None:
    head = f"ỦY BAN NHÂN DÂN\nXÃ TÂN LẬP\nSố: 15/GM-UBND\n{NATION}Tân Lập, ngày 12 tháng 8 năm 2025\n\nGIẤY MỜI\n"
    title = "Dự hội nghị triển khai nhiệm vụ chuyển đổi số"
    header = header_of(f"{head}{title}\n\nỦy ban nhân dân xã Tân Lập kính mời các ông (bà) trưởng thôn.\n")
    assert title == header.subject


@pytest.mark.parametrize(
    ("letterhead", "expected"),
    [
        ("Số: 45 QĐ/UB-BT", ("45-QĐ/UB-BT", "QĐ/UB-BT")),
        ("Số:      /2023/NQ-HĐND                  Hà Nam, ngày 12 tháng 5 năm 2023", (None, "NQ-HĐND")),
        ("Số     -CV/BTCTU", (None, "CV/BTCTU")),
    ],
)
def test_number(letterhead: str, expected: tuple[str | None, str]) -> None:
    header = header_of(
        f"ỦY BAN NHÂN DÂN\nTỈNH HÀ NAM\n{letterhead}\n{NATION}\nQUYẾT ĐỊNH\nVề việc giao đất\n\nĐiều 1. Giao đất."
    )
    assert expected == (header.number, header.symbol)


def test_body_whose_name_ends_like_a_type() -> None:
    letterhead = "UBND HUYỆN BÌNH LỤC\nPHÒNG VĂN HÓA VÀ THÔNG TIN\nSố: 30/KH-PVHTT\n"
    header = header_of(f"{letterhead}{NATION}\nKẾ HOẠCH\nPhát triển du lịch\n\n1. A.")
    assert ("KH", "Phòng Văn hóa và Thông tin huyện Bình Lục") == (header.type, header.issuer)


def test_committee_of_the_province_not_of_its_city() -> None:
    text = (
        "TỈNH ỦY CAO BẰNG\nBAN TUYÊN GIÁO\n*\nSố 45-HD/BTGTU\nĐẢNG CỘNG SẢN VIỆT NAM\n"
        "Cao Bằng, ngày 12 tháng 4 năm 2022\n\nHƯỚNG DẪN\nTuyên truyền\n\nBan Tuyên giáo hướng dẫn:\n1. A."
    )
    header = header_of(text)
    assert ("Ban Tuyên giáo Tỉnh ủy Cao Bằng", "ban-tuyen-giao-cap-uy.cao-bang") == (header.issuer, header.issuer_id)


@pytest.mark.parametrize(
    ("above", "cited", "issuer"),
    [
        ("UBND PHƯỜNG TÂN LẬP", "Kế hoạch số 12/KH-UBND của UBND phường", "Ủy ban nhân dân phường Tân Lập"),
        (
            "UBND PHƯỜNG TÂN LẬP",
            "Công văn số 9/PVHXH của Phòng Văn hóa - Xã hội",
            "Phòng Văn hóa - Xã hội phường Tân Lập",
        ),
        ("UBND HUYỆN BÌNH LỤC", "Kế hoạch số 12/KH-UBND của UBND huyện", "Ủy ban nhân dân huyện Bình Lục"),
    ],
)
def test_place_of_the_letterhead_opens_an_issuer(above: str, cited: str, issuer: str) -> None:
    letterhead = f"{above}\nTRƯỜNG TIỂU HỌC HOA MAI\nSố: 5/KH-THHM\n{NATION}"
    text = f"{letterhead}\nKẾ HOẠCH\nTổ chức hội thi\n\nThực hiện {cited}.\n1. A."
    assert [issuer] == [citation.issuer for citation in parse(text).citations]


def test_only_province_of_a_text_is_that_of_its_committee() -> None:
    one = "Thực hiện Kế hoạch số 5/KH-UBND của UBND tỉnh; Sở Y tế tỉnh Sơn La báo cáo."
    two = f"{one} Đoàn công tác tỉnh Hà Nam dự."
    assert "Ủy ban nhân dân tỉnh Sơn La" == parse(one).citations[0].issuer
    assert "Ủy ban nhân dân tỉnh" == parse(two).citations[0].issuer


def test_words_of_a_date_that_ocr_bends() -> None:
    text = "Căn cứ Quyết định số 25/QĐ-BNV ugày 05 tbáng 4 năn 2024;"
    assert "2024-04-05" == parse(text).citations[0].date


def signed(block: str) -> Header:
    head = f"ỦY BAN NHÂN DÂN\nTỈNH HÀ NAM\nSố: 12/UBND-VX\n{NATION}Hà Nam, ngày 05 tháng 3 năm 2024\nV/v báo cáo"
    return header_of(f"{head}\n\nKính gửi: Sở Y tế.\n\nĐề nghị báo cáo./.\n\n{block}")


def test_units_of_an_office_are_no_stack_of_posts() -> None:
    header = signed("Nơi nhận:\n- VPUB: PCVP, KT, CBTH;\n- Lưu: VT.\nKT. CHỦ TỊCH\nPHÓ CHỦ TỊCH\n\nTrần Văn Mai")
    assert ("VPUB: PCVP, KT, CBTH", "Lưu: VT") == header.recipients


def test_two_signers_above_the_recipients() -> None:
    block = (
        "KT. BỘ TRƯỞNG BỘ Y TẾ          KT. BỘ TRƯỞNG BỘ TÀI CHÍNH\nTHỨ TRƯỞNG                      THỨ TRƯỞNG\n"
        "Trần Văn Mai                    Lê Văn Nam\nNơi nhận:\n- Văn phòng Quốc hội;\n- Lưu: VT."
    )
    signer = signed(block).signer
    assert signer is not None
    assert ("Trần Văn Mai", "THỨ TRƯỞNG") == (signer.name, signer.position)


def test_committee_of_the_youth_union() -> None:
    text = (
        "ĐOÀN TNCS HỒ CHÍ MINH\nBCH TỈNH HÀ NAM\n***\nSố: 12-KH/TĐTN-TG\nĐOÀN TNCS HỒ CHÍ MINH\n"
        "Hà Nam, ngày 05 tháng 02 năm 2023\n\nKẾ HOẠCH\nTháng Thanh niên\n\n1. A."
    )
    assert "Ban Chấp Hành Đoàn Thanh niên Cộng sản Hồ Chí Minh tỉnh Hà Nam" == header_of(text).issuer


@pytest.mark.parametrize(
    ("printed", "place", "issuer", "issuer_id"),
    [
        ("TỈNH ỦY QUẢNG TRỊ", "Quảng Trị", "Tỉnh ủy Quảng Trị", "cap-uy.quang-tri"),
        ("THÀNH ỦY HẢI PHÒNG", "Hải Phòng", "Thành ủy Hải Phòng", "cap-uy.hai-phong"),
    ],
)
def test_committee_alone(printed: str, place: str, issuer: str, issuer_id: str) -> None:
    text = (
        f"{printed}\n*\nSố 147-KL/TU\nĐẢNG CỘNG SẢN VIỆT NAM\n{place}, ngày 28 tháng 02 năm 2022\n\n"
        "KẾT LUẬN\nVề việc triển khai Nghị quyết\n\n1. A."
    )
    header = header_of(text)
    assert (issuer, issuer_id) == (header.issuer, header.issuer_id)


def test_what_addressees_are_called_is_no_addressee() -> None:
    text = letter("V/v báo cáo").replace(
        "Kính gửi: Sở Y tế.", "Kính gửi:\nSở Y tế;\nUBND các xã, phường.\n(Sau đây gọi chung là các đơn vị)"
    )
    assert ("Sở Y tế", "UBND các xã, phường") == header_of(text).addressees
