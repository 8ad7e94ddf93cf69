"""What a citing document tells about itself, its issuer and the places it stands in: they open the issuers it names."""

import re
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import NamedTuple

from corpora import bodies, places
from corpora.bodies import Body
from corpora.folding import fold, slug
from corpora.places import Place
from extractors.identity import identify
from extractors.patterns import CAPITAL, one_of
from extractors.records import Header

__all__ = ["Context", "Issuer", "committee_kind", "context_of", "identified", "standing_at", "unlisted_id", "widened"]


class Issuer(NamedTuple):
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
    own_codes: tuple[str, ...] = ()
    """The codes of bodies in the document's own symbol."""

    @property
    def of_province(self) -> bool:
        """Whether nothing shows that the document is of a district or commune, which cite several levels."""
        lower = any(kind != "thanh pho" for kind, _ in self.standing)
        return not lower and all(place.level == "province" for place in self.places)

    def place(self, *, level: str | None = None, kind: str | None = None) -> Place | None:
        """The document's own place of a level, or of a folded kind."""
        for place in self.places:
            if (level is None or place.level == level) and (kind is None or fold(place.kind) == kind):
                return place
        return None


@lru_cache(maxsize=256)
def context_of(issuer: str | None, place: str | None, date: str | None = None) -> Context:
    """The context of a document from its issuer's full name and the place of its date line.

    >>> context_of("Sở Giáo dục và Đào tạo thành phố Hải Phòng", "Hải Phòng").place(level="province").name
    'Hải Phòng'
    """
    own_body, own_places = None, []
    if issuer:
        folded = fold(issuer)
        found = bodies.find_at(folded, 0)
        own_body = found[1] if found else None
        kind = committee_kind(folded)  # "Tỉnh ủy Cao Bằng" is not that of the city of this name
        named = [
            tuple(where for where in candidates if fold(where.kind) == kind) or candidates
            for start, _, candidates in places.find_places(folded)
            if not _IN_A_COMMUNE.search(folded, 0, start)
        ]
        if named:
            own_places = [candidates[0] for candidates in named if len(candidates) == 1]
            for candidates in named:
                if len(candidates) > 1:
                    own_places += _narrowed(candidates, own_places, place)
    if place:
        bare = not own_places and (date is None or date < _NO_MORE_DISTRICTS)
        own_places += _of_date_line(fold(place), issuer, bare=bare)
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
            identity = Issuer(issuer, unlisted_id(issuer, tuple(own_places)))
    return Context(identity, own_body, tuple(dict.fromkeys(own_places)))


_NO_MORE_DISTRICTS = "2025-07"  # Nghị quyết 203/2025/QH15: communes date from themselves
_IN_A_COMMUNE = re.compile(r"\b(?:xa|phuong|thi tran|dac khu) \Z")  # "xã Bình Thuận" is not the province
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
    around = _province_of(fold(letterhead)) if context.place(level="province") is None else None
    shown_places = (*context.places, around) if around is not None else context.places
    return replace(context, places=shown_places, standing=tuple(found.items()))


def _province_of(letterhead: str) -> Place | None:
    """The province in a folded letterhead ("UBND TỈNH SƠN LA" above the commune's line)."""
    for start, end, candidates in places.find_places(letterhead):
        if _BY_KIND.match(letterhead, start, end):
            found = [place for place in candidates if place.level == "province"]
            if len(found) == 1:
                return found[0]
    return None


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
    own = context_of(header.issuer, header.place, header.date).own
    issuer_id = header.issuer_id or (own.id if own else None)
    target_id = identify(header.number, header.type, issuer_id, header.date)
    return header.model_copy(update={"issuer_id": issuer_id, "target_id": target_id})


def unlisted_id(name: str, around: tuple[Place, ...]) -> str | None:
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


def committee_kind(folded: str) -> str | None:
    """The kind of place in the name of a Party committee or youth union: "Thành ủy", "Tỉnh Đoàn"."""
    for word, kind in (("thanh uy", "thanh pho"), ("tinh uy", "tinh"), ("huyen uy", "huyen"), ("quan uy", "quan"),
                       ("thi uy", "thi xa"), ("thanh doan", "thanh pho"), ("tinh doan", "tinh")):  # fmt: skip
        if word in folded:
            return kind
    return None
