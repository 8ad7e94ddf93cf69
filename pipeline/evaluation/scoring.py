"""Figures of one run against gold: header, citations, relations, obligations; and the list of what was wrong."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, get_args
from unicodedata import normalize

from extractors.records import Relation
from pipeline.evaluation.compare import (
    Item,
    bare,
    citation_likeness,
    key_of_number,
    obligation_likeness,
    same_text,
)

__all__ = ["Score", "Tally", "citation_checks", "header_checks", "macro_of", "pair_up"]

_STRICT = ("type", "date", "issuer")


@dataclass(slots=True)
class Tally:
    """True positives, predictions and gold items behind one row."""

    hits: int = 0
    predicted: int = 0
    gold: int = 0

    def add(self, hits: int, predicted: int, gold: int) -> None:
        """Count more."""
        self.hits += hits
        self.predicted += predicted
        self.gold += gold

    @property
    def precision(self) -> float:
        """Share of predictions that are right; of none, 1 where there was nothing to find."""
        return self.hits / self.predicted if self.predicted else float(self.gold == 0)

    @property
    def recall(self) -> float:
        """Share of gold that was found."""
        return self.hits / self.gold if self.gold else 1.0

    @property
    def f1(self) -> float:
        """Harmonic mean of precision and recall.

        >>> Tally(hits=1, predicted=2, gold=2).f1
        0.5
        """
        both = self.precision + self.recall
        return 2 * self.precision * self.recall / both if both else 0.0


def pair_up(
    gold: Sequence[Item], found: Sequence[Item], likeness: Callable[[Item, Item], float]
) -> list[tuple[int, int]]:
    """One-to-one pairs (index in gold, index in found), the likest first; those not alike at all stay alone."""
    alike = sorted(
        ((likeness(g, f), i, j) for i, g in enumerate(gold) for j, f in enumerate(found)),
        key=lambda entry: (-entry[0], entry[1], entry[2]),
    )
    taken_gold, taken_found, pairs = set[int](), set[int](), []
    for value, i, j in alike:
        if value > 0 and i not in taken_gold and j not in taken_found:
            taken_gold.add(i)
            taken_found.add(j)
            pairs.append((i, j))
    return sorted(pairs)


def _header_check(name: str, gold: str | None, found: str | None) -> bool:
    if name == "number":
        return key_of_number(gold) == key_of_number(found)
    if name == "date":
        return (gold or "") == (found or "")
    if name in ("issuer", "subject"):
        return same_text(gold, found)
    return bare(gold) == bare(found)


def header_checks(gold: Item, found: Item) -> Iterator[tuple[str, bool, str | None, str | None]]:
    """Field of the header, whether gold and found say the same, and the two values."""
    for key in ("type", "number", "symbol", "date", "place", "issuer", "subject"):
        yield key, _header_check(key, gold.get(key), found.get(key)), gold.get(key), found.get(key)
    signed, got = gold.get("signer") or {}, found.get("signer") or {}
    for key in ("name", "position"):
        yield f"signer.{key}", bare(signed.get(key)) == bare(got.get(key)), signed.get(key), got.get(key)


def citation_checks(gold: Item, found: Item, to_gold: dict[int, int]) -> dict[str, bool]:
    """Field of a matched citation, and whether it is right; `to_gold` maps indexes of found ones to those of gold."""
    parents = gold.get("parent"), found.get("parent")
    return {
        "type": bare(gold.get("type")) == bare(found.get("type")),
        "date": (gold.get("date") or "") == (found.get("date") or ""),
        "issuer": not gold.get("issuer") or same_text(gold["issuer"], found.get("issuer")),
        "pinpoint": bare(gold.get("pinpoint")) == bare(found.get("pinpoint")),
        "relation": gold.get("relation") == found.get("relation"),
        "parent": parents == (None, None)
        or (parents[0] is not None and parents[1] is not None and to_gold.get(parents[1]) == parents[0]),
        "span": [list(span) for span in gold["spans"]] == [list(span) for span in found["spans"]],
        "number exact": normalize("NFC", gold.get("number") or "") == (found.get("number") or ""),
    }


def macro_of(confusion: Mapping[tuple[str | None, str | None], int]) -> float | None:
    """Mean F1 over the relations that gold has, from counts of (gold, found); None where no citation was matched.

    >>> macro_of({("cites", "cites"): 2, ("amends", "cites"): 1})
    0.4
    """
    scores = []
    for relation in get_args(Relation):
        gold = sum(n for (g, _), n in confusion.items() if g == relation)
        found = sum(n for (_, f), n in confusion.items() if f == relation)
        if gold:
            scores.append(2 * confusion.get((relation, relation), 0) / (gold + found))
    return sum(scores) / len(scores) if scores else None


@dataclass(slots=True)
class Score:
    """Tallies over documents; `add` each, then read `figures` and `errors`."""

    tallies: dict[str, Tally] = field(default_factory=dict)
    errors: list[str] = field(default_factory=list)
    relations: Counter[tuple[str | None, str | None]] = field(default_factory=Counter)

    def _tally(self, name: str) -> Tally:
        return self.tallies.setdefault(name, Tally())

    def add(self, name: str, text: str, gold: Item, found: Item) -> None:
        """Count one document: its text, its annotation, and what was found (both in the form of the contract)."""
        self._header(name, gold["document"], found["document"])
        self._citations(name, gold["citations"], found["citations"])
        if gold.get("obligations") is not None:
            self._obligations(name, text, gold["obligations"], found["obligations"])

    def _header(self, name: str, gold: Item, found: Item) -> None:
        for key, same, g, f in header_checks(gold, found):
            # Names and posts count as right up to slips, and are listed unless they are the same letter for letter.
            right = same_text(g, f) if key.startswith("signer.") else same
            self._tally(f"document.{key}").add(int(bool(g) and bool(f) and right), int(bool(f)), int(bool(g)))
            if not same:
                self.errors.append(f"{name}: document.{key} gold={g!r} got={f!r}")
        for key in ("addressees", "recipients"):
            lines, got = Counter(map(bare, gold.get(key) or [])), Counter(map(bare, found.get(key) or []))
            self._tally(f"document.{key}").add((lines & got).total(), got.total(), lines.total())

    def _citations(self, name: str, gold: Sequence[Item], found: Sequence[Item]) -> None:
        pairs = pair_up(gold, found, citation_likeness)
        to_gold = {j: i for i, j in pairs}
        numbered = {i for i, g in enumerate(gold) if g.get("number")}
        self._tally("citations").add(len(pairs), len(found), len(gold))
        self._tally("citations.numbered").add(
            sum(i in numbered for i, _ in pairs), sum(bool(f.get("number")) for f in found), len(numbered)
        )
        numbers = {key_of_number(g["number"]) for g in gold if g.get("number")}
        got = {key_of_number(f["number"]) for f in found if f.get("number")}
        self._tally("edges").add(len(numbers & got), len(got), len(numbers))
        strict = 0
        for i, j in pairs:
            g, f = gold[i], found[j]
            checks = citation_checks(g, f, to_gold)
            strict += all(checks[key] for key in _STRICT)
            for key, good in checks.items():
                self._tally(f"citation.{key}").add(int(good), 1, 1)
                if not good:
                    said = "spans" if key == "span" else key.split()[0]
                    self.errors.append(f"{name}: citation {g['text']!r} {key} gold={g.get(said)!r} got={f.get(said)!r}")
            self.relations[g.get("relation"), f.get("relation")] += 1
            if g.get("title"):
                same = same_text(g["title"], f.get("title"), 0.8)
                self._tally("citation.title").add(int(same), int(bool(f.get("title"))), 1)
        self._tally("citations.strict").add(strict, len(found), len(gold))
        self._lost(name, "citation", pairs, [f"{g['text']!r} {g.get('number')} at {g['spans']}" for g in gold],
                   [f"{f.get('text')!r} {f.get('number')} at {f.get('spans')}" for f in found])  # fmt: skip

    def _obligations(self, name: str, text: str, gold: Sequence[Item], found: Sequence[Item]) -> None:
        pairs = pair_up(gold, found, obligation_likeness)
        self._tally("obligations").add(len(pairs), len(found), len(gold))
        for i, j in pairs:
            g, f = gold[i], found[j]
            self._tally("obligation.label").add(int(bare(g.get("label")) == bare(f.get("label"))), 1, 1)
            for key, least in (("actor", 0.8), ("deadline", 0.7)):
                same = bool(g.get(key)) and same_text(g.get(key), f.get(key), least)
                self._tally(f"obligation.{key}").add(int(same), int(bool(f.get(key))), int(bool(g.get(key))))
        self._lost(name, "obligation", pairs, [repr(text[g["span"][0] :][:70]) for g in gold],
                   [repr(text[f["span"][0] :][:70]) for f in found])  # fmt: skip

    def _lost(
        self, name: str, what: str, pairs: Iterable[tuple[int, int]], gold: Sequence[str], found: Sequence[str]
    ) -> None:
        left, right = {i for i, _ in pairs}, {j for _, j in pairs}
        self.errors += [f"{name}: MISSED {what} {words}" for i, words in enumerate(gold) if i not in left]
        self.errors += [f"{name}: SPURIOUS {what} {words}" for j, words in enumerate(found) if j not in right]

    def merge(self, other: "Score") -> None:
        """Count what another score has counted."""
        for name, tally in other.tallies.items():
            self._tally(name).add(tally.hits, tally.predicted, tally.gold)
        self.errors += other.errors
        self.relations.update(other.relations)

    def figures(self) -> dict[str, dict[str, Any]]:
        """All rows, rounded to four places."""
        rows: dict[str, dict[str, Any]] = {
            name: {
                "precision": round(tally.precision, 4),
                "recall": round(tally.recall, 4),
                "f1": round(tally.f1, 4),
                "gold": tally.gold,
                "predicted": tally.predicted,
            }
            for name, tally in self.tallies.items()
        }
        macro = macro_of(self.relations)
        if macro is not None:
            rows["relation.macro"] = {"f1": round(macro, 4), "gold": self.relations.total()}
        return rows
