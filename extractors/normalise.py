"""Source text to clean text, with a map back: the only room of the house that changes text.

What is mended here is what scanners, word processors and converters do to a text, not what its author wrote:
composition (NFD), look-alike letters, dashes, Markdown and superscript marks, page furniture between two halves of a
sentence, and numbers torn apart by a page break or a footnote. Spelling is left to the extractors.
"""

import unicodedata
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cache
from typing import NamedTuple

import numpy as np
import regex
from numpy.typing import NDArray

from corpora.folding import fold
from extractors.records import Span

__all__ = ["NormalisedText", "normalise"]


class Piece(NamedTuple):
    """A stretch of clean text and the stretch of source it came from; `flow` counts the jumps in reading order."""

    start: int
    end: int
    source_start: int
    source_end: int
    flow: int


@dataclass(frozen=True, slots=True)
class NormalisedText:
    """Clean text, its folded copy of the same length, and the way back to the source."""

    source: str
    text: str
    folded: str
    headings: frozenset[int] = frozenset()
    """Clean offsets of lines that Markdown marks as headings (`#`) or prints wholly bold."""
    notes: tuple[tuple[str, int], ...] = ()
    """Footnote marks that stood in the text, as printed ("¹²"), and the clean offset where each stood."""
    _pieces: tuple[Piece, ...] | None = field(default=None, repr=False)

    def spans(self, start: int, end: int) -> tuple[Span, ...]:
        """Source spans of the clean stretch `[start, end)`: one, or several where the source tears it apart.

        >>> normalise("**Kế hoạch** số 5/KH-UBND").spans(0, 8)
        (Span(start=2, end=10),)
        """
        if self._pieces is None or start >= end:
            return (Span(start, end),) if self._pieces is None else (self._point(start),)
        first = bisect_right(self._pieces, start, key=lambda piece: piece.start) - 1
        last = bisect_left(self._pieces, end, key=lambda piece: piece.start) - 1
        spans: list[Span] = []
        while first <= last:
            flow, run_end = self._pieces[first].flow, first
            while run_end < last and self._pieces[run_end + 1].flow == flow:
                run_end += 1
            head, tail = self._pieces[first], self._pieces[run_end]
            spans.append(Span(_source_offset(head, max(start, head.start)), _source_end(tail, min(end, tail.end))))
            first = run_end + 1
        return tuple(spans) if len(spans) == 1 else tuple(self._trimmed(spans))

    def span(self, start: int, end: int) -> Span:
        """The one source span from the first to the last character of the clean stretch `[start, end)`.

        >>> normalise("Căn cứ").span(0, 3)
        Span(start=0, end=3)
        """
        spans = self.spans(start, end)
        return Span(min(span.start for span in spans), max(span.end for span in spans))

    def _point(self, offset: int) -> Span:
        assert self._pieces is not None
        piece = self._pieces[max(0, bisect_right(self._pieces, offset, key=lambda piece: piece.start) - 1)]
        place = _source_offset(piece, min(offset, piece.end))
        return Span(place, place)

    def _trimmed(self, spans: Iterable[Span]) -> Iterator[Span]:
        """Blanks at a tear belong to the page, not to the mention."""
        for start, end in spans:
            stretch = self.source[start:end]
            if stretch.strip():
                left = len(stretch) - len(stretch.lstrip())
                yield Span(start + left, end - (len(stretch) - len(stretch.rstrip())))


def _source_offset(piece: Piece, offset: int) -> int:
    same_length = piece.end - piece.start == piece.source_end - piece.source_start
    return piece.source_start + (offset - piece.start if same_length else 0)


def _source_end(piece: Piece, offset: int) -> int:
    same_length = piece.end - piece.start == piece.source_end - piece.source_start
    return piece.source_start + offset - piece.start if same_length else piece.source_end


def normalise(source: str) -> NormalisedText:
    """Clean copy of a text of any origin, each character traceable to the source.

    >>> normalise("Kế hoạch số 8/KH–UBND").text
    'Kế hoạch số 8/KH-UBND'
    """
    letters, present = _same_length(source)
    edits = [*_compositions(letters, present), *_marks(letters, present)]
    order = _reading_order(letters)
    edits += _page_breaks(letters, order)
    if not edits and len(order) == 1:
        return NormalisedText(source, letters, fold(letters), _headings(source, None))
    pieces, text, notes = _assemble(letters, sorted(edits), order)
    return NormalisedText(source, text, fold(text), _headings(source, pieces), notes, pieces)


# -- one character for one --------------------------------------------------------------------------------------------

