"""Executions in a worker's memory: the newest state of recently used cases, always checked against the case's version."""

from __future__ import annotations

import threading
import zlib
from collections import OrderedDict
from dataclasses import dataclass

from sqlalchemy import Connection, select

from engine import log, replay
from engine.calendar import Calendar
from engine.clock import Clock
from engine.schema import snapshots
from engine.sop import Definition
from engine.spiff import Environment, Execution

#: How many executions a worker keeps.
KEPT = 256


@dataclass
class Hot:
    """An execution, the clock of its steps, and the sequence number of the last event both have seen."""

    execution: Execution
    clock: Clock
    version: int


class Executions:
    """The cache. A command takes an execution out, and puts it back only after its transaction has committed."""

    def __init__(self, kept: int = KEPT) -> None:
        self._hot: OrderedDict[str, Hot] = OrderedDict()
        self._kept = kept
        self._lock = threading.Lock()

    def take(self, case_id: str, version: int) -> Hot | None:
        """The execution of a case at exactly this version, removed from the cache; None when it is not here."""
        with self._lock:
            hot = self._hot.pop(case_id, None)
        return hot if hot is not None and hot.version == version else None

    def put(self, case_id: str, version: int, execution: Execution, clock: Clock) -> None:
        """Keep an execution for the next command."""
        with self._lock:
            self._hot[case_id] = Hot(execution, clock, version)
            self._hot.move_to_end(case_id)
            while len(self._hot) > self._kept:
                self._hot.popitem(last=False)

    def clear(self) -> None:
        """Forget everything: the next command of each case restores it from the log."""
        with self._lock:
            self._hot.clear()


def restore(
    connection: Connection,
    case_id: str,
    definition: Definition,
    environment: Environment,
    calendar: Calendar,
    *,
    version: int,
) -> Hot:
    """A case at a version: the newest snapshot not after it, and the events that follow re-executed."""
    snapshot = connection.execute(
        select(snapshots.c.seq, snapshots.c.state, snapshots.c.clock)
        .where(snapshots.c.case_id == case_id, snapshots.c.seq <= version, snapshots.c.clock.is_not(None))
        .order_by(snapshots.c.seq.desc())
        .limit(1)
    ).first()
    history = [
        event for event in log.read(connection, case_id, after=snapshot.seq if snapshot else 0) if event.seq <= version
    ]
    if snapshot is not None:
        execution = Execution.restore(definition.model, zlib.decompress(snapshot.state), environment)
        clock = Clock.load(zlib.decompress(snapshot.clock))
    else:
        first, clock = history.pop(0), Clock()
        execution = replay.begin(definition.model, first.data, now=first.at, environment=environment)
        clock.follow(calendar, definition, execution, execution.take_changes(), first.at)
    for event in history:
        replay.apply(execution, event.kind, event.data, now=event.at)
        clock.follow(calendar, definition, execution, execution.take_changes(), event.at)
    execution.take_changes()
    return Hot(execution, clock, version)
