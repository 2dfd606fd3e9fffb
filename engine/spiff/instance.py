"""A case at run time: SpiffWorkflow's workflow with an index of open tokens, a queue of ready ones, and the command's clock."""

from __future__ import annotations

from collections import deque
from datetime import datetime
from typing import TYPE_CHECKING, Any

from SpiffWorkflow.bpmn.workflow import BpmnWorkflow

from engine.spiff.changes import Changes, Closed, Thrown, Wait
from engine.spiff.data import Layer, View, copied, share
from engine.spiff.environment import SEALED, Environment
from engine.spiff.findings import ExecutionFailed
from engine.spiff.happening import Happening
from engine.spiff.reckoning import Reckoning
from engine.spiff.scope import InnerScope, Scope
from engine.spiff.steps import Step
from engine.spiff.token import READY, Token
from expressions import Functions

if TYPE_CHECKING:
    from engine.spiff.model import Element, Model


class Instance(Reckoning, Happening, BpmnWorkflow):
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
            if scope.parked and not scope.tasks and not _may_be_interrupted(scope):
                raise self._stuck(scope)
        self.touched.clear()
        if not self.waiting:
            for scope in (self, *self.subprocesses.values()):
                if scope.parked:
                    raise self._stuck(scope)

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

    def _release_joins(self) -> bool:
        for scope in self.touched.values():
            for gateway in scope.spec.inclusive:
                if not scope.closed and gateway.may_fire(scope):
                    gateway.fire(scope)
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


def _may_be_interrupted(scope: Scope) -> bool:
    """Whether something around a scope goes on, so that what waits in it for ever may still be taken away."""
    host = scope.host
    while host is not None:
        chain = (host, host.wrapper)
        if any(token not in chain for token in host.workflow.tasks.values()):
            return True
        host = host.workflow.host
    return False
