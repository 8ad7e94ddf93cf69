"""The signature block: posts, name, Nơi nhận, in columns side by side, run together, or one after the other."""

import re
from typing import NamedTuple

import regex

from extractors.normalise import NormalisedText
from extractors.structure.lines import Line, is_capitals, is_noise
from extractors.structure.model import Cell, Role
from extractors.structure.persons import (
    STACK,
    blurred_post,
    ends_in_post,
    is_post,
    is_post_line,
    name_at,
    name_behind,
    name_under_stamp,
)
from extractors.structure.words import APPENDIX

__all__ = ["fused_stack", "list_above", "opens_recipients", "read_block"]

_RECIPIENTS = re.compile(r"(?:^|(?<=\|)|(?<=\s{3}))[\W_]{0,4}(?:n[o0]i ?nh[ae]n\b ?[:;.,]?|[a-z]?[o0]i ?nh[ae]n ?[:;])")
_KEPT = re.compile(r"\W{0,3}luu\b")
_AS_ABOVE = re.compile(r"\W{0,3}nhu (?:tren|dieu|kinh|muc|thanh phan)")
_FUSED_STACK = regex.compile(
    r"(?<=[\s;,:.)])(?:(?:TM|KT|TL|TUQ|T/M|K/T|T/L)\s?[./](?![./])\s?(?=\p{Lu})|KT,\s?(?=\p{Lu}{2})"
    r"|(?:kt|tm|tl)\s?[./] ?(?=\p{L}{2,} ))"
)
_FUSED_POST = regex.compile(
    r"(?:^|[\s\W\p{Lu}])(?P<post>(?:(?:PHÓ|QUYỀN|Q\.) )?(?:\p{Lu}{2,} ){1,4}\p{Lu}{2,})\W{0,4}$"
)
_FUSED_TITLE = regex.compile(
    r"(?<=\s)(?:[Pp]hó )?"
    r"(?:Thứ trưởng|Bộ trưởng|Chủ tịch|Giám đốc|Cục trưởng|Vụ trưởng|Thống đốc|Hiệu trưởng|Viện trưởng)$"
)
_SIGNED = re.compile(r"\(\s*[đĐ]ã ký\s*\)?|[đĐ]ã ký\s*:?$")
_BULLET = regex.compile(r"[-+•*–~]\s?\S|o\s\p{Lu}")
_NOISY_BULLET = regex.compile(r"[^\p{L}\d\s]{1,3}\s?\p{Lu}\p{Ll}")
_LISTED = regex.compile(r"[^\p{L}\d(]{1,3}\p{Lu}[^\n]{0,110}[;,.)]?$", regex.MULTILINE)
_PART = re.compile(r"[^\s|](?:[^|\n]*?[^\s|])?(?=\s*(?:\||$)|[ ]{3,})")
_LOOSE_END = re.compile(r"[;,.)]$")
_FOLDED_WORD = re.compile(r"[a-z]+")
_LINES_AT_MOST = 90
_MISSED_AT_MOST = 8  # lines of scribble and stamps between two cells of a block


class _Fused(NamedTuple):
    """A line on which both columns stand: where the left one ends, what the right one is and where it begins."""

    left_end: int
    role: Role
    start: int


def opens_recipients(folded: str) -> bool:
    """Whether a folded line opens with Nơi nhận."""
    return _RECIPIENTS.search(folded[:60]) is not None


def fused_stack(printed: str, folded: str) -> bool:
    """Whether a line of the left column runs into "KT. GIÁM ĐỐC" of the right one."""
    stack = _FUSED_STACK.search(printed) if len(printed) < 80 else None
    return stack is not None and is_post(folded[stack.end() :]) and printed[stack.end() :].isupper()


def list_above(text: NormalisedText, lines: list[Line], index: int, first: int) -> int:
    """The line on which a list of recipients begins that ends in "Lưu …" on `lines[index]` or just above it."""
    at = index
    while at > first and is_noise(text.text[lines[at].start : lines[at].end]):
        at -= 1
    if not _KEPT.match(text.folded[lines[at].start : lines[at].end]):
        return index
    found = at
    while at > first and index - at < 25 and found - at < 3:
        at -= 1
        line = lines[at]
        printed, folded = text.text[line.start : line.end], text.folded[line.start : line.end]
        if _LISTED.match(printed) or fused_stack(printed, folded):
            found = at
        elif not is_post_line(printed, folded):
            break
    return found


def _blurred_end(folded: str) -> int | None:
    """Where the last words of a line of capitals, alike to a post, begin."""
    words = [match.start() for match in _FOLDED_WORD.finditer(folded)]
    return next((at for at in words[-4:-1] if blurred_post(folded[at:])), None)


