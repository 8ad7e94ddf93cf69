"""Recognition: second looks, stamps, skew, orientation, the cache, images of all kinds; and preparation by itself."""

import io
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from PIL import Image, ImageDraw

from corpora.scans import LEVELS, render, save_pdf
from pipeline.errors import CancuError
from pipeline.read import read
from pipeline.read.layout import Segment, Token
from pipeline.read.ocr import cache, engine, letterhead, numbers, recognise_page, signature
from pipeline.read.ocr.prepare import black_ink, prepare, skew, without_stamps
from pipeline.read.ocr.specks import without_specks
from pipeline.read.pages import read_pages
from pipeline.read.reading import Reading

needs_ocr = pytest.mark.skipif(not engine.available(), reason=f"needs tesserocr and {engine.HOW_TO_INSTALL}")

DISPATCH = """UBND TỈNH HÀ NAM            CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
SỞ NỘI VỤ                   Độc lập - Tự do - Hạnh phúc

Số: 214/TTr-SNV             Hà Nam, ngày 10 tháng 8 năm 2023

TỜ TRÌNH
Về việc ban hành Quy chế công tác văn thư, lưu trữ

Thực hiện Nghị định số 30/2020/NĐ-CP ngày 05 tháng 3 năm 2020 của Chính phủ
về công tác văn thư và Thông tư số 10/2022/TT-BNV ngày 19 tháng 12 năm 2022
của Bộ trưởng Bộ Nội vụ, Sở Nội vụ kính trình Ủy ban nhân dân tỉnh xem xét./.

Nơi nhận:                   GIÁM ĐỐC
- Như trên;
- Lưu: VT, SNV.             Trần Văn Mẫu
"""


@pytest.fixture(autouse=True)
def own_cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """No test reads what another, or another run, has recognised."""
    monkeypatch.setenv("CANCU_CACHE", str(tmp_path))
    return tmp_path / "ocr"


def as_bytes(image: Image.Image, kind: str, **options: object) -> bytes:
    buffer = io.BytesIO()
    image.save(buffer, kind, **options)
    return buffer.getvalue()


def a_line(text: str, *, confidence: float = 0.9) -> Segment:
    """Words of ten pixels a letter on one line."""
    tokens, x = [], 0.0
    for word in text.split():
        tokens.append(Token(word, x, 0, x + 10 * len(word), 20, confidence))
        x += 10 * len(word) + 8
    return Segment(tuple(tokens))


# -- whole pages ------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def page() -> Image.Image:
    return render(DISPATCH)[0]


@needs_ocr
def test_scan_is_read_in_the_order_of_reading(page: Image.Image) -> None:
    text = recognise_page(page, 1).page.text
    heads = ["UBND TỈNH HÀ NAM", "Số: 214/TTr-SNV", "CỘNG HÒA", "ngày 10 tháng 8 năm 2023", "TỜ TRÌNH", "30/2020/NĐ-CP"]
    places = [text.index(each) for each in [*heads, "Nơi nhận", "Lưu: VT", "GIÁM ĐỐC", "Trần Văn Mẫu"]]
    assert places == sorted(places)


@needs_ocr
def test_words_have_boxes_and_confidence(page: Image.Image) -> None:
    read_page = recognise_page(page, 1).page
    word = next(each for each in read_page.words if read_page.text[each.start : each.end] == "TRÌNH")
    assert word.box[0] > 0.4 * page.width
    assert (word.confidence or 0) > 0.8
    assert (read_page.ocr_confidence or 0) > 0.85


@needs_ocr
@pytest.mark.parametrize("level", [2, 3])
def test_numbers_survive_noise_and_stamps(level: int) -> None:
    text = read(save_pdf(render(DISPATCH, noise=level, seed=3))).text
    assert [number in text for number in ("30/2020/NĐ-CP", "10/2022/TT-BNV")] == [True, True]


