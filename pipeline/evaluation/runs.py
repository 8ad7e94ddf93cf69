"""A run kept in a file, and what another run gained or lost against it."""

import json
from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from pipeline.answers import Answer
from pipeline.errors import CancuError

__all__ = ["compare", "load", "save"]

FORM = 1


def save(
    path: str | Path, figures: Mapping[str, Mapping[str, Any]], errors: Sequence[str], gold: str
) -> None:  # fmt: skip
    """Write figures, errors and the fingerprint of the gold to a JSON file. The errors quote the gold documents.

    Raises `CancuError("out-unwritable")`.
    """
    run = {"form": FORM, "gold": gold, "figures": figures, "errors": list(errors)}
    try:
        Path(path).write_text(json.dumps(run, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    except OSError as error:
        raise CancuError("out-unwritable", error.strerror or str(error), where=str(path)) from None


def load(path: str | Path) -> dict[str, Any]:
    """A run as it was saved. Raises `CancuError`: input-missing, gold-broken."""
    try:
        run = json.loads(Path(path).read_text(encoding="utf-8"))
        if run["form"] != FORM or not isinstance(run["figures"], dict) or not isinstance(run["errors"], list):
            raise TypeError("no run of this form")
    except FileNotFoundError:
        raise CancuError("input-missing", "there is no such file", where=str(path)) from None
    except (ValueError, KeyError, TypeError) as error:
        raise CancuError("gold-broken", f"no saved run: {error}", where=str(path)) from None
    return dict(run)


def compare(
    now: Mapping[str, Mapping[str, Any]], errors: Sequence[str], before: Mapping[str, Any], gold: str
) -> tuple[Answer, list[str]]:
    """The figures whose F1 changed, and one line for each error that is gone ("+ …") or new ("- …").

    Raises `CancuError("gold-changed")`: figures on other gold cannot be set against each other.

    >>> before = {"gold": "x", "figures": {"edges": {"f1": 0.8}}, "errors": ["a"]}
    >>> compare({"edges": {"f1": 0.9}}, ["b"], before, "x")[1]
    ['+ a', '- b']
    """
    if before["gold"] != gold:
        raise CancuError("gold-changed", f"the saved run saw gold {before['gold'][:12]}, this one {gold[:12]}")
    then = before["figures"]
    rows = []
    for name in {**then, **now}:
        old, new = then.get(name, {}).get("f1"), now.get(name, {}).get("f1")
        if old != new:
            rows.append((name, old, new, None if old is None or new is None else round(new - old, 4)))
    was, is_now = Counter(before["errors"]), Counter(errors)
    lines = [f"+ {line}" for line in (was - is_now).elements()] + [f"- {line}" for line in (is_now - was).elements()]
    note = f"{len(rows)} figures changed; {(was - is_now).total()} errors gone, {(is_now - was).total()} new"
    return Answer(("figure", "before", "now", "change"), rows, len(rows), note), lines
