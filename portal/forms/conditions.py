"""Conditions for the browser: a rule with everything from the context already worked out, as JSON over input names."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from expressions import Expression, nodes
from forms import Field
from forms.rules import Evaluation

if TYPE_CHECKING:
    from portal.forms.views import Place

#: What a rule may read: (as it is written, HTML name, kind).
Name = tuple[str, str, str]
#: The kind of a field whose value the browser cannot tell from what is typed.
OPAQUE = "opaque"

_COMPARISONS = frozenset({"==", "!=", "<", "<=", ">", ">=", "in", "not in"})
_CALLS = {
    "len": "len",
    "count": "len",
    "jumlah_butir": "len",
    "kosong": "empty",
    "ada": "given",
    "contains": "contains",
}


@dataclass(frozen=True)
class Rule:
    """When a component is hidden: `always` (whatever is typed), `now` (with what is typed), `source` (JSON for the browser)."""

    always: bool = False
    now: bool = False
    source: str = ""


class _NotPortable(Exception):
    """The browser's evaluator does not know this part of the language."""


def rule_of(component: Field, place: Place, evaluation: Evaluation) -> Rule:
    """The rule of a component with `hide`. A rule that the browser cannot work out is left to the server."""
    assert component.hide is not None
    now = evaluation.holds(component.hide, place.scope)
    names = {alias: (name, kind) for alias, name, kind in reversed(place.names)}
    if not any(use.name in {key.split(".")[0] for key in names} for use in component.hide.uses):
        return Rule(always=now, now=now)
    try:
        return Rule(now=now, source=json.dumps(_portable(component.hide.tree, names, place, evaluation)))
    except _NotPortable:
        return Rule(now=now)


def _portable(node: nodes.Node, names: dict[str, tuple[str, str]], place: Place, evaluation: Evaluation) -> Any:
    path = _path(node)
    if path is not None and path in names:
        if names[path][1] == OPAQUE:
            raise _NotPortable
        return ["field", *names[path]]
    if not _reads(node, names):
        return ["is", _constant(node, place, evaluation)]
    inner = [_portable(child, names, place, evaluation) for child in nodes.children(node)]
    if isinstance(node, nodes.Logic):
        return [node.operator, *inner]
    if isinstance(node, nodes.Unary) and node.operator == "not":
        return ["not", *inner]
    if isinstance(node, nodes.Compare) and len(node.rest) == 1 and node.rest[0][0] in _COMPARISONS:
        return [node.rest[0][0], *inner]
    if (
        isinstance(node, nodes.Call)
        and node.function in _CALLS
        and len(inner) == (2 if node.function == "contains" else 1)
    ):
        return [_CALLS[node.function], *inner]
    raise _NotPortable


def _path(node: nodes.Node) -> str | None:
    if isinstance(node, nodes.Name):
        return node.id
    if isinstance(node, nodes.Attribute):
        before = _path(node.value)
        return None if before is None else f"{before}.{node.key}"
    return None


def _reads(node: nodes.Node, names: dict[str, tuple[str, str]]) -> bool:
    roots = {key.split(".")[0] for key in names}
    return any(isinstance(part, nodes.Name) and part.id in roots for part, _ in nodes.walk(node))


def _constant(node: nodes.Node, place: Place, evaluation: Evaluation) -> Any:
    value = evaluation.value(Expression("", node), place.scope)
    try:
        json.dumps(value)
    except (TypeError, ValueError):
        raise _NotPortable from None
    return value
