"""Whether a sentence lays a duty on somebody, and on whom: the evidence that each mode of a section asks for."""

import re
from bisect import bisect_left
from functools import reduce
from operator import or_

import regex

from extractors.obligations.actors import named_actor, subject
from extractors.obligations.clauses import openings
from extractors.obligations.deadlines import find_deadline
from extractors.obligations.findings import Finding
from extractors.obligations.measures import delivered, measured
from extractors.obligations.sections import Mode
from extractors.obligations.words import CueText, Hit, Kind

__all__ = ["judge", "unknown_act"]


_NAMED = frozenset(("order", "assigned", "leads", "duty", "must"))
_ALLOWED = {  # the evidence that counts, by mode
    Mode.DUTY: _NAMED | {"subject", "act", "target", "time", "difficulty", "delivery"},
    Mode.MIXED: _NAMED | {"subject", "difficulty", "delivery"},
    Mode.GOALS: _NAMED | {"subject", "target"},
    Mode.TARGETS: _NAMED | {"subject", "target", "act"},
    Mode.PLAIN: _NAMED | {"difficulty", "delivery"},
    Mode.PROSE: _NAMED | {"difficulty", "delivery"},
    Mode.OPENING: frozenset(("order", "difficulty", "delivery")),
    Mode.RULES: (_NAMED - {"assigned"}) | {"difficulty"},
    Mode.INFO: frozenset(("order", "duty", "must", "delivery")),
    Mode.TOLD: frozenset(("order",)),
    Mode.RESULT: frozenset[str](),
}
_SPOKEN = (Mode.RULES, Mode.OPENING)
_OPENS = (Mode.DUTY, Mode.MIXED, Mode.GOALS, Mode.TARGETS, Mode.PLAIN, Mode.PROSE)
_BOUND_BY_ORDER = (Mode.RULES, Mode.INFO, Mode.TOLD)  # where an order must name who is bound
_GLANCE = 60
_SHORT_NAME = 90
_LONGEST = 4000  # characters of a sentence that are read

_DONE = Kind.PAST | Kind.PASSIVE | Kind.CONDITION
_DOES = Kind.ACT | Kind.MANNER
_BEGINS = Kind.ACT | Kind.ACT_FIRST
_BINDS = Kind.CONDITION | Kind.DUTY | Kind.MUST


_BASIS = re.compile(  # "Căn cứ Nghị định số …;" is a ground, no duty to rest on it
    r"""(?x) \W* can\ cu\ (?:vao\ )? (?: hien\ phap | bo\ luat | luat | phap\ lenh | nghi\ (?:dinh|quyet)
      | quyet\ dinh | thong\ tu | chi\ thi
      | dieu\ le | quy\ che | quy\ dinh | ke\ hoach | cong\ (?:van|dien) | huong\ dan
      | ket\ luan ) \b [^.:]* [;,] \s* \Z"""
)