@needs_ocr
@pytest.mark.parametrize("turn", [90, 180, 270])
def test_page_scanned_sideways_is_turned(page: Image.Image, turn: int) -> None:
    if engine.tessdata("osd") is None:
        pytest.skip("needs osd.traineddata (apt install tesseract-ocr-osd)")
    text = recognise_page(page.rotate(turn, expand=True), 1).page.text
    assert "30/2020/NĐ-CP" in text


@needs_ocr
def test_number_and_day_written_by_hand_are_blank_and_told(page: Image.Image) -> None:
    form = render(DISPATCH.replace("214/", "        /").replace("ngày 10 tháng", "ngày        tháng"))[0]
    pen = ImageDraw.Draw(form)
    for x, y in ((500, 290), (1120, 290)):  # a scribble in each blank
        pen.line([(x, y + 20), (x + 12, y - 8), (x + 20, y + 18), (x + 34, y - 12), (x + 38, y + 16)], (30, 30, 120), 4)
    recognised = recognise_page(form, 1)
    assert "/TTr-SNV" in recognised.page.text
    assert "214" not in recognised.page.text
    assert "ngày 10" not in recognised.page.text


# -- the cache --------------------------------------------------------------------------------------------------------


@needs_ocr
def test_second_run_recognises_nothing(page: Image.Image, monkeypatch: pytest.MonkeyPatch) -> None:
    first = recognise_page(page, 1)

    def fail(*_: object, **__: object) -> None:
        raise AssertionError("recognised again")

    monkeypatch.setattr(engine, "recognise", fail)
    assert recognise_page(page, 1) == first


@needs_ocr
def test_damaged_cache_is_read_over(page: Image.Image, own_cache: Path) -> None:
    first = recognise_page(page, 1)
    for file in own_cache.rglob("*"):
        if file.is_file():
            file.write_bytes(b"half a resu")
    assert recognise_page(page, 1).page.text == first.page.text


def test_cache_bears_many_writers(own_cache: Path) -> None:
    results = [{"number": number, "text": "chữ" * 5000} for number in range(40)]
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda result: cache.save("ab" * 32, result), results))
    assert cache.load("ab" * 32) in results
    assert [file.name for file in own_cache.rglob(".writing-*")] == []


