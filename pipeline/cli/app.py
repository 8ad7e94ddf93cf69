"""The commands. Heavy libraries are imported inside them: `cancu --help` has to be quick."""

import os
import sys
from collections.abc import Sequence
from typing import Annotated

import typer

from pipeline.answers import Answer
from pipeline.cli.asking import STORE, LimitOption, NumberArgument, ask
from pipeline.cli.confidence import MinConfidenceOption, PrecisionOption, RecallOption, least_confidence
from pipeline.cli.options import ModelsOption, StoreOption, answers
from pipeline.cli.output import Form, Talk
from pipeline.cli.serve import serve
from pipeline.errors import CancuError, Exit
from pipeline.least import Least

__all__ = ["app", "main"]

app = typer.Typer(
    name="cancu",
    help="From Vietnamese administrative documents to a citation graph.",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)

# typer carries its own copy of click, and names of it only what a command may raise.
UsageError: type[Exception] = typer.BadParameter.__mro__[2]


def _version(wanted: bool) -> None:
    if wanted:
        from importlib.metadata import version

        print(f"cancu {version('cancu')}")
        raise typer.Exit


VersionOption = Annotated[bool, typer.Option("--version", callback=_version, is_eager=True, help="Print the version.")]


@app.callback()
def _root(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Print the version.")
    ] = False,
) -> None:
    """From Vietnamese administrative documents to a citation graph."""


@app.command()
def parse(
    file: Annotated[str, typer.Argument(help="A document; - reads standard input.", metavar="FILE")],
    text: Annotated[bool, typer.Option("--text", help="Print the text that all offsets refer to.")] = False,
    pages: Annotated[
        bool, typer.Option("--pages-as-document", help="FILE is a folder (or archive) of page images: one document.")
    ] = False,
    *,
    min_confidence: MinConfidenceOption = None,
    precision: PrecisionOption = False,
    recall: RecallOption = False,
    models: ModelsOption = "default",
    anonymise: Annotated[
        bool, typer.Option("--anonymise", help="Replace personal data (needs pip install 'cancu[pii]').")
    ] = False,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="Nothing on stderr but errors.")] = False,
    verbose: Annotated[bool, typer.Option("--verbose", "-v", help="More on stderr.")] = False,
) -> None:
    """Print what one document says, as one JSON object.

    Python: parse(read(FILE).text)
    """
    from pipeline.read import read
    from pipeline.read.pages import read_pages

    reading = read_pages(file) if pages else read(file)
    words = reading.text
    if not text or anonymise:
        from pipeline.extract import at_least, extract, models_asked

        document = extract(reading, models=models_asked(models))
        least, numbers_only = least_confidence(min_confidence, precision, recall)
        document = at_least(document, least, numbers_only=numbers_only)
    if anonymise:
        from pipeline.anonymise import Anonymiser, key_of

        words, document = Anonymiser(key_of(None)).document(words, document)
    if text:
        sys.stdout.buffer.write(words.encode("utf-8", "surrogatepass"))
        return
    print(document.model_dump_json(by_alias=True, indent=1 if sys.stdout.isatty() else None))
    talk = Talk(quiet=quiet, verbose=verbose)
    for problem in document.problems:
        talk.note(f"{file}: {problem.message} [{problem.code}]")
    talk.detail(f"{len(document.citations)} citations, {len(document.obligations)} obligations")
    if document.status == "failed":
        raise typer.Exit(Exit.SOME_FAILED)


@app.command()
@answers
def ingest(
    paths: Annotated[list[str] | None, typer.Argument(help="Files and folders.", metavar="PATH…")] = None,
    store: StoreOption = STORE,
    *,
    jobs: Annotated[
        int | None, typer.Option("--jobs", "-j", min=1, help="Worker processes; default: one a core.")
    ] = None,
    timeout: Annotated[float, typer.Option(min=1, help="Seconds for one document.", metavar="SECONDS")] = 900,
    memory: Annotated[float, typer.Option(min=0.25, help="Memory of one worker.", metavar="GIB")] = 4,
    limit: Annotated[int | None, typer.Option("--limit", min=1, help="Look at this many files only.")] = None,
    shard: Annotated[str | None, typer.Option(help="Only the i-th of n shares of the files.", metavar="I/N")] = None,
    retry_failed: Annotated[bool, typer.Option("--retry-failed", help="Read failed files again.")] = False,
    refresh: Annotated[
        bool, typer.Option("--refresh", help="Extract again, from stored text, what other versions extracted.")
    ] = False,
    models: ModelsOption = "default",
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Print what would be read, and read nothing.")] = False,
    engine: Annotated[str, typer.Option(help="local, or ray (a cluster; docs/cluster.md).")] = "local",
    talk: Talk,
    form: Form,
) -> Answer | None:
    """Read documents into a store; what it holds already is not read again.

    Python: ingest([PATH, …], store=DIR)
    """
    from pipeline.cli.intake import run

    return run(
        paths or [], talk, form, store=store, jobs=jobs, timeout=timeout, memory=round(memory * 2**30), limit=limit,
        shard=shard, retry_failed=retry_failed, refresh=refresh, models=models, dry_run=dry_run, engine=engine,
    )  # fmt: skip


