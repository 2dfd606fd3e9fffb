"""The secret address of somebody's dates: made, shown once, revoked. Whoever knows it sees the dates and can do nothing."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING

from sqlalchemy import Connection, insert, select, update

from engine import journal
from engine.errors import NotFound
from engine.people import Actor, actor_of
from engine.people.actors import local_day
from engine.schema import accounts, feeds

if TYPE_CHECKING:
    from engine.engine import Engine

#: Hexadecimal digits of a secret: 160 bits.
SECRET_DIGITS = 40


@dataclass(frozen=True, kw_only=True)
class Feed:
    """An address in use: since when, and the day on which a program last fetched it."""

    made_at: datetime
    used_on: date | None


def own_feed(engine: Engine, actor: Actor) -> Feed | None:
    """One's own feed, if there is one."""
    with engine.database.reading() as connection:
        mine = (feeds.c.person == actor.person) & feeds.c.revoked_at.is_(None)
        row = connection.execute(select(feeds).where(mine)).first()
    return Feed(made_at=row.made_at, used_on=row.used_on) if row else None


def make(engine: Engine, actor: Actor) -> str:
    """Make one's own feed anew; gives its secret, which is told here only. The address before is dead from now on."""
    secret = hashlib.sha256(engine.world.token().encode()).hexdigest()[:SECRET_DIGITS]
    now = engine.world.now()
    with engine.database.transaction() as connection:
        _end(connection, actor, now)
        connection.execute(insert(feeds).values(digest=_digest(secret), person=actor.person, made_at=now))
        journal.record(connection, at=now, person=actor.person, act="feed:made", subject=actor.person, about={})
    return secret


def revoke(engine: Engine, actor: Actor) -> None:
    """End one's own feed. Raises NotFound when there is none."""
    now = engine.world.now()
    with engine.database.transaction() as connection:
        if not _end(connection, actor, now):
            raise NotFound
        journal.record(connection, at=now, person=actor.person, act="feed:revoked", subject=actor.person, about={})


def owner(engine: Engine, secret: str) -> Actor:
    """Whose dates a secret opens. Raises NotFound: unknown, revoked, or of somebody who may not log in any more."""
    now = engine.world.now()
    with engine.database.reading() as connection:
        row = connection.execute(
            select(feeds.c.digest, feeds.c.person, feeds.c.used_on)
            .join(accounts, accounts.c.person == feeds.c.person)
            .where(feeds.c.digest == _digest(secret), feeds.c.revoked_at.is_(None), accounts.c.active)
        ).first()
        if row is None:
            raise NotFound
        actor = actor_of(connection, row.person, now=now)
    if row.used_on != local_day(now):  # once a day: fetching it must not write each time
        with engine.database.transaction() as connection:
            connection.execute(update(feeds).where(feeds.c.digest == row.digest).values(used_on=local_day(now)))
    return actor


def _digest(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()


def _end(connection: Connection, actor: Actor, now: datetime) -> bool:
    mine = (feeds.c.person == actor.person) & feeds.c.revoked_at.is_(None)
    return bool(connection.execute(update(feeds).where(mine).values(revoked_at=now)).rowcount)
