"""A token at an element: SpiffWorkflow's Task with a derived id, no clock, and data on a shared layer."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

from SpiffWorkflow.task import Task
from SpiffWorkflow.util.task import TaskState

from engine import canonical
from engine.spiff.changes import Transition
from engine.spiff.data import Changed, Layer, absorb, flat

if TYPE_CHECKING:
    from engine.spiff.scope import Scope
    from engine.spiff.steps import Step

FUTURE, WAITING, READY, STARTED = TaskState.FUTURE, TaskState.WAITING, TaskState.READY, TaskState.STARTED
COMPLETED, ERROR, CANCELLED = TaskState.COMPLETED, TaskState.ERROR, TaskState.CANCELLED
FINISHED = TaskState.FINISHED_MASK
NAMES = {state: TaskState.get_name(state) for state in (FUTURE, WAITING, READY, STARTED, COMPLETED, ERROR, CANCELLED)}


class Token(Task):
    """One token. `id` is the readable path of docs/architecture.md; `layer` holds its data (None for a watching event).

    `host` is the activity a boundary event watches, `wrapper` the multi-instance this instance belongs to, `inner` the
    scope inside a sub-process or call, `loop` the LoopState of a multi-instance, `index` the number of an instance,
    `group` the ids of the alternatives behind an event gateway, `armed` whether a conditional event's condition was false when
    it was last looked at (of a complex gateway: whether it is activated, not reset), `undoing` what a completed sub-process
    had completed, while it is undone, `listening` whether it only listens, so that its scope may end without it.
    """

    last_state_change = 0.0
    thread_id = 0
    triggered = False

    def __init__(self, scope: Scope, step: Step, layer: Layer | None, path: str) -> None:
        self.id = path
        self.workflow = scope
        self.task_spec = step
        self.layer: Any = layer
        self._parent = None
        self._children: list[str] = []
        self._state = FUTURE
        self.kind: str | None = None
        self.host: Token | None = None
        self.wrapper: Any = None
        self.index: Any = None
        self.watchers: list[Token] | None = None
        self.inner: Scope | None = None
        self.loop: Any = None
        self.group: list[str] | None = None
        self.due: datetime | None = None
        self.left: int | None = None
        self.armed = True
        self.undoing: Any = None
        self.listening = step.listens
        self.every: Any = None
        self.correlation: str | None = None
        self.written: str | None = None
        scope.tasks[path] = self
        scope.top_workflow.index[path] = self

    @property
    def data(self) -> dict[str, Any]:
        """All visible variables; a new dict."""
        return flat(self.visible)

    @property
    def internal_data(self) -> dict[str, Any]:
        """SpiffWorkflow's place for bookkeeping; ours is in attributes."""
        return {}

    @property
    def visible(self) -> Layer | None:
        """The layer whose variables are seen here: a watching event sees those of the activity it watches."""
        seen: Layer | None = self.layer if self.layer is not None or self.host is None else self.host.layer
        return seen

    @property
    def spot(self) -> str | None:
        """The id of the innermost multi-instance instance this token is in."""
        at: Token | None = self
        while at is not None:
            if at.index is not None:
                return str(at.id)
            at = at.host or at.workflow.host
        return None

    def _set_state(self, value: int) -> None:
        before = self._state
        if value != before:
            self._state = value
            written, self.written = self.written, None
            self.workflow.top_workflow.changes.transitions.append(
                Transition(self.id, self.task_spec.bpmn_id, NAMES[before], NAMES[value], written)
            )

    def _inherit_data(self) -> None:
        """Nothing: the layer came with the token."""

    def run(self) -> bool | None:
        """Run the step; a step that took its own token apart (an error was caught around it) is left as it is."""
        result: bool | None = self.task_spec._run(self)
        if self._state & FINISHED:
            return result
        if result is None:
            self._set_state(STARTED)
        else:
            self.complete()
        return result

    def cancel(self) -> None:
        """Take this token apart with all that it holds: inner scopes, instances, watching events."""
        if not self._state & FINISHED:
            self.workflow.discard(self)

    def write(self, values: dict[str, Any], *, fresh: bool = False) -> None:
        """Write variables into this token's data; the next transition carries their digest. `fresh`: the values came from
        outside and are copied."""
        self.layer, self.written = self.workflow.top_workflow.written(self, values, fresh=fresh)

    def absorb(self, changed: Changed) -> None:
        """Take over what was written elsewhere, unless something later was written here."""
        if changed:
            self.layer = absorb(self.layer, changed)
            self.written = canonical.digest({name: value for name, (_, value) in changed.items()})
