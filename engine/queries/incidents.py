"""Open incidents, for operators."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from engine.errors import NotAllowed
from engine.people import Actor
from engine.queries.rows import IncidentRow
from engine.schema import cases
from engine.schema import incidents as table

if TYPE_CHECKING:
    from engine.engine import Engine


def incidents(engine: Engine, actor: Actor) -> list[IncidentRow]:
    """What has stopped and not been mended, oldest first. Raises NotAllowed for anybody but an operator."""
    if "operator" not in actor.roles:
        raise NotAllowed
    columns = [column for column in table.c if column.name not in ("closed_at", "closed_by")]
    statement = (
        select(*columns, cases.c.number.label("case_number"), cases.c.title.label("case_title"))
        .join(cases, cases.c.id == table.c.case_id)
        .where(table.c.closed_at.is_(None))
        .order_by(table.c.opened_at, table.c.id)
    )
    with engine.database.reading() as connection:
        return [IncidentRow(**row) for row in connection.execute(statement).mappings()]
