"""The issuing body: from the lines of the letterhead, else from the symbol and the place of the dateline."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

import regex
from rapidfuzz import fuzz, process

from corpora import bodies, places
from corpora.bodies import Body
from corpora.document_types import by_symbol
from corpora.folding import fold
from corpora.places import Place
from extractors.header.capitals import OPENED, spelled, titled
from extractors.normalise import NormalisedText
from extractors.structure.persons import is_syllable
from extractors.structure.words import BODY_OPENS

__all__ = ["Issuer", "issuer_of_letterhead", "issuer_of_symbol"]


@dataclass(frozen=True, slots=True)
class Issuer:
    """A body by its full name; `id` where the register knows it."""

    name: str
    id: str | None = None


_KINDS = ("thành phố", "tỉnh", "thị xã", "thị trấn", "huyện", "quận", "phường", "xã", "đặc khu")
_KIND_START = regex.compile(
    r"(?:(?P<kind>thanh pho|tinh|thi xa|thi tran|huyen|quan|phuong|xa|dac khu)|(?P<short>tp\.?|tx\.?|tt\.?))"
    r"(?: |$)(?!uy\b|doan\b)"
)
_FOLDED_KINDS = {fold(kind): kind for kind in _KINDS} | {"tp": "thành phố", "tx": "thị xã", "tt": "thị trấn"}
_COMMITTEE = regex.compile(r"(?:tinh|thanh|huyen|quan|thi|dang) uy\b")
_COMMITTEE_KINDS = {"tinh": "tỉnh", "thanh": "thành phố", "huyen": "huyện", "quan": "quận", "thi": "thị xã"}
_STRAY = regex.compile(r"[^\p{L}\p{N}&.,()/-]+")
_STRAY_COMMA = regex.compile(r"(?<=TỈNH|PHỐ|HUYỆN|QUẬN) (\p{Lu}+), (?=\p{Lu})")  # "TỈNH KIÊN, GIANG"
_LETTERS = regex.compile(r"\p{L}{2}")
_GOES_ON = regex.compile(r"\b(?:va|cua|cac|thuoc)$")
_COMMITTEE_OF = regex.compile(
    r"(?:BCH|BAN CHẤP HÀNH) (?P<place>(?:TỈNH|THÀNH PHỐ|HUYỆN|QUẬN|THỊ XÃ|XÃ|PHƯỜNG) \p{Lu}.*)"
)
_JOINT_ISSUERS = regex.compile(r"\s+-\s+(?=BỘ |ỦY BAN |TÒA ÁN |VIỆN KIỂM SÁT |HỘI |SỞ )")
_NOT_A_NAME = regex.compile(r"\d|/|\p{Ll}")
_PART_OF_PARENT = regex.compile(r"van phong$|hoi dong\b(?! nhan dan)")
_PART_OF_COMMITTEE = regex.compile(r"ban |uy ban |dang |hoi dong")
_CARRIES_PLACE = regex.compile(r"(?:so|phong|ban|chi cuc|thanh tra|cong doan|hoi)\b")
_PLACE_WORD = regex.compile(r" (?:thanh pho|tinh|thi xa|thi tran|huyen|quan|phuong|xa) (?!uy\b|doan\b|hoi\b)")
_ALIKE, _SURELY_ALIKE = 80, 90  # of 100: where the symbol or the dateline vouches for it; alone
_LONG_NAME = 12  # letters: shorter names are like each other
_RUBBISH_AT_MOST = 14  # letters behind a name: a type line run in
_JOINTS = regex.compile(r"[-/]")
_ABBREVIATION = regex.compile(r"\p{Lu}{2}")


def issuer_of_letterhead(
    lines: Sequence[str],
    dateline_place: str | None,
    text: NormalisedText,
    year: int | None,
    symbol: str | None = None,
) -> Issuer | None:
    """The last body of the letterhead with its place; the bodies above it are its parents.

    A misspelt name is that of the body whose code the symbol holds, where the two are alike; one that is no name of a
    body at all is None.

    >>> from extractors.normalise import normalise
    >>> issuer_of_letterhead(["UBND TỈNH KIÊN GIANG", "SỞ Y TẾ"], None, normalise(""), 2017).name
    'Sở Y tế tỉnh Kiên Giang'
    """
    named = list(dict.fromkeys(filter(None, _bodies(lines))))
    if not named:
        return None
    folded = text.folded
    read = [_read(name, text, year, dateline_place) for name in named]
    if read[-1].body is None and not read[-1].is_party:
        proved = _body_of_symbol(symbol, folded, year) if symbol else None
        if proved is not None and _is_alike(read[-1].printed, proved):
            read[-1] = _Read(read[-1].printed, proved.name, proved, None, None)
        elif not _is_plausible(read[-1].printed):
            return None
    if len(read) > 1 and all(part.body and not part.body.per_place and part.body.level == "central" for part in read):
        ministries = [
            part for part in read if part.body and part.name.startswith(("Bộ ", "Ủy ban", "Tòa án", "Viện kiểm sát"))
        ]
        if len(ministries) > 1 and "-" in " ".join(lines):
            together = [part.body.id for part in ministries if part.body]
            return Issuer(" - ".join(part.name for part in ministries), "+".join(sorted(together)))
    own, above = read[-1], read[:-1]
    return _composed(own, above, dateline_place, folded, year)


def _bodies(lines: Sequence[str]) -> list[str]:
    """Lines of a letterhead as one string a body: a name goes on until a line opens another."""
    found: list[str] = []
    for line in lines:
        words = _STRAY.sub(" ", line).strip(" .,-/()")
        if "," in words:
            words = _STRAY_COMMA.sub(r" \1 ", words)
        if not _LETTERS.search(words):
            continue
        committee = _COMMITTEE_OF.match(words)
        if committee and found:  # "ĐOÀN TNCS …" above "BCH TỈNH X": the committee of the one at the other
            found[-1] = f"BAN CHẤP HÀNH {found[-1]} {committee['place']}"
            continue
        if found and found[-1].startswith("BAN CHẤP HÀNH") and words in found[-1]:
            continue  # the youth union's name again, as the motto of the right column
        folded = fold(words)
        opens = BODY_OPENS.match(folded) is not None and not _KIND_START.match(folded)
        if found and opens and _GOES_ON.search(fold(found[-1])):
            opens = False
        if found and not opens:
            found[-1] = f"{found[-1]} {words}"
        else:
            found += _JOINT_ISSUERS.split(words)
    return found


@dataclass(frozen=True, slots=True)
class _Read:
    """A body as the letterhead names it: the register's row, the place it names, its name without place."""

    printed: str
    name: str
    body: Body | None
    place: str | None
    row: Place | None

    @property
    def is_party(self) -> bool:
        """A committee of the Party."""
        return _COMMITTEE.match(fold(self.name)) is not None


