"""What `export` writes, read by each format's own reader."""

import csv
import io
import json
import random
import re
import shutil
import zlib

import pandas as pd
import pyarrow.parquet as pq
import pytest
import spacy
from hypothesis import given as tried
from hypothesis import settings
from hypothesis import strategies as st
from rdflib import RDF, Graph, Namespace
from spacy.tokens import DocBin

from pipeline import ingest, open_store
from pipeline.cli.app import _run
from pipeline.errors import CancuError
from pipeline.export import FORMATS, GRAPHS, export
from pipeline.export.csv import defused, undefused
from pipeline.export.ordering import ordered
from pipeline.export.records import PARTICULARS, PARTS
from pipeline.export.splits import SPLITS, Groups, sketch, split
from pipeline.store.schema import TABLES, generator

OA = Namespace("http://www.w3.org/ns/oa#")
ANNO = {  # what the W3C's context for Web Annotations (anno.jsonld) says of the terms in use
    "oa": str(OA), "rdf": str(RDF), "xsd": "http://www.w3.org/2001/XMLSchema#",
    "id": {"@type": "@id", "@id": "@id"}, "type": {"@type": "@id", "@id": "@type"},
    "Annotation": "oa:Annotation", "TextualBody": "oa:TextualBody",
    "TextPositionSelector": "oa:TextPositionSelector", "TextQuoteSelector": "oa:TextQuoteSelector",
    "linking": "oa:linking", "identifying": "oa:identifying", "describing": "oa:describing",
    "motivation": {"@type": "@vocab", "@id": "oa:motivatedBy"}, "purpose": {"@type": "@vocab", "@id": "oa:hasPurpose"},
    "body": {"@type": "@id", "@id": "oa:hasBody"}, "target": {"@type": "@id", "@id": "oa:hasTarget"},
    "source": {"@type": "@id", "@id": "oa:hasSource"}, "selector": {"@type": "@id", "@id": "oa:hasSelector"},
    "value": "rdf:value", "exact": "oa:exact", "start": {"@id": "oa:start", "@type": "xsd:nonNegativeInteger"},
    "end": {"@id": "oa:end", "@type": "xsd:nonNegativeInteger"},
    "as": "http://www.w3.org/ns/activitystreams#", "foaf": "http://xmlns.com/foaf/0.1/", "name": "foaf:name",
    "generator": {"@type": "@id", "@id": "as:generator"}, "Software": "as:Application",
}  # fmt: skip


@pytest.fixture(scope="module")
def store(tmp_path_factory, repository):
    folder = tmp_path_factory.mktemp("export") / "store"
    ingest([str(repository / "corpora" / "samples")], store=str(folder))
    return folder


def lines(folder):
    return [json.loads(line) for name in SPLITS for line in (folder / f"{name}.jsonl").open(encoding="utf-8")]


