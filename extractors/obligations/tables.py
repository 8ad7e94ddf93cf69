"""Tables that divide the work: "TT | Nội dung | Đơn vị chủ trì | Đơn vị phối hợp | Thời gian"; a row is a duty.

A numbered row is the smallest enumerated unit (gold/GUIDELINES.md): who leads is its actor, its time the deadline. Only
tables whose cells are kept apart by "|" are read: in flattened columns nobody can tell where a cell ends.
"""

import re
from collections.abc import Iterator
from typing import NamedTuple

from extractors.obligations.words import CueText, Kind

__all__ = ["Row", "task_rows"]


class Row(NamedTuple):
    """A row in clean offsets: its number, its task, who leads, and the cell of its time."""

    start: int
    end: int
    label: str
    task: tuple[int, int]
    lead: tuple[int, int]
    time: tuple[int, int] | None


_HEAD = re.compile(r"^[ |*]{0,4}(?:s[o0]? ?tt|tt|so thu tu)[ *]{0,3}\|", re.MULTILINE)
_ROW = re.compile(r"^[ |*]{0,4}(?P<label>\d{1,3}(?:\.\d{1,2}){0,3}|[ivx]{1,5}|[a-h])[.)]?[ *]{0,3}\|", re.MULTILINE)
_CELL = re.compile(r"[^|]+")
_LINE = re.compile(r"\n(?=[ ]*\n|[ ]*(?:\d{1,3}[.)]|[ivx]{1,5}[.)-]|[a-h]\)|[-+*])[ ])")
_TASK = re.compile(r"\b(?:noi dung|nhiem vu|cong viec|hoat dong|ten viec|giai phap|dau viec)\b")
_LEAD = re.compile(
    r"\b(?:chu tri|phu trach|chiu trach nhiem"
    r"|(?:don vi|co quan|bo phan|nguoi|phong|ca nhan) (?:duoc giao|thuc hien|tham muu))\b"
)
_TIME = re.compile(r"\b(?:thoi (?:gian|han|diem)|tien do|han hoan thanh|hoan thanh|ky han)\b")
_DONE = re.compile(r"\b(?:ket qua (?:thuc hien|dat duoc)|da thuc hien|tinh hinh thuc hien|danh gia|ly do)\b")
_MOST = 400  # rows of a table


def task_rows(cues: CueText) -> Iterator[Row]:
    """The rows of every table that says what is to do and who leads.

    >>> from extractors.normalise import normalise
    >>> text = "TT | Nội dung | Đơn vị chủ trì | Thời gian\\n1 | Rà soát hộ nghèo | Phòng Kinh tế | Tháng 11\\n"
    >>> [(row.label, text[slice(*row.lead)]) for row in task_rows(CueText(normalise(text)))]
    [('1', 'Phòng Kinh tế')]
    """
    folded = cues.lines
    if "|" not in folded:
        return
    for head in _HEAD.finditer(folded):
        first = _ROW.search(folded, head.end(), min(len(folded), head.end() + 600))
        if first is None:
            continue
        columns = _columns([folded[slice(*cell)] for cell in _cells(folded, head.start(), first.start())])
        if columns is not None:
            yield from _rows(cues, folded, first.start(), columns)


class _Columns(NamedTuple):
    number: int
    task: int
    lead: int
    time: int | None


def _columns(names: list[str]) -> _Columns | None:
    """Which column is what; None for a table that divides no work."""
    if any(_DONE.search(name) for name in names):
        return None
    lead = next((i for i, name in enumerate(names) if _LEAD.search(name) and "phoi hop" not in name), None)
    task = next((i for i, name in enumerate(names) if i != lead and _TASK.search(name)), None)
    if lead is None:
        lead = next((i for i, name in enumerate(names) if _LEAD.search(name)), None)  # "chủ trì, phối hợp" in one
    if task is None or lead is None or lead == task:
        return None
    return _Columns(len(names), task, lead, next((i for i, name in enumerate(names) if _TIME.search(name)), None))


def _cells(folded: str, start: int, end: int) -> list[tuple[int, int]]:
    """The cells of a row, without the blanks and outer bars around them."""
    while end > start and folded[end - 1] in " |\n*":
        end -= 1
    while start < end and folded[start] in " |\n*":
        start += 1
    cells = []
    for cell in _CELL.finditer(folded, start, end):
        first, last = cell.span()
        while first < last and folded[first] in " \n*":
            first += 1
        while last > first and folded[last - 1] in " \n*":
            last -= 1
        cells.append((first, last))
    return cells


def _rows(cues: CueText, folded: str, start: int, columns: _Columns) -> Iterator[Row]:
    """The rows that follow each other from `start`; one with fewer cells is a heading, or has empty ones."""
    at: re.Match[str] | None = _ROW.match(folded, start)
    for _ in range(_MOST):
        if at is None:
            return
        stop = _LINE.search(folded, at.end())
        limit = stop.start() + 1 if stop else len(folded)
        following = _ROW.search(folded, at.end(), limit)
        cells = _cells(folded, at.start(), following.start() if following else limit)
        if at["label"][0].isdigit() and len(cells) == columns.number:
            lead, time = cells[columns.lead], cells[columns.time] if columns.time is not None else None
            if _names(cues, *lead) and cells[columns.task][1] > cells[columns.task][0]:
                yield Row(at.start("label"), cells[-1][1], at["label"], cells[columns.task], lead, time)
        at = following or (_ROW.match(folded, _after_blank(folded, limit)) if stop else None)


def _after_blank(folded: str, at: int) -> int:
    """The first place behind line breaks."""
    while at < len(folded) and folded[at] == "\n":
        at += 1
    return at


def _names(cues: CueText, start: int, end: int) -> bool:
    """Whether a cell opens with a body, a post or a person."""
    hits = cues.hits(start, end)
    return bool(hits) and hits[0].start == start and hits[0].kinds & (Kind.BODY | Kind.DETERMINER) != 0
