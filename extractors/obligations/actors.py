"""Who must act: named before the act ("Sở Y tế chủ trì"), after the order ("giao Sở Y tế") or in a heading."""

import re
from bisect import bisect_left

import regex

from extractors.obligations.words import CueText, Hit, Kind

__all__ = ["guided_actor", "heading_actor", "named_actor", "subject"]

_OPENERS = re.compile(r"(?i)[\s:,*\"“('‘.~-]*(?:riêng\s+)?(?:đối\s+với\s+)?(?:100\s?%\s+(?:số\s+)?)?")
_AFTER_ORDER = re.compile(r"(?i)[\s:,*\"“(]*(?:(?:rằng|là|cho|tới|đến|đối\s+với|với)\s+)?")
_MODIFIER = regex.compile(  # before an act: the word belongs to the name or a clause within it
    r"""(?xi) \b (?: của|về|được|(?<!thiết\ )(?<!chuẩn\ )bị|có|do|cho|nhằm|để|bởi|đang|đã|bằng|tại|(?<!trực\ )thuộc
      |(?<!việc\ )làm|là|từ|những|các|(?<!giúp\ )(?<!công\ )việc|(?<!quân\ )(?<!nhân\ )(?<!thời\ )sự
      |(?<!đoàn\ )(?<!tổ\ )công\ tác|mà|được\ giao|được\ phân\ công ) \s* \Z"""
)
_SEPARATOR = regex.compile(
    r"(?:[,;:(]|\b(?:và|các|của|đồng chí|với|cho|những|tập thể|đại diện|là|hoặc|từng|mỗi|trong))\s*\Z"
)
_WHICH = regex.compile(
    r"được\s+(?:giao|phân\s+công|phân\s+cấp|ủy\s+quyền|kiểm\s+tra|thanh\s+tra|giám\s+sát|khảo\s+sát|chọn|cử|mời|phê\s+duyệt"
    r"|triệu\s+tập|công\s+nhận|đề\s+cử|khen\s+thưởng|tuyển|hỗ\s+trợ|xếp)\b"
)
_LEADS_ITSELF = re.compile(
    r"(?i)lãnh đạo\s*(?:,\s*(?:chỉ đạo|điều hành|quản lý)|và\s+chỉ đạo|toàn diện|công tác|việc|hoàn thành|thực hiện"
    r"|tổ chức(?! đảng)|xây dựng|triển khai|đổi mới|tập trung|làm tốt|đẩy mạnh|nâng cao|phát triển|phát huy|kiện toàn"
    r"|giữ vững|(?:bảo|đảm) (?:đảm|bảo)|chuẩn bị|nhân dân|tăng cường|quán triệt|thành công)"
)
_SCHOOL_YEAR = regex.compile(r"(?i)(?:các\s+)?(?:lớp|khối|cấp)\s+\d")  # "Đối với lớp 10: …" tells for whom
_ADDRESS = regex.compile(r"(?i)\b(?:các\s+)?(?:ông|bà|đồng chí|anh|chị)(?:[\s,/]*\(?(?:ông|bà|đồng chí)\)?)*\Z")
_KINDS_OF_BODY = regex.compile(  # "các sở: Tài chính, Nội vụ": the colon stands inside the name
    r"""(?xi) (?:các|những) \s+ (?: sở|bộ|(?:trưởng\ )?phòng|(?:trưởng\ )?ban|hội|cục|đơn\ vị|cơ\ quan|huyện|xã|trường
        |tổ\ chức
        |giám\ đốc|hiệu\ trưởng|trưởng\ khoa )
      (?: \s*,\s* (?:ngành|ban|cơ\ quan|đơn\ vị) )* (?: \s+ \w+ ){0,2} \Z"""
)
_ACT_GOES_ON = regex.compile(r"\s+\p{Ll}")  # "các xã: Sơ tán dân"; but "các sở: Xây dựng, Tài chính"
_PREFIX = re.compile(
    r"""(?xi) [\s*"“]* (?:
        (?P<of> (?=[^:.]{0,30} (?: trách\s+nhiệm | nhiệm\s+vụ | nghĩa\s+vụ ) )
          (?: (?: quyền(?:\s+hạn)? | chức\s+năng | trách\s+nhiệm | nhiệm\s+vụ | nghĩa\s+vụ )
            (?: \s*,\s* | \s+và\s+ | \s+ ) ){1,4}
          (?: (?: cụ\s+thể | chính | chung | chủ\s+yếu ) \s+ )? của )
      | trách\s+nhiệm | đối\s+với | về\s+phía | giao (?:\s+cho)? | phân\s+công | đề\s+nghị | yêu\s+cầu | riêng
      ) \s+ (?: đối\s+với \s+ )?"""
)
_PURPOSE = re.compile(r"\s(?:để|nhằm)\s")
_STATE = re.compile(r"\b(?:có|được|đạt|biết|nắm)\b")
_ABOUT = re.compile(  # "Trách nhiệm của Sở Y tế trong công tác phòng dịch", "… của Bộ Tài chính về giá"
    r"\s(?:về|đối\s+với|khi|trong\s+(?:việc|công\s+tác|quản\s+lý|quá\s+trình|hoạt\s+động|lĩnh\s+vực|thực\s+hiện"
    r"|tổ\s+chức|phối\s+hợp|bảo\s+đảm|xây\s+dựng|phòng))\s"
)
_THING = re.compile(  # what has tasks and is nobody: "Nhiệm vụ của Đề án", "Nhiệm vụ của năm 2025"
    r"\W*(?:(?:cac|nhung) )?(?:de an|du an|chuong trinh|ke hoach|quy hoach|chien luoc|nam|thang|quy \w+\b|giai doan"
    r"|cong tac|nghi quyet|nhiem ky|nganh nghe|ky hop|hoi nghi|dieu|khoan|minh\b|de tai|mon|bai)\b"
)
_BARE_HEAD = re.compile(
    r"(?i)(?:(?:(?:các|những|mỗi|từng)\s+)?(?:phòng|đội|tổ|ban|hội đồng|đoàn|trung tâm|bộ phận|trạm)|cơ quan)\s+\Z"
)
_BARE_IN_LIST = re.compile(r"(?:,|\bvà)\s+(?:các\s+)?(?:[Pp]hòng|[Đđ]ội|[Tt]ổ|[Đđ]oàn|[Tt]rạm)\s+\Z")
_ASIDE = regex.compile(r"\s*\([^()]*\)?\s*\Z")
_DASHED = regex.compile(r"\s-\s[^-]{3,60}\s-\s*\Z")  # "Công ty A - đơn vị phân phối - tổ chức …"
_JOINT = re.compile(r"\s(?:và|cùng|để|thì|mà|nhằm|hoặc|theo|đồng thời|vẫn)\Z")
_STOP = regex.compile(r"(?<!\b\p{Lu})\. |\n\n(?!\p{Ll})")  # "Nguyễn Văn H. và", a page number: no end
_GAP_ENDS = regex.compile(r"[;:.,]|\bvà\b")
_LIST_END = regex.compile(r"[.;]\s|:|\Z")
_SENTENCE_IN_HEADING = regex.compile(r"[.!?]\s|:")

