"""Events: starts and ends, what is caught on the way and on a border, what is thrown."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from SpiffWorkflow.bpmn.specs import defaults
from SpiffWorkflow.bpmn.specs.event_definitions import (
    CancelEventDefinition,
    ConditionalEventDefinition,
    ErrorEventDefinition,
    EscalationEventDefinition,
    MessageEventDefinition,
    NoneEventDefinition,
    SignalEventDefinition,
    TerminateEventDefinition,
    TimeDateEventDefinition,
)

from engine.spiff.data import share
from engine.spiff.findings import ExecutionFailed
from engine.spiff.names import WAITS
from engine.spiff.steps import Step
from engine.spiff.timers import TimerRefused, first_due
from engine.spiff.token import WAITING, Token
from engine.spiff.undoing import instance_done, undo

if TYPE_CHECKING:
    from engine.spiff.model import Element
    from engine.spiff.process import Process


def wait_for(token: Token) -> bool:
    """Open the wait of an event; False: the token is not ready yet, True: nothing to wait for."""
    event = token.task_spec.element.event
    if event == "timer":
        return wait_for_timer(token)
    if event == "message":
        return wait_for_message(token)
    if event not in WAITS:
        return True
    token._set_state(WAITING)
    token.workflow.top_workflow.open_wait(token, WAITS[event])
    return False


def wait_for_message(token: Token) -> bool:
    """Open the wait for a message; False: the token is not ready yet."""
    token._set_state(WAITING)
    token.correlation = token.workflow.top_workflow.correlation(token)
    token.workflow.top_workflow.open_wait(token, "message")
    return False


def wait_for_timer(token: Token) -> bool:
    """Compute when the timer is due and open the wait; False: the token is not ready yet."""
    top, timer = token.workflow.top_workflow, token.task_spec.element.timer
    assert timer is not None
    value = timer.value if timer.expression is None else top.evaluate(token, timer.expression)
    try:
        token.due, repeat = first_due(value, top.now, top.limits.horizon)
    except TimerRefused as refused:
        raise ExecutionFailed("bad-timer", token.task_spec.bpmn_id, token.id, f"'{timer.text}': {refused}") from refused
    if repeat is not None and timer.cycle:
        token.every, token.left = repeat.every, None if repeat.count is None else repeat.count - 1
    token._set_state(WAITING)
    top.open_wait(token, "timer")
    return False


def events_of(element: Element) -> tuple[Element, ...]:
    """What an event stands for: itself, or each of its several definitions."""
    return element.several or (element,)


def when_calm(token: Token) -> None:
    """A signal goes out when everything else has come to rest: whoever is on the way to wait for it, in whatever order the
    branches are drawn, is there by then."""
    top = token.workflow.top_workflow
    signals = any(event.event == "signal" for event in events_of(token.task_spec.element))
    (top.calm if signals else top.queue).append(token)


def send(token: Token, event: Element) -> None:
    """Throw a message or signal."""
    if event.event == "message":
        token.workflow.top_workflow.throw(token, event)
    elif event.event == "signal":
        token.workflow.top_workflow.broadcast(token, event)


class StartEvent(Step, defaults.StartEvent):
    """Where a case or a scope begins; the command that starts a case has brought the message already."""


class EndEvent(Step, defaults.EndEvent):
    """The token ends; a message or signal end sends, a terminate end takes the other tokens of its scope apart."""

    def _on_ready_hook(self, token: Token) -> None:
        when_calm(token)

    def _run_hook(self, token: Token) -> bool | None:
        done: bool | None = True
        for event in events_of(self.element):
            send(token, event)
            if event.event in ("compensate", "cancel"):
                done = undo(token, event.code)
        return done

    def instance_done(self, token: Token, instance: Token) -> None:
        """A compensation handler is over."""
        instance_done(token, instance)

    def leave(self, token: Token) -> None:
        scope = token.workflow
        if scope is scope.top_workflow:
            scope.ends.append(self.bpmn_id)
        events = {event.event: event for event in events_of(self.element)}
        if "terminate" in events or "cancel" in events:
            scope.terminate(token)
        super().leave(token)
        if "escalation" in events:
            scope.top_workflow.escalate(token, events["escalation"].code)
        if "cancel" in events:
            scope.top_workflow.raise_error(token, "cancel", None, None)
        if "error" in events:
            scope.top_workflow.end_with_error(token, events["error"].code)


class CatchEvent(Step, defaults.IntermediateCatchEvent):
    """Waits for a time, a message, a signal or a condition; a link's target waits for nothing."""

    def _update_hook(self, token: Token) -> bool:
        return wait_for(token)


