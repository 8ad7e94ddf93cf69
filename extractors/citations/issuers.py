"""Who issued a cited document: what the body printed with it, or the codes of its symbol, mean in this document.

A body that stands at many places needs one ("UBND thành phố" in a Hải Phòng document is that of Hải Phòng); where
the document shows none, the printed name stays as it is and has no identifier.
"""

import re
from functools import lru_cache

from corpora import bodies, places
from corpora.bodies import Body
from corpora.folding import fold, slug
from corpora.places import Place
from extractors.citations.body_phrases import BodyPhrase, Part, Where
from extractors.citations.context import Context, Issuer, committee_kind, unlisted_id

__all__ = ["issuer_of_codes", "issuer_of_phrase"]

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


_OWN_UNIT = re.compile(
    r"\b(?:Sở|Phòng|Trường|Bộ|Ban|Cục|Chi cục|Bệnh viện|Trung tâm|Công ty|Tổng công ty|Tập đoàn|Viện|Học viện)\Z"
)


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
        return Issuer(name, unlisted_id(name, context.places))
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
            return part._replace(where=Where(kind=kind, name=name, within=where.within))
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
    kind = where.kind or committee_kind(fold(part.printed))
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
