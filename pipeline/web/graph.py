"""The surroundings of a work, laid out in columns: to the left what it rests on, to the right what cites it."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from pipeline.answers import Answer
from pipeline.web.snapshot import Desk

__all__ = ["COLOURS", "Drawing", "Picture", "draw", "edge_table", "surroundings"]

# Of lines and labels; dark enough on white (a test computes the contrast). The style sheet has the same.
COLOURS = {
    "legal_basis": "#1d4ed8",
    "implements": "#15803d",
    "amends": "#c2410c",
    "amended_by": "#9a3412",
    "replaces": "#be123c",
    "repeals": "#7f1d1d",
    "guides": "#6d28d9",
    "issues": "#0f766e",
    "attaches": "#0e7490",
    "replies_to": "#854d0e",
    "cites": "#57534e",
}
WIDTH, HEIGHT, ACROSS, DOWN, EDGE, SIDE = 212, 50, 96, 16, 24, 56  # of a box, the gaps between boxes, the margins
HEAD, APART, KEY, ROW = 26, 7, 168, 22  # of a column's heading, lines of one pair, an entry of the legend and its line
COLUMN = 10  # works in a column; those further out are counted


@dataclass(frozen=True, slots=True)
class Picture:
    """Works by column (0 the work itself, negative to the left), relations between them, and how many are left out."""

    columns: dict[int, list[dict[str, Any]]]
    edges: list[dict[str, Any]]
    left_out: dict[int, int]


@dataclass(frozen=True, slots=True)
class Drawing:
    """A picture with coordinates."""

    width: int
    height: int
    boxes: list[dict[str, Any]]
    lines: list[dict[str, Any]]
    notes: list[dict[str, Any]]
    heads: list[dict[str, Any]]
    legend: list[dict[str, Any]]
    relations: list[str]


def _marks(values: Iterable[Any]) -> str:
    return ", ".join("?" for _ in values)


def surroundings(desk: Desk, found: dict[str, Any], *, depth: int = 1, relations: Iterable[str] = ()) -> Picture:
    """What lies within `depth` steps of a work over the relations named (none named: over all of them).

    Of each column the most cited works are kept.
    """
    chosen = sorted(set(relations))
    test = f"AND relation IN ({_marks(chosen)})" if chosen else ""
    columns, left_out = {0: [found]}, dict[int, int]()
    seen = {found["id"]}
    for side, here, there in ((-1, "source", "target"), (1, "target", "source")):
        frontier = [found["id"]]
        for step in range(1, depth + 1):
            rows = desk.rows(
                f"""
                SELECT w.id, w.target_id, w.type, w.number, w.date, w.year, w.issuer, w.title, w.held_doc_id, w.cited_by
                FROM (SELECT DISTINCT {there} AS id FROM e WHERE {here} IN ({_marks(frontier)}) {test}) near
                JOIN w USING (id) WHERE id NOT IN ({_marks(seen)})
                ORDER BY w.cited_by DESC, w.held_doc_id IS NULL, w.id
                """,
                [*frontier, *chosen, *seen],
            )
            if not rows:
                break
            kept = rows[:COLUMN]
            columns[side * step] = kept
            left_out[side * step] = len(rows) - len(kept)
            frontier = [row["id"] for row in kept]
            seen.update(frontier)
    edges = desk.rows(
        f"""
        SELECT source, target, relation, mentions FROM e
        WHERE source IN ({_marks(seen)}) AND target IN ({_marks(seen)}) AND source <> target {test}
        ORDER BY source, target, relation
        """,
        [*seen, *seen, *chosen],
    )
    return Picture(columns, edges, left_out)


def edge_table(picture: Picture) -> Answer:
    """The relations in a picture as a table."""
    works = {row["id"]: row for column in picture.columns.values() for row in column}
    columns = ("source_id", "source_number", "relation", "target_id", "target_number", "mentions")
    rows = [
        (works[edge["source"]]["target_id"], _name(works[edge["source"]]), edge["relation"],
         works[edge["target"]]["target_id"], _name(works[edge["target"]]), edge["mentions"])
        for edge in picture.edges
    ]  # fmt: skip
    return Answer(columns, rows, len(rows))


def _name(row: dict[str, Any]) -> str | None:
    name: str | None = row["number"] or row["title"]
    return name


def _clip(words: str | None, letters: int) -> str:
    words = " ".join((words or "").split())
    return words if len(words) <= letters else words[: letters - 1].rstrip() + "…"


def _in_order(picture: Picture) -> dict[int, list[dict[str, Any]]]:
    """Each column in the order of what it is joined to one column nearer, so that lines cross little."""
    joined: dict[int, list[int]] = {}
    for edge in picture.edges:
        joined.setdefault(edge["source"], []).append(edge["target"])
        joined.setdefault(edge["target"], []).append(edge["source"])
    places: dict[int, float] = {}
    ordered: dict[int, list[dict[str, Any]]] = {}
    for column in sorted(picture.columns, key=lambda column: (abs(column), column)):
        nearer = column - (column > 0) + (column < 0)
        inner = {row["id"] for row in ordered.get(nearer, [])}

        def place(row: dict[str, Any], inner: set[int] = inner) -> float:
            known = [places[other] for other in joined.get(row["id"], ()) if other in inner]
            return sum(known) / len(known) if known else 0.5

        rows = sorted(picture.columns[column], key=lambda row: (place(row), -row["cited_by"], row["id"]))
        ordered[column] = rows
        places.update({row["id"]: (index + 0.5) / len(rows) for index, row in enumerate(rows)})
    return ordered


def draw(picture: Picture) -> Drawing:
    """Boxes and lines with their coordinates, in pixels."""
    ordered = _in_order(picture)
    first, last = min(ordered), max(ordered)
    rows = max(len(column) for column in ordered.values())
    inner = rows * (HEIGHT + DOWN) - DOWN
    height = HEAD + 2 * EDGE + inner + (26 if any(picture.left_out.values()) else 0)
    width = 2 * SIDE + (last - first + 1) * (WIDTH + ACROSS) - ACROSS
    boxes, notes, heads, spots = [], [], [], dict[int, tuple[int, float, float]]()
    for column, works in ordered.items():
        x = SIDE + (column - first) * (WIDTH + ACROSS)
        top = HEAD + EDGE + (inner - len(works) * (HEIGHT + DOWN) + DOWN) / 2
        if abs(column) == 1:
            heads.append({"x": x + WIDTH / 2, "y": top - 12, "side": "basis" if column < 0 else "citing"})
        for index, work in enumerate(works):
            y = top + index * (HEIGHT + DOWN)
            spots[work["id"]] = (column, x, y)
            label = work["number"] or work["title"] or work["type"] or work["target_id"]
            boxes.append({
                "x": x, "y": y, "work": work, "label": _clip(label, 21),
                "line": _clip((work["number"] and work["title"]) or work["issuer"], 29), "middle": column == 0,
            })  # fmt: skip
        if picture.left_out.get(column):
            y = top + len(works) * (HEIGHT + DOWN) + 6
            notes.append({"x": x + WIDTH / 2, "y": y, "count": picture.left_out[column]})
    lines = [_line(edge, spots, shift) for edge, shift in _apart(picture.edges)]
    used = [name for name in COLOURS if any(edge["relation"] == name for edge in picture.edges)]
    across = max(1, (width - 2 * EDGE) // KEY)
    legend = [
        {"x": EDGE + index % across * KEY, "y": index // across * ROW, "relation": name}
        for index, name in enumerate(used)
    ]
    return Drawing(width, round(height), boxes, lines, notes, heads, legend, used)


def _apart(edges: list[dict[str, Any]]) -> list[tuple[dict[str, Any], float]]:
    """Each line with how far down it is moved, so that several between two boxes lie beside each other."""
    pairs: dict[frozenset[int], list[dict[str, Any]]] = {}
    for edge in edges:
        pairs.setdefault(frozenset((edge["source"], edge["target"])), []).append(edge)
    return [(edge, APART * (index - (len(same) - 1) / 2)) for same in pairs.values() for index, edge in enumerate(same)]


def _line(edge: dict[str, Any], spots: dict[int, tuple[int, float, float]], shift: float) -> dict[str, Any]:
    """A curve from the citing box to the cited one, whose arrow it carries."""
    (column, x, y), (other, to_x, to_y) = spots[edge["source"]], spots[edge["target"]]
    shift = min(max(shift, 4 - HEIGHT / 2), HEIGHT / 2 - 4)
    y, to_y = y + HEIGHT / 2 + shift, to_y + HEIGHT / 2 + shift
    if column == other:  # around the outer side of the column
        out = x + WIDTH if column >= 0 else x
        bend = out + (46 if column >= 0 else -46)
        path = f"M{out:g} {y:g}C{bend:g} {y:g} {bend:g} {to_y:g} {out:g} {to_y:g}"
        return {"path": path, "edge": edge}
    start, end = (x, to_x + WIDTH) if column > other else (x + WIDTH, to_x)
    reach = (end - start) / 2
    return {"path": f"M{start:g} {y:g}C{start + reach:g} {y:g} {end - reach:g} {to_y:g} {end:g} {to_y:g}", "edge": edge}
