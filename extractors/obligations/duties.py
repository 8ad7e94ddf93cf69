"""All duties of a document: those of its outline, and those of the rows of its tables."""

from bisect import bisect_right

from extractors.obligations.findings import Duty
from extractors.obligations.outline import walk
from extractors.obligations.sections import Mode, first_mode
from extractors.obligations.tables import task_rows
from extractors.obligations.words import CueText
from extractors.records import Header
from extractors.structure import Structure

__all__ = ["duties"]

_SURE = 0.8


def duties(cues: CueText, structure: Structure, header: Header) -> list[Duty]:
    """All duties of a document and of the texts attached to it, in reading order."""
    found = walk(cues, structure, header)
    orders = first_mode(header.type) not in (Mode.RESULT, Mode.INFO)  # a report's table tells who did what
    rows = list(task_rows(cues)) if orders else []
    if not rows:
        return found
    units = [*structure.units, *structure.attached]
    starts = [unit.start for unit in units]
    for row in rows:
        at = bisect_right(starts, row.start) - 1
        above = units[at].path if at >= 0 else ()
        if above[-1:] == (row.label,):
            above = above[:-1]
        found = [duty for duty in found if not row.start <= duty.start < row.end]
        found.append(Duty(row.start, row.end, row.task[0], row.label, (*above, row.label), row.lead, _SURE, row.time))
    return sorted(found, key=lambda duty: (duty.start, -duty.end))
