"""`cancu top`: the most cited."""

from typing import Annotated

import typer

from pipeline.answers import Answer
from pipeline.cli.asking import STORE, LimitOption, ask
from pipeline.cli.options import StoreOption, answers
from pipeline.least import Least

__all__ = ["top"]


@answers
def top(
    store: StoreOption = STORE,
    *,
    by: Annotated[
        str, typer.Option("--by", help="Count works, or the bodies that issued them.", metavar="works|bodies")
    ] = "works",
    type: Annotated[str | None, typer.Option(help="Of this type: its code or name.")] = None,
    body: Annotated[str | None, typer.Option(help="Issued by this body: words of its name, or its id.")] = None,
    year: Annotated[int | None, typer.Option(help="Issued in this year.")] = None,
    limit: LimitOption = 20,
    least: Least,
) -> Answer:
    """Print what is cited by the most documents.

    Python: open_store(DIR).top(by="works", type=…, body=…, year=…)
    """
    return ask(store, "top", least=least, by=by, type=type, body=body, year=year, limit=limit)
