"""`cancu synthesize`: an archive of invented dispatches with exact truth."""

from pathlib import Path
from typing import Annotated

import typer

from pipeline.answers import Answer
from pipeline.cli.options import answers
from pipeline.cli.output import Talk
from pipeline.errors import CancuError

__all__ = ["synthesize"]


@answers
def synthesize(
    *,
    documents: Annotated[int, typer.Option("--documents", "-n", min=1, help="How many documents.")],
    out: Annotated[Path, typer.Option("--out", help="Folder to write to.", metavar="DIR")],
    formats: Annotated[
        str, typer.Option("--formats", help="txt, docx, pdf, scan; several take turns.", metavar="F,…")
    ] = "txt",
    noise: Annotated[int, typer.Option("--noise", min=0, max=4, help="Wear of letters and pages, 0 to 4.")] = 0,
    seed: Annotated[int, typer.Option("--seed", help="The same seed gives the same archive.")] = 0,
    truth: Annotated[bool, typer.Option("--truth/--no-truth", help="Write gold, works and edges too.")] = True,
    talk: Talk,
) -> Answer:
    """Write an archive of invented dispatches, with the exact truth beside it.

    Python: synthesize(DIR, N, formats=["txt"], noise=0, seed=0)
    """
    import time

    from corpora.synthetic.archive import FORMATS
    from corpora.synthetic.archive import synthesize as run
    from corpora.synthetic.papers import MissingLibraryError

    wanted = [name.strip() for name in formats.split(",") if name.strip()]
    unknown = [name for name in wanted if name not in FORMATS]
    if unknown or not wanted:
        raise CancuError("option-wrong", f"--formats knows {', '.join(FORMATS)}, not {', '.join(unknown) or 'nothing'}")
    start = time.monotonic()

    def progress(done: int) -> None:
        if done % 1000 == 0:
            talk.note(f"{done:,} of {documents:,} documents, {done / (time.monotonic() - start):,.0f} a second")

    try:
        summary = run(out, documents, formats=wanted, noise=noise, seed=seed, truth=truth, progress=progress)
    except MissingLibraryError as error:
        raise CancuError("program-missing", str(error)) from None
    except OSError as error:
        raise CancuError("out-unwritable", str(error), where=str(out)) from None
    return Answer(summary._fields, [tuple(summary)], 1)
