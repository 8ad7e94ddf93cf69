"""JSON Lines: one document a line."""

import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

__all__ = ["write"]


def write(records: Iterable[Mapping[str, Any]], stem: Path) -> None:
    """Write STEM.jsonl in UTF-8; offsets are code points of `text`. Each line names its generator."""
    from pipeline.store.schema import generator

    made = {"generator": generator()}
    with stem.with_suffix(".jsonl").open("w", encoding="utf-8", newline="\n") as file:
        file.writelines(json.dumps({**record, **made}, ensure_ascii=False) + "\n" for record in records)
