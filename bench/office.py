"""A throwaway office with one SOP made from a bench model, on a fresh database."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path

from sqlalchemy import insert

from engine import background
from engine.database.migrate import migrate
from engine.definitions import deploy
from engine.engine import Engine
from engine.people import Actor, actor_of
from engine.schema import holdings, persons, positions, units
from engine.world import MovedWorld

assert background  # registers the engine's jobs

FORM = {
    "type": "default",
    "id": "isi",
    "schemaVersion": 16,
    "components": [
        {
            "type": "textfield",
            "id": "c1",
            "key": "nama",
            "label": "Nama",
            "validate": {"required": True, "maxLength": 80},
        },
        {
            "type": "radio",
            "id": "c2",
            "key": "putusan",
            "label": "Putusan",
            "values": [{"label": "Lanjut", "value": "lanjut"}, {"label": "Ulang", "value": "ulang"}],
            "validate": {"required": True},
        },
        {"type": "textarea", "id": "c3", "key": "catatan", "label": "Catatan"},
    ],
}
START = {
    "type": "default",
    "id": "mulai",
    "schemaVersion": 16,
    "components": [
        {
            "type": "dynamiclist",
            "id": "c1",
            "path": "orang",
            "label": "Orang",
            "properties": {"minRows": 0, "maxRows": 1000},
            "components": [{"type": "textfield", "id": "c2", "key": "nip", "label": "NIP"}],
        }
    ],
}
SETTINGS = """id = "bench"
process = "{process}"
title = "Bench"
prefix = "B"
steps = 15
start = ["a"]
cancel = ["a"]
[lanes]
a = "k.a"
b = "k.b"
c = "k.c"
"""


@contextmanager
def office(model: bytes, process: str, database_url: str | None = None) -> Iterator[tuple[Engine, Actor]]:
    """An engine with the model deployed as SOP `bench`, and one person who holds all its positions."""
    with tempfile.TemporaryDirectory(prefix="alur-bench-") as folder:
        home = Path(folder) / "home"
        sop = Path(folder) / "processes" / "bench"
        (sop / "forms").mkdir(parents=True)
        (sop / "process.bpmn").write_bytes(model)
        (sop / "sop.toml").write_text(SETTINGS.format(process=process))
        (sop / "forms" / "isi.form").write_text(json.dumps(FORM))
        (sop / "forms" / "mulai.form").write_text(json.dumps(START))
        engine = Engine.open(home, database_url, world=MovedWorld(), processes=sop.parent)
        migrate(engine.database)
        _people(engine)
        deploy(engine, sop)
        with engine.database.reading() as connection:
            actor = actor_of(connection, "ani", now=engine.world.now())
        try:
            yield engine, actor
        finally:
            engine.close()


def _people(engine: Engine) -> None:
    with engine.database.transaction() as connection:
        connection.execute(insert(units).values(id="k", name="Kantor", short="K", code="1"))
        connection.execute(insert(persons).values(id="ani", nip="198001012005011001", name="Ani"))
        for name in "abc":
            connection.execute(insert(positions).values(id=f"k.{name}", title=name, unit="k"))
            connection.execute(insert(holdings).values(position=f"k.{name}", person="ani", since=date(2025, 1, 1)))
