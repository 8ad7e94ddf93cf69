"""What the model of relations sees of a mention: the words around it, never its number (models/weights/relation)."""

from bisect import bisect_right
from collections.abc import Sequence
from typing import cast

from extractors.citations.relations import Draft
from extractors.features import near, pairs, words
from extractors.normalise import NormalisedText
from extractors.records import Relation
from extractors.structure.model import Structure

__all__ = ["RelationView", "decide"]

_REACH = 260  # characters before a mention
_AFTER = 80  # and behind it
_LONGEST_GAP = 30  # characters between two items of a list
_LEAD = 160


class RelationView:
    """The features of the mentions of one text."""

    def __init__(self, text: NormalisedText, structure: Structure, own_type: str | None) -> None:
        self._folded, self._structure, self._own = text.folded, structure, own_type or "none"
        self._units = structure.units
        self._starts = [unit.start for unit in structure.units]

    def features(self, drafts: Sequence[Draft], index: int) -> list[str]:
        """What the model is told of mention `index`; offsets of drafts are of the clean text.

        >>> from extractors.normalise import normalise
        >>> from extractors.structure import analyse
        >>> text = normalise("Căn cứ Nghị định số 30/2020/NĐ-CP;")
        >>> seen = RelationView(text, analyse(text), "KH").features([Draft(7, "NĐ", 33)], 0)
        >>> "p0=cu" in seen, any("30" in word for word in seen)
        (True, False)
        """
        draft = drafts[index]
        first, inside = self._list_head(drafts, index)
        at = bisect_right(self._starts, draft.start) - 1
        since = max(0, first.start - _REACH, self._starts[at] if at >= 0 else 0)
        if inside is not None and inside.title is not None:
            since = max(since, inside.title[0])
        before = words(self._folded[since : first.start])
        cut = next((i for i in range(len(before) - 1, -1, -1) if before[i] == ";"), -1)
        before = before[cut + 1 :]
        seen = [f"own={self._own}", f"kind={draft.type}", f"both={self._own}_{draft.type}"]
        seen += pairs(before[-14:], "b")
        seen += near(before[:-6:-1], "p")
        seen += near(before[:3], "f")
        seen += [f"t={a}_{b}_{c}" for a, b, c in zip(before[-8:], before[-7:], before[-6:], strict=False)]
        if before:
            seen += [f"f=={'_'.join(before[:2])}", f"k={draft.type}_{before[-1]}"]
        seen += near(words(self._folded[draft.extent : draft.extent + _AFTER])[:5], "a")
        seen.append("item" if first is not draft else "single")
        if inside is not None:
            seen += ["within", f"within={inside.type}", f"within={inside.type}_{draft.type}"]
            seen += (f"w{word}" for word in pairs(before[-8:], "b"))
        elif index and draft.start - drafts[index - 1].extent < _LEAD:
            seen += near(words(self._folded[drafts[index - 1].extent : draft.start])[:4], "g")
        seen += self._place(draft.start, at)
        return seen

    def _list_head(self, drafts: Sequence[Draft], index: int) -> tuple[Draft, Draft | None]:
        """The first mention of the list that this one is an item of, and the mention whose title holds it."""
        draft = drafts[index]
        inside = next(
            (
                d
                for d in reversed(drafts[max(0, index - 8) : index])
                if d.title and d.title[0] <= draft.start < d.title[1]
            ),
            None,
        )
        first = draft
        for earlier in reversed(drafts[max(0, index - 12) : index]):
            gap = first.start - earlier.extent
            if not 0 <= gap < _LONGEST_GAP or (inside is not None and earlier.start < (inside.title or (0, 0))[0]):
                break
            between = words(self._folded[earlier.extent : first.start])
            if any(word not in _JOINTS for word in between):
                break
            first = earlier
        return first, inside

    def _place(self, start: int, at: int) -> list[str]:
        zones = self._structure
        found = [
            f"zone={name}"
            for name, zone in (("title", zones.title), ("preamble", zones.preamble), ("body", zones.body))
            if zone is not None and zone.start <= start < zone.end
        ]
        found += ["zone=note" for note in zones.footnotes if note.start <= start < note.end]
        if at >= 0:
            unit = self._units[at]
            found.append(f"unit={unit.kind}")
            if unit.parent is not None:
                parent = self._units[unit.parent]
                lead = words(self._folded[parent.start : parent.end][-_LEAD:])
                found += pairs(lead[-8:], "l")
            if start - unit.text_start < 12:
                found.append("opens")
        return found


_JOINTS = frozenset(("va", "cac", "so", "cung", "voi", "hoac"))
_SURE = 0.6  # probability below which the rules' "cites" stays


def decide(text: NormalisedText, structure: Structure, own_type: str | None, drafts: Sequence[Draft]) -> None:
    """Let the model tell the relation of mentions of which the rules only know that they are cited."""
    unsure = [index for index, draft in enumerate(drafts) if not draft.certain and draft.parent is None]
    if not unsure:
        return
    from models import load

    model, view = load("relation"), RelationView(text, structure, own_type)
    answers = model.answers([view.features(drafts, index) for index in unsure])
    for index, answer in zip(unsure, answers, strict=True):
        if answer.probability >= _SURE:
            drafts[index].relation, drafts[index].engine = cast(Relation, answer.label), model.engine