_STOPS = (
    Kind.ACT
    | Kind.MANNER
    | Kind.MUST
    | Kind.DUTY
    | Kind.CONDITION
    | Kind.PAST
    | Kind.PASSIVE
    | Kind.ORDER
    | Kind.REQUEST
)
_PROPER = frozenset(("vụ", "báo", "đài", "kho", "thuế", "viện", "cục"))  # written small they are no bodies
_NAMES = Kind.BODY | Kind.DETERMINER
_LONGEST_JOINT = 10
_LONGEST = 420  # characters of a list of bodies
_SHORT_GAP = 120
_SHORT_NAME = 60
_SOMEBODY = frozenset(("Người", "người", "Những người", "những người"))
_BETWEEN = frozenset(("", "vị", "cấp", "nhà", "đồng chí", "thành viên", "*", '"', "“"))
_WHOEVER = frozenset(("người", "cá nhân", "tổ chức, cá nhân"))  # what follows says which, up to the modal


def subject(cues: CueText, hits: list[Hit], start: int, end: int) -> tuple[int, int, Hit] | None:
    """The noun phrase that opens `text[start:end]` and the hit that ends it (the act, the modal), or None.

    It must open with a body, a post or a person; `hits` are the cues of the stretch.
    """
    text = cues.text
    match = _OPENERS.match(text, start, end)
    at = match.end() if match else start
    first = bisect_left(hits, (at, 0, 0))
    if first >= len(hits) or hits[first].start != at or not hits[first].kinds & _NAMES:
        return None
    if at > start and _SCHOOL_YEAR.match(text, at, end):
        return None
    inside = hits[first : first + 60]
    if not _opens_with_body(text, inside):
        return None
    whoever = None
    for index, hit in enumerate(inside):
        if hit.start - at > _LONGEST:
            return whoever
        gap = text[(inside[index - 1].end if index else at) : hit.start]
        if _STOP.search(gap):
            return whoever
        if ":" in gap:
            colon = text.find(":", at, hit.start)
            told = (
                hit.kinds & (_STOPS | Kind.ACT_FIRST)
                and not text[colon + 1 : hit.start].strip()
                and _ACT_GOES_ON.match(text, hit.end)
            )
            if told or not _KINDS_OF_BODY.search(text[at:colon].strip()):
                return _around_colon(cues, hits, at, colon, hit, end)
        if index and hit.kinds & _STOPS and text[hit.start - 1] != "(" and _ends_name(text, hit, at):
            stop = _after_relative(text, inside, index) or _after_listed(text, inside, index)
            phrase_end = _trimmed(text, at, stop.start)
            if "%" in text[start:at] and _STATE.search(text, at, phrase_end):
                return None  # "100% cán bộ có kiến thức cơ bản về …": what is to be the case of them
            if text[at:phrase_end] not in _SOMEBODY:
                return (at, phrase_end, stop) if phrase_end > at else None
            whoever = whoever or (at, phrase_end, stop)  # "Người phát hiện cháy bấm chuông": this act says who
    return whoever


