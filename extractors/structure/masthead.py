"""The head of a document: letterhead in one or two columns, number, place and date, type and trích yếu, addressees.

Nghị định 30/2020/NĐ-CP, Phụ lục I, and Hướng dẫn 36-HD/VPTW set the parts and their order; converters and OCR run the
two columns together on one line or put one after the other, so lines are first cut into cells, then read by role.
"""

from dataclasses import dataclass, field

import regex

from corpora.folding import fold
from extractors.normalise import NormalisedText
from extractors.structure.lines import Line, is_capitals, is_noise
from extractors.structure.model import Cell, Role

__all__ = ["Masthead", "opens_preamble", "read_masthead", "type_words"]

_LOOK_AT = 90  # lines: no letterhead is longer, stamps included

_MOTTO = regex.compile(
    r"\bc\w{1,3} ?h\w{1,3} ?x\w ?h\w{1,2} ?ch\w{1,2} ?n\w{2,5} ?v?\w* ?n?\w*"  # Cộng hòa xã hội chủ nghĩa Việt Nam
    r"|\S{1,5} ?[lt]\w{1,3}\W{1,6}[tl]\w ?d\w\W{1,8}h\w{1,3} ?ph\w{1,3}"  # Độc lập - Tự do - Hạnh phúc
    r"|\bd\wng ?c\wng ?s\wn ?vi\wt ?nam"  # Đảng Cộng sản Việt Nam
)
_DATE = regex.compile(
    r"(?:,|(?<=\s)|^)\s*(?P<day>ng\w{1,2}(?![a-z])(?:(?!\bng\w\w\b)[\s\S]){0,16}?th\w{1,3}g?(?![a-z])(?:(?!\bth\w{2,3}\b)[\s\S]){0,14}?\bn\wm[ \n.…_]{0,8}[\d ]{0,6})"
)
_NUMBER = regex.compile(r"(?:^|(?<=[-_*=|]))\W{0,4}(?:lu\wt |ph\wp l\wnh )?s[o06] ?[:;.,]|^\W{0,3}(?:luat so|so) ?:? ?\d+ ?[/-]|^\W{0,3}s[o06]\S{0,7} ?/[a-z]{2,}")
_SYMBOL = regex.compile(r"^\W{0,2}/ ?[A-ZĐ][\wĐ&]*(?:-[\wĐ&]+)*$|^\d{1,5} ?[-/] ?(?:\d{4} ?/ ?)?[A-ZĐ]{2,}[\wĐ&]*(?:[-/][\wĐ&]+)*$")
_SUBJECT = regex.compile(r"^\W{0,3}(?:va viec\b|v/v\b|v\.v\b|v[ie]\W?[/y]v?\b|ve viec\b|trich yeu ?:)")
_SALUTATION = regex.compile(r"\bk[il1]nh g[uiư]\w?i\b")
_PREAMBLE = regex.compile(
    r"\W{0,2}(?:can cu|thuc hien|thi hanh|xet|theo|tren co so|chiep|trien khai|de|ngay|qua|tiep|nham|sau khi|trong|cong van nay"
    r"|hom nay|chieu nay|vua qua|hien nay|phat huy|quan triet|ho[mn] nay)\b(?! doi)"
)
_BODY_CUE = regex.compile(r"\W{0,2}(?:can cu|thuc hien|theo|xet|de|ngay \d|tren co so|thi hanh|trien khai|nham|sau khi)\b")
_AUTHORITY = regex.compile(
    r"\W{0,3}(?:bo truong|thu tuong|chinh phu\b|chu tich|giam doc|tong giam doc|uy ban|hoi dong|thong doc|hieu truong|tong cuc truong"
    r"|cuc truong|quoc hoi|truong ban|truong phong|chanh an|vien truong|ban thuong vu|ban chap hanh|bo chinh tri|ban bi thu|tong thanh tra"
    r"|bo [a-z ]+|ubnd|chi cuc truong|chanh van phong|lien bo|tong kiem toan|thuong truc|bi thu|dang uy|ban giam hieu|doan|so )\b"
)
_BODY_WORD = regex.compile(
    r"\b(?:ubnd|u[yi] ban|hdnd|h[o0]i dong|so|bo|phong|truong|ban|cuc|chi cuc|tong cuc|van phong|chinh phu|quoc hoi|thu tuong|tinh uy|thanh uy"
    r"|huyen uy|quan uy|dang uy|dang bo|tinh doan|thanh doan|lien doan|cong doan|hoi|trung tam|benh vien|vien|dai hoc|hoc vien|cong ty|tong cong ty"
    r"|ngan hang|bao hiem|kho bac|toa an|toa|cong an|quan|bo chi huy|tap doan|thanh tra|kiem toan|chi bo|doan|mat tran|lien bo|nha|quy|bao|dai"
    r"|chu tich nuoc|vu|trung uong|to|xa|phuong|thi tran|thi xa|huyen|thanh pho|tinh|tp)\b"
)

