"""The exported Parquet folder as a dataset: `datasets` and `mlcroissant` read it offline, and its card is true."""

import hashlib
import json
import os
import re
import subprocess
import sys

import pandas as pd
import pyarrow.parquet as pq
import pytest
import yaml

from pipeline import ingest
from pipeline.cli.app import _run
from pipeline.export import export
from pipeline.export.splits import SPLITS
from pipeline.export.statistics import CONFIGS

OFFLINE = {"HF_HUB_OFFLINE": "1", "HF_DATASETS_OFFLINE": "1", "HF_HUB_DISABLE_TELEMETRY": "1"}
NO_NETWORK = """
import json, socket, sys
def refuse(*_): raise OSError("no network in this test")
socket.socket.connect = socket.getaddrinfo = refuse
"""
LOAD = """
import datasets
for config in ("full", "subset"):
    for split, rows in datasets.load_dataset(sys.argv[1], config, cache_dir=sys.argv[2]).items():
        print(json.dumps([config, split, list(rows), rows.features._to_yaml_list()]))
"""
CROISSANT = """
import mlcroissant
def plain(value):
    if isinstance(value, bytes):
        return value.decode()
    if isinstance(value, list):
        return [plain(one) for one in value]
    if isinstance(value, dict):
        return {name.rpartition("/")[2]: plain(one) for name, one in value.items()}
    return value.item() if hasattr(value, "item") else value
dataset = mlcroissant.Dataset(jsonld=f"{sys.argv[1]}/croissant.json")
issues = dataset.metadata.ctx.issues
print(json.dumps([sorted(issues.errors), sorted(issues.warnings)]))
for config in ("full", "subset"):
    print(json.dumps([config, [plain(one) for one in dataset.records(config)]]))
"""


@pytest.fixture(scope="module")
def store(tmp_path_factory, repository):
    folder = tmp_path_factory.mktemp("dataset") / "store"
    ingest([str(repository / "corpora" / "samples")], store=str(folder))
    return folder


@pytest.fixture(scope="module")
def dataset(store, tmp_path_factory):
    folder = tmp_path_factory.mktemp("dataset") / "out"
    export(store, format="parquet", out=folder, subset=11)
    return folder


def offline(program, *arguments):
    """The lines of JSON that a program prints in an interpreter of its own that reaches no network."""
    command = [sys.executable, "-c", NO_NETWORK + program, *map(str, arguments)]
    done = subprocess.run(command, env=os.environ | OFFLINE, capture_output=True, text=True, check=False)
    assert 0 == done.returncode, done.stderr
    return [json.loads(line) for line in done.stdout.splitlines()]


def rows(folder, config, split):
    return pq.read_table(folder / config / f"{split}.parquet").to_pylist()


def card(folder):
    """Front matter and words of README.md."""
    _, front, words = (folder / "README.md").read_text(encoding="utf-8").split("---\n", 2)
    return yaml.safe_load(front), words


def tables(words):
    """Each table of the card by its heading: the cells of its rows."""
    found = {}
    for part in re.split(r"^#+ ", words, flags=re.MULTILINE):
        lines = re.findall(r"^\| (.*) \|$", part, re.MULTILINE)
        found[part.split("\n", 1)[0]] = [line.split(" | ") for line in lines[2:]]
    return found


def counted(values):
    """Value and number, as a table of the card has them."""
    return {value: f"{number:,}" for value, number in values.value_counts().items()}


@pytest.fixture(scope="module")
def loaded(dataset, tmp_path_factory):
    """Configuration, split, rows and features of each, as `datasets` loads them."""
    return offline(LOAD, dataset, tmp_path_factory.mktemp("cache"))


