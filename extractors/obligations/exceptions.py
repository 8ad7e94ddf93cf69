"""What looks like a duty and is none: a decision that a conclusion records, a line of a form to be filled in."""

import re

from extractors.obligations.findings import Finding
from extractors.obligations.words import CueText

__all__ = ["behind_decision", "binds_nobody"]

_CONCLUSIONS = ("TB", "KL", "BB")
_DECIDED = re.compile(  # "Thống nhất chủ trương …", "Đồng ý cho …": in a plan "Thống nhất nhận thức" is a task
    r"""(?x) (?:co\ ban\ |ve\ co\ ban\ )? (?: dong\ (?:y|tinh) | nhat\ tri | danh\ gia\ cao
      | ghi\ nhan | bieu\ duong | hoan\ nghenh | cho\ phep | chap\ thuan
      | thong\ nhat\ (?: voi | chu\ truong | thoi\ gian | noi\ dung | de\ xuat | phuong\ an | y\ kien | danh\ gia
        | nhu | ve | viec | cho | chon | lua\ chon | muc | ket\ qua | thong\ qua | de\ nghi | theo ) ) \b"""
)
_LABEL_END = " \n*-"
_TO_FILL_IN = re.compile(r"[.…_]{6}|…{3}")


def behind_decision(cues: CueText, start: int, end: int, kind: str | None) -> int | None:
    """Where what follows a decision begins: "Đồng ý bổ sung biên chế; Ban Tổ chức hướng dẫn …"; else None."""
    if kind not in _CONCLUSIONS:
        return None
    rest = cues.text.find("; ", start, end)
    while start < end and cues.text[start] in _LABEL_END:
        start += 1
    return rest + 2 if rest > 0 and _DECIDED.match(cues.folded, start, end) else None


def binds_nobody(cues: CueText, finding: Finding, start: int, end: int, kind: str | None, *, attached: bool) -> bool:
    """Whether the duty found in `text[start:end]` is none in a document of this kind (`attached`: in its appendices).

    >>> from extractors.normalise import normalise
    >>> words = CueText(normalise("Thống nhất chủ trương sửa chợ."))
    >>> binds_nobody(words, Finding("act", None, 0, 0.9), 0, 30, "TB", attached=False)
    True
    """
    if finding.evidence == "act" and kind in _CONCLUSIONS and _DECIDED.match(cues.folded, finding.act, end):
        return True
    return attached and _TO_FILL_IN.search(cues.text, start, end) is not None
