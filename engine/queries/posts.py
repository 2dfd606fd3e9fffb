"""Positions by unit with who answers for them, and one position with its seats, mandates and waiting work."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection, func, select

from engine.errors import NotAllowed, NotFound
from engine.people import Actor
from engine.people.actors import MANDATES, local_day
from engine.people.mandating import elements_of, require_giver
from engine.people.terms import holds
from engine.schema import holdings, mandates, persons, positions, tasks, units
from engine.sop import Definition

if TYPE_CHECKING:
    from engine.engine import Engine

READERS = frozenset({"operator", "auditor"})
#: Of so many people one can be chosen from a list; of more, the NIP is typed.
MOST_CHOICES = 300


@dataclass(frozen=True, kw_only=True)
class PostRow:
    """A position in the list: who answers for it now (empty: vacant), how much work waits there."""

    id: str
    title: str
    unit: str
    holders: tuple[str, ...]
    waiting: int


@dataclass(frozen=True, kw_only=True)
class SeatRow:
    """A seat of a position. `state`: now, coming or over; `mandate`: its id, None for a definitive one."""

    person: str
    name: str
    as_what: str
    letter: str | None
    since: date
    until: date | None
    state: str
    ended_at: datetime | None
    end_reason: str | None
    mandate: str | None = None
    withheld: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class PostPage:
    """One position whole. `may_appoint`, `may_give`: what this reader may change; `by_nip`: `people` are too many to choose from."""

    row: PostRow
    superior: str | None
    seats: tuple[SeatRow, ...]
    lanes: tuple[str, ...]
    people: tuple[tuple[str, str], ...]
    by_nip: bool
    elements: dict[str, str]
    may_appoint: bool
    may_give: bool


def posts(engine: Engine, actor: Actor) -> list[PostRow]:
    """Every position, by unit. Raises NotAllowed for all but operators and auditors."""
    if not READERS & actor.roles:
        raise NotAllowed
    with engine.database.reading() as connection:
        return _rows(connection, engine.world.now())


def post(engine: Engine, actor: Actor, position: str) -> PostPage:
    """One position, for operators, auditors, its definitive holder and the one above. Raises NotFound for others."""
    now = engine.world.now()
    with engine.database.reading() as connection:
        row = next((row for row in _rows(connection, now, only=position)), None)
        may_give = row is not None and _may_give(connection, actor, position, now)
        if row is None or not (may_give or READERS & actor.roles or actor.seat(position, local_day(now))):
            raise NotFound
        above = select(positions.c.title).where(
            positions.c.id == select(positions.c.superior).where(positions.c.id == position).scalar_subquery()
        )
        known = elements_of(engine, position)
        named = (
            select(persons.c.id, persons.c.name)
            .where(persons.c.left_as.is_(None))
            .order_by(persons.c.name)
            .limit(MOST_CHOICES + 1)
        )
        choices = tuple((each.id, each.name) for each in connection.execute(named)) if may_give else ()
        return PostPage(
            row=row,
            superior=connection.scalar(above),
            seats=tuple(_seats(connection, position, row.title, known, now)),
            lanes=tuple(_lanes(engine, position)),
            people=choices if len(choices) <= MOST_CHOICES else (),
            by_nip=len(choices) > MOST_CHOICES,
            elements=known,
            may_appoint="operator" in actor.roles,
            may_give=may_give,
        )


def _rows(connection: Connection, now: datetime, only: str | None = None) -> list[PostRow]:
    statement = (
        select(positions.c.id, positions.c.title, units.c.name.label("unit"))
        .join(units, units.c.id == positions.c.unit)
        .order_by(units.c.name, positions.c.id)
    )
    work = select(tasks.c.position, func.count().label("count")).where(tasks.c.state == "open")
    if only is not None:
        statement, work = statement.where(positions.c.id == only), work.where(tasks.c.position == only)
    waiting = {row.position: int(row[1]) for row in connection.execute(work.group_by(tasks.c.position))}
    held: dict[str, list[str]] = {}
    for table in (mandates, holdings):
        found = select(table, persons.c.name).join(persons, persons.c.id == table.c.person).where(holds(table, now))
        for row in connection.execute(found.order_by(persons.c.name)).mappings():
            form = MANDATES.get(row.get("form") or "")
            held.setdefault(row["position"], []).append(f"{form} {row['name']}" if form else row["name"])
    return [
        PostRow(
            id=row.id, title=row.title, unit=row.unit, holders=tuple(held.get(row.id, ())),
            waiting=waiting.get(row.id, 0),
        )
        for row in connection.execute(statement)
    ]  # fmt: skip


def _seats(connection: Connection, position: str, title: str, known: dict[str, str], now: datetime) -> list[SeatRow]:
    rows = []
    for table in (mandates, holdings):
        statement = select(table, persons.c.name).join(persons, persons.c.id == table.c.person)
        for row in connection.execute(statement.where(table.c.position == position)).mappings():
            form = MANDATES.get(row.get("form") or "")
            rows.append(
                SeatRow(
                    person=row["person"],
                    name=row["name"],
                    as_what=f"{form} {title}" if form else title,
                    letter=row["letter"],
                    since=row["since"],
                    until=row["until"],
                    state=_state(row, now),
                    ended_at=row["ended_at"],
                    end_reason=row["end_reason"],
                    mandate=row.get("id"),
                    withheld=tuple(known.get(name, name) for name in (row.get("withheld") or "").split()),
                )
            )
    return sorted(rows, key=lambda row: (row.since, row.person), reverse=True)


def _state(row: Any, now: datetime) -> str:
    today = local_day(now)
    if row["ended_at"] is not None and row["ended_at"] <= now:
        return "over"
    if row["until"] is not None and row["until"] < today:
        return "over"
    return "coming" if row["since"] > today else "now"


def _lanes(engine: Engine, position: str) -> list[str]:
    """What a position is in the SOPs, by the names that their diagrams give the lanes."""
    return [
        f"{definition.title}: {_lane_name(definition, lane)}"
        for definition in engine.definitions.all(engine)
        for lane, mapped in definition.lanes.items()
        if mapped == position
    ]


def _lane_name(definition: Definition, lane: str) -> str:
    elements = definition.model.elements.values()
    return next((each.lane_name for each in elements if each.lane == lane and each.lane_name), lane)


def _may_give(connection: Connection, actor: Actor, position: str, now: datetime) -> bool:
    try:
        require_giver(connection, actor, position, now)
    except NotAllowed:
        return False
    return True
