"""What every element's spec shares: no predictions, flows in document order, watching events, data on layers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from SpiffWorkflow.bpmn.specs.bpmn_task_spec import BpmnTaskSpec
from SpiffWorkflow.specs.base import TaskSpec

from engine.spiff.data import merge
from engine.spiff.findings import ExecutionFailed
from expressions import Expression

if TYPE_CHECKING:
    from engine.spiff.data import Layer
    from engine.spiff.model import Element
    from engine.spiff.process import Process
    from engine.spiff.scope import Scope
    from engine.spiff.token import Token


@dataclass(slots=True)
class Way:
    """A sequence flow as it is followed: `target` is the step it leads to."""

    id: str
    target: Step
    condition: Expression | None
    default: bool


def remember(token: Token) -> None:
    """An activity that can be undone completed: its scope keeps it, with what it had completed inside. An instance of a
    multi-instance or loop is kept with the whole, which can be undone only when it is over (BPMN 13.5.5)."""
    inside, token.undoing = token.undoing, None
    entry = [token.task_spec.name, inside or []]
    if token.wrapper is None or token.wrapper.task_spec.element.loop is None:
        token.workflow.compensable.append(entry)
    else:
        token.wrapper.undoing = [*(token.wrapper.undoing or ()), entry]


class Step(BpmnTaskSpec):
    """Base of all our specs; concrete ones also inherit SpiffWorkflow's class for their element.

    The life of a token follows the library: `_update_hook` when it arrives, `_on_ready_hook` when it may run, `_run_hook` when
    it runs (True: done, None: goes on until somebody completes it), `_on_complete_hook` when it is done.
    """

    joins = False
    visible = True
    #: Waits without keeping its scope from ending.
    listens = False

    def __init__(self, process: Process, element: Element, *, name: str | None = None, **given: Any) -> None:
        super().__init__(process, name or element.id, lane=element.lane, documentation=element.documentation, **given)
        self.bpmn_id = element.id
        self.bpmn_name = element.name
        self.element = element
        self.ways: tuple[Way, ...] = ()
        self.conditional = False
        self.arrivals: tuple[str, ...] = ()
        self.gathers = False
        self.undone_by: Step | None = None
        self.undoable = False
        self.watching: tuple[Step, ...] = ()
        self.catching: tuple[Step, ...] = ()
        self.counted: int | Expression | None = None

    def test(self) -> None:
        """Nothing: models are checked when they are read."""

    def connect(self, taskspec: TaskSpec) -> None:
        """Connect as the library's plain specs do; gateways of ours choose over `ways`."""
        TaskSpec.connect(self, taskspec)

    def _predict(self, my_task: Any, seen: Any = None, looked_ahead: int = 0, mask: int = 0) -> None:
        """Nothing: tokens exist only where the case has arrived."""

    def _update_hook(self, token: Token) -> bool:
        if self.watching:
            self.watch(token)
        return True

    def _on_ready_hook(self, token: Token) -> None:
        token.workflow.top_workflow.queue.append(token)

    def _run_hook(self, token: Token) -> bool | None:
        return True

    def _on_cancel(self, token: Token) -> None:
        """Nothing: `Scope.discard` takes everything apart."""

    def _on_complete_hook(self, token: Token) -> None:
        scope = token.workflow
        if token.kind is not None:
            scope.top_workflow.close_wait(token, "completed")
        if token.watchers:
            scope.unwatch(token)
        if self.visible:
            scope.top_workflow.visited(token)
        if self.undoable or token.undoing:
            remember(token)
        if token.wrapper is not None:
            token.wrapper.task_spec.instance_done(token.wrapper, token)
        else:
            self.leave(token)

    def leave(self, token: Token) -> None:
        """Send the token along the flows it takes."""
        ways = self.chosen(token) if self.conditional else self.ways
        token.workflow.follow(token, ways if self.element.gives == 1 else [*ways] * self.element.gives)

    def chosen(self, token: Token) -> list[Way]:
        """An activity's conditional flows: all without condition and all that are true; else the default (BPMN 13.3.1)."""
        top = token.workflow.top_workflow
        plain = [way for way in self.ways if way.condition is None and not way.default]
        true = [way for way in self.ways if way.condition is not None and top.truth(token, way.condition, None)]
        found = set(map(id, plain + true))
        taken = [way for way in self.ways if id(way) in found or (way.default and not true)]
        return taken or self.no_branch(token)

    def no_branch(self, token: Token) -> list[Way]:
        """Nothing is true and there is no default. Raises ExecutionFailed always."""
        message = (
            f"Tidak ada cabang yang berlaku pada '{self.element.name or self.element.id}', dan tidak ada cabang bawaan."
        )
        raise ExecutionFailed("no-branch", self.element.id, token.id, message)

    def catches(self, kind: str, code: str | None) -> bool:
        """Whether this event catches that error or escalation; without a code of its own it catches all."""
        return self.element.event == kind and self.element.code in (None, code)

    def watch(self, token: Token) -> None:
        """Open the timers, messages, signals and conditions drawn on the border of this activity."""
        for step in self.watching:
            token.workflow.watch(token, step)

    def join(self, scope: Scope, way: Way, layer: Layer) -> Layer | None:
        """A token arrives where tokens gather: the merged layer if it may go on now, else None. Here, at an activity that
        needs several, whatever flows they came by."""
        waiting = scope.park(self, way.id, layer)
        flows = [flow for flow, layers in waiting.items() for _ in layers]
        if len(flows) < self.element.needs:
            return None
        return merge(scope.unpark(self, flows[: self.element.needs]))
