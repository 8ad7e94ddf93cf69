"""What follows a mention: its date, its issuer, its title ("ngày … của … về việc …"), in any order.

A title runs to the end of its clause. Its end is read from the grammar around it: a semicolon, a closing bracket or
quotation mark, the subject of the main clause after a comma, the passive "được sửa đổi, bổ sung bởi", the next item of
an enumeration.
"""

import re
from dataclasses import dataclass, field

from corpora.bodies import by_code
from extractors.citations.issuers import BodyPhrase, BodyReader
from extractors.dates import match_date
from extractors.normalise import NormalisedText
from extractors.patterns import CAPITAL, phrase

__all__ = ["Tail", "read_tail"]

LONGEST_TITLE = 1500  # characters; what runs on for longer is no title


@dataclass(slots=True)
class Tail:
    """Clean-text offsets: where the tail ends, and the title inside it."""

    end: int
    date: str | None = None
    date_end: int | None = None
    issuer: BodyPhrase | None = None
    title: tuple[int, int] | None = None
    notes: list[tuple[int, int]] = field(default_factory=list)
    """Parentheses passed over: "(khóa XI)", "(sau đây gọi là …)"."""

    @property
    def year(self) -> int | None:
        """The year of the date."""
        return int(self.date[:4]) if self.date else None


_BLANK = re.compile(r"[ \n]*")
_COMMA = re.compile(r",?[ \n]*")
_PLACE_KIND = re.compile(r"[ \n](?:tinh|thanh[ \n]pho|huyen|quan|thi[ \n]xa|xa|phuong)(?=[ \n]+(?:ngay|cua|ve)\b)")
_NOTE = re.compile(
    r"\((?!duoc\b|da duoc\b|sua doi|bo sung|thay the|kem theo|gui kem|dinh kem|ban hanh)[^()\d]{0,70}(?:\d{0,3}[^()\d]{0,30})\)"
)
_HOUR = re.compile(r"(?:hoi|vao luc|luc)[ \n]\d{1,2}[ \n]?(?:gio|h|g)(?:[ \n]?\d{1,2}[ \n]?(?:phut|')?)?[ ,\n]*")
_DATE_CUE = re.compile(r"(?:ky[ \n])?(?:ngay\b|nam[ \n]\d|thang[ \n]\d|\d{1,2}[/.-]\d{1,2}[/.-]\d{4})")
_OF = re.compile(r"(?:cua|do|giua)[ \n]+(?:cac[ \n]+)?")
_ISSUED = re.compile(r"[ \n]+(?:ban[ \n]hanh|ve\b|v/v)")
_ADDRESSED = re.compile(r"gui[ \n][^.;:]{2,120}?[ \n](?=ve[ \n])")
_ISSUES = re.compile(r"ban[ \n]hanh(?=[ \n]+ve\b)[ \n]+")
_TITLE_CUE = re.compile(
    r"""
    (?P<about> (?:ve[ \n]viec|v/v|ve)\b [ \n:]* )
    | (?= (?:ban[ \n]hanh|quy[ \n]dinh|phe[ \n]duyet|sua[ \n]doi|bo[ \n]sung|huong[ \n]dan|cong[ \n]bo|trien[ \n]khai|thuc[ \n]hien
            |to[ \n]chuc|thanh[ \n]lap|kien[ \n]toan|dieu[ \n]chinh|giao|phan[ \n]bo|phan[ \n]cong|phe[ \n]chuan|tang[ \n]cuong
            |day[ \n]manh|tiep[ \n]tuc|kiem[ \n]tra|bao[ \n]cao|thay[ \n]the|bai[ \n]bo|thi[ \n]hanh|quy[ \n]che|ap[ \n]dung
            |phat[ \n]dong|tong[ \n]ket|so[ \n]ket|bo[ \n]nhiem|cho[ \n]phep|dinh[ \n]huong|chuyen[ \n]doi|gia[ \n]han|phoi[ \n]hop
            |chuong[ \n]trinh|ke[ \n]hoach|de[ \n]an|phuong[ \n]an|chan[ \n]chinh|de[ \n]nghi|gop[ \n]y|tham[ \n]dinh|xac[ \n]dinh|cong[ \n]nhan
            |mot[ \n]so[ \n](?:nhiem[ \n]vu|giai[ \n]phap|chinh[ \n]sach|noi[ \n]dung|bien[ \n]phap|van[ \n]de)|xu[ \n]phat)\b )
    | (?= "(?! [ \n]) )
    """,
    re.VERBOSE,
)
_BARE_TITLE = re.compile(rf"[{CAPITAL}][^\W\d_{CAPITAL}]+[ \n](?!số\b)[^\W\d_]+[ ,\n]")
_CODIFIED_OPENS = re.compile(r"\((?:dieu|khoan|diem|muc|phu luc)[ \n][^()\n]{1,150}\Z")
_CODIFIED_DATE = re.compile(r"[ \n]ngay[ \n](?=\d{1,2}/\d{1,2}/\d{4}[ \n]+cua[ \n])")
_EFFECT = ", co hieu luc"

