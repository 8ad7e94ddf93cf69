"""Identity of a document: the same document cited in ten spellings has one identifier, two documents have two.

An identifier is made of issuer, type, year and running number: "chinh-phu/NĐ/107-2021" where the number prints its
year (normative documents: one series a year for the whole body), "ubnd.hai-phong/QĐ/2018/2893" where only the date
tells it. The suffix of a công văn (-KSTTHC) names the drafting unit and is no part of it.
"""

import re

from corpora import laws
from corpora.folding import fold, slug

__all__ = ["law_id", "named_law_ids", "work_id"]


def work_id(
    kind: str | None, running: str | None, issuer_id: str | None, *, printed_year: int | None, date: str | None
) -> str | None:
    """Identifier of a numbered document, or None while type, issuer or year is unknown.

    `printed_year` is the year inside the number, `date` the document's date in ISO form.

    >>> work_id("NĐ", "0107", "chinh-phu", printed_year=2021, date=None)
    'chinh-phu/NĐ/107-2021'
    >>> work_id("QĐ", "2893", "ubnd.hai-phong", printed_year=None, date="2018-11-02")
    'ubnd.hai-phong/QĐ/2018/2893'
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


_NUMBER = re.compile(r"(?P<running>\d+[A-Za-z]?)[/-](?:(?P<year>\d{4})[/-])?")


def _version_id(version: laws.Law) -> str | None:
    parts = _NUMBER.match(version.number) if version.number else None
    if parts is None:
        return law_id(version.kind, version.name, version.year)
    year = int(parts["year"]) if parts["year"] else None
    return work_id(version.kind, parts["running"], "quoc-hoi", printed_year=year, date=str(version.year))
