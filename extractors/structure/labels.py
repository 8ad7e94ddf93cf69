"""Labels of the outline: numbers, letters and bullets at the start of a line (Nghị định 30/2020/NĐ-CP, Phụ lục I)."""

import re
from itertools import pairwise
from typing import NamedTuple

import regex

__all__ = ["Label", "labels_of"]


class Label(NamedTuple):
    """A label at the start of a line. `style` tells the form ("1.", "1)", "a)", "-"): siblings share it."""

    start: int
    text_start: int  # where the words begin
    kind: str
    style: str
    printed: str
    place: int | None  # in its list: 3 for "III", "3", "c", "Điều 3"; None for bullets
    sure: bool  # False where OCR may have made a label of something else


_MAY_OPEN = re.compile(
    r"""(?x) \n [ ]* (?:
      [-+*~:'`_.,;|({\[!\x7f^"?$&]                           # bullets, "(1)", noise before a label
    | (?: (?: muc | chi )[ ]tieu | nhiem[ ]vu | hoat[ ]dong | giai[ ]phap | noi[ ]dung | buoc | du[ ]an ) [ ] \d
    | \d{1,3} (?: [ ]? [.)/,:;] | [.]\d | - )                # 1.  1)  1/  1.1  1- (Party: Hướng dẫn 36-HD/VPTW)
    | [a-zø€©¢]\d? [)./]                                         # a)  A.  I.
    | [a-hk] [ ]? -[ ]                                          # A- (Party)
    | [ivxlhjt1]{1,6} (?: [ ]? [.)/,:-] | [ ] )                 # II.  I-  II
    | o [ ] | n [ ] -
    | (?: dieu | phan | chuong | tieu[ ]muc | muc ) [ .]
    )"""
)
"""On folded text: the cheap look that spares most lines the full pattern (a leading line break is found fastest)."""

