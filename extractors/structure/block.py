"""The signature block: posts, name and Nơi nhận, in columns that stand side by side, run together or follow each other."""

from functools import cache

import regex

from corpora.folding import fold
from corpora.surnames import surnames
from extractors.normalise import NormalisedText
from extractors.structure.lines import Line, is_capitals, is_noise
from extractors.structure.model import Cell

__all__ = ["APPENDIX", "fused_stack", "is_post_line", "is_syllable", "name_at", "opens_recipients", "read_block"]

_RECIPIENTS = regex.compile(r"(?:^|(?<=\|)|(?<=\s{3}))\W{0,4}n[o0]i ?nh[ae]n\b ?[:;.,]?")
_STACK = regex.compile(r"(?:tm|kt|tl|tuq|t/m|k/t|t/l|tu/q|q)\s?[./](?![./])\s?\w")
_POST_WORDS = (
    r"(?:(?:pho|quyen|nguyen) )?(?:tong )?(?:chi )?(?:giam doc|chu tich|truong phong|hieu truong|bo truong|thu truong|cuc truong|vu truong"
    r"|chanh van phong|bi thu|truong ban|thu tuong|vien truong|thong doc|chanh thanh tra|chanh an|chu nhiem|doi truong|tong thanh tra"
    r"|thu ky|to truong|truong doan|kiem toan nha nuoc|chanh toa|truong cong an|chi huy truong|chinh uy|hieu pho|truong khoa|vien pho"
    r"|truong tram|tram truong|truong chi nhanh|uy vien|tu lenh|giam thi|cuc pho|vu pho|giao vien|ke toan truong|chu toa|hieu truong)"
)
_POST = regex.compile(r"\W{0,6}(?:q\. ?)?" + _POST_WORDS + r"\b[ a-z,&./()-]{0,60}$")
_POST_ALONE = regex.compile(r"\W{0,3}" + _POST_WORDS + r"\W{0,3}$")
_FUSED_STACK = regex.compile(
    r"(?<=[\s;,:.)])(?:TM|KT|TL|TUQ|T/M|K/T|T/L)\s?[./](?![./])\s?(?=\p{Lu})|(?<=[\s;,:.)])(?:kt|tm|tl)\s?[./] ?(?=\p{L}{2,} )"
)
_FUSED_POST = regex.compile(
    r"(?:^|[\s\W\p{Lu}])(?P<post>(?:(?:PHÓ|QUYỀN|Q\.) )?(?:\p{Lu}{2,} ){1,4}\p{Lu}{2,})\W{0,4}$"
)
_FUSED_TITLE = regex.compile(
    r"(?<=\s)(?:[Pp]hó )?(?:Thứ trưởng|Bộ trưởng|Chủ tịch|Giám đốc|Cục trưởng|Vụ trưởng|Thống đốc|Hiệu trưởng|Viện trưởng)$"
)
_SIGNED = regex.compile(r"\(\s*[đĐ]ã ký\s*\)?|(?i:đã ký)\s*:?$")
APPENDIX = regex.compile(
    r"\W{0,3}(?:phu luc|bieu mau|mau so|danh sach|danh muc|bieu so|cong ?h\w{1,3} ?x\w ?h\w{1,2} ?ch|doc lap ?- ?tu do|\( ?(?:ban hanh|kem theo|dinh kem|bieu )"
    r"|quy che\b|quy dinh\b|dieu le\b|de an\b|chuong trinh\b|ke hoach\b|u[yi] ban nhan dan|so [a-z ]{4,40}cong hoa|ubnd .{3,40} cong ?h|bang tong hop|bieu tong"
    r"|noi dung |huong dan\b|embed )|.{0,60}\bc\w{1,3}g ?h\w{1,3} ?x\w ?h\w{1,2} ?ch"
)
"""Folded words that open what is attached to a document."""

