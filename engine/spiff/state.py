"""The stored state of an execution: the open frontier and its data, in canonical bytes."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

from engine import canonical
from engine.spiff.compact import PLAIN, give_again, given_layer, named_items, untouched
from engine.spiff.data import Layer, find, layers_in_order, share
from engine.spiff.environment import Environment
from engine.spiff.findings import ExecutionFailed
from engine.spiff.instance import Instance
from engine.spiff.looping import LoopState
from engine.spiff.model import Model
from engine.spiff.scope import InnerScope, Scope
from engine.spiff.token import Token
from engine.spiff.undoing import UndoState
from expressions import Duration

#: Written into every state; a change of the format needs a new number and a reader of the old one.
VERSION = 1

Refer = Callable[[Layer | None], int | None]
Take = Callable[[int | None], Any]


def dump(top: Instance) -> bytes:
    """The canonical bytes of an execution at rest."""
    scopes = scopes_of(top)
    runs = list(_runs(top))
    layers = layers_in_order(roots(scopes, (token for run in runs if isinstance(run, Token) for token in [run])))
    number = {id(layer): at for at, layer in enumerate(layers)}
    where = {id(scope): at for at, scope in enumerate(scopes)}
    given = {id(token.layer): token for token in top.index.values() if given_layer(token)}

    def refer(layer: Layer | None) -> int | None:
        return None if layer is None else number[id(layer)]

    return canonical.dumps({
        "version": VERSION, "process": top.model.process, "case": top.case, "status": top.status, "ends": top.ends,
        "writes": top.writes,
        "layers": [_layer(layer, given.get(id(layer)), refer) for layer in layers],
        "scopes": [_scope(scope, refer) for scope in scopes],
        "tokens": [_token(run, where, refer) if isinstance(run, Token) else run for run in runs],
    })  # fmt: skip


def scopes_of(top: Instance) -> list[Scope]:
    """All scopes, the case's own first."""
    return [top, *top.subprocesses.values()]


def roots(scopes: list[Scope], tokens: Iterator[Token]) -> Iterator[Layer | None]:
    """Every layer that is held by a scope, a join or a token; with repetitions."""
    for scope in scopes:
        yield scope.base
        yield scope.ended
        for step in scope.parked.values():
            for waiting in step.values():
                yield from waiting
    for token in tokens:
        yield token.layer


def _runs(top: Instance) -> Iterator[Token | list[Any]]:
    """The open tokens in order; runs of untouched instances as [wrapper, kind, [numbers]]."""
    run: list[Any] | None = None
    for token in top.index.values():
        if not untouched(token):
            if run is not None:
                yield run
                run = None
            yield token
        elif run is not None and run[:2] == [token.wrapper.id, token.kind]:
            run[2].append(token.index)
        else:
            if run is not None:
                yield run
            run = [token.wrapper.id, token.kind, [token.index]]
    if run is not None:
        yield run


def _layer(layer: Layer, instance: Token | None, refer: Refer) -> list[Any]:
    if instance is None:
        return [refer(layer.parent), layer.own, layer.stamps]
    return [refer(layer.parent), [instance.workflow.spec.name, instance.wrapper.task_spec.name, instance.index], {}]


def _scope(scope: Scope, refer: Refer) -> dict[str, Any]:
    parked = [
        [step, [[flow, list(map(refer, at))] for flow, at in flows.items()]] for step, flows in scope.parked.items()
    ]
    return {
        "process": scope.spec.name, "host": scope.host.id if scope.host else None, "base": refer(scope.base),
        "ended": refer(scope.ended), "visits": scope.visits, "step": scope.step, "parked": parked,
    } | ({"undo": scope.compensable} if scope.compensable else {}) | ({"late": scope.late} if scope.late else {})  # fmt: skip


def _token(token: Token, where: dict[int, int], refer: Refer) -> dict[str, Any]:
    """What is not the default."""
    facts = {
        "kind": token.kind, "layer": refer(token.layer), "host": token.host.id if token.host else None,
        "wrapper": token.wrapper.id if token.wrapper else None, "index": token.index,
        "group": token.group[0] if token.group else None, "due": token.due, "left": token.left,
        "every": None if token.every is None else [token.every.months, token.every.delta],
        "correlation": token.correlation, "loop": None if token.loop is None else _loop(token, token.loop),
        "watchers": [event.id for event in token.watchers] if token.watchers else None, "armed": None if token.armed else False,
        "undoing": token.undoing or None,
    }  # fmt: skip
    kept = {name: value for name, value in facts.items() if value is not None}
    return {
        "id": token.id,
        "step": token.task_spec.name,
        "state": token._state,
        "scope": where[id(token.workflow)],
    } | kept


def _loop(token: Token, loop: LoopState | UndoState) -> dict[str, Any]:
    if isinstance(loop, UndoState):
        return {"undo": loop.entries, "started": loop.started}
    named = named_items(token.task_spec.runs, loop, token.layer)
    return {
        "total": loop.total, "named": named, "items": None if named or loop.started == loop.total else loop.items, "started": loop.started,
        "done": loop.done, "outputs": [[k, value] for k, value in sorted(loop.outputs.items())],
        "merged": [[name, stamp, value] for name, (stamp, value) in sorted(loop.merged.items())],
    }  # fmt: skip


