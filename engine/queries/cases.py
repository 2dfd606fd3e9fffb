"""Cases: lists, one case whole, its diagram, and what somebody may start."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Any

import orjson
from sqlalchemy import Connection, func, or_, select

from engine.commands.start import starting_seat
from engine.errors import NotAllowed, NotFound
from engine.people import Actor
from engine.people.actors import local_day
from engine.queries.documents import documents_of
from engine.queries.events import case_events
from engine.queries.inbox import task_columns, task_row
from engine.queries.rows import CasePage, CaseRow, EventRow, SopRow, TaskRow
from engine.queries.sight import OVERSEERS, positions_of, require_sight
from engine.queries.wording import words_of
from engine.schema import cases as table
from engine.schema import events, positions, tasks
from engine.sop import Definition
from forms import Form

if TYPE_CHECKING:
    from engine.engine import Engine

LIMIT = 100
PARTICIPANT = "Peserta"


def cases(
    engine: Engine, actor: Actor, *, status: str | None = None, sop: str | None = None, limit: int = LIMIT
) -> list[CaseRow]:
    """The cases somebody may see, newest first."""
    now = engine.world.now()
    statement = select(table).order_by(table.c.started_at.desc(), table.c.id).limit(limit)
    if status:
        statement = statement.where(table.c.status == status)
    if sop:
        statement = statement.where(table.c.sop == sop)
    if not actor.roles & OVERSEERS:
        held = positions_of(actor, now)
        own = [
            definition.sop
            for definition in engine.definitions.all(engine)
            if set(held) & set(definition.lanes.values())
        ]
        here = select(tasks.c.case_id).where(tasks.c.position.in_(held))
        statement = statement.where(or_(table.c.sop.in_(own), table.c.id.in_(here)))
    with engine.database.reading() as connection:
        rows = connection.execute(statement).mappings().all()
        waiting = _waiting(connection, [row["id"] for row in rows if row["status"] == "running"])
    return [_row(engine, row, waiting.get(row["id"], ())) for row in rows]


def case(engine: Engine, actor: Actor, case_id: str, *, language: str = "id") -> CasePage:
    """One case whole. Raises NotFound for those who may not see it."""
    now = engine.world.now()
    with engine.database.reading() as connection:
        row, definition = _case(engine, connection, actor, case_id, now)
        work = _open_tasks(engine, connection, [case_id])
        return CasePage(
            row=_row(engine, row, _names(work)),
            open_tasks=tuple(work),
            documents=tuple(documents_of(connection, definition, actor, case_id, now)),
            timeline=tuple(case_events(engine, connection, definition, case_id, words=words_of(language))),
            elements=element_states(connection, case_id),
            step_titles={int(step): title for step, title in definition.settings.get("steps_titles", {}).items()},
            may_cancel=row["status"] == "running" and _may_cancel(definition, actor, now),
        )


def completed(engine: Engine, actor: Actor, case_id: str, task_id: str) -> tuple[str, CaseRow] | None:
    """The name of a task that somebody has just completed, and where its case stands now; costs nothing of the history.

    None when it was not theirs, is not done, or they may not see the case (a participant).
    """
    now = engine.world.now()
    mine = select(tasks.c.name).where(
        tasks.c.case_id == case_id,
        tasks.c.id == task_id,
        tasks.c.state == "completed",
        tasks.c.closed_by == actor.person,
    )
    with engine.database.reading() as connection:
        name = connection.scalar(mine)
        if name is None:
            return None
        try:
            row, _ = _case(engine, connection, actor, case_id, now)
        except NotFound:
            return None
        return str(name), _row(engine, row, _waiting(connection, [case_id]).get(case_id, ()))


def timeline(engine: Engine, actor: Actor, case_id: str, *, language: str = "id") -> list[EventRow]:
    """The events of a case in words. Raises NotFound."""
    with engine.database.reading() as connection:
        _, definition = _case(engine, connection, actor, case_id, engine.world.now())
        return case_events(engine, connection, definition, case_id, words=words_of(language))


def diagram(engine: Engine, actor: Actor, case_id: str) -> bytes:
    """The case's own diagram, as its analyst drew it. Raises NotFound."""
    with engine.database.reading() as connection:
        _, definition = _case(engine, connection, actor, case_id, engine.world.now())
    return definition.bundle.files["process.bpmn"]


