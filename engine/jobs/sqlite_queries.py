"""Procrastinate 3.10's named queries in SQLite's SQL: same arguments, same rows, in the caller's transaction."""

from __future__ import annotations

from collections.abc import Callable

from engine.jobs import sqlite_lists, sqlite_transitions, sqlite_workers
from engine.jobs.sqlite_rows import Row

#: Queries that change nothing need neither the write lock nor a write transaction.
READING: tuple[Callable[..., list[Row]], ...] = (
    sqlite_lists.select_stalled_jobs_by_started,
    sqlite_lists.select_stalled_jobs_by_heartbeat,
    sqlite_lists.get_job_status,
    sqlite_lists.check_connection,
    sqlite_lists.count_jobs_status,
    sqlite_lists.list_jobs,
    sqlite_lists.list_queues,
    sqlite_lists.list_tasks,
    sqlite_lists.list_locks,
    sqlite_lists.list_jobs_to_abort,
)
WRITING: tuple[Callable[..., list[Row]], ...] = (
    sqlite_transitions.defer_jobs,
    sqlite_transitions.defer_periodic_job,
    sqlite_transitions.fetch_job,
    sqlite_transitions.finish_job,
    sqlite_transitions.cancel_job,
    sqlite_transitions.retry_job,
    sqlite_transitions.delete_old_jobs,
    sqlite_workers.register_worker,
    sqlite_workers.unregister_worker,
    sqlite_workers.update_heartbeat,
    sqlite_workers.prune_stalled_workers,
)

#: Every query that Procrastinate may send, but `listen_queue`, which only PostgreSQL's connector sends to itself.
QUERIES: dict[str, Callable[..., list[Row]]] = {query.__name__: query for query in (*READING, *WRITING)}
READ_ONLY = frozenset(query.__name__ for query in READING)
