"""Rows and moments as Procrastinate expects them, from SQLite's texts."""

from __future__ import annotations

import sqlite3
from datetime import datetime, timedelta
from typing import Any

import orjson

from engine.database.types import from_text, to_text
from engine.world import World

Row = dict[str, Any]
#: Liveness (heartbeats, events) is told by the real clock, as it is by the server on PostgreSQL.
REAL = World()

COLUMNS = (
    "id, status, task_name, priority, lock, queueing_lock, args, scheduled_at, queue_name, attempts, abort_requested,"
    " worker_id"
)


def rows(connection: sqlite3.Connection, statement: str, values: Any) -> list[Row]:
    """What a statement gives, one dict a row."""
    cursor = connection.execute(statement, values)
    names = [column[0] for column in cursor.description]
    return [_readable(dict(zip(names, row, strict=True))) for row in cursor.fetchall()]


def note(connection: sqlite3.Connection, job: int, kind: str, at: datetime | None = None) -> None:
    """Write down what happened to a job, now unless told otherwise."""
    connection.execute(
        "INSERT INTO procrastinate_events (job_id, type, at) VALUES (?, ?, ?)", (job, kind, to_text(at or REAL.now()))
    )


def ago(**past: float) -> str:
    """The real moment so long ago, as text."""
    return to_text(REAL.now() - timedelta(**past))


def _readable(row: Row) -> Row:
    """Turn SQLite's texts into what Procrastinate expects."""
    if "args" in row:
        row["args"] = orjson.loads(row["args"])
        row["abort_requested"] = bool(row["abort_requested"])
    for moment in ("scheduled_at", "started_at"):
        if row.get(moment) is not None:
            row[moment] = from_text(row[moment])
    return row
