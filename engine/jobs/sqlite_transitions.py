"""How jobs change on SQLite: deferred, fetched, finished, cancelled, retried, deleted.

The same state transitions as in Procrastinate's PostgreSQL functions. What its schema does there in triggers (the rows
of `procrastinate_events`) is done here. What is due is told by the world's clock, which a test may move.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from datetime import datetime
from typing import Any

import orjson
from procrastinate import exceptions
from procrastinate.types import JobToDefer

from engine.database.types import to_text
from engine.jobs.sqlite_rows import COLUMNS, Row, ago, note, rows


def defer_jobs(connection: sqlite3.Connection, *, jobs: list[JobToDefer]) -> list[Row]:
    """Insert jobs; gives their ids in order."""
    return [{"id": _insert(connection, job)} for job in jobs]


def defer_periodic_job(
    connection: sqlite3.Connection,
    *,
    queue: str,
    task_name: str,
    priority: int,
    args: dict[str, Any],
    defer_timestamp: int,
    lock: str | None,
    queueing_lock: str | None,
    periodic_id: str,
) -> list[Row]:
    """Insert the job of a periodic task for one moment, once among all workers; `id` None when it was there already."""
    mine = rows(
        connection,
        "INSERT INTO procrastinate_periodic_defers (task_name, periodic_id, defer_timestamp) VALUES (?, ?, ?)"
        " ON CONFLICT DO NOTHING RETURNING id",
        (task_name, periodic_id, defer_timestamp),
    )
    if not mine:
        return [{"id": None}]
    job = _insert(connection, JobToDefer(queue, task_name, priority, lock, queueing_lock, args, None))
    connection.execute("UPDATE procrastinate_periodic_defers SET job_id = ? WHERE id = ?", (job, mine[0]["id"]))
    connection.execute(
        "DELETE FROM procrastinate_periodic_defers WHERE task_name = ? AND periodic_id = ? AND defer_timestamp < ?",
        (task_name, periodic_id, defer_timestamp),
    )
    return [{"id": job}]


#: The first job that is due and whose lock no running job holds and no earlier or more urgent job waits for.
FETCH = f"""
    UPDATE procrastinate_jobs SET status = 'doing', worker_id = :worker_id WHERE id = (
        SELECT job.id FROM procrastinate_jobs AS job
        WHERE job.status = 'todo'
          AND (job.scheduled_at IS NULL OR job.scheduled_at <= :now)
          AND (:queues IS NULL OR job.queue_name IN (SELECT value FROM json_each(:queues)))
          AND (job.lock IS NULL OR NOT EXISTS (
              SELECT 1 FROM procrastinate_jobs AS other WHERE other.lock = job.lock AND other.status = 'doing'))
          AND (job.lock IS NULL OR NOT EXISTS (
              SELECT 1 FROM procrastinate_jobs AS other WHERE other.lock = job.lock AND other.status = 'todo'
              AND (other.priority > job.priority OR (other.priority = job.priority AND other.id < job.id))))
        ORDER BY job.priority DESC, job.id LIMIT 1
    ) RETURNING {COLUMNS}"""


def fetch_job(
    connection: sqlite3.Connection, *, queues: Iterable[str] | None, worker_id: int, now: datetime
) -> list[Row]:
    """Take the next job that is due at `now`; a row of None when there is none."""
    named = None if queues is None else orjson.dumps(list(queues)).decode()
    found = rows(connection, FETCH, {"worker_id": worker_id, "now": to_text(now), "queues": named})
    if not found:
        return [{"id": None}]
    note(connection, found[0]["id"], "started")
    return found


def finish_job(connection: sqlite3.Connection, *, job_id: int, status: str, delete_job: bool) -> list[Row]:
    """Bring a job to its end, or delete it."""
    if status not in ("succeeded", "failed", "aborted"):
        raise exceptions.ConnectorException(f"A job cannot end as {status} (job id: {job_id})")
    if delete_job:
        ended = rows(
            connection,
            "DELETE FROM procrastinate_jobs WHERE id = ? AND status IN ('todo', 'doing') RETURNING id",
            (job_id,),
        )
    else:
        before = _status(connection, job_id)
        ended = rows(
            connection,
            "UPDATE procrastinate_jobs SET status = ?, abort_requested = 0, attempts = attempts + (status = 'doing')"
            " WHERE id = ? AND status IN ('todo', 'doing') RETURNING id",
            (status, job_id),
        )
        if ended and before == "doing":
            note(connection, job_id, status)
        elif ended and status != "aborted":  # Procrastinate notes nothing when a waiting job ends as aborted
            note(connection, job_id, "cancelled")
    if not ended:
        raise exceptions.ConnectorException(f'Job was not found or not in "doing" or "todo" status (job id: {job_id})')
    return []


def cancel_job(connection: sqlite3.Connection, *, job_id: int, abort: bool, delete_job: bool) -> list[Row]:
    """Cancel a waiting job, or ask a running one to abort; `id` None when there was nothing to do."""
    before = _status(connection, job_id)
    if before == "todo" and delete_job:
        connection.execute("DELETE FROM procrastinate_jobs WHERE id = ?", (job_id,))
    elif before == "todo":
        connection.execute(
            "UPDATE procrastinate_jobs SET status = 'cancelled', abort_requested = ? WHERE id = ?", (abort, job_id)
        )
        note(connection, job_id, "cancelled")
    elif before == "doing" and abort:
        connection.execute("UPDATE procrastinate_jobs SET abort_requested = 1 WHERE id = ?", (job_id,))
    else:
        return [{"id": None}]
    if abort and not (before == "todo" and delete_job):
        note(connection, job_id, "abort_requested")
    return [{"id": job_id}]


def retry_job(
    connection: sqlite3.Connection,
    *,
    job_id: int,
    retry_at: datetime,
    new_priority: int | None,
    new_queue_name: str | None,
    new_lock: str | None,
) -> list[Row]:
    """Put a running or failed job back to wait; one that shall abort fails instead."""
    found = rows(connection, "SELECT status, abort_requested FROM procrastinate_jobs WHERE id = ?", (job_id,))
    if not found or found[0]["status"] not in ("doing", "failed"):
        raise exceptions.ConnectorException(f"Job was not found or has an invalid status to retry (job id: {job_id})")
    if found[0]["status"] == "doing" and found[0]["abort_requested"]:
        connection.execute("UPDATE procrastinate_jobs SET status = 'failed' WHERE id = ?", (job_id,))
        note(connection, job_id, "failed")
        return []
    connection.execute(
        "UPDATE procrastinate_jobs SET status = 'todo', attempts = attempts + 1, scheduled_at = ?,"
        " priority = coalesce(?, priority), queue_name = coalesce(?, queue_name), lock = coalesce(?, lock)"
        " WHERE id = ?",
        (to_text(retry_at), new_priority, new_queue_name, new_lock, job_id),
    )
    note(connection, job_id, "retried" if found[0]["status"] == "failed" else "deferred_for_retry")
    note(connection, job_id, "scheduled", retry_at)
    return []


def delete_old_jobs(
    connection: sqlite3.Connection, *, nb_hours: float, queue: str | None, statuses: Iterable[str]
) -> list[Row]:
    """Delete jobs to which nothing happened for so many hours."""
    connection.execute(
        "DELETE FROM procrastinate_jobs WHERE status IN (SELECT value FROM json_each(:statuses))"
        " AND (:queue IS NULL OR queue_name = :queue)"
        " AND (SELECT max(at) FROM procrastinate_events WHERE job_id = procrastinate_jobs.id) < :before",
        {"statuses": orjson.dumps(list(statuses)).decode(), "queue": queue, "before": ago(hours=nb_hours)},
    )
    return []


def _insert(connection: sqlite3.Connection, job: JobToDefer) -> int:
    scheduled = None if job.scheduled_at is None else to_text(job.scheduled_at)
    cursor = connection.execute(
        "INSERT INTO procrastinate_jobs (queue_name, task_name, priority, lock, queueing_lock, args, scheduled_at)"
        " VALUES (?, ?, ?, ?, ?, ?, ?)",
        (
            job.queue_name,
            job.task_name,
            job.priority,
            job.lock,
            job.queueing_lock,
            orjson.dumps(job.args).decode(),
            scheduled,
        ),
    )
    number = cursor.lastrowid
    assert number is not None
    if job.scheduled_at is not None:
        note(connection, number, "scheduled", job.scheduled_at)
    note(connection, number, "deferred")
    return number


def _status(connection: sqlite3.Connection, job: int) -> str | None:
    found = rows(connection, "SELECT status FROM procrastinate_jobs WHERE id = ?", (job,))
    return found[0]["status"] if found else None
