"""Notebooks run from the top on the samples, and print what they show."""

import os
from pathlib import Path

import pytest

nbformat = pytest.importorskip("nbformat", reason="needs the extra [notebooks]")
NotebookClient = pytest.importorskip("nbclient", reason="needs the extra [notebooks]").NotebookClient

FOLDER = Path(__file__).resolve().parents[1] / "notebooks"
NOTEBOOKS = sorted(FOLDER.glob("*.ipynb"))
LARGEST = 250_000  # bytes of a notebook with its pictures


def printed(notebook):
    """What each cell prints; of pictures only that there is one: pixels vary with fonts."""
    found = []
    for cell in notebook.cells:
        if cell.cell_type == "code":
            parts = [output.get("text", "") for output in cell.outputs if output.output_type == "stream"]
            kinds = [sorted(output.data) for output in cell.outputs if "data" in output]
            found.append(("".join(parts), kinds))
    return found


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_the_notebook_shows_what_it_prints(path):
    """`UPDATE_NOTEBOOKS=1` writes what is printed into the notebook instead."""
    shown = nbformat.read(path, as_version=4)
    nbformat.validate(shown)
    fresh = nbformat.from_dict(shown)
    before = printed(shown)
    NotebookClient(fresh, timeout=300, kernel_name="python3", resources={"metadata": {"path": str(FOLDER)}}).execute()
    for cell in fresh.cells:  # when it ran is no part of what it shows
        cell.metadata.pop("execution", None)
    if os.environ.get("UPDATE_NOTEBOOKS"):
        fresh.metadata.get("language_info", {}).pop("version", None)
        nbformat.write(fresh, path)
    else:
        assert printed(fresh) == before


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_the_notebook_is_small_and_names_no_machine(path):
    text = path.read_text(encoding="utf-8")
    assert len(text.encode()) < LARGEST
    assert [] == [word for word in ("/home/", "/root/", "/tmp/", "/usr/", "Traceback") if word in text]
