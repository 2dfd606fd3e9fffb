"""A case in words, step by step of the written SOP: the diagram's equal, for phone, print and ear."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from engine.queries import CasePage, EventRow, TaskRow

State = Literal["", "done", "active", "waiting"]
#: Events that are somebody's or something's work on a step.
WORK = ("case:started", "task:completed", "message:delivered", "job:finished")


@dataclass(frozen=True, kw_only=True)
class Step:
    """One step of the SOP: its number and title, how it stands, what was done last in it, and what is open."""

    number: int
    title: str
    state: State
    last: EventRow | None
    times: int
    open_tasks: tuple[TaskRow, ...]


@dataclass(frozen=True, kw_only=True)
class Person:
    """Somebody who acted in the case, as what, and how often."""

    name: str
    as_what: str
    acts: int


def outline(page: CasePage) -> list[Step]:
    """Every step of the SOP in order."""
    return [_step(page, number) for number in range(1, page.row.steps + 1)]


def _step(page: CasePage, number: int) -> Step:
    done = [event for event in page.timeline if event.step == number and event.kind in WORK]
    open_tasks = tuple(task for task in page.open_tasks if task.step == number)
    return Step(
        number=number,
        title=page.step_titles.get(number, ""),
        state=_state(done, open_tasks),
        last=done[-1] if done else None,
        times=len(done),
        open_tasks=open_tasks,
    )


def _state(done: list[EventRow], open_tasks: tuple[TaskRow, ...]) -> State:
    if open_tasks:
        return "waiting" if all(task.external for task in open_tasks) else "active"
    return "done" if done else ""


def people(page: CasePage) -> list[Person]:
    """Who acted, in the order of their first act."""
    acts: dict[tuple[str, str], int] = {}
    for event in page.timeline:
        if event.who:
            who = (event.who, event.as_what or "")
            acts[who] = acts.get(who, 0) + 1
    return [Person(name=name, as_what=as_what, acts=count) for (name, as_what), count in acts.items()]
