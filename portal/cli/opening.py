"""Opening the engine for a command: data folder and database from the environment, tables brought up to date."""

from __future__ import annotations

import os
from pathlib import Path

from engine import background
from engine.calendars import keep
from engine.database.migrate import migrate
from engine.engine import Engine
from engine.world import SharedWorld, World
from webhooks import sending

assert background and sending  # their jobs register themselves when the modules are imported


def home() -> Path:
    """The data folder: ALUR_HOME, else var/ here."""
    return Path(os.environ.get("ALUR_HOME", "var")).resolve()


def open_engine(world: World | None = None) -> Engine:
    """The engine of this environment, its tables at the newest revision."""
    if world is None and (clock := os.environ.get("ALUR_CLOCK")):
        world = SharedWorld(Path(clock))
    engine = Engine.open(home(), os.environ.get("ALUR_DATABASE_URL"), world=world)
    migrate(engine.database)
    keep(engine, engine.calendar)
    return engine
