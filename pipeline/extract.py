"""Reading → Document: one document, no knowledge of any other, so that any process anywhere can do it."""

from collections.abc import Iterable

from corpora.confidence import on_page
from extractors.records import Document, Problem, Status
from models import ModelMissingError, require, wanted
from pipeline.errors import CancuError
from pipeline.least import Least, remaining
from pipeline.read.reading import Reading

__all__ = ["at_least", "extract", "models_asked"]


def _status(reading: Reading, problems: tuple[Problem, ...]) -> Status:
    if not reading.text.strip():
        return "failed"
    return "partial" if problems else "ok"


def models_asked(models: str | Iterable[str]) -> frozenset[str]:
    """The names of the models to ask, all of them installed. Raises `CancuError`: option-wrong, model-missing.

    >>> sorted(models_asked("none"))
    []
    """
    try:
        asked = wanted(models)
        require(asked)
    except ValueError as error:
        raise CancuError("option-wrong", str(error)) from None
    except ModelMissingError as error:
        raise CancuError("model-missing", str(error)) from None
    return asked


def extract(reading: Reading, *, models: str | Iterable[str] = "default") -> Document:
    """All records of a reading: what `extractors.parse` finds in its text, with doc_id, source, pages and status.

    `models` as in `extractors.parse`. `status` is failed where there is no text at all, partial where anything stands
    in `problems`, else ok.

    >>> from pipeline.read import read
    >>> extract(read(b"  ")).status
    'failed'
    """
    from extractors import parse

    document = parse(reading.text, models=models)
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
        recognised: dict[int | None, float | None] = {page.number: page.ocr_confidence for page in reading.pages}
        update["citations"] = tuple(
            citation.model_copy(
                update={
                    "page": (page := reading.page_at(citation.spans[0].start)),
                    "confidence": on_page(citation.confidence, recognised.get(page)),
                }
            )
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
        update["guesses"] = tuple(
            guess.model_copy(update={"page": reading.page_at(guess.spans[0].start) if guess.spans else None})
            for guess in document.guesses
        )
    return document.model_copy(update=update)


def at_least(document: Document, confidence: float, *, numbers_only: bool = False) -> Document:
    """The document without citations and obligations below a confidence; indexes of citations are told anew.
    `numbers_only` judges citations by number alone, whose confidence is measured; laws by name and obligations stay.

    A citation goes with its parent (`pipeline.least.remaining`). A reference back to one that goes is left open.

    >>> from extractors import parse
    >>> len(at_least(parse("Thực hiện Kế hoạch số 200/KH-UBND."), 1.1).citations)
    0
    """
    least = Least(confidence, numbers_only)
    left = remaining(
        (index for index, one in enumerate(document.citations) if least.keeps(one.confidence, one.number)),
        {index: one.parent for index, one in enumerate(document.citations)},
    )
    kept = sorted(left)
    place = {old: new for new, old in enumerate(kept)}

    def told(indexes: Iterable[int]) -> tuple[int, ...]:
        return tuple(place[index] for index in indexes if index in place)

    return document.model_copy(update={
        "citations": tuple(
            citation if citation.parent is None else citation.model_copy(update={"parent": place[citation.parent]})
            for citation in (document.citations[index] for index in kept)
        ),
        "obligations": tuple(
            duty.model_copy(update={"citations": told(duty.citations)})
            for duty in document.obligations if least.keeps(duty.confidence, None)
        ),
        "backrefs": tuple(
            reference.model_copy(update={"target": told(t) if set(t) <= place.keys() else None})
            if isinstance(t := reference.target, tuple) else reference
            for reference in document.backrefs
        ),
    })  # fmt: skip
