"""Complete a task: the act of an official or participant, with a form's data."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection, bindparam, exists, select

from engine import confidential, numbers, uploads
from engine.commands.acting import Acting, acting
from engine.commands.outcome import Outcome, recall
from engine.errors import InvalidForm, NotAllowed, NotFound, SeatEnded, StaleVersion, TaskAlreadyDone, TaskClaimed
from engine.people import Actor, Seat, actor_of
from engine.people.actors import local_day
from engine.people.authority import Denial, Grant, may_act
from engine.people.lost import lost_seat
from engine.people.terms import held
from engine.schema import holdings, mandates, persons, tasks
from engine.sop import Definition
from engine.world import JAKARTA
from forms import validate
from forms.said import said

if TYPE_CHECKING:
    from engine.engine import Engine


def _seat_now(table: Any) -> Any:
    """Whether the actor holds the task's position by a row of this table, as read in the command's own transaction."""
    mine = (table.c.person == bindparam("person")) & (table.c.position == tasks.c.position)
    return exists().where(mine, held(table, bindparam("day"), bindparam("now"))).correlate(tasks)


_TASK = select(tasks, _seat_now(holdings).label("held"), _seat_now(mandates).label("mandated")).where(
    tasks.c.case_id == bindparam("case"), tasks.c.id == bindparam("task")
)


def complete(
    engine: Engine,
    actor: Actor,
    case_id: str,
    task_id: str,
    data: Mapping[str, Any],
    *,
    version: int | None = None,
    key: str | None = None,
) -> Outcome:
    """Complete an open task as `actor` with a form's data (JSON-like; files as upload references).

    `version`: the task's version that the person saw; `key`: idempotency key, a second use gives the first outcome.
    Raises NotFound, NotAllowed, TaskAlreadyDone, TaskClaimed, StaleVersion, InvalidForm, CaseEnded, CaseStopped. Nothing is changed then.
    """
    try:
        with acting(engine, case_id) as work:
            task, seat = open_task(work, actor, task_id, version=version)
            value = _value(work, actor, seat, task, _checked(work, actor, task, data))
            kind = "message:delivered" if task["kind"] == "message" else "task:completed"
            given = {"task": task_id, "value": value}
            return work.record(kind, given, actor=actor, seat=seat, task=task_id, element=task["element"], key=key)
    except (TaskAlreadyDone, StaleVersion, NotFound):
        if before := recall(engine, key):
            return before
        raise


def open_task(work: Acting, actor: Actor, task_id: str, *, version: int | None = None) -> tuple[Any, Seat | None]:
    """The open task's row and the seat through which the actor may act on it now: nobody else has it in hand."""
    task, seat = allowed_task(work, actor, task_id)
    if task["claimed_by"] not in (None, actor.person) and still_acts(work, task, task["claimed_by"]):
        raise TaskClaimed(said("Tugas ini sedang dikerjakan {name}.", name=_name(work, task["claimed_by"])))
    if version is not None and version != task["version"]:
        raise StaleVersion
    return task, seat


def allowed_task(work: Acting, actor: Actor, task_id: str) -> tuple[Any, Seat | None]:
    """The open task's row and the seat through which the actor may act on it, whoever has it in hand.

    Raises NotFound, NotAllowed, TaskAlreadyDone.
    """
    asked = {"case": work.row["id"], "task": task_id}
    me = {"person": actor.person, "day": local_day(work.now), "now": work.now}
    task = work.connection.execute(_TASK, asked | me).mappings().first()
    if task is None:
        raise NotFound
    grant = granted(work, actor, task)
    if isinstance(grant, Denial):
        if grant.hidden:
            raise gone_seat(work, actor, task) or NotFound()
        raise NotAllowed(grant.reason)
    if grant.seat is not None and not task["held" if grant.seat.form == "definitif" else "mandated"]:
        raise gone_seat(work, actor, task) or SeatEnded()  # it ended after the page had been asked for
    if task["state"] != "open":
        raise TaskAlreadyDone(by=_name(work, task["closed_by"]), at=task["closed_at"])
    return task, grant.seat


def granted(work: Acting, actor: Actor, task: Any) -> Grant | Denial:
    """Whether somebody may act on a task at this moment: every rule of the case and its SOP, the same wherever it is asked."""
    mine = concerned(work, task)
    return granted_in(work.connection, work.definition, actor, task, now=work.now, concerned=mine)


