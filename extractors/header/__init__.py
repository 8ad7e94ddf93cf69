"""Header: the document's own particulars, read from the cells of its structure (Nghị định 30/2020/NĐ-CP, Phụ lục I)."""

from collections.abc import Sequence

import regex

from corpora.document_types import by_symbol, by_word
from corpora.folding import fold
from extractors.dates import match_date
from extractors.header.dateline import printed_date, printed_place
from extractors.header.issuer import Issuer, issuer_of_letterhead, issuer_of_symbol
from extractors.header.number import PrintedNumber, read_number
from extractors.header.signature import joined_items, read_signer
from extractors.header.subject import joined_subject
from extractors.normalise import NormalisedText
from extractors.records import Header, Span
from extractors.structure.model import Cell, Role, Structure
from extractors.structure.titles import blurred_type
from extractors.structure.words import BODY_OPENS

__all__ = ["extract_header"]

_ONE_ADDRESSEE = regex.compile(r"(?:[^;(]|\([^)]*\)?)+(?:;|$)")
_PERSON = regex.compile(r"(?i)(?:ông|bà|đồng chí|đ/c) (?=\p{Lu})")
_NEXT_PERSON = regex.compile(r"(?:,| và)\s+(?=(?:[Ôô]ng|[Bb]à|[Đđ]ồng chí|[Đđ]/c) \p{Lu})")
_OUTER_COMMA = regex.compile(r",\s+(?![^()]*\))")
_CALLED = regex.compile(r"\(sau day (?:viet|goi)")  # "(Sau đây gọi chung là các đơn vị)" is nobody
_JOINTS = regex.compile(r"[-/]")
_ADOPTED = regex.compile(r"thong qua (?=ngay[ \d])")
_OF_ASSEMBLIES = frozenset(("HP", "BL", "L", "PL", "NQ"))
_TAIL = 1500  # characters at a law's end in which it says when it was adopted


def extract_header(text: NormalisedText, structure: Structure) -> Header:
    """The particulars that the document prints of itself; what it does not print is None.

    >>> from extractors.normalise import normalise
    >>> from extractors.structure import analyse
    >>> text = normalise("BỘ NỘI VỤ\\nSố: 12/BNV-VP\\nHà Nội, ngày 05 tháng 3 năm 2024\\nV/v báo cáo")
    >>> header = extract_header(text, analyse(text))
    >>> header.type, header.number, header.date, header.issuer, header.subject
    ('CV', '12/BNV-VP', '2024-03-05', 'Bộ Nội vụ', 'báo cáo')
    """
    return _Reading(text, structure).header()


