"""Whether a sentence lays a duty on somebody, and on whom: the evidence that each mode of a section asks for."""

from typing import NamedTuple

import regex

from extractors.obligations.actors import named_actor, subject
from extractors.obligations.deadlines import find_deadline
from extractors.obligations.sections import Mode
from extractors.obligations.targets import find_target
from extractors.obligations.words import CueText, Hit, Kind

__all__ = ["Finding", "announces", "judge", "unknown_act"]


class Finding(NamedTuple):
    """A duty: its evidence, the actor the sentence itself names, the place of its act, and a confidence."""

    evidence: str
    actor: tuple[int, int] | None
    act: int
    confidence: float


_ORDERED_BY = {  # evidence that counts, by mode
    Mode.DUTY: frozenset(("order", "assigned", "leads", "duty", "must", "subject", "act", "target", "time", "difficulty", "delivery")),
    Mode.MIXED: frozenset(("order", "assigned", "leads", "duty", "must", "subject", "difficulty", "delivery")),
    Mode.GOALS: frozenset(("order", "assigned", "leads", "duty", "must", "subject", "target")),
    Mode.PLAIN: frozenset(("order", "assigned", "leads", "duty", "must", "difficulty", "delivery")),
    Mode.OPENING: frozenset(("order", "difficulty", "delivery")),
    Mode.RULES: frozenset(("order", "duty", "must", "leads")),
    Mode.INFO: frozenset(("order", "duty", "must", "delivery")),
    Mode.RESULT: frozenset[str](),
}
_SPOKEN = (Mode.RULES, Mode.OPENING)
_GLANCE = 60
_LONGEST = 4000  # characters of a sentence that are read
_OPENS = (Mode.DUTY, Mode.MIXED, Mode.GOALS, Mode.PLAIN)
_ADVERBIAL = regex.compile(
    r"""(?xi) (?: từ|trong|sau|trước|định\ kỳ|hàng|hằng|khi|nếu|trường\ hợp|để|nhằm|trên\ cơ\ sở|ngoài|bên\ cạnh|đồng\ thời|riêng|với|tại|ngay|vào|nhận\ được|đến|do|theo\ đó|vì\ vậy|qua|quý|kể\ từ
      |chậm\ nhất|đặc\ biệt|tuy\ nhiên|căn\ cứ|theo|đối\ với|ngày|năm|mỗi|hàng\ năm | (?:thực\ hiện|triển\ khai)\s+(?:nghị|quyết|công|chỉ|kế\ hoạch|chương\ trình|kết\ luận|thông|luật|hướng\ dẫn|văn) ) \b"""
)
_SUPERIOR = regex.compile(r"\s*(?:[\w ,]{0,30}?\b)?(?:xem xet|cho y kien|cho phep|cho chu truong|phe duyet|quyet dinh|chap thuan|quan tam)\b[ ,]*(?:va )?(?:phe duyet|quyet dinh|cho y kien|cho phep|chap thuan|ban hanh|thong qua|chi dao|bo tri|ho tro|thong nhat|giai quyet|dong y|bo sung|co y kien|cho)\b")
_PAST_BEFORE = regex.compile(
    r"(?:đã|đang|được|từng|vừa|bị|do|theo|của|có|với|về|trong|cho|một số|mọi|nhu cầu|trên|các|những|sự|việc|khi|nếu|xét|tại|phù hợp|đúng|từ|số lượng)\s+\Z", regex.IGNORECASE
)
_CLAUSE_OPENS = regex.compile(r"(?:[.,;:(]|\b(?:đồng thời|và|nay|trân trọng|xin|riêng))\s*\Z", regex.IGNORECASE)
_LEADING_ACT = regex.compile(r"chu tri|phoi hop|khan truong|nghiem tuc|kip thoi|chiu trach nhiem|thuc hien nghiem|chu dong|tiep tuc|don doc|tham muu|bao cao|tong hop|thuong xuyen|huong dan")
_EXECUTES = regex.compile(
    r"\A(?:chu tri|chiu trach nhiem)|\bthi hanh[ \n]+(?:quyet dinh|nghi quyet|chi thi|quy che|quy dinh|thong tu|nghi dinh|lenh)|\b(?:quyet dinh|nghi quyet)(?:[ \n]+nay)?[ \n]+(?:thi hanh|thuc hien)"
)
_REQUIRED = regex.compile(
    r"\b(?:bao dam|dam bao|nghiem tuc|dung (?:quy dinh|tien do|doi tuong|ke hoach|thoi gian|muc dich|quy trinh)|kip thoi|an toan|tiet kiem|thiet thuc|day du|khong de|dong bo|cong khai|minh bach|chat che|tranh)\b"
)
_PURPOSE = regex.compile(
    r"(?:nham|gop phan|nang cao|tao |tao\n|giup|khuyen khich|ton vinh|phat huy|danh gia|tang cuong|thuc day|day manh|la dip|ghi nhan|bieu duong|dong vien|cung co|giao duc|khoi day|lan toa|tuyen truyen|xay dung|phat hien|huong toi|hinh thanh|cu the hoa)"
)
_NOT_DONE = regex.compile(r"(?:chưa|đã|đang|vẫn|còn)\s")
_SCOPE_OF_LIST = regex.compile(
    r"\b(?:noi dung|nhiem vu|cong viec|viec|giai phap|bien phap|van de|yeu cau|diem|cong tac|noi dung cong viec|chi tieu|muc tieu)\b[^.;:]{0,60}(?:sau|sau day|nhu sau|cu the|duoi day)?\s*:\s*\Z"
)
_WITH_CONTENT = regex.compile(r"\bvoi (?:cac |nhung |mot so )?noi dung\b[^.;:]{0,40}:\s*\Z")
_BARE_LEAD = regex.compile(r"(?:sau|sau day|nhu sau|cu the|cu the nhu sau|gom|bao gom|nhu|duoi day|trong do|rieng|luu y|yeu cau|la)\s*:\s*\Z")
_TASK_OF_RULES = regex.compile(r"chu tri|huong dan|to chuc|kiem tra|theo doi|phoi hop|bao cao|tong hop|chi dao|trinh|xay dung|don doc|giam sat|thuc hien|trien khai|can cu|tham muu")
_TIME_NOUN = regex.compile(r"(?:thoi (?:gian|han|diem)|han|ky han)\b")
_NOTICE = regex.compile(r"\bthong bao\b[^.;:]{0,160}?\b(?:den|de|toi|cho)\s+([^.;:]{3,120}?)\s+(?:duoc\s+)?biet[\s,]+(?:va\s+|de\s+)?(?:to chuc\s+|trien khai\s+|phoi hop\s+|nghiem tuc\s+)*thuc hien\b")
_SENT = regex.compile(r"(?:gui|nop|bao cao|dang ky|hoan thanh)\Z")
_BY_DATE = regex.compile(r"\b(?:truoc|cham nhat|muon nhat|han chot|han cuoi|den het)\b")
_CLAUSE_MARK = regex.compile(r"[,:)]\s+|;\s+")
_IF = regex.compile(r"\b(?:neu|truong hop|co gi|moi|gap|phat sinh)\b")
_COURSE = regex.compile(r"qua trinh|thuc hien|trien khai|moi\b|neu (?:co|gap|con|phat sinh)")
_PLEASE = regex.compile(r"\bxin\s+\Z")
_AFTER_DIFFICULTY = regex.compile(r",\s*|(?<=vướng mắc|khó khăn|phát sinh)\s")
_QUANTITY = regex.compile(r"\d ?%|\b(?:dat|phan dau|chi tieu|ty le)\b")


