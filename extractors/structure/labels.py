"""Labels of the outline: what opens a line and numbers, letters or bullets a unit (Nghị định 30/2020/NĐ-CP, Phụ lục I)."""

from typing import NamedTuple

import regex

__all__ = ["Label", "labels_of", "ordinal"]


class Label(NamedTuple):
    """A label at the start of a line. `style` tells the form ("1.", "1)", "a)", "-"): siblings share it."""

    start: int
    text_start: int
    kind: str
    style: str
    printed: str
    sure: bool


_ROMAN = {"I": 1, "V": 5, "X": 10}
_ALPHABET = "abcdđefghiklmnopqrstuvxyz"
_ROMAN_MISREAD = str.maketrans({"l": "I", "1": "I", "J": "I", "T": "I", "H": "II"})
_WORDS = {
    "nhất": 1, "một": 1, "hai": 2, "ba": 3, "tư": 4, "bốn": 4, "năm": 5, "sáu": 6, "bảy": 7, "bẩy": 7, "tám": 8, "chín": 9,
    "mười": 10,
}  # fmt: skip

_LABEL = regex.compile(
    r"""(?mx)
    ^ [ ]* (?P<noise> [~:'`_.,;|]{1,3}[ ]? (?=[-\dIVX]) | n[ ](?=-[ ]) )?
    (?:
      (?P<article> (?:Đi[ềểêèéếẻẽe]u|ĐI[ỀỂÊÈÉẾE]U|[ĐD]i[ềê]u|điều) [ ]+ (?: \d{1,4}[a-zđ]? | [lI] ) ) (?= [ ]? [.:] | [ ]*$ | [ ]-[ ] )  # Điều 3.
    | (?P<part>    (?:PHẦN|Phần) [ ]+ (?: [Tt][Hh][Ứứ] [ ] \p{L}{2,5} | [IVX]{1,5} | \d{1,2} | [A-H] ) ) (?= [ ]* [.:] | [ ]*$ )
    | (?P<chapter> (?:CHƯƠNG|Chương) [ ]+ (?: [IVX]{1,6} | \d{1,2} ) [a-z]? ) (?= [ ]* [.:-] | [ ]*$ | [ ]+\p{Lu}{2} )
    | (?P<subsection> (?:TIỂU|Tiểu) [ ] (?:MỤC|mục) [ ]+ (?: [IVX]{1,5} | \d{1,2} ) ) (?= [ ]* [.:] | [ ]*$ | [ ]+\p{Lu}{2} )
    | (?P<section> (?:MỤC|Mục) [ ]+ (?: [IVX]{1,5} | \d{1,2} | [A-H] ) ) (?= [ ]* [.:] | [ ]*$ | [ ]+\p{Lu}{2} )
    | (?P<roman>   (?: [IVX][IVXl1]{0,5} | [l1][IVX]{1,4} | [HTJIVX]{2,4}(?=[.][ ]\p{Lu}) ) ) (?P<rmark> [.)/,] | [ ]?-(?=[ ]) | [ ][.] ) (?= [ ]*[^\s\d] )
    | (?P<capital> [A-HKĐ] ) (?P<cmark> [.)/] ) (?= [ ]+\S )
    | (?P<arabic>  \d{1,3} (?: [.] \d{1,2} ){0,4} ) (?: (?P<amark> [.][ ]?[/)] | [.)] | /(?=[ ]) | ,(?=[ ]\p{Lu}) | [ ][.](?=[ ]\p{Lu}) ) (?= [ ]* [^\s\d.,/%)] | [ ]+\d{1,3}[ ]\p{L}|[ ]\d+% ) | (?<=[.]\d{1,2}) (?= [ ]+\p{Lu} ) )
    | [(] (?P<paren> \d{1,2} | [a-zđ] | [ivx]{1,4} ) [)] (?= [ ]+\S )
    | (?P<letter>  [a-zđ] \d? ) (?P<lmark> [)] | [./](?=[ ]+[^\s]) ) (?= [ ]* \S )
    | (?P<bullet>  [-+•●▪■◦○§·✓➢❖\uf0b7\uf02d*] | ~(?=[ ]\p{Lu}) ) _? (?= [ ]*[^\s\-_=*.+|] ) (?! \d+[.,]?\d*[ ]?(?:%|\n) )
    | (?P<bullet_o> o ) (?= [ ]+\p{Lu} )
    | (?P<suspect> [{\[|!l] ) [.,)] (?= [ ]+\p{Lu} )
    )
    """
)
_NAMED = ("article", "part", "chapter", "subsection", "section")


