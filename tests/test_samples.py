"""The samples are a coherent set, their annotations are true to the text, and both are read as they should be."""

import json
from pathlib import Path
from typing import Any

import pytest

from extractors import parse
from extractors.records import Document
from pipeline import ingest, open_store
from pipeline.evaluation import below_floors, evaluate
from pipeline.query.store import Store

ROOT = Path(__file__).resolve().parents[1]
SAMPLES = sorted((ROOT / "corpora" / "samples").iterdir())
GOLD = ROOT / "tests" / "gold"
ANNOTATED = sorted(GOLD.glob("*.gold.json"))


def read(path: Path) -> str:
    """A text as it stands in the file."""
    return path.read_bytes().decode("utf-8")


@pytest.fixture(scope="module")
def documents() -> dict[str, Document]:
    return {path.name: parse(read(path)) for path in SAMPLES}


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Store:
    folder = tmp_path_factory.mktemp("samples") / "store"
    ingest([ROOT / "corpora" / "samples"], store=folder)
    return open_store(folder)


# -- the set ----------------------------------------------------------------------------------------------------------


def test_the_samples_show_the_kinds_the_readme_names(documents: dict[str, Document]) -> None:
    kinds = {document.document.type for document in documents.values()}
    assert {"CV", "KH", "BC", "QĐ", "CT", "TB", "TTr", "GM"} == kinds


def test_one_sample_is_a_draft(documents: dict[str, Document]) -> None:
    drafts = [name for name, document in documents.items() if document.document.number is None]
    assert ["16-du-thao-cong-van-so-giao-duc.txt"] == drafts


def test_every_sample_is_a_work_held_and_cites_something(store: Store) -> None:
    held = set(store.sql("SELECT target_id FROM works WHERE held_doc_id IS NOT NULL")["target_id"])
    assert len(SAMPLES) == len(held)
    assert set() == held - set(store.sql("SELECT source_id FROM edges")["source_id"])


def test_the_graph_is_connected(store: Store) -> None:
    edges = store.sql("SELECT source_id, target_id FROM edges").itertuples(index=False)
    group: dict[str, set[str]] = {}
    for source, target in edges:
        joined = group.get(source, {source}) | group.get(target, {target})
        group.update(dict.fromkeys(joined, joined))
    assert 1 == len({frozenset(works) for works in group.values()})


def test_the_decree_all_rest_on_is_the_most_missed(store: Store) -> None:
    assert "30/2020/NĐ-CP" == store.missing(limit=1)["number"][0]


def test_every_spelling_of_the_rules_on_records_is_one_work(store: Store) -> None:
    printed = set(store.cites("1187/QĐ-UBND")["document"])
    assert {"BC 133/BC-UBND", "CV 690/SNV-VTLT", "CT 07/CT-UBND", "QĐ 402/QĐ-UBND", "KH 58/KH-UBND"} == printed


# -- the annotations --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("path", ANNOTATED, ids=lambda path: path.name.removesuffix(".gold.json"))
def test_annotations_are_true_to_the_text(path: Path) -> None:
    gold: dict[str, Any] = json.loads(read(path))
    text = read(path.with_name(path.name.removesuffix(".gold.json") + ".txt"))
    for citation in gold["citations"]:
        assert citation["text"] == " ".join(text[start:end] for start, end in citation["spans"])
    for obligation in gold["obligations"]:
        start, end = obligation["span"]
        assert text[start:end] == text[start:end].strip()
        flat = " ".join(text[start:end].replace("*", "").split())
        assert (obligation["deadline"] or "") in flat
        assert obligation["path"][-1:] == ([obligation["label"]] if obligation["label"] else obligation["path"][-1:])


def test_the_annotated_samples_are_read_well() -> None:
    assert [] == below_floors(evaluate(GOLD), GOLD / "floors.toml", GOLD)
