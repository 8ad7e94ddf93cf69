"""CSV for `neo4j-admin database import`: works.csv of nodes, edges.csv of relationships."""

import csv
from pathlib import Path

from pipeline.export.graph import EDGE, WORK, Graph

__all__ = ["write"]


def write(graph: Graph, folder: Path) -> None:
    """Write FOLDER/works.csv and FOLDER/edges.csv; what is not known is empty. The label is Work, the type the relation
    in capitals, as LEGAL_BASIS; line breaks in titles become blanks, since the import takes one line a row.
    """
    with (folder / "works.csv").open("w", encoding="utf-8", newline="") as file:
        rows = csv.writer(file, lineterminator="\n")
        rows.writerow(["target_id:ID", *(f"{name}:{type}" for name, type in WORK.items()), ":LABEL"])
        for work in graph.works():
            rows.writerow([work["target_id"], *(_cell(work[name]) for name in WORK), "Work"])
    columns = {name: type for name, type in EDGE.items() if name != "relation"}
    with (folder / "edges.csv").open("w", encoding="utf-8", newline="") as file:
        rows = csv.writer(file, lineterminator="\n")
        rows.writerow([":START_ID", ":END_ID", ":TYPE", *(f"{name}:{type}" for name, type in columns.items())])
        for edge in graph.edges():
            values = [_cell(edge[name]) for name in columns]
            rows.writerow([edge["source_id"], edge["target_id"], edge["relation"].upper(), *values])


def _cell(value: object) -> object:
    return " ".join(value.split()) if isinstance(value, str) else value
