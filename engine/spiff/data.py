"""Case data: layers of variables that tokens share until one of them writes (copy on write).

Values are never changed in place. Each variable remembers the stamp (a counter of writes) of its last write; where branches
meet, the later write of each variable wins, so that an untouched copy can never overwrite a change.
"""

from __future__ import annotations

import math
import operator
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime, timedelta, timezone
from typing import Any

Changed = dict[str, tuple[int, Any]]


class Layer:
    """Variables on top of a parent layer. `users` counts the tokens, layers and scopes that hold it."""

    __slots__ = ("own", "parent", "stamps", "users")

    def __init__(
        self, parent: Layer | None = None, own: dict[str, Any] | None = None, stamps: dict[str, int] | None = None
    ) -> None:
        self.parent = parent
        self.own = {} if own is None else own
        self.stamps = {} if stamps is None else stamps
        self.users = 1


_MISSING = object()


def find(layer: Layer | None, name: str, default: Any = None) -> Any:
    """The visible value of a variable."""
    while layer is not None:
        value = layer.own.get(name, _MISSING)
        if value is not _MISSING:
            return value
        layer = layer.parent
    return default


def stamp_of(layer: Layer | None, name: str) -> int:
    """The stamp of a visible variable's last write; -1 when there is none."""
    while layer is not None:
        if name in layer.own:
            return layer.stamps.get(name, 0)
        layer = layer.parent
    return -1


def flat(layer: Layer | None) -> dict[str, Any]:
    """All visible variables in one new dict; the values are shared, do not change them."""
    chain = []
    while layer is not None:
        chain.append(layer.own)
        layer = layer.parent
    result: dict[str, Any] = {}
    for own in reversed(chain):
        result.update(own)
    return result


def share(layer: Layer) -> Layer:
    """One more holder of the layer."""
    layer.users += 1
    return layer


def release(layer: Layer | None) -> None:
    """One holder less; layers that nobody holds let go of their parents."""
    while layer is not None:
        layer.users -= 1
        if layer.users:
            return
        layer = layer.parent


def write(layer: Layer, values: Mapping[str, Any], stamp: int) -> Layer:
    """Write variables for the one holder who calls; gives the layer it holds from now on."""
    if layer.users > 1:
        return Layer(layer, dict(values), dict.fromkeys(values, stamp))
    collapse(layer)
    layer.own.update(values)
    layer.stamps.update(dict.fromkeys(values, stamp))
    return layer


def collapse(layer: Layer) -> None:
    """Melt parents that nobody else holds into the layer, so that chains stay short."""
    while (parent := layer.parent) is not None and parent.users == 1:
        parent.own.update(layer.own)
        parent.stamps.update(layer.stamps)
        layer.own, layer.stamps, layer.parent = parent.own, parent.stamps, parent.parent


def changes_since(layer: Layer, base: Layer | None) -> Changed:
    """The variables written on top of `base`: name -> (stamp, value)."""
    changed: Changed = {}
    at: Layer | None = layer
    while at is not None and at is not base:
        for name, value in at.own.items():
            if name not in changed:
                changed[name] = (at.stamps.get(name, 0), value)
        at = at.parent
    return changed


def latest(into: Changed, more: Changed) -> None:
    """Add changes, keeping the later write of each variable."""
    for name, entry in more.items():
        if name not in into or entry[0] > into[name][0]:
            into[name] = entry


def merge(layers: list[Layer]) -> Layer:
    """The layer of several tokens that become one; each holder's hold passes to the result."""
    distinct = list({id(layer): layer for layer in layers}.values())
    if len(distinct) == 1:
        distinct[0].users -= len(layers) - 1
        return distinct[0]
    base = _common(distinct)
    changed: Changed = {}
    for layer in distinct:
        latest(changed, changes_since(layer, base))
    merged = Layer(
        base, {n: v for n, (_, v) in sorted(changed.items())}, {n: s for n, (s, _) in sorted(changed.items())}
    )
    if base is not None:
        base.users += 1
    for layer in layers:
        release(layer)
    collapse(merged)
    return merged


