"""The image of a page with what stands on it, and what is not shown."""

import io
import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from pdf_files import HEIGHT, WIDTH, text_pdf
from PIL import Image
from starlette.testclient import TestClient

from pipeline import ingest
from pipeline.web.app import create_app

ID = "so-noi-vu.ha-nam/KH/2023/214"


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory, samples: Path, plan: bytes) -> Path:
    folder = tmp_path_factory.mktemp("scans")
    (folder / "a.pdf").write_bytes(plan)
    shutil.copy(samples / "02-quyet-dinh-ban-hanh-quy-che.txt", folder)
    ingest([str(folder)], store=str(folder / "store"))
    return folder


@pytest.fixture(scope="module")
def client(archive: Path) -> Iterator[TestClient]:
    with TestClient(create_app(archive / "store"), base_url="http://127.0.0.1") as made:
        yield made


def test_the_citations_of_a_page_are_marked_where_they_stand(client: TestClient) -> None:
    rows = client.get("/api/page", params={"id": ID, "page": 1}).json()["rows"]
    cited = [row for row in rows if row["kind"] == "citation"]
    assert [(WIDTH, HEIGHT)] == [(row["page_width"], row["page_height"]) for row in cited]
    (mark,) = cited
    assert 85 < mark["x"] < 200, "behind the words Thực hiện"
    assert 180 < mark["y"] < 200 < mark["y"] + mark["height"] < 210, "on the line whose foot is at 200"
    back = client.get("/api/page", params={"id": ID, "page": 2}).json()["rows"]
    assert {"citation", "obligation"} == {row["kind"] for row in back}


def test_the_page_shows_image_and_links(client: TestClient) -> None:
    page = client.get("/van-ban", params={"id": ID, "scan": 2, "citation": 1}).text
    picture = re.search(r'<svg class="facsimile"(.*?)</svg>', page, re.DOTALL)
    assert picture
    image = re.search(r'<image href="([^"]*)"', picture[1])
    assert image
    reply = client.get(image[1].replace("&amp;", "&"))
    assert "image/jpeg" == reply.headers["content-type"]
    shown = Image.open(io.BytesIO(reply.content))
    assert abs(shown.width / shown.height - WIDTH / HEIGHT) < 0.01
    assert re.search(r'<a href="/van-ban\?id=[^"]*10-2022[^"]*" id="c1" class="on [^"]*asked">', picture[1])
    assert 'class="source"' not in page


def test_a_text_file_has_no_pages(client: TestClient) -> None:
    id_ = client.get("/api/search", params={"q": "1187/QĐ-UBND"}).json()["rows"][0]["target_id"]
    assert "scan=" not in client.get("/van-ban", params={"id": id_}).text
    assert 404 == client.get("/api/page.jpg", params={"id": id_}).status_code


@pytest.mark.parametrize("page", [3, 99_999])
def test_there_is_no_such_page(client: TestClient, page: int) -> None:
    assert 404 == client.get("/api/page", params={"id": ID, "page": page}).status_code
    reply = client.get("/van-ban", params={"id": ID, "scan": page})
    assert 200 == reply.status_code
    assert "page-unread" in reply.text


def test_a_file_that_is_not_the_document_is_not_shown(archive: Path, tmp_path: Path) -> None:
    """A store may name any path: what lies there is shown only if the store knows it to the byte."""
    copy = tmp_path / "archive"
    shutil.copytree(archive, copy)
    (copy / "store").rename(tmp_path / "old")
    ingest([str(copy / "a.pdf")], store=str(tmp_path / "store"))
    (copy / "a.pdf").write_bytes(text_pdf(((85, 100, "Một bí mật khác"),)))
    with TestClient(create_app(tmp_path / "store"), base_url="http://127.0.0.1") as client:
        for path in ("/api/page.jpg", "/api/page"):
            reply = client.get(path, params={"id": ID})
            assert (404, "input-missing") == (reply.status_code, reply.json()["code"])
        page = client.get("/van-ban", params={"id": ID, "scan": 1})
        assert "input-missing" in page.text
        assert "<image" not in page.text
        assert 'class="source"' in client.get("/van-ban", params={"id": ID}).text