@app.command()
@answers
def status(store: StoreOption = STORE, *, least: Least) -> Answer:
    """Print what the store holds, in figures.

    Python: open_store(DIR).status()
    """
    return ask(store, "status", least=least)


@app.command()
@answers
def cites(number: NumberArgument, store: StoreOption = STORE, limit: LimitOption = 50, *, least: Least) -> Answer:
    """Print where a document is cited: by which, on what page, the words around.

    Python: open_store(DIR).cites(NUMBER)
    """
    return ask(store, "cites", number, limit=limit, least=least)


@app.command()
@answers
def show(number: NumberArgument, store: StoreOption = STORE, *, least: Least) -> Answer:
    """Print a document, what it cites, what cites it, and what may be the same.

    Python: open_store(DIR).show(NUMBER)
    """
    return ask(store, "show", number, least=least)


@app.command()
@answers
def missing(store: StoreOption = STORE, limit: LimitOption = 50, *, least: Least) -> Answer:
    """Print documents that are cited but not held, the most cited first.

    Python: open_store(DIR).missing()
    """
    return ask(store, "missing", limit=limit, least=least)


@app.command()
@answers
def obligations(
    store: StoreOption = STORE,
    *,
    actor: Annotated[str | None, typer.Option(help="Who must act; case and diacritics do not matter.")] = None,
    due_before: Annotated[str | None, typer.Option(help="Due before this day (2024-01-31).", metavar="DATE")] = None,
    body: Annotated[str | None, typer.Option(help="The issuing body: words of its name, or its id.")] = None,
    recurring: Annotated[
        bool | None, typer.Option("--recurring/--once", help="Only those with a period, or without.")
    ] = None,
    limit: LimitOption = 50,
    least: Least,
) -> Answer:
    """Print obligations: who must do what by when; those with a date first.

    Python: open_store(DIR).obligations(actor=…, due_before=…, body=…, recurring=…)
    """
    return ask(
        store, "obligations", actor=actor, due_before=due_before, body=body, recurring=recurring, limit=limit,
        least=least,
    )  # fmt: skip


@app.command()
@answers
def sql(
    query: Annotated[str, typer.Argument(help="One SELECT over the tables of the store.", metavar="QUERY")],
    store: StoreOption = STORE,
    limit: LimitOption = 1000,
    *,
    least: Least,
) -> Answer:
    """Print the result of an SQL query; only the store can be read, and nothing written.

    Python: open_store(DIR).sql(QUERY)
    """
    return ask(store, "sql", query, limit=limit, least=least)


@app.command()
@answers
def doctor() -> Answer:
    """Print what is installed, what is missing, and how to install it."""
    from pipeline.cli.doctor import examine

    return examine()


def _more() -> None:
    """Commands that live in files of their own; none of them imports anything heavy before it runs."""
    from pipeline.cli.basis import basis
    from pipeline.cli.calendar import calendar
    from pipeline.cli.check import check
    from pipeline.cli.evaluate import evaluate
    from pipeline.cli.export import export
    from pipeline.cli.impact import impact
    from pipeline.cli.import_annotations import import_annotations
    from pipeline.cli.path import path
    from pipeline.cli.suspects import suspects
    from pipeline.cli.synthesize import synthesize
    from pipeline.cli.top import top

    more = (path, basis, impact, top, check, evaluate, suspects, calendar, synthesize, export, import_annotations)
    for command in more:
        app.command()(command)


_more()


app.command()(serve)


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the command and leave with an exit code of the contract; every error is one line on stderr."""
    sys.exit(_run(arguments))


def _run(arguments: Sequence[str] | None) -> int:
    try:
        code = app(args=arguments, standalone_mode=False)
        sys.stdout.flush()
        return code if isinstance(code, int) else Exit.DONE
    except CancuError as error:
        print(f"cancu: {error}", file=sys.stderr)
        candidates = getattr(error, "candidates", None)
        if candidates is not None:
            from pipeline.cli.output import print_answer

            print_answer(candidates, Form.TABLE, Talk(quiet=True), sys.stderr)
        return error.entry.exit
    except UsageError as error:
        error.show()  # type: ignore[attr-defined]
        return Exit.USAGE
    except (KeyboardInterrupt, typer.Abort):
        print("cancu: interrupted; the store is whole, the same command goes on", file=sys.stderr)
        return Exit.INTERRUPTED
    except BrokenPipeError:  # the reader of a pipe has seen enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return Exit.DONE