def _is_alike(printed: str, body: Body) -> bool:
    """Whether a printed line is the misspelt name of a body, or begins with it and ends in rubbish."""
    words, name = fold(printed), fold(body.name)
    if fuzz.ratio(words, name) >= _ALIKE:
        return True
    count = len(name.split())
    opening, rest = " ".join(words.split()[:count]), words.split()[count:]
    return fuzz.ratio(opening, name) >= _ALIKE and len(" ".join(rest)) <= _RUBBISH_AT_MOST


def _is_plausible(printed: str) -> bool:
    """Whether most words of a name, or some behind the kind of a body, can be Vietnamese."""
    words = [word for word in regex.findall(r"\p{L}+", printed) if len(word) > 1]
    legal = [word for word in words if is_syllable(word) or word in OPENED]
    return len(legal) * 10 >= len(words) * (4 if BODY_OPENS.match(fold(printed)) else 7)  # companies have foreign names


def _read(printed: str, source: NormalisedText, year: int | None, dateline: str | None) -> _Read:
    text, folded_text = source.text, source.folded
    folded = fold(printed)
    at = bodies.find_at(folded, 0)
    end, body = at or _squashed(folded)
    if body is None:
        end, body = _misspelt(folded)
    rest = folded[end:].strip(" ,.-")
    if body is None:
        name, place, row = _with_own_place(printed, text, folded_text, year)
        return _Read(printed, name, None, place, row)
    if body.generic or (rest and not body.per_place and not body.level.startswith("party")):
        lead = next((name for name in (body.name, *body.aliases) if fold(name) == folded[:end]), body.name)
        lead = body.name if _ABBREVIATION.search(lead) else lead
        return _Read(printed, spelled(printed, text, folded_text, (lead, end)), None if rest else body, None, None)
    if not rest:
        return _Read(printed, body.name, body, None, None)
    place, row = _place(rest, printed[end:], year)
    kind = _KIND_START.match(rest)
    if row is None and kind and dateline and fuzz.ratio(rest[kind.end() :], fold(dateline)) >= _ALIKE:
        name = f"{rest[: kind.end()]}{fold(dateline)}"  # a misspelt place that the dateline spells
        place, row = _place(name, f"{printed[end:].strip()[: kind.end()]}{dateline}", year)
    if place is None and body.per_place and (_NOT_A_NAME.search(printed[end:]) or len(rest) < 3):
        return _Read(printed, body.name, body, None, None)
    committee = _COMMITTEE.match(folded) if place is None else None
    if committee:
        standing = _COMMITTEE_KINDS.get(committee.group().split()[0])
        at_kind = [where for where in places.by_name(rest) if where.kind == standing and where.level != "commune"]
        if len(at_kind) == 1:  # "Tỉnh ủy Quảng Trị" is not that of the town of this name
            return _Read(printed, body.name, body, at_kind[0].full_name, at_kind[0])
        organ = printed[: committee.end()].capitalize()
        return _Read(printed, f"{organ} {titled(printed[committee.end() :].strip())}", None, None, None)
    if place is None and row is None:
        return _Read(printed, spelled(printed, text, folded_text), None, None, None)
    return _Read(printed, body.name, body, place, row)


