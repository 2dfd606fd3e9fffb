"""The list of cases: all that somebody may see, newest first, searched, filtered and paged by key at a bounded cost."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    Select,
    and_,
    false,
    func,
    literal,
    select,
    true,
    tuple_,
    union,
    union_all,
)

from engine.people import Actor
from engine.queries.cases import case_row, waiting
from engine.queries.inbox import OPEN
from engine.queries.paging import containing, cursor, resumed
from engine.queries.rows import CaseList, CaseRow
from engine.queries.sight import OVERSEERS, own_sops, positions_of
from engine.schema import cases as table
from engine.schema import tasks
from engine.world import JAKARTA

if TYPE_CHECKING:
    from engine.engine import Engine

PAGE = 30
LIMIT = 100
#: How many cases one page looks at, newest first, before it says how far it came: so no search costs more than this.
WALK = 1_000
#: Up to so many cases of a position are looked up by their ids; of more, enough lie among the newest.
FEW = 1_000

Condition = ColumnElement[bool]


@dataclass(frozen=True, kw_only=True)
class Sought:
    """What is looked for. `year`: of the start, in Jakarta; `after`: where the page before ended."""

    status: str | None = None
    sop: str | None = None
    step: int | None = None
    year: int | None = None
    words: str = ""
    after: str | None = None


def cases(
    engine: Engine, actor: Actor, *, status: str | None = None, sop: str | None = None, limit: int = LIMIT
) -> list[CaseRow]:
    """The newest cases that somebody may see."""
    return list(case_list(engine, actor, Sought(status=status, sop=sop), limit=limit).rows)


def case_list(engine: Engine, actor: Actor, sought: Sought, *, limit: int = PAGE) -> CaseList:
    """One page of the cases somebody may see, newest first, and where the next one begins."""
    now = engine.world.now()
    overseer = bool(actor.roles & OVERSEERS)
    held = positions_of(actor, now)
    own = own_sops(engine, held)
    with engine.database.reading() as connection:
        others = [each.sop for each in engine.definitions.all(engine) if each.sop not in own]
        others = [sop for sop in others if sought.sop in (None, sop)]
        here = false() if overseer or not (held and others) else _here(connection, held, others)
        ways = _ways(sought, overseer=overseer, own=own, here=here)
        if not ways:
            return CaseList(rows=(), following=None)
        far = WALK if sought.words or sought.step is not None else limit + 1
        walk = union_all(*(_walk(way, sought, far) for way in ways)).subquery()
        walked = select(walk.c.started_at, walk.c.id).order_by(walk.c.started_at.desc(), walk.c.id.desc()).limit(far)
        found = connection.execute(_matching(walked.subquery(), sought).limit(limit + 1)).mappings().all()
        end = None
        if len(found) <= limit and far == WALK:
            end = connection.execute(walked.offset(WALK - 1).limit(1)).first()
        rows = found[:limit]
        awaited = waiting(connection, [row["id"] for row in rows if row["status"] == "running"])
    last = (rows[-1]["started_at"], rows[-1]["id"]) if len(found) > limit else (tuple(end) if end else None)
    return CaseList(
        rows=tuple(case_row(engine, row, awaited.get(row["id"], ())) for row in rows),
        following=cursor(last) if last else None,
        searched_until=end[0] if end else None,
    )


def years(engine: Engine) -> list[int]:
    """The years in which cases began, newest first."""
    with engine.database.reading() as connection:
        first, last = (
            connection.scalar(select(edge(table.c.started_at))) for edge in (func.min, func.max)
        )  # fmt: skip
    if first is None or last is None:
        return []
    return list(range(last.astimezone(JAKARTA).year, first.astimezone(JAKARTA).year - 1, -1))


def _here(connection: Connection, held: Sequence[str], others: Sequence[str]) -> Condition:
    """The cases in which a position has, or had, work: by their ids when they are few, else looked at one by one."""
    mine = and_(tasks.c.position.in_(held), tasks.c.sop.in_(others))
    parts = [select(tasks.c.case_id).where(mine, each) for each in (OPEN, tasks.c.closed_at.is_not(None))]
    ids = list(connection.scalars(union(*parts).limit(FEW + 1)))
    if len(ids) <= FEW:
        return table.c.id.in_(ids) if ids else false()
    return select(tasks.c.id).where(tasks.c.case_id == table.c.id, tasks.c.position.in_(held)).exists()


def _ways(sought: Sought, *, overseer: bool, own: Sequence[str], here: Condition) -> list[Condition]:
    """The conditions whose union is what may be seen; each is walked along one index."""
    if overseer:
        return [table.c.sop == sought.sop if sought.sop else true()]
    mine = [sop for sop in own if sought.sop in (None, sop)]
    ways: list[Condition] = [table.c.sop == sop for sop in mine]
    if not isinstance(here, type(false())) and (sought.sop is None or sought.sop not in own):
        ways.append(and_(here, table.c.sop.not_in(mine), table.c.sop == sought.sop if sought.sop else true()))
    return ways


def _walk(way: Condition, sought: Sought, far: int) -> Select[Any]:
    where = [way]
    if sought.status:
        where.append(table.c.status == sought.status)
    if sought.year is not None:
        where.append(table.c.started_at >= datetime(sought.year, 1, 1, tzinfo=JAKARTA))
        where.append(table.c.started_at < datetime(sought.year + 1, 1, 1, tzinfo=JAKARTA))
    if begin := resumed(sought.after, ([datetime, str],)):
        where += [
            table.c.started_at <= begin[0],
            tuple_(table.c.started_at, table.c.id) < tuple_(literal(begin[0], table.c.started_at.type), begin[1]),
        ]
    number = sought.words.strip().upper()
    if _is_number(number):
        where += [table.c.number >= number, table.c.number < number + "~"]
    inner = (
        select(table.c.started_at, table.c.id)
        .where(*where)
        .order_by(table.c.started_at.desc(), table.c.id.desc())
        .limit(far)
    )
    return select(inner.subquery())


def _is_number(word: str) -> bool:
    """Whether a search is for a case by its number, such as JPT-2026-0001, whose index then serves."""
    prefix, _dash, rest = word.partition("-")
    return prefix.isalpha() and len(rest) >= 4 and rest.replace("-", "").isdigit()


def _matching(walked: Any, sought: Sought) -> Select[Any]:
    statement = (
        select(table).join(walked, walked.c.id == table.c.id).order_by(walked.c.started_at.desc(), walked.c.id.desc())
    )
    if sought.step is not None:
        statement = statement.where(table.c.step == sought.step)
    return statement.where(
        *(containing(word, table.c.number, table.c.title, table.c.sop) for word in sought.words.split())
    )
