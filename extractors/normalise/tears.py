"""Numbers torn apart: the first half at the foot of a page, footnotes and a page break, then the second half.

… thực hiện Kế hoạch số 3047/KH-

¹ Công văn số 12/…

SGDĐT ngày 20/11/2023 …
"""

import re

import regex

__all__ = ["blank_lines", "reading_order"]

_BLANK_LINES = re.compile(r"\n[ ]*\n[ \n]*")

_TYPE_WORDS = (
    "nghị quyết", "nghị định", "quyết định", "chỉ thị", "thông tư", "thông báo", "công văn", "công điện", "kế hoạch",
    "báo cáo", "tờ trình", "kết luận", "hướng dẫn", "quy định", "quy chế", "chương trình", "đề án", "phương án",
    "văn bản", "luật", "pháp lệnh",
)  # fmt: skip
_TYPE = "|".join(word.replace(" ", r"\s+") for word in _TYPE_WORDS)
_FIRST = "|".join(sorted({word.partition(" ")[0] for word in _TYPE_WORDS if " " in word}))
_SECOND = "|".join(sorted({word.partition(" ")[2] for word in _TYPE_WORDS if " " in word}))
_ENDS = ("-", "/", "số", "số:", *{syllable for word in _TYPE_WORDS for syllable in word.split()})
_LAST_LETTERS = frozenset(end[-1] for end in _ENDS)

_TORN = regex.compile(
    rf"""(?ix)
    (?: (?P<number>   \b\d{{1,6}} (?:[ ]?/[ ]?\d{{4}})? [ ]?[-/][ ]? (?:[A-ZĐ&]{{1,12}}[ ]?[-/][ ]?)? )  # 3047/KH-
      | (?P<label>    (?:{_TYPE})\s+số[ ]?:? )                                                           # Kế hoạch số
      | (?P<word>     \b(?:{_TYPE}) )
      | (?P<syllable> \b(?:{_FIRST}) )                                                                   # Kế
    ) \z
    """
)
_RUNNING = r"\d{1,6}[ ]?[-/]"
_REST = {
    "number": regex.compile(
        r"[*]{0,3}(?:[A-ZĐ][A-ZĐa-z&]{1,14}(?:-[A-ZĐ]{1,12}){0,3}|\d{4}[ ]?/[ ]?[A-ZĐ]{2,})(?=[ ,;.)\n])"
    ),
    "label": regex.compile(rf"[*]{{0,3}}{_RUNNING}[ ]?(?:\d{{4}}[ ]?/[ ]?)?[A-ZĐ]{{2}}"),
    "word": regex.compile(rf"[*]{{0,3}}số[ ]?:?[ ]?{_RUNNING}"),
    "syllable": regex.compile(rf"(?i)[*]{{0,3}}(?:{_SECOND})\s+(?:số\s+)?{_RUNNING}"),
}
_WITHIN = 8000  # characters: more than a page of footnotes between the halves is no tear
_LONGEST_HALF = 40


def blank_lines(text: str) -> list[tuple[int, int]]:
    """Where paragraphs are parted: (end of the line before, start of the line after)."""
    return [match.span() for match in _BLANK_LINES.finditer(text)]


def reading_order(text: str, breaks: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Source ranges in the order they are read: the second half of a torn number follows its first half.

    `breaks` are its blank lines.

    >>> text = "theo Kế hoạch số\\n\\n1 Ghi chú.\\n\\n5/KH-UBND ngày 2/3/2020"
    >>> reading_order(text, blank_lines(text))
    [(0, 17), (30, 53), (17, 30)]
    """
    order: list[tuple[int, int]] = []
    done = 0
    for index, (line_end, resume) in enumerate(breaks):
        tail = text[max(done, line_end - _LONGEST_HALF) : line_end].rstrip(" *")
        if line_end < done or tail[-1:].lower() not in _LAST_LETTERS or not tail.lower().endswith(_ENDS):
            continue
        end = max(done, line_end - _LONGEST_HALF) + len(tail)
        torn = _TORN.search(text, max(done, end - _LONGEST_HALF), end)
        second = _second_half(text, breaks, index, end, _REST[torn.lastgroup]) if torn and torn.lastgroup else None
        if second is not None:
            cut = min(end + 1, resume)
            order += [(done, cut), second, (cut, second[0])]
            done = second[1]
    order.append((done, len(text)))
    return [span for span in order if span[0] < span[1]]


def _second_half(
    text: str, breaks: list[tuple[int, int]], index: int, end: int, rest: regex.Pattern[str]
) -> tuple[int, int] | None:
    """The first paragraph behind the break that begins with what is missing."""
    for later in range(index + 1, len(breaks)):
        start = breaks[later][1]
        if start - end > _WITHIN:
            return None
        if rest.match(text, start):
            return start, breaks[later + 1][0] + 1 if later + 1 < len(breaks) else len(text)
    return None
