"""Stores and clients for the tests of the pages."""

import importlib.util
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

pytest.importorskip("fastapi", reason="the extra 'web' is not installed: pip install 'cancu[web]'")

from starlette.testclient import TestClient

from pipeline import ingest
from pipeline.web.app import create_app

_spec = importlib.util.spec_from_file_location("pdf_files", Path(__file__).parents[1] / "read" / "pdf_files.py")
assert _spec is not None and _spec.loader is not None
pdf_files = importlib.util.module_from_spec(_spec)
sys.modules.setdefault("pdf_files", pdf_files)
_spec.loader.exec_module(pdf_files)

# A dispatch whose every field is an attack on the page that shows it.
ATTACK = '"><img src=x onerror="window.__pwned=1"><script>window.__pwned=1</script>{{7*7}}'
HOSTILE = f"""ỦY BAN NHÂN DÂN
TỈNH HÀ NAM
Số: 77/KH-UBND
CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
Độc lập - Tự do - Hạnh phúc
Hà Nam, ngày 05 tháng 6 năm 2024

KẾ HOẠCH
Về việc {ATTACK} triển khai {ATTACK}

Căn cứ Nghị định số 30/2020/NĐ-CP ngày 05 tháng 3 năm 2020 của Chính phủ về {ATTACK};

<script>window.__pwned=1</script>
<svg onload="window.__pwned=1"></svg>
1. Giao Sở Nội vụ {ATTACK} báo cáo trước ngày 30/6/2024 theo Quyết định số 1187/QĐ-UBND</span></a>
<script>window.__pwned=1</script>.

Nơi nhận:
- {ATTACK};
- Lưu: VT.

TM. ỦY BAN NHÂN DÂN
CHỦ TỊCH
{ATTACK}
"""


@pytest.fixture(scope="session", autouse=True)
def kept(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Where the server keeps what it lays out: not among the user's own files."""
    with pytest.MonkeyPatch.context() as patch:
        folder = tmp_path_factory.mktemp("cache")
        patch.setenv("CANCU_CACHE", str(folder))
        yield folder


@pytest.fixture(scope="session")
def plan() -> bytes:
    """A plan of two pages as a PDF: it cites on both, and on the second somebody must do something."""
    lines = [(x, y, line.replace("TỜ TRÌNH", "KẾ HOẠCH").replace("TTr", "KH")) for x, y, line in pdf_files.DISPATCH]
    duty = (85, 100, "1. Giao Sở Nội vụ báo cáo trước ngày 30/6/2024 theo Thông tư số 10/2022/TT-BNV.")
    data: bytes = pdf_files.text_pdf(lines[:10], (duty, *lines[10:]))
    return data


@pytest.fixture(scope="session")
def sample_store(samples: Path, plan: bytes, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store of the samples, of a PDF and of one hostile document."""
    folder = tmp_path_factory.mktemp("web")
    hostile = folder / "hostile"
    hostile.mkdir()
    (hostile / "a<b onclick=alert(1)>.txt").write_text(HOSTILE, encoding="utf-8")
    (hostile / "plan.pdf").write_bytes(plan)
    (hostile / "b<script>.bin").write_bytes(b"\x00\x01\x02")
    ingest([str(samples), str(hostile)], store=str(folder / "store"))
    return folder / "store"


@pytest.fixture(scope="session")
def client(sample_store: Path) -> Iterator[TestClient]:
    """The application over the samples, without a network."""
    with TestClient(create_app(sample_store), base_url="http://127.0.0.1") as made:
        yield made


@pytest.fixture
def clean_client(client: TestClient) -> TestClient:
    """The same without the language chosen by another test."""
    client.cookies.clear()
    return client


@pytest.fixture(scope="session")
def find(client: TestClient) -> Callable[[str], str]:
    """The id of the first work that a search finds."""

    def first(words: str) -> str:
        return str(client.get("/api/search", params={"q": words}).json()["rows"][0]["target_id"])

    return first


@pytest.fixture(scope="session")
def site(sample_store: Path) -> Iterator[str]:
    """The address of the samples, served by the command itself."""
    command = [sys.executable, "-c", "from pipeline.cli import main; main()", "serve", "--store", str(sample_store)]
    with subprocess.Popen([*command, "--port", "0"], stderr=subprocess.PIPE, text=True) as server:
        assert server.stderr is not None
        yield server.stderr.readline().split()[0].rstrip("/")
        server.terminate()
