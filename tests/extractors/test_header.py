"""The document's own particulars, in the layouts and damages in which they come."""

import pytest

from extractors.header import extract_header
from extractors.header.dateline import printed_date
from extractors.header.issuer import issuer_of_letterhead, issuer_of_symbol
from extractors.header.number import read_number
from extractors.normalise import normalise
from extractors.records import Header, Signer
from extractors.structure import analyse


def header_of(text: str) -> Header:
    clean = normalise(text)
    return extract_header(clean, analyse(clean))


def letter(number: str = "Số: 12/SNV-VP", date: str = "Hà Nam, ngày 05 tháng 3 năm 2024", tail: str = "") -> str:
    head = f"UBND TỈNH HÀ NAM\nSỞ NỘI VỤ\n{number}\nV/v báo cáo biên chế\n{date}"
    return f"{head}\n\nKính gửi: Sở Y tế.\n\nĐề nghị báo cáo./.\n{tail}"


@pytest.mark.parametrize(
    ("printed", "kind", "expected"),
    [
        ("Số: 2827 /QD-BGDĐT", "QĐ", ("2827/QĐ-BGDĐT", "QĐ-BGDĐT")),
        ("Số:     /SGDDT-TCCB", "CV", (None, "SGDĐT-TCCB")),
        ("Số: 144 /2002/QĐ/BTC -----", "QĐ", ("144/2002/QĐ/BTC", "QĐ/BTC")),
        ("Số: 111/2022/NĐ-CP", "NĐ", ("111/2022/NĐ-CP", "NĐ-CP")),
        ("Luật số: 43/2019/QH14", "L", ("43/2019/QH14", "QH14")),
        ("Số 05-CT/TU", "CT", ("05-CT/TU", "CT/TU")),
        ("Số: đđ /QĐ-UBND", "QĐ", (None, "QĐ-UBND")),
        ("só:1#12 /SYT-TCCB", None, (None, "SYT-TCCB")),
        ("Số:2/42 /KH-SYT", "KH", (None, "KH-SYT")),
        ("Sóz?4/KH-SYT", "KH", (None, "KH-SYT")),
        ("Số: ……/BC-UBND", "BC", (None, "BC-UBND")),
    ],
)
def test_number_and_symbol(printed: str, kind: str | None, expected: tuple[str | None, str | None]) -> None:
    found = read_number(printed, kind)
    assert expected == (found and found.number, found and found.symbol)


@pytest.mark.parametrize(
    ("folded", "expected"),
    [
        ("ha noi, ngay 05 thang 3 nam 2024", "2024-03-05"),
        ("hai phong, ngay     thang     nam 2023", "2023"),
        ("quang ngai, ngay 24 thang 01 nam 2025", "2025-01-24"),
        ("kien giang, ngay ay 4b thang 410 nam 2017", "2017-10"),
        ("kien giang, ngay 43 thang i1 nam 2017", "2017-11"),
        ("ha noi, ngay 23 thang 02 nam 20264", "2026-02-23"),
        ("ha noi, ngay 31 thang 02 nam 2024", "2024-02"),
        ("ha noi, ngay    thang    nam 20", None),
    ],
)
def test_dateline_is_as_precise_as_it_can_be_trusted(folded: str, expected: str | None) -> None:
    assert expected == printed_date(folded)


@pytest.mark.parametrize(
    ("lines", "place", "expected"),
    [
        (["UBND TỈNH KIÊN GIANG", "SỞ Y TẾ"], None, "Sở Y tế tỉnh Kiên Giang"),
        (["ỦY BAN NHÂN DÂN", "TỈNH QUẢNG NGÃI"], None, "Ủy ban nhân dân tỉnh Quảng Ngãi"),
        (["ỦY BANNHÂNDÂN", "TĨNH QUẢNG NGÃI"], None, "Ủy ban nhân dân tỉnh Quảng Ngãi"),
        (["SỞ LAO ĐỘNG", "THƯƠNG BINH VÀ XÃ HỘI"], "Hà Nội", "Sở Lao động - Thương binh và Xã hội thành phố Hà Nội"),
        (["UBND TỈNH HÀ GIANG", "VĂN PHÒNG"], None, "Văn phòng Ủy ban nhân dân tỉnh Hà Giang"),
        (["LIÊN ĐOÀN LAO ĐỘNG", "TỈNH HÀ NAM", "CÔNG ĐOÀN GIÁO DỤC"], None, "Công đoàn Giáo dục tỉnh Hà Nam"),
        (["CHÍNH PHỦ", "CHÍNH PHỦ"], "Hà Nội", "Chính phủ"),
        (["TỔNG CỤC THUẾ", "CỤC THUẾ TỈNH BẮC NINH"], None, "Cục Thuế tỉnh Bắc Ninh"),
        (["PHÒNG GD&ĐT HUYỆN BÌNH LỤC", "TRƯỜNG THCS BỒ ĐỀ"], None, "Trường Trung học cơ sở Bồ Đề"),
        (["BỘ GIÁO DỤC VÀ ĐÀO TẠO - BỘ NỘI VỤ"], None, "Bộ Giáo dục và Đào tạo - Bộ Nội vụ"),
    ],
)
def test_issuer_of_letterhead(lines: list[str], place: str | None, expected: str) -> None:
    found = issuer_of_letterhead(lines, place, normalise(""), 2020)
    assert expected == (found and found.name)


