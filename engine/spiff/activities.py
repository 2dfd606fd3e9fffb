"""Tasks: for people, for jobs, for scripts and decisions."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from SpiffWorkflow.bpmn.specs import defaults
from SpiffWorkflow.bpmn.specs.event_definitions import MessageEventDefinition

from engine.spiff.catching import wait_for_message
from engine.spiff.findings import ExecutionFailed
from engine.spiff.steps import Step
from engine.spiff.token import Token
from expressions import ErrorThrown

if TYPE_CHECKING:
    from engine.decisions import Decision
    from engine.spiff.model import Element
    from engine.spiff.process import Process


class UserTask(Step, defaults.UserTask):
    """Waits for a person."""

    manual = True

    def _on_ready_hook(self, token: Token) -> None:
        token.workflow.top_workflow.open_wait(token, "user")


class ManualTask(UserTask, defaults.ManualTask):
    """Done outside the system; a person says that it is done."""


class NoneTask(Step, defaults.NoneTask):
    """A plain task: drawn for the reader, completes by itself."""


class ServiceTask(Step, defaults.ServiceTask):
    """Waits for its job."""

    def _run_hook(self, token: Token) -> None:
        token.workflow.top_workflow.open_wait(token, "job")


class ScriptTask(Step, defaults.ScriptTask):
    """Runs a script of the expression language; what it assigns is written, what it was given is never changed."""

    def _run_hook(self, token: Token) -> bool:
        top = token.workflow.top_workflow
        assert self.element.script is not None
        try:
            values = top.reckon(token, self.element.script.run, top.view(token), "skrip")
        except ExecutionFailed as failed:
            thrown = failed.__cause__
            if isinstance(thrown, ErrorThrown):
                return bool(top.throw_error(token, thrown.code, {"pesan": thrown.message}))
            raise
        if values:
            token.write(values)
        return True


class BusinessRuleTask(Step, defaults.ScriptTask):
    """Evaluates a decision table."""

    decision: Decision

    def _run_hook(self, token: Token) -> bool:
        top = token.workflow.top_workflow
        value = top.reckon(
            token, self.decision.evaluate, top.view(token), f"keputusan {self.element.attributes['decision']}"
        )
        token.write({self.element.result: value})
        return True


class SendTask(Step, defaults.SendTask):
    """Sends a message and goes on."""

    def _run_hook(self, token: Token) -> bool:
        token.workflow.top_workflow.throw(token, self.element)
        return True


class ReceiveTask(Step, defaults.ReceiveTask):
    """Waits for a message; one that begins a case has it already."""

    def _update_hook(self, token: Token) -> bool:
        super()._update_hook(token)
        return self.element.instantiates or wait_for_message(token)


def task_step(process: Process, element: Element, decisions: Any, **named: Any) -> Step:
    """The step of a task element."""
    match element.kind:
        case "userTask":
            return UserTask(process, element, **named)
        case "manualTask":
            return ManualTask(process, element, **named)
        case "task":
            return NoneTask(process, element, **named)
        case "scriptTask":
            return ScriptTask(process, element, script=element.script.source if element.script else "", **named)
        case "businessRuleTask":
            step = BusinessRuleTask(process, element, script="", **named)
            step.decision = decisions[element.attributes["decision"]]
            return step
        case "receiveTask":
            return ReceiveTask(
                process, element, event_definition=MessageEventDefinition(element.message or ""), **named
            )
    if "service" in element.attributes:
        return ServiceTask(process, element, **named)
    return SendTask(process, element, event_definition=MessageEventDefinition(element.message or ""), **named)
