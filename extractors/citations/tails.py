"""What follows a mention: its date, its issuer, its title ("ngày … của … về việc …"), in any order."""

import re
from dataclasses import dataclass

from corpora.bodies import by_code
from extractors.citations.body_phrases import BodyPhrase, BodyReader
from extractors.citations.titles import LONGEST_TITLE, title_at
from extractors.dates import match_date
from extractors.normalise import NormalisedText
from extractors.patterns import one_of, phrase

__all__ = ["Tail", "read_tail"]


@dataclass(slots=True)
class Tail:
    """Clean-text offsets: where the tail ends, and the title inside it."""

    end: int
    date: str | None = None
    date_end: int | None = None
    issuer: BodyPhrase | None = None
    title: tuple[int, int] | None = None

    @property
    def year(self) -> int | None:
        """The year of the date."""
        return int(self.date[:4]) if self.date else None


_BLANKS = " \n"
_PLACE_KIND = re.compile(phrase(r" (?:tinh|thanh pho|huyen|quan|thi xa|xa|phuong)(?= +(?:ngay|cua|ve)\b)"))
_NOTE = re.compile(  # "(khóa XI)", "(sau đây …)"; not what is said about the document
    r"\((?!"
    + one_of(
        r"duoc\b | da duoc\b | sua doi | bo sung | thay the | kem theo | gui kem | dinh kem | ban hanh",
    )
    + r")[^()\d]{0,70}(?:\d{0,3}[^()\d]{0,30})\)"
)
_HOUR = re.compile(r"(?:hoi|vao luc|luc)[ \n]\d{1,2}[ \n]?(?:gio|h|g)(?:[ \n]?\d{1,2}[ \n]?(?:phut|')?)?[ ,\n]*")
_DATE = re.compile(phrase(r"(?P<term>ky )?(?=ngay\b|nam \d|thang \d|\d{1,2}[/.-]\d{1,2}[/.-]\d{4})"))
_OF = re.compile(phrase(r"(?:cua|do|(?P<several>giua)) +(?:cac +)?"))
_ISSUED = re.compile(phrase(r" +(?:ban hanh|ve\b|v/v)"))
_ADDRESSED = re.compile(phrase(r"gui [^.;:]{2,120}? (?=ve )"))
_ISSUES = re.compile(phrase(r"ban hanh(?= +ve\b) +"))
_CODIFIED_OPENS = re.compile(r"\((?:dieu|khoan|diem|muc|phu luc)[ \n][^()\n]{1,150}\Z")
_CODIFIED_DATE = re.compile(phrase(r" ngay (?=\d{1,2}/\d{1,2}/\d{4} +cua )"))
_CODIFIED_ENDS = ", co hieu luc"
_PARTS = 7  # date, issuer, title, and the notes between them


def read_tail(
    text: NormalisedText, start: int, bodies: BodyReader, *, codes: tuple[str, ...] = (), joint: bool = False
) -> Tail:
    """Date, issuer and title behind a mention that ends at `start` (clean-text offset).

    `codes` are the body codes of its symbol; `joint` says that the number names several issuers, so that "của A, B và C"
    are all of them.
    """
    codified = _codified(text, start, bodies)
    if codified is not None:
        return codified
    tail = Tail(start)
    kind = _PLACE_KIND.match(text.folded, start)  # "Công điện số 1967/CĐ-UBND tỉnh ngày …"
    position = kind.end() if kind else start
    for _ in range(_PARTS):
        at = _after_comma(text.folded, position)
        if "\n\n" in text.folded[position:at]:
            break
        read = _passed_over(text.folded, at) or _read_part(text, tail, position, at, bodies, joint)
        if read is None:
            break
        position = read
    if tail.title is not None and tail.issuer is None:
        _issuer_ends_title(text, tail, bodies, codes)
    return tail


def _after_comma(folded: str, at: int) -> int:
    comma = at < len(folded) and folded[at] == ","
    at += comma
    while at < len(folded) and folded[at] in _BLANKS:
        at += 1
    return at


