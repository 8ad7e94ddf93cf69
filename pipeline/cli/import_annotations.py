"""`cancu import-annotations`: what annotators corrected, as gold."""

from pathlib import Path
from typing import Annotated

import typer

from pipeline.answers import Answer
from pipeline.cli.options import answers
from pipeline.cli.output import Talk

__all__ = ["import_annotations"]


@answers
def import_annotations(
    source: Annotated[Path, typer.Argument(help="Folder of brat files, or JSON of Label Studio.", metavar="PATH")],
    *,
    out: Annotated[Path, typer.Option("--out", help="New or empty folder to write to.", metavar="DIR")],
    talk: Talk,
) -> Answer:
    """Turn corrected annotations of brat or Label Studio into gold for `cancu evaluate`; print the number of documents.

    Python: import_annotations(PATH, out=DIR)
    """
    from pipeline.annotations import import_annotations as run

    count = run(source, out=out)
    talk.note(f"written to {out}")
    return Answer(("documents",), [(count,)], 1)
