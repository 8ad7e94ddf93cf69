"""Who issued a cited document: what the body printed with it, or the codes of its symbol, mean in this document.

A body that stands at many places needs one ("UBND thành phố" in a Hải Phòng document is that of Hải Phòng); where
the document shows none, the printed name stays as it is and has no identifier.
"""

import re
from dataclasses import dataclass, replace
from functools import lru_cache

from corpora import bodies, places
from corpora.bodies import Body
from corpora.folding import fold, slug
from corpora.places import Place
from extractors.citations.body_phrases import BodyPhrase, Part, Where
from extractors.identity import identify
from extractors.patterns import CAPITAL, one_of
from extractors.records import Header

__all__ = [
    "Context",
    "Issuer",
    "context_of",
    "identified",
    "issuer_of_codes",
    "issuer_of_phrase",
    "standing_at",
    "widened",
]


@dataclass(frozen=True, slots=True)
class Issuer:
    """Full name of a body, and its identifier where it is certain which body that is."""

    name: str
    id: str | None


@dataclass(frozen=True, slots=True)
class Context:
    """What the citing document tells about itself: its issuer and the places it stands in."""

    own: Issuer | None = None
    own_body: Body | None = None
    places: tuple[Place, ...] = ()
    standing: tuple[tuple[str, str], ...] = ()
    """Folded kinds of place and the names that the letterhead shows for them: ("phuong", "Hoa Mai")."""

    def place(self, *, level: str | None = None, kind: str | None = None) -> Place | None:
        """The document's own place of a level, or of a folded kind."""
        for place in self.places:
            if (level is None or place.level == level) and (kind is None or fold(place.kind) == kind):
                return place
        return None


_ABBREVIATIONS = (
    (re.compile(r"\bUBND\b"), "Ủy ban nhân dân"),
    (re.compile(r"\bHĐND\b"), "Hội đồng nhân dân"),
    (re.compile(r"\bGD ?(?:&|và) ?ĐT\b|\bGDĐT\b"), "Giáo dục và Đào tạo"),
    (re.compile(r"\bTP\.? ?(?=[A-ZĐ])"), "thành phố "),
    (re.compile(r"\bBCH\b"), "Ban Chấp hành"),
    (re.compile(r"\bBTV\b"), "Ban Thường vụ"),
    (re.compile(r"\bMTTQ\b"), "Mặt trận Tổ quốc"),
)


def opened(name: str) -> str:
    """A printed name with its usual abbreviations written out.

    >>> opened("Ban Chỉ đạo UBND TP Huế")
    'Ban Chỉ đạo Ủy ban nhân dân thành phố Huế'
    """
    for pattern, full in _ABBREVIATIONS:
        name = pattern.sub(full, name)
    return name


@lru_cache(maxsize=256)
def context_of(issuer: str | None, place: str | None) -> Context:
    """The context of a document from its issuer's full name and the place of its date line.

    >>> context_of("Sở Giáo dục và Đào tạo thành phố Hải Phòng", "Hải Phòng").place(level="province").name
    'Hải Phòng'
    """
    own_body, own_places = None, []
    if issuer:
        folded = fold(issuer)
        found = bodies.find_at(folded, 0)
        own_body = found[1] if found else None
        kind = _committee_kind(folded)  # "Tỉnh ủy Cao Bằng" is not that of the city of this name
        named = [
            tuple(where for where in candidates if fold(where.kind) == kind) or candidates
            for _, _, candidates in places.find_places(folded)
        ]
        if named:
            own_places = [candidates[0] for candidates in named if len(candidates) == 1]
            for candidates in named:
                if len(candidates) > 1:
                    own_places += _narrowed(candidates, own_places, place)
    if place:
        own_places += _of_date_line(fold(place), issuer, bare=not own_places)
    for own in tuple(own_places):
        parent = places.by_id(own.parent_id) if own.parent_id else None
        if parent is not None:
            own_places.append(parent)
    own_places.sort(key=lambda where: ("commune", "district", "province").index(where.level))
    identity = None
    if issuer:
        standing = next((where for where in own_places if own_body and where.level in own_body.place_levels), None)
        if own_body and not own_body.generic and (standing or not own_body.per_place):
            identity = Issuer(issuer, bodies.body_id(own_body, standing))
        else:
            identity = Issuer(issuer, _unlisted_id(issuer, tuple(own_places)))
    return Context(identity, own_body, tuple(dict.fromkeys(own_places)))


