"""A year of the office's calendar as twelve small tables: which days it works, which not, and why."""

from __future__ import annotations

import calendar as weeks
from dataclasses import dataclass
from datetime import date
from typing import Literal

from engine.calendar import WORKDAYS, Calendar
from engine.queries.wording import words_of

Kind = Literal["work", "short", "off", "weekend", "none"]


@dataclass(frozen=True, kw_only=True)
class Day:
    """A cell of a month; `kind` none: it belongs to another month."""

    at: date
    kind: Kind
    name: str = ""


@dataclass(frozen=True, kw_only=True)
class Month:
    """A month: its weeks from Monday to Sunday, and its named days off."""

    name: str
    weeks: tuple[tuple[Day, ...], ...]

    @property
    def off(self) -> tuple[Day, ...]:
        """The days that have a name, in order."""
        return tuple(day for week in self.weeks for day in week if day.name)


def weekdays(language: str) -> list[tuple[str, str]]:
    """The days of the week from Monday: three letters for a narrow column, and whole."""
    names = words_of(language).weekdays()
    return [(name[:3], name) for name in names]


def months(calendar: Calendar, year: int, language: str) -> list[Month]:
    """The twelve months of a year, named in the reader's language."""
    words, reader = words_of(language), weeks.Calendar(firstweekday=0)
    return [
        Month(
            name=words.month(month),
            weeks=tuple(
                tuple(_day(calendar, at, month) for at in week) for week in reader.monthdatescalendar(year, month)
            ),
        )
        for month in range(1, 13)
    ]


def _day(calendar: Calendar, at: date, month: int) -> Day:
    if at.month != month:
        return Day(at=at, kind="none")
    name = calendar.days_off.get(at, "")
    if at.weekday() >= WORKDAYS:
        return Day(at=at, kind="weekend", name=name)
    if name:
        return Day(at=at, kind="off", name=name)
    short = any(period.first <= at <= period.last for period in calendar.periods)
    return Day(at=at, kind="short" if short else "work")
