"""The transaction every command shares: lock the case, take its execution, record one event, project it, commit."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection, RowMapping, bindparam, select

from engine import incidents, jobs, log, projections, replay, signals, summaries
from engine.clock import Clock
from engine.commands.outcome import Outcome, remember
from engine.documents_register import document_rows
from engine.errors import CaseEnded, CaseStopped, NotFound
from engine.executions import restore
from engine.people import ROBOT, Actor, Seat
from engine.schema import cases
from engine.sop import Definition
from engine.spiff import Changes, Execution, ExecutionFailed
from expressions import Functions

if TYPE_CHECKING:
    from engine.engine import Engine

_LOCK = select(cases).where(cases.c.id == bindparam("id")).with_for_update()


@dataclass(kw_only=True)
class Acting:
    """A command at work on one case. `row` is the case's row as it will be written."""

    engine: Engine
    connection: Connection
    row: dict[str, Any]
    definition: Definition
    execution: Execution
    clock: Clock
    now: datetime
    recorded: bool = False
    thrown: list[tuple[str, str]] = field(default_factory=list)
    sent: list[tuple[str, str]] = field(default_factory=list)

    @property
    def functions(self) -> Functions:
        """What the rules of a form may call: the case's calendar and the clock of this command."""
        return self.engine.environment(self.row["calendar"]).functions.bind(now=self.now)

    def record(
        self,
        kind: str,
        given: dict[str, Any],
        *,
        actor: Actor = ROBOT,
        seat: Seat | None = None,
        task: str | None = None,
        element: str | None = None,
        key: str | None = None,
    ) -> Outcome:
        """Do what the event says, write it, and everything that follows from it."""
        self.recorded = True
        if self.row["version"]:
            replay.apply(self.execution, kind, given, now=self.now)
        changes = self.execution.take_changes()
        salt = self.engine.world.salt()
        event = log.make_event(
            case_id=self.row["id"],
            seq=self.row["version"] + 1,
            previous=self.row["head"],
            kind=kind,
            at=self.now,
            salt=salt,
            given=given,
            effects=effects_of(changes),
            digest=changes.digest(salt),
            task=task,
            element=element,
            person=actor.person or None,
            position=seat.position if seat else None,
            mandate=seat.mandate if seat else None,
        )
        log.append(self.connection, event)
        self._project(event, given, changes, actor)
        remember(self.connection, key, event.case_id, event.seq)
        return Outcome(
            case_id=event.case_id,
            seq=event.seq,
            opened=tuple(wait.task for wait in changes.opened if wait.kind == "user"),
        )

    def _project(self, event: log.Event, given: dict[str, Any], changes: Changes, actor: Actor) -> None:
        rows = projections.gather(
            case_id=event.case_id,
            definition=self.definition,
            calendar=self.engine.calendar_of(self.row["calendar"]),
            execution=self.execution,
            clock=self.clock,
            changes=changes,
            now=self.now,
            by=actor.person or None,
            done=event.task,
        )
        rows.documents = document_rows(event, given)
        rows.write(self.connection)
        for job in rows.jobs:
            jobs.defer(self.connection, "run_service", case_id=job["case_id"], task_id=job["task"], attempt=1)
        projections.aside(self.connection, event, given)
        projections.advance(self.row, event, rows, self.execution, self.clock)
        if projections.snapshot_due(self.row["version"], self.row["snapshot_at"], self.execution):
            self.row["snapshot_at"] = event.seq
            projections.save_snapshot(self.connection, event.case_id, event.seq, self.execution, self.clock)
            summaries.save(self.connection, self.definition, event.case_id)
        projections.write_case(self.connection, self.row)
        for thrown in changes.thrown:
            self.sent.append(_send(self, thrown))
        for k, signal in enumerate(changes.signalled):
            signals.send(
                self.connection, case_id=event.case_id, seq=event.seq, k=k, name=signal.message, payload=signal.payload,
                now=self.now,
            )  # fmt: skip
        self.thrown += self.sent + [(row["message"], row["correlation"]) for row in rows.subscriptions]


def effects_of(changes: Changes) -> list[Any]:
    """What an event caused, as it stands in the log: every transition as [task, element, before, after]."""
    return [[change.task, change.element, change.before, change.after] for change in changes.transitions]


def _send(acting: Acting, thrown: Any) -> tuple[str, str]:
    """Store a message that the case throws; whoever waits for it, here or in another case, receives it after the commit."""
    from engine.deliveries import hand_over  # deliveries and messages know commands
    from engine.messages import store

    correlation = str(thrown.correlation or acting.row["id"])
    key = f"{acting.row['id']}:{thrown.task}:{acting.row['version']}"
    store(
        acting.connection,
        key=key,
        name=thrown.message,
        correlation=correlation,
        payload=thrown.payload or {},
        now=acting.now,
    )
    hand_over(acting, thrown.message, thrown.payload)
    return thrown.message, correlation


@contextmanager
def acting(engine: Engine, case_id: str, *, ended: bool = False) -> Iterator[Acting]:
    """Act on one case in one transaction; commits when the block ends.

    Raises NotFound, CaseEnded (unless `ended`), CaseStopped when the model could not go on: then nothing was written but an incident.
    """
    work: Acting | None = None
    try:
        with engine.database.transaction() as connection:
            row = _lock(connection, case_id)
            if row["status"] != "running" and not ended:
                raise CaseEnded
            work = _take(engine, connection, row)
            yield work
    except ExecutionFailed as failure:
        incidents.open_incident(
            engine, case_id, code=failure.code, message=failure.message, task=failure.task, element=failure.element
        )
        raise CaseStopped from failure
    finally:
        if work is not None and not work.recorded:
            engine.executions.put(case_id, work.row["version"], work.execution, work.clock)
    engine.executions.put(case_id, work.row["version"], work.execution, work.clock)
    deliver_thrown(engine, work)


def deliver_thrown(engine: Engine, work: Acting) -> None:
    """After the commit: hand stored messages to whoever waits for them now."""
    if work.thrown:
        from engine.messages import deliver_stored  # as above

        for name, correlation in work.thrown:
            deliver_stored(engine, name, correlation)
    if work.sent:
        from engine.commands.begin import begin_by_message  # it begins cases by acting

        for name, correlation in work.sent:
            begin_by_message(engine, name, correlation)


def _lock(connection: Connection, case_id: str) -> RowMapping:
    row = connection.execute(_LOCK, {"id": case_id}).mappings().first()
    if row is None:
        raise NotFound
    return row


def _take(engine: Engine, connection: Connection, row: RowMapping) -> Acting:
    definition = engine.definitions.pinned(engine, row["definition"])
    hot = engine.executions.take(row["id"], row["version"])
    if hot is None:
        environment, calendar = engine.environment(row["calendar"]), engine.calendar_of(row["calendar"])
        hot = restore(connection, row["id"], definition, environment, calendar, version=row["version"])
    return Acting(
        engine=engine,
        connection=connection,
        row=dict(row),
        definition=definition,
        execution=hot.execution,
        clock=hot.clock,
        now=engine.world.now(),
    )
