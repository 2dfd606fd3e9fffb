"""Accounts as operators keep them: made, reset, closed, opened again, their roles and sessions."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Collection
from datetime import datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection, insert, select, update

from engine import journal, notices
from engine.errors import InvalidForm, NotFound
from engine.people.accounts import hash_password, keep_only
from engine.people.actors import Actor
from engine.people.duties import require_operator, require_other, role_fault
from engine.people.leaving import require_here
from engine.people.mandating import by
from engine.people.seen import require_seen
from engine.schema import accounts

if TYPE_CHECKING:
    from engine.engine import Engine

#: Letters and digits that nobody takes for another.
ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789"


def make_account(
    engine: Engine, actor: Actor, person: str, username: str, roles: Collection[str], *, seen: int | None = None
) -> str:
    """Make an account and give its first password, which must be changed at the first log-in.

    `seen`, here and below: the version of the person that the page showed (engine/people/seen.py).
    Raises NotAllowed, NotFound, PersonChanged, PersonLeft, InvalidForm.
    """
    require_other(actor, person)
    name, password = username.strip().lower(), first_password(engine)
    now = engine.world.now()
    with engine.database.transaction() as connection:
        require_seen(connection, person, seen)
        require_here(connection, person)
        found = _wrong_roles(connection, person, roles, now)
        if not re.fullmatch(r"[a-z0-9][a-z0-9._-]{1,79}", name):
            found["pengguna"] = "Pakai huruf kecil, angka, titik, atau garis; sedikitnya dua."
        elif connection.scalar(select(accounts.c.username).where(accounts.c.username == name)) is not None:
            found["pengguna"] = "Nama pengguna ini sudah dipakai."
        if connection.scalar(select(accounts.c.username).where(accounts.c.person == person)) is not None:
            found["pengguna"] = "Pegawai ini sudah mempunyai akun."
        if found:
            raise InvalidForm(found)
        row = {"username": name, "person": person, "roles": " ".join(sorted(roles)), "active": True}
        secret = {"password": hash_password(password), "must_change": True, "password_at": now}
        connection.execute(insert(accounts).values(**row, **secret))
        _note(engine, connection, actor, "account:made", person, {"username": name, "roles": row["roles"]})
    return password


def reset_password(engine: Engine, actor: Actor, person: str, *, seen: int | None = None) -> str:
    """Give an account a new first password and end its sessions; its owner is told, who may not have asked for it.

    Raises NotAllowed (also for one's own), NotFound, PersonChanged, PersonLeft.
    """
    require_other(actor, person)
    password, now = first_password(engine), engine.world.now()
    with engine.database.transaction() as connection:
        account = _account(connection, person, seen)
        require_here(connection, person)
        change = {"password": hash_password(password), "must_change": True, "password_at": now}
        connection.execute(update(accounts).where(accounts.c.person == person).values(**change))
        keep_only(connection, account.username, None, now)
        seq = _note(engine, connection, actor, "account:reset", person, {})
        about = {"by": actor.name}
        notices.notify(connection, key=f"account.reset:{seq}", person=person, kind="account.reset", at=now, about=about)
    return password


def set_active(
    engine: Engine, actor: Actor, person: str, active: bool, *, reason: str = "", seen: int | None = None
) -> None:
    """Close an account (its sessions end) or open it again. Raises NotAllowed (also for one's own), NotFound, PersonChanged, PersonLeft."""
    require_other(actor, person)
    with engine.database.transaction() as connection:
        account = _account(connection, person, seen)
        if account.active == active:
            return
        if active:
            require_here(connection, person)
        connection.execute(update(accounts).where(accounts.c.person == person).values(active=active))
        if not active:
            keep_only(connection, account.username, None, engine.world.now())
        act = "account:opened" if active else "account:closed"
        _note(engine, connection, actor, act, person, {"reason": reason.strip()} if reason.strip() else {})


def set_roles(engine: Engine, actor: Actor, person: str, roles: Collection[str], *, seen: int | None = None) -> None:
    """Change what an account may be. Raises NotAllowed (also for one's own), NotFound, PersonChanged, InvalidForm."""
    require_other(actor, person)
    with engine.database.transaction() as connection:
        account = _account(connection, person, seen)
        if found := _wrong_roles(connection, person, roles, engine.world.now()):
            raise InvalidForm(found)
        after = " ".join(sorted(roles))
        if after == account.roles:
            return
        connection.execute(update(accounts).where(accounts.c.person == person).values(roles=after))
        about = {"before": {"roles": account.roles}, "after": {"roles": after}}
        _note(engine, connection, actor, "account:roles", person, about)


def end_sessions(engine: Engine, actor: Actor, person: str) -> int:
    """End every session of an account; gives how many ended. Raises NotAllowed, NotFound."""
    require_operator(actor)
    with engine.database.transaction() as connection:
        ended = keep_only(connection, _account(connection, person, None).username, None, engine.world.now())
        _note(engine, connection, actor, "account:sessions-ended", person, {"sessions": ended})
    return ended


def person_of(engine: Engine, username: str) -> str | None:
    """Whose account it is; None when there is no such account."""
    with engine.database.reading() as connection:
        return connection.scalar(select(accounts.c.person).where(accounts.c.username == username.strip().lower()))


def first_password(engine: Engine) -> str:
    """A password to be read aloud: four groups of four, some 79 bits."""
    number = int.from_bytes(hashlib.sha256(engine.world.token().encode()).digest(), "big")
    letters = []
    for _ in range(16):
        number, rest = divmod(number, len(ALPHABET))
        letters.append(ALPHABET[rest])
    return "-".join("".join(letters[start : start + 4]) for start in range(0, 16, 4))


def _account(connection: Connection, person: str, seen: int | None) -> Any:
    require_seen(connection, person, seen)
    row = connection.execute(select(accounts).where(accounts.c.person == person)).first()
    if row is None:
        raise NotFound
    return row


def _wrong_roles(connection: Connection, person: str, roles: Collection[str], now: datetime) -> dict[str, str]:
    wrong = role_fault(connection, person, roles, now)
    return {"peran": wrong} if wrong else {}


def _note(engine: Engine, connection: Connection, actor: Actor, act: str, person: str, about: dict[str, Any]) -> int:
    return journal.record(connection, at=engine.world.now(), person=by(actor), act=act, subject=person, about=about)
