"""Reading → Document: one document, no knowledge of any other, so that any process anywhere can do it."""

from extractors.records import Document, Problem, Status
from pipeline.read.reading import Reading

__all__ = ["extract"]


def _status(reading: Reading, problems: tuple[Problem, ...]) -> Status:
    if not reading.text.strip():
        return "failed"
    return "partial" if problems else "ok"


def extract(reading: Reading) -> Document:
    """All records of a reading: what `extractors.parse` finds in its text, with doc_id, source, pages and status.

    `status` is failed where there is no text at all, partial where anything stands in `problems`, else ok.

    >>> from pipeline.read import read
    >>> extract(read(b"  ")).status
    'failed'
    """
    from extractors import parse

    document = parse(reading.text)
    problems = (*reading.problems, *document.problems)
    if not reading.text.strip():
        problems = (*problems, Problem(code="no-text", message="the file holds no text"))
    update: dict[str, object] = {
        "doc_id": reading.doc_id,
        "source": reading.source,
        "status": _status(reading, problems),
        "problems": problems,
    }
    if reading.paged:
        update["citations"] = tuple(
            citation.model_copy(update={"page": reading.page_at(citation.spans[0].start)})
            for citation in document.citations
        )
        update["obligations"] = tuple(
            obligation.model_copy(update={"page": reading.page_at(obligation.span.start)})
            for obligation in document.obligations
        )
        update["backrefs"] = tuple(
            reference.model_copy(update={"page": reading.page_at(reference.span.start)})
            for reference in document.backrefs
        )
    return document.model_copy(update=update)
