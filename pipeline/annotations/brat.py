"""Reads brat standoff as `cancu export --format brat` writes it and annotators correct it."""

import json
import re
from pathlib import Path
from typing import Any

from pipeline.annotations.form import Mark, gold
from pipeline.errors import CancuError

__all__ = ["read_brat"]

SPANS = re.compile(r"(\S+) (\d+ \d+(?:;\d+ \d+)*)")
PARENT = re.compile(r"parent Arg1:(T\d+) Arg2:(T\d+)")
TYPE = re.compile(r"Type (T\d+) (\S+)")
NOTE = re.compile(r"AnnotatorNotes (T\d+)")


def read_brat(path: Path) -> tuple[str, dict[str, Any]]:
    """Text and gold of NAME.ann, whose NAME.txt is beside it.

    Raises `CancuError("annotations-missing")` without the text, `("annotations-broken")` with file and line.
    """
    source = path.with_suffix(".txt")
    if not source.is_file():
        raise CancuError("annotations-missing", f"there is no {source.name} beside it", where=str(path))
    marks: dict[str, Mark] = {}
    line = ""
    try:
        text = source.read_bytes().decode("utf-8")
        lines = path.read_bytes().decode("utf-8").replace("\r\n", "\n").split("\n")
        for line in sorted(filter(None, lines), key=lambda line: line[0] != "T"):
            _line(line, text, marks)
        line = ""
        about = [marks.pop(name) for name in list(marks) if marks[name].label == "document"]
        return text, gold(text, about[0].fields if about else {}, marks)
    except (ValueError, KeyError, IndexError) as error:
        where = f", in {line.split(chr(9))[0]!r}" if line else ""
        raise CancuError("annotations-broken", f"{type(error).__name__}: {error}{where}", where=str(path)) from None


def _line(line: str, text: str, marks: dict[str, Mark]) -> None:
    name, rest, *more = line.split("\t", 2)
    if name[0] == "T" and (match := SPANS.fullmatch(rest)):
        spans = [[int(at) for at in one.split()] for one in match[2].split(";")]
        if name in marks:
            raise ValueError("the id stands twice")
        if not more or more[0] != " ".join(text[start:end] for start, end in spans):
            raise ValueError("its words are not those at its place")
        marks[name] = Mark(match[1], spans)
    elif name[0] == "R" and (match := PARENT.fullmatch(rest.strip())):
        marks[match[1]].parent = match[2]
    elif name[0] == "A" and (match := TYPE.fullmatch(rest)):
        marks[match[1]].fields["type"] = match[2]
    elif name[0] == "#" and more and (match := NOTE.fullmatch(rest)):
        fields = json.loads(more[0])
        if not isinstance(fields, dict):
            raise ValueError("the note is no JSON object")
        marks[match[1]].fields.update(fields)
    else:
        raise ValueError("this is none of T, R parent, A Type, # AnnotatorNotes")
