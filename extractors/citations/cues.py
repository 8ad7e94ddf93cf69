"""What a clause or a title says of the document behind it, read from the cue words of the register."""

import re
from functools import cache
from typing import NamedTuple, cast, get_args

from corpora.relation_cues import relation_cues
from extractors.patterns import one_of
from extractors.records import Relation

__all__ = ["clause_relation", "lead_in_relation", "opens_with_doing", "title_relation"]

_RELATIONS = frozenset(get_args(Relation))
_LAWS = frozenset({"L", "BL", "PL", "HP"})


class Cue(NamedTuple):
    """A cue of the register where it stands in folded words."""

    name: str
    start: int
    end: int


class _Cues:
    """The cues of one place of the register as one pattern: an empty group behind each tells which it was."""

    def __init__(self, where: str, before: str = "") -> None:
        self._rows = [(row, words) for row in relation_cues(where) for words in row.words]
        self._pattern = re.compile(f"{before}(?:{'|'.join(f'{words}()' for _, words in self._rows)})")

    def find(self, folded: str) -> list[Cue]:
        """All cues of the words, in order."""
        found = []
        for match in self._pattern.finditer(folded):
            row = self._rows[(match.lastindex or 1) - 1][0]
            if not (row.not_after and folded[: match.start()].rstrip().endswith(row.not_after)):
                found.append(Cue(row.cue, *match.span()))
        return found

    def opening(self, folded: str) -> str | None:
        """The cue that the words begin with."""
        match = self._pattern.match(folded)
        return self._rows[(match.lastindex or 1) - 1][0].cue if match else None


_MARKS = r"[^a-z]*"
_LABEL = r"(?:(?:(?!bi |da )[a-z]{1,3}|\d+|dieu \d+)[.):]? )?"


@cache
def _openings() -> _Cues:
    return _Cues("opening", rf"{_MARKS}{_LABEL}(?:nam \d{{4}}, ?)?(?:nay |ve viec |v/v )?")


@cache
def _clause() -> _Cues:
    return _Cues("clause", r"\b")


@cache
def _title() -> _Cues:
    return _Cues("title")


@cache
def _manner() -> _Cues:
    return _Cues("manner", r"\b")


_DECIDING = frozenset({"QĐ", "TT", "TTLT", "NĐ", "NQ", "NQLT", "CT"})
# What may stand between "sửa đổi", "thay thế", "bãi bỏ" and the document that is their object.
_TO_OBJECT = re.compile(
    r"(?:(?: (?!da\b|thuoc\b|va da\b)[a-z0-9,/\"]+){0,26}? (?:tai|cua|trong|theo|cho)(?: cac| mot so)?)?"
    r"(?: (?:tiet|diem|khoan|dieu|phu luc)[^.;]{0,50}?)?(?: cac| mot phan| toan bo)? ?"
)
_A_DRAFT = re.compile(
    one_of("du thao | du an | luat | quyet dinh | nghi dinh | thong tu | nghi quyet | van ban | de nghi | viec")
    + r" \Z"
)
_ASKED = re.compile(r"\b" + one_of("de nghi | kien nghi | de xuat | kinh trinh | tham muu") + r"\b")  # of another
_GUIDES_WITHIN = 24  # characters of a clause: further on, "hướng dẫn" is something done, not what this document is
_REGULATED = re.compile("quy dinh tai|theo quy dinh")


def opens_with_doing(clause: str) -> bool:
    """Whether a folded clause begins with "Thực hiện", "Triển khai" …, on one line.

    >>> opens_with_doing("thuc hien quy che ban hanh kem theo ")
    True
    """
    return _openings().opening(clause) == "implements"


