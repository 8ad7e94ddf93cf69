"""Reads the JSON that Label Studio exports of tasks made by `cancu export --format label-studio`."""

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from pipeline.annotations.form import Mark, gold
from pipeline.errors import CancuError

__all__ = ["read_label_studio"]


def read_label_studio(path: Path) -> Iterator[tuple[str, str, dict[str, Any]]]:
    """Name (doc_id), text and gold of every task that a person annotated: its last annotation that was not cancelled.
    A task with predictions only is left out, since nobody looked at it.

    Raises `CancuError("annotations-broken")` with the task.
    """
    where = "the file"
    try:
        tasks = json.loads(path.read_text(encoding="utf-8"))
        for at, task in enumerate(tasks):
            where = f"task {at}"
            kept = [one for one in task.get("annotations", ()) if not one.get("was_cancelled")]
            if kept:
                text = task["data"]["text"]
                yield task["data"]["doc_id"], text, _gold(text, kept[-1]["result"])
    except (ValueError, KeyError, TypeError, IndexError, AttributeError) as error:
        raise CancuError("annotations-broken", f"{where}: {type(error).__name__}: {error}", where=str(path)) from None


def _gold(text: str, results: list[Mapping[str, Any]]) -> dict[str, Any]:
    document: dict[str, Any] = {}
    marks: dict[str, Mark] = {}
    for one in results:
        if one["type"] == "labels":
            value = one["value"]
            marks[one["id"]] = Mark(value["labels"][0], [[int(value["start"]), int(value["end"])]])
    for one in results:
        if one["type"] == "textarea":
            name, words = one["from_name"], one["value"]["text"]
            if name.startswith("document-"):
                document[name.removeprefix("document-")] = " ".join(words)
            else:
                marks[one["id"]].fields[name] = words if name == "path" else " ".join(words)
        elif one["type"] == "relation" and one["labels"] == ["parent"]:
            marks[one["from_id"]].parent = one["to_id"]
        elif one["type"] == "relation" and one["labels"] != ["part"]:
            raise ValueError(f"a relation is {one['labels']}; there are parent and part")
    for one in results:
        if one["type"] == "relation" and one["labels"] == ["part"]:
            marks[one["to_id"]].spans += marks.pop(one["from_id"]).spans
    return gold(text, document, marks)
