"""Relations and parents: what the text says one document does to another.

Three readings, in this order. Inside the title of another mention the relation is that document's ("… sửa đổi, bổ sung
một số điều của Nghị định B": A amends B, B has parent A). Behind a mention, the passive "được sửa đổi, bổ sung bởi B"
makes B its child. Everywhere else the citing document itself stands in the relation that the clause before the mention
names, and the items of an enumeration share it.
"""

import re
from bisect import bisect_right
from dataclasses import dataclass

from extractors.normalise import NormalisedText
from extractors.records import Relation

__all__ = ["Draft", "relate"]


@dataclass(slots=True)
class Draft:
    """A mention on its way to a citation; offsets are of the clean text."""

    start: int
    end: int
    type: str | None
    extent: int
    """Where its date, issuer and title end."""
    title: tuple[int, int] | None = None
    has_issuer: bool = False
    relation: Relation = "cites"
    parent: int | None = None
    certain: bool = True
    """False where no cue named the relation and "cites" is what is left."""
    listed: Relation | None = None
    """The relation of the further items of its list, where the mention itself stands in another one."""


_SEPARATOR = re.compile(
    r"[ \n;,.)\"*]*(?:(?:va|cung|hoac|cung[ \n]voi|dong[ \n]thoi)\b)?[ \n]*(?:cac\b)?[ \n]*"
    r"(?:\n[ ]*(?:[-+*]|\d{1,2}[.)]|[a-z]\))[ ]+)*(?:so\b)?[ \n:\"]*"
)
_PASSIVE = re.compile(
    r"[ \n,]*\(?[ \n]*(?:da[ \n])?(?:duoc|bi)[ \n]+(?P<how>sua[ \n]doi|bo[ \n]sung|thay[ \n]the|bai[ \n]bo|dinh[ \n]chinh|gia[ \n]han)[^.;()]{0,90}?"
    r"(?:boi|tai|theo|bang)(?:[ \n]cac)?(?:[ \n](?:tiet|diem|khoan|dieu)[^.;()]{1,60}?)?[ \n:]*"
)

# What a clause says of the document behind it, each with the words it is said in; the cue nearest to the mention counts.
_CUES: dict[str, str] = {
    "implements_opening": r"(?:thuc hien|trien khai|thi hanh|chap hanh|quan triet|cu the hoa|theo tinh than|theo chi dao|tiep tuc thuc hien"
    r"|trien khai thuc hien|huong ung|can cu thuc hien)",
    "implements": r"(?:thuc hien|trien khai|(?<!hieu luc )thi hanh|chap hanh|quan triet|cu the hoa|the che hoa|theo tinh than|tinh than noi dung|theo (?:su )?chi dao"
    r"|chi dao|tuan thu|hoc tap)",
    "replies_to": r"(?:de nghi|de xuat|kien nghi)(?= cua)[^.;]{0,200}? tai|(?:xet|theo) (?:de nghi|de xuat|kien nghi|to trinh|bao cao)|tra loi|phuc dap"
    r"|nhan duoc|tiep nhan|tiep theo(?= cong van| van ban)|thong nhat(?: voi)?(?= [^.;]{0,140} tai ?$)",
    "issues": r"(?:ban hanh|phe duyet|cong bo|thong qua|cong nhan|phe chuan)(?: kem)? (?:tai|theo|kem theo|bang|boi)(?: cac)?(?= ?[^a-z]*$)",
    "attaches": r"(?:gui|dinh|dang|sao gui) kem(?: theo)?|(?<!hanh )kem theo(?= [^.;]{0,60}$)",
    "replaces": r"(?<!duoc )(?<!bi )thay the(?: cho)?",
    "repeals": r"(?<!duoc )(?<!bi )(?:bai bo|huy bo)|(?:het|cham dut|ngung) hieu luc",
    "amends": r"(?<!du thao )(?<!duoc )(?<!bi )(?:sua doi|bo sung)(?:, ?(?:bo sung|thay the|bai bo))?(?: (?:mot so|cac|noi dung))*(?: (?:dieu|khoan|noi dung|quy dinh|phu luc))?"
    r"(?= (?:cua|tai|cho|[^.;]{0,160}ban hanh kem theo)| ?[^a-z]*$)",
    "guides": r"(?:huong dan(?: chi tiet)?(?: viec)?(?: mot so (?:noi dung|dieu))?|quy dinh chi tiet(?: mot so dieu)?)(?: va (?:huong dan|bien phap))?(?: thi hanh| thuc hien| ap dung)?"
    r"|bien phap (?:de to chuc, huong dan )?thi hanh|thi hanh mot so dieu",
    "cites": r"theo quy dinh|quy dinh tai|quy dinh cua|yeu cau tai|(?:da )?(?:ban hanh|xay dung|tham muu)(?= (?:cac )?$)|neu tai|noi tai|ke tu ngay|(?:viet|goi) (?:tat |chung )?la|(?:du an|du thao)(?= $)",
    "theo": r"\btheo(?: cac| dung)? ?$",
}
_CUE = re.compile(
    "|".join(rf"(?P<{name}>\b(?:{words}))" for name, words in _CUES.items() if name != "implements_opening")
)
_OPENING_LEGAL = re.compile(
    r"[^a-z]*(?:(?:[a-z]{1,3}|\d+)[.)] )?can cu(?! (?:ket qua|tinh hinh|ho so|nhu cau|dieu kien|chuc nang|vao))"
)
_OPENING_ACT = re.compile(
    r"[^a-z]*(?:(?:[a-z]{1,3}|\d+|dieu \d+)[.):]? )?(?:nay |ve viec |v/v )?(?P<act>bai bo|huy bo|thay the|sua doi|bo sung|dieu chinh(?= [^.;]{0,120}ban hanh kem theo))"
)
_OPENING_DOES = re.compile(rf"[^a-z]*(?:(?:[a-z]{{1,3}}|\d+)[.)] )?(?:nam \d{{4}}, ?)?{_CUES['implements_opening']}\b")
_ACTS: dict[str, Relation] = {
    "bai bo": "repeals", "huy bo": "repeals", "thay the": "replaces", "sua doi": "amends", "bo sung": "amends", "dieu chinh": "amends",
}  # fmt: skip
_DOES = re.compile(
    r"\b(?:thuc hien|trien khai|cham diem|xep loai|ho tro|day manh|tiep tuc|phoi hop|ra soat|xay dung|giam sat|danh gia|bao dam|dam bao|tang cuong)\b"
)

