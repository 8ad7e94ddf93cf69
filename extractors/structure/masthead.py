"""The head of a document: letterhead in one or two columns, number, place and date, type and trích yếu, addressees.

Nghị định 30/2020/NĐ-CP, Phụ lục I, and Hướng dẫn 36-HD/VPTW set the parts and their order; converters and OCR run the
two columns together on one line or put one after the other, so lines are first cut into cells, then read by role.
"""

import re
from dataclasses import dataclass, field

from corpora import bodies
from corpora.folding import fold
from extractors.normalise import NormalisedText
from extractors.structure.cells import RawCell, cut_line, dates_joined
from extractors.structure.lines import Line, is_capitals, is_noise
from extractors.structure.model import Cell, Role
from extractors.structure.titles import OF_BODY, opens_preamble, title_alone, type_at, type_behind, type_words
from extractors.structure.words import AUTHORITY, BODY_OPENS

__all__ = ["Masthead", "read_masthead"]

_LOOK_AT = 64  # lines: no letterhead is longer, stamps included
_SUBJECT_AT_MOST = 10  # lines of a V/v in its narrow column
_LOST_TITLE_AT_MOST = 4  # lines
_FIRST_WITHIN = 40  # lines before number, date or motto: gazette, stamps

_SUBJECT = re.compile(r"^[\W_]{0,4}(?:va viec\b|v/v\b|v\.v\b|v[ie]\W?[/y]v?\b|ve viec\b|trich yeu ?:)")
_SALUTATION = re.compile(r"\bk[il1]nh ?g[uiư]\w?i\b")
_BODY_WORD = re.compile(rf"\b(?:{BODY_OPENS.pattern}|(?:tinh|thanh pho|huyen|quan|xa|phuong|thi xa|thi tran|tp)\b)")
_ATTACHED = re.compile(r"\( ?(?:kem theo|ban hanh|dinh kem|du thao|co )")
_IS_RULE = re.compile(r"[-_*=. o]+$")
_BASIS = re.compile(r"\W{0,2}can cu\b")
_ABOUT = re.compile(r"\W{0,3}(?:v/v|ve viec|ve )")
_LABEL = re.compile(r"\W{0,2}(?:[IVX]{1,4}|1|A)[./)] ")
_CITES = re.compile(r"(?:so|ngay) ?\d")
_NO_END = re.compile(r" (?:cua|va|cac|tai|theo|cho|doi voi)$")
_GAZETTE = re.compile(r"cong bao|van ban quy pham|tin hoc")
_BULLET = re.compile(r"[-+•*o] ?[^\W\d_]")
_AFTER_ADDRESSEES = re.compile(r"\W{0,2}(?:can cu|thuc hien|theo |xet |de |ngay |tren co so|tiep |thi hanh)")


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


def read_masthead(text: NormalisedText, lines: list[Line]) -> Masthead | None:
    """Cells of the head, or None where the text has no head of an administrative document."""
    window = dates_joined(text, lines[:_LOOK_AT])
    cut = _Cut(text, window)
    within = range(min(len(window), _FIRST_WITHIN))
    first = next((index for index in within if any(role for role, _, _ in cut[index])), None)
    title = title_alone(text, window) if first is None else None
    anchor = title if first is None else first
    if anchor is None:
        return None
    head = _Reader(cut, _issuer_above(text, window, anchor), title).read()
    if not head.having("motto", "number", "type"):
        return None
    stop = window[head.body_line].start if head.body_line < len(window) else lines[len(lines[:_LOOK_AT]) - 1].end
    head.body_line = next((i for i, line in enumerate(lines) if line.start >= stop), len(lines))
    return head


def _issuer_above(text: NormalisedText, lines: list[Line], first: int) -> int:
    """Walk up from the first anchor over the lines of the issuer's name; a place alone may end it ("CẦN THƠ")."""
    at = top = first
    while at > 0 and top - at < 3:
        at -= 1
        line = lines[at]
        printed, folded = text.text[line.start : line.end], text.folded[line.start : line.end]
        if _IS_RULE.match(printed):
            top = at if top == at + 1 else top
            continue
        if len(printed) > 90 or is_noise(printed) or not is_capitals(printed) or _GAZETTE.search(folded):
            break
        if _BODY_WORD.search(folded):
            top = at
    return top


class _Cut(dict[int, list[RawCell]]):
    """The cells of each line, cut when asked for."""

    def __init__(self, text: NormalisedText, lines: list[Line]) -> None:
        super().__init__()
        self.text, self.lines = text, lines

    def __missing__(self, index: int) -> list[RawCell]:
        self[index] = cut_line(self.text, self.lines[index])
        return self[index]


