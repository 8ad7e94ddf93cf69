"""Akoma Ntoso 3.0: a document a file, its lines as paragraphs, each citation a `ref` to the FRBR URI of the work."""

import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any
from urllib.parse import quote

from pipeline.export.graph import clean

__all__ = ["frbr_uri", "write"]

NAMESPACE = "http://docs.oasis-open.org/legaldocml/ns/akn/3.0"
DATES = {4: ("{}-01-01", "issued-in-year"), 7: ("{}-01", "issued-in-month"), 10: ("{}", "issued")}
UNKNOWN = ("0001-01-01", "unknown")  # the schema wants a date of every document
DATE = re.compile(r"\d{4}(-\d\d(-\d\d)?)?")
ANY_KIND = "van-ban"
WORK = re.compile(  # the two forms of an id, `extractors.identity`
    r"(?P<actor>[^/]+)/(?P<kind>[^/]+)/(?:(?P<year>\d{4})/)?(?P<number>[^/]+?(?:-(?P<printed>\d{4}))?)"
)


def frbr_uri(target_id: str) -> str:
    """The URI of a work by the Akoma Ntoso Naming Convention 1.0, 4.4: country, element, subtype, actor, year, number.

    Only the year is given, which the convention allows where it suffices to tell the work. Numbers that print their
    year keep it: 28/2018/QĐ-TTg is not 28/QĐ-TTg of 2018. A work whose particulars are not known (`doc:…`) stands at
    the year 0001.

    >>> frbr_uri("bo-noi-vu/TT/10-2022"), frbr_uri("ubnd.ha-nam/QĐ/2024/402")
    ('/akn/vn/doc/thong-tu/bo-noi-vu/2022/10-2022', '/akn/vn/doc/quyet-dinh/ubnd.ha-nam/2024/402')
    """
    parts = WORK.fullmatch(target_id)
    if parts is None or not (parts["year"] or parts["printed"]):
        found: tuple[str, ...] = (ANY_KIND, UNKNOWN[0][:4], target_id)
    else:
        found = (_subtype(parts["kind"]), parts["actor"], parts["year"] or parts["printed"], parts["number"])
    return "/".join(("/akn/vn/doc", *(quote(one, safe="") for one in found)))


def _subtype(kind: str | None) -> str:
    """The name of a kind of document in letters that stand in every URI."""
    from corpora.document_types import by_code
    from corpora.folding import slug

    known = by_code(kind) if kind else None
    return known.id if known else slug(kind) if kind else ANY_KIND


def write(records: Iterable[Mapping[str, Any]], stem: Path) -> None:
    """Write STEM/DOC_ID.xml for each document, valid by the schema of OASIS.

    FRBRdate says by its `name` how precise it is: issued, issued-in-month, issued-in-year, unknown (0001-01-01).
    """
    from lxml import etree

    stem.mkdir()
    for record in records:
        with etree.xmlfile(str(stem / f"{record['doc_id']}.xml"), encoding="utf-8") as file:
            file.write_declaration()
            with (
                file.element("akomaNtoso", xmlns=NAMESPACE),
                file.element("doc", name=_subtype(record["type"])),
            ):
                with file.element("meta"):
                    _identify(file, record)
                    _references(file, record)
                with file.element("mainBody"):
                    empty = True
                    for line in _lines(record):
                        empty = False
                        with file.element("p"):
                            for text, href in line:
                                if href:
                                    with file.element("ref", href=href):
                                        file.write(clean(text))
                                else:
                                    file.write(clean(text))
                    if empty:
                        file.write(etree.Element("p"))


def _identify(file: Any, record: Mapping[str, Any]) -> None:
    """Work, expression (the original, in Vietnamese) and manifestation (this file), in the order of the schema."""
    from lxml import etree

    target_id = record["target_id"] or f"doc:{record['doc_id']}"
    work = frbr_uri(target_id)
    given = record["date"] if record["date"] and DATE.fullmatch(record["date"]) else ""
    date, precision = DATES.get(len(given), UNKNOWN)
    number = [("FRBRnumber", {"value": clean(record["number"])})] if record["number"] else []
    levels = (
        (
            "FRBRWork",
            "",
            [("FRBRcountry", {"value": "vn"}), ("FRBRsubtype", {"value": _subtype(record["type"])}), *number],
        ),
        ("FRBRExpression", "/vie@", [("FRBRlanguage", {"language": "vie"})]),
        ("FRBRManifestation", "/vie@", [("FRBRformat", {"value": "application/akn+xml"})]),
    )
    with file.element("identification", source="#cancu"):
        for level, expression, own in levels:
            extension = ".xml" if level == "FRBRManifestation" else ""
            common = [
                ("FRBRthis", {"value": f"{work}{expression}/!main{extension}"}),
                ("FRBRuri", {"value": f"{work}{expression}{extension}"}),
                *([("FRBRalias", {"value": target_id, "name": "cancu"})] if level == "FRBRWork" else []),
                ("FRBRdate", {"date": date.format(given), "name": precision}),
                ("FRBRauthor", {"href": "#issuer" if record["issuer"] else "#unknown"}),
            ]
            with file.element(level):
                for name, attributes in (*common, *own):
                    file.write(etree.Element(name, attributes))


def _references(file: Any, record: Mapping[str, Any]) -> None:
    """Who and what the identification points at."""
    from lxml import etree

    from pipeline.store.schema import generator

    issuer = {"eId": "issuer" if record["issuer"] else "unknown", "showAs": clean(record["issuer"] or "không rõ")}
    issuer["href"] = f"/akn/ontology/organization/vn/{quote(record['issuer_id'] or issuer['eId'], safe='')}"
    made = {"eId": "cancu", "href": "/akn/ontology/process/vn/cancu", "showAs": generator()}
    with file.element("references", source="#cancu"):
        file.write(etree.Element("TLCOrganization", issuer))
        file.write(etree.Element("TLCProcess", made))


def _lines(record: Mapping[str, Any]) -> Iterator[list[tuple[str, str | None]]]:
    """Each line that holds something, in pieces: a text and the URI it refers to."""
    text = record["text"]
    spans = sorted(
        (start, end, frbr_uri(citation["target_id"]))
        for citation in record["citations"]
        if citation["target_id"]
        for start, end in citation["spans"]
    )
    for match in re.finditer(r"[^\r\n\f]*\S[^\r\n\f]*", text):
        at, line = match.start(), []
        while spans and spans[0][1] <= at:
            spans.pop(0)
        for start, end, href in spans:
            if start >= match.end():
                break
            if max(start, at) < min(end, match.end()):
                line += [(text[at : max(start, at)], None), (text[max(start, at) : min(end, match.end())], href)]
                at = min(end, match.end())
        yield [*line, (text[at : match.end()], None)]
