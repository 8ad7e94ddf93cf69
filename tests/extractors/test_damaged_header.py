"""Headers under stamps, blurred by OCR, torn by columns, or without a letterhead: every class with a made-up text."""

import pytest

from extractors.header import extract_header
from extractors.header.issuer import issuer_of_letterhead
from extractors.normalise import normalise
from extractors.records import Header, Signer
from extractors.structure import analyse
from extractors.structure.persons import blurred_post, family_name, name_under_stamp
from extractors.structure.titles import blurred_type

NATION = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\n"


def header_of(text: str) -> Header:
    clean = normalise(text)
    return extract_header(clean, analyse(clean))


def plan(*, body: str = "SỞ Y TẾ", kind: str = "KẾ HOẠCH\n", addressees: str = "", tail: str = "") -> str:
    head = f"UBND TỈNH HÀ NAM\n{body}\nSố: 12/KH-SYT\n{NATION}Hà Nam, ngày 05 tháng 3 năm 2024\n\n"
    return f"{head}{kind}Tổ chức hội thi cấp cơ sở\n{addressees}\nCăn cứ Luật số 12/2020/QH14;\n1. Mục đích.\n\n{tail}"


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        pytest.param("SƠ Y TE", "KẾ HOẠCH\n", id="marks-lost"),
        pytest.param("SỞ Y TẾ", "KÉẾ HOẠCH\n", id="type-blurred"),
        pytest.param("SƠ Y TE KÉẾ HOẠCH", "", id="type-run-into-issuer"),
        pytest.param("SƠ Y TE KÉẾ HOẠCII", "", id="rubbish-behind-issuer"),
        pytest.param("SỞ Y TẾ", "", id="type-lost"),
    ],
)
def test_head_blurred(body: str, kind: str) -> None:
    header = header_of(plan(body=body, kind=kind))
    expected = ("KH", "12/KH-SYT", "Sở Y tế tỉnh Hà Nam", "Tổ chức hội thi cấp cơ sở")
    assert expected == (header.type, header.number, header.issuer, header.subject)


@pytest.mark.parametrize(
    ("lines", "symbol", "place", "expected"),
    [
        (["UBND TINH HA NAM", "SỞ GIAO DUC VA ĐAO TAQ"], "SGDĐT-VP", "Hà Nam", "Sở Giáo dục và Đào tạo tỉnh Hà Nam"),
        (["UBND TỈNH HÀ NAM", "SỞ NỘI VA"], "SNV-VP", "Hà Nam", "Sở Nội vụ tỉnh Hà Nam"),
        (["UBND TINH KIEN GLANG", "SỞ NỘI VỤ"], None, "Kiên Giang", "Sở Nội vụ tỉnh Kiên Giang"),
        (["SGHX QKTR WLPB"], None, None, None),
    ],
)
def test_issuer_misspelt(lines: list[str], symbol: str | None, place: str | None, expected: str | None) -> None:
    found = issuer_of_letterhead(lines, place, normalise(""), 2024, symbol)
    assert expected == (found and found.name)


