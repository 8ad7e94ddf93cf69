"""Signer, recipients and addressees from the cells of the structure."""

from collections.abc import Sequence

import regex

from corpora.folding import fold
from corpora.posts import posts
from corpora.surnames import surnames
from extractors.records import Signer
from extractors.structure.lines import is_capitals
from extractors.structure.model import Cell
from extractors.structure.persons import blurred_post, family_name, is_syllable
from extractors.structure.words import BODY_OPENS

__all__ = ["joined_items", "read_signer"]

_STACK = regex.compile(r"(?i)^\W*(?:(?:TM|KT|TL|TUQ)\s?[./,]|(?:T/M|K/T|T/L|TU/Q)\b\.?)\s*")
_SECRETARY = regex.compile(r"\W*(?:thu ky|nguoi (?:ghi|lap) bien ban|nguoi ghi)\b")
_DEPUTIZED = regex.compile(r"^(?:KT|K/T)\s?[./,]*\s*")
_DEPUTY = regex.compile(r"(?<=\s)(?:PHÓ|Phó) .+$")  # both lines of a stack on one
_FOR_A_BODY = regex.compile(r"(?i)T/?M")  # "TM. ỦY BAN NHÂN DÂN" is no post
_GOES_ON = regex.compile(r"\b(?:và|của|thuộc|các|với)$")
_WORD = regex.compile(r"\p{L}{3}|\p{Lu}{2}")
_SCRIBBLE = regex.compile(r"^\s*[^\p{L}\s(]|[_\\“”|¿°¬=<>*#]|:\s*$|\p{Ll}\p{Lu}")
_DOUBLE_D = regex.compile(r"ĐĐ(?=\p{Ll})")  # OCR reads "Đ" twice
_ENDS = " ;.,:✓|_*"
_KEPT_AND_SHADOW = regex.compile(r"^(Lưu\b.*?[.;])\s+[^\p{L}\s-].*$")  # what a stamp left behind the last item
_TWO_LETTERS = regex.compile(r"\p{L}{2}")
_BULLET = regex.compile(r"^(?:[-+•*–·●▪~]{1,2}(?=\s|\p{L})|o(?=\s\p{Lu})|[^\p{L}\d\s(]{1,3}\s?(?=\p{Lu}\p{Ll}))\s*")


def read_signer(text: str, cells: Sequence[Cell]) -> Signer | None:
    """Who signed: the name of the block and the own post, the last line of a "KT. GIÁM ĐỐC / PHÓ GIÁM ĐỐC" stack."""
    cells = _without_secretary(text, cells)
    name = next((cell for cell in cells if cell.role == "name"), None)
    printed_posts = [
        (cell.start, _spelled(_clean(text[cell.start : cell.end]))) for cell in cells if cell.role == "post"
    ]
    own = [(start, post) for start, post in printed_posts if not _STACK.match(post)]
    before = [post for start, post in own if name is None or start < name.start]
    position = before[-1] if before else (own[0][1] if own else None)
    if position is None and printed_posts:
        last = printed_posts[-1][1]
        second = _DEPUTY.search(_STACK.sub("", last))
        position = second.group() if second else (None if _FOR_A_BODY.match(last) else last)
    elif position is not None and any(
        _DEPUTIZED.sub("", post) == position for _, post in printed_posts if post != position
    ):
        position = f"PHÓ {position}"  # who signs for the head is no head: the stamp covers "PHÓ"
    printed = _named(text[name.start : name.end]) if name else None
    return Signer(name=printed, position=position) if printed or position else None


def _without_secretary(text: str, cells: Sequence[Cell]) -> Sequence[Cell]:
    """Minutes are signed by their secretary too, left of the chair or above: the chair is the signer."""
    signed = [cell for cell in cells if cell.role == "post"]
    names = [cell for cell in cells if cell.role == "name"]
    if len(signed) < 2 or len(signed) != len(names):
        return cells
    by_them = [i for i, cell in enumerate(signed) if _SECRETARY.match(fold(text[cell.start : cell.end]))]
    if not by_them or len(by_them) == len(signed):
        return cells
    left_out = [*(signed[i] for i in by_them), *(names[i] for i in by_them)]
    return [cell for cell in cells if cell not in left_out]


def _spelled(post: str) -> str:
    """A post as it is spelled, where OCR lost marks: "KT.GIÁM ĐÓC" is "KT. GIÁM ĐỐC"."""
    stack = _STACK.match(post)
    lead, rest = (stack.group().strip() + " ", post[stack.end() :]) if stack else ("", post)
    known = blurred_post(fold(rest)) if is_capitals(rest) else None
    return lead + (posts()[known].upper() if known else rest)


def _named(name: str) -> str:
    """A name with the syllables mended that are none in Vietnamese: "trấn" is "Trần", "Glang" is "Giang".

    A family name that is none but for its marks is mended too ("Nguyên"), unless it has none: "Ha" is one in Cơ Ho.
    """
    first, *rest = name.split()
    family: str | None = first
    if first not in surnames():
        mended_family = family_name(first)
        bent = not first.isascii() and mended_family is not None and fold(mended_family) == fold(first)
        if bent or not (is_syllable(first) and first[0].isupper()):
            family = mended_family
    given = [
        word if is_syllable(word) or not is_syllable(mended := word.replace("l", "i")) else mended for word in rest
    ]
    return " ".join([family or first, *given])


def _clean(post: str) -> str:
    return " ".join(post.strip(" .,:;*✓-_|“”\"'").split())


def joined_items(text: str, cells: Sequence[Cell], *, semicolon_ends: bool = False) -> tuple[str, ...]:
    """Recipients or addressees, wrapped lines joined, without bullets and final punctuation.

    `semicolon_ends`: an item ends there even in a list with bullets.
    """
    bulleted = sum(_BULLET.match(text[cell.start : cell.end]) is not None for cell in cells)
    items: list[str] = []
    for cell in cells:
        printed = text[cell.start : cell.end]
        opens = _BULLET.match(printed) is not None
        ended = bool(items) and items[-1].rstrip().endswith((";", "."))
        goes_on = bool(items) and not opens and (printed[0].islower() or not ended or bulleted > 1)
        if semicolon_ends and items and (items[-1].rstrip().endswith(";") or _alike_bodies(items[-1], printed)):
            goes_on = False
        printed = _BULLET.sub("", printed)
        if goes_on:
            items[-1] = f"{items[-1]} {printed}"
        else:
            items.append(printed)
    return tuple(item for item in map(_without_ends, items) if item)


def _alike_bodies(above: str, below: str) -> bool:
    """Whether two lines name a body of the same kind each ("Sở Nội vụ" above "Sở Tài chính")."""
    kinds = [BODY_OPENS.match(fold(line)) for line in (above, below)]
    named = all(kinds) and above[0].isupper() and below[0].isupper() and above[-1].isalpha()
    return named and kinds[0].group() == kinds[1].group() and not _GOES_ON.search(above)  # type: ignore[union-attr]


def _without_ends(item: str) -> str:
    item = " ".join(item.split())
    head, semicolon, shadow = item.rpartition(";")
    if semicolon and (not _WORD.search(shadow) or _SCRIBBLE.search(shadow)):  # the other column's stamp
        item = head
    if item.startswith("Lưu"):
        item = _KEPT_AND_SHADOW.sub(r"\1", item)
    if "ĐĐ" in item:
        item = _DOUBLE_D.sub("Đ", item)
    item = item.rstrip(_ENDS)
    return item if _TWO_LETTERS.search(item) else ""
