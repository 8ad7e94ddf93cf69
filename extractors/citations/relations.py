"""Relations and parents: what the text says one document does to another.

Three readings, in this order. Inside the title of another mention the relation is that document's ("… sửa đổi, bổ sung
một số điều của Nghị định B": A amends B, B has parent A). Behind a mention, the passive "được sửa đổi, bổ sung bởi B"
makes B its child. Everywhere else the citing document itself stands in the relation that the clause before the mention
names, and the items of an enumeration share it.
"""

import re
from bisect import bisect_right
from dataclasses import dataclass
from functools import cache

from corpora import document_types
from corpora.folding import fold
from extractors.citations.cues import clause_relation, lead_in_relation, opens_with_doing, title_relation
from extractors.citations.footnotes import note_place, says_it_was_changed
from extractors.normalise import NormalisedText
from extractors.patterns import one_of, phrase
from extractors.records import Relation
from extractors.structure.model import Structure

__all__ = ["Draft", "relate"]


@dataclass(slots=True)
class Draft:
    """A mention on its way to a citation; offsets are of the clean text."""

    start: int
    type: str | None
    extent: int
    """Where its date, issuer and title end."""
    title: tuple[int, int] | None = None
    has_issuer: bool = False
    relation: Relation = "cites"
    parent: int | None = None
    certain: bool = True
    """False where no cue named the relation and "cites" is what is left."""
    engine: str = "rules"
    """What gave the relation: the rules, or a model."""
    listed: Relation | None = None
    """The relation of the further items of its list, where the mention itself stands in another one."""


_LABEL = r"(?:[-+*]|\d{1,2}[.)]|[a-z]\))"
_SEPARATOR = re.compile(
    rf"""
    [ \n;,.)"*]* (?:(?:va|cung|hoac|cung[ \n]voi|dong[ \n]thoi)\b)? [ \n]* (?:cac\b)? [ \n]*
    (?:\n[ ]*{_LABEL}[ ]+)* (?:so\b)? [ \n:"]*
    """,
    re.VERBOSE,
)
_CHANGED = one_of("sua doi | bo sung | thay the | bai bo | dinh chinh | gia han | dieu chinh")
_PASSIVE = re.compile(  # "(đã được sửa đổi, bổ sung bởi", ", điều chỉnh tại"
    rf"""
    [ \n,]* (?:co[ \n]hieu[ \n]luc[ \n][^.;:()]{{4,60}}?,[ \n])? \(?[ \n]*
    (?: (?:da[ \n])? (?:duoc|bi)[ \n]+ (?P<how> {_CHANGED} ) [^.;()]{{0,90}}?
      | {_CHANGED} (?:,[ \n]bo[ \n]sung)? [ \n]
    )
    (?:boi|tai|theo|bang) (?:[ \n]cac)?
    (?: [ \n](?:tiet|diem|khoan|dieu)[^.;()]{{1,60}}? )? [ \n:]* (?:1[.)][ ])?
    """,
    re.VERBOSE,
)
_SENTENCE_END = re.compile(
    r"""
    [.;:!?)\n] (?:                                          # one of a set of characters is what is found fastest
      (?<=[.!?]) (?= [ \n]+[^a-z \n]{0,3}[A-ZĐÀ-Ỹ"“(] | [ ]*\n[ ]*\n )
    | (?<=\n)[ ]*\n
    | (?<=[.;:!?)])[ ]*\n (?=[ ]*(?:[-+*]|\d{1,2}[.)]|[a-zđ]\)|[IVX]+\.)[ ])
    | (?<=:)[ ]*\n? (?=[ ]*["“])                                            # the new text of a provision
    | (?<=\n)[ ]* (?=(?:Căn[ ]cứ|Xét|Theo[ ]đề[ ]nghị|Thực[ ]hiện|Trên[ ]cơ[ ]sở)[ \n])
    )
    """,
    re.VERBOSE,
)
_IN_FORCE = re.compile(r",[ \n]co[ \n]hieu[ \n]luc[ \n][^.;:()]{4,60}?(?=[;.])")  # each behind its document in a list
_ASIDE = re.compile(r"\A *\([^()]*\)")  # "(sửa đổi, bổ sung năm 2017)" is said of the one before
_BY_IT_TOO = re.compile(r"[ ,]*[^,.;:]{0,24}(?:, [^,.;:]{0,12})? theo ")  # "…; khối 10, 11 theo Thông tư …"
_CHANGES = ("replaces", "repeals", "amends")
_DOES = re.compile(  # "Luật A có hiệu lực từ ngày …, thay thế Luật B": what A does
    r"[ ,]*(?:(?:co hieu luc|co gia tri|duoc ban hanh|ra doi)[^.;]{0,60}?[ ,]+)?(?:va |dong thoi )?(?:da |se )?"
    r"(?:thay the|bai bo|huy bo|sua doi|bo sung)"
)
_BULLET = re.compile(r"\n[ ]*(?:[-+*]|\d)")
_OPENS_ITEM = re.compile(
    r"[^a-z]{0,8}(?:[a-z][.)])?[ \n]*(?:(?:tiet|diem|khoan|dieu|muc|chuong|phu luc)[ \n][^.;:]{1,60})?"
)
_NOTE_MARK = re.compile(r"[⁰¹²³⁴-⁹]+(?=[ ]*\Z)")
_ANNOUNCES = re.compile(r"(?:nhu|gom|sau|la|tai)[ \n]*:?[ \n]*\Z")
_SHORT_NAME = re.compile(phrase(r"\((?:sau day )?(?:duoc )?(?:viet|goi) (?:tat |chung )?la:? *\"?\Z"))
_LONGEST_NAMING = 40
_REACH = 600  # characters that a clause may run before a mention
_LONGEST_PASSIVE = 220
_LONGEST_SEPARATOR = 200
_LATEST = 12  # mentions before one whose tails may still cover it
_SISTER_LISTS = 12  # colons looked back over for the one that announces a list