def judge(
    cues: CueText, start: int, end: int, mode: Mode, document_date: str | None = None, *, house: bool = False
) -> Finding | None:
    """What makes the sentence `text[start:end]` a duty in a section of this mode, or None.

    `house`: rules that an office gives its own people, where "Phòng Tổng hợp lập báo cáo" binds without a modal.

    >>> from extractors.normalise import normalise
    >>> cues = CueText(normalise("Sở Y tế yêu cầu các đơn vị báo cáo kết quả."))
    >>> finding = judge(cues, 0, 43, Mode.PLAIN)
    >>> cues.text[slice(*finding.actor)]
    'các đơn vị'
    """
    allowed = _ALLOWED[mode]
    if _BASIS.match(cues.folded, start, end):
        return None
    end = min(end, start + _LONGEST)
    if not allowed or cues.text[start] in '“"' or (mode in _SPOKEN and not house and not cues.may_bind(start, end)):
        return None
    if mode is Mode.DUTY and end - start > _GLANCE:  # most units open with their act: no need to read on
        opening = _opening(cues, cues.hits(start, start + _GLANCE), start, start + _GLANCE)
        if opening and opening.evidence == "act":
            return opening
    hits = cues.hits(start, end)
    finding = _opening(cues, hits, start, end) if mode in _OPENS else None
    if finding and finding.evidence == "act" and mode is Mode.TARGETS and _wishes(hits, finding.act):
        return None
    if finding and finding.evidence in allowed:
        return finding
    kinds = reduce(or_, [hit.kinds for hit in hits], 0)
    finding = _order(cues, hits, start, end, mode) if kinds & Kind.ORDER else None
    if finding:
        return finding
    if kinds & Kind.REQUEST:
        return None
    finding = _difficulty(cues, hits, start, end) if kinds & Kind.DIFFICULTY else None
    if finding is None and kinds & _BINDS:
        finding = _borne(cues, hits, start, end, mode)
    if finding is None and mode in (Mode.PLAIN, Mode.PROSE):
        finding = _led(cues, hits, start, end)
    if finding is None and mode in (Mode.DUTY, Mode.MIXED, Mode.TARGETS, Mode.RULES):
        finding = _acting(cues, hits, start, end, mode)
        if finding and finding.evidence == "rule":
            settled = house or find_deadline(cues.folded, start, end, document_date) is not None
            finding = finding._replace(evidence="leads") if settled else None
    elif finding is None and mode is Mode.INFO:  # "2. Thường trực Hội đồng thẩm định hồ sơ trong tháng 12/2025"
        finding = _acting(cues, hits, start, end, Mode.RULES)
        deadline = find_deadline(cues.folded, start, end, document_date) if finding else None
        finding = finding._replace(evidence="delivery") if finding and deadline and deadline.due else None
    if (finding is None or finding.evidence not in allowed) and mode in (Mode.DUTY, Mode.GOALS, Mode.TARGETS):
        finding = measured(cues, hits, start, end, document_date)
    if "delivery" in allowed and (finding is None or finding.evidence not in allowed):
        finding = delivered(cues, hits, start, end, document_date)
    return finding if finding and finding.evidence in allowed else None


# -- orders -----------------------------------------------------------------------------------------------------------

_PLEA = re.compile(  # what is asked of a superior: "xem xét, phê duyệt", "cho ý kiến"
    r"""(?x) \s* (?: [\w ,]{0,30}? \b )? (?: xem\ xet | cho\ (?:y\ kien|phep|chu\ truong) | phe\ duyet
      | quyet\ dinh | chap\ thuan | quan\ tam ) \b
      [ ,]* (?:va\ )? (?: phe\ duyet | quyet\ dinh | cho | chap\ thuan | ban\ hanh | thong\ qua | chi\ dao
        | bo\ tri | ho\ tro | thong\ nhat
        | giai\ quyet | dong\ y | bo\ sung | co\ y\ kien ) \b"""
)
_GOVERNED = regex.compile(  # before "yêu cầu", "giao": the word is a noun there, or tells of an order given before
    r"""(?xi) (?: đã|đang|được|từng|vừa|bị|do|theo|của|có|với|về|trong|cho|một\ số|mọi|nhu\ cầu|trên|các|những|sự
      |việc|khi|nếu|xét|tại|phù\ hợp|đúng|từ|số\ lượng ) \s+ \Z"""
)
_LETTER = (Mode.OPENING, Mode.PROSE)
_QUOTED = regex.compile(r"\b(?:trong|theo) do,? \Z")
_STAFF = regex.compile(r"(?:can bo|cong chuc|vien chuc|nhan vien|nguoi|giao vien|thanh vien|chuyen vien|luc luong)\b")
_TOLD = regex.compile(r"(?:đã|đang|được|từng|vừa|theo|của|về)\s+\Z", regex.IGNORECASE)
_CLAUSE_OPENS = regex.compile(r"(?:[.,;:(]|\b(?:đồng thời|và|nay|trân trọng|xin|riêng))\s*\Z", regex.IGNORECASE)


