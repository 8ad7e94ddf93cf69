"""Titles behind a mention: where "về việc …", "ban hành …", "sửa đổi …" begins, and where its clause ends.

The end is read from the grammar around it: a semicolon, a closing bracket or quotation mark, the subject of the main
clause after a comma, the passive "được sửa đổi, bổ sung bởi", the next item of an enumeration.
"""

import re

from extractors.citations.body_phrases import BodyReader
from extractors.normalise import NormalisedText
from extractors.patterns import CAPITAL, one_of, phrase

__all__ = ["LONGEST_TITLE", "title_at"]

LONGEST_TITLE = 1500  # characters; what runs on for longer is no title
SHORTEST_TITLE = 6
_FEWEST_WORDS = 3  # of a title that no "về" announces

_TYPE_WORD = one_of(
    "nghi quyet | nghi dinh | quyet dinh | chi thi | thong tu | thong bao | cong van | cong dien | ke hoach | bao cao",
    "to trinh | ket luan | huong dan | van ban | luat | bo luat | phap lenh | chuong trinh | quy dinh",
)
_FIRST_WORDS = one_of(
    "ban hanh | quy dinh | phe duyet | sua doi | bo sung | huong dan | cong bo | trien khai | thuc hien | to chuc",
    "thanh lap | kien toan | dieu chinh | giao | phan bo | phan cong | phe chuan | tang cuong | day manh",
    "tiep tuc(?! thuc hien theo| thi hanh| ap dung| duoc| giai quyet| huong)",
    "kiem tra | bao cao | thay the | bai bo | thi hanh | quy che | ap dung | phat dong | tong ket | so ket | bo nhiem",
    "cho phep | dinh huong | chuyen doi | gia han | phoi hop | chuong trinh | ke hoach | de an | phuong an",
    "chan chinh | de nghi | gop y | tham dinh | xac dinh | cong nhan | xu phat | hop nhat",
    "mot so (?:nhiem vu|giai phap|chinh sach|noi dung|bien phap|van de)",
)
_BEGINS = re.compile(
    rf"""
      (?P<about> (?:ve[ \n]viec|v/v|ve)\b [ \n:]* )
    | (?= {_FIRST_WORDS}\b (?!(?:,[ \n]bo[ \n]sung)?[ \n](?:tai|boi|theo|bang)[ \n]{_TYPE_WORD}\b) )
    | (?= "(?! [ \n]) )
    """,
    re.VERBOSE,
)
_ORDERS = re.compile(  # behind a comma these begin the main clause
    one_of("de nghi | to chuc | kiem tra | bao cao | trien khai | thuc hien | tiep tuc | tang cuong | day manh | giao")
    + r"\b"
)
_BARE = re.compile(rf"[{CAPITAL}][^\W\d_{CAPITAL}]+[ \n](?!số\b)[^\W\d_]+[ ,\n]")