_TYPES = (
    "nghi quyet lien tich", "thong tu lien tich", "thong tu lien bo", "nghi quyet", "quyet dinh", "chi thi", "quy che", "quy dinh",
    "thong cao", "thong bao ket luan", "thong bao", "huong dan", "chuong trinh", "ke hoach", "phuong an", "de an", "du an", "bao cao",
    "bien ban", "to trinh", "hop dong", "cong dien", "ban ghi nho", "ban thoa thuan", "giay uy quyen", "giay moi", "giay gioi thieu",
    "giay nghi phep", "phieu gui", "phieu chuyen", "phieu bao", "hien phap", "bo luat", "luat", "phap lenh", "lenh", "nghi dinh", "thong tu",
    "sac lenh", "van ban hop nhat", "ket luan", "thong tri", "dieu le", "quy trinh", "cong van", "thu cong", "thong cao bao chi", "loi keu goi",
    "tuyen bo", "giay chung nhan", "giay phep", "don",
)  # fmt: skip
_TYPE_LINE = regex.compile(r"\W{0,4}(?P<type>" + "|".join(sorted(_TYPES, key=len, reverse=True)) + r")\b\W{0,3}(?P<rest>.*)$")


@dataclass(slots=True)
class Masthead:
    """The cells read, and the line on which reading stopped: the first of preamble or body."""

    cells: list[Cell] = field(default_factory=list)
    first_line: int = 0
    body_line: int = 0
    title_end: int = 0

    def having(self, *roles: Role) -> list[Cell]:
        """The cells of these roles in the order of the text."""
        return [cell for cell in self.cells if cell.role in roles]


def opens_preamble(folded_line: str) -> bool:
    """Whether a folded line opens with the words of a preamble ("Căn cứ", "Thực hiện", "Xét")."""
    return _BODY_CUE.match(folded_line) is not None


def type_words(printed: str, folded: str, alone: bool) -> tuple[int, int] | None:
    """Where in a line the name of its document type stands, None where the line is no type line.

    A type line is printed in capitals, or consists of the type alone (old fonts lose their capitals).
    """
    match = _TYPE_LINE.match(folded)
    if match is None:
        return None
    rest = match["rest"].strip(" :.-_*")
    words = printed[match.start("type") : match.end("type")]
    if is_capitals(words):
        return match.span("type")
    of_body = regex.match(r"(?:lien tich )?(?:cua|so)\b", rest)
    return match.span("type") if alone and len(printed) < 70 and (not rest or of_body) else None


