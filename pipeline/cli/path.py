"""`cancu path`: how one document rests on another."""

from typing import Annotated

import typer

from pipeline.answers import Answer
from pipeline.cli.asking import STORE, RelationOption, ask
from pipeline.cli.options import StoreOption, answers
from pipeline.least import Least

__all__ = ["path"]


@answers
def path(
    start: Annotated[str, typer.Argument(help="The document that rests.", metavar="A")],
    goal: Annotated[str, typer.Argument(help="The document it may rest on.", metavar="B")],
    store: StoreOption = STORE,
    relation: RelationOption = None,
    *,
    least: Least,
) -> Answer:
    """Print how document A rests on document B: the shortest chain, with the words of each step.

    Python: open_store(DIR).path(A, B)
    """
    return ask(store, "path", start, goal, least=least, relations=relation)
