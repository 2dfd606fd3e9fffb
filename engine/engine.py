"""The assembled engine: what commands and queries are given. It holds no logic of its own."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path

from engine.calendar import Calendar, national
from engine.database import Database, open_database
from engine.definitions import Definitions
from engine.executions import Executions
from engine.people.actors import local_day
from engine.spiff import Environment, Limits
from engine.world import World
from expressions import BASE

#: How long a process may believe that the office's calendar is still the newest.
FRESH = timedelta(minutes=1)


@dataclass(kw_only=True)
class Engine:
    """A database, a world, a data folder, and what a worker keeps in memory."""

    database: Database
    world: World
    home: Path
    processes: Path
    limits: Limits = field(default_factory=Limits)
    definitions: Definitions = field(default_factory=Definitions)
    executions: Executions = field(default_factory=Executions)
    _environments: dict[str, Environment] = field(default_factory=dict, repr=False)
    _calendars: dict[str, Calendar] = field(default_factory=dict, repr=False)
    _today: tuple[datetime, Calendar] | None = field(default=None, repr=False)

    @classmethod
    def open(
        cls, home: Path, database_url: str | None = None, *, world: World | None = None, processes: Path | None = None
    ) -> Engine:
        """Open the database of a data folder (SQLite in it by default), or the one a URL names."""
        home.mkdir(parents=True, exist_ok=True)
        return cls(
            database=open_database(database_url, home),
            world=world or World(),
            home=home,
            processes=processes or Path(__file__).parent.parent / "processes",
        )

    @property
    def calendar(self) -> Calendar:
        """The office's calendar of today, that new cases are pinned to. Another process's change is seen within a minute."""
        now = self.world.now()
        if self._today is None or not now - FRESH < self._today[0] <= now:
            from engine.calendars import newest  # the editions are read from the database, which knows no engine

            with self.database.reading() as connection:
                version = newest(connection, local_day(now))
            self._today = (now, self.calendar_of(version))
        return self._today[1]

    def forget_calendar(self) -> None:
        """Look up today's calendar anew when next asked."""
        self._today = None

    def environment(self, calendar: str) -> Environment:
        """What expressions of a case may call: the function table bound to the case's calendar version."""
        if calendar not in self._environments:
            self._environments[calendar] = Environment(
                functions=BASE.bind(calendar=self.calendar_of(calendar)), limits=self.limits
            )
        return self._environments[calendar]

    def calendar_of(self, version: str) -> Calendar:
        """The calendar of a version that a case is pinned to."""
        if version == national().version:
            return national()
        if version not in self._calendars:
            from engine.calendars import stored  # a case of another calendar reads it from the database, once

            self._calendars[version] = stored(self, version)
        return self._calendars[version]

    def close(self) -> None:
        """Close the database."""
        self.database.close()