def contents(folder):
    return {str(path.relative_to(folder)): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


@pytest.mark.parametrize("name", FORMATS)
def test_the_same_store_gives_the_same_bytes(store, tmp_path, name):
    export(store, format=name, out=tmp_path / "a", subset=3)
    export(store, format=name, out=tmp_path / "b", subset=3)
    assert contents(tmp_path / "a")
    assert contents(tmp_path / "a") == contents(tmp_path / "b")


def test_the_order_of_ingestion_does_not_show(store, tmp_path, repository):
    files = sorted((repository / "corpora" / "samples").iterdir(), reverse=True)
    for some in (files[:5], files[5:]):
        ingest([str(file) for file in some], store=str(tmp_path / "store"))
    export(store, format="jsonl", out=tmp_path / "a", subset=3)
    export(tmp_path / "store", format="jsonl", out=tmp_path / "b", subset=3)
    assert contents(tmp_path / "a") == contents(tmp_path / "b")


def test_what_does_not_fit_into_memory_is_put_in_order(tmp_path):
    places = random.Random(8350).sample(range(1000), 1000)
    found = ordered(((place, f"item {place}") for place in places), 1000, tmp_path, at_once=7)
    assert [f"item {place}" for place in range(1000)] == list(found)
    assert [] == list(tmp_path.iterdir())


def test_an_export_says_how_far_it_is(store, tmp_path):
    told = []
    export(
        store, format="jsonl", out=tmp_path / "out", progress=lambda done, _: told.append((done.step, done.looked_at))
    )
    documents = len(pd.read_parquet(store / "documents"))
    assert {"comparing", "reading", "writing"} == {step for step, _ in told}
    assert {(step, documents) for step, _ in told} <= set(told)


def test_jsonl_holds_every_citation_at_its_place(store, tmp_path):
    sizes = export(store, format="jsonl", out=tmp_path / "out", subset=3)
    records = lines(tmp_path / "out" / "full")
    citations = [(record["text"], citation) for record in records for citation in record["citations"]]
    assert sum(sizes.values()) == len(records) == len(pd.read_parquet(store / "documents"))
    assert len(pd.read_parquet(store / "citations")) == len(citations)
    whole = [(text, one) for text, one in citations if len(one["spans"]) == 1]
    assert [one["text"] for _, one in whole] == [text[slice(*one["spans"][0])] for text, one in whole]
    assert 3 == len(lines(tmp_path / "out" / "subset"))
    assert not any({"path", "name"} & record.keys() for record in records)


def test_pandas_reads_the_parquet(store, tmp_path):
    export(store, format="parquet", out=tmp_path / "out")
    frames = [pd.read_parquet(tmp_path / "out" / "full" / f"{name}.parquet") for name in SPLITS]
    rows = pd.concat([frame for frame in frames if len(frame)])
    assert set(pd.read_parquet(store / "documents").doc_id) == set(rows.doc_id)
    assert len(pd.read_parquet(store / "citations")) == sum(map(len, rows.citations))


def table(folder, name):
    """Rows of a table, those of a document in order."""
    rows = pq.read_table(folder / name).to_pylist()
    key = TABLES[name].key
    return sorted(rows, key=lambda row: [row[one] for one in key])


@pytest.mark.parametrize("name", ["jsonl", "parquet"])
def test_a_record_holds_all_that_the_tables_say(store, tmp_path, name):
    export(store, format=name, out=tmp_path / "out")
    records = (
        lines(tmp_path / "out" / "full")
        if name == "jsonl"
        else [
            row for split in SPLITS for row in pq.read_table(tmp_path / "out" / "full" / f"{split}.parquet").to_pylist()
        ]
    )
    records.sort(key=lambda record: record["doc_id"])
    for part, columns in PARTS.items():
        given = [{name: row[name] for name in ("doc_id", *columns)} for row in table(store, part)]
        assert given
        assert given == [{"doc_id": record["doc_id"], **row} for record in records for row in record[part]]
    heads = [{name: row[name] for name in PARTICULARS} for row in table(store, "documents")]
    assert any(head["signer_name"] and head["signer_position"] for head in heads)
    assert heads == [{name: record[name] for name in PARTICULARS} for record in records]


def read_csv(folder, ending=""):
    files = [folder / "full" / f"{name}{ending}.csv" for name in SPLITS]
    assert [b"\xef\xbb\xbf"] * 3 == [file.read_bytes()[:3] for file in files]
    return [row for file in files for row in csv.DictReader(file.open(encoding="utf-8-sig", newline=""))]


def test_csv_bears_a_mark_and_a_row_a_citation(store, tmp_path):
    export(store, format="csv", out=tmp_path / "out")
    rows = read_csv(tmp_path / "out")
    assert sorted(pd.read_parquet(store / "citations").text) == sorted(row["text"] for row in rows)


def test_csv_gives_back_every_field_and_starts_no_formula(store, tmp_path):
    export(store, format="csv", out=tmp_path / "out")
    for ending, name in (
        ("-documents", "documents"),
        *((f"-{one}" if one != "citations" else "", one) for one in PARTS),
    ):
        rows = read_csv(tmp_path / "out", ending)
        assert not [cell for row in rows for cell in row.values() if cell.startswith(("=", "+", "-", "@", "\t", "\r"))]
        columns = PARTICULARS if name == "documents" else PARTS[name]
        wanted = [
            {column: said(row[column]) for column in ("doc_id", *columns) if column not in ("span", "spans")}
            for row in table(store, name)
        ]
        found = [{column: undefused(row[column]) for column in wanted[0]} for row in rows]
        assert sorted(map(str, wanted)) == sorted(map(str, found))


def said(value):
    """A value as a cell says it."""
    return "" if value is None else json.dumps(value, ensure_ascii=False) if isinstance(value, list) else str(value)


@settings(deadline=None)
@tried(st.text(alphabet="=+-@\t\r\n'＝ab\";,", max_size=6))
def test_any_cell_comes_back_from_csv(cell):
    file = io.StringIO(newline="")
    csv.writer(file, quoting=csv.QUOTE_NONNUMERIC).writerow([defused(cell), "b"])
    (row,) = csv.reader(io.StringIO(file.getvalue(), newline=""))
    assert not row[0].startswith(tuple("=+-@\t\r\n＝"))
    assert cell == undefused(row[0])


@pytest.mark.parametrize("name", [*FORMATS, *GRAPHS])
def test_a_format_with_a_place_for_it_names_the_generator(store, tmp_path, name):
    export(store, format=name, out=tmp_path / "out")
    content = b"".join(contents(tmp_path / "out").values())
    if name == "docbin":
        content = b"".join(zlib.decompress(one) for one in contents(tmp_path / "out").values())
    assert (name not in ("csv", "neo4j")) == (generator().encode() in content)


def test_web_annotations_quote_what_stands_at_their_position(store, tmp_path):
    export(store, format="jsonl", out=tmp_path / "texts")
    export(store, format="web-annotation", out=tmp_path / "out")
    texts = {f"urn:sha256:{record['doc_id']}": record["text"] for record in lines(tmp_path / "texts" / "full")}
    targets = [target for one in lines(tmp_path / "out" / "full") for target in one["target"]]
    assert targets
    for target in targets:
        position, quote = target["selector"]
        assert quote["exact"] == texts[target["source"]][position["start"] : position["end"]]


@pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated")  # inside rdflib's reader of JSON-LD
def test_web_annotations_are_json_ld_of_the_vocabulary(store, tmp_path):
    export(store, format="web-annotation", out=tmp_path / "out")
    annotations = lines(tmp_path / "out" / "full")
    text = "\n".join((tmp_path / "out" / "full" / f"{name}.jsonl").read_text(encoding="utf-8") for name in SPLITS)
    assert set(re.findall(r'"(\w+)":', text)) <= set(ANNO), "a key that the context does not know is no statement"
    graph = Graph()
    for one in annotations:
        assert "http://www.w3.org/ns/anno.jsonld" == one["@context"]
        graph.parse(data=json.dumps(one | {"@context": ANNO}), format="json-ld")
    assert {one["id"] for one in annotations} == {str(name) for name in graph.subjects(RDF.type, OA.Annotation)}
    targets = [target for one in annotations for target in one["target"]]
    assert len(targets) == len(list(graph.subject_objects(OA.hasSource)))
    assert {OA.linking} == set(graph.objects(None, OA.motivatedBy))
    assert {OA.identifying, OA.describing} >= set(graph.objects(None, OA.hasPurpose))
    for term, key in ((OA.start, "start"), (OA.end, "end")):
        found = sorted(value.toPython() for value in graph.objects(None, term))
        assert sorted(target["selector"][0][key] for target in targets) == found
        assert {f"{ANNO['xsd']}nonNegativeInteger"} == {str(value.datatype) for value in graph.objects(None, term)}
    assert {target["selector"][1]["exact"] for target in targets} == {str(one) for one in graph.objects(None, OA.exact)}


def test_conll_begins_a_tag_for_every_span(store, tmp_path):
    export(store, format="conll", out=tmp_path / "out")
    text = "".join((tmp_path / "out" / "full" / f"{name}.conll").read_text(encoding="utf-8") for name in SPLITS)
    assert sum(map(len, pd.read_parquet(store / "citations").spans)) == text.count("\tB-CITATION\n")


def test_spacy_reads_the_docbin(store, tmp_path):
    export(store, format="docbin", out=tmp_path / "out")
    vocabulary = spacy.blank("vi").vocab
    files = sorted((tmp_path / "out" / "full").glob("*.spacy"))
    docs = [doc for file in files for doc in DocBin().from_disk(file).get_docs(vocabulary)]
    citations, obligations = pd.read_parquet(store / "citations"), pd.read_parquet(store / "obligations")
    assert len(pd.read_parquet(store / "documents")) == len(docs)
    assert sum(map(len, citations.spans)) == sum(len(doc.spans["citations"]) for doc in docs)
    assert len(obligations) == sum(len(doc.spans["obligations"]) for doc in docs)


def test_twins_stay_together_and_late_documents_are_tested():
    groups = Groups()
    groups.join("d00", "d19")
    dates = {f"d{at:02}": str(2000 + at) for at in range(20)}
    given = split(dates, groups)
    assert {"d00", "d19"} == {doc_id for doc_id, name in given.items() if name == "test"}
    assert {"d17", "d18"} == {doc_id for doc_id, name in given.items() if name == "validation"}


def test_near_duplicates_share_a_band_and_others_do_not():
    words = [f"chữ{at}" for at in range(300)]
    changed = [*words[:150], "khác", *words[151:]]
    other = [f"từ{at}" for at in range(300)]
    assert set(sketch(" ".join(words))) & set(sketch(" ".join(changed)))
    assert set() == set(sketch(" ".join(words))) & set(sketch(" ".join(other)))


def test_a_folder_that_holds_something_is_left_alone(store, tmp_path):
    (tmp_path / "mine.txt").write_text("mine")
    with pytest.raises(CancuError) as caught:
        export(store, format="jsonl", out=tmp_path)
    assert "out-foreign" == caught.value.code
    assert ["mine.txt"] == [path.name for path in tmp_path.iterdir()]


@pytest.mark.parametrize("name", ["jsonl", "turtle"])
def test_a_folder_that_cannot_be_written_is_told(store, tmp_path, name):
    (tmp_path / "file").write_text("a file, no folder")
    with pytest.raises(CancuError) as caught:
        export(store, format=name, out=tmp_path / "file" / "out")
    assert "out-unwritable" == caught.value.code
    assert str(tmp_path / "file" / "out") == caught.value.where


def test_a_damaged_store_is_not_blamed_on_the_folder(store, tmp_path):
    shutil.copytree(store, tmp_path / "store")
    opened = open_store(tmp_path / "store")
    for part in (tmp_path / "store" / "obligations").glob("part-*.parquet"):
        part.write_bytes(b"no parquet")
    with pytest.raises(CancuError) as caught:
        export(opened, format="jsonl", out=tmp_path / "out")
    assert "input-unreadable" == caught.value.code
    assert ["store"] == [path.name for path in tmp_path.iterdir()]


def test_the_command_ends_as_the_contract_says(store, tmp_path, capsys):
    wanted = ["export", "--store", str(store), "--out", str(tmp_path / "out"), "--csv", "--format"]
    assert 1 == _run([*wanted, "stone"])
    assert 0 == _run([*wanted, "jsonl"])
    assert "split,documents" in capsys.readouterr().out
    assert 5 == _run([*wanted, "jsonl"])