def judge(cues: CueText, start: int, end: int, mode: Mode, document_date: str | None = None) -> Finding | None:
    """What makes the sentence `text[start:end]` a duty in a section of this mode, or None.

    >>> from extractors.normalise import normalise
    >>> cues = CueText(normalise("Sở Y tế yêu cầu các đơn vị báo cáo kết quả."))
    >>> finding = judge(cues, 0, 43, Mode.PLAIN)
    >>> cues.text[slice(*finding.actor)]
    'các đơn vị'
    """
    allowed = _ORDERED_BY[mode]
    if not allowed:
        return None
    end = min(end, start + _LONGEST)
    if mode in _SPOKEN and not cues.may_bind(start, end):
        return None
    if mode is Mode.DUTY and end - start > _GLANCE:  # most units open with their act: no need to read on
        opening = _opening(cues, cues.hits(start, start + _GLANCE), start, start + _GLANCE)
        if opening and opening.evidence == "act":
            return opening
    hits = cues.hits(start, end)
    opening = _opening(cues, hits, start, end) if mode in _OPENS else None
    if opening and opening.evidence in allowed:
        return opening
    ordered = _order(cues, hits, start, end, mode)
    if ordered:
        return ordered
    if any(hit.kinds & Kind.REQUEST for hit in hits):
        return None
    finding = _difficulty(cues, hits, start, end) or _borne(cues, hits, start, end, mode)
    if finding is None and mode in (Mode.DUTY, Mode.MIXED, Mode.RULES):
        finding = _acting(cues, hits, start, end, mode)
    if (finding is None or finding.evidence not in allowed) and mode in (Mode.DUTY, Mode.GOALS):
        finding = _measured(cues, hits, start, end, document_date)
    if finding is None or finding.evidence not in allowed:
        finding = _delivered(cues, hits, start, end, document_date)
    return finding if finding and finding.evidence in allowed else None