_STOP = re.compile(
    r"""
    (?P<hard> ; | \n[ ]*\n | \n[ ]*(?:[-+*][ \n]|\d{1,2}[.)][ ]|[a-z][.)][ ]|dieu[ ]\d) | [.!?](?=[ \n"')]|\Z) (?<!\b[tv]p\.) (?<!\bv\.) (?<!\bv\.v\.)
              | :(?=[ ]*\n) | \.\.+ )
    | (?P<open> \( ) | (?P<close> \) ) | (?P<quote> " )
    | (?P<passive> [ \n,]+(?:da[ \n])?(?:duoc|bi)[ \n]+(?:sua[ \n]doi|bo[ \n]sung|thay[ \n]the|bai[ \n]bo|gia[ \n]han|dinh[ \n]chinh)\b
        (?=[^.;()]{0,80}?[ \n](?:boi|tai|theo|bang)[ \n]+(?:cac[ \n]+|(?:tiet|diem|khoan|dieu|muc)[ \n][^.;()]{0,50}?)?(?:TYPES|phap[ \n]lenh|bo[ \n]luat)\b) )
    | (?P<effect> [ \n,]+(?:tiep[ \n]tuc[ \n])?(?:co[ \n](?:hieu[ \n]luc|gia[ \n]tri)|het[ \n]hieu[ \n]luc)\b
                  | [ \n,]+(?:voi[ \n](?:cac[ \n]|nhung[ \n]|mot[ \n]so[ \n])?noi[ \n]dung|nhu[ \n]sau)\b )
    | (?P<item> (?:,[ \n]*(?:va[ \n]+)? | [ \n]+va[ \n]+) so [ \n.,:]{0,4} (?=\d{1,6}[ ]?[/-]) )
    | (?P<next> (?:,[ \n]+ | [ \n,]+(?:va|cung|hoac)[ \n]) (?:cac[ \n])?(?=(?:TYPES)[ \n]+(?:so[ \n]|\d)) )
    | (?P<comma> [ \n]?[,:][ ]*(?:\n(?![ ]*\n))?[ ]* | [ \n]-[ \n] )
    """.replace(
        "TYPES",
        "nghi[ \n]quyet|nghi[ \n]dinh|quyet[ \n]dinh|chi[ \n]thi|thong[ \n]tu|thong[ \n]bao|cong[ \n]van|cong[ \n]dien|ke[ \n]hoach|bao[ \n]cao"
        "|to[ \n]trinh|ket[ \n]luan|huong[ \n]dan|van[ \n]ban|luat",
    ),
    re.VERBOSE,
)
_MAIN_CLAUSE = re.compile(
    r"""
    (?: cu[ \n]the | trong[ \n]do | theo[ \n]do | dong[ \n]thoi | qua[ \n]do | tu[ \n]do | gom\b | nhu[ \n]sau | nham\b | nay[ \n]
      | bao[ \n]gom | tren[ \n]co[ \n]so | can[ \n]cu | thuc[ \n]hien[ \n](?:nghi|quyet|cong|ke|chi|thong)[ \n] | de[ \n](?:dam|bao|kip|chu|trien|thuc)
      | thay[ \n]the[ \n](?:cho[ \n])?(?:nghi|quyet|thong|chi|ke|cong)[ \n] | kem[ \n]theo | sau[ \n]khi | tinh[ \n]den | ke[ \n]tu | voi[ \n](?:noi|muc)
      | trien[ \n]khai[ \n]thuc[ \n]hien[ \n]den | hom[ \n]nay | ngay[ \n]\d | tai[ \n]cuoc | yeu[ \n]cau[ \n] | de[ \n]nghi[ \n]
      | bo[ \n]sung[ \n]boi )
    """,
    re.VERBOSE,
)
_PREDICATE = re.compile(  # what follows the subject of a clause: a verb, none of the words that go on with its name
    phrase(
        r" +(?!(?:và|hoặc|với|của|thuộc|trực thuộc|trong|tại|về|cho|để|cùng|các|cấp|tỉnh|thành phố|huyện|quận|xã|phường"
        r"|giai đoạn|năm|nhiệm kỳ|khóa|khoá|đối với|theo|từ|đến|ở)(?![^\W_]))[^\W\d_A-ZĐ]"
    )
)
_OWN_CLAUSE = re.compile(
    rf"do (?=[{CAPITAL}])|(?:Tôi|Chúng tôi|Đơn vị|Nhà trường|Cơ quan|Địa phương|Ban Giám hiệu|Ban tổ chức)[ \n]"
)
_AFTER_YEAR = re.compile(r"(?:19|20)\d{2}[ \n]?\Z")
_PERIOD_GOES_ON = re.compile(
    phrase(r"(?:dinh huong|tam nhin|phuong huong|nhiem vu|huong toi|nam \d|va |ke hoach|muc tieu|quy [ivx1-4])")
)


