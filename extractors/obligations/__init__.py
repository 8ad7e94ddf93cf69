"""Obligations: the units and sentences that lay a duty on somebody (gold/GUIDELINES.md, "obligations")."""

from bisect import bisect_left
from collections.abc import Collection, Sequence

import regex

from extractors.normalise import NormalisedText
from extractors.obligations.deadlines import find_deadline
from extractors.obligations.duties import duties
from extractors.obligations.findings import Duty
from extractors.obligations.targets import find_target
from extractors.obligations.words import CueText
from extractors.records import Citation, Header, Obligation
from extractors.structure import Structure

_PAGE = regex.compile(r"\n\W*\d{1,3}\W*\n")  # a page number within the words
_TORN = regex.compile(r"(?<=[/\d]) (?=\d+/)|(?<=/) (?=\d)")  # "22/1 1/2017"

__all__ = ["extract_obligations"]

_RULES = ("rules", "rules")


def extract_obligations(
    text: NormalisedText,
    structure: Structure,
    header: Header,
    citations: Sequence[Citation],
    models: Collection[str] = (),
) -> tuple[Obligation, ...]:
    """The duties a document lays down, in reading order; spans in source offsets.

    Nothing comes of a text that is no administrative document (no type, number, symbol, addressee): a news article
    orders nobody. Where `models` holds "obligation" or "actor", those models decide where the rules are unsure.

    >>> from extractors.normalise import normalise
    >>> from extractors.structure import analyse
    >>> text = normalise("1. Sở Y tế có trách nhiệm tổng hợp, báo cáo trước ngày 15/12/2023.")
    >>> extract_obligations(text, analyse(text), Header(type="KH"), ())[0].due
    '2023-12-15'
    """
    if not (header.type or header.number or header.symbol or header.addressees):
        return ()
    cues = CueText(text)
    starts = [citation.spans[0].start for citation in citations]
    found = duties(cues, structure, header)
    engines = None
    if "obligation" in models or "actor" in models:
        from extractors.obligations.asking import ask

        found, engines = ask(cues, structure, header, found, models)
    return tuple(
        _record(text, duty, header, starts, engines[index] if engines else _RULES) for index, duty in enumerate(found)
    )


def _record(
    text: NormalisedText, duty: Duty, header: Header, citation_starts: list[int], engines: tuple[str, str]
) -> Obligation:
    """`engines`: what says that it is a duty, and what says whose."""
    span = text.span(duty.start, duty.end)
    deadline = find_deadline(text.folded, duty.words, duty.end, header.date)
    if deadline is None and duty.times:
        deadline = find_deadline(text.folded, *duty.times, header.date, bare=True)
    target = find_target(text.folded, duty.words, duty.end)
    first, last = bisect_left(citation_starts, span.start), bisect_left(citation_starts, span.end)
    return Obligation(
        span=span,
        label=duty.label,
        path=duty.path,
        text=text.source[span.start : span.end],
        actor=_words(text.text[slice(*duty.actor)]).rstrip(".") if isinstance(duty.actor, tuple) else duty.actor,
        deadline="; ".join(_TORN.sub("", _words(text.text[start:end])) for start, end in deadline.spans)
        if deadline
        else None,
        due=deadline.due if deadline else None,
        recurrence=deadline.recurrence if deadline else None,
        target=_words(text.text[slice(*target)]) if target else None,
        citations=tuple(range(first, last)),
        confidence=round(duty.confidence, 2),
        engine=engines[0],
        actor_engine=engines[1] if duty.actor is not None else None,
    )


def _words(stretch: str) -> str:
    if "\n" in stretch:
        stretch = _PAGE.sub(" ", stretch)
    return " ".join(stretch.split()).strip(" ,;:*")
