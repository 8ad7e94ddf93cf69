"""Akoma Ntoso 3.0: a document a file, its lines as paragraphs, each citation a `ref` to the FRBR URI of the work."""

import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any
from urllib.parse import quote

from pipeline.export.graph import clean

__all__ = ["frbr_uri", "write"]

NAMESPACE = "http://docs.oasis-open.org/legaldocml/ns/akn/3.0"
LEVELS = ("Work", "Expression", "Manifestation")
DATE = re.compile(r"\d{4}-\d\d-\d\d")


def frbr_uri(target_id: str) -> str:
    """The FRBR URI of a work; the parts are those of cancu's id, since a mention may lack the date.

    >>> frbr_uri("bo-noi-vu/TT/10-2022")
    '/akn/vn/doc/bo-noi-vu/TT/10-2022'
    """
    return f"/akn/vn/doc/{quote(target_id)}"


def write(records: Iterable[Mapping[str, Any]], stem: Path) -> None:
    """Write STEM/DOC_ID.xml for each document. FRBRdate is left out where the day is not known."""
    from lxml import etree

    stem.mkdir()
    for record in records:
        with etree.xmlfile(str(stem / f"{record['doc_id']}.xml"), encoding="utf-8") as file:
            file.write_declaration()
            with file.element("akomaNtoso", xmlns=NAMESPACE), file.element("doc", name=record["type"] or "doc"):
                _identify(file, record)
                with file.element("mainBody"):
                    for line in _lines(record):
                        with file.element("p"):
                            for text, href in line:
                                if href:
                                    with file.element("ref", href=href):
                                        file.write(clean(text))
                                else:
                                    file.write(clean(text))


def _identify(file: Any, record: Mapping[str, Any]) -> None:
    from lxml import etree

    work = frbr_uri(record["target_id"] or f"sha256/{record['doc_id']}")
    uris = dict(zip(LEVELS, (work, f"{work}/vie@", f"{work}/vie@.xml"), strict=True))
    author = quote(record["issuer_id"] or "unknown")
    with file.element("meta"), file.element("identification", source="#cancu"):
        for level, uri in uris.items():
            with file.element(f"FRBR{level}"):
                file.write(etree.Element("FRBRthis", value=f"{uri}/!main" if level != "Manifestation" else uri))
                file.write(etree.Element("FRBRuri", value=uri))
                if record["date"] and DATE.fullmatch(record["date"]):
                    file.write(etree.Element("FRBRdate", date=record["date"], name="issued"))
                file.write(etree.Element("FRBRauthor", href=f"/akn/ontology/organization/vn/{author}"))
                if level == "Work":
                    file.write(etree.Element("FRBRcountry", value="vn"))
                    if record["number"]:
                        file.write(etree.Element("FRBRnumber", value=clean(record["number"])))
                elif level == "Expression":
                    file.write(etree.Element("FRBRlanguage", language="vie"))
                else:
                    file.write(etree.Element("FRBRformat", value="application/akn+xml"))


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
