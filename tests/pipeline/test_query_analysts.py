"""path, basis, impact, top, check: on a small archive whose answers are known."""

import json

import pytest

from pipeline import ingest, open_store
from pipeline.cli.app import _run
from pipeline.errors import CancuError

# A decree, a decision on it, a newer one in its place, plans under both, and an answer before its letter.
ARCHIVE = {
    "old": 'DOC QĐ 5/QĐ-UBND 2021-03-01 ubnd "Quy chế cũ"\nCITE legal_basis NĐ 30/2020/NĐ-CP 2020-03-05 cp "Văn thư"\n',
    "new": 'DOC QĐ 9/QĐ-UBND 2023-03-01 ubnd "Quy chế mới"\nCITE legal_basis NĐ 30/2020/NĐ-CP 2020-03-05 cp "Văn thư"\n'
           'CITE replaces QĐ 5/QĐ-UBND 2021-03-01 ubnd "Quy chế cũ"\n',
    "plan": 'DOC KH 7/KH-SNV 2022-01-10 snv "Kế hoạch"\nCITE implements QĐ 5/QĐ-UBND 2021-03-01 ubnd -\n',
    "late": 'DOC KH 8/KH-SNV 2024-01-10 snv "Kế hoạch sau"\nCITE implements QĐ 5/QĐ-UBND 2021-03-01 ubnd -\n'
            "CITE cites NĐ 30/2020/NĐ-CP 2020-05-03 cp -\n",
    "school": 'DOC KH 2/KH-TH 2022-02-10 th "Kế hoạch trường"\nCITE implements KH 7/KH-SNV 2022-01-10 snv -\n'
              "CITE cites KH 8/KH-SNV 2024-01-10 snv -\n",
    "reply": 'DOC CV 11/UBND-VP 2022-05-01 ubnd "Trả lời"\nCITE replies_to CV 12/SNV-VP 2022-06-01 snv -\n',
    "blank": 'DOC TB - - snv "Thông báo"\nCITE cites QĐ 5/QĐ-UBND - ubnd - ?QĐ:5/QĐ-UBND:2021:ubnd\n',
}  # fmt: skip


@pytest.fixture
def folder(tmp_path, toy_extractors):
    archive = tmp_path / "archive"
    archive.mkdir()
    for name, text in ARCHIVE.items():
        (archive / f"{name}.txt").write_text(text, encoding="utf-8")
    ingest(archive, store=tmp_path / "store")
    return tmp_path / "store"


@pytest.fixture
def store(folder):
    with open_store(folder) as opened:
        yield opened


def rows(answer, *columns):
    """The rows of an answer, of these columns only."""
    return [tuple(record[column] for column in columns) for record in answer.records()]


def test_path_goes_step_by_step_with_the_words(store):
    answer = store.ask("path", "2/KH-TH", "nghi dinh 30 2020")
    assert [
        (1, "KH 2/KH-TH", "implements", "KH 7/KH-SNV"),
        (2, "KH 7/KH-SNV", "implements", "QĐ 5/QĐ-UBND"),
        (3, "QĐ 5/QĐ-UBND", "legal_basis", "NĐ 30/2020/NĐ-CP"),
    ] == rows(answer, "step", "document", "relation", "rests_on")
    assert "legal_basis NĐ 30/2020/NĐ-CP" in answer.records()[2]["words"]
    assert "QĐ 5/QĐ-UBND: replaced by QĐ 9/QĐ-UBND" in answer.note


def test_no_path_says_what_there_is_instead(store):
    other_way = store.ask("path", "30/2020/NĐ-CP", "2/KH-TH")
    assert ([], True) == (other_way.rows, "the other way round there is a path of 3 steps" in other_way.note)
    weaker = store.ask("path", "9/QĐ-UBND", "5/QĐ-UBND")
    assert "over all relations there is a path of 1 steps" in weaker.note
    assert 1 == store.ask("path", "9/QĐ-UBND", "5/QĐ-UBND", relations=["all"]).total
    assert "is the document itself" in store.ask("path", "9/QĐ-UBND", "9/QĐ-UBND").note


def test_basis_is_a_tree(store):
    answer = store.ask("basis", "2/KH-TH")
    assert ["KH 7/KH-SNV", "· QĐ 5/QĐ-UBND", "· · NĐ 30/2020/NĐ-CP"] == [row[0] for row in rows(answer, "tree")]
    assert ["replaced by QĐ 9/QĐ-UBND"] == [state for (state,) in rows(answer, "state") if state]
    cut = store.ask("basis", "2/KH-TH", depth=1)
    assert (1, True) == (cut.total, "2 of them lie deeper than 1 steps" in cut.note)