_LABEL = regex.compile(
    r"""(?x)
    [ ]* (?: (?P<noise> [~:'`_.,;|ˆ^„‚¬"“”]{1,3}[ ]? (?=[-\dIVX]|[a-zđ]\))
      | n[ ](?=-[ ]) | \p{Lu}(?=\d{1,2}[.][ ]\p{Lu}) ) )?
    (?:
      (?: [^\p{L}\d\n]{1,3} (?: [ø°oe] [ ] [“"]? )? )?
        (?P<item> (?: M[ụu]c[ ]ti[êe]u | Ch[ỉi][ ]ti[êe]u | Nhi[ệe]m[ ]v[ụu] | Ho[ạa]t[ ][đd][ộo]ng | Gi[ảa]i[ ]ph[áa]p
          | N[ộo]i[ ]dung | B[ưu][ớo]c | D[ựu][ ][áa]n ) [ ] \d{1,2} ) (?= [ ]? [:.] )
    |
      (?P<article> (?:Đi[ềểêèéếẻẽe]u|ĐI[ỀỂÊÈÉẾE]U|[ĐD]i[ềê]u|điều) (?: [ ]+ | [.][ ]? ) (?: \d{1,4}[a-zđ]? | [lI] ) )
          (?= [ ]? [.:] | [ ]*$ | [ ]-[ ] | -[ ]\p{Lu} | ,[ ]\p{Lu} )
    | (?P<part> (?:PH[ẦÂẤẨÀA]N|Ph[ầâấẩàa]n) [ ]+ (?: [Tt][Hh][Ứứ] [ ] \p{L}{2,5} | [IVX]{1,5} | \d{1,2} | [A-H] ) )
          (?= [ ]* [.:] | [ ]*$ )
    | (?P<chapter> (?:CHƯƠNG|Chương) [ ]+ (?: [IVX]{1,6} | \d{1,2} ) [a-z]? ) (?= [ ]* [.:-] | [ ]*$ | [ ]+\p{Lu}{2} )
    | (?P<subsection> (?:TIỂU|Tiểu) [ ] (?:MỤC|mục) [ ]+ (?: [IVX]{1,5} | \d{1,2} ) )
          (?= [ ]* [.:] | [ ]*$ | [ ]+\p{Lu}{2} )
    | (?P<section> (?:MỤC|Mục) [ ]+ (?: [IVX]{1,5} | \d{1,2} | [A-H] ) ) (?= [ ]* [.:] | [ ]*$ | [ ]+\p{Lu}{2} )
    | (?P<roman> [IVX][IVXl1]{0,5} | [l1][IVX]{1,4} | [HTJLIVX]{2,4}(?=[.][ ]\p{Lu}) )  # II, misread Il, HI
          (?: (?: [.)/,] | [ ]?-(?=[ ]) | [ ][.] | :(?=[ ]\p{Lu}{2}) ) (?= [ ]*[^\s\d] )
            | (?<=[IVX]{2}) (?P<bare>) (?=[ ]\p{Lu}\p{L}) )
    | (?P<capital> [A-HKĐ] ) (?: [.)/] (?= [ ]+\S ) | [ ]?-(?= [ ]+\p{Lu}{2} ) )
    | (?P<arabic> \d{1,3} (?: [.] \d{1,2} ){0,4} )
          (?: (?P<mark> [.][ ]?[/)] | [.]{2}(?=[ ]?\p{L}) | [.)] | /(?=[ ])
              | [,:;](?=[ ]\p{Lu}) | [ ][.](?=[ ]\p{Lu}) | -(?=[ ]\p{Lu}|\p{Lu}\p{Ll}) )
              (?= [ ]* [^\s\d.,/%)] | [ ]+\d{1,3}[ ]\p{L} | [ ]\d+% )
          | (?<=[.]\d{1,2}) (?= [ ]+\p{Lu} ) )
    | [(] (?P<paren> \d{1,2} | [a-zđ] | [ivx]{1,4} ) [)] (?= [ ]+\S )
    | (?P<letter> (?: [a-zđ] \d? | [ạàáảã€©¢øð] (?=[)]) ) ) (?P<letter_mark> [)] | [./](?=[ ]+[^\s]) ) (?= [ ]* \S )
    | (?P<bullet> [-+•●▪■◦○§·✓➢❖\uf0b7\uf02d*] | [~ˆ^¬„‚](?=[ ]\p{Lu}) | o(?=[ ]+\p{Lu}) ) _? (?= [ ]*[^\s\-_=*.+|] )
    | (?P<suspect> [{\[|!lŠŚ§SZÓóÔôÒB?$&] ) [.,)] (?= [ ]+\p{Lu} )  # a misread digit
    )
    """,
    regex.MULTILINE,
)
_PLAIN = re.compile(r"(?:([-+*])|(\d{1,3})([.)])) (?=[^\W\d_])")
"""The labels most lines have, "- A" and "1. A", spared the full pattern."""
_NAMED = frozenset(("article", "part", "chapter", "subsection", "section"))
_NUMERALS = {"I": 1, "V": 5, "X": 10}
_MISREAD_DASHES = frozenset("~ˆ^¬„‚")
_MISREAD_DIGITS = {"5": "ŠŚ§S", "8": "§B&S", "6": "ÓóÔôÒ", "2": "Z?", "1": "{[|!l", "3": "$"}
_MISREAD_NUMERALS = str.maketrans({"l": "I", "1": "I", "J": "I", "T": "I", "L": "I", "H": "II"})
_MISREAD_AS_LETTERS = "ạàáảã€©¢øð"
_MISREAD_LETTERS = str.maketrans(_MISREAD_AS_LETTERS, "aaaaacccgđ")
_ALPHABET = "abcdđefghiklmnopqrstuvxyz"
_COUNTED = {
    "nhất": 1, "một": 1, "hai": 2, "ba": 3, "tư": 4, "bốn": 4, "năm": 5, "sáu": 6, "bảy": 7, "bẩy": 7, "tám": 8,
    "chín": 9, "mười": 10,
}  # fmt: skip