class _Block:
    def __init__(self, text: NormalisedText, listing: bool) -> None:
        self.text = text
        self.cells: list[Cell] = []
        self.roles: set[Role] = set()
        self.listing = listing  # inside the list of Nơi nhận
        self.kept = False  # "Lưu …" read: the list is at its last item
        self.torn: int | None = None  # where capitals without a role begin, one half of a post
        self.loose: list[Cell] = []  # ends of wrapped lines that OCR set behind the list

    def has(self, role: Role) -> bool:
        return role in self.roles

    def line(self, line: Line) -> bool:
        """Read one line; False where it belongs to no part of a signature block."""
        read = False
        for column, part in enumerate(_PART.finditer(self.text.text[line.start : line.end])):
            read = self._part(line.start + part.start(), line.start + part.end(), line, column > 0) or read
        return read

    def _part(self, start: int, end: int, line: Line, right: bool) -> bool:
        printed, folded = self.text.text[start:end], self.text.folded[start:end]
        signed = _SIGNED.search(printed) if "ký" in printed else None
        if signed:
            for first, last in ((start, start + signed.start()), (start + signed.end(), end)):
                words = self.text.text[first:last]
                if words.strip():
                    left = first + len(words) - len(words.lstrip())
                    self._part(left, left + len(words.strip()), line, right)
            return True
        opening = _RECIPIENTS.match(folded)
        if opening:
            self.listing, self.kept = True, False
            rest = start + opening.end()
            rest += len(self.text.text[rest:end]) - len(self.text.text[rest:end].lstrip(" :|"))
            if rest < end:
                self._beside_opening(rest, end)
            return True
        if is_post_line(printed, folded) or self._post_in_old_font(folded):
            self._add("post", start, end)
            return True
        if self._blurred(start, end):
            return True
        fused = self._fused(start, end)
        if fused is not None:
            if self.text.text[start : fused.left_end].strip():
                self._part(start, fused.left_end, line, right)
            self._add(fused.role, fused.start, end)
            return True
        bullet = _BULLET.match(printed) is not None
        if not bullet:
            below = self.kept and self.cells[-1].role == "post"  # "Lưu …" is behind us, the post right above
            name = name_at(printed, sure=right or below or (self.has("post") and (line.gap or not self._unfinished())))
            if name and (below or not (self.listing and not right and self._unfinished() and not line.gap)):
                self._add("name", start + name[0], start + name[1])
                return True
            under = name_under_stamp(printed) if self.kept or self.has("post") else None
            if under and not self.has("name") and not (self.listing and not self.kept):
                self._add("name", start + under[0], start + under[1])
                return True
        if self._recipient(start, end, line, bullet):
            return True
        if self.kept and printed[0].islower() and end - start < 40 and _LOOSE_END.search(printed):
            self.loose.append(Cell("recipient", start, end))
        return False

    def _blurred(self, start: int, end: int) -> bool:
        """A post that a stamp blurred, or tore into two lines ("ĐỐC" above "PHÓ GIÁM")."""
        printed = self.text.text[start:end]
        if not (self.listing or self.cells) or end - start > 40 or not is_capitals(printed) or is_noise(printed):
            return False
        first = start if self.torn is None else self.torn
        for left in dict.fromkeys((start, first)):
            if blurred_post(self.text.folded[left:end]):
                self._add("post", left, end)
                self.torn = None
                return True
        self.torn = start if end - start < 20 else None
        return False

    def recipients_whole(self) -> list[Cell]:
        """All cells, the loose ends of wrapped recipients put behind their lines where there is one for each."""
        open_ended = [
            index
            for index, cell in enumerate(self.cells)
            if cell.role == "recipient"
            and self.text.text[cell.end - 1] not in ";.,:”"
            and not _KEPT.match(self.text.folded, cell.start)
            and not self._small_after(index)
        ]
        if not self.loose or len(open_ended) != len(self.loose):
            return self.cells
        whole: list[Cell] = []
        loose = iter(self.loose)
        for index, cell in enumerate(self.cells):
            whole.append(cell)
            if index in open_ended:
                whole.append(next(loose))
        return whole

    def _small_after(self, index: int) -> bool:
        """Whether the next recipient's line begins small: it goes on from here."""
        following = next((cell for cell in self.cells[index + 1 :] if cell.role == "recipient"), None)
        return following is not None and self.text.text[following.start].islower()

    def _beside_opening(self, start: int, end: int) -> None:
        """What stands on the line of "Nơi nhận:": a post of the other column, or the first recipient."""
        printed, folded = self.text.text[start:end], self.text.folded[start:end]
        fused = self._fused(start, end)
        if is_post_line(printed, folded) or STACK.match(folded):
            self._add("post", start, end)
        elif fused is not None:
            self._add(fused.role, fused.start, end)
            self._beside_opening(start, fused.left_end)
        elif printed.endswith(";") or _AS_ABOVE.match(folded):
            self._add("recipient", start, end)

    def _post_in_old_font(self, folded: str) -> bool:
        """After "kt. bộ trưởng" an own post may be in small letters."""
        return self._only_stacked() and is_post(folded, alone=True)

    def _only_stacked(self) -> bool:
        stacked = [cell for cell in self.cells if cell.role == "post"]
        return (
            len(stacked) == 1
            and STACK.match(self.text.folded[stacked[0].start : stacked[0].end].lstrip(" .:|-_*'\"")) is not None
        )

    def _fused(self, start: int, end: int) -> _Fused | None:
        printed = self.text.text[start:end]
        stack = _FUSED_STACK.search(printed) if any(mark in printed for mark in ".,/") else None
        if stack and "," in stack.group() and not is_post(self.text.folded[start + stack.end() : end]):
            stack = None  # "VPUB: PCVP, KT, CBTH;" lists units
        if stack and stack.start() > 0:
            return _Fused(start + stack.start(), "post", start + stack.start())
        post = _FUSED_POST.search(printed) if self.listing and printed.rstrip(" .,;:*-")[-2:].isupper() else None
        if post:
            first, last = post.span("post")
            found = ends_in_post(self.text.folded[start + first : start + last])
            if found is None:
                found = _blurred_end(self.text.folded[start + first : start + last])
            if found is not None and first + found > 0:
                return _Fused(start + first + found, "post", start + first + found)
        if self.cells:
            title = _FUSED_TITLE.search(printed) if self._only_stacked() else None
            if title and title.start() > 0:
                return _Fused(start + title.start(), "post", start + title.start())
            if self.listing and self.has("post") and not self.has("name"):
                name = name_behind(printed)
                if name:
                    return _Fused(start + name, "name", start + name)
        return None

    def _recipient(self, start: int, end: int, line: Line, bullet: bool) -> bool:
        if not self.listing:
            return False
        printed, folded = self.text.text[start:end], self.text.folded[start:end]
        kept = _KEPT.match(folded) is not None
        if not bullet:
            if not (printed[0].isalpha() or self.has("recipient") or _NOISY_BULLET.match(printed)):
                return False
            if is_noise(printed) or (self.kept and (line.gap or len(printed) > 60)):
                return False
            if not self._unfinished() and (line.gap or self.kept):
                return False
        elif self.kept and line.gap and not kept:
            return False
        self.kept = self.kept or kept
        self._add("recipient", start, end)
        return True

    def _unfinished(self) -> bool:
        """Whether the last recipient's line lacks its closing mark, so that the next line may go on."""
        last = next((cell for cell in reversed(self.cells) if cell.role == "recipient"), None)
        return last is None or self.text.text[last.end - 1] not in ";.”"

    def _add(self, role: Role, start: int, end: int) -> None:
        words = self.text.text[start:end]
        start += len(words) - len(words.lstrip(" |:"))
        words = words.strip(" |:")
        if words:
            self.cells.append(Cell(role, start, start + len(words)))
            self.roles.add(role)


