"""Issuing bodies: names, codes in symbols, levels, years of validity (registers/bodies/*.csv).

A body that stands once at each place (Ủy ban nhân dân, Sở Nội vụ, Tỉnh ủy) is one row; `full_name` and `body_id`
join it with a place. Rules: Hiến pháp 2013; Nghị quyết 176/2025/QH15; Nghị định 45/2025/NĐ-CP and 150/2025/NĐ-CP;
Điều lệ Đảng and Hướng dẫn 36-HD/VPTW.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import NamedTuple

from corpora.finding import Finder
from corpora.folding import fold
from corpora.places import Place
from corpora.reading import in_force, rows, several, variants

__all__ = [
    "Body", "Code", "bodies", "body_id", "by_code", "by_id", "by_name", "find_at", "find_bodies", "full_name",
]  # fmt: skip

WEAK = "@weak"  # marks an alias that is also a common word
FILES = ("central", "party", "local", "organisations")
_COMMITTEES = {"tỉnh": "Tỉnh ủy", "thành phố": "Thành ủy", "huyện": "Huyện ủy", "quận": "Quận ủy", "thị xã": "Thị ủy"}
_YOUTH = {
    "tỉnh": "Tỉnh Đoàn",
    "thành phố": "Thành Đoàn",
    "huyện": "Huyện Đoàn",
    "quận": "Quận Đoàn",
    "thị xã": "Thị Đoàn",
}


class Code(NamedTuple):
    """A code as printed in symbols, with the years in which it was used where that is narrower than the body."""

    code: str
    valid_from: str | None = None
    valid_to: str | None = None


@dataclass(frozen=True, slots=True)
class Body:
    """An issuing body, or one kind of body for all places (`per_place`)."""

    id: str
    name: str
    level: str
    place_levels: tuple[str, ...]  # of "province", "district", "commune"; empty: it stands once
    codes: tuple[Code, ...]
    aliases: tuple[str, ...]  # other names that texts print, safe to find anywhere
    weak_aliases: tuple[str, ...]  # names that mean it only where a body is expected ("của Trung ương")
    heads: tuple[str, ...]  # who signs for it or is named in its stead
    source: str
    parent_id: str | None = None
    valid_from: str | None = None
    valid_to: str | None = None
    successor_id: str | None = None
    with_place: str = "{name} {place}"  # how name and place join
    generic: bool = False  # a kind of unit whose own name follows ("Trường THPT …")
    weak: bool = False  # its very name is also a common word ("Công an", "Bảo hiểm xã hội")
    examples: tuple[str, ...] = ()

    @property
    def per_place(self) -> bool:
        """Whether one stands at each place of `place_levels`."""
        return bool(self.place_levels)


def _code(cell: str) -> Code:
    code, _, years = cell.partition("@")
    start, _, end = years.partition("..")
    return Code(code, start or None, end or None)


def _body(row: Mapping[str, str]) -> Body:
    aliases = several(row["aliases"])
    return Body(
        id=row["id"],
        name=row["name"],
        level=row["level"],
        place_levels=several(row["places"]),
        codes=tuple(map(_code, several(row["codes"]))),
        aliases=tuple(name for name in aliases if not name.endswith(WEAK)),
        weak_aliases=tuple(name.removesuffix(WEAK) for name in aliases if name.endswith(WEAK)),
        heads=several(row["heads"]),
        source=row["source"],
        parent_id=row["parent"] or None,
        valid_from=row["from"] or None,
        valid_to=row["until"] or None,
        successor_id=row["successor"] or None,
        with_place=row["with_place"] or "{name} {place}",
        generic=row["note"] == "generic",
        weak=row["note"] == "weak",
        examples=several(row["examples"]),
    )


@cache
def bodies() -> tuple[Body, ...]:
    """All bodies in the order of the register.

    >>> bodies()[0].name
    'Quốc hội'
    """
    return tuple(_body(row) for name in FILES for row in rows(f"bodies/{name}.csv"))


@cache
def _ids() -> Mapping[str, Body]:
    return {body.id: body for body in bodies()}


def by_id(id: str) -> Body | None:
    """The body of an id of the register.

    >>> by_id("ubnd").name
    'Ủy ban nhân dân'
    """
    return _ids().get(id)


def _key(code: str) -> str:
    return "".join(letter for letter in fold(code) if letter.isalnum())


@cache
def _codes() -> tuple[Mapping[str, list[tuple[Code, Body]]], Mapping[str, list[tuple[Code, Body]]]]:
    exact: dict[str, list[tuple[Code, Body]]] = {}
    folded: dict[str, list[tuple[Code, Body]]] = {}
    for body in bodies():
        for code in body.codes:
            exact.setdefault(code.code, []).append((code, body))
            folded.setdefault(_key(code.code), []).append((code, body))
    return exact, folded


@lru_cache(maxsize=8192)
def by_code(code: str, year: int | None = None) -> tuple[Body, ...]:
    """The bodies that print `code` in their symbols, those in existence in `year`; several are candidates.

    As printed first, then without regard to case, marks, "&" and "-"; last without a number at the end
    ("QH13", "HĐND7", "HĐND.K7", "BCA(X13)": the term or the unit).

    >>> [body.name for body in by_code("BGD&ĐT", 2005)], [body.name for body in by_code("QH13")]
    (['Bộ Giáo dục và Đào tạo'], ['Quốc hội'])
    >>> [body.name for body in by_code("BNV", 1995)], [body.name for body in by_code("BNV", 2020)]
    (['Bộ Nội vụ'], ['Bộ Nội vụ'])
    """
    exact, folded = _codes()
    bare = re.split(r"[.(]", code)[0].rstrip("0123456789 ")
    for table, key in ((exact, code), (folded, _key(code)), (exact, bare), (folded, _key(bare))):
        found = [
            body
            for row, body in table.get(key, ())
            if in_force(body.valid_from, body.valid_to, year) and in_force(row.valid_from, row.valid_to, year)
        ]
        if found:
            return tuple(dict.fromkeys(found))
    return ()


class _Name(NamedTuple):
    body: Body
    weak: bool


@cache
def _names() -> Mapping[str, _Name]:
    found: dict[str, _Name] = {}
    for body in bodies():
        for weak, names in ((body.weak, (body.name,)), (False, body.aliases), (True, body.weak_aliases)):
            for name in names:
                for variant in variants(fold(name)):
                    found.setdefault(variant, _Name(body, weak))
    return found


@cache
def _finder() -> Finder[_Name]:
    return Finder(_names())


def by_name(folded: str) -> Body | None:
    """The body of a folded name, abbreviation or other name; None if the register does not know it.

    >>> by_name("so gd&dt").name, by_name("trung uong").name
    ('Sở Giáo dục và Đào tạo', 'Ban Chấp hành Trung ương Đảng')
    """
    found = _names().get(folded)
    return found.body if found else None


def find_bodies(folded: str) -> list[tuple[int, int, Body]]:
    """Every body named in folded text: (start, end, body), longest name first, whole words only.

    >>> [(start, end, body.id) for start, end, body in find_bodies("cua ubnd thanh pho va so gd va dt")]
    [(4, 8, 'ubnd'), (22, 33, 'so-giao-duc-va-dao-tao')]
    """
    return [(start, end, name.body) for start, end, name in _finder().find(folded) if not name.weak]


def find_at(folded: str, position: int) -> tuple[int, Body] | None:
    """The body whose name begins at `position` (where a body is expected: also weak names), as (end, body).

    >>> find_at("ngay 03/6/2013 cua trung uong ve", 19)[1].id
    'ban-chap-hanh-trung-uong-dang'
    """
    found = _finder().at(folded, position)
    return (found[0], found[1].body) if found else None


def full_name(body: Body, place: Place | None = None) -> str:
    """The official name, with its place where the body stands at places.

    >>> from corpora.places import by_name as place
    >>> full_name(by_id("ubnd"), place("hai phong")[0]), full_name(by_id("ban-thuong-vu-cap-uy"), place("hai phong")[0])
    ('Ủy ban nhân dân thành phố Hải Phòng', 'Ban Thường vụ Thành ủy Hải Phòng')
    """
    if place is None or not body.place_levels:
        return body.name
    return body.with_place.format(
        name=body.name,
        place=f"{place.kind} {place.name}",
        short=place.name,
        committee=_COMMITTEES.get(place.kind, f"Đảng ủy {place.kind}"),
        youth=_YOUTH.get(place.kind, f"Đoàn {place.kind}"),
    )


def body_id(body: Body, place: Place | None = None) -> str:
    """The identifier of a body at a place: readable, the same in every run.

    >>> from corpora.places import by_name as place
    >>> body_id(by_id("so-noi-vu"), place("hai phong")[0])
    'so-noi-vu.hai-phong'
    """
    return f"{body.id}.{place.id}" if place is not None and body.place_levels else body.id