_CHANGED = one_of("sua doi | bo sung | thay the | bai bo | gia han | dinh chinh | dieu chinh")
_OPEN_A_STOP = (
    "da|duoc|bi|ban|ky|tiep|co|het|voi|nhu|va|con|thi|so|cung|hoac"  # the first words of what _STOP looks for
)
_STOP = re.compile(
    rf"""
    (?=[ \n,.:;!?()"|])  (?![ ](?!(?:{_OPEN_A_STOP})[ \n])[a-z0-9])  # no letter stops a title, nor do most words
    (?:
      (?P<hard> ; | [ ]?[|] | \n[ ]*\n
              | \n[ ]*\d{{1,3}}[.)]?[ ]*(?=[\n|])                            # the next row of a table
              | \n[ ]*(?:[-+*][ \n]|\d{{1,2}}[.)][ ]|[a-z][.)][ ]|dieu[ ]\d)
              | [.!?](?=[ \n"')]|\Z) (?<!\b[tv]p\.) (?<!\bv\.) (?<!\bv\.v\.)
              | :(?=[ ]*\n) | \.\.+ )
    | (?P<open> \( ) | (?P<close> \) ) | (?P<quote> " )
    | (?P<passive> [ \n,]+(?:da[ \n])?(?:duoc|bi)[ \n]+{_CHANGED}\b        # … by another document
        (?=[^.;()]{{0,80}}?[ \n](?:boi|tai|theo|bang)[ \n]+
           (?:cac[ \n]+|(?:tiet|diem|khoan|dieu|muc)[ \n][^.;()]{{0,50}}?)?
           (?:{_TYPE_WORD}|phap[ \n]lenh|bo[ \n]luat)\b) )
    | (?P<issued> [ \n,]+(?:duoc[ \n])?(?:ban[ \n]hanh|ky)[ \n]ngay[ \n]\d )
    | (?P<effect> [ \n,]+(?:tiep[ \n]tuc[ \n])?(?:co[ \n](?:hieu[ \n]luc|gia[ \n]tri)|het[ \n]hieu[ \n]luc)\b
                | [ \n,]+(?:voi[ \n](?:cac[ \n]|nhung[ \n]|mot[ \n]so[ \n])?noi[ \n]dung|nhu[ \n]sau)\b )
    | (?P<request> [ \n,]+va[ \n](?:theo[ \n])?(?:de[ \n]nghi|de[ \n]xuat|kien[ \n]nghi|y[ \n]kien)[ \n]cua[ \n] )
    | (?P<state> [ \n,]+con[ \n]+(?:vuong|gap|han[ \n]che|cham|nhieu|bat[ \n]cap|ton[ \n]tai|mot[ \n]so)\b )
    | (?P<then> [ \n,]+thi[ \n] )
    | (?P<item> (?:,[ \n]*(?:va[ \n]+)? | [ \n]+va[ \n]+) so [ \n.,:]{{0,4}} (?=\d{{1,6}}[ ]?[/-]) )
    | (?P<next> (?:,[ \n]+ | [ \n,]+(?:va|cung|hoac)[ \n]) (?:cac[ \n])?(?={_TYPE_WORD}[ \n]+(?:so[ \n]|\d)) )
    | (?P<comma> [ \n]?[,:][ ]*(?:\n(?![ ]*\n))?[ ]* | [ \n]-[ \n] )
    )
    """,
    re.VERBOSE,
)

_MAIN_CLAUSE = re.compile(  # folded words that begin a clause which is no title
    one_of(
        r"cu the | trong do | theo do | dong thoi | qua do | tu do | gom\b | nhu sau | nham\b | nay\s | bao gom",
        r"tren co so | can cu | thuc hien (?:nghi|quyet|cong|ke|chi|thong)\s | de (?:dam|bao|kip|chu|trien|thuc)",
        r"thay the (?:cho )?(?:nghi|quyet|thong|chi|ke|cong)\s | kem theo | sau khi | tinh den | ke tu",
        r"voi (?:noi|muc|cac) | trien khai thuc hien den | hom nay | (?:tu )?ngay \d | tai cuoc | yeu cau\s",
        r"de nghi\s | bo sung boi",
    )
)
_OWN_CLAUSE = re.compile(  # … and words with their marks
    one_of(
        rf"do (?=[{CAPITAL}]) | [Đđ]ể\s | Tôi\s | Chúng tôi\s | Đơn vị\s | Nhà trường\s | Cơ quan\s | Địa phương\s",
        rf"Ban Giám hiệu\s | Ban tổ chức\s | [Ll]ãnh đạo (?=[{CAPITAL}])",
    )
)
_UNIT = re.compile(
    one_of("truong | phong | chi bo | benh vien | trung tam | cong ty") + "[ \\n]"
)  # also in small letters
_PREDICATE = re.compile(  # what follows the subject of a clause: a verb, none of the words that go on with its name
    r"[ \n]+(?!"
    + one_of(
        "và | hoặc | với | của | thuộc | trực thuộc | trong | tại | về | cho | để | cùng | các | cấp | tỉnh",
        "thành phố | huyện | quận | xã | phường | giai đoạn | năm | nhiệm kỳ | khóa | khoá | đối với | theo | từ",
        "đến | ở",
    )
    + r"(?![^\W_]))[^\W\d_A-ZĐ]"
)
_AFTER_YEAR = re.compile(r"(?:19|20)\d{2}[ \n]?\Z")
_PERIOD_GOES_ON = re.compile(
    one_of(
        r"dinh huong | tam nhin | phuong huong | nhiem vu | huong toi | nam \d | va\s | ke hoach | muc tieu",
        "quy [ivx1-4]",
    )
)
_DISPATCH = re.compile(one_of("cong van | cong dien | to trinh | thong bao | giay moi") + r"\b")
_OBJECTS = re.compile(  # a list of documents that the title itself is about, from its verb to its last item
    one_of("thi hanh | huong dan | dieu cua | bo sung | sua doi | thay the | bai bo | thuc hien | theo | tai")
    + r"[ \n][^;.]{0,20}?"
    + r"(?:(?P<norm>"
    + one_of("luat | nghi dinh | nghi quyet | thong tu | phap lenh")
    + ")|"
    + one_of("quyet dinh | chi thi | ke hoach")
    + r")\b[^;.]{0,140}\Z"
)
_ASIDES = (
    "duoc sua", "duoc bo", "da duoc", "sua doi", "bo sung", "duoc thay", "duoc gui", "kem theo", "gui kem", "dinh kem",
    "viet tat", "sau day", "goi tat", "goi chung", "goi la", "duoi day",
)  # fmt: skip
_SENT_ALONG = re.compile(phrase(r"(?:co [^().;]{2,60}|(?:ban|van ban|danh sach|phu luc|ho so)\b[^().;]{0,60})\bkem"))
_FIELDS_GO_ON = re.compile(phrase(r" +[a-z][^;.:]{0,160}?(?:; +[a-z][^;.:0-9]{0,80}?)? thuoc pham vi\b"))