def test_cache_that_cannot_be_written_costs_nothing_but_time(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("no folder")
    monkeypatch.setenv("CANCU_CACHE", str(tmp_path / "file"))
    cache.save("ab" * 32, {})
    assert cache.load("ab" * 32) is None


def test_other_pixels_or_settings_have_another_key() -> None:
    white, black = Image.new("L", (4, 4), 255), Image.new("L", (4, 4), 0)
    assert len({cache.key(white, "a"), cache.key(black, "a"), cache.key(white, "b")}) == 3


# -- preparation ------------------------------------------------------------------------------------------------------


def test_red_ink_is_paper_and_black_stays() -> None:
    page = Image.new("RGB", (2, 1), (225, 40, 40))
    page.putpixel((1, 0), (20, 20, 20))
    grey = without_stamps(page)
    assert (grey.getpixel((0, 0)), grey.getpixel((1, 0))) == (225, 20)


def test_black_ink_leaves_no_blue_pen() -> None:
    page = Image.new("RGB", (40, 40), "white")
    ImageDraw.Draw(page).rectangle((0, 0, 10, 10), (40, 50, 190))
    assert black_ink(page, prepare(page), (0, 0, 40, 40)).getpixel((5, 5)) == 255


@pytest.mark.parametrize("angle", [-3.0, -1.2, 1.6, 4.0])
def test_skew_is_found_to_a_fifth_of_a_degree(page: Image.Image, angle: float) -> None:
    turned = page.convert("L").rotate(-angle, Image.Resampling.BICUBIC, fillcolor=255)
    assert abs(skew(turned) - angle) <= 0.2


def test_level_clean_page_is_left_as_it_is(page: Image.Image) -> None:
    assert prepare(page).image.tobytes() == page.getchannel(0).tobytes()


# -- second looks -----------------------------------------------------------------------------------------------------


def looks(*texts: str, confidence: float = 0.9) -> list[tuple[Token, ...]]:
    return [a_line(text, confidence=confidence).tokens for text in texts]


def test_looks_that_agree_give_the_number(monkeypatch: pytest.MonkeyPatch) -> None:
    seen = looks("Số: 214/TTr-SNV", "Số: 214 /TTr-SNV", "Só: 214/TTr-SNV")
    monkeypatch.setattr(letterhead, "_looks", lambda *_: seen)
    segment, doubts = letterhead._read_number(Image.new("L", (9, 9)), a_line("Số: 214/TTr-SNV"))
    assert (segment.text, doubts) == ("Số: 214/TTr-SNV", [])


def test_looks_that_differ_leave_the_number_blank(monkeypatch: pytest.MonkeyPatch) -> None:
    seen = looks("Số: 442/KH-SYT", "Số: 2/42/KH-SYT", "Số:2119/KH-SYT", "Số: 4#2/KH-SYT", "Số: 211 /KH-SYT")
    monkeypatch.setattr(letterhead, "_looks", lambda *_: seen)
    segment, doubts = letterhead._read_number(Image.new("L", (9, 9)), a_line("Số: 442/KH-SYT"))
    assert ("".join(segment.text.split()), [doubt.slot for doubt in doubts]) == ("Số:/KH-SYT", ["number"])


def test_looks_that_differ_on_the_day_keep_month_and_year(monkeypatch: pytest.MonkeyPatch) -> None:
    days = ("43", "13", "15", "4", "12")
    seen = looks(*(f"Kiên Giang, ngày {day} tháng I1 năm 2017" for day in days))
    monkeypatch.setattr(letterhead, "_looks", lambda *_: seen)
    segment, doubts = letterhead._read_date(Image.new("L", (9, 9)), a_line("Kiên Giang, ngày 43 tháng I1 năm 2017"))
    assert segment.text.split() == ["Kiên", "Giang,", "ngày", "tháng", "11", "năm", "2017"]
    assert [doubt.slot for doubt in doubts] == ["day"]


@pytest.mark.parametrize(
    ("seen", "taken"),
    [
        (
            ("Số: 442/KH-SYT", "Số: 21/KH-SYT", "Số: 119/KH-SYT"),
            3,
        ),  # no two agree: five looks could not give four alike
        (("Số: 214/KH-SYT", "Số: 214 /KH-SYT", "Só: 214/KH-SYT"), 3),  # sure of the same
        (("Số: 214/KH-SYT", "Số: 21/KH-SYT", "Số: 214/KH-SYT", "Số: 214/KH-SYT", "Số: 214/KH-SYT"), 5),
        (
            ("Số: 2/KH-SYT", "Số: 3/KH-SYT", "Số: 4/TB-SYT", "Số: 5/KH-SYT", "Số: 6/KH-SYT"),
            5,
        ),  # what is printed differs
    ],
)
def test_no_more_looks_than_decide(monkeypatch: pytest.MonkeyPatch, seen: tuple[str, ...], taken: int) -> None:
    first, *more = seen
    looked = iter([*looks(*more), *looks("too many") * 5])
    monkeypatch.setattr(letterhead, "look", lambda *_: next(looked))
    found = letterhead._looks(Image.new("L", (9, 9)), a_line(first), letterhead._NUMBER, ("slot",), "rest")
    assert len(found) == taken


def test_issuer_read_the_same_twice_is_not_read_a_third_time(monkeypatch: pytest.MonkeyPatch) -> None:
    again = iter(looks("SỞ NỘI VỤ"))
    monkeypatch.setattr(letterhead, "look", lambda *_: next(again))
    assert letterhead._reread(Image.new("L", (9, 9)), a_line("SỞ NỘI VỤ", confidence=0.6)).text == "SỞ NỘI VỤ"


@pytest.mark.parametrize("looked", [True, False])
def test_date_of_the_body_is_not_that_of_the_letterhead(monkeypatch: pytest.MonkeyPatch, looked: bool) -> None:
    seen = "Hà Nam, ngày 19 tháng 6 năm 2015"
    monkeypatch.setattr(letterhead, "look", lambda *_: a_line(seen).tokens)
    dated = Segment(tuple(t._replace(x0=t.x0 + 500 * looked, x1=t.x1 + 500 * looked) for t in a_line(seen).tokens))
    crest = a_line("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM")
    found = letterhead.look_again(Image.new("L", (1000, 1400)), [crest, dated])
    assert bool(found.settled) is looked


def test_date_parted_by_blanks_is_one() -> None:
    tokens = [t for x, text in ((0, "Hà Nam, ngày"), (300, "tháng"), (500, "năm 2025")) for t in moved(text, x)]
    assert [part.text for part in letterhead._whole(Segment(tuple(tokens)))] == ["Hà Nam, ngày tháng năm 2025"]


def moved(text: str, x: float) -> tuple[Token, ...]:
    return tuple(token._replace(x0=token.x0 + x, x1=token.x1 + x) for token in a_line(text).tokens)


def test_doubtful_number_is_settled_by_a_second_look_that_agrees(monkeypatch: pytest.MonkeyPatch) -> None:
    seen = iter(looks("1284/QĐ-BGDĐT", "12§4/QĐ-BGDĐT"))
    monkeypatch.setattr(numbers, "look", lambda *_: next(seen))
    lines, unread = numbers.look_at_numbers(
        Image.new("L", (900, 40)), [a_line("số 1284/QĐ-BGDĐT ngày", confidence=0.4)]
    )
    assert (lines[0].text, unread) == ("số 1284/QĐ-BGDĐT ngày", [])


def test_number_that_no_two_looks_share_is_blank(monkeypatch: pytest.MonkeyPatch) -> None:
    seen = iter(looks("739/QĐ-UBND", "73/QĐ-UBND", "72/QĐ-UBND"))
    monkeypatch.setattr(numbers, "look", lambda *_: next(seen))
    lines, unread = numbers.look_at_numbers(Image.new("L", (900, 40)), [a_line("số 734/QĐ-UBND ngày", confidence=0.2)])
    assert (lines[0].text.split(), len(unread)) == (["số", "/QĐ-UBND", "ngày"], 1)


def test_clear_number_is_not_looked_at_again(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(numbers, "look", None)
    lines = [a_line("Nghị định số 30/2020/NĐ-CP ngày 05/3/2020", confidence=0.95)]
    assert numbers.look_at_numbers(Image.new("L", (900, 40)), lines)[0] == lines


def test_post_half_covered_by_a_stamp_is_spelled_out() -> None:
    assert signature._as_a_post(a_line("KT. CHỦ TỊCH")).text == "KT. CHỦ TỊCH"
    assert signature._as_a_post(a_line("PHÓ GIÁM ĐÓC")).text == "PHÓ GIÁM ĐỐC"
    assert signature._as_a_post(a_line("Trần Văn Mẫu")).text == "Trần Văn Mẫu"


def test_name_is_whole_though_its_last_part_is_unsure() -> None:
    line = a_line("Trần Văn Mẫu.", confidence=0.9)
    *known, last = line.tokens
    unsure = Segment((*known, last._replace(confidence=0.3)))
    assert signature._without_strokes(unsure) == Segment((*known, last._replace(confidence=0.3, text="Mẫu")))


def test_stroke_of_the_pen_is_no_part_of_a_name() -> None:
    line = a_line("Trần Văn Mẫu gỊ-", confidence=0.9)
    *known, stroke = line.tokens
    assert signature._without_strokes(Segment((*known, stroke._replace(confidence=0.3)))) == Segment(tuple(known))


def lines_at(top: float, *texts: str) -> list[Segment]:
    """Lines one under another, 36 pixels apart."""
    return [
        Segment(tuple(token._replace(y0=top + 36 * row, y1=top + 36 * row + 20) for token in a_line(text).tokens))
        for row, text in enumerate(texts)
    ]


def test_end_of_the_recipients_that_a_stamp_hid_is_looked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    first = lines_at(100, "Nơi nhận:", "- Như trên;")
    block = engine.Look(tuple(lines_at(10, "Nơi nhận:", "- Như trên;", "- Lưu: VT, NV.", "~ .#")), 0.9)
    monkeypatch.setattr(signature, "recognise", lambda *_, **__: block)
    found = signature.look_at_recipients(Image.new("L", (900, 400)), (400, 90, 900, 400), first)
    assert [line.text for line in found] == ["Nơi nhận:", "- Như trên;", "- Lưu: VT, NV."]


def test_recipient_under_a_stroke_is_looked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    first, stroke, last = lines_at(100, "Nơi nhận:", "“TH BI", "- Lưu: VT, NV.")
    stroke = Segment(tuple(token._replace(confidence=0.1) for token in stroke.tokens))
    block = engine.Look(tuple(lines_at(10, "Nơi nhận:", "- Sở Nội vụ;", "- Lưu VT.")), 0.9)
    monkeypatch.setattr(signature, "recognise", lambda *_, **__: block)
    found = signature.look_at_recipients(Image.new("L", (900, 400)), (400, 90, 900, 400), [first, stroke, last])
    assert [line.text for line in found] == ["Nơi nhận:", "- Lưu: VT, NV.", "- Sở Nội vụ;"]


def test_two_recipients_taken_for_one_are_read_apart(monkeypatch: pytest.MonkeyPatch) -> None:
    both, other, last = lines_at(100, "Tim đấc (để báo cáo);", "- Website Sở;", "- Lưu: VT, NV.")
    both = Segment(tuple(token._replace(y0=token.y0 - 30) for token in both.tokens))
    box = signature.signature_at([both, other, last], 900, 1300)
    assert box is not None
    assert (box[0], box[1] < both.y0, box[2]) == (348, True, 900)
    seen = engine.Look(tuple(lines_at(64 - box[1], "Nơi nhận:", "- Sở Nội vụ;", "- Website Sở;", "- Lưu: VT.")), 0.9)
    monkeypatch.setattr(signature, "recognise", lambda *_, **__: seen)
    found = signature.look_at_recipients(Image.new("L", (900, 1300)), box, [both, other, last])
    assert [line.text for line in found] == ["- Website Sở;", "- Lưu: VT, NV.", "Nơi nhận:", "- Sở Nội vụ;"]


def test_page_without_recipients_has_no_signature() -> None:
    assert signature.signature_at(lines_at(100, "- Lưu giữ hồ sơ;", "- Sở Nội vụ;"), 900, 400) is None


def test_recipients_that_end_as_they_must_are_not_looked_at_again(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(signature, "recognise", None)
    lines = lines_at(100, "Nơi nhận:", "- Như trên;", "- Lưu: VT, NV.")
    assert signature.look_at_recipients(Image.new("L", (900, 400)), (400, 90, 900, 400), lines) == lines


# -- specks -----------------------------------------------------------------------------------------------------------


def speck(text: str, *box: float, confidence: float = 0.95) -> Token:
    x, y, width, height = box
    return Token(text, x, y, x + width, y + height, confidence)


@pytest.mark.parametrize(
    ("dirt", "text"),
    [
        (speck("É", 50, 26, 20, 3), "Căn cứ"),  # between two lines
        (speck("0", 50, 9, 3, 4), "Căn cứ"),  # between two words
        (speck("+", 50, 9, 3, 2), "Căn cứ"),
        (speck(",", 50, -9, 3, 3), "Căn cứ"),  # a comma above the line
        (speck(",", 50, 17, 3, 5), "Căn , cứ"),  # a comma on it
        (speck("1", 50, 2, 6, 17), "Căn 1 cứ"),  # a digit as high as digits are
        (speck("—", 45, 9, 18, 3, confidence=0.3), "Căn — cứ"),  # a dash, however unsure
        (speck("—", 45, 17, 18, 3, confidence=0.3), "Căn cứ"),  # a rule under the line
    ],
)
def test_what_is_too_low_for_a_letter_is_a_speck(dirt: Token, text: str) -> None:
    first, second = a_line("Căn cứ").tokens
    assert [line.text for line in without_specks([Segment((first, dirt, second))])] == [text]


@pytest.mark.parametrize(
    ("opening", "text"),
    [
        (speck("D", -20, 9, 8, 4), "- Sở Nội vụ;"),  # a hyphen read as a letter
        (speck("ˆ", -20, 9, 8, 3), "- Sở Nội vụ;"),
        (speck("-_", -20, 9, 8, 4, confidence=0.1), "- Sở Nội vụ;"),  # with a tab behind it
        (speck("ˆ", -20, 9, 2, 3), "Sở Nội vụ;"),  # a speck
        (speck("ˆ", -20, 4, 12, 12), "Sở Nội vụ;"),  # no letter of the language
        (speck("#", -20, 0, 14, 20, confidence=0.2), "Sở Nội vụ;"),
        (speck("ˆ", -20, 0, 8, 3), "Sở Nội vụ;"),  # too high for a hyphen
    ],
)
def test_flat_stroke_that_opens_a_line_is_a_hyphen(opening: Token, text: str) -> None:
    assert [line.text for line in without_specks([Segment((opening, *a_line("Sở Nội vụ;").tokens))])] == [text]


# -- images -----------------------------------------------------------------------------------------------------------


@needs_ocr
@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP", "TIFF"])
def test_every_kind_of_image_is_read(page: Image.Image, kind: str) -> None:
    reading = read(as_bytes(page, kind))
    assert ("30/2020/NĐ-CP" in reading.text, len(reading.pages), reading.paged) == (True, 1, True)


@needs_ocr
def test_photograph_is_turned_as_its_exif_says(page: Image.Image) -> None:
    exif = Image.Exif()
    exif[0x0112] = 6  # the camera was held sideways
    reading = read(as_bytes(page.rotate(90, expand=True), "JPEG", exif=exif))
    assert "30/2020/NĐ-CP" in reading.text


def pages_of(reading: Reading) -> list[bool]:
    return ["Luật Lưu trữ" in page.text for page in reading.pages]


@needs_ocr
def test_tiff_of_several_pages_and_folder_of_images(page: Image.Image, tmp_path: Path) -> None:
    other = render("Căn cứ Luật Lưu trữ ngày 11 tháng 11 năm 2011;")[0]
    assert pages_of(read(as_bytes(page, "TIFF", save_all=True, append_images=[other]))) == [False, True]
    for name, image in (("10.png", other), ("9.png", page)):
        (tmp_path / name).write_bytes(as_bytes(image, "PNG"))
    assert pages_of(read_pages(tmp_path)) == [False, True]


def test_image_of_absurd_size_is_refused() -> None:
    bomb = as_bytes(Image.new("1", (30_000, 30_000)), "PNG")
    with pytest.raises(CancuError) as raised:
        read(bomb)
    assert raised.value.code == "file-hostile"


def test_cut_off_image_is_damaged(page: Image.Image) -> None:
    with pytest.raises(CancuError) as raised:
        read(as_bytes(page, "PNG")[:20_000])
    assert raised.value.code == "file-damaged"


def test_levels_of_noise_are_five_and_grow() -> None:
    assert [wear.grain for wear in LEVELS] == sorted(wear.grain for wear in LEVELS)
    assert len(LEVELS) == 5
