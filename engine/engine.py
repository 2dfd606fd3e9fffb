"""The assembled engine: what commands and queries are given. It holds no logic of its own."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from engine.calendar import Calendar, national
from engine.database import Database, open_database
from engine.definitions import Definitions
from engine.executions import Executions
from engine.spiff import Environment, Limits
from engine.world import World
from expressions import BASE


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
        """The calendar that new cases are pinned to."""
        return national()

    def environment(self, calendar: str) -> Environment:
        """What expressions of a case may call: the function table bound to the case's calendar version."""
        if calendar not in self._environments:
            self._environments[calendar] = Environment(
                functions=BASE.bind(calendar=self.calendar_of(calendar)), limits=self.limits
            )
        return self._environments[calendar]

    def calendar_of(self, version: str) -> Calendar:
        """The calendar of a version that a case is pinned to."""
        if version == self.calendar.version:
            return self.calendar
        from engine.calendars import stored  # a case of an older calendar reads it from the database, once

        return stored(self, version)

    def close(self) -> None:
        """Close the database."""
        self.database.close()