def title_at(text: NormalisedText, at: int, mention_end: int, bodies: BodyReader) -> tuple[int, int] | None:
    """The title that begins at `at` behind a mention that ends at `mention_end` (clean offsets), or None."""
    folded = text.folded
    cue = _BEGINS.match(folded, at)
    if cue is not None and "," in folded[at - 2 : at] and _ORDERS.match(folded, at):
        return None
    if cue is None:
        bare = _BARE.match(text.text, at) and folded[mention_end:at].strip() == "" and at > mention_end
        if not bare or bodies.starts_body(at):
            return None
    start = cue.end() if cue else at
    quoted = folded.startswith('"', start)
    end = _end(text, start + quoted, bodies, quoted=quoted)
    stripped = text.text[start:end].rstrip(" \n,;-:")
    if cue is not None and not cue.group() and not quoted and len(stripped.split()) < _FEWEST_WORDS:
        return None  # "do Quyết định số … quy định."
    return (start, start + len(stripped)) if len(stripped) >= SHORTEST_TITLE else None


def _end(text: NormalisedText, start: int, bodies: BodyReader, *, quoted: bool) -> int:
    folded, depth, inner = text.folded, 0, False
    limit = min(len(folded), start + LONGEST_TITLE)
    for stop in _STOP.finditer(folded, start, limit):
        kind = stop.lastgroup
        if kind == "open":
            if _opens_aside(folded, stop.end()):
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
            if not stop.group().startswith(";") or not (depth > 0 or _fields_go_on(folded, start, stop.end())):
                return stop.start()
        elif depth or (inner and kind == "comma"):
            continue
        elif kind == "then":
            if text.text[stop.end() - 4 : stop.end() - 1].lower() == "thì":
                return stop.start()
        elif kind == "next":
            objects = _OBJECTS.search(folded, max(start, stop.start() - 200), stop.start())
            if objects is None or (objects["norm"] and _DISPATCH.match(folded, stop.end())):
                return stop.start()
        elif kind != "comma" or _main_clause_at(text, stop.start(), stop.end(), bodies):
            return stop.start()
    return limit


def _opens_aside(folded: str, at: int) -> bool:
    """Whether brackets hold what is said about the document: "(được sửa đổi …)", "(sau đây gọi là …)"."""
    return folded[at : at + 16].replace("\n", " ").startswith(_ASIDES) or _SENT_ALONG.match(folded, at) is not None


def _fields_go_on(folded: str, start: int, at: int) -> bool:
    """Whether a semicolon only parts the fields of a title: "lĩnh vực …; kế hoạch …; tài chính thuộc phạm vi …"."""
    return "linh vuc" in folded[start:at].replace("\n", " ") and bool(_FIELDS_GO_ON.match(folded, at))


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
    end = bodies.body_end(at) if text.text[at : at + 1].isupper() or _UNIT.match(folded, at) else None
    return (
        end is not None
        and _PREDICATE.match(folded, end) is not None
        and text.text[end : end + 3].lstrip()[:1].islower()
    )
