"""A person decides which works are one: the review file, and what resolve makes of it."""

import csv
import json
import random
from collections import defaultdict
from itertools import combinations
from pathlib import Path

import pandas as pd
import pytest

from pipeline import ingest, open_store
from pipeline.errors import CancuError
from pipeline.numbers import number_key
from pipeline.resolve import apply_review
from pipeline.resolve.suspects import compare
from pipeline.store.layout import BASE, DERIVED, REVIEW
from pipeline.store.review import read_decisions
from pipeline.store.schema import TABLES

ONE, OTHER, THIRD = "QĐ:767/QĐ-U:2022:u", "QĐ:676/QĐ-U:2022:u", "QĐ:677/QĐ-U:2022:u"
CITING = (
    'DOC KH 1/KH-S 2023-06-01 s "K"\nCITE cites QĐ 767/QĐ-U 2022-03-01 u "Phê duyệt A"',
    'DOC KH 2/KH-S 2023-06-02 s "K"\nCITE implements QĐ 676/QĐ-U 2022-03-01 u "phê duyệt A"',
    'DOC KH 3/KH-S 2023-06-03 s "K"\nCITE cites QĐ 677/QĐ-U 2022-03-01 u "Phê duyệt A"\n'
    "CITE cites QĐ 676/QĐ-U 2022-03-01 - -",
)


def test_no_two_official_documents_are_suspected(shared):
    """Citations of the Bộ Pháp điển are of documents that are what they say: any suspicion would be false."""
    by_day = defaultdict(dict)
    for line in (shared / "data" / "citations_phapdien.jsonl").read_text(encoding="utf-8").splitlines():
        official = json.loads(line)
        day = (official["type"], official["date"], official["issuer"])
        by_day[day][number_key(official["number"])] = official["title"]
    pairs = [pair for day in by_day.values() for pair in combinations(day.items(), 2)]
    assert len(pairs) > 100
    assert [] == [(a, b) for (a, title), (b, other) in pairs if compare(a, b, title, other)]


def table(store, name):
    frame = pd.read_parquet(Path(store) / name)
    return frame.sort_values(list(TABLES[name].key), ignore_index=True)


def files(tmp_path):
    folder = tmp_path / "archive"
    folder.mkdir(exist_ok=True)
    for number, text in enumerate(CITING):
        (folder / f"{number}.txt").write_text(text, encoding="utf-8")
    return sorted(folder.iterdir())


def decide(store, *rows):
    """Write decisions (verdict, work_a, work_b) as a person would."""
    store.mkdir(exist_ok=True)
    with (store / REVIEW).open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([("verdict", "work_a", "work_b"), *rows])


def pairs(store):
    return [tuple(row) for row in table(store, "suspected")[["work_a", "work_b"]].values]


@pytest.fixture
def store(tmp_path, toy_extractors):
    ingest(files(tmp_path), store=tmp_path / "store")
    return tmp_path / "store"


def test_undecided_works_are_suspected_and_stay_two(store):
    assert [(OTHER, THIRD), (OTHER, ONE), (THIRD, ONE)] == pairs(store)
    assert {ONE, OTHER, THIRD} <= set(table(store, "works")["target_id"])
    assert table(store, "aliases").empty


def test_the_same_are_one_work_under_the_first_id(store):
    decide(store, ("same", ONE, OTHER))
    apply_review(store)
    works = table(store, "works").set_index("target_id")
    assert OTHER not in works.index
    assert (3, 3) == (works.loc[ONE, "cited_by"], works.loc[ONE, "mentions"])
    assert {ONE, THIRD} == set(table(store, "citations")["target_id"])
    assert [("cites", 2), ("implements", 1)] == [
        tuple(row) for row in table(store, "edges").query("target_id == @ONE").groupby("relation").size().items()
    ]
    assert [(OTHER, ONE, "676/QĐ-U"), (ONE, ONE, "767/QĐ-U")] == [
        tuple(row) for row in table(store, "aliases")[["alias", "target_id", "number"]].values
    ]
    with open_store(store) as opened:
        assert len(opened.cites("676/QĐ-U")) == len(opened.cites(OTHER)) == len(opened.cites("767/QĐ-U")) == 3
        shown = opened.show(OTHER)
        assert ["676/QĐ-U", "767/QĐ-U"] == list(shown[shown["what"] == "printed as"]["number"])


