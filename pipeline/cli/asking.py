"""What the commands that ask a store share: the arguments they take, and the asking."""

from dataclasses import replace
from pathlib import Path
from typing import Annotated, Any

import typer

from pipeline.answers import Answer
from pipeline.errors import CancuError
from pipeline.least import EVERYTHING, Least

__all__ = ["STORE", "DepthOption", "LimitOption", "NumberArgument", "RelationOption", "ask"]

STORE = Path("store")
NumberArgument = Annotated[str, typer.Argument(help="Number in any spelling, words, or a target_id.", metavar="NUMBER")]
LimitOption = Annotated[int, typer.Option("--limit", min=0, help="At most this many rows; 0: all.")]
RelationOption = Annotated[
    list[str] | None,
    typer.Option("--relation", help="Follow this relation (repeat it; all: every one).", metavar="NAME"),
]
DepthOption = Annotated[int, typer.Option("--depth", min=0, help="At most this many steps; 0: all.")]


def ask(store: Path, question: str, *arguments: Any, least: Least = EVERYTHING, **options: Any) -> Answer:
    """The answer of the store in a folder, from what is as sure as `least`; a limit or depth of 0 is none."""
    from pipeline.query.store import Store

    for bound in ("limit", "depth"):
        if bound in options:
            options[bound] = options[bound] or None
    with Store(store, least) as opened:
        try:
            answer = opened.ask(question, *arguments, **options)
        except CancuError as error:
            if error.code == "number-unknown" and opened.left_out:
                raise CancuError(error.code, f"{error.message}; {opened.left_out}", where=error.where) from None
            raise
        return replace(answer, note="; ".join(filter(None, (answer.note, opened.left_out))) or None)
