"""The register of people: who is known, under which name. A name that was used before stays with the acts of its time."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection, insert, select, update

from engine import journal
from engine.errors import InvalidForm
from engine.mail.addresses import problem
from engine.numbers import serialise
from engine.people.actors import Actor
from engine.people.duties import require_operator
from engine.people.mandating import by
from engine.people.seen import require_seen
from engine.people.terms import local_day
from engine.schema import former_names, persons
from forms import golongan
from forms import nip as nip_rule

if TYPE_CHECKING:
    from engine.engine import Engine

#: What can be entered about a person; `nip` once only.
FIELDS = ("nip", "name", "rank", "grade", "job_title", "unit", "email")
LENGTHS = {"nip": 18, "name": 200, "rank": 60, "grade": 10, "job_title": 200, "unit": 200, "email": 200}


def add_person(engine: Engine, actor: Actor, given: Mapping[str, str], *, key: str | None = None) -> str:
    """Enter a person; gives the id. The same `key` again enters nobody more. Raises NotAllowed (operators only), InvalidForm."""
    require_operator(actor)
    now = engine.world.now()
    with engine.database.transaction() as connection:
        serialise(connection, "persons")  # two operators at one NIP: the second is told
        person = hashlib.sha256(f"person:{key}".encode()).hexdigest()[:32] if key else engine.world.new_id()
        if key and connection.scalar(select(persons.c.id).where(persons.c.id == person)) is not None:
            return person
        row = _checked(connection, given, None, today=local_day(now))
        connection.execute(insert(persons).values(id=person, **row))
        about = {key: value for key, value in row.items() if value}
        journal.record(connection, at=now, person=by(actor), act="person:added", subject=person, about=about)
    return person


def change_person(
    engine: Engine, actor: Actor, person: str, given: Mapping[str, str], *, seen: int | None = None
) -> None:
    """Change what is known of a person from now on: what happened and was signed before keeps what it said.

    `seen`: the version of the person that the page showed. Raises NotAllowed, NotFound, PersonChanged, InvalidForm.
    """
    require_operator(actor)
    now = engine.world.now()
    with engine.database.transaction() as connection:
        require_seen(connection, person, seen)
        before = connection.execute(select(persons).where(persons.c.id == person)).mappings().one()
        row = _checked(connection, given, before, today=local_day(now))
        changed = {key: value for key, value in row.items() if value != before[key]}
        if changed:
            write_change(connection, before, changed, now)
            about = {"before": {key: before[key] for key in changed}, "after": changed}
            journal.record(connection, at=now, person=by(actor), act="person:changed", subject=person, about=about)


def write_change(connection: Connection, before: Mapping[Any, Any], changed: Mapping[str, Any], now: datetime) -> None:
    """Change a person's row; a name that was in use until now is kept."""
    if "name" in changed and not _just_renamed(connection, before["id"], now):
        used = {"subject": f"person:{before['id']}", "until": now, "name": before["name"]}
        connection.execute(insert(former_names).values(**used))
    connection.execute(update(persons).where(persons.c.id == before["id"]).values(**changed))


def _just_renamed(connection: Connection, person: str, now: datetime) -> bool:
    """Whether another name ended at this very moment: then this one was never in use."""
    mine = (former_names.c.subject == f"person:{person}") & (former_names.c.until == now)
    return connection.scalar(select(former_names.c.name).where(mine)) is not None


def clean(given: Mapping[str, str], *, today: date) -> tuple[dict[str, Any], dict[str, str]]:
    """What was typed about a person as it is kept, and what is wrong with it, field -> why. A new NIP is checked by its rule."""
    row: dict[str, Any] = {
        field: " ".join(given.get(field, "").split())[: LENGTHS[field] + 6] or None for field in FIELDS
    }
    found = {
        field: "Terlalu panjang."
        for field, text in row.items()
        if text and field != "nip" and len(text) > LENGTHS[field]
    }
    if not row["name"]:
        found["name"] = "Tulis namanya lengkap dengan gelar."
    row["nip"] = nip_rule.normalise(row["nip"] or "") or None
    if row["nip"] is not None and (wrong := nip_rule.fault(row["nip"], today=today)):
        found["nip"] = wrong
    if row["grade"] is not None:
        if (known := golongan.recognise(row["grade"])) is None:
            found["grade"] = "Golongan ini tidak dikenal; contoh: III/c, atau IX untuk PPPK."
        row["grade"] = known or row["grade"]
        row["rank"] = row["rank"] or golongan.PANGKAT.get(row["grade"])
    if row["email"] is not None and (why := problem(row["email"])):
        found["email"] = why
    return row, found


def _checked(
    connection: Connection, given: Mapping[str, str], before: Mapping[Any, Any] | None, *, today: date
) -> dict[str, Any]:
    row, found = clean(given, today=today)
    if before is not None:  # what stands already was taken as it is, and stays
        found = {field: why for field, why in found.items() if row[field] != before[field]}
    if before is not None and before["nip"] is not None:
        if row["nip"] != before["nip"]:
            found["nip"] = "NIP tidak dapat diganti: tugas dan surat merujuk kepadanya."
    elif row["nip"] and "nip" not in found and known(connection, row["nip"]):
        found["nip"] = "NIP ini sudah terdaftar."
    if found:
        raise InvalidForm(found)
    return row


def person_with(engine: Engine, nip: str) -> str | None:
    """Who has a NIP, however it is spaced; None when nobody has."""
    with engine.database.reading() as connection:
        return connection.scalar(select(persons.c.id).where(persons.c.nip == nip_rule.normalise(nip)))


def known(connection: Connection, nip: str) -> bool:
    """Whether somebody with this NIP is in the register."""
    return connection.scalar(select(persons.c.id).where(persons.c.nip == nip)) is not None
