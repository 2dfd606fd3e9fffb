"""Personal links of participants: made and revoked by officials, one person and one case each; the secret is told once."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection, func, insert, select, update
from sqlalchemy import case as sql_case

from engine import journal
from engine.commands.look import look
from engine.errors import NotAllowed, NotFound
from engine.notices import notify
from engine.people.actors import Actor
from engine.queries.sight import positions_of, require_sight
from engine.schema import cases, link_sessions, links, persons, tasks, units
from forms.said import said

if TYPE_CHECKING:
    from engine.engine import Engine

#: How many days a link lasts: what officials may choose, and what is chosen for them.
DAYS = (3, 14, 30, 90)
USUAL_DAYS = 14
#: Hexadecimal digits of a secret: 160 bits. Hexadecimal, because chat programs take "_" and "-" for marks of their own.
SECRET_DIGITS = 40
#: After so many wrong answers in a row a link is shut for good.
SHUT_AFTER = 15


@dataclass(frozen=True, kw_only=True)
class Link:
    """A link as officials see it. `state`: valid, expired, revoked or shut."""

    id: str
    state: str
    made_at: datetime
    made_by: str | None
    expires_at: datetime
    used_at: datetime | None


@dataclass(frozen=True, kw_only=True)
class Guest:
    """A participant of a case: open personal tasks, and the newest link (None: none yet). `name` None: not known here yet."""

    nip: str
    name: str | None
    open_tasks: int
    link: Link | None


@dataclass(frozen=True, kw_only=True)
class Made:
    """A link at its birth, the only moment when its secret is known. `unit`: whose letterhead the message bears."""

    secret: str
    nip: str
    name: str
    case_id: str
    case_number: str
    case_title: str
    unit: str
    expires_at: datetime


def guests(engine: Engine, actor: Actor, case_id: str) -> list[Guest]:
    """The participants of a case with their links, by name. Raises NotFound, NotAllowed."""
    now = engine.world.now()
    with engine.database.reading() as connection:
        _require(engine, connection, actor, case_id, now, to_change=False)
        newest = _newest(connection, case_id, now)
        found = connection.execute(
            select(
                tasks.c.participant.label("nip"),
                persons.c.id.label("person"),
                persons.c.name,
                func.sum(sql_case((tasks.c.state == "open", 1), else_=0)).label("open_tasks"),
            )
            .join(persons, persons.c.nip == tasks.c.participant, isouter=True)
            .where(tasks.c.case_id == case_id, tasks.c.participant.is_not(None))
            .group_by(tasks.c.participant, persons.c.id, persons.c.name)
        ).all()
    rows = [Guest(nip=row.nip, name=row.name, open_tasks=row.open_tasks, link=newest.get(row.person)) for row in found]
    return sorted(rows, key=lambda guest: (guest.name or "", guest.nip))


def has_guests(engine: Engine, actor: Actor, case_id: str) -> bool:
    """Whether a case has participants whose links this person may look after."""
    with engine.database.reading() as connection:
        try:
            _require(engine, connection, actor, case_id, engine.world.now(), to_change=False)
        except (NotFound, NotAllowed):
            return False
        return connection.scalar(_participants(case_id).limit(1)) is not None


def make(engine: Engine, actor: Actor, case_id: str, nip: str, *, days: int = USUAL_DAYS) -> Made:
    """Make a link for a participant of a case; links that this person had for it end now.

    Raises NotFound (no such case, or no personal task of that NIP in it), NotAllowed.
    """
    name = _name_in_case(engine, case_id, nip)
    now = engine.world.now()
    with engine.database.transaction() as connection:
        birth = _Birth(engine, connection, actor, case_id, now, days)
        if connection.scalar(_participants(case_id).where(tasks.c.participant == nip).limit(1)) is None:
            raise NotFound
        return birth.of(nip, name)


def make_all(
    engine: Engine, actor: Actor, case_id: str, *, days: int = USUAL_DAYS, anew: bool = False
) -> tuple[list[Made], list[str]]:
    """Make links at once for the participants of a case who have no valid one, or (`anew`) for every one, whose earlier links end.

    All or none. Gives the links by name, and the NIPs of those for whom none could be made: nothing names them yet.
    Raises NotFound, NotAllowed.
    """
    wanted = [
        guest for guest in guests(engine, actor, case_id) if anew or guest.link is None or guest.link.state != "valid"
    ]
    names = {guest.nip: guest.name or _name_in_case(engine, case_id, guest.nip) for guest in wanted}
    now = engine.world.now()
    with engine.database.transaction() as connection:
        birth = _Birth(engine, connection, actor, case_id, now, days)
        made = [birth.of(nip, name) for nip, name in names.items() if name is not None]
        if made:
            about = {"case": case_id, "count": len(made), "expires": birth.expires.isoformat()}
            journal.record(
                connection, at=now, person=actor.person or None, act="links:made", subject=case_id, about=about
            )
    return sorted(made, key=lambda each: (each.name, each.nip)), [nip for nip, name in names.items() if name is None]


class _Birth:
    """Links of one case made by one official at one moment, in one transaction. Raises NotFound, NotAllowed for who may not."""

    def __init__(
        self, engine: Engine, connection: Connection, actor: Actor, case_id: str, now: datetime, days: int
    ) -> None:
        self.engine, self.connection, self.case_id, self.now = engine, connection, case_id, now
        self.by = actor.person or None
        self.expires = now + timedelta(days=days if days in DAYS else USUAL_DAYS)
        self.case, self.unit = _require(engine, connection, actor, case_id, now, to_change=True)

    def of(self, nip: str, name: str | None) -> Made:
        """The link of one participant; `name`: what the case calls somebody whom the office does not know yet."""
        secret = hashlib.sha256(self.engine.world.token().encode()).hexdigest()[:SECRET_DIGITS]
        person = _person(self.engine, self.connection, nip, name)
        _end(self.connection, links.c.person == person.id, links.c.case_id == self.case_id, now=self.now)
        row = {"id": self.engine.world.new_id(), "digest": digest(secret), "case_id": self.case_id, "person": person.id}
        self.connection.execute(
            insert(links).values(**row, made_at=self.now, made_by=self.by, expires_at=self.expires, failed=0)
        )
        about = {"case": self.case_id, "person": person.id, "expires": self.expires.isoformat()}
        journal.record(self.connection, at=self.now, person=self.by, act="link:made", subject=row["id"], about=about)
        notify(
            self.connection,
            key=f"link.sent:{row['id']}",
            person=person.id,
            kind="link.sent",
            at=self.now,
            case_id=self.case_id,
            about={"expires": self.expires.isoformat()},
        )
        return Made(
            secret=secret,
            nip=nip,
            name=person.name,
            case_id=self.case_id,
            case_number=self.case.number,
            case_title=self.case.title,
            unit=self.unit,
            expires_at=self.expires,
        )


def revoke(engine: Engine, actor: Actor, case_id: str, link_id: str) -> None:
    """End a link and every session that it opened. Raises NotFound, NotAllowed."""
    now = engine.world.now()
    with engine.database.transaction() as connection:
        _require(engine, connection, actor, case_id, now, to_change=True)
        if not _end(connection, links.c.id == link_id, links.c.case_id == case_id, now=now):
            raise NotFound
        about = {"case": case_id}
        journal.record(
            connection, at=now, person=actor.person or None, act="link:revoked", subject=link_id, about=about
        )


def office(engine: Engine) -> str:
    """Whom to ask for a link: the units that run the SOPs, by name. The same for everybody, so it tells nothing of a case."""
    wanted = {str(definition.settings.get("unit", "")) for definition in engine.definitions.all(engine)}
    with engine.database.reading() as connection:
        names = connection.scalars(select(units.c.name).where(units.c.id.in_(wanted)).order_by(units.c.name)).all()
    return ", ".join(names) or said("kantor kepegawaian")


def digest(secret: str) -> str:
    """What is kept of a secret."""
    return hashlib.sha256(secret.encode()).hexdigest()


def as_participant(actor: Actor) -> Actor:
    """Somebody as a participant only: whatever else they are in the office does not come along through a link."""
    return replace(actor, seats=(), roles=frozenset({"participant"}))


def _require(
    engine: Engine, connection: Connection, actor: Actor, case_id: str, now: datetime, *, to_change: bool
) -> tuple[Any, str]:
    """The case and its unit's name, for those who look after its participants: holders of its lanes, not in their own matter."""
    case = connection.execute(
        select(cases.c.number, cases.c.title, cases.c.definition).where(cases.c.id == case_id)
    ).first()
    if case is None:
        raise NotFound
    definition = engine.definitions.pinned(engine, case.definition)
    require_sight(connection, actor, definition, case_id, now)
    held = set(positions_of(actor, now)) & set(definition.lanes.values())
    if not (held or "operator" in actor.roles or ("auditor" in actor.roles and not to_change)):
        raise NotAllowed
    own = _participants(case_id).where(tasks.c.participant == actor.nip).limit(1)
    if to_change and actor.nip is not None and connection.scalar(own) is not None:
        raise NotAllowed("Anda sendiri peserta di sini; pejabat lain harus membuatkan tautannya.")
    unit = connection.scalar(select(units.c.name).where(units.c.id == definition.settings.get("unit")))
    return case, str(unit or "")