def labels_of(text: str, folded: str, start: int, end: int) -> list[Label]:
    """Every line of `text[start:end]` that opens with what may be a label; the outline decides which are.

    >>> from corpora.folding import fold
    >>> text = "Điều 1. Phê duyệt\\n1. Một\\na) Hai\\n- Ba"
    >>> [label.printed for label in labels_of(text, fold(text), 0, len(text))]
    ['Điều 1', '1', 'a', '-']
    """
    found: list[Label] = []
    starts = [start, *(candidate.start() + 1 for candidate in _MAY_OPEN.finditer(folded, start, end))]
    for at in starts:
        plain = _PLAIN.match(text, at, end)
        if plain is not None:
            found.append(_plain_label(plain))
            continue
        match = _LABEL.match(text, at, end)
        if match is not None:
            label = _label(match, text, end)
            if label is not None:
                found.append(label)
    return _romans_mended(_suspects_settled(found))


def _plain_label(match: re.Match[str]) -> Label:
    printed, mark = match.group(2), match.group(3)
    if printed is None:
        bullet = match.group(1)
        return Label(match.start(), match.end(), "bullet", "bullet" + bullet, bullet, None, True)
    style = "arabic0" if mark == "." else "arabic0)"
    return Label(match.start(), match.end(), "arabic", style, printed, int(printed), True)


def _label(match: regex.Match[str], text: str, end: int) -> Label | None:
    group = match.lastgroup or ""
    if group in ("mark", "noise"):
        group = "arabic"
    elif group == "bare":
        group = "roman"
    elif group == "letter_mark":
        group = "letter"
    printed = match[group]
    noise = match["noise"]
    if (
        noise
        and group not in ("bullet", "arabic", "roman", "item")
        and (group != "letter" or match["letter_mark"] != ")")
    ):
        return None
    first = match.start(group) - (group == "paren")
    text_start = match.end()
    skipped = " .:)/" if group == "bullet" else " .:)/-~"
    while text_start < end and text[text_start] in skipped:
        text_start += 1
    kind, style, sure = group, group, True
    place: int | None = None
    if group == "arabic":
        depth = printed.count(".")
        mark = (match["mark"] or ".").strip()
        if mark == "-" and text[match.end() : match.end() + 1] != " ":
            mark = ","  # "3-Phòng": a misread full stop
        style = f"arabic{depth}{mark if depth == 0 and mark in ')/-' else ''}"
        place, sure = int(printed.rpartition(".")[2]), mark not in ",:;" and not (noise or "").isalpha()
    elif group == "item":
        words, _, number = printed.rpartition(" ")
        style, place = f"item {words}", int(number)
    elif group == "bullet":
        printed = "-" if printed in _MISREAD_DASHES else printed
        style = "bullet" + printed
    elif group == "letter":
        sure = printed[0] not in _MISREAD_AS_LETTERS and not noise
        printed = printed.translate(_MISREAD_LETTERS)
        style, place = "letter" + match["letter_mark"], _ALPHABET.find(printed[0]) + 1
    elif group == "roman":
        sure = all(letter in _NUMERALS for letter in printed) and match["bare"] is None
        printed = printed.translate(_MISREAD_NUMERALS)
        place = _roman(printed)
    elif group == "article":
        number = printed.replace(".", " ").split()[-1]
        number = "1" if number in ("l", "I") else number
        kind = style = "điều"
        printed, place = f"Điều {number}", int(number.rstrip("abcdđeghik"))
    elif group == "capital":
        place = "ABCDĐEGHK".find(printed) + 1
    elif group == "paren":
        kind, style = ("arabic", "(1)") if printed.isdigit() else ("letter", "(a)")
        place = int(printed) if printed.isdigit() else (_roman(printed.upper()) or _ALPHABET.find(printed[0]) + 1)
    elif group in _NAMED:
        if group == "part":
            printed = ("PHẦN" if printed[1].isupper() else "Phần") + printed[4:]
        printed = " ".join(printed.split())
        place = _counted(printed.split()[-1])
    else:
        sure = False
    return Label(first, text_start, kind, style, printed, place, sure)


