"""Tables as JSON, CSV and Parquet."""

import csv
import io
import json
import math
from collections.abc import Callable
from typing import Any
from urllib.parse import quote

from starlette.responses import Response

from pipeline.answers import Answer

__all__ = ["FORMS", "ROWS", "json_of", "reply"]

FORMS = ("json", "csv", "parquet")
ROWS = 100_000  # of one download
BOM = "\ufeff"  # by which spreadsheets know UTF-8


def _plain(value: Any) -> Any:
    """What JSON can hold; for other values their words."""
    if value is None or isinstance(value, bool | int | str):
        return value
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    if isinstance(value, dict):
        return {str(key): _plain(one) for key, one in value.items()}
    if isinstance(value, list | tuple | set):
        return [_plain(one) for one in value]
    return str(value)


def json_of(value: Any) -> bytes:
    """JSON in UTF-8; dates and the like as their words; lone surrogates as U+FFFD."""
    return json.dumps(_plain(value), ensure_ascii=False).encode("utf-8", "replace")


def _json(answer: Answer) -> bytes:
    names = _unique(answer.columns)
    rows = [dict(zip(names, row, strict=True)) for row in answer.rows]
    return json_of({"columns": names, "rows": rows, "total": answer.total, "left_out": answer.left_out})


def _cell(value: Any) -> Any:
    return json_of(value).decode() if isinstance(value, list | tuple | dict | set) else value


def _csv(answer: Answer) -> bytes:
    out = io.StringIO()
    out.write(BOM)
    writer = csv.writer(out)
    writer.writerow(answer.columns)
    writer.writerows([_cell(value) for value in row] for row in answer.rows)
    return out.getvalue().encode("utf-8", "replace")


def _unique(columns: tuple[str, ...]) -> list[str]:
    """Column names of which none comes twice, as Parquet and JSON need them.

    >>> _unique(("a", "a", "b"))
    ['a', 'a_2', 'b']
    """
    names = list[str]()
    for name in columns:
        fresh, turn = name, 1
        while fresh in names:
            turn += 1
            fresh = f"{name}_{turn}"
        names.append(fresh)
    return names


def _parquet(answer: Answer) -> bytes:
    import pyarrow as pa
    import pyarrow.parquet as pq

    arrays = []
    for index in range(len(answer.columns)):
        values = [row[index] for row in answer.rows]
        try:
            arrays.append(pa.array(values))
        except (pa.ArrowInvalid, pa.ArrowTypeError, pa.ArrowNotImplementedError, OverflowError):
            arrays.append(pa.array([None if value is None else str(_cell(value)) for value in values]))
    sink = io.BytesIO()
    pq.write_table(pa.table(arrays, names=_unique(answer.columns)), sink, compression="zstd")
    return sink.getvalue()


_WRITERS: dict[str, tuple[str, Callable[[Answer], bytes]]] = {
    "json": ("application/json", _json),
    "csv": ("text/csv; charset=utf-8", _csv),
    "parquet": ("application/vnd.apache.parquet", _parquet),
}


def reply(answer: Answer, form: str, name: str) -> Response:
    """A table as a response; CSV and Parquet as a file to save. `X-Left-Out` counts the rows that were kept back."""
    kind, write = _WRITERS[form]
    headers = {"x-left-out": str(answer.left_out)}
    if form != "json":
        headers["content-disposition"] = f"attachment; filename*=UTF-8''{quote(f'{name}.{form}', safe='')}"
    return Response(write(answer), media_type=kind, headers=headers)
