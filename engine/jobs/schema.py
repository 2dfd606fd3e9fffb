"""The job tables: Procrastinate's own on PostgreSQL, the same names and columns on SQLite."""

from __future__ import annotations

from procrastinate.schema import SchemaManager
from sqlalchemy import Connection

#: The same tables as Procrastinate's `schema.sql`. Moments are the text of `engine.database.types.to_text`.
SQLITE = (
    """
    CREATE TABLE IF NOT EXISTS procrastinate_workers (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        last_heartbeat TEXT NOT NULL
    )""",
    """
    CREATE TABLE IF NOT EXISTS procrastinate_jobs (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        queue_name TEXT NOT NULL,
        task_name TEXT NOT NULL,
        priority INTEGER NOT NULL DEFAULT 0,
        lock TEXT,
        queueing_lock TEXT,
        args TEXT NOT NULL DEFAULT '{}',
        status TEXT NOT NULL DEFAULT 'todo'
            CHECK (status IN ('todo', 'doing', 'succeeded', 'failed', 'cancelled', 'aborted')),
        scheduled_at TEXT,
        attempts INTEGER NOT NULL DEFAULT 0,
        abort_requested INTEGER NOT NULL DEFAULT 0,
        worker_id INTEGER REFERENCES procrastinate_workers(id) ON DELETE SET NULL,
        CHECK (NOT (status = 'todo' AND abort_requested))
    )""",
    """
    CREATE TABLE IF NOT EXISTS procrastinate_periodic_defers (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        task_name TEXT NOT NULL,
        defer_timestamp INTEGER,
        job_id INTEGER REFERENCES procrastinate_jobs(id) ON DELETE SET NULL,
        periodic_id TEXT NOT NULL DEFAULT '',
        UNIQUE (task_name, periodic_id, defer_timestamp)
    )""",
    """
    CREATE TABLE IF NOT EXISTS procrastinate_events (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        job_id INTEGER NOT NULL REFERENCES procrastinate_jobs(id) ON DELETE CASCADE,
        type TEXT NOT NULL,
        at TEXT
    )""",
    "CREATE UNIQUE INDEX IF NOT EXISTS procrastinate_jobs_queueing_lock"
    " ON procrastinate_jobs (queueing_lock) WHERE status = 'todo' AND queueing_lock IS NOT NULL",
    "CREATE UNIQUE INDEX IF NOT EXISTS procrastinate_jobs_lock_doing"
    " ON procrastinate_jobs (lock) WHERE status = 'doing' AND lock IS NOT NULL",
    "CREATE INDEX IF NOT EXISTS procrastinate_jobs_lock_todo"
    " ON procrastinate_jobs (lock, priority, id) WHERE status = 'todo' AND lock IS NOT NULL",
    "CREATE INDEX IF NOT EXISTS procrastinate_jobs_todo"
    " ON procrastinate_jobs (priority DESC, id) WHERE status = 'todo'",
    "CREATE INDEX IF NOT EXISTS procrastinate_jobs_worker"
    " ON procrastinate_jobs (worker_id) WHERE worker_id IS NOT NULL",
    "CREATE INDEX IF NOT EXISTS procrastinate_events_job ON procrastinate_events (job_id)",
    "CREATE INDEX IF NOT EXISTS procrastinate_periodic_defers_job ON procrastinate_periodic_defers (job_id)",
)


def ensure_schema(connection: Connection) -> None:
    """Create the job tables where they are missing, in the caller's transaction.

    On PostgreSQL the schema is the installed Procrastinate's; requirements pin 3.10, whose tables do not change.
    """
    if connection.dialect.name == "sqlite":
        for statement in SQLITE:
            connection.exec_driver_sql(statement)
    elif connection.exec_driver_sql("SELECT to_regclass('procrastinate_jobs')").scalar() is None:
        driver = connection.connection.driver_connection
        assert driver is not None
        driver.execute(SchemaManager.get_schema())