@pytest.mark.parametrize(
    ("block", "signer"),
    [
        pytest.param("KT. CHỦ TỊCH\nPHÓ CHỦ TỊC\n\nTrần Văn Mai", ("Trần Văn Mai", "PHÓ CHỦ TỊCH"), id="end-cut"),
        pytest.param("KT. GIÁM ĐỐC\nSSGIAM ĐÓC\n\nTrần Văn Mai", ("Trần Văn Mai", "PHÓ GIÁM ĐỐC"), id="pho-covered"),
        pytest.param("ĐỘC\nPHO GIÁM\n\nTrần Văn Mai", ("Trần Văn Mai", "PHÓ GIÁM ĐỐC"), id="slanting"),
        pytest.param("KT. CHỦ TỊCH\n=='\n\nTrần Văn Mai", ("Trần Văn Mai", "KT. CHỦ TỊCH"), id="own-post-lost"),
        pytest.param("GIÁM ĐỐC\n\n==trấn Văn Mai", ("Trần Văn Mai", "GIÁM ĐỐC"), id="family-name-blurred"),
        pytest.param("GIÁM ĐỐC\n\nTrần Trúc Glang", ("Trần Trúc Giang", "GIÁM ĐỐC"), id="no-syllable"),
        pytest.param("GIÁM ĐỐC\n\nNguyên Văn Mai", ("Nguyễn Văn Mai", "GIÁM ĐỐC"), id="family-name-of-other-marks"),
    ],
)
def test_signature_under_a_stamp(block: str, signer: tuple[str, str]) -> None:
    header = header_of(plan(tail=f"Nơi nhận:\n- Như trên;\n- Lưu: VT, NV(Mai)\n\n{block}"))
    assert (Signer(name=signer[0], position=signer[1]), ("Như trên", "Lưu: VT, NV(Mai)")) == (
        header.signer,
        header.recipients,
    )


@pytest.mark.parametrize(
    ("tail", "recipients"),
    [
        pytest.param(
            "Nơi nhận:\n- Báo Hà Nam;\n- Đài Phát thanh và Truyền hình\n- UBND các huyện, thị xã, thành\n- Lưu: VT.\n\n"
            "GIÁM ĐỐC\n\ntỉnh;\n\nphố;\n\nTrần Văn Mai",
            ("Báo Hà Nam", "Đài Phát thanh và Truyền hình tỉnh", "UBND các huyện, thị xã, thành phố", "Lưu: VT"),
            id="ends-of-lines-below",
        ),
        pytest.param(
            "Trưởng phòng (để báo cáo); KT. GIÁM ĐỐC\n- Các phòng chức năng;\nPHÓ GIÁM ĐỐC\n\n- Các đơn vị;\n"
            "- Lưu: VT.\n\nTrần Văn Mai",
            ("Trưởng phòng (để báo cáo)", "Các phòng chức năng", "Các đơn vị", "Lưu: VT"),
            id="title-lost-posts-between",
        ),
        pytest.param(
            "Nơi nhận:\n“= Như trên;\n--Sở Nội vụ KT, CHÁNH VĂN PHÒNG\n- Lưu: VT. ¬ S2 2 Á\n\nTrần Văn Mai",
            ("Như trên", "Sở Nội vụ", "Lưu: VT"),
            id="noise-around",
        ),
    ],
)
def test_recipients_torn(tail: str, recipients: tuple[str, ...]) -> None:
    assert recipients == header_of(plan(tail=tail)).recipients


@pytest.mark.parametrize(
    ("printed", "expected"),
    [
        ("Kính gửi: Sở Nội vụ, Sở Tài chính.\n", ("Sở Nội vụ", "Sở Tài chính")),
        ("Kính gửi: Sở Nội vụ;\nSở Tài chính;\nUBND các huyện, thị xã.\n",
         ("Sở Nội vụ", "Sở Tài chính", "UBND các huyện, thị xã")),
        ("Kính gửi:\nSở Nội vụ\nSở Tài chính\n\n", ("Sở Nội vụ", "Sở Tài chính")),
        ("Kính gửi:\nCác sở;\nCác trường;\n- Các trạm y tế,\n", ("Các sở", "Các trường", "Các trạm y tế")),
        ("Kính gửi: - Các Bộ;\n- UBND các tỉnh, thành phố\ntrực thuộc Trung ương.\n",
         ("Các Bộ", "UBND các tỉnh, thành phố trực thuộc Trung ương")),
        ("Kính gửi: Bà Lê Thị Hoa, ông Trần Văn Mai\n(Địa chỉ: thôn Một,\nxã Hai)\n",
         ("Bà Lê Thị Hoa", "ông Trần Văn Mai (Địa chỉ: thôn Một, xã Hai)")),
        ("Kính gửi: Các sở, ban, ngành tỉnh\n", ("Các sở, ban, ngành tỉnh",)),
    ],
)  # fmt: skip
def test_addressees(printed: str, expected: tuple[str, ...]) -> None:
    assert expected == header_of(plan(addressees=printed)).addressees


