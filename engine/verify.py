"""Prove a case: re-execute it from its log and compare every digest; name the first difference."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import orjson
from sqlalchemy import select

from engine import log, replay
from engine.commands.acting import effects_of
from engine.errors import AlurError
from engine.schema import cases
from engine.spiff import Execution, ExecutionFailed

if TYPE_CHECKING:
    from engine.engine import Engine


@dataclass
class Verdict:
    """What a verification saw: how many cases and events, and every difference as `{case, seq, what}` (empty is good)."""

    cases: int = 0
    events: int = 0
    differences: list[dict[str, object]] = field(default_factory=list)


def verify_all(engine: Engine) -> Verdict:
    """Verify every case."""
    with engine.database.reading() as connection:
        ids = connection.scalars(select(cases.c.id).order_by(cases.c.number)).all()
    verdict = Verdict()
    for case_id in ids:
        one = verify(engine, case_id)
        verdict.cases += 1
        verdict.events += one.events
        verdict.differences += one.differences
    return verdict


def verify(engine: Engine, case_id: str) -> Verdict:
    """Verify one case: its chain, its commitments, and that re-execution causes what the log says it caused."""
    with engine.database.reading() as connection:
        row = connection.execute(select(cases).where(cases.c.id == case_id)).one()
        history = log.read(connection, case_id)
    verdict = Verdict(cases=1, events=len(history))
    for fault in log.faults(history):
        verdict.differences.append({"case": row.number, "seq": None, "what": fault})
    if not history or history[-1].seq != row.version or history[-1].hash != row.head:
        verdict.differences.append(
            {"case": row.number, "seq": row.version, "what": "the case's row is not at the end of its log"}
        )
    if difference := _first_difference(engine, row.definition, row.calendar, history):
        verdict.differences.append({"case": row.number} | difference)
    return verdict


def _first_difference(engine: Engine, digest: str, calendar: str, history: list[log.Event]) -> dict[str, object] | None:
    execution: Execution | None = None
    definition = engine.definitions.pinned(engine, digest)
    for event in history:
        if event.input is None:
            return {"seq": event.seq, "what": "its input was erased: what follows cannot be re-executed"}
        try:
            if execution is None:
                execution = replay.begin(
                    definition.model, event.data, now=event.at, environment=engine.environment(calendar)
                )
            else:
                replay.apply(execution, event.kind, event.data, now=event.at)
        except (ExecutionFailed, AlurError, KeyError) as error:
            return {"seq": event.seq, "what": f"re-execution failed: {type(error).__name__}: {error}"}
        changes = execution.take_changes()
        if changes.digest(event.salt or b"") != event.digest:
            return {
                "seq": event.seq,
                "what": f"{event.kind} caused something else: {_compare(event, effects_of(changes))}",
            }
    return None


def _compare(event: log.Event, effects: list[object]) -> str:
    recorded = orjson.loads(event.effects)
    for index, (before, now) in enumerate(zip(recorded, effects, strict=False)):
        if before != now:
            return f"transition {index + 1} was {before}, is {now}"
    if len(recorded) != len(effects):
        return f"{len(recorded)} transitions were recorded, {len(effects)} happened"
    return "the same transitions with other data"