def _order(cues: CueText, hits: list[Hit], start: int, end: int, mode: Mode) -> Finding | None:
    """The first order of the sentence: "… yêu cầu X làm …", "giao X: …"; not a plea to a superior."""
    for index, hit in enumerate(hits):
        if not hit.kinds & Kind.ORDER or _GOVERNED.search(cues.text, max(start, hit.start - 9), hit.start):
            continue
        if mode in _LETTER and _QUOTED.search(cues.folded, start, hit.start):
            continue  # "Thực hiện Công văn …, trong đó yêu cầu UBND các huyện …": another's order
        told = mode is not Mode.DUTY and any(past.kinds & Kind.PAST for past in hits[:index])
        if told and not _issued(cues, hits, start, hit):
            continue  # "Bộ đã có công văn yêu cầu các địa phương …": an order given before
        word = cues.folded[hit.start : hit.end].replace("\n", " ")
        opens = hit.start <= start + 2 and word in ("yeu cau", "de nghi")  # "Điều 2. Yêu cầu UBND huyện …"
        if mode is Mode.RULES and not (opens or word.startswith(("giao", "phan cong"))):
            continue
        named = named_actor(cues, hits[index + 1 :], hit.end, end)
        if named is None:
            finding = _unaddressed(cues, hits, index, start, end) if mode not in _BOUND_BY_ORDER else None
            if finding:
                return finding
            continue
        first, last, act = named
        if word == "phan cong" and _STAFF.match(cues.folded, first, last):
            continue  # "Phân công cán bộ phụ trách" is an act of the head, no order to the staff
        meeting = word == "giao" and cues.text.startswith("ban ", first)  # "giao ban"
        invited = word == "moi" and mode is not Mode.DUTY
        if meeting or invited or (act is None and word in ("luu y", "nhac nho", "moi")):
            continue
        if word.endswith("de nghi") and _PLEA.match(cues.folded, last, end):
            return None
        return Finding("order", (first, last), act.start if act else last, 0.95 if act else 0.85)
    return None


def _unaddressed(cues: CueText, hits: list[Hit], index: int, start: int, end: int) -> Finding | None:
    """An order that names nobody: "Đề nghị nghiêm túc thực hiện", "Sở Y tế yêu cầu:"."""
    hit = hits[index]
    if not cues.folded.startswith(("yeu cau", "de nghi", "trong de nghi", "tran trong de nghi"), hit.start):
        return None
    opens = (
        hit.start <= start + 2
        or _CLAUSE_OPENS.search(cues.text, max(start, hit.start - 12), hit.start) is not None
        or _issued(cues, hits, start, hit)
    )
    if not opens:
        return None
    if cues.text[hit.end : end].strip() == ":":
        return Finding("order", None, hit.end, 0.8)
    follows = hits[index + 1] if index + 1 < len(hits) else None
    if follows is None or cues.text[hit.end : follows.start].strip(" \n:,") or follows.kinds & Kind.NOUN:
        return None
    return Finding("order", None, follows.start, 0.85) if follows.kinds & (_DOES | Kind.MUST) else None


def _issued(cues: CueText, hits: list[Hit], start: int, order: Hit) -> bool:
    """Whether a body or post right before the order gives it ("Sở Y tế đề nghị …")."""
    for place in openings(cues, start, order.end):
        found = subject(cues, hits, place, order.end)
        if found and found[2] == order:
            return True
    return False


# -- duties and modals ------------------------------------------------------------------------------------------------

_IF = regex.compile(r"\b(?:neu|truong hop|co gi|moi|gap|phat sinh)\b")
_COURSE = regex.compile(r"qua trinh|co gi|thuc hien|trien khai|moi\b|neu (?:co|gap|con|phat sinh)")
_PLEASE = regex.compile(r"\bxin\s+\Z")
_AFTER_DIFFICULTY = regex.compile(r",\s*|(?<=vướng mắc|khó khăn|phát sinh)\s")
_RELATIVE = regex.compile(r"\b(?:mà|khi|nếu|được|bị|hoặc)\b|\(")
_WEAK = frozenset(("bảo đảm", "đảm bảo", "sẽ", "cần"))


