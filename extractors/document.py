"""One text to one document: normalise, structure, header, citations, obligations, references back."""

import hashlib

from extractors.backrefs import extract_backrefs
from extractors.citations import extract_citations
from extractors.citations.context import identified
from extractors.header import extract_header
from extractors.normalise import normalise
from extractors.obligations import extract_obligations
from extractors.records import Document
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
    header = identified(extract_header(normalised, structure))
    citations = extract_citations(normalised, structure, header)
    return Document(
        doc_id=hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest(),
        document=header,
        citations=citations,
        obligations=extract_obligations(normalised, structure, header, citations),
        backrefs=extract_backrefs(normalised, structure, header, citations),
    )