def announces(folded: str, start: int, end: int, act: int | None) -> bool:
    """Whether a sentence that ends in a colon only announces the list below it; `act` is where its act begins.

    >>> announces("cac don vi thuc hien nghiem cac noi dung sau:", 0, 45, 11)
    True
    """
    if folded[end - 1] != ":":
        return False
    if _WITH_CONTENT.search(folded, start, end):
        return False
    return bool(_SCOPE_OF_LIST.search(folded, max(start, end - 90), end)) or act is None or end - act <= 60


def _opening(cues: CueText, hits: list[Hit], start: int, end: int) -> Finding | None:
    """A subject or act that opens the sentence outweighs an order further on ("Rà soát …, đề nghị … cho phép")."""
    found = subject(cues, hits, start, end)
    if found:
        first, last, act = found
        if act.kinds & Kind.ORDER and ":" not in cues.text[last : act.start]:
            return None
        if act.kinds & (Kind.PAST | Kind.PASSIVE | Kind.CONDITION | Kind.REQUEST) or _NOT_DONE.match(cues.text, act.start, end):
            return None
        evidence = "assigned" if ":" in cues.text[last : act.start] else "duty" if act.kinds & Kind.DUTY else "subject"
        if evidence == "subject" and _LEADING_ACT.match(cues.folded, act.start, end):
            evidence = "leads"
        return Finding(evidence, (first, last), act.start, 0.92)
    opening = _first_word(cues.text, start, end)
    hit = next((hit for hit in hits if hit.start >= opening), None)
    if hit is None or hit.start != opening or not hit.kinds & Kind.ACT or hit.kinds & (Kind.ORDER | Kind.MANNER | Kind.BODY):
        return None
    past = next((h for h in hits if h.kinds & Kind.PAST and h.start < hit.end + 12), None)
    return None if past else Finding("act", None, opening, 0.9)


def _order(cues: CueText, hits: list[Hit], start: int, end: int, mode: Mode) -> Finding | None:
    """ "… yêu cầu X làm …", "giao X: …"; not "theo đề nghị của", not what was ordered before, not a plea to a superior."""
    for index, hit in enumerate(hits):
        if not hit.kinds & Kind.ORDER or _PAST_BEFORE.search(cues.text, max(start, hit.start - 8), hit.start):
            continue
        rest = hits[index + 1 :]
        named = named_actor(cues, rest, hit.end, end)
        word = cues.folded[hit.start : hit.end]
        if named is None:
            follows = rest[0] if rest and not cues.text[hit.end : rest[0].start].strip(" \n:,") else None
            strong = word.endswith(("yeu cau", "de nghi"))
            opens = hit.start <= start + 2 or _CLAUSE_OPENS.search(cues.text, max(start, hit.start - 12), hit.start) or _issued(cues, hits, start, hit)
            if strong and opens and follows and follows.kinds & (Kind.ACT | Kind.MANNER | Kind.MUST) and mode is not Mode.INFO and not follows.kinds & Kind.NOUN:
                return Finding("order", None, follows.start, 0.85)
            if strong and opens and cues.text[hit.end : end].strip() == ":":
                return Finding("order", None, hit.end, 0.8)
            continue
        first, last, act = named
        if word == "giao" and cues.text.startswith("ban ", first):  # "giao ban" is a meeting
            continue
        if word in ("luu y", "nhac nho") and act is None or word == "moi" and (act is None or mode is not Mode.DUTY):
            continue
        if word.endswith("de nghi") and _SUPERIOR.match(cues.folded, last, end):
            return None
        place = act.start if act else last
        return Finding("order", (first, last), place, 0.95 if act else 0.85)
    return None


