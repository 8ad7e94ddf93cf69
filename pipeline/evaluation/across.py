"""Across documents: do mentions share a `target_id` exactly when they mean the same work?"""

import re
from collections import Counter
from collections.abc import Hashable, Sequence
from typing import Any

from pipeline.evaluation.compare import Item, bare_body, citation_likeness, key_of_number
from pipeline.evaluation.scoring import Tally, pair_up

__all__ = ["gold_works", "mentions_of", "pairwise", "wrong_links"]

_PRINTED_YEAR = re.compile(r"/((?:19|20)\d{2})/")


def gold_works(citations: Sequence[Item]) -> list[Hashable | None]:
    """The work that each mention of one document means: its number, year and issuer; None for laws cited by name.

    A year printed in the number ("30/2020/NĐ-CP") is the year; else the date's; a mention without a date takes the year
    of the only dated mention of the same number and issuer in its document.

    >>> gold_works([{"number": "5/QĐ-X", "date": "2023-01-02", "issuer": "X"}, {"number": "05-QĐ/X", "issuer": "X"}])
    [('5|qdx', '2023', 'x'), ('5|qdx', '2023', 'x')]
    """
    years: dict[tuple[str, str], set[str]] = {}
    keys = [(key_of_number(c.get("number")), bare_body(c.get("issuer"))) for c in citations]
    for citation, key in zip(citations, keys, strict=True):
        if citation.get("date"):
            years.setdefault(key, set()).add(citation["date"][:4])
    works: list[Hashable | None] = []
    for citation, key in zip(citations, keys, strict=True):
        known = years.get(key, set())
        printed = _PRINTED_YEAR.search(citation.get("number") or "")
        if printed:
            year = printed[1]
        else:
            year = (citation.get("date") or "")[:4] or (next(iter(known)) if len(known) == 1 else "")
        works.append((key[0], year, key[1]) if citation.get("number") else None)
    return works


def _pairs(groups: "Counter[Any]") -> int:
    return sum(n * (n - 1) // 2 for n in groups.values())


def pairwise(mentions: Sequence[tuple[Hashable, str | None]]) -> Tally:
    """Pairs of mentions that share the gold work, the target_id, or both. A null target_id is shared with none.

    >>> pairwise([("a", "1"), ("a", "1"), ("a", None), ("b", "1")]).f1
    0.3333333333333333
    """
    both = Counter((work, target) for work, target in mentions if target is not None)
    targets = Counter(target for _, target in mentions if target is not None)
    return Tally(_pairs(both), _pairs(targets), _pairs(Counter(work for work, _ in mentions)))


def wrong_links(mentions: Sequence[tuple[Hashable, str | None]]) -> list[str]:
    """One line for each gold work whose mentions have several target_ids or none, and each target_id of several works.

    >>> wrong_links([(("5|qd", "2023", "x"), None), (("5|qd", "2023", "x"), "x/QĐ/2023/5")])
    ["SPLIT ('5|qd', '2023', 'x'): none, x/QĐ/2023/5"]
    """
    targets: dict[Hashable, list[str | None]] = {}
    works: dict[str, set[Hashable]] = {}
    for work, target in mentions:
        targets.setdefault(work, []).append(target)
        if target is not None:
            works.setdefault(target, set()).add(work)
    lines = [
        f"SPLIT {work}: {', '.join(sorted({target or 'none' for target in found}))}"
        for work, found in targets.items()
        if len(found) > 1 and (len(set(found)) > 1 or None in found)
    ]
    return lines + [f"MERGED {t}: {', '.join(sorted(map(str, w)))}" for t, w in works.items() if len(w) > 1]


def mentions_of(gold: Sequence[Item], found: Sequence[Item]) -> list[tuple[Hashable, str | None]]:
    """Gold work and target_id of each numbered gold mention; one that was not found has no target_id."""
    matched = dict(pair_up(gold, found, citation_likeness))
    return [
        (work, found[matched[i]].get("target_id") if i in matched else None)
        for i, work in enumerate(gold_works(gold))
        if work is not None
    ]
