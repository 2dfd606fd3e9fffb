"""Which variables can exist in a process, and which texts name one that nothing ever writes: a typing error, found at deploy."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from engine.spiff.findings import Finding
from engine.spiff.model import Element, Model
from engine.spiff.names import ACTIVATION, PHASE, RESERVED

#: Names that a loop gives its completion condition, and each instance; and a complex gateway its conditions.
COUNTERS = frozenset(
    {"loopCounter", "numberOfTerminatedInstances", ACTIVATION, PHASE}
    | {
        f"{prefix}{name}"
        for prefix in ("numberOf", "nrOf")
        for name in ("Instances", "ActiveInstances", "CompletedInstances")
    }
)
WRITING = frozenset({"userTask", "manualTask", "serviceTask", "receiveTask", "businessRuleTask", "startEvent"})


def unknown_variables(model: Model, given: Iterable[str]) -> list[Finding]:
    """A finding for every variable that an expression or script reads and that can exist nowhere in its process.

    `given` are the variables a case starts with. What may be missing is asked with `ada(...)`, and is no finding.
    """
    possible = _possible(model, frozenset(given))
    found = []
    for element in model.elements.values():
        for text, line, process in _texts(element, model):
            for name in sorted(text.names - possible[process]):
                message = f"Variabel '{name}' tidak pernah diisi dalam proses ini ('{text.source.strip()[:80]}')."
                remedy = "Periksa ejaannya, atau tanyakan dengan ada(...)."
                found.append(Finding("unknown-variable", element.id, line, message, remedy, element.file))
    return found


def _possible(model: Model, given: frozenset[str]) -> dict[str, frozenset[str]]:
    """Process id -> every name that can ever be visible in it."""
    names: dict[str, set[str]] = {model.process: set(given)}
    for element in model.elements.values():
        names.setdefault(element.process, set()).update(_written(element))
        if element.calls is not None:
            names.setdefault(element.calls, set()).update(target for target, _ in element.inputs)
    return {process: frozenset(found) | RESERVED | COUNTERS for process, found in names.items()}


def _written(element: Element) -> Iterator[str]:
    """The variables that an element may write."""
    waiting = element.kind in ("intermediateCatchEvent", "boundaryEvent") and element.event != "timer"
    if element.kind in WRITING or "service" in element.attributes or waiting:
        yield element.result
    if element.script is not None:
        yield from element.script.assigns
    yield from (target for target, _ in element.outputs)
    if element.loop is not None:
        yield from filter(None, (element.loop.item, element.loop.output))


def _texts(element: Element, model: Model) -> Iterator[tuple[Any, int | None, str]]:
    """Every expression and script of an element, with its line and the process whose variables it sees."""
    loop, timer = element.loop, element.timer
    own: list[Any] = [element.condition] if element.kind == "complexGateway" else []
    own += [*element.expressions.values(), *(source for _, source in element.inputs), element.script]
    own += [timer.expression] if timer is not None else []
    own += [loop.cardinality, loop.collection, loop.condition] if loop is not None else []
    own += [condition for condition, _ in loop.throws] if loop is not None else []
    yield from ((text, element.line, element.process) for text in own if text is not None)
    if element.calls is not None:
        yield from ((source, element.line, element.calls) for _, source in element.outputs)
    for flow in (model.flows[each] for each in element.outgoing):
        if flow.condition is not None:
            yield flow.condition, flow.line, element.process
