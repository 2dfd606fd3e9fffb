"""Accounts as operators keep them: made, reset, closed, opened again, their roles; and one's own password."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Collection
from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection, insert, select, update

from engine import journal
from engine.errors import InvalidForm, NotAllowed, NotFound
from engine.people.accounts import hash_password, matches
from engine.people.actors import Actor
from engine.people.mandating import by
from engine.people.seating import require_operator
from engine.schema import accounts, persons, sessions

if TYPE_CHECKING:
    from engine.engine import Engine

ROLES = ("official", "participant", "auditor", "operator")
#: Long enough to be safe without rules about its letters (NIST SP 800-63B asks for 8 at least).
SHORTEST = 10
#: Letters and digits that nobody takes for another.
ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789"


def make_account(engine: Engine, actor: Actor, person: str, username: str, roles: Collection[str]) -> str:
    """Make an account and give its first password, which must be changed at the first log-in. Raises NotAllowed, NotFound, InvalidForm."""
    require_operator(actor)
    name, password = username.strip().lower(), first_password(engine)
    with engine.database.transaction() as connection:
        if connection.scalar(select(persons.c.id).where(persons.c.id == person)) is None:
            raise NotFound
        found = _wrong_roles(roles)
        if not re.fullmatch(r"[a-z0-9][a-z0-9._-]{1,79}", name):
            found["pengguna"] = "Pakai huruf kecil, angka, titik, atau garis; sedikitnya dua."
        elif connection.scalar(select(accounts.c.username).where(accounts.c.username == name)) is not None:
            found["pengguna"] = "Nama pengguna ini sudah dipakai."
        if connection.scalar(select(accounts.c.username).where(accounts.c.person == person)) is not None:
            found["pengguna"] = "Pegawai ini sudah mempunyai akun."
        if found:
            raise InvalidForm(found)
        row = {"username": name, "person": person, "roles": " ".join(sorted(roles)), "active": True}
        connection.execute(insert(accounts).values(**row, password=hash_password(password), must_change=True))
        _note(engine, connection, actor, "account:made", person, {"username": name, "roles": row["roles"]})
    return password


def reset_password(engine: Engine, actor: Actor, person: str) -> str:
    """Give an account a new first password and end its sessions. Raises NotAllowed, NotFound."""
    require_operator(actor)
    password = first_password(engine)
    with engine.database.transaction() as connection:
        account = _account(connection, person)
        change = {"password": hash_password(password), "must_change": True}
        connection.execute(update(accounts).where(accounts.c.person == person).values(**change))
        _end_sessions(engine, connection, account.username)
        _note(engine, connection, actor, "account:reset", person, {})
    return password


def set_active(engine: Engine, actor: Actor, person: str, active: bool) -> None:
    """Close an account (its sessions end) or open it again. Raises NotAllowed (also for one's own), NotFound."""
    _not_oneself(actor, person)
    with engine.database.transaction() as connection:
        account = _account(connection, person)
        if account.active == active:
            return
        connection.execute(update(accounts).where(accounts.c.person == person).values(active=active))
        if not active:
            _end_sessions(engine, connection, account.username)
        act = "account:opened" if active else "account:closed"
        _note(engine, connection, actor, act, person, {})


def set_roles(engine: Engine, actor: Actor, person: str, roles: Collection[str]) -> None:
    """Change what an account may be. Raises NotAllowed (also for one's own), NotFound, InvalidForm."""
    _not_oneself(actor, person)
    with engine.database.transaction() as connection:
        account = _account(connection, person)
        if found := _wrong_roles(roles):
            raise InvalidForm(found)
        after = " ".join(sorted(roles))
        connection.execute(update(accounts).where(accounts.c.person == person).values(roles=after))
        about = {"before": {"roles": account.roles}, "after": {"roles": after}}
        _note(engine, connection, actor, "account:roles", person, about)


def end_sessions(engine: Engine, actor: Actor, person: str) -> None:
    """End every session of an account. Raises NotAllowed, NotFound."""
    require_operator(actor)
    with engine.database.transaction() as connection:
        _end_sessions(engine, connection, _account(connection, person).username)
        _note(engine, connection, actor, "account:sessions-ended", person, {})


def change_password(engine: Engine, actor: Actor, old: str, new: str, again: str) -> None:
    """Change one's own password. Raises NotFound (no account), InvalidForm."""
    with engine.database.transaction() as connection:
        account = _account(connection, actor.person)
        found: dict[str, str] = {}
        if not matches(account.password, old):
            found["lama"] = "Kata sandi lama tidak cocok."
        if len(new) < SHORTEST or new.lower() == account.username:
            found["baru"] = f"Sedikitnya {SHORTEST} huruf atau angka, dan bukan nama pengguna."
        elif new == old:
            found["baru"] = "Kata sandi baru harus lain dari yang lama."
        if new != again:
            found["ulang"] = "Tidak sama dengan kata sandi baru di atasnya."
        if found:
            raise InvalidForm(found)
        change = {"password": hash_password(new), "must_change": False}
        connection.execute(update(accounts).where(accounts.c.person == actor.person).values(**change))
        _note(engine, connection, actor, "account:password", actor.person, {})


def first_password(engine: Engine) -> str:
    """A password to be read aloud: four groups of four, some 79 bits."""
    number = int.from_bytes(hashlib.sha256(engine.world.token().encode()).digest(), "big")
    letters = []
    for _ in range(16):
        number, rest = divmod(number, len(ALPHABET))
        letters.append(ALPHABET[rest])
    return "-".join("".join(letters[start : start + 4]) for start in range(0, 16, 4))


def _account(connection: Connection, person: str) -> Any:
    row = connection.execute(select(accounts).where(accounts.c.person == person)).first()
    if row is None:
        raise NotFound
    return row


def _not_oneself(actor: Actor, person: str) -> None:
    require_operator(actor)
    if actor.person == person:
        raise NotAllowed("Akun Anda sendiri diurus oleh operator lain, supaya tidak ada yang terkunci di luar.")


def _wrong_roles(roles: Collection[str]) -> dict[str, str]:
    return {} if roles and set(roles) <= set(ROLES) else {"peran": "Pilih sedikitnya satu peran."}


def _end_sessions(engine: Engine, connection: Connection, username: str) -> None:
    mine = (sessions.c.username == username) & sessions.c.ended_at.is_(None)
    connection.execute(update(sessions).where(mine).values(ended_at=engine.world.now()))


def _note(engine: Engine, connection: Connection, actor: Actor, act: str, person: str, about: dict[str, Any]) -> None:
    journal.record(connection, at=engine.world.now(), person=by(actor), act=act, subject=person, about=about)
