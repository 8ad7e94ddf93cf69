"""Laws cited by name: Hiến pháp, Bộ luật, Luật, Pháp lệnh, with or without a number behind the name.

Names come from the register (registers/laws.csv); a name that is not there is read by its grammar: a capital after the
kind word, up to the first word that cannot stand in a name. A law that amends laws is one citation by its whole name.
"""

import re
from collections.abc import Iterator
from typing import NamedTuple

from corpora import laws
from extractors.normalise import NormalisedText
from extractors.patterns import CAPITAL, one_of, phrase

__all__ = ["LawMention", "find_laws"]

_SHORT_NAME = 12  # characters: "Luật Thuế …" is surer than "Luật Báo chí"
KINDS = {"hien phap": "HP", "bo luat": "BL", "luat": "L", "phap lenh": "PL"}

_KIND = re.compile(r"(?P<kind>hien phap|bo luat|luat|phap lenh)(?![a-z0-9])")
_INSIDE_WORD = re.compile(r"(?:[a-z0-9]|\bphap |\bky |\bbo )\Z")  # "pháp luật", "kỷ luật"; "bộ luật" begins at "bộ"
_AMENDING = re.compile(phrase(r"luat +sua doi(?:,? +bo +sung)?(?: +(?:mot so|cac) dieu)?(?: va phu luc)? +(?:cua +)?"))
_AND = re.compile(r"[ \n]*(?:,|;|va\b|,[ \n]*va\b)[ \n]+")
_ENDS_NAME = one_of(
    "ngày | năm | số | được | có | quy | và | của | theo | tại | đã | đang | sẽ | để | nhằm | trong | về | thì | là",
    "do | khi | nếu | bởi | với | cho | này | nêu | trên | mới | cũng | phải | không | hiện | hoặc | cùng | như | gồm",
    "ban | từ | đến | trước | sau | vào",
)
_BY_GRAMMAR = re.compile(
    rf"""
    (?:Bộ[ ]luật|Luật|Pháp[ \n]lệnh) [ \n]+
    (?! (?:Sư|Gia|Sửa|Học|Việt|Hà|Hồ|TP|Thành)\b )
    [{CAPITAL}][^\W\d_]*+
    (?: [ \n] (?!{_ENDS_NAME}(?![^\W_])) (?!(?:Bộ[ ])?[Ll]uật\b) [^\W\d_]++ ){{1,11}}
    """,
    re.VERBOSE,
)
_IN_SMALL_LETTERS = (
    re.compile(  # "Pháp lệnh hành nghề y dược tư nhân năm 1993": what follows shows that a name has ended
        rf"""
    (?:Bộ[ ]luật|Luật|Pháp[ \n]lệnh)
    (?: [ \n] (?!{_ENDS_NAME}(?![^\W_])) (?!(?:Bộ[ ])?[Ll]uật\b) [^\W\d_]++ ){{2,12}}
    (?= [ \n](?:năm[ \n](?:19|20)\d\d | ngày[ \n]\d | số[ \n:]{{1,2}}\d) )
    """,
        re.VERBOSE,
    )
)
_NOT_A_LAW = re.compile(  # "Trường Đại học Luật Hà Nội", "Công ty Luật …"
    one_of(
        "dai hoc | khoa | cong ty | truong | hoi | van phong | trung tam | vien | nganh | mon | bao | tap chi",
        "cu nhan | thac si | tien si | ban | vu | phong | doan",
    )
    + r"[ \n]\Z"
)
_CONSTITUTION = re.compile(phrase(r"hien phap(?: nuoc (?:cong hoa xa hoi chu nghia|chxhcn) viet nam)?"))
_GENERAL = re.compile(  # "11 luật có liên quan đến quy hoạch": the amended laws are not named
    phrase(r"(?:\d{1,3}|cac|mot so) (?:bo )?luat(?: (?!ngay\b|so\b|nam\b|da\b|duoc\b)[a-z]+){0,14}")
)


class LawMention(NamedTuple):
    """A law by its name: clean-text offsets of the name, its kind and the name in clean form."""

    start: int
    end: int
    type: str
    title: str
    confidence: float


def find_laws(text: NormalisedText) -> Iterator[LawMention]:
    """All mentions of laws by name, in order, none inside another.

    >>> from extractors.normalise import normalise
    >>> [m.title for m in find_laws(normalise("theo Luật Giáo dục 2019 và Bộ luật Lao động"))]
    ['Luật Giáo dục', 'Bộ luật Lao động']
    """
    done = 0
    for start, kind in _kinds(text.folded.replace("\n", " ")):
        if start < done:
            continue
        mention = _mention(text, start, kind)
        if mention is not None:
            done = mention.end
            yield mention


def _kinds(flat: str) -> list[tuple[int, str]]:
    """Offset and folded word of every kind word, in order; `str.find` beats any alternation here."""
    found: list[tuple[int, str]] = []
    for word in KINDS:
        at = flat.find(word)
        while at >= 0:
            match = _KIND.match(flat, at)
            if match and match["kind"] == word and not _INSIDE_WORD.search(flat, max(0, at - 6), at):
                found.append((at, word))
            at = flat.find(word, at + len(word))
    return sorted(found)


def _mention(text: NormalisedText, start: int, word: str) -> LawMention | None:
    folded, kind = text.folded, KINDS[word]
    if kind == "HP":
        end = _CONSTITUTION.match(folded, start)
        capital = text.text[start].isupper()
        return LawMention(start, end.end(), kind, "Hiến pháp", 0.9) if end and capital else None
    found = laws.find_at(folded, start)
    amending = _AMENDING.match(folded, start)
    if (
        amending
        and text.text[start].isupper()
        and (found is None or found[0] <= amending.end() or _AND.match(folded, found[0]))
    ):
        end_offset = _chain(text, amending.end())
        return LawMention(start, end_offset, "L", _title(text, start, end_offset), 0.9) if end_offset else None
    if found is not None:
        end_known, law = found
        name = text.text[start:end_known]
        if not (text.text[start].isupper() or _capital_after_kind(name)) or not _same_word(name, law.name):
            return None
        return LawMention(start, end_known, law.kind, law.name, 0.95 if len(name) > _SHORT_NAME else 0.9)
    grammar = _BY_GRAMMAR.match(text.text, start) or _IN_SMALL_LETTERS.match(text.text, start)
    if grammar is None or _NOT_A_LAW.search(folded, max(0, start - 14), start):
        return None
    return LawMention(start, grammar.end(), kind, _title(text, start, grammar.end()), 0.7)


def _capital_after_kind(name: str) -> bool:
    """ "luật Đất đai": the kind word in lower case, the name with its capital."""
    return any(word[0].isupper() for word in name.split()[1:3])


def _same_word(printed: str, name: str) -> bool:
    """A law whose name is one syllable must show its marks: "Luật gia" is no "Luật Giá"."""
    last = name.split()[1:]
    return len(last) > 1 or printed.rsplit(maxsplit=1)[-1].lower() == last[0].lower()


def _chain(text: NormalisedText, start: int) -> int | None:
    """End of the list of laws that an amending law amends, from where the list begins."""
    end: int | None = None
    while True:
        found = laws.find_at(text.folded, start)
        if found is not None:
            end = found[0]
        else:
            grammar = _BY_GRAMMAR.match(text.text, start)
            if grammar is None:
                break
            end = grammar.end()
        following = _AND.match(text.folded, end)
        if following is None:
            break
        start = following.end()
    if end is None and (general := _GENERAL.match(text.folded, start)):
        return general.end()
    return end


def _title(text: NormalisedText, start: int, end: int) -> str:
    return " ".join(text.text[start:end].split())
