"""Runs everything that is due in this thread, without a worker: for simulation, tests and one-off commands."""

from __future__ import annotations

import time
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, text

from engine.database import Database
from engine.jobs.errors import JobUnknown
from engine.jobs.jobs import Jobs, jobs_of
from engine.jobs.perform import perform
from engine.jobs.postgresql_connector import FETCH
from engine.jobs.registry import ONCE, Host
from engine.jobs.sqlite_connector import SqliteConnector
from engine.jobs.sqlite_transitions import fetch_job
from engine.jobs.stalled import retry_stalled

#: Seconds between signs of life, and between looks for jobs of dead workers.
BEAT = 5.0

Row = dict[str, Any]


def run_pending(engine: Host, *, at_most: int | None = None) -> int:
    """Run every job that is due at `engine.world.now()`, also those that the jobs themselves defer; gives how many ran.

    Same table and same transitions as a worker's, but due by the world's clock, on both databases. A job that fails is
    put back or given up like a worker's; nothing is raised. Periodic jobs are not deferred here.
    """
    jobs, me = jobs_of(engine.database), _presence(engine.database)
    me.beat(engine, jobs)
    ran, ended = 0, None
    while True:
        with engine.database.transaction() as connection:
            if ended is not None:
                _settle(connection, jobs, ended)
            row = None if ran == at_most else _fetch(connection, jobs, engine.world.now(), me.worker_id)
        if row is None:
            return ran
        ended = _Ended(row, engine.world.now(), _run(engine, jobs, row))
        ran += 1
        me.beat(engine, jobs)


@dataclass(frozen=True)
class _Ended:
    row: Row
    at: datetime
    error: BaseException | None


def _run(engine: Host, jobs: Jobs, row: Row) -> BaseException | None:
    try:
        perform(engine, jobs.registry, row["task_name"], row["attempts"], row["args"])
    except Exception as error:  # becomes the job's state, as in a worker
        return error
    return None


def _settle(connection: Connection, jobs: Jobs, ended: _Ended) -> None:
    number = ended.row["id"]
    if ended.error is None:
        jobs.call(connection, "finish_job", job_id=number, status="succeeded", delete_job=True)
        return
    kind = jobs.registry.kinds.get(ended.row["task_name"])
    wait = (kind.retry if kind else ONCE).after(ended.row["attempts"] + 1, ended.error)
    if wait is None or isinstance(ended.error, JobUnknown):
        jobs.call(connection, "finish_job", job_id=number, status="failed", delete_job=False)
    else:
        unchanged = {"new_priority": None, "new_queue_name": None, "new_lock": None}
        jobs.call(connection, "retry_job", job_id=number, retry_at=ended.at + wait, **unchanged)


def _fetch(connection: Connection, jobs: Jobs, now: datetime, worker_id: int) -> Row | None:
    driver: Any = connection.connection.dbapi_connection
    if isinstance(jobs.connector, SqliteConnector):
        (row,) = fetch_job(driver, queues=None, worker_id=worker_id, now=now)
        return row if row["id"] is not None else None
    rows = jobs.connector.execute_query_all_with_connection(driver, FETCH, queues=None, worker_id=worker_id, now=now)
    return rows[0] if rows else None


class _Presence:
    """This process as a worker in the table, so that nobody takes its running jobs for a dead one's."""

    def __init__(self) -> None:
        self.worker_id = 0
        self._last: float | None = None

    def beat(self, engine: Host, jobs: Jobs) -> None:
        """Give a sign of life and look for the jobs of the dead, at most every few seconds."""
        if self._last is not None and time.monotonic() - self._last < BEAT:
            return
        with engine.database.transaction() as connection:
            known = connection.scalar(
                text("SELECT 1 FROM procrastinate_workers WHERE id = :id"), {"id": self.worker_id}
            )
            if known:
                jobs.call(connection, "update_heartbeat", worker_id=self.worker_id)
            else:
                self.worker_id = jobs.call(connection, "register_worker")[0]["worker_id"]
        self._last = time.monotonic()
        retry_stalled(engine)


def _presence(database: Database) -> _Presence:
    found: _Presence = database.attached.setdefault(_Presence, _Presence())
    return found
