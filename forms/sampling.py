"""Valid random data for a form: what robots of the simulation and property tests fill in."""

from __future__ import annotations

import random  # noqa: TID251 -- the caller gives the generator
from collections.abc import Callable, Mapping
from types import EllipsisType
from typing import Any

from expressions import BASE, Functions
from forms.check import Check
from forms.fields import Form
from forms.initial import initial_value, put, take
from forms.plan import Leaf, Level
from forms.rules import Layers, Scope
from forms.samples import SAMPLES, Draw, default_file

#: Chance that an optional field is filled in.
OFTEN = 0.6

Override = Any | Callable[[random.Random], Any] | EllipsisType


class UnknownPath(ValueError):
    """An override names a path that the form does not have."""


def sample(
    form: Form,
    rng: random.Random,
    *,
    context: Scope,
    overrides: Mapping[str, Override] | None = None,
    weights: Mapping[str, Mapping[str, float]] | None = None,
    file: Callable[[str], dict[str, Any]] | None = None,
    functions: Functions = BASE,
) -> dict[str, Any]:
    """Data that `validate` accepts, drawn with `rng`; the same generator state gives the same data.

    `overrides`: dotted path (`peserta.2.nip`, or `peserta.*.nip` for every row) -> a value, a function of rng, or `...` to leave the
    field out; they are laid over and not checked. `weights`: path -> {option key: weight}. `file`: makes an upload reference for a
    suffix such as ".pdf". Raises UnknownPath.
    """
    chosen = dict(overrides or {})
    _refuse_unknown(form, chosen)
    draw = Draw(rng, Check(functions), weights or {}, file or default_file(rng))
    return _level(form.level, context, "", draw, chosen, None)


def _level(
    level: Level, outer: Scope, prefix: str, draw: Draw, chosen: Mapping[str, Any], given: Mapping[str, Any] | None
) -> dict[str, Any]:
    data: dict[str, Any] = {}
    values = level.blank()
    around: Scope = Layers(values, outer)
    for leaf in level.leaves:
        scope = around
        for group in reversed(leaf.groups):
            scope = Layers(take(values, group), scope)
        if any(draw.check.evaluation.holds(rule, scope) for rule in leaf.hides):
            continue
        value = _value(leaf, scope, prefix, draw, chosen, given)
        if value is not ...:
            put(data, leaf.path, value)
            put(values, leaf.path, value)
    return data


def _value(
    leaf: Leaf, scope: Scope, prefix: str, draw: Draw, chosen: Mapping[str, Any], given: Mapping[str, Any] | None
) -> Any:
    found, override = _override(prefix + leaf.name, chosen)
    if found:
        return override(draw.rng) if callable(override) else override
    known = take(given, leaf.path) if given is not None else None
    if known is None:
        known = initial_value(leaf, scope, draw.check.evaluation)
    if leaf.level is not None:
        return _rows(leaf, leaf.level, known or [], scope, prefix, draw, chosen)
    if leaf.field.readonly:
        return known
    if known is not None and draw.rng.random() < OFTEN and _accepted(leaf, known, scope, draw):
        return known
    must = leaf.field.required or (
        leaf.field.required_if is not None and draw.check.evaluation.holds(leaf.field.required_if, scope)
    )
    if not must and draw.rng.random() > OFTEN:
        return [] if leaf.is_list else leaf.empty
    return SAMPLES[leaf.field.kind](leaf.field, prefix + leaf.name, scope, draw)


def _accepted(leaf: Leaf, value: Any, scope: Scope, draw: Draw) -> bool:
    """Whether a default is valid as it stands; one that is empty or out of date is not."""
    own = Check(draw.check.evaluation.functions)
    if leaf.clean is None or value in ("", [], False):
        return False
    clean = leaf.clean(value, scope, leaf.name, own)
    return not own.errors and clean not in (None, "", [])


def _rows(
    leaf: Leaf, level: Level, given: list[Any], scope: Scope, prefix: str, draw: Draw, chosen: Mapping[str, Any]
) -> list[dict[str, Any]]:
    field = leaf.field
    count = len(given)
    if field.can_grow:
        least = max(field.min_rows, 1 if field.required else 0, count)
        count = min(field.max_rows, draw.rng.randint(max(least, 1), max(least, 1) + 2))
    rows = []
    for index in range(count):
        row = given[index] if index < len(given) else None
        rows.append(_level(level, scope, f"{prefix}{leaf.name}.{index}.", draw, chosen, row))
    return rows


def _override(path: str, chosen: Mapping[str, Any]) -> tuple[bool, Any]:
    """The override for a path: by its own name, by the same path with `*` for rows, or inside a record given for its group."""
    if not chosen:
        return False, None
    parts = path.split(".")
    starred = ".".join("*" if part.isdecimal() else part for part in parts)
    for name in (path, starred):
        if name in chosen:
            return True, chosen[name]
    for cut in range(len(parts) - 1, 0, -1):
        group = chosen.get(".".join(parts[:cut]))
        if isinstance(group, Mapping):
            inside: Any = take(group, tuple(parts[cut:]))
            return inside is not None, inside
    return False, None


def _refuse_unknown(form: Form, chosen: Mapping[str, Any]) -> None:
    for path in chosen:
        if not _has(form.level, path.split(".")):
            raise UnknownPath(f"formulir '{form.name}' tidak mempunyai isian '{path}'")


def _has(level: Level, parts: list[str]) -> bool:
    for leaf in level.leaves:
        length = len(leaf.path)
        if len(parts) <= length and leaf.path[: len(parts)] == tuple(parts):
            return True
        if leaf.level is not None and leaf.path == tuple(parts[:length]):
            rest = parts[length:]
            is_row = rest[0] == "*" or rest[0].isdecimal()
            return is_row and (len(rest) == 1 or _has(leaf.level, rest[1:]))
    return False
