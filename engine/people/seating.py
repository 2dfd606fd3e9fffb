"""Appoint a definitive holder from a day, and end it: nothing is deleted, rows get an end."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING

from sqlalchemy import Connection, insert, or_, select, update

from engine import journal
from engine.errors import InvalidForm, NotFound
from engine.people.actors import Actor
from engine.people.duties import require_operator
from engine.people.mandating import by, person_fault
from engine.people.terms import day_fault, local_day
from engine.schema import holdings, positions

if TYPE_CHECKING:
    from engine.engine import Engine


def appoint(engine: Engine, actor: Actor, *, position: str, person: str, since: date | None, letter: str) -> None:
    """Make somebody a definitive holder of a position from a day on, by a letter of appointment.

    Raises NotAllowed (operators only), NotFound (position), InvalidForm with the reason beside the field.
    """
    require_operator(actor)
    now = engine.world.now()
    with engine.database.transaction() as connection:
        if connection.scalar(select(positions.c.id).where(positions.c.id == position)) is None:
            raise NotFound
        found: dict[str, str] = {}
        if person == actor.person:
            found["pegawai"] = "Pengangkatan diri sendiri harus dicatat oleh orang lain."
        elif wrong := person_fault(connection, person, "Pilih pegawai yang diangkat."):
            found["pegawai"] = wrong
        if not letter.strip():
            found["surat"] = "Tulis nomor surat keputusan pengangkatannya."
        if wrong := day_fault(since, "Isi hari pertamanya."):
            found["mulai"] = wrong
        if since is not None:
            open_row = (holdings.c.position == position) & (holdings.c.person == person)
            running = or_(holdings.c.until.is_(None), holdings.c.until >= since) & holdings.c.ended_at.is_(None)
            same = holdings.c.since == since
            if connection.scalar(select(holdings.c.person).where(open_row, running | same)) is not None:
                found["pegawai"] = "Pegawai ini sudah memegang jabatan itu pada hari tersebut."
        if found:
            raise InvalidForm(found)
        row = {"position": position, "person": person, "since": since, "letter": letter.strip()}
        connection.execute(insert(holdings).values(**row))
        about = {key: str(value) for key, value in row.items()}
        journal.record(connection, at=now, person=by(actor), act="seat:given", subject=position, about=about)


def end_seat(
    engine: Engine, actor: Actor, *, position: str, person: str, since: date, until: date | None, reason: str
) -> None:
    """End a definitive holding after its last day (today or later), or at this very moment when `until` is None.

    Raises NotAllowed (operators only), NotFound, InvalidForm.
    """
    require_operator(actor)
    now = engine.world.now()
    with engine.database.transaction() as connection:
        end_holding(
            connection, actor, position=position, person=person, since=since, until=until, reason=reason, now=now
        )


def end_holding(
    connection: Connection,
    actor: Actor,
    *,
    position: str,
    person: str,
    since: date,
    until: date | None,
    reason: str,
    now: datetime,
) -> None:
    """`end_seat` in the caller's transaction, by whoever may. Raises NotFound, InvalidForm."""
    mine = (holdings.c.position == position) & (holdings.c.person == person) & (holdings.c.since == since)
    row = connection.execute(select(holdings).where(mine)).first()
    if row is None:
        raise NotFound
    today = local_day(now)
    if row.ended_at is not None or (row.until is not None and row.until < today):
        raise InvalidForm({"sampai": "Jabatan ini sudah berakhir baginya."})
    if not reason.strip():
        raise InvalidForm({"alasan": "Tulis alasannya, misalnya mutasi atau pensiun."})
    if until is not None and (wrong := day_fault(until, "")):
        raise InvalidForm({"sampai": wrong})
    if until is not None and until < max(today, since):
        raise InvalidForm({"sampai": "Hari terakhir tidak boleh sudah lewat."})
    change = {"ended_at": now} if until is None else {"until": until}
    connection.execute(update(holdings).where(mine).values(end_reason=reason.strip(), **change))
    about = {
        "person": person,
        "before": {"until": str(row.until) if row.until else None},
        "after": {key: str(value) for key, value in change.items()},
        "reason": reason.strip(),
    }
    journal.record(connection, at=now, person=by(actor), act="seat:ended", subject=position, about=about)
