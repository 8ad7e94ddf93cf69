"""Footnotes: where in the text the mark of a note hangs, and what a note says of the document it hangs on."""

import re
from typing import Literal

from extractors.normalise import NormalisedText
from extractors.patterns import one_of

__all__ = ["note_place", "says_it_was_changed"]

_SUPERSCRIPTS = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
_MARK = re.compile(  # at the beginning of a note: "¹", "[1]", "[^1]:", "(1)", "1" as a PDF prints it
    r"[ \n]*(?:(?P<raised>[⁰¹²³⁴-⁹]{1,3})|\[\^?(?P<square>\d{1,3})\]:?|\((?P<round>\d{1,2})\)"
    r"|(?P<plain>\d{1,2})(?=[ ]\S))"
)
_BLANKS = re.compile(r"[ \n]*")
_REACH = 12000  # characters: notes at the end of a long text stand far behind their marks
_CHANGED = one_of("sua doi | bo sung | thay the | bai bo | dinh chinh | dieu chinh")
_OWN_PART = one_of("tiet | diem | khoan | dieu | muc | chuong | phu luc | cum tu | noi dung | doan | bieu | mau")
_WAS_CHANGED = (
    re.compile(  # "Đã được sửa đổi, bổ sung bởi", "Khoản này được bãi bỏ theo quy định tại khoản 3 Điều 1 của"
        rf"""
    [^a-z]{{0,12}}
    (?P<own> {_OWN_PART} \b [^.;]{{0,80}}? [ ] )?
    (?:da[ ])? (?:duoc|bi)[ ] (?P<how> {_CHANGED} ) \b [^.;()]{{0,90}}?
    (?:boi|tai|theo|bang) (?:[ ]quy[ ]dinh[ ]tai)? (?:[ ]cac)?
    (?:[ ](?:tiet|diem|khoan|dieu)[^.;()]{{1,60}}?)? (?:[ ]cua)? [ ]*
    """,
        re.VERBOSE,
    )
)


def says_it_was_changed(clause: str) -> Literal["host", "own"] | None:
    """Whether a note says that its host, or a part of the document itself, was changed by what is named behind.

    `clause` is folded, on one line, from the note's mark to the mention.

    >>> says_it_was_changed("¹ da duoc sua doi, bo sung boi "), says_it_was_changed("[2] khoan nay duoc bai bo theo ")
    ('host', 'own')
    """
    found = _WAS_CHANGED.fullmatch(clause)
    if found is None:
        return None
    if found["own"]:
        return "own"
    return None if found["how"].startswith(("thay", "bai")) else "host"


def note_place(text: NormalisedText, start: int) -> int | None:
    """The clean offset at which the mark of the note that begins at `start` hangs; None where none is seen.

    >>> from extractors.normalise import normalise
    >>> text = normalise("của Chính phủ[1];\\n\\n[1] Được sửa đổi bởi Nghị định số 5/2021/NĐ-CP.")
    >>> note_place(text, 18)
    13
    """
    mark = _MARK.match(text.text, start)
    digits = (mark["square"] or mark["round"] or mark["plain"]) if mark else None
    raised = mark["raised"] if mark else None
    if mark is None:  # "<sup>1</sup>" is no part of the clean text
        words = _BLANKS.match(text.text, start)
        raised = next((note.mark for note in text.notes if words and start - 2 <= note.place <= words.end()), None)
    if raised is not None or digits is not None:
        sign = raised or (digits or "").translate(_SUPERSCRIPTS)
        places = [note.place for note in text.notes if note.mark == sign and note.place < start - 2]
        if places:
            return places[-1]
    if digits is None:
        return None
    hanging = (
        rf"(?<=[^\W_])(?:\[{digits}\]|\({digits}\))"
        if mark and not mark["plain"]
        else rf"(?<=[^\W\d_]){digits}(?=[\s,;.:)])"
    )
    since = max(0, start - _REACH)
    found = [match.start() for match in re.finditer(hanging, text.text[since:start])]
    return since + found[-1] if found else None