def _participants(case_id: str) -> Any:
    return select(tasks.c.participant).where(tasks.c.case_id == case_id, tasks.c.participant.is_not(None))


def _newest(connection: Connection, case_id: str, now: datetime) -> dict[str, Link]:
    rows = connection.execute(
        select(links, persons.c.name.label("maker"))
        .join(persons, persons.c.id == links.c.made_by, isouter=True)
        .where(links.c.case_id == case_id)
        .order_by(links.c.made_at)
    )
    return {
        row.person: Link(
            id=row.id,
            state=state_of(row, now),
            made_at=row.made_at,
            made_by=row.maker,
            expires_at=row.expires_at,
            used_at=row.used_at,
        )
        for row in rows
    }


def state_of(row: Any, now: datetime) -> str:
    """Whether a row of `links` is valid, expired, revoked or shut."""
    if row.revoked_at is not None:
        return "revoked"
    if row.failed >= SHUT_AFTER:
        return "shut"
    return "valid" if row.expires_at > now else "expired"


def _end(connection: Connection, *which: Any, now: datetime) -> bool:
    ids = connection.scalars(select(links.c.id).where(*which)).all()
    connection.execute(update(links).where(links.c.id.in_(ids), links.c.revoked_at.is_(None)).values(revoked_at=now))
    ended = link_sessions.c.link.in_(ids) & link_sessions.c.ended_at.is_(None)
    connection.execute(update(link_sessions).where(ended).values(ended_at=now))
    return bool(ids)


