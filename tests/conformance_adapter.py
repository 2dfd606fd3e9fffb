"""The adapter by which the independent conformance kit drives the engine (`make conformance`): thin, over public names only.

A deployment holds the models of a file's processes, their instances, a clock that the kit moves, and what is under way
between instances: messages and signals, which the engine's commands would carry. Every step goes through storage.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from harness import Finding, Rejected  # type: ignore[import-not-found]  # the kit's own module, on the path when it runs

from engine.lint import UNREADABLE, lint
from engine.lint import Finding as Found
from engine.spiff import Environment, Execution, ExecutionFailed, Model, ModelRefused, Thrown, load_model
from engine.spiff.loading import processes_of
from engine.spiff.timers import first_due

EPOCH = datetime(2026, 1, 5, 1, tzinfo=UTC)
ENVIRONMENT = Environment()
#: Acts that one `advance` may take; a model that goes on for ever in no time is stopped by the engine's own limits before.
ACTS = 5_000


@dataclass
class Deployment:
    """One deployed file."""

    models: dict[str, Model]
    gaps: list[Found]
    now: datetime = EPOCH
    instances: list[Execution | None] = field(default_factory=list)
    failed: dict[int, str] = field(default_factory=dict)
    history: list[str] = field(default_factory=list)
    sent: list[Thrown] = field(default_factory=list)
    signals: list[tuple[int, Thrown]] = field(default_factory=list)
    later: list[tuple[datetime, int, str, dict[str, Any], str]] = field(default_factory=list)


class InProcess:
    """The product, imported."""

    true_parallel = False
    throw_script = 'galat("ERR_CODE")'

    def deploy(self, name: str, xml: bytes) -> Deployment:
        """Keep a file; what nobody can read is refused, what is only unfinished or breaks rules is kept as a design."""
        findings = lint({"model.bpmn": xml})
        if wrong := [finding for finding in findings if finding.rule in UNREADABLE]:
            raise _rejected(wrong)
        return Deployment(models=_models(xml), gaps=[each for each in findings if each.severity != "advice"])

    def lint(self, name: str, xml: bytes) -> list[Finding]:
        """What `alur lint` says."""
        return [_finding(found) for found in lint({"model.bpmn": xml})]

    def start(self, handle: Deployment, process_id: str, variables: dict[str, Any]) -> int:
        """Start an instance."""
        if process_id not in handle.models:
            raise _rejected(handle.gaps)
        later = _begin_later(handle, process_id, variables)
        return _begin(handle, process_id, variables) if later is None else later

    def advance(self, handle: Deployment, seconds: float) -> None:
        """Let everything happen that can happen until then."""
        end = handle.now + timedelta(seconds=seconds)
        for _ in range(ACTS):
            if not (_carry(handle) or _work(handle) or _wait(handle, end)):
                break
        handle.now = end

    def history(self, handle: Deployment) -> list[str]:
        """Ids of completed elements."""
        return list(handle.history)

    def status(self, handle: Deployment, instance: int) -> dict[str, Any]:
        """How an instance stands."""
        if instance in handle.failed:
            return {"state": "failed", "kind": "runtime", "message": handle.failed[instance]}
        execution = handle.instances[instance]
        status = execution.status if execution is not None else "running"
        if status == "failed":
            return {"state": "failed", "kind": "error_event", "message": "Berakhir karena galat."}
        return {"state": "running" if status == "running" else "completed", "kind": None, "message": ""}

    def variables(self, handle: Deployment, instance: int) -> dict[str, Any]:
        """The variables of an instance."""
        execution = handle.instances[instance]
        return execution.data() if execution is not None else {}

    def close(self, handle: Deployment) -> None:
        """Nothing outlives the handle."""


def _models(xml: bytes) -> dict[str, Model]:
    found: dict[str, Model] = {}
    for process in processes_of({"model.bpmn": xml}):
        try:
            found[process] = load_model({"model.bpmn": xml}, process=process)
        except ModelRefused:
            continue  # what is missing stands among the deployment's gaps
    return found


def _finding(found: Found) -> Finding:
    text = f"{found.message.en} {found.remedy.en}"
    return Finding(severity=found.severity, rule=found.rule, element_id=found.element, line=found.line, message=text)


def _rejected(findings: list[Found]) -> Rejected:
    rows = [_finding(found) for found in findings]
    return Rejected([Finding("error", row.rule, row.element_id, row.line, row.message) for row in rows])


def _begin_later(handle: Deployment, process: str, data: dict[str, Any]) -> int | None:
    """A process that only a time begins waits for it; gives the number its instance will have."""
    model = handle.models[process]
    (start,) = model.by_itself if len(model.by_itself) == 1 else (model.start,)
    if model.by_hand or start.timer is None or start.timer.value is None:
        return None
    due, _ = first_due(start.timer.value, handle.now, ENVIRONMENT.limits.horizon)
    handle.instances.append(None)
    handle.later.append((due, len(handle.instances) - 1, process, data, start.id))
    return len(handle.instances) - 1


def _begin(
    handle: Deployment, process: str, data: dict[str, Any], start: str | None = None, number: int | None = None
) -> int:
    if number is None:
        number = len(handle.instances)
        handle.instances.append(None)
    model, now = handle.models[process], handle.now

    def act() -> Execution:
        return Execution.start(model, {"id": str(number)}, data, start=start, now=now, environment=ENVIRONMENT)

    _act(handle, number, act)
    return number


def _act(handle: Deployment, number: int, act: Callable[[], Execution]) -> None:
    """Act on an instance, take what it did, and bring it through storage."""
    try:
        execution = act()
    except ExecutionFailed as failure:
        handle.failed[number] = failure.message
        return
    changes = execution.take_changes()
    handle.history += [element for element, _ in changes.visits]
    handle.sent += changes.thrown
    handle.signals += [(number, signal) for signal in changes.signalled]
    handle.instances[number] = Execution.restore(execution.model, execution.dump(), ENVIRONMENT)


def _complete(handle: Deployment, number: int, task: str, value: Any) -> None:
    execution = handle.instances[number]
    assert execution is not None

    def act() -> Execution:
        execution.complete(task, value, now=handle.now)
        return execution

    _act(handle, number, act)


def _alive(handle: Deployment) -> list[tuple[int, Execution]]:
    found = [(number, each) for number, each in enumerate(handle.instances) if number not in handle.failed]
    return [(number, each) for number, each in found if each is not None]


def _carry(handle: Deployment) -> bool:
    """Carry one message or signal to whoever waits, and to the process that it begins."""
    if handle.signals:
        sender, signal = handle.signals.pop(0)
        for number, execution in _alive(handle):
            waiting = [w.task for w in execution.waits if w.kind == "signal" and w.message == signal.message]
            for task in waiting if number != sender else ():
                if task in {wait.task for wait in (handle.instances[number] or execution).waits}:
                    _complete(handle, number, task, signal.payload)
        _instantiate(handle, signal, "signal")
        return True
    for message in handle.sent:
        for number, execution in _alive(handle):
            for wait in execution.waits:
                if wait.kind == "message" and wait.message == message.message:
                    handle.sent.remove(message)
                    _complete(handle, number, wait.task, message.payload)
                    return True
        if _instantiate(handle, message, "message"):
            handle.sent.remove(message)
            return True
    return False


def _instantiate(handle: Deployment, thrown: Thrown, event: str) -> bool:
    """Begin what waits for it: a message begins one instance, a signal one at each start event."""
    begun = False
    for process, model in handle.models.items():
        for element in (each for each in model.by_itself if each.scope == process):
            for part in element.several or (element,):
                if part.message == thrown.message and (
                    part.event == event or (element.instantiates and event == "message")
                ):
                    _begin(handle, process, {}, element.id)
                    if event == "message":
                        return True
                    begun = True
    return begun


def _work(handle: Deployment) -> bool:
    """Do one task that waits for a person or a job."""
    for number, execution in _alive(handle):
        for wait in execution.waits:
            if wait.kind in ("user", "job"):
                _complete(handle, number, wait.task, {})
                return True
    return False


def _wait(handle: Deployment, end: datetime) -> bool:
    """Move the clock to the next timer that is due by then, and fire it."""
    due = [
        (wait.due, number, wait.task) for number, each in _alive(handle) for wait in each.waits if wait.due is not None
    ]
    if handle.later and min(handle.later)[0] <= min([end, *(each[0] for each in due)]):
        moment, number, process, data, start = handle.later.pop(handle.later.index(min(handle.later)))
        handle.now = max(handle.now, moment)
        _begin(handle, process, data, start, number)
        return True
    if not due or min(due)[0] > end:
        return False
    moment, number, task = min(due)
    handle.now = max(handle.now, moment)
    execution = handle.instances[number]
    assert execution is not None

    def act() -> Execution:
        execution.fire(task, now=handle.now)
        return execution

    _act(handle, number, act)
    return True
