"""Counts of what is over, a month at a time, kept beside the log so that an overview need not read a million tasks.

A job counts each month that is not sealed anew and replaces its rows. A month is sealed once it was counted a day after its
end: no command that began in it can still be under way. So nothing is counted twice and nothing is missed, whatever the order
in which commands commit, and no command pays for it. All of it can be thrown away and counted again (`alur rebuild`).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection, Table, delete, func, insert, select

from engine.numbers import serialise
from engine.schema import cases, tally_cases, tally_done, tally_months, tally_steps, tasks
from engine.visits import Piece, visits, workdays_of
from engine.world import JAKARTA

if TYPE_CHECKING:
    from engine.engine import Engine

#: How long after a month's end it is sealed.
SEAL = timedelta(days=1)
#: Cases whose tasks are read at once.
CHUNK = 400
TABLES = (tally_steps, tally_done, tally_cases)
#: `status` of `tally_cases` for a case that began.
STARTED = "started"
#: `position` of `tally_steps` for a step as a whole, and `standard` where the SOP names none.
WHOLE, NO_STANDARD = "", -1

Counts = dict[Table, Counter[tuple[Any, ...]]]


def month_of(moment: datetime) -> str:
    """The month of a moment in Jakarta, as the tallies name it: 2026-11."""
    return f"{moment.astimezone(JAKARTA):%Y-%m}"


def begins(month: str) -> datetime:
    """The first moment of a month."""
    return datetime(int(month[:4]), int(month[5:]), 1, tzinfo=JAKARTA)


def following(month: str) -> str:
    """The month after one."""
    year, number = int(month[:4]), int(month[5:])
    return f"{year + number // 12:04}-{number % 12 + 1:02}"


def months(first: str, last: str) -> list[str]:
    """All months from one to another, both included."""
    found = []
    while first <= last:
        found.append(first)
        first = following(first)
    return found


def count(engine: Engine) -> list[str]:
    """Count every month that is not sealed; gives those that were written. Safe to run twice, also at once."""
    now = engine.world.now()
    with engine.database.reading() as connection:
        first = connection.scalar(select(func.min(cases.c.started_at)))
        sealed = set(connection.scalars(select(tally_months.c.month).where(tally_months.c.sealed)))
    if first is None:
        return []
    wanted = [month for month in months(month_of(first), month_of(now)) if month not in sealed]
    return [month for month in wanted if _count_month(engine, month, now)]


def forget(engine: Engine) -> None:
    """Throw all counts away."""
    with engine.database.transaction() as connection:
        for table in (*TABLES, tally_months):
            connection.execute(delete(table))


def _count_month(engine: Engine, month: str, now: datetime) -> bool:
    """Read without a lock, then replace the month's rows in one short transaction."""
    with engine.database.reading() as connection:
        counts = _counts(engine, connection, month)
    with engine.database.transaction() as connection:
        serialise(connection, "tallies")
        before = connection.execute(select(tally_months).where(tally_months.c.month == month)).first()
        if before is not None and (before.sealed or before.counted_at > now):
            return False  # another process was here, and looked later
        for table, found in counts.items():
            connection.execute(delete(table).where(table.c.month == month))
            names = [column.name for column in table.columns]
            if found:
                rows = [dict(zip(names, (month, *key, number), strict=True)) for key, number in found.items()]
                connection.execute(insert(table), rows)
        connection.execute(delete(tally_months).where(tally_months.c.month == month))
        sealed = now >= begins(following(month)) + SEAL
        connection.execute(insert(tally_months).values(month=month, counted_at=now, sealed=sealed))
    return True


def _counts(engine: Engine, connection: Connection, month: str) -> Counts:
    since, until = begins(month), begins(following(month))
    found: Counts = {table: Counter() for table in TABLES}
    _count_cases(connection, found[tally_cases], since, until)
    ended: set[str] = set()
    for position in _positions(connection):
        here = (tasks.c.closed_at >= since) & (tasks.c.closed_at < until) & (tasks.c.position == position)
        ended.update(connection.scalars(select(tasks.c.case_id).where(here).distinct()))
    counter = _Counter(engine, found, since, until)
    ids = sorted(ended)
    for start in range(0, len(ids), CHUNK):
        for case, rows in _cases(connection, ids[start : start + CHUNK]):
            counter.take(case, rows)
    return found


