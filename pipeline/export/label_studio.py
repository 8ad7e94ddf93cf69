"""Label Studio: a task a document with cancu's marks as its prediction, and the labelling configuration beside it."""

import json
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from pipeline.annotations.form import CITATION, DOCUMENT, LABELS, OBLIGATION

__all__ = ["write"]


def write(records: Iterable[Mapping[str, Any]], stem: Path) -> None:
    """Write STEM.json and STEM.xml. Offsets are code points, as Label Studio counts in a `Text`. A torn span is several
    regions that the relation `part` ties to the first; the fields are text areas, of the region or of the document.
    """
    with stem.with_suffix(".json").open("w", encoding="utf-8", newline="\n") as file:
        for at, record in enumerate(records):
            file.write(("[\n" if at == 0 else ",\n") + json.dumps(_task(record), ensure_ascii=False))
        file.write("\n]\n" if file.tell() else "[]\n")
    stem.with_suffix(".xml").write_text(_configuration(), encoding="utf-8", newline="\n")


def _task(record: Mapping[str, Any]) -> dict[str, Any]:
    from pipeline.store.schema import generator

    results = [
        {"id": f"document-{key}", "from_name": f"document-{key}", "to_name": "text", "type": "textarea",
         "value": {"text": [record[key]]}}
        for key in DOCUMENT if record[key]
    ]  # fmt: skip
    for one in record["citations"]:
        at = one["citation"]
        results += _regions(
            f"c{at}", one["relation"] or "cites", one["spans"], {key: one[key] for key in CITATION}, record
        )
        if one["parent"] is not None:
            results.append(_tie(f"c{at}-0", f"c{one['parent']}-0", "parent"))
    for at, one in enumerate(record["obligations"]):
        results += _regions(f"o{at}", "obligation", [one["span"]], {key: one[key] for key in OBLIGATION}, record)
    return {
        "data": {"text": record["text"], "doc_id": record["doc_id"]},
        "predictions": [{"model_version": generator(), "result": results}],
    }


def _regions(
    name: str, label: str, spans: Sequence[Sequence[int]], fields: Mapping[str, Any], record: Mapping[str, Any]
) -> list[dict[str, Any]]:
    regions: list[dict[str, Any]] = []
    for at, (start, end) in enumerate(spans):
        place = {"start": start, "end": end}
        one = {"id": f"{name}-{at}", "to_name": "text"}
        value = {**place, "text": record["text"][start:end], "labels": [label]}
        regions.append({**one, "from_name": "label", "type": "labels", "value": value})
        if at:
            regions.append(_tie(f"{name}-{at}", f"{name}-0", "part"))
            continue
        for key, given in fields.items():
            if given:
                words = given if isinstance(given, list) else [given]
                regions.append({**one, "from_name": key, "type": "textarea", "value": {**place, "text": words}})
    return regions


def _tie(one: str, other: str, label: str) -> dict[str, Any]:
    return {"type": "relation", "from_id": one, "to_id": other, "direction": "right", "labels": [label]}


def _configuration() -> str:
    from lxml import etree

    view = etree.Element("View")
    labels = etree.SubElement(view, "Labels", name="label", toName="text")
    for label in LABELS:
        etree.SubElement(labels, "Label", value=label)
    etree.SubElement(view, "Text", name="text", value="$text", granularity="symbol")
    relations = etree.SubElement(view, "Relations")
    for relation in ("parent", "part"):
        etree.SubElement(relations, "Relation", value=relation)
    for key in dict.fromkeys((*CITATION, *OBLIGATION)):
        etree.SubElement(view, "TextArea", name=key, toName="text", perRegion="true", editable="true", placeholder=key)
    for key in DOCUMENT:
        name = f"document-{key}"
        etree.SubElement(view, "TextArea", name=name, toName="text", editable="true", placeholder=name)
    return etree.tostring(view, pretty_print=True, encoding="unicode")
