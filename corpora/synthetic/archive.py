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

from corpora.synthetic.compose import Dispatch, compose
from corpora.synthetic.dossiers import HELD, SLOTS, Work, dossier
from corpora.synthetic.pool import TAIL, circular, constitution, pool

__all__ = ["FORMATS", "Summary", "archive_works", "synthesize"]

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


def archive_works(seed: int, documents: int) -> Iterator[tuple[Work, str | None]]:
    """Every work of an archive with the name of the document that holds it: what everybody cites, then by dossier."""
    from corpora import laws

    yield constitution(), None
    for law in laws.laws():
        if law.number is not None:
            from corpora.synthetic.pool import law as work_of

            yield work_of(law.number), None
    for work in pool().values():
        yield work, None
    for rank in range(TAIL):
        yield circular(seed, rank), None
    for index in range(-(-documents // HELD)):
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
    try:
        if tables is not None:
            for work, name in archive_works(seed, documents):
                tables[0].add(_row(work, name))
        for number in only if only is not None else range(documents):
            kind = formats[number % len(formats)]
            dispatch = compose(seed, number, noise=noise if kind == "txt" else 0, paragraphs=kind != "txt")
            shelf = f"{number // _FOLDER:04d}" if documents > _FLAT else ""
            if shelf and made != (made := Path(shelf)):
                for name in ("documents", "gold"):
                    if name in root:
                        (root[name] / shelf).mkdir(exist_ok=True)
            path = _write(root["documents"] / shelf, dispatch, kind, noise=noise, seed=seed)
            if tables is not None:
                _gold(root["gold"] / shelf, dispatch, path if kind == "txt" else None)
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


def _write(folder: Path, dispatch: Dispatch, kind: str, *, noise: int, seed: int) -> Path:
    if kind == "txt":
        path = folder / f"{dispatch.name}.txt"
        path.write_bytes(dispatch.text.encode())
        return path
    from corpora.synthetic import papers

    suffix, data = papers.render(dispatch, kind, noise=noise, seed=seed)
    path = folder / f"{dispatch.name}.{suffix}"
    path.write_bytes(data)
    return path


def _gold(folder: Path, dispatch: Dispatch, document: Path | None) -> None:
    text = folder / f"{dispatch.name}.txt"
    if document is not None:
        text.unlink(missing_ok=True)
        try:
            os.link(document, text)
        except OSError:  # a file system without links
            document = None
    if document is None:
        text.write_bytes(dispatch.text.encode())
    gold: dict[str, Any] = {**dispatch.gold, "work": dispatch.work.id}
    (folder / f"{dispatch.name}.gold.json").write_bytes(json.dumps(gold, ensure_ascii=False).encode())
