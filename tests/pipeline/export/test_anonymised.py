"""`export --anonymise`: in no file of any format is a person left, and every place still cuts the right words."""

import csv
import json
import re
import sys
import zlib

import pandas as pd
import pytest
import spacy
from lxml import etree
from spacy.tokens import DocBin

from pipeline import ingest
from pipeline.anonymise import KEY, KEY_FILE
from pipeline.cli.app import _run
from pipeline.export import FORMATS, GRAPHS, export
from pipeline.export.splits import SPLITS

HEAD = """UBND TỈNH HÀ NAM
SỞ NỘI VỤ
Số: {number}/SNV-TTr
V/v {subject}
CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
Độc lập - Tự do - Hạnh phúc
Hà Nam, ngày {day} tháng 5 năm 2024

Kính gửi: {to}.

"""
TAIL = """
Nơi nhận:
- Như trên;
- Bà Trịnh Thị Bèo;
- Lưu: VT.

GIÁM ĐỐC


Lê Văn Ký
"""
LETTERS = {
    "don-ong-Teo": HEAD.format(number=717, day=20, subject="trả lời đơn của ông Nguyễn Văn Tèo",
                               to="Ông Nguyễn Văn Tèo")
    + """Căn cứ Nghị định số 30/2020/NĐ-CP ngày 05/3/2020 của Chính phủ về công tác văn thư;

Sở nhận đơn của ông Nguyễn Văn Tèo, sinh ngày 12/5/1980, CCCD số 035080001234, trú tại
thôn Đông, xã Mẫu, huyện Bình Lục.

1. Giao ông Trần Thử, điện thoại 0912 345 678, thư điện tử thu.tran@example.vn, báo cáo Sở Nội vụ
trước ngày 15/6/2024.\f
2. Ông Tèo nộp hồ sơ theo Nghị định nêu trên trước ngày 20/6/2024; tiền chuyển vào tài khoản số 19034567890123.

3. Phòng Tổ chức thực hiện Kế hoạch số 12/KH-UBND ngày 03/01/2024 của Ủy ban nhân dân tỉnh Hà Nam trước ngày 30/6/2024.
"""
    + TAIL,
    "don-ba-Beo": HEAD.format(number=801, day=24, subject="khiếu nại của Ksor Bèo", to="Sở Tài chính")
    + """Trả lời Công văn số 717/SNV-TTr ngày 20/5/2024 của Sở Nội vụ về việc trả lời đơn của ông Nguyễn Văn Tèo;

Căn cứ Quyết định số 45/QĐ-UBND ngày 02/02/2024 của Ủy ban nhân dân tỉnh Hà Nam về việc giải quyết khiếu nại
của Ksor Bèo;

Bà Ksor Bèo trú tại làng Mẫu, xã Thử, huyện Thanh Liêm. Sở Tài chính trả lời bà Ksor Bèo trước ngày 10/6/2024.
"""
    + TAIL,
    "thong-bao": HEAD.format(number=822, day=28, subject="đăng ký thi đua", to="Ủy ban nhân dân các huyện")
    + """Căn cứ Luật Thi đua, khen thưởng ngày 15 tháng 6 năm 2022;

1. Ủy ban nhân dân các huyện đăng ký trước ngày 15/7/2024.
"""
    + TAIL,
}  # fmt: skip
PRIVATE = ("Nguyễn Văn", "Tèo", "Teo", "Trần Thử", "Ksor", "Bèo", "Trịnh", "12/5/1980", "035080001234", "thôn Đông",
           "làng Mẫu", "0912", "thu.tran", "19034567890123", "19034567")  # fmt: skip
STAYS = "Lê Văn Ký"
OFFICES = ("Sở Nội vụ", "Sở Tài chính", "Ủy ban nhân dân tỉnh Hà Nam")


@pytest.fixture(scope="module")
def store(tmp_path_factory):
    folder = tmp_path_factory.mktemp("anonymised")
    for name, text in LETTERS.items():
        (folder / f"{name}.txt").write_text(text, encoding="utf-8")
    ingest([str(folder / f"{name}.txt") for name in LETTERS], store=str(folder / "store"), jobs=0)
    (folder / "store" / "suspected-review.csv").write_text("work_a,work_b,decision\n", encoding="utf-8")
    return folder / "store"


