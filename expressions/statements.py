"""The statements of a script, as a tree: assignments, if, for over a list, pass, and a call for its effect."""

from __future__ import annotations

from dataclasses import dataclass

from expressions.nodes import Call, Node


@dataclass(frozen=True)
class Assign(Node):
    """`name.key[index] op= value`; steps are keys (text literals) and indexes, outermost first."""

    name: str
    steps: tuple[Node, ...]
    operator: str | None
    value: Node


@dataclass(frozen=True)
class If(Node):
    """`if` with its `elif`s in turn, and what happens when none is true."""

    branches: tuple[tuple[Node, tuple[Node, ...]], ...]
    otherwise: tuple[Node, ...]


@dataclass(frozen=True)
class For(Node):
    """`for name in items:`; the name lives in the body only."""

    name: str
    items: Node
    body: tuple[Node, ...]


@dataclass(frozen=True)
class Do(Node):
    """A call whose value is not kept, e.g. `galat("KODE")`."""

    call: Call


Block = tuple[Node, ...]