_LOOK_ALIKES = {
    "Đ": "Ð", "đ": "ð", "-": "‐‑‒–—―−", " ": "\u00a0\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a"
    "\u202f\u3000\t", "\n": "\f\v\u0085\u2028\u2029", "/": "⁄∕",
}  # fmt: skip
_CYRILLIC_GREEK = str.maketrans("АВЕКМНОРСТУХаеорсухіІЈѕЅΑΒΕΖΗΙΚΜΝΟΡΤΥΧο", "ABEKMHOPCTYXaeopcyxiIJsSABEZHIKMNOPTYXo")
_MIXED_SCRIPT = regex.compile(r"[\p{Latin}\d/&-]*[\p{Cyrillic}\p{Greek}][\p{Latin}\p{Cyrillic}\p{Greek}\d/&-]*")


@cache
def _letter_table() -> NDArray[np.uint32]:
    table = np.arange(0x3001, dtype=np.uint32)
    for clean, variants in _LOOK_ALIKES.items():
        table[[ord(variant) for variant in variants]] = ord(clean)
    return table


def _same_length(source: str) -> tuple[str, NDArray[np.bool_]]:
    """Look-alikes, blanks and dashes mended, offsets untouched; and which characters below U+3000 occur."""
    codes = np.frombuffer(source.encode("utf-32-le", "surrogatepass"), dtype=np.uint32)
    present = np.zeros(0x3001, dtype=np.bool_)
    present[np.minimum(codes, 0x3000)] = True
    clean = np.where(codes < 0x3000, _letter_table()[np.minimum(codes, 0x3000)], codes)
    text = clean.astype("<u4").tobytes().decode("utf-32-le", "surrogatepass")
    if present[0x370:0x530].any():
        text = _MIXED_SCRIPT.sub(_latinised, text)
    return text, present


def _latinised(match: regex.Match[str]) -> str:
    """A token that mixes scripts was meant as Latin; a token wholly in another script is left alone."""
    token = match.group()
    return token.translate(_CYRILLIC_GREEK) if regex.search(r"[\p{Latin}\d]", token) else token


# -- marks that are not text ------------------------------------------------------------------------------------------

Edit = tuple[int, int, str]

_CLUSTER = regex.compile(r"[^\n\p{M}]\p{M}+")
_MARKS: tuple[tuple[str, str], ...] = (
    # what must occur for a pattern to be worth trying, and the pattern of what is dropped
    (
        "\u200b\u200c\u200d\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2060\ufeff\u00ad",
        r"[\u200b-\u200f\u202a-\u202e\u2060\ufeff\u00ad]+",
    ),
    ("*", r"\*{1,3}(?=[^\s*])|(?<=[^\s*])\*{1,3}"),  # Markdown emphasis; a "*" between blanks is a bullet or a rule
    ("#", r"(?m:^[ ]*\#{1,6}[ ]+)"),
    ("\\", r"\\(?=[-.()\[\]#*_+/&~])"),
    ("<", r"<sup>[ ]*\d{1,3}[ ]*</sup>|</?(?:sup|sub|br|b|i|u|em|strong|span)[ ]*/?>"),
    ("$", r"\$[ ]*\^[ ]*\{?[ ]*\d{1,3}[ ]*\}?[ ]*\$"),
    ("[", r"(?<=\S)\[\^\d{1,3}\]"),
    # at a line's start a superscript marks a footnote; m² stays
    ("¹²³⁰⁴⁵⁶⁷⁸⁹", r"[⁰¹²³⁴-⁹]{1,3}(?<=[^\s⁰¹²³⁴-⁹m][⁰¹²³⁴-⁹]{1,3})"),
    ("&", r"(?<=&)amp;"),
    (" \n", r"[ ]+(?=\n)"),  # blanks at a line's end
)


@cache
def _mark_pattern(classes: tuple[int, ...]) -> regex.Pattern[str]:
    return regex.compile("|".join(_MARKS[index][1] for index in classes))


def _occurs(sign: str, text: str, present: NDArray[np.bool_]) -> bool:
    return bool(present[ord(sign)]) if ord(sign) < 0x3000 else sign in text


def _marks(text: str, present: NDArray[np.bool_]) -> Iterator[Edit]:
    classes = tuple(
        index
        for index, (signs, _) in enumerate(_MARKS)
        if (signs in text if signs == " \n" else any(_occurs(sign, text, present) for sign in signs))
    )
    if classes:
        for match in _mark_pattern(classes).finditer(text):
            yield match.start(), match.end(), ""


def _compositions(text: str, present: NDArray[np.bool_]) -> Iterator[Edit]:
    if not present[0x300:0x370].any() and unicodedata.is_normalized("NFC", text):
        return
    for match in _CLUSTER.finditer(text):
        composed = unicodedata.normalize("NFC", match.group())
        if composed != match.group():
            yield match.start(), match.end(), composed


