"""Jobs whose worker died: they run again, or are given up when they have died too often."""

from __future__ import annotations

from typing import Any

from sqlalchemy import text

from engine.jobs.errors import JobDied
from engine.jobs.jobs import Jobs, jobs_of
from engine.jobs.perform import give_up
from engine.jobs.registry import ONCE, Host

#: A worker that gave no sign of life for so many seconds is dead.
DEAD_AFTER = 30.0
ADVISORY_LOCK = 4_330_203


def retry_stalled(engine: Host, *, dead_after: float = DEAD_AFTER) -> int:
    """Put the jobs of dead workers back to wait; gives how many. Workers do this by themselves every few seconds."""
    jobs = jobs_of(engine.database)
    with engine.database.transaction() as connection:
        if engine.database.dialect == "postgresql":  # two workers must not retry the same job
            connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": ADVISORY_LOCK})
        stalled = jobs.call(
            connection,
            "select_stalled_jobs_by_heartbeat",
            queue=None,
            task_name=None,
            seconds_since_heartbeat=dead_after,
        )
        hopeless = [row for row in stalled if _dies_too_often(jobs, row)]
        for row in stalled:
            if row in hopeless:
                jobs.call(connection, "finish_job", job_id=row["id"], status="failed", delete_job=False)
            else:
                jobs.call(connection, "retry_job", job_id=row["id"], retry_at=engine.world.now(), **_UNCHANGED)
    for row in hopeless:
        give_up(engine, jobs.registry, row["task_name"], row["args"], JobDied())
    return len(stalled) - len(hopeless)


_UNCHANGED: dict[str, None] = {"new_priority": None, "new_queue_name": None, "new_lock": None}
#: Even a job that is tried once only may run again when its worker died: it may not have begun.
LIVES = 3


def _dies_too_often(jobs: Jobs, row: dict[str, Any]) -> bool:
    kind = jobs.registry.kinds.get(row["task_name"])
    attempts = (kind.retry if kind else ONCE).attempts
    return bool(row["attempts"] + 1 >= max(attempts, LIVES))
