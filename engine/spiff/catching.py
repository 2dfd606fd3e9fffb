"""Events: starts and ends, catching timers and messages, throwing messages and errors, events on a border."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from SpiffWorkflow.bpmn.specs import defaults
from SpiffWorkflow.bpmn.specs.event_definitions import (
    ErrorEventDefinition,
    EscalationEventDefinition,
    MessageEventDefinition,
    NoneEventDefinition,
    TerminateEventDefinition,
    TimeDateEventDefinition,
)

from engine.spiff.findings import ExecutionFailed
from engine.spiff.steps import Step
from engine.spiff.timers import TimerRefused, first_due
from engine.spiff.token import WAITING, Token

if TYPE_CHECKING:
    from engine.spiff.model import Element
    from engine.spiff.process import Process


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


class StartEvent(Step, defaults.StartEvent):
    """Where a case or a scope begins; the command that starts a case has brought the message already."""


class EndEvent(Step, defaults.EndEvent):
    """The token ends; a message end sends, a terminate end takes the other tokens of its scope apart."""

    def _run_hook(self, token: Token) -> bool:
        if self.element.event == "message":
            token.workflow.top_workflow.throw(token)
        return True

    def leave(self, token: Token) -> None:
        scope = token.workflow
        if scope is scope.top_workflow:
            scope.ends.append(self.bpmn_id)
        if self.element.event == "terminate":
            scope.terminate(token)
        super().leave(token)
        if self.element.event == "error":
            scope.top_workflow.throw_error(token, self.element.code, None)
        elif self.element.event == "escalation":
            scope.top_workflow.escalate(token, self.element.code)


class CatchEvent(Step, defaults.IntermediateCatchEvent):
    """Waits for a time or a message."""

    def _update_hook(self, token: Token) -> bool:
        return wait_for_timer(token) if self.element.event == "timer" else wait_for_message(token)


class ThrowEvent(Step, defaults.IntermediateThrowEvent):
    """Sends a message or an escalation, or nothing, and goes on."""

    def _run_hook(self, token: Token) -> bool:
        if self.element.event == "message":
            token.workflow.top_workflow.throw(token)
        elif self.element.event == "escalation":
            token.workflow.top_workflow.escalate(token, self.element.code)
        return True


class BoundaryEvent(Step, defaults.BoundaryEvent):
    """Watches an activity; runs before anything else that is ready."""

    def _update_hook(self, token: Token) -> bool:
        if self.element.event == "timer":
            return wait_for_timer(token)
        return wait_for_message(token) if self.element.event == "message" else True

    def _on_ready_hook(self, token: Token) -> None:
        token.workflow.top_workflow.urgent.append(token)

    def catches(self, kind: str, code: str | None) -> bool:
        """Whether it catches this error or escalation; without a code of its own it catches all."""
        return self.element.event == kind and self.element.code in (None, code)


DEFINITIONS: dict[str, Any] = {
    "": lambda element: NoneEventDefinition(),
    "timer": lambda element: TimeDateEventDefinition(element.id, element.timer.text),
    "message": lambda element: MessageEventDefinition(element.message),
    "error": lambda element: ErrorEventDefinition(element.id, element.code),
    "escalation": lambda element: EscalationEventDefinition(element.id, element.code),
    "terminate": lambda element: TerminateEventDefinition(),
}

KINDS = {
    "startEvent": StartEvent,
    "endEvent": EndEvent,
    "intermediateCatchEvent": CatchEvent,
    "intermediateThrowEvent": ThrowEvent,
}


def event_step(process: Process, element: Element) -> Step:
    """The step of an event."""
    definition = DEFINITIONS[element.event](element)
    if element.kind == "boundaryEvent":
        return BoundaryEvent(process, element, event_definition=definition, cancel_activity=element.interrupting)
    step: Step = KINDS[element.kind](process, element, event_definition=definition)
    return step
