"""--min-confidence, --precision and --recall over a store: as if what is less sure had never been found."""

import json
import shutil

import pandas as pd
import pytest

import extractors
from corpora.confidence import presets
from pipeline import ingest, open_store
from pipeline.annotations import import_annotations
from pipeline.cli.app import _run
from pipeline.export import export
from pipeline.extract import at_least
from pipeline.store.schema import TABLES

LEAST = [(0.95, False), (0.99, False), (0.99, True), (presets()["precision"], True), (1.0, True)]


def unsettling(parse):
    """Extractors whose confidences differ, in mentions that others hang on too."""

    def unsettled(text, **_):
        document = parse(text)
        return document.model_copy(
            update={
                name: tuple(
                    one.model_copy(update={"confidence": round(0.9 + ((at + len(text)) * 37 % 100) / 1000, 3)})
                    for at, one in enumerate(getattr(document, name))
                )
                for name in ("citations", "obligations")
            }
        )

    return unsettled


@pytest.fixture(scope="module")
def unsettled(tmp_path_factory, repository):
    """A store of the samples with such confidences."""
    folder = tmp_path_factory.mktemp("confidence") / "store"
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(extractors, "parse", unsettling(extractors.parse))
        ingest([str(repository / "corpora" / "samples")], store=str(folder), jobs=0)
    assert pd.read_parquet(folder / "citations").confidence.nunique() > 40
    return folder


def sure(store, confidence, numbers_only):
    """Citations that remain by the rule, and obligations: in pandas, apart from the store's own way."""
    citations, obligations = (pd.read_parquet(store / name) for name in ("citations", "obligations"))
    kept = (citations.confidence >= confidence) | (citations.number.isna() & numbers_only)
    left = set(zip(citations[kept].doc_id, citations[kept].citation, strict=True))
    parents = {(row.doc_id, row.citation): row.parent for row in citations.itertuples()}
    while lost := {key for key in left if pd.notna(parents[key]) and (key[0], int(parents[key])) not in left}:
        left -= lost
    remain = citations[[key in left for key in zip(citations.doc_id, citations.citation, strict=True)]]
    return remain, obligations[numbers_only | (obligations.confidence >= confidence)]


def keys(frame, *columns):
    return sorted(frame[list(columns)].itertuples(index=False, name=None))


@pytest.mark.parametrize(("confidence", "numbers_only"), LEAST)
def test_every_table_is_told_from_what_remains(unsettled, confidence, numbers_only):
    remain, duties = sure(unsettled, confidence, numbers_only)
    documents = pd.read_parquet(unsettled / "documents")
    own = dict(zip(documents.doc_id, documents.target_id, strict=True))
    meant = {(row.doc_id, row.citation): row.target_id for row in remain.itertuples()}
    with open_store(unsettled, min_confidence=confidence, numbers_only=numbers_only) as store:
        assert keys(remain, "doc_id", "citation") == keys(store.table("citations"), "doc_id", "citation")
        assert keys(duties, "doc_id", "obligation") == keys(store.table("obligations"), "doc_id", "obligation")
        inside = {(row.doc_id, one) for row in store.table("obligations").itertuples() for one in row.citations}
        assert inside <= set(meant)
        edges = {}
        for row in remain.dropna(subset="target_id").itertuples():
            source = own[row.doc_id] if pd.isna(row.parent) else meant[row.doc_id, int(row.parent)]
            if source and source != row.target_id:
                edges.setdefault((source, row.relation, row.target_id, row.doc_id), []).append(row.confidence)
        expected = sorted((*key, len(found), max(found)) for key, found in edges.items())
        columns = ("source_id", "relation", "target_id", "stated_by", "mentions", "confidence")
        assert expected == keys(store.table("edges"), *columns)
        works = store.table("works").set_index("target_id")
        counts = remain.groupby("target_id").doc_id
        assert counts.count().to_dict() == works[works.mentions > 0].mentions.to_dict()
        assert counts.nunique().to_dict() == works[works.mentions > 0].cited_by.to_dict()
        assert set(counts.groups) | set(own.values()) == set(works.index)
        assert len(pd.read_parquet(unsettled / "works")) >= len(works)


