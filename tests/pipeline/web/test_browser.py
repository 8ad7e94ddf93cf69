"""An analyst at work in a real browser: Debian's Chromium over a server started by the command."""

import csv
import io
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, quote, urlsplit

import pytest

from pipeline.query import open_store
from pipeline.web.pages import PAGES

sync_api = pytest.importorskip("playwright.sync_api", reason="needs playwright: pip install 'cancu[dev]'")
expect = sync_api.expect

CHROMIUM = Path("/usr/bin/chromium")
FLAGS = [
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-sync",
    "--disable-background-networking", "--disable-component-update",
]  # fmt: skip
PHONE = {"width": 390, "height": 844}
DECISION, DECREE, PLAN = "ubnd.ha-nam/QĐ/2023/1187", "chinh-phu/NĐ/30-2020", "so-noi-vu.ha-nam/KH/2023/214"


@pytest.fixture(scope="module")
def chromium() -> Iterator[Any]:
    if not CHROMIUM.exists():
        pytest.skip("needs Chromium (apt install chromium)")
    with sync_api.sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=str(CHROMIUM), args=FLAGS)
        yield browser
        browser.close()


class Visit:
    """A page, and what must never happen on any: faults, dialogs, requests to other hosts."""

    def __init__(self, browser: Any, site: str, **options: Any) -> None:
        self.site = site
        self.context = browser.new_context(base_url=site, **options)
        self.context.set_default_timeout(10_000)
        self.page = self.context.new_page()
        self.troubles: list[str] = []
        self.page.on("pageerror", lambda error: self.troubles.append(str(error)))
        self.page.on("dialog", lambda dialog: self.troubles.append(dialog.message))
        self.page.on("request", lambda request: self._strangers(request.url))
        self.page.on("console", lambda message: self._said(message.type, message.text))

    def _strangers(self, url: str) -> None:
        if not url.startswith(self.site + "/"):
            self.troubles.append(url)

    def _said(self, kind: str, text: str) -> None:
        if kind == "error" and "status of 40" not in text:
            self.troubles.append(text)


def visit(browser: Any, site: str, **options: Any) -> Iterator[Visit]:
    visitor = Visit(browser, site, **options)
    yield visitor
    visitor.context.close()
    assert [] == visitor.troubles


@pytest.fixture
def visitor(chromium: Any, site: str) -> Iterator[Visit]:
    yield from visit(chromium, site, viewport={"width": 1280, "height": 900})


@pytest.fixture
def page(visitor: Visit) -> Any:
    return visitor.page


@pytest.fixture
def phone(chromium: Any, site: str) -> Iterator[Any]:
    for visitor in visit(chromium, site, viewport=PHONE, is_mobile=True, has_touch=True):
        yield visitor.page


@pytest.fixture
def plain(chromium: Any, site: str) -> Iterator[Any]:
    """A browser without scripts."""
    for visitor in visit(chromium, site, java_script_enabled=False):
        yield visitor.page


def asked(page: Any) -> dict[str, list[str]]:
    """What the address of the page asks for."""
    return parse_qs(urlsplit(page.url).query)


def work(id_: str) -> str:
    return f"/van-ban?id={quote(id_, safe='/:')}"


