"""The people of the office as operators and auditors see them: a list that is searched and paged, and one person whole."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy import ColumnElement, Connection, and_, exists, func, or_, select, tuple_

from engine.errors import NotAllowed, NotFound
from engine.people import Actor
from engine.people.actors import MANDATES, local_day
from engine.people.seen import latest
from engine.people.terms import holds
from engine.queries.journal import JournalRow, entries
from engine.queries.paging import containing, cursor, resumed
from engine.schema import (
    accounts,
    attempts,
    former_names,
    holdings,
    journal,
    mandates,
    persons,
    positions,
    sessions,
    units,
)

if TYPE_CHECKING:
    from engine.engine import Engine

READERS = frozenset({"operator", "auditor"})
PAGE = 50
#: Entries of the journal on a person's page; all of them are in the journal.
HISTORY = 30
#: Log-ins on a person's page.
VISITS = 5

#: A unit of ours may stand in the register by its key; people read its name.
UNIT_NAME = func.coalesce(units.c.name, persons.c.unit).label("unit_name")

#: What the list can be narrowed to.
STATES = ("menjabat", "berakun", "tanpa-akun", "terkunci", "keluar")


@dataclass(frozen=True, kw_only=True)
class PersonRow:
    """Somebody in the list. `seats`: held now, as people say it; `username` None: no account."""

    id: str
    nip: str | None
    name: str
    rank: str | None
    grade: str | None
    job_title: str | None
    unit: str | None
    unit_name: str | None
    username: str | None
    roles: tuple[str, ...]
    active: bool
    left_as: str | None
    seats: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class People:
    """One page of people by name, and where the next begins."""

    rows: tuple[PersonRow, ...]
    following: str | None


@dataclass(frozen=True, kw_only=True)
class HeldSeat:
    """A seat of a person. `state`: now, coming or over."""

    position: str
    as_what: str
    mandated: bool
    letter: str | None
    since: date
    until: date | None
    state: str
    ended_at: datetime | None
    end_reason: str | None


@dataclass(frozen=True, kw_only=True)
class Visit:
    """A session: when it began, and when it ended or is to end. `lasts`: still open."""

    started_at: datetime
    until: datetime
    lasts: bool


@dataclass(frozen=True, kw_only=True)
class AccountState:
    """An account as operators see it. `throttled_until`: too many wrong passwords; `open`: sessions that last."""

    username: str
    roles: tuple[str, ...]
    active: bool
    must_change: bool
    password_at: datetime | None
    last_login: datetime | None
    open: int
    throttled_until: datetime | None
    sessions: tuple[Visit, ...]


@dataclass(frozen=True, kw_only=True)
class PersonPage:
    """One person whole. `version`: what an act on this page must name; `may_change`: an operator looks;
    `oneself`: at the own page, where others act."""

    id: str
    version: int
    nip: str | None
    name: str
    rank: str | None
    grade: str | None
    job_title: str | None
    unit: str | None
    unit_name: str | None
    email: str | None
    left_as: str | None
    left_on: date | None
    former: tuple[tuple[str, datetime], ...]
    seats: tuple[HeldSeat, ...]
    account: AccountState | None
    history: tuple[JournalRow, ...]
    may_change: bool
    oneself: bool


def people(
    engine: Engine, actor: Actor, *, words: str = "", state: str | None = None, after: str | None = None
) -> People:
    """One page of the register by name: who matches all words (name, NIP, unit, title, user name). Raises NotAllowed."""
    _readers_only(actor)
    now = engine.world.now()
    statement = (
        select(persons, UNIT_NAME, accounts.c.username, accounts.c.roles, accounts.c.active)
        .join(accounts, accounts.c.person == persons.c.id, isouter=True)
        .join(units, units.c.id == persons.c.unit, isouter=True)
        .where(*(_matching(word) for word in words.split()), *_narrowed(state, now))
        .order_by(persons.c.name, persons.c.id)
        .limit(PAGE + 1)
    )
    if begin := resumed(after, ([str, str],)):
        statement = statement.where(
            persons.c.name >= begin[0], tuple_(persons.c.name, persons.c.id) > tuple_(begin[0], begin[1])
        )
    with engine.database.reading() as connection:
        found = connection.execute(statement).all()
        held = _held_now(connection, [row.id for row in found[:PAGE]], now)
    rows = tuple(_row(row, held.get(row.id, ())) for row in found[:PAGE])
    more = len(found) > PAGE
    return People(rows=rows, following=cursor((rows[-1].name, rows[-1].id)) if more else None)


def person(engine: Engine, actor: Actor, id_: str) -> PersonPage:
    """One person: seats then, now and to come, the account, and what was done about them. Raises NotAllowed, NotFound."""
    _readers_only(actor)
    now = engine.world.now()
    with engine.database.reading() as connection:
        known = select(persons, UNIT_NAME).join(units, units.c.id == persons.c.unit, isouter=True)
        row = connection.execute(known.where(persons.c.id == id_)).first()
        if row is None:
            raise NotFound
        seats = _seats(connection, id_, now)
        names = select(former_names.c.name, former_names.c.until).where(former_names.c.subject == f"person:{id_}")
        return PersonPage(
            **{name: getattr(row, name) for name in _SHOWN},
            version=latest(connection, id_),
            former=tuple((each.name, each.until) for each in connection.execute(names.order_by(former_names.c.until))),
            seats=tuple(seats),
            account=_account(connection, id_, now),
            history=_history(connection, id_, {seat.position for seat in seats}),
            may_change="operator" in actor.roles,
            oneself=actor.person == id_,
        )


def counts(engine: Engine, actor: Actor) -> dict[str, int]:
    """How many people are of the office, and how many of them have no account or a closed one. Raises NotAllowed."""
    _readers_only(actor)
    here = persons.c.left_as.is_(None)
    statement = (
        select(func.count(), func.count(accounts.c.username), func.count().filter(accounts.c.active.is_(False)))
        .select_from(persons)
        .join(accounts, accounts.c.person == persons.c.id, isouter=True)
        .where(here)
    )
    with engine.database.reading() as connection:
        everybody, known, closed = connection.execute(statement).one()
    return {"people": everybody, "accounts": known, "closed": closed}


_SHOWN = ("id", "nip", "name", "rank", "grade", "job_title", "unit", "unit_name", "email", "left_as", "left_on")


def _row(row: Any, seats: Sequence[str]) -> PersonRow:
    return PersonRow(
        **{name: getattr(row, name) for name in _SHOWN if name not in ("email", "left_on")},
        username=row.username,
        roles=tuple((row.roles or "").split()),
        active=bool(row.active),
        seats=tuple(seats),
    )


def _matching(word: str) -> ColumnElement[bool]:
    columns = (persons.c.name, persons.c.nip, persons.c.unit, units.c.name, persons.c.job_title, accounts.c.username)
    return containing(word, *(func.coalesce(column, "") for column in columns))


def _narrowed(state: str | None, now: datetime) -> list[ColumnElement[bool]]:
    """Whoever left is shown only when asked for."""
    if state == "keluar":
        return [persons.c.left_as.is_not(None)]
    here = persons.c.left_as.is_(None)
    seated = or_(*(exists().where(table.c.person == persons.c.id, holds(table, now)) for table in (holdings, mandates)))
    narrowed = {
        "menjabat": seated,
        "berakun": accounts.c.username.is_not(None),
        "tanpa-akun": accounts.c.username.is_(None),
        "terkunci": accounts.c.active.is_(False),
    }
    return [and_(here, narrowed[state])] if state in narrowed else [here]


def _held_now(connection: Connection, ids: Sequence[str], now: datetime) -> dict[str, list[str]]:
    held: dict[str, list[str]] = {}
    for table in (holdings, mandates):
        statement = select(table, positions.c.title).join(positions, positions.c.id == table.c.position)
        rows = connection.execute(statement.where(table.c.person.in_(ids), holds(table, now)))
        for row in rows.mappings():
            held.setdefault(row["person"], []).append(_as_what(row))
    return held


def _as_what(row: Any) -> str:
    form = MANDATES.get(row.get("form") or "")
    return f"{form} {row['title']}" if form else str(row["title"])


def _seats(connection: Connection, id_: str, now: datetime) -> list[HeldSeat]:
    found = []
    for table in (holdings, mandates):
        statement = select(table, positions.c.title).join(positions, positions.c.id == table.c.position)
        for row in connection.execute(statement.where(table.c.person == id_)).mappings():
            found.append(
                HeldSeat(
                    **{name: row[name] for name in ("position", "letter", "since", "until", "ended_at", "end_reason")},
                    as_what=_as_what(row),
                    mandated=table is mandates,
                    state=_state(row, now),
                )
            )
    return sorted(found, key=lambda seat: (seat.since, seat.position), reverse=True)


def _state(row: Any, now: datetime) -> str:
    today = local_day(now)
    if (row["ended_at"] is not None and row["ended_at"] <= now) or (row["until"] is not None and row["until"] < today):
        return "over"
    return "coming" if row["since"] > today else "now"


def _account(connection: Connection, id_: str, now: datetime) -> AccountState | None:
    row = connection.execute(select(accounts).where(accounts.c.person == id_)).first()
    if row is None:
        return None
    mine = sessions.c.username == row.username
    newest = select(sessions).where(mine).order_by(sessions.c.started_at.desc()).limit(VISITS)
    visits = tuple(
        Visit(
            started_at=each.started_at,
            until=each.ended_at or each.expires_at,
            lasts=each.ended_at is None and each.expires_at > now,
        )
        for each in connection.execute(newest)
    )
    lasting = mine & sessions.c.ended_at.is_(None) & (sessions.c.expires_at > now)
    until = connection.scalar(select(attempts.c.until).where(attempts.c.username == row.username))
    return AccountState(
        username=row.username,
        roles=tuple(row.roles.split()),
        active=row.active,
        must_change=row.must_change,
        password_at=row.password_at,
        last_login=visits[0].started_at if visits else None,
        sessions=visits,
        open=connection.scalar(select(func.count()).select_from(sessions).where(lasting)) or 0,
        throttled_until=until if until is not None and until > now else None,
    )


def _history(connection: Connection, id_: str, held: set[str]) -> tuple[JournalRow, ...]:
    """Acts on the person, the mandates and the seats. An entry about a seat names its position; whose seat it was stands in its facts."""
    given = select(mandates.c.id).where(mandates.c.person == id_)
    about = or_(
        journal.c.subject == id_,
        journal.c.subject.in_(given),
        and_(journal.c.subject.in_(held), journal.c.act.in_(("seat:given", "seat:ended"))),
    )
    rows = entries(connection, [about], limit=HISTORY * 3)
    mine = [row for row in rows if not row.act.startswith("seat:") or row.about.get("person") == id_]
    return tuple(mine[:HISTORY])


def _readers_only(actor: Actor) -> None:
    if not READERS & actor.roles:
        raise NotAllowed
