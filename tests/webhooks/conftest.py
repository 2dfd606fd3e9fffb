"""A small office that asks the centre ("pusat") for leave by machine, on both databases; Oka is its operator."""

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
from engine.schema import accounts, holdings, persons, positions, units
from engine.world import MovedWorld
from tests.webhooks.office import Office
from tests.webhooks.receiver import Receiver, listening
from webhooks import sending

assert background and sending  # register the jobs

SOPS = Path(__file__).parent / "sops"


@pytest.fixture
def world() -> MovedWorld:
    """Monday, 5 January 2026, 08.00 in Jakarta."""
    return MovedWorld(moment=datetime(2026, 1, 5, 1, 0, tzinfo=UTC), seed=1)


@pytest.fixture
def engine(database: Database, home: Path, world: MovedWorld) -> Iterator[Engine]:
    """An engine with the leave SOP and three people."""
    opened = Engine(database=database, world=world, home=home, processes=SOPS)
    with database.transaction() as connection:
        connection.execute(insert(units).values(id="kantor", name="Kantor Contoh", short="KANTOR", code="433.900"))
        for name in ("staf", "kepala", "umum"):
            connection.execute(insert(positions).values(id=f"kantor.{name}", title=name.title(), unit="kantor"))
        for index, (name, position) in enumerate((("ani", "staf"), ("umi", "umum"), ("oka", None)), start=1):
            connection.execute(
                insert(persons).values(id=name, nip=f"1980010{index}200501100{index}", name=name.title())
            )
            roles = "official" if position else "operator"
            connection.execute(
                insert(accounts).values(username=name, person=name, password="-", roles=roles, active=True)
            )
            if position:
                seat = {"position": f"kantor.{position}", "person": name, "since": date(2025, 1, 1)}
                connection.execute(insert(holdings).values(**seat))
    deploy(opened, SOPS / "izin")
    yield opened


@pytest.fixture
def office(engine: Engine) -> Office:
    """The people, ready to act."""
    return Office(engine)


@pytest.fixture
def centre() -> Iterator[Receiver]:
    """The centre's machine, listening; it takes everything unless told otherwise."""
    with listening(Receiver()) as receiver:
        yield receiver
