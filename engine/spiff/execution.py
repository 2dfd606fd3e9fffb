"""An execution: the door through which commands act on one case's flow."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from engine import canonical
from engine.spiff import state
from engine.spiff.changes import Changes, Wait
from engine.spiff.data import Layer, copied, flat
from engine.spiff.environment import Environment
from engine.spiff.findings import ExecutionFailed
from engine.spiff.instance import Instance
from engine.spiff.model import Model
from engine.spiff.steps import Step
from engine.spiff.token import Token
from expressions import Expression, ExpressionRefused, parse


class Execution:
    """The flow of one case. After an ExecutionFailed it must be thrown away: part of the command may have happened.

    `now` is always aware; it is the only clock there is.
    """

    __slots__ = ("_instance",)

    def __init__(self, instance: Instance) -> None:
        self._instance = instance

    @classmethod
    def start(
        cls,
        model: Model,
        case: Mapping[str, Any],
        data: Mapping[str, Any],
        *,
        start: str | None = None,
        now: datetime,
        environment: Environment,
    ) -> Execution:
        """Begin a case. `case` becomes the variable `perkara`, `data` the first variables; `start` names a start event.

        Raises ExecutionFailed.
        """
        given, own, written = _first_data(case, data, model)
        instance = Instance(model, environment, given)
        instance.arrive_at(now)
        layer = Layer(None, own, dict.fromkeys(own, instance.next_stamp()))
        instance.begin(_starts(model, start), layer, written=written)
        instance.advance()
        return cls(instance)

    @classmethod
    def restore(cls, model: Model, content: bytes, environment: Environment) -> Execution:
        """The execution whose `dump` this is. The model must be the one it was dumped from. Raises ExecutionFailed."""
        return cls(state.restore(model, content, environment))

    def dump(self) -> bytes:
        """The canonical bytes of the state: what is open, never the history or the model."""
        return state.dump(self._instance)

    def complete(self, task_id: str, value: Any, *, now: datetime) -> None:
        """A person, job or message completes a task; `value` goes to the element's result variable.

        Raises ExecutionFailed("not-open") when the task does not wait for that.
        """
        token = self._waiting(task_id, "user", "job", "message", "signal")
        self._instance.arrive_at(now)
        kind, host = token.kind, token.host
        if kind == "signal":
            self._instance.signal(token, value)
            self._instance.advance()
            return
        if kind == "message":
            self._happen(token)
        token.write({token.task_spec.element.result: value}, fresh=True)
        if kind == "user":
            token.run()
        elif kind == "job":
            token.complete()
        elif host is None:
            token._ready()
        self._instance.advance()

    def raise_error(self, task_id: str, code: str, payload: Any = None, *, now: datetime) -> bool:
        """A job raised a BPMN error: it goes to the nearest border that catches it; False (nothing changed) if none does.

        The border event's result variable receives `{"kode": code, **payload}`. Raises ExecutionFailed.
        """
        token = self._waiting(task_id, "job", "user", "message")
        self._instance.arrive_at(now)
        if not self._instance.raise_error(token, "error", code, payload):
            return False
        self._instance.advance()
        return True

    def fire(self, task_id: str, *, now: datetime) -> None:
        """A timer is due. Raises ExecutionFailed("not-due") before its time, ("not-open") when it is gone."""
        token = self._waiting(task_id, "timer")
        if token.due is not None and token.due > now:
            raise ExecutionFailed(
                "not-due", token.task_spec.bpmn_id, task_id, f"Baru jatuh tempo {token.due.isoformat()}."
            )
        self._instance.arrive_at(now)
        if self._happen(token) is None:
            token._ready()
        self._instance.advance()

    def cancel(self, *, now: datetime) -> None:
        """Close all open work; the case is over."""
        instance = self._instance
        instance.arrive_at(now)
        if instance.status == "running":
            instance.status = "cancelled"
            instance.clear()
            instance.touched.clear()

    def retry(self, task_id: str, *, now: datetime) -> None:
        """Announce an open task once more (a job that failed is deferred again). Raises ExecutionFailed("not-open")."""
        token = self._waiting(task_id, "user", "job", "message", "timer", "signal")
        self._instance.arrive_at(now)
        self._instance.opened[token.id] = self._instance.wait_of(token)

    def data(self, task_id: str | None = None) -> dict[str, Any]:
        """What is visible at an open task, with `perkara`: a copy. Without a task: the variables of the whole case, as they
        would stand if every open branch ended now."""
        top = self._instance
        if task_id is None:
            changed = {name: value for name, (_, value) in top.harvest().items()}
            return {name: copied(value) for name, value in {**changed, **top.over}.items()}
        token = self._token(task_id)
        return {name: copied(value) for name, value in {**flat(token.visible), **top.over}.items()}

    def peek(self, task_id: str) -> dict[str, Any]:
        """What is visible at an open task, to be read only: what it holds is shared with the case and must not be changed."""
        return {**flat(self._token(task_id).visible), **self._instance.over}

    def evaluate(self, task_id: str, expression: str | Expression, *, now: datetime) -> Any:
        """The value of an expression at an open task. Raises ExecutionFailed."""
        token = self._token(task_id)
        self._instance.arrive_at(now)
        if isinstance(expression, str):
            try:
                expression = parse(expression)
            except ExpressionRefused as refused:
                raise ExecutionFailed("expression", token.task_spec.bpmn_id, task_id, str(refused)) from refused
        return copied(self._instance.evaluate(token, expression))

    @property
    def status(self) -> str:
        """ "running", "completed", "cancelled", or "failed": ended by an error end event that nothing catches."""
        return self._instance.status

    @property
    def ended(self) -> list[str]:
        """The end events of the process that were reached, in order."""
        return list(self._instance.ends)

    @property
    def model(self) -> Model:
        """The model it runs."""
        return self._instance.model

    @property
    def open_count(self) -> int:
        """How many waits are open."""
        return self._instance.waiting

    @property
    def waits(self) -> list[Wait]:
        """All open waits, oldest first."""
        return [self._instance.wait_of(token) for token in self._instance.index.values() if token.kind is not None]

    def take_changes(self) -> Changes:
        """What has happened since the last call."""
        top = self._instance
        changes, top.changes = top.changes, Changes()
        changes.opened = list(top.opened.values())
        top.opened = {}
        return changes

    def _token(self, task_id: str) -> Token:
        token = self._instance.index.get(task_id)
        if token is None:
            raise ExecutionFailed("not-open", None, task_id, f"Tugas '{task_id}' tidak terbuka.")
        return token

    def _waiting(self, task_id: str, *kinds: str) -> Token:
        token = self._token(task_id)
        if token.kind not in kinds:
            raise ExecutionFailed(
                "not-open", token.task_spec.bpmn_id, task_id, f"Tugas '{task_id}' tidak menunggu hal ini."
            )
        return token

    def _happen(self, token: Token) -> Token | None:
        """What an event that happens takes with it; gives the activity it watched, if it watched one."""
        host = token.host
        if host is not None:
            self._instance.happen(token)
        elif token.group is not None:
            token.workflow.ungroup(token)
        return host


def _starts(model: Model, start: str | None) -> tuple[Step, ...]:
    """The steps that get the first tokens."""
    spec = model.specs[model.process]
    if start is None:
        plain: tuple[Step, ...] = tuple(step for step in spec.starts if not step.element.event)
        if len(plain) > 1 and plain[0].element.kind == "startEvent":
            raise ExecutionFailed(
                "start-ambiguous", model.process, None, "Proses ini punya beberapa kejadian mulai; sebutkan salah satu."
            )
        return plain or spec.starts[:1]
    found = tuple(step for step in spec.starts if step.name == start)
    if not found:
        raise ExecutionFailed("start-missing", start, None, f"Kejadian mulai '{start}' tidak ada.")
    return found


def _first_data(case: Any, data: Any, model: Model) -> tuple[dict[str, Any], dict[str, Any], str]:
    """Copies of what a case begins with, and their digest. Raises ExecutionFailed for data that cannot be stored."""
    try:
        given, own = copied(dict(case)), copied(dict(data))
        return given, own, canonical.digest([given, own])
    except (TypeError, ValueError, RecursionError) as error:
        raise ExecutionFailed("bad-data", model.process, None, f"Data awal tidak dapat disimpan: {error}.") from error
