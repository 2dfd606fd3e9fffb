"""Jobs as operators see them: what waits, runs or failed; ids only, never content."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from engine.errors import NotAllowed, NotFound
from engine.jobs import jobs_of
from engine.people import Actor

if TYPE_CHECKING:
    from engine.engine import Engine

#: The clock's own jobs come every few seconds and tell nothing.
SILENT = frozenset({"tick", "digest"})
#: Jobs shown at most.
MOST = 200


@dataclass(frozen=True, kw_only=True)
class JobRow:
    """One job. `state` is Procrastinate's: todo, doing, failed, cancelled ..."""

    id: int
    name: str
    state: str
    attempts: int
    at: datetime | None
    case_id: str | None


def jobs(engine: Engine, actor: Actor, *, state: str | None = None) -> list[JobRow]:
    """Jobs that wait, run or failed, oldest first. Raises NotAllowed for all but operators."""
    _operators_only(actor)
    rows = []
    for job in jobs_of(engine.database).listed(status=state):
        if job.task_name not in SILENT and job.id is not None:
            rows.append(
                JobRow(
                    id=job.id, name=job.task_name, state=str(job.status), attempts=job.attempts, at=job.scheduled_at,
                    case_id=str(job.task_kwargs["case_id"]) if "case_id" in job.task_kwargs else None,
                )
            )  # fmt: skip
    return rows[:MOST]


def retry_job(engine: Engine, actor: Actor, job_id: int) -> None:
    """Let a failed job run again now. Raises NotAllowed, NotFound when it is not a failed one."""
    _job(engine, actor, job_id, "failed")
    jobs_of(engine.database).retry(job_id, engine.world.now())


def cancel_job(engine: Engine, actor: Actor, job_id: int) -> None:
    """Cancel a waiting job. Raises NotAllowed, NotFound when it does not wait."""
    _job(engine, actor, job_id, "todo")
    jobs_of(engine.database).cancel(job_id)


def _job(engine: Engine, actor: Actor, job_id: int, state: str) -> None:
    if not any(row.id == job_id for row in jobs(engine, actor, state=state)):
        raise NotFound


def _operators_only(actor: Actor) -> None:
    if "operator" not in actor.roles:
        raise NotAllowed
