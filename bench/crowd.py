"""A database as it is after years: real cases run by the engine, and copies of their rows until the tables are full."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from argon2 import PasswordHasher
from sqlalchemy import Connection, Table, insert, select, text

from engine import commands
from engine.engine import Engine
from engine.people import Actor
from engine.schema import accounts, cases, events, snapshots, tasks

PASSWORD = "bench-alur"
ANSWER = {"nama": "Ani", "putusan": "lanjut", "catatan": "Sesuai."}
#: User tasks of P15, and how many of them an open case has behind it.
STEPS, DONE = 15, 5
#: Cases of each kind that have their log too, so that their pages can be opened; of the others only the projections.
WITH_LOG = 500
CHUNK = 2_000


@dataclass(frozen=True, kw_only=True)
class Crowd:
    """What was put in: how many tasks of each kind, and the cases whose pages can be opened."""

    finished: int
    open: int
    running: tuple[str, ...]
    completed: tuple[str, ...]


def fill(engine: Engine, actor: Actor, *, size: int) -> Crowd:
    """Fill an office that runs P15 with about `size` tasks, ten finished for one open; the same size gives the same rows."""
    running, completed = _walk(engine, actor, DONE), _walk(engine, actor, STEPS)
    wanted_open = max(1, size // 11)
    wanted_ended = max(1, (size - wanted_open - wanted_open * DONE) // STEPS)
    with engine.database.transaction() as connection:
        connection.execute(
            insert(accounts).values(
                username="ani",
                person=actor.person,
                password=PasswordHasher(time_cost=1, memory_cost=8, parallelism=1).hash(PASSWORD),
                roles="",
                active=True,
            )
        )
        open_ids = _copies(engine, connection, running, wanted_open, "R")
        ended_ids = _copies(engine, connection, completed, wanted_ended, "C")
        if engine.database.dialect == "postgresql":
            connection.execute(text("ANALYZE"))  # as its autovacuum would; SQLite serves without statistics
    return Crowd(
        finished=wanted_open * DONE + wanted_ended * STEPS,
        open=wanted_open,
        running=tuple(open_ids[:WITH_LOG]),
        completed=tuple(ended_ids[:WITH_LOG]),
    )


def _walk(engine: Engine, actor: Actor, steps: int) -> str:
    """A real case, so many steps far."""
    outcome = commands.start(engine, actor, "bench", {})
    for _ in range(steps):
        outcome = commands.complete(engine, actor, outcome.case_id, outcome.opened[0], ANSWER)
    return outcome.case_id


def _copies(engine: Engine, connection: Connection, case_id: str, count: int, kind: str) -> list[str]:
    """Copy a case so often: another id, number, title and time each."""
    (case,) = _rows(connection, cases, cases.c.id == case_id)
    parts = {table: _rows(connection, table, table.c.case_id == case_id) for table in (tasks, events, snapshots)}
    ids = []
    for chunk in (range(first, min(first + CHUNK, count)) for first in range(0, count, CHUNK)):
        copied: dict[Table, list[dict[str, Any]]] = {cases: [], tasks: [], events: [], snapshots: []}
        for number in chunk:
            # Spread over three years, the newest first, so that many are late and none began at the same moment.
            back = timedelta(seconds=94_608_000 * number / count)
            name = f"{kind.lower()}{number:07d}"
            ids.append(name)
            copied[cases].append(_moved(case, back) | _titled(name, kind, number))
            for table, rows in parts.items():
                if table is tasks or number < WITH_LOG:
                    copied[table] += [_moved(row, back) | {"case_id": name} for row in rows]
            for row in copied[tasks][-len(parts[tasks]) :]:
                row["due_at"] = row["opened_at"] + timedelta(days=3 + number % 400) if number % 10 else None
        for table, rows in copied.items():
            if rows:
                connection.execute(insert(table), rows)
    return ids


def _rows(connection: Connection, table: Table, where: Any) -> list[dict[str, Any]]:
    return [dict(row) for row in connection.execute(select(table).where(where)).mappings()]


def _moved(row: dict[str, Any], back: timedelta) -> dict[str, Any]:
    """A row with every moment in it as much earlier."""
    return {name: value - back if hasattr(value, "astimezone") else value for name, value in row.items()}


def _titled(name: str, kind: str, number: int) -> dict[str, Any]:
    titles = ("Asesmen jabatan", "Kenaikan pangkat", "Izin belajar", "Mutasi pegawai", "Cuti di luar tanggungan")
    return {"id": name, "number": f"B-{kind}-{number:07d}", "title": f"{titles[number % 5]} nomor {number}"}
