"""`cancu suspects`: works that may be one document; a person decides."""

from typing import Annotated

import typer

from pipeline.answers import Answer
from pipeline.cli.asking import STORE, LimitOption, ask
from pipeline.cli.options import StoreOption, answers

__all__ = ["suspects"]


@answers
def suspects(
    store: StoreOption = STORE,
    *,
    review: Annotated[
        bool, typer.Option("--review", help="Write the pairs to suspected-review.csv in the store, to be decided.")
    ] = False,
    apply: Annotated[bool, typer.Option("--apply", help="Obey what is decided there now, not at the next ingest.")] = (
        False
    ),
    limit: LimitOption = 50,
) -> Answer:
    """Print works that may be one document printed with two numbers, and what was decided about them.

    Python: open_store(DIR).suspects(review=True); apply_review(DIR)
    """
    if apply:
        from pipeline.resolve import apply_review

        apply_review(store)
    return ask(store, "suspects", review=review, limit=limit)
