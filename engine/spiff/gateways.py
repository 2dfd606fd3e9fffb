"""Gateways: branches in document order, joins that count the flows their tokens came by."""

from __future__ import annotations

from typing import TYPE_CHECKING

from SpiffWorkflow.bpmn.specs import defaults
from SpiffWorkflow.bpmn.specs.event_definitions.multiple import MultipleEventDefinition

from engine.spiff.data import Layer, merge, share
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
    reaching: dict[str, frozenset[str]]

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
        return not any(
            any(place in self.reaching[flow] for flow in empty)
            and not any(place in self.reaching[flow] for flow in full)
            for place in scope.places(self)
        )

    def fire(self, scope: Scope) -> Layer:
        """Take one token of every flow that has one."""
        waiting = scope.parked[self.name]
        return merge(scope.unpark(self, tuple(flow for flow in self.arrivals if waiting.get(flow))))

    def chosen(self, token: Token) -> list[Way]:
        top = token.workflow.top_workflow
        true = [
            way
            for way in self.ways
            if not way.default and (way.condition is None or top.truth(token, way.condition, None))
        ]
        return true or [way for way in self.ways if way.default] or self.no_branch(token)


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
    return EventGateway(process, element, event_definition=MultipleEventDefinition([]))
