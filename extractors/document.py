"""One text to one document: normalise, structure, header, citations, obligations, references back."""

import hashlib
from collections.abc import Iterable

from extractors.backrefs import extract_backrefs
from extractors.citations import extract_citations
from extractors.citations.context import identified
from extractors.header import extract_header
from extractors.header.guesses import guesses
from extractors.normalise import normalise
from extractors.obligations import extract_obligations
from extractors.records import Document
from extractors.structure import analyse
from models import wanted

__all__ = ["parse"]


def parse(text: str, *, models: str | Iterable[str] = "default") -> Document:
    """All records of one text; offsets count code points of `text` as given.

    `doc_id` is the SHA-256 of the text in UTF-8. No text makes it fail: one without records gives an empty document.
    `models` are those that may decide where the rules do not: "none", "default" (those that proved better), "all", or
    names (`models.NAMES`). Raises `ValueError` for others, `models.ModelMissingError` where one is not installed.

    >>> parse("Thực hiện Kế hoạch số 200/KH-UBND ngày 07/8/2019.").citations[0].number
    '200/KH-UBND'
    """
    asked = wanted(models)
    normalised = normalise(text)
    structure = analyse(normalised)
    header = identified(extract_header(normalised, structure))
    citations = extract_citations(normalised, structure, header, asked)
    return Document(
        doc_id=hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest(),
        document=header,
        citations=citations,
        obligations=extract_obligations(normalised, structure, header, citations, asked),
        backrefs=extract_backrefs(normalised, structure, header, citations),
        guesses=guesses(normalised, structure, header, asked),
    )
