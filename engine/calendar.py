"""The working calendar of the office: working days, holidays, joint leave and working hours, as data with a version.

Sources: Perpres 21/2023 (five working days, Monday to Friday, 07.30 to 16.00 and Friday to 16.30; shorter in Ramadan); SKB 3
Menteri on national holidays and cuti bersama, through the `holidays` package (categories public and government); local days,
changed decrees and the dates of Ramadan are added by the office.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta
from functools import cache
from typing import Any

import holidays

from engine.canonical import digest
from engine.errors import YearWithoutCalendar
from engine.world import JAKARTA
from forms.said import said

#: Years whose holidays have a decree known to the `holidays` package.
DECREED = range(2024, 2028)
#: How many days of the week the office works, from Monday (Perpres 21/2023).
WORKDAYS = 5


@dataclass(frozen=True, kw_only=True)
class Hours:
    """When a working day begins and ends, local time."""

    opening: time = time(7, 30)
    closing: time = time(16, 0)

    @property
    def middle(self) -> time:
        """Half of the day."""
        minutes = (self.opening.hour * 60 + self.opening.minute + self.closing.hour * 60 + self.closing.minute) // 2
        return time(minutes // 60, minutes % 60)


#: What calendars of before working hours were kept count with.
PLAIN = (Hours(),) * WORKDAYS
#: Monday to Thursday until 16.00, Friday until 16.30 (Perpres 21/2023, with the breaks).
ORDINARY = (*(Hours(),) * 4, Hours(closing=time(16, 30)))
#: The shorter days of Ramadan (Perpres 21/2023): 08.00 to 15.00, Friday to 15.30.
RAMADAN = (*(Hours(opening=time(8), closing=time(15)),) * 4, Hours(opening=time(8), closing=time(15, 30)))


@dataclass(frozen=True, kw_only=True)
class Period:
    """Days with working hours of their own, both ends inclusive."""

    name: str
    first: date
    last: date
    hours: tuple[Hours, ...]


@dataclass(frozen=True, kw_only=True)
class Calendar:
    """Days off and working hours of an office. `days_off` maps a date to the reason; years outside `years` are refused loudly."""

    version: str
    days_off: Mapping[date, str]
    years: frozenset[int]
    hours: tuple[Hours, ...] = PLAIN
    periods: tuple[Period, ...] = field(default=())

    def is_working_day(self, day: date) -> bool:
        """Whether the office works on that day. Raises YearWithoutCalendar for a year without a decree."""
        if day.year not in self.years:
            raise YearWithoutCalendar(
                said(
                    "Hari libur tahun {year} belum ditetapkan dalam kalender {version}.",
                    year=day.year,
                    version=self.version,
                )
            )
        return day.weekday() < WORKDAYS and day not in self.days_off

    def hours_on(self, day: date) -> Hours:
        """The working hours of a day; of a day off those of the Friday or weekday it would have been."""
        special = next((period for period in self.periods if period.first <= day <= period.last), None)
        return (special.hours if special else self.hours)[min(day.weekday(), WORKDAYS - 1)]

    def closing(self, day: date) -> datetime:
        """The end of a day's work, aware, Asia/Jakarta."""
        return datetime.combine(day, self.hours_on(day).closing, JAKARTA)

    def add_workdays(self, moment: datetime | date, days: int) -> datetime:
        """The end of the n-th working day after a moment (before it, when `days` is negative); counting starts on the next day.

        Gives an aware datetime in Asia/Jakarta at closing time.
        """
        return self.closing(self._stepped(_local(moment), days))

    def half_of(self, moment: datetime | date, days: int) -> datetime:
        """When half of n working days after a moment is over: a day's end, or the middle of a day when n is odd."""
        day = self._stepped(_local(moment), (days + 1) // 2)
        return datetime.combine(day, self.hours_on(day).middle, JAKARTA) if days % 2 else self.closing(day)

    def due(self, since: datetime | date, left: int) -> datetime:
        """When `left` more working days are used up; with none left, the end of the working day on which they were."""
        if left > 0:
            return self.add_workdays(since, left)
        return self.closing(self._stepped(_local(since) + timedelta(days=1), left - 1))

    def workdays_between(self, start: datetime | date, end: datetime | date) -> int:
        """How many working days lie after the start's day, up to and including the end's day; negative when end is before start."""
        first, last = _local(start), _local(end)
        if last < first:
            return -self.workdays_between(end, start)
        return sum(self.is_working_day(first + timedelta(days=n)) for n in range(1, (last - first).days + 1))

    def _stepped(self, day: date, days: int) -> date:
        left, one = abs(days), timedelta(days=1 if days > 0 else -1)
        while left > 0:
            day += one
            left -= self.is_working_day(day)
        return day

    # -- content -------------------------------------------------------------------------------------------------------

    def content(self) -> dict[str, Any]:
        """The calendar as JSON-like data; `from_content` reads it."""
        return {
            "years": sorted(self.years),
            "days_off": {day.isoformat(): self.days_off[day] for day in sorted(self.days_off)},
            "hours": _spelled(self.hours),
            "periods": [
                {
                    "name": period.name,
                    "first": period.first.isoformat(),
                    "last": period.last.isoformat(),
                    "hours": _spelled(period.hours),
                }
                for period in self.periods
            ],
        }

    def changed(self, **changes: Any) -> Calendar:
        """Another calendar, under a version that is a digest of its content."""
        other = replace(self, **changes)
        return replace(other, version=f"id-{digest(other.content())[:12]}")


def from_content(version: str, found: Mapping[str, Any]) -> Calendar:
    """The calendar of stored content; one stored without hours closes at 16.00 every day, as it did then."""
    return Calendar(
        version=version,
        days_off={date.fromisoformat(day): reason for day, reason in found["days_off"].items()},
        years=frozenset(found["years"]),
        hours=_read(found["hours"]) if "hours" in found else PLAIN,
        periods=tuple(
            Period(
                name=period["name"],
                first=date.fromisoformat(period["first"]),
                last=date.fromisoformat(period["last"]),
                hours=_read(period["hours"]),
            )
            for period in found.get("periods", ())
        ),
    )


def _spelled(hours: tuple[Hours, ...]) -> list[list[str]]:
    return [[f"{each.opening:%H:%M}", f"{each.closing:%H:%M}"] for each in hours]


def _read(found: Iterable[Iterable[str]]) -> tuple[Hours, ...]:
    return tuple(
        Hours(opening=time.fromisoformat(opening), closing=time.fromisoformat(closing)) for opening, closing in found
    )


def _local(moment: datetime | date) -> date:
    if isinstance(moment, datetime):
        return moment.astimezone(JAKARTA).date()
    return moment


@cache
def national(local_days: tuple[tuple[date, str], ...] = (), years: Iterable[int] = DECREED) -> Calendar:
    """The national calendar with an office's own days off laid over it. Its version is a digest of its content."""
    known = tuple(sorted(years))
    days = dict(holidays.country_holidays("ID", years=known, categories=("public", "government"), language="id"))
    days.update(local_days)
    return Calendar(version="", days_off=days, years=frozenset(known), hours=ORDINARY).changed()


def proposed(year: int) -> dict[date, str]:
    """Days off of a year as the `holidays` package foresees them: a draft to be checked against the decree, never used by itself."""
    return dict(
        sorted(holidays.country_holidays("ID", years=year, categories=("public", "government"), language="id").items())
    )