def test_datasets_loads_every_configuration_and_split_as_the_store_has_it(store, dataset, loaded):
    held = [(config, split) for config in CONFIGS for split in SPLITS if rows(dataset, config, split)]
    assert held == [tuple(one[:2]) for one in loaded]
    assert {*CONFIGS} == {config for config, _ in held}
    for config, split, found, _ in loaded:
        assert rows(dataset, config, split) == found
    full = {row["doc_id"]: row for config, _, found, _ in loaded if config == "full" for row in found}
    tables = {name: pq.read_table(store / name).to_pylist() for name in ("documents", "citations", "obligations")}
    for document in tables["documents"]:
        found = full[document["doc_id"]]
        assert {name: document[name] for name in document if name in found} == {
            name: found[name] for name in found if name in document
        }
    assert len(tables["documents"]) == len(full)
    for name in ("citations", "obligations"):
        assert sum(len(row[name]) for row in full.values()) == len(tables[name])
        for expected in tables[name]:
            found = full[expected["doc_id"]][name][expected[name[:-1]]]
            assert {key: expected[key] for key in found} == found
    assert sorted(full)[:11] == sorted(
        row["doc_id"] for config, _, found, _ in loaded if config == "subset" for row in found
    )


def test_the_front_matter_says_what_the_files_hold(dataset, loaded):
    from huggingface_hub import DatasetCard

    front, words = card(dataset)
    data = DatasetCard((dataset / "README.md").read_text(encoding="utf-8")).data
    assert (["vi"], "other", ["n<1K"]) == (data.language, data.license, data.size_categories)
    features = {config: given for config, _, _, given in loaded}
    for info in front["dataset_info"]:
        assert features[info["config_name"]] == info["features"]
        for split in info["splits"]:
            assert (
                pq.read_metadata(dataset / info["config_name"] / f"{split['name']}.parquet").num_rows
                == (split["num_examples"])
            )
    assert "$" not in words


def test_datasets_tells_a_row_that_is_missing(dataset, tmp_path):
    broken = tmp_path / "broken"
    for config in CONFIGS:
        (broken / config).mkdir(parents=True)
        for split in SPLITS:
            table = pq.read_table(dataset / config / f"{split}.parquet")
            pq.write_table(table.slice(1) if split == "train" else table, broken / config / f"{split}.parquet")
    (broken / "README.md").write_bytes((dataset / "README.md").read_bytes())
    with pytest.raises(AssertionError, match="NonMatchingSplitsSizesError"):
        offline(LOAD, broken, tmp_path / "cache")


def test_the_figures_of_the_card_are_those_of_the_tables(store, dataset):
    documents, citations, obligations, texts, bodies = (
        pd.read_parquet(store / name) for name in ("documents", "citations", "obligations", "texts", "bodies")
    )
    found = tables(card(dataset)[1])
    figures = {name: full for name, full, _ in found["Figures"]}
    assert {
        "documents": len(documents),
        "characters": documents.characters.sum(),
        "words (stretches without blanks)": texts.text.str.split().str.len().sum(),
        "issuing bodies": documents.issuer.nunique(),
        "citations": len(citations),
        "citations with a number": citations.number.count(),
        "citations whose document is known": citations.target_id.count(),
        "obligations": len(obligations),
        "obligations with an actor": obligations.actor.count(),
        "obligations with a deadline": obligations.deadline.count(),
    }.items() <= {name: int(full.replace(",", "")) for name, full in figures.items() if full[0].isdigit()}.items()
    assert counted(citations.relation) == {name: full for name, full, _ in found["Citations by relation"]}
    assert counted(citations.type) == {
        name.split(":")[0]: full for name, full, _ in found["Citations by type of the cited document"]
    }
    assert counted(documents.date.str[:4]) == {year: full for year, full, _ in found["Documents by year of issue"]}
    assert counted(documents.issuer) == {name: full for name, full, _ in found["Documents by issuing body"]}
    levels = documents.merge(bodies, on="issuer_id", how="left").level.fillna("(not known)")
    assert counted(levels) == dict(found["Documents by level of the issuing body"])
    bounds = [0, 0.5, 0.7, 0.8, 0.9, 0.95, 0.99, 1.01]
    for column, table in ((1, citations), (2, obligations)):
        expected = pd.cut(table.confidence, bounds, right=False).value_counts(sort=False)
        assert [str(number) for number in expected] == [row[column] for row in found["Confidence"]]
    in_subset = citations.doc_id.isin(sorted(documents.doc_id)[:11])
    assert str(in_subset.sum()) == {name: subset for name, _, subset in found["Figures"]}["citations"]
    assert len(documents) == sum(int(row[2]) for row in found["Splits"] if row[0] == "full")


