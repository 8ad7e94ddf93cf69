"""Places: provinces, districts, communes with their dates (registers/places/*.csv).

Provinces before and since 1 July 2025 (Nghị quyết 202/2025/QH15), districts until 30 June 2025, communes old and new.
A province that kept its name through a merger keeps its id.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache

from corpora.finding import Finder
from corpora.folding import fold
from corpora.reading import in_force, rows, several

__all__ = [
    "Place", "by_id", "by_name", "communes", "districts", "find_at", "find_places", "provinces",
]  # fmt: skip

_SHORT = {
    "thành phố": ("tp.", "tp. ", "tp ", "tp"),
    "tỉnh": ("t. ",),
    "huyện": ("h. ",),
    "quận": ("q. ", "q."),
    "thị xã": ("tx. ", "tx ", "tx."),
    "phường": ("p. ", "p."),
    "xã": ("x. ",),
    "thị trấn": ("tt. ", "tt "),
    "đặc khu": (),
}


@dataclass(frozen=True, slots=True)
class Place:
    """An administrative unit; `id` is readable: "hai-phong", "dong-thap.huyen-tan-hong"."""

    id: str
    name: str  # without its kind: "Hải Phòng"
    kind: str  # "tỉnh", "thành phố", "quận", "huyện", "thị xã", "phường", "xã", "thị trấn", "đặc khu"
    level: str  # "province", "district", "commune"
    parent_id: str | None = None
    valid_from: str | None = None
    valid_to: str | None = None
    merged_into: tuple[str, ...] = ()
    aliases: tuple[str, ...] = ()

    @property
    def full_name(self) -> str:
        """Kind and name: "thành phố Hải Phòng"."""
        return f"{self.kind} {self.name}"


def _read(level: str) -> tuple[Place, ...]:
    return tuple(
        Place(
            id=row["id"],
            name=row["name"],
            kind=row["kind"],
            level=level,
            parent_id=row["parent_id"] or None,
            valid_from=row["valid_from"] or None,
            valid_to=row["valid_to"] or None,
            merged_into=several(row["merged_into"]),
            aliases=several(row["aliases"]),
        )
        for row in rows(f"places/{'communes' if level == 'commune' else level + 's'}.csv")
    )


@cache
def provinces() -> tuple[Place, ...]:
    """Provinces and cities under the centre, those of today first.

    >>> provinces()[0].full_name
    'thành phố Hà Nội'
    """
    return _read("province")


@cache
def districts() -> tuple[Place, ...]:
    """Districts, which ended on 30 June 2025."""
    return _read("district")


@cache
def communes() -> tuple[Place, ...]:
    """Communes, wards, towns, special zones: those of before and of since 1 July 2025 (some 14,000; loaded apart)."""
    return _read("commune")


@cache
def _ids() -> Mapping[str, Place]:
    return {place.id: place for place in (*provinces(), *districts())}


def by_id(id: str) -> Place | None:
    """The province or district of an id.

    >>> by_id("dong-thap.huyen-tan-hong").full_name
    'huyện Tân Hồng'
    """
    return _ids().get(id)


@cache
def _prefixes(kind: str) -> tuple[str, ...]:
    return ("", fold(kind) + " ", *map(fold, _SHORT[kind]))


def _spellings(place: Place) -> Iterator[str]:
    for name in {fold(name) for name in (place.name, *place.aliases)}:
        for prefix in _prefixes(place.kind):
            yield prefix + name


@cache
def _names(with_communes: bool) -> Mapping[str, tuple[Place, ...]]:
    found: dict[str, list[Place]] = {}
    for place in (*provinces(), *districts(), *(communes() if with_communes else ())):
        for name in dict.fromkeys(_spellings(place)):
            found.setdefault(name, []).append(place)
    return {name: tuple(places) for name, places in found.items()}


@lru_cache(maxsize=4096)
def by_name(folded: str, level: str | None = None, year: int | None = None) -> tuple[Place, ...]:
    """The places of a folded name with or without its kind; communes only when `level` is "commune".

    >>> [place.id for place in by_name("tp.hcm")], [place.full_name for place in by_name("huyen tan hong")]
    (['ho-chi-minh'], ['huyện Tân Hồng'])
    """
    found = _names(level == "commune").get(folded, ())
    return tuple(
        place
        for place in found
        if (level is None or place.level == level) and in_force(place.valid_from, place.valid_to, year)
    )


@cache
def _finder() -> Finder[tuple[Place, ...]]:
    """Provinces by their bare names, districts only with their kind: "Tân Hồng" alone may be anything."""
    named = {
        name: places for name, places in _names(False).items() if any(place.level == "province" for place in places)
    }
    for place in districts():
        name = fold(place.name)
        for prefix in _prefixes(place.kind)[1:]:
            named[prefix + name] = _names(False)[prefix + name]
    return Finder(named)


def find_places(folded: str) -> list[tuple[int, int, tuple[Place, ...]]]:
    """Provinces, and districts named with their kind, in folded text: (start, end, candidates).

    >>> [(start, end, places[0].id) for start, end, places in find_places("ubnd huyen tan hong, tinh dong thap")]
    [(5, 19, 'dong-thap.huyen-tan-hong'), (21, 35, 'dong-thap')]
    """
    return _finder().find(folded)


def find_at(folded: str, position: int) -> tuple[int, tuple[Place, ...]] | None:
    """The place that begins at `position`, as (end, candidates)."""
    return _finder().at(folded, position)
