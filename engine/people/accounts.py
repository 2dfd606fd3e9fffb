"""Accounts and sessions: argon2 passwords, throttled log-in, revocable sessions in a table of our own."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime, timedelta

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from sqlalchemy import Connection, delete, insert, select, update

from engine.engine import Engine
from engine.errors import FirstPasswordOld, LoginFailed, LoginThrottled, PasswordThrottled
from engine.people.actors import Actor, actor_of
from engine.schema import accounts, attempts, sessions

LIFE = timedelta(hours=12)
FREE_ATTEMPTS = 5
PAUSE = timedelta(minutes=5)
#: A first password that nobody used by then is worth nothing any more: it lies on a slip of paper somewhere.
FIRST_LIFE = timedelta(days=14)

_hasher = PasswordHasher(time_cost=2, memory_cost=19_456, parallelism=1)  # OWASP's minimum for argon2id
#: Before the names under which failures of those who are in are counted. A log-in's names are lowercase: nobody can mean these there.
_INSIDE = "MASUK "
#: Verified against when the user name is unknown, so that both answers take the same time.
_NOBODY = _hasher.hash("nobody has this password")


@dataclass(frozen=True, kw_only=True)
class Session:
    """A log-in: the secret token (only at its birth), its CSRF token, and who it is."""

    token: str
    csrf: str
    actor: Actor
    expires_at: datetime
    must_change: bool = False


def hash_password(password: str) -> str:
    """The argon2id hash of a password."""
    return _hasher.hash(password)


def log_in(engine: Engine, username: str, password: str) -> Session:
    """Open a session. Raises LoginFailed, FirstPasswordOld, or LoginThrottled after five failures in a row."""
    now = engine.world.now()
    name = username.strip().lower()[:80]
    with engine.database.reading() as connection:
        failed = _failures(connection, name, now)
        account = connection.execute(select(accounts).where(accounts.c.username == name, accounts.c.active)).first()
    if not matches(account.password if account else _NOBODY, password) or account is None:
        _failed(engine, name, failed + 1, now)
        raise LoginFailed
    if account.must_change and account.password_at is not None and account.password_at + FIRST_LIFE < now:
        raise FirstPasswordOld
    token, csrf = engine.world.token(), engine.world.token()[:64]
    with engine.database.transaction() as connection:
        connection.execute(delete(attempts).where(attempts.c.username == name))
        connection.execute(
            insert(sessions).values(
                token=_digest(token), username=name, csrf=csrf, started_at=now, expires_at=now + LIFE
            )
        )
        actor = actor_of(connection, account.person, now=now)
    return Session(token=token, csrf=csrf, actor=actor, expires_at=now + LIFE, must_change=account.must_change)


def confirmed(engine: Engine, person: str, password: str) -> bool:
    """Whether somebody who is in knows the account's password; False without an account, too.

    Failures are counted as at the log-in, yet apart from it: a stranger at the log-in stops nobody here, and failing here keeps
    nobody out. Raises PasswordThrottled after five in a row.
    """
    now = engine.world.now()
    with engine.database.reading() as connection:
        account = connection.execute(select(accounts).where(accounts.c.person == person)).first()
        if account is None:
            return False
        name = _INSIDE + account.username[: 80 - len(_INSIDE)]
        try:
            failed = _failures(connection, name, now)
        except LoginThrottled as paused:
            raise PasswordThrottled from paused
    if not matches(account.password, password):
        _failed(engine, name, failed + 1, now)
        return False
    if failed:
        with engine.database.transaction() as connection:
            connection.execute(delete(attempts).where(attempts.c.username == name))
    return True


def session(engine: Engine, token: str | None) -> Session | None:
    """The session of a token while it lasts; None otherwise. The actor's seats are those of this very moment."""
    if not token:
        return None
    now = engine.world.now()
    with engine.database.reading() as connection:
        row = connection.execute(
            select(sessions, accounts.c.person, accounts.c.must_change)
            .join(accounts, accounts.c.username == sessions.c.username)
            .where(
                sessions.c.token == _digest(token),
                sessions.c.ended_at.is_(None),
                sessions.c.expires_at > now,
                accounts.c.active,
            )
        ).first()
        if row is None:
            return None
        return Session(
            token="",
            csrf=row.csrf,
            actor=actor_of(connection, row.person, now=now),
            expires_at=row.expires_at,
            must_change=row.must_change,
        )


def log_out(engine: Engine, token: str) -> None:
    """End a session; an unknown token changes nothing."""
    with engine.database.transaction() as connection:
        connection.execute(
            update(sessions).where(sessions.c.token == _digest(token)).values(ended_at=engine.world.now())
        )


def keep_only(connection: Connection, username: str, token: str | None, now: datetime) -> int:
    """End every session of an account but the one of a token (None: really every one); gives how many ended."""
    running = (sessions.c.username == username) & sessions.c.ended_at.is_(None) & (sessions.c.expires_at > now)
    others = sessions.c.token != _digest(token) if token else sessions.c.token.is_not(None)
    return connection.execute(update(sessions).where(running, others).values(ended_at=now)).rowcount


def matches(stored: str, password: str) -> bool:
    """Whether a password is the one that a stored hash was made of."""
    try:
        return _hasher.verify(stored, password[:1000])
    except (VerificationError, InvalidHashError):
        return False


def _failures(connection: Connection, name: str, now: datetime) -> int:
    """How often in a row it failed under a name. Raises LoginThrottled while a pause lasts."""
    tried = connection.execute(select(attempts).where(attempts.c.username == name)).first()
    if tried is not None and tried.until is not None and tried.until > now:
        raise LoginThrottled
    return tried.failed if tried else 0


def _failed(engine: Engine, name: str, failed: int, now: datetime) -> None:
    until = now + PAUSE if failed % FREE_ATTEMPTS == 0 else None
    with engine.database.transaction() as connection:
        changed = connection.execute(
            update(attempts).where(attempts.c.username == name).values(failed=failed, until=until)
        )
        if not changed.rowcount:
            connection.execute(insert(attempts).values(username=name, failed=failed, until=until))


def _digest(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
