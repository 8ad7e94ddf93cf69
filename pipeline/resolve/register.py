"""What the registers know of the bodies that a store names."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from corpora import bodies, places
from pipeline.resolve import sql
from pipeline.store.schema import schema

if TYPE_CHECKING:
    import duckdb

__all__ = ["body_rows", "make_bodies", "place_chain"]


def _known(issuer_id: str) -> tuple[bodies.Body | None, places.Place | None]:
    """The register's body and place of an id such as "so-noi-vu.hai-phong"."""
    kind, _, place_id = issuer_id.partition(".")
    body = bodies.by_id(kind)
    if body is None:
        return None, None
    return body, places.by_id(place_id) if place_id else None


def place_chain(place: places.Place | None) -> list[str]:
    """Ids of a place and of the places around it, the nearest first.

    >>> place_chain(places.by_id("hai-phong"))
    ['hai-phong']
    """
    chain: list[str] = []
    while place is not None and place.id not in chain:
        chain.append(place.id)
        place = places.by_id(place.parent_id) if place.parent_id else None
    return chain


def _parent_id(body: bodies.Body, place: places.Place | None) -> str | None:
    parent = bodies.by_id(body.parent_id) if body.parent_id else None
    if parent is None:
        return None
    if not parent.per_place:
        return parent.id
    return bodies.body_id(parent, place) if place is not None else None


def _row(issuer_id: str, name: str | None, names: Sequence[str]) -> dict[str, Any]:
    body, place = _known(issuer_id)
    row: dict[str, Any] = {
        "issuer_id": issuer_id,
        "name": name,
        "abbreviations": [other for other in names if other != name],
        "level": None,
        "parent_id": None,
        "place": None,
        "place_id": None,
    }
    if body is not None:
        if not body.generic and (place is not None or not body.per_place):
            row["name"] = bodies.full_name(body, place)
        short = dict.fromkeys([*(code.code for code in body.codes), *body.aliases, *names])
        row["abbreviations"] = [word for word in short if word != row["name"]]
        row["level"] = place.level if place is not None else body.level
        row["parent_id"] = _parent_id(body, place)
        if place is not None:
            row["place"], row["place_id"] = place.full_name, place.id
    return row


def body_rows(named: Sequence[dict[str, Any]]) -> Any:
    """Arrow table of `bodies`: the given bodies (`issuer_id`, `names` found, `name` found most often) and those above
    them, with a column `places`: ids of the body's place and of the places around it.
    """
    import pyarrow as pa

    rows = {body["issuer_id"]: _row(body["issuer_id"], body["name"], body["names"]) for body in named}
    waiting = [row["parent_id"] for row in rows.values() if row["parent_id"]]
    while waiting:
        issuer_id = waiting.pop()
        if issuer_id not in rows:
            rows[issuer_id] = row = _row(issuer_id, None, ())
            waiting += [row["parent_id"]] if row["parent_id"] else []
    for row in rows.values():
        row["places"] = place_chain(places.by_id(row["place_id"])) if row["place_id"] else []
    wanted = schema("bodies").append(pa.field("places", pa.list_(pa.string())))
    return pa.Table.from_pylist(list(rows.values()), wanted)


def make_bodies(connection: "duckdb.DuckDBPyConnection") -> None:
    """Table `body`: every issuing body of the table `named`, with what the registers know of it."""
    rows = body_rows(connection.sql(sql.NAMED_BODIES).to_arrow_table().to_pylist())  # noqa: F841  (DuckDB reads it)
    connection.execute("CREATE TEMP TABLE body AS SELECT * FROM rows")
