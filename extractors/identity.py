"""Identity of a document: the same document cited in ten spellings has one identifier, two documents have two.

An identifier is made of issuer, type, year and running number: "chinh-phu/NĐ/107-2021" where the number prints its
year (normative documents: one series a year for the whole body), "ubnd.hai-phong/QĐ/2018/2893" where only the date
tells it. The suffix of a công văn (-KSTTHC) names the drafting unit and is no part of it.
"""

from corpora.folding import slug

__all__ = ["law_id", "work_id"]


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