def read_masthead(text: NormalisedText, lines: list[Line]) -> Masthead | None:
    """Cells of the head, or None where the text has no head of an administrative document."""
    window = _dates_joined(text, lines[:_LOOK_AT])
    cut = [_cut(text, line) for line in window]
    anchors = [i for i, cells in enumerate(cut) if any(role in ("motto", "number", "date") for role, _, _ in cells)]
    first = next(iter(anchors), None)
    if first is None:
        first = _title_alone(text, window)
        if first is None:
            return None
    elif first > 40:
        return None
    head = _Reader(text, window, cut, _issuer_above(text, window, first)).read()
    if not head.having("motto", "number", "type"):
        return None
    stop = window[head.body_line].start if head.body_line < len(window) else lines[len(lines[:_LOOK_AT]) - 1].end
    head.body_line = next((i for i, line in enumerate(lines) if line.start >= stop), len(lines))
    return head


def _dates_joined(text: NormalisedText, lines: list[Line]) -> list[Line]:
    """Lines with a date that its blanks tore apart ("ngày / tháng / năm 2023") put on one."""
    joined: list[Line] = []
    open_date = 0
    for line in lines:
        folded = text.folded[line.start : line.end]
        if open_date and len(folded) < 30 and regex.match(r"(?:\d{1,2}\W*)?(?:th\w{2,3}|n\wm)\b", folded):
            joined[-1] = joined[-1]._replace(end=line.end)
            open_date = 0 if regex.search(r"n\wm\W*\d{4}", folded) else open_date - 1
            continue
        joined.append(line)
        open_date = 3 if len(folded) < 90 and regex.search(r"(?:,|^)\s*ng\w{1,2}\W*\d{0,2}\W*(?:th\w{2,3}\W*\d{0,2}\W*)?$", folded) else 0
    return joined


RawCell = tuple[str, int, int]


def _cut(text: NormalisedText, line: Line) -> list[RawCell]:
    """A line cut into cells: at "|", before motto and before place and date."""
    cells: list[RawCell] = []
    at = line.start
    pieces: list[tuple[int, int]] = []
    date = _DATE.search(text.folded[line.start : line.end])
    kept = range(line.start + date.start(), line.start + date.end()) if date else range(0)
    for separator in regex.finditer(r"\s*\|\s*|(?<=\S)[ ]{3,}(?=\S)", text.text, pos=line.start, endpos=line.end):
        if separator.start() in kept and separator.end() in kept:
            continue
        pieces.append((at, separator.start()))
        at = separator.end()
    pieces.append((at, line.end))
    for start, end in pieces:
        if start >= end:
            continue
        cells += _roles(text, start, end)
    return cells


_RULE = regex.compile(r"^[\s_=*.-]{3,}|[\s_=*.-]{3,}$")


def _roles(text: NormalisedText, start: int, end: int) -> list[RawCell]:
    rules = list(_RULE.finditer(text.text[start:end]))
    if rules and rules[0].end() - rules[0].start() < end - start:
        start, end = (
            start + (rules[0].end() if rules[0].start() == 0 else 0),
            start + rules[-1].start() if rules[-1].end() == end - start else end,
        )
    folded = text.folded[start:end]
    cells: list[RawCell] = []
    motto = _MOTTO.search(folded)
    if motto and (motto.end() >= len(folded) - 8):
        left_end = motto.start()
        while left_end > 0 and folded[left_end - 1] in " _.-~*":
            left_end -= 1
        if left_end > 0:
            cells += _roles(text, start, start + left_end)
        return [*cells, ("motto", start + motto.start(), start + motto.end())]
    date = _DATE.search(folded)
    if date and _is_date_cell(text.text, start, date.start()):
        place = _place_start(text.text, start, start + date.start())
        if place > start and text.text[start:place].strip(" -_,."):
            left = text.text[start:place].rstrip()
            cells += _roles(text, start, start + len(left))
        return [*cells, ("date", place, start + date.end("day"))]
    number = _NUMBER.search(folded)
    if number:
        return [("number", start + number.start(), end)]
    if _SYMBOL.match(text.text[start:end]):
        return [("symbol", start, end)]
    return [("", start, end)]


def _is_date_cell(text: str, start: int, comma: int) -> bool:
    """The place before the comma must look like one: few words, or preceded by a number."""
    before = text[start : start + comma].strip(" ,.-_")
    return len(before) < 90 and not regex.search(r"(?i)\b(?:căn cứ|theo|quyết định|nghị định|công văn|kèm theo)\b", before) and "(" not in before


