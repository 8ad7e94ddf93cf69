"""The options that every command shares, given by one decorator."""

import functools
import inspect
from collections.abc import Callable
from pathlib import Path
from typing import Annotated, Any

import typer

from pipeline.answers import Answer
from pipeline.cli.confidence import MinConfidenceOption, PrecisionOption, RecallOption, least_confidence
from pipeline.cli.output import Form, Talk, print_answer
from pipeline.errors import CancuError

__all__ = ["ModelsOption", "StoreOption", "answers"]

StoreOption = Annotated[
    Path, typer.Option("--store", envvar="CANCU_STORE", show_envvar=True, help="Folder of the store.", metavar="DIR")
]
ModelsOption = Annotated[
    str,
    typer.Option(help="Models that may decide where the rules do not: none, default, all, or names (docs/models.md)."),
]
_SHARED: dict[str, Any] = {
    "as_json": Annotated[bool, typer.Option("--json", help="One JSON array of objects.")],
    "as_jsonl": Annotated[bool, typer.Option("--jsonl", help="One JSON object a line.")],
    "as_csv": Annotated[bool, typer.Option("--csv", help="Comma-separated values with a header line.")],
    "quiet": Annotated[bool, typer.Option("--quiet", "-q", help="Nothing on stderr but errors.")],
    "verbose": Annotated[bool, typer.Option("--verbose", "-v", help="More on stderr.")],
}

# What a command that takes `least` is asked by.
_SURE: dict[str, tuple[Any, Any]] = {
    "min_confidence": (MinConfidenceOption, None),
    "precision": (PrecisionOption, False),
    "recall": (RecallOption, False),
}


def _form(as_json: bool, as_jsonl: bool, as_csv: bool) -> Form:
    chosen = [form for form, on in ((Form.JSON, as_json), (Form.JSONL, as_jsonl), (Form.CSV, as_csv)) if on]
    if len(chosen) > 1:
        raise CancuError("option-wrong", "only one of --json, --jsonl and --csv at a time")
    return chosen[0] if chosen else Form.TABLE


def answers(command: Callable[..., Answer | None]) -> Callable[..., None]:
    """Turn a function that gives an `Answer` into a command with --json, --jsonl, --csv, --quiet and -v.

    A parameter named `talk` gets the voice on stderr; one named `form` the chosen form; one named `least` what
    --min-confidence, --precision and --recall ask for.
    """
    signature = inspect.signature(command, eval_str=True)
    wants = {name for name in ("talk", "form", "least") if name in signature.parameters}

    @functools.wraps(command)
    def run(**given: Any) -> None:
        shared = {name: given.pop(name) for name in _SHARED}
        form = _form(shared["as_json"], shared["as_jsonl"], shared["as_csv"])
        talk = Talk(quiet=shared["quiet"], verbose=shared["verbose"])
        if "least" in wants:
            given["least"] = least_confidence(*(given.pop(name) for name in _SURE))
        given.update({name: value for name, value in (("talk", talk), ("form", form)) if name in wants})
        answer = command(**given)
        if answer is not None:
            print_answer(answer, form, talk)

    own = [parameter for parameter in signature.parameters.values() if parameter.name not in wants]
    asked = _SURE if "least" in wants else {}
    more = [
        inspect.Parameter(name, inspect.Parameter.KEYWORD_ONLY, default=default, annotation=annotation)
        for name, (annotation, default) in (asked | {name: (kind, False) for name, kind in _SHARED.items()}).items()
    ]
    run.__signature__ = signature.replace(  # type: ignore[attr-defined]
        parameters=[p.replace(kind=inspect.Parameter.KEYWORD_ONLY) for p in own] + more, return_annotation=None
    )
    run.__annotations__ = {p.name: p.annotation for p in [*own, *more]}
    return run
