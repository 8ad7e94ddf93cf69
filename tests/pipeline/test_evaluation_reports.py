"""Finer rows, intervals, kept runs, the page of misses, confidence: what `cancu evaluate` tells on wish."""

import html
import json
import subprocess
import sys
from pathlib import Path

import pytest

from corpora import confidence
from extractors import parse
from pipeline.cli import main as cancu
from pipeline.errors import CancuError
from pipeline.evaluation import Evaluation, below_floors, evaluate
from pipeline.evaluation.browser import misses, page
from pipeline.evaluation.calibration import Judged, expected_calibration_error
from pipeline.evaluation.fit_confidence import pooled
from pipeline.evaluation.gold import Case, fingerprint
from pipeline.evaluation.intervals import intervals, of_tallies
from pipeline.evaluation.reports import calibration, figures
from pipeline.evaluation.scoring import Score, Tally
from pipeline.evaluation.slices import details
from pipeline.extract import at_least
from pipeline.read import read

GOLD = Path(__file__).resolve().parents[1] / "gold"
TEXT = "Thực hiện <script>x</script> Kế hoạch số 5/KH-UBND và Công văn số 6/UBND-TH."


def citation(number, start, end, **more):
    return {"spans": [[start, end]], "text": TEXT[start:end], "type": "KH", "number": number, "date": None,
            "issuer": None, "title": None, "pinpoint": None, "relation": "cites", "parent": None,
            "confidence": 0.9} | more  # fmt: skip


def run(arguments):
    """Exit code of the command."""
    with pytest.raises(SystemExit) as left:
        cancu(arguments)
    return left.value.code


def case(gold, found):
    empty = {"document": {}, "obligations": []}
    return Case("a", TEXT, empty | {"citations": gold}, empty | {"citations": found})


def score(gold, found):
    counted = Score()
    one = case(gold, found)
    counted.add(one.name, one.text, one.gold, one.found)
    return counted


@pytest.fixture(scope="module")
def samples():
    return evaluate(GOLD)


@pytest.mark.parametrize("folder", ["tests", "shared"])
def test_the_figures_equal_those_the_guidelines_scorer_prints(folder, samples, tmp_path, request):
    shared = request.getfixturevalue("shared")
    gold, ours = (GOLD, samples) if folder == "tests" else (shared / "gold" / "dev", None)
    ours = ours or evaluate(gold, across=False)
    for one in ours.cases:
        (tmp_path / f"{one.name}.json").write_text(json.dumps(one.found), encoding="utf-8")
    command = [sys.executable, shared / "gold" / "score.py", gold, "--predictions", tmp_path, "--json"]
    printed = subprocess.run(command, capture_output=True, check=True, text=True)
    assert json.loads(printed.stdout) == {name: row for name, row in ours.figures.items() if name != "across documents"}


def test_spans_exact_and_partial_and_each_value_of_type_and_relation():
    gold = [citation("5/KH-UBND", 29, 51), citation("6/UBND-TH", 55, 76, type="CV", relation="implements")]
    found = [citation("5/KH-UBND", 29, 51), citation("6/UBND-TH", 59, 76, type="CV", relation="cites")]
    rows = details(case(gold, found))
    assert rows["citations: exact spans"] == Tally(1, 2, 2)
    assert rows["citations: partial spans"] == Tally(2, 2, 2)
    assert rows["citations of type CV"] == Tally(1, 1, 1)
    assert rows["relation implements"] == Tally(0, 0, 1)
    assert rows["relation cites"] == Tally(1, 2, 1)


def test_levels_of_bodies_come_of_the_register():
    rows = {}
    for issuer in ("Bộ Nội vụ", "Ủy ban nhân dân tỉnh Vĩnh Long", None):
        one = case([], [])
        one.gold["document"] = {"issuer": issuer}
        rows |= details(one)
    assert {"citations by central bodies", "citations by province bodies", "citations by unknown bodies"} <= set(rows)


def test_an_interval_holds_the_figure_and_narrows_with_more_documents():
    wide = of_tallies([Tally(1, 1, 1), Tally(0, 1, 1)] * 5)
    narrow = of_tallies([Tally(1, 1, 1), Tally(0, 1, 1)] * 500)
    assert wide[0] < narrow[0] < 0.5 < narrow[1] < wide[1]
    assert of_tallies([Tally(1, 1, 1), Tally(0, 1, 1)] * 5) == wide


def test_intervals_of_the_macro_figure():
    right, wrong = citation("5/KH-UBND", 29, 51), citation("5/KH-UBND", 29, 51, relation="implements")
    found = intervals([score([right], [right]), score([right], [wrong])])
    assert found["relation.macro"][0] < found["relation.macro"][1]


