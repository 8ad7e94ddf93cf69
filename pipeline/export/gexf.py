"""GEXF 1.2: the graph for Gephi; a node is labelled with its number or title, an edge with its relation."""

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pipeline.export.graph import EDGE, WORK, Graph, clean

if TYPE_CHECKING:
    from lxml.etree import _Element

__all__ = ["write"]

NAMESPACE = "http://www.gexf.net/1.2draft"
TYPES = {"int": "integer"}


def write(graph: Graph, folder: Path) -> None:
    """Write FOLDER/graph.gexf; a value that is not known has no `attvalue`."""
    from lxml import etree

    from pipeline.store.schema import generator

    with etree.xmlfile(str(folder / "graph.gexf"), encoding="utf-8") as file:
        file.write_declaration()
        with file.element("gexf", xmlns=NAMESPACE, version="1.2"):
            meta = etree.Element("meta")
            etree.SubElement(meta, "creator").text = clean(generator())
            file.write(meta)
            _write_graph(file, graph)


def _write_graph(file: Any, graph: Graph) -> None:
    from lxml import etree

    with file.element("graph", mode="static", defaultedgetype="directed"):
        for kind, columns in (("node", WORK), ("edge", EDGE)):
            declared = etree.Element("attributes", {"class": kind, "mode": "static"})
            for name, type in columns.items():
                etree.SubElement(declared, "attribute", id=name, title=name, type=TYPES.get(type, type))
            file.write(declared)
        with file.element("nodes"):
            for work in graph.works():
                label = clean(work["number"] or work["title"] or work["target_id"])
                node = etree.Element("node", id=clean(work["target_id"]), label=label)
                file.write(_valued(node, work, WORK))
        with file.element("edges"):
            for at, edge in enumerate(graph.edges()):
                ends = {"source": clean(edge["source_id"]), "target": clean(edge["target_id"])}
                line = etree.Element("edge", {"id": str(at), **ends, "label": clean(edge["relation"])})
                file.write(_valued(line, edge, EDGE))


def _valued(element: "_Element", row: Mapping[str, Any], columns: Mapping[str, str]) -> "_Element":
    from lxml import etree

    values = etree.SubElement(element, "attvalues")
    for name in columns:
        if row[name] is not None:
            etree.SubElement(values, "attvalue", {"for": name, "value": clean(row[name])})
    return element
