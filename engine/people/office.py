"""Load an office from a file: units, positions, people with their seats, mandates and accounts."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection, Table, insert, select

from engine.people.accounts import hash_password
from engine.people.actors import local_day
from engine.schema import accounts, holdings, mandates, persons, positions, units

if TYPE_CHECKING:
    from engine.engine import Engine


def load_office(engine: Engine, path: Path, *, password: str) -> int:
    """Load an office file (TOML; see portal/demo/office.toml) into an empty database; gives the number of people.

    Every account gets the same password. Dates of mandates are days from today. What exists already is left alone.
    """
    office = tomllib.loads(path.read_text(encoding="utf-8"))
    today = local_day(engine.world.now())
    hashed = hash_password(password)
    with engine.database.transaction() as connection:
        _insert_new(connection, units, office["units"])
        _insert_new(connection, positions, ({"superior": None} | row for row in office["positions"]))
        for person in office["people"]:
            _load_person(engine, connection, person, hashed, today)
        _load_mandates(engine, connection, office.get("mandates", []), today)
    return len(office["people"])


def _insert_new(connection: Connection, table: Table, rows: Iterable[Mapping[str, Any]]) -> None:
    known = set(connection.scalars(select(table.c.id)))
    if fresh := [dict(row) for row in rows if row["id"] not in known]:
        connection.execute(insert(table), fresh)


def _load_person(engine: Engine, connection: Connection, person: Mapping[str, Any], hashed: str, today: date) -> None:
    if connection.scalar(select(accounts.c.person).where(accounts.c.username == person["username"])) is not None:
        return
    id_ = engine.world.new_id()
    columns = ("nip", "name", "rank", "grade", "job_title", "unit", "email")
    connection.execute(insert(persons).values(id=id_, **{column: person.get(column) for column in columns}))
    connection.execute(
        insert(accounts).values(
            username=person["username"], person=id_, password=hashed, roles=" ".join(person["roles"]), active=True
        )
    )
    since = date(today.year - 1, 1, 1)
    for position in person["positions"]:
        connection.execute(insert(holdings).values(position=position, person=id_, since=since, until=None))


def _load_mandates(engine: Engine, connection: Connection, rows: Iterable[Mapping[str, Any]], today: date) -> None:
    for row in rows:
        person = connection.scalar(select(accounts.c.person).where(accounts.c.username == row["username"]))
        known = connection.scalar(select(mandates.c.id).where(mandates.c.letter == row["letter"]))
        if person is None or known is not None:
            continue
        connection.execute(
            insert(mandates).values(
                id=engine.world.new_id(),
                position=row["position"],
                person=person,
                form=row["form"],
                letter=row["letter"],
                since=today + timedelta(days=row["since"]),
                until=today + timedelta(days=row["until"]),
                withheld=" ".join(row.get("withheld", [])),
            )
        )
