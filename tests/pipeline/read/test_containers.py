"""Archives as the files they hold, and folders of page images as one document."""

import gzip
import importlib
import io
import stat
import tarfile
import zipfile
from pathlib import Path

import pytest

from pipeline.errors import CATALOGUE, CancuError
from pipeline.read import Raw, Reading, load, read
from pipeline.read.containers import Limits, Refused, iter_members
from pipeline.read.pages import read_pages
from pipeline.read.reading import Page

DECREE = "Nghị định số 30/2020/NĐ-CP".encode()


def zipped(*members: tuple[str | zipfile.ZipInfo, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members:
            archive.writestr(name, data)
    return out.getvalue()


def tarred(*members: tuple[str | tarfile.TarInfo, bytes], mode: str = "w:gz") -> bytes:
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode=mode) as archive:  # type: ignore[call-overload]
        for name, data in members:
            info = tarfile.TarInfo(name) if isinstance(name, str) else name
            info.size = len(data)
            archive.addfile(info, io.BytesIO(data))
    return out.getvalue()


def found(data: bytes, name: str = "a", **limits: int) -> list[tuple[str, str]]:
    """Names of the members, each with its media type or the code of its refusal."""
    members = list(iter_members(load(data, name=name), Limits(**limits)))
    assert all(member.code in CATALOGUE for member in members if isinstance(member, Refused))
    return [(m.name or "", m.media_type if isinstance(m, Raw) else m.code) for m in members]


@pytest.mark.parametrize(
    "pack", [zipped, tarred, lambda *members: tarred(*members, mode="w:")], ids=["zip", "gz", "tar"]
)
def test_members_come_in_order_with_their_kind(pack: object) -> None:
    data = pack(("2023/một.txt", DECREE), ("b.html", b"<html><p>x</p></html>"), ("rỗng.txt", b""), (".ẩn", b"x"))  # type: ignore[operator]
    assert [("a/2023/một.txt", "text/plain"), ("a/b.html", "text/html")] == found(data)


def test_an_archive_that_packs_nothing_is_no_pdf() -> None:
    """The first bytes of its first member stand among its own."""
    stored = io.BytesIO()
    with zipfile.ZipFile(stored, "w") as archive:
        archive.writestr("a.pdf", b"%PDF-1.4 x")
    for data in (stored.getvalue(), tarred(("a.pdf", b"%PDF-1.4 x"), mode="w:")):
        assert [("a/a.pdf", "application/pdf")] == found(data)


def test_archive_inside_an_archive_is_opened() -> None:
    data = zipped(("trong.zip", zipped(("a.txt", DECREE))), ("b.tgz", tarred(("c.txt", DECREE))))
    assert [("a/trong.zip/a.txt", "text/plain"), ("a/b.tgz/c.txt", "text/plain")] == found(data)


def test_single_packed_file_is_unpacked() -> None:
    assert [("kh.txt.gz/kh.txt", "text/plain")] == found(gzip.compress(DECREE), "kh.txt.gz")


def test_name_in_utf8_without_saying_so_is_read() -> None:
    data = zipped(("x.txt", DECREE)).replace(b"x.txt", "đ.tx".encode())
    assert [("a/đ.tx", "text/plain")] == found(data)


@pytest.mark.parametrize("name", ["../ngoài.txt", "/etc/passwd", "C:\\a.txt", "a/../../b.txt", "..\\b.txt"])
@pytest.mark.parametrize("pack", [zipped, tarred])
def test_name_that_leads_out_is_refused_and_the_rest_goes_on(name: str, pack: object) -> None:
    codes = [code for _, code in found(pack((name, DECREE), ("b.txt", DECREE)))]  # type: ignore[operator]
    assert ["archive-name-unsafe", "text/plain"] == codes


@pytest.mark.parametrize("kind", [tarfile.SYMTYPE, tarfile.LNKTYPE, tarfile.CHRTYPE, tarfile.FIFOTYPE])
def test_links_and_devices_are_refused(kind: bytes) -> None:
    link = tarfile.TarInfo("l")
    link.type, link.linkname = kind, "/etc/passwd"
    assert [("a/l", "archive-link"), ("a/b.txt", "text/plain")] == found(tarred((link, b""), ("b.txt", DECREE)))


def test_link_in_a_zip_is_refused() -> None:
    link = zipfile.ZipInfo("l")
    link.external_attr = (stat.S_IFLNK | 0o777) << 16
    assert [("a/l", "archive-link")] == found(zipped((link, b"/etc/passwd")))


@pytest.mark.parametrize("pack", [zipped, tarred])
def test_bomb_is_cut_off(pack: object) -> None:
    data = pack(("a.txt", DECREE), ("bom", b"\0" * (80 << 20)), ("c.txt", DECREE))  # type: ignore[operator]
    assert [("a/a.txt", "text/plain"), ("a", "archive-bomb")] == found(data)


def test_bomb_of_packed_files_is_cut_off() -> None:
    assert [("a.gz", "archive-bomb")] == found(gzip.compress(b"\0" * (80 << 20)), "a.gz")


def test_bomb_inside_an_archive_ends_only_itself() -> None:
    inner = gzip.compress(b"\0" * (80 << 20))
    assert ("a/b.gz", "archive-bomb") in found(zipped(("b.gz", inner), ("c.txt", DECREE)))


def test_member_too_large_is_refused_and_the_rest_goes_on() -> None:
    data = zipped(("a.txt", b"x" * 4_000_000), ("b.txt", DECREE))
    assert [("a/a.txt", "file-too-large"), ("a/b.txt", "text/plain")] == found(data, member_bytes=1_000_000)


def test_too_many_members_are_cut_off() -> None:
    data = zipped(*((f"{number}.txt", DECREE) for number in range(9)))
    assert [*["text/plain"] * 5, "archive-bomb"] == [code for _, code in found(data, members=5)]


def test_too_deep_is_refused() -> None:
    data = DECREE
    for _ in range(5):
        data = zipped(("a.zip", data))
    assert [("a/a.zip/a.zip/a.zip", "archive-too-deep")] == found(data)


@pytest.mark.parametrize("pack", [zipped, tarred], ids=["zip", "tar"])
def test_truncated_archive_gives_what_it_can_and_says_so(pack: object) -> None:
    data = pack(("a.txt", DECREE * 3000), ("b.txt", bytes(range(256)) * 3000))  # type: ignore[operator]
    assert "file-damaged" == found(data[: len(data) * 2 // 3])[-1][1]


def test_locked_member_is_refused() -> None:
    data = bytearray(zipped(("a.txt", DECREE)))
    data[6] |= 1
    data[data.index(b"PK\x01\x02") + 8] |= 1
    assert [("a/a.txt", "file-encrypted")] == found(bytes(data))


def test_archive_of_one_document_is_that_document() -> None:
    reading = read(zipped(("kh.txt", DECREE)), name="a.zip")
    assert ("a.zip/kh.txt", DECREE.decode()) == (reading.name, reading.text)


def test_what_is_refused_beside_the_one_document_is_told() -> None:
    reading = read(zipped(("kh.txt", DECREE), ("../a.txt", DECREE)), name="a.zip")
    assert (DECREE.decode(), ["archive-name-unsafe"]) == (reading.text, [problem.code for problem in reading.problems])


@pytest.mark.parametrize(
    ("members", "code"),
    [
        ((("a.txt", DECREE), ("b.txt", DECREE)), "archive-several"),
        ((), "input-none"),
        ((("../a", DECREE),), "archive-name-unsafe"),
    ],
)
def test_archive_that_is_no_one_document_is_refused(members: tuple[tuple[str, bytes], ...], code: str) -> None:
    with pytest.raises(CancuError) as caught:
        read(zipped(*members), name="a.zip")
    assert code == caught.value.code


@pytest.fixture
def images(monkeypatch: pytest.MonkeyPatch) -> None:
    """Page images whose text is the rest of their bytes; "!" cannot be read."""

    def read_image(raw: Raw) -> Reading:
        if raw.data.endswith(b"!"):
            raise CancuError("file-damaged", "no image", where=raw.name)
        return raw.reading([Page(1, raw.data[8:].decode(), ocr_confidence=0.9)], paged=True)

    monkeypatch.setattr(importlib.import_module("pipeline.read.images"), "read_image", read_image)


def page(text: str) -> bytes:
    return b"\x89PNG\r\n\x1a\n" + text.encode()


@pytest.mark.usefixtures("images")
def test_folder_of_pages_is_one_document_in_order_of_number(tmp_path: Path) -> None:
    for number in (10, 2, 1):
        (tmp_path / f"trang-{number}.png").write_bytes(page(f"trang {number}"))
    (tmp_path / "ghi chú.txt").write_bytes(DECREE)
    reading = read_pages(tmp_path)
    assert ["trang 1", "trang 2", "trang 10"] == [each.text for each in reading.pages]
    assert [1, 2, 3] == [each.number for each in reading.pages]
    assert ["kind-unsupported"] == [problem.code for problem in reading.problems]
    assert reading.page_at(reading.text.index("trang 10")) == 3


@pytest.mark.usefixtures("images")
def test_page_that_cannot_be_read_keeps_its_number(tmp_path: Path) -> None:
    for number, text in enumerate(("một", "!", "ba"), 1):
        (tmp_path / f"{number}.png").write_bytes(page(text))
    reading = read_pages(tmp_path)
    assert ["một", "", "ba"] == [each.text for each in reading.pages]
    assert [("file-damaged", 2)] == [(problem.code, problem.page) for problem in reading.problems]


@pytest.mark.parametrize("missing", [True, False])
def test_no_pages_is_an_error(tmp_path: Path, missing: bool) -> None:
    with pytest.raises(CancuError) as caught:
        read_pages(tmp_path / "không" if missing else tmp_path)
    assert ("input-missing" if missing else "input-none") == caught.value.code
