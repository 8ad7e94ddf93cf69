"""Walking the graph: against a plain recursion on random graphs, in memory and in SQL."""

from itertools import pairwise
from typing import get_args

import duckdb
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extractors.records import Relation
from pipeline.errors import CancuError
from pipeline.query.graph import Graph, load
from pipeline.query.relations import CARRYING, RULES, chosen
from pipeline.query.views import OFFERED, statement

SIZE = 9
graphs = st.lists(
    st.tuples(st.integers(0, SIZE - 1), st.integers(0, SIZE - 1), st.sampled_from(list(RULES))), max_size=30
)


def rests(edges, relations):
    """(work, basis) of every edge that is followed: the rule of `RULES`, said once more and plainly."""
    flipped = [(b, a) if relation == "amended_by" else (a, b) for a, b, relation in edges if relation in relations]
    return [(a, b) for a, b in flipped if a != b]


def distances(pairs, start):
    """Steps to everything that can be reached, by recursion."""
    best = {}

    def visit(node, steps):
        if steps < best.get(node, SIZE + 1):
            best[node] = steps
            for a, b in pairs:
                if a == node:
                    visit(b, steps + 1)

    visit(start, 0)
    return best


def database(edges):
    """A connection with the tables that walks need, and the views and macros over them."""
    connection = duckdb.connect()
    connection.execute("CREATE TABLE works (target_id VARCHAR)")
    connection.executemany("INSERT INTO works VALUES (?)", [[f"w{node}"] for node in range(SIZE)])
    connection.execute(
        "CREATE TABLE edges (source_id VARCHAR, relation VARCHAR, target_id VARCHAR, stated_by VARCHAR, "
        "mentions BIGINT, confidence DOUBLE)"
    )
    rows = [[f"w{a}", relation, f"w{b}", "d", 1, 1.0] for a, b, relation in edges if a != b]
    if rows:
        connection.executemany("INSERT INTO edges VALUES (?, ?, ?, ?, ?, ?)", rows)
    for offer in OFFERED:
        if offer.name in ("rests", "basis_of", "resting_on"):
            connection.execute(statement(offer))
    return connection


@settings(max_examples=60, deadline=None)
@given(graphs, st.integers(0, SIZE - 1), st.booleans())
def test_impact_and_basis_reach_what_a_recursion_reaches(edges, start, backwards):
    pairs = rests(edges, CARRYING)
    expected = distances([(b, a) for a, b in pairs] if backwards else pairs, start)
    connection = database(edges)
    reach = load(connection, CARRYING, backwards=backwards).reach(start)
    assert expected == dict(zip(reach.nodes.tolist(), reach.distance.tolist(), strict=True))
    macro = "resting_on" if backwards else "basis_of"
    found = connection.execute(f"SELECT target_id, distance FROM {macro}(?)", [f"w{start}"]).fetchall()
    assert {f"w{node}": steps for node, steps in expected.items() if steps} == dict(found)


@settings(max_examples=60, deadline=None)
@given(graphs, st.integers(0, SIZE - 1), st.integers(0, SIZE - 1))
def test_a_path_is_a_shortest_chain_of_edges(edges, start, goal):
    pairs = rests(edges, CARRYING)
    trail = load(database(edges), CARRYING).reach(start, goal=goal).trail(goal)
    expected = distances(pairs, start)
    assert (goal in expected) == bool(trail)
    if trail:
        nodes = [node for node, _ in trail]
        assert (start, goal, expected[goal]) == (nodes[0], nodes[-1], len(nodes) - 1)
        assert set(pairwise(nodes)) <= set(pairs)


@settings(max_examples=40, deadline=None)
@given(graphs, st.integers(0, SIZE - 1), st.integers(0, 4), st.randoms())
def test_depth_cuts_and_order_does_not_matter(edges, start, depth, random):
    shuffled = list(edges)
    random.shuffle(shuffled)
    one, other = (load(database(each), CARRYING).reach(start) for each in (edges, shuffled))
    assert [part.tolist() for part in one] == [part.tolist() for part in other]
    cut = load(database(edges), CARRYING).reach(start, depth=depth)
    assert one.nodes[one.distance <= depth].tolist() == cut.nodes.tolist()


def test_a_long_chain():
    size = 20_000
    graph = Graph(size, np.arange(size - 1), np.arange(1, size), np.zeros(size - 1, dtype=np.int64))
    assert size == len(graph.reach(0).trail(size - 1))


def test_every_relation_has_a_rule_and_a_reason():
    assert set(get_args(Relation)) == set(RULES)
    assert [] == [name for name, rule in RULES.items() if not rule.reason]
    assert tuple(RULES) == chosen(["all"])
    with pytest.raises(CancuError, match="option-wrong"):
        chosen(["nonsense"])
