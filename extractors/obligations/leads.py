"""Lead-ins: the sentences that end in a colon, and whether tasks, things or mere attributes follow them."""

import re

import regex

__all__ = ["announces", "attribute", "leads", "leads_unordered", "lists_things", "reports", "tells"]

_TASKS = r"""\b (?: noi\ dung | nhiem\ vu | cong\ viec | (?: cac | nhung | so ) \ viec | giai\ phap | bien\ phap
    | van\ de
    | yeu\ cau | diem | cong\ tac"""
_LIST_OF_TASKS = regex.compile(
    rf"(?x) {_TASKS} | chi\ tieu | muc\ tieu ) \b (?: [^.;:] | [.](?=\w) ){{0,70}} [:.] [\W_]* \Z"
)
_GENERIC = re.compile(  # "có trách nhiệm:", "chủ trì, phối hợp với các sở, ngành liên quan:": no act of its own yet
    r"""(?x) (?: (?:co|chiu)\ trach\ nhiem | co\ nhiem\ vu | co\ nghia\ vu | thuc\ hien | trien\ khai | to\ chuc
      | tap\ trung | chu\ tri | lanh\ dao | chi\ dao (?= \ ?[:,] | \ va\ )
      | chi\ dao \ (?:cac|tong|so|cuc|chi|phong|ban|bo|don\ vi|co\ quan|ubnd|uy\ ban)
        [^:;.,]{0,60}
      | phoi\ hop (?: \ voi [^:;.]{0,160} )? | can | phai | nghiem\ tuc | tot | ngay | nhu\ sau | sau\ day | sau
        | va | chu\ dong | khan\ truong
      | lam\ tot | duoi\ day | [\s,] )* [:.] [\W_]* \Z"""
)
_COLON = regex.compile(r":[\W_]{1,6}\Z")  # with the shadow of a stamp behind it
_SAYS_SO = regex.compile(r"\b(?:sau|sau day|nhu sau|duoi day)[.]\Z")
"""A lead-in closed by a full stop where a colon was meant: "có nhiệm vụ sau."."""
_WITH_CONTENT = regex.compile(r"\bvoi (?:cac |nhung |mot so )?noi dung\b[^.;:]{0,40}:\s*\Z")


def leads(folded: str, start: int, end: int) -> bool:
    """Whether a sentence leads to a list: it ends in a colon, or in "sau." where a colon was meant.

    >>> leads("doi kiem tra co nhiem vu sau.", 0, 29)
    True
    """
    return (
        folded[end - 1] == ":"
        or _COLON.search(folded, max(start, end - 8), end) is not None
        or _SAYS_SO.search(folded, start, end) is not None
    )


def announces(folded: str, start: int, end: int, act: int | None) -> bool:
    """Whether a sentence that ends in a colon only announces the list below it; `act` is where its act begins.

    >>> announces("cac don vi thuc hien nghiem cac noi dung sau:", 0, 45, 11)
    True
    """
    if not leads(folded, start, end) or _WITH_CONTENT.search(folded, start, end):
        return False
    if act is None or _LIST_OF_TASKS.search(folded, max(start, end - 90), end):
        return True
    return _GENERIC.match(folded, act, end) is not None


_LEADS = regex.compile(  # a lead-in without an order: "… hướng dẫn như sau:", "… cần chú ý một số nội dung sau:"
    rf"""(?x) \b (?: (?: chi\ dao | huong\ dan | ket\ luan | chi\ thi | quan\ triet ) \b [^.:]{{0,300}}
      | (?: thuc\ hien | trien\ khai | tap\ trung | luu\ y | chu\ y | can | phai | lam\ tot | tang\ cuong
        | quan\ tam ) \b [^.:]{{0,40}} {_TASKS} ) \b [^.:]{{0,40}}
      ) : \s* \Z"""
)


def leads_unordered(folded: str, start: int, end: int) -> bool:
    """Whether a sentence leads to a list of tasks without an order: "… hướng dẫn một số nội dung như sau:".

    >>> leads_unordered("so y te huong dan nhu sau:", 0, 26)
    True
    """
    return _LEADS.search(folded, start, end) is not None


