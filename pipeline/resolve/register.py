"""What the registers know of the bodies that a store names."""

from collections.abc import Sequence
from typing import Any

from pipeline.store.schema import schema

__all__ = ["body_rows"]


def body_rows(named: Sequence[dict[str, Any]]) -> Any:
    """Arrow table of `bodies` for the given bodies (`issuer_id`, `names` found, `name` found most often)."""
    import pyarrow as pa

    rows = [
        {
            "issuer_id": body["issuer_id"],
            "name": body["name"],
            "abbreviations": [name for name in body["names"] if name != body["name"]],
            "level": None,
            "parent_id": None,
            "place": None,
        }
        for body in named
    ]
    return pa.Table.from_pylist(rows, schema("bodies"))
