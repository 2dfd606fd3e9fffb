"""What a case's log comes to so far: elements done, work by step, acts by person. Kept beside the snapshot, so that a page
reads only the events since."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

import orjson
from sqlalchemy import Connection, delete, insert, select

from engine.schema import events, summaries, tasks
from engine.sop import Definition

#: Events that are somebody's or something's work on a step.
WORK = ("case:started", "task:completed", "message:delivered", "job:finished")

#: Person, position, mandate of an act.
Seated = tuple[str, str | None, str | None]


@dataclass
class Summary:
    """What the events 1 to `seq` come to. `steps`: SOP step -> how often work was done in it, and the last such event."""

    seq: int = 0
    done: set[str] = field(default_factory=set)
    steps: dict[int, tuple[int, int]] = field(default_factory=dict)
    people: dict[Seated, int] = field(default_factory=dict)

    def follow(self, definition: Definition, rows: Iterable[Any]) -> None:
        """Take in the events that come next."""
        for row in rows:
            self.seq = row.seq
            self.done.update(
                element for _task, element, _before, after in orjson.loads(row.effects) if after == "COMPLETED"
            )
            step = step_of_event(definition, {row.task: row.step}, row.task or "", row.element or "")
            if step is not None and row.kind in WORK:
                self.steps[step] = (self.steps.get(step, (0, 0))[0] + 1, row.seq)
            if row.person:
                who = (row.person, row.position, row.mandate)
                self.people[who] = self.people.get(who, 0) + 1

    def dump(self) -> bytes:
        """As it is stored."""
        return orjson.dumps(
            {
                "done": sorted(self.done),
                "steps": sorted((step, *counted) for step, counted in self.steps.items()),
                "people": [(*who, acts) for who, acts in self.people.items()],
            }
        )

    @classmethod
    def load(cls, seq: int, state: bytes) -> Summary:
        """What `dump` wrote."""
        read = orjson.loads(state)
        return cls(
            seq=seq,
            done=set(read["done"]),
            steps={step: (times, last) for step, times, last in read["steps"]},
            people={(person, position, mandate): acts for person, position, mandate, acts in read["people"]},
        )


def summary(connection: Connection, definition: Definition, case_id: str, *, upto: int | None = None) -> Summary:
    """What the log of a case comes to (`upto` such an event): what was kept, and the events since."""
    kept = connection.execute(
        select(summaries.c.seq, summaries.c.state).where(summaries.c.case_id == case_id)
    ).first()  # fmt: skip
    found = Summary.load(kept.seq, kept.state) if kept else Summary()
    own_task = (tasks.c.case_id == events.c.case_id) & (tasks.c.id == events.c.task)
    names = ("seq", "kind", "task", "element", "person", "position", "mandate", "effects")
    since = (
        select(*(events.c[name] for name in names), tasks.c.step)
        .join(tasks, own_task, isouter=True)
        .where(events.c.case_id == case_id, events.c.seq > found.seq)
        .order_by(events.c.seq)
    )
    if upto is not None:
        since = since.where(events.c.seq <= upto)
    found.follow(definition, connection.execute(since))
    return found


def save(connection: Connection, definition: Definition, case_id: str, *, upto: int | None = None) -> None:
    """Keep what the log comes to. Called where a snapshot is written, once in some fifty events."""
    found = summary(connection, definition, case_id, upto=upto)
    connection.execute(delete(summaries).where(summaries.c.case_id == case_id))
    connection.execute(insert(summaries).values(case_id=case_id, seq=found.seq, state=found.dump()))


def step_of_event(definition: Definition, steps: Mapping[str, int | None], task: str, element: str) -> int | None:
    """The SOP step of a logged transition: the task's own when it was a person's, else the element's, else its scope's."""
    if steps.get(task) is not None:
        return steps[task]
    scopes = [element, *(scope.split("[")[0].split("~")[0] for scope in reversed(task.split("/")[:-1]))]
    for name in scopes:
        found = definition.model.elements.get(name)
        text = found.attributes.get("sopStep", "") if found else ""
        if text.isdigit():
            return int(text)
    return None
