"""`cancu export`: a store as files for other tools."""

from pathlib import Path
from typing import Annotated

import typer

from pipeline.answers import Answer
from pipeline.cli.asking import STORE
from pipeline.cli.options import StoreOption, answers
from pipeline.cli.output import Talk
from pipeline.least import Least

__all__ = ["export"]


@answers
def export(
    store: StoreOption = STORE,
    *,
    format: Annotated[str, typer.Option("--format", help="Which of those in docs/exports.md.", metavar="F")],
    out: Annotated[Path, typer.Option("--out", help="New or empty folder to write to.", metavar="DIR")],
    subset: Annotated[int, typer.Option("--subset", min=1, help="Documents in the subset beside the full set.")] = 1000,
    anonymise: Annotated[
        bool, typer.Option("--anonymise", help="Replace personal data (needs pip install 'cancu[pii]').")
    ] = False,
    talk: Talk,
    least: Least,
) -> Answer:
    """Write the documents of a store for other tools, in splits; print how many documents each split has.

    Python: export(DIR, format="parquet", out=DIR, subset=1000, anonymise=False)
    """
    from pipeline.cli.progress import Progress, work_line
    from pipeline.export import GRAPHS
    from pipeline.export import export as run

    with Progress(talk, work_line, by_step=True) as progress:
        sizes = run(
            store, format=format, out=out, subset=subset, anonymise=anonymise, min_confidence=least.confidence,
            numbers_only=least.numbers_only, progress=progress,
        )  # fmt: skip
    talk.note(f"written to {out}")
    return Answer(("part", "number") if format in GRAPHS else ("split", "documents"), list(sizes.items()), len(sizes))