def test_a_tree_opens_each_work_once(store):
    answer = store.ask("basis", "2/KH-TH", relations=["all"], depth=None)
    again = [name for name, again in rows(answer, "document", "again") if again]
    assert ["NĐ 30/2020/NĐ-CP", "QĐ 5/QĐ-UBND"] == again  # the first would be reached sooner over KH 8


def test_impact_flags_what_rests_on_the_replaced(store):
    answer = store.ask("impact", "30/2020/nđ-cp")
    assert [
        (1, "QĐ 9/QĐ-UBND", None, None),
        (1, "QĐ 5/QĐ-UBND", "replaced by QĐ 9/QĐ-UBND", None),
        (2, "KH 8/KH-SNV", None, "QĐ 5/QĐ-UBND"),
        (2, "KH 7/KH-SNV", None, "QĐ 5/QĐ-UBND"),
        (3, "KH 2/KH-TH", None, None),
    ] == rows(answer, "distance", "document", "state", "rests_on_ended")
    assert "5 works rest on it, 2 directly" in answer.note
    assert "not followed: cites (1)" in answer.note
    assert 3 == store.ask("impact", "30/2020/nđ-cp", limit=2).left_out


def test_impact_says_what_it_leaves_aside(store):
    note = store.ask("impact", "5/QĐ-UBND 2021").note
    assert "not followed: replaces (1)" in note
    assert "unresolved mentions that may mean it: 1" in note


def test_top(store):
    assert [("30/2020/NĐ-CP", 3), ("5/QĐ-UBND", 3)] == rows(store.ask("top", limit=2), "number", "cited_by")
    assert [("30/2020/NĐ-CP",)] == rows(store.ask("top", type="nghi dinh"), "number")
    assert [("5/QĐ-UBND",)] == rows(store.ask("top", body="ubnd", year=2021), "number")
    assert [("snv", 2, 3)] == rows(store.ask("top", by="bodies", body="snv"), "issuer_id", "cited_by", "works")
    assert "1 mentions without a known work are not counted" == store.ask("top").note
    with pytest.raises(CancuError, match="option-wrong"):
        store.ask("top", by="years")
    with pytest.raises(CancuError, match="option-wrong"):
        store.ask("top", type="bài thơ")


def test_check_finds_each_kind(store):
    found = rows(store.ask("check"), "kind", "work")
    assert [
        ("two-dates", "NĐ 30/2020/NĐ-CP"),
        ("reply-first", "CV 11/UBND-VP"),
        ("future", "CV 12/SNV-VP"),
        ("future", "KH 8/KH-SNV"),
        ("ended-basis", "QĐ 5/QĐ-UBND"),
    ] == [row for row in found if row[0] != "gap"]
    (finding,) = rows(store.ask("check", only=["two-dates"]), "finding")
    assert ("dated 2020-05-03 by 1 documents, but 2020-03-05 by most",) == finding
    with pytest.raises(CancuError, match="option-wrong"):
        store.ask("check", only=["nonsense"])


def test_gaps_in_a_series(tmp_path, toy_extractors):
    (tmp_path / "in").mkdir()
    for number in (2, 3, 7):
        (tmp_path / "in" / f"{number}.txt").write_text(f'DOC KH {number}/KH-SNV 2022-01-1{number} snv "A"\n')
    (tmp_path / "in" / "x.txt").write_text('DOC TB 1/TB-X 2022-02-01 x "B"\nCITE cites KH 5/KH-SNV 2022-01-15 snv -\n')
    ingest(tmp_path / "in", store=tmp_path / "store")
    with open_store(tmp_path / "store") as store:
        (row,) = rows(store.ask("check", only=["gap"]), "work", "finding")
    assert ("KH-SNV 2022, snv", "4 of 7 numbers known; neither held nor cited: 1, 4, 6") == row


@pytest.mark.parametrize(
    "arguments",
    [["path", "2/KH-TH", "30/2020/NĐ-CP"], ["basis", "2/KH-TH"], ["impact", "30/2020/NĐ-CP"], ["top"], ["check"]],
)
def test_the_commands_give_what_the_calls_give(capsys, folder, store, arguments):
    assert 0 == int(_run([*arguments, "--store", str(folder), "--json"]))
    out, _ = capsys.readouterr()
    expected = json.loads(json.dumps(store.ask(*arguments).records(), default=str))
    assert expected == json.loads(out)
    frame = getattr(store, arguments[0])(*arguments[1:])
    assert len(expected) == len(frame)
