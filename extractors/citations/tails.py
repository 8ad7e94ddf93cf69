"""What follows a mention: its date, its issuer, its title ("ngày … của … về việc …"), in any order."""

import re
from dataclasses import dataclass

from corpora.bodies import by_code
from extractors.citations.body_phrases import BodyPhrase, BodyReader
from extractors.citations.titles import LONGEST_TITLE, title_at
from extractors.dates import DAY_WORD, MONTH_WORD, match_date
from extractors.normalise import NormalisedText
from extractors.patterns import one_of, phrase

__all__ = ["Tail", "TailReader"]


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


_GAP = re.compile(r",?(?:[ \n]+['\x7f^~|](?=[ \n]))?[ \n]*")
_PLACE_KIND = re.compile(
    phrase(r" (?P<kind>tinh|thanh pho|huyen|quan|thi xa|xa|phuong)(?: +(?=ngay\b|ugay\b|cua\b|ve\b)|(?=[.,;)]))")
)
_BARE_BODY = re.compile(
    one_of("so | bo | phong | truong | ban | cuc | nganh | nha truong") + phrase(r"(?= +(?:ve|v/v)\b)")
)
_NOTE = (  # "(khóa XI)", "(sau đây …)"; not what is said about the document
    r"\((?!"
    + one_of(
        r"duoc\b | da duoc\b | sua doi | bo sung | thay the | kem theo | gui kem | dinh kem | ban hanh",
    )
    + r")[^()\d]{0,70}(?:\d{0,3}[^()\d]{0,30})\)"
)
_HOUR = r"(?:hoi|vao luc|luc)[ \n]\d{1,2}[ \n]?(?:gio|h|g)(?:[ \n]?\d{1,2}[ \n]?(?:phut|')?)?[ ,\n]*"
_TERM = phrase(r"(?:(?:lan thu )?[a-z0-9]{1,4},? )?khoa +(?:[ivxl]+|\d{1,2})\b")
_PASSED_OVER = re.compile(f"{_NOTE}|{_HOUR}|{_TERM}")
_DATE = re.compile(
    phrase(
        r"(?P<open>\()?(?:(?:duoc )?(?:ky|ban hanh) )?"
        rf"(?={DAY_WORD}\b|nam \d|{MONTH_WORD} \d|\d{{1,2}}[/.-]\d{{1,2}}[/.-]\d{{4}})"
    )
)
_SESSION = (
    r"hoi nghi (?:(?:lan thu )?[a-z0-9]+(?: [a-z0-9]+)?,? +(?=ban chap hanh|bch)|(?=trung uong +(?:lan thu|[0-9])))"
)
_OF = re.compile(
    phrase(rf"(?:cua|do|(?P<several>giua)) +(?:cac +|lien +(?=bo |so |nganh ))?(?:{_SESSION}(?:cua +)?)?|{_SESSION}")
)
_ISSUED = re.compile(phrase(r" +(?:ban hanh|ve\b|v/v)"))
_ADDRESSED = re.compile(phrase(r"gui [^.;:]{2,120}? (?=ve )"))
_ISSUES = re.compile(phrase(r"ban hanh(?= +ve\b) +"))
_CODIFIED_OPENS = re.compile(r"\((?:dieu|khoan|diem|muc|phu luc)[ \n][^()\n]{1,150}\Z")
_CODIFIED_DATE = re.compile(phrase(r" ngay (?=\d{1,2}/\d{1,2}/\d{4} +cua )"))
_CODIFIED_ENDS = re.compile(r", co hieu luc|\)+[ ]*(?:\Z|\n)|\Z")  # the end of the text: an excerpt that is cut off
_ITS_TASKS = re.compile(  # "… thuộc trách nhiệm của Bộ Y tế": what belongs to the body is part of the title
    one_of("trach nhiem | quan ly | to chuc | tham quyen | quyen han | nhiem vu | chuc nang | hoat dong") + r"\Z"
)
_PARTS = 7  # date, issuer, title, and the notes between them


