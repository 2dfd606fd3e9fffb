"""Executions in a worker's memory: the newest state of recently used cases, always checked against the case's version."""

from __future__ import annotations

import threading
import zlib
from collections import OrderedDict
from dataclasses import dataclass

from sqlalchemy import Connection, select

from engine import log, replay
from engine.schema import snapshots
from engine.spiff import Environment, Execution, Model

#: How many executions a worker keeps.
KEPT = 256


@dataclass
class Hot:
    """An execution and the sequence number of the last event it has seen."""

    execution: Execution
    version: int


class Executions:
    """The cache. A command takes an execution out, and puts it back only after its transaction has committed."""

    def __init__(self, kept: int = KEPT) -> None:
        self._hot: OrderedDict[str, Hot] = OrderedDict()
        self._kept = kept
        self._lock = threading.Lock()

    def take(self, case_id: str, version: int) -> Execution | None:
        """The execution of a case at exactly this version, removed from the cache; None when it is not here."""
        with self._lock:
            hot = self._hot.pop(case_id, None)
        return hot.execution if hot is not None and hot.version == version else None

    def put(self, case_id: str, version: int, execution: Execution) -> None:
        """Keep an execution for the next command."""
        with self._lock:
            self._hot[case_id] = Hot(execution, version)
            self._hot.move_to_end(case_id)
            while len(self._hot) > self._kept:
                self._hot.popitem(last=False)

    def clear(self) -> None:
        """Forget everything: the next command of each case restores it from the log."""
        with self._lock:
            self._hot.clear()


def restore(connection: Connection, case_id: str, model: Model, environment: Environment, *, version: int) -> Execution:
    """The execution of a case at a version: the newest snapshot not after it, and the events that follow re-executed."""
    snapshot = connection.execute(
        select(snapshots.c.seq, snapshots.c.state)
        .where(snapshots.c.case_id == case_id, snapshots.c.seq <= version)
        .order_by(snapshots.c.seq.desc())
        .limit(1)
    ).first()
    history = [
        event for event in log.read(connection, case_id, after=snapshot.seq if snapshot else 0) if event.seq <= version
    ]
    if snapshot is not None:
        execution = Execution.restore(model, zlib.decompress(snapshot.state), environment)
    else:
        first = history.pop(0)
        execution = replay.begin(model, first.data, now=first.at, environment=environment)
    for event in history:
        replay.apply(execution, event.kind, event.data, now=event.at)
    execution.take_changes()
    return execution
