"""When a seat holds: from its first day to its last (both inclusive), unless it was ended at a moment before."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, Table, and_, exists, func, or_, select, union

from engine.schema import holdings, mandates
from engine.world import JAKARTA

#: Years in which somebody can begin or end to hold a position, or leave.
YEARS = range(1970, 2101)


def local_day(moment: datetime) -> date:
    """The office's calendar day of a moment."""
    return moment.astimezone(JAKARTA).date()


def day_fault(day: date | None, missing: str) -> str | None:
    """Why a day cannot be meant, in Indonesian; None when it can. `missing`: what to say when there is none.

    A date field takes "26" for the year 26, and nobody would notice a seat of that time.
    """
    if day is None:
        return missing
    return None if day.year in YEARS else f"Tahun {day.year} tidak mungkin; periksa tahunnya."


def holds(table: Table, now: datetime) -> ColumnElement[bool]:
    """A condition on `holdings` or `mandates`: the row gives its seat at this moment."""
    return held(table, local_day(now), now)


def held(table: Table, day: Any, now: Any) -> ColumnElement[bool]:
    """The same for a day and a moment that may be parameters of a statement."""
    return and_(covers(table, day), or_(table.c.ended_at.is_(None), table.c.ended_at > now))


def covers(table: Table, day: Any) -> ColumnElement[bool]:
    """A condition on the days alone: the row's first and last day include this one, whatever was ended in between."""
    return and_(table.c.since <= day, or_(table.c.until.is_(None), table.c.until >= day))


def seated(person: Any, position: Any, now: datetime) -> ColumnElement[bool]:
    """A condition: the person (a value or column) holds the position at this moment, definitively or by a mandate."""
    return or_(*(_one(table, person, position, now) for table in (holdings, mandates)))


def shared_positions(connection: Connection, positions: Collection[str], now: datetime) -> frozenset[str]:
    """Those of some positions that more than one person holds at this moment, definitively or by a mandate: one statement."""
    if not positions:
        return frozenset()
    both = union(
        *(select(table.c.position, table.c.person).where(table.c.position.in_(positions), holds(table, now))
          for table in (holdings, mandates))
    ).subquery()  # fmt: skip
    statement = select(both.c.position).group_by(both.c.position).having(func.count() > 1)
    return frozenset(connection.scalars(statement))


def _one(table: Table, person: Any, position: Any, now: datetime) -> ColumnElement[bool]:
    return exists().where(table.c.person == person, table.c.position == position, holds(table, now))