def read_tail(
    text: NormalisedText, start: int, bodies: BodyReader, *, codes: tuple[str, ...] = (), joint: bool = False
) -> Tail:
    """Date, issuer and title behind a mention that ends at `start` (clean-text offset).

    `codes` are the body codes of its symbol; `joint` says that the number names several issuers, so that "của A, B và C"
    are all of them.
    """
    folded = text.folded
    codified = _codified(text, start, bodies)
    if codified is not None:
        return codified
    tail = Tail(start)
    kind = _PLACE_KIND.match(folded, start)  # "Công điện số 1967/CĐ-UBND tỉnh ngày …"
    position = kind.end() if kind else start
    for _ in range(7):
        at = _COMMA.match(folded, position).end()  # type: ignore[union-attr]  # matches the empty text
        if "\n\n" in folded[position:at]:
            break
        note = _NOTE.match(folded, at)
        if note:
            tail.notes.append(note.span())
            position = note.end()
            continue
        hour = _HOUR.match(folded, at)
        if hour:
            position = hour.end()
            continue
        if tail.date is None and _DATE_CUE.match(folded, at):
            date = match_date(folded, at + 3 if folded.startswith("ky ", at) else at)
            if date is not None:
                tail.date, tail.date_end, position = date.iso, date.end, date.end
                tail.end = position
                continue
        if tail.issuer is None:
            of = _OF.match(folded, at)
            phrase = None
            if of:
                phrase = bodies.phrase_at(of.end(), required=False, joint=joint or of.group().startswith("giua"))
            elif tail.title is None and "," not in folded[position:at]:
                phrase = bodies.phrase_at(at, required=True, joint=False)
                phrase = phrase if phrase and _ISSUED.match(folded, phrase.end) else None
            if phrase is not None:
                tail.issuer, position = phrase, phrase.end
                tail.end = position
                continue
        if tail.title is None:
            issues = _ISSUES.match(folded, at)
            at = issues.end() if issues else at
            addressed = _ADDRESSED.match(folded, at)
            at = addressed.end() if addressed else at
            title = _title_at(text, at, position, bodies)
            if title is not None:
                position = tail.end = title[1]
                tail.title = title
                if tail.issuer is None:
                    _issuer_ends_title(text, tail, bodies, codes)
                while position < len(folded) and folded[position] in '"':
                    position += 1
                continue
        break
    return tail


def _issuer_ends_title(text: NormalisedText, tail: Tail, bodies: BodyReader, codes: tuple[str, ...]) -> None:
    """ "… về Kế hoạch cải cách hành chính năm 2023 của UBND quận": the body that the symbol names ends the title."""
    assert tail.title is not None
    start, end = tail.title
    of = text.folded.rfind(" cua ", start, end)
    phrase = bodies.phrase_at(of + 5, required=True, joint=False) if of > 0 else None
    body = phrase.parts[0].body if phrase is not None and phrase.end == end else None
    if body is None or body is bodies.own_body:
        return
    if any(body in by_code(code) for code in codes):
        tail.issuer, tail.title = phrase, (start, of)


def _codified(text: NormalisedText, start: int, bodies: BodyReader) -> Tail | None:
    """The tail in the form of the Bộ Pháp điển: "(Điều 1 Thông tư số … TITLE ngày … của …, có hiệu lực thi hành …)".

    There the title stands before the date, without quotation marks (Nghị định 63/2013/NĐ-CP, Điều 11).
    """
    folded = text.folded
    if not _CODIFIED_OPENS.search(folded, max(0, start - 190), start):
        return None
    effect = folded.find(_EFFECT, start, start + 2 * LONGEST_TITLE)
    if effect < 0:
        return None
    last = None
    for last in _CODIFIED_DATE.finditer(folded, start, effect):
        pass
    date = match_date(folded, last.start() + 1) if last else None
    if last is None or date is None:
        return None
    of = _COMMA.match(folded, date.end)
    assert of is not None
    issuer = bodies.phrase_at(of.end() + 4, required=False, joint=True)
    title = text.text[start : last.start()].strip(" \n.,")
    first = start + text.text[start : last.start()].find(title) if title else start
    return Tail(effect, date.iso, date.end, issuer, (first, first + len(title)) if title else None)


