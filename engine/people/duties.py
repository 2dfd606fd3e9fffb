"""Separation of duties among those who keep, act and review: who reviews holds no office, and nobody serves himself."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import Connection, or_, select

from engine.errors import NotAllowed
from engine.people.actors import Actor
from engine.people.terms import local_day
from engine.schema import accounts, holdings, mandates, persons, positions

ROLES = ("official", "participant", "auditor", "operator")


def require_operator(actor: Actor) -> None:
    """Raise NotAllowed for all but operators."""
    if "operator" not in actor.roles:
        raise NotAllowed("Hanya operator yang mengurus pegawai dan jabatan.")


def require_other(actor: Actor, person: str) -> None:
    """Raise NotAllowed for all but operators, and for an operator's own account: nobody gives himself power, or locks himself out."""
    require_operator(actor)
    if actor.person == person:
        raise NotAllowed("Akun Anda sendiri diurus oleh operator lain; kata sandi Anda ganti sendiri di halaman Saya.")


def operators(connection: Connection) -> list[tuple[str, str]]:
    """Who keeps the installation, and so is told what stops: (person, name) of every open account with that role, by name."""
    statement = (
        select(persons.c.id, persons.c.name, accounts.c.roles)
        .join(accounts, accounts.c.person == persons.c.id)
        .where(accounts.c.active, accounts.c.roles.contains("operator"))
        .order_by(persons.c.name)
    )
    return [(row.id, row.name) for row in connection.execute(statement) if "operator" in row.roles.split()]


def role_fault(connection: Connection, person: str, roles: Collection[str], now: datetime) -> str | None:
    """Why somebody cannot have these roles together, or with the seats held; None when they can."""
    if not roles or not set(roles) <= set(ROLES):
        return "Pilih sedikitnya satu peran."
    if "auditor" not in roles:
        return None
    if len(set(roles)) > 1:
        return "Auditor memeriksa pekerjaan orang lain, jadi tidak digabung dengan peran lain."
    if held := _seats(connection, person, now):
        return f"Auditor tidak memegang jabatan yang diperiksanya. Akhiri dahulu: {', '.join(held)}."
    return None


def seat_fault(connection: Connection, person: str) -> str | None:
    """Why somebody cannot hold a position; None when nothing of the account forbids it."""
    roles = connection.scalar(select(accounts.c.roles).where(accounts.c.person == person))
    if roles and "auditor" in roles.split():
        return "Akun pegawai ini berperan auditor; auditor tidak memegang jabatan yang diperiksanya. Ganti dahulu perannya."
    return None


def _seats(connection: Connection, person: str, now: datetime) -> list[str]:
    """Titles of the positions that somebody holds now or is to hold."""
    found: set[str] = set()
    for table in (holdings, mandates):
        running = or_(table.c.until.is_(None), table.c.until >= local_day(now)) & table.c.ended_at.is_(None)
        titles = select(positions.c.title).join(table, table.c.position == positions.c.id)
        found |= set(connection.scalars(titles.where(table.c.person == person, running)))
    return sorted(found)