_STANDING = re.compile(
    r"\b(?P<kind>(?i:phường|xã|thị trấn|đặc khu|huyện|quận|thị xã|thành phố))[ \n]+(?!(?i:hội|ủy|uỷ|đoàn)\b)"
    rf"(?P<name>[{CAPITAL}\d](?:[^\W_])*(?:[ \n]+[{CAPITAL}][^\W\d_]*){{0,3}})"
)


def standing_at(context: Context, issuer: str | None, letterhead: str) -> Context:
    """The context with the places that the issuer's name and the letterhead above it show.

    >>> standing_at(Context(), "Trường Tiểu học Hoa Mai", "UBND PHƯỜNG TÂN LẬP").standing
    (('phuong', 'Tân Lập'),)
    """
    found: dict[str, str] = {}
    for shown in (issuer or "", letterhead):
        for match in _STANDING.finditer(shown):
            name = " ".join(word.capitalize() if word.isupper() else word for word in match["name"].split())
            found.setdefault(fold(match["kind"]), name)
    return replace(context, standing=tuple(found.items()))


def widened(context: Context, folded: str) -> Context:
    """The context with the only province, and the only district, that a document names by kind and name.

    What a school says of "UBND tỉnh" is said of the one province in its text; where there are two, of neither.
    """
    lacking = [level for level in ("province", "district") if context.place(level=level) is None]
    if not lacking:
        return context
    found: dict[str, set[Place]] = {level: set() for level in lacking}
    for start, end, candidates in places.find_places(folded):
        kind = _BY_KIND.match(folded, start, end)
        for place in candidates if kind else ():
            if place.level in found and fold(place.kind) in folded[start:end].replace("\n", " "):
                found[place.level].add(place)
    more = [next(iter(named)) for named in found.values() if len(named) == 1]
    more = [place for place in more if _agrees(place, context)]
    order = ("commune", "district", "province")
    together = sorted((*context.places, *more), key=lambda where: order.index(where.level))
    return replace(context, places=tuple(dict.fromkeys(together)))


_BY_KIND = re.compile(r"(?:tinh|thanh pho|huyen|quan|thi xa)[ \n]")


def _agrees(place: Place, context: Context) -> bool:
    """Whether a district lies in the province that the document stands in."""
    province = context.place(level="province")
    return place.level != "district" or province is None or place.parent_id == province.id


_LOCAL = re.compile(
    one_of(
        "truong | tram | phong | ban | to | chi bo | doi | khoa | hoi dong | trung tam | dang uy | dang bo | chi doan",
        "lien doi | cong doan | benh vien | hop tac xa | uy ban | ubnd | hdnd | van phong | doan",
    )
    + "(?![a-z])"
)


def identified(header: Header) -> Header:
    """The header with the identifiers that its own words allow.

    >>> identified(Header(type="NĐ", number="30/2020/NĐ-CP", issuer="Chính phủ")).target_id
    'chinh-phu/NĐ/30-2020'
    """
    own = context_of(header.issuer, header.place).own
    issuer_id = header.issuer_id or (own.id if own else None)
    target_id = identify(header.number, header.type, issuer_id, header.date)
    return header.model_copy(update={"issuer_id": issuer_id, "target_id": target_id})


def _unlisted_id(name: str, around: tuple[Place, ...]) -> str | None:
    """Identifier of a body that the register does not list, or None where many bear its name.

    A Trường THCS Nguyễn Trãi stands in every province: it needs a place in its name or a document that shows one.
    """
    folded = fold(name)
    if not _LOCAL.match(folded) or places.find_places(folded):
        return slug(name)
    return f"{slug(name)}.{around[0].id}" if around else None


def _of_date_line(place: str, issuer: str | None, *, bare: bool) -> tuple[Place, ...]:
    """The place of the date line: a province; or a district, where the issuer's name shows no place (`bare`).

    A school dates from its district; a commune from itself, which may share its name with some district elsewhere.
    """
    if re.search(rf"\b(?:xa|phuong|thi tran|dac khu) {re.escape(place)}\b", fold(issuer or "")):
        return ()  # the commune's own name, whatever province bears it too
    named = places.by_name(place, "province")
    if not named and bare and place not in fold(issuer or ""):
        named = places.by_name(place, "district")
    return named if len(named) == 1 else ()