def labels_of(text: str, start: int, end: int) -> list[Label]:
    """Every line of `text[start:end]` that opens with what may be a label; the outline decides which are.

    >>> [label.printed for label in labels_of("Điều 1. Phê duyệt\\n1. Một\\na) Hai\\n- Ba", 0, 40)]
    ['Điều 1', '1', 'a', '-']
    """
    found: list[Label] = []
    for match in _LABEL.finditer(text, start, end):
        kind = match.lastgroup or ""
        group = match.groupdict()
        noise = group["noise"]
        first = match.start() + len(match.group()) - len(match.group().lstrip())
        kind, style, printed = _described(group)
        if noise and kind not in ("bullet", "arabic", "roman"):
            continue
        begin = first + (len(noise) if noise else 0)
        if noise and noise.startswith("n"):
            begin = first + 2
        text_start = match.end()
        while text_start < end and text[text_start] in " .:)/":
            text_start += 1
        misread = kind == "suspect" or (kind == "roman" and not set(group["roman"] or "") <= set("IVX"))
        found.append(Label(begin, text_start, kind, style, printed, not misread))
    return _romans_mended(_suspects_settled(found))


def _described(group: dict[str, str | None]) -> tuple[str, str, str]:
    for kind in _NAMED:
        if group[kind]:
            printed = " ".join((group[kind] or "").split())
            if kind == "article":
                number = printed.split()[-1]
                return "điều", "điều", f"Điều {'1' if number in 'lI' else number}"
            return kind, kind, printed
    if group["roman"]:
        return "roman", "roman", (group["roman"] or "").translate(_ROMAN_MISREAD)
    if group["capital"]:
        return "capital", "capital", group["capital"] or ""
    if printed_arabic := group["arabic"]:
        depth = printed_arabic.count(".")
        mark = (group["amark"] or ".").strip()
        style = f"arabic{depth}" + (mark if depth == 0 and mark in ")/" else "")
        return "arabic", style, printed_arabic
    if paren := group["paren"]:
        return ("arabic" if paren.isdigit() else "letter"), ("(1)" if paren.isdigit() else "(a)"), paren
    if letter := group["letter"]:
        return "letter", "letter" + (group["lmark"] or ")"), letter
    if bullet := group["bullet"] or group["bullet_o"]:
        bullet = "-" if bullet == "~" else bullet
        return "bullet", "bullet" + bullet, bullet
    return "suspect", "suspect", group["suspect"] or ""


def _suspects_settled(labels: list[Label]) -> list[Label]:
    """A misread "1." ("{.", "l.") is one where "2." follows as the next number."""
    if all(label.kind != "suspect" for label in labels):
        return labels
    settled: list[Label] = []
    following: Label | None = None
    for label in reversed(labels):
        if label.kind == "suspect":
            if following and following.printed == "2":
                settled.append(label._replace(kind="arabic", style=following.style, printed="1", sure=True))
            continue
        if label.style.startswith("arabic0"):
            following = label
        elif label.kind in ("roman", "điều", "chapter", "part"):
            following = None
        settled.append(label)
    return settled[::-1]


def _romans_mended(labels: list[Label]) -> list[Label]:
    """ "II." printed or read twice before "IV." is "III."; "1." with no "2." before a first "II." is "I."."""
    romans = [(index, ordinal(label)) for index, label in enumerate(labels) if label.kind == "roman"]
    for (_, before), (index, place), (_, after) in zip(romans, romans[1:], romans[2:], strict=False):
        if place is not None and place == before and after == place + 2:
            labels[index] = labels[index]._replace(printed=_numeral(place + 1))
    first = next((index for index, label in enumerate(labels) if label.kind == "roman"), None)
    if first is not None and ordinal(labels[first]) == 2:
        for index in range(first - 1, -1, -1):
            if labels[index].style.startswith("arabic0"):
                if labels[index].printed == "1":
                    labels[index] = labels[index]._replace(kind="roman", style="roman", printed="I")
                break
    return labels


def _numeral(value: int) -> str:
    return "X" * (value // 10) + ("", "I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX")[value % 10]


def ordinal(label: Label) -> int | None:
    """The place of a label in its list: 3 for "III", "3", "c", "Điều 3"; None for bullets.

    >>> ordinal(Label(0, 3, "roman", "roman", "IV", True))
    4
    """
    printed = label.printed.split()[-1]
    if label.kind == "bullet":
        return None
    if label.kind == "letter":
        return _ALPHABET.find(printed[0]) + 1 or None
    if label.kind == "capital":
        return "ABCDĐEGHK".find(printed) + 1 or None
    digits = regex.match(r"\d+", printed.rsplit(".", 1)[-1])
    if digits:
        return int(digits.group())
    if printed and all(letter in _ROMAN for letter in printed):
        values = [_ROMAN[letter] for letter in printed]
        return sum(v if v >= max(values[i:]) else -v for i, v in enumerate(values))
    return _WORDS.get(printed.lower())