_PLACE = regex.compile(
    r"(?:(?:[Tt]hành phố|[Tt]ỉnh|[Tt]hị xã|[Hh]uyện|[Qq]uận|[Pp]hường|[Xx]ã|[Tt]hị trấn|TP\.?|Tp\.?|TX\.?)[ ]*)?"
    r"(?:\p{Lu}[\p{L}.'-]*(?:[ ]+(?:-[ ]+)?|(?<=\.))){0,5}(?:\p{Lu}[\p{L}.]*|\p{Ll}{1,5}|\d{1,2})[ ]*,?[ ]*$"
)


def _place_start(text: str, start: int, end: int) -> int:
    """Where the place name before a date begins when the left column runs into it."""
    segment = text[start:end]
    token = 0
    for match in regex.finditer(r"\S*/\S*|[Ss][ốo]\s*:\s*\d*", segment):
        token = match.end()
    if token:
        while token < len(segment) and segment[token] in " .,_-":
            token += 1
        return start + token
    words = segment.strip(" ,")
    if len(words.split()) <= 7 and not regex.search(r"(?i)v/v|về việc", words):
        return start + len(segment) - len(segment.lstrip())
    match = _PLACE.search(segment)
    return start + match.start() if match else end


def _issuer_above(text: NormalisedText, lines: list[Line], first: int) -> int:
    """Walk up from the first anchor over the lines of the issuer's name."""
    while first > 0:
        line = lines[first - 1]
        printed, folded = text.text[line.start : line.end], text.folded[line.start : line.end]
        if len(printed) > 90 or is_noise(printed) and not regex.match(r"[-_*=. ]+$", printed):
            break
        if not (is_capitals(printed) and _BODY_WORD.search(folded) or regex.match(r"[-_*=. ]+$", printed)):
            break
        if regex.search(r"cong bao|van ban quy pham|tin hoc", folded):
            break
        first -= 1
    return first


def _title_alone(text: NormalisedText, lines: list[Line]) -> int | None:
    """A document without letterhead still is one when it opens with a type line in capitals and a preamble follows."""
    for index, line in enumerate(lines[:12]):
        printed, folded = text.text[line.start : line.end], text.folded[line.start : line.end]
        if type_words(printed, folded, alone=True) and len(printed) < 60:
            following = lines[index + 1 : index + 14]
            if any(opens_preamble(text.folded[near.start : near.start + 30]) for near in following):
                return index
    return None


