"""How answers are printed: a table, JSON, JSON Lines or CSV on stdout; what is said about them on stderr."""

import json
import os
import shutil
import sys
import unicodedata
from collections.abc import Sequence
from enum import StrEnum
from typing import IO, Any

from pipeline.answers import Answer

__all__ = ["Form", "Talk", "print_answer"]

NARROWEST = 6  # columns are not squeezed below this on a terminal
CELL = 60  # nor shown wider than this there


class Form(StrEnum):
    """The form of an answer."""

    TABLE = "table"
    JSON = "json"
    JSONL = "jsonl"
    CSV = "csv"


class Talk:
    """What goes to stderr: notes unless quiet, details when asked for."""

    def __init__(self, *, quiet: bool = False, verbose: bool = False) -> None:
        self.quiet = quiet
        self.verbose = verbose

    def note(self, message: str) -> None:
        """Something the reader of the answer should know."""
        if not self.quiet:
            print(message, file=sys.stderr)

    def detail(self, message: str) -> None:
        """Something only a curious reader wants."""
        if self.verbose:
            print(message, file=sys.stderr)


def _plain(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, list | tuple | dict):
        return json.dumps(value, ensure_ascii=False, default=str)
    return " ".join(str(value).split())


def _width(text: str) -> int:
    """Columns a text takes on a terminal: combining marks take none."""
    return sum(not unicodedata.combining(letter) for letter in text)


def _cut(text: str, width: int) -> str:
    """At most `width` columns of the text, around the mention between ⟦ and ⟧ if there is one."""
    if _width(text) <= width:
        return text
    text = unicodedata.normalize("NFC", text)
    mention = text.find("⟦")
    room = max(1, width - 1)
    if mention < 0 or text.find("⟧") < room:
        return text[:room] + "…"
    start = max(1, min(mention - room // 6, len(text) - room))
    end = start + room - 1
    return "…" + (text[start : start + room] if end + 1 >= len(text) else text[start:end] + "…")


def _squeeze(widths: list[int], room: int) -> list[int]:
    """Column widths that fit into `room`, taking from the widest; the widest alone may have what is left over."""
    full, gaps = widths, 2 * (len(widths) - 1)
    widths = [min(width, CELL) for width in full]
    while sum(widths) + gaps > room and max(widths) > NARROWEST:
        widths[widths.index(max(widths))] -= 1
    widest = full.index(max(full))
    widths[widest] = min(full[widest], widths[widest] + max(0, room - gaps - sum(widths)))
    return widths


def _table(answer: Answer, out: IO[str], *, terminal: bool) -> None:
    # Columns that are empty throughout only take room.
    used = [
        i for i, name in enumerate(answer.columns)
        if name not in answer.hidden and any(row[i] is not None for row in answer.rows)
    ]  # fmt: skip
    if not used:
        return
    cells = [[_plain(row[i]) for i in used] for row in answer.rows]
    names = [answer.columns[i] for i in used]
    widths = [max(_width(names[i]), *(_width(row[i]) for row in cells)) for i in range(len(used))]
    if terminal:
        widths = _squeeze(widths, shutil.get_terminal_size().columns)
    numeric = [all(isinstance(row[i], int | float | None) for row in answer.rows) for i in used]
    bold, plain = ("\033[1m", "\033[0m") if terminal and not os.environ.get("NO_COLOR") else ("", "")

    def line(texts: Sequence[str]) -> str:
        parts = []
        for text, width, right in zip(texts, widths, numeric, strict=True):
            shown = _cut(text, width)
            gap = " " * (width - _width(shown))
            parts.append(gap + shown if right else shown + gap)
        return "  ".join(parts).rstrip()

    print(bold + line(names) + plain, file=out)
    for row in cells:
        print(line(row), file=out)


def print_answer(answer: Answer, form: Form, talk: Talk, out: IO[str] | None = None) -> None:
    """Print the answer to stdout, and to stderr what it left out.

    JSON is one array of objects; CSV has a header line, no byte order mark, and JSON in cells that hold lists.
    """
    out = out or sys.stdout
    if form is Form.JSON:
        json.dump(answer.records(), out, ensure_ascii=False, indent=1, default=str)
        print(file=out)
    elif form is Form.JSONL:
        for record in answer.records():
            print(json.dumps(record, ensure_ascii=False, default=str), file=out)
    elif form is Form.CSV:
        import csv

        writer = csv.writer(out, lineterminator="\n")
        writer.writerow(answer.columns)
        for row in answer.rows:
            writer.writerow([_cell(value) for value in row])
    else:
        _table(answer, out, terminal=out.isatty())
    if answer.note:
        talk.note(answer.note)
    if answer.left_out:
        talk.note(f"{len(answer.rows)} of {answer.total} rows shown; --limit 0 shows all")


def _cell(value: Any) -> Any:
    return json.dumps(value, ensure_ascii=False, default=str) if isinstance(value, list | tuple | dict) else value
