"""Signals between cases: what one case sends reaches every other case that waits for it at that moment, each once.

The sending command stores the signal and, in its own transaction, defers one job for each case that waits: nobody who waited
is forgotten, nobody who comes later is reached (BPMN 2.0, 10.5.5).
"""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection, select, update

from engine import canonical, jobs, messages, openings
from engine.projections import SIGNAL
from engine.schema import messages as stored
from engine.schema import subscriptions

if TYPE_CHECKING:
    from engine.engine import Engine

#: Subscriptions to signals share a table with those to messages; the door refuses a message whose name begins like this.
PREFIX = SIGNAL


def send(connection: Connection, *, case_id: str, seq: int, k: int, name: str, payload: Any, now: datetime) -> int:
    """Store the k-th signal that an event of a case sent, and defer its deliveries; gives how many wait for it: cases, and start events."""
    key = f"{case_id}:{seq}:{k}"
    waiting = connection.execute(
        select(subscriptions.c.case_id, subscriptions.c.task)
        .where(subscriptions.c.message == PREFIX + name, subscriptions.c.case_id != case_id)
        .order_by(subscriptions.c.case_id, subscriptions.c.task)
    ).all()
    opening = openings.waiting_for_signal(connection, name)
    if waiting or opening:
        messages.store(connection, key=key, name=PREFIX + name, correlation=case_id, payload=payload, now=now)
        connection.execute(update(stored).where(stored.c.key == key).values(case_id=case_id, seq=seq))
    for row in waiting:
        jobs.defer(connection, "deliver_signal", key=key, case_id=row.case_id, task_id=row.task)
    for sop, element, part in opening:
        jobs.defer(connection, "begin_by_signal", key=key, sop=sop, element=element, part=part)
    return len(waiting) + len(opening)


def deliver(engine: Engine, *, key: str, case_id: str, task_id: str) -> bool:
    """Hand a stored signal to a case; False when it does not wait for it any more."""
    from engine.commands.acting import acting  # commands send what cases throw: the circle is cut here

    with acting(engine, case_id) as work:
        signal = work.connection.execute(select(stored).where(stored.c.key == key)).one()
        wait = work.connection.execute(
            select(subscriptions).where(
                subscriptions.c.case_id == case_id,
                subscriptions.c.task == task_id,
                subscriptions.c.message == signal.name,
            )
        ).first()
        if wait is None:
            return False
        given = {
            "task": task_id,
            "value": canonical.loads(signal.payload),
            "signal": signal.name.removeprefix(PREFIX),
            "key": key,
        }
        work.record("signal:delivered", given, task=task_id, element=wait.element)
        return True
