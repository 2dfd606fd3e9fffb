"""Projections: what the log's events mean for the tables that people query. The same functions serve live commands and `alur rebuild`."""

from __future__ import annotations

import zlib
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, bindparam, delete, insert, update

from engine.calendar import Calendar
from engine.clock import Clock, is_external
from engine.log import Event
from engine.schema import cases, documents, service_jobs, snapshots, subscriptions, tasks, timers
from engine.sop import Definition
from engine.spiff import Changes, Execution, Wait

PEOPLE = ("user", "message")

#: How the name of a subscription to a signal begins, to tell it from a message's.
SIGNAL = "signal: "

#: How often somebody was reminded, when half of the time has been told of: the next reminder is at its end.
HALF = 1

#: A snapshot is due after this many events, or after as many as half the case's open waits if that is more.
SNAPSHOT_EVERY = 50

_INSERT_TASKS = insert(tasks)
_HERE = update(tasks).where(tasks.c.case_id == bindparam("b_case"), tasks.c.id == bindparam("b_task"))
_CLOSE_TASKS = _HERE.values(
    state=bindparam("b_state"),
    closed_at=bindparam("b_at"),
    closed_by=bindparam("b_by"),
    version=tasks.c.version + 1,
)
_INSERT_TIMERS = insert(timers)
_INSERT_SUBSCRIPTIONS = insert(subscriptions)
_INSERT_JOBS = insert(service_jobs)
_INSERT_DOCUMENTS = insert(documents)


def _deleter(table: Any) -> Any:
    return delete(table).where(table.c.case_id == bindparam("b_case"), table.c.task == bindparam("b_task"))


_DELETE = {
    "timer": _deleter(timers),
    "message": _deleter(subscriptions),
    "signal": _deleter(subscriptions),
    "job": _deleter(service_jobs),
}
_NEXT_ATTEMPT = (
    update(service_jobs)
    .where(service_jobs.c.case_id == bindparam("b_case"), service_jobs.c.task == bindparam("b_task"))
    .values(attempt=bindparam("b_attempt"))
)
_UPDATE_CASE = (
    update(cases)
    .where(cases.c.id == bindparam("b_id"))
    .values(
        version=bindparam("b_version"),
        head=bindparam("b_head"),
        status=bindparam("b_status"),
        step=bindparam("b_step"),
        ending=bindparam("b_ending"),
        ended_at=bindparam("b_ended_at"),
        times=bindparam("b_times"),
        snapshot_at=bindparam("b_snapshot_at"),
    )
)


@dataclass
class Rows:
    """The rows one command adds and takes away, gathered before any is written."""

    tasks: list[dict[str, Any]] = field(default_factory=list)
    timers: list[dict[str, Any]] = field(default_factory=list)
    subscriptions: list[dict[str, Any]] = field(default_factory=list)
    jobs: list[dict[str, Any]] = field(default_factory=list)
    closed: list[dict[str, Any]] = field(default_factory=list)
    gone: dict[str, list[dict[str, Any]]] = field(default_factory=dict)
    documents: list[dict[str, Any]] = field(default_factory=list)

    def write(self, connection: Connection) -> None:
        """Write them, closings first."""
        for statement, rows in self._statements():
            if rows:
                connection.execute(statement, rows)

    def _statements(self) -> list[tuple[Any, list[dict[str, Any]]]]:
        return [
            (_CLOSE_TASKS, self.closed),
            *((_DELETE[kind], rows) for kind, rows in self.gone.items()),
            (_INSERT_TASKS, self.tasks),
            (_INSERT_TIMERS, self.timers),
            (_INSERT_SUBSCRIPTIONS, self.subscriptions),
            (_INSERT_JOBS, self.jobs),
            (_INSERT_DOCUMENTS, self.documents),
        ]


def gather(
    *,
    case_id: str,
    definition: Definition,
    calendar: Calendar,
    execution: Execution,
    clock: Clock,
    changes: Changes,
    now: datetime,
    by: str | None,
    done: str | None,
) -> Rows:
    """The rows of one command's changes. `done` is the task that `by` completed; everything else that closed was taken apart.

    `clock` is moved on by the same changes.
    """
    rows = Rows()
    steps = clock.follow(calendar, definition, execution, changes, now)
    for closed in changes.closed:
        key = {"b_case": case_id, "b_task": closed.task}
        if closed.kind in PEOPLE:
            person = by if closed.task == done else None
            rows.closed.append(key | {"b_state": closed.how, "b_at": now, "b_by": person})
        if closed.kind in _DELETE:
            rows.gone.setdefault(closed.kind, []).append(key)
    for wait in changes.opened:
        _open(rows, case_id, definition, execution, wait, now)
        if wait.kind == "user" or (
            wait.kind == "message" and "form" in definition.model.elements[wait.element].attributes
        ):
            rows.tasks.append(
                _task(case_id, definition, execution, wait, now)
                | _times(definition, calendar, clock, steps[wait.task], wait, now)
            )
    return rows


