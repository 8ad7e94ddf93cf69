"""`--anonymise`: documents and rows with the personal data replaced, the same under one key, offsets right."""

import json
import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from extractors.records import Document
from pipeline import ingest, open_store
from pipeline.anonymise import KEY, KEY_FILE, Anonymiser, key_of
from pipeline.extract import extract
from pipeline.read import read
from pipeline.store.layout import BASE

TEXT = """UBND TỈNH HÀ NAM
SỞ NỘI VỤ
Số: 717/SNV-VTLT
V/v trả lời đơn của ông Nguyễn Văn Tèo
CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
Độc lập - Tự do - Hạnh phúc
Hà Nam, ngày 20 tháng 5 năm 2024

Kính gửi: Ông Nguyễn Văn Tèo.

Căn cứ Nghị định số 30/2020/NĐ-CP ngày 05/3/2020 của Chính phủ về công tác văn thư;

1. Giao ông Trần Thử, điện thoại 0912 345 678, báo cáo Sở Nội vụ trước ngày 15/6/2024.\f
2. Ông Tèo nộp hồ sơ theo Nghị định nêu trên trước ngày 20/6/2024.

Nơi nhận:
- Như trên;
- Lưu: VT.

GIÁM ĐỐC


Lê Văn Ký
"""
PRIVATE = ("Tèo", "Nguyễn Văn", "Trần Thử", "0912")


@pytest.fixture
def document():
    return extract(read(TEXT.encode()))


def test_a_document_keeps_its_records_at_new_offsets(document: Document):
    text, new = Anonymiser(b"key").document(TEXT, document)
    printed = new.model_dump_json()
    assert not [word for word in PRIVATE if word in text or word in printed]
    assert "Lê Văn Ký" in text
    assert "Lê Văn Ký" == new.document.signer.name
    assert [citation.text for citation in document.citations] == [
        text[slice(*citation.spans[0])] for citation in new.citations
    ]
    assert len(document.obligations) == len(new.obligations) > 0
    assert [duty.text for duty in new.obligations] == [text[slice(*duty.span)] for duty in new.obligations]
    assert [duty.due for duty in document.obligations] == [duty.due for duty in new.obligations]
    assert [reference.text for reference in document.backrefs] == [
        text[slice(*reference.span)] for reference in new.backrefs
    ]
    number = new.document.evidence["number"][0]
    assert "717/SNV-VTLT" == text[slice(*number)]


def test_one_key_one_placeholder_everywhere(document: Document):
    text, new = Anonymiser(b"key").document(TEXT, document)
    again, _ = Anonymiser(b"key").document(TEXT, document)
    other, _ = Anonymiser(b"other key").document(TEXT, document)
    assert text == again != other
    teo = next(word for word in text.split() if word.startswith("[PERSON_")).rstrip(".")
    assert 3 == text.count(teo)  # the subject, Kính gửi, and "Ông Tèo"
    assert teo in new.document.subject
    assert teo in new.document.addressees[0]
    assert teo in (Anonymiser(b"key").words("khen thưởng ông Nguyễn Văn Tèo") or "")


def test_rows_of_a_store(tmp_path):
    (tmp_path / "a.txt").write_text(TEXT, encoding="utf-8")
    ingest(tmp_path / "a.txt", store=tmp_path / "store", jobs=0)
    with open_store(tmp_path / "store") as store:
        rows = {table: store.select(f"SELECT * FROM {table}").records() for table in BASE if table != "files"}
        works = [work["title"] for work in store.select("SELECT * FROM works").records() if work["title"]]
    anonymiser = Anonymiser(key_of(tmp_path / "store"))
    new = anonymiser.rows(rows)
    assert not [word for word in PRIVATE if word in json.dumps(new, default=str, ensure_ascii=False)]
    title = anonymiser.titles([("a", rows)])
    assert [one for one in works for word in PRIVATE if word in one]
    assert not [one for one in works for word in PRIVATE if word in title(one)]
    pages = [row["text"] for row in sorted(new["texts"], key=lambda row: row["page"])]
    text = "\f".join(pages)
    assert 2 == len(pages)
    assert pages[1].startswith("\n2. Ông [PERSON_")
    assert [row["text"] for row in new["citations"]] == [text[slice(*row["spans"][0])] for row in new["citations"]]
    assert [row["text"] for row in new["obligations"]] == [text[slice(*row["span"])] for row in new["obligations"]]
    assert [row["text"] for row in new["backrefs"]] == [text[slice(*row["span"])] for row in new["backrefs"]]
    assert "Lê Văn Ký" == new["documents"][0]["signer_name"]


def test_the_key_of_a_store_is_made_once_and_is_secret(tmp_path, monkeypatch):
    monkeypatch.delenv(KEY, raising=False)
    assert key_of(tmp_path) == key_of(tmp_path) != key_of(None)
    assert 0o600 == stat.S_IMODE((tmp_path / KEY_FILE).stat().st_mode)
    monkeypatch.setenv(KEY, "said")
    assert b"said" == key_of(tmp_path)


@pytest.mark.skipif(os.name != "posix", reason="needs a shell")
def test_the_command(tmp_path):
    file = tmp_path / "a.txt"
    file.write_text(TEXT, encoding="utf-8")
    command = [str(Path(sys.executable).with_name("cancu")), "parse", str(file), "--anonymise"]
    environment = {**os.environ, KEY: "key"}
    run = [
        subprocess.run([*command, *more], capture_output=True, check=True, env=environment).stdout.decode()
        for more in ([], ["--text"])
    ]
    new = Document.model_validate_json(run[0])
    assert [duty.text for duty in new.obligations] == [run[1][slice(*duty.span)] for duty in new.obligations]
    assert not [word for word in PRIVATE if word in run[0] + run[1]]
