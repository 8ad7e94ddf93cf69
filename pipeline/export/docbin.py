"""spaCy DocBin: documents with their citations, obligations and references back as span groups."""

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from pipeline.export.records import batches

__all__ = ["write"]

DOCS = 1000  # documents a file: a DocBin is held in memory


def write(records: Iterable[Mapping[str, Any]], stem: Path) -> None:
    """Write STEM-0000.spacy and so on; `doc.spans["citations"]` is labelled by relation, `["obligations"]` OBLIGATION.

    `["backrefs"]` by kind; `doc.user_data` names document and generator.

    Spans are of whole tokens: one that ends inside a token is widened. A citation torn by a page break is two spans.
    """
    import spacy
    from spacy.tokens import DocBin, Span

    from pipeline.store.schema import generator

    language = spacy.blank("vi")

    def spans(doc: Any, places: Iterable[tuple[list[int], str]]) -> list[Span]:
        found = (doc.char_span(start, end, label, alignment_mode="expand") for (start, end), label in places)
        return [span for span in found if span is not None]

    for index, some in enumerate(batches(records, DOCS)):
        file = DocBin(store_user_data=True)
        for record in some:
            doc = language.tokenizer(record["text"])
            cited = [(span, one["relation"]) for one in record["citations"] for span in one["spans"]]
            doc.spans["citations"] = spans(doc, cited)
            doc.spans["obligations"] = spans(doc, [(one["span"], "OBLIGATION") for one in record["obligations"]])
            doc.spans["backrefs"] = spans(doc, [(one["span"], one["kind"]) for one in record["backrefs"]])
            doc.user_data |= {"doc_id": record["doc_id"], "generator": generator()}
            file.add(doc)
        file.to_disk(stem.with_name(f"{stem.name}-{index:04}.spacy"))