_LAPSES = re.compile(
    r"[ \n,]*"
    + phrase(r"(?:thi hanh )?(?:va cac van ban [^.;]{0,60} )?(?:deu )?")
    + one_of("het hieu luc | cham dut hieu luc | khong con hieu luc | bi bai bo")
    + r"\b"
)


def relate(text: NormalisedText, drafts: list[Draft], structure: Structure, own_type: str | None) -> None:
    """Set relation and parent of every draft, which stand in order.

    `own_type` is the code of the citing document's type. A clause never reaches over the beginning of a unit of the
    outline, but a list goes on over its bullets.
    """
    _Tree(text, drafts, structure, own_type).grow()


@cache
def _own_act(own_type: str | None) -> re.Pattern[str] | None:
    """ "Chính phủ ban hành Nghị định …" in a Nghị định speaks of itself."""
    kind = document_types.by_code(own_type) if own_type else None
    if kind is None:
        return None
    return re.compile(rf"[^.;]{{0,80}}?(?<!da )ban hanh {re.escape(fold(kind.name))} ")


def _subject(structure: Structure) -> tuple[int, int] | None:
    """The title without its type word: a Hướng dẫn "về việc triển khai Chỉ thị …" carries the Chỉ thị out."""
    if structure.title is None:
        return None
    start, end = structure.title
    return next((cell.start for cell in structure.cells if cell.role == "subject"), start), end