def test_issuer_of_symbol_takes_the_kind_of_place_from_the_text() -> None:
    found = issuer_of_symbol("PGDĐT", "Tân Hồng", "thuc hien cong van cua ubnd huyen", 2024)
    assert "Phòng Giáo dục và Đào tạo huyện Tân Hồng" == (found and found.name)


def test_official_letter() -> None:
    header = header_of(
        letter(tail="\nNơi nhận:\n- Như trên;\n- Lưu: VT.\nKT. GIÁM ĐỐC\nPHÓ GIÁM ĐỐC\n\nThS. Lê Thị Hoa\n")
    )
    assert header.model_copy(update={"evidence": {}}) == Header(
        type="CV",
        number="12/SNV-VP",
        symbol="SNV-VP",
        date="2024-03-05",
        place="Hà Nam",
        issuer="Sở Nội vụ tỉnh Hà Nam",
        issuer_id="so-noi-vu.ha-nam",
        subject="báo cáo biên chế",
        signer=Signer(name="Lê Thị Hoa", position="PHÓ GIÁM ĐỐC"),
        addressees=("Sở Y tế",),
        recipients=("Như trên", "Lưu: VT"),
    )


def test_evidence_points_at_the_source() -> None:
    source = "\ufeff" + letter()
    header = header_of(source)
    found = {field: [source[start:end] for start, end in spans] for field, spans in header.evidence.items()}
    assert ["12/SNV-VP"] == found["number"]
    assert ["Hà Nam, ngày 05 tháng 3 năm 2024"] == found["date"]
    assert ["Hà Nam"] == found["place"]
    assert ["UBND TỈNH HÀ NAM", "SỞ NỘI VỤ"] == found["issuer"]


def test_number_torn_over_the_columns() -> None:
    motto = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"
    text = f"UBND TỈNH HÀ NAM\nSố: 542\n\n{motto}\n\n/TB-UBND\n\nTHÔNG BÁO\nVề việc họp\n\nNội dung."
    assert "542/TB-UBND" == header_of(text).number


def test_date_torn_over_lines() -> None:
    header = header_of(letter(number="Số:     /SNV-VP", date="Hà Nam, ngày\n\ntháng\n\nnăm 2023"))
    assert (None, "SNV-VP", "2023", "Hà Nam") == (header.number, header.symbol, header.date, header.place)


@pytest.mark.parametrize(
    ("title", "kind", "subject"),
    [
        ("KẾ HOẠCH\n\nKiểm tra thuốc\nnăm 2024", "KH", "Kiểm tra thuốc năm 2024"),
        (": QUYÉT ĐỊNH -\nVề việc khen thưởng", "QĐ", "khen thưởng"),
        ("quyết định của bộ trưởng bộ tài chính\nvề việc thuế suất", "QĐ", "thuế suất"),
        (
            "THÔNG BÁO\nKết luận tại cuộc họp\nngày 05 tháng 3 năm 2024",
            "TB",
            "Kết luận tại cuộc họp ngày 05 tháng 3 năm 2024",
        ),
        ("LUẬT\nLƯU TRỮ SỐ", "L", "LƯU TRỮ SỐ"),
        ("BÁO CÁO TỔNG KẾT NĂM HỌC", "BC", "TỔNG KẾT NĂM HỌC"),
    ],
)
def test_type_line_and_subject(title: str, kind: str, subject: str) -> None:
    text = f"BỘ NỘI VỤ\nSố: 1/XX-BNV\nHà Nội, ngày 06 tháng 3 năm 2024\n\n{title}\n\nCăn cứ Luật Lưu trữ;"
    header = header_of(text)
    assert (kind, subject) == (header.type, header.subject)


def test_party_document() -> None:
    header = header_of(
        "HUYỆN ỦY PHÚ NINH     ĐẢNG CỘNG SẢN VIỆT NAM\n*\nSố 28-QĐ/HU     Phú Ninh, ngày 12 tháng 4 năm 2023\n\n"
        "QUY ĐỊNH\nvề chế độ báo cáo\n-----\n\nBan Thường vụ quy định:\n\nĐiều 1. Báo cáo hằng tháng.\n\n"
        "Nơi nhận:\n- Các chi bộ,\n- Lưu Văn phòng.\n\nT/M BAN THƯỜNG VỤ\nPHÓ BÍ THƯ\n\nHuỳnh Văn Tân"
    )
    assert ("QĐi", "28-QĐ/HU", "QĐ/HU", "chế độ báo cáo") == (header.type, header.number, header.symbol, header.subject)
    assert Signer(name="Huỳnh Văn Tân", position="PHÓ BÍ THƯ") == header.signer
    assert ("Các chi bộ", "Lưu Văn phòng") == header.recipients