# -- pages ------------------------------------------------------------------------------------------------------------

_RUNNING_HEADS = {
    "CÔNG BÁO": regex.compile(
        r"""(?mx)
        ^[ ]*(?:\d{1,4}[ ]*\n[ ]*)? CÔNG[ ]BÁO[ ]?/[ ]?Số [^\n]{0,60} (?:\n[ ]*\d{1,4}[ ]*)?$   # of the official gazette
        """
    ),
    "Ký bởi": regex.compile(
        r"""(?mx)
        ^[ ]*(?:Người[ ])?Ký[ ]bởi[ ]?: [^\n]{0,120}                                            # a digital signature
        (?:\n[ ]*(?:Cơ[ ]quan|Email|Ngày[ ]ký|Thời[ ]gian[ ]ký)[ ]?: [^\n]{0,120}){0,4} $
        """
    ),
}
_PAGE_NUMBER = regex.compile(r"\n[ ]*\n[ ]*[-~]{0,2}[ ]?(?P<page>\d{1,3})[ ]?[-~]{0,2}[ ]*(?=\n)")
_BLANK_LINES = regex.compile(r"\n[ ]*(?:\n[ ]*)+")
_CONTINUATION = regex.compile(r"(?:\p{Ll}{2,}|[àáảãạăâèéẻẽẹêìíỉĩịòóỏõọôơùúủũụưỳýỷỹỵy])[ ,;\n]")

_TYPE_WORDS = (
    r"nghị\s+quyết|nghị\s+định|quyết\s+định|chỉ\s+thị|thông\s+tư|thông\s+báo|công\s+văn|công\s+điện|kế\s+hoạch|báo\s+cáo"
    r"|tờ\s+trình|kết\s+luận|hướng\s+dẫn|quy\s+định|quy\s+chế|chương\s+trình|đề\s+án|phương\s+án|văn\s+bản|luật|pháp\s+lệnh"
)
_TORN = regex.compile(
    rf"""(?ix)
    (?: (?P<number>   \b\d{{1,6}}(?:[ ]?/[ ]?\d{{4}})? [ ]?[-/][ ]? (?:[A-ZĐ&]{{1,12}}[ ]?[-/][ ]?)? )   # 3047/KH-
      | (?P<label>    (?:{_TYPE_WORDS})\s+số[ ]?:? )                                                  # Kế hoạch số
      | (?P<word>     \b(?:{_TYPE_WORDS}) )
      | (?P<syllable> \b(?:nghị|quyết|chỉ|thông|công|kế|báo|tờ|kết|hướng|quy|chương|đề|phương|văn|pháp) ) # Kế
    ) \z
    """
)
_TORN_ENDS = (
    "-", "/", "số", "số:", "nghị", "quyết", "định", "chỉ", "thị", "thông", "tư", "báo", "công", "văn", "điện", "kế", "hoạch",
    "cáo", "tờ", "trình", "kết", "luận", "hướng", "dẫn", "quy", "chế", "chương", "đề", "án", "phương", "bản", "luật", "pháp",
    "lệnh",
)  # fmt: skip
_REST = {
    "number": regex.compile(
        r"[*]{0,3}(?:[A-ZĐ][A-ZĐa-z&]{1,14}(?:-[A-ZĐ]{1,12}){0,3}|\d{4}[ ]?/[ ]?[A-ZĐ]{2,})(?=[ ,;.)\n])"
    ),
    "label": regex.compile(r"[*]{0,3}\d{1,6}[ ]?[-/][ ]?(?:\d{4}[ ]?/[ ]?)?[A-ZĐ]{2}"),
    "word": regex.compile(r"[*]{0,3}số[ ]?:?[ ]?\d{1,6}[ ]?[-/]"),
    "syllable": regex.compile(
        r"(?i)[*]{0,3}(?:quyết|định|thị|tư|báo|văn|điện|hoạch|cáo|trình|luận|dẫn|chế|án|bản|lệnh)\s+(?:số\s+)?\d{1,6}[ ]?[-/]"
    ),
}
_TORN_WITHIN = 8000  # characters: more than a page of footnotes between the halves is no tear