class _Tree:
    """The drafts of one text, related one after the other."""

    def __init__(self, text: NormalisedText, drafts: list[Draft], structure: Structure, own_type: str | None) -> None:
        self._text, self._folded = text, text.folded
        self._drafts, self._blocks = drafts, [unit.start for unit in structure.units]
        self._heads = [unit.head_end if unit.heading else unit.start for unit in structure.units]
        self._title, self._own_act = _subject(structure), _own_act(own_type)
        self._top: int | None = None
        """The latest mention to which the citing document itself stands in a relation."""
        self._passive: int | None = None
        """The latest mention behind "được sửa đổi bởi", until the next one at the top."""

    def grow(self) -> None:
        open_titles: list[int] = []
        for index, draft in enumerate(self._drafts):
            while open_titles and (self._drafts[open_titles[-1]].title or (0, 0))[1] <= draft.start:
                open_titles.pop()
            if open_titles:
                self._inside_title(index, open_titles[-1])
            elif not self._behind_passive(index):
                self._at_top(index)
                if not self._is_short_name(draft):
                    self._top, self._passive = index, None
            if draft.title is not None:
                open_titles.append(index)
        self._let_lapse()

    def _is_short_name(self, draft: Draft) -> bool:
        """Whether brackets only say how the document before them is called: "(viết tắt là Nghị định số …)"."""
        return _SHORT_NAME.search(self._folded, max(0, draft.start - _LONGEST_NAMING), draft.start) is not None

    def _let_lapse(self) -> None:
        """ "Nghị định A và Nghị định B hết hiệu lực …": what is said behind a list of them all."""
        lapsing = False
        for index in range(len(self._drafts) - 1, -1, -1):
            draft = self._drafts[index]
            if draft.parent is not None:
                continue
            following = self._drafts[index + 1].start if index + 1 < len(self._drafts) else None
            itself = _LAPSES.match(self._folded, draft.extent) is not None
            lapsing = itself or (
                lapsing
                and following is not None
                and _SEPARATOR.fullmatch(self._folded, draft.extent, following) is not None
            )
            if lapsing and draft.relation in (("cites", "issues", "replaces") if itself else ("cites", "issues")):
                draft.relation, draft.certain = "repeals", True

    # -- inside a title ----------------------------------------------------------------------------------------------

    def _inside_title(self, index: int, parent: int) -> None:
        draft, previous = self._drafts[index], self._drafts[index - 1]
        since, _ = self._drafts[parent].title or (0, 0)
        if index - 1 != parent:
            if previous.parent is not None:
                sibling = self._sibling(index, parent)
                if sibling is not None and _SEPARATOR.fullmatch(self._folded, sibling.extent, draft.start):
                    draft.relation, draft.parent = sibling.relation, sibling.parent
                    return
                if previous.type == draft.type and _PASSIVE.fullmatch(self._folded, previous.extent, draft.start):
                    draft.relation, draft.parent = "amended_by", index - 1
                    return
            since = max(since, previous.extent if previous.extent < draft.start else 0)
        draft.parent = parent
        draft.relation = title_relation(self._folded[since : draft.start].replace("\n", " "))

    def _sibling(self, index: int, parent: int) -> Draft | None:
        """The latest earlier mention with the same parent whose tail has ended."""
        for earlier in reversed(self._drafts[parent + 1 : index]):
            if earlier.parent == parent and earlier.extent <= self._drafts[index].start:
                return earlier
        return None

    # -- behind a passive --------------------------------------------------------------------------------------------

    def _behind_passive(self, index: int) -> bool:
        """Relate a mention that "được sửa đổi, bổ sung bởi" or the list behind it puts under an earlier one."""
        if index == 0:
            return False
        draft, previous = self._drafts[index], self._drafts[index - 1]
        found = (
            _PASSIVE.fullmatch(self._folded, previous.extent, draft.start)
            if draft.start - previous.extent <= _LONGEST_PASSIVE
            else None
        )
        host = self._host(index) if found else None
        if found and host is not None:
            if found["how"] and found["how"].startswith(("thay", "bai")):
                draft.relation, draft.parent = "cites", None
            else:
                draft.relation, draft.parent = "amended_by", host
        elif (listed := self._listed_passive(index)) is not None and self._goes_on(listed, draft):
            draft.relation, draft.parent = listed.relation, listed.parent
        else:
            return False
        self._passive = index
        return True

    def _listed_passive(self, index: int) -> Draft | None:
        """The mention behind a passive that stands right before mention `index`, but for those in its title."""
        if self._passive is None:
            return None
        passive = self._drafts[self._passive]
        return passive if self._passive == index - 1 or self._drafts[index - 1].start < passive.extent else None

    def _host(self, index: int) -> int | None:
        """The mention that the passive before mention `index` speaks of: a law is amended by a law."""
        top = self._top if self._top is not None else index - 1
        kind = self._drafts[index].type
        if self._drafts[top].type == kind:
            return top
        for earlier in range(index - 1, top - 1, -1):
            if self._drafts[earlier].type == kind:
                return earlier
        return top if self._passive is None else None

    def _goes_on(self, previous: Draft, draft: Draft) -> bool:
        """Whether the list of amending documents goes on: ", B và C"; one with issuer and title begins a list above."""
        gap = self._folded[previous.extent : draft.start]
        if ")" in gap and "(" not in gap:
            return False  # the brackets that held the passive have closed
        effect = _IN_FORCE.match(gap)
        if (";" in gap and not effect) or not _SEPARATOR.fullmatch(gap, effect.end() if effect else 0):
            return False
        if effect:
            return True
        return not (draft.has_issuer and draft.title is not None and previous.title is None)

    # -- at the top --------------------------------------------------------------------------------------------------

    def _at_top(self, index: int) -> None:
        draft = self._drafts[index]
        above = self._drafts[self._top] if self._top is not None else None
        ended = max([earlier.extent for earlier in self._drafts[max(0, index - _LATEST) : index]], default=0)
        ended = min(ended, draft.start)
        if above is not None and self._same_list(ended, draft.start):
            _share(above, draft)
            return
        start = self._clause_start(draft.start)
        if start < ended and above is not None:
            item = _ASIDE.sub("", self._folded[ended : draft.start].replace("\n", " "))
            listed = ";" in item
            item = item.rpartition(";")[2]
            found = None if listed and _SEPARATOR.fullmatch(item) else clause_relation(item, draft.type)
            by_it_too = found == "cites" and _BY_IT_TOO.fullmatch(item) and above.relation == "implements"
            if found is None or by_it_too:
                _share(above, draft)
                return
            of_above = not listed and above.parent is None and above.relation not in _CHANGES
            if found in _CHANGES and of_above and _DOES.match(item):
                draft.parent = self._top
        else:
            clause = self._folded[start : draft.start].replace("\n", " ")
            if self._in_note(index, start, clause):
                return
            found = self._of_itself(clause, draft) or clause_relation(clause, draft.type)
            if found == "issues" and opens_with_doing(clause):
                draft.listed = "implements"
        if found is None:
            lead_in = self._lead_in(draft.start)
            found = lead_in_relation(lead_in, draft.type) if lead_in else None
        draft.certain = found is not None
        draft.relation = found or "cites"

    def _in_note(self, index: int, start: int, clause: str) -> bool:
        """Relate a mention in a footnote that says by what its host, or a part of this document, was changed."""
        changed = says_it_was_changed(clause) if "duoc " in clause or "bi " in clause else None
        if changed is None:
            return False
        draft = self._drafts[index]
        if changed == "host":
            place = note_place(self._text, start)
            if place is None:
                return False
            since = max(self._folded.rfind(end, 0, place) for end in (";", ". ", "\n\n"))
            hosts = [at for at, one in enumerate(self._drafts[:index]) if since < one.start < place]
            hosts = [at for at in hosts if self._drafts[at].extent >= place] or hosts[-1:]
            if not hosts:
                return False
            draft.parent = next((at for at in hosts if self._drafts[at].type == draft.type), hosts[0])
        draft.relation, draft.listed = "amended_by", None
        return True

    def _of_itself(self, clause: str, draft: Draft) -> Relation | None:
        """What the citing document says of itself: in its title, or where its issuer says "ban hành Nghị định …"."""
        if self._title is not None and self._title[0] <= draft.start < self._title[1]:
            return title_relation(self._folded[self._title[0] : draft.start].replace("\n", " "))
        act = self._own_act.match(clause) if self._own_act else None
        return title_relation(clause[act.end() :]) if act else None

    def _same_list(self, ended: int, start: int) -> bool:
        if start - ended >= _LONGEST_SEPARATOR:
            return False
        gap = self._folded[ended:start]
        return _SEPARATOR.fullmatch(gap) is not None and ("." not in gap or _BULLET.search(gap) is not None)

    def _clause_start(self, start: int) -> int:
        """Where the sentence or unit that holds the mention begins."""
        since = max(0, start - _REACH)
        block = bisect_right(self._blocks, start) - 1
        if block >= 0:
            head = self._heads[block]  # what a heading says is not said of the text under it, unless it announces it
            after = head <= start and not self._text.text[since:head].rstrip().endswith(":")
            since = max(since, head if after else self._blocks[block])
        for end in _SENTENCE_END.finditer(self._text.text, since, start):
            since = end.end()
        return since

    def _lead_in(self, start: int) -> str | None:
        """What announces the list whose item begins with the mention at `start`.

        The sentence before the colon, over the sister bullets; for a footnote the sentence that its mark closes.
        """
        mark = _NOTE_MARK.search(self._text.text, max(0, start - 6), start)
        if mark:
            place = note_place(self._text, mark.start())
            if place is not None:
                sentence = self._folded[max(0, place - _REACH) : place]
                return sentence.rpartition(". ")[2].replace("\n", " ") if _ANNOUNCES.search(sentence) else None
        block = bisect_right(self._blocks, start) - 1
        if block < 0 or not _OPENS_ITEM.fullmatch(self._folded, self._blocks[block], start):
            return None
        at = start
        for _ in range(_SISTER_LISTS):
            colon = self._folded.rfind(":", max(0, at - 1500), at)
            if colon < 0:
                return None
            if self._folded[colon + 1 : colon + 4].lstrip(" ").startswith("\n"):
                since = max(0, colon - _REACH)
                begins = max(self._folded.rfind(end, since, colon) for end in (". ", ".\n", "\n\n"))
                return self._folded[max(begins, since) : colon].replace("\n", " ")
            at = colon
        return None


def _share(above: Draft, draft: Draft) -> None:
    """An item of a list stands in the relation of the item before it."""
    draft.relation, draft.certain, draft.listed = above.listed or above.relation, above.certain, above.listed
    draft.parent = above.parent
