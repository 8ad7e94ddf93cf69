"""The command `ingest`: what it says while it runs and when it is done."""

from typing import Any

import typer

from pipeline.answers import Answer
from pipeline.cli.output import Form, Talk, print_answer
from pipeline.errors import CancuError, Exit

__all__ = ["run"]

_FIGURES = ("read", "partial", "failed", "known", "duplicates", "refreshed", "pages", "characters")


def run(paths: list[str], talk: Talk, form: Form, *, shard: str | None, dry_run: bool, **options: Any) -> Answer | None:
    """Ingest, saying on stderr how it goes; leaves with SOME_FAILED where files failed."""
    from pipeline.cli.progress import Progress, closing_lines, line
    from pipeline.ingestion import ingest, parse_shard

    if not paths and not options["refresh"]:
        raise CancuError("option-wrong", "name files or folders to read, or --refresh what is stored")
    share = parse_shard(shard) if shard else None
    if dry_run:
        summary = ingest(paths, shard=share, dry_run=True, **options)
        talk.note(f"{len(summary.planned):,} files would be read, {summary.known:,} are known")
        return Answer(("path", "bytes"), list(summary.planned), len(summary.planned))
    with Progress(talk, line) as progress:
        summary = ingest(paths, shard=share, progress=progress, **options)
    for each in closing_lines(summary, progress.seconds()):
        talk.note(each)
    if form is not Form.TABLE:
        print_answer(Answer(_FIGURES, [tuple(getattr(summary, name) for name in _FIGURES)], 1), form, talk)
    if summary.failed:
        raise typer.Exit(Exit.SOME_FAILED)
    return None