def restore(model: Model, content: bytes, environment: Environment) -> Instance:
    """The execution of a dump. Raises ExecutionFailed when the dump is of another format or process."""
    found = canonical.loads(content)
    if found.get("version") != VERSION or found.get("process") != model.process:
        message = "Keadaan tersimpan ini bukan dari model atau versi mesin ini; pulihkan dari catatan perkara."
        raise ExecutionFailed("bad-state", found.get("process"), None, message)
    top = Instance(model, environment, found["case"])
    top.status, top.ends, top.writes = found["status"], found["ends"], found["writes"]
    top.completed = top.status == "completed"
    layers = _layers_back(model, found["layers"])

    def take(at: int | None) -> Layer | None:
        return None if at is None else share(layers[at])

    _tokens_back(top, found, take)
    top.waiting = sum(1 for token in top.index.values() if token.kind is not None)
    return top


def _layers_back(model: Model, found: list[Any]) -> list[Layer]:
    """All layers; `users` counts only child layers yet."""
    layers: list[Layer] = []
    for at, own, stamps in found:
        parent = None if at is None else share(layers[at])
        if isinstance(own, list):
            spec, step, k = own
            own = give_again(model.specs[spec].task_specs[step].runs, parent, k)
        layer = Layer(parent, own, stamps)
        layer.users = 0
        layers.append(layer)
    return layers


def _tokens_back(top: Instance, found: dict[str, Any], take: Take) -> None:
    """All tokens in their order, and the scopes inside them."""
    facts_of = {facts["host"]: (at, facts) for at, facts in enumerate(found["scopes"])}
    scopes: dict[int, Scope] = {0: top}
    _scope_back(top, found["scopes"][0], take)
    for facts in found["tokens"]:
        if isinstance(facts, list):
            _run_back(top, *facts)
            continue
        token = _token_back(scopes[facts["scope"]], facts, take)
        if token.id in facts_of:
            at, inside = facts_of[token.id]
            inner = InnerScope(top.model.specs[inside["process"]], token, base=None, step=None)
            _scope_back(inner, inside, take)
            token.inner = scopes[at] = inner
    for at in range(1, len(found["scopes"])):
        top.subprocesses[found["scopes"][at]["host"]] = scopes[at]
    _tie(top, [facts for facts in found["tokens"] if isinstance(facts, dict)])


def _run_back(top: Instance, wrapper_id: str, kind: str, numbers: list[int]) -> None:
    wrapper = top.index[wrapper_id]
    step = wrapper.task_spec
    for k in numbers:
        layer = Layer(share(wrapper.layer), give_again(step.runs, wrapper.layer, k))
        token = wrapper.workflow.instance(step.inside, layer, wrapper, k)
        token._state, token.kind = PLAIN[kind], kind
        wrapper.loop.open[k] = token


def _scope_back(scope: Scope, facts: dict[str, Any], take: Take) -> None:
    scope.base, scope.ended = take(facts["base"]), take(facts["ended"])
    scope.visits, scope.step = facts["visits"], facts["step"]
    scope.compensable = facts.get("undo", [])
    scope.late = facts.get("late", {})
    scope.parked = {
        step: {flow: [take(at) for at in waiting] for flow, waiting in flows} for step, flows in facts["parked"]
    }


def _token_back(scope: Scope, facts: dict[str, Any], take: Take) -> Token:
    step = scope.spec.task_specs[facts["step"]]
    token = scope._place(step, take(facts.get("layer")), facts["id"])
    token._state = facts["state"]
    token.kind, token.index, token.due, token.left = (facts.get(name) for name in ("kind", "index", "due", "left"))
    token.correlation = facts.get("correlation")
    token.armed = facts.get("armed", True)
    token.undoing = facts.get("undoing")
    if token.kind == "condition":
        scope.top_workflow.conditions[token.id] = token
    if "every" in facts:
        months, delta = facts["every"]
        token.every = Duration(months, delta if isinstance(delta, timedelta) else timedelta())
    if "loop" in facts:
        token.loop = _loop_back(token, facts["loop"])
    if "wrapper" in facts:
        token.wrapper = scope.top_workflow.index[facts["wrapper"]]
        token.wrapper.loop.open[token.index] = token
    return token


def _loop_back(token: Token, facts: dict[str, Any]) -> LoopState | UndoState:
    if "undo" in facts:
        return UndoState(facts["undo"], facts["started"])
    named = facts["named"]
    loop = LoopState(
        facts["total"], find(token.layer, token.task_spec.runs.variable or "") if named else facts["items"]
    )
    loop.started, loop.done = facts["started"], facts["done"]
    loop.outputs = dict(facts["outputs"])
    loop.merged = {name: (stamp, value) for name, stamp, value in facts["merged"]}
    return loop


def _tie(top: Instance, found: list[dict[str, Any]]) -> None:
    """Connect tokens with each other once all are there."""
    groups: dict[tuple[int, str], list[str]] = {}
    for facts in found:
        token = top.index[facts["id"]]
        if "host" in facts:
            token.host = top.index[facts["host"]]
        if "watchers" in facts:
            token.watchers = [top.index[path] for path in facts["watchers"]]
        if "group" in facts:
            token.group = groups.setdefault((facts["scope"], facts["group"]), [])
            token.group.append(token.id)
