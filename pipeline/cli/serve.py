"""`cancu serve`: the store as web pages on this machine."""

from pathlib import Path
from typing import Annotated

import typer

from pipeline.cli.options import StoreOption
from pipeline.cli.output import Talk

__all__ = ["serve"]


def serve(
    store: StoreOption = Path("store"),
    host: Annotated[
        str, typer.Option(help="Address to listen on; others can reach it only if you say so.")
    ] = "127.0.0.1",
    port: Annotated[int, typer.Option(min=0, max=65535, help="Port to listen on; 0: any free one.")] = 8350,
    name: Annotated[
        list[str] | None, typer.Option(help="Answer to this host name too (several: repeat).", metavar="NAME")
    ] = None,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="Nothing on stderr but errors.")] = False,
) -> None:
    """Serve the store as web pages and JSON, read only, until interrupted with Ctrl-C.

    Python: from pipeline.web.server import run; run(DIR, "127.0.0.1", 8350)
    """
    from pipeline.web.server import run

    talk = Talk(quiet=quiet)
    run(store, host, port, names=name or (), ready=lambda address: talk.note(f"{address} (Ctrl-C ends it)"))