# The same, inside the title of another document, where its verb governs.
_TITLE_CUE = re.compile(
    r"(?P<draft>du thao|du an)"
    r"|(?P<amends>sua doi|bo sung|dieu chinh|dinh chinh)"
    r"|(?P<replaces>thay the)|(?P<repeals>bai bo|huy bo)"
    r"|(?P<guides>huong dan(?! nhiem vu)|quy dinh chi tiet|(?<!to chuc )thi hanh)"
    r"|(?P<attaches>kem theo)"
    r"|(?P<sums>tong ket|so ket|danh gia)"
    r"|(?P<implements>thuc hien|trien khai|quan triet|cu the hoa|phat dong|\btheo\b|hoc tap)"
    r"|(?P<within>\btai\b)"
)
_REGULATED = re.compile(r"quy dinh tai|theo quy dinh")
_SENTENCE_END = re.compile(
    r"[.!?](?=[ \n]+[^a-z \n]{0,3}[A-ZĐÀ-Ỹ\"“(]|[ ]*\n[ ]*\n)|\n[ ]*\n|[.;:!?)][ ]*\n(?=[ ]*(?:[-+*]|\d{1,2}[.)]|[a-zđ]\)|[IVX]+\.)[ ])"
    r"|\n[ ]*(?=(?:Căn cứ|Xét|Theo đề nghị|Thực hiện|Trên cơ sở)[ \n])"
)
_BULLET = re.compile(r"\n[ ]*(?:[-+*]|\d)")
_NOTE_MARK = re.compile(r"[⁰¹²³⁴-⁹]+(?=[ ]*\Z)")
_ANNOUNCES = re.compile(r"(?:nhu|gom|sau|la|tai)[ \n]*:?[ \n]*\Z")
_OBJECT = re.compile(
    r"(?:(?: (?!da\b|thuoc\b|va da\b)[a-z0-9,/\"]+){0,26}? (?:tai|cua|trong|theo|cho)(?: cac| mot so)?)?(?: (?:tiet|diem|khoan|dieu|phu luc)[^.;]{0,50}?)?(?: cac)? ?"
)
_A_DRAFT = re.compile(r"(?:du thao|du an|luat|quyet dinh|nghi dinh|thong tu|nghi quyet|van ban|de nghi|viec) \Z")
_REACH = 600  # characters that a clause may run before a mention