def _difficulty(cues: CueText, hits: list[Hit], start: int, end: int) -> Finding | None:
    """The closing formula: "Trong quá trình thực hiện, nếu có vướng mắc, (các đơn vị) báo cáo về …"."""
    at = next((hit for hit in hits if hit.kinds & Kind.DIFFICULTY), None)
    if at is None or not _IF.search(cues.folded, start, at.end) or not _COURSE.search(cues.folded, start, at.end + 40):
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
    if actor is None and cues.folded.startswith("lien he", report.start):
        return None  # "Mọi vướng mắc liên hệ …": an address, no duty
    return Finding("difficulty", actor, report.start, 0.8)


def _borne(cues: CueText, hits: list[Hit], start: int, end: int, mode: Mode) -> Finding | None:
    """Somebody has the responsibility, or must, shall, may not."""
    for index, hit in enumerate(hits):
        if hit.kinds & Kind.CONDITION and cues.folded.startswith("duoc", hit.end - 4) and mode is not Mode.INFO:
            agent = subject(cues, hits, hit.end, end)  # "phải được người đứng đầu phê duyệt": the agent is bound
            if agent:
                return Finding("must", (agent[0], agent[1]), hit.start, 0.75)
        if hit.kinds & Kind.DUTY and not _TOLD.search(cues.text, max(start, hit.start - 9), hit.start):
            actor = _subject_before(cues, hits, start, end, hit)
            if actor or mode in (Mode.DUTY, Mode.MIXED) or hit.start <= start + 2:
                return Finding("duty", actor, hit.start, 0.95)
        elif hit.kinds & Kind.MUST and not hit.kinds & Kind.CONDITION:
            weak = cues.text[hit.start : hit.end].lower() in _WEAK
            actor = (
                _subject_before(cues, hits, start, end, hit) if not (weak and mode in (Mode.RULES, Mode.INFO)) else None
            )
            if actor and mode is Mode.RULES and _RELATIVE.search(cues.text, *actor):
                actor = None  # "hộ gia đình khi Nhà nước thu hồi đất mà phải di chuyển": who is meant, not what to do
            if actor:
                return Finding("must", actor, hit.start, 0.85)
            if mode is Mode.RULES and _forbids(cues, hits, start, hit):
                return Finding("must", None, hit.start, 0.6)
            if mode in (Mode.DUTY, Mode.MIXED) and not weak and not any(h.kinds & Kind.PAST for h in hits[:index]):
                return Finding("must", None, hit.start, 0.7)
    return None


def _forbids(cues: CueText, hits: list[Hit], start: int, modal: Hit) -> bool:
    """Whether a rule that opens with an act, naming nobody, forbids something ("Thực hiện …; không được …")."""
    opens = hits[0].start == _first_word(cues.text, start, modal.end) and hits[0].kinds & Kind.ACT
    return (
        bool(opens)
        and not hits[0].kinds & (Kind.BODY | Kind.NOUN)
        and cues.folded.startswith("khong duoc", modal.start)
    )


def _subject_before(cues: CueText, hits: list[Hit], start: int, end: int, modal: Hit) -> tuple[int, int] | None:
    for place in openings(cues, start, min(end, modal.start + 1)):
        if place >= modal.start:
            break
        found = subject(cues, hits, place, end)
        if found and found[2].start <= modal.start <= found[2].start + 160:
            return None if found[2].kinds & Kind.PAST else (found[0], found[1])
    return None


# -- subjects and acts ------------------------------------------------------------------------------------------------

