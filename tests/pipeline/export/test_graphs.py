"""The graph and its documents in the forms of graph tools and of legal informatics, read by their libraries."""

import csv
from urllib.parse import unquote

import duckdb
import networkx as nx
import pandas as pd
import pytest
from rdflib import RDF, Graph, Literal, Namespace, URIRef

from pipeline import ingest
from pipeline.cli.app import _run
from pipeline.export import GRAPHS, export, graph, turtle
from pipeline.export.graph import EDGE, WORK

# The classes and properties of the ELI ontology, version 1.5, with the class that each property is said of, where the
# ontology narrows it, and whether its values are literals.
CLASSES = {"LegalResource", "LegalExpression"}
OBJECTS = {
    "amended_by": None, "amends": None, "applied_by": "LegalResource", "applies": None, "based_on": "LegalResource",
    "basis_for": None, "changed_by": None, "changes": None, "cited_by": None, "cites": None, "commenced_by": None,
    "commences": None, "consolidated_by": None, "consolidates": None, "corrected_by": None, "corrects": None,
    "ensures_implementation_of": None, "has_annex": None, "has_member": "LegalResource", "has_part": "LegalResource",
    "implementation_ensured_by": "LegalResource", "implemented_by": None, "implements": None, "is_annex_of": None,
    "is_member_of": "LegalResource", "is_part_of": "LegalResource", "is_realized_by": "LegalResource",
    "language": "LegalExpression", "passed_by": "LegalResource", "realizes": "LegalExpression", "refers_to": None,
    "related_to": None, "repealed_by": None, "repeals": None, "responsibility_of_agent": "LegalResource",
    "type_document": "LegalResource",
}  # fmt: skip
LITERALS = {
    "date_document": "LegalResource", "date_publication": None, "description": None, "id_local": None, "number": None,
    "title": "LegalExpression", "title_alternative": "LegalExpression", "title_short": "LegalExpression",
}  # fmt: skip


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


def test_the_turtle_uses_terms_of_eli_as_the_ontology_lays_down(store, tmp_path):
    export(store, format="turtle", out=tmp_path / "out")
    graph = Graph().parse(tmp_path / "out" / "graph.ttl", format="turtle")
    eli = "http://data.europa.eu/eli/ontology#"
    used = set()
    for subject, predicate, value in graph:
        if predicate == RDF.type:
            assert value.removeprefix(eli) in CLASSES
        if not predicate.startswith(eli):
            continue
        term = predicate.removeprefix(eli)
        used.add(term)
        assert isinstance(value, URIRef if term in OBJECTS else Literal), term
        of = (OBJECTS | LITERALS)[term]
        assert of is None or (subject, RDF.type, URIRef(eli + of)) in graph, term
        if term == "date_document":
            assert "http://www.w3.org/2001/XMLSchema#date" == str(value.datatype)
    assert {"based_on", "implements", "amends", "repeals", "cites", "passed_by", "date_document", "title"} <= used


@pytest.mark.parametrize(
    ("date", "written"), [("2024-05", 'cancu:date "2024-05"^^xsd:gYearMonth'), ("2024", 'cancu:date "2024"^^xsd:gYear')]
)
def test_a_date_without_its_day_is_no_date_of_eli(tmp_path, date, written):
    connection = duckdb.connect()
    works = pd.DataFrame([dict.fromkeys(WORK) | {"target_id": "ubnd.ha-nam/QĐ/2024/12", "date": date}])
    edges = pd.DataFrame(columns=["source_id", "target_id", *EDGE], dtype=str)
    connection.register("works", works)
    connection.register("edges", edges)
    turtle.write(graph.Graph(connection), tmp_path)
    text = (tmp_path / "graph.ttl").read_text(encoding="utf-8")
    assert written in text
    assert "eli:date_document" not in text
    (value,) = Graph().parse(data=text, format="turtle").objects(None, URIRef("urn:cancu:term:date"))
    assert date == str(value)


def test_the_command_tells_works_and_edges(store, tmp_path, capsys):
    assert 0 == _run(["export", "--store", str(store), "--out", str(tmp_path / "o"), "--csv", "--format", "graphml"])
    assert "part,number" in capsys.readouterr().out
