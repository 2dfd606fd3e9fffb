"""Reminds people of the time: whoever holds a task at half and at the end of it, then whoever their position answers to.

Half and the end are in working days of the case's calendar; the superior is told one working day after the end, and if that position
is vacant, the one above it. Outside work has no half: those who wait for it are told when its time is over. Each is told once.
"""

from __future__ import annotations

import logging
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection, literal_column, select, update

from engine.calendar import Calendar
from engine.commands.complete import granted_in
from engine.errors import AlurError, YearWithoutCalendar
from engine.notices import notify
from engine.people import Actor
from engine.people.authority import Denial
from engine.schema import cases, positions, tasks
from engine.sop import Definition
from engine.spiff import ExecutionFailed
from engine.telling import Concerned, Office, locked

if TYPE_CHECKING:
    from engine.engine import Engine

logger = logging.getLogger("alur.notices")

#: Tasks that one tick reminds of; what is more waits for the next.
BATCH = 500
#: What is told, in this order; a task's `reminded` counts how many of them lie behind it.
STAGES = ("task.half", "task.full", "task.escalated")
#: How far up a vacant superior is followed.
HIGHEST = 8

OPEN = tasks.c.state == literal_column("'open'")


def remind(engine: Engine) -> int:
    """Tell everybody whose time has come; gives how many notices were made."""
    office = Office(engine.world.now())
    with engine.database.reading() as connection:
        found = connection.execute(
            select(tasks.c.case_id, tasks.c.id, tasks.c.element)
            .where(OPEN, tasks.c.remind_at.is_not(None), tasks.c.remind_at <= office.now)
            .order_by(tasks.c.remind_at)
            .limit(BATCH)
        ).all()
    due: dict[str, dict[str, str]] = {}
    for row in found:
        due.setdefault(row.case_id, {})[row.id] = row.element
    return sum(_of_case(engine, office, case_id, elements) for case_id, elements in due.items())


def _of_case(engine: Engine, office: Office, case_id: str, elements: Mapping[str, str]) -> int:
    try:
        with locked(engine, case_id, set(elements.values())) as (connection, case, definition, whose):
            calendar = engine.calendar_of(
                connection.scalars(select(cases.c.calendar).where(cases.c.id == case_id)).one()
            )
            here = (tasks.c.case_id == case_id) & tasks.c.id.in_(list(elements)) & OPEN
            rows = connection.execute(select(tasks).where(here)).mappings().all()
            return sum(_of_task(connection, office, definition, calendar, case.number, row, whose) for row in rows)
    except AlurError as error:
        logger.warning("reminders of case %s not made: %s", case_id, type(error).__name__)
        return 0


def _of_task(
    connection: Connection,
    office: Office,
    definition: Definition,
    calendar: Calendar,
    number: str,
    task: Mapping[Any, Any],
    whose: Concerned,
) -> int:
    """Tell what is due of one task by now: of what was missed, only the last matters to its holder."""
    stages = _reached(calendar, task, office.now)
    following, at = _next(calendar, task, office.now)
    here = (tasks.c.case_id == task["case_id"]) & (tasks.c.id == task["id"])
    connection.execute(update(tasks).where(here).values(reminded=following, remind_at=at))
    try:
        mine = whose(task)
    except ExecutionFailed:  # whoever opens the task is told what is wrong
        mine = ()
    able = [
        person
        for person in office.candidates(connection, task)
        if not isinstance(granted_in(connection, definition, person, task, now=office.now, concerned=mine), Denial)
    ]
    if task["claimed_by"] is not None:
        able = [person for person in able if person.person == task["claimed_by"]] or able
    above, superiors = _above(connection, office, task["position"])
    told = {"task.escalated": superiors}
    about = {"name": task["name"], "number": number, "step": task["step"], "due": task["due_at"].isoformat()}
    return sum(
        notify(
            connection,
            key=f"{stage}:{task['case_id']}:{task['id']}",
            person=person.person,
            kind=stage,
            at=office.now,
            case_id=task["case_id"],
            task=task["id"],
            about=about | ({"above": above} if stage == "task.escalated" else {}),
        )
        for stage in stages
        for person in told.get(stage, able)
    )


def _moments(calendar: Calendar, task: Mapping[Any, Any]) -> list[datetime]:
    """When each stage of a task is due; the first where it is still to come is in its row."""
    due = task["due_at"]
    try:
        above = calendar.add_workdays(due, 1)
    except YearWithoutCalendar:  # a reminder is no due date: the next day will do
        above = due + timedelta(days=1)
    return [task["remind_at"] if task["reminded"] == 0 else due, due, above]


def _reached(calendar: Calendar, task: Mapping[Any, Any], now: datetime) -> Sequence[str]:
    """The stages that lie between the last reminder and now; half is no news any more when the whole is over."""
    moments = _moments(calendar, task)
    found = [STAGES[n] for n in range(task["reminded"], len(STAGES)) if moments[n] <= now]
    return found[1:] if found[:2] == ["task.half", "task.full"] else found


def _next(calendar: Calendar, task: Mapping[Any, Any], now: datetime) -> tuple[int, datetime | None]:
    """How many stages lie behind a task now, and when the next one comes."""
    moments = _moments(calendar, task)
    behind = max(task["reminded"], sum(moment <= now for moment in moments))
    return behind, moments[behind] if behind < len(STAGES) else None


def _above(connection: Connection, office: Office, position: str | None) -> tuple[str | None, list[Actor]]:
    """The position above one, or, while that is vacant, the next above it; and who answers for it."""
    for _ in range(HIGHEST):
        if position is None:
            break
        position = connection.scalar(select(positions.c.superior).where(positions.c.id == position))
        if position and (found := office.candidates(connection, {"participant": None, "position": position})):
            return position, found
    return None, []
