"""Figures of an exported Parquet folder, counted from its files: what the dataset card prints."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import pairwise
from pathlib import Path
from typing import Any

from pipeline.export.splits import SPLITS
from pipeline.store.layout import listed

__all__ = ["CONFIGS", "Statistics", "table"]

CONFIGS = ("full", "subset")
NOT_KNOWN = "(not known)"
FIGURES = {
    "documents": "count(*)",
    "characters": "coalesce(sum(length(text)), 0)",
    "words (stretches without blanks)": r"coalesce(sum(len(regexp_extract_all(text, '\S+'))), 0)",
    "issuing bodies": "count(DISTINCT coalesce(issuer_id, issuer))",
    "first year of issue": "min(left(date, 4))",
    "last year of issue": "max(left(date, 4))",
    "documents recognised from images": "count(ocr_confidence)",
    "mean confidence of their recognition": "round(favg(ocr_confidence), 3)",
}
PARTS = {  # what those are counted of that have the field, or all
    "citations": ("citations", None),
    "citations with a number": ("citations", "number"),
    "citations whose document is known": ("citations", "target_id"),
    "obligations": ("obligations", None),
    "obligations with an actor": ("obligations", "actor"),
    "obligations with a deadline": ("obligations", "deadline"),
}
BOUNDS = (0.0, 0.5, 0.7, 0.8, 0.9, 0.95, 0.99, 1.0)


def table(header: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """A Markdown table; columns with figures are set to the right.

    >>> print(table(("relation", "n"), [("cites", 1200), (None, 0.5)]))
    | relation | n |
    | --- | ---: |
    | cites | 1,200 |
    | (not known) | 0.5 |
    """
    given = [tuple(row) for row in rows]
    figures = [any(isinstance(row[at], int | float) for row in given) for at in range(len(header))]
    lines = [header, ["---:" if one else "---" for one in figures], *([_cell(one) for one in row] for row in given)]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def _cell(value: object) -> str:
    if value is None:
        return NOT_KNOWN
    if isinstance(value, int):
        return f"{value:,}"
    return str(value).replace("|", "\\|")


class Statistics:
    """Figures of FOLDER/full and FOLDER/subset beside each other."""

    def __init__(self, folder: Path) -> None:
        import duckdb

        self.connection = duckdb.connect()
        for config in CONFIGS:
            files = listed(folder / config / f"{split}.parquet" for split in SPLITS)
            self.connection.execute(
                f'CREATE VIEW "{config}" AS SELECT *, parse_filename(filename, true) AS split '
                f"FROM read_parquet({files}, filename = true)"
            )
            for name in ("citations", "obligations"):
                self.connection.execute(
                    f'CREATE VIEW "{config}_{name}" AS SELECT one.* FROM (SELECT unnest({name}) AS one FROM "{config}")'
                )

    def __enter__(self) -> "Statistics":
        return self

    def __exit__(self, *_: object) -> None:
        self.connection.close()

    def figures(self) -> list[tuple[str, Any, Any]]:
        """Name, value in `full`, value in `subset`; values that do not exist (a mean of nothing) are None."""
        columns = [
            *FIGURES.values(),
            *(f'(SELECT count({field or "*"}) FROM "{{0}}_{rows}")' for rows, field in PARTS.values()),
        ]
        query = f'SELECT {", ".join(columns)} FROM "{{0}}"'
        values = [self.connection.execute(query.format(config)).fetchall()[0] for config in CONFIGS]
        return [
            (name, _whole(full), _whole(subset)) for name, full, subset in zip((*FIGURES, *PARTS), *values, strict=True)
        ]

    def splits(self) -> Iterator[tuple[str, str, Any, Any, Any, Any, Any]]:
        """Config, split, its documents, citations, obligations, first and last year."""
        for config in CONFIGS:
            rows = {
                split: tuple(_whole(value) for value in values)
                for split, *values in self.connection.execute(
                    f"""SELECT split, count(*), sum(len(citations)), sum(len(obligations)), min(left(date, 4)),
                        max(left(date, 4)) FROM "{config}" GROUP BY 1"""
                ).fetchall()
            }
            for split in SPLITS:
                documents, citations, obligations, first, last = rows.get(split, (0, 0, 0, None, None))
                yield config, split, documents, citations, obligations, first, last

    def counts(self, of: str, rows: str = "", *, in_order: bool = False) -> list[tuple[Any, int, int]]:
        """Value of an expression, how many of its rows `full` and `subset` have; the most frequent first, or in the
        order of the values.

        `rows` is "citations" or "obligations", else documents are counted.
        """
        suffix = f"_{rows}" if rows else ""
        found: dict[Any, list[int]] = {}
        for at, config in enumerate(CONFIGS):
            for value, number in self.connection.execute(
                f'SELECT {of}, count(*) FROM "{config}{suffix}" GROUP BY 1'
            ).fetchall():
                found.setdefault(value, [0, 0])[at] = number
        ordered = sorted(
            found.items(), key=lambda item: (item[0] is None, 0 if in_order else -item[1][0], str(item[0]))
        )
        return [(value, full, subset) for value, (full, subset) in ordered]

    def confidence(self) -> Iterator[tuple[str, int, int, int, int]]:
        """Range, citations and obligations in it (full), the same (subset)."""
        names = [f"{low:g} to {high:g}" for low, high in pairwise(BOUNDS)]
        cases = " ".join(f"WHEN confidence < {high} THEN {at}" for at, high in enumerate(BOUNDS[1:-1]))
        place = f"CASE WHEN confidence IS NULL THEN NULL {cases} ELSE {len(names) - 1} END"
        both: list[Mapping[Any, tuple[int, int]]] = [
            {value: (full, subset) for value, full, subset in self.counts(place, rows)}
            for rows in ("citations", "obligations")
        ]
        for at, name in enumerate(names):
            citations, obligations = (one.get(at, (0, 0)) for one in both)
            yield name, citations[0], obligations[0], citations[1], obligations[1]


def _whole(value: Any) -> Any:
    """Sums of DuckDB are decimals beyond 64 bits and None over no rows; years are words."""
    return int(value) if value is not None and not isinstance(value, str | float) else value