@pytest.fixture(scope="module")
def exported(store, tmp_path_factory):
    """Each format, with persons and without."""
    folder = tmp_path_factory.mktemp("exports")
    for name in (*FORMATS, *GRAPHS):
        for kind, anonymise in (("open", False), ("closed", True)):
            export(store, format=name, out=folder / kind / name, subset=2, anonymise=anonymise)
    return folder


def everything(folder):
    """The bytes of all files and their names, and what is compressed in them."""
    said = b""
    for path in sorted(path for path in folder.rglob("*") if path.is_file()):
        said += str(path.relative_to(folder)).encode() + path.read_bytes()
        if path.suffix == ".parquet":
            said += json.dumps(plain(path), ensure_ascii=False).encode()
        elif path.suffix == ".spacy":
            said += zlib.decompress(path.read_bytes()) + " ".join(doc.text for doc in docs(path)).encode()
        elif path.suffix == ".conll":
            said += " ".join(re.findall(r"(?m)^(\S+)\t", path.read_text(encoding="utf-8"))).encode()
    return said.decode("utf-8", "replace")


def plain(path):
    import pyarrow.parquet as pq

    return pq.read_table(path).to_pylist()


def docs(path):
    return DocBin().from_disk(path).get_docs(spacy.blank("vi").vocab)


def lines(folder, ending):
    return [json.loads(one) for name in SPLITS for one in (folder / f"{name}.{ending}").open(encoding="utf-8")]


def cut(records):
    return [[one["text"][slice(*span)] for span in c["spans"]] for one in records for c in one["citations"]]


def mentions(name, folder):
    """What the places of citations cut out, in each format's own terms."""
    if name == "jsonl":
        return cut(lines(folder, "jsonl"))
    if name == "parquet":
        return cut(row for split in SPLITS for row in plain(folder / f"{split}.parquet"))
    if name == "csv":
        texts = {one["doc_id"]: one["text"] for one in lines(folder.parent.parent / "jsonl" / "full", "jsonl")}
        rows = [row for split in SPLITS for row in csv.DictReader((folder / f"{split}.csv").open(encoding="utf-8-sig"))]
        return [[texts[row["doc_id"]][int(row["start"]) : int(row["end"])]] for row in rows]
    if name == "web-annotation":
        texts = {
            f"urn:sha256:{one['doc_id']}": one["text"]
            for one in lines(folder.parent.parent / "jsonl" / "full", "jsonl")
        }
        places = [[(part["source"], part["selector"][0]) for part in one["target"]] for one in lines(folder, "jsonl")]
        return [[texts[source][place["start"] : place["end"]] for source, place in parts] for parts in places]
    if name == "brat":
        marks = re.compile(r"(?m)^T\d+\t(?!document|obligation)\w+ ([\d ;]+)\t")
        return [
            [path.with_suffix(".txt").read_bytes().decode()[slice(*map(int, part.split()))] for part in mark.split(";")]
            for path in sorted(folder.rglob("*.ann"))
            for mark in marks.findall(path.read_text(encoding="utf-8"))
        ]
    if name == "label-studio":
        tasks = [one for split in SPLITS for one in json.loads((folder / f"{split}.json").read_text(encoding="utf-8"))]
        return [
            [task["data"]["text"][region["value"]["start"] : region["value"]["end"]]]
            for task in tasks
            for region in task["predictions"][0]["result"]
            if region.get("from_name") == "label" and region["id"].startswith("c")
        ]
    if name == "docbin":
        found = [doc for path in sorted(folder.glob("*.spacy")) for doc in docs(path)]
        return [[span.text] for doc in found for span in doc.spans["citations"]]
    if name == "akoma-ntoso":
        trees = [etree.parse(path) for path in sorted(folder.rglob("*.xml"))]
        return [[ref.text] for tree in trees for ref in tree.iter("{*}ref")]
    assert "conll" == name
    tagged = re.findall(
        r"(\S+)\t[BI]-CITATION", "".join((folder / f"{s}.conll").read_text(encoding="utf-8") for s in SPLITS)
    )
    return [tagged]


