"""What brat and Label Studio get, and what comes back from them as gold."""

import json
import re
from itertools import pairwise

import pandas as pd
import pytest
from lxml import etree

from pipeline import ingest
from pipeline.annotations import import_annotations
from pipeline.annotations.form import CITATION, DOCUMENT, OBLIGATION
from pipeline.cli.app import _run
from pipeline.errors import CancuError
from pipeline.evaluation import evaluate
from pipeline.export import brat as brat_export
from pipeline.export import export

TEXT = "😀 Nghị định số\n1/2020/NĐ-CP; Luật A và B"


@pytest.fixture(scope="module")
def exported(tmp_path_factory, repository):
    folder = tmp_path_factory.mktemp("annotations")
    ingest([str(repository / "corpora" / "samples")], store=str(folder / "store"))
    for name in ("brat", "label-studio", "jsonl"):
        export(folder / "store", format=name, out=folder / name)
    return folder


def records(folder):
    return [json.loads(line) for line in (folder / "jsonl" / "full" / "train.jsonl").open(encoding="utf-8")]


def wanted(record):
    cited = [{key: one[key] for key in ("spans", *CITATION, "relation", "parent")} for one in record["citations"]]
    duties = [{key: one[key] for key in ("span", *OBLIGATION)} for one in record["obligations"]]
    return {"document": {key: record[key] for key in DOCUMENT}, "citations": cited, "obligations": duties}


def read_gold(folder, doc_id):
    gold = json.loads((folder / f"{doc_id}.gold.json").read_text(encoding="utf-8"))
    for one in gold["citations"]:
        del one["text"]
    return gold


def accepted(folder):
    tasks = json.loads((folder / "label-studio" / "full" / "train.json").read_text(encoding="utf-8"))
    return [{"data": task["data"], "annotations": task["predictions"]} for task in tasks]


def brat(folder, lines, text=TEXT):
    folder.mkdir()
    (folder / "a.txt").write_text(text, encoding="utf-8", newline="")
    (folder / "a.ann").write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
    return folder


def test_brat_files_keep_the_rules_of_standoff(exported):
    """As brat's manual lays them down: tab-separated lines, fragments in order that do not overlap, the marked text
    with a blank between fragments, no line end inside, names used once, references to marks that stand there.
    """
    forms = {
        "T": r"T\d+\t[\w-]+ \d+ \d+(;\d+ \d+)*\t[^\t\n]*", "A": r"A\d+\t[\w-]+ (?P<one>T\d+) \S+",
        "R": r"R\d+\t[\w-]+ Arg1:(?P<one>T\d+) Arg2:(?P<two>T\d+)",
        "#": r"#\d+\tAnnotatorNotes (?P<one>T\d+)\t[^\t\n]+",
    }  # fmt: skip
    folder = exported / "brat" / "full" / "train"
    configuration = (folder / "annotation.conf").read_text(encoding="utf-8")
    for file in folder.glob("*.ann"):
        text = file.with_suffix(".txt").read_text(encoding="utf-8")
        lines = file.read_text(encoding="utf-8").split("\n")
        assert "" == lines.pop()
        names = [line.partition("\t")[0] for line in lines]
        assert len(names) == len(set(names))
        for line in lines:
            form = re.fullmatch(forms[line[0]], line)
            assert form, line
            assert {one for one in form.groupdict().values() if one} <= set(names)
            if line[0] == "T":
                _, places, marked = line.split("\t")
                label, _, spans = places.partition(" ")
                assert f"\n{label}\n" in configuration
                fragments = [tuple(map(int, one.split())) for one in spans.split(";")]
                assert all(start < end for start, end in fragments)
                assert all(one[1] <= two[0] for one, two in pairwise(fragments))
                assert marked == " ".join(text[start:end] for start, end in fragments)


@pytest.mark.parametrize("tool", ["brat", "label-studio"])
def test_what_is_exported_comes_back_as_gold(exported, tmp_path, tool):
    source = exported / "brat" / "full" / "train"
    if tool == "label-studio":
        source = tmp_path / "tasks.json"
        source.write_text(json.dumps(accepted(exported)), encoding="utf-8")
    given = records(exported)
    assert any(one["parent"] is not None for record in given for one in record["citations"])
    assert len(given) == import_annotations(source, out=tmp_path / "gold")
    for record in given:
        assert record["text"] == (tmp_path / "gold" / f"{record['doc_id']}.txt").read_bytes().decode()
        assert wanted(record) == read_gold(tmp_path / "gold", record["doc_id"])


