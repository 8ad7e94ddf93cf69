"""What a stretch of the outline is there for: to order, to describe, to report, to lay down rules.

The kind of document gives the first answer, headings and lead-ins ("yêu cầu … các nội dung sau:") the closer one.
"""

from enum import Enum
from typing import NamedTuple

import regex

from extractors.obligations.actors import heading_actor
from extractors.obligations.words import CueText, Hit, Kind

__all__ = ["Context", "Mode", "attached_mode", "first_mode", "under_heading"]


class Mode(Enum):
    """How much it takes for a unit to be a duty."""

    DUTY = "orders: a bare act is a duty"
    MIXED = "purposes and orders together: somebody must be named"
    GOALS = "what is to be reached: a measured target"
    TARGETS = "what is to be reached, one by one: a measured target or an act"
    PLAIN = "neither: an order or a modal is needed"
    PROSE = "a letter without a list, the closing: what others are to do"
    OPENING = "before the outline: only an order"
    RULES = "normative text: modals and orders"
    INFO = "describes: only an order to somebody named"
    TOLD = "what was found or done: only an order"
    RESULT = "reports or asks: nothing"


class Context(NamedTuple):
    """Mode, the actor that heading or lead-in names (offsets into the clean text), and how sure both are."""

    mode: Mode
    actor: tuple[int, int] | None = None
    assigning: bool = False
    """Whether the headings below divide the work ("TỔ CHỨC THỰC HIỆN"): a short title there names who acts."""
    addressed: bool = False
    """Whether the document orders its addressees here, so that they act where nobody else is named."""
    reporting: bool = False
    """Whether the document reports to somebody, who is not bound by what it proposes."""
    minuting: bool = False
    """Whether the document records a meeting: its "KẾT LUẬN" orders, its proposals do not."""
    sure: float = 0.9


_BY_TYPE = {
    Mode.DUTY: ("KH", "CTr", "CT", "CĐ", "HD", "PA"),
    Mode.RULES: ("HP", "BL", "L", "PL", "NĐ", "TT", "TTLT", "NQLT", "SL", "VBHN", "QC", "QyĐ", "QĐi", "ĐL", "QĐ"),
    Mode.RESULT: ("BC", "TTr", "BB", "HĐ"),
    Mode.INFO: ("GM", "GGT", "GNP", "PG", "PC", "PB", "GUQ", "BTT", "BGN"),
}
_MODE_OF_TYPE = {code: mode for mode, codes in _BY_TYPE.items() for code in codes}
_JOINED = regex.compile(r"\s*(?:,|-|&|;|\bva\b)[\s,]*\Z")
_OPENING = regex.compile(r"(?:ve|cac|nhung|mot so|cong tac|noi dung|phan|thu|nhat|hai|ba|[ivx]+|\d+|\W)+(?![a-z])")
_OF_THE_PAST = regex.compile(r"\b(?:ket qua|tinh hinh|danh gia|thuc hien|viec|da|qua)\b")
_DIVIDES = regex.compile(r"to chuc (?:thuc hien|trien khai)|phan cong|trach nhiem")
_LAW_DUTIES = regex.compile(
    r"\b(?:trach nhiem|(?<!lam )nghia vu(?! (?:quan su|quoc te|quan))|nhiem vu|to chuc (?:thuc hien|thi hanh))\b"
)
_NAMES = regex.compile(r"(?<!\bgom)(?<!\bsau)(?<!sau day)\s*:\s*\Z")  # "1. Tổ chức tín dụng:", no "… bao gồm:"
_PLAN_APPROVED = regex.compile(  # "Điều 1. Phê duyệt Đề án … với những nội dung sau:": its headings are those of a plan
    r"""(?x) \W* (?: phe\ duyet | ban\ hanh | thong\ qua ) \b (?!.{0,30}\b kem\ theo) (?:\ dieu\ chinh )? \W*
      (?: ke\ hoach | chuong\ trinh | de\ an | chien\ luoc | phuong\ an | quy\ hoach ) \b"""
)
_ONE_BY_ONE = regex.compile(r"muc tieu (?:cu the|\d+)\b")


def first_mode(document_type: str | None) -> Mode:
    """The mode in which a document of this type opens.

    >>> first_mode("KH").name, first_mode("BC").name, first_mode("CV").name
    ('DUTY', 'RESULT', 'PLAIN')
    """
    return _MODE_OF_TYPE.get(document_type or "", Mode.PLAIN)


_ATTACHED = (  # what the title of an attached text says it is; a list, a form or a table orders nothing
    (regex.compile(r"\b(?:danh sach|mau so|bieu mau|bang|lich|de cuong|bieu)\b"), Mode.RESULT),
    (regex.compile(r"\b(?:quy che|quy dinh|dieu le|noi quy|quy trinh)\b"), Mode.RULES),
    (regex.compile(r"\b(?:ke hoach|chuong trinh|phuong an|nhiem vu|phan cong|giai phap|chi tieu)\b"), Mode.DUTY),
)


def attached_mode(folded_title: str) -> Mode:
    """The mode in which a text attached to a document opens, by its title.

    >>> attached_mode("quy che cong tac van thu").name, attached_mode("danh sach khen thuong").name
    ('RULES', 'RESULT')
    """
    found = [(match.start(), mode) for pattern, mode in _ATTACHED if (match := pattern.search(folded_title))]
    return min(found, key=lambda item: item[0])[1] if found else Mode.RESULT