class _Reader:
    """Reads the cells in order; what a cell without a role of its own means depends on the one before it."""

    def __init__(self, text: NormalisedText, lines: list[Line], cut: list[list[RawCell]], first: int) -> None:
        self.text, self.lines, self.cut, self.at = text, lines, cut, first
        self.head = Masthead(first_line=first)
        self.open_subject = False

    def read(self) -> Masthead:
        seen: set[str] = set()
        while self.at < len(self.lines):
            line = self.lines[self.at]
            printed, folded = self.text.text[line.start : line.end], self.text.folded[line.start : line.end]
            if _SALUTATION.search(folded[:40]) and not self.cut[self.at][0][0]:
                self._salutation()
                break
            alone = not any(role for role, _, _ in self.cut[self.at])
            span = type_words(printed, folded, alone) if alone and (seen & {"motto", "number", "date"} or self._titled()) else None
            if span and not self.open_subject:
                self._title(span)
                break
            if self._is_body(line, folded, seen):
                break
            for role, start, end in self.cut[self.at]:
                self._cell(role, start, end, seen)
            self.at += 1
        self.head.body_line = self.at
        return self.head

    def _titled(self) -> bool:
        return not self.head.cells

    def _is_body(self, line: Line, folded: str, seen: set[str]) -> bool:
        if any(role for role, _, _ in self.cut[self.at]) or not seen & {"motto", "number", "date"}:
            return False
        if regex.match(r"\W{0,3}(?:v/v|ve viec|ve )", folded):
            return False
        printed = self.text.text[line.start : line.end]
        if opens_preamble(folded) and not (self.open_subject and not line.gap):
            return True
        return len(printed) > 75 and not is_capitals(printed) and not self.open_subject

    def _cell(self, role: str, start: int, end: int, seen: set[str]) -> None:
        folded, printed = self.text.folded[start:end], self.text.text[start:end]
        add = self.head.cells.append
        if role in ("motto", "number", "date"):
            if role == "number" and "number" in seen or role == "date" and "date" in seen:
                return
            seen.add(role)
            self.open_subject = False
            add(Cell(role, start, end))  # type: ignore[arg-type]
        elif role == "symbol":
            add(Cell("number", start, end))
        elif _SUBJECT.match(folded) or ("number" in seen and regex.match(r"ve [a-z]", folded) and not self.head.having("subject")):
            self.open_subject = True
            seen.add("subject")
            add(Cell("subject", start, end))
        elif self.open_subject and not is_noise(printed) and self._subject_goes_on(start, printed):
            add(Cell("subject", start, end))
        elif is_noise(printed):
            if self.open_subject and self.lines[self.at].gap:
                self.open_subject = False
        elif "subject" not in seen and (is_capitals(printed) or self._old_issuer(folded, seen)) and len(printed) < 90:
            add(Cell("issuer", start, end))

    def _subject_goes_on(self, start: int, printed: str) -> bool:
        line = self.lines[self.at]
        if not line.gap or start != line.start:
            return True
        if is_capitals(printed) and _BODY_WORD.search(fold(printed)):
            return False
        return printed[0].islower() or (len(printed) < 60 and (printed[0].isalnum() or printed[0] in "(“\""))

    def _old_issuer(self, folded: str, seen: set[str]) -> bool:
        """Capitals lost by an old font: words of a body before number and motto."""
        return "number" not in seen and _BODY_WORD.match(folded) is not None and len(folded) < 60

    def _title(self, span: tuple[int, int]) -> None:
        line = self.lines[self.at]
        add = self.head.cells.append
        add(Cell("type", line.start + span[0], line.start + span[1]))
        rest = self.text.text[line.start + span[1] : line.end].strip(" :.-_*")
        if rest and not regex.match(r"(?i)(?:liên tịch )?(?:của|số)\b", rest):
            start = self.text.text.index(rest, line.start + span[1])
            add(Cell("subject", start, start + len(rest)))
        self.at += 1
        first = self.at
        while self.at < len(self.lines):
            line = self.lines[self.at]
            printed, folded = self.text.text[line.start : line.end], self.text.folded[line.start : line.end]
            if regex.match(r"[-_*=. o]+$", printed) or is_noise(printed) and not printed.isalpha():
                self.at += 1
                if self.head.having("subject"):
                    break
                continue
            if self._title_ends(line, printed, folded, first):
                break
            if printed.startswith("(") and regex.match(r"\( ?(?:kem theo|ban hanh|dinh kem|du thao|co )", folded):
                while self.at < len(self.lines) and ")" not in self.text.text[self.lines[self.at].start : self.lines[self.at].end]:
                    self.at += 1
                self.at += 1
                break
            dated = bool(self.head.having("date"))
            for role, start, end in [("", line.start, line.end)] if dated else self.cut[self.at]:
                if role in ("", "symbol"):
                    add(Cell("subject", start, end))
                elif role in ("number", "date", "motto"):
                    add(Cell(role, start, end))  # type: ignore[arg-type]
            self.at += 1
        self._after_title()

    def _title_ends(self, line: Line, printed: str, folded: str, first: int) -> bool:
        if _SALUTATION.search(folded[:30]) or self.at - first > 12:
            return True
        started = bool(self.head.having("subject"))
        if started and len(printed) < 70 and _AUTHORITY.match(folded) and self._followed_by_basis():
            return True
        if regex.match(r"\W{0,2}can cu\b", folded):
            return True
        if started and printed[0].isupper() and opens_preamble(folded) and self._cites_a_number(line):
            return True
        if not started:
            return opens_preamble(folded) and len(printed) > 70
        if line.gap:
            small = printed[0].islower() or printed[0] == "("
            return not small or opens_preamble(folded) and len(printed) > 70
        if is_capitals(printed) and _AUTHORITY.match(folded):
            previous = self.head.cells[-1]
            return not is_capitals(self.text.text[previous.start : previous.end])
        return regex.match(r"\W{0,2}(?:[IVX]{1,4}|1|A)[./)] ", printed) is not None or len(printed) > 150 and opens_preamble(folded)

    def _cites_a_number(self, line: Line) -> bool:
        following = self.text.folded[line.start : line.end + 60].replace("\n", " ")
        return regex.search(r"(?:so|ngay) ?\d", following) is not None

    def _after_title(self) -> None:
        """The authority line ("BỘ TRƯỞNG BỘ TÀI CHÍNH") and Kính gửi belong to the head; everything after is text."""
        while self.at < len(self.lines):
            line = self.lines[self.at]
            printed, folded = self.text.text[line.start : line.end], self.text.folded[line.start : line.end]
            if _SALUTATION.search(folded[:40]):
                self._salutation()
                return
            if is_noise(printed) and len(printed) < 60:
                self.at += 1
            elif len(printed) < 90 and _AUTHORITY.match(folded) and (is_capitals(printed) or self._followed_by_basis()):
                self.head.cells.append(Cell("authority", line.start, line.end))
                self.at += 1
            elif (self.head.having("authority") and len(printed) < 60 and is_capitals(printed)) or self.cut[self.at][0][0] in ("date", "number"):
                role, start, end = self.cut[self.at][0]
                self.head.cells.append(Cell(role if role in ("date", "number") else "authority", start, end))  # type: ignore[arg-type]
                self.at += 1
            else:
                return

    def _followed_by_basis(self) -> bool:
        following = self.lines[self.at + 1 : self.at + 3]
        return any(regex.match(r"\W{0,2}can cu\b", self.text.folded[line.start : line.start + 12]) for line in following)

    def _salutation(self) -> None:
        """Kính gửi: the addressees on its line, or one to a line below it."""
        line = self.lines[self.at]
        match = _SALUTATION.search(self.text.folded, line.start, line.end)
        assert match is not None
        colon = self.text.text.find(":", match.end(), line.end)
        start = colon + 1 if colon >= 0 else match.end()
        self.head.cells.append(Cell("salutation", match.start(), start))
        self.at += 1
        words = self.text.text[start : line.end]
        open_ended = not words.strip()
        if words.strip():
            left = start + len(words) - len(words.lstrip())
            self.head.cells.append(Cell("addressee", left, line.end))
        while self.at < len(self.lines):
            previous = self.lines[self.at - 1].end
            line = self.lines[self.at]
            printed, folded = self.text.text[line.start : line.end], self.text.folded[line.start : line.end]
            bullet = regex.match(r"[-+•*o] ?\p{L}", printed) is not None
            if regex.match(r"\W{0,2}(?:can cu|thuc hien|theo |xet |de |ngay |tren co so|tiep |thi hanh)", folded):
                break
            small = printed[0].islower() or printed[0] in "(,"
            if bullet or (small and not is_noise(printed)):
                self.head.cells.append(Cell("addressee", line.start, line.end))
            elif open_ended and len(printed) < 120 and self.text.text[line.end - 1] in ";.,":
                self.head.cells.append(Cell("addressee", line.start, line.end))
            elif not line.gap and self.text.text[previous - 1] not in ".;:" and len(printed) < 60 and not open_ended:
                self.head.cells.append(Cell("addressee", line.start, line.end))
            elif is_noise(printed) and len(printed) < 25:
                pass
            else:
                break
            self.at += 1
