"""The register of people: who is known, under which name. A name that was used before stays with the acts of its time."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection, insert, select, update

from engine import journal
from engine.errors import InvalidForm, NotFound
from engine.mail.addresses import problem
from engine.people.actors import Actor
from engine.people.mandating import by
from engine.people.seating import require_operator
from engine.schema import former_names, persons

if TYPE_CHECKING:
    from engine.engine import Engine

#: What can be entered about a person; `nip` once only.
FIELDS = ("nip", "name", "rank", "grade", "job_title", "unit", "email")
LENGTHS = {"nip": 18, "name": 200, "rank": 60, "grade": 10, "job_title": 200, "unit": 200, "email": 200}


def add_person(engine: Engine, actor: Actor, given: Mapping[str, str]) -> str:
    """Enter a person; gives the id. Raises NotAllowed (operators only), InvalidForm."""
    require_operator(actor)
    now = engine.world.now()
    with engine.database.transaction() as connection:
        row = _checked(connection, given, None)
        person = engine.world.new_id()
        connection.execute(insert(persons).values(id=person, **row))
        about = {key: value for key, value in row.items() if value}
        journal.record(connection, at=now, person=by(actor), act="person:added", subject=person, about=about)
    return person


def change_person(engine: Engine, actor: Actor, person: str, given: Mapping[str, str]) -> None:
    """Change what is known of a person from now on. Raises NotAllowed, NotFound, InvalidForm."""
    require_operator(actor)
    now = engine.world.now()
    with engine.database.transaction() as connection:
        before = connection.execute(select(persons).where(persons.c.id == person)).mappings().first()
        if before is None:
            raise NotFound
        row = _checked(connection, given, before)
        changed = {key: value for key, value in row.items() if value != before[key]}
        if not changed:
            return
        if "name" in changed:
            used = {"subject": f"person:{person}", "until": now, "name": before["name"]}
            connection.execute(insert(former_names).values(**used))
        connection.execute(update(persons).where(persons.c.id == person).values(**changed))
        about = {"before": {key: before[key] for key in changed}, "after": changed}
        journal.record(connection, at=now, person=by(actor), act="person:changed", subject=person, about=about)


def _checked(connection: Connection, given: Mapping[str, str], before: Mapping[Any, Any] | None) -> dict[str, Any]:
    row: dict[str, Any] = {
        field: " ".join(given.get(field, "").split())[: LENGTHS[field] + 1] or None for field in FIELDS
    }
    found = {field: "Terlalu panjang." for field, text in row.items() if text and len(text) > LENGTHS[field]}
    if not row["name"]:
        found["name"] = "Tulis namanya lengkap dengan gelar."
    nip = row["nip"] = re.sub(r"\s", "", row["nip"] or "") or None
    if before is not None and before["nip"] is not None and nip != before["nip"]:
        found["nip"] = "NIP tidak dapat diganti: tugas dan surat merujuk kepadanya."
    elif nip is not None and not re.fullmatch(r"\d{18}", nip):
        found["nip"] = "NIP terdiri atas 18 angka."
    elif nip is not None and before is None and connection.scalar(select(persons.c.id).where(persons.c.nip == nip)):
        found["nip"] = "NIP ini sudah terdaftar."
    if row["email"] and (why := problem(row["email"])):
        found["email"] = why
    if found:
        raise InvalidForm(found)
    return row
