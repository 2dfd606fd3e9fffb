"""The working calendar of the office: working days, national holidays and joint leave, as data with a version.

Sources: Perpres 21/2023 (five working days, Monday to Friday); SKB 3 Menteri on national holidays and cuti bersama, through
the `holidays` package (categories public and government); local days are added by the office.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import cache
from typing import Any

import holidays

from engine.canonical import digest
from engine.errors import YearWithoutCalendar
from engine.world import JAKARTA

#: Years whose holidays have a decree known to the `holidays` package.
DECREED = range(2024, 2028)
#: The end of an ordinary working day, local time (Perpres 21/2023; Friday 16.30).
CLOSING = time(16, 0)


@dataclass(frozen=True, kw_only=True)
class Calendar:
    """Days off of an office. `days_off` maps a date to the reason; years outside `years` are refused loudly."""

    version: str
    days_off: Mapping[date, str]
    years: frozenset[int]

    def is_working_day(self, day: date) -> bool:
        """Whether the office works on that day. Raises YearWithoutCalendar for a year without a decree."""
        if day.year not in self.years:
            raise YearWithoutCalendar(f"Hari libur tahun {day.year} belum ditetapkan dalam kalender {self.version}.")
        return day.weekday() < 5 and day not in self.days_off

    def add_workdays(self, moment: datetime | date, days: int) -> datetime:
        """The end of the n-th working day after a moment (before it, when `days` is negative); counting starts on the next day.

        Gives an aware datetime in Asia/Jakarta at closing time.
        """
        day = _local(moment)
        left, one = abs(days), timedelta(days=1 if days > 0 else -1)
        while left > 0:
            day += one
            left -= self.is_working_day(day)
        return datetime.combine(day, CLOSING, JAKARTA)

    def workdays_between(self, start: datetime | date, end: datetime | date) -> int:
        """How many working days lie after the start's day, up to and including the end's day; negative when end is before start."""
        first, last = _local(start), _local(end)
        if last < first:
            return -self.workdays_between(end, start)
        return sum(self.is_working_day(first + timedelta(days=n)) for n in range(1, (last - first).days + 1))


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
    content: dict[str, Any] = {day.isoformat(): days[day] for day in sorted(days)}
    return Calendar(version=f"id-{digest([list(known), content])[:12]}", days_off=days, years=frozenset(known))
