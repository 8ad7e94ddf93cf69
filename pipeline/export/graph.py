"""The works and edges of a store, one after another: what every format of the graph writes."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import duckdb

__all__ = ["EDGE", "WORK", "Graph", "clean"]

AT_ONCE = 10_000  # rows in memory
WORK = {
    "type": "string", "number": "string", "date": "string", "year": "int", "issuer": "string", "issuer_id": "string",
    "title": "string", "held_doc_id": "string", "cited_by": "int", "mentions": "int",
}  # fmt: skip
EDGE = {"relation": "string", "stated_by": "string", "mentions": "int", "confidence": "double"}
NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def clean(value: object) -> str:
    """The value as text that XML can hold; each character it cannot hold becomes U+FFFD, so offsets stay.

    >>> clean("a\\x0cb"), clean(3)
    ('a\ufffdb', '3')
    """
    return NOT_XML.sub("\ufffd", str(value))


@dataclass(frozen=True, slots=True)
class Graph:
    """What the formats of the graph write; `title` replaces the personal data in a title, where that is wanted."""

    connection: "duckdb.DuckDBPyConnection"
    title: Callable[[str], str] | None = None

    def works(self) -> Iterator[dict[str, Any]]:
        """The works in the order of their ids, with the columns of `WORK`."""
        for work in self._rows(f"SELECT target_id, {', '.join(WORK)} FROM works ORDER BY target_id"):
            yield work | {"title": self.title(work["title"])} if self.title and work["title"] else work

    def edges(self) -> Iterator[dict[str, Any]]:
        """The edges in the order of their keys, with the columns of `EDGE`; a row for each document that states one."""
        order = "source_id, relation, target_id, stated_by"
        return self._rows(f"SELECT source_id, target_id, {', '.join(EDGE)} FROM edges ORDER BY {order}")

    def _rows(self, query: str) -> Iterator[dict[str, Any]]:
        found = self.connection.execute(query)
        names = [column[0] for column in found.description or ()]
        while some := found.fetchmany(AT_ONCE):
            for row in some:
                yield dict(zip(names, row, strict=True))