def _issued(cues: CueText, hits: list[Hit], start: int, order: Hit) -> bool:
    """Whether a body or post right before the order gives it ("Sở Y tế đề nghị …")."""
    return any(
        found is not None and found[2] == order for place in _openings(cues, start, order.end) for found in [subject(cues, hits, place, order.end)]
    )


def _difficulty(cues: CueText, hits: list[Hit], start: int, end: int) -> Finding | None:
    """The closing formula: "Trong quá trình thực hiện, nếu có vướng mắc, (các đơn vị) báo cáo về …"."""
    at = next((hit for hit in hits if hit.kinds & Kind.DIFFICULTY), None)
    if at is None or not _IF.search(cues.folded, start, at.end):
        return None
    if not _COURSE.search(cues.folded, start, at.end + 40):
        return None
    report = next((hit for hit in hits if hit.start > at.end and hit.kinds & Kind.REPORT), None)
    if report is None or _PLEASE.search(cues.text, max(start, report.start - 6), report.start):
        return None
    actor = None
    for comma in _AFTER_DIFFICULTY.finditer(cues.text, at.end - 12, report.start):
        found = subject(cues, hits, comma.end(), end)
        if found and found[2].start <= report.start:
            actor = (found[0], found[1])
            break
    return Finding("difficulty", actor, report.start, 0.8)


def _openings(cues: CueText, start: int, end: int) -> list[int]:
    """Where a clause may open: the start, and after the commas of a leading adverbial."""
    places = [start]
    if _ADVERBIAL.match(cues.text, start, end):
        limit = min(end, start + 700)
        places += [match.end() for match in _CLAUSE_MARK.finditer(cues.text, start, limit)][:8]
    return places


def _borne(cues: CueText, hits: list[Hit], start: int, end: int, mode: Mode) -> Finding | None:
    """Somebody has the responsibility, or must, shall, may not."""
    for index, hit in enumerate(hits):
        if hit.kinds & Kind.DUTY:
            if _PAST_BEFORE.search(cues.text, max(start, hit.start - 8), hit.start):
                continue
            actor = _subject_before(cues, hits, start, end, hit)
            if actor or mode in (Mode.DUTY, Mode.MIXED) or hit.start <= start + 2:
                return Finding("duty", actor, hit.start, 0.95)
        elif hit.kinds & Kind.MUST and not hit.kinds & Kind.CONDITION:
            weak = cues.text[hit.start : hit.end].lower() in ("bảo đảm", "đảm bảo", "sẽ", "cần")
            actor = _subject_before(cues, hits, start, end, hit)
            if actor and not (weak and mode is Mode.RULES):
                return Finding("must", actor, hit.start, 0.85)
            if mode in (Mode.DUTY, Mode.MIXED) and not weak and not any(h.kinds & Kind.PAST for h in hits[:index]):
                return Finding("must", None, hit.start, 0.7)
    return None


def _subject_before(cues: CueText, hits: list[Hit], start: int, end: int, modal: Hit) -> tuple[int, int] | None:
    for place in _openings(cues, start, min(end, modal.start + 1)):
        if place >= modal.start:
            break
        found = subject(cues, hits, place, end)
        if found and found[2].start <= modal.start <= found[2].start + 160:
            return found[0], found[1]
    return None