def _roman(numeral: str) -> int | None:
    if not numeral or any(letter not in _NUMERALS for letter in numeral):
        return None
    values = [_NUMERALS[letter] for letter in numeral]
    return sum(value if value >= max(values[index:]) else -value for index, value in enumerate(values))


def _counted(word: str) -> int | None:
    if word.isdigit():
        return int(word)
    return _COUNTED.get(word.lower()) or _roman(word) or ("ABCDEGHK".find(word) + 1 if len(word) == 1 else None)


def _suspects_settled(labels: list[Label]) -> list[Label]:
    """A misread "1." ("{.", "l.") is one where "2." follows as the next number."""
    if all(label.kind != "suspect" for label in labels):
        return labels
    settled: list[Label] = []
    following: Label | None = None
    for index in range(len(labels) - 1, -1, -1):
        label = labels[index]
        if label.kind == "suspect":
            place = _place_between(labels, index, following)
            if place:
                style = following.style if following else "arabic0"
                settled.append(label._replace(kind="arabic", style=style, printed=str(place), place=place, sure=True))
                following = settled[-1]
            continue
        if label.style.startswith("arabic0"):
            following = label
        elif label.kind in ("roman", "điều", "chapter", "part"):
            following = None
        settled.append(label)
    return settled[::-1]


def _place_between(labels: list[Label], index: int, following: Label | None) -> int:
    """The number a misread digit stood for, by its neighbours ("4." … "Š." … "6."), 0 where they do not tell."""
    after = following.place if following else None
    if after == 2:
        return 1
    for label in labels[index - 1 :: -1] if index else ():
        if label.kind in ("roman", "điều", "chapter", "part"):
            break
        if label.style.startswith("arabic0") and label.place:
            place = label.place + 1
            fits = after == place + 1 or labels[index].printed in _MISREAD_DIGITS.get(str(place), "")
            return place if fits and after != place else 0
    return 0


def _romans_mended(labels: list[Label]) -> list[Label]:
    """ "II." printed or read twice before "IV." is "III."; "1." with no "2." before a first "II." is "I."."""
    for index, label in enumerate(labels):  # "H." behind "I." is "II."
        if label.kind == "capital" and label.printed == "H" and _last_roman(labels, index) == 1:
            labels[index] = label._replace(kind="roman", style="roman", printed="II", place=2)
    romans = [index for index, label in enumerate(labels) if label.kind == "roman"]
    for before, index, after in zip(romans, romans[1:], romans[2:], strict=False):
        place = labels[index].place
        if place is not None and place == labels[before].place and labels[after].place == place + 2:
            labels[index] = labels[index]._replace(printed=_numeral(place + 1), place=place + 1)
    for before, after in pairwise(romans):  # "I." … "1: Triển khai" … "1." … "III."
        place = labels[before].place
        if place is not None and labels[after].place == place + 2:
            _mend_between(labels, before, after, place + 1)
    if romans and labels[romans[0]].place == 2:
        ones = [
            index
            for index in range(romans[0])
            if labels[index].style.startswith("arabic0") and labels[index].place == 1
        ]
        if ones and (len(ones) > 1 or all(labels[index].place != 2 for index in range(ones[0], romans[0]))):
            labels[ones[0]] = labels[ones[0]]._replace(kind="roman", style="roman", printed="I")
    return labels


def _mend_between(labels: list[Label], before: int, after: int, place: int) -> None:
    """A "1" or "11" with no "2" after it, between two numerals that one is missing from, is that one."""
    for index in range(before + 1, after - 1):
        label, following = labels[index], labels[index + 1]
        if label.style.startswith("arabic0") and label.printed in ("1", "11") and following.place in (1, None):
            labels[index] = label._replace(kind="roman", style="roman", printed=_numeral(place), place=place, sure=True)
            return


def _last_roman(labels: list[Label], before: int) -> int | None:
    for label in labels[before - 1 :: -1] if before else ():
        if label.kind == "capital":
            return None
        if label.kind == "roman":
            return label.place
    return None


def _numeral(value: int) -> str:
    return "X" * (value // 10) + ("", "I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX")[value % 10]
