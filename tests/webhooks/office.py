"""Builders for stories about machines outside, in the trade's words."""

from __future__ import annotations

from typing import Any

import orjson
from sqlalchemy import select

from engine import commands, incoming, jobs, partners
from engine.engine import Engine
from engine.people import Actor, actor_of
from engine.schema import cases, deliveries, delivery_attempts, events, notices
from engine.schema import incoming as incoming_table
from engine.world import MovedWorld
from tests.webhooks.receiver import Receiver


class Office:
    """Ani asks the centre, Umi registers letters by hand, Oka looks after the machines."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine

    @property
    def world(self) -> MovedWorld:
        """The office's clock."""
        assert isinstance(self.engine.world, MovedWorld)
        return self.engine.world

    def person(self, name: str) -> Actor:
        """Somebody with the seats held today."""
        with self.engine.database.reading() as connection:
            return actor_of(connection, name, now=self.engine.world.now())

    def partner(self, where: Receiver | str, *, name: str = "pusat", internal: bool = True) -> partners.Secrets:
        """Make the centre a partner; gives its secrets."""
        return partners.add(
            self.engine,
            self.person("oka"),
            name=name,
            title="Kantor Pusat",
            address=where if isinstance(where, str) else where.address,
            sends=["PermohonanIzin"],
            answers=["JawabanIzin"],
            internal=internal,
        )

    def ask(self, *, until: str = "jawaban") -> str:
        """Ani starts a case and asks; gives the case's id."""
        case_id = commands.start(self.engine, self.person("ani"), "izin", {"perihal": "Cuti"}).case_id
        if until != "periksa":
            self.act("ani", case_id, "periksa", catatan="Lengkap.")
        return case_id

    def act(self, name: str, case_id: str, task: str, **data: Any) -> None:
        """Somebody completes a task."""
        commands.complete(self.engine, self.person(name), case_id, task, data)

    def answer(
        self,
        reference: str,
        webhook_id: str = "jwb_1",
        *,
        partner: str = "pusat",
        answering: str | None = None,
        **content: Any,
    ) -> int:
        """The centre's answer arrives, stored and taken to its case; gives its number. `answering`: the delivery it names."""
        content = {"nomor": "12/PUSAT", "keputusan": "setuju"} | content
        said = {"rujukan": reference, "isi": content} | ({"menjawab": answering} if answering else {})
        body = orjson.dumps({"type": "JawabanIzin", "timestamp": "-", "data": said})
        incoming.store(self.engine, partner, webhook_id, name="JawabanIzin", reference=reference, body=body)
        self.work()
        return self.column(incoming_table.c.id, incoming_table.c.webhook_id == webhook_id)

    def work(self) -> None:
        """Let the jobs run that are due."""
        jobs.run_pending(self.engine)

    def number(self, case_id: str) -> str:
        """The number of a case."""
        return str(self.column(cases.c.number, cases.c.id == case_id))

    def came(self, number: int) -> tuple[str, str | None]:
        """Where a message that came in stands, and why."""
        with self.engine.database.reading() as connection:
            row = connection.execute(select(incoming_table).where(incoming_table.c.id == number)).one()
        return row.state, row.reason

    def delivery(self) -> Any:
        """The one delivery there is."""
        with self.engine.database.reading() as connection:
            return connection.execute(select(deliveries)).one()

    def sent(self) -> list[str]:
        """The ids of all deliveries, oldest first."""
        with self.engine.database.reading() as connection:
            return list(connection.scalars(select(deliveries.c.id).order_by(deliveries.c.created_at)))

    def attempts(self) -> list[tuple[int, int | None, str | None]]:
        """All attempts: number, status, error."""
        with self.engine.database.reading() as connection:
            rows = connection.execute(select(delivery_attempts).order_by(delivery_attempts.c.number))
            return [(row.number, row.status, row.error) for row in rows]

    def told(self) -> list[tuple[str, str]]:
        """Who was told what."""
        with self.engine.database.reading() as connection:
            return [(row.person, row.kind) for row in connection.execute(select(notices).order_by(notices.c.id))]

    def history(self, case_id: str) -> list[str]:
        """The log of a case, a line an event."""
        with self.engine.database.reading() as connection:
            rows = connection.execute(select(events).where(events.c.case_id == case_id).order_by(events.c.seq))
            return [" ".join(part for part in (row.kind, row.task, row.person) if part) for row in rows]

    def column(self, column: Any, *where: Any) -> Any:
        """One value of one row."""
        with self.engine.database.reading() as connection:
            return connection.execute(select(column).where(*where)).scalar_one()