def test_detail_and_intervals_are_printed(samples):
    answer = figures(samples, detail=True, intervals=True)
    rows = {row["figure"]: row for row in answer.records()}
    assert rows["citations"]["low"] <= rows["citations"]["f1"] <= rows["citations"]["high"]
    assert rows["citations: exact spans"]["gold"] == rows["citations"]["gold"]


def test_a_run_is_kept_and_set_against_another(capsys, tmp_path):
    kept = tmp_path / "run.json"
    assert run(["evaluate", str(GOLD), "--save", str(kept), "-q"]) == 0
    old = json.loads(kept.read_text(encoding="utf-8"))
    old["figures"]["citations"]["f1"] = 0.5
    old["errors"].append("gone: an error of before")
    kept.write_text(json.dumps(old), encoding="utf-8")
    capsys.readouterr()
    assert run(["evaluate", str(GOLD), "--against", str(kept), "--errors", "--json"]) == 0
    out, err = capsys.readouterr()
    assert [("citations", 0.5)] == [(row["figure"], row["before"]) for row in json.loads(out)]
    assert "+ gone: an error of before" in err
    old["gold"] = "0" * 64
    kept.write_text(json.dumps(old), encoding="utf-8")
    assert run(["evaluate", str(GOLD), "--against", str(kept)]) == 2
    assert "gold-changed" in capsys.readouterr().err


def test_changed_gold_fails_whatever_the_figures(tmp_path):
    (tmp_path / "a.gold.json").write_text("{}", encoding="utf-8")
    (tmp_path / "a.txt").write_text("x", encoding="utf-8")
    floors = tmp_path / "floors.toml"
    floors.write_text(f'gold = "{fingerprint(tmp_path)}"\n[floors]\n', encoding="utf-8")
    found = Evaluation({}, [])
    assert [] == below_floors(found, floors, tmp_path)
    (tmp_path / "a.gold.json").write_text("{ }", encoding="utf-8")
    with pytest.raises(CancuError) as raised:
        below_floors(found, floors, tmp_path)
    assert "gold-changed" == raised.value.code


def test_the_page_shows_each_miss_in_its_text_and_nothing_of_it_runs():
    one = case([citation("5/KH-UBND", 29, 51, date="2023")], [citation("6/UBND-TH", 55, 76)])
    assert ["citation missed", "citation spurious"] == [miss.kind for miss in misses(one)]
    written = page([one], "<i>")
    assert "<script" not in written
    assert html.escape("<script>x</script>") in written
    assert f'<mark class="gold">{TEXT[29:51]}</mark>' in written
    assert "default-src 'none'" in written


def test_the_error_of_calibration():
    assert 0.1 == pytest.approx(expected_calibration_error([Judged(0.9, True)] * 8 + [Judged(0.9, False)] * 2))


def test_confidence_of_cited_numbers_is_true_on_the_samples(samples):
    assert float(calibration(samples).note.split()[3]) <= 0.05


def test_confidence_never_falls_as_evidence_grows():
    grid = [confidence.probability(step / 100) for step in range(101)]
    pages = [confidence.on_page(0.99, step / 100) for step in range(101)]
    assert (grid, pages) == (sorted(grid), sorted(pages))


def test_curves_never_fall():
    curve = pooled([(0.5, 1, 0.5)] * 40 + [(0.7, 0, 0.7)] * 40 + [(0.9, 1, 0.9)] * 40)
    assert [value for _, value in curve] == sorted(value for _, value in curve)


def test_what_is_less_sure_is_left_out_and_indexes_are_told_anew():
    text = (GOLD / "02-quyet-dinh-ban-hanh-quy-che.txt").read_text(encoding="utf-8")
    whole = parse(text)
    values = sorted({citation.confidence for citation in whole.citations})
    cut = at_least(whole, values[-1])
    assert {values[-1]} == {citation.confidence for citation in cut.citations}
    assert 0 < len(cut.citations) < len(whole.citations)
    for duty in cut.obligations:
        for index in duty.citations:
            assert duty.span.start <= cut.citations[index].spans[0].start < duty.span.end
    assert at_least(whole, 0) == whole


def test_the_presets_of_parse(capsys):
    text = GOLD / "02-quyet-dinh-ban-hanh-quy-che.txt"
    counts = {}
    for option in ("--recall", "--precision", "--min-confidence=1"):
        assert run(["parse", str(text), option]) == 0
        document = json.loads(capsys.readouterr().out)
        counts[option] = [c["confidence"] for c in document["citations"] if c["number"]]
        assert bool(document["obligations"]) == (option != "--min-confidence=1")
    assert counts["--recall"] == [c.confidence for c in parse(read(text).text).citations if c.number]
    least = confidence.presets()["precision"]
    assert counts["--precision"] == [value for value in counts["--recall"] if value >= least]
    assert counts["--min-confidence=1"] == []
    assert run(["parse", str(text), "--recall", "--precision"]) == 1