def absorb(layer: Layer, changed: Changed) -> Layer:
    """Write changes made elsewhere, keeping their stamps and whatever was written later here."""
    wanted = {name: entry for name, entry in changed.items() if entry[0] > stamp_of(layer, name)}
    if not wanted:
        return layer
    result = write(layer, {name: value for name, (_, value) in wanted.items()}, 0)
    result.stamps.update({name: stamp for name, (stamp, _) in wanted.items()})
    return result


def _common(layers: list[Layer]) -> Layer | None:
    """The nearest layer below all of these."""
    shared: list[Layer] = list(_chain(layers[0]))
    for layer in layers[1:]:
        known = {id(each) for each in _chain(layer)}
        shared = [each for each in shared if id(each) in known]
    return shared[0] if shared else None


def _chain(layer: Layer | None) -> Iterator[Layer]:
    while layer is not None:
        yield layer
        layer = layer.parent


class View(Mapping[str, Any]):
    """What an expression sees: the layer's variables, and over them names that always exist. Nothing is copied."""

    __slots__ = ("layer", "over")

    def __init__(self, layer: Layer | None, over: Mapping[str, Any]) -> None:
        self.layer = layer
        self.over = over

    def __getitem__(self, name: str) -> Any:
        if name in self.over:
            return self.over[name]
        layer = self.layer
        while layer is not None:
            own = layer.own
            if name in own:
                return own[name]
            layer = layer.parent
        raise KeyError(name)

    def __iter__(self) -> Iterator[str]:
        return iter({**flat(self.layer), **self.over})

    def __len__(self) -> int:
        return len({**flat(self.layer), **self.over})


#: How deeply data may be nested; storage could hold no more than about 250 levels.
MAX_LEVELS = 100


def copied(value: Any, levels: int = MAX_LEVELS) -> Any:
    """A normal copy that shares nothing changeable with the original. Raises TypeError, ValueError (see `normal`)."""
    if isinstance(value, dict):
        _check(levels)
        return {name: copied(value[name], levels - 1) for name in sorted(value)}
    if isinstance(value, list | tuple):
        _check(levels)
        return [copied(item, levels - 1) for item in value]
    return _scalar(value)


def normal(value: Any, levels: int = MAX_LEVELS) -> Any:
    """The value as it would come back from storage, so that a case runs the same before and after: keys in order, tuples as
    lists, moments with a fixed offset. What is normal already is shared, not copied.

    Raises ValueError for numbers that no storage holds and for data nested too deeply, TypeError for keys that are not all
    text.
    """
    if isinstance(value, dict):
        _check(levels)
        names = sorted(value)
        new = {name: normal(value[name], levels - 1) for name in names}
        same = all(new[name] is value[name] for name in names) and list(value) == names
        return value if same else new
    if isinstance(value, list | tuple):
        _check(levels)
        items = [normal(item, levels - 1) for item in value]
        same = isinstance(value, list) and all(map(operator.is_, items, value))
        return value if same else items
    return _scalar(value)


def _check(levels: int) -> None:
    if not levels:
        raise ValueError(f"data bersarang lebih dari {MAX_LEVELS} tingkat")


def _scalar(value: Any) -> Any:
    if isinstance(value, float) and not math.isfinite(value):
        raise ValueError(f"{value} bukan bilangan")
    if isinstance(value, datetime) and value.tzinfo is not None and (value.fold or type(value.tzinfo) is not timezone):
        return value.replace(tzinfo=timezone(value.utcoffset() or timedelta()), fold=0)
    return value


def layers_in_order(roots: Iterable[Layer | None]) -> list[Layer]:
    """All layers reachable, parents before children, in order of first mention."""
    seen: dict[int, Layer] = {}
    for root in roots:
        chain = [layer for layer in _chain(root) if id(layer) not in seen]
        seen.update((id(layer), layer) for layer in reversed(chain))
    return list(seen.values())
