"""`cancu check`: contradictions and gaps."""

from typing import Annotated

import typer

from pipeline.answers import Answer
from pipeline.cli.asking import STORE, LimitOption, ask
from pipeline.cli.options import StoreOption, answers
from pipeline.least import Least

__all__ = ["check"]


@answers
def check(
    store: StoreOption = STORE,
    *,
    only: Annotated[
        list[str] | None,
        typer.Option(
            "--only",
            help="two-dates, reply-first, future, ended-basis or gap (repeat it).",
            metavar="KIND",
        ),
    ] = None,
    body: Annotated[str | None, typer.Option(help="Works of this body: words of its name, or its id.")] = None,
    limit: LimitOption = 100,
    least: Least,
) -> Answer:
    """Print what cannot be so: one number with two dates, a reply before its question, gaps in a series.

    Python: open_store(DIR).check(only=[KIND, …])
    """
    return ask(store, "check", least=least, only=only, body=body, limit=limit)
