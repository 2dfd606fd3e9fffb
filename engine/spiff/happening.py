"""What happens to a case beside its flow: errors, escalations, and events on borders and in event sub-processes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from engine.spiff.data import share
from engine.spiff.findings import ExecutionFailed
from engine.spiff.scope import Scope, harvest_inside
from engine.spiff.token import Token

if TYPE_CHECKING:
    from engine.spiff.steps import Step


class Happening(Scope):
    """The part of a case at run time that lets events happen."""

    status: str
    ends: list[str]
    touched: dict[str, Scope]
    completed: bool

    def happen_alone(self, token: Token) -> None:
        """A waiting event happens, wherever it is drawn: on a border, behind an event gateway, on its own, as a listener."""
        if token.host is not None:
            self.happen(token)
            return
        if token.group is not None:
            token.workflow.ungroup(token)
        token._ready()

    def signal(self, token: Token, payload: Any) -> None:
        """A signal reaches a token that waits for it."""
        listening = token.host is None
        if not listening:
            self.happen(token)
        if payload is not None:
            token.write({token.task_spec.element.result: payload})
        if listening:
            self.happen_alone(token)

    def throw_error(self, token: Token, code: str | None, payload: Any) -> bool:
        """Raise a BPMN error at a token of the model itself. Raises ExecutionFailed when nothing catches it."""
        if not self.raise_error(token, "error", code, payload):
            message = f"Galat '{code}' dari '{token.task_spec.bpmn_name or token.task_spec.bpmn_id}' tidak ditangkap siapa pun."
            raise ExecutionFailed("uncaught-error", token.task_spec.bpmn_id, token.id, message)
        return True

    def end_with_error(self, token: Token, code: str | None) -> None:
        """An error end event: to whoever catches it; when nobody does, the whole case ends with that error."""
        if self.raise_error(token, "error", code, None):
            return
        self.status = "failed"
        self.completed = True
        if token.workflow is not self:
            self.ends.append(token.task_spec.bpmn_id)
        self.clear()
        self.touched.clear()

    def escalate(self, token: Token, code: str | None) -> None:
        """Raise an escalation; one that nobody catches is not an error (BPMN 10.5.7)."""
        self.raise_error(token, "escalation", code, None)

    def raise_error(self, token: Token, kind: str, code: str | None, payload: Any) -> bool:
        """Find the nearest border that catches, from the token outwards; False when there is none."""
        at: Token | None = token
        while at is not None:
            catching = [step for step in at.task_spec.catching if step.catches(kind, code)]
            exact = [step for step in catching if step.element.code is not None]
            if catching:
                self._caught(at, (exact or catching)[0], code, payload)
                return True
            if at.wrapper is None and not at.task_spec.element.triggered:
                handlers = [step for step in at.workflow.spec.handlers if step.catches(kind, code)]
                exact = [step for step in handlers if step.element.code is not None]
                if handlers:
                    self._handled(at.workflow, (exact or handlers)[0], code, payload)
                    return True
            at = at.wrapper or at.workflow.host
        return False

    def _handled(self, scope: Scope, step: Step, code: str | None, payload: Any) -> None:
        """An event sub-process of the scope catches an error or escalation."""
        token = scope.enter(step, scope.current(), None)
        details = payload if isinstance(payload, dict) else {} if payload is None else {"isi": payload}
        token.write({step.element.result: {**details, "kode": code}}, fresh=True)
        token._ready()

    def _caught(self, host: Token, step: Step, code: str | None, payload: Any) -> None:
        scope = host.workflow
        event = scope.enter(step, None, None)
        event.host = host
        self.happen(event)
        details = payload if isinstance(payload, dict) else {} if payload is None else {"isi": payload}
        event.write({step.element.result: {**details, "kode": code}}, fresh=True)

    def happen(self, event: Token) -> None:
        """An event on a border happens: it gets the data of its activity, which ends if the event interrupts."""
        host, step = event.host, event.task_spec
        assert host is not None
        scope = event.workflow
        event.host = None
        if step.element.interrupting:
            changed = harvest_inside(host)
            event.layer = share(host.layer)
            if host.watchers and event in host.watchers:
                host.watchers.remove(event)
            scope.discard(host)
            event.absorb(changed)
        else:
            event.layer = share(host.layer)
            if host.watchers and event in host.watchers:
                host.watchers.remove(event)
                self._watch_again(event, host)
        event._ready()

    def _watch_again(self, event: Token, host: Token) -> None:
        """A repeating timer, or a message that may come again, is watched for anew under the next id."""
        step = event.task_spec
        if step.element.event in ("message", "signal", "conditional"):
            again = host.workflow.watch(host, step)
            again.armed = step.element.event != "conditional"
        elif event.every is not None and event.left != 0:
            host.workflow.watch_repeated(host, event)
