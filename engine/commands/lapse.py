"""Give back tasks whose claimant lost the seat: an event of the case, so that the others of the position see why they may take it."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from sqlalchemy import select

from engine.commands.acting import acting
from engine.errors import AlurError
from engine.notices import notify
from engine.people.terms import seated
from engine.schema import persons, tasks

if TYPE_CHECKING:
    from engine.engine import Engine

logger = logging.getLogger("alur.claims")


def release_lapsed(engine: Engine) -> int:
    """Release every claim of somebody who no longer holds the task's position; gives how many."""
    now = engine.world.now()
    lapsed = (
        select(tasks.c.case_id, tasks.c.id)
        .where(
            tasks.c.state == "open",
            tasks.c.claimed_by.is_not(None),
            tasks.c.position.is_not(None),
            ~seated(tasks.c.claimed_by, tasks.c.position, now),
        )
        .order_by(tasks.c.case_id, tasks.c.id)
    )
    with engine.database.reading() as connection:
        found = connection.execute(lapsed).all()
    return sum(_release(engine, row.case_id, row.id) for row in found)


def _release(engine: Engine, case_id: str, task: str) -> int:
    try:
        with acting(engine, case_id) as work:
            here = (tasks.c.case_id == case_id) & (tasks.c.id == task) & (tasks.c.state == "open")
            gone = ~seated(tasks.c.claimed_by, tasks.c.position, work.now)
            columns = (
                tasks.c.element,
                tasks.c.name.label("task_name"),
                tasks.c.step,
                tasks.c.claimed_by,
                persons.c.name,
            )
            statement = select(*columns).join(persons, persons.c.id == tasks.c.claimed_by)
            row = work.connection.execute(statement.where(here, gone)).first()
            if row is None:
                return 0
            given = {"task": task, "reason": f"{row.name} tidak lagi memegang jabatan ini."}
            outcome = work.record("task:released", given, task=task, element=row.element)
            notify(
                work.connection,
                key=f"task.lapsed:{case_id}:{outcome.seq}",
                person=row.claimed_by,
                kind="task.lapsed",
                at=work.now,
                case_id=case_id,
                task=task,
                about={"name": row.task_name, "number": work.row["number"], "step": row.step},
            )
            return 1
    except AlurError as error:
        logger.warning("claim on case %s not released: %s", case_id, type(error).__name__)
        return 0
