"""The robot staff: who may take a task, and the small real files they upload."""

from __future__ import annotations

import io
import zipfile
from typing import Any

from sqlalchemy import select

from engine import uploads
from engine.engine import Engine
from engine.people import Actor, actor_of
from engine.people.actors import local_day
from engine.people.terms import holds
from engine.schema import accounts, holdings, mandates, persons, units
from engine.world import Dice

PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj 2 0 obj<</Type/Pages/Kids[]/Count 0>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010806000000"
    "1f15c4890000000d49444154789c6360000002000001e221bc330000000049454e44ae426082"
)


class Staff:
    """Robots by position and by NIP. A position's robots change with its holders and mandates."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        self._files: dict[tuple[str, str], dict[str, Any]] = {}
        self._actors: dict[tuple[str, Any], Actor] = {}

    def candidates(self, position: str | None, participant: str | None, rng: Dice) -> list[Actor]:
        """Who may take a task today, in a random order."""
        now = self.engine.world.now()
        with self.engine.database.reading() as connection:
            if participant is not None:
                people = connection.scalars(select(persons.c.id).where(persons.c.nip == participant)).all()
            else:
                people = [
                    person
                    for table in (holdings, mandates)
                    for person in connection.scalars(
                        select(table.c.person).where(table.c.position == position, holds(table, now))
                    )
                ]
        found = [self._actor(person) for person in sorted(set(people))]
        rng.shuffle(found)
        return found

    def participants(self) -> list[dict[str, Any]]:
        """The demonstration office's participants, as a start form names them."""
        statement = (
            select(persons, units.c.name.label("opd"))
            .join(units, units.c.id == persons.c.unit)
            .join(accounts, accounts.c.person == persons.c.id)
            .where(accounts.c.roles == "participant")
            .order_by(accounts.c.username)
        )
        with self.engine.database.reading() as connection:
            rows = connection.execute(statement).all()
        return [
            {
                "nip": row.nip,
                "nama": row.name,
                "pangkat": row.rank,
                "golongan": row.grade,
                "jabatan": row.job_title,
                "opd": row.opd,
                "unit": row.unit,
            }
            for row in rows
        ]

    def file(self, actor: Actor, suffix: str) -> dict[str, Any]:
        """A small real file of this kind, uploaded by the robot (once per person and kind)."""
        key = (actor.person, suffix)
        if key not in self._files:
            name = f"berkas-{actor.nip or actor.person[:6]}{suffix}"
            self._files[key] = uploads.store(self.engine, actor, name, io.BytesIO(content(suffix)))
        return self._files[key]

    def _actor(self, person: str) -> Actor:
        day = local_day(self.engine.world.now())
        if (person, day) not in self._actors:
            with self.engine.database.reading() as connection:
                self._actors[person, day] = actor_of(connection, person, now=self.engine.world.now())
        return self._actors[person, day]


def content(suffix: str) -> bytes:
    """The bytes of a small real file of a kind."""
    if suffix == ".png":
        return PNG
    if suffix in (".jpg", ".jpeg"):
        return bytes.fromhex("ffd8ffe000104a46494600010100000100010000ffd9")
    if suffix == ".docx":
        held = io.BytesIO()
        with zipfile.ZipFile(held, "w") as archive:
            archive.writestr("word/document.xml", "<w:document/>")
        return held.getvalue()
    return PDF
