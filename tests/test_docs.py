"""What the documents say is so: links lead somewhere, commands and options exist, examples print what they show."""

import doctest
import os
import pkgutil
import re
import subprocess
import sys
from importlib import import_module
from pathlib import Path
from types import ModuleType
from typing import get_args

import pytest

import corpora
import extractors
import models
import pipeline
from corpora.folding import fold
from extractors.records import Header, Relation

ROOT = Path(__file__).resolve().parents[1]
PAGES = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md"), *(ROOT / "corpora").rglob("*.md")])
FENCE = re.compile(r"^```(\w*)\n(.*?)^```", re.MULTILINE | re.DOTALL)


def name(page: Path) -> str:
    """The page's path in the repository."""
    return str(page.relative_to(ROOT))


def blocks(page: Path, language: str) -> list[str]:
    """The fenced blocks of a language."""
    return [body for found, body in FENCE.findall(page.read_text(encoding="utf-8")) if found == language]


def words_of_commands(page: Path) -> list[list[str]]:
    """Every `cancu …` that the page names, in code, as its words."""
    text = page.read_text(encoding="utf-8")
    code = [*re.findall(r"`([^`\n]+)`", FENCE.sub("", text)), *re.findall(r"^    (.*)$", text, re.MULTILINE)]
    code += [line for _, body in FENCE.findall(text) for line in body.splitlines()]
    found = [re.search(r"(?:^|[\s/$|;])cancu((?:\s+[^\s|;`)]+)+)", line) for line in code]
    return [match.group(1).split() for match in found if match]


# -- pages ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("page", PAGES, ids=name)
def test_links_lead_somewhere(page: Path) -> None:
    targets = re.findall(r"\]\(([^)#\s]+)(?:#[^)]*)?\)", page.read_text(encoding="utf-8"))
    inside = [target for target in targets if "://" not in target]
    assert [] == [target for target in inside if not (page.parent / target).exists()]


def test_every_decision_is_in_the_list() -> None:
    folder = ROOT / "docs" / "decisions"
    listed = re.findall(r"\]\((\d{4}-[^)]+)\)", (folder / "README.md").read_text(encoding="utf-8"))
    assert sorted(path.name for path in folder.glob("[0-9]*.md")) == listed


def test_the_glossary_is_sorted_and_explains_what_the_records_say() -> None:
    text = (ROOT / "docs" / "glossary.md").read_text(encoding="utf-8")
    for table in re.findall(r"(?:^\|.*\n)+", text, re.MULTILINE):
        rows = [fold(line.split("|")[1].strip()) for line in table.splitlines()[2:]]
        assert sorted(rows) == rows
    fields = set(Header.model_fields) - {"signer", "evidence", "date", "issuer_id", "target_id"}
    assert [] == sorted(word for word in {*get_args(Relation), *fields} if f"`{word}`" not in text)


def test_make_targets_named_in_the_pages_exist() -> None:
    targets = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))
    named = {match for page in PAGES for match in re.findall(r"`make ([a-z]+)", page.read_text(encoding="utf-8"))}
    assert named
    assert set() == named - targets


# -- the command ------------------------------------------------------------------------------------------------------


def options() -> dict[str, set[str]]:
    """Each command with its options, as the command line itself has them."""
    from typer.main import get_command

    from pipeline.cli import app

    group = get_command(app)
    common = {option for parameter in group.params for option in parameter.opts}
    return {
        name: common
        | {option for parameter in command.params for option in (*parameter.opts, *parameter.secondary_opts)}
        for name, command in group.commands.items()
    }


@pytest.mark.parametrize("page", PAGES, ids=name)
def test_commands_and_options_named_in_the_pages_exist(page: Path) -> None:
    known = options()
    for command, *words in words_of_commands(page):
        if command.startswith("-") or not command.islower():
            continue
        assert command in known
        given = {re.sub(r"=.*", "", word) for word in words if word.startswith("--")}
        assert set() == given - known[command] - {"--help"}, command


def test_every_command_is_in_the_readme() -> None:
    named = {words[0] for words in words_of_commands(ROOT / "README.md")}
    assert set() == set(options()) - named


# -- examples ---------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An empty folder in which the samples lie where the README says they do."""
    folder = tmp_path_factory.mktemp("desk")
    (folder / "corpora").symlink_to(ROOT / "corpora")
    return folder


def run(command: str, folder: Path) -> str:
    """What the shell command prints on stdout."""
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    environment = {**os.environ, "PATH": path, "COLUMNS": "120", "NO_COLOR": "1"}
    environment.pop("CANCU_STORE", None)
    done = subprocess.run(
        ["bash", "-o", "pipefail", "-c", command],
        cwd=folder,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, f"$ {command}\n{done.stderr}"
    return done.stdout


def shown(output: str) -> str:
    """Output as it stands in a page: without blanks at the ends of lines."""
    return "".join(line.rstrip() + "\n" for line in output.splitlines())


def test_the_readme_shows_what_the_commands_print(desk: Path) -> None:
    """Console blocks of the README, in order. `UPDATE_README=1` writes what is printed into the page instead."""
    page = ROOT / "README.md"
    text = page.read_text(encoding="utf-8")
    before = [block for block in blocks(page, "console") if block.startswith("$ cancu")]
    assert before
    after = []
    for block in before:
        commands = re.findall(r"^\$ (.*)$", block, re.MULTILINE)
        after.append("".join(f"$ {command}\n{shown(run(command, desk))}" for command in commands))
    if os.environ.get("UPDATE_README"):
        for old, new in zip(before, after, strict=True):
            text = text.replace(old, new)
        page.write_text(text, encoding="utf-8")
    else:
        assert before == after


def test_the_readme_is_right_about_python(desk: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(desk)
    source = "\n".join(blocks(ROOT / "README.md", "python"))
    example = doctest.DocTestParser().get_doctest(source, {}, "README.md", "README.md", 0)
    assert example.examples
    report: list[str] = []
    runner = doctest.DocTestRunner(optionflags=doctest.ELLIPSIS | doctest.NORMALIZE_WHITESPACE)
    runner.run(example, out=report.append)
    assert runner.failures == 0, "".join(report)


# -- docstrings -------------------------------------------------------------------------------------------------------


def modules() -> list[str]:
    """Every module of the four packages."""
    return sorted(
        found.name
        for package in (corpora, models, extractors, pipeline)
        for found in pkgutil.walk_packages(package.__path__, f"{package.__name__}.")
        if not found.name.endswith("__main__")
    )


@pytest.mark.parametrize("module", modules())
def test_docstring_examples(module: str) -> None:
    report: list[str] = []
    runner = doctest.DocTestRunner()
    for example in doctest.DocTestFinder().find(import_module(module)):
        runner.run(example, out=report.append)
    assert runner.failures == 0, "".join(report)


def undocumented(module: ModuleType) -> list[str]:
    """Public functions and classes of a module that say nothing about themselves."""
    return [
        public
        for public in getattr(module, "__all__", ())
        if callable(getattr(module, public))
        and getattr(getattr(module, public), "__module__", None) == module.__name__
        and not (getattr(module, public).__doc__ or "").strip()
    ]


@pytest.mark.parametrize("module", modules())
def test_public_names_are_explained(module: str) -> None:
    assert [] == undocumented(import_module(module))
