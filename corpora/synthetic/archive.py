"""An archive on disk: documents in the wanted formats, the truth of each in the gold format, works and edges as tables.

    DIR/documents/0000000.txt …     what an archive holds (in folders of 1,000 above 10,000 documents)
    DIR/gold/0000000.txt            the text as composed; a link to the document where that is the text itself
    DIR/gold/0000000.gold.json      the truth of it: score.py reads this folder
    DIR/truth/works.parquet         every work: number, date, issuer, title, and the document that holds it
    DIR/truth/edges.parquet         source work, relation, target work, document that states it

One document after the other is made, written and forgotten: memory does not grow with the archive.
"""

import gc
import json
import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from corpora import laws
from corpora.synthetic.compose import Dispatch, compose
from corpora.synthetic.dossiers import HELD, SLOTS, Work, dossier
from corpora.synthetic.pool import TAIL, circular, constitution, law, pool

__all__ = ["FORMATS", "Summary", "common_works", "dossier_works", "synthesize"]

FORMATS = ("txt", "docx", "pdf", "scan")
_FOLDER = 1000  # documents in a folder of a large archive
_FLAT = 10_000  # archives up to this size lie in one folder
_SWEEP = 3000  # documents between two sweeps of the garbage collector
_ROWS = 20_000  # rows of a table kept before they are written


class Summary(NamedTuple):
    """What was made."""

    documents: int
    characters: int
    citations: int
    obligations: int
    edges: int


class _Table:
    """A Parquet file written in groups of rows."""

    def __init__(self, path: Path, columns: Sequence[str]) -> None:
        import pyarrow as pa
        import pyarrow.parquet as pq

        self.columns = tuple(columns)
        self.schema = pa.schema([(name, pa.string()) for name in columns])
        self.writer = pq.ParquetWriter(path, self.schema, compression="zstd")
        self.rows: list[tuple[str | None, ...]] = []

    def add(self, row: tuple[str | None, ...]) -> None:
        self.rows.append(row)
        if len(self.rows) >= _ROWS:
            self._flush()

    def _flush(self) -> None:
        import pyarrow as pa

        columns = list(zip(*self.rows, strict=True)) if self.rows else [() for _ in self.columns]
        self.writer.write_table(pa.table([pa.array(column, pa.string()) for column in columns], schema=self.schema))
        self.rows = []

    def close(self) -> None:
        if self.rows:
            self._flush()
        self.writer.close()


_WORKS = ("work", "type", "number", "date", "issuer", "title", "held")
_EDGES = ("source", "relation", "target", "document")


def _title(work: Work) -> str:
    subject = work.subject
    if subject.work is None:
        return subject.words
    cited = subject.work
    name = cited.title_law or cited.word
    return f"{subject.words}{name} {cited.number or ''}{subject.after}"


def _row(work: Work, name: str | None) -> tuple[str | None, ...]:
    return work.id, work.type, work.number, work.iso, work.issuer, _title(work), name


def common_works(seed: int) -> Iterator[Work]:
    """What everybody cites and nobody holds: laws, well-known decrees, the long tail of circulars."""
    yield constitution()
    yield from (law(row.number) for row in laws.laws() if row.number is not None)
    yield from pool().values()
    yield from (circular(seed, rank) for rank in range(TAIL))


def dossier_works(seed: int, index: int, documents: int) -> Iterator[tuple[Work, str | None]]:
    """The works of a dossier, each with the name of the document that holds it in an archive of that size."""
    for slot in range(SLOTS):
        number = index * HELD + slot
        yield dossier(seed, index).work(slot), f"{number:07d}" if slot < HELD and number < documents else None


