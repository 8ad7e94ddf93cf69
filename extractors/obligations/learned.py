"""What the models see of a unit that may be an obligation, and of who may have to act (models/weights)."""

from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from extractors.features import near, pairs, words
from extractors.obligations.actors import guided_actor, heading_actor, named_actor, subject
from extractors.obligations.words import CueText, Kind
from extractors.records import Header
from extractors.structure import Unit, sentences

__all__ = ["Candidate", "Place", "UnitView"]

_FIRST = 9  # words of a unit that are told one by one
_BAG = 28  # and those told without their order
_HEADING = 90  # characters of a heading
_LONGEST = 3000


class Place(NamedTuple):
    """A unit or sentence in clean offsets; `words` is where its words begin; `unit` counts in the list of units."""

    start: int
    end: int
    words: int
    unit: int


class Candidate(NamedTuple):
    """Somebody who may be meant: offsets or the addressees' own words, and what is said of the place it stands in."""

    actor: tuple[int, int] | str
    where: str
    rank: int


class UnitView:
    """The units of one outline (the body's, or that of the texts attached)."""

    def __init__(self, cues: CueText, units: Sequence[Unit], header: Header, *, attached: bool = False) -> None:
        self._cues, self._units, self._header = cues, units, header
        self._type = header.type or "none"
        self._attached = attached
        self._parents = {unit.parent for unit in units if unit.parent is not None}

    def places(self) -> Iterator[Place]:
        """Every labelled unit, and every sentence of a paragraph: what may be an obligation."""
        for index, unit in enumerate(self._units):
            if unit.kind == "heading":
                continue
            if unit.label is not None:
                yield Place(unit.start, unit.end, unit.text_start, index)
            else:
                for start, end in sentences(self._cues.text, unit.start, unit.end):
                    yield Place(start, end, start, index)

    def features(self, place: Place) -> list[str]:
        """What the model of obligations is told.

        >>> from extractors.normalise import normalise
        >>> from extractors.structure import analyse
        >>> text = normalise("1. Sở Y tế báo cáo.")
        >>> view = UnitView(CueText(text), analyse(text).units, Header(type="KH"))
        >>> "n0=so" in view.features(next(view.places()))
        True
        """
        unit = self._units[place.unit]
        folded = self._cues.folded
        found = words(folded[place.words : min(place.end, place.words + _LONGEST)])
        has_children = place.unit in self._parents
        form = "sentence" if unit.label is None else unit.kind
        seen = [
            f"type={self._type}", f"kind={form}", f"type={self._type}_{form}", f"depth={len(unit.path)}",
            f"long={min(9, len(found) // 6)}", f"children={has_children}", f"last={''.join(found[-1:])}_{has_children}",
        ]  # fmt: skip
        if unit.closing:
            seen.append("closing")
        if self._attached:
            seen.append("attached")
        seen += near(found[:_FIRST], "n")
        seen += (f"n{i}={a}_{b}" for i, (a, b) in enumerate(pairwise(found[:5])))
        seen += pairs(found[:_BAG], "b")
        seen += near(found[:-3:-1], "e")
        hits = self._cues.hits(place.words, min(place.end, place.words + _LONGEST))
        for hit in hits[:6]:
            seen += [f"c={name}" for name, bit in _KINDS if hit.kinds & bit]
        if hits and hits[0].start - place.words < 3:
            seen += [f"c0={name}" for name, bit in _KINDS if hits[0].kinds & bit]
            seen += [f"c0={name}_{self._type}" for name, bit in _KINDS if hits[0].kinds & bit]
        for level, heading in enumerate(self._headings(unit)):
            told = words(folded[heading.text_start : min(heading.head_end, heading.text_start + _HEADING)])
            seen += pairs(told[:12], "h")
            if level == 0:
                seen += pairs(words(folded[heading.start : heading.end][-120:])[-6:], "l")
        if unit.parent is None and place.unit and unit.label is not None:
            seen += pairs(words(folded[self._units[0].start : self._units[0].end][-120:])[-6:], "i")
        return seen

    def unit(self, place: Place) -> Unit:
        """The unit a place is, or stands in."""
        return self._units[place.unit]

    def _headings(self, unit: Unit) -> Iterator[Unit]:
        while unit.parent is not None:
            unit = self._units[unit.parent]
            yield unit

    def candidates(self, place: Place) -> list[Candidate]:
        """Who may be meant: named in the unit, in a heading or lead-in above it, or addressed; nearest first."""
        cues, found = self._cues, list[Candidate]()
        for rank, (start, end) in enumerate(sentences(cues.text, place.words, min(place.end, place.words + _LONGEST))):
            if rank > 2:
                break
            found += self._named(start, end, "own", rank)
        unit = self._units[place.unit]
        for rank, above in enumerate(self._headings(unit)):
            named = heading_actor(cues, above.text_start, above.head_end)
            if named:
                found.append(Candidate(named, "heading", rank))
            found += self._lead(above, "above", rank)
        if place.unit:
            before = self._units[place.unit - 1]
            if before.label is None:
                found += self._lead(before, "before", 0)
        if self._units and place.unit and self._units[0].label is None:
            found += self._lead(self._units[0], "opening", 0)
        if self._header.addressees:
            found.append(Candidate(", ".join(self._header.addressees), "addressees", 0))
        return found

    def _lead(self, unit: Unit, where: str, rank: int) -> Iterator[Candidate]:
        zones = list(sentences(self._cues.text, unit.text_start, unit.end))
        if zones and self._cues.text[zones[-1].end - 1] == ":":
            yield from self._named(*zones[-1], where, rank)
            named = guided_actor(self._cues, *zones[-1])
            if named:
                yield Candidate(named, f"{where}-guided", rank)

    def _named(self, start: int, end: int, where: str, rank: int) -> Iterator[Candidate]:
        cues = self._cues
        hits = cues.hits(start, end)
        opening = subject(cues, hits, start, end)
        if opening:
            yield Candidate(opening[:2], f"{where}-subject", rank)
        orders = 0
        for index, hit in enumerate(hits[:40]):
            if hit.kinds & Kind.ORDER and orders < 3:
                orders += 1
                named = named_actor(cues, hits[index + 1 :], hit.end, end)
                if named:
                    yield Candidate(named[:2], f"{where}-ordered", rank)

    def actor_features(self, place: Place, candidates: Sequence[Candidate], index: int) -> list[str]:
        """What the model of actors is told of one candidate among the others."""
        one = candidates[index]
        folded = self._cues.folded
        others = {candidate.where for candidate in candidates}
        first = next((i for i, c in enumerate(candidates) if c.where == one.where), index)
        unit = self._units[place.unit]
        seen = [
            f"where={one.where}", f"where={one.where}_{self._type}", f"rank={one.where}_{one.rank}",
            f"place={index}", f"first={first == index}", f"only={len(others) == 1}", f"kind={one.where}_{unit.kind}",
            *(f"with={one.where}_{other}" for other in others), f"label={one.where}_{unit.label is None}",
        ]  # fmt: skip
        if isinstance(one.actor, tuple):
            start, end = one.actor
            named = words(folded[start:end])
            seen += near(named[:3], "n")
            seen.append(f"long={min(6, len(named) // 4)}")
            seen += (f"{one.where}:{word}" for word in near(words(folded[end : end + 40])[:2], "a"))
            seen += (f"{one.where}:{word}" for word in near(words(folded[max(0, start - 40) : start])[:-3:-1], "p"))
            seen.append(f"before={one.where}_{start - place.words < 3}")
        return seen


_KINDS = tuple(
    (name, getattr(Kind, name))
    for name in (
        "ORDER", "REQUEST", "DUTY", "MUST", "CONDITION", "PAST", "PASSIVE", "ACT", "MANNER", "DECIDE", "NOUN", "BODY",
        "LEADING", "REQUIRED", "PURPOSE", "SENT", "REPORT", "DIFFICULTY",
    )
)  # fmt: skip