class _Reader:
    """Reads the cells in order; what a cell without a role of its own means depends on the one before it."""

    def __init__(self, cut: _Cut, first: int, title: int | None) -> None:
        self.text, self.lines, self.cut = cut.text, cut.lines, cut
        self.at, self.title = first, title
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
            span = (
                type_words(printed, folded, alone)
                if alone and (seen & {"motto", "number", "date"} or self._titled())
                else None
            )
            if span is None and self.at == self.title:
                span = type_at(folded)
            if span and not self.open_subject:
                self._title(span)
                break
            if self._is_body(line, folded, seen):
                break
            for role, start, end in self.cut[self.at]:
                self._cell(role, start, end, seen)
            self.at += 1
        if not self.head.having("subject"):
            self._title_lost()
        self.head.body_line = self.at
        return self.head

    def _title_lost(self) -> None:
        """The trích yếu between letterhead and preamble where OCR lost the type line above it."""
        if not self.head.having("number") or self.at >= len(self.lines):
            return
        if not _BASIS.match(self.text.folded, self.lines[self.at].start):
            return
        last = max(cell.end for cell in self.head.cells)
        between = [line for line in self.lines[: self.at] if line.start >= last]
        words = [line for line in between if not is_noise(self.text.text[line.start : line.end])]
        if 0 < len(words) <= _LOST_TITLE_AT_MOST and self.text.text[words[0].start].isupper():
            self.head.cells += [Cell("subject", line.start, line.end) for line in words]

    def _titled(self) -> bool:
        return not self.head.cells

    def _is_body(self, line: Line, folded: str, seen: set[str]) -> bool:
        if any(role for role, _, _ in self.cut[self.at]) or not seen & {"motto", "number", "date"}:
            return False
        if _ABOUT.match(folded):
            return False
        printed = self.text.text[line.start : line.end]
        dated = self.open_subject and not line.gap and folded.startswith("ngay ")  # of a document in the V/v
        opens = opens_preamble(folded) and not dated
        if opens and (line.gap or not self.open_subject or self._cites_a_number(line)):
            return True
        if self.open_subject and len(self.head.having("subject")) > _SUBJECT_AT_MOST:
            return True
        return len(printed) > 75 and not is_capitals(printed) and not self.open_subject

    def _cell(self, role: str, start: int, end: int, seen: set[str]) -> None:
        folded, printed = self.text.folded[start:end], self.text.text[start:end]
        add = self.head.cells.append
        if role in ("motto", "number", "date"):
            if (role == "number" and "number" in seen) or (role == "date" and "date" in seen):
                return
            seen.add(role)
            self.open_subject = False
            add(Cell(role, start, end))  # type: ignore[arg-type]
        elif role == "symbol" and self.open_subject and printed[0].isdigit() and not self.lines[self.at].gap:
            add(Cell("subject", start, end))  # a number of another document, alone on its line
        elif role == "symbol":
            add(Cell("number", start, end))
        elif _SUBJECT.match(folded) or (not self.head.having("subject") and self._is_about(printed, folded)):
            self.open_subject = True
            seen.add("subject")
            add(Cell("subject", start, end))
        elif self.open_subject and not is_noise(printed) and self._subject_goes_on(start, printed):
            add(Cell("subject", start, end))
        elif is_noise(printed):
            if self.open_subject and self.lines[self.at].gap:
                self.open_subject = False
        elif "subject" not in seen and (is_capitals(printed) or self._old_issuer(folded, seen)) and len(printed) < 90:
            behind = type_behind(folded) if BODY_OPENS.match(folded) else None
            body = bodies.find_at(folded, 0) if behind else None
            if (
                behind and body and body[0] <= behind and not folded[body[0] : behind].strip(" .,-")
            ):  # the type line of the other column
                add(Cell("issuer", start, start + behind))
                add(Cell("type", start + behind, end))
            else:
                add(Cell("issuer", start, end))

    def _is_about(self, printed: str, folded: str) -> bool:
        """A subject without "V/v", right under the number."""
        above = self.head.cells[-1].role if self.head.cells else ""
        return above in ("number", "date") and folded.startswith("ve ") and printed[0].isupper()

    def _subject_goes_on(self, start: int, printed: str) -> bool:
        line = self.lines[self.at]
        if not line.gap or start != line.start:
            return True
        if is_capitals(printed) and _BODY_WORD.search(fold(printed)):
            return False
        return printed[0].islower() or (len(printed) < 60 and (printed[0].isalnum() or printed[0] in '(“"'))

    def _old_issuer(self, folded: str, seen: set[str]) -> bool:
        """Capitals lost by an old font: words of a body before number and motto."""
        return "number" not in seen and _BODY_WORD.match(folded) is not None and len(folded) < 60

    def _title(self, span: tuple[int, int]) -> None:
        line = self.lines[self.at]
        add = self.head.cells.append
        add(Cell("type", line.start + span[0], line.start + span[1]))
        rest = self.text.text[line.start + span[1] : line.end].strip(" :.-_*")
        if rest and not OF_BODY.match(fold(rest)):
            start = self.text.text.index(rest, line.start + span[1])
            add(Cell("subject", start, start + len(rest)))
        self.at += 1
        first = self.at
        while self.at < len(self.lines):
            line = self.lines[self.at]
            printed, folded = self.text.text[line.start : line.end], self.text.folded[line.start : line.end]
            if _IS_RULE.match(printed) or (is_noise(printed) and not printed.isalpha()):
                self.at += 1
                if self.head.having("subject"):
                    break
                continue
            if self._title_ends(line, printed, folded, first):
                break
            if printed.startswith("(") and _ATTACHED.match(folded):
                while (
                    self.at < len(self.lines)
                    and ")" not in self.text.text[self.lines[self.at].start : self.lines[self.at].end]
                ):
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
        if started and not line.gap and self._unfinished():
            return False
        if started and len(printed) < 70 and AUTHORITY.match(folded) and self._followed_by_basis():
            return True
        if _BASIS.match(folded):
            return True
        if started and printed[0].isupper() and opens_preamble(folded) and self._cites_a_number(line):
            return True
        if not started:
            return opens_preamble(folded) and line.gap and len(printed) > 70 and self._is_sentence()
        if line.gap:
            small = printed[0].islower() or printed[0] == "("
            return not small or (opens_preamble(folded) and len(printed) > 70)
        if is_capitals(printed) and AUTHORITY.match(folded):
            previous = self.head.cells[-1]
            return not is_capitals(self.text.text[previous.start : previous.end])
        return _LABEL.match(printed) is not None or (len(printed) > 150 and opens_preamble(folded))

    def _unfinished(self) -> bool:
        """Whether the line above ends in a word that ends no trích yếu ("… ngày 09-01-2019 của")."""
        above = self.lines[self.at - 1]
        return _NO_END.search(self.text.folded, max(above.start, above.end - 8), above.end) is not None

    def _is_sentence(self) -> bool:
        """Whether the paragraph that begins here ends in a mark: a trích yếu has none."""
        last = self.at
        while last + 1 < len(self.lines) and not self.lines[last + 1].gap:
            last += 1
        return self.text.text[self.lines[last].end - 1] in ".;:,"

    def _cites_a_number(self, line: Line) -> bool:
        following = self.text.folded[line.start : line.end + 60].replace("\n", " ")
        return _CITES.search(following) is not None

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
            elif len(printed) < 90 and AUTHORITY.match(folded) and (is_capitals(printed) or self._followed_by_basis()):
                self.head.cells.append(Cell("authority", line.start, line.end))
                self.at += 1
            elif (self.head.having("authority") and len(printed) < 60 and is_capitals(printed)) or self.cut[self.at][0][
                0
            ] in ("date", "number"):
                role, start, end = self.cut[self.at][0]
                self.head.cells.append(Cell(role if role in ("date", "number") else "authority", start, end))  # type: ignore[arg-type]
                self.at += 1
            else:
                return

    def _addressed(self) -> bool:
        return self.head.cells[-1].role == "addressee"

    def _followed_by_basis(self) -> bool:
        following = self.lines[self.at + 1 : self.at + 3]
        return any(_BASIS.match(self.text.folded[line.start : line.start + 12]) for line in following)

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
            bullet = _BULLET.match(printed) is not None
            if _AFTER_ADDRESSEES.match(folded):
                break
            small = printed[0].islower() or printed[0] in "(,"
            goes_on = not line.gap and self.text.text[previous - 1] not in ".;:" and len(printed) < 60
            listed = len(printed) < 120 and self.text.text[line.end - 1] in ";.,"
            if self.text.text[previous - 1] == ";" or (open_ended and not self._addressed()):
                goes_on = goes_on or (
                    len(printed) < 120 and not is_noise(printed) and self.text.text[line.end - 1] != ":"
                )
                open_ended = open_ended and listed
            if bullet or (small and not is_noise(printed)) or (listed if open_ended else goes_on):
                self.head.cells.append(Cell("addressee", line.start, line.end))
            elif is_noise(printed) and len(printed) < 25:
                pass
            else:
                break
            self.at += 1
