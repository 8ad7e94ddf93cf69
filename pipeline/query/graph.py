"""Who rests on whom, in memory: breadth first over arrays, the same answer in every order of edges."""

from typing import TYPE_CHECKING, Any, NamedTuple

from pipeline.query.relations import rests_sql

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Numbers = NDArray[np.int64]

__all__ = ["Graph", "Reach", "load"]


class Reach(NamedTuple):
    """What a walk found, in the order of finding (the start first): the node, how many steps away, the node it was
    reached over (-1 at the start), and the number of the relation of that last step.
    """

    nodes: "Numbers"
    distance: "Numbers"
    over: "Numbers"
    relation: "Numbers"

    def trail(self, node: int) -> list[tuple[int, int]]:
        """(node, relation of the step to it) from the start to `node`; empty where it was not reached."""
        places = {int(found): place for place, found in enumerate(self.nodes)}
        steps: list[tuple[int, int]] = []
        while node in places:
            place = places[node]
            steps.append((node, int(self.relation[place])))
            node = int(self.over[place])
        return steps[::-1]


class Graph:
    """Edges between nodes 0 … n-1, kept by their first end.

    >>> import numpy as np
    >>> graph = Graph(4, np.array([0, 0, 1]), np.array([2, 1, 3]), np.array([0, 1, 0]))
    >>> [part.tolist() for part in graph.reach(0)]
    [[0, 1, 2, 3], [0, 1, 1, 2], [-1, 0, 0, 1], [-1, 1, 0, 0]]
    >>> graph.reach(0).trail(3)
    [(0, -1), (1, 1), (3, 0)]
    """

    def __init__(self, size: int, first: "Numbers", second: "Numbers", relation: "Numbers") -> None:
        import numpy as np

        # All three in one number sort in a tenth of the time (up to some hundred million nodes).
        kinds = int(relation.max(initial=0)) + 1
        edges = np.sort((first * kinds + relation) * size + second)
        self.size = size
        edges, self.neighbours = np.divmod(edges, max(size, 1))
        edges, self.relation = np.divmod(edges, kinds)
        self.offsets = np.searchsorted(edges, np.arange(size + 1))

    def reach(self, start: int, *, depth: int | None = None, goal: int | None = None) -> Reach:
        """Everything within `depth` steps (None: any) of a node, each by a shortest way; stops once `goal` is found.

        Of several shortest ways the one over the lowest node counts, then the strongest relation.
        """
        import numpy as np

        seen = np.zeros(self.size, dtype=bool)
        seen[start] = True
        frontier = np.array([start])
        found = [(frontier, np.array([0]), np.array([-1]), np.array([-1]))]
        level = 0
        while len(frontier) and (depth is None or level < depth) and not (goal is not None and seen[goal]):
            level += 1
            begin, count = self.offsets[frontier], self.offsets[frontier + 1] - self.offsets[frontier]
            edges = np.repeat(begin - np.cumsum(count) + count, count) + np.arange(count.sum())
            nodes, place = np.unique(self.neighbours[edges], return_index=True)  # the first of several edges
            new = ~seen[nodes]
            nodes, place = nodes[new], place[new]
            seen[nodes] = True
            over = np.repeat(frontier, count)[place]
            found.append((nodes, np.full(len(nodes), level), over, self.relation[edges[place]]))
            frontier = nodes
        return Reach(*(np.concatenate(parts) for parts in zip(*found, strict=True)))

    def out(self, node: int) -> list[tuple[int, int]]:
        """(neighbour, relation) of every edge from a node, the strongest relation first, each neighbour once."""
        stretch = slice(int(self.offsets[node]), int(self.offsets[node + 1]))
        once: dict[int, int] = {}
        for neighbour, relation in zip(self.neighbours[stretch].tolist(), self.relation[stretch].tolist(), strict=True):
            once.setdefault(neighbour, relation)
        return list(once.items())


def load(connection: Any, relations: tuple[str, ...], *, backwards: bool = False) -> Graph:
    """The graph of a store over `relations`, from what rests to what it rests on, or backwards.

    Works are numbered in the order of target_id in the table `node`, made here; relations by their place in the tuple.
    """
    connection.execute(
        "CREATE TEMP TABLE IF NOT EXISTS node AS "
        "SELECT (row_number() OVER (ORDER BY target_id) - 1)::BIGINT AS id, target_id FROM works"
    )
    cases = " ".join(f"WHEN '{name}' THEN {place}" for place, name in enumerate(relations))
    edges = connection.execute(
        f"""
        SELECT a.id AS work, b.id AS basis, (CASE relation {cases} END)::BIGINT AS relation
        FROM ({rests_sql(relations)}) r JOIN node a ON r.work_id = a.target_id JOIN node b ON r.basis_id = b.target_id
        """
    ).fetchnumpy()
    size = connection.execute("SELECT count(*) FROM node").fetchone()[0]
    first, second = (edges["basis"], edges["work"]) if backwards else (edges["work"], edges["basis"])
    return Graph(size, first, second, edges["relation"])
