"""A small office and its one SOP, for stories about the engine: Ani drafts, Bram approves, Citra is from elsewhere."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from sqlalchemy import insert

from engine import background
from engine.database import Database
from engine.definitions import deploy
from engine.engine import Engine
from engine.people import Actor, actor_of
from engine.schema import holdings, persons, positions, units
from engine.world import MovedWorld
from tests.engine.office import Office

assert background  # registers the engine's jobs

SOPS = Path(__file__).parent / "sops"


@pytest.fixture
def world() -> MovedWorld:
    """Monday, 5 January 2026, 08.00 in Jakarta."""
    return MovedWorld(moment=datetime(2026, 1, 5, 1, 0, tzinfo=UTC), seed=1)


@pytest.fixture
def engine(database: Database, home: Path, world: MovedWorld) -> Iterator[Engine]:
    """An engine over a fresh database, with the leave SOP deployed and three people in office."""
    opened = Engine(database=database, world=world, home=home, processes=SOPS)
    with database.transaction() as connection:
        connection.execute(
            insert(units),
            [
                {"id": "kantor", "name": "Kantor Contoh", "short": "KANTOR", "code": "433.900"},
                {"id": "luar", "name": "Luar", "short": "LUAR", "code": "433.901"},
            ],
        )
        for name in ("staf", "kepala", "umum"):
            connection.execute(insert(positions).values(id=f"kantor.{name}", title=name.title(), unit="kantor"))
        connection.execute(insert(positions).values(id="luar.staf", title="Staf luar", unit="luar"))
        seats = (("ani", "kantor.staf"), ("bram", "kantor.kepala"), ("umi", "kantor.umum"), ("citra", "luar.staf"))
        for index, (name, position) in enumerate(seats, start=1):
            nip = f"1980010{index}200501100{index}"
            connection.execute(insert(persons).values(id=name, nip=nip, name=name.title()))
            connection.execute(insert(holdings).values(position=position, person=name, since=date(2025, 1, 1)))
    deploy(opened, SOPS / "cuti")
    yield opened


@pytest.fixture
def office(engine: Engine) -> Office:
    """The people, ready to act."""
    return Office(engine)


@pytest.fixture
def ani(engine: Engine) -> Actor:
    with engine.database.reading() as connection:
        return actor_of(connection, "ani", now=engine.world.now())
