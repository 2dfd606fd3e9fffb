"""A case with three participants: Pesi of the office, Citra who is an official elsewhere, and Tamu whom the office does not know."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import select

from engine import commands
from engine.definitions import deploy
from engine.engine import Engine
from engine.people import Actor, actor_of, links
from engine.schema import tasks

SOPS = Path(__file__).parent / "sops"
SHARED = Path(__file__).parents[2] / "processes" / "bersama"

PESI, CITRA, TAMU = "198001062005011006", "198001042005011004", "198506172010122003"
PEOPLE = {PESI: "Pesi", CITRA: "Citra", TAMU: "Tamu Contoh, S.E."}
CONFIRM, UPLOAD = "setiap[{}]/konfirmasi", "setiap[{}]/berkas_peserta/BK_unggah{}"


@pytest.fixture
def summoning(engine: Engine, tmp_path: Path) -> Iterator[Engine]:
    """The small office with the SOP that summons participants."""
    folder = tmp_path / "sops"
    shutil.copytree(SOPS, folder)
    shutil.copytree(SHARED, folder / "bersama")
    engine.processes = folder
    deploy(engine, folder / "panggilan")
    yield engine


def somebody(engine: Engine, name: str) -> Actor:
    """A person of the small office."""
    with engine.database.reading() as connection:
        return actor_of(connection, name, now=engine.world.now())


def summon(engine: Engine) -> str:
    """Start a case; gives its id."""
    rows = [{"nip": nip, "nama": name} for nip, name in PEOPLE.items()]
    return commands.start(
        engine, somebody(engine, "ani"), "panggilan", {"nama": "Asesmen contoh", "peserta": rows}
    ).case_id


def secret_for(engine: Engine, case_id: str, nip: str) -> str:
    """A link of a participant, made by Ani."""
    return links.make(engine, somebody(engine, "ani"), case_id, nip).secret


def open_tasks(engine: Engine, case_id: str) -> set[str]:
    """The ids of what waits."""
    with engine.database.reading() as connection:
        waits = select(tasks.c.id).where(tasks.c.case_id == case_id, tasks.c.state == "open")
        return set(connection.scalars(waits))