_DEGREES = regex.compile(
    r"(?:(?:PGS|GS|TS|TSKH|ThS|Th\.S|THS|BS|BSCK\w*|BS\.?CK\w*|CKI{1,2}|CK[12]|KS|KTS|CN|LS|DS|DSCK\w*|ĐD|NSND|NSƯT|NGƯT|NGND|TTND|TTƯT|Thạc sĩ|Thạc sỹ|Tiến sĩ|Tiến sỹ"
    r"|Bác sĩ|Bác sỹ|Kỹ sư|Cử nhân|Ông|Bà|Đ/c|Đại tướng|Thượng tướng|Trung tướng|Thiếu tướng|Đại tá|Thượng tá|Trung tá|Thiếu tá|Đại úy|Thượng úy|Chuyên viên"
    r")\b[.,:\s-]*)+(?=\p{Lu})"
)
_NAME = regex.compile(r"\p{Lu}[\p{Ll}']*(?: \p{Lu}[\p{Ll}']*){1,4}|\p{Lu}{2,}(?: \p{Lu}{2,}){1,4}")
_SYLLABLE = regex.compile(r"(?:ngh?|nh|ch|gh|gi|kh|ph|th|tr|qu|[bcdghklmnprstvx])?[aeiouy]{1,3}(?:ch|ng|nh|[cmnpt])?")


@cache
def _fused_name() -> regex.Pattern[str]:
    """A name after other words on the line, known by its family name."""
    families = "|".join(sorted(surnames(), key=len, reverse=True))
    return regex.compile(rf"(?<=[\s;,.)])(?:{families})(?: \p{{Lu}}\p{{Ll}}+){{1,3}}$")


def opens_recipients(folded: str) -> bool:
    """Whether a folded line opens with Nơi nhận."""
    return _RECIPIENTS.search(folded[:60]) is not None


def is_post_line(printed: str, folded: str) -> bool:
    """Whether a line is a post as a signature block prints it: in capitals, alone, or behind TM., KT., TL., TUQ.

    >>> is_post_line("KT. GIÁM ĐỐC", "kt. giam doc"), is_post_line("Giám đốc Sở", "giam doc so")
    (True, False)
    """
    folded = folded.rstrip("\x7f *.,:;-_|")
    if _STACK.match(folded.lstrip(" .:|-_*'\"")):
        return len(printed) < 90 and (
            is_capitals(printed) or regex.match(r"\W*(?:TM|KT|TL|TUQ|T/M|K/T|T/L)\b", printed) is not None
        )
    return _POST.match(folded) is not None and is_capitals(printed)


def fused_stack(printed: str) -> bool:
    """Whether a line of the left column runs into "KT. GIÁM ĐỐC" of the right one."""
    stack = _FUSED_STACK.search(printed)
    return (
        stack is not None
        and len(printed) < 80
        and _POST.search(fold(printed[stack.end() :])) is not None
        and printed[stack.end() :].isupper()
    )


def name_at(printed: str, sure: bool) -> tuple[int, int] | None:
    """Where in a line stands a person's name without degrees; `sure`: the place in the block vouches for it.

    >>> printed = "ThS. Trần Thị Mai"
    >>> printed[slice(*name_at(printed, sure=False))]
    'Trần Thị Mai'
    """
    words = printed.strip(" .,:;*✓-_|“”\"'")
    if not 4 <= len(words) < 60:
        return None
    start = printed.index(words)
    degree = _DEGREES.match(words)
    if degree:
        start += degree.end()
        words = words[degree.end() :]
    match = _NAME.fullmatch(words)
    if match is None or len(words) > 40:
        return None
    parts = words.split()
    known = parts[0].capitalize() in surnames()
    if is_capitals(words) and (not known or len(parts) < 3 or APPENDIX.match(fold(words))):
        return None
    if not known and (not sure or len(parts) < 2):
        return None
    legal = sum(map(is_syllable, parts))
    return (start, start + len(words)) if legal >= len(parts) - (len(parts) > 2) and legal else None