def test_evaluate_takes_the_gold(exported, tmp_path):
    import_annotations(exported / "brat" / "full" / "train", out=tmp_path / "gold")
    assert 1.0 == evaluate(tmp_path / "gold", across=False).figures["citations"]["f1"]


def test_a_corrected_label_changes_the_gold(tmp_path):
    marks = ["T1\timplements 2 14;15 28\tNghị định số 1/2020/NĐ-CP;"[:-1].replace("15 28", "15 27"), "A1\tType T1 NĐ"]
    for label in ("implements", "cites"):
        folder = brat(tmp_path / label, [marks[0].replace("implements", label), marks[1]])
        import_annotations(folder, out=tmp_path / f"{label}-gold")
        (found,) = json.loads((tmp_path / f"{label}-gold" / "a.gold.json").read_text(encoding="utf-8"))["citations"]
        assert (label, [[2, 27]], "NĐ") == (found["relation"], found["spans"], found["type"])


def test_torn_spans_stay_apart(tmp_path):
    folder = brat(tmp_path / "brat", ["T1\tcites 29 35;39 40\tLuật A B"])
    import_annotations(folder, out=tmp_path / "gold")
    (found,) = json.loads((tmp_path / "gold" / "a.gold.json").read_text(encoding="utf-8"))["citations"]
    assert [[29, 35], [39, 40]] == found["spans"]


def test_spans_over_pages_and_empty_lines_come_back_whole(tmp_path):
    text = "Luật\n  \nA và Nghị\x0cđịnh B"
    citation = dict.fromkeys(CITATION) | {"relation": "cites", "parent": None}
    record = dict.fromkeys(DOCUMENT) | {"doc_id": "a", "text": text, "obligations": []}
    spans = [[[0, 9]], [[13, 24]]]
    cited = [citation | {"citation": at, "spans": one} for at, one in enumerate(spans)]
    brat_export.write([record | {"citations": cited}], tmp_path / "brat")
    import_annotations(tmp_path / "brat", out=tmp_path / "gold")
    assert spans == [one["spans"] for one in read_gold(tmp_path / "gold", "a")["citations"]]


@pytest.mark.parametrize(
    "lines",
    [
        ["T1\tcites 29 35\tLuật B"],
        ["T1\tcites 29 350\tLuật A"],
        ["T1\tquotes 29 35\tLuật A"],
        ["T1\tcites 29 35\tLuật A", "R1\tparent Arg1:T1 Arg2:T9"],
        ["T1\tcites 29 35\tLuật A", "#1\tAnnotatorNotes T1\tsee there"],
        ["E1\tcites:T1"],
        ["T1"],
    ],
)
def test_broken_brat_is_told(tmp_path, lines):
    with pytest.raises(CancuError) as caught:
        import_annotations(brat(tmp_path / "brat", lines), out=tmp_path / "gold")
    assert "annotations-broken" == caught.value.code
    assert not (tmp_path / "gold").exists()


def test_broken_label_studio_is_told_and_predictions_are_no_gold(exported, tmp_path):
    codes = []
    predicted = exported / "label-studio" / "full" / "train.json"
    for name, content in enumerate(("{", '[{"annotations": [{}]}]', "[3]", predicted.read_text(encoding="utf-8"))):
        source = tmp_path / f"{name}.json"
        source.write_text(content, encoding="utf-8")
        with pytest.raises(CancuError) as caught:
            import_annotations(source, out=tmp_path / "gold")
        codes.append(caught.value.code)
    assert ["annotations-broken"] * 3 + ["annotations-missing"] == codes


def test_the_configuration_names_what_the_tasks_use(exported):
    view = etree.parse(exported / "label-studio" / "full" / "train.xml")
    results = [one for task in accepted(exported) for one in task["annotations"][0]["result"]]
    assert {one["from_name"] for one in results if "from_name" in one} <= set(view.xpath("//@name"))
    labels = {label for one in results for label in one.get("value", {}).get("labels", one.get("labels", ()))}
    assert labels <= set(view.xpath("//@value"))


def test_the_command_makes_gold(exported, tmp_path, capsys):
    source = str(exported / "brat" / "full" / "train")
    assert 0 == _run(["import-annotations", source, "--out", str(tmp_path / "gold"), "--csv"])
    assert f"documents\n{len(records(exported))}" == capsys.readouterr().out.replace("\r", "").strip()
    assert len(pd.read_parquet(exported / "store" / "documents")) >= len(list((tmp_path / "gold").glob("*.txt")))
    assert 5 == _run(["import-annotations", source, "--out", str(tmp_path / "gold")])
    assert 2 == _run(["import-annotations", str(tmp_path / "none"), "--out", str(tmp_path / "other")])