def _reading_order(text: str) -> list[tuple[int, int]]:
    """Source ranges in the order they are read: the second half of a torn number follows its first half."""
    breaks = [match.span() for match in _BLANK_LINES.finditer(text)]
    order: list[tuple[int, int]] = []
    done = 0
    for index, (line_end, _) in enumerate(breaks):
        tail = text[max(done, line_end - 40) : line_end].rstrip(" *")
        if not tail.lower().endswith(_TORN_ENDS) or line_end < done:
            continue
        end = max(done, line_end - 40) + len(tail)
        torn = _TORN.search(text, max(done, end - 40), end)
        if torn is None or torn.lastgroup is None:
            continue
        rest = _REST[torn.lastgroup]
        for later in range(index + 1, len(breaks)):
            start = breaks[later][1]
            if start - end > _TORN_WITHIN:
                break
            if rest.match(text, start):
                stop = breaks[later + 1][0] + 1 if later + 1 < len(breaks) else len(text)
                resume = breaks[index][1]
                order += [(done, min(end + 1, resume)), (start, stop), (min(end + 1, resume), start)]
                done = stop
                break
    order.append((done, len(text)))
    return [span for span in order if span[0] < span[1]]


def _page_breaks(text: str, order: list[tuple[int, int]]) -> Iterator[Edit]:
    """Drop page furniture, and the blank lines by which a page break parts a sentence."""
    cuts = sorted({offset for span in order for offset in span})
    dropped = [*_furniture(text)]
    gaps = [match.span() for match in _BLANK_LINES.finditer(text)]
    for start, end in _merged(gaps, dropped, text):
        first_cut = bisect_right(cuts, start)
        if first_cut < len(cuts) and cuts[first_cut] < end:
            continue
        if _sentence_runs_on(text, start, end):
            yield start + 1, end, ""
        else:
            yield from ((a, b, "") for a, b in dropped if start <= a and b <= end)


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


def _merged(gaps: list[tuple[int, int]], dropped: list[tuple[int, int]], text: str) -> Iterator[tuple[int, int]]:
    """Gaps between paragraphs, each grown over the furniture that stands in it."""
    current: tuple[int, int] | None = None
    for start, end in sorted([*gaps, *dropped]):
        if current and (start <= current[1] or not text[current[1] : start].strip()):
            current = (current[0], max(current[1], end))
            continue
        if current:
            yield current
        current = (start, end)
    if current:
        yield current


def _sentence_runs_on(text: str, start: int, end: int) -> bool:
    """Whether the line before the gap is a long unfinished line and the one after it goes on in lower case."""
    line_start = text.rfind("\n", 0, start) + 1
    before = text[line_start:start].rstrip(" *")
    if len(before) < 40 or not (before[-1].isalnum() or before[-1] in ",-"):
        return False
    while end < len(text) and text[end] in " \n*":
        end += 1
    return _CONTINUATION.match(text, end) is not None


# -- putting together -------------------------------------------------------------------------------------------------


_NOTE_DIGITS = frozenset("⁰¹²³⁴⁵⁶⁷⁸⁹")


def _assemble(
    text: str, edits: list[Edit], order: list[tuple[int, int]]
) -> tuple[tuple[Piece, ...], str, tuple[tuple[str, int], ...]]:
    starts = [edit[0] for edit in edits]
    pieces: list[Piece] = []
    parts: list[str] = []
    notes: list[tuple[str, int]] = []
    at = 0

    def add(part: str, source_start: int, source_end: int, flow: int) -> None:
        nonlocal at
        if part:
            pieces.append(Piece(at, at + len(part), source_start, source_end, flow))
            parts.append(part)
            at += len(part)

    for flow, (start, end) in enumerate(order):
        place = start
        for index in range(bisect_left(starts, start), bisect_left(starts, end)):
            edit_start, edit_end, replacement = edits[index]
            if edit_start < place or edit_end > end:
                continue  # a mark inside something already dropped
            add(text[place:edit_start], place, edit_start, flow)
            if text[edit_start] in _NOTE_DIGITS:
                notes.append((text[edit_start:edit_end], at))
            add(replacement, edit_start, edit_end, flow)
            place = edit_end
        add(text[place:end], place, end, flow)
    return tuple(pieces), "".join(parts), tuple(notes)


_HEADING_LINE = regex.compile(r"(?m)^[ ]*(?:\#{1,6}[ ]+\S|\*\*[^*\n]+\*\*[ ]*(?=\n|\z))")


def _headings(source: str, pieces: tuple[Piece, ...] | None) -> frozenset[int]:
    if pieces is None or ("#" not in source and "**" not in source):
        return frozenset()
    by_source = sorted(pieces, key=lambda piece: piece.source_start)
    keys = [piece.source_start for piece in by_source]
    found = set()
    for match in _HEADING_LINE.finditer(source):
        after = regex.compile(r"[ #*]*").match(source, match.start())
        offset = after.end() if after else match.start()
        index = bisect_right(keys, offset) - 1
        if index >= 0 and by_source[index].source_end > offset:
            piece = by_source[index]
            found.add(piece.start + offset - piece.source_start)
    return frozenset(found)