def _acting(cues: CueText, hits: list[Hit], start: int, end: int, mode: Mode) -> Finding | None:
    """A named subject and its act ("Các đơn vị chuẩn bị …"), or the bare act ("Tăng cường …")."""
    for place in _openings(cues, start, end):
        found = subject(cues, hits, place, end)
        if found:
            first, last, act = found
            if act.kinds & (Kind.PAST | Kind.PASSIVE | Kind.CONDITION) or _NOT_DONE.match(cues.text, act.start, end):
                return None
            if mode is Mode.RULES and not _EXECUTES.search(cues.folded, act.start, end):
                return None
            return Finding("leads" if mode is Mode.RULES else "subject", (first, last), act.start, 0.92)
    if mode is Mode.MIXED and not (_REQUIRED.search(cues.folded, start, end) and not _PURPOSE.match(cues.folded, _first_word(cues.text, start, end), end)):
        return None
    if mode is Mode.RULES:
        return None
    for place in _openings(cues, start, end)[:4]:
        opening = _first_word(cues.text, place, end)
        hit = next((hit for hit in hits if hit.start >= opening), None)
        if hit is None:
            return None
        if hit.start != opening:
            continue
        if hit.kinds & Kind.NOUN and not hit.kinds & Kind.ACT or hit.kinds & (Kind.PAST | Kind.PASSIVE | Kind.CONDITION):
            return None
        if hit.kinds & (Kind.ACT | Kind.MANNER):
            if hit.kinds & Kind.DECIDE and not hit.kinds & Kind.ACT:
                return None
            if place != start and cues.text[opening].isupper():
                continue
            soon = next((h for h in hits if h.kinds & Kind.PAST and h.start < hit.end + 12), None)
            if soon:
                return None
            return Finding("act", None, opening, 0.9) if mode is Mode.DUTY else Finding("subject", None, opening, 0.65)
    return None


def unknown_act(cues: CueText, start: int, end: int) -> Finding | None:
    """Under a heading that names who acts, words that open with neither a thing, a person nor a result are an act.

    >>> from extractors.normalise import normalise
    >>> unknown_act(CueText(normalise("Dựng rạp và kê bàn ghế.")), 0, 23) is not None
    True
    """
    opening = _first_word(cues.text, start, end)
    if end - opening < 20 or not cues.text[opening].isalpha() or ":" in cues.text[opening:end][:40]:
        return None
    if cues.opens_with_name(opening, end) or any(hit.kinds & (Kind.PAST | Kind.PASSIVE | Kind.REQUEST) for hit in cues.hits(opening, end)[:4]):
        return None
    return Finding("act", None, opening, 0.6)


def _first_word(text: str, start: int, end: int) -> int:
    while start < end and not text[start].isalnum():
        start += 1
    return start


def _delivered(cues: CueText, hits: list[Hit], start: int, end: int, document_date: str | None) -> Finding | None:
    """Something to be sent in by a date ("Danh sách gửi về … trước ngày …"), or a notice "để … biết, thực hiện"."""
    notice = _NOTICE.search(cues.folded, start, end)
    if notice:
        found = subject(cues, hits, notice.start(1), end)
        actor = (notice.start(1), notice.end(1)) if found is None else (found[0], min(found[1], notice.end(1)))
        opens = next((hit for hit in hits if hit.start >= actor[0]), None)
        return Finding("delivery", actor if opens and opens.start == actor[0] else None, notice.end(1), 0.65)
    sent = next((hit for hit in hits if _SENT.match(cues.folded, hit.start, hit.end)), None)
    if sent is None or any(hit.kinds & Kind.PAST for hit in hits) or not _BY_DATE.search(cues.folded, sent.start, end):
        return None
    deadline = find_deadline(cues.folded, start, end, document_date)
    return Finding("delivery", None, sent.start, 0.7) if deadline and deadline.due else None


def _measured(cues: CueText, hits: list[Hit], start: int, end: int, document_date: str | None) -> Finding | None:
    """A quantity to be reached, or the time limit of a delivery, without any act."""
    if any(hit.kinds & Kind.PAST for hit in hits[:6]):
        return None
    if find_target(cues.folded, start, end) and _QUANTITY.search(cues.folded, start, end):
        return Finding("target", None, start, 0.85)
    if _TIME_NOUN.match(cues.folded, start, end) and find_deadline(cues.folded, start, end, document_date):
        return Finding("time", None, start, 0.7)
    return None