def _narrowed(candidates: tuple[Place, ...], known: list[Place], place: str | None) -> list[Place]:
    """Of several places of one name, those in a province already known."""
    provinces = {where.id for where in known} | {where.id for where in places.by_name(fold(place or ""), "province")}
    inside = [where for where in candidates if where.parent_id in provinces]
    return inside if len(inside) == 1 else []


def issuer_of_phrase(phrase: BodyPhrase, codes: tuple[str, ...], context: Context) -> Issuer | None:
    """The issuer a phrase names in its context; `codes` are the body codes of the number's symbol."""
    found = [_issuer_of_part(part, codes, context) for part in phrase.parts]
    return _together([issuer for issuer in found if issuer is not None])


def _together(issuers: list[Issuer]) -> Issuer | None:
    """Several bodies as one issuer; certain only where each of them is."""
    if len(issuers) < 2:
        return issuers[0] if issuers else None
    names = [issuer.name for issuer in issuers]
    ids = [issuer.id for issuer in issuers if issuer.id is not None]
    return Issuer(f"{', '.join(names[:-1])} và {names[-1]}", "+".join(sorted(ids)) if len(ids) == len(names) else None)


_OWN_UNIT = re.compile(r"\b(?:Sở|Phòng|Trường|Bộ|Ban|Cục)\Z")


def _of_own_unit(name: str, context: Context) -> str:
    """ "Đảng ủy cơ quan Sở" in a document of a Sở is that of this one."""
    if context.own is None:
        return name
    if context.own_body is not None and name.endswith(" " + context.own_body.name):
        return name.removesuffix(context.own_body.name) + context.own.name
    unit = _OWN_UNIT.search(name)
    if unit and context.own.name.startswith(unit.group()):
        return name[: unit.start()] + context.own.name
    return name


def _issuer_of_part(part: Part, codes: tuple[str, ...], context: Context) -> Issuer | None:
    part = _where_it_stands(part, context)
    body = part.body
    if body is None and part.where != Where():
        body = next((kind for code in codes for kind in bodies.by_code(code) if kind.per_place), None)
        if body is None:
            return None
    if part.of is not None:
        whole = _issuer_of_part(part.of, codes, context)
        if whole is None:
            return None
        inner = body.name if body is not None else opened(part.printed)
        return Issuer(f"{inner} {whole.name}", f"{slug(inner)}.{whole.id}" if whole.id else None)
    if body is None:
        name = _of_own_unit(opened(part.printed), context)
        if fold(name).endswith((" tinh", " thanh pho", " huyen", " quan")):
            kind = next(k for k in ("thanh pho", "tinh", "huyen", "quan") if fold(name).endswith(k))
            place = context.place(kind=kind)
            name = f"{name} {place.name}" if place else name
        return Issuer(name, _unlisted_id(name, context.places))
    if not body.per_place:
        name = _printed_name(body, part.printed)
        return Issuer(f"{name} - {part.parent}" if part.parent else name, body.id)
    place = _place_of(part, body, context)
    if place is not None:
        return Issuer(bodies.full_name(body, place), bodies.body_id(body, place))
    return Issuer(_unplaced(part, body), None)


def _where_it_stands(part: Part, context: Context) -> Part:
    """The part with the place of the letterhead, where it prints none but its kind: "UBND phường", or its own kind."""
    where, body = part.where, part.body
    if where.places or where.name or (body is not None and not body.per_place):
        return part
    of_communes = body is not None and body.place_levels == ("commune",)
    for kind, name in context.standing:
        meant = where.kind == kind or (where.kind is None and of_communes and kind in _COMMUNES)
        if meant and context.place(kind=kind) is None:
            return replace(part, where=Where(kind=kind, name=name, within=where.within))
    return part


def _unplaced(part: Part, body: Body) -> str:
    """The name of a body whose place the document does not show: "Liên đoàn Lao động tỉnh" for "LĐLĐ tỉnh"."""
    where = part.where
    if where == Where():
        return _printed_name(body, part.printed)
    if where.kind not in _SHOWN or where.places:
        return opened(part.printed)
    return " ".join(filter(None, (body.name, _SHOWN[where.kind or ""], where.name)))


@lru_cache(maxsize=4096)
def _printed_name(body: Body, printed: str) -> str:
    """The name that was printed, in the register's spelling; the official one for an abbreviation."""
    folded = fold(printed)
    for name in (body.name, *body.aliases):
        if fold(name) == folded and not any(word.isupper() and len(word) > 1 for word in re.split(r"\W+", name)):
            return name
    return body.name


