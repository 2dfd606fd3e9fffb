"""From checked elements and flows to SpiffWorkflow specifications: iteratively, in document order."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from SpiffWorkflow.bpmn.specs.event_definitions import NoneEventDefinition

from engine.spiff.activities import task_step
from engine.spiff.catching import event_step, events_of, listener
from engine.spiff.containers import container_step
from engine.spiff.gateways import Gather, InclusiveGateway, gateway_step
from engine.spiff.looping import LoopStep, loop_step
from engine.spiff.model import Element, Flow, begins, scopes_of
from engine.spiff.names import CHOOSING, CONTAINERS, EMBEDDED, GATEWAYS, TASKS, WAITS
from engine.spiff.process import Process
from engine.spiff.steps import Step, Way
from engine.spiff.undoing import UndoAll, UndoSubProcess, undo_element


def build(
    elements: Mapping[str, Element], flows: Mapping[str, Flow], decisions: Mapping[str, Any]
) -> dict[str, Process]:
    """Scope id -> its specification."""
    undone = frozenset(_undone(elements))
    return {
        scope: _build_scope(scope, inside, elements, flows, decisions, undone)
        for scope, inside in scopes_of(elements).items()
    }


def _build_scope(
    scope: str,
    inside: list[Element],
    elements: Mapping[str, Element],
    flows: Mapping[str, Flow],
    decisions: Mapping[str, Any],
    undone: frozenset[str],
) -> Process:
    holder = elements.get(scope)
    process = Process(scope, kind=holder.kind if holder else "process")
    steps = {element.id: _step(process, element, decisions) for element in inside}
    for element in inside:
        _connect(steps, element, flows)
    _link(steps, inside)
    for step in list(steps.values()):
        if step.element.several:
            _several(process, steps, step)
    for step in steps.values():
        if step.element.attached_to is not None and not step.element.several:
            _attach(step, steps[step.element.attached_to])
        if step.element.attached_to is not None and step.element.handler is not None:
            done = _each(steps[step.element.attached_to])
            done.undone_by, done.undoable = steps[step.element.handler], True
    _listen(process, steps, elements)
    _undo(process, steps, holder, undone)
    process.starts = tuple(steps[element.id] for element in _beginning(inside))
    for step in process.starts:
        process.start.connect(step)
    process.inclusive = tuple(s for s in steps.values() if isinstance(s, InclusiveGateway) and s.gathers)
    if process.inclusive:
        back, same = _back(steps), _back(steps, instead=True)
        for gateway in process.inclusive:
            sources = {flow: flows[flow].source for flow in gateway.arrivals}
            gateway.reaching = {flow: _reaching(source, gateway.name, back) for flow, source in sources.items()}
            gateway.instead = {flow: _reaching(source, gateway.name, same) for flow, source in sources.items()}
    return process


def _step(process: Process, element: Element, decisions: Mapping[str, Any]) -> Step:
    if element.loop is None:
        return _with_count(_plain(process, element, decisions))
    inside = _with_count(_plain(process, element, decisions, name=f"{element.id}[]"))
    return _with_count(loop_step(process, element, inside))


def _plain(process: Process, element: Element, decisions: Mapping[str, Any], *, name: str | None = None) -> Step:
    if element.kind in TASKS:
        return task_step(process, element, decisions, name=name)
    if element.kind in CONTAINERS:
        return container_step(process, element, name=name)
    return gateway_step(process, element) if element.kind in GATEWAYS else event_step(process, element)


def _with_count(step: Step) -> Step:
    text = step.element.attributes.get("sopStep")
    if text is not None:
        step.counted = int(text) if text.isdigit() else step.element.expressions["sopStep"]
    return step


def _connect(steps: Mapping[str, Step], element: Element, flows: Mapping[str, Flow]) -> None:
    step = steps[element.id]
    out = [flows[flow] for flow in element.outgoing]
    step.ways = tuple(Way(flow.id, steps[flow.target], flow.condition, flow.id == element.default) for flow in out)
    step.conditional = element.kind in CHOOSING and len(out) > 0
    step.conditional |= any(way.condition is not None or way.default for way in step.ways)
    step.arrivals = element.incoming
    step.gathers = element.needs > 1 or (step.joins and (len(element.incoming) > 1 or element.condition is not None))
    for way in step.ways:
        step.connect(way.target)


def _link(steps: Mapping[str, Step], inside: list[Element]) -> None:
    """A link's source goes on at the target of the same name in its scope."""
    targets = {e.code: steps[e.id] for e in inside if e.event == "link" and e.kind == "intermediateCatchEvent"}
    for element in inside:
        if element.event == "link" and element.kind == "intermediateThrowEvent":
            source, target = steps[element.id], targets[element.code]
            source.ways = (Way(element.id, target, None, False),)
            source.connect(target)