@pytest.mark.parametrize("name", [*FORMATS, *GRAPHS])
def test_no_person_is_left_in_any_byte(exported, store, name):
    open_, closed = (everything(exported / kind / name) for kind in ("open", "closed"))
    shown = {"csv": ("Tèo", "Ksor"), "web-annotation": ()} | dict.fromkeys(GRAPHS, ("Tèo", "Ksor"))
    assert [word for word in shown.get(name, PRIVATE) if word not in open_ and word != "Teo"] == []  # can fail
    assert [word for word in PRIVATE if word in closed] == []
    assert (store / KEY_FILE).read_text(encoding="ascii").strip() not in closed
    assert not {path.name for path in exported.rglob("*")} & {KEY_FILE, "suspected-review.csv"}


@pytest.mark.parametrize("name", FORMATS)
def test_places_cut_the_same_words_as_before(exported, name):
    open_, closed = (mentions(name, exported / kind / name / "full") for kind in ("open", "closed"))
    assert closed
    assert open_ == closed


def test_who_signs_and_bodies_stay(exported):
    for record in lines(exported / "closed" / "jsonl" / "full", "jsonl"):
        assert STAYS in record["text"]
    said = everything(exported / "closed" / "jsonl")
    assert [office for office in OFFICES if office not in said] == []


def test_every_record_points_into_the_new_text(exported, store):
    before = {one["doc_id"]: one for one in lines(exported / "open" / "jsonl" / "full", "jsonl")}
    after = {one["doc_id"]: one for one in lines(exported / "closed" / "jsonl" / "full", "jsonl")}
    assert before.keys() == after.keys()
    assert len(pd.read_parquet(store / "obligations")) == sum(len(one["obligations"]) for one in after.values())
    for doc_id, record in after.items():
        assert before[doc_id]["text"].count("\f") == record["text"].count("\f")
        for kind in ("obligations", "backrefs"):
            rows = record.get(kind, [])
            assert [one["text"] for one in rows] == [record["text"][slice(*one["span"])] for one in rows]
        assert [one["due"] for one in before[doc_id]["obligations"]] == [one["due"] for one in record["obligations"]]


def test_a_person_has_one_placeholder_in_all_formats_and_runs(exported, store, tmp_path):
    names = {
        name: set(re.findall(r"\[PERSON_\w+\]", everything(exported / "closed" / name)))
        for name in ("jsonl", "csv", "turtle")
    }
    assert names["csv"]
    assert names["csv"] <= names["jsonl"]
    assert names["turtle"] <= names["jsonl"]
    export(store, format="jsonl", out=tmp_path / "again", subset=2, anonymise=True)
    assert everything(exported / "closed" / "jsonl") == everything(tmp_path / "again")


def test_splits_are_those_of_the_texts_as_they_are(exported):
    open_, closed = (
        [
            re.findall(
                r'(?m)^{"doc_id": "(\w+)"', (exported / kind / "jsonl" / part / f"{name}.jsonl").read_text("utf-8")
            )
            for part in ("full", "subset")
            for name in SPLITS
        ]
        for kind in ("open", "closed")
    )
    assert len(LETTERS) == sum(map(len, closed[:3]))
    assert open_ == closed


@pytest.mark.parametrize("name", ["jsonl", "turtle"])
def test_without_presidio_the_command_says_what_to_install(store, tmp_path, capsys, monkeypatch, name):
    monkeypatch.setitem(sys.modules, "extractors.pii.presidio", None)
    monkeypatch.delenv(KEY, raising=False)
    command = ["export", "--store", str(store), "--out", str(tmp_path / "out"), "--format", name, "--anonymise"]
    assert 3 == _run(command)
    assert "pip install 'cancu[pii]'" in capsys.readouterr().err
    assert not (tmp_path / "out").exists()


def test_the_card_says_whether_personal_data_was_replaced(exported):
    said = {
        kind: (exported / kind / "parquet" / "README.md").read_text(encoding="utf-8") for kind in ("open", "closed")
    }
    assert "is not removed" in said["open"]
    assert "is not removed" not in said["closed"]
    assert "Not all of it is found" in said["closed"]
