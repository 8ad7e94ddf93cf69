"""Export of a store: chooses the documents of each split and has a format write them."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pipeline.errors import CancuError
from pipeline.export import (
    akoma_ntoso,
    brat,
    card,
    conll,
    croissant,
    csv,
    docbin,
    gexf,
    graphml,
    jsonl,
    label_studio,
    neo4j,
    parquet,
    turtle,
    web_annotation,
)
from pipeline.export.graph import Graph
from pipeline.export.ordering import Shelf, ordered
from pipeline.export.records import record, stored, text_of
from pipeline.export.splits import SPLITS, Groups, Sketches, split
from pipeline.least import Least
from pipeline.new_folder import new_folder

if TYPE_CHECKING:
    from pipeline.anonymise import Anonymiser
    from pipeline.query.store import Store

__all__ = ["FORMATS", "GRAPHS", "Done", "export"]

FORMATS: dict[str, Callable[[Iterable[Mapping[str, Any]], Path], None]] = {
    "akoma-ntoso": akoma_ntoso.write,
    "brat": brat.write,
    "conll": conll.write,
    "csv": csv.write,
    "docbin": docbin.write,
    "jsonl": jsonl.write,
    "label-studio": label_studio.write,
    "parquet": parquet.write,
    "web-annotation": web_annotation.write,
}
GRAPHS: dict[str, Callable[[Graph, Path], None]] = {
    "gexf": gexf.write,
    "graphml": graphml.write,
    "neo4j": neo4j.write,
    "turtle": turtle.write,
}


@dataclass(slots=True)
class Done:
    """How far an export is: in a step, so many documents of all."""

    step: str = "starting"
    looked_at: int = 0
    total: int | None = None


Progress = Callable[[Done, str], None]
"""Called with the name of each step, and with "" after every document."""


def export(
    store: "str | Path | Store",
    *,
    format: str,
    out: str | Path,
    subset: int = 1000,
    anonymise: bool = False,
    min_confidence: float = 0.0,
    numbers_only: bool = False,
    progress: Progress | None = None,
) -> dict[str, int]:
    """Write the documents of a store to OUT/full and, of the first `subset` ids, OUT/subset; number of each split.
    A format of `GRAPHS` is the whole graph in OUT, without splits; number of works and of edges.

    `anonymise` replaces personal data under the store's key (extra `pii`). `min_confidence` and `numbers_only` leave
    out citations and obligations as `open_store` does (whose own count where `store` is opened already); the others
    keep their indexes. The splits are the same with all of these.

    Bytes depend on the documents and options only. OUT appears when all is written; it must be missing or empty.
    Raises `CancuError("option-wrong")` for an unknown format, `("store-missing")`, `("out-foreign")` for a folder
    that holds something, `("out-unwritable")`, `("program-missing")` without what `anonymise` needs, and
    `("store-unwritable")` where the store has no key and cannot be given one.
    """
    from pipeline.query.store import Store

    known = sorted(FORMATS | GRAPHS)
    if format not in known:
        raise CancuError("option-wrong", f"there is no format {format!r}; there are {', '.join(known)}")
    opened = store if isinstance(store, Store) else Store(store, Least(min_confidence, numbers_only))
    anonymiser = _anonymiser(opened) if anonymise else None
    tell = progress or (lambda done, what: None)
    try:
        with new_folder(out) as work:
            if format in GRAPHS:
                return _write_graph(opened, GRAPHS[format], work, anonymiser, tell)
            sizes = _write_splits(opened, FORMATS[format], work, subset=subset, anonymiser=anonymiser, tell=tell)
            if format == "parquet":
                card.write(opened, work, anonymised=anonymise)
                croissant.write(work)
            return sizes
    except OSError as error:
        raise CancuError("out-unwritable", error.strerror or str(error), where=str(out)) from None


def _anonymiser(store: "Store") -> "Anonymiser":
    from pipeline.anonymise import Anonymiser, key_of

    anonymiser = Anonymiser(b"")
    anonymiser.require()  # before a key is made
    anonymiser.key = key_of(store.layout.root)
    return anonymiser


def _write_graph(
    store: "Store",
    write: Callable[[Graph, Path], None],
    work: Path,
    anonymiser: "Anonymiser | None",
    tell: Progress,
) -> dict[str, int]:
    count = {table: store.value(f"SELECT count(*) FROM {table}") for table in ("documents", "works", "edges")}
    title = None
    if anonymiser is not None:
        done = Done("looking for personal data", total=count["documents"])
        title = anonymiser.titles(_told(stored(store.layout, ("documents", "texts", "citations")), done, tell))
    write(Graph(store.connection, title), work)
    return {table: count[table] for table in ("works", "edges")}


def _told(items: Iterable[tuple[str, Any]], done: Done, tell: Progress) -> Iterator[tuple[str, Any]]:
    tell(done, done.step)
    for doc_id, item in items:
        done.looked_at += 1
        tell(done, "")  # before it is handed on: nobody asks for more after the last
        yield doc_id, item


def _write_splits(
    store: "Store",
    write: Callable[[Iterable[Mapping[str, Any]], Path], None],
    work: Path,
    *,
    subset: int,
    anonymiser: "Anonymiser | None",
    tell: Progress,
) -> dict[str, int]:
    given = _splits(store, tell)
    sizes = {name: list(given.values()).count(name) for name in SPLITS}
    chosen = set(sorted(given)[:subset])
    order = sorted(given, key=lambda doc_id: (SPLITS.index(given[doc_id]), doc_id))
    place = {doc_id: at for at, doc_id in enumerate(order)}
    reading = _told(stored(store.layout), Done("reading", total=len(given)), tell)
    # what was ingested since the splits were chosen has no place
    in_order = ordered(((place[one], (one, rows)) for one, rows in reading if one in place), len(order), work)
    records = _records(_told(in_order, Done("writing", total=len(given)), tell), anonymiser, store.least)
    for folder in ("full", "subset"):
        (work / folder).mkdir()
    for name in SPLITS:
        with Shelf(work) as aside:  # so that no text is read, and no personal data looked for, twice
            write(_laid_aside(islice(records, sizes[name]), chosen, aside), work / "full" / name)
            write(aside, work / "subset" / name)
    return sizes


def _records(
    documents: Iterable[tuple[str, Any]], anonymiser: "Anonymiser | None", least: Least
) -> Iterator[dict[str, Any]]:
    for doc_id, rows in documents:
        yield record(doc_id, anonymiser.rows(rows) if anonymiser else rows, least)


def _laid_aside(records: Iterable[dict[str, Any]], chosen: set[str], shelf: Shelf) -> Iterator[dict[str, Any]]:
    for one in records:
        if one["doc_id"] in chosen:
            shelf.put(one)
        yield one


def _splits(store: "Store", tell: Progress) -> dict[str, str]:
    """The split of each document, by texts as they are: redacted ones would be nearer to each other."""
    groups, sketches = Groups(), Sketches()
    dates: dict[str, str | None] = {}
    done = Done("comparing", total=store.value("SELECT count(*) FROM documents"))
    for doc_id, rows in _told(stored(store.layout, ("documents", "texts")), done, tell):
        head = rows["documents"][0]
        dates[doc_id] = head["date"]
        if head["target_id"]:
            groups.join(doc_id, f"work {head['target_id']}")
        sketches.add(doc_id, text_of(rows))
    sketches.join(groups)
    for one, other in store.select("SELECT work_a, work_b FROM suspected").rows:
        groups.join(f"work {one}", f"work {other}")
    return split(dates, groups)