def clause_relation(clause: str, kind: str | None) -> Relation | None:
    """What the folded clause before a mention of type `kind` (on one line) says of it; None where it says nothing.

    >>> clause_relation("quyet dinh nay thay the ", "QĐ"), clause_relation("ho so gom co ", "QĐ")
    ('replaces', None)
    """
    opening = _openings().opening(clause)
    cues = _clause().find(clause)
    names = [cue.name for cue in cues]
    if clause.endswith((":", ": ")) and _LAPSING.search(clause):
        return "repeals"
    if opening == "legal_basis":
        return "replies_to" if "replies_to" in names and kind in ("TTr", "CV", "BC") else "legal_basis"
    if opening not in (None, "implements") and kind is not None and kind not in _LAWS:
        return cast(Relation, opening)
    if not cues:
        return None
    last = cues[-1]
    if last.name == "theo":
        return _according_to(clause, last, names, kind)
    if last.name == "cites" and clause.startswith("quy dinh", last.start):
        return "implements" if opening == "implements" and "thuc hien theo" not in clause else "cites"
    if last.name == "attaches" and clause.startswith("kem theo", last.start) and kind in _DECIDING:
        return "issues"  # a list "kèm theo Quyết định" was issued by it; what goes with a công văn is sent
    if last.name == "guides":
        done = clause[last.end :].lstrip().startswith(("tai ", "cua ", "theo "))  # "hướng dẫn tại Công văn số …"
        done = done and " mot so " not in clause[last.start : last.end]  # "hướng dẫn một số nội dung của Nghị định"
        return "guides" if last.start < _GUIDES_WITHIN and not done else "cites"
    if last.name in ("amends", "repeals", "replaces"):
        before = clause[: last.start]
        direct = _TO_OBJECT.fullmatch(clause[last.end :].rstrip() + " ") and not (
            _A_DRAFT.search(before) or _ASKED.search(before)
        )
        return cast(Relation, last.name) if direct else "cites"
    return cast(Relation, last.name)


_LAPSING = re.compile(one_of("het hieu luc | cham dut hieu luc | khong con hieu luc | bi bai bo"))


_ANNOUNCED = re.compile(  # "… thay thế [các văn bản sau đây]:", "… bãi bỏ [các Quyết định]:"
    r" (?:(?:cac|nhung|toan bo) (?:[a-z]+ ){0,8}?|[a-z]+ [a-z]+ )(?:sau(?: day)?|duoi day|gom)[ :]*\Z"
    r"| (?:cac|nhung|toan bo) (?:"
    + one_of("van ban | quyet dinh | nghi quyet | thong tu | nghi dinh | chi thi | cong van | ke hoach | quy dinh")
    + r")(?: [a-z]+){0,4}[ :]*\Z"
)


def lead_in_relation(lead_in: str, kind: str | None) -> Relation | None:
    """What the folded words that announce a list say of its items: "Các văn bản sau hết hiệu lực kể từ ngày …"."""
    if _LAPSING.search(lead_in):
        return "repeals"
    announced = _ANNOUNCED.search(lead_in)
    return clause_relation(lead_in[: announced.start()] if announced else lead_in, kind)


def _according_to(clause: str, theo: Cue, names: list[str], kind: str | None) -> Relation:
    """ "theo Công văn số …" right before the mention: a reference, unless something is done by it."""
    if theo.start < 4:
        return "cites"
    if "replies_to" in names and kind not in _DECIDING:
        return "replies_to"
    if clause.startswith("theo dung", theo.start):
        return "implements"
    done = _manner().find(clause[: theo.start])
    return "implements" if done and done[-1].name == "implements" else "cites"


def title_relation(words: str) -> Relation:
    """What a document does to another one named in its title, from the folded words of the title before it.

    >>> title_relation("sua doi, bo sung mot so dieu cua "), title_relation("gop y du thao thong tu sua doi ")
    ('amends', 'cites')
    """
    cues = _title().find(words)
    names = [cue.name for cue in cues]
    if not cues or "draft" in names:
        return "cites"
    last = cues[-1]
    if last.name == "implements":
        if "guides" in names and last.start - cues[names.index("guides")].end < 30:
            return "guides"
        return "cites" if _REGULATED.search(words, last.start) else "implements"
    if last.name == "attaches" and words[: last.start].endswith("ban hanh "):
        return "amends" if "amends" in names else "issues"
    if last.name == "within":
        if "guides" in names and _REGULATED.search(words, max(0, last.start - 9)):
            return "guides"
        return "amends" if "amends" in names else "cites"
    return cast(Relation, last.name) if last.name in _RELATIONS else "cites"
