"""What a tree needs from outside: its free variables and the functions it calls, each with its place."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from expressions import nodes
from expressions.compiler import NOW


@dataclass(frozen=True)
class Use:
    """A variable read or a function called at an offset; `optional` inside `ada(path)`, which only asks."""

    name: str
    at: int
    arguments: int | None = None
    optional: bool = False


def uses(node: nodes.Node, bound: frozenset[str] = frozenset(), optional: bool = False) -> Iterator[Use]:
    """Every use of a free variable or a function, in the order of the text."""
    if isinstance(node, nodes.Name):
        if node.id not in bound and node.id != NOW:
            yield Use(node.id, node.at, None, optional)
        return
    if isinstance(node, nodes.Comprehension):
        yield from _comprehension(node, bound, optional)
        return
    if isinstance(node, nodes.Call):
        yield Use(node.function, node.at, len(node.arguments))
        optional = optional or (node.function == "ada" and len(node.arguments) == 1)
    for child in nodes.children(node):
        yield from uses(child, bound, optional)


def _comprehension(node: nodes.Comprehension, bound: frozenset[str], optional: bool) -> Iterator[Use]:
    for clause in node.clauses:
        yield from uses(clause.items, bound, optional)
        bound = bound | {clause.name}
        for condition in clause.conditions:
            yield from uses(condition, bound, optional)
    for part in (node.key, node.element):
        if part is not None:
            yield from uses(part, bound, optional)


#: Nodes whose value may hold what they were given, so that data can grow by nesting.
_GROWING = (nodes.ListOf, nodes.DictOf, nodes.Comprehension, nodes.Binary, nodes.Call)


def builds(node: nodes.Node) -> bool:
    """Whether the value can be a new list or dict: then its size is measured; a mere path is not."""
    return any(isinstance(part, _GROWING) for part, _ in nodes.walk(node))
