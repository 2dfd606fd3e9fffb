"""Start a case: the first order, from which everything follows."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection, func, insert, select

from engine import numbers, replay, uploads
from engine.calendars import newest
from engine.clock import Clock
from engine.commands.acting import Acting, deliver_thrown
from engine.commands.outcome import Outcome, recall
from engine.errors import CaseStopped, InvalidForm, NotAllowed
from engine.log import GENESIS
from engine.people import Actor, Seat
from engine.people.actors import local_day
from engine.people.lost import require_seat
from engine.schema import cases
from engine.sop import Definition
from engine.spiff import ExecutionFailed
from engine.world import JAKARTA
from expressions import Functions, parse
from forms import validate
from forms.said import said

if TYPE_CHECKING:
    from engine.engine import Engine


def start(engine: Engine, actor: Actor, sop: str, data: Mapping[str, Any], *, key: str | None = None) -> Outcome:
    """Start a case of the newest version of an SOP with its start form's data.

    Raises SopUnknown, NotAllowed (the lane that starts is not held), InvalidForm, CaseStopped.
    """
    if before := recall(engine, key):
        return before
    definition = engine.definitions.newest(engine, sop)
    now = engine.world.now()
    seat = starting_seat(definition, actor, now)
    case_id = engine.world.new_id()
    try:
        with engine.database.transaction() as connection:
            require_seat(connection, actor.person, seat, now)
            work = _begin(engine, connection, definition, actor, seat, case_id, data, now)
            given = work.row.pop("given")
            outcome = work.record("case:started", given, actor=actor, seat=seat, key=key)
    except ExecutionFailed as failure:
        raise CaseStopped(
            said("{stopped} ({cause})", stopped=said(str(CaseStopped.__doc__)), cause=failure.message)
        ) from failure
    engine.executions.put(case_id, outcome.seq, work.execution, work.clock)
    deliver_thrown(engine, work)
    return outcome


def starting_seat(definition: Definition, actor: Actor, now: datetime) -> Seat:
    """The seat through which somebody may start cases of an SOP. Raises NotAllowed."""
    for lane in definition.settings["start"]:
        if seat := actor.seat(definition.position(lane), local_day(now)):
            return seat
    raise NotAllowed("Hanya pejabat yang ditunjuk SOP ini yang dapat memulainya.")


def _begin(
    engine: Engine,
    connection: Connection,
    definition: Definition,
    actor: Actor,
    seat: Seat,
    case_id: str,
    data: Mapping[str, Any],
    now: datetime,
) -> Acting:
    event = definition.model.start
    calendar = newest(connection, local_day(now))
    functions = engine.environment(calendar).functions.bind(now=now)
    checked = _checked(definition, connection, actor, event.attributes.get("form"), data, functions)
    result = event.attributes.get("result", event.id)
    moment = now.astimezone(JAKARTA)
    value = {result: checked | {"oleh": actor.block(seat), "pada": moment.isoformat(timespec="seconds")}}
    number = _number(connection, definition, moment.year)
    title = _title(definition, value) or number
    perkara = {
        "id": case_id,
        "nomor": number,
        "judul": title,
        "sop": definition.sop,
        "dimulai": moment.isoformat(timespec="seconds"),
    }
    given = {
        "sop": definition.sop,
        "definition": definition.digest,
        "calendar": calendar,
        "perkara": perkara,
        "data": value,
    }
    row = {
        "id": case_id,
        "sop": definition.sop,
        "definition": definition.digest,
        "number": number,
        "title": title,
        "calendar": calendar,
        "status": "running",
        "step": None,
        "ending": None,
        "started_by": actor.person,
        "started_at": now,
        "ended_at": None,
        "version": 0,
        "head": GENESIS,
        "snapshot_at": 0,
        "times": None,
    }
    connection.execute(insert(cases), row)
    execution = replay.begin(definition.model, given, now=now, environment=engine.environment(calendar))
    return Acting(
        engine=engine,
        connection=connection,
        row=row | {"given": given},
        definition=definition,
        execution=execution,
        clock=Clock(),
        now=now,
    )


def _checked(
    definition: Definition,
    connection: Connection,
    actor: Actor,
    form_name: str | None,
    data: Mapping[str, Any],
    functions: Functions,
) -> dict[str, Any]:
    if form_name is None:
        return dict(data)
    form = definition.forms[form_name]
    checked = validate(form, uploads.resolve(connection, actor, form, data, {}), context={}, functions=functions)
    if checked.errors:
        raise InvalidForm(checked.errors, data)
    return dict(checked.data)


def _title(definition: Definition, value: dict[str, Any]) -> str | None:
    text = definition.settings.get("title_expression")
    return str(parse(text).evaluate(value))[:200] if text else None


def _number(connection: Connection, definition: Definition, year: int) -> str:
    """The next case number of an SOP and year, such as JPT-2026-0007."""
    stem = f"{definition.settings['prefix']}-{year}-"
    numbers.serialise(connection, stem)
    last = connection.scalar(
        select(cases.c.number)
        .where(cases.c.number.startswith(stem, autoescape=True))
        .order_by(func.length(cases.c.number).desc(), cases.c.number.desc())
        .limit(1)
    )
    return f"{stem}{int(last.removeprefix(stem)) + 1 if last else 1:04d}"