def test_without_the_options_nothing_changes(unsettled):
    with open_store(unsettled) as plain, open_store(unsettled, min_confidence=presets()["recall"]) as recall:
        for name in ("citations", "obligations", "edges", "works", "backrefs"):
            order = list(TABLES[name].key)
            one, other = (store.table(name).sort_values(order, ignore_index=True) for store in (plain, recall))
            pd.testing.assert_frame_equal(one, other)
        assert plain.left_out is recall.left_out is None


@pytest.mark.parametrize(("confidence", "numbers_only"), LEAST)
def test_a_store_leaves_out_what_parse_leaves_out(tmp_path, samples, confidence, numbers_only):
    text = (samples / "05-quyet-dinh-sua-doi-quy-che.txt").read_text(encoding="utf-8")
    ingest([str(samples / "05-quyet-dinh-sua-doi-quy-che.txt")], store=str(tmp_path / "store"))
    document = at_least(extractors.parse(text), confidence, numbers_only=numbers_only)
    with open_store(tmp_path / "store", min_confidence=confidence, numbers_only=numbers_only) as store:
        rows = store.sql("SELECT text, relation FROM citations ORDER BY citation")
        assert [(one.text, one.relation) for one in document.citations] == list(rows.itertuples(index=False, name=None))
        assert [one.text for one in document.obligations] == store.sql(
            "SELECT text FROM obligations ORDER BY obligation"
        ).text.tolist()


def test_views_and_questions_see_the_same(unsettled):
    remain, _ = sure(unsettled, 0.95, False)
    with open_store(unsettled, min_confidence=0.95) as store:
        assert len(remain) == store.sql("SELECT count(*) AS n FROM mentions").n[0]
        assert set(store.sql("SELECT * FROM links").source_id) == set(store.table("edges").source_id)
        most = remain.groupby("target_id").doc_id.nunique().max()
        assert most == store.top(limit=1).cited_by[0]
        target = remain.target_id.value_counts().index[0]
        assert (remain.target_id == target).sum() == len(store.cites(target))
        assert set(store.missing().target_id) <= set(remain.target_id)
        shown = store.show(target)
        assert shown[shown.what == "cited by"].mentions.sum() == (
            store.table("edges").query("target_id == @target").mentions.sum()
        )


def test_a_reference_back_to_what_goes_is_left_open(tmp_path):
    words = (
        "Thực hiện Kế hoạch số 58/KH-UBND ngày 29/02/2024 của Ủy ban nhân dân tỉnh Hà Nam; Sở Nội vụ đề nghị các "
        "đơn vị triển khai Kế hoạch nêu trên.\n\nNơi nhận:\n- Như trên;\n- Lưu: VT.\n"
    )
    (tmp_path / "a.txt").write_text(words, encoding="utf-8")
    ingest([str(tmp_path / "a.txt")], store=str(tmp_path / "store"))
    found = {}
    for confidence in (0.0, 1.0):
        with open_store(tmp_path / "store", min_confidence=confidence) as store:
            found[confidence] = [
                (row.text, row.target, list(row.citations))
                for row in store.sql("SELECT * FROM backrefs ORDER BY backref").itertuples()
            ]
    assert ("Kế hoạch nêu trên", "citations", [0]) in found[0.0]
    assert [(text, None, []) if where else (text, to, []) for text, to, where in found[0.0]] == found[1.0]