def _passed_over(folded: str, at: int) -> int | None:
    """End of a note in brackets or an hour at `at`."""
    found = _NOTE.match(folded, at) or _HOUR.match(folded, at)
    return found.end() if found else None


def _read_part(text: NormalisedText, tail: Tail, position: int, at: int, bodies: BodyReader, joint: bool) -> int | None:
    """Read date, issuer or title, whichever stands at `at` and is still missing; the offset behind it."""
    folded = text.folded
    cue = _DATE.match(folded, at) if tail.date is None else None
    date = match_date(folded, cue.end()) if cue else None
    if date is not None:
        tail.date, tail.date_end, tail.end = date.iso, date.end, date.end
        return date.end
    if tail.issuer is None:
        named = _issuer_at(text, tail, position, at, bodies, joint)
        if named is not None:
            tail.issuer, tail.end = named, named.end
            return named.end
    if tail.title is None:
        issues = _ISSUES.match(folded, at)
        at = issues.end() if issues else at
        addressed = _ADDRESSED.match(folded, at)
        at = addressed.end() if addressed else at
        tail.title = title_at(text, at, position, bodies)
        if tail.title is not None:
            end = tail.end = tail.title[1]
            while end < len(folded) and folded[end] == '"':
                end += 1
            return end
    return None


def _issuer_at(
    text: NormalisedText, tail: Tail, position: int, at: int, bodies: BodyReader, joint: bool
) -> BodyPhrase | None:
    """ "của UBND tỉnh"; or without "của", where "ban hành" or "về" follows: "Quyết định số 5/QĐ-UBND UBND tỉnh về …"."""
    of = _OF.match(text.folded, at)
    if of:
        return bodies.phrase_at(of.end(), required=False, joint=joint or of["several"] is not None)
    if tail.title is not None or "," in text.folded[position:at]:
        return None
    named = bodies.phrase_at(at, required=True, joint=False)
    return named if named and _ISSUED.match(text.folded, named.end) else None


def _issuer_ends_title(text: NormalisedText, tail: Tail, bodies: BodyReader, codes: tuple[str, ...]) -> None:
    """ "… về Kế hoạch cải cách hành chính năm 2023 của UBND quận": the body that the symbol names ends the title."""
    assert tail.title is not None
    start, end = tail.title
    of = text.folded.rfind(" cua ", start, end)
    named = bodies.phrase_at(of + 5, required=True, joint=False) if of > 0 else None
    body = named.parts[0].body if named is not None and named.end == end else None
    if body is None or body is bodies.own_body:
        return
    if any(body in by_code(code) for code in codes):
        tail.issuer, tail.title = named, (start, of)


def _codified(text: NormalisedText, start: int, bodies: BodyReader) -> Tail | None:
    """The tail in the form of the Bộ Pháp điển: "(Điều 1 Thông tư số … TITLE ngày … của …, có hiệu lực thi hành …)".

    There the title stands before the date, without quotation marks (Nghị định 63/2013/NĐ-CP, Điều 11).
    """
    folded = text.folded
    if not _CODIFIED_OPENS.search(folded, max(0, start - 190), start):
        return None
    effect = folded.find(_CODIFIED_ENDS, start, start + 2 * LONGEST_TITLE)
    dates = [match.span() for match in _CODIFIED_DATE.finditer(folded, start, effect)] if effect > 0 else []
    date = match_date(folded, dates[-1][0] + 1) if dates else None
    if date is None:
        return None
    of = _after_comma(folded, date.end) + len("cua ")
    title = text.text[start : dates[-1][0]]
    first = start + len(title) - len(title.lstrip(" \n.,"))
    last = start + len(title.rstrip(" \n.,"))
    issuer = bodies.phrase_at(of, required=False, joint=True)
    return Tail(effect, date.iso, date.end, issuer, (first, last) if first < last else None)