def startable(engine: Engine, actor: Actor) -> list[SopRow]:
    """The SOPs somebody may start a case of."""
    now, found = engine.world.now(), []
    for definition in engine.definitions.all(engine):
        try:
            starting_seat(definition, actor, now)
        except NotAllowed:
            continue
        found.append(
            SopRow(id=definition.sop, title=definition.title, case_name=definition.settings.get("case_name", "perkara"))
        )
    return found


def start_form(engine: Engine, actor: Actor, sop: str) -> tuple[Form | None, dict[str, Any]]:
    """The form that starts a case, and its context. Raises SopUnknown, NotAllowed."""
    definition = engine.definitions.newest(engine, sop)
    starting_seat(definition, actor, engine.world.now())
    name = definition.model.start.attributes.get("form")
    return (definition.forms[name] if name else None), {}


def element_states(connection: Connection, case_id: str) -> dict[str, str]:
    """What the diagram marks: element id -> done, active (a task is open) or waiting (for somebody outside)."""
    states: dict[str, str] = {}
    for text in connection.scalars(select(events.c.effects).where(events.c.case_id == case_id).order_by(events.c.seq)):
        for _task, element, _before, after in orjson.loads(text):
            if after == "COMPLETED":
                states.setdefault(element, "done")
    open_now = select(tasks.c.id, tasks.c.element, tasks.c.external).where(
        tasks.c.case_id == case_id, tasks.c.state == "open"
    )
    for row in connection.execute(open_now):
        for scope in row.id.split("/"):
            states[scope.split("[")[0].split("~")[0]] = "active"
        states[row.element] = "waiting" if row.external else "active"
    return states


def _case(
    engine: Engine, connection: Connection, actor: Actor, case_id: str, now: datetime
) -> tuple[Mapping[Any, Any], Definition]:
    row = connection.execute(select(table).where(table.c.id == case_id)).mappings().first()
    if row is None:
        raise NotFound
    definition = engine.definitions.pinned(engine, row["definition"])
    require_sight(connection, actor, definition, case_id, now)
    return row, definition


def _row(engine: Engine, row: Mapping[Any, Any], waiting_for: tuple[str, ...]) -> CaseRow:
    definition = engine.definitions.pinned(engine, row["definition"])
    ending = definition.model.elements.get(row["ending"] or "")
    return CaseRow(
        id=row["id"],
        number=row["number"],
        title=row["title"],
        sop=row["sop"],
        sop_title=definition.title,
        status=row["status"],
        step=row["step"],
        steps=definition.steps,
        started_at=row["started_at"],
        ended_at=row["ended_at"],
        ending=(ending.name if ending else None) or row["ending"],
        waiting_for=waiting_for,
    )


def _open_tasks(engine: Engine, connection: Connection, case_ids: list[str]) -> list[TaskRow]:
    statement = (
        task_columns()
        .where(tasks.c.case_id.in_(case_ids), tasks.c.state == "open")
        .order_by(tasks.c.opened_at, tasks.c.id)
    )
    return [task_row(engine, row) for row in connection.execute(statement).mappings()]


def _waiting(connection: Connection, case_ids: list[str]) -> dict[str, tuple[str, ...]]:
    """Whom each case waits for: titles of positions, "Peserta" for participants; one row a position, however many tasks."""
    statement = (
        select(tasks.c.case_id, positions.c.title, func.min(tasks.c.opened_at).label("since"))
        .join(positions, positions.c.id == tasks.c.position, isouter=True)
        .where(tasks.c.case_id.in_(case_ids), tasks.c.state == "open")
        .group_by(tasks.c.case_id, positions.c.title)
        .order_by("since", positions.c.title)
    )
    found: dict[str, tuple[str, ...]] = {}
    for row in connection.execute(statement):
        found[row.case_id] = (*found.get(row.case_id, ()), row.title or PARTICIPANT)
    return found


def _names(work: list[TaskRow]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(row.position_title or PARTICIPANT for row in work))


def _may_cancel(definition: Definition, actor: Actor, now: datetime) -> bool:
    lanes = definition.settings.get("cancel", [])
    return any(actor.seat(definition.position(lane), local_day(now)) for lane in lanes)
