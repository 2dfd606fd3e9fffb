"""A form made ready to validate: its fields in the order that their rules need, with their cleaners."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from expressions import Expression, nodes
from forms.check import Clean
from forms.errors import Problem
from forms.fields import DISPLAY, Field
from forms.kinds import CLEANERS, EMPTY, LISTS

Path = tuple[str, ...]


@dataclass(frozen=True, kw_only=True, eq=False)
class Leaf:
    """One field that carries data, with everything that decides about it."""

    field: Field
    path: Path
    name: str
    hides: tuple[Expression, ...]
    groups: tuple[Path, ...]
    empty: Any
    is_list: bool
    clean: Clean | None
    level: Level | None
    conditional: bool

    @property
    def rules(self) -> tuple[Expression, ...]:
        """The expressions that its validation evaluates."""
        field = self.field
        own = (field.required_if, field.options.source, field.compute, field.minimum, field.maximum)
        return (*self.hides, *(each for each in own if isinstance(each, Expression)))


@dataclass(frozen=True, kw_only=True, eq=False)
class Level:
    """One scope of data: the whole form, or a row of a dynamic list. `leaves` are in the order of evaluation."""

    leaves: tuple[Leaf, ...]
    tree: Mapping[str, Any]
    reads: frozenset[Path]

    @cached_property
    def has_rules(self) -> bool:
        """Whether anything must be evaluated."""
        return any(leaf.rules or (leaf.level is not None and leaf.level.has_rules) for leaf in self.leaves)

    @property
    def needs(self) -> frozenset[str]:
        """Names read from around this scope."""
        return frozenset(path[0] for path in self.reads)

    def blank(self) -> dict[str, Any]:
        """The scope before anything is known: every name is there, without a value."""
        return _blank(self.tree)


def _blank(tree: Mapping[str, Any]) -> dict[str, Any]:
    return {key: None if inner is None else _blank(inner) for key, inner in tree.items()}


def compile_level(components: tuple[Field, ...]) -> tuple[Level, list[Problem]]:
    """The level of these components; problems: rules that wait for each other."""
    problems: list[Problem] = []
    leaves = list(_leaves(components, (), (), problems))
    reads: set[Path] = set()
    waits = [_waits(leaf, index, leaves, reads) for index, leaf in enumerate(leaves)]
    order = _ordered(waits)
    if len(order) < len(leaves):
        stuck = [leaf.field for index, leaf in enumerate(leaves) if index not in order]
        listed = ", ".join(f"'{field.key}'" for field in stuck)
        message = f"Aturan {listed} saling menunggu."
        problems.append(Problem(stuck[0].id, message, "Buat salah satunya tidak bergantung pada yang lain."))
    tree: dict[str, Any] = {}
    for leaf in leaves:
        _plant(tree, leaf.path)
    for component in _displayed(components):
        reads |= {path for rule in _told(component) for path in paths(rule) if path[0] not in tree}
    level = Level(leaves=tuple(leaves[index] for index in order), tree=tree, reads=frozenset(reads))
    return level, problems


def _leaves(
    components: Iterable[Field], hides: tuple[Expression, ...], groups: tuple[Path, ...], problems: list[Problem]
) -> Iterator[Leaf]:
    for field in components:
        own = hides if field.hide is None else (*hides, field.hide)
        if field.kind == "group":
            inner = (field.path, *groups) if field.path else groups
            yield from _leaves(field.children, own, inner, problems)
        elif field.kind not in DISPLAY:
            yield _leaf(field, own, groups, problems)


def _leaf(field: Field, hides: tuple[Expression, ...], groups: tuple[Path, ...], problems: list[Problem]) -> Leaf:
    level = None
    if field.kind == "dynamiclist":
        level, found = compile_level(field.children)
        problems += found
    make = CLEANERS.get(field.kind)
    return Leaf(
        field=field,
        path=field.path,
        name=field.key,
        hides=hides,
        groups=groups,
        empty=EMPTY.get(field.kind),
        is_list=field.kind in LISTS,
        clean=None if make is None else make(field),
        level=level,
        conditional=bool(hides),
    )


def _waits(leaf: Leaf, index: int, leaves: list[Leaf], reads: set[Path]) -> set[int]:
    """The fields that must be known before this one; what is not found among them is read from outside."""
    wanted = {path for rule in leaf.rules for path in paths(rule)}
    if leaf.level is not None:
        wanted |= leaf.level.reads
    found: set[int] = set()
    for path in wanted:
        matched = _matching(path, leaf.groups, leaves)
        found |= matched
        if matched <= {index}:
            reads.add(path)
    return found - {index}


def _matching(path: Path, groups: tuple[Path, ...], leaves: list[Leaf]) -> set[int]:
    for group in (*groups, ()):
        full = group + path
        found = {
            index
            for index, leaf in enumerate(leaves)
            if leaf.path[: len(full)] == full or full[: len(leaf.path)] == leaf.path
        }
        if found:
            return found
    return set()


def _ordered(waits: list[set[int]]) -> list[int]:
    """Document order as far as the rules allow; fields that wait for each other are left out."""
    order: list[int] = []
    done: set[int] = set()
    left = list(range(len(waits)))
    while True:
        ready = next((index for index in left if waits[index] <= done), None)
        if ready is None:
            return order
        order.append(ready)
        done.add(ready)
        left.remove(ready)


def _displayed(components: Iterable[Field]) -> Iterator[Field]:
    for component in components:
        yield component
        if component.kind == "group":
            yield from _displayed(component.children)


def _told(component: Field) -> tuple[Expression, ...]:
    """The expressions of what is only shown; those that decide about data are among the rules of the leaves."""
    if component.kind in DISPLAY or component.kind == "group":
        return component.expressions
    return (*component.caption.expressions, *component.help.expressions)


def _plant(tree: dict[str, Any], path: Path) -> None:
    for key in path[:-1]:
        tree = tree.setdefault(key, {})
    tree[path[-1]] = None


def paths(expression: Expression) -> set[Path]:
    """The variables that an expression reads, with the keys that follow them: `a.b == c` gives {("a", "b"), ("c",)}."""
    free = {use.name for use in expression.uses if use.arguments is None}
    return {path for path in _paths(expression.tree) if path[0] in free}


def _paths(node: nodes.Node) -> Iterator[Path]:
    chain = _chain(node)
    if chain is not None:
        yield chain
        return
    for child in nodes.children(node):
        yield from _paths(child)


def _chain(node: nodes.Node) -> Path | None:
    if isinstance(node, nodes.Name):
        return (node.id,)
    if isinstance(node, nodes.Attribute):
        before = _chain(node.value)
        return None if before is None else (*before, node.key)
    return None
