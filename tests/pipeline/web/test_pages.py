"""The pages by HTTP: what they say, what they refuse, what they cannot be made to do."""

import csv
import io
import json
import re
from collections.abc import Callable
from html.parser import HTMLParser
from pathlib import Path

import pandas as pd
import pytest
from icalendar import Calendar
from starlette.testclient import TestClient

from pipeline.errors import CancuError
from pipeline.query import open_store
from pipeline.query.views import OFFERED
from pipeline.web import archive
from pipeline.web.app import create_app
from pipeline.web.free_sql import ask
from pipeline.web.pages import EXAMPLES, PAGES
from pipeline.web.safety import HEADERS

Find = Callable[[str], str]
OF_ONE = ("/van-ban", "/do-thi", "/anh-huong")  # pages of one work


class Elements(HTMLParser):
    """Every element of a page with its attributes."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attributes)))


def some_pages(find: Find) -> list[str]:
    held, cited, hostile = find("1187 qd-ubnd"), find("nghi dinh 30 2020"), find("77/KH-UBND 2024")
    return [
        *(path for path in PAGES if path not in OF_ONE),
        "/tim?q=nghi+dinh+30+2020", "/tim?q=ke+hoach&held=true&year=2024&type=KH", "/tim?q=<script>alert(1)</script>",
        *(f"/{page}?id={id_}" for id_ in (held, cited, hostile) for page in ("van-ban", "do-thi", "anh-huong")),
        f"/van-ban?id={held}&citation=2", f"/do-thi?id={held}&depth=3&relation=legal_basis",
        "/co-quan?citing=chinh-phu", "/nghia-vu?actor=so+noi+vu&recurring=false&dated=true",
        "/nghia-vu?view=calendar&month=2024-06",
        "/sql?q=SELECT+1+AS+a", "/sql?q=SELECT+text+FROM+texts",
    ]  # fmt: skip


@pytest.mark.parametrize("language", ["vi", "en"])
def test_every_page_is_sound_in_both_languages(clean_client: TestClient, find: Find, language: str) -> None:
    for page in some_pages(find):
        reply = clean_client.get(page, params=None, headers={"cookie": f"lang={language}"})
        assert 200 == reply.status_code, page
        elements = Elements(reply.text).found
        assert ("html", {"lang": language}) in elements
        assert 1 == sum(tag == "h1" for tag, _ in elements), page
        assert [] == [tag for tag, given in elements if any(name.startswith("on") or name == "style" for name in given)]
        ids = [given["id"] for _, given in elements if given.get("id")]
        assert sorted(set(ids)) == sorted(ids), page
        labelled = {given.get("for") for tag, given in elements if tag == "label"}
        fields = [given for tag, given in elements if tag in ("input", "select", "textarea")]
        bare = [given for given in fields if given.get("type") not in ("hidden", "checkbox", "radio")]
        assert [] == [given for given in bare if given.get("id") not in labelled], page


def test_no_script_but_ours_and_no_address_but_ours(client: TestClient, find: Find) -> None:
    for page in some_pages(find):
        elements = Elements(client.get(page).text).found
        scripts = [given.get("src") or "" for tag, given in elements if tag == "script"]
        assert [True] == [source.startswith("/static/cancu.js?v=") for source in scripts]
        links = [given.get(name) for _, given in elements for name in ("href", "src", "action") if given.get(name)]
        assert [] == [link for link in links if not re.match(r"[/#]", link or "") or (link or "").startswith("//")]


def test_the_text_of_a_document_is_shown_to_the_letter(client: TestClient, find: Find, sample_store: Path) -> None:
    class Text(HTMLParser):
        inside, text = 0, ""

        def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
            if (tag == "div" and ("class", "source") in attributes) or self.inside:
                self.inside += 1

        def handle_endtag(self, tag: str) -> None:
            self.inside = max(0, self.inside - 1)

        def handle_data(self, data: str) -> None:
            self.text += data if self.inside else ""

    for words in ("1187/QĐ-UBND", "77/KH-UBND 2024"):
        id_ = find(words)
        source = client.get("/api/document", params={"id": id_}).json()["text"]
        reader = Text()
        reader.feed(client.get("/van-ban", params={"id": id_}).text)
        assert source == reader.text


def test_search_understands_what_people_type(client: TestClient) -> None:
    def first(words: str, **more: str) -> list[str]:
        rows = client.get("/api/search", params={"q": words, **more}).json()["rows"]
        return [row["number"] for row in rows][:1]

    for typed in ("nghi dinh 30 2020", "Nghị định 30/2020/NĐ-CP", "30/2020", "nd 30/2020", "chinh-phu/NĐ/30-2020"):
        assert ["30/2020/NĐ-CP"] == first(typed), typed
    assert ["1187/QĐ-UBND"] == first("quy che cong tac van thu luu tru", held="true")
    assert ["2215/BNV-VTLTNN"] == first("nghi dinh 30 2020", held="true"), "it names the decree in its subject"
    assert [] == first("không có gì như vậy cả")


def test_citations_lead_there_and_back(client: TestClient, find: Find) -> None:
    cited = find("1187/QĐ-UBND")
    page = client.get("/van-ban", params={"id": cited}).text
    beside = page[page.index('id="citing"') :]
    there = re.search(r'href="(/van-ban\?id=[^"#]*citation=\d+)#(c\d+)"', beside)
    assert there
    citing = client.get(there[1].replace("&amp;", "&")).text
    assert re.search(rf'<a class="cite [^"]*asked" id="{there[2]}" href="/van-ban\?id=[^"]*1187"', citing)


def test_downloads_hold_what_sql_gives(client: TestClient, sample_store: Path) -> None:
    with open_store(sample_store) as store:
        wanted = store.sql("SELECT target_id, cited_by FROM works WHERE held_doc_id IS NULL")
    expected = sorted(wanted.itertuples(index=False, name=None))
    text = client.get("/api/missing", params={"format": "csv", "limit": 100_000}).content.decode("utf-8-sig")
    read = [(row["target_id"], int(row["cited_by"])) for row in csv.DictReader(io.StringIO(text))]
    assert expected == sorted(read)
    parquet = client.get("/api/missing", params={"format": "parquet", "limit": 100_000}).content
    frame = pd.read_parquet(io.BytesIO(parquet))[["target_id", "cited_by"]]
    assert expected == sorted(frame.itertuples(index=False, name=None))


def test_every_table_of_every_page_downloads(client: TestClient, find: Find) -> None:
    for page in some_pages(find):
        links = re.findall(r'href="(/api/[^"]*format=[^"]*)"', client.get(page).text)
        for link in links:
            assert 200 == client.get(link.replace("&amp;", "&")).status_code, link


FORBIDDEN = [
    "DROP VIEW works", "CREATE TABLE a AS SELECT 1", "COPY works TO '/tmp/a'", "ATTACH 'a.db'", "SELECT 1; SELECT 2",
    "SET threads = 8", "INSTALL httpfs", "PRAGMA database_list", "SELECT * FROM read_text('/etc/passwd')",
    "SELECT * FROM glob('/*')", "SELECT * FROM read_csv('/etc/hosts')", "SELECT * FROM 'https://example.org/a.parquet'",
    "SELECT getenv('HOME')", "EXPLAIN ANALYZE SELECT 1", "CALL pragma_version()", "", "SELECT", "\x00",
]  # fmt: skip


@pytest.mark.parametrize("query", FORBIDDEN)
def test_forbidden_queries_are_refused(client: TestClient, query: str) -> None:
    reply = client.get("/api/sql", params={"q": query})
    assert reply.status_code in (400, 422), reply.text
    assert "root:" not in reply.text


def test_nothing_beside_the_store_is_read_nor_its_place_told(client: TestClient, sample_store: Path) -> None:
    secret = sample_store.parent / "secret.txt"
    secret.write_text("geheim")
    for path in (secret, sample_store / ".." / "secret.txt"):
        reply = client.get("/api/sql", params={"q": f"SELECT * FROM read_text('{path}')"})
        assert 400 == reply.status_code
        assert "geheim" not in reply.text
    assert str(sample_store) not in client.get("/api/sql", params={"q": "SELECT * FROM nothing"}).text


def test_long_queries_are_broken_off(client: TestClient) -> None:
    snapshot = client.app.app.state.archive.snapshot()  # type: ignore[attr-defined]
    endless = "SELECT count(*) FROM range(10000000000) a, range(10000000000) b"
    with pytest.raises(CancuError, match="longer than"):
        ask(snapshot, endless, seconds=0.3)
    with pytest.raises(CancuError, match="longer than"), snapshot.desk(0.3) as desk:
        desk.select("WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT count(*) FROM n")
    with pytest.raises(CancuError, match="query-wrong"):
        ask(snapshot, "SELECT repeat('a', 3000000000)")
    assert [(1,)] == list(ask(snapshot, "SELECT 1").rows)


def test_only_get_is_answered(client: TestClient) -> None:
    for method in ("POST", "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE"):
        for path in ("/", "/api/sql", "/api/search"):
            assert 405 == client.request(method, path).status_code
    assert 200 == client.head("/").status_code


@pytest.mark.parametrize(
    ("host", "status"),
    [("127.0.0.1:8350", 200), ("localhost:8350", 200), ("[::1]:8350", 200), ("evil.example", 421), ("", 421),
     ("127.0.0.1.evil.example:8350", 421), ("localhost.evil.example", 421)],
)  # fmt: skip
def test_only_our_own_names_are_answered(client: TestClient, host: str, status: int) -> None:
    assert status == client.get("/api/status", headers={"host": host}).status_code


def test_every_answer_carries_the_headers_of_safety(client: TestClient) -> None:
    for path in (
        "/",
        "/nothing",
        "/api/nothing",
        "/static/cancu.js",
        "/api/sql",
        "/van-ban?id=x",
        "/api/graph.svg?id=x",
    ):
        headers = client.get(path).headers
        assert HEADERS == {name: headers[name] for name in HEADERS}, path
    policy = HEADERS["content-security-policy"]
    assert "unsafe" not in policy
    assert policy.startswith("default-src 'none'")


@pytest.mark.parametrize(
    "path", ["/static/../app.py", "/static/%2e%2e/app.py", "/static/..%2fwords.toml", "/words.toml"]
)
def test_no_other_file_is_served(client: TestClient, path: str) -> None:
    assert 404 == client.get(path).status_code


def test_pages_are_not_made_twice(client: TestClient) -> None:
    first = client.get("/con-thieu")
    assert 304 == client.get("/con-thieu", headers={"if-none-match": first.headers["etag"]}).status_code
    assert first.headers["etag"] != client.get("/con-thieu?page=2").headers["etag"]


def test_saved_pictures_stand_alone(client: TestClient, find: Find) -> None:
    reply = client.get("/api/graph.svg", params={"id": find("1187/QĐ-UBND")})
    assert reply.headers["content-disposition"].startswith("attachment")
    elements = Elements(reply.text).found
    assert {"svg", "defs", "marker", "path", "rect", "text", "title", "g"} == {tag for tag, _ in elements}
    assert [] == [given for _, given in elements if "href" in given]


def test_a_read_only_store_is_served_and_a_growing_one_seen(
    sample_store: Path, samples: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from pipeline import ingest

    monkeypatch.setattr(archive, "LOOK_AGAIN", -1.0)
    store = tmp_path / "store"
    ingest([str(samples / "01-to-trinh-so-noi-vu.txt")], store=str(store))
    for path in (store, *store.rglob("*")):
        path.chmod(0o555 if path.is_dir() else 0o444)
    with TestClient(create_app(store), base_url="http://127.0.0.1") as client:
        assert 1 == dict(row.values() for row in client.get("/api/status").json()["rows"])["documents"]
        for path in (store, *store.rglob("*")):
            path.chmod(0o755 if path.is_dir() else 0o644)
        ingest([str(samples)], store=str(store))
        seen = 1
        for _ in range(200):
            seen = client.get("/api/search", params={"held": "true"}).json()["total"]
            if seen == 16:
                break
        assert 16 == seen


def test_no_store_is_said(tmp_path: Path) -> None:
    with pytest.raises(CancuError, match="store-missing"):
        create_app(tmp_path / "nothing")


def test_an_empty_store_is_served(tmp_path: Path) -> None:
    from pipeline import ingest

    (tmp_path / "a.bin").write_bytes(b"\x00\x01")
    ingest([str(tmp_path / "a.bin")], store=str(tmp_path / "store"))
    with TestClient(create_app(tmp_path / "store"), base_url="http://127.0.0.1") as client:
        for path in PAGES:
            assert client.get(path).status_code == (404 if path in OF_ONE else 200), path


def test_json_survives_what_sql_can_give(client: TestClient) -> None:
    query = """SELECT 'a' AS a, 2 AS a, 'nan'::DOUBLE AS n, {'k': [1]} AS s, DATE '2024-01-01' AS d, MAP {'x': 1} AS m,
               uuid() AS u, '1 day'::INTERVAL AS i, 'ab'::BLOB AS b, 170141183460469231731687303715884105727 AS h"""
    for form in ("json", "csv", "parquet"):
        reply = client.get("/api/sql", params={"q": query, "format": form})
        assert 200 == reply.status_code, form
    row = json.loads(client.get("/api/sql", params={"q": query}).text)["rows"][0]
    assert ("a", 2, None, {"k": [1]}, "2024-01-01") == (row["a"], row["a_2"], row["n"], row["s"], row["d"])


def test_long_documents_are_shown_in_portions(tmp_path: Path, samples: Path) -> None:
    from pipeline import ingest

    text = (samples / "02-quyet-dinh-ban-hanh-quy-che.txt").read_text(encoding="utf-8")
    long = text + "\n".join(f"Dòng thứ {line} của một văn bản dài, không có gì đáng chú ý." for line in range(3000))
    (tmp_path / "long.txt").write_text(long, encoding="utf-8")
    ingest([str(tmp_path / "long.txt")], store=str(tmp_path / "store"))
    with TestClient(create_app(tmp_path / "store"), base_url="http://127.0.0.1") as client:
        id_ = client.get("/api/search", params={"held": True}).json()["rows"][0]["target_id"]
        pages = [client.get("/van-ban", params={"id": id_, "portion": portion}).text for portion in (1, 2, 3, 4)]
    shown = [set(re.findall(r"Dòng thứ (\d+) ", page[page.index('class="source"') :])) for page in pages]
    assert 3000 == len(set.union(*shown))
    assert set() == shown[0] & shown[1]


def test_every_example_of_the_sql_page_runs(client: TestClient) -> None:
    examples = [*EXAMPLES.values(), *(offer.example for offer in OFFERED)]
    assert [] == [text for text in examples if client.get("/api/sql", params={"q": text}).status_code != 200]


def test_the_calendar_file_is_the_one_of_the_command(client: TestClient, sample_store: Path) -> None:
    def days(data: bytes) -> list[tuple[str, object]]:
        return sorted((str(e["summary"]), e["dtstart"].dt) for e in Calendar.from_ical(data).walk("VEVENT"))

    with open_store(sample_store) as store:
        expected = days(store.calendar(actor="so noi vu"))
    reply = client.get("/api/calendar.ics", params={"actor": "so noi vu"})
    assert reply.headers["content-type"].startswith("text/calendar")
    assert expected
    assert expected == days(reply.content)


def test_the_pages_that_are_documented_are_there(repository: Path) -> None:
    told = (repository / "docs" / "analysts.md").read_text(encoding="utf-8").partition("## Web pages")[2]
    rows = [line for line in told.partition("## ")[0].splitlines() if line.startswith("| `")]
    named = {path for row in rows for path in re.findall(r"`(/[a-z-]+)", row.split("|")[1])}
    assert set(PAGES) - {"/"} == named - {"/api/calendar"}


def test_a_timeline_says_what_it_leaves_out(client: TestClient, find: Find, monkeypatch: pytest.MonkeyPatch) -> None:
    id_ = find("30/2020/NĐ-CP")
    whole = client.get("/api/timeline", params={"id": id_}).json()
    assert 0 == whole["left_out"]
    monkeypatch.setattr("pipeline.web.document.AROUND", 2)
    cut = client.get("/api/timeline", params={"id": id_}).json()
    assert (whole["total"], whole["total"] - len(cut["rows"])) == (cut["total"], cut["left_out"])
    page = client.get("/van-ban", params={"id": id_, "portion": 2}).text
    assert f"còn {cut['left_out']} văn bản nữa" in page


def test_what_rests_on_a_work_is_what_the_command_says(client: TestClient, find: Find, sample_store: Path) -> None:
    id_ = find("30/2020/NĐ-CP")
    with open_store(sample_store) as store:
        expected = store.impact(id_)["target_id"].tolist()
    assert expected
    assert expected == [row["target_id"] for row in client.get("/api/impact", params={"id": id_}).json()["rows"]]
    page = client.get("/anh-huong", params={"id": id_, "depth": 1}).text
    direct = client.get("/api/impact", params={"id": id_, "depth": 1}).json()["total"]
    assert direct < len(expected)
    assert f"<b>{direct} văn bản</b>" in page


def test_a_large_store_that_grows_is_not_laid_out_all_the_time(
    samples: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from pipeline import ingest

    monkeypatch.setattr(archive, "LOOK_AGAIN", -1.0)
    monkeypatch.setattr(archive, "LARGE", -1.0)
    monkeypatch.setattr(archive, "RESTS", 10_000)
    files = sorted(samples.glob("*.txt"))[:3]
    store = str(tmp_path / "store")
    ingest([str(files[0])], store=store)

    def held(client: TestClient) -> int:
        return int(client.get("/api/search", params={"held": "true"}).json()["total"])

    with TestClient(create_app(store), base_url="http://127.0.0.1") as client:
        ingest([str(files[1])], store=store)
        assert any(held(client) == 2 for _ in range(300))
        ingest([str(files[2])], store=store)
        assert {2} == {held(client) for _ in range(100)}


DISPATCH = """ỦY BAN NHÂN DÂN
TỈNH HÀ NAM
Số: {number}/QĐ-UBND
CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
Độc lập - Tự do - Hạnh phúc
Hà Nam, ngày 05 tháng 6 năm {year}