def synthesize(
    out: Path, documents: int, *, formats: Sequence[str] = ("txt",), noise: int = 0, seed: int = 0, truth: bool = True,
    only: Iterable[int] | None = None, progress: Callable[[int], None] | None = None,
) -> Summary:  # fmt: skip
    """Write an archive of `documents` documents; document i comes in format i modulo the number of formats.

    A document depends on the seed and its own number alone: a larger archive of the seed begins with the smaller.
    `noise` (0 to 4) wears letters of text files and the pages of scans. `truth` False leaves out gold and tables.
    `only` makes these documents only (a shard). `progress` is called with the number of documents made.
    Raises `ValueError` for a format or a level that does not exist, `OSError` where files cannot be written or a
    library or typeface is missing (the message says how to install it).
    """
    unknown = [each for each in formats if each not in FORMATS]
    if unknown or not formats or not 0 <= noise <= 4:
        raise ValueError(f"no such format: {', '.join(unknown)}" if unknown else "noise goes from 0 to 4")
    root = {name: out / name for name in (("documents", "gold", "truth") if truth else ("documents",))}
    for folder in root.values():
        folder.mkdir(parents=True, exist_ok=True)
    tables = (
        (_Table(root["truth"] / "works.parquet", _WORKS), _Table(root["truth"] / "edges.parquet", _EDGES))
        if truth
        else None
    )
    swept = gc.isenabled()
    gc.disable()  # its sweeps cost an eighth of the time; what is thrown away in circles is swept now and then
    done = characters = citations = obligations = edges = 0
    made: Path | None = None
    index = -1
    try:
        if tables is not None:
            for work in common_works(seed):
                tables[0].add(_row(work, None))
        for number in only if only is not None else range(documents):
            if tables is not None and number // HELD != index:
                index = number // HELD
                for work, name in dossier_works(seed, index, documents):
                    tables[0].add(_row(work, name))
            kind = formats[number % len(formats)]
            dispatch = compose(seed, number, noise=noise if kind == "txt" else 0, paragraphs=kind != "txt")
            shelf = f"{number // _FOLDER:04d}" if documents > _FLAT else ""
            if shelf and made != (made := Path(shelf)):
                for name in ("documents", "gold"):
                    if name in root:
                        (root[name] / shelf).mkdir(exist_ok=True)
            path = _write(f"{root['documents']}/{shelf}", dispatch, kind, noise=noise, seed=seed)
            if tables is not None:
                _gold(f"{root['gold']}/{shelf}", dispatch, path if kind == "txt" else None)
                for source, relation, target in dispatch.edges:
                    tables[1].add((source, relation, target, dispatch.name))
            done += 1
            characters += len(dispatch.text)
            citations += len(dispatch.gold["citations"])
            obligations += len(dispatch.gold["obligations"])
            edges += len(dispatch.edges)
            if done % _SWEEP == 0:
                gc.collect()
            if progress is not None:
                progress(done)
    finally:
        if swept:
            gc.enable()
        if tables is not None:
            for table in tables:
                table.close()
    return Summary(done, characters, citations, obligations, edges)


def _save(path: str, data: bytes) -> None:
    with Path(path).open("wb", buffering=0) as file:
        file.write(data)


def _write(folder: str, dispatch: Dispatch, kind: str, *, noise: int, seed: int) -> str:
    if kind == "txt":
        suffix, data = "txt", dispatch.text.encode()
    else:
        from corpora.synthetic import papers

        suffix, data = papers.render(dispatch, kind, noise=noise, seed=seed)
    path = f"{folder}/{dispatch.name}.{suffix}"
    _save(path, data)
    return path


def _gold(folder: str, dispatch: Dispatch, document: str | None) -> None:
    text = f"{folder}/{dispatch.name}.txt"
    if document is None or not _linked(document, text):
        _save(text, dispatch.text.encode())
    gold: dict[str, Any] = {**dispatch.gold, "work": dispatch.work.id}
    _save(f"{folder}/{dispatch.name}.gold.json", json.dumps(gold, ensure_ascii=False).encode())


def _linked(document: str, text: str) -> bool:
    """Whether `text` is now another name of `document`: not every file system has links."""
    try:
        os.link(document, text)
    except FileExistsError:
        Path(text).unlink()
        return _linked(document, text)
    except OSError:
        return False
    return True
