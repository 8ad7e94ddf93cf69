"""What brat and Label Studio exports share: labels, fields, and gold made of them."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, get_args

from extractors.records import Relation

__all__ = ["CITATION", "DOCUMENT", "LABELS", "OBLIGATION", "RELATIONS", "Mark", "gold", "joined"]

DOCUMENT = ("type", "number", "date", "place", "issuer", "subject")
CITATION = ("type", "number", "date", "issuer", "title", "pinpoint")
OBLIGATION = ("label", "path", "actor", "deadline")
RELATIONS = get_args(Relation)
LABELS = (*RELATIONS, "obligation")


@dataclass(slots=True)
class Mark:
    """One marked thing: its label, its spans in code points, its fields, the id of its parent."""

    label: str
    spans: list[list[int]]
    fields: dict[str, Any] = field(default_factory=dict)
    parent: str | None = None


def joined(spans: Sequence[Sequence[int]], text: str) -> list[list[int]]:
    """Spans in their order; those that only empty lines part become one, since brat marks line by line.

    >>> joined([[2, 3], [0, 1]], "a\\nb"), joined([[0, 1], [2, 3]], "a b")
    ([[0, 3]], [[0, 1], [2, 3]])
    """
    whole: list[list[int]] = []
    for start, end in sorted(map(list, spans)):
        gap = text[whole[-1][1] : start] if whole else ""
        if gap.isspace() and ("\n" in gap or "\r" in gap):
            whole[-1][1] = end
        else:
            whole.append([start, end])
    return whole


def gold(text: str, document: dict[str, Any], marks: dict[str, Mark]) -> dict[str, Any]:
    """The gold annotation (form: docs/exports.md) of marks by id; spans must lie in the text, parents be citations.

    Raises ValueError with what is wrong.
    """
    for name, mark in marks.items():
        if mark.label not in LABELS:
            raise ValueError(f"{name} has the label {mark.label!r}; there are {', '.join(LABELS)}")
        if not mark.spans or any(not 0 <= start < end <= len(text) for start, end in mark.spans):
            raise ValueError(f"{name} has a place outside the text of {len(text)} characters")
        mark.spans = joined(mark.spans, text)
    ordered = sorted(marks, key=lambda name: marks[name].spans)
    cited = [name for name in ordered if marks[name].label != "obligation"]
    for name, mark in marks.items():
        if mark.parent is not None and (mark.parent not in cited or name not in cited or mark.parent == name):
            raise ValueError(f"{name} has the parent {mark.parent}, which is no other citation")
    return {
        "document": {key: document.get(key) for key in DOCUMENT},
        "citations": [
            {
                "spans": mark.spans,
                "text": " ".join(" ".join(text[start:end] for start, end in mark.spans).split()),
                **{key: mark.fields.get(key) for key in CITATION},
                "relation": mark.label,
                "parent": None if mark.parent is None else cited.index(mark.parent),
            }
            for mark in (marks[name] for name in cited)
        ],
        "obligations": [
            {"span": [mark.spans[0][0], mark.spans[-1][1]], **{key: mark.fields.get(key) for key in OBLIGATION},
             "path": mark.fields.get("path") or []}
            for mark in (marks[name] for name in ordered if name not in cited)
        ],
    }  # fmt: skip
