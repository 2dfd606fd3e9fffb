"""The stored state of an execution: the open frontier and its data, in canonical bytes."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

from engine import canonical
from engine.spiff.data import Layer, layers_in_order
from engine.spiff.environment import Environment
from engine.spiff.findings import ExecutionFailed
from engine.spiff.instance import Instance
from engine.spiff.looping import LoopState
from engine.spiff.model import Model
from engine.spiff.scope import InnerScope, Scope
from engine.spiff.token import Token
from expressions import Duration

VERSION = 1


def dump(top: Instance) -> bytes:
    """The canonical bytes of an execution at rest."""
    scopes: list[Scope] = [top, *top.subprocesses.values()]
    layers = layers_in_order(_roots(top, scopes))
    number = {id(layer): at for at, layer in enumerate(layers)}
    where = {id(scope): at for at, scope in enumerate(scopes)}

    def ref(layer: Layer | None) -> int | None:
        return None if layer is None else number[id(layer)]

    return canonical.dumps({
        "version": VERSION, "process": top.model.process, "case": top.case, "status": top.status, "ends": top.ends,
        "writes": top.writes, "parking": list(top.parking),
        "layers": [[ref(layer.parent), layer.own, layer.stamps] for layer in layers],
        "scopes": [_scope(scope, ref) for scope in scopes],
        "tokens": [_token(token, where, ref) for token in top.index.values()],
    })  # fmt: skip


def _roots(top: Instance, scopes: list[Scope]) -> Iterator[Layer | None]:
    for scope in scopes:
        yield scope.base
        yield scope.ended
        for step in scope.parked.values():
            for waiting in step.values():
                yield from waiting
    for token in top.index.values():
        yield token.layer


def _scope(scope: Scope, ref: Any) -> dict[str, Any]:
    return {
        "process": scope.spec.name, "host": scope.host.id if scope.host else None, "base": ref(scope.base), "ended": ref(scope.ended),
        "visits": scope.visits, "step": scope.step,
        "parked": [[step, [[flow, [ref(each) for each in waiting]] for flow, waiting in flows.items()]] for step, flows in scope.parked.items()],
    }  # fmt: skip


def _token(token: Token, where: dict[int, int], ref: Any) -> dict[str, Any]:
    """What is not the default."""
    loop = token.loop
    facts = {
        "kind": token.kind, "layer": ref(token.layer), "host": token.host.id if token.host else None,
        "wrapper": token.wrapper.id if token.wrapper else None, "index": token.index,
        "group": token.group[0] if token.group else None, "due": token.due, "left": token.left,
        "every": None if token.every is None else [token.every.months, token.every.delta.total_seconds()],
        "correlation": token.correlation, "loop": None if loop is None else _loop(loop),
        "watchers": [event.id for event in token.watchers] if token.watchers else None,
    }  # fmt: skip
    kept = {name: value for name, value in facts.items() if value is not None}
    return {
        "id": token.id,
        "step": token.task_spec.name,
        "state": token._state,
        "scope": where[id(token.workflow)],
    } | kept


def _loop(loop: LoopState) -> dict[str, Any]:
    return {
        "total": loop.total, "items": loop.items, "started": loop.started, "done": loop.done,
        "outputs": [[k, value] for k, value in sorted(loop.outputs.items())],
        "merged": [[name, stamp, value] for name, (stamp, value) in sorted(loop.merged.items())],
        "open": [[k, token.id] for k, token in loop.open.items()],
    }  # fmt: skip


def restore(model: Model, content: bytes, environment: Environment) -> Instance:
    """The execution of a dump. Raises ExecutionFailed when the dump is of another format or process."""
    found = canonical.loads(content)
    if found.get("version") != VERSION or found.get("process") != model.process:
        raise ExecutionFailed(
            "bad-state", found.get("process"), None, "Keadaan tersimpan ini bukan dari model atau versi mesin ini."
        )
    layers: list[Layer] = []
    for parent, own, stamps in found["layers"]:
        layers.append(Layer(None if parent is None else layers[parent], own, stamps))
    for layer in layers:
        layer.users = 0
    top = Instance(model, environment, found["case"])
    top.status, top.ends, top.writes = found["status"], found["ends"], found["writes"]
    top.completed = top.status == "completed"
    _fill(top, found, layers)
    for layer in layers:
        if layer.parent is not None:
            layer.parent.users += 1
    return top


def _fill(top: Instance, found: dict[str, Any], layers: list[Layer]) -> None:
    def take(at: int | None) -> Layer | None:
        if at is None:
            return None
        layers[at].users += 1
        return layers[at]

    scopes: list[Scope] = [top]
    waiting = {facts["host"]: facts for facts in found["scopes"][1:]}
    tokens: dict[str, Token] = {}
    by_scope = {facts["host"]: at for at, facts in enumerate(found["scopes"])}
    made: dict[int, Scope] = {0: top}
    _scope_back(top, found["scopes"][0], take)
    for facts in found["tokens"]:
        token = _token_back(made[facts["scope"]], facts, take)
        tokens[token.id] = token
        if token.id in waiting:
            inner = InnerScope(top.model.specs[waiting[token.id]["process"]], token, base=None, step=None)
            _scope_back(inner, waiting[token.id], take)
            token.inner = inner
            made[by_scope[token.id]] = inner
    for at in range(1, len(found["scopes"])):
        scopes.append(made[at])
        top.subprocesses[found["scopes"][at]["host"]] = made[at]
    _tie(top, found["tokens"], tokens)
    prefixes = {scope.prefix: scope for scope in scopes}
    top.parking = {prefix: prefixes[prefix] for prefix in found["parking"]}


def _scope_back(scope: Scope, facts: dict[str, Any], take: Any) -> None:
    scope.base, scope.ended = take(facts["base"]), take(facts["ended"])
    scope.visits, scope.step = facts["visits"], facts["step"]
    scope.parked = {
        step: {flow: [take(at) for at in waiting] for flow, waiting in flows} for step, flows in facts["parked"]
    }


def _token_back(scope: Scope, facts: dict[str, Any], take: Any) -> Token:
    step = scope.spec.task_specs[facts["step"]]
    token = scope._place(step, take(facts.get("layer")), facts["id"])
    token._state = facts["state"]
    token.kind, token.index, token.due, token.left = (facts.get(name) for name in ("kind", "index", "due", "left"))
    token.correlation = facts.get("correlation")
    if "every" in facts:
        token.every = Duration(facts["every"][0], timedelta(seconds=facts["every"][1]))
    if "loop" in facts:
        token.loop = _loop_back(facts["loop"])
    return token


def _loop_back(facts: dict[str, Any]) -> LoopState:
    loop = LoopState(facts["total"], facts["items"])
    loop.started, loop.done = facts["started"], facts["done"]
    loop.outputs = dict(facts["outputs"])
    loop.merged = {name: (stamp, value) for name, stamp, value in facts["merged"]}
    return loop


def _tie(top: Instance, facts: list[dict[str, Any]], tokens: dict[str, Token]) -> None:
    """Connect tokens with each other once all are there."""
    groups: dict[tuple[int, str], list[str]] = {}
    for each in facts:
        token = tokens[each["id"]]
        token.host = tokens.get(each.get("host", ""))
        token.wrapper = tokens.get(each.get("wrapper", ""))
        if "watchers" in each:
            token.watchers = [tokens[path] for path in each["watchers"]]
        if "group" in each:
            token.group = groups.setdefault((each["scope"], each["group"]), [])
            token.group.append(token.id)
        if token.loop is not None:
            token.loop.open = {k: tokens[path] for k, path in each["loop"]["open"]}
