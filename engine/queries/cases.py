"""Cases: one case whole, its diagram, and what somebody may start."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection, func, select

from engine.calendar import Calendar
from engine.clock import read_times, workdays
from engine.commands.start import starting_seat
from engine.errors import NotAllowed, NotFound
from engine.people import Actor
from engine.people.actors import MANDATES, local_day
from engine.queries.documents import documents_of
from engine.queries.events import case_events
from engine.queries.inbox import OPEN, task_columns, task_row
from engine.queries.rows import Acted, CasePage, CaseRow, EventRow, SopRow, StepSummary, StepTimes, TaskRow
from engine.queries.sight import positions_of, require_sight
from engine.queries.wording import words_of
from engine.schema import cases as table
from engine.schema import mandates, persons, positions, tasks
from engine.sop import Definition
from engine.summaries import Summary, summary
from forms import Form

if TYPE_CHECKING:
    from engine.engine import Engine

#: Events that a case page shows at once.
EVENTS = 20
PARTICIPANT = "Peserta"


def case(engine: Engine, actor: Actor, case_id: str, *, before: int | None = None, language: str = "id") -> CasePage:
    """One case: where it stands, what its log comes to, and the newest events (`before` such a number: older ones).

    Costs nothing of the history that is not shown. Raises NotFound for those who may not see it.
    """
    now = engine.world.now()
    with engine.database.reading() as connection:
        row, definition = _case(engine, connection, actor, case_id, now)
        work, calendar = _open_tasks(engine, connection, case_id), engine.calendar_of(row["calendar"])
        so_far = summary(connection, definition, case_id)
        return CasePage(
            row=case_row(engine, row, _names(work)),
            open_tasks=tuple(work),
            documents=tuple(documents_of(connection, definition, actor, case_id, now)),
            timeline=tuple(
                case_events(
                    engine, connection, definition, case_id, newest=EVENTS, before=before, words=words_of(language)
                )
            ),
            events=row["version"],
            steps=_steps(engine, connection, definition, case_id, so_far),
            people=_people(connection, so_far),
            mine=frozenset(each.task_id for each in work if _is_mine(actor, each, now)),
            elements=element_states(so_far.done, work),
            step_titles={int(step): title for step, title in definition.settings.get("steps_titles", {}).items()},
            may_cancel=row["status"] == "running" and _may_cancel(definition, actor, now),
            times=step_times(row["times"], definition, calendar, now),
            elapsed=workdays(calendar, row["started_at"], row["ended_at"] or now),
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
        return str(name), case_row(engine, row, waiting(connection, [case_id]).get(case_id, ()))


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


def element_states(done: Iterable[str], work: Sequence[TaskRow]) -> dict[str, str]:
    """What the diagram marks: element id -> done, active (a task is open) or waiting (for somebody outside)."""
    states = dict.fromkeys(sorted(done), "done")
    for row in work:
        for scope in row.task_id.split("/"):
            states[scope.split("[")[0].split("~")[0]] = "active"
        states[row.element] = "waiting" if row.external else "active"
    return states


def _steps(
    engine: Engine, connection: Connection, definition: Definition, case_id: str, so_far: Summary
) -> dict[int, StepSummary]:
    wanted = {last for _times, last in so_far.steps.values()}
    found = {row.seq: row for row in case_events(engine, connection, definition, case_id, only=wanted)}
    return {step: StepSummary(times=times, last=found.get(last)) for step, (times, last) in so_far.steps.items()}


def step_times(times: bytes | None, definition: Definition, calendar: Calendar, now: datetime) -> dict[int, StepTimes]:
    """How long each step of a case has taken until now, by the clocks of the case's row."""
    return {
        step: StepTimes(
            **dict(zip(("worked", "waited"), visits.so_far(calendar, now), strict=True)),
            standard=definition.workdays(step),
            visits=visits.number,
            running=visits.since is not None,
        )
        for step, visits in read_times(times or b"{}").items()
    }


def _people(connection: Connection, so_far: Summary) -> tuple[Acted, ...]:
    """Who acted, in the order of their first act."""
    who = {part for seated in so_far.people for part in seated if part}
    names = _titles(connection, persons.c.id, persons.c.name, who)
    titles = _titles(connection, positions.c.id, positions.c.title, who)
    forms = _titles(connection, mandates.c.id, mandates.c.form, who)
    found: dict[tuple[str, str], int] = {}
    for (person, position, mandate), acts in so_far.people.items():
        form = MANDATES.get(forms.get(mandate or "", ""))
        as_what = " ".join(part for part in (form, titles.get(position or "")) if part)
        key = (names.get(person, person), as_what)
        found[key] = found.get(key, 0) + acts
    return tuple(Acted(name=name, as_what=as_what, acts=acts) for (name, as_what), acts in found.items())


def _titles(connection: Connection, key: Any, name: Any, wanted: Iterable[str]) -> dict[str, str]:
    return {row[0]: row[1] for row in connection.execute(select(key, name).where(key.in_(wanted)))}


def _is_mine(actor: Actor, task: TaskRow, now: datetime) -> bool:
    """Whether open work stands in somebody's inbox."""
    if task.participant is not None:
        return task.participant == actor.nip
    return task.position in positions_of(actor, now) and task.claimed_by in (None, actor.person)


def _case(
    engine: Engine, connection: Connection, actor: Actor, case_id: str, now: datetime
) -> tuple[Mapping[Any, Any], Definition]:
    row = connection.execute(select(table).where(table.c.id == case_id)).mappings().first()
    if row is None:
        raise NotFound
    definition = engine.definitions.pinned(engine, row["definition"])
    require_sight(connection, actor, definition, case_id, now)
    return row, definition


def case_row(engine: Engine, row: Mapping[Any, Any], waiting_for: tuple[str, ...]) -> CaseRow:
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


def _open_tasks(engine: Engine, connection: Connection, case_id: str) -> list[TaskRow]:
    statement = task_columns().where(tasks.c.case_id == case_id, OPEN).order_by(tasks.c.opened_at, tasks.c.id)
    return [task_row(engine, row) for row in connection.execute(statement).mappings()]


def waiting(connection: Connection, case_ids: list[str]) -> dict[str, tuple[str, ...]]:
    """Whom each case waits for: titles of positions, "Peserta" for participants; one row a position, however many tasks."""
    statement = (
        select(tasks.c.case_id, positions.c.title, func.min(tasks.c.opened_at).label("since"))
        .join(positions, positions.c.id == tasks.c.position, isouter=True)
        .where(tasks.c.case_id.in_(case_ids), OPEN)
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