def _open(rows: Rows, case_id: str, definition: Definition, execution: Execution, wait: Wait, now: datetime) -> None:
    element = definition.model.elements[wait.element]
    place = {"case_id": case_id, "task": wait.task, "element": wait.element}
    if wait.kind == "timer":
        rows.timers.append(place | {"due_at": wait.due})
    elif wait.kind == "job":
        rows.jobs.append(place | {"handler": element.attributes["service"], "attempt": 1})
    elif wait.kind == "message":
        rows.subscriptions.append(place | {"message": wait.message, "correlation": str(wait.correlation or case_id)})
    elif wait.kind == "signal":
        rows.subscriptions.append(place | {"message": f"{SIGNAL}{wait.message}", "correlation": ""})


def _task(case_id: str, definition: Definition, execution: Execution, wait: Wait, now: datetime) -> dict[str, Any]:
    element = definition.model.elements[wait.element]
    attributes = element.attributes
    participant = position = None
    if "participant" in attributes:
        participant = str(execution.evaluate(wait.task, attributes["participant"], now=now))
    elif "performer" in attributes:
        position = definition.position(str(execution.evaluate(wait.task, attributes["performer"], now=now)))
    else:
        position = definition.position(element.lane or "")
    return {
        "case_id": case_id,
        "id": wait.task,
        "kind": wait.kind,
        "state": "open",
        "element": wait.element,
        "name": element.name or wait.element,
        "sop": definition.sop,
        "form": attributes.get("form"),
        "position": position,
        "participant": participant,
        "opened_at": now,
        "version": 1,
    }


def _times(
    definition: Definition, calendar: Calendar, clock: Clock, step: int | None, wait: Wait, now: datetime
) -> dict[str, Any]:
    """Until when: work of the office has what is left of its step's standard time; somebody outside has all of it."""
    external = is_external(definition, wait)
    visits = clock.steps.get(step) if step is not None else None
    found: dict[str, Any] = {"step": step, "external": external, "due_at": None, "step_since": None, "paused": 0}
    found |= {"remind_at": None, "reminded": 0}
    days = definition.workdays(step)
    if not days:
        return found
    if external or visits is None or visits.since is None:
        due = calendar.add_workdays(now, days)
        return found | {"due_at": due, "remind_at": due, "reminded": HALF}
    left = days - visits.used(calendar, now)
    due = calendar.due(now, left)
    found |= {"due_at": due, "step_since": visits.since, "paused": visits.paused}
    if left <= 0:
        return found | {"remind_at": due, "reminded": HALF}
    return found | {"remind_at": calendar.half_of(now, left)}


def aside(connection: Connection, event: Event, given: dict[str, Any]) -> None:
    """What events mean that do not move the case: who holds a task, which attempt of a job may report."""
    place = {"b_case": event.case_id, "b_task": event.task}
    if event.kind in ("task:claimed", "task:released", "task:handed_over"):
        connection.execute(_HERE.values(**_hands(event, given)), place)
    elif event.kind == "incident:retried":
        connection.execute(_NEXT_ATTEMPT, place | {"b_attempt": given["attempt"]})


def _hands(event: Event, given: dict[str, Any]) -> dict[str, Any]:
    """In whose hands a task is after an event, and who put it there."""
    if event.kind == "task:handed_over":
        held = {"claimed_by": given["to"], "claimed_at": event.at}
        return held | {"handed_by": event.person, "handed_because": given["reason"]}
    # Given back, it is news to those who were not told of it while it was in somebody's hands.
    claimed = event.kind == "task:claimed"
    held = {"claimed_by": event.person, "claimed_at": event.at} if claimed else {"told": False}
    return {"claimed_by": None, "claimed_at": None, "handed_by": None, "handed_because": None} | held


def advance(row: dict[str, Any], event: Event, rows: Rows, execution: Execution, clock: Clock) -> None:
    """Move a case's row (a dict) on by one event: version, head, status, step, ending, the steps' times."""
    row |= {"version": event.seq, "head": event.hash, "status": execution.status, "times": clock.times()}
    steps = [task["step"] for task in rows.tasks if task["step"] is not None]
    if steps:
        row["step"] = steps[-1]
    if execution.status != "running" and row["ended_at"] is None:
        ended = execution.ended
        row |= {"ended_at": event.at, "ending": ended[-1] if ended else execution.status}


def snapshot_due(version: int, last: int, execution: Execution) -> bool:
    """Whether a running case has earned a snapshot: the more is open, the dearer one is, the rarer it comes."""
    since = version - last
    if execution.status != "running" or since < SNAPSHOT_EVERY or since % SNAPSHOT_EVERY:
        return False
    return since >= execution.open_count // 2


def save_snapshot(connection: Connection, case_id: str, seq: int, execution: Execution, clock: Clock) -> None:
    """Write the state after an event, and forget the older one."""
    connection.execute(delete(snapshots).where(snapshots.c.case_id == case_id))
    state, times = zlib.compress(execution.dump(), 1), zlib.compress(clock.dump(), 1)
    connection.execute(insert(snapshots).values(case_id=case_id, seq=seq, state=state, clock=times))


def write_case(connection: Connection, row: dict[str, Any]) -> None:
    """Write the moving part of a case's row."""
    names = ("id", "version", "head", "status", "step", "ending", "ended_at", "times", "snapshot_at")
    connection.execute(_UPDATE_CASE, {f"b_{name}": row[name] for name in names})
