"""What docs/analysts.md says: views and macros exist as described, examples print what they show."""

import doctest
import os
import re
import shlex
from pathlib import Path

import duckdb
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline import ingest, open_store
from pipeline.cli.app import _run
from pipeline.numbers import number_key, plain
from pipeline.query.relations import RULES
from pipeline.query.views import OFFERED, page, script, statement

PAGE = Path(__file__).resolve().parents[2] / "docs" / "analysts.md"


@pytest.fixture(scope="module")
def desk(tmp_path_factory, repository):
    """A folder with the samples and their store."""
    folder = tmp_path_factory.mktemp("desk")
    (folder / "corpora").symlink_to(repository / "corpora")
    here = Path.cwd()
    os.chdir(folder)
    try:
        ingest(["corpora/samples"], store="store")
    finally:
        os.chdir(here)
    return folder


def relations_page():
    """The table of relations as the page has it."""
    carries = {"source": "yes", "target": "yes, the other way round", "no": "no"}
    lines = [f"| `{name}` | {carries[rule.carries]} | {rule.reason} |" for name, rule in RULES.items()]
    return "\n".join(["| relation | carries | because |", "|---|---|---|", *lines]) + "\n"


def printed(text, desk, capsys, monkeypatch):
    """The page with its generated parts and what its commands print put in anew."""
    monkeypatch.chdir(desk)
    for mark, part in (("relations", relations_page()), ("views", page())):
        text = re.sub(
            rf"(?s)(<!-- {mark} -->\n).*?(<!-- end -->)", lambda found, part=part: found[1] + part + found[2], text
        )

    def shown(found):
        blocks = []
        for command in re.findall(r"^\$ cancu (.*)$", found[1], re.MULTILINE):
            assert 0 == int(_run(shlex.split(command)))
            out = "".join(line.rstrip() + "\n" for line in capsys.readouterr().out.splitlines())
            blocks.append(f"$ cancu {command}\n{out}")
        return "```console\n" + "".join(blocks) + "```"

    return re.sub(r"(?s)```console\n(.*?)```", shown, text)


def test_the_page_is_what_the_code_says(desk, capsys, monkeypatch):
    """`UPDATE_README=1` writes it anew instead."""
    before = PAGE.read_text(encoding="utf-8")
    after = printed(before, desk, capsys, monkeypatch)
    if os.environ.get("UPDATE_README"):
        PAGE.write_text(after, encoding="utf-8")
    else:
        assert after == before


def test_the_page_is_right_about_python(desk, monkeypatch):
    monkeypatch.chdir(desk)
    source = "\n".join(re.findall(r"(?s)```python\n(.*?)```", PAGE.read_text(encoding="utf-8")))
    example = doctest.DocTestParser().get_doctest(source, {}, "analysts.md", "analysts.md", 0)
    assert len(example.examples) > 10
    report = []
    runner = doctest.DocTestRunner()
    runner.run(example, out=report.append)
    assert runner.failures == 0, "".join(report)


@pytest.mark.parametrize("offer", OFFERED, ids=lambda offer: offer.name)
def test_what_is_offered_is_there_and_its_example_gives_rows(desk, offer):
    with open_store(desk / "store") as store:
        assert store.ask("sql", offer.example).total > 0
        if offer.kind == "view":
            assert offer.parts == store.ask("sql", f"SELECT * FROM {offer.name} LIMIT 0").columns


def test_a_plain_duckdb_has_the_same(desk):
    plain_one = duckdb.connect()
    plain_one.execute(script(desk / "store"))
    with open_store(desk / "store") as store:
        for offer in OFFERED:
            ours = store.ask("sql", offer.example)
            if "ORDER BY" in offer.example or ours.total == 1:
                assert list(ours.rows) == plain_one.execute(offer.example).fetchall(), offer.name


@pytest.fixture(scope="module")
def connection():
    """An empty database with the macros that need no table."""
    connection = duckdb.connect()
    for offer in OFFERED:
        if offer.kind == "macro":
            connection.execute(statement(offer))
    return connection


@given(st.text(alphabet="0123456789 /-ĐđÂâKHqUBNDtvê&.", min_size=1, max_size=16))
def test_number_key_is_the_same_in_sql(connection, number):
    assert (number_key(number) or None) == connection.execute("SELECT number_key(?)", [number]).fetchone()[0]


@given(st.text(alphabet="ĂÂĐÊÔƠƯăâđêôơưàáảãạ xyzABC", max_size=20))
def test_fold_is_the_same_in_sql(connection, words):
    assert plain(words) == connection.execute("SELECT fold(?)", [words]).fetchone()[0]


@pytest.mark.parametrize(
    ("text", "words", "expected"),
    [
        ("Ủy ban nhân dân tỉnh Hà Nam", "ha nam uy ban", True),
        ("Hà Nam", "ha na", False),
        (None, "ha", False),
        ("x", "", True),
    ],
)
def test_has_words(connection, text, words, expected):
    assert expected is connection.execute("SELECT has_words(?, ?)", [text, words]).fetchone()[0]


@pytest.mark.parametrize(
    "typed", ["nghi dinh 30 2020", "30-2020-nd-cp", "ND 30/2020", "30/2020", "nghị định 30 năm 2020"]
)
def test_a_number_is_found_without_diacritics(desk, typed):
    with open_store(desk / "store") as store:
        assert store.ask("impact", typed).note.startswith("NĐ 30/2020/NĐ-CP")


@pytest.mark.parametrize("typed", ["ubnd ha nam", "UBND tỉnh Hà Nam", "uy ban nhan dan tinh ha nam", "ubnd.ha-nam"])
def test_a_body_is_found_without_diacritics(desk, typed):
    with open_store(desk / "store") as store:
        assert {"Ủy ban nhân dân tỉnh Hà Nam"} == {
            row["body"] for row in store.ask("obligations", body=typed).records()
        }
