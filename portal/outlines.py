"""A case in words, step by step of the written SOP: the diagram's equal, for phone, print and ear."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from engine.queries import CasePage, EventRow, StepSummary, StepTimes, TaskRow

State = Literal["", "done", "active", "waiting"]
NOTHING = StepSummary(times=0, last=None)


@dataclass(frozen=True, kw_only=True)
class Step:
    """One step of the SOP: its number and title, how it stands, what was done last in it, what is open, how long it took."""

    number: int
    title: str
    state: State
    last: EventRow | None
    times: int
    open_tasks: tuple[TaskRow, ...]
    took: StepTimes | None


def outline(page: CasePage) -> list[Step]:
    """Every step of the SOP in order."""
    return [_step(page, number) for number in range(1, page.row.steps + 1)]


def _step(page: CasePage, number: int) -> Step:
    done = page.steps.get(number, NOTHING)
    open_tasks = tuple(task for task in page.open_tasks if task.step == number)
    return Step(
        number=number,
        title=page.step_titles.get(number, ""),
        state=_state(done, open_tasks),
        last=done.last,
        times=done.times,
        open_tasks=open_tasks,
        took=page.times.get(number),
    )


def _state(done: StepSummary, open_tasks: tuple[TaskRow, ...]) -> State:
    if open_tasks:
        return "waiting" if all(task.external for task in open_tasks) else "active"
    return "done" if done.times else ""
