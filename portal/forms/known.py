"""What the rules of a form read while it is drawn: values as the server would store them, nothing for what is hidden."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache
from typing import Any

from expressions import BASE, Expression, Functions
from forms import Field
from forms.check import WRONG, Check, Clean
from forms.fields import DISPLAY
from forms.initial import put, take
from forms.kinds import CLEANERS, EMPTY, LISTS
from forms.rules import Evaluation, Layers, Scope

Group = tuple[str, ...]
Entry = tuple[Field, tuple[Expression, ...], tuple[Group, ...]]


def known(
    components: Sequence[Field], read: Callable[[Field], Any], outer: Scope, evaluation: Evaluation
) -> dict[str, Any]:
    """The values of one scope, every name in it, as validation would see them.

    Rules may depend on each other: hiding is worked out again until it no longer changes (it settles, since deploy refuses circles).
    """
    entries = list(_entries(components, (), ()))
    values = [_settled(field, read(field), outer, evaluation.functions) for field, _, _ in entries]
    hidden: set[int] = set()
    for _ in range(len(entries) + 1):
        tree = _tree(entries, values, hidden)
        around = Layers(tree, outer)
        now = {at for at, entry in enumerate(entries) if _hides(entry, tree, around, evaluation)}
        if now == hidden:
            break
        hidden = now
    return _tree(entries, values, hidden)


def _tree(entries: list[Entry], values: list[Any], hidden: set[int]) -> dict[str, Any]:
    tree: dict[str, Any] = {}
    for at, (field, _, _) in enumerate(entries):
        put(tree, field.path, None if at in hidden else values[at])
    return tree


def _entries(components: Sequence[Field], hides: tuple[Expression, ...], groups: tuple[Group, ...]) -> Iterator[Entry]:
    for component in components:
        own = hides if component.hide is None else (*hides, component.hide)
        if component.kind == "group":
            yield from _entries(component.children, own, (component.path, *groups) if component.path else groups)
        elif component.kind not in DISPLAY:
            yield component, own, groups


def _hides(entry: Entry, tree: dict[str, Any], scope: Scope, evaluation: Evaluation) -> bool:
    _, rules, groups = entry
    for group in reversed(groups) if rules else ():
        scope = Layers(take(tree, group), scope)
    return any(evaluation.holds(rule, scope) for rule in rules)


def _settled(field: Field, raw: Any, scope: Scope, functions: Functions = BASE) -> Any:
    """A value as it would be stored; what would be refused counts as nothing."""
    if raw is None or raw == "":
        return [] if field.kind in LISTS else EMPTY.get(field.kind)
    clean = _cleaner(field)
    value = raw if clean is None or field.kind == "filepicker" else clean(raw, scope, "", Check(functions))
    return None if value is WRONG else value


@lru_cache(maxsize=4096)
def _cleaner(field: Field) -> Clean | None:
    make = CLEANERS.get(field.kind)
    return None if make is None else make(field)