def is_syllable(word: str) -> bool:
    """Whether a word can be a Vietnamese syllable.

    >>> is_syllable("Trần"), is_syllable("Prẫn")
    (True, False)
    """
    return _SYLLABLE.fullmatch(fold(word)) is not None


class _Block:
    def __init__(self, text: NormalisedText) -> None:
        self.text = text
        self.cells: list[Cell] = []
        self.listing = False  # between "Nơi nhận" and the end of its list
        self.kept = False  # "Lưu …" read: the list is at its last item

    def has(self, role: str) -> bool:
        return any(cell.role == role for cell in self.cells)

    def line(self, line: Line, parts: list[tuple[int, int]]) -> bool:
        """Read one line; False where it belongs to no part of a signature block."""
        read = False
        for column, (start, end) in enumerate(parts):
            read = self._part(start, end, line, column > 0) or read
        return read

    def _part(self, start: int, end: int, line: Line, right: bool) -> bool:
        text = self.text.text
        signed = _SIGNED.search(text, start, end)
        if signed:
            left, after = signed.start(), signed.end()
            if left > start and text[start:left].strip():
                self._part(start, left - len(text[start:left]) + len(text[start:left].rstrip()), line, right)
            if text[after:end].strip():
                self._part(after + len(text[after:end]) - len(text[after:end].lstrip()), end, line, right)
            return True
        printed, folded = text[start:end], self.text.folded[start:end]
        opening = _RECIPIENTS.match(folded)
        if opening:
            self.listing, self.kept = True, False
            rest = start + opening.end()
            rest += len(text[rest:end]) - len(text[rest:end].lstrip(" :|"))
            if rest < end:
                self._beside_opening(rest, end)
            return True
        if is_post_line(printed, folded) or self._post_in_old_font(folded):
            self._add("post", start, end)
            return True
        split = self._fused(start, end)
        if split is not None:
            left_end, role, right_start = split
            if text[start:left_end].strip():
                self._part(start, left_end, line, right)
            self._add(role, right_start, end)
            return True
        bullet = regex.match(r"[-+•*–~]\s?\S|o\s\p{Lu}", printed) is not None
        if not bullet:
            name = name_at(printed, sure=right or (self.has("post") and (line.gap or not self._unfinished())))
            if name and not (self.listing and not right and self._unfinished() and not line.gap):
                self._add("name", start + name[0], start + name[1])
                return True
        return self._recipient(start, end, line, bullet)

    def _beside_opening(self, start: int, end: int) -> None:
        """What stands on the line of "Nơi nhận:": a post of the other column, or the first recipient."""
        printed, folded = self.text.text[start:end], self.text.folded[start:end]
        fused = self._fused(start, end)
        if is_post_line(printed, folded) or _STACK.match(folded):
            self._add("post", start, end)
        elif fused is not None:
            self._add(fused[1], fused[2], end)
            self._beside_opening(start, fused[0])
        elif printed.endswith(";") or regex.match(r"\W{0,3}nhu (?:tren|dieu|kinh)", folded):
            self._add("recipient", start, end)

    def _post_in_old_font(self, folded: str) -> bool:
        """After "kt. bộ trưởng" an own post may be in small letters."""
        stacked = [cell for cell in self.cells if cell.role == "post"]
        return len(stacked) == 1 and self._is_stack(stacked[0]) and _POST_ALONE.match(folded) is not None

    def _is_stack(self, cell: Cell) -> bool:
        return _STACK.match(self.text.folded[cell.start : cell.end].lstrip(" .:|-_*'\"")) is not None

    def _fused(self, start: int, end: int) -> tuple[int, "str", int] | None:
        """Where the right column begins on a line of both: end of the left part, role, start of the right part."""
        text = self.text.text
        stack = _FUSED_STACK.search(text, start, end)
        if stack and stack.start() > start:
            return stack.start(), "post", stack.start()
        post = _FUSED_POST.search(text[start:end]) if self.listing else None
        if post:
            words = post["post"]
            found = _POST.search(fold(words)) or regex.search(_POST_WORDS + r"$", fold(words))
            if found and found.start() + post.start("post") > 0:
                at = start + post.start("post") + found.start()
                return at, "post", at
        if self.cells:
            stacked = [cell for cell in self.cells if cell.role == "post"]
            title = _FUSED_TITLE.search(text[start:end])
            if title and title.start() > 0 and len(stacked) == 1 and self._is_stack(stacked[0]):
                return start + title.start(), "post", start + title.start()
            name = _fused_name().search(text[start:end])
            if name and self.listing and self.has("post") and not self.has("name") and name.start() > 0:
                before = text[start : start + name.start()].rstrip()
                if not before.endswith(("-", "đ/c", "ông", "bà", "đồng chí", ",")) and not regex.search(
                    r"\p{Lu}\p{Ll}+$", before
                ):
                    return start + name.start(), "name", start + name.start()
        return None

    def _recipient(self, start: int, end: int, line: Line, bullet: bool) -> bool:
        if not self.listing:
            return False
        printed, folded = self.text.text[start:end], self.text.folded[start:end]
        if not bullet and (is_noise(printed) or self.kept and line.gap):
            return False
        if not bullet and not self._unfinished() and (line.gap or self.kept):
            return False
        if not bullet and self.kept and len(printed) > 60:
            return False
        if regex.match(r"\W{0,3}luu\b", folded):
            self.kept = True
        elif bullet and self.kept and line.gap and not regex.match(r"\W{0,3}luu\b", folded):
            return False
        self._add("recipient", start, end)
        return True

    def _unfinished(self) -> bool:
        """Whether the last recipient's line lacks its closing mark, so that the next line may go on."""
        last = next((cell for cell in reversed(self.cells) if cell.role == "recipient"), None)
        return last is None or self.text.text[last.end - 1] not in ";.”"

    def _add(self, role: str, start: int, end: int) -> None:
        words = self.text.text[start:end]
        start += len(words) - len(words.lstrip(" |:"))
        words = words.strip(" |:")
        if words:
            self.cells.append(Cell(role, start, start + len(words)))  # type: ignore[arg-type]


