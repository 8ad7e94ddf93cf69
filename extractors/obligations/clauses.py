"""Where the clauses of a sentence open: at its start, behind a leading adverbial."""

from bisect import bisect_left
from functools import cache

import regex

from corpora.directives import cues as register_cues
from extractors.obligations.words import CueText, Kind

__all__ = ["openings"]

_CLAUSE_MARK = regex.compile(r"[,:;)]\s+|\bthì\s+")
_LEADING_TIME = (
    regex.compile(  # "Đến năm 2030 các huyện …", "Hàng năm phối hợp …": no comma parts the time from the clause
        r"""(?x) (?: tu\ nay\W+ )? (?: (?:den|truoc|trong|vao|tu|chon)\ (?:het\ |cuoi\ |ngay\ )?
        (?: (?:nam|thang|quy|ngay)\ )? [\d/]+ (?:\ nam\ \d{4})?
      | (?:dinh\ ky\ )? (?:hang|moi)\ (?:nam|thang|quy|tuan|ngay) | dinh\ ky\ \d+\ thang )
      ,?\ (?:co\ )?"""
    )
)


@cache
def _adverbials() -> regex.Pattern[str]:
    words = sorted((cue.words for cue in register_cues("adverbial")), key=len, reverse=True)
    return regex.compile(r"(?i)(?:" + "|".join(word.replace(" ", r"\s+") for word in words) + r")\b")


def openings(cues: CueText, start: int, end: int) -> list[int]:
    """Where a clause of `text[start:end]` may open: the start, and after the commas of a leading adverbial.

    >>> from extractors.normalise import normalise
    >>> openings(CueText(normalise("Đến năm 2030 các huyện thành lập đội.")), 0, 37)
    [0, 13]
    """
    if not _adverbials().match(cues.text, start, end):
        return [start]
    timed = _LEADING_TIME.match(cues.folded, start, end)
    if timed:
        hits = cues.hits(start, end)
        at = bisect_left(hits, (timed.end(), 0, 0))
        if (
            at < len(hits)
            and hits[at].start == timed.end()
            and hits[at].kinds & (Kind.BODY | Kind.DETERMINER | Kind.ACT)
        ):
            return [start, timed.end()]
    marks = _CLAUSE_MARK.finditer(cues.text, start, min(end, start + 700))
    return [start, *(match.end() for _, match in zip(range(8), marks, strict=False))]
