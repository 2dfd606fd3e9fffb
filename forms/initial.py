"""What a form shows before anybody typed: defaults and computed values over the context."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from expressions import BASE, Functions
from forms.fields import Field, Form
from forms.plan import Leaf, Level
from forms.rules import Evaluation, Layers, Scope, plain


def initial(form: Form, *, context: Scope, functions: Functions = BASE) -> dict[str, Any]:
    """The values that an untouched form shows; fields without a default are absent."""
    return initial_level(form.level, context, Evaluation(functions))


def initial_level(level: Level, outer: Scope, evaluation: Evaluation) -> dict[str, Any]:
    """The initial values of one scope."""
    values: dict[str, Any] = {}
    scope = Layers(level.blank(), outer)
    for leaf in level.leaves:
        value = initial_value(leaf, scope, evaluation)
        if value is not None:
            put(values, leaf.path, value)
    return values


def initial_value(leaf: Leaf, scope: Scope, evaluation: Evaluation) -> Any:
    """The default of one field; None where it has none."""
    value = default_of(leaf.field, scope, evaluation)
    if leaf.level is None:
        return value
    if isinstance(value, list):
        rows = [known(row, leaf.level.tree) for row in value if isinstance(row, Mapping)]
        return rows[: leaf.field.max_rows]
    return [
        initial_level(leaf.level, scope, evaluation) for _ in range(max(leaf.field.start_rows, leaf.field.min_rows))
    ]


def default_of(field: Field, scope: Scope, evaluation: Evaluation) -> Any:
    """The default of a field as JSON-like data. Its own name means what is around the form: `=catatan` on the field `catatan`."""
    if field.compute is None:
        return field.default
    own = {field.path[0], field.path[-1]} & field.compute.names
    while isinstance(scope, Layers) and not own.isdisjoint(scope.inner):
        scope = scope.outer
    return plain(evaluation.value(field.compute, scope))


def known(row: Mapping[str, Any], tree: Mapping[str, Any]) -> dict[str, Any]:
    """Of a record of the context, the keys that the row of a form has."""
    found: dict[str, Any] = {}
    for key, inner in tree.items():
        value = row.get(key)
        if inner is not None:
            value = known(value, inner) if isinstance(value, Mapping) else None
        if value is not None:
            found[key] = value
    return found


def put(values: dict[str, Any], path: tuple[str, ...], value: Any) -> None:
    """Store a value under nested keys."""
    for key in path[:-1]:
        values = values.setdefault(key, {})
    values[path[-1]] = value


def take(values: Any, path: tuple[str, ...]) -> Any:
    """The value under nested keys; None where there is none."""
    for key in path:
        if not isinstance(values, Mapping):
            return None
        values = values.get(key)
    return values
