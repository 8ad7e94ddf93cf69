"""The command: forms of output, exit codes, and what goes where."""

import csv
import io
import json
import re
import subprocess
import sys

import pytest

from pipeline import ingest, open_store
from pipeline.cli.app import _run, app
from pipeline.cli.output import _cut
from pipeline.errors import Exit

TEXT = "Số: 5/KH-UBND\nThực hiện Nghị định số 30/2020/NĐ-CP ngày 05/3/2020 của Chính phủ.\n"
QUESTIONS = ("status", "cites", "show", "missing", "obligations", "sql")


@pytest.fixture
def store(tmp_path, toy_extractors):
    folder = tmp_path / "archive"
    folder.mkdir()
    (folder / "a.txt").write_text(
        'DOC KH 5/KH-UBND 2023-02-08 ubnd "Kế hoạch A"\nCITE implements NĐ 30/2020/NĐ-CP - cp "Văn thư"\n'
        'CITE cites QĐ 9/QĐ-UBND 2021-01-01 ubnd "B"\nCITE cites QĐ 9/QĐ-UBND 2022-01-01 ubnd "C"\n'
        'DUTY "Sở Nội vụ" 2023-12-15 "báo cáo"\nDUTY - - "triển khai"\n',
        encoding="utf-8",
    )
    ingest(folder, store=tmp_path / "store")
    return tmp_path / "store"


def run(capsys, *arguments):
    """Exit code, stdout and stderr of a command."""
    code = _run([str(argument) for argument in arguments])
    out, err = capsys.readouterr()
    return int(code), out, err


def test_parse_prints_one_json_object_and_nothing_else(capsys, tmp_path):
    (tmp_path / "a.txt").write_text(TEXT, encoding="utf-8")
    code, out, err = run(capsys, "parse", tmp_path / "a.txt")
    document = json.loads(out)
    assert (code, err, document["schema_version"], document["status"]) == (0, "", "1.0", "ok")
    (citation,) = document["citations"]
    assert citation["number"] == "30/2020/NĐ-CP"
    assert [TEXT[start:end] for start, end in citation["spans"]] == [citation["text"]]
    assert set(citation) >= {
        "spans", "text", "type", "number", "date", "issuer", "issuer_id", "title", "pinpoint", "relation", "parent",
        "target_id", "confidence", "repairs",
    }  # fmt: skip


def test_parse_reads_standard_input(tmp_path):
    done = subprocess.run(
        [sys.executable, "-c", "from pipeline.cli import main; main()", "parse", "--text", "-"],
        input=TEXT.encode(), capture_output=True, check=True,
    )  # fmt: skip
    assert done.stdout.decode() == TEXT


@pytest.mark.parametrize("form", ["--json", "--jsonl", "--csv"])
def test_forms_hold_the_same_rows(capsys, store, form):
    _, out, _ = run(capsys, "missing", "--store", store, form)
    if form == "--json":
        rows = [row["target_id"] for row in json.loads(out)]
    elif form == "--jsonl":
        rows = [json.loads(line)["target_id"] for line in out.splitlines()]
    else:
        rows = [row["target_id"] for row in csv.DictReader(io.StringIO(out))]
    assert rows == list(open_store(store).missing()["target_id"])


def test_an_answer_says_what_it_left_out(capsys, store):
    _, out, err = run(capsys, "missing", "--store", store, "--limit", 1)
    assert (len(out.splitlines()), err) == (2, "1 of 3 rows shown; --limit 0 shows all\n")
    _, out, err = run(capsys, "missing", "--store", store, "--limit", 1, "--quiet")
    assert (len(out.splitlines()), err) == (2, "")


@pytest.mark.parametrize(
    "typed",
    ["30/2020/NĐ-CP", "30/2020/nd-cp", "30-2020-ND-CP", "nghi dinh 30/2020", "Nghị định số 30/2020/NĐ-CP", "số 30/2020",
     "NĐ:30/2020/NĐ-CP", "van thu"],
)  # fmt: skip
def test_a_number_in_any_spelling(capsys, store, typed):
    code, out, _ = run(capsys, "cites", typed, "--store", store, "--json")
    assert (code, [row["document"] for row in json.loads(out)]) == (0, ["KH 5/KH-UBND"])


def test_an_ambiguous_number_lists_its_candidates(capsys, store):
    code, out, err = run(capsys, "show", "9/QĐ-UBND", "--store", store)
    assert (code, out) == (Exit.USAGE, "")
    assert "QĐ:9/QĐ-UBND:2021:ubnd" in err
    assert "QĐ:9/QĐ-UBND:2022:ubnd" in err
    code, out, _ = run(capsys, "show", "9/qd-ubnd 2021", "--store", store, "--json")
    assert (code, json.loads(out)[0]["title"]) == (0, "B")


@pytest.mark.parametrize(
    ("options", "expected"),
    [
        ([], ["báo cáo", "triển khai"]),
        (["--actor", "so noi vu"], ["báo cáo"]),
        (["--due-before", "2023-12-15"], []),
        (["--due-before", "2024"], ["báo cáo"]),
        (["--body", "ubnd"], ["báo cáo", "triển khai"]),
        (["--recurring"], []),
    ],
)
def test_obligations(capsys, store, options, expected):
    _, out, _ = run(capsys, "obligations", "--store", store, "--json", *options)
    assert [row["text"] for row in json.loads(out)] == expected


