"""A case at run time: SpiffWorkflow's workflow with an index of open tokens, a queue of ready ones, and the command's clock."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING, Any

from SpiffWorkflow.bpmn.workflow import BpmnWorkflow

from engine import canonical
from engine.spiff.changes import Changes, Closed, Thrown, Wait
from engine.spiff.data import Layer, View, copied, normal, share, write
from engine.spiff.environment import SEALED, Environment
from engine.spiff.findings import ExecutionFailed
from engine.spiff.scope import InnerScope, Scope, harvest_inside
from engine.spiff.steps import Step
from engine.spiff.token import READY, Token
from expressions import Budget, BudgetExceeded, EvaluationFailed, Expression, Functions

if TYPE_CHECKING:
    from engine.spiff.model import Element, Model


class Instance(Scope, BpmnWorkflow):
    """The top scope of a case, and all that its scopes share."""

    functions: Functions
    now: datetime

    def __init__(self, model: Model, environment: Environment, case: dict[str, Any]) -> None:
        spec = model.specs[model.process]
        BpmnWorkflow.__init__(self, spec, model.specs, script_engine=SEALED, deserializing=True)
        self._furnish(prefix="", base=None, level=0, step=None, host=None)
        self.model = model
        self.limits = environment.limits
        self.environment = environment
        self.case = case
        self.over = {"perkara": case}
        self.index: dict[str, Token] = {}
        self.queue: deque[Token] = deque()
        self.urgent: deque[Token] = deque()
        self.calm: deque[Token] = deque()
        self.changes = Changes()
        self.opened: dict[str, Wait] = {}
        self.ends: list[str] = []
        self.status = "running"
        self.writes = 0
        self.steps = 0
        self.spent = 0
        self.waiting = 0
        self.touched: dict[str, Scope] = {}
        self.conditions: dict[str, Token] = {}
        self.looked = -1

    # -- the command's frame ---------------------------------------------------------------------------------------

    def arrive_at(self, now: datetime) -> None:
        """A command begins: its time is the only time there is."""
        self.now = now
        self.functions = self.environment.functions.bind(now=now)
        self.steps = self.spent = 0

    def advance(self) -> None:
        """Run what is ready, one token at a time, events on borders first, until only waits are left."""
        urgent, queue = self.urgent, self.queue
        while True:
            while urgent or queue:
                token = urgent.popleft() if urgent else queue.popleft()
                if token._state == READY:
                    self._count(token)
                    token.run()
                if self.conditions and self._conditions_met():
                    continue
            if self.conditions and self._conditions_met():
                continue
            if self.calm:
                queue.append(self.calm.popleft())
                continue
            if not self.touched or not self._release_joins():
                break
        for scope in self.touched.values():
            if scope.parked and not scope.tasks:
                raise self._stuck(scope)
        self.touched.clear()

    def _count(self, token: Token) -> None:
        self.steps += 1
        if self.steps > self.limits.steps:
            message = f"lebih dari {self.limits.steps:,} langkah dalam satu perintah; mungkin berputar tanpa henti"
            raise self.exceeded("too-many-steps", token.task_spec, token.id, message)

    def _conditions_met(self) -> bool:
        """Let conditional events happen whose condition has become true since data were last written (BPMN 10.5.5)."""
        if self.looked == self.writes:
            return False
        self.looked = self.writes
        met = False
        for token in list(self.conditions.values()):
            condition = token.task_spec.element.condition
            if token.kind != "condition" or condition is None:
                continue  # it went away with what another condition interrupted
            true = self.truth_in(token, condition, View(self._overall(token), self.over))
            if true and token.armed:
                met = True
                self.happen_alone(token)
            token.armed = not true
        return met

    def _overall(self, token: Token) -> Layer:
        """The latest value of every variable that anybody in the scope of a conditional event has written."""
        return token.workflow.current()

    def happen_alone(self, token: Token) -> None:
        """A waiting event happens, wherever it is drawn: on a border, behind an event gateway, on its own, as a listener."""
        if token.host is not None:
            self.happen(token)
            return
        if token.group is not None:
            token.workflow.ungroup(token)
        token._ready()

    def _release_joins(self) -> bool:
        for scope in self.touched.values():
            for gateway in scope.spec.inclusive:
                if not scope.closed and gateway.may_fire(scope):
                    token = scope.enter(gateway, gateway.fire(scope), None)
                    gateway._update(token)
                    return True
        return False

    def _stuck(self, scope: Scope) -> ExecutionFailed:
        name = next(iter(scope.parked))
        step = scope.spec.task_specs[name]
        waiting = ", ".join(sorted(set(step.arrivals) - set(scope.parked[name]))) or ", ".join(step.arrivals)
        message = f"Alur berhenti di '{step.bpmn_name or name}': cabang lewat {waiting} tidak pernah sampai."
        return ExecutionFailed("stuck", name, f"{scope.prefix}{name}", message)

    def exceeded(self, code: str, step: Step, task: str, what: str) -> ExecutionFailed:
        """A limit was reached at this step."""
        return ExecutionFailed(code, step.bpmn_id, task, f"'{step.bpmn_name or step.bpmn_id}': {what}.")

    # -- scopes ----------------------------------------------------------------------------------------------------

    def open_scope(
        self,
        host: Token,
        spec_name: str,
        layer: Layer,
        *,
        embedded: bool,
        starts: tuple[Step, ...] | None = None,
        compensable: list[Any] | None = None,
    ) -> None:
        """Start a sub-process (embedded: its changes count from the layer on) or a called process inside a token; to undo a
        sub-process: at other steps, with what it had completed."""
        if host.workflow.level >= self.limits.depth:
            raise self.exceeded("too-deep", host.task_spec, host.id, f"lebih dari {self.limits.depth} proses bersarang")
        spec = self.model.specs[spec_name]
        scope = InnerScope(spec, host, base=share(layer) if embedded else None, step=self.step_of(host))
        host.inner = scope
        self.subprocesses[host.id] = scope
        scope.compensable = compensable or []
        scope.begin(spec.starts if starts is None else starts, layer, listen=starts is None)

    def scope_over(self, scope: Scope) -> None:
        """A scope has no token left."""
        if scope.host is not None:
            scope.host.task_spec.scope_done(scope.host, scope)
        elif self.status == "running":
            self.status = "completed"
            self.completed = True

    # -- waits and changes -----------------------------------------------------------------------------------------

    def open_wait(self, token: Token, kind: str) -> None:
        """Record that a token waits for a command."""
        token.kind = kind
        if kind == "condition":
            self.conditions[token.id] = token
            self.looked = -1
        self.waiting += 1
        self.opened[token.id] = self.wait_of(token)

    def wait_of(self, token: Token) -> Wait:
        """The wait of a token, as the outside sees it."""
        element = token.task_spec.element
        host = token.host
        return Wait(
            token.id,
            element.id,
            token.kind or "",
            token.due,
            element.message if token.kind in ("message", "signal") else None,
            token.correlation,
            token.spot,
            host.id if host is not None else None,
            host is not None and element.interrupting,
        )

    def close_wait(self, token: Token, how: str) -> None:
        """Record that a wait is over."""
        kind, token.kind = token.kind, None
        if kind == "condition":
            self.conditions.pop(token.id, None)
        self.waiting -= 1
        if self.opened.pop(token.id, None) is None:
            self.changes.closed.append(Closed(token.id, token.task_spec.bpmn_id, kind or "", how))

    def throw(self, token: Token, element: Element) -> None:
        """Send the message of an element."""
        payload = self.evaluate(token, element.expressions["payload"]) if "payload" in element.expressions else None
        self.changes.thrown.append(
            Thrown(token.id, element.id, element.message or "", self.correlation(token), copied(payload))
        )

    def broadcast(self, token: Token, element: Element) -> None:
        """Send the signal of an element: everything in this case that waits for it now happens, other cases get it later."""
        payload = self.evaluate(token, element.expressions["payload"]) if "payload" in element.expressions else None
        signal = Thrown(token.id, element.id, element.message or "", "", copied(payload))
        self.changes.signalled.append(signal)
        for waiting in list(self.index.values()):
            if waiting.kind == "signal" and waiting.task_spec.element.message == element.message:
                self.signal(waiting, payload)

    def signal(self, token: Token, payload: Any) -> None:
        """A signal reaches a token that waits for it."""
        listening = token.host is None
        if not listening:
            self.happen(token)
        if payload is not None:
            token.write({token.task_spec.element.result: payload})
        if listening:
            self.happen_alone(token)

    def correlation(self, token: Token) -> str:
        """The correlation value of a message element; the case's id when none is drawn."""
        expression = token.task_spec.element.expressions.get("correlation")
        return str(self.case.get("id", "") if expression is None else self.evaluate(token, expression))

    def visited(self, token: Token) -> None:
        """Record that an element completed, with the step of the written SOP it belongs to."""
        self.changes.visits.append((token.task_spec.bpmn_id, self.step_of(token)))

    def step_of(self, token: Token) -> int | None:
        """The SOP step of a token's element: its own, else that of the enclosing scope."""
        own = token.task_spec.counted
        if own is None:
            return token.workflow.step
        if isinstance(own, int):
            return own
        value = self.evaluate(token, own)
        if value is not None and type(value) is not int:
            raise ExecutionFailed(
                "bad-step", token.task_spec.bpmn_id, token.id, f"alur:sopStep '{own.source}' bukan bilangan."
            )
        return value

    # -- data and expressions --------------------------------------------------------------------------------------

    def next_stamp(self) -> int:
        """The stamp of a write: later writes have greater ones."""
        self.writes += 1
        return self.writes

    def written(self, token: Token, values: dict[str, Any], *, fresh: bool) -> tuple[Layer, str]:
        """Write variables for a token: its layer from now on, and the digest of what was written."""
        try:
            values = {name: (copied if fresh else normal)(value) for name, value in values.items()}
            digest = canonical.digest(values)
        except (TypeError, ValueError, RecursionError) as error:
            raise ExecutionFailed(
                "bad-data", token.task_spec.bpmn_id, token.id, f"Data tidak dapat disimpan: {error}."
            ) from error
        return write(token.layer, values, self.next_stamp()), digest

    def view(self, token: Token) -> View:
        """What expressions see at a token."""
        return View(token.visible, self.over)

    def reckon(self, token: Token, work: Callable[[View, Functions, Budget], Any], view: View, what: str) -> Any:
        """Evaluate an expression, script or decision for a token, within what the command may still spend.

        Raises ExecutionFailed.
        """
        allowed = min(self.limits.expression_steps, self.limits.command_steps - self.spent)
        budget = Budget(steps=allowed)
        try:
            return work(view, self.functions, budget)
        except EvaluationFailed as error:
            raise self._failure(token, error, what) from error
        finally:
            self.spent += allowed - budget.steps

    def evaluate(self, token: Token, expression: Expression, more: dict[str, Any] | None = None) -> Any:
        """The value of an expression at a token. Raises ExecutionFailed."""
        return self.evaluate_in(token, expression, View(token.visible, {**self.over, **more} if more else self.over))

    def evaluate_in(self, token: Token, expression: Expression, view: View) -> Any:
        """The value of an expression in a view, for a token. Raises ExecutionFailed."""
        return self.reckon(token, expression.evaluate, view, expression.source)

    def truth(self, token: Token, expression: Expression, more: dict[str, Any] | None) -> bool:
        """The value of a condition, which must be true or false. Raises ExecutionFailed."""
        return self.truth_in(token, expression, View(token.visible, {**self.over, **more} if more else self.over))

    def truth_in(self, token: Token, expression: Expression, view: View) -> bool:
        """The value of a condition in a view, for a token. Raises ExecutionFailed."""
        value = self.evaluate_in(token, expression, view)
        if value is not True and value is not False:
            message = f"Syarat '{expression.source[:120]}' menghasilkan {type(value).__name__}, bukan benar atau salah."
            raise ExecutionFailed("not-boolean", token.task_spec.bpmn_id, token.id, message)
        return value

    def _failure(self, token: Token, error: EvaluationFailed, what: str) -> ExecutionFailed:
        code = "budget" if isinstance(error, BudgetExceeded) else "expression"
        step = token.task_spec
        return ExecutionFailed(
            code, step.bpmn_id, token.id, f"'{step.bpmn_name or step.bpmn_id}', {what[:120]}: {error}"
        )

    # -- errors, escalations, events on borders --------------------------------------------------------------------

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
