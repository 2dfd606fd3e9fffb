"""Look at what is visible at an open task, under the case's lock; changes nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from engine.commands.acting import acting

if TYPE_CHECKING:
    from engine.engine import Engine


def look(engine: Engine, case_id: str, task_id: str) -> dict[str, Any]:
    """The data visible at a task. Raises NotFound, CaseEnded."""
    with acting(engine, case_id) as work:
        return work.execution.data(task_id)