@pytest.fixture
def empty_folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (["cites"], Exit.USAGE, "NUMBER"),
        (["nonsense"], Exit.USAGE, "nonsense"),
        (["missing", "--json", "--csv"], Exit.USAGE, "option-wrong"),
        (["missing", "--store", "nowhere"], Exit.INPUT, "store-missing"),
        (["parse", "nowhere.txt"], Exit.INPUT, "input-missing"),
        (["ingest", "nowhere"], Exit.INPUT, "input-missing"),
        (["evaluate", "."], Exit.INPUT, "gold-missing"),
    ],
)
def test_exit_codes(capsys, empty_folder, arguments, code, said):
    found, out, err = run(capsys, *arguments)
    assert (found, out) == (code, "")
    assert said in err


def test_failed_files_give_their_own_exit_code(capsys, tmp_path, toy_extractors):
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "a.txt").write_text("DOC KH 5/KH-UBND 2023-02-08 ubnd -", encoding="utf-8")
    (tmp_path / "in" / "b.txt").write_bytes(b"")
    code, out, err = run(capsys, "ingest", tmp_path / "in", "--store", tmp_path / "store")
    assert (code, out) == (Exit.SOME_FAILED, "")
    assert "[input-empty]" in err


def test_the_store_that_cannot_be_written(capsys, tmp_path, toy_extractors):
    (tmp_path / "a.txt").write_text("DOC KH 5/KH-UBND 2023-02-08 ubnd -", encoding="utf-8")
    code, _, err = run(capsys, "ingest", tmp_path / "a.txt", "--store", tmp_path / "a.txt" / "store")
    assert (code, "store-unwritable" in err) == (Exit.STORE, True)


@pytest.mark.parametrize(
    "query",
    [
        "COPY works TO '{store}/x.csv'",
        "SELECT * FROM read_text('/etc/hosts')",
        "ATTACH '{store}/x.db'",
        "SET threads = 1",
        "CREATE TABLE x AS SELECT 1",
        "EXPLAIN ANALYZE COPY works TO '{store}/x.csv'",
        "SELECT 1; SELECT 2",
        "INSTALL httpfs",
        "SELECT * FROM '{store}/../archive/a.txt'",
    ],
)
def test_sql_reads_the_store_and_nothing_else(capsys, store, query):
    before = sorted(store.rglob("*"))
    code, out, err = run(capsys, "sql", query.format(store=store), "--store", store)
    assert (code, out, sorted(store.rglob("*"))) == (Exit.USAGE, "", before)
    assert "query-wrong" in err


def test_sql(capsys, store):
    code, out, _ = run(capsys, "sql", "SELECT count(*) AS n FROM citations", "--store", store, "--json")
    assert (code, json.loads(out)) == (0, [{"n": 3}])


def test_the_store_by_environment(capsys, store, monkeypatch):
    monkeypatch.setenv("CANCU_STORE", str(store))
    assert run(capsys, "status", "--jsonl")[0] == 0


@pytest.mark.parametrize("command", QUESTIONS)
def test_every_question_takes_the_shared_options(capsys, command):
    _, out, _ = run(capsys, command, "--help")
    assert set(re.findall(r"--[a-z]+", out)) >= {"--json", "--jsonl", "--csv", "--quiet", "--verbose", "--store"}


def test_every_command_names_its_python_equal():
    for command in app.registered_commands:
        assert (
            command.name == "doctor" or command.callback.__name__ == "doctor" or "Python: " in command.callback.__doc__
        )


def test_a_table_of_plain_text_when_nobody_watches(capsys, store):
    _, out, _ = run(capsys, "status", "--store", store)
    assert out.splitlines()[0].split() == ["figure", "value"]
    assert "\033" not in out


def test_help_is_quick_to_load():
    """What `--help` imports: none of the heavy libraries."""
    script = (
        "import sys\nfrom pipeline.cli.app import _run\n_run(['--help'])\nprint(sorted(sys.modules), file=sys.stderr)"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    loaded = set(re.findall(r"'([a-z_]+)'", done.stderr))
    assert (
        loaded & {"duckdb", "pyarrow", "pandas", "numpy", "pydantic", "spacy", "underthesea", "regex", "rich"} == set()
    )


def test_questions_do_without_pandas_and_numpy(store):
    """`cites` has half a second for the whole process."""
    script = (
        "import sys\nfrom pipeline.cli.app import _run\n"
        f"_run(['cites', '30/2020/NĐ-CP', '--store', {str(store)!r}])\nprint(sorted(sys.modules), file=sys.stderr)"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    loaded = set(re.findall(r"'([a-z_]+)'", done.stderr))
    assert loaded & {"pyarrow", "pandas", "numpy", "spacy", "underthesea", "yaml"} == set()


def test_doctor(capsys):
    code, out, _ = run(capsys, "doctor", "--json")
    assert (code, {row["state"] for row in json.loads(out) if row["component"] in ("Python", "duckdb")}) == (0, {"ok"})


@pytest.mark.parametrize(
    ("text", "width", "expected"),
    [
        ("ngắn", 10, "ngắn"),
        ("một hai ba bốn", 8, "một hai…"),
        ("trước đó ⟦5/KH⟧ sau đó nữa", 12, "… ⟦5/KH⟧ sa…"),
        ("những lời rất dài đứng trước ⟦5/KH⟧", 12, "… ước ⟦5/KH⟧"),
    ],
)
def test_a_cell_is_cut_around_the_mention(text, width, expected):
    found = _cut(text, width)
    assert len(found) <= width
    assert ("⟦5/KH⟧" in found) == ("⟦5/KH⟧" in expected)
