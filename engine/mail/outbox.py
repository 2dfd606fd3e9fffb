"""The outbox of mail: notices are gathered into one mail a person, digests made once a day, each sent by a job and marked."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection, func, select, text, update
from sqlalchemy.dialects import postgresql, sqlite

from engine import jobs
from engine.errors import YearWithoutCalendar
from engine.health import beat
from engine.mail.choices import choice_of, readers
from engine.people import Actor
from engine.people.actors import local_day
from engine.schema import mails, notices, persons, pulses
from engine.schema.mail import UNSENT, WAITING
from engine.schema.notices import UNMAILED
from engine.world import JAKARTA

if TYPE_CHECKING:
    from engine.engine import Engine

#: Notices looked at in one tick, and people in one transaction of the digest.
BATCH, DIGESTS = 500, 100
#: Whoever was just written to is not written to again so soon: what comes meanwhile goes into the next mail.
PAUSE = timedelta(minutes=10)
#: When the digest of a working day is made.
MORNING = time(7, 0)
#: States in which a mail may be sent.
SENDABLE = ("waiting", "sending", "failed")


def gather(engine: Engine) -> int:
    """Put new notices into mails, for those who want them at once; gives how many notices were looked at."""
    with engine.database.reading() as connection:
        rows = connection.execute(
            select(notices.c.id, notices.c.person).where(text(UNMAILED)).order_by(notices.c.id).limit(BATCH)
        ).all()
    by_person: dict[str, list[int]] = {}
    for row in rows:
        by_person.setdefault(row.person, []).append(row.id)
    for person, ids in sorted(by_person.items()):
        with engine.database.transaction() as connection:
            _gather(engine, connection, person, ids)
    return len(rows)


def _gather(engine: Engine, connection: Connection, person: str, ids: Sequence[int]) -> None:
    new = (notices.c.id.in_(ids)) & text(UNMAILED)
    rows = connection.execute(select(notices).where(new).order_by(notices.c.id).with_for_update()).all()
    if not rows:
        return
    choice = choice_of(connection, person)
    mail = None
    if choice is not None and choice.cadence == "at_once" and any(row.read_at is None for row in rows):
        mail = _waiting(connection, person) or enqueue(
            engine, connection, person, "notices", f"notices:{rows[0].key}", pause=True
        )
    told = [row.id for row in rows]
    connection.execute(update(notices).where(notices.c.id.in_(told)).values(mailed=True, mail=mail))


def _waiting(connection: Connection, person: str) -> str | None:
    """The mail of notices that has not gone out yet: what is new is told in it too."""
    waiting = (mails.c.person == person) & text(WAITING) & (mails.c.kind == "notices")
    found: str | None = connection.scalar(select(mails.c.id).where(waiting).limit(1).with_for_update())
    return found


def enqueue(
    engine: Engine, connection: Connection, person: str, kind: str, key: str, *, pause: bool = False
) -> str | None:
    """Have a mail sent, in the caller's transaction; gives its id, or None when this key was used before."""
    now = engine.world.now()
    last = _last(connection, person) if pause else None
    due = max(now, last + PAUSE) if last is not None else now
    row = {"id": engine.world.new_id(), "key": key, "person": person, "kind": kind, "state": "waiting"}
    insert = postgresql.insert if connection.dialect.name == "postgresql" else sqlite.insert
    statement = insert(mails).values(**row, made_at=now, due_at=due, tries=0)
    made: str | None = connection.scalar(
        statement.on_conflict_do_nothing(index_elements=[mails.c.key]).returning(mails.c.id)
    )
    if made is not None:
        jobs.defer(connection, "send_mail", schedule_at=due if due > now else None, mail=made)
    return made


def _last(connection: Connection, person: str) -> datetime | None:
    mine = (mails.c.person == person) & (mails.c.kind != "digest")
    last: datetime | None = connection.scalar(
        select(mails.c.due_at).where(mine).order_by(mails.c.made_at.desc()).limit(1)
    )
    return last


def greet(engine: Engine, actor: Actor) -> None:
    """Write to a new address, so that its owner sees that it works (and anybody else that it was taken for theirs)."""
    now = engine.world.now()
    with engine.database.transaction() as connection:
        enqueue(engine, connection, actor.person, "hello", f"hello:{actor.person}:{now.isoformat()}", pause=True)


def digests(engine: Engine) -> int:
    """On a working day, from the morning on, once: have the digest of everybody who wants one made; gives how many."""
    now = engine.world.now()
    if now.astimezone(JAKARTA).time() < MORNING or not working(engine, now):
        return 0
    with engine.database.reading() as connection:
        last = connection.scalar(select(pulses.c.at).where(pulses.c.name == "digest"))
    if last is not None and local_day(last) >= local_day(now):
        return 0
    made, after = 0, ""
    while True:
        with engine.database.transaction() as connection:
            wanted = readers().where(persons.c.id > after).order_by(persons.c.id).limit(DIGESTS)
            rows = connection.execute(wanted).all()
            for row in rows:
                if row.cadence == "digest":
                    key = f"digest:{row.person}:{local_day(now)}"
                    made += enqueue(engine, connection, row.person, "digest", key) is not None
        if not rows:
            break
        after = rows[-1].person
    beat(engine, "digest")
    return made


def working(engine: Engine, now: datetime) -> bool:
    """Whether the office works today; in a year without a decree, Monday to Friday."""
    day = local_day(now)
    try:
        return engine.calendar.is_working_day(day)
    except YearWithoutCalendar:
        return day.weekday() < 5


def begin(engine: Engine, mail: str) -> Any | None:
    """Take a mail in hand: from now on nothing is added to it. None when it was sent, or has become pointless."""
    with engine.database.transaction() as connection:
        row = connection.execute(select(mails).where(mails.c.id == mail).with_for_update()).first()
        if row is None or row.state not in SENDABLE:
            return None
        connection.execute(update(mails).where(mails.c.id == mail).values(state="sending", tries=mails.c.tries + 1))
        return row


def end(engine: Engine, mail: str, state: str, problem: str | None = None) -> None:
    """Mark what became of a mail: sent, dropped (there was nothing left to say), or failed for good."""
    now = engine.world.now()
    with engine.database.transaction() as connection:
        ended = update(mails).where(mails.c.id == mail, mails.c.state.in_(SENDABLE))
        connection.execute(ended.values(state=state, ended_at=now, problem=problem))


def last_mail(engine: Engine, actor: Actor) -> Any | None:
    """What became of the last mail to somebody that ended: its state and moment; None when there was none."""
    mine = (mails.c.person == actor.person) & mails.c.state.in_(("sent", "failed"))
    statement = select(mails.c.state, mails.c.ended_at).where(mine).order_by(mails.c.made_at.desc()).limit(1)
    with engine.database.reading() as connection:
        return connection.execute(statement).first()


def standing(engine: Engine) -> dict[str, int]:
    """How many mails wait, are on their way, or failed and were not sent again."""
    statement = select(mails.c.state, func.count()).where(text(UNSENT)).group_by(mails.c.state).order_by(mails.c.state)
    with engine.database.reading() as connection:
        return {state: number for state, number in connection.execute(statement)}
