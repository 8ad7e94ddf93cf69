"""The graph and its documents in the forms of graph tools and of legal informatics, read by their libraries."""

import csv
from urllib.parse import unquote

import networkx as nx
import pandas as pd
import pytest
from lxml import etree
from rdflib import RDF, Graph, Namespace

from pipeline import ingest
from pipeline.cli.app import _run
from pipeline.export import GRAPHS, export

AKN = {"a": "http://docs.oasis-open.org/legaldocml/ns/akn/3.0"}


@pytest.fixture(scope="module")
def store(tmp_path_factory, repository):
    folder = tmp_path_factory.mktemp("graphs") / "store"
    ingest([str(repository / "corpora" / "samples")], store=str(folder))
    return folder


@pytest.mark.parametrize("name", GRAPHS)
def test_the_same_store_gives_the_same_bytes(store, tmp_path, name):
    for folder in ("a", "b"):
        export(store, format=name, out=tmp_path / folder)
    first, second = ({path.name: path.read_bytes() for path in (tmp_path / one).iterdir()} for one in ("a", "b"))
    assert first
    assert first == second


@pytest.mark.parametrize(("name", "read"), [("graphml", nx.read_graphml), ("gexf", nx.read_gexf)])
def test_networkx_reads_every_work_and_edge(store, tmp_path, name, read):
    export(store, format=name, out=tmp_path / "out")
    graph = read(tmp_path / "out" / f"graph.{name}")
    works, edges = pd.read_parquet(store / "works"), pd.read_parquet(store / "edges")
    stated = sorted(zip(edges.source_id, edges.relation, edges.target_id, edges.stated_by, strict=True))
    found = [(one, data["relation"], two, data["stated_by"]) for one, two, data in graph.edges(data=True)]
    assert graph.is_directed()
    assert graph.is_multigraph()
    assert set(works.target_id) == set(graph)
    assert stated == sorted(found)
    counts = dict(zip(works.target_id, works.cited_by, strict=True))
    assert counts == {work: data["cited_by"] for work, data in graph.nodes(data=True)}


def test_the_ids_of_the_neo4j_files_join(store, tmp_path):
    sizes = export(store, format="neo4j", out=tmp_path / "out")
    works, edges = (
        list(csv.DictReader((tmp_path / "out" / name).open(encoding="utf-8", newline="")))
        for name in ("works.csv", "edges.csv")
    )
    assert {"works": len(works), "edges": len(edges)} == sizes
    columns = list(works[0])
    assert ["target_id:ID", ":LABEL"] == [columns[0], columns[-1]]
    ids = [work["target_id:ID"] for work in works]
    assert len(ids) == len(set(ids))
    assert set() == {edge[end] for edge in edges for end in (":START_ID", ":END_ID")} - set(ids)
    assert {one.upper() for one in pd.read_parquet(store / "edges").relation} == {edge[":TYPE"] for edge in edges}


def test_rdflib_reads_the_turtle(store, tmp_path):
    export(store, format="turtle", out=tmp_path / "out")
    graph = Graph().parse(tmp_path / "out" / "graph.ttl", format="turtle")
    eli = Namespace("http://data.europa.eu/eli/ontology#")
    works, edges = pd.read_parquet(store / "works"), pd.read_parquet(store / "edges")
    named = {unquote(name.removeprefix("urn:cancu:work:")) for name in graph.subjects(RDF.type, eli.LegalResource)}
    assert set(works.target_id) == named
    assert set(works.number.dropna()) == {str(number) for number in graph.objects(None, eli.number)}
    assert set(works.title.dropna()) == {str(title) for title in graph.objects(None, eli.title)}
    based = edges[edges.relation == "legal_basis"]
    found = {(unquote(str(one)), unquote(str(two))) for one, two in graph.subject_objects(eli.based_on)}
    prefix = "urn:cancu:work:"
    assert {(prefix + one, prefix + two) for one, two in zip(based.source_id, based.target_id, strict=True)} == found


def test_akoma_ntoso_names_works_as_its_references_do(store, tmp_path):
    export(store, format="akoma-ntoso", out=tmp_path / "out")
    documents = pd.read_parquet(store / "documents").set_index("doc_id")
    citations = pd.read_parquet(store / "citations").dropna(subset="target_id")
    files = sorted((tmp_path / "out" / "full").rglob("*.xml"))
    assert set(documents.index) == {file.stem for file in files}
    own, referred = set(), set()
    for file in files:
        tree = etree.parse(file)
        assert ["FRBRWork", "FRBRExpression", "FRBRManifestation"] == [
            etree.QName(one).localname for one in tree.find(".//a:identification", AKN)
        ]
        uris = [tree.find(f".//a:{level}/a:FRBRuri", AKN).get("value") for level in ("FRBRWork", "FRBRExpression")]
        assert uris[1] == f"{uris[0]}/vie@"
        target = documents.target_id[file.stem]
        if target:
            own.add(uris[0])
            assert f"/akn/vn/doc/{target}" == unquote(uris[0])
        hrefs = {unquote(ref.get("href")) for ref in tree.iterfind(".//a:ref", AKN)}
        assert {f"/akn/vn/doc/{one}" for one in citations[citations.doc_id == file.stem].target_id} == hrefs
        referred |= {ref.get("href") for ref in tree.iterfind(".//a:ref", AKN)}
    assert own & referred


def test_the_command_tells_works_and_edges(store, tmp_path, capsys):
    assert 0 == _run(["export", "--store", str(store), "--out", str(tmp_path / "o"), "--csv", "--format", "graphml"])
    assert "part,number" in capsys.readouterr().out
