"""Page furniture between two halves of a sentence: running heads, page numbers, stamps of digital signatures."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator

import regex

from extractors.normalise.letters import Edit

__all__ = ["page_breaks"]

_RUNNING_HEADS = {  # each with a sign without which it cannot occur
    "CÔNG BÁO": re.compile(
        r"""(?mx)                                                   # of the official gazette
        ^[ ]* (?:\d{1,4}[ ]*\n?[ ]*)? CÔNG[ ]BÁO[ ]?/[ ]?Số [^\n]{0,60} (?:\n[ ]*\d{1,4}[ ]*)? $
        """
    ),
    "Ký bởi": re.compile(
        r"""(?mx)                                                   # a digital signature
        ^[ ]* (?:Người[ ])?Ký[ ]bởi[ ]?: [^\n]{0,120}
        (?: \n[ ]* (?:Cơ[ ]quan|Email|Ngày[ ]ký|Thời[ ]gian[ ]ký)[ ]?: [^\n]{0,120} ){0,4} $
        """
    ),
}
_PAGE_NUMBER = regex.compile(r"\n[ ]*\n[ ]*[-~]{0,2}[ ]?(?P<page>\d{1,3})[ ]?[-~]{0,2}[ ]*(?=\n)")
_CONTINUATION = regex.compile(r"(?:\p{Ll}{2,}|[àáảãạăâèéẻẽẹêìíỉĩịòóỏõọôơùúủũụưỳýỷỹỵy])[ ,;\n]")
_UNFINISHED = regex.compile(  # words that end no sentence
    r"(?i)\b(?:tại|của|theo|và|các|về|cho|từ|đến|với|hoặc|bởi|là|trong"
    r"|(?P<counted>điểm|khoản|Điều|Mục|số)|(?:điểm|khoản|Điều|Mục)[ ][\da-zđ]{1,3})\z"
)
_LAST_WORDS = 24  # characters: more than the longest words that end no sentence
_LONG_LINE = 40  # characters: a shorter line is a heading or an item, and ends where it ends


def page_breaks(text: str, gaps: list[tuple[int, int]], order: list[tuple[int, int]]) -> Iterator[Edit]:
    """Drop page furniture, and the blank lines by which a page break parts a sentence."""
    cuts = sorted({offset for span in order for offset in span})
    dropped = sorted(_furniture(text))
    for start, end in _grown(gaps, dropped, text):
        cut = bisect_right(cuts, start)
        if cut < len(cuts) and cuts[cut] < end:
            continue
        if _sentence_runs_on(text, start, end):
            yield start + 1, end, ""
        elif dropped:
            within = dropped[bisect_left(dropped, (start, 0)) : bisect_left(dropped, (end, 0))]
            yield from [(a, b, "") for a, b in within if b <= end]


def _furniture(text: str) -> Iterator[tuple[int, int]]:
    for sign, pattern in _RUNNING_HEADS.items():
        if sign in text:
            yield from (match.span() for match in pattern.finditer(text))
    last = 0
    for match in _PAGE_NUMBER.finditer(text, overlapped=True):
        page = int(match["page"])
        if last < page <= last + 3:  # page numbers rise; a lone figure in a table does not
            last = page
            yield match.end() - len(match.group().lstrip()), match.end()


def _grown(gaps: list[tuple[int, int]], dropped: list[tuple[int, int]], text: str) -> Iterator[tuple[int, int]]:
    """Gaps between paragraphs, each grown over the furniture that stands in it."""
    current: tuple[int, int] | None = None
    for start, end in sorted([*gaps, *dropped]) if dropped else gaps:
        if current and (start <= current[1] or not text[current[1] : start].strip()):
            current = (current[0], max(current[1], end))
            continue
        if current:
            yield current
        current = (start, end)
    if current:
        yield current


def _sentence_runs_on(text: str, start: int, end: int) -> bool:
    """Whether the line before the gap is long and unfinished: by its last word, or as the next begins in lower case."""
    line_start = text.rfind("\n", 0, start) + 1
    before = text[line_start:start].rstrip(" *")
    if len(before) < _LONG_LINE or not (before[-1].isalnum() or before[-1] in ",-"):
        return False
    unfinished = _UNFINISHED.search(before, max(0, len(before) - _LAST_WORDS))
    if unfinished and not unfinished["counted"]:
        return True
    while end < len(text) and text[end] in " \n*":
        end += 1
    if unfinished:  # "Nghị định số" goes on, "chuyển đổi số" has come to its end
        return text[end : end + 1].isdigit()
    return _CONTINUATION.match(text, end) is not None
