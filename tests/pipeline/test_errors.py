"""The catalogue of errors, the page about them, and the code agree."""

import pickle
import re

import pytest

from pipeline.errors import CATALOGUE, CancuError

_RAISED = re.compile(r"(?:CancuError|Problem)\(\s*(?:code=)?[\"']([a-z-]+)[\"']")


def test_every_code_is_on_the_page_with_its_exit_code(repository):
    page = (repository / "docs" / "errors.md").read_text(encoding="utf-8")
    described = dict(re.findall(r"^### (\S+)\nExit (\d+)", page, re.MULTILINE))
    assert described == {code: str(int(entry.exit)) for code, entry in CATALOGUE.items()}


@pytest.mark.parametrize("package", ["pipeline", "extractors"])
def test_every_code_in_the_source_is_in_the_catalogue(repository, package):
    sources = [path.read_text(encoding="utf-8") for path in (repository / package).rglob("*.py")]
    assert {code for source in sources for code in _RAISED.findall(source)} <= set(CATALOGUE)


def test_an_error_survives_the_way_from_a_worker():
    error = pickle.loads(pickle.dumps(CancuError("store-busy", "no", where="here")))
    assert (error.code, error.message, error.where) == ("store-busy", "no", "here")
