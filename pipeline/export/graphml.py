"""GraphML: the works as nodes, the edges as directed edges, one for each document that states it."""

from pathlib import Path

from pipeline.export.graph import EDGE, WORK, Graph, clean

__all__ = ["write"]

NAMESPACE = "http://graphml.graphdrawing.org/xmlns"


def write(graph: Graph, folder: Path) -> None:
    """Write FOLDER/graph.graphml; a value that is not known has no `data`."""
    from lxml import etree

    from pipeline.store.schema import generator

    with etree.xmlfile(str(folder / "graph.graphml"), encoding="utf-8") as file:
        file.write_declaration()
        with file.element("graphml", xmlns=NAMESPACE):
            described = etree.Element("desc")
            described.text = clean(generator())
            file.write(described)
            for kind, columns in (("node", WORK), ("edge", EDGE)):
                for name, type in columns.items():
                    attributes = {"id": f"{kind}_{name}", "for": kind, "attr.name": name, "attr.type": type}
                    file.write(etree.Element("key", attributes))
            with file.element("graph", id="works", edgedefault="directed"):
                for work in graph.works():
                    node = etree.Element("node", id=clean(work["target_id"]))
                    for name in WORK:
                        if work[name] is not None:
                            etree.SubElement(node, "data", key=f"node_{name}").text = clean(work[name])
                    file.write(node)
                for at, edge in enumerate(graph.edges()):
                    ends = {"source": clean(edge["source_id"]), "target": clean(edge["target_id"])}
                    line = etree.Element("edge", {"id": f"e{at}", **ends})
                    for name in EDGE:
                        if edge[name] is not None:
                            etree.SubElement(line, "data", key=f"edge_{name}").text = clean(edge[name])
                    file.write(line)
