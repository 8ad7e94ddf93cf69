"""RDF in Turtle, with the terms of the European Legislation Identifier (ELI), a work after another."""

import json
import re
from pathlib import Path
from urllib.parse import quote

from pipeline.export.graph import Graph

__all__ = ["ELI", "work_iri", "write"]

ELI = "http://data.europa.eu/eli/ontology#"
TERMS = {
    "legal_basis": "based_on", "implements": "implements", "amends": "amends", "amended_by": "amended_by",
    "replaces": "repeals", "repeals": "repeals",
}  # fmt: skip
LANGUAGE = "http://publications.europa.eu/resource/authority/language/VIE"
DATES = {4: ("cancu:date", "gYear"), 7: ("cancu:date", "gYearMonth"), 10: ("eli:date_document", "date")}
DATE = re.compile(r"\d{4}(-\d\d(-\d\d)?)?")


def work_iri(target_id: str) -> str:
    """The name of a work in RDF.

    >>> work_iri("chinh-phu/NĐ/30-2020")
    'urn:cancu:work:chinh-phu/N%C4%90/30-2020'
    """
    return f"urn:cancu:work:{quote(target_id)}"


def write(graph: Graph, folder: Path) -> None:
    """Write FOLDER/graph.ttl. Each edge stands with cancu's own term (`relation:implements`) and with the ELI term that
    covers it, `eli:cites` where ELI has none as narrow; the title belongs to an expression of the work, as in ELI.
    `eli:date_document` is a day; of what is known less precisely `cancu:date` gives the month or year.
    """
    from pipeline.store.schema import generator

    with (folder / "graph.ttl").open("w", encoding="utf-8", newline="\n") as file:
        file.write(f"@prefix eli: <{ELI}> .\n@prefix relation: <urn:cancu:relation:> .\n")
        file.write("@prefix cancu: <urn:cancu:term:> .\n")
        file.write("@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .\n")
        file.write(f"<> <http://purl.org/dc/terms/creator> {_literal(generator())} .\n")
        for work in graph.works():
            name = work_iri(work["target_id"])
            lines = [f"<{name}> a eli:LegalResource", f"eli:id_local {_literal(work['target_id'])}"]
            if work["type"]:
                lines.append(f"eli:type_document <urn:cancu:type:{quote(work['type'])}>")
            if work["number"]:
                lines.append(f"eli:number {_literal(work['number'])}")
            if work["date"] and DATE.fullmatch(work["date"]):
                term, kind = DATES[len(work["date"])]
                lines.append(f'{term} "{work["date"]}"^^xsd:{kind}')
            if work["issuer_id"]:
                lines.append(f"eli:passed_by <urn:cancu:body:{quote(work['issuer_id'])}>")
            if work["title"]:
                lines.append(f"eli:is_realized_by <{name}:vi>")
            file.write(" ;\n  ".join(lines) + " .\n")
            if work["title"]:
                file.write(
                    f"<{name}:vi> a eli:LegalExpression ;\n  eli:realizes <{name}> ;\n  eli:language <{LANGUAGE}> ;\n"
                    f"  eli:title {_literal(work['title'])}@vi .\n"
                )
        before = None
        for edge in graph.edges():
            this = edge["source_id"], edge["relation"], edge["target_id"]
            if this != before:  # several documents may state the same
                term = TERMS.get(edge["relation"], "cites")
                source, target = work_iri(edge["source_id"]), work_iri(edge["target_id"])
                file.write(f"<{source}> eli:{term} <{target}> ; relation:{edge['relation']} <{target}> .\n")
            before = this


def _literal(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)  # the escapes of JSON are among those of Turtle
