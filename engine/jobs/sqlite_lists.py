"""What Procrastinate asks about jobs, answered from SQLite: nothing here changes a row."""

from __future__ import annotations

import sqlite3
from typing import Any

from engine.jobs.sqlite_rows import COLUMNS, Row, ago, rows


def select_stalled_jobs_by_started(
    connection: sqlite3.Connection, *, nb_seconds: float, queue: str | None, task_name: str | None
) -> list[Row]:
    """Running jobs that were started more than so many seconds ago."""
    return rows(
        connection,
        f"SELECT {COLUMNS}, (SELECT max(at) FROM procrastinate_events AS event"
        "   WHERE event.job_id = job.id AND event.type = 'started') AS started_at"
        " FROM procrastinate_jobs AS job WHERE status = 'doing' AND started_at < :before"
        " AND (:queue IS NULL OR queue_name = :queue) AND (:task IS NULL OR task_name = :task)",
        {"before": ago(seconds=nb_seconds), "queue": queue, "task": task_name},
    )


def select_stalled_jobs_by_heartbeat(
    connection: sqlite3.Connection, *, seconds_since_heartbeat: float, queue: str | None, task_name: str | None
) -> list[Row]:
    """Running jobs whose worker is gone or gave no sign of life for so many seconds."""
    return rows(
        connection,
        f"SELECT {COLUMNS} FROM procrastinate_jobs WHERE status = 'doing'"
        " AND (worker_id IS NULL OR worker_id IN (SELECT id FROM procrastinate_workers WHERE last_heartbeat < :before))"
        " AND (:queue IS NULL OR queue_name = :queue) AND (:task IS NULL OR task_name = :task)",
        {"before": ago(seconds=seconds_since_heartbeat), "queue": queue, "task": task_name},
    )


def get_job_status(connection: sqlite3.Connection, *, job_id: int) -> list[Row]:
    """The status of one job."""
    return rows(connection, "SELECT status FROM procrastinate_jobs WHERE id = ?", (job_id,))


def check_connection(connection: sqlite3.Connection) -> list[Row]:
    """`check` is None when the table is missing."""
    return rows(
        connection, "SELECT (SELECT name FROM sqlite_master WHERE name = 'procrastinate_jobs') AS \"check\"", ()
    )


def count_jobs_status(connection: sqlite3.Connection) -> list[Row]:
    """How many jobs are in each status."""
    return rows(connection, "SELECT count(*) AS count, status FROM procrastinate_jobs GROUP BY status", ())


def list_jobs(connection: sqlite3.Connection, **filters: Any) -> list[Row]:
    """All jobs that match."""
    where, values = _matching(filters)
    return rows(connection, f"SELECT {COLUMNS} FROM procrastinate_jobs WHERE {where} ORDER BY id", values)


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
    return rows(
        connection,
        "SELECT id FROM procrastinate_jobs WHERE status = 'doing' AND abort_requested"
        " AND (:queue IS NULL OR queue_name = :queue)",
        {"queue": queue_name},
    )


def _matching(filters: dict[str, Any]) -> tuple[str, dict[str, Any]]:
    """A condition on the columns that are asked for. The names are Procrastinate's, never a person's."""
    asked = {name: value for name, value in filters.items() if value is not None}
    return " AND ".join(["1", *(f"{name} = :{name}" for name in asked)]), asked


def _counted(connection: sqlite3.Connection, column: str, filters: dict[str, Any]) -> list[Row]:
    where, values = _matching(filters)
    found = rows(
        connection,
        f"SELECT {column} AS name, status, count(*) AS count FROM procrastinate_jobs"
        f" WHERE {where} AND {column} IS NOT NULL GROUP BY {column}, status ORDER BY {column}",
        values,
    )
    counted: dict[str, Row] = {}
    for row in found:
        entry = counted.setdefault(row["name"], {"name": row["name"], "jobs_count": 0, "stats": {}})
        entry["jobs_count"] += row["count"]
        entry["stats"][row["status"]] = row["count"]
    return list(counted.values())
