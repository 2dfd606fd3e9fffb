"""Open work as an overseer sees it: how much lies where, what is late, what waits for somebody outside."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from sqlalchemy import ColumnElement, Connection, Select, and_, case, func, or_, select, true, union_all

from engine.errors import YearWithoutCalendar
from engine.people import Actor
from engine.queries.inbox import OPEN
from engine.queries.oversight import Oversight
from engine.queries.sight import OVERSEERS, may_see
from engine.schema import cases, persons, tasks
from engine.visits import workdays_of

if TYPE_CHECKING:
    from engine.engine import Engine

#: Within how many working days a due date is near.
SOON = 3
#: Late tasks that a page names, and that a file holds; of more, it says how many.
NAMED, MOST_ROWS = 20, 10_000

Condition = ColumnElement[bool]


@dataclass(frozen=True, kw_only=True)
class Narrowed:
    """What of it is looked at: an SOP, a unit, a position; `since` and `until` are months (2026-11), both included."""

    since: str
    until: str
    sop: str | None = None
    unit: str | None = None
    position: str | None = None


@dataclass(frozen=True, kw_only=True)
class OpenWork:
    """Open tasks of one position in one step. `position` None: participants; `oldest`: the earliest due date that is over.

    `late` and `soon` (due within SOON working days, not late) count by due date; `external`: somebody outside must act.
    """

    position: str | None
    sop: str
    step: int | None
    external: bool
    number: int
    late: int
    soon: int
    oldest: datetime | None


@dataclass(frozen=True, kw_only=True)
class LateTask:
    """One task past its due date, and by how many working days. `title` and `readable`: only for who may open the case."""

    case_id: str
    task_id: str
    number: str
    title: str | None
    readable: bool
    name: str
    sop: str
    step: int | None
    position: str | None
    opened_at: datetime
    due_at: datetime
    days: int


def open_work(engine: Engine, scope: Oversight, narrowed: Narrowed) -> list[OpenWork]:
    """Open work by position and step, counted by one index.

    That of all positions, then narrowed: asked for some, a database goes by the positions' index and looks up every task of theirs.
    """
    now = engine.world.now()
    soon = _soon(engine, now)
    keys = (tasks.c.sop, tasks.c.step, tasks.c.position, tasks.c.external)  # as in their index
    past = tasks.c.due_at < now
    near = and_(tasks.c.due_at >= now, tasks.c.due_at <= soon)
    statement = (
        select(
            *keys,
            func.count().label("number"),
            func.sum(case((past, 1), else_=0)).label("late"),
            func.sum(case((near, 1), else_=0)).label("soon"),
            func.min(tasks.c.due_at).label("oldest"),
        )
        .where(OPEN, *([tasks.c.sop == narrowed.sop] if narrowed.sop else []))
        .group_by(*keys)
    )
    with engine.database.reading() as connection:
        rows = connection.execute(statement).all()
    wanted = [row for row in rows if narrowed.position in (None, row.position)]
    return [
        _open_work(row, now)
        for row in wanted
        if scope.everything or row.position in scope.posts or row.sop in scope.sops
    ]


def _soon(engine: Engine, now: datetime) -> datetime:
    """The end of the third working day from now; before a year that no decree has set, so many days with a weekend."""
    try:
        return engine.calendar.add_workdays(now, SOON)
    except YearWithoutCalendar:  # a report must not fail
        return now + timedelta(days=SOON + 2)


def _open_work(row: Any, now: datetime) -> OpenWork:
    oldest = row.oldest if row.oldest is not None and row.oldest < now else None
    return OpenWork(
        position=row.position, sop=row.sop, step=row.step, external=bool(row.external), number=int(row.number),
        late=int(row.late), soon=int(row.soon), oldest=oldest,
    )  # fmt: skip


def late_tasks(
    engine: Engine,
    actor: Actor,
    scope: Oversight,
    narrowed: Narrowed,
    work: Sequence[OpenWork],
    *,
    external: bool,
    limit: int = NAMED,
) -> list[LateTask]:
    """The tasks that are late, the latest first. `work`: what `open_work` found, which says where to look."""
    now = engine.world.now()
    where = sorted(
        (row.oldest, row.position or "", row.position) for row in work if row.oldest and row.external is external
    )
    places = list(dict.fromkeys(position for _oldest, _key, position in where))[:limit]
    if not places:
        return []
    branches = [_branch(position, scope, narrowed, external, now, limit) for position in places]
    late = union_all(*branches).subquery()
    columns = ("case_id", "id", "name", "sop", "step", "position", "opened_at", "due_at")
    statement = (
        select(
            *(tasks.c[name] for name in columns), cases.c.number, cases.c.title, cases.c.definition, cases.c.calendar
        )
        .join(late, and_(late.c.case_id == tasks.c.case_id, late.c.id == tasks.c.id))
        .join(cases, cases.c.id == tasks.c.case_id)
        .order_by(late.c.due_at, late.c.case_id, late.c.id)
        .limit(limit)
    )
    with engine.database.reading() as connection:
        rows = connection.execute(statement).all()
        seen = {row.case_id: row.definition for row in rows}
        readable = {each for each, digest in seen.items() if _readable(engine, connection, actor, digest, each, now)}
    return [_late_task(engine, row, now, readable=row.case_id in readable) for row in rows]


def _branch(
    position: str | None, scope: Oversight, narrowed: Narrowed, external: bool, now: datetime, limit: int
) -> Select[Any]:
    """The latest of one position: read along its index, however many there are."""
    inner = (
        select(tasks.c.due_at, tasks.c.case_id, tasks.c.id)
        .where(tasks.c.position == position, OPEN, tasks.c.due_at < now, tasks.c.external.is_(external))
        .where(within(scope, narrowed))
        .order_by(tasks.c.due_at, tasks.c.case_id, tasks.c.id)
        .limit(limit)
    )
    return select(inner.subquery())


def _readable(engine: Engine, connection: Connection, actor: Actor, digest: str, case_id: str, now: datetime) -> bool:
    if actor.roles & OVERSEERS:
        return True
    return may_see(connection, actor, engine.definitions.pinned(engine, digest), case_id, now)


def _late_task(engine: Engine, row: Any, now: datetime, *, readable: bool) -> LateTask:
    return LateTask(
        case_id=row.case_id, task_id=row.id, number=row.number, title=row.title if readable else None,
        readable=readable, name=row.name, sop=row.sop, step=row.step, position=row.position, opened_at=row.opened_at,
        due_at=row.due_at, days=workdays_of(engine, row.calendar).between(row.due_at, now),
    )  # fmt: skip


def in_hand(engine: Engine, scope: Oversight, narrowed: Narrowed) -> dict[tuple[str, str], int]:
    """Open tasks that somebody has taken: (position, person) -> how many. Empty for who may not see people."""
    if not scope.people:
        return {}
    keys = (tasks.c.claimed_by, tasks.c.position, tasks.c.sop)  # in this order SQLite reads the index of claimed tasks
    claimed = tasks.c.claimed_by.is_not(None)
    statement = select(*keys, func.count().label("number")).where(OPEN, claimed).group_by(*keys)
    with engine.database.reading() as connection:
        rows = connection.execute(statement).all()
    positions = {narrowed.position} if narrowed.position else scope.posts.keys()
    found: Counter[tuple[str, str]] = Counter()
    for row in rows:
        if row.position in positions and narrowed.sop in (None, row.sop):
            found[row.position, row.claimed_by] += int(row.number)
    return dict(found)


def running(engine: Engine, scope: Oversight, narrowed: Narrowed) -> int:
    """Cases that are under way in the SOPs overseen."""
    where = [cases.c.status == "running", *_of_sops(scope, narrowed)]
    with engine.database.reading() as connection:
        return int(connection.scalar(select(func.count()).select_from(cases).where(*where)) or 0)


def names(engine: Engine, people: Sequence[str]) -> dict[str, str]:
    """Names of persons by their ids."""
    with engine.database.reading() as connection:
        found = connection.execute(select(persons.c.id, persons.c.name).where(persons.c.id.in_(people)))
        return {row.id: row.name for row in found}


def within(scope: Oversight, narrowed: Narrowed) -> Condition:
    """The condition on tasks that somebody oversees and looks at: those of the positions, and those of the units' SOPs."""
    here: Condition = true()
    if not scope.everything:
        here = tasks.c.position.in_(list(scope.posts))
        if scope.sops:
            here = or_(here, tasks.c.sop.in_(list(scope.sops)))
    if narrowed.sop:
        here = and_(here, tasks.c.sop == narrowed.sop)
    if narrowed.position:
        here = and_(here, tasks.c.position == narrowed.position)
    return here


def _of_sops(scope: Oversight, narrowed: Narrowed) -> list[Condition]:
    if narrowed.sop:
        return [cases.c.sop == narrowed.sop]
    return [] if scope.everything else [cases.c.sop.in_(list(scope.sops))]
