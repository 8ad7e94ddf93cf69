"""How sure an answer must be: `--min-confidence X`, or one of two presets that were measured."""

from typing import Annotated

import typer

from pipeline.errors import CancuError
from pipeline.least import Least

__all__ = ["MinConfidenceOption", "PrecisionOption", "RecallOption", "least_confidence"]

MinConfidenceOption = Annotated[
    float | None,
    typer.Option(
        "--min-confidence", min=0, max=1, metavar="X", help="Leave out citations and obligations less sure than X."
    ),
]
PrecisionOption = Annotated[
    bool,
    typer.Option("--precision", help="Of cited numbers only the surest (docs/decisions/0014 has the figures)."),
]
RecallOption = Annotated[
    bool, typer.Option("--recall", help="All cited numbers that were found (so it is by default).")
]


def least_confidence(wanted: float | None, precision: bool, recall: bool) -> Least:
    """The confidence that the options ask for, and whether it is asked of cited numbers alone: so with the presets.

    Raises `CancuError("option-wrong")` for two of them at a time.

    >>> least_confidence(0.5, False, False)
    Least(confidence=0.5, numbers_only=False)
    """
    if (wanted is not None) + precision + recall > 1:
        raise CancuError("option-wrong", "only one of --min-confidence, --precision and --recall at a time")
    if wanted is not None or not (precision or recall):
        return Least(wanted or 0.0)
    from corpora.confidence import presets

    return Least(presets()["precision" if precision else "recall"], numbers_only=True)