def relate(text: NormalisedText, drafts: list[Draft], blocks: list[int]) -> None:
    """Set relation and parent of every draft, which stand in order.

    `blocks` are the sorted offsets where units of the outline begin: a clause never reaches over one, but a list goes
    on over its bullets.
    """
    folded = text.folded
    open_titles: list[int] = []
    top: int | None = None
    passive: int | None = None
    for index, draft in enumerate(drafts):
        while open_titles and (drafts[open_titles[-1]].title or (0, 0))[1] <= draft.start:
            open_titles.pop()
        if open_titles:
            _inside_title(folded, drafts, index, open_titles[-1])
        else:
            previous = index - 1 if index else None
            host = _passive_host(folded, drafts, index, top, passive)
            if host is not None:
                draft.relation, draft.parent = (
                    ("amended_by", host) if _amends(folded, drafts, index, host) else ("cites", None)
                )
                passive = index
            elif passive is not None and passive == previous and _goes_on(folded, drafts[passive], draft):
                draft.relation, draft.parent = drafts[passive].relation, drafts[passive].parent
                passive = index
            else:
                _at_top(text, drafts, index, top, blocks)
                top, passive = index, None
        if draft.title is not None:
            open_titles.append(index)


def _inside_title(folded: str, drafts: list[Draft], index: int, parent: int) -> None:
    draft, outer = drafts[index], drafts[parent]
    assert outer.title is not None
    previous = drafts[index - 1]
    if index - 1 != parent and previous.parent is not None:
        gap = folded[previous.extent : draft.start]
        sibling = _sibling(drafts, index, parent)
        if sibling is not None and _SEPARATOR.fullmatch(folded[drafts[sibling].extent : draft.start]):
            draft.relation, draft.parent = drafts[sibling].relation, drafts[sibling].parent
            return
        passive = _PASSIVE.fullmatch(gap)
        if passive and previous.type == draft.type:
            draft.relation, draft.parent = "amended_by", index - 1
            return
    elif index - 1 == parent:
        pass
    draft.parent = parent
    since = (
        outer.title[0]
        if index - 1 == parent
        else max(outer.title[0], previous.extent if previous.extent < draft.start else 0)
    )
    draft.relation = _title_relation(folded[since : draft.start].replace("\n", " "))


def _sibling(drafts: list[Draft], index: int, parent: int) -> int | None:
    """The latest earlier mention with the same parent whose tail has ended."""
    for earlier in range(index - 1, parent, -1):
        if drafts[earlier].parent == parent and drafts[earlier].extent <= drafts[index].start:
            return earlier
    return None


def _title_relation(words: str) -> Relation:
    cues = list(_TITLE_CUE.finditer(words))
    kinds = [cue.lastgroup for cue in cues]
    if not kinds or "draft" in kinds:
        return "cites"
    last = kinds[-1]
    if last == "implements" and "guides" in kinds and cues[-1].start() - cues[kinds.index("guides")].end() < 30:
        return "guides"
    if last == "within":
        if _REGULATED.search(words[cues[-1].start() - 9 :]) and "guides" in kinds:
            return "guides"
        return "amends" if "amends" in kinds else "cites"
    if last == "implements" and _REGULATED.search(words[cues[-1].start() :]):
        return "cites"
    return last if last in ("amends", "replaces", "repeals", "guides", "attaches", "implements") else "cites"  # type: ignore[return-value]


def _passive_host(folded: str, drafts: list[Draft], index: int, top: int | None, passive: int | None) -> int | None:
    """The mention that "được sửa đổi, bổ sung bởi" between it and this one speaks of."""
    if index == 0:
        return None
    draft, previous = drafts[index], drafts[index - 1]
    if draft.start - previous.extent > 220 or not _PASSIVE.fullmatch(folded, previous.extent, draft.start):
        return None
    host = top if top is not None else index - 1
    if drafts[host].type == draft.type:
        return host
    for earlier in range(index - 1, host - 1, -1):
        if drafts[earlier].type == draft.type:
            return earlier
    return host if passive is None else None


def _amends(folded: str, drafts: list[Draft], index: int, host: int) -> bool:
    found = _PASSIVE.fullmatch(folded, drafts[index - 1].extent, drafts[index].start)
    return found is not None and not found["how"].startswith(("thay", "bai"))


def _goes_on(folded: str, previous: Draft, draft: Draft) -> bool:
    """Whether the list of amending documents goes on: ", B và C"; an item with issuer and title begins a list above it."""
    gap = folded[previous.extent : draft.start]
    if ";" in gap or not _SEPARATOR.fullmatch(gap):
        return False
    return not (draft.has_issuer and draft.title is not None and previous.title is None)


