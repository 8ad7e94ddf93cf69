"""JSON Lines: one document a line."""

import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

__all__ = ["write"]


def write(records: Iterable[Mapping[str, Any]], stem: Path) -> None:
    """Write STEM.jsonl in UTF-8; offsets are code points of `text`."""
    with stem.with_suffix(".jsonl").open("w", encoding="utf-8", newline="\n") as file:
        file.writelines(json.dumps(record, ensure_ascii=False) + "\n" for record in records)