def _person(engine: Engine, connection: Connection, nip: str, name: str | None) -> Any:
    """The person of a NIP. Somebody from another office is written down by the name that the case gives; no account is made."""
    found = connection.execute(select(persons.c.id, persons.c.name).where(persons.c.nip == nip)).first()
    if found is not None:
        return found
    if name is None:
        raise NotFound("Nama peserta ini belum diketahui. Buat tautannya begitu ada tugas yang menunggunya.")
    connection.execute(insert(persons).values(id=engine.world.new_id(), nip=nip, name=name))
    return connection.execute(select(persons.c.id, persons.c.name).where(persons.c.nip == nip)).one()


def _name_in_case(engine: Engine, case_id: str, nip: str) -> str | None:
    """How the case's own data call somebody whom the office does not know yet; None when it knows them, or nothing is said."""
    with engine.database.reading() as connection:
        if connection.scalar(select(persons.c.id).where(persons.c.nip == nip)) is not None:
            return None
        mine = tasks.c.participant == nip
        task = connection.scalar(
            select(tasks.c.id).where(tasks.c.case_id == case_id, mine, tasks.c.state == "open").limit(1)
        )
    if task is None:
        return None
    return next((str(block["nama"]) for block in _blocks(look(engine, case_id, task), nip)), None)


def _blocks(value: Any, nip: str) -> Iterator[Mapping[str, Any]]:
    if isinstance(value, Mapping):
        if value.get("nip") == nip and value.get("nama"):
            yield value
        for inner in value.values():
            yield from _blocks(inner, nip)
    elif isinstance(value, list | tuple):
        for inner in value:
            yield from _blocks(inner, nip)