def _count_cases(connection: Connection, found: Counter[tuple[Any, ...]], since: datetime, until: datetime) -> None:
    started = (
        select(cases.c.sop, func.count())
        .where(cases.c.started_at >= since, cases.c.started_at < until)
        .group_by(cases.c.sop)
    )
    for sop, number in connection.execute(started):
        found[sop, STARTED, ""] += number
    kinds = (cases.c.sop, cases.c.status, cases.c.ending)
    ended = select(*kinds, func.count()).where(cases.c.ended_at >= since, cases.c.ended_at < until).group_by(*kinds)
    for sop, status, ending, number in connection.execute(ended):
        found[sop, status, ending or ""] += number


def _positions(connection: Connection) -> Iterator[str | None]:
    """Every position that ever had a task, then None: one index step each, however many tasks there are."""
    last, closed = "", tasks.c.closed_at.is_not(None)
    while True:
        newer = select(tasks.c.position).where(tasks.c.position > last, closed).order_by(tasks.c.position).limit(1)
        found = connection.scalar(newer)
        if found is None:
            break
        yield found
        last = found
    yield None


def _cases(connection: Connection, ids: Sequence[str]) -> Iterator[tuple[Any, list[Any]]]:
    """Cases with all their tasks."""
    names = ("id", "sop", "definition", "calendar")
    known = {
        row.id: row for row in connection.execute(select(*(cases.c[name] for name in names)).where(cases.c.id.in_(ids)))
    }
    columns = ("case_id", "step", "position", "external", "opened_at", "closed_at", "closed_by", "state", "participant")
    rows: dict[str, list[Any]] = {}
    for row in connection.execute(select(*(tasks.c[name] for name in columns)).where(tasks.c.case_id.in_(ids))):
        rows.setdefault(row.case_id, []).append(row)
    for case_id, its in rows.items():
        yield known[case_id], its


class _Counter:
    """Counts one month's visits and completed tasks, case by case."""

    def __init__(self, engine: Engine, found: Counts, since: datetime, until: datetime) -> None:
        self._engine, self._found = engine, found
        self._since, self._until = since, until

    def take(self, case: Any, rows: list[Any]) -> None:
        """Count what ended in this month of one case."""
        for row in rows:
            if row.state == "completed" and self._inside(row.closed_at):
                person = row.closed_by if row.closed_by and row.participant is None else ""
                self._found[tally_done][case.sop, row.position or "", person] += 1
        steps: dict[int, list[Any]] = {}
        for row in rows:
            if row.step is not None:
                steps.setdefault(row.step, []).append(row)
        for step, its in steps.items():
            if any(self._inside(row.closed_at) for row in its):  # else no visit can have ended in this month
                self._take_step(case, step, its)

    def _take_step(self, case: Any, step: int, rows: list[Any]) -> None:
        """The whole step, and each position's part; of a step that one position has, they are the same."""
        parts: dict[str, list[Piece]] = {}
        for row in rows:
            done = row.state == "completed"
            piece = Piece(opened=row.opened_at, closed=row.closed_at, external=row.external, completed=done)
            parts.setdefault(row.position or WHOLE, []).append(piece)
        whole = [piece for pieces in parts.values() for piece in pieces]
        self._count_visits(case, step, [WHOLE, *parts] if len(parts) == 1 else [WHOLE], whole)
        if len(parts) > 1:
            for position in parts.keys() - {WHOLE}:  # what participants did has no part of its own
                self._count_visits(case, step, [position], parts[position])

    def _count_visits(self, case: Any, step: int, positions: Sequence[str], pieces: list[Piece]) -> None:
        standard = self._engine.definitions.pinned(self._engine, case.definition).workdays(step)
        known = NO_STANDARD if standard is None else standard
        for visit in visits(pieces, workdays_of(self._engine, case.calendar)):
            if self._inside(visit.ended):
                for kind, days in (("work", visit.work), ("wait", visit.wait)):
                    if days is not None:
                        for position in dict.fromkeys(positions):
                            self._found[tally_steps][case.sop, step, position, kind, known, days] += 1

    def _inside(self, moment: datetime | None) -> bool:
        return moment is not None and self._since <= moment < self._until