def _misspelt(folded: str) -> tuple[int, Body | None]:
    """A name in which OCR lost a letter or two ("so giao duc va dao taq"), alone or before its place."""
    place = _PLACE_WORD.search(folded, 4)
    end = place.start() if place else len(folded)
    name = folded[:end].strip()
    if len(name) < _LONG_NAME or all(map(is_syllable, regex.findall(r"[a-z]{2,}", name))):
        return 0, None  # what can be Vietnamese may be another body
    ranked = process.extract(name, list(_long_names()), scorer=fuzz.ratio, score_cutoff=_SURELY_ALIKE, limit=2)
    if not ranked or (len(ranked) > 1 and ranked[1][1] == ranked[0][1]):
        return 0, None
    return end, _long_names()[ranked[0][0]]


@cache
def _long_names() -> dict[str, Body]:
    return {name: body for body in bodies.bodies() if len(name := fold(body.name)) >= _LONG_NAME}


def _squashed(folded: str) -> tuple[int, Body | None]:
    """A name whose words OCR ran together ("UY BANNHANDAN")."""
    letters = [(i, c) for i, c in enumerate(folded) if c.isalnum()]
    squashed = "".join(c for _, c in letters)
    for length in range(len(squashed), 3, -1):
        body = _squashed_names().get(squashed[:length])
        if body is not None:
            rest = folded[letters[length - 1][0] + 1 :].strip()
            if (not rest and length > 4) or _KIND_START.match(rest):
                return letters[length - 1][0] + 1, body
    return 0, None


@cache
def _squashed_names() -> dict[str, Body]:
    found: dict[str, Body] = {}
    for body in bodies.bodies():
        for name in (body.name, *body.aliases):
            found.setdefault("".join(filter(str.isalnum, fold(name))), body)
    return found


def _place(folded: str, printed: str, year: int | None, levels: Sequence[str] = ()) -> tuple[str | None, Place | None]:
    """The place that a string names: its full name and, where one row of the register fits, the row."""
    folded = " ".join(folded.split())
    found = [p for p in places.by_name(folded) if not levels or p.level in levels]
    found = [p for p in found if p.valid_from is None or year is None or int(p.valid_from[:4]) <= year] or found
    if found:
        kinds = {p.kind for p in found}
        names = {p.name for p in found}
        if len(names) == 1 and len(kinds) == 1:
            return found[0].full_name, found[0] if len(found) == 1 else None
    kind = _KIND_START.match(folded)
    if kind:
        words = printed.split()
        length = len((kind["kind"] or kind["short"]).split())
        own = _FOLDED_KINDS.get((kind["kind"] or kind["short"]).rstrip("."), "")
        name = " ".join(words[length:])
        return (f"{own} {titled(name)}" if name else None), None
    return None, None


def _with_own_place(
    printed: str, text: str, folded_text: str, year: int | None
) -> tuple[str, str | None, Place | None]:
    """An unknown body may still end in a place of its own ("CÔNG AN HUYỆN X")."""
    folded = fold(printed)
    match = regex.search(
        r" (?:thanh pho|tinh|thi xa|thi tran|huyen|quan|phuong|xa) (?!uy\b|doan\b|hoi\b)\S+.*$", folded
    )
    if match:
        place, row = _place(match.group().strip(), printed[match.start() :], year)
        if place:
            return spelled(printed[: match.start()], text, folded_text), place, row
    return spelled(printed, text, folded_text), None, None


