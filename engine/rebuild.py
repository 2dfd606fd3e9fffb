"""Rebuild what can be thrown away: snapshots and projections of a case, from its log alone."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection, delete, select, update

from engine import log, projections, replay, summaries, tallies
from engine.clock import Clock
from engine.documents_register import document_rows
from engine.schema import cases, documents, service_jobs, snapshots, subscriptions, tasks, timers
from engine.schema import summaries as kept
from engine.sop import Definition
from engine.spiff import Execution

if TYPE_CHECKING:
    from engine.engine import Engine

#: Tables whose rows of a case are projections of its log.
PROJECTIONS = (tasks, timers, subscriptions, service_jobs, documents, snapshots, kept)


def rebuild_all(engine: Engine) -> int:
    """Rebuild every case, and what is counted over all of them; gives how many."""
    with engine.database.reading() as connection:
        ids = connection.scalars(select(cases.c.id).order_by(cases.c.number)).all()
    for case_id in ids:
        rebuild(engine, case_id)
    tallies.forget(engine)
    tallies.count(engine)
    return len(ids)


def rebuild(engine: Engine, case_id: str) -> None:
    """Delete the projections of a case and write them anew by re-executing its log, under the case's lock."""
    with engine.database.transaction() as connection:
        row = dict(connection.execute(select(cases).where(cases.c.id == case_id).with_for_update()).mappings().one())
        told = connection.scalars(select(tasks.c.id).where(tasks.c.case_id == case_id, tasks.c.told)).all()
        for table in PROJECTIONS:
            connection.execute(delete(table).where(table.c.case_id == case_id))
        definition = engine.definitions.pinned(engine, row["definition"])
        row |= {"version": 0, "step": None, "ending": None, "ended_at": None, "snapshot_at": 0}
        execution, clock = None, Clock()
        for event in log.read(connection, case_id):
            execution = _replay(engine, connection, definition, row, execution, clock, event)
        projections.write_case(connection, row)
        # What people were told is not in the log: what was told stays told.
        connection.execute(update(tasks).where(tasks.c.case_id == case_id, tasks.c.id.in_(told)).values(told=True))
    engine.executions.take(case_id, -1)


def _replay(
    engine: Engine,
    connection: Connection,
    definition: Definition,
    row: dict[str, Any],
    execution: Execution | None,
    clock: Clock,
    event: log.Event,
) -> Execution:
    given = event.data
    if execution is None:
        execution = replay.begin(definition.model, given, now=event.at, environment=engine.environment(row["calendar"]))
    else:
        replay.apply(execution, event.kind, given, now=event.at)
    rows = projections.gather(
        case_id=event.case_id,
        definition=definition,
        calendar=engine.calendar_of(row["calendar"]),
        execution=execution,
        clock=clock,
        changes=execution.take_changes(),
        now=event.at,
        by=event.person,
        done=event.task,
    )
    rows.documents = document_rows(event, given)
    rows.write(connection)
    projections.aside(connection, event, given)
    projections.advance(row, event, rows, execution, clock)
    if projections.snapshot_due(row["version"], row["snapshot_at"], execution):
        row["snapshot_at"] = event.seq
        projections.save_snapshot(connection, event.case_id, event.seq, execution, clock)
        summaries.save(connection, definition, event.case_id, upto=event.seq)
    return execution
