"""Fire timers that are due: each in a command of its own, with the time that was read."""

from __future__ import annotations

import logging
from collections.abc import Collection
from typing import TYPE_CHECKING

from sqlalchemy import exists, select, true

from engine.commands.acting import acting
from engine.errors import AlurError
from engine.schema import incidents, timers

if TYPE_CHECKING:
    from engine.engine import Engine

logger = logging.getLogger("alur.timers")

BATCH = 200


def fire_due(engine: Engine, *, only: Collection[str] | None = None) -> int:
    """Fire every timer due now, oldest first; gives how many fired. A timer whose case stopped waits for its incident.

    `only`: of these cases alone (a simulation leaves other people's cases in peace).
    """
    fired = 0
    while True:
        due = _due(engine, only)
        count = sum(_fire(engine, case_id, task) for case_id, task in due)
        fired += count
        if not count:
            return fired


def _due(engine: Engine, only: Collection[str] | None) -> list[tuple[str, str]]:
    stopped = exists().where(
        incidents.c.case_id == timers.c.case_id, incidents.c.task == timers.c.task, incidents.c.closed_at.is_(None)
    )
    with engine.database.reading() as connection:
        rows = connection.execute(
            select(timers.c.case_id, timers.c.task)
            .where(
                timers.c.due_at <= engine.world.now(),
                ~stopped,
                timers.c.case_id.in_(only) if only is not None else true(),
            )
            .order_by(timers.c.due_at, timers.c.case_id, timers.c.task)
            .limit(BATCH)
        )
        return [(row.case_id, row.task) for row in rows]


def _fire(engine: Engine, case_id: str, task: str) -> int:
    try:
        with acting(engine, case_id) as work:
            row = work.connection.execute(
                select(timers).where(timers.c.case_id == case_id, timers.c.task == task)
            ).first()
            if row is None or row.due_at > work.now:
                return 0
            work.record("timer:fired", {"task": task, "due": row.due_at.isoformat()}, task=task, element=row.element)
            return 1
    except AlurError as error:
        logger.warning("timer of case %s not fired: %s", case_id, type(error).__name__)
        return 0
