"""Gateways: branches in document order, joins that count the flows their tokens came by."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Any

from SpiffWorkflow.bpmn.specs import defaults
from SpiffWorkflow.bpmn.specs.event_definitions.multiple import MultipleEventDefinition

from engine.spiff.data import Layer, View, merge, share
from engine.spiff.names import ACTIVATION, PHASE
from engine.spiff.reckoning import Spot
from engine.spiff.steps import Step, Way
from engine.spiff.token import Token

if TYPE_CHECKING:
    from engine.spiff.model import Element
    from engine.spiff.process import Process
    from engine.spiff.scope import Scope


class ExclusiveGateway(Step, defaults.ExclusiveGateway):
    """The first flow that is true, in document order; else the default; else the case stops here with an incident."""

    def chosen(self, token: Token) -> list[Way]:
        top = token.workflow.top_workflow
        default: list[Way] = []
        for way in self.ways:
            if way.default:
                default = [way]
            elif way.condition is None or top.truth(token, way.condition, None):
                return [way]
        return default or self.no_branch(token)


class ParallelGateway(Step, defaults.ParallelGateway):
    """Goes on when a token has come by every flow; excess tokens stay where they are for the next round (BPMN 13.4.1)."""

    joins = True

    def join(self, scope: Scope, way: Way, layer: Layer) -> Layer | None:
        waiting = scope.park(self, way.id, layer)
        if any(not waiting.get(flow) for flow in self.arrivals):
            return None
        return merge(scope.unpark(self, self.arrivals))


class Gather(ParallelGateway):
    """Where the several events of one catch event meet, all of which must happen."""


class InclusiveGateway(Step, defaults.InclusiveGateway):
    """All flows that are true; joins when no token elsewhere can still reach an empty flow (BPMN 13.4.3)."""

    joins = True
    #: By flow: the elements from which a token can come by it, and those from which the token that stands there itself can.
    reaching: dict[str, frozenset[str]]
    instead: dict[str, frozenset[str]]

    def join(self, scope: Scope, way: Way, layer: Layer) -> Layer | None:
        scope.park(self, way.id, layer)
        return None

    def may_fire(self, scope: Scope) -> bool:
        """Whether no token of the scope, wherever it stands, has to be waited for."""
        waiting = scope.parked.get(self.name)
        if not waiting:
            return False
        full = [flow for flow in self.arrivals if waiting.get(flow)]
        empty = [flow for flow in self.arrivals if not waiting.get(flow)]
        return not self.expects(scope, empty, full)

    def expects(self, scope: Scope, empty: Sequence[str], full: Sequence[str]) -> bool:
        """Whether a token of the scope can still come by an empty flow, and not by a full one instead."""
        return any(
            any(place in self.reaching[flow] for flow in empty)
            and not any(place in self.instead[flow] for flow in full)
            for place in scope.places(self)
        )

    def fire(self, scope: Scope) -> None:
        """Go on with one token of every flow that has one."""
        self.enter(scope, self.take(scope, self.arrivals))

    def take(self, scope: Scope, flows: Sequence[str]) -> Layer:
        """One token of each of these flows that has one, made one."""
        waiting = scope.parked[self.name]
        return merge(scope.unpark(self, tuple(flow for flow in flows if waiting.get(flow))))

    def enter(self, scope: Scope, layer: Layer, *, armed: bool = True) -> None:
        """Put a token at this gateway."""
        token = scope.enter(self, layer, None)
        token.armed = armed
        self._update(token)

    def chosen(self, token: Token) -> list[Way]:
        return self.true(token, None) or self.no_branch(token)

    def true(self, token: Token, more: dict[str, Any] | None) -> list[Way]:
        """The flows that are true, else the default."""
        top = token.workflow.top_workflow
        true = [
            way
            for way in self.ways
            if not way.default and (way.condition is None or top.truth(token, way.condition, more))
        ]
        return true or [way for way in self.ways if way.default]


class ComplexGateway(InclusiveGateway):
    """Is activated as soon as its condition is true for the tokens that have come, then waits for those that can still come by
    the other flows, and starts anew (BPMN 13.4.5). Those latecomers give nothing, unless a flow asks for `waitingForStart`:
    then its flows are looked at in both phases.
    """

    @cached_property
    def phased(self) -> bool:
        """Whether its flows ask in which phase it is."""
        return any(way.condition is not None and PHASE in way.condition.names for way in self.ways)

    def join(self, scope: Scope, way: Way, layer: Layer) -> Layer | None:
        scope.park(self, way.id, layer)
        return self.activate(scope)

    def activate(self, scope: Scope) -> Layer | None:
        """The token it goes on with if its condition is true and it is not waiting for latecomers."""
        waiting = scope.parked.get(self.name)
        if not waiting or self.name in scope.late or not self._active(scope, sum(map(len, waiting.values()))):
            return None
        came = [flow for flow in self.arrivals if waiting.get(flow)]
        if self.phased or len(came) < len(self.arrivals):
            scope.late[self.name] = came
        return self.take(scope, came)

    def _active(self, scope: Scope, count: int) -> bool:
        top = scope.top_workflow
        assert self.element.condition is not None  # those that join without one are refused when the model is loaded
        view = View(scope.current(), {**top.over, ACTIVATION: count})
        return top.truth_in(Spot(self, f"{scope.prefix}{self.name}"), self.element.condition, view)

    def may_fire(self, scope: Scope) -> bool:
        """Whether no latecomer can still come."""
        came = scope.late.get(self.name)
        if came is None:
            return False
        waiting = scope.parked.get(self.name, {})
        full = [flow for flow in self.arrivals if flow in came or waiting.get(flow)]
        return not self.expects(scope, [flow for flow in self.arrivals if flow not in full], full)

    def fire(self, scope: Scope) -> None:
        """Start anew: take the latecomers, and what has come for the next round."""
        came, waiting = scope.late.pop(self.name), scope.parked.get(self.name, {})
        late = [flow for flow in self.arrivals if flow not in came and waiting.get(flow)]
        layer = self.take(scope, late) if late else None
        if self.phased:
            self.enter(scope, scope.current() if layer is None else layer, armed=False)
        elif layer is not None:
            scope.finish(layer)
        again = self.activate(scope)
        if again is not None:
            self.enter(scope, again)
        scope.settle()

    def chosen(self, token: Token) -> list[Way]:
        if not token.armed:
            return self.true(token, {PHASE: False})
        first = self.true(token, {PHASE: True}) or self.no_branch(token)
        return [*first, *self.true(token, {PHASE: False})] if self.phased and not self.gathers else first


class EventGateway(Step, defaults.EventBasedGateway):
    """Opens what each of its flows leads to; the first that happens closes the others."""

    def leave(self, token: Token) -> None:
        scope, layer = token.workflow, token.layer
        group: list[str] = []
        for way in self.ways:
            alternative = scope.enter(way.target, share(layer), token)
            alternative.group = group
            group.append(alternative.id)
        scope.drop_layer(token)


def gateway_step(process: Process, element: Element) -> Step:
    """The step of a gateway."""
    match element.kind:
        case "exclusiveGateway":
            return ExclusiveGateway(process, element)
        case "parallelGateway":
            return ParallelGateway(process, element)
        case "inclusiveGateway":
            return InclusiveGateway(process, element)
        case "complexGateway":
            return ComplexGateway(process, element)
    return EventGateway(process, element, event_definition=MultipleEventDefinition([]))