def _after_listed(text: str, inside: list[Hit], index: int) -> Hit:
    """The act behind acts that are listed in the name ("Các cơ sở kinh doanh, sử dụng thuốc ngừng …"), else a modal."""
    first = inside[index]
    if first.kinds & (Kind.LEADING | Kind.MANNER | Kind.DUTY | Kind.MUST) or text[: first.start].rstrip()[-1:] != ",":
        return _modal_after(text, inside, index)
    for before, hit in zip(inside[index:], inside[index + 1 :], strict=False):
        if hit.start - first.start > _SHORT_NAME or _GAP_ENDS.search(text, before.end, hit.start):
            break
        if hit.kinds & _STOPS and _ends_name(text, hit, first.start):
            return hit
    return _modal_after(text, inside, index)


def _after_relative(text: str, inside: list[Hit], index: int) -> Hit | None:
    """The act behind a clause that says which body is meant ("Các đơn vị được kiểm tra chuẩn bị báo cáo")."""
    if not inside[index].kinds & Kind.PASSIVE or not _WHICH.match(text, inside[index].start):
        return None
    for before, hit in zip(inside[index + 1 :], inside[index + 2 :], strict=False):
        gap = text[before.end : hit.start]
        if hit.start - inside[index].start > _SHORT_GAP or _GAP_ENDS.search(gap.replace(",", " ")):
            return None
        if hit.kinds & (Kind.DUTY | Kind.MUST) and not _SEPARATOR.search(text, before.end, hit.start):
            return hit
        of_object = before.kinds & Kind.BODY and not gap.strip()  # "được giao đôn đốc các cơ quan thực hiện …"
        if hit.kinds & Kind.LEADING and not of_object and not _SEPARATOR.search(text, before.end, hit.start):
            return hit
    return None


def _around_colon(  # noqa: PLR0917 - the places of one colon
    cues: CueText, hits: list[Hit], at: int, colon: int, hit: Hit, end: int
) -> tuple[int, int, Hit] | None:  # fmt: skip
    """`các ông (bà): Thủ trưởng …` names the actor after the colon; `Sở Y tế: Chủ trì …` before it."""
    if _ADDRESS.search(cues.text[at:colon].strip().replace(")", "").replace("(", "")):
        return subject(cues, hits, colon + 1, end)
    phrase_end = _trimmed(cues.text, at, colon)
    if hit.kinds & _NAMES:
        inner = subject(cues, hits, colon + 1, end)
        return (at, phrase_end, inner[2]) if inner else None
    return (at, phrase_end, hit) if hit.kinds & (_STOPS | Kind.ACT_FIRST) else None


def _opens_with_body(text: str, inside: list[Hit]) -> bool:
    end = inside[0].start
    for hit in inside[:4]:
        if text[end : hit.start].strip() not in _BETWEEN:
            return False  # "Các hoạt động hướng về cơ sở"
        end = hit.end
        if hit.kinds & Kind.BODY:
            return text[hit.start : hit.end] not in _PROPER and not _LEADS_ITSELF.match(text, hit.start)
        if not hit.kinds & Kind.DETERMINER:
            return False
    return False


def _ends_name(text: str, hit: Hit, at: int) -> bool:
    """Whether a cue is the act of the name before it: written small, governed by nothing, no part of the name."""
    if not text[hit.start].islower():
        return False
    if hit.kinds & (Kind.DUTY | Kind.MUST):
        return True
    before = max(at, hit.start - 16)
    if hit.kinds & _NAMES and (not hit.kinds & Kind.ACT or _SEPARATOR.search(text, before, hit.start)):
        return False  # "các sở, lãnh đạo các phòng"; but "Đảng đoàn lãnh đạo việc …"
    if _MODIFIER.search(text, before, hit.start):
        return False
    head = _BARE_HEAD.match(text, at, hit.start) or _BARE_IN_LIST.search(
        text, max(at, hit.start - 24), hit.start
    )  # "Phòng đăng ký kinh doanh", "Đội kiểm tra"
    return head is None or (
        bool(hit.kinds & (Kind.LEADING | Kind.MANNER)) and not text.startswith("kiểm tra", hit.start)
    )


