"""Identity of a document: the same document cited in ten spellings has one identifier, two documents have two.

An identifier is made of the body whose series the number counts in, the type, the year and the running number:
"chinh-phu/NĐ/107-2021" where the number prints its year (one series a year for the whole body),
"ubnd.hai-phong/QĐ/2018/2893" where only the date tells it. The series belongs to the body that the symbol names, not to
the person or organ that signed: a Chủ tịch counts with his Ủy ban nhân dân, a Ban Thường vụ with its Tỉnh ủy. The
suffix of a công văn (-KSTTHC) names the drafting unit and is no part of it.
"""

import re
from functools import lru_cache

from corpora import bodies, document_types, laws
from corpora.folding import fold, slug

__all__ = ["body_codes", "identify", "law_id", "named_law_ids", "work_id"]

_SEPARATOR = re.compile(r"[-/.]")
_NUMBER = re.compile(r"(?P<running>\d+[A-Za-z]?)[/-](?:(?P<year>\d{4})[/-])?(?P<symbol>.+)")


def body_codes(symbol: str, *, prints_type: bool) -> tuple[str, ...]:
    """The body codes of a symbol: what follows its type; of a công văn, which prints none, the first.

    >>> body_codes("KH-BGDĐT", prints_type=True), body_codes("UBND-KSTTHC", prints_type=False)
    (('BGDĐT',), ('UBND',))
    """
    parts = tuple(_SEPARATOR.split(symbol))
    return (parts[1:] or parts) if prints_type else parts[:1]


@lru_cache(maxsize=65536)
def identify(number: str | None, kind: str | None, issuer_id: str | None, date: str | None) -> str | None:
    """Identifier of a document by its number in clean form, or None while issuer or year is unknown.

    `kind` is the code of the type, `issuer_id` of the named issuer, `date` the ISO date, as precise as known.

    >>> identify("446-QĐ/TU", "QĐ", "ban-thuong-vu-cap-uy.hai-phong", "2021-11-26")
    'cap-uy.hai-phong/QĐ/2021/446'
    """
    parts = _NUMBER.fullmatch(number) if number else None
    if parts is None or issuer_id is None:
        return None
    symbol = parts["symbol"]
    printed = document_types.by_symbol(_SEPARATOR.split(symbol)[0])
    series = printed.code if printed is not None and printed.code else kind
    year = int(parts["year"]) if parts["year"] else None
    owner = series_owner(body_codes(symbol, prints_type=printed is not None), issuer_id, year or _year(date))
    return work_id(series, parts["running"], owner, printed_year=year, date=date)


def _year(date: str | None) -> int | None:
    return int(date[:4]) if date else None


@lru_cache(maxsize=16384)
def series_owner(codes: tuple[str, ...], issuer_id: str, year: int | None) -> str:
    """Identifier of the body, or the bodies together, in whose series a number counts.

    Its codes name it; its place is the issuer's. A code that the register does not know, or that names several bodies
    of which the issuer is none, stands for itself; a symbol without a known code leaves the issuer.

    >>> series_owner(("HĐND",), "thuong-truc-hdnd.quang-ngai", 2024)
    'hdnd.quang-ngai'
    >>> series_owner(("LĐQV",), "lien-doan-quan-vot", 2025)
    'lien-doan-quan-vot'
    """
    named = issuer_id.split("+")
    known = {issuer.partition(".")[0]: issuer for issuer in named}
    places = {issuer.partition(".")[2] for issuer in named} - {""}
    place = places.pop() if len(places) == 1 else ""
    owners: list[str] = []
    certain = False
    for code in codes:
        candidates = bodies.by_code(code, year) or bodies.by_code(code)
        own = next((known[body.id] for body in candidates if body.id in known), None)
        if own is not None:
            owners.append(own)
        elif len(candidates) == 1:
            body = candidates[0]
            owners.append(f"{body.id}.{place}" if body.per_place and place else body.id)
        else:
            owners.append(slug(code))
            continue
        certain = True
    return "+".join(sorted(dict.fromkeys(owners))) if certain else issuer_id


def work_id(
    kind: str | None, running: str | None, issuer_id: str | None, *, printed_year: int | None, date: str | None
) -> str | None:
    """Identifier from its parts, or None while type, issuer or year is unknown.

    `printed_year` is the year inside the number, `date` the document's date in ISO form.

    >>> work_id("NĐ", "0107", "chinh-phu", printed_year=2021, date=None)
    'chinh-phu/NĐ/107-2021'
    """
    if kind is None or running is None or issuer_id is None:
        return None
    figure = running.lstrip("0").upper() or "0"
    if printed_year is not None:
        return f"{issuer_id}/{kind}/{figure}-{printed_year}"
    return f"{issuer_id}/{kind}/{date[:4]}/{figure}" if date else None


def law_id(kind: str, title: str, year: int | None) -> str | None:
    """Identifier of a law that the register does not know by number, or None while its year is unknown.

    >>> law_id("L", "Luật Thư viện xã", 2030)
    'quoc-hoi/L/2030/luat-thu-vien-xa'
    """
    return f"quoc-hoi/{kind}/{year}/{slug(title)}" if year else None


@lru_cache(maxsize=16384)
def named_law_ids(kind: str, title: str, year: int | None) -> tuple[str, ...]:
    """Identifiers that a law cited by name may have: one where name and year tell it, else one for each version.

    >>> named_law_ids("L", "Luật Giáo dục", 2019), len(named_law_ids("L", "Luật Giáo dục", None))
    (('quoc-hoi/L/43-2019',), 3)
    """
    versions = [law for law in laws.by_name(fold(title)) if year is None or law.year == year]
    ids = dict.fromkeys(filter(None, map(_version_id, versions)))
    if not ids and (made := law_id(kind, title, year)):
        return (made,)
    return tuple(ids)


def _version_id(version: laws.Law) -> str | None:
    parts = _NUMBER.match(version.number) if version.number else None
    if parts is None:
        return law_id(version.kind, version.name, version.year)
    year = int(parts["year"]) if parts["year"] else None
    return work_id(version.kind, parts["running"], "quoc-hoi", printed_year=year, date=str(version.year))
