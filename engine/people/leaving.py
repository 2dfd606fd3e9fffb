"""Somebody leaves (retired, moved, dead, dismissed): seats and mandates end, the account closes; all in one act. And comes back."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING

from sqlalchemy import Connection, or_, select, update

from engine import journal
from engine.errors import InvalidForm, PersonLeft
from engine.people.accounts import keep_only
from engine.people.actors import Actor
from engine.people.duties import require_other
from engine.people.mandating import by, end_given
from engine.people.seating import end_holding
from engine.people.seen import require_seen
from engine.people.terms import day_fault, local_day
from engine.schema import accounts, holdings, mandates, persons

if TYPE_CHECKING:
    from engine.engine import Engine

#: Why somebody is no longer of the office, as it is kept and said.
WAYS = ("pensiun", "pindah", "meninggal", "berhenti")


@dataclass(frozen=True, kw_only=True)
class Left:
    """What ended with somebody's leaving: positions held definitively, and under a mandate."""

    positions: tuple[str, ...]
    mandated: tuple[str, ...]


def leave(
    engine: Engine, actor: Actor, person: str, *, way: str, day: date | None, reason: str, seen: int | None = None
) -> Left:
    """Write down that somebody left on a day, today or before: from this moment nothing is theirs to do any more.

    What they did stays theirs in every history. Raises NotAllowed (operators only, not oneself), NotFound, PersonChanged, PersonLeft,
    InvalidForm with the reason beside the field.
    """
    require_other(actor, person)
    now = engine.world.now()
    with engine.database.transaction() as connection:
        require_seen(connection, person, seen)
        require_here(connection, person)
        found = _faults(way, day, reason, local_day(now))
        if found:
            raise InvalidForm(found)
        why = f"{way.capitalize()}: {reason.strip()}"
        left = _end_seats(connection, actor, person, why, now)
        connection.execute(update(persons).where(persons.c.id == person).values(left_as=way, left_on=day))
        _close_account(connection, person, now)
        about = {"as": way, "on": str(day), "reason": reason.strip(), "positions": [*left.positions, *left.mandated]}
        journal.record(connection, at=now, person=by(actor), act="person:left", subject=person, about=about)
    return left


def come_back(engine: Engine, actor: Actor, person: str, *, reason: str, seen: int | None = None) -> None:
    """Write down that somebody is of the office again (or never left). Seats are given anew; the account opens by its own act.

    Raises NotAllowed, NotFound, PersonChanged, InvalidForm.
    """
    require_other(actor, person)
    with engine.database.transaction() as connection:
        require_seen(connection, person, seen)
        before = connection.execute(select(persons.c.left_as, persons.c.left_on).where(persons.c.id == person)).one()
        if before.left_as is None:
            return
        if not reason.strip():
            raise InvalidForm({"alasan": "Tulis alasannya, misalnya salah catat atau pindah kembali."})
        connection.execute(update(persons).where(persons.c.id == person).values(left_as=None, left_on=None))
        about = {"before": {"as": before.left_as, "on": str(before.left_on)}, "reason": reason.strip()}
        journal.record(
            connection, at=engine.world.now(), person=by(actor), act="person:returned", subject=person, about=about
        )


def require_here(connection: Connection, person: str) -> None:
    """Raise PersonLeft for somebody who left."""
    if connection.scalar(select(persons.c.left_as).where(persons.c.id == person)) is not None:
        raise PersonLeft


def _faults(way: str, day: date | None, reason: str, today: date) -> dict[str, str]:
    found: dict[str, str] = {}
    if way not in WAYS:
        found["sebab"] = "Pilih sebabnya."
    if wrong := day_fault(day, "Isi hari terakhirnya sebagai pegawai."):
        found["hari"] = wrong
    elif day is not None and day > today:
        found["hari"] = (
            "Hari ini belum tiba. Isi dahulu hari terakhir di halaman jabatannya, lalu catat keluar bila harinya sudah tiba."
        )
    if not reason.strip():
        found["alasan"] = "Tulis nomor surat atau keterangannya."
    return found


def _end_seats(connection: Connection, actor: Actor, person: str, why: str, now: datetime) -> Left:
    held = []
    for table in (holdings, mandates):
        running = or_(table.c.until.is_(None), table.c.until >= local_day(now)) & table.c.ended_at.is_(None)
        held.append(connection.execute(select(table).where(table.c.person == person, running)).all())
    definitive, given = held
    for row in definitive:
        end_holding(
            connection, actor, position=row.position, person=person, since=row.since, until=None, reason=why, now=now
        )
    for row in given:
        end_given(connection, actor, row.id, why, now=now)
    return Left(positions=tuple(row.position for row in definitive), mandated=tuple(row.position for row in given))


def _close_account(connection: Connection, person: str, now: datetime) -> None:
    username = connection.scalar(select(accounts.c.username).where(accounts.c.person == person))
    if username is not None:
        connection.execute(update(accounts).where(accounts.c.person == person).values(active=False))
        keep_only(connection, username, None, now)
