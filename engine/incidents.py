"""Incidents: what stopped, where and why, for an operator to read and retry. Opened in a transaction of their own."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from sqlalchemy import Connection, insert, select, update

from engine import notices
from engine.people.duties import operators
from engine.people.terms import local_day
from engine.schema import incidents

if TYPE_CHECKING:
    from engine.engine import Engine


def open_incident(
    engine: Engine, case_id: str, *, code: str, message: str, task: str | None, element: str | None, detail: str = ""
) -> str:
    """Open an incident and give its id; the same trouble at the same place opens no second one."""
    with engine.database.transaction() as connection:
        known = connection.scalar(
            select(incidents.c.id).where(
                incidents.c.case_id == case_id,
                incidents.c.task.is_not_distinct_from(task),
                incidents.c.code == code,
                incidents.c.closed_at.is_(None),
            )
        )
        if known is not None:
            return str(known)
        incident, now = engine.world.new_id(), engine.world.now()
        connection.execute(
            insert(incidents).values(
                id=incident,
                case_id=case_id,
                task=task,
                element=element,
                code=code,
                message=message,
                detail=detail,
                opened_at=now,
            )
        )
        _tell_operators(connection, case_id, task, f"{code}:{element}", now)
    return incident


def _tell_operators(connection: Connection, case_id: str, task: str | None, trouble: str, now: datetime) -> None:
    """Once a day for one trouble at one element, however many cases it stops."""
    for person, _name in operators(connection):
        notices.notify(
            connection,
            key=f"incident.opened:{trouble}:{local_day(now)}",
            person=person,
            kind="incident.opened",
            at=now,
            case_id=case_id,
            task=task,
        )


def close_incident(connection: Connection, incident: str, *, by: str, now: datetime) -> None:
    """Close an incident in the transaction that mends it."""
    connection.execute(update(incidents).where(incidents.c.id == incident).values(closed_at=now, closed_by=by))
