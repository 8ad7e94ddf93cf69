"""Records, Arrow schemas and the printed data dictionary agree."""

import pytest

from extractors.records import Citation, Header, Obligation
from pipeline.store.dictionary import page
from pipeline.store.layout import BASE, DERIVED
from pipeline.store.schema import TABLES, schema

CONTRACT = {
    "documents": "doc_id, target_id, path, media_type, pages, type, number, symbol, date, year, place, issuer, "
    "issuer_id, subject, signer_name, signer_position, status, ocr_confidence, schema_version",
    "citations": "doc_id, citation, text, spans, page, type, number, date, issuer, issuer_id, title, pinpoint, "
    "relation, parent, target_id, confidence",
    "works": "target_id, type, number, date, year, issuer, issuer_id, title, held_doc_id, cited_by, mentions",
    "edges": "source_id, relation, target_id, stated_by, mentions, confidence",
    "obligations": "doc_id, obligation, path, label, text, span, page, actor, deadline, due, recurrence, target, "
    "citations, confidence",
    "bodies": "issuer_id, name, abbreviations, level, parent_id, place",
    "recipients": "doc_id, kind, text, issuer_id",
    "texts": "doc_id, page, text, ocr_confidence",
    "failures": "path, doc_id, stage, code, message",
}


@pytest.mark.parametrize("table", CONTRACT)
def test_columns_of_the_contract_are_there(table):
    assert set(CONTRACT[table].split(", ")) <= set(schema(table).names)


@pytest.mark.parametrize(
    ("table", "record", "kept_elsewhere"),
    [
        ("citations", Citation, set()),
        ("obligations", Obligation, set()),
        # signer is two columns; addressees and recipients are a table; evidence stays in the JSON
        ("documents", Header, {"signer", "addressees", "recipients", "evidence"}),
    ],
)
def test_every_field_of_a_record_has_its_column(table, record, kept_elsewhere):
    assert set(record.model_fields) - set(schema(table).names) == kept_elsewhere


def test_layout_names_every_table_once():
    assert sorted((*BASE, *DERIVED)) == sorted(TABLES)
    assert {name for name, table in TABLES.items() if table.kind == "derived"} == set(DERIVED)


def test_the_printed_dictionary_is_true(repository):
    printed = (repository / "docs" / "data-dictionary.md").read_text(encoding="utf-8")
    assert printed == page(), "run: python -m pipeline.store.dictionary > docs/data-dictionary.md"
