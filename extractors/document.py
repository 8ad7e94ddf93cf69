"""One text to one document: normalise, structure, header, citations, obligations."""

import hashlib

from extractors.citations import extract_citations
from extractors.citations.issuers import context_of
from extractors.header import extract_header
from extractors.identity import identify
from extractors.normalise import normalise
from extractors.obligations import extract_obligations
from extractors.records import Document, Header
from extractors.structure import analyse

__all__ = ["parse"]


def parse(text: str) -> Document:
    """All records of one text; offsets count code points of `text` as given.

    `doc_id` is the SHA-256 of the text in UTF-8. Never fails: a text without records gives an empty document.

    >>> parse("Thực hiện Kế hoạch số 200/KH-UBND ngày 07/8/2019.").citations[0].number
    '200/KH-UBND'
    """
    normalised = normalise(text)
    structure = analyse(normalised)
    header = extract_header(normalised, structure)
    header = _identified(header)
    citations = extract_citations(normalised, structure, header)
    return Document(
        doc_id=hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest(),
        document=header,
        citations=citations,
        obligations=extract_obligations(normalised, structure, header, citations),
    )


def _identified(header: Header) -> Header:
    """The header with the identifiers that its own words allow."""
    own = context_of(header.issuer, header.place).own
    issuer_id = header.issuer_id or (own.id if own else None)
    target_id = identify(header.number, header.type, issuer_id, header.date)
    return header.model_copy(update={"issuer_id": issuer_id, "target_id": target_id})