def under_heading(cues: CueText, start: int, end: int, above: Context, *, division: bool = False) -> Context:
    """The context of what stands under the heading `text[start:end]`, itself standing in `above`.

    A `division` (Phần, Chương, Mục) of a normative text binds nobody by its title; an article or clause does.
    """
    mode = _heading_mode(cues, start, end, above)
    if above.mode is Mode.RULES and _PLAN_APPROVED.match(cues.folded, start, end):
        return above._replace(mode=Mode.PLAIN, actor=None)
    if above.mode is Mode.RULES:
        actor = heading_actor(cues, start, end)
        named = actor is not None and _NAMES.search(cues.folded, start, end) is not None
        binding = not division and (
            named or (_LAW_DUTIES.search(cues.folded, start, end) is not None and not _decides(cues, start, end))
        )
        if binding:
            return above._replace(mode=Mode.DUTY, actor=actor or above.actor, sure=0.8)
        return above._replace(actor=None)
    actor = heading_actor(cues, start, end) if end - start < 420 else None
    if actor and mode not in (Mode.INFO, Mode.TOLD, Mode.MIXED):
        if above.mode in (Mode.INFO, Mode.TOLD, Mode.RESULT):
            return above
        return above._replace(mode=Mode.DUTY, actor=actor, sure=0.95)
    if mode is None and above.assigning and end - start < 90 and _may_act(cues, start, end):
        return above._replace(mode=Mode.DUTY, actor=(start, end), assigning=False, sure=0.7)
    assigning = mode is Mode.DUTY and _DIVIDES.search(cues.folded, start, end) is not None
    if mode is None or mode is above.mode or (mode is Mode.MIXED and above.mode is not Mode.DUTY):
        return above._replace(assigning=True) if assigning else above
    return above._replace(mode=mode, assigning=assigning, sure=0.95 if mode is Mode.DUTY else above.sure)


def _decides(cues: CueText, start: int, end: int) -> bool:
    """Whether a heading opens with the act of deciding ("Phê duyệt nhiệm vụ …"): its parts are what is decided."""
    hits = cues.hits(start, min(end, start + 40))
    opens = bool(hits) and hits[0].start == start and hits[0].kinds & Kind.DECIDE != 0
    return opens or cues.folded.startswith("ten ", start)


def _may_act(cues: CueText, start: int, end: int) -> bool:
    """Whether a short title may name a post the register does not know: no act, no thing, no sentence."""
    hits = cues.hits(start, end)
    return (
        cues.text[start : start + 1].isupper()
        and cues.text[end - 1] not in ".;"
        and not any(
            hit.kinds & (Kind.ACT | Kind.NOUN | Kind.PAST | Kind.MANNER | Kind.MUST) and not hit.kinds & Kind.BODY
            for hit in hits
        )
    )


def _heading_mode(cues: CueText, start: int, end: int, above: Context) -> Mode | None:
    """What a heading announces: information where it opens with it ("KẾT QUẢ …"), orders wherever it names them.

    "MỤC ĐÍCH, YÊU CẦU" names both sides in one list. A report turns to orders only by words of the future.
    """
    hits = cues.headings(start, min(end, start + 200))
    if not hits:
        return None
    modes = [_mode_of(hit) for hit in hits]
    if hits[0].kinds & Kind.HEADING_ADVICE:
        if above.minuting and cues.folded.startswith("ket luan", hits[0].start):
            return Mode.PLAIN
        return Mode.RESULT if above.reporting else Mode.PLAIN
    opens = not _OPENING.sub("", cues.folded[start : hits[0].start])
    if modes[0] in (Mode.INFO, Mode.TOLD) and opens:
        for previous, hit, mode in zip(hits, hits[1:], modes[1:], strict=False):
            if not _JOINED.match(cues.folded, previous.end, hit.start):
                break
            if mode is Mode.DUTY:
                return Mode.MIXED
        return Mode.RESULT if above.mode is Mode.RESULT or above.reporting else modes[0]
    if above.mode is Mode.RESULT:
        plan = next((hit for hit in hits if hit.kinds & Kind.HEADING_PLAN), None)
        return Mode.DUTY if plan and not _OF_THE_PAST.search(cues.folded, start, plan.start) else None
    if modes[0] in (Mode.MIXED, Mode.GOALS) and opens:
        joined = len(hits) > 1 and _JOINED.match(cues.folded, hits[0].end, hits[1].start) is not None
        if modes[0] is Mode.GOALS and _ONE_BY_ONE.match(cues.folded, hits[0].start):
            return Mode.TARGETS
        return modes[0] if modes[0] is Mode.MIXED or not joined else modes[1] if modes[1] is Mode.DUTY else Mode.GOALS
    return Mode.DUTY if Mode.DUTY in modes else None


def _mode_of(hit: Hit) -> Mode:
    if hit.kinds & (Kind.HEADING_DUTY | Kind.HEADING_PLAN):
        return Mode.DUTY
    if hit.kinds & Kind.HEADING_GOALS:
        return Mode.GOALS
    if hit.kinds & Kind.HEADING_TOLD:
        return Mode.TOLD
    return Mode.MIXED if hit.kinds & Kind.HEADING_MIXED else Mode.INFO
