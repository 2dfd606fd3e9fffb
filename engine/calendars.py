"""Calendar versions in the database: a case keeps the calendar it was started with."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import orjson
from sqlalchemy import insert, select

from engine.calendar import Calendar
from engine.errors import YearWithoutCalendar
from engine.schema import calendars

if TYPE_CHECKING:
    from engine.engine import Engine


def keep(engine: Engine, calendar: Calendar) -> None:
    """Store a calendar's content under its version, once."""
    with engine.database.transaction() as connection:
        if connection.scalar(select(calendars.c.version).where(calendars.c.version == calendar.version)) is None:
            content = {
                "years": sorted(calendar.years),
                "days_off": {day.isoformat(): reason for day, reason in sorted(calendar.days_off.items())},
            }
            connection.execute(
                insert(calendars).values(
                    version=calendar.version, content=orjson.dumps(content), added_at=engine.world.now()
                )
            )


def stored(engine: Engine, version: str) -> Calendar:
    """The calendar of a version. Raises YearWithoutCalendar when it was never stored here."""
    with engine.database.reading() as connection:
        content = connection.scalar(select(calendars.c.content).where(calendars.c.version == version))
    if content is None:
        raise YearWithoutCalendar(f"Kalender versi {version} tidak ada di basis data ini.")
    found = orjson.loads(content)
    days = {date.fromisoformat(day): reason for day, reason in found["days_off"].items()}
    return Calendar(version=version, days_off=days, years=frozenset(found["years"]))