_THINGS = regex.compile(  # a list of things, not of acts: "… gồm:", "… các tài liệu sau đây:"
    r"""(?x) (?: \b (?: gom | bao\ gom | gom\ co )
      | \b (?: tai\ lieu | ho\ so | thanh\ phan | danh\ sach | bieu\ mau | doi\ tuong | danh\ muc | mau | van\ ban
        | truong\ hop | dieu\ kien
        | tieu\ chuan | giay\ to | hanh\ vi ) \b [^.;:]{0,40} \b sau (?:\ day)? [^.;:]{0,90} ) \s* : [\s.]* \Z"""
)
_LEGAL_THINGS = regex.compile(
    r"""(?x) \b (?: noi\ dung | thong\ tin | nguyen\ tac | loai | quyen | phuong\ thuc | hinh\ thuc | chi\ tieu
      | muc | cac\ buoc | trinh\ tu
      | thu\ tuc | che\ do | quy\ dinh ) \b [^.;:]{0,60} \s* : [\s.]* \Z"""
)


def lists_things(folded: str, start: int, end: int, *, legal: bool) -> bool:
    """Whether a lead-in announces things or conditions; in normative texts (`legal`) contents and rights too.

    >>> lists_things("ho so gom:", 0, 10, legal=False)
    True
    """
    start = max(start, end - 170)
    return _THINGS.search(folded, start, end) is not None or (
        legal and _LEGAL_THINGS.search(folded, start, end) is not None
    )


_ATTRIBUTE = re.compile(  # sub-units that describe the task above them: who leads, who helps, when, what comes of it
    r"""(?x) (?: (?P<lead> (?: co\ quan | don\ vi | bo\ phan )? [ ]? (?: chu\ tri | (?:chiu\ )?trach\ nhiem
      | thuc\ hien ) (?: \ thuc\ hien )? )
      | (?P<time> thoi\ (?:gian|han) (?: \ (?: thuc\ hien | hoan\ thanh ) )?
        | tien\ do (?:\ thuc\ hien|\ hoan\ thanh)? )
      | (?: co\ quan | don\ vi | bo\ phan )? [ ]? phoi\ hop (?:\ thuc\ hien)? | san\ pham | ket\ qua | kinh\ phi
      | (?P<content> noi\ dung (?:\ (?:kiem\ tra|giam\ sat|thuc\ hien|chi\ tiet))? ) | doi\ tuong
      | thanh\ phan | dia\ (?:diem|ban)
      | hinh\ thuc | muc\ dich | pham\ vi | so\ luong | thoi\ luong
      ) \s* : \s*"""
)


def attribute(folded: str, start: int, end: int) -> tuple[str, int] | None:
    """What a sub-unit tells of the task above it ("lead", "time", "content", "other") and where its value begins.

    >>> attribute("co quan chu tri: so tu phap", 0, 27)
    ('lead', 17)
    """
    match = _ATTRIBUTE.match(folded, start, end)
    return (match.lastgroup or "other", match.end()) if match else None


_TELLS = regex.compile(  # what others asked or said
    r"""(?x) \b (?: khieu\ nai | to\ cao | phan\ anh | don\ (?:de|cua|xin|kien) | trinh\ bay | cho\ rang | kien\ nghi
      | de\ nghi\ cua | yeu\ cau\ cua | voi\ (?:cac|nhung)\ yeu\ cau ) \b [^:]* : \s* \Z"""
)


_ANSWERS_WITH = regex.compile(r"\b(?:co|cho) y kien\b|\b(?:ket luan|chi dao|huong dan|yeu cau|de nghi)\b[^:]{0,60}:")
_ANSWERS = regex.compile(
    r"\b(?:co|cho) y kien\b|\b(?:ket luan|chi dao|tra loi|huong dan|quyet dinh|yeu cau) (?:nhu )?sau"
)


def tells(folded: str, start: int, end: int) -> bool:
    """Whether a lead-in announces what others asked or said, not what is to do.

    >>> tells("noi dung don khieu nai voi cac yeu cau:", 0, 39)
    True
    """
    at = max(start, end - 220)
    return _TELLS.search(folded, at, end) is not None and _ANSWERS.search(folded, at, end) is None


_REPORTS = regex.compile(  # "UBND huyện báo cáo như sau:", in a letter that answers
    r"""(?x) \b (?: bao\ cao | giai\ trinh | tra\ loi | cung\ cap\ thong\ tin | phuc\ dap ) \b [^.:;]{0,160}
      (?: nhu\ sau | cu\ the | sau ) \s* : \s* \Z"""
)


def reports(folded: str, start: int, end: int) -> bool:
    """Whether a letter's lead-in announces what its issuer reports or answers.

    >>> reports("ubnd huyen bao cao nhu sau:", 0, 27)
    True
    """
    at = max(start, end - 240)
    return _REPORTS.search(folded, at, end) is not None and _ANSWERS_WITH.search(folded, at, end) is None