def test_recognised_pages_and_files_that_failed_are_counted(tmp_path, repository):
    archive = tmp_path / "archive"
    archive.mkdir()
    for sample in sorted((repository / "corpora" / "samples").glob("0*.txt"))[:3]:
        (archive / sample.name).write_bytes(sample.read_bytes())
    (archive / "broken.pdf").write_bytes(b"%PDF-1.7\nnothing")
    ingest([str(archive)], store=str(tmp_path / "store"))
    part = next(path for path in (tmp_path / "store" / "documents").glob("*.parquet") if "empty" not in path.name)
    table = pq.read_table(part)
    recognised = table.set_column(
        table.schema.get_field_index("ocr_confidence"), table.schema.field("ocr_confidence"), [[0.8, None, 0.9]]
    )
    pq.write_table(recognised.replace_schema_metadata(table.schema.metadata), part)
    export(tmp_path / "store", format="parquet", out=tmp_path / "out")
    words = card(tmp_path / "out")[1]
    figures = {name: full for name, full, _ in tables(words)["Figures"]}
    assert ("2", "0.85") == (
        figures["documents recognised from images"], figures["mean confidence of their recognition"]
    )  # fmt: skip
    assert re.search(r"^- 1 files could not be read \([a-z-]+: 1\)\.$", words, re.MULTILINE), words[-3000:]


def test_splits_without_documents_are_left_out_of_the_card(tmp_path, repository):
    ingest([str(repository / "corpora" / "samples" / "07-cong-van-bo-noi-vu.txt")], store=str(tmp_path / "store"))
    export(tmp_path / "store", format="parquet", out=tmp_path / "out")
    loaded = offline(LOAD, tmp_path / "out", tmp_path / "cache")
    assert [("full", "train", 1), ("subset", "train", 1)] == [(*one[:2], len(one[2])) for one in loaded]
    (issues, *records) = offline(CROISSANT, tmp_path / "out")
    assert [] == issues[0]
    assert [1, 1] == [len(found) for _, found in records]


def test_mlcroissant_finds_no_error_and_reads_every_record(dataset):
    (errors, warnings), *records = offline(CROISSANT, dataset)
    assert [] == errors
    absent = {"citeAs", "datePublished", "version"}  # the publisher's own; cancu does not know them
    assert absent == {re.search(r'[/#](\w+)" is recommended', one).group(1) for one in warnings}
    for config, found in records:
        expected = [{"split": split, **row} for split in SPLITS for row in rows(dataset, config, split)]
        by_id = {row["doc_id"]: row for row in found}
        assert len(expected) == len(found)
        assert all(row == by_id[row["doc_id"]] for row in expected)


def test_croissant_pins_the_bytes_of_each_file(dataset):
    metadata = json.loads((dataset / "croissant.json").read_text(encoding="utf-8"))
    pinned = {one["contentUrl"]: one["sha256"] for one in metadata["distribution"] if one["@type"] == "cr:FileObject"}
    files = {str(path.relative_to(dataset)): path for path in dataset.rglob("*.parquet")}
    assert {name: hashlib.sha256(path.read_bytes()).hexdigest() for name, path in files.items()} == pinned


def test_the_command_writes_card_and_croissant_beside_the_splits(store, tmp_path):
    assert 0 == _run(["export", "--store", str(store), "--format", "parquet", "--out", str(tmp_path / "out")])
    assert ["README.md", "croissant.json", "full", "subset"] == sorted(p.name for p in (tmp_path / "out").iterdir())
