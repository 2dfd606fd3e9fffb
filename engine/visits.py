"""Visits of an SOP step, reckoned from its tasks: how many working days the office had them, how many somebody outside did.

A visit is all work of one case in one step that joins without a day between: it begins when the first task opens and ends when
the last one closes. Coming back on a later day is another visit. A day counts as work when the office had anything to do in
the step, as waiting when only somebody outside had; so work and waiting together are the visit's whole length.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import accumulate
from typing import TYPE_CHECKING

from engine.calendar import WORKDAYS, Calendar
from engine.people.actors import local_day

if TYPE_CHECKING:
    from engine.engine import Engine

#: Median and 90th percentile, as whole fractions, so that no rounding decides.
MEDIAN, NINETY = (1, 2), (9, 10)
#: Years before and after those of a calendar that are numbered, too.
MARGIN = 10


@dataclass(frozen=True, kw_only=True)
class Piece:
    """One task of a step. `closed` None: still open; `completed`: not merely taken away."""

    opened: datetime
    closed: datetime | None
    external: bool
    completed: bool


@dataclass(frozen=True, kw_only=True)
class Visit:
    """A visit that is over. `work`, `wait`: working days; None when nobody of that side had a task in it."""

    ended: datetime
    work: int | None
    wait: int | None


class Workdays:
    """The working days of a calendar, numbered, so that a difference of two numbers counts them.

    For reports only: in a year that no decree has set, Monday to Friday. Due dates are refused there instead.
    """

    def __init__(self, calendar: Calendar) -> None:
        self.first = date(min(calendar.years, default=2024) - MARGIN, 1, 1)
        self.last = date(max(calendar.years, default=2024) + MARGIN, 12, 31)
        whole = (self.first + timedelta(days=n) for n in range((self.last - self.first).days + 1))
        self._numbers = list(accumulate(_works(calendar, day) for day in whole))

    def number(self, moment: datetime) -> int:
        """How many working days lie up to and including a moment's day, from a day that is the same for all."""
        day = min(max(local_day(moment), self.first), self.last)
        return self._numbers[(day - self.first).days]

    def between(self, start: datetime, end: datetime) -> int:
        """Working days after the start's day, up to and including the end's day."""
        return self.number(end) - self.number(start)


def _works(calendar: Calendar, day: date) -> bool:
    return calendar.is_working_day(day) if day.year in calendar.years else day.weekday() < WORKDAYS


#: Versions never change, so they are numbered once in a process.
_numbered: dict[str, Workdays] = {}


def workdays_of(engine: Engine, version: str) -> Workdays:
    """The numbered working days of a calendar version."""
    if version not in _numbered:
        _numbered[version] = Workdays(engine.calendar_of(version))
    return _numbered[version]


def visits(pieces: Iterable[Piece], workdays: Workdays) -> Iterator[Visit]:
    """The visits that are over and in which something was completed, in order. `pieces`: the tasks of one step of one case."""
    for together in _joined(sorted(pieces, key=lambda piece: piece.opened)):
        ends = [piece.closed for piece in together if piece.closed is not None]
        if len(ends) < len(together) or not any(piece.completed for piece in together):
            continue
        outside = [piece.external for piece in together]
        spans = [
            (workdays.number(piece.opened), workdays.number(end)) for piece, end in zip(together, ends, strict=True)
        ]
        work = _covered(span for span, external in zip(spans, outside, strict=True) if not external)
        yield Visit(
            ended=max(ends),
            work=None if all(outside) else work,
            wait=_covered(spans) - work if any(outside) else None,
        )


def _joined(pieces: list[Piece]) -> Iterator[list[Piece]]:
    """Tasks that overlap, or follow each other on the same day."""
    together: list[Piece] = []
    until: date | None = None
    for piece in pieces:
        if together and (until is None or local_day(piece.opened) <= until):
            together.append(piece)
        else:
            if together:
                yield together
            together, until = [piece], date.min
        if until is not None:
            until = None if piece.closed is None else max(until, local_day(piece.closed))
    if together:
        yield together


def _covered(spans: Iterable[tuple[int, int]]) -> int:
    """How many working days lie in any of the spans; as everywhere, the day on which work came does not count."""
    covered, upto = 0, 0
    for start, end in sorted(spans):
        covered += max(0, end - max(start, upto))
        upto = max(upto, end)
    return covered


def percentile(counted: Mapping[int, int], share: tuple[int, int]) -> int | None:
    """The nearest-rank percentile of a histogram (days -> how often): the fewest days within which at least that share was done.

    So the 90th says "nine in ten took at most this long", which an official can check by counting; nothing is interpolated.
    """
    days = sorted(day for day, number in counted.items() if number)
    if not days:
        return None
    upto = list(accumulate(counted[day] for day in days))
    above, below = share
    return days[bisect_left(upto, -(-upto[-1] * above // below))]


def within(counted: Mapping[tuple[int, int], int]) -> tuple[int, int]:
    """Of a histogram ((standard, days) -> how often): how many kept the standard, and how many had one (-1: none)."""
    judged = {key: number for key, number in counted.items() if key[0] >= 0}
    return sum(number for (standard, days), number in judged.items() if days <= standard), sum(judged.values())
