"""Open incidents, for operators: what stopped, at which step of its case, and who is told."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import func, select

from engine.errors import NotAllowed
from engine.people import Actor
from engine.people.duties import operators
from engine.queries.rows import IncidentRow
from engine.schema import cases, events
from engine.schema import incidents as table

if TYPE_CHECKING:
    from engine.engine import Engine

#: Incidents on one page, the oldest: a handler that is broken stops every case that comes to it.
MOST = 200


def incidents(engine: Engine, actor: Actor, *, limit: int = MOST) -> list[IncidentRow]:
    """What has stopped and not been mended, oldest first. Raises NotAllowed for anybody but an operator."""
    _operators_only(actor)
    columns = [column for column in table.c if column.name not in ("closed_at", "closed_by")]
    same = table.alias()
    reached = select(func.max(events.c.seq)).where(
        events.c.case_id == table.c.case_id, events.c.at <= table.c.opened_at
    )
    mended = select(func.count()).where(
        same.c.case_id == table.c.case_id, same.c.task.is_not_distinct_from(table.c.task), same.c.closed_at.is_not(None)
    )
    statement = (
        select(
            *columns,
            cases.c.number.label("case_number"),
            cases.c.title.label("case_title"),
            func.coalesce(reached.scalar_subquery(), 1).label("step"),
            mended.scalar_subquery().label("before"),
        )
        .join(cases, cases.c.id == table.c.case_id)
        .where(table.c.closed_at.is_(None))
        .order_by(table.c.opened_at, table.c.id)
        .limit(limit)
    )
    with engine.database.reading() as connection:
        return [IncidentRow(**row) for row in connection.execute(statement).mappings()]


def incident_count(engine: Engine, actor: Actor) -> int:
    """How many incidents are open. Raises NotAllowed like `incidents`."""
    _operators_only(actor)
    with engine.database.reading() as connection:
        return connection.scalar(select(func.count()).where(table.c.closed_at.is_(None))) or 0


def who_is_told(engine: Engine, actor: Actor) -> list[str]:
    """The names of those who hear of every incident: all operators whose account is open. Raises NotAllowed like `incidents`."""
    _operators_only(actor)
    with engine.database.reading() as connection:
        return [name for _person, name in operators(connection)]


def _operators_only(actor: Actor) -> None:
    if "operator" not in actor.roles:
        raise NotAllowed
