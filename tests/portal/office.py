"""A small office behind the portal: Ani drafts, Bram approves, Umi and Dewi file, Citra is from elsewhere, Oka mends."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from argon2 import PasswordHasher
from sqlalchemy import insert

from engine import background
from engine.database import open_database
from engine.definitions import Definitions, deploy
from engine.engine import Engine
from engine.schema import accounts, holdings, mandates, persons, positions, units
from engine.world import MovedWorld
from tests.portal.layout import drawn
from tests.portal.visitors import PASSWORD

assert background  # registers the engine's jobs

SOPS = Path(__file__).parents[1] / "engine" / "sops"
MONDAY = datetime(2026, 1, 5, 1, 0, tzinfo=UTC)
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


@pytest.fixture
def world() -> MovedWorld:
    """Monday, 5 January 2026, 08.00 in Jakarta."""
    return MovedWorld(moment=MONDAY, seed=1)


@pytest.fixture(scope="session")
def office_template(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Definitions]:
    """A database with the office and the (drawn) leave SOP, and the SOP loaded: made once, copied for each test."""
    home = tmp_path_factory.mktemp("office")
    shutil.copy(sqlite_template, home / "alur.db")
    shutil.copytree(SOPS, home / "sops")
    model = home / "sops" / "cuti" / "process.bpmn"
    model.write_bytes(drawn(model.read_bytes()))
    opened = Engine(
        database=open_database(None, home), world=MovedWorld(moment=MONDAY, seed=0), home=home, processes=home / "sops"
    )
    move_in(opened)
    deploy(opened, home / "sops" / "cuti")
    opened.close()
    return home / "alur.db", opened.definitions


@pytest.fixture
def engine(office_template: tuple[Path, Definitions], home: Path, world: MovedWorld) -> Iterator[Engine]:
    """An engine with the leave SOP and its people. SQLite only: the portal itself never speaks to the database."""
    template, definitions = office_template
    shutil.copy(template, home / "alur.db")
    opened = Engine(
        database=open_database(None, home),
        world=world,
        home=home,
        processes=template.parent / "sops",
        definitions=definitions,
    )
    yield opened
    opened.close()


def move_in(engine: Engine) -> None:
    """Fill an empty database with the office's people."""
    cheap = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1).hash(PASSWORD)
    with engine.database.transaction() as connection:
        for unit in ("kantor", "luar"):
            connection.execute(insert(units).values(id=unit, name=f"{unit.title()} Contoh", short=unit, code="433.900"))
        for position, title in POSITIONS.items():
            superior = "kantor.kepala" if position in ("kantor.staf", "kantor.umum") else None
            row = {"id": position, "title": title, "unit": position.split(".")[0], "superior": superior}
            connection.execute(insert(positions).values(**row))
        for index, name in enumerate(PEOPLE, start=1):
            nip = f"1980010{index}200501100{index}"
            connection.execute(insert(persons).values(id=name, nip=nip, name=name.title()))
            roles = ROLES.get(name, "official")
            connection.execute(
                insert(accounts).values(username=name, person=name, password=cheap, roles=roles, active=True)
            )
        for person, position in HOLDINGS:
            connection.execute(insert(holdings).values(position=position, person=person, since=date(2025, 1, 1)))


@pytest.fixture
def give_mandate(engine: Engine) -> Callable[[str, str, date, date], None]:
    """Give somebody a Plh. mandate: person, position, first and last day."""

    def give(person: str, position: str, since: date, until: date) -> None:
        row = {"id": f"m-{person}", "position": position, "person": person, "form": "plh", "letter": "800/1/2026"}
        with engine.database.transaction() as connection:
            connection.execute(insert(mandates).values(**row, since=since, until=until, withheld=""))

    return give
