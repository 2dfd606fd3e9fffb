"""The clock of each SOP step in one case: working days at work on it, apart from those spent waiting for somebody outside.

A step's clock starts when its first work opens, stands still while nothing but outside work is open in it (a reply from BKD, a
participant's papers), and ends when the case goes on to another step. Coming back to the step is a new visit, with a new clock.
It is a fold over what the log's events changed: the same log always gives the same clock.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

import orjson

from engine.calendar import WORKDAYS, Calendar
from engine.errors import YearWithoutCalendar
from engine.people.actors import local_day
from engine.sop import Definition
from engine.spiff import Changes, Execution, Wait

#: Waits that belong to a step: people's work, a letter being made, a message. Timers only limit them.
COUNTED = ("user", "job", "message")


@dataclass(kw_only=True)
class Visits:
    """One step. `worked` and `waited`: working days of the visits that have ended; the rest is about the one under way."""

    number: int = 0
    worked: int = 0
    waited: int = 0
    since: datetime | None = None
    paused: int = 0
    paused_since: datetime | None = None
    idle_since: datetime | None = None
    inside: int = 0
    outside: int = 0

    def settle(self, calendar: Calendar, now: datetime) -> None:
        """After work opened or closed: start, stop, pause or resume."""
        if not (self.inside or self.outside):
            self.idle_since = now
        elif self.since is None:
            self.number, self.since, self.paused = self.number + 1, now, 0
        if self.inside or self.outside:
            self.idle_since = None
        waiting = bool(self.outside) and not self.inside
        if waiting and self.paused_since is None:
            self.paused_since = now
        elif not waiting and self.paused_since is not None:
            self.paused += workdays(calendar, self.paused_since, now)
            self.paused_since = None

    def leave(self, calendar: Calendar) -> None:
        """The case goes on to another step: the visit ended when its last work did."""
        self.worked, self.waited = self.so_far(calendar, self.idle_since)
        self.since = self.idle_since = self.paused_since = None
        self.paused = 0

    def used(self, calendar: Calendar, now: datetime) -> int:
        """Working days that this visit has taken of the step's standard time until now, pauses left out."""
        return 0 if self.since is None else workdays(calendar, self.since, now) - self._resting(calendar, now)

    def so_far(self, calendar: Calendar, now: datetime | None) -> tuple[int, int]:
        """Working days at work and waiting, of all visits until a moment."""
        if self.since is None or now is None:
            return self.worked, self.waited
        until = self.idle_since or now
        return self.worked + self.used(calendar, until), self.waited + self._resting(calendar, until)

    def _resting(self, calendar: Calendar, now: datetime) -> int:
        return self.paused + (workdays(calendar, self.paused_since, now) if self.paused_since else 0)


@dataclass(kw_only=True)
class Clock:
    """The clocks of a case. `places`: each open wait's step, and whether it is somebody outside who must act."""

    steps: dict[int, Visits] = field(default_factory=dict)
    places: dict[str, tuple[int, bool]] = field(default_factory=dict)

    def follow(
        self, calendar: Calendar, definition: Definition, execution: Execution, changes: Changes, now: datetime
    ) -> dict[str, int | None]:
        """Take in what one event changed; gives the step of each wait that it opened."""
        touched, entered, found = set(), set(), {}
        for closed in changes.closed:
            if place := self.places.pop(closed.task, None):
                self._count(*place, -1)
                touched.add(place[0])
        for wait in changes.opened:
            step = found[wait.task] = step_of(definition, execution, wait.task, wait.element, now)
            if step is not None and wait.kind in COUNTED and wait.task not in self.places:
                self.places[wait.task] = (step, is_external(definition, wait))
                self._count(*self.places[wait.task], 1)
                entered.add(step)
        for step in touched | entered:
            self.steps[step].settle(calendar, now)
        self._leave(calendar, entered, ended=execution.status != "running")
        return found

    def dump(self) -> bytes:
        """All of it, for a snapshot."""
        return orjson.dumps(
            {"steps": self._spelled(), "places": sorted((task, *at) for task, at in self.places.items())}
        )

    def times(self) -> bytes:
        """The steps alone, for the case's row."""
        return orjson.dumps(self._spelled())

    @classmethod
    def load(cls, content: bytes) -> Clock:
        """What `dump` wrote."""
        read = orjson.loads(content)
        return cls(
            steps=read_times(orjson.dumps(read["steps"])),
            places={task: (step, outside) for task, step, outside in read["places"]},
        )

    def _spelled(self) -> dict[str, dict[str, Any]]:
        return {str(step): _short(self.steps[step]) for step in sorted(self.steps)}

    def _count(self, step: int, outside: bool, by: int) -> None:
        visits = self.steps.setdefault(step, Visits())
        if outside:
            visits.outside += by
        else:
            visits.inside += by

    def _leave(self, calendar: Calendar, entered: set[int], *, ended: bool) -> None:
        for step, visits in self.steps.items():
            if visits.idle_since is not None and (ended or entered - {step}):
                visits.leave(calendar)


def read_times(content: bytes) -> dict[int, Visits]:
    """The steps' clocks of a case's row."""
    return {int(step): Visits(**_read(values)) for step, values in orjson.loads(content).items()}


def _short(visits: Visits) -> dict[str, Any]:
    return {name: value for name, value in asdict(visits).items() if value}


def _read(values: dict[str, Any]) -> dict[str, Any]:
    return {name: datetime.fromisoformat(value) if isinstance(value, str) else value for name, value in values.items()}


def is_external(definition: Definition, wait: Wait) -> bool:
    """Whether somebody outside the office must act: a message is always theirs, a task when it is drawn so."""
    return wait.kind == "message" or definition.model.elements[wait.element].attributes.get("external") == "true"


def step_of(definition: Definition, execution: Execution, task: str, element_id: str, now: datetime) -> int | None:
    """The SOP step an open element belongs to: its own, else that of the enclosing call activity or sub-process."""
    text = definition.model.elements[element_id].attributes.get("sopStep")
    if text is not None:
        return int(text) if text.isdigit() else int(execution.evaluate(task, text, now=now))
    for scope in reversed(task.split("/")[:-1]):
        enclosing = definition.model.elements.get(scope.split("[")[0].split("~")[0])
        literal = enclosing.attributes.get("sopStep") if enclosing else None
        if literal and literal.isdigit():
            return int(literal)
    return None


def workdays(calendar: Calendar, start: datetime, end: datetime) -> int:
    """Working days from one moment to another, for a report: in a year that no decree has set, Monday to Friday.

    A due date is never reckoned so; it is refused (`Calendar.add_workdays`).
    """
    try:
        return calendar.workdays_between(start, end)
    except YearWithoutCalendar:
        return sum(day.weekday() < WORKDAYS for day in _days(local_day(start), local_day(end)))


def _days(first: date, last: date) -> Iterator[date]:
    return (first + timedelta(days=n) for n in range(1, (last - first).days + 1))
