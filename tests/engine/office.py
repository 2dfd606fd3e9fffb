"""Builders for stories about cases, in the trade's words."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select

from engine import commands, jobs
from engine.commands import Outcome
from engine.engine import Engine
from engine.people import Actor, actor_of
from engine.schema import events, tasks


class Office:
    """Ani (staf), Bram (kepala), Umi (umum) and Citra (elsewhere), and what they do with a leave request."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine

    def person(self, name: str) -> Actor:
        """Somebody with the seats held today."""
        with self.engine.database.reading() as connection:
            return actor_of(connection, name, now=self.engine.world.now())

    def start(self, **given: Any) -> str:
        """Ani asks for leave; gives the case's id."""
        return commands.start(
            self.engine, self.person("ani"), "cuti", {"perihal": "Cuti tahunan", "hari": 3} | given
        ).case_id

    def act(self, name: str, case_id: str, task: str, **data: Any) -> Outcome:
        """Somebody completes a task."""
        return commands.complete(self.engine, self.person(name), case_id, task, data)

    def reach(self, case_id: str, element: str, *, text: str = "Mohon cuti.") -> None:
        """Walk the straight path until an element is open."""
        path = [
            ("susun", lambda: self.act("ani", case_id, "susun", isi=text)),
            ("periksa", lambda: self.act("bram", case_id, "periksa", keputusan="setuju")),
            ("nomori", lambda: self.act("umi", case_id, "nomori", agenda="1")),
            ("cetak", lambda: jobs.run_pending(self.engine)),
            ("jawaban", lambda: self.act("umi", case_id, "jawaban", keputusan="ya")),
        ]
        for name, step in path:
            if name == element:
                return
            step()

    def open(self, case_id: str) -> list[str]:
        """The open tasks of a case."""
        with self.engine.database.reading() as connection:
            found = select(tasks.c.id).where(tasks.c.case_id == case_id, tasks.c.state == "open").order_by(tasks.c.id)
            return list(connection.scalars(found))

    def history(self, case_id: str) -> list[str]:
        """The log of a case, a line an event."""
        with self.engine.database.reading() as connection:
            rows = connection.execute(select(events).where(events.c.case_id == case_id).order_by(events.c.seq))
            return [" ".join(part for part in (row.kind, row.task, row.person) if part) for row in rows]
