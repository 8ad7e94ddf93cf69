"""What models take a text for where its head does not say: guesses, kept apart from what the document prints."""

from collections.abc import Collection

from extractors.header.learned import body_features, head_lines, line_features
from extractors.normalise import NormalisedText
from extractors.records import Guess, Header
from extractors.structure import Structure
from extractors.structure.cells import LONGEST_LINE

__all__ = ["guesses"]

_SHORTEST = 400  # characters: less is a passage, no document
_LIKELY = 0.5  # probability from which on something is said
_PARTS = frozenset(("issuer", "motto", "number", "date"))


def guesses(text: NormalisedText, structure: Structure, header: Header, models: Collection[str]) -> tuple[Guess, ...]:
    """Lines that may be letterhead where the rules miss parts of one, and a type where the document prints none.

    `models` names those that may be asked, of "letterhead" and "document_type". Texts of less than 400 characters are
    passages; nothing is guessed of them.

    >>> from extractors.normalise import normalise
    >>> from extractors.structure import analyse
    >>> text = normalise("Thực hiện Kế hoạch số 200/KH-UBND.")
    >>> guesses(text, analyse(text), Header(), {"document_type"})
    ()
    """
    if not models or len(text.text) < _SHORTEST:
        return ()
    found: list[Guess] = []
    if "document_type" in models and header.type is None:
        found += _type(text, structure)
    if "letterhead" in models and not {cell.role for cell in structure.cells} >= _PARTS:
        found += _letterhead(text, structure)
    return tuple(found)


def _type(text: NormalisedText, structure: Structure) -> list[Guess]:
    from models import load

    model = load("document_type")
    answer = model.answers([body_features(text, structure)])[0]
    if answer.label == "none" or answer.probability < _LIKELY:
        return []
    return [Guess(field="type", value=answer.label, confidence=round(answer.probability, 2), engine=model.engine)]


def _letterhead(text: NormalisedText, structure: Structure) -> list[Guess]:
    """The lines that the rules have not read as letterhead."""
    from models import load

    model, lines = load("letterhead"), head_lines(text)
    read = [cell for cell in structure.cells if cell.role in _PARTS]
    left = [
        index
        for index, line in enumerate(lines)
        if line.end - line.start <= LONGEST_LINE
        and not any(cell.start < line.end and line.start < cell.end for cell in read)
    ]
    column = model.labels.index("yes")
    chances = [float(row[column]) for row in model.ask([line_features(text, lines, index) for index in left])]
    likely = [(lines[index], chance) for index, chance in zip(left, chances, strict=True) if chance >= _LIKELY]
    if not likely:
        return []
    spans = tuple(span for line, _ in likely for span in text.spans(line.start, line.end))
    sure = sum(chance for _, chance in likely) / len(likely)
    return [Guess(field="letterhead", spans=spans, confidence=round(sure, 2), engine=model.engine)]