_SHOWN = {
    "xa": "xã", "phuong": "phường", "thi tran": "thị trấn", "dac khu": "đặc khu",
    "huyen": "huyện", "quan": "quận", "thi xa": "thị xã", "thanh pho": "thành phố", "tinh": "tỉnh",
}  # fmt: skip
_COMMUNES = frozenset({"xa", "phuong", "thi tran", "dac khu"})


def _place_of(part: Part, body: Body, context: Context) -> Place | None:
    where = part.where
    around = where.within or context.places
    if where.places:
        fitting = [place for place in where.places if place.level in body.place_levels] or list(where.places)
        if len(fitting) > 1:
            known = {place.id for place in around}
            inside = [place for place in fitting if place.parent_id in known or place.id in known]
            fitting = inside or [place for place in fitting if place.level == "province"]
        return fitting[0] if len(fitting) == 1 else None
    if where.name:
        return _unlisted_place(where, around)
    kind = where.kind or _committee_kind(fold(part.printed))
    if kind:
        return context.place(kind=kind)
    if context.own_body is body or len(body.place_levels) == 1:
        return context.place(level=body.place_levels[0]) if len(body.place_levels) == 1 else _own_place(body, context)
    return None


def _unlisted_place(where: Where, around: tuple[Place, ...]) -> Place | None:
    """A commune, or a district under a kind it no longer has, by the places around it; None if these leave several."""
    kind, name = where.kind or "", where.name or ""
    if kind not in _SHOWN:
        return None
    if kind in _COMMUNES:
        same = places.by_name(fold(f"{_SHOWN[kind]} {name}"), "commune")
        for outer in around:
            inside = [place for place in same if place.id.startswith(outer.id + ".")]
            if inside:
                return inside[0] if len(inside) == 1 else None
        return None
    province = next((place for place in around if place.level == "province"), None)
    if province is None:
        return None
    return Place(f"{province.id}.{slug(f'{kind} {name}')}", name, _SHOWN[kind], "district", province.id)


def _committee_kind(folded: str) -> str | None:
    """The kind of place in the name of a Party committee or youth union: "Thành ủy", "Tỉnh Đoàn"."""
    for word, kind in (("thanh uy", "thanh pho"), ("tinh uy", "tinh"), ("huyen uy", "huyen"), ("quan uy", "quan"),
                       ("thi uy", "thi xa"), ("thanh doan", "thanh pho"), ("tinh doan", "tinh")):  # fmt: skip
        if word in folded:
            return kind
    return None


def _own_place(body: Body, context: Context) -> Place | None:
    return next((place for place in context.places if place.level in body.place_levels), None)


def issuer_of_codes(
    codes: tuple[str, ...], year: int | None, context: Context, *, party: bool = False
) -> Issuer | None:
    """The issuer that a symbol alone names: unambiguous codes, and the codes of the document's own issuer or place.

    UBND and HĐND stand at three levels: the symbol alone does not tell which, not even the document's own. A number in
    the Party's form (`party`: "10-NQ/BCT") names a body of the Party, where one bears the code.

    >>> issuer_of_codes(("CP",), 2021, Context())
    Issuer(name='Chính phủ', id='chinh-phu')
    """
    found: list[Issuer] = []
    for code in codes:
        candidates = bodies.by_code(code, year) or bodies.by_code(code)
        if not candidates:
            continue
        if len(candidates) > 1:
            candidates = tuple(body for body in candidates if body.level.startswith("party") == party) or candidates
        issuer = _issuer_of_candidates(candidates, context)
        if issuer is None:
            return None
        found.append(issuer)
    return _together(found)


def _issuer_of_candidates(candidates: tuple[Body, ...], context: Context) -> Issuer | None:
    if context.own_body in candidates and context.own_body is not None and len(context.own_body.place_levels) < 2:
        return context.own
    body = candidates[0]
    if len(candidates) > 1:  # one name may have stood for two bodies ("Bộ Nội vụ" of 1980 and of today)
        return Issuer(body.name, None) if len({other.name for other in candidates}) == 1 else None
    if not body.per_place:
        return Issuer(body.name, body.id) if not body.generic else None
    if len(body.place_levels) == 1:
        place = context.place(level=body.place_levels[0])
        if place is not None:
            return Issuer(bodies.full_name(body, place), bodies.body_id(body, place))
    return None
