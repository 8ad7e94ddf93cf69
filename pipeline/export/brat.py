"""brat standoff: a text and its marks a document; the label is the relation, or `obligation`, or `document`."""

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from pipeline.annotations.form import CITATION, DOCUMENT, LABELS, OBLIGATION

__all__ = ["write"]

LINE = re.compile(r"[^\r\n]*[^\r\n\s][^\r\n]*")


def write(records: Iterable[Mapping[str, Any]], stem: Path) -> None:
    """Write STEM/DOC_ID.txt and .ann and STEM/annotation.conf. Offsets are code points, as brat counts; a span over
    several lines has a fragment on each. The particulars are a note on the first line, the fields a note on the mark.
    """
    from pipeline.store.schema import generator

    stem.mkdir()
    types = set()
    for record in records:
        (stem / f"{record['doc_id']}.txt").write_text(record["text"], encoding="utf-8", newline="")
        (stem / f"{record['doc_id']}.ann").write_text(_standoff(record), encoding="utf-8", newline="\n")
        types |= {citation["type"] for citation in record["citations"] if citation["type"]}
    entities = "\n".join((*LABELS, "document"))
    (stem / "annotation.conf").write_text(
        f"# {generator()}\n[entities]\n{entities}\n[relations]\nparent Arg1:<ENTITY>, Arg2:<ENTITY>\n[events]\n"
        f"[attributes]\nType Arg:<ENTITY>, Value:{'|'.join(sorted(types)) or 'CV'}\n",
        encoding="utf-8",
        newline="\n",
    )


def _standoff(record: Mapping[str, Any]) -> str:
    text: str = record["text"]
    lines: list[str] = []
    notes: list[str] = []

    def mark(label: str, spans: Sequence[Sequence[int]], fields: Mapping[str, Any]) -> str:
        name = f"T{len(notes) + 1}"
        parts = [(start + m.start(), start + m.end()) for start, end in spans for m in LINE.finditer(text[start:end])]
        places = ";".join(f"{start} {end}" for start, end in parts)
        lines.append(f"{name}\t{label} {places}\t{' '.join(text[start:end] for start, end in parts)}")
        notes.append(f"#{len(notes) + 1}\tAnnotatorNotes {name}\t{json.dumps(fields, ensure_ascii=False)}")
        return name

    first = LINE.search(text)
    if first:
        mark("document", [first.span()], {key: record[key] for key in DOCUMENT})
    names = {}
    for one in record["citations"]:
        at = one["citation"]
        fields = {key: one[key] for key in CITATION if key != "type"}
        names[at] = mark(one["relation"] or "cites", one["spans"], fields)
        if one["type"]:
            lines.append(f"A{at + 1}\tType {names[at]} {one['type']}")
    for one in record["citations"]:
        at = one["citation"]
        if one["parent"] is not None:
            lines.append(f"R{at + 1}\tparent Arg1:{names[at]} Arg2:{names[one['parent']]}")
    for one in record["obligations"]:
        mark("obligation", [one["span"]], {key: one[key] for key in OBLIGATION})
    return "".join(f"{line}\n" for line in (*lines, *notes))