_DEFINES = regex.compile(  # "Kiểm tra nội bộ là hoạt động thường xuyên …": what something is, not what to do
    r"\blà\s+(?:một|những|các|hoạt động|nhiệm vụ|việc|quá trình|khâu|giải pháp|yếu tố|nội dung|công tác|cơ sở|điều kiện"
    r"|quyền)\b"
)
_IN_TIME = regex.compile(r"\d|\b(?:hang|moi|dinh ky|dau|cuoi) (?:nam|quy|thang|tuan|ngay|ky)\b")
_NOT_DONE = re.compile(r"(?:chưa|đã|đang|vẫn|còn)\s")
_WHICH_ONES = re.compile(r"\b(?:mà|khi|nếu|được|bị|hoặc|đang|hưởng|đã)\b|\(")
_GROUND = re.compile(  # "Căn cứ Hướng dẫn này, thủ trưởng các đơn vị …": who acts comes behind it
    r"(?:can cu\b|(?:thuc hien|trien khai) [^,;:]{3,60} so \d)[^.;:]{3,300}, "
)
_IS_SO = re.compile(r"(?:lam viec|hoat dong|giup viec|quyet dinh|xem xet|su dung con dau|tu)\b")  # how it works
_COMPRISES = re.compile(r"\bgom\b[^.]{0,60}:\s*\Z")  # "Tổ giúp việc … gồm các ông:"
_EXECUTES = regex.compile(
    r"""(?x) \G (?: chu\ tri | chiu\ trach\ nhiem | quy\ dinh\ chi\ tiet )
      | \b thi\ hanh [ \n]+ (?: quyet\ dinh|nghi\ quyet|chi\ thi|quy\ che|quy\ dinh|thong\ tu|nghi\ dinh|lenh )
      | \b (?: quyet\ dinh|nghi\ quyet ) (?: [ \n]+ nay )? [ \n]+ (?: thi\ hanh|thuc\ hien )"""
)


def _opening(cues: CueText, hits: list[Hit], start: int, end: int) -> Finding | None:
    """A subject or act that opens the sentence outweighs an order further on ("Rà soát …, đề nghị … cho phép")."""
    found = subject(cues, hits, start, end)
    if found:
        first, last, act = found
        assigned = ":" in cues.text[last : act.start]
        if (act.kinds & Kind.ORDER and not assigned) or act.kinds & (_DONE | Kind.REQUEST):
            return None
        if _NOT_DONE.match(cues.text, act.start, end):
            return None
        if not act.kinds & ~Kind.MANNER and not any(hit.kinds & _BEGINS for hit in hits if hit.start > act.start):
            return None
        evidence = "assigned" if assigned else "duty" if act.kinds & Kind.DUTY else "subject"
        if evidence == "subject" and act.kinds & Kind.LEADING:
            evidence = "leads"
        return Finding(evidence, (first, last), act.start, 0.92)
    opening = _first_word(cues.text, start, end)
    if cues.text.startswith(("Không ", "không "), opening):  # "Không tổ chức tiếp khách"
        opening += 6
    here = bisect_left(hits, (opening, 0, 0))
    if here >= len(hits) or hits[here].start != opening or not hits[here].kinds & _BEGINS:
        return None
    hit = hits[here]
    ordered = here + 1 < len(hits) and hits[here + 1].start == hit.end + 1 and hits[here + 1].kinds & Kind.ORDER
    if hit.kinds & (Kind.ORDER | Kind.BODY) or ordered or _soon_past(hits, hit):
        return None
    if _DEFINES.search(cues.text, opening, min(end, opening + 90)) or _GROUND.match(cues.folded, opening):
        return None
    return Finding("act", None, opening, 0.9)