def _at_top(text: NormalisedText, drafts: list[Draft], index: int, top: int | None, blocks: list[int]) -> None:
    draft, folded = drafts[index], text.folded
    ended = min(max((earlier.extent for earlier in drafts[max(0, index - 12) : index]), default=0), draft.start)
    gap = folded[ended : draft.start]
    if top is not None and len(gap) < 200 and _SEPARATOR.fullmatch(gap) and ("." not in gap or _BULLET.search(gap)):
        draft.relation, draft.certain, draft.listed = (
            drafts[top].listed or drafts[top].relation,
            drafts[top].certain,
            drafts[top].listed,
        )
        return
    start = _clause_start(text.text, draft.start, ended, blocks)
    if start < ended and top is not None:
        clause = gap.replace("\n", " ")
        item = clause.rpartition(";")[2] if ";" in clause else clause
        inherits = ";" in clause and _SEPARATOR.fullmatch(item) is not None
        found = None if inherits else _clause_relation(item, draft)
        if found is None:
            draft.relation, draft.certain, draft.listed = (
                drafts[top].listed or drafts[top].relation,
                drafts[top].certain,
                drafts[top].listed,
            )
            return
    else:
        clause = folded[start : draft.start].replace("\n", " ")
        found = _clause_relation(clause, draft)
        if found == "issues" and _OPENING_DOES.match(clause):
            draft.listed = "implements"
    if found is None:
        lead_in = _lead_in(text, draft.start, blocks)
        found = _clause_relation(lead_in, draft) if lead_in else None
    draft.certain = found is not None
    draft.relation = found or "cites"


def _clause_start(text: str, start: int, ended: int, blocks: list[int]) -> int:
    """Where the sentence or unit that holds the mention begins."""
    since = max(0, start - _REACH)
    block = bisect_right(blocks, start) - 1
    if block >= 0:
        since = max(since, blocks[block])
    for end in _SENTENCE_END.finditer(text, since, start):
        since = end.end()
    return since


def _lead_in(text: NormalisedText, start: int, blocks: list[int]) -> str | None:
    """What announces the list whose item begins with the mention at `start`.

    The sentence before the colon, over the sister bullets; for a footnote the sentence that its mark closes ("như⁴:").
    """
    block = bisect_right(blocks, start) - 1
    mark = _NOTE_MARK.search(text.text, max(0, start - 6), start)
    if mark:
        places = [place for sign, place in text.notes if sign == mark.group() and place < start]
        if places:
            sentence = text.folded[max(0, places[-1] - _REACH) : places[-1]]
            return sentence.rpartition(". ")[2].replace("\n", " ") if _ANNOUNCES.search(sentence) else None
    if block < 0 or start - blocks[block] > 8:
        return None
    folded, at = text.folded, start
    for _ in range(12):
        colon = folded.rfind(":", max(0, at - 1500), at)
        if colon < 0:
            return None
        if folded[colon + 1 : colon + 4].lstrip(" ").startswith("\n"):
            since = max(0, colon - _REACH)
            sentence_start = max(folded.rfind(". ", since, colon), folded.rfind("\n\n", since, colon), since)
            return folded[sentence_start:colon].replace("\n", " ")
        at = colon
    return None


def _clause_relation(clause: str, draft: Draft) -> Relation | None:
    cues = [(cue.lastgroup or "", cue.start(), cue.end()) for cue in _CUE.finditer(clause)]
    if _OPENING_LEGAL.match(clause):
        near = {name for name, _, _ in cues}
        return "replies_to" if "replies_to" in near and draft.type in ("TTr", "CV", "BC") else "legal_basis"
    act = _OPENING_ACT.match(clause)
    if act and not clause.startswith("du thao") and draft.type not in (None, "L", "BL", "PL"):
        return _ACTS[act["act"]]
    if not cues:
        return None
    last, at, end = cues[-1]
    names = [name for name, _, _ in cues]
    if last == "theo":
        if at < 4:
            return "cites"
        before = clause[:at]
        if "replies_to" in names:
            return "replies_to"
        return "implements" if _DOES.search(before) and draft.type not in ("L", "BL", "PL", "HP") else "cites"
    if (
        last == "cites"
        and clause.startswith("quy dinh", at)
        and _OPENING_DOES.match(clause)
        and "thuc hien theo" not in clause
    ):
        return "implements"
    if last == "implements" and clause[end:].strip().startswith("theo quy dinh"):
        return "cites"
    if last == "guides":
        return "guides" if at < 24 else "cites"
    if last in ("amends", "repeals", "replaces"):
        direct = _OBJECT.fullmatch(clause[end:].rstrip() + " ") and not _A_DRAFT.search(clause[:at])
        return last if direct else "cites"  # type: ignore[return-value]
    return last  # type: ignore[return-value]