def _several(process: Process, steps: dict[str, Step], step: Step) -> None:
    """The steps of an event's several definitions: alternatives that go on where the event goes on, or that meet first."""
    element = step.element
    if element.kind not in ("intermediateCatchEvent", "boundaryEvent"):
        return
    parts = [event_step(process, part, name=f"{element.id} {k}") for k, part in enumerate(element.several)]
    after = step.ways
    if element.kind == "intermediateCatchEvent":
        step.ways = tuple(Way(part.name, part, None, False) for part in parts)
        if element.all_of:
            gather = Gather(process, element, name=f"{element.id} all")
            gather.ways, gather.arrivals, gather.gathers = after, tuple(part.name for part in parts), True
            steps[gather.name] = gather
    for part in parts:
        part.ways = (Way(part.name, gather, None, False),) if element.all_of else after
        part.visible = not element.all_of
        steps[part.name] = part
    for each in [step, *parts]:
        for way in each.ways:
            each.connect(way.target)


def _listen(process: Process, steps: Mapping[str, Step], elements: Mapping[str, Element]) -> None:
    """The start events of event sub-processes wait in the scope around them."""
    waiting: list[Step] = []
    catching: list[Step] = []
    for step in list(steps.values()):
        if step.element.triggered:
            start = next(e for e in elements.values() if e.scope == step.bpmn_id and e.kind == "startEvent")
            for k, part in enumerate(events_of(start)):
                name = f"{start.id} {k}" if start.several else None
                (waiting if part.event in WAITS else catching).append(listener(process, part, step, name=name))
    process.listeners, process.handlers = tuple(waiting), tuple(catching)


def _undo(process: Process, steps: Mapping[str, Step], holder: Element | None, undone: frozenset[str]) -> None:
    """Sub-processes can be undone as a whole: by their compensation event sub-process, else by all handlers inside."""
    for step in list(steps.values()):
        if step.element.kind in EMBEDDED and not step.element.triggered:
            done = _each(step)
            name = f"{done.name} undo"
            done.undoable |= step.bpmn_id in undone
            UndoSubProcess(process, undo_element(step.element), name=name, subworkflow_spec=step.element.id)
    if holder is not None:
        event = [step.handler for step in process.handlers if step.element.event == "compensate"]
        process.undo = event[0] if event else UndoAll(
            process, undo_element(holder), name=" undo", event_definition=NoneEventDefinition()
        )  # fmt: skip


def _undone(elements: Mapping[str, Element]) -> Iterator[str]:
    """The scopes that a compensation event sub-process undoes."""
    for element in elements.values():
        if element.kind == "startEvent" and element.event == "compensate" and element.scope in elements:
            yield elements[element.scope].scope


def _each(step: Step) -> Step:
    """What is done and undone: the activity, or each of its instances."""
    return step.inside if isinstance(step, LoopStep) else step


def _attach(event: Step, host: Step) -> None:
    if event.element.event == "compensate":
        return
    if event.element.event in WAITS:
        host.watching = (*host.watching, event)
    else:
        host.catching = (*host.catching, event)


def _beginning(inside: Iterable[Element]) -> list[Element]:
    """Where a scope begins: at its start events; without any, at everything nothing leads to (BPMN 13.2.1)."""
    starts = [element for element in inside if element.kind == "startEvent" or element.instantiates]
    return starts or [element for element in inside if begins(element)]


def _back(steps: Mapping[str, Step], *, instead: bool = False) -> dict[str, set[str]]:
    """Element -> the elements from which a token comes to it at once; borders count as their activity. `instead`: that very
    token, which a border that does not interrupt leaves where it is."""
    into: dict[str, set[str]] = {}
    for step in steps.values():
        for way in step.ways:
            into.setdefault(way.target.name, set()).add(step.name)
        if step.element.attached_to and (step.element.interrupting or not instead):
            into.setdefault(step.name, set()).add(step.element.attached_to)
    return into


def _reaching(source: str, gateway: str, back: Mapping[str, set[str]]) -> frozenset[str]:
    """The elements from which a token can come to `source` without passing the gateway."""
    found: set[str] = set()
    pending = [source]
    while pending:
        name = pending.pop()
        if name not in found and name != gateway:
            found.add(name)
            pending += back.get(name, ())
    return frozenset(found)
