"""The inbox: open work of one's positions and of oneself, earliest due date first."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from sqlalchemy import Select, and_, select, union_all

from engine.people import Actor
from engine.queries.rows import TaskRow
from engine.queries.sight import positions_of
from engine.schema import cases, persons, positions, tasks

if TYPE_CHECKING:
    from engine.engine import Engine

#: Rows an inbox shows at most, and reads per position.
LIMIT = 200

#: Who handed a task over, beside who has it in hand.
_giver = persons.alias("giver")


def inbox(engine: Engine, actor: Actor, *, limit: int = LIMIT) -> list[TaskRow]:
    """Open tasks for the positions somebody holds today, and personal ones. Tasks claimed by another holder are left out."""
    now = engine.world.now()
    branches = [_branch(tasks.c.position == position, limit) for position in positions_of(actor, now)]
    if actor.nip is not None:
        branches.append(_branch(tasks.c.participant == actor.nip, limit))
    if not branches:
        return []
    keys = union_all(*branches).subquery()  # one indexed top-k per position, instead of one OR over all
    statement = (
        task_columns()
        .join(keys, and_(keys.c.case_id == tasks.c.case_id, keys.c.id == tasks.c.id))
        .order_by(tasks.c.due_at.is_(None), tasks.c.due_at, tasks.c.opened_at, tasks.c.case_id, tasks.c.id)
        .limit(limit)
    )
    with engine.database.reading() as connection:
        rows = connection.execute(statement).mappings().all()
    return [task_row(engine, row) for row in rows if row["claimed_by"] in (None, actor.person)]


def _branch(condition: Any, limit: int) -> Select[Any]:
    inner = (
        select(tasks.c.case_id, tasks.c.id)
        .where(condition, tasks.c.state == "open")
        .order_by(tasks.c.due_at)
        .limit(limit)
    )
    return select(inner.subquery())


def task_columns() -> Select[Any]:
    """A select of tasks with what a row needs of their case, position and claimant."""
    return (
        select(
            tasks,
            cases.c.number.label("case_number"),
            cases.c.title.label("case_title"),
            cases.c.definition,
            positions.c.title.label("position_title"),
            persons.c.name.label("claimed_by_name"),
            _giver.c.name.label("handed_by_name"),
        )
        .join(cases, cases.c.id == tasks.c.case_id)
        .join(positions, positions.c.id == tasks.c.position, isouter=True)
        .join(persons, persons.c.id == tasks.c.claimed_by, isouter=True)
        .join(_giver, _giver.c.id == tasks.c.handed_by, isouter=True)
    )


def task_row(engine: Engine, row: Mapping[Any, Any], *, note: str | None = None) -> TaskRow:
    """A task as a page shows it."""
    definition = engine.definitions.pinned(engine, row["definition"])
    return TaskRow(
        case_id=row["case_id"],
        task_id=row["id"],
        element=row["element"],
        name=row["name"],
        kind=row["kind"],
        sop=row["sop"],
        sop_title=definition.title,
        case_number=row["case_number"],
        case_title=row["case_title"],
        step=row["step"],
        steps=definition.steps,
        position=row["position"],
        position_title=row["position_title"],
        participant=row["participant"],
        opened_at=row["opened_at"],
        due_at=row["due_at"],
        claimed_by=row["claimed_by"],
        claimed_by_name=row["claimed_by_name"],
        version=row["version"],
        external=row["external"],
        note=note,
        handed_by_name=row["handed_by_name"],
        handed_because=row["handed_because"],
    )