def _acting(cues: CueText, hits: list[Hit], start: int, end: int, mode: Mode) -> Finding | None:
    """A named subject and its act ("Các đơn vị chuẩn bị …"), or the bare act ("Tăng cường …")."""
    places = openings(cues, start, end)
    timed = len(places) > 1 and _IN_TIME.search(cues.folded, start, places[1]) is not None
    for place in places[: 2 if timed else len(places)]:
        found = subject(cues, hits, place, end)
        if found:
            first, last, act = found
            if act.kinds & _DONE or _NOT_DONE.match(cues.text, act.start, end):
                return None
            if mode is not Mode.RULES:
                return Finding("subject", (first, last), act.start, 0.92)
            if _EXECUTES.search(cues.folded, act.start, end):
                return Finding("leads", (first, last), act.start, 0.92)
            plain = (
                act.kinds & _DOES
                and not _WHICH_ONES.search(cues.text, first, last)
                and not _IS_SO.match(cues.folded, act.start, end)
                and not _COMPRISES.search(cues.folded, act.start, end)
            )
            return Finding("rule", (first, last), act.start, 0.75) if plain else None
    if mode is Mode.RULES or (mode is Mode.MIXED and not _requires(cues, hits, start, end)):
        return None
    besides = cues.folded.startswith(
        ("ngoai", "ben canh"), start
    )  # what comes after its commas may be more of the same
    for place in places[: 1 if besides else 4]:
        opening = _first_word(cues.text, place, end)
        here = bisect_left(hits, (opening, 0, 0))
        if here >= len(hits):
            return None
        hit = hits[here]
        if hit.start != opening or not hit.kinds & (_DOES | Kind.ACT_FIRST | Kind.NOUN | _DONE):
            continue
        if (hit.kinds & Kind.NOUN and not hit.kinds & _BEGINS) or hit.kinds & _DONE or _soon_past(hits, hit):
            return None
        if place != start and cues.text[opening].isupper() and cues.text[opening - 2] != ":":
            continue
        if _DEFINES.search(cues.text, opening, min(end, opening + 90)):
            return None
        if (mode is Mode.TARGETS and _wishes(hits, opening)) or (mode is Mode.MIXED and hit.kinds & Kind.DECIDE):
            return None
        bare = mode in (Mode.DUTY, Mode.TARGETS)
        return Finding("act", None, opening, 0.9) if bare else Finding("subject", None, opening, 0.65)
    return None


def _led(cues: CueText, hits: list[Hit], start: int, end: int) -> Finding | None:
    """Behind a ground or a time, somebody named in a few words and told to act ("Trên cơ sở …, đơn vị tiến hành …")."""
    for place in openings(cues, start, end)[1:]:
        found = subject(cues, hits, place, end)
        if found and found[2].kinds & Kind.LEADING and found[1] - found[0] < _SHORT_NAME:
            name = cues.text[found[0] : found[1]]
            if not any(map(str.isdigit, name)) and found[2].start <= found[1] + 12:
                return Finding("leads", (found[0], found[1]), found[2].start, 0.75)
    return None


def _wishes(hits: list[Hit], act: int) -> bool:
    """Whether the act is a wish rather than a result to be reached ("Nâng cao nhận thức")."""
    return any(hit.start == act and hit.kinds & (Kind.PURPOSE | Kind.REQUIRED) for hit in hits)


def _soon_past(hits: list[Hit], opening: Hit) -> bool:
    return any(hit.kinds & Kind.PAST and hit.start < opening.end + 12 for hit in hits[:6])


def _requires(cues: CueText, hits: list[Hit], start: int, end: int) -> bool:
    """Whether, among purposes and requirements, the sentence is a requirement ("Tổ chức an toàn, tiết kiệm")."""
    opening = _first_word(cues.text, start, end)
    purpose = any(hit.start == opening and hit.kinds & Kind.PURPOSE for hit in hits[:2])
    return not purpose and any(hit.kinds & Kind.REQUIRED for hit in hits)


def unknown_act(cues: CueText, start: int, end: int) -> Finding | None:
    """Under a heading that names who acts, words that open with neither a thing, a person nor a result are an act.

    >>> from extractors.normalise import normalise
    >>> unknown_act(CueText(normalise("Dựng rạp và kê bàn ghế.")), 0, 23) is not None
    True
    """
    opening = _first_word(cues.text, start, end)
    if end - opening < 8 or not cues.text[opening].isalpha() or ":" in cues.text[opening : min(end, opening + 40)]:
        return None
    if cues.opens_with_name(opening, end):
        return None
    if any(hit.kinds & (Kind.PAST | Kind.PASSIVE | Kind.REQUEST) for hit in cues.hits(opening, end)[:4]):
        return None
    return Finding("act", None, opening, 0.6)


def _first_word(text: str, start: int, end: int) -> int:
    while start < end and not text[start].isalnum():
        start += 1
    return start