def _title_at(text: NormalisedText, at: int, mention_end: int, bodies: BodyReader) -> tuple[int, int] | None:
    folded = text.folded
    cue = _TITLE_CUE.match(folded, at)
    if cue is None:
        bare = _BARE_TITLE.match(text.text, at) and text.folded[mention_end:at].strip() == "" and at > mention_end
        if not bare or bodies.starts_body(at):
            return None
    start = cue.end() if cue else at
    quoted = folded.startswith('"', start)
    end = _title_end(text, start + quoted, bodies, quoted=quoted)
    stripped = text.text[start:end].rstrip(" \n,;-:")
    return (start, start + len(stripped)) if len(stripped) > 5 else None


def _title_end(text: NormalisedText, start: int, bodies: BodyReader, *, quoted: bool) -> int:
    folded, depth, inner = text.folded, 0, False
    limit = min(len(folded), start + LONGEST_TITLE)
    for stop in _STOP.finditer(folded, start, limit):
        kind = stop.lastgroup
        if kind == "open":
            if _opens_amendment(folded, stop.end()):
                return stop.start()
            depth += 1
        elif kind == "close":
            depth -= 1
            if depth < 0:
                return stop.start()
        elif kind == "quote":
            if quoted:
                return stop.start()
            inner = not inner
        elif kind == "hard":
            if stop.group() == ";" and depth > 0:
                continue
            if stop.group().startswith(";") and _list_inside_title(folded, start, stop.end()):
                continue
            return stop.start()
        elif depth or (inner and kind == "comma"):
            continue
        elif kind in ("passive", "effect", "item"):
            return stop.start()
        elif kind == "next":
            if not _same_object(folded, start, stop.start()):
                return stop.start()
        elif kind == "comma" and _main_clause_at(text, stop.start(), stop.end(), bodies):
            return stop.start()
    return limit


_OBJECT_LIST = re.compile(
    r"(?:thi[ \n]hanh|huong[ \n]dan|dieu[ \n]cua|bo[ \n]sung|sua[ \n]doi|thay[ \n]the|bai[ \n]bo|thuc[ \n]hien|theo|tai)[ \n][^;.]{0,20}?"
    r"(?:luat|nghi[ \n]dinh|nghi[ \n]quyet|thong[ \n]tu|quyet[ \n]dinh|phap[ \n]lenh|chi[ \n]thi|ke[ \n]hoach)\b[^;.]{0,140}\Z"
)


def _same_object(folded: str, start: int, end: int) -> bool:
    """Whether "và Nghị định số …" goes on with the list of documents that the title itself is about."""
    return _OBJECT_LIST.search(folded, max(start, end - 200), end) is not None


_ASIDES = (
    "duoc sua", "duoc bo", "da duoc", "sua doi", "bo sung", "duoc thay", "duoc gui", "kem theo", "gui kem", "dinh kem",
    "viet tat", "sau day", "goi tat", "goi chung", "goi la", "duoi day",
)  # fmt: skip


def _opens_amendment(folded: str, at: int) -> bool:
    return folded[at : at + 16].replace("\n", " ").startswith(_ASIDES)


def _list_inside_title(folded: str, start: int, at: int) -> bool:
    """A semicolon inside a title parts its objects ("lĩnh vực …; kế hoạch …; tài chính thuộc phạm vi …"):

    it goes on in lower case, and no new mention, cue or label follows before the title's own "thuộc phạm vi".
    """
    following = re.match(
        r"[ \n]+[a-z][^;.:]{0,160}?(?:;[ \n]+[a-z][^;.:0-9]{0,80}?)?[ \n]thuoc[ \n]pham[ \n]vi\b", folded[at : at + 300]
    )
    return following is not None and "linh vuc" in folded[start:at].replace("\n", " ")


def _main_clause_at(text: NormalisedText, comma: int, at: int, bodies: BodyReader) -> bool:
    """Whether the main clause, or a clause that is no title, begins behind this comma.

    A title that has come to its year ends there, unless the period goes on ("đến năm 2025, định hướng đến năm 2030").
    """
    folded = text.folded
    if text.text[comma - 1].isupper() and folded.startswith("ngay ", at):
        return False  # "Quyết định số 1847/QĐ-TTg, ngày 27/12/2018": the date of a document within the title
    if _MAIN_CLAUSE.match(folded, at) or _OWN_CLAUSE.match(text.text, at):
        return True
    after_year = text.text[comma : comma + 1] == "," and _AFTER_YEAR.search(folded, max(0, comma - 6), comma)
    if after_year and not _PERIOD_GOES_ON.match(folded, at):
        return True
    if not text.text[at : at + 1].isupper():
        return False
    end = bodies.body_end(at)
    return (
        end is not None
        and _PREDICATE.match(folded, end) is not None
        and text.text[end : end + 3].lstrip()[:1].islower()
    )