def test_different_works_are_never_suggested_again(store, tmp_path):
    decide(store, ("different", ONE, OTHER))  # in whatever order they stand
    apply_review(store)
    assert [(OTHER, THIRD), (THIRD, ONE)] == pairs(store)
    assert {ONE, OTHER} <= set(table(store, "works")["target_id"])
    more = tmp_path / "more.txt"
    more.write_text('DOC KH 9/KH-S 2023-07-01 s "K"\nCITE cites QĐ 767/QĐ-U 2022-03-01 u "Phê duyệt A"', "utf-8")
    ingest(more, store=store)
    assert [(OTHER, THIRD), (THIRD, ONE)] == pairs(store)


def test_a_decision_can_be_taken_back(store):
    before = {name: table(store, name) for name in (*BASE, *DERIVED)}
    decide(store, ("same", ONE, OTHER), ("different", ONE, THIRD))
    apply_review(store)
    assert [] == pairs(store)  # 676 is 767 now, and 767 is not 677
    (store / REVIEW).unlink()
    apply_review(store)
    for name, rows in before.items():
        pd.testing.assert_frame_equal(rows, table(store, name), obj=name)


@pytest.mark.parametrize("seed", range(3))
def test_decisions_hold_in_any_order_of_ingest_and_of_lines(tmp_path, toy_extractors, seed):
    decisions = [("same", ONE, OTHER), ("same", OTHER, THIRD)]
    decide(tmp_path / "before", *decisions)
    ingest(files(tmp_path), store=tmp_path / "before")
    chance, shuffled = random.Random(seed), sorted((tmp_path / "archive").iterdir())
    chance.shuffle(shuffled)
    chance.shuffle(decisions)
    ingest(shuffled[:1], store=tmp_path / "after")
    decide(tmp_path / "after", *decisions)
    ingest(shuffled[1:], store=tmp_path / "after")
    for name in (*BASE, *DERIVED):
        pd.testing.assert_frame_equal(table(tmp_path / "before", name), table(tmp_path / "after", name), obj=name)
    assert [ONE] == sorted({*table(tmp_path / "after", "citations")["target_id"]})


def test_the_review_file_is_written_to_be_edited_and_keeps_what_is_decided(store):
    with open_store(store) as opened:
        opened.suspects(review=True)
    with (store / REVIEW).open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert ["", "", ""] == [row["verdict"] for row in rows]
    rows[0] |= {"verdict": "Different", "note": "hai quyết định"}
    with (store / REVIEW).open("w", encoding="utf-8", newline="") as file:  # as Excel in Vietnam saves it
        writer = csv.DictWriter(file, rows[0], delimiter=";")
        writer.writeheader()
        writer.writerows(rows)
    apply_review(store)
    assert (rows[0]["work_a"], rows[0]["work_b"]) not in pairs(store)
    with open_store(store) as opened:
        shown = opened.suspects(review=True)
    assert ["Different", "", ""] == list(shown["verdict"].fillna(""))
    with (store / REVIEW).open(encoding="utf-8-sig", newline="") as file:
        assert ["hai quyết định", "", ""] == [row["note"] for row in csv.DictReader(file)]


@pytest.mark.parametrize(
    ("rows", "line"),
    [
        ([("perhaps", ONE, OTHER)], 2),
        ([("same", ONE, "")], 2),
        ([("same", ONE, ONE)], 2),
        ([("same", ONE, OTHER), ("same", OTHER, THIRD), ("different", THIRD, ONE)], 4),
    ],
)
def test_a_line_that_cannot_be_obeyed_is_named_and_nothing_changes(store, rows, line):
    before = pairs(store)
    decide(store, *rows)
    with pytest.raises(CancuError, match=f"line {line}: .*review-broken"):
        apply_review(store)
    assert before == pairs(store)


def test_a_broken_review_is_told_before_anything_is_read(store, tmp_path):
    decide(store, ("perhaps", ONE, OTHER))
    more = tmp_path / "more.txt"
    more.write_text('DOC KH 9/KH-S 2023-07-01 s "K"', "utf-8")
    with pytest.raises(CancuError, match="review-broken"):
        ingest(more, store=store)
    assert 3 == len(table(store, "documents"))


def test_cells_that_a_spreadsheet_would_run_are_quoted(tmp_path):
    from pipeline.store.review import write_review

    write_review(tmp_path, [{"work_a": "a", "work_b": "b", "title_a": "=1+1"}])
    assert "'=1+1" == read_decisions(tmp_path).rows[0]["title_a"]