@pytest.mark.parametrize(
    ("text", "kind", "subject"),
    [
        ("Báo cáo về công tác dân vận\n\nThực hiện Kế hoạch số 12/KH-UBND, Sở báo cáo như sau:", "BC",
         "công tác dân vận"),
        ("BÁO CÁO\nKết quả dân vận năm 2023\n\nI. KẾT QUẢ\n1. Đã mở 12 lớp.", "BC", "Kết quả dân vận năm 2023"),
        ("# KẾ HOẠCH\n**Dân vận năm 2023**\n\n## I. Mục đích\n1. Mở lớp.", "KH", "Dân vận năm 2023"),
        ("Báo cáo về lạm phát gây chú ý\n\nNgân hàng cho biết giá tăng.", None, None),
        ("Chương I\nQUY ĐỊNH CHUNG\nĐiều 1. Phạm vi\n1. Một.", None, None),
    ],
)  # fmt: skip
def test_title_without_letterhead(text: str, kind: str | None, subject: str | None) -> None:
    header = header_of(text)
    assert (kind, subject) == (header.type, header.subject)


@pytest.mark.parametrize(
    "text",
    [
        "các đơn vị báo cáo theo Tờ trình\nsố 01/TTr-UBND ngày 02/3/2020 của Ủy ban nhân dân xã Một.",
        "số 01/TTr-UBND ngày 02/3/2020 của Ủy ban nhân dân xã Một,\ncác đơn vị triển khai.",
        "Căn cứ Tờ trình\nSố 01/TTr-UBND ngày 02/3/2020 của Ủy ban nhân dân xã Một, các đơn vị triển khai.",
    ],
)
def test_wrapped_citation_is_no_header(text: str) -> None:
    assert Header() == header_of(text)


@pytest.mark.parametrize(
    "signatures",
    ["THƯ KÝ      CHỦ TỌA\n\nLê Thị Hoa      Trần Văn Mai\n", "THƯ KÝ\n\nLê Thị Hoa\n\nCHỦ TỌA\n\nTrần Văn Mai\n"],
)
def test_minutes_are_the_chairs(signatures: str) -> None:
    header = header_of(f"BIÊN BẢN\nHọp hội đồng\n\nHôm nay, ngày 02/3/2020.\n1. Thành phần\n- Ông Một.\n\n{signatures}")
    assert ("BB", Signer(name="Trần Văn Mai", position="CHỦ TỌA")) == (header.type, header.signer)


def test_form_feeds_part_pages_not_fields() -> None:
    text = plan(tail="Nơi nhận:\n- Như trên;\n- Lưu: VT.\n\nGIÁM ĐỐC\n\nTrần Văn Mai")
    assert header_of(text).model_dump(exclude={"evidence"}) == header_of(
        text.replace("Nơi nhận", "\fNơi nhận").replace(NATION, NATION + "\f")
    ).model_dump(exclude={"evidence"})


def test_what_is_blurred_beyond_telling_is_none() -> None:
    assert (None, None, None, None, None) == (
        blurred_post("so tai chinh"),
        blurred_type("hoi dong"),
        blurred_type("phong ke hoach"),
        family_name("Prần"),
        name_under_stamp("xyqwz Văn Mai"),
    )


def test_symbol_with_a_point_torn_from_its_number() -> None:
    header = header_of(f"BỘ Y TẾ\nTRƯỜNG ĐẠI HỌC MỘT\nCẦN THƠ\n\nSố:     /TB-ĐHM.ĐT\n\n{NATION}THÔNG BÁO\nTuyển sinh\n")
    assert ("TB", None, "TB-ĐHM.ĐT", "Trường Đại học Một Cần Thơ") == (
        header.type,
        header.number,
        header.symbol,
        header.issuer,
    )
