"""Why a case stands where it stands: for everything it waits for what happened, who may act, until when, and what comes next."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from engine.commands.acting import Acting, acting
from engine.commands.complete import granted
from engine.errors import NotFound, TaskAlreadyDone
from engine.people import Actor
from engine.people.authority import Denial
from engine.queries.sight import may_see
from engine.queries.teller import Teller, Why
from engine.queries.wording import words_of
from engine.schema import persons, tasks
from engine.spiff.marking import gatherings

if TYPE_CHECKING:
    from engine.engine import Engine

__all__ = ["Why", "why", "why_case"]


def why(engine: Engine, actor: Actor, case_id: str, task_id: str, *, language: str = "id") -> Why:
    """Why an open task (or other wait) is here. A participant who may not see the case learns about the own task, without names.

    Raises NotFound, TaskAlreadyDone.
    """
    with acting(engine, case_id, ended=True) as work:
        seen = may_see(work.connection, actor, work.definition, case_id, work.now)
        row = work.connection.execute(
            select(tasks).where(tasks.c.case_id == case_id, tasks.c.id == task_id)
        ).mappings().first()  # fmt: skip
        if not seen and not (row is not None and _is_for(work, actor, row)):
            raise NotFound
        if row is not None and row["state"] != "open":
            by = (
                work.connection.scalar(select(persons.c.name).where(persons.c.id == row["closed_by"])) if seen else None
            )
            raise TaskAlreadyDone(by=by, at=row["closed_at"])
        teller = Teller(engine, work, actor, names=seen, words=words_of(language))
        wait = teller.waits.get(task_id)
        if wait is None:
            raise NotFound
        return teller.of(wait)


def why_case(engine: Engine, actor: Actor, case_id: str, *, language: str = "id") -> list[Why]:
    """Why a case stands where it stands: one for each thing it waits for; for an ended case how it ended. Never empty.

    Raises NotFound for those who may not see the case.
    """
    with acting(engine, case_id, ended=True) as work:
        if not may_see(work.connection, actor, work.definition, case_id, work.now):
            raise NotFound
        teller = Teller(engine, work, actor, names=True, words=words_of(language))
        if work.execution.status != "running":
            return [teller.ended()]
        told = [teller.of(wait) for wait in teller.waits.values() if not teller.is_told_elsewhere(wait)]
        told += [teller.gathering(gathering) for gathering in gatherings(work.execution)]
        return [*told, *teller.stopped_elsewhere()] or [teller.whole()]


def _is_for(work: Acting, actor: Actor, row: Mapping[Any, Any]) -> bool:
    grant = granted(work, actor, row)
    return not (isinstance(grant, Denial) and grant.hidden)