def test_search_without_diacritics_and_open(page: Any) -> None:
    page.goto("/")
    page.get_by_role("combobox").press_sequentially("nghi dinh 30 2020")
    expect(page.get_by_role("option").first).to_contain_text("30/2020/NĐ-CP")
    page.keyboard.press("Enter")
    page.wait_for_url("**/tim?q=**")
    page.get_by_role("link", name="Nghị định 30/2020/NĐ-CP", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("30/2020/NĐ-CP")
    assert [DECREE] == asked(page)["id"]


def test_filters_narrow_and_have_an_address(page: Any) -> None:
    page.goto("/tim?q=van+thu")
    page.get_by_text("Lọc kết quả").click()
    page.get_by_label("Loại văn bản").select_option("CV")
    page.get_by_label("Trong kho").select_option("true")
    page.get_by_role("button", name="Tìm").click()
    assert (["CV"], ["true"]) == (asked(page)["type"], asked(page)["held"])
    shown = page.locator(".card-name").all_inner_texts()
    assert shown
    assert [] == [name for name in shown if not name.startswith("Công văn")]
    page.goto(page.url)
    assert shown == page.locator(".card-name").all_inner_texts()


def test_follow_a_citation_to_where_it_stands_and_back(page: Any) -> None:
    page.goto(work(DECISION))
    citing = page.locator("#citing .link-head a").first
    name = citing.inner_text().rpartition(" ")[2]
    citing.click()
    expect(page.get_by_role("heading", level=1)).to_have_text(name)
    mention = page.locator("#text .asked").first
    expect(mention).to_be_in_viewport()
    assert "1187" in mention.inner_text()
    mention.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("1187/QĐ-UBND")
    page.go_back()
    page.go_back()
    expect(page.get_by_role("heading", level=1)).to_have_text("1187/QĐ-UBND")
    assert [DECISION] == asked(page)["id"]


def test_the_graph_is_filtered_followed_zoomed_and_saved(page: Any, tmp_path: Path) -> None:
    page.goto(work(DECISION))
    page.get_by_role("link", name="Xem trên đồ thị").click()
    lines = page.locator(".canvas .line")
    assert {"legal_basis", "replaces"} < set(lines.evaluate_all("all => all.map(one => one.dataset.relation)"))
    page.get_by_label("căn cứ", exact=True).check()
    page.wait_for_url("**relation=legal_basis**")
    assert {"legal_basis"} == set(lines.evaluate_all("all => all.map(one => one.dataset.relation)"))

    wide = page.locator(".canvas svg").evaluate("svg => svg.getBoundingClientRect().width")
    page.get_by_role("button", name="Phóng to").click()
    assert wide < page.locator(".canvas svg").evaluate("svg => svg.getBoundingClientRect().width")

    with page.expect_download() as download:
        page.get_by_role("link", name="Lưu SVG").click()
    download.value.save_as(tmp_path / "graph.svg")
    saved = ET.parse(tmp_path / "graph.svg").getroot()
    words = "".join(saved.itertext())
    assert saved.tag.endswith("svg")
    assert "1187/QĐ-UBND" in words
    assert "1956/QĐ-UBND" not in words, "what it replaces is filtered out"

    page.locator(".canvas a.box", has_text="10/2022/TT-BNV").click()
    assert [["legal_basis"], ["1"]] == [asked(page)[name] for name in ("relation", "depth")]
    expect(page.get_by_role("heading", level=1)).to_contain_text("10/2022/TT-BNV")


def test_a_downloaded_table_holds_what_sql_gives(page: Any, sample_store: Path, tmp_path: Path) -> None:
    page.goto("/con-thieu")
    with page.expect_download() as download:
        page.get_by_role("link", name="CSV").click()
    assert download.value.suggested_filename.endswith(".csv")
    download.value.save_as(tmp_path / "missing.csv")
    text = (tmp_path / "missing.csv").read_text(encoding="utf-8-sig")
    read = {(row["target_id"], int(row["cited_by"])) for row in csv.DictReader(io.StringIO(text))}
    with open_store(sample_store) as store:
        found = store.sql("SELECT target_id, cited_by FROM works WHERE held_doc_id IS NULL")
    assert set(found.itertuples(index=False, name=None)) == read


def test_a_query_is_run_and_a_forbidden_one_refused(page: Any, sample_store: Path) -> None:
    page.goto("/sql")
    box = page.get_by_role("textbox")
    box.fill("SELECT count(*) AS n FROM documents")
    page.get_by_role("button", name="Chạy").click()
    with open_store(sample_store) as store:
        expect(page.locator("td.figure")).to_have_text(str(store.sql("SELECT count(*) AS n FROM documents")["n"][0]))
    assert ["SELECT count(*) AS n FROM documents"] == asked(page)["q"]
    for forbidden in ("COPY documents TO 'out.csv'", "SELECT * FROM read_text('/etc/passwd')"):
        box.fill(forbidden)
        page.get_by_role("button", name="Chạy").click()
        expect(page.get_by_role("alert")).to_be_visible()
        expect(box).to_have_value(forbidden)
        assert 0 == page.locator("table.answer").count()


def test_a_citation_is_followed_from_the_image_of_its_page(page: Any) -> None:
    page.goto(f"{work(PLAN)}&citation=1")
    page.get_by_role("link", name="Ảnh trang").click()
    assert ["2"] == asked(page)["scan"], "the page of the citation"
    image = page.locator(".facsimile image")
    loaded = (
        "image => fetch(image.href.baseVal).then(reply => reply.blob()).then(createImageBitmap).then(map => map.width)"
    )
    assert image.evaluate(loaded) > 1000
    mark, frame = page.locator(".facsimile a.asked rect").bounding_box(), image.bounding_box()
    assert frame["x"] < mark["x"] < mark["x"] + mark["width"] < frame["x"] + frame["width"]
    page.locator(".facsimile a.asked").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("10/2022/TT-BNV")


def test_english_and_back(page: Any) -> None:
    page.goto("/nghia-vu?dated=true")
    page.get_by_role("link", name="English").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Who must do what, by when")
    assert ["true"] == asked(page)["dated"], "the switch keeps the view"
    page.goto("/con-thieu")
    expect(page.get_by_role("heading", level=1)).to_have_text("Cited but not held")
    page.get_by_role("link", name="Tiếng Việt").click()
    expect(page.locator("html")).to_have_attribute("lang", "vi")


VIEWS = [
    *(path for path in PAGES if path not in ("/van-ban", "/do-thi", "/anh-huong")),
    "/tim?q=nghi+dinh", "/tim?q=khong+co+gi", work(DECISION), work(DECREE),
    f"{work(PLAN)}&scan=1", f"/anh-huong?id={quote(DECREE)}", f"/do-thi?id={quote(DECISION)}&depth=3",
    "/co-quan?citing=chinh-phu", "/nghia-vu?view=calendar&month=2024-06", "/sql?q=FROM+texts", "/sql?q=nonsense",
    "/van-ban?id=nothing",
]  # fmt: skip


def test_on_a_phone_nothing_is_wider_than_the_screen(phone: Any) -> None:
    found = {}
    for view in VIEWS:
        phone.goto(view)
        found[view] = phone.evaluate("[document.documentElement.scrollWidth, innerWidth]")
    assert dict.fromkeys(VIEWS, [PHONE["width"]] * 2) == found


def test_what_is_tapped_is_large_enough(phone: Any) -> None:
    """WCAG 2.2, 2.5.8: 24 by 24 pixels, but for links within text."""
    for view in ("/", "/nghia-vu?view=calendar", work(DECISION), f"/do-thi?id={quote(DECISION)}"):
        phone.goto(view)
        small = phone.locator("button:visible, .masthead a:visible, a.button:visible, summary:visible").evaluate_all(
            "all => all.map(one => [one.innerText, one.getBoundingClientRect()])"
            ".filter(([_, box]) => Math.min(box.width, box.height) < 24).map(([words]) => words)"
        )
        assert [] == small, view


def test_by_keyboard_alone(page: Any) -> None:
    def focus_is_seen() -> bool:
        return bool(page.evaluate("parseFloat(getComputedStyle(document.activeElement).outlineWidth) >= 2"))

    def tab_to(words: str, most: int = 40) -> None:
        for _ in range(most):
            page.keyboard.press("Tab")
            here = page.evaluate("(document.activeElement.innerText || document.activeElement.textContent).trim()")
            if here.startswith(words):
                assert focus_is_seen()
                return
        raise AssertionError(f"{words} cannot be reached")

    page.goto("/")
    tab_to("Đến nội dung chính", most=1)
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert "q" == page.evaluate("document.activeElement.id")
    assert focus_is_seen()
    page.keyboard.type("1187 qd")
    expect(page.get_by_role("option").first).to_contain_text("1187/QĐ-UBND")
    page.keyboard.press("ArrowDown")
    assert "suggestion-0" == page.get_by_role("combobox").get_attribute("aria-activedescendant")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("1187/QĐ-UBND")
    tab_to("Xem trên đồ thị")
    page.keyboard.press("Enter")
    page.wait_for_url("**/do-thi**")
    tab_to("Toàn cảnh")
    page.keyboard.press("Enter")
    for _ in range(4):  # save, open, the picture, its first box
        page.keyboard.press("Tab")
    assert "box" in (page.evaluate("document.activeElement.getAttribute('class')") or "")
    before = page.url
    page.keyboard.press("Enter")
    page.wait_for_url(lambda url: url != before)
    page.go_back()
    page.locator(".canvas").focus()
    wide = page.locator(".canvas svg").evaluate("svg => svg.getBoundingClientRect().width")
    page.keyboard.press("-")
    assert wide > page.locator(".canvas svg").evaluate("svg => svg.getBoundingClientRect().width")


def test_without_scripts_everything_is_there(plain: Any) -> None:
    plain.goto("/")
    plain.locator("#q").fill("nghi dinh 30 2020")
    plain.get_by_role("button", name="Tìm").click()
    plain.locator(".card-name").first.click()
    plain.get_by_role("link", name="Xem trên đồ thị").click()
    plain.get_by_label("thực hiện", exact=True).check()
    plain.get_by_role("button", name="Vẽ lại").click()
    assert ["implements"] == asked(plain)["relation"]
    assert plain.locator(".canvas a.box").count() > 1


def test_the_text_of_documents_runs_nothing(page: Any, site: str) -> None:
    found = page.request.get("/api/search?q=77/KH-UBND+2024").json()["rows"][0]["target_id"]
    pages = [
        f"{work(found)}&citation=0", f"/do-thi?id={quote(found)}", "/tim?q=%3Cscript%3Ewindow.__pwned=1%3C/script%3E",
        "/nghia-vu?actor=so+noi+vu", "/nghia-vu?view=calendar&month=2024-06", "/kho", "/co-quan", "/con-thieu", "/",
        "/sql?q=SELECT+text+FROM+texts+WHERE+text+LIKE+'%25__pwned%25'", "/van-ban?id=%3Csvg/onload=__pwned=1%3E",
        f"/api/graph.svg?id={quote(found)}",
    ]  # fmt: skip
    shown = 0
    for path in pages:
        if path.startswith("/api"):
            page.set_content(page.request.get(path).text())  # as if the saved picture were opened
        else:
            page.goto(path)
            shown += page.content().count("__pwned")
        page.wait_for_load_state()
        assert page.evaluate("window.__pwned === undefined"), path
        scripts = page.evaluate("[...document.scripts].map(one => new URL(one.src || 'about:inline').pathname)")
        assert set(scripts) <= {"/static/cancu.js"}, path
        assert 0 == page.locator("img[onerror], svg[onload]").count(), path
    assert shown > 10, "the attack is there, as words"


def test_the_policy_stops_a_script_that_slipped_through(chromium: Any, site: str) -> None:
    page = chromium.new_page(base_url=site)
    page.goto("/")
    page.evaluate(
        """() => {
            const script = document.createElement('script');
            script.textContent = 'window.__slipped = 1';
            document.body.append(script);
            const image = document.createElement('div');
            image.innerHTML = '<img src=x onerror="window.__slipped = 1">';
            document.body.append(image);
        }"""
    )
    page.wait_for_timeout(200)
    assert page.evaluate("window.__slipped === undefined")
    page.close()
