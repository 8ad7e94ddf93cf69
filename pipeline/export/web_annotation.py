"""W3C Web Annotation: one annotation of a citation a line, as JSON-LD."""

import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

__all__ = ["write"]


def write(records: Iterable[Mapping[str, Any]], stem: Path) -> None:
    """Write STEM.jsonl; positions are code points, as the recommendation asks, of the text the source names."""
    with stem.with_suffix(".jsonl").open("w", encoding="utf-8", newline="\n") as file:
        for record in records:
            for citation in record["citations"]:
                file.write(json.dumps(_annotation(record, citation), ensure_ascii=False) + "\n")


def _annotation(record: Mapping[str, Any], citation: Mapping[str, Any]) -> dict[str, Any]:
    from pipeline.store.schema import generator

    source = f"urn:sha256:{record['doc_id']}"
    return {
        "@context": "http://www.w3.org/ns/anno.jsonld",
        "id": f"{source}:citation:{citation['citation']}",
        "type": "Annotation",
        "motivation": "linking",
        "generator": {"type": "Software", "name": generator()},
        "body": {"type": "TextualBody", "purpose": "identifying", "value": citation["target_id"]}
        if citation["target_id"]
        else {"type": "TextualBody", "purpose": "describing", "value": citation["text"]},
        "target": [
            {
                "source": source,
                "selector": [
                    {"type": "TextPositionSelector", "start": start, "end": end},
                    {"type": "TextQuoteSelector", "exact": record["text"][start:end]},
                ],
            }
            for start, end in citation["spans"]
        ],
    }