def _modal_after(text: str, inside: list[Hit], index: int) -> Hit:
    """A modal soon after what looked like an act shows it a part of the name ("bộ phận quản lý … có trách nhiệm")."""
    first = inside[index]
    if first.kinds & (Kind.DUTY | Kind.MUST | Kind.LEADING):
        return first
    whoever = index < 3 and text[inside[index - 1].start : inside[index - 1].end].lower() in _WHOEVER
    for hit in inside[index + 1 :]:
        far = hit.start - first.start > _SHORT_GAP or _GAP_ENDS.search(text, first.end, hit.start) is not None
        if hit.kinds & Kind.PAST or (far and not whoever):
            break
        if hit.kinds & (Kind.DUTY | Kind.MUST) and not hit.kinds & Kind.ACT:
            return hit
    return first


def _trimmed(text: str, start: int, end: int) -> int:
    """End of the phrase without trailing marks, asides and conjunctions."""
    phrase = text[start:end]
    while True:
        shorter = (_DASHED.sub("", phrase) if "-" in phrase else phrase).rstrip(" \n,;:-*")
        shorter = _ASIDE.sub("", shorter) if "(" in shorter else shorter
        joint = _JOINT.search(shorter, max(0, len(shorter) - _LONGEST_JOINT))
        shorter = shorter[: joint.start()] if joint else shorter
        if shorter == phrase:
            return start + len(phrase)
        phrase = shorter


def named_actor(cues: CueText, hits: list[Hit], start: int, end: int) -> tuple[int, int, Hit | None] | None:
    """The actor named after an order that ends at `start`; the act after it, or None where the list follows.

    "giao Sở Y tế chủ trì", "giao các sở: A, B và C theo dõi", "yêu cầu các đơn vị:".
    """
    text = cues.text
    match = _AFTER_ORDER.match(text, start, end)
    at = match.end() if match else start
    found = subject(cues, hits, at, end)
    if found:
        return found
    first = bisect_left(hits, (at, 0, 0))
    inside = hits[first : first + 4]
    if not inside or inside[0].start != at or not _opens_with_body(text, inside):
        return None
    stop = _LIST_END.search(text, at, end)
    limit = stop.start() if stop else end
    purpose = _PURPOSE.search(text, at, limit)
    limit = purpose.start() if purpose else limit
    return None if limit - at > _LONGEST else (at, _trimmed(text, at, limit), None)


def guided_actor(cues: CueText, start: int, end: int) -> tuple[int, int] | None:
    """Whom a lead-in without an order guides: "Phòng Giáo dục hướng dẫn các trường tổ chức … như sau:".

    >>> from extractors.normalise import normalise
    >>> text = "Phòng Nội vụ hướng dẫn các đơn vị thực hiện như sau:"
    >>> start, end = guided_actor(CueText(normalise(text)), 0, len(text)) or (0, 0)
    >>> text[start:end]
    'các đơn vị'
    """
    hits = cues.hits(start, end)
    for index in range(len(hits) - 1, -1, -1):
        if cues.folded.startswith(("huong dan ", "chi dao "), hits[index].start):
            named = named_actor(cues, hits[index + 1 :], hits[index].end, end)
            if named and named[2] is not None:
                return named[0], named[1]
    return None


def heading_actor(cues: CueText, start: int, end: int) -> tuple[int, int] | None:
    """The actor that a heading names: "Trách nhiệm của Phó Trưởng phòng:", "Đối với các trường", "Sở Y tế".

    >>> from extractors.normalise import normalise
    >>> text = "Trách nhiệm của Sở Nội vụ:"
    >>> start, end = heading_actor(CueText(normalise(text)), 0, len(text)) or (0, 0)
    >>> text[start:end]
    'Sở Nội vụ'
    """
    text = cues.text
    prefix = _PREFIX.match(text, start, end)
    at = prefix.end() if prefix else start
    while at < end and text[at] in " \n*-.'":
        at += 1
    phrase_end = _trimmed(text, at, end)
    if not 3 <= phrase_end - at <= _LONGEST or _SENTENCE_IN_HEADING.search(text, at, phrase_end):
        return None
    hits = cues.hits(at, phrase_end)
    if prefix and prefix["of"] and not _THING.match(cues.folded, at, phrase_end):
        about = _ABOUT.search(text, at + 3, phrase_end)
        return (
            at,
            about.start() if about else phrase_end,
        )  # whoever has duties, also one that no register knows ("cố vấn học tập")
    if not hits or hits[0].start != at or not _opens_with_body(text, hits):
        return None
    capitals = text[at:phrase_end].isupper()
    if not capitals and any(hit.kinds & _STOPS and _ends_name(text, hit, at) for hit in hits[1:]):
        return None
    return at, phrase_end