def _composed(own: _Read, above: Sequence[_Read], dateline: str | None, folded: str, year: int | None) -> Issuer:
    parent = above[-1] if above else None
    place, row = own.place, own.row
    if own.body is None:
        opening = fold(own.name)
        of_police = (
            parent is not None and fold(parent.name).startswith("cong an") and opening.startswith(("phong ", "doi "))
        )
        if parent and (of_police or _PART_OF_PARENT.match(opening)):
            joined = _composed(parent, above[:-1], dateline, folded, year)
            return Issuer(f"{own.name} {joined.name}")
        if parent and parent.is_party and _PART_OF_COMMITTEE.match(opening):
            return Issuer(f"{own.name} {_composed(parent, above[:-1], dateline, folded, year).name}")
        if place:
            return Issuer(f"{own.name} {place}")
        if parent and (parent.place or parent.row) and _CARRIES_PLACE.match(opening):
            return Issuer(f"{own.name} {parent.place}")
        return Issuer(own.name)
    if not own.body.per_place:
        if parent and own.body.name == "Văn phòng":
            joined = _composed(parent, above[:-1], dateline, folded, year)
            return Issuer(f"Văn phòng {joined.name}")
        return Issuer(own.body.name, own.body.id)
    if place is None and parent:
        place, row = parent.place, parent.row
        if place is None and parent.body and len(above) > 1:
            place, row = above[-2].place, above[-2].row
    if place is None and dateline:
        place, row = _place_of_dateline(dateline, own.body, folded, year)
    return _named(own.body, place, row)


def _named(body: Body, place: str | None, row: Place | None) -> Issuer:
    if row is not None:
        return Issuer(bodies.full_name(body, row), bodies.body_id(body, row))
    if place is None:
        return Issuer(body.name, body.id if not body.per_place else None)
    kind = next((kind for kind in _KINDS if place.startswith(kind + " ")), "tỉnh")
    return Issuer(bodies.full_name(body, Place(id="", name=place.removeprefix(kind + " "), kind=kind, level="")))


def _place_of_dateline(printed: str, body: Body, folded: str, year: int | None) -> tuple[str | None, Place | None]:
    """The place of the dateline with its kind: printed, registered, or as the text speaks of it ("UBND Huyện")."""
    words = fold(printed)
    place, row = _place(words, printed, year, () if _KIND_START.match(words) else body.place_levels)
    if place is not None:
        return place, row
    kinds = [p.kind for p in places.by_name(words) if p.level in body.place_levels]
    spoken = regex.findall(
        r"\b(?:ubnd|uy ban nhan dan) (huyen|quan|thi xa|thanh pho|xa|phuong|thi tran|tinh)\b", folded
    )
    for kind in spoken:
        if not kinds or _FOLDED_KINDS[kind] in kinds:
            full = f"{_FOLDED_KINDS[kind]} {printed}"
            return full, next(iter(places.by_name(fold(full))), None)
    return None, None


def issuer_of_symbol(symbol: str, dateline_place: str | None, folded: str, year: int | None) -> Issuer | None:
    """The body whose code the symbol holds: its first part in a công văn, else the part after the type.

    >>> issuer_of_symbol("SGDĐT-TCCB", "Hải Phòng", "", 2023).name
    'Sở Giáo dục và Đào tạo thành phố Hải Phòng'
    """
    body = _body_of_symbol(symbol, folded, year)
    if body is None:
        return None
    if not body.per_place:
        return Issuer(body.name, body.id) if not body.generic else None
    place, row = _place_of_dateline(dateline_place, body, folded, year) if dateline_place else (None, None)
    return _named(body, place, row)


def _body_of_symbol(symbol: str, folded: str, year: int | None) -> Body | None:
    parts = [part for part in _JOINTS.split(symbol) if part]
    if len(parts) > 1 and by_symbol(parts[0]) is not None:
        parts = parts[1:]
    found = (bodies.by_code(parts[0], year) or bodies.by_code(parts[0])) if parts else ()
    if not found:
        return None
    return found[0] if len(found) == 1 else _likeliest(found, folded)


def _likeliest(found: Sequence[Body], folded: str) -> Body | None:
    """Of several bodies with one code the one that the text names most; None where the text names none."""
    counts = [(folded.count(fold(body.name)), -index) for index, body in enumerate(found)]
    best = max(counts)
    return found[-best[1]] if best[0] else None
