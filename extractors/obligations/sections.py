"""What a stretch of the outline is there for: to order, to describe, to report, to lay down rules.

The kind of document gives the first answer, headings and lead-ins ("yêu cầu … thực hiện các nội dung sau:") the closer one.
"""

from dataclasses import dataclass, replace
from enum import Enum

import regex

from extractors.obligations.actors import heading_actor
from extractors.obligations.words import CueText

__all__ = ["Context", "Mode", "first_mode", "under_heading"]


class Mode(Enum):
    """How much it takes for a unit to be a duty."""

    DUTY = "orders: a bare act is a duty"
    MIXED = "purposes and orders together: somebody must be named"
    PLAIN = "neither: an order or a modal is needed"
    RULES = "normative text: modals and orders"
    INFO = "describes: only an order to somebody named"
    RESULT = "reports or asks: nothing"


@dataclass(frozen=True, slots=True)
class Context:
    """Mode, the actor that heading or lead-in names (offsets into the clean text), and how sure both are."""

    mode: Mode
    actor: tuple[int, int] | None = None
    addressed: bool = False
    """Whether the document orders its addressees here, so that they act where nobody else is named."""
    sure: float = 0.9


_BY_TYPE = {
    Mode.DUTY: ("KH", "CTr", "CT", "CĐ", "HD", "PA"),
    Mode.RULES: ("HP", "BL", "L", "PL", "NĐ", "TT", "TTLT", "NQLT", "SL", "VBHN", "QC", "QyĐ", "QĐi", "ĐL", "QĐ"),
    Mode.RESULT: ("BC", "TTr", "BB", "HĐ"),
    Mode.INFO: ("GM", "GGT", "GNP", "PG", "PC", "PB", "GUQ", "BTT", "BGN"),
}
_MODE_OF_TYPE = {code: mode for mode, codes in _BY_TYPE.items() for code in codes}
_JOINED = regex.compile(r"\s*(?:,|-|&|;|\bva\b)[\s,]*\Z")
_LAW_DUTIES = regex.compile(r"\b(?:trach nhiem|nghia vu|to chuc thuc hien|to chuc thi hanh|dieu khoan thi hanh|nhiem vu)\b")


def first_mode(document_type: str | None) -> Mode:
    """The mode in which a document of this type opens.

    >>> first_mode("KH").name, first_mode("BC").name, first_mode("CV").name
    ('DUTY', 'RESULT', 'PLAIN')
    """
    return _MODE_OF_TYPE.get(document_type or "", Mode.PLAIN)


def under_heading(cues: CueText, start: int, end: int, above: Context) -> Context:
    """The context of what stands under the heading `text[start:end]`, itself standing in `above`."""
    mode = _heading_mode(cues, start, end)
    if above.mode is Mode.RULES:
        binding = _LAW_DUTIES.search(cues.folded, start, end) is not None
        actor = heading_actor(cues, start, end)
        if binding:
            return replace(above, mode=Mode.DUTY, actor=actor or above.actor, sure=0.8)
        return replace(above, actor=None)
    actor = heading_actor(cues, start, end) if end - start < 420 else None
    if actor and mode is not Mode.INFO:
        if above.mode in (Mode.INFO, Mode.RESULT):
            return above
        return replace(above, mode=Mode.DUTY, actor=actor, sure=0.95)
    if mode is None:
        return above
    if above.mode is Mode.DUTY and above.actor and mode is not Mode.INFO:
        return above
    return replace(above, mode=mode, sure=0.95 if mode is Mode.DUTY else above.sure)


def _heading_mode(cues: CueText, start: int, end: int) -> Mode | None:
    """The first heading cue decides; "MỤC ĐÍCH, YÊU CẦU" names both sides in one list."""
    hits = cues.headings(start, min(end, start + 160))
    if not hits:
        return None
    first = hits[0]
    mode = Mode.DUTY if first.any("heading-duty") else Mode.INFO
    for previous, hit in zip(hits, hits[1:], strict=False):
        if not _JOINED.match(cues.folded, previous.end, hit.start):
            continue
        if (hit.any("heading-duty")) is not (mode is Mode.DUTY):
            return Mode.MIXED
    return mode
