"""`cancu calendar`: obligations as iCalendar."""

import sys
from pathlib import Path
from typing import Annotated

import typer

from pipeline.answers import Answer
from pipeline.cli.asking import STORE, ask
from pipeline.cli.options import StoreOption, answers
from pipeline.cli.output import Form, Talk
from pipeline.least import Least

__all__ = ["calendar"]


@answers
def calendar(
    store: StoreOption = STORE,
    *,
    actor: Annotated[str | None, typer.Option(help="Who must act; case and diacritics do not matter.")] = None,
    due_before: Annotated[str | None, typer.Option(help="Due before this day (2024-01-31).", metavar="DATE")] = None,
    body: Annotated[str | None, typer.Option(help="The issuing body: words of its name, or its id.")] = None,
    recurring: Annotated[
        bool | None, typer.Option("--recurring/--once", help="Only those with a period, or without.")
    ] = None,
    todos: Annotated[bool, typer.Option("--todos", help="To-dos instead of all-day events.")] = False,
    out: Annotated[Path | None, typer.Option("--out", help="Write the calendar to this file.", metavar="FILE")] = None,
    talk: Talk,
    form: Form,
    least: Least,
) -> Answer | None:
    """Print obligations with a day or a rhythm as a calendar (iCalendar); --json, --csv: its entries as rows.

    Python: open_store(DIR).calendar(actor=…, due_before=…, body=…, recurring=…)
    """
    answer = ask(store, "calendar", actor=actor, due_before=due_before, body=body, recurring=recurring, least=least)
    if form is not Form.TABLE:
        return answer
    from pipeline.query.calendar import as_ical

    whole = as_ical(answer, entries="todos" if todos else "events")
    if out:
        from pipeline.errors import CancuError

        try:
            out.write_bytes(whole)
        except OSError as error:
            raise CancuError("option-wrong", f"cannot write: {error.strerror}", where=str(out)) from None
    else:
        sys.stdout.buffer.write(whole)
        sys.stdout.buffer.flush()
    talk.note("; ".join(filter(None, (f"{answer.total} entries", answer.note))))
    return None
