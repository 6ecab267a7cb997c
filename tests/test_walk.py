"""Every node of a tree is met, in reading order."""

from __future__ import annotations

from typing import get_args

from all_nodes import ALL_NODES
from wxpress import tree, walk


def test_the_children_of_every_type_are_known() -> None:
    assert set(walk.CHILDREN) == set(get_args(tree.Node))


def test_every_node_is_met_parents_first() -> None:
    def below(node: tree.Node) -> list[tree.Node]:
        return [node, *(each for child in walk.children(node) for each in below(child))]

    met = list(walk.walk(ALL_NODES))
    assert [id(node) for node in met] == [id(node) for node in below(ALL_NODES)]
    assert {type(node) for node in met} == set(get_args(tree.Node))


def test_children_are_all_that_a_node_holds() -> None:
    for node in walk.walk(ALL_NODES):
        held = [item for name in node.__struct_fields__ for item in _nodes_in(getattr(node, name))]
        assert {id(item) for item in held} == {id(child) for child in walk.children(node)}


def _nodes_in(value: object) -> list[object]:
    if isinstance(value, tuple):
        return [node for item in value for node in _nodes_in(item)]
    return [value] if isinstance(value, get_args(tree.Node)) else []
