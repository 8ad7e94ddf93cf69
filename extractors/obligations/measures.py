"""Duties without an act: something to be sent in by a date, a quantity to be reached, a quota, a time limit."""

import regex

from extractors.obligations.actors import subject
from extractors.obligations.deadlines import find_deadline
from extractors.obligations.findings import Finding
from extractors.obligations.targets import find_target
from extractors.obligations.words import CueText, Hit, Kind

__all__ = ["delivered", "measured"]

_NOTICE = regex.compile(
    r"""(?x) \b (?: thong\ bao | tra\ loi | phuc\ dap ) \b [^.;:]{0,160}? \b (?:den|de|toi|cho) \s+
      (?P<whom> (?: [^.;:] | [.](?=\w) ){3,120}? ) \s+ (?:duoc\s+)? biet
      [\s,]+ (?:va\s+|de\s+)? (?: (?:to\ chuc|trien\ khai|phoi\ hop|nghiem\ tuc) \s+ ){0,3} thuc\ hien \b"""
)
_BY_DATE = regex.compile(r"\b(?:truoc|cham nhat|muon nhat|han chot|han cuoi|den het)\b")
_QUANTITY = regex.compile(r"\d ?%|\b(?:dat|phan dau|chi tieu|ty le|co (?:it nhat|toi thieu|tren|tu) \d+)\b")
_QUOTA = regex.compile(  # "Bệnh viện huyện: 02 cán bộ": how much of what was asked falls to whom
    r"""(?x) (?P<who> [^:.;]{3,120}? ) \s* : \s* (?: it\ nhat\ | toi\ thieu\ | moi\ \w+\ \w+\ )?
      (?: \d+ | [^\w\s] ) (?:\ \(\w+\))? \s+
      (?: can\ bo | nguoi | dai\ bieu | hoc\ sinh | giao\ vien | thanh\ vien | van\ dong\ vien | lop | doi | tiet\ muc
        | bai | san\ pham | thi\ sinh | doan\ vien | hoi\ vien | cong\ chuc | vien\ chuc | xe | tin ) \b"""
)
_HANDED_IN = regex.compile(r"\b(?:gui|nop|nhan|bao cao|hoan thanh|chot|dang ky|trinh|ket thuc)\b")
_GROUND = regex.compile(
    r"(?:thuc hien|can cu|theo|xet|tiep theo|phuc dap|tra loi) "
    r"(?:de nghi|noi dung|cac |cong|ke|quyet|thong|huong|chi|van)"
)
_TIME_NOUN = regex.compile(r"(?:thoi (?:gian|han|diem)|han|ky han)\b")


def delivered(cues: CueText, hits: list[Hit], start: int, end: int, document_date: str | None) -> Finding | None:
    """Something to be sent in by a date ("Danh sách gửi về … trước ngày …"), or a notice "để … biết, thực hiện"."""
    notice = _NOTICE.search(cues.folded, start, end)
    if notice:
        first, last = notice.span("whom")
        found = subject(cues, hits, first, end)
        named = any(hit.start == first and hit.kinds & (Kind.BODY | Kind.DETERMINER) for hit in hits)
        actor = (found[0], min(found[1], last)) if found else (first, last)
        return Finding("delivery", actor if named else None, last, 0.65)
    if _GROUND.match(cues.folded, start, end):
        return None
    sent = next((hit for hit in hits if hit.kinds & Kind.SENT), None)
    if sent is None or any(hit.kinds & Kind.PAST for hit in hits) or not _BY_DATE.search(cues.folded, sent.start, end):
        return None
    deadline = find_deadline(cues.folded, start, end, document_date)
    if deadline is None or not deadline.due:
        return None
    sender = subject(cues, hits, start, end)
    return Finding("delivery", sender[:2] if sender else None, sent.start, 0.7)


def measured(cues: CueText, hits: list[Hit], start: int, end: int, document_date: str | None) -> Finding | None:
    """A quantity to be reached, or the time limit of a delivery, without any act."""
    if any(hit.kinds & Kind.PAST for hit in hits[:6]):
        return None
    quota = _QUOTA.match(cues.folded, start, end)
    if quota and hits and hits[0].start == start and hits[0].kinds & (Kind.BODY | Kind.DETERMINER):
        return Finding("target", (start, quota.end("who")), start, 0.7)
    if find_target(cues.folded, start, end) and _QUANTITY.search(cues.folded, start, end):
        return Finding("target", None, start, 0.85)
    if (
        _TIME_NOUN.match(cues.folded, start, end)
        and _HANDED_IN.search(cues.folded, start, end)
        and find_deadline(cues.folded, start, end, document_date)
    ):
        return Finding("time", None, start, 0.7)
    return None
