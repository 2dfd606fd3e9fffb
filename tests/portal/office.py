"""A small office behind the portal: Ani drafts, Bram approves, Umi and Dewi file, Citra is from elsewhere, Oka mends."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from sqlalchemy import insert

from engine import background
from engine.database import open_database
from engine.definitions import deploy
from engine.engine import Engine
from engine.people.accounts import hash_password
from engine.schema import accounts, holdings, mandates, persons, positions, units
from engine.world import MovedWorld
from tests.portal.visitors import PASSWORD

assert background  # registers the engine's jobs

SOPS = Path(__file__).parents[1] / "engine" / "sops"
PEOPLE = ("ani", "bram", "umi", "citra", "dewi", "pesi", "oka", "audi")
POSITIONS = {
    "kantor.staf": "Staf",
    "kantor.kepala": "Kepala Kantor",
    "kantor.umum": "Petugas Umum",
    "luar.staf": "Staf luar",
}
HOLDINGS = (
    ("ani", "kantor.staf"),
    ("bram", "kantor.kepala"),
    ("umi", "kantor.umum"),
    ("dewi", "kantor.umum"),
    ("citra", "luar.staf"),
)
ROLES = {"pesi": "participant", "oka": "operator", "audi": "auditor"}


@pytest.fixture(scope="session")
def password_hash() -> str:
    """One slow hash for all accounts."""
    return hash_password(PASSWORD)


@pytest.fixture
def world() -> MovedWorld:
    """Monday, 5 January 2026, 08.00 in Jakarta."""
    return MovedWorld(moment=datetime(2026, 1, 5, 1, 0, tzinfo=UTC), seed=1)


@pytest.fixture
def engine(sqlite_url: str, home: Path, world: MovedWorld, password_hash: str) -> Iterator[Engine]:
    """An engine with the leave SOP and its people. SQLite only: the portal itself never speaks to the database."""
    opened = Engine(database=open_database(sqlite_url, home), world=world, home=home, processes=SOPS)
    with opened.database.transaction() as connection:
        for unit in ("kantor", "luar"):
            connection.execute(insert(units).values(id=unit, name=f"{unit.title()} Contoh", short=unit, code="433.900"))
        for position, title in POSITIONS.items():
            connection.execute(insert(positions).values(id=position, title=title, unit=position.split(".")[0]))
        for index, name in enumerate(PEOPLE, start=1):
            nip = f"1980010{index}200501100{index}"
            connection.execute(insert(persons).values(id=name, nip=nip, name=name.title()))
            roles = ROLES.get(name, "official")
            connection.execute(
                insert(accounts).values(username=name, person=name, password=password_hash, roles=roles, active=True)
            )
        for person, position in HOLDINGS:
            connection.execute(insert(holdings).values(position=position, person=person, since=date(2025, 1, 1)))
    deploy(opened, SOPS / "cuti")
    yield opened
    opened.close()


@pytest.fixture
def give_mandate(engine: Engine) -> Callable[[str, str, date, date], None]:
    """Give somebody a Plh. mandate: person, position, first and last day."""

    def give(person: str, position: str, since: date, until: date) -> None:
        row = {"id": f"m-{person}", "position": position, "person": person, "form": "plh", "letter": "800/1/2026"}
        with engine.database.transaction() as connection:
            connection.execute(insert(mandates).values(**row, since=since, until=until, withheld=""))

    return give
