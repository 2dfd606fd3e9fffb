"""Procrastinate 3.10's named queries in SQLite's SQL: same arguments, same rows, same state transitions.

Each function runs in the caller's transaction on a sqlite3 connection. What its PostgreSQL schema does in triggers
(the rows of `procrastinate_events`) is done here. Liveness (heartbeats, events) is told by the real clock, as it is by
the server on PostgreSQL; only what is due is told by the world's, which a test or a simulation may move.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable
from datetime import datetime, timedelta
from typing import Any

import orjson
from procrastinate import exceptions
from procrastinate.types import JobToDefer

from engine.database.types import from_text, to_text
from engine.world import World

Row = dict[str, Any]
REAL = World()

COLUMNS = (
    "id, status, task_name, priority, lock, queueing_lock, args, scheduled_at, queue_name, attempts, abort_requested,"
    " worker_id"
)


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
    mine = _rows(
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
    found = _rows(connection, FETCH, {"worker_id": worker_id, "now": to_text(now), "queues": named})
    if not found:
        return [{"id": None}]
    _note(connection, found[0]["id"], "started")
    return found


def finish_job(connection: sqlite3.Connection, *, job_id: int, status: str, delete_job: bool) -> list[Row]:
    """Bring a job to its end, or delete it."""
    if status not in ("succeeded", "failed", "aborted"):
        raise exceptions.ConnectorException(f"A job cannot end as {status} (job id: {job_id})")
    if delete_job:
        ended = _rows(
            connection,
            "DELETE FROM procrastinate_jobs WHERE id = ? AND status IN ('todo', 'doing') RETURNING id",
            (job_id,),
        )
    else:
        before = _status(connection, job_id)
        ended = _rows(
            connection,
            "UPDATE procrastinate_jobs SET status = ?, abort_requested = 0, attempts = attempts + (status = 'doing')"
            " WHERE id = ? AND status IN ('todo', 'doing') RETURNING id",
            (status, job_id),
        )
        if ended and before == "doing":
            _note(connection, job_id, status)
        elif ended and status != "aborted":  # Procrastinate notes nothing when a waiting job ends as aborted
            _note(connection, job_id, "cancelled")
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
        _note(connection, job_id, "cancelled")
    elif before == "doing" and abort:
        connection.execute("UPDATE procrastinate_jobs SET abort_requested = 1 WHERE id = ?", (job_id,))
    else:
        return [{"id": None}]
    if abort and not (before == "todo" and delete_job):
        _note(connection, job_id, "abort_requested")
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
    found = _rows(connection, "SELECT status, abort_requested FROM procrastinate_jobs WHERE id = ?", (job_id,))
    if not found or found[0]["status"] not in ("doing", "failed"):
        raise exceptions.ConnectorException(f"Job was not found or has an invalid status to retry (job id: {job_id})")
    if found[0]["status"] == "doing" and found[0]["abort_requested"]:
        connection.execute("UPDATE procrastinate_jobs SET status = 'failed' WHERE id = ?", (job_id,))
        _note(connection, job_id, "failed")
        return []
    connection.execute(
        "UPDATE procrastinate_jobs SET status = 'todo', attempts = attempts + 1, scheduled_at = ?,"
        " priority = coalesce(?, priority), queue_name = coalesce(?, queue_name), lock = coalesce(?, lock)"
        " WHERE id = ?",
        (to_text(retry_at), new_priority, new_queue_name, new_lock, job_id),
    )
    _note(connection, job_id, "retried" if found[0]["status"] == "failed" else "deferred_for_retry")
    _note(connection, job_id, "scheduled", retry_at)
    return []


def select_stalled_jobs_by_started(
    connection: sqlite3.Connection, *, nb_seconds: float, queue: str | None, task_name: str | None
) -> list[Row]:
    """Running jobs that were started more than so many seconds ago."""
    return _rows(
        connection,
        f"SELECT {COLUMNS}, (SELECT max(at) FROM procrastinate_events AS event"
        "   WHERE event.job_id = job.id AND event.type = 'started') AS started_at"
        " FROM procrastinate_jobs AS job WHERE status = 'doing' AND started_at < :before"
        " AND (:queue IS NULL OR queue_name = :queue) AND (:task IS NULL OR task_name = :task)",
        {"before": _ago(seconds=nb_seconds), "queue": queue, "task": task_name},
    )


def select_stalled_jobs_by_heartbeat(
    connection: sqlite3.Connection, *, seconds_since_heartbeat: float, queue: str | None, task_name: str | None
) -> list[Row]:
    """Running jobs whose worker is gone or gave no sign of life for so many seconds."""
    return _rows(
        connection,
        f"SELECT {COLUMNS} FROM procrastinate_jobs WHERE status = 'doing'"
        " AND (worker_id IS NULL OR worker_id IN (SELECT id FROM procrastinate_workers WHERE last_heartbeat < :before))"
        " AND (:queue IS NULL OR queue_name = :queue) AND (:task IS NULL OR task_name = :task)",
        {"before": _ago(seconds=seconds_since_heartbeat), "queue": queue, "task": task_name},
    )


def delete_old_jobs(
    connection: sqlite3.Connection, *, nb_hours: float, queue: str | None, statuses: Iterable[str]
) -> list[Row]:
    """Delete jobs to which nothing happened for so many hours."""
    connection.execute(
        "DELETE FROM procrastinate_jobs WHERE status IN (SELECT value FROM json_each(:statuses))"
        " AND (:queue IS NULL OR queue_name = :queue)"
        " AND (SELECT max(at) FROM procrastinate_events WHERE job_id = procrastinate_jobs.id) < :before",
        {"statuses": orjson.dumps(list(statuses)).decode(), "queue": queue, "before": _ago(hours=nb_hours)},
    )
    return []


def get_job_status(connection: sqlite3.Connection, *, job_id: int) -> list[Row]:
    """The status of one job."""
    return _rows(connection, "SELECT status FROM procrastinate_jobs WHERE id = ?", (job_id,))


def check_connection(connection: sqlite3.Connection) -> list[Row]:
    """`check` is None when the table is missing."""
    return _rows(
        connection, "SELECT (SELECT name FROM sqlite_master WHERE name = 'procrastinate_jobs') AS \"check\"", ()
    )


def count_jobs_status(connection: sqlite3.Connection) -> list[Row]:
    """How many jobs are in each status."""
    return _rows(connection, "SELECT count(*) AS count, status FROM procrastinate_jobs GROUP BY status", ())


def list_jobs(connection: sqlite3.Connection, **filters: Any) -> list[Row]:
    """All jobs that match."""
    where, values = _matching(filters)
    return _rows(connection, f"SELECT {COLUMNS} FROM procrastinate_jobs WHERE {where} ORDER BY id", values)


def list_queues(connection: sqlite3.Connection, **filters: Any) -> list[Row]:
    """Jobs counted per queue."""
    return _counted(connection, "queue_name", filters)


def list_tasks(connection: sqlite3.Connection, **filters: Any) -> list[Row]:
    """Jobs counted per task."""
    return _counted(connection, "task_name", filters)


def list_locks(connection: sqlite3.Connection, **filters: Any) -> list[Row]:
    """Jobs counted per lock."""
    return _counted(connection, "lock", filters)


def list_jobs_to_abort(connection: sqlite3.Connection, *, queue_name: str | None) -> list[Row]:
    """Running jobs that shall abort."""
    return _rows(
        connection,
        "SELECT id FROM procrastinate_jobs WHERE status = 'doing' AND abort_requested"
        " AND (:queue IS NULL OR queue_name = :queue)",
        {"queue": queue_name},
    )


def register_worker(connection: sqlite3.Connection) -> list[Row]:
    """A new worker, alive now."""
    return _rows(
        connection,
        "INSERT INTO procrastinate_workers (last_heartbeat) VALUES (?) RETURNING id AS worker_id",
        (to_text(REAL.now()),),
    )


def unregister_worker(connection: sqlite3.Connection, *, worker_id: int) -> list[Row]:
    """A worker has ended."""
    connection.execute("DELETE FROM procrastinate_workers WHERE id = ?", (worker_id,))
    return []


def update_heartbeat(connection: sqlite3.Connection, *, worker_id: int) -> list[Row]:
    """A worker is alive now."""
    connection.execute(
        "UPDATE procrastinate_workers SET last_heartbeat = ? WHERE id = ?", (to_text(REAL.now()), worker_id)
    )
    return []


def prune_stalled_workers(connection: sqlite3.Connection, *, seconds_since_heartbeat: float) -> list[Row]:
    """Forget workers that gave no sign of life for so many seconds."""
    return _rows(
        connection,
        "DELETE FROM procrastinate_workers WHERE last_heartbeat < ? RETURNING id AS worker_id",
        (_ago(seconds=seconds_since_heartbeat),),
    )


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
        _note(connection, number, "scheduled", job.scheduled_at)
    _note(connection, number, "deferred")
    return number


def _note(connection: sqlite3.Connection, job: int, kind: str, at: datetime | None = None) -> None:
    connection.execute(
        "INSERT INTO procrastinate_events (job_id, type, at) VALUES (?, ?, ?)", (job, kind, to_text(at or REAL.now()))
    )


def _status(connection: sqlite3.Connection, job: int) -> str | None:
    found = get_job_status(connection, job_id=job)
    return found[0]["status"] if found else None


def _matching(filters: dict[str, Any]) -> tuple[str, dict[str, Any]]:
    """A condition on the columns that are asked for. The names are Procrastinate's, never a person's."""
    asked = {name: value for name, value in filters.items() if value is not None}
    return " AND ".join(["1", *(f"{name} = :{name}" for name in asked)]), asked


def _counted(connection: sqlite3.Connection, column: str, filters: dict[str, Any]) -> list[Row]:
    where, values = _matching(filters)
    rows = _rows(
        connection,
        f"SELECT {column} AS name, status, count(*) AS count FROM procrastinate_jobs"
        f" WHERE {where} AND {column} IS NOT NULL GROUP BY {column}, status ORDER BY {column}",
        values,
    )
    counted: dict[str, Row] = {}
    for row in rows:
        entry = counted.setdefault(row["name"], {"name": row["name"], "jobs_count": 0, "stats": {}})
        entry["jobs_count"] += row["count"]
        entry["stats"][row["status"]] = row["count"]
    return list(counted.values())


def _ago(**past: float) -> str:
    return to_text(REAL.now() - timedelta(**past))


def _rows(connection: sqlite3.Connection, statement: str, values: Any) -> list[Row]:
    cursor = connection.execute(statement, values)
    names = [column[0] for column in cursor.description]
    return [_readable(dict(zip(names, row, strict=True))) for row in cursor.fetchall()]


def _readable(row: Row) -> Row:
    """Turn SQLite's texts into what Procrastinate expects."""
    if "args" in row:
        row["args"] = orjson.loads(row["args"])
        row["abort_requested"] = bool(row["abort_requested"])
    for moment in ("scheduled_at", "started_at"):
        if row.get(moment) is not None:
            row[moment] = from_text(row[moment])
    return row


#: Every query that Procrastinate 3.10 may send, but `listen_queue`, which only PostgreSQL's connector sends to itself.
QUERIES: dict[str, Callable[..., list[Row]]] = {
    function.__name__: function
    for function in (
        defer_jobs,
        defer_periodic_job,
        fetch_job,
        finish_job,
        cancel_job,
        retry_job,
        select_stalled_jobs_by_started,
        select_stalled_jobs_by_heartbeat,
        delete_old_jobs,
        get_job_status,
        check_connection,
        count_jobs_status,
        list_jobs,
        list_queues,
        list_tasks,
        list_locks,
        list_jobs_to_abort,
        register_worker,
        unregister_worker,
        update_heartbeat,
        prune_stalled_workers,
    )
}

READ_ONLY = frozenset(
    {
        "select_stalled_jobs_by_started",
        "select_stalled_jobs_by_heartbeat",
        "get_job_status",
        "check_connection",
        "count_jobs_status",
        "list_jobs",
        "list_queues",
        "list_tasks",
        "list_locks",
        "list_jobs_to_abort",
    }
)
