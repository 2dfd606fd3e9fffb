"""Coming in by a personal link: a secret and one thing the participant knows open a short session for one person and one case."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from hmac import compare_digest
from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection, insert, select, update

from engine import journal
from engine.errors import LinkInvalid, LinkMismatch, LoginThrottled
from engine.people.accounts import FREE_ATTEMPTS, PAUSE, Session
from engine.people.actors import actor_of
from engine.people.links import SHUT_AFTER, as_participant, digest, state_of
from engine.schema import link_sessions, links, persons

if TYPE_CHECKING:
    from engine.engine import Engine

#: A whole file set is gathered and sent in one sitting.
LIFE = timedelta(hours=4)
#: How many last digits of the NIP are asked for.
ASKED = 6


@dataclass(frozen=True, kw_only=True)
class LinkSession(Session):
    """A participant who came in by a link: the actor has no seat, and only this case is there."""

    link: str
    case_id: str


def enter(engine: Engine, secret: str, digits: str) -> LinkSession:
    """Open a session with a link's secret and the last digits of the NIP.

    Raises LinkInvalid (unknown, expired, revoked, shut: all alike), LinkMismatch, LoginThrottled after five wrong answers.
    """
    now = engine.world.now()
    refusal: Exception | None = None
    with engine.database.transaction() as connection:
        row = _counted(connection, secret, now)
        asked = "".join(letter for letter in digits if letter.isdecimal())
        if not compare_digest(asked.encode(), str(row.nip)[-ASKED:].encode()):
            refusal = _refused(connection, row, now)
        else:
            session = _open(engine, connection, row, now)
    if refusal is not None:  # after the commit: the failure itself must be remembered
        raise refusal
    return session


def session(engine: Engine, token: str | None) -> LinkSession | None:
    """The session of a token while it and its link last; None otherwise."""
    if not token:
        return None
    now = engine.world.now()
    with engine.database.reading() as connection:
        row = connection.execute(
            select(link_sessions, links.c.id.label("link_id"), links.c.case_id, links.c.person)
            .join(links, links.c.id == link_sessions.c.link)
            .where(
                link_sessions.c.token == digest(token),
                link_sessions.c.ended_at.is_(None),
                link_sessions.c.expires_at > now,
                links.c.revoked_at.is_(None),
                links.c.expires_at > now,
            )
        ).first()
        if row is None:
            return None
        actor = as_participant(actor_of(connection, row.person, now=now))
        return LinkSession(
            token="", csrf=row.csrf, actor=actor, expires_at=row.expires_at, link=row.link_id, case_id=row.case_id
        )


def leave(engine: Engine, token: str) -> None:
    """End a session; an unknown token changes nothing."""
    with engine.database.transaction() as connection:
        ended = update(link_sessions).where(link_sessions.c.token == digest(token))
        connection.execute(ended.values(ended_at=engine.world.now()))


def _counted(connection: Connection, secret: str, now: datetime) -> Any:
    """The link of a secret, one more try written down before the answer is looked at: parallel guesses count, too."""
    mine = links.c.digest == digest(secret.strip().lower())
    row = connection.execute(
        select(links, persons.c.nip).join(persons, persons.c.id == links.c.person).where(mine)
    ).first()
    if row is None or state_of(row, now) != "valid":
        raise LinkInvalid
    if row.until is not None and row.until > now:
        raise LoginThrottled
    tried = connection.execute(
        update(links)
        .where(mine, links.c.failed < SHUT_AFTER)
        .values(failed=links.c.failed + 1)
        .returning(links.c.failed)
    ).scalar()
    if tried is None:
        raise LinkInvalid
    return row


def _refused(connection: Connection, row: Any, now: datetime) -> Exception:
    failed = connection.scalar(select(links.c.failed).where(links.c.id == row.id)) or 0
    if failed % FREE_ATTEMPTS == 0:
        connection.execute(update(links).where(links.c.id == row.id).values(until=now + PAUSE))
        act = "link:shut" if failed >= SHUT_AFTER else "link:refused"
        journal.record(connection, at=now, person=None, act=act, subject=row.id, about={"failed": failed})
    return LinkInvalid() if failed >= SHUT_AFTER else LinkMismatch()


def _open(engine: Engine, connection: Connection, row: Any, now: datetime) -> LinkSession:
    token, csrf = engine.world.token(), engine.world.token()[:64]
    ends = min(now + LIFE, row.expires_at)
    connection.execute(update(links).where(links.c.id == row.id).values(failed=0, until=None, used_at=now))
    connection.execute(
        insert(link_sessions).values(token=digest(token), link=row.id, csrf=csrf, started_at=now, expires_at=ends)
    )
    journal.record(connection, at=now, person=row.person, act="link:used", subject=row.id, about={"case": row.case_id})
    actor = as_participant(actor_of(connection, row.person, now=now))
    return LinkSession(token=token, csrf=csrf, actor=actor, expires_at=ends, link=row.id, case_id=row.case_id)
