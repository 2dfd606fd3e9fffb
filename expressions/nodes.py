"""The syntax tree: what all three spellings mean. Nodes are frozen; `at`, the offset in the text, is not compared."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, fields
from functools import cache
from typing import Any


@dataclass(frozen=True)
class Node:
    """Any part of an expression."""

    at: int = field(default=0, compare=False, repr=False, kw_only=True)


@dataclass(frozen=True)
class Literal(Node):
    """None, bool, int, float or str, as written."""

    value: Any

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Literal) and type(self.value) is type(other.value) and self.value == other.value

    def __hash__(self) -> int:
        return hash((type(self.value), self.value))


@dataclass(frozen=True)
class Name(Node):
    """A variable of the scope, or of a surrounding comprehension."""

    id: str


@dataclass(frozen=True)
class ListOf(Node):
    """`[a, b]`."""

    items: tuple[Node, ...]


@dataclass(frozen=True)
class DictOf(Node):
    """`{"k": v, **other}`; a key of None merges the value's entries."""

    entries: tuple[tuple[Node | None, Node], ...]


@dataclass(frozen=True)
class Joined(Node):
    """Text made of parts: `f"... {x} ..."`, or text around `${...}`."""

    parts: tuple[Node, ...]


@dataclass(frozen=True)
class Attribute(Node):
    """`a.b`: the value of key "b" of dict a."""

    value: Node
    key: str


@dataclass(frozen=True)
class Subscript(Node):
    """`a[i]`: item of a list, character of a text, value of a dict."""

    value: Node
    index: Node


@dataclass(frozen=True)
class Slice(Node):
    """`a[low:high]` of a list or text."""

    value: Node
    low: Node | None
    high: Node | None


@dataclass(frozen=True)
class Unary(Node):
    """`-x`, `+x` or `not x`."""

    operator: str
    operand: Node


@dataclass(frozen=True)
class Binary(Node):
    """Arithmetic: + - * / // % **; `strict` as in Compare."""

    operator: str
    left: Node
    right: Node
    strict: str = field(default="", compare=False, repr=False, kw_only=True)


@dataclass(frozen=True)
class Compare(Node):
    """A chain `first op x op y`: == != < <= > >= in, not in; each operand is evaluated once.

    `strict`: "feel" or "juel", whose own language answers otherwise between kinds: there it fails instead. It never
    changes an answer into another, so that trees compare, and are written, without it.
    """

    first: Node
    rest: tuple[tuple[str, Node], ...]
    strict: str = field(default="", compare=False, repr=False, kw_only=True)


@dataclass(frozen=True)
class Logic(Node):
    """`and` / `or` of two or more; the operands must be truth values, the result is one."""

    operator: str
    items: tuple[Node, ...]


@dataclass(frozen=True)
class Conditional(Node):
    """`then if test else other`."""

    test: Node
    then: Node
    other: Node


@dataclass(frozen=True)
class Call(Node):
    """A function of the table, called by name."""

    function: str
    arguments: tuple[Node, ...]


@dataclass(frozen=True)
class Clause(Node):
    """`for name in items if c1 if c2` of a comprehension."""

    name: str
    items: Node
    conditions: tuple[Node, ...] = ()


@dataclass(frozen=True)
class Comprehension(Node):
    """`[element for ...]`, or `{key: element for ...}` when a key is given."""

    element: Node
    clauses: tuple[Clause, ...]
    key: Node | None = None


def children(node: Node) -> Iterator[Node]:
    """The direct parts of a node, in the order they are written."""
    for name in _parts(type(node)):  # type: ignore[arg-type]  # mypy asks the instances whether the class can be hashed
        yield from _nodes_in(getattr(node, name))


@cache
def _parts(kind: type[Node]) -> tuple[str, ...]:
    """The names of a kind's parts; not where it stands."""
    return tuple(part.name for part in fields(kind) if part.name != "at")


def _nodes_in(value: Any) -> Iterator[Node]:
    if isinstance(value, Node):
        yield value
    elif isinstance(value, tuple):
        for item in value:
            yield from _nodes_in(item)


def walk(node: Node) -> Iterator[tuple[Node, int]]:
    """Every node below and including this one with its depth (1 for the top); needs no recursion."""
    pending = [(node, 1)]
    while pending:
        current, depth = pending.pop()
        yield current, depth
        pending.extend((child, depth + 1) for child in children(current))