@pytest.mark.parametrize(
    ("block", "signer", "recipients"),
    [
        pytest.param(
            "Nơi nhận: | KT. CHỦ TỊCH\n- Các sở; | PHÓ CHỦ TỊCH\n- Hội Làm vườn tỉnh, Hội Bảo vệ thiên\n"
            "nhiên tỉnh; | Lê Văn Minh\n- Lưu: VT.",
            ("Lê Văn Minh", "PHÓ CHỦ TỊCH"),
            ("Các sở", "Hội Làm vườn tỉnh, Hội Bảo vệ thiên nhiên tỉnh", "Lưu: VT"),
            id="table",
        ),
        pytest.param(
            "Nơi nhận: TM. ỦY BAN NHÂN DÂN\n- Như trên; KT. CHỦ TỊCH\n- Sở Tài chính; 5\n- Lưu: VT.\n\n"
            "#/) x.\nTrần Văn Hiền",
            ("Trần Văn Hiền", "KT. CHỦ TỊCH"),
            ("Như trên", "Sở Tài chính", "Lưu: VT"),
            id="columns-run-together",
        ),
        pytest.param(
            "Nơi nhận: KT/ bộ trưởng bộ tài chính\n- Văn phòng Quốc hội Thứ trưởng\n- UBND các tỉnh,\n"
            "thành phố trực thuộc TW Trương Văn Trung\n- Lưu: VP.",
            ("Trương Văn Trung", "Thứ trưởng"),
            ("Văn phòng Quốc hội", "UBND các tỉnh, thành phố trực thuộc TW", "Lưu: VP"),
            id="old-font",
        ),
        pytest.param(
            "GIÁM ĐỐC\n\nNơi nhận:\n\n- Sở Nội vụ (để tổng hợp);\n- Lưu: VT.\n\nBùi Văn Kiên",
            ("Bùi Văn Kiên", "GIÁM ĐỐC"),
            ("Sở Nội vụ (để tổng hợp)", "Lưu: VT"),
            id="post-above",
        ),
        pytest.param(
            "Nơi nhận: - lo UIÁN ÓC.\n\n- Như trên;\n- Lưu: VT.\n\nCỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\n\nBÁO CÁO MẪU",
            (None, None),
            ("Như trên", "Lưu: VT"),
            id="stamp-over-signature",
        ),
    ],
)
def test_signature_block(block: str, signer: tuple[str | None, str | None], recipients: tuple[str, ...]) -> None:
    header = header_of(letter(tail="\n" + block))
    found = header.signer or Signer()
    assert (signer, recipients) == ((found.name, found.position), header.recipients)


def test_long_recipient_and_name_right_below_the_post() -> None:
    many = "- Các hội: " + ", ".join(f"Hội Khuyến học huyện số {number}" for number in range(12)) + ";"
    block = f"Nơi nhận:\n- Sở Nội vụ;\n{many}\n- Lưu: VT, KGVX.Hoa\n\nKT. CHỦ TỊCH\nPHÓ CHỦ TỊCH\nTrần Văn Ví"
    header = header_of(letter(tail="\n" + block))
    assert Signer(name="Trần Văn Ví", position="PHÓ CHỦ TỊCH") == header.signer
    assert ("Sở Nội vụ", many[2:-1], "Lưu: VT, KGVX.Hoa") == header.recipients


def test_addressees_one_a_line() -> None:
    text = letter().replace(
        "Kính gửi: Sở Y tế.", "Kính gửi: - Trưởng phòng các huyện;\n- Thủ trưởng các trường,\nTrung tâm trực thuộc."
    )
    assert ("Trưởng phòng các huyện", "Thủ trưởng các trường, Trung tâm trực thuộc") == header_of(text).addressees


def test_law_is_dated_by_its_adoption() -> None:
    header = header_of(
        "QUỐC HỘI\nLuật số: 99/2031/QH18\n\nLUẬT\nLƯU TRỮ SỐ\n\nCăn cứ Hiến pháp;\n\nĐiều 1. Phạm vi\n\n"
        "Luật này được Quốc hội thông qua ngày 20 tháng 6 năm 2031."
    )
    assert ("99/2031/QH18", "2031-06-20", "Quốc hội") == (header.number, header.date, header.issuer)


def test_news_has_no_header() -> None:
    assert Header() == header_of(
        "Hội nghị thành công\nSáng 5/3, Sở Nội vụ tổ chức hội nghị tại Hà Nội.\nÔng A phát biểu."
    )