def granted_in(
    connection: Connection,
    definition: Definition,
    actor: Actor,
    task: Any,
    *,
    now: datetime,
    concerned: Collection[str],
) -> Grant | Denial:
    """The same without the case at hand, for whoever knows already whose own matter the task is (`alur:notPerson`)."""
    return may_act(
        actor,
        task,
        now=now,
        concerned=concerned,
        definitive_only=definitive_only(definition, task),
        done_by=lambda: done_by(connection, definition, task),
    )


def gone_seat(work: Acting, actor: Actor, task: Any) -> SeatEnded | None:
    """What to tell somebody whose seat ended while the task was open; None for those who never had one."""
    why = lost_seat(work.connection, actor.person, task["position"], opened=task["opened_at"], now=work.now)
    return SeatEnded(why) if why else None


def definitive_only(definition: Definition, task: Any) -> list[str]:
    """The forms of mandate that the SOP keeps from a task (`alur:notMandate="plt, plh"`)."""
    text = definition.model.elements[task["element"]].attributes.get("notMandate", "")
    return [form.strip() for form in text.split(",") if form.strip()]


def still_acts(work: Acting, task: Any, person: str) -> bool:
    """Whether whoever took a task may still act on it: a mandate that ended must not hold work back."""
    try:
        holder = actor_of(work.connection, person, now=work.now)
    except NotFound:
        return False
    return isinstance(granted(work, holder, task), Grant)


def concerned(work: Acting, task: Any) -> list[str]:
    """The NIPs whose own matter this task is (`alur:notPerson`)."""
    text = work.definition.model.elements[task["element"]].attributes.get("notPerson")
    if not text or task["state"] != "open":
        return []
    found = work.execution.evaluate(task["id"], text, now=work.now)
    return [str(nip) for nip in found or []]


def done_by(connection: Connection, definition: Definition, task: Any) -> list[str]:
    """Who completed an element of the same scope that this one must be separate from (`alur:separateFrom`)."""
    text = definition.model.elements[task["element"]].attributes.get("separateFrom")
    if not text:
        return []
    elements = [name.strip() for name in text.split(",")]
    scope = task["id"].rpartition("/")[0]
    rows = connection.execute(
        select(tasks.c.id, tasks.c.closed_by).where(
            tasks.c.case_id == task["case_id"], tasks.c.element.in_(elements), tasks.c.state == "completed"
        )
    )
    return [row.closed_by for row in rows if row.closed_by and row.id.startswith(f"{scope}/" if scope else "")]


def _checked(work: Acting, actor: Actor, task: Any, data: Mapping[str, Any]) -> dict[str, Any]:
    if task["form"] is None:
        return dict(data)
    form = work.definition.forms[task["form"]]
    context = work.execution.peek(task["id"])
    resolved = uploads.resolve(work.connection, actor, form, data, context)
    checked = validate(form, resolved, context=context, functions=work.functions)
    if checked.errors:
        raise InvalidForm(checked.errors, data)
    return dict(checked.data)


def _value(work: Acting, actor: Actor, seat: Seat | None, task: Any, data: dict[str, Any]) -> dict[str, Any]:
    """What enters case data: the form's data (or only their reference, when confidential), who acted, when, and numbers given out."""
    attributes = work.definition.model.elements[task["element"]].attributes
    if attributes.get("confidential") == "true":
        readers = [
            work.definition.position(name.strip()) for name in attributes.get("readers", "").split(",") if name.strip()
        ]
        data = confidential.write(work.engine, work.connection, work.row["id"], task["id"], data, readers=readers)
    value = data | {"oleh": actor.block(seat), "pada": work.now.astimezone(JAKARTA).isoformat(timespec="seconds")}
    if "numbers" in attributes:
        wanted = work.execution.evaluate(task["id"], attributes["numbers"], now=work.now)
        value["nomor"] = numbers.allocate(work.connection, work.row, wanted, now=work.now)
    return value


def _name(work: Acting, person: str | None) -> str | None:
    if person is None:
        return None
    return work.connection.scalar(select(persons.c.name).where(persons.c.id == person))
