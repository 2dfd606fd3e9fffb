"""Who somebody is today: the positions they hold, definitively or under a mandate (Plt., Plh.)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Literal

from sqlalchemy import Connection, select

from engine.errors import NotFound
from engine.people.terms import holds
from engine.people.terms import local_day as local_day
from engine.schema import accounts, holdings, mandates, persons, positions, units
from forms.said import said

Form = Literal["definitif", "plt", "plh"]

#: How a mandate is written before a title (Permendagri 1/2023).
MANDATES = {"plt": "Plt.", "plh": "Plh."}


@dataclass(frozen=True, kw_only=True)
class Seat:
    """A position as held by somebody: definitively, or under a mandate with its letter and last day."""

    position: str
    title: str
    unit: str
    form: Form = "definitif"
    mandate: str | None = None
    letter: str | None = None
    since: date | None = None
    until: date | None = None
    withheld: tuple[str, ...] = ()

    @property
    def as_what(self) -> str:
        """The title with its mandate, as people say it: `Plh. Kepala BKPSDA`."""
        return f"{MANDATES[self.form]} {self.title}" if self.form in MANDATES else self.title

    def holds_on(self, day: date) -> bool:
        """Whether the seat is held on that day (both ends inclusive)."""
        return (self.since is None or self.since <= day) and (self.until is None or day <= self.until)


@dataclass(frozen=True, kw_only=True)
class Actor:
    """Somebody who acts: a person, the seats held today, and the roles of the account."""

    person: str
    nip: str | None
    name: str
    rank: str | None = None
    grade: str | None = None
    roles: frozenset[str] = frozenset()
    seats: tuple[Seat, ...] = ()

    def seat(self, position: str, day: date) -> Seat | None:
        """The seat by which the person holds a position on a day, a definitive one first."""
        held = [seat for seat in self.seats if seat.position == position and seat.holds_on(day)]
        return min(held, key=lambda seat: seat.form != "definitif", default=None)

    def block(self, seat: Seat | None) -> dict[str, Any]:
        """How the person stands in case data and under a letter."""
        return {
            "nip": self.nip,
            "nama": self.name,
            "pangkat": self.rank,
            "golongan": self.grade,
            "jabatan": seat.title if seat else None,
            "posisi": seat.position if seat else None,
            "bentuk": seat.form if seat else "pribadi",
            "mandat": seat.letter if seat else None,
        }


#: The system itself: jobs, timers, machines.
ROBOT = Actor(person="", nip=None, name="Alur", roles=frozenset({"system"}))


def actor_of(connection: Connection, person: str, *, now: datetime) -> Actor:
    """A person with the seats held today. Raises NotFound."""
    row = connection.execute(
        select(persons, accounts.c.roles)
        .join(accounts, accounts.c.person == persons.c.id, isouter=True)
        .where(persons.c.id == person)
    ).first()
    if row is None:
        raise NotFound
    return Actor(
        person=row.id,
        nip=row.nip,
        name=row.name,
        rank=row.rank,
        grade=row.grade,
        roles=frozenset((row.roles or "participant").split()),
        seats=tuple(seats_of(connection, person, now=now)),
    )


def seats_of(connection: Connection, person: str, *, now: datetime) -> list[Seat]:
    """The seats somebody holds at a moment. A mandate counts only from its own row: it never cascades to another person."""
    held = (
        select(positions.c.id, positions.c.title, units.c.name.label("unit"), holdings.c.since, holdings.c.until)
        .join_from(holdings, positions, holdings.c.position == positions.c.id)
        .join(units, units.c.id == positions.c.unit)
    )
    definitive = connection.execute(held.where(holdings.c.person == person, holds(holdings, now)))
    seats = [
        Seat(position=row.id, title=row.title, unit=row.unit, since=row.since, until=row.until) for row in definitive
    ]
    given = (
        select(mandates, positions.c.title, units.c.name.label("unit"))
        .join_from(mandates, positions, mandates.c.position == positions.c.id)
        .join(units, units.c.id == positions.c.unit)
    )
    for row in connection.execute(given.where(mandates.c.person == person, holds(mandates, now))):
        seats.append(
            Seat(
                position=row.position,
                title=row.title,
                unit=row.unit,
                form=row.form,
                mandate=row.id,
                letter=row.letter,
                since=row.since,
                until=row.until,
                withheld=tuple(row.withheld.split()),
            )
        )
    return seats


def holder_on(connection: Connection, position: str, *, now: datetime) -> dict[str, Any]:
    """The signature block of whoever answers for a position at a moment: a mandate's holder before an absent definitive one.

    Gives nip, nama, pangkat, golongan, jabatan, posisi, bentuk, mandat; nama None when the post is vacant.
    Raises NotFound for an unknown position.
    """
    post = connection.execute(
        select(positions.c.title, units.c.name).join(units).where(positions.c.id == position)
    ).first()
    if post is None:
        raise NotFound(said("Jabatan '{position}' tidak dikenal.", position=position))
    people = [
        *connection.scalars(
            select(mandates.c.person)
            .where(mandates.c.position == position, holds(mandates, now))
            .order_by(mandates.c.since.desc())
        ),
        *connection.scalars(
            select(holdings.c.person)
            .where(holdings.c.position == position, holds(holdings, now))
            .order_by(holdings.c.since)
        ),
    ]
    if not people:
        return {
            "nip": None,
            "nama": None,
            "pangkat": None,
            "golongan": None,
            "jabatan": post.title,
            "posisi": position,
            "bentuk": "kosong",
            "mandat": None,
        }
    row = connection.execute(select(persons).where(persons.c.id == people[0])).one()
    seat = next(seat for seat in seats_of(connection, row.id, now=now) if seat.position == position)
    return Actor(person=row.id, nip=row.nip, name=row.name, rank=row.rank, grade=row.grade).block(seat)
