"""The workers of a SQLite database, and their signs of life."""

from __future__ import annotations

import sqlite3

from engine.database.types import to_text
from engine.jobs.sqlite_rows import REAL, Row, ago, rows


def register_worker(connection: sqlite3.Connection) -> list[Row]:
    """A new worker, alive now."""
    return rows(
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
    return rows(
        connection,
        "DELETE FROM procrastinate_workers WHERE last_heartbeat < ? RETURNING id AS worker_id",
        (ago(seconds=seconds_since_heartbeat),),
    )