@pytest.mark.parametrize("name", ["jsonl", "brat"])
def test_an_export_keeps_splits_and_indexes(unsettled, tmp_path, name):
    remain, _ = sure(unsettled, 0.95, False)
    export(unsettled, format=name, out=tmp_path / "all")
    export(unsettled, format=name, out=tmp_path / "sure", min_confidence=0.95)
    if name == "brat":
        files = sorted(path.relative_to(tmp_path / "all") for path in (tmp_path / "all").rglob("*.txt"))
        assert files == sorted(path.relative_to(tmp_path / "sure") for path in (tmp_path / "sure").rglob("*.txt"))
        import_annotations(tmp_path / "sure" / "full" / "train", out=tmp_path / "gold")
        gold = [json.loads(path.read_text(encoding="utf-8")) for path in sorted((tmp_path / "gold").glob("*.json"))]
        tied = [(one["citations"][c["parent"]]["number"], c["number"])
                for one in gold for c in one["citations"] if c["parent"] is not None]  # fmt: skip
        train = {path.stem for path in (tmp_path / "sure" / "full" / "train").glob("*.txt")}
        numbers = {(row.doc_id, row.citation): row.number for row in remain.itertuples()}
        expected = [(numbers[row.doc_id, int(row.parent)], row.number)
                    for row in remain.dropna(subset="parent").itertuples() if row.doc_id in train]  # fmt: skip
        assert sorted(expected, key=str) == sorted(tied, key=str)
        return
    read = {
        folder: {
            (split, record["doc_id"]): record
            for split in ("train", "validation", "test")
            for record in map(json.loads, (tmp_path / folder / "full" / f"{split}.jsonl").open(encoding="utf-8"))
        }
        for folder in ("all", "sure")
    }
    assert read["all"].keys() == read["sure"].keys()
    found = [(key[1], one["citation"]) for key, record in read["sure"].items() for one in record["citations"]]
    assert keys(remain, "doc_id", "citation") == sorted(found)


def test_the_card_of_a_dataset_says_what_was_left_out(unsettled, tmp_path):
    remain, _ = sure(unsettled, presets()["precision"], True)
    options = ["--precision", "--format", "parquet", "--out", str(tmp_path / "out")]
    assert 0 == _run(["export", "--store", str(unsettled), *options])
    words = (tmp_path / "out" / "README.md").read_text(encoding="utf-8")
    gone = len(pd.read_parquet(unsettled / "citations")) - len(remain)
    assert gone
    assert f"Less sure than {presets()['precision']:g} and left out: {gone} mentions, 0 obligations." in words
    assert f"| citations | {len(remain)} |" in words


ASKED = (["cites", "30/2020/NĐ-CP"], ["show", "30/2020/NĐ-CP"], ["top"], ["missing"], ["obligations"],
         ["basis", "58/KH-UBND"], ["impact", "30/2020/NĐ-CP"], ["path", "58/KH-UBND", "12-KH/TU"], ["check"],
         ["status"], ["sql", "FROM citations"])  # fmt: skip


@pytest.mark.parametrize("command", ASKED, ids=lambda command: command[0])
def test_every_question_takes_the_options_and_says_what_it_left_out(unsettled, capsys, command):
    remain, duties = sure(unsettled, 0.93, False)
    gone = len(pd.read_parquet(unsettled / "citations")) - len(remain)
    lost = len(pd.read_parquet(unsettled / "obligations")) - len(duties)
    assert 0 == _run([*command, "--store", str(unsettled), "--min-confidence", "0.93", "--csv"])
    assert f"left out: {gone} mentions, {lost} obligations" in capsys.readouterr().err
    assert 1 == _run([*command, "--store", str(unsettled), "--precision", "--recall"])


def test_the_answers_are_those_of_the_options(unsettled, capsys):
    counts = {}
    for options in ([], ["--recall"], ["--precision"], ["--min-confidence", "1"]):
        assert 0 == _run(["sql", "SELECT count(*) AS n FROM citations", "--store", str(unsettled), "--csv", *options])
        counts[" ".join(options)] = int(capsys.readouterr().out.split()[1])
    assert counts[""] == counts["--recall"] == len(pd.read_parquet(unsettled / "citations"))
    assert counts["--precision"] == len(sure(unsettled, presets()["precision"], True)[0])
    assert counts["--min-confidence 1"] == 0


def test_a_number_that_only_unsure_mentions_know_is_told_as_such(unsettled, capsys):
    assert 0 == _run(["cites", "87/2020/NĐ-CP", "--store", str(unsettled)])
    assert 2 == _run(["cites", "87/2020/NĐ-CP", "--store", str(unsettled), "--min-confidence", "1"])
    assert "left out" in capsys.readouterr().err


def test_an_older_store_without_references_back_is_asked_too(unsettled, tmp_path):
    old = tmp_path / "old"
    shutil.copytree(unsettled, old)
    shutil.rmtree(old / "backrefs")
    with open_store(old, min_confidence=0.95) as store:
        assert len(store.table("backrefs")) == 0