def read_block(text: NormalisedText, lines: list[Line], first: int) -> tuple[list[Cell], int]:
    """The cells of the block that begins at `lines[first]`, and the index of the line after it."""
    block = _Block(text)
    near = range(first, min(len(lines), first + 25))
    opened = any(opens_recipients(text.folded[lines[i].start : lines[i].end]) for i in near)
    block.listing = not opened and any(
        regex.match(r"\W{0,3}luu\b", text.folded[lines[i].start : lines[i].end]) for i in near
    )
    last, missed = first, 0
    for index in range(first, min(len(lines), first + 90)):
        line = lines[index]
        printed, folded = text.text[line.start : line.end], text.folded[line.start : line.end]
        if len(printed) > 200:
            break
        if index > first and not is_post_line(printed, folded):
            if APPENDIX.match(folded) and not printed.startswith(("-", "+")):
                break
            if (
                block.has("name")
                and block.kept
                and len(printed) > 15
                and is_capitals(printed)
                and not is_noise(printed)
            ):
                break
        parts = [
            (m.start(), m.end())
            for m in regex.finditer(
                r"[^\s|](?:[^|\n]*?[^\s|])?(?=\s*(?:\||$)|[ ]{3,})", text.text, pos=line.start, endpos=line.end
            )
        ]
        if block.line(line, parts):
            last, missed = index, 0
        else:
            missed += 1
            block.listing = block.listing and not (block.kept and not is_noise(printed))
            if missed > 8 or not is_noise(printed) and len(printed) > 60:
                break
    return block.cells, last + 1