class TailReader:
    """Reads tails behind the mentions of one text."""

    def __init__(self, text: NormalisedText, bodies: BodyReader) -> None:
        self._text, self._folded, self._bodies = text, text.folded, bodies

    def read(self, start: int, *, since: int = 0, codes: tuple[str, ...] = (), joint: bool = False) -> Tail:
        """Date, issuer and title behind a mention that ends at `start` (clean-text offset).

        `since` is where the mention before it ends. `codes` are the body codes of its symbol; `joint` says that the
        number names several issuers, so that "của A, B và C" are all of them.
        """
        codified = self._codified(start, since)
        if codified is not None:
            return codified
        tail = Tail(start)
        kind = _PLACE_KIND.match(self._folded, start)  # "Công điện số 1967/CĐ-UBND tỉnh ngày …"
        position = kind.end("kind") if kind else start
        for _ in range(_PARTS):
            at = self._after_comma(position)
            if "\n\n" in self._folded[position:at]:
                break
            read = self._passed_over(at) or self._part(tail, position, at, joint, codes)
            if read is None:
                break
            position = read
        if tail.title is not None and tail.issuer is None:
            self._take_issuer_from_title(tail, codes)
        if kind is not None and tail.issuer is None:
            tail.issuer = self._bodies.place_alone_at(kind.start("kind"))
            tail.end = max(tail.end, kind.end("kind"))
        return tail

    def _after_comma(self, at: int) -> int:
        """The offset behind a comma, blanks and the specks that OCR sees between words."""
        gap = _GAP.match(self._folded, at)
        return gap.end() if gap else at

    def _passed_over(self, at: int) -> int | None:
        """End of a note in brackets, an hour or a term of office ("khóa XII") at `at`."""
        found = _PASSED_OVER.match(self._folded, at)
        return found.end() if found else None

    def _part(self, tail: Tail, position: int, at: int, joint: bool, codes: tuple[str, ...]) -> int | None:
        """Read date, issuer or title, whichever stands at `at` and is still missing; the offset behind it."""
        cue = _DATE.match(self._folded, at) if tail.date is None else None
        date = match_date(self._folded, cue.end()) if cue else None
        if cue and date is not None:
            end = date.end + (cue["open"] is not None and self._folded.startswith(")", date.end))
            tail.date, tail.date_end, tail.end = date.iso, end, end
            return end
        if tail.issuer is None:
            named = self._issuer(tail, position, at, joint, codes)
            if named is not None:
                tail.issuer, tail.end = named, named.end
                return named.end
            of = _OF.match(self._folded, at)
            bare = _BARE_BODY.match(self._folded, of.end()) if of else None
            if bare is not None:  # "của Sở về …"
                return bare.end()
        if tail.title is not None:
            return None
        for passed in (_ISSUES, _ADDRESSED):
            found = passed.match(self._folded, at)
            at = found.end() if found else at
        tail.title = title_at(self._text, at, position, self._bodies)
        if tail.title is None:
            return None
        end = tail.end = tail.title[1]
        while self._folded.startswith('"', end):
            end += 1
        return end

    def _issuer(self, tail: Tail, position: int, at: int, joint: bool, codes: tuple[str, ...]) -> BodyPhrase | None:
        """ "của UBND tỉnh"; or without "của", where "ban hành" or "về" follows the name."""
        of = _OF.match(self._folded, at)
        if of:
            return self._bodies.phrase_at(
                of.end(), required=False, joint=joint or of["several"] is not None, codes=codes
            )
        if tail.title is not None or "," in self._folded[position:at]:
            return None
        named = self._bodies.phrase_at(at, required=True, joint=False)
        return named if named and _ISSUED.match(self._folded, named.end) else None

    def _take_issuer_from_title(self, tail: Tail, codes: tuple[str, ...]) -> None:
        """ "… về Kế hoạch cải cách hành chính của UBND quận": the body that the symbol names ends the title."""
        start, end = tail.title or (0, 0)
        of = self._folded.rfind(" cua ", start, end)
        named = self._bodies.phrase_at(of + len(" cua "), required=True, joint=False) if of > 0 else None
        body = named.parts[0].body if named is not None and named.end == end else None
        if body is None or body is self._bodies.own_body or _ITS_TASKS.search(self._folded, start, of):
            return
        if any(body in by_code(code) for code in codes):
            tail.issuer, tail.title = named, (start, of)

    def _codified(self, start: int, since: int) -> Tail | None:
        """The tail in the form of the Bộ Pháp điển: "(Điều 1 Thông tư số … TITLE ngày … của …, có hiệu lực …)".

        There the title stands before the date, without quotation marks (Nghị định 63/2013/NĐ-CP, Điều 11).
        """
        if not _CODIFIED_OPENS.search(self._folded, max(since, start - 190), start):
            return None
        ends = _CODIFIED_ENDS.search(self._folded, start, min(len(self._folded), start + 2 * LONGEST_TITLE))
        effect = ends.start() if ends else -1
        dates = [match.span() for match in _CODIFIED_DATE.finditer(self._folded, start, effect)] if effect > 0 else []
        date = match_date(self._folded, dates[-1][0] + 1) if dates else None
        if date is None:
            return None
        issuer = self._bodies.phrase_at(self._after_comma(date.end) + len("cua "), required=False, joint=True)
        if issuer is not None and effect == len(self._folded) <= issuer.end + 1:
            issuer = None  # the excerpt may end within the name
        title = self._text.text[start : dates[-1][0]]
        first = start + len(title) - len(title.lstrip(" \n.,"))
        last = start + len(title.rstrip(" \n.,"))
        return Tail(effect, date.iso, date.end, issuer, (first, last) if first < last else None)
