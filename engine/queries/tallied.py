"""What is over, read from the monthly tallies: work done by position, cases that came and went, the time each step took."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy import ColumnElement, and_, func, or_, select, true

from engine.queries.oversight import Oversight
from engine.queries.overview import Narrowed
from engine.schema import tally_cases, tally_done, tally_months, tally_steps
from engine.sop import Definition
from engine.tallies import STARTED, WHOLE, months
from engine.visits import MEDIAN, NINETY, percentile
from engine.visits import within as kept

if TYPE_CHECKING:
    from engine.engine import Engine

Condition = ColumnElement[bool]


@dataclass(frozen=True, kw_only=True)
class Flow:
    """The cases of one SOP in one month. `running`: under way at its end."""

    month: str
    sop: str
    started: int
    completed: int
    cancelled: int
    failed: int
    running: int


@dataclass(frozen=True, kw_only=True)
class Ending:
    """How often cases of an SOP ended so: their status, and the name of the end event ("" where none has one)."""

    sop: str
    status: str
    name: str
    number: int


@dataclass(frozen=True, kw_only=True)
class StepTimes:
    """The visits of one step that ended in the period. `position` "": the whole step, else that position's part of it.

    Working days by the nearest-rank percentile; None where there was nothing of the kind. `standard`: of the newest version,
    None where it names none; `kept` of `judged`: visits within the standard of their own version.
    """

    sop: str
    step: int
    position: str
    standard: int | None
    visits: int
    median: int | None
    ninety: int | None
    kept: int
    judged: int
    waits: int
    wait_median: int | None
    wait_ninety: int | None


def done(engine: Engine, scope: Oversight, narrowed: Narrowed) -> dict[tuple[str, str], int]:
    """Completed tasks of the period: (position, person) -> number. The person is "" for who may not see people."""
    table = tally_done
    where = [_period(table, narrowed), _at_positions(table, scope, narrowed)]
    if narrowed.sop:
        where.append(table.c.sop == narrowed.sop)
    statement = select(table.c.position, table.c.person, func.sum(table.c.number)).where(*where)
    found: Counter[tuple[str, str]] = Counter()
    with engine.database.reading() as connection:
        for position, person, number in connection.execute(statement.group_by(table.c.position, table.c.person)):
            found[position, person if scope.people else ""] += int(number)
    return dict(found)


def flows(engine: Engine, scope: Oversight, narrowed: Narrowed) -> list[Flow]:
    """Cases by month and SOP, for every month of the period in which the SOP had any."""
    table = tally_cases
    statement = (
        select(table.c.month, table.c.sop, table.c.status, func.sum(table.c.number))
        .where(table.c.month <= narrowed.until, _of_sops(table, scope, narrowed))
        .group_by(table.c.month, table.c.sop, table.c.status)
    )
    counts: dict[str, Counter[tuple[str, str]]] = {}
    with engine.database.reading() as connection:
        for month, sop, status, number in connection.execute(statement):
            counts.setdefault(sop, Counter())[month, status] += int(number)
    return [flow for sop, counted in sorted(counts.items()) for flow in _flows_of(sop, counted, narrowed)]


def _flows_of(sop: str, counted: Counter[tuple[str, str]], narrowed: Narrowed) -> list[Flow]:
    before = [(status, number) for (month, status), number in counted.items() if month < narrowed.since]
    running = sum(number if status == STARTED else -number for status, number in before)
    found = []
    for month in months(max(narrowed.since, min(month for month, _ in counted)), narrowed.until):
        ended = {status: counted[month, status] for status in ("completed", "cancelled", "failed")}
        running += counted[month, STARTED] - sum(ended.values())
        found.append(Flow(month=month, sop=sop, started=counted[month, STARTED], running=running, **ended))
    return found


def endings(engine: Engine, scope: Oversight, narrowed: Narrowed) -> list[Ending]:
    """How cases ended in the period, by SOP, the most frequent first."""
    table = tally_cases
    keys = (table.c.sop, table.c.status, table.c.ending)
    statement = (
        select(*keys, func.sum(table.c.number))
        .where(_period(table, narrowed), _of_sops(table, scope, narrowed), table.c.status != STARTED)
        .group_by(*keys)
    )
    found: Counter[tuple[str, str, str]] = Counter()
    with engine.database.reading() as connection:
        rows = connection.execute(statement).all()
    known = _definitions(engine)
    for sop, status, ending, number in rows:
        element = known[sop].model.elements.get(ending)
        known_as = element.name if element else None
        found[sop, status, known_as or ("" if ending == status else ending)] += int(number)
    return [
        Ending(sop=sop, status=status, name=name, number=number)
        for (sop, status, name), number in sorted(found.items(), key=lambda pair: (pair[0][0], -pair[1], pair[0]))
    ]


def step_times(engine: Engine, scope: Oversight, narrowed: Narrowed) -> list[StepTimes]:
    """The time that steps took: whole steps of the SOPs overseen, else the positions' own part of other units' SOPs."""
    table = tally_steps
    keys = (table.c.sop, table.c.step, table.c.position, table.c.kind, table.c.standard, table.c.days)
    statement = (
        select(*keys, func.sum(table.c.number)).where(_period(table, narrowed), _parts(scope, narrowed)).group_by(*keys)
    )
    counts: dict[tuple[str, int, str], dict[str, Counter[tuple[int, int]]]] = {}
    with engine.database.reading() as connection:
        for sop, step, position, kind, standard, days, number in connection.execute(statement):
            here = counts.setdefault((sop, step, position), {"work": Counter(), "wait": Counter()})
            here[kind][standard, days] += int(number)
    known = _definitions(engine)
    return [_step_times(known[place[0]], *place[1:], counts[place]) for place in sorted(counts)]


def _definitions(engine: Engine) -> dict[str, Definition]:
    return {definition.sop: definition for definition in engine.definitions.all(engine)}


def _step_times(
    definition: Definition, step: int, position: str, counted: Mapping[str, Counter[tuple[int, int]]]
) -> StepTimes:
    work, wait = (_by_days(counted[kind]) for kind in ("work", "wait"))
    kept_, judged = kept(counted["work"])
    return StepTimes(
        sop=definition.sop, step=step, position=position, standard=definition.workdays(step),
        visits=work.total(), median=percentile(work, MEDIAN), ninety=percentile(work, NINETY), kept=kept_, judged=judged,
        waits=wait.total(), wait_median=percentile(wait, MEDIAN), wait_ninety=percentile(wait, NINETY),
    )  # fmt: skip


def _by_days(counted: Counter[tuple[int, int]]) -> Counter[int]:
    found: Counter[int] = Counter()
    for (_standard, days), number in counted.items():
        found[days] += number
    return found


def counted_at(engine: Engine, narrowed: Narrowed) -> datetime | None:
    """Until when the period's months were counted: the earliest among those that can still change, else the newest.

    None: a month of it was never counted.
    """
    with engine.database.reading() as connection:
        rows = connection.execute(select(tally_months).where(_period(tally_months, narrowed))).all()
    moments = [row.counted_at for row in rows if not row.sealed]
    return min(moments) if moments else max((row.counted_at for row in rows), default=None)


def first_month(engine: Engine) -> str | None:
    """The first month that was counted."""
    with engine.database.reading() as connection:
        found: str | None = connection.scalar(select(func.min(tally_months.c.month)))
    return found


def _period(table: Any, narrowed: Narrowed) -> Condition:
    return and_(table.c.month >= narrowed.since, table.c.month <= narrowed.until)


def _of_sops(table: Any, scope: Oversight, narrowed: Narrowed) -> Condition:
    if narrowed.sop:
        return and_(table.c.sop == narrowed.sop)
    return true() if scope.everything else table.c.sop.in_(list(scope.sops))


def _at_positions(table: Any, scope: Oversight, narrowed: Narrowed) -> Condition:
    if narrowed.position:
        return and_(table.c.position == narrowed.position)
    return true() if scope.everything else table.c.position.in_(list(scope.posts))


def _parts(scope: Oversight, narrowed: Narrowed) -> Condition:
    table = tally_steps
    if narrowed.position:
        here = and_(table.c.position == narrowed.position)
    elif scope.everything:
        here = and_(table.c.position == WHOLE)
    else:
        own = table.c.sop.in_(list(scope.sops))
        here = or_(
            and_(table.c.position == WHOLE, own),
            and_(table.c.position.in_(list(scope.posts)), table.c.sop.not_in(list(scope.sops))),
        )
    return and_(here, table.c.sop == narrowed.sop) if narrowed.sop else here