def read_block(text: NormalisedText, lines: list[Line], first: int, listed: bool) -> tuple[list[Cell], int]:
    """The cells of the block that begins at `lines[first]`, and the index of the line after it.

    `listed`: it begins with the list of recipients, whose title stands elsewhere or is lost.
    """
    near = [text.folded[line.start : line.end] for line in lines[first : first + 25]]
    listing = any(map(_KEPT.match, near)) and (listed or not any(map(opens_recipients, near)))
    block = _Block(text, listing)
    last, missed = first, 0
    for index in range(first, min(len(lines), first + _LINES_AT_MOST)):
        line = lines[index]
        printed, folded = text.text[line.start : line.end], text.folded[line.start : line.end]
        named = block.listing and not block.kept and _BULLET.match(printed)  # many recipients after one bullet
        if len(printed) > (1000 if named else 200) or (index > first and _ends_block(printed, folded, block)):
            break
        if block.line(line):
            last, missed = index, 0
            continue
        missed += 1
        block.listing = block.listing and not (block.kept and not is_noise(printed))
        if missed > _MISSED_AT_MOST or (len(printed) > 60 and not is_noise(printed)):
            break
    return block.recipients_whole(), last + 1


def _ends_block(printed: str, folded: str, block: _Block) -> bool:
    """Whether an attached text begins: by its first words, or a title in capitals after name and "Lưu"."""
    if is_post_line(printed, folded) or printed.startswith(("-", "+")):
        return False
    if APPENDIX.match(folded):
        return True
    return block.has("name") and block.kept and len(printed) > 15 and is_capitals(printed) and not is_noise(printed)