class SeveralEvents(Step, defaults.IntermediateCatchEvent):
    """Waits for any of several events, or for all of them (`all_of`): each is a token of its own."""

    visible = False

    def leave(self, token: Token) -> None:
        scope, layer = token.workflow, token.layer
        group: list[str] = []
        for way in self.ways:
            alternative = scope.enter(way.target, share(layer), token)
            if not self.element.all_of:
                alternative.group = group
                group.append(alternative.id)
        scope.drop_layer(token)


class ThrowEvent(Step, defaults.IntermediateThrowEvent):
    """Sends a message, a signal or an escalation, or nothing, and goes on; a link's source goes on at its target."""

    def _on_ready_hook(self, token: Token) -> None:
        when_calm(token)

    def _run_hook(self, token: Token) -> bool | None:
        done: bool | None = True
        for event in events_of(self.element):
            send(token, event)
            if event.event == "escalation":
                token.workflow.top_workflow.escalate(token, event.code)
            elif event.event == "compensate":
                done = undo(token, event.code)
        return done

    def instance_done(self, token: Token, instance: Token) -> None:
        """A compensation handler is over."""
        instance_done(token, instance)


class BoundaryEvent(Step, defaults.BoundaryEvent):
    """Watches an activity; runs before anything else that is ready."""

    def _update_hook(self, token: Token) -> bool:
        return wait_for(token)

    def _on_ready_hook(self, token: Token) -> None:
        token.workflow.top_workflow.urgent.append(token)


class Listener(Step, defaults.StartEvent):
    """The start of an event sub-process, waiting in the scope around it; runs before anything else that is ready."""

    visible = False
    listens = True
    handler: Step

    def _update_hook(self, token: Token) -> bool:
        return wait_for(token)

    def _on_ready_hook(self, token: Token) -> None:
        token.workflow.listening -= token.listening
        token.listening = False
        token.workflow.top_workflow.urgent.append(token)

    def leave(self, token: Token) -> None:
        """Begin the event sub-process; an interrupting one takes everything else in the scope apart."""
        scope = token.workflow
        if self.element.interrupting:
            scope.terminate(token)
        else:
            token.absorb(scope.harvest())
            if self.element.event in WAITS:
                scope.listen_again(token)
        layer, token.layer = token.layer, None
        scope.enter(self.handler, layer, token)


DEFINITIONS: dict[str, Any] = {
    "": lambda element: NoneEventDefinition(),
    "timer": lambda element: TimeDateEventDefinition(element.id, element.timer.text),
    "message": lambda element: MessageEventDefinition(element.message),
    "error": lambda element: ErrorEventDefinition(element.id, element.code),
    "escalation": lambda element: EscalationEventDefinition(element.id, element.code),
    "terminate": lambda element: TerminateEventDefinition(),
    "signal": lambda element: SignalEventDefinition(element.message),
    "conditional": lambda element: ConditionalEventDefinition(element.condition.source),
    "link": lambda element: NoneEventDefinition(),
    "compensate": lambda element: NoneEventDefinition(),
    "cancel": lambda element: CancelEventDefinition(),
    "multiple": lambda element: NoneEventDefinition(),
}

KINDS = {
    "startEvent": StartEvent,
    "endEvent": EndEvent,
    "intermediateCatchEvent": CatchEvent,
    "intermediateThrowEvent": ThrowEvent,
}


def event_step(process: Process, element: Element, *, name: str | None = None) -> Step:
    """The step of an event."""
    definition = DEFINITIONS[element.event](element)
    if element.kind == "boundaryEvent":
        return BoundaryEvent(
            process, element, name=name, event_definition=definition, cancel_activity=element.interrupting
        )
    if element.kind == "intermediateCatchEvent" and element.several:
        return SeveralEvents(process, element, event_definition=definition)
    if name is not None:
        return CatchEvent(process, element, name=name, event_definition=definition)
    step: Step = KINDS[element.kind](process, element, event_definition=definition)
    return step


def listener(process: Process, start: Element, handler: Step, *, name: str | None = None) -> Listener:
    """The listener, in the scope of an event sub-process, for its start event (or one of its several definitions)."""
    step = Listener(process, start, name=name, event_definition=DEFINITIONS[start.event](start))
    step.handler = handler
    return step