class _Reading:
    def __init__(self, text: NormalisedText, structure: Structure) -> None:
        self.text = text
        self.structure = structure
        self.evidence: dict[str, tuple[Span, ...]] = {}

    def header(self) -> Header:
        if not self.having("number", "date", "motto", "type"):
            return Header()
        printed = self._number(self._printed_type())
        kind = self._type(printed)
        date = self._date() or (self._adopted() if kind in _OF_ASSEMBLIES else None)
        symbol = printed.symbol if printed else None
        place = self._place()
        year = int(date[:4]) if date else None
        issuer = self._issuer(symbol, place, year)
        signer = read_signer(self.text.text, self.having("post", "name"))
        self._witness("signer", self.having("name")[:1] or self.having("post")[-1:])
        self._witness("subject", self.having("subject"))
        self._witness("type", self.having("type"))
        return Header(
            type=kind,
            number=printed.number if printed else None,
            symbol=symbol,
            date=date,
            place=place,
            issuer=issuer.name if issuer else None,
            issuer_id=issuer.id if issuer else None,
            subject=joined_subject([self._words(cell) for cell in self.having("subject")]),
            signer=signer,
            addressees=self._addressees(),
            recipients=joined_items(self.text.text, self.having("recipient")),
            evidence=self.evidence,
        )

    def having(self, *roles: Role) -> list[Cell]:
        """The cells of these roles in the order of the text."""
        return [cell for cell in self.structure.cells if cell.role in roles]

    def _words(self, cell: Cell) -> str:
        return self.text.text[cell.start : cell.end]

    def _witness(self, field: str, cells: Sequence[Cell]) -> None:
        spans = tuple(span for cell in cells for span in self.text.spans(cell.start, cell.end) if span.start < span.end)
        if spans:
            self.evidence[field] = spans

    def _printed_type(self) -> str | None:
        """The code of the type line."""
        cell = next(iter(self.having("type")), None)
        if cell is None:
            return None
        words, system = fold(" ".join(self._words(cell).split())), "party" if self._is_party() else None
        kind = by_word(words, system) or by_word(blurred_type(words) or "", system)
        return kind.code if kind else None

    def _is_party(self) -> bool:
        return any("dang c" in self.text.folded[cell.start : cell.end] for cell in self.having("motto"))

    def _type(self, printed: PrintedNumber | None) -> str | None:
        """The type line decides; without one the symbol, and what has a number and no type word is a công văn."""
        code = self._printed_type()
        if code or self.having("type"):
            return code
        if printed is None or printed.symbol is None:
            return "CV" if self.having("number") and self.having("subject", "addressee") else None
        first = by_symbol(_JOINTS.split(printed.symbol)[0])
        letter = self.having("subject", "salutation")
        if (
            first is not None
            and first.code
            and not (letter and len(_JOINTS.split(printed.symbol)) == 2 and first.code in ("CT", "TC"))
        ):
            return first.code
        return "CV"

    def _number(self, kind: str | None) -> PrintedNumber | None:
        cells = self.having("number")
        if not cells:
            return None
        whole = self._words(cells[0])
        torn = next((self._words(cell) for cell in cells[1:] if self._words(cell).lstrip().startswith("/")), None)
        printed = read_number(whole, kind, torn)
        if printed is None:
            return None
        self._witness(
            "number",
            [
                Cell("number", cells[0].start + printed.start, cells[0].start + printed.end),
                *(cells[1:2] if torn else ()),
            ],
        )
        return printed

    def _date(self) -> str | None:
        for cell in self.having("date"):
            date = printed_date(self.text.folded[cell.start : cell.end])
            if date:
                self._witness("date", [cell])
                return date
        return None

    def _adopted(self) -> str | None:
        """Laws and resolutions of assemblies print no dateline but, at their end, when they were adopted."""
        end = self.structure.body.end
        for match in _ADOPTED.finditer(self.text.folded, max(0, end - _TAIL), end):
            found = match_date(self.text.folded, match.end())
            if found:
                self._witness("date", [Cell("date", match.end(), found.end)])
                return found.iso
        return None

    def _place(self) -> str | None:
        for cell in self.having("date"):
            span = printed_place(self._words(cell))
            if span:
                self._witness("place", [Cell("date", cell.start + span[0], cell.start + span[1])])
                words = self._words(cell)[span[0] : span[1]]
                return _capitalised(" ".join(words.split()).strip(" .-_"))
        return None

    def _issuer(self, symbol: str | None, place: str | None, year: int | None) -> Issuer | None:
        cells = self.having("issuer")
        found = (
            issuer_of_letterhead([self._words(cell) for cell in cells], place, self.text, year, symbol)
            if cells
            else None
        )
        if found is not None:
            self._witness("issuer", cells)
            return found
        if symbol:
            return issuer_of_symbol(symbol, place, self.text.folded, year)
        return None

    def _addressees(self) -> tuple[str, ...]:
        cells: list[Cell] = []
        for cell in self.having("addressee"):
            at = cell.start
            for part in _ONE_ADDRESSEE.finditer(self._words(cell)):
                start, end = at + part.start(), at + part.end()
                lead = len(self.text.text[start:end]) - len(self.text.text[start:end].lstrip())
                if self.text.text[start:end].strip(" ;"):
                    cells.append(Cell("addressee", start + lead, end))
        items = joined_items(self.text.text, cells, semicolon_ends=True)
        return tuple(one for item in items if not _CALLED.match(fold(item)) for one in _each(item))


def _each(item: str) -> list[str]:
    """The persons, or the bodies of one kind, of one line: "Bà A, ông B"; "Sở Nội vụ, Sở Tài chính"."""
    if _PERSON.match(item):
        return [one.strip() for one in _NEXT_PERSON.split(item)]
    parts = [part.strip() for part in _OUTER_COMMA.split(item)]
    kinds = {match.group() if (match := BODY_OPENS.match(fold(part))) and part[:1].isupper() else "" for part in parts}
    return parts if len(parts) > 1 and "" not in kinds and (len(kinds) == 1 or len(parts) > 2) else [item]


def _capitalised(place: str) -> str:
    """A place with the capitals that an old font lost ("Hà nội") or that the line has in excess ("HÀ NỘI")."""
    words = place.split()
    if place.isupper() and len(place) > 3:
        return " ".join(word.capitalize() for word in words)
    if len(words) > 1 and words[0][:1].isupper() and all(word[:1].islower() for word in words[1:]):
        return " ".join(word[:1].upper() + word[1:] for word in words)
    return place
