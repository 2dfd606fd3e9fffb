"""Take a task of a shared position into one's own hands, and give it back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from engine.commands.acting import acting
from engine.commands.complete import open_task
from engine.commands.outcome import Outcome
from engine.people import Actor

if TYPE_CHECKING:
    from engine.engine import Engine


def claim(engine: Engine, actor: Actor, case_id: str, task_id: str) -> Outcome:
    """Claim an open task. Raises what `complete` raises; claiming one's own claim again is fine."""
    return _hold(engine, actor, case_id, task_id, "task:claimed")


def release(engine: Engine, actor: Actor, case_id: str, task_id: str) -> Outcome:
    """Release one's claim on a task."""
    return _hold(engine, actor, case_id, task_id, "task:released")


def _hold(engine: Engine, actor: Actor, case_id: str, task_id: str, kind: str) -> Outcome:
    with acting(engine, case_id) as work:
        task, seat = open_task(work, actor, task_id)
        return work.record(kind, {"task": task_id}, actor=actor, seat=seat, task=task_id, element=task["element"])