QUYẾT ĐỊNH
Về việc ban hành Quy chế làm việc số {number}

{basis}

QUYẾT ĐỊNH:

Điều 1. Ban hành Quy chế.
{ends}
TM. ỦY BAN NHÂN DÂN
CHỦ TỊCH
"""


def test_what_rests_on_something_replaced_is_flagged(tmp_path: Path) -> None:
    from pipeline import ingest

    old = "Quyết định số 10/QĐ-UBND ngày 05 tháng 6 năm 2020 của Ủy ban nhân dân tỉnh Hà Nam"
    documents = {
        "10": ("2020", "Căn cứ Luật Tổ chức chính quyền địa phương;", ""),
        "20": ("2022", "Căn cứ Luật Tổ chức chính quyền địa phương;", f"Điều 2. Quyết định này thay thế {old}.\n"),
        "30": ("2024", f"Căn cứ {old};", ""),
    }
    for number, (year, basis, ends) in documents.items():
        text = DISPATCH.format(number=number, year=year, basis=basis, ends=ends)
        (tmp_path / f"{number}.txt").write_text(text, encoding="utf-8")
    ingest([str(tmp_path)], store=str(tmp_path / "store"))
    ids = {number: f"ubnd.ha-nam/QĐ/{year}/{number}" for number, (year, _, _) in documents.items()}
    words = "Đã bị thay thế bởi"
    with TestClient(create_app(tmp_path / "store"), base_url="http://127.0.0.1") as client:
        pages = {number: client.get("/van-ban", params={"id": id_}).text for number, id_ in ids.items()}
        ended = {
            number: [row["ended_by"] for row in client.get("/api/cited", params={"id": id_}).json()["rows"]]
            for number, id_ in ids.items()
        }
    assert {"10": 1, "20": 0, "30": 1} == {number: page.count(words) for number, page in pages.items()}
    assert re.search(rf'class="notice ended">{words}: <a href="[^"]*2022/20"', pages["10"])
    assert re.search(rf'class="small ended">{words}: <a href="[^"]*2022/20"', pages["30"])
    assert {"10": [[]], "20": [[], []], "30": [[ids["20"]]]} == ended
