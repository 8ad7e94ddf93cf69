"""What the commands that ask a store share: the arguments they take, and the asking."""

from pathlib import Path
from typing import Annotated, Any

import typer

from pipeline.answers import Answer

__all__ = ["STORE", "DepthOption", "LimitOption", "NumberArgument", "RelationOption", "ask"]

STORE = Path("store")
NumberArgument = Annotated[str, typer.Argument(help="Number in any spelling, words, or a target_id.", metavar="NUMBER")]
LimitOption = Annotated[int, typer.Option("--limit", min=0, help="At most this many rows; 0: all.")]
RelationOption = Annotated[
    list[str] | None,
    typer.Option("--relation", help="Follow this relation (repeat it; all: every one).", metavar="NAME"),
]
DepthOption = Annotated[int, typer.Option("--depth", min=0, help="At most this many steps; 0: all.")]


def ask(store: Path, question: str, *arguments: Any, **options: Any) -> Answer:
    """The answer of the store in a folder; a limit or depth of 0 is none."""
    from pipeline.query import open_store

    for bound in ("limit", "depth"):
        if bound in options:
            options[bound] = options[bound] or None
    with open_store(store) as opened:
        return opened.ask(question, *arguments, **options)
