"""Who writes: a body at its place, with the ways its name, its symbol and its letterhead are printed."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, lru_cache

from corpora import bodies, places
from corpora.bodies import Body
from corpora.places import Place
from corpora.synthetic.dice import mix

__all__ = ["Office", "communes_of", "districts_of", "office", "party", "provinces_of", "school"]

_COMMITTEE = {"tỉnh": "Tỉnh ủy", "thành phố": "Thành ủy", "huyện": "Huyện ủy", "quận": "Quận ủy", "thị xã": "Thị ủy"}
_COMMITTEE_CODE = {"tỉnh": "TU", "thành phố": "TU", "huyện": "HU", "quận": "QU", "thị xã": "ThU"}


@dataclass(frozen=True, slots=True)
class Office:
    """An issuing body as documents know it."""

    level: str  # a key of levels.yaml
    body: str  # id in the register of bodies
    name: str  # the full name with its place
    bare: str  # without its place, where the place goes without saying: "Ủy ban nhân dân tỉnh", "Sở Nội vụ"
    short: tuple[str, ...]  # other printed names without place
    code: str  # in symbols
    head: tuple[str, ...]  # letterhead, the body above first, as printed there
    label: str  # the place of the dateline
    place: Place | None
    around: tuple[str, ...]  # ids of the places its letterhead shows
    titled: str | None = None  # who is named in its stead: "Giám đốc Sở Nội vụ"
    symbol_alone: bool = False  # its code says who it is, without a place


def provinces_of(new: bool, year: int) -> tuple[Place, ...]:
    """The provinces of a year; `new` for those since 1 July 2025."""
    return _provinces(new, not new and year >= 2025)


@cache
def _provinces(new: bool, hue: bool) -> tuple[Place, ...]:
    day = "2025-07-01" if new else "2025-01-01" if hue else "2020-01-01"
    return tuple(
        place for place in places.provinces() if (place.valid_from or "") <= day and (place.valid_to or "9") >= day
    )


@cache
def districts_of(province: str) -> tuple[Place, ...]:
    """The districts of a province in June 2025 that have communes; a province renamed since lends those it became."""
    found = tuple(
        place for place in places.districts() if place.parent_id == province and communes_of(place.id, new=False)
    )
    if found:
        return found
    row = places.by_id(province)
    return tuple(place for heir in (row.merged_into if row else ()) for place in districts_of(heir))


@cache
def _communes() -> Mapping[tuple[str, bool], tuple[Place, ...]]:
    found: dict[tuple[str, bool], list[Place]] = {}
    for place in places.communes():
        if place.parent_id:
            found.setdefault((place.parent_id, (place.valid_from or "") >= "2025-07-01"), []).append(place)
    return {key: tuple(rows) for key, rows in found.items()}


def communes_of(parent: str, new: bool) -> tuple[Place, ...]:
    """The communes of a district (until June 2025) or of a province (since July 2025)."""
    return _communes().get((parent, new), ())


def _label(place: Place) -> str:
    whole = place.name[:1].isdigit() or place.id == "ho-chi-minh"  # Phụ lục I: numbers and names of persons
    return f"{place.kind.capitalize()} {place.name}" if whole else place.name


def _pick(id: str, place: Place | None, count: int) -> int:
    key = f"{id}.{place.id if place else ''}"
    return mix(*key.encode()) % count if count else 0


_USUAL = 2  # the first codes of a row are the usual ones


def _code(body: Body, place: Place | None) -> str:
    codes = [code.code for code in body.codes if code.valid_to is None or code.valid_to > "2016"][:_USUAL]
    if body.id == "ubnd" or body.level in ("party-central", "central"):
        codes = codes[:1]
    return codes[_pick(body.id, place, len(codes))] if codes else "VP"


def _short(body: Body) -> tuple[str, ...]:
    return tuple(alias for alias in body.aliases if alias.startswith(("Bộ ", "Sở ", "Phòng ", "UBND", "HĐND")))[:2]


def _upper(name: str, place: Place) -> str:
    return f"{name} {place.kind} {place.name}".upper()


@lru_cache(maxsize=4096)
def office(level: str, body_id: str, place: Place | None = None, above: Place | None = None) -> Office:
    """The body of an id of the register at a place; `above` is the place one level up, which its letterhead may show.

    >>> found = office("department", "so-noi-vu", places.by_id("ha-nam"))
    >>> found.name, found.head, found.label
    ('Sở Nội vụ tỉnh Hà Nam', ('ỦY BAN NHÂN DÂN TỈNH HÀ NAM', 'SỞ NỘI VỤ'), 'Hà Nam')
    """
    body = bodies.by_id(body_id)
    assert body is not None, body_id
    code = _code(body, place)
    if place is None:
        titled = body.heads[0] if body.heads and len(body.heads[0]) > 12 else None
        return Office(
            level, body_id, body.name, body.name, _short(body), code, (body.name.upper(),), "Hà Nội", None, (), titled,
            symbol_alone=body.level == "central",
        )  # fmt: skip
    name = bodies.full_name(body, place)
    around = (place.id,) if above is None else (place.id, above.id)
    if body_id in ("ubnd", "hdnd"):
        short = ("UBND", "HĐND")[body_id == "hdnd"]
        head: tuple[str, ...] = (body.name.upper(), f"{place.kind} {place.name}".upper())
        if above is not None and _pick("head" + body_id, place, 2):
            head = (_upper("UBND", above), _upper("UBND", place))
        elif above is not None:
            around = (place.id,)
        title = f"Chủ tịch {body.name} {place.kind}" if body_id == "ubnd" else None
        bare = f"{body.name} {place.kind}"
        return Office(
            level, body_id, name, bare, (f"{short} {place.kind}",), code, head, _label(place), place, around, title
        )
    if place.level == "commune" and above is not None and body_id.startswith("phong"):
        around = (place.id,)
    head = (_upper("UBND" if _pick("ubnd", place, 3) else "Ủy ban nhân dân", place), body.name.upper())
    bare = f"{body.name} {place.kind}" if body.name in ("Công an", "Thanh tra") else body.name
    if bare != body.name:
        head = (_upper(body.name, place),)
    heads = {"so": "Giám đốc ", "phong": "Trưởng "}
    titled = next((word + body.name for start, word in heads.items() if body_id.startswith(start + "-")), None)
    if titled and body_id.startswith("phong-"):
        titled = "Trưởng phòng " + body.name.removeprefix("Phòng ")
    return Office(level, body_id, name, bare, _short(body), code, head, _label(place), place, around, titled)


@lru_cache(maxsize=4096)
def party(level: str, place: Place | None, organ: str = "") -> Office:
    """A committee of the Party at a place, or one of its boards (`organ`); without a place the centre.

    >>> party("party_province", places.by_id("ha-nam")).name
    'Tỉnh ủy Hà Nam'
    """
    if place is None:
        name = organ or "Ban Chấp hành Trung ương Đảng"
        head = ("BAN CHẤP HÀNH TRUNG ƯƠNG",)
        return Office(level, "bo-chinh-tri", name, name, (), "TW", head, "Hà Nội", None, ())
    committee = _COMMITTEE.get(place.kind, "Đảng ủy")
    code = _COMMITTEE_CODE.get(place.kind, "ĐU")
    if organ:
        boards = {"Ban Tổ chức": "BTC", "Ban Dân vận": "BDV", "Ủy ban Kiểm tra": "UBKT", "Văn phòng": "VP"}
        bare = f"{organ} {committee}"
        head = (f"{committee} {place.name}".upper(), organ.upper())  # type: ignore[assignment]
        return Office(
            level,
            "cap-uy",
            f"{bare} {place.name}",
            bare,
            (),
            boards[organ] + code,
            head,
            place.name,
            place,
            (place.id,),
        )
    kind = "" if committee != "Đảng ủy" else f" {place.kind}"
    head = (f"{committee}{kind} {place.name}".upper(),)
    return Office(
        level,
        "cap-uy",
        f"{committee}{kind} {place.name}",
        f"{committee}{kind}",
        (),
        code,
        head,
        _label(place),
        place,
        (place.id,),
    )


_SCHOOLS = {
    "Mầm non": ("Mầm non", "MN"),
    "Tiểu học": ("Tiểu học", "TrTH"),
    "Trung học cơ sở": ("THCS", "THCS"),
    "Trung học phổ thông": ("THPT", "THPT"),
}


def school(grade: str, name: str, place: Place, above: Place, manager: str) -> Office:
    """A school that bears `name`, at a commune; `manager` stands above it in the letterhead."""
    short, code = _SCHOOLS[grade]
    full = f"Trường {grade} {name}"
    printed = f"Trường {short} {name}" if mix(*name.encode()) % 3 else full
    initials = "".join(word[0] for word in name.split())
    around = tuple(each.id for each in (place, above) if each.name.upper() in manager.upper())
    return Office(
        "school", "truong", full, full, (printed,), code + initials, (manager.upper(), printed.upper()), place.name,
        above, around,
    )  # fmt: skip
