"""Tells people what the log brought them: work that opened, work that is no longer theirs to do, a case of theirs that ended.

Commands tell nobody: what they open is in the index of what was not told yet, in the same transaction, and the tick reads it.
So a step costs nothing more, nothing is forgotten by a crash, and a tick costs what is new, however many cases rest.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Any

import orjson
from sqlalchemy import Connection, select, text, union, update

from engine.commands.acting import acting
from engine.commands.complete import concerned, granted_in
from engine.errors import AlurError
from engine.notices import notify, settle
from engine.people import Actor, actor_of
from engine.people.authority import Denial
from engine.people.terms import holds
from engine.schema import cases, events, holdings, mandates, notices, persons, tasks
from engine.schema.cases import END_UNTOLD
from engine.schema.work import UNTOLD
from engine.sop import Definition
from engine.spiff import ExecutionFailed

if TYPE_CHECKING:
    from engine.engine import Engine

logger = logging.getLogger("alur.notices")

#: Tasks and ended cases that one tick tells of; what is more waits for the next.
BATCH = 500
#: How many of a case's last events are looked at for whose act opened a task.
LAST = 30
#: How a task stood before it was opened, as the log writes it.
OPENED = "FUTURE"

Concerned = Callable[[Mapping[Any, Any]], Collection[str]]


def tell(engine: Engine) -> int:
    """Tell what opened, closed and ended since the last time; gives how many notices were made. Once, however often it runs."""
    office = Office(engine.world.now())
    with engine.database.reading() as connection:
        found = connection.execute(
            select(tasks.c.case_id, tasks.c.id, tasks.c.element)
            .where(text(UNTOLD))
            .order_by(tasks.c.opened_at)
            .limit(BATCH)
        ).all()
        ended = connection.scalars(
            select(cases.c.id).where(text(END_UNTOLD)).order_by(cases.c.ended_at).limit(BATCH)
        ).all()
    news: dict[str, dict[str, str]] = {}
    for row in found:
        news.setdefault(row.case_id, {})[row.id] = row.element
    made = sum(_of_case(engine, office, case_id, elements) for case_id, elements in news.items())
    return made + sum(_of_end(engine, case_id) for case_id in ended)


@dataclass
class Office:
    """Who holds what at this moment; each position and person is asked for once a tick."""

    now: datetime
    _held: dict[str, list[Actor]] = field(default_factory=dict)
    _persons: dict[str, Actor] = field(default_factory=dict)

    def candidates(self, connection: Connection, task: Mapping[Any, Any]) -> list[Actor]:
        """Whose work a task may be: the holders of its position, or the participant."""
        key = f"nip:{task['participant']}" if task["participant"] else f"position:{task['position']}"
        if key not in self._held:
            ids = connection.scalars(self._statement(task))
            self._held[key] = [self._person(connection, person) for person in ids]
        return self._held[key]

    def _statement(self, task: Mapping[Any, Any]) -> Any:
        if task["participant"]:
            return select(persons.c.id).where(persons.c.nip == task["participant"])
        return union(
            *(
                select(table.c.person).where(table.c.position == task["position"], holds(table, self.now))
                for table in (holdings, mandates)
            )
        )

    def _person(self, connection: Connection, person: str) -> Actor:
        if person not in self._persons:
            self._persons[person] = actor_of(connection, person, now=self.now)
        return self._persons[person]


def _of_case(engine: Engine, office: Office, case_id: str, elements: Mapping[str, str]) -> int:
    """Tell of the untold tasks (id -> element) of one case."""
    try:
        with locked(engine, case_id, set(elements.values())) as (connection, case, definition, whose):
            where = (tasks.c.case_id == case_id) & tasks.c.id.in_(list(elements))
            rows = connection.execute(select(tasks).where(where, text(UNTOLD))).mappings().all()
            opened = [row for row in rows if row["state"] == "open"]
            made = _opened(connection, office, definition, case.number, opened, whose)
            _closed(connection, office, case_id, [row["id"] for row in rows if row["state"] != "open"])
            _mark(connection, case_id, rows)
            return made
    except AlurError as error:
        logger.warning("notices of case %s not made: %s", case_id, type(error).__name__)
        return 0


@contextmanager
def locked(
    engine: Engine, case_id: str, elements: Collection[str]
) -> Iterator[tuple[Connection, Any, Definition, Concerned]]:
    """The case under its lock, as every change of its tasks has it; its execution only where the SOP asks it whom a task concerns."""
    with engine.database.reading() as connection:
        case = connection.execute(select(cases.c.number, cases.c.definition).where(cases.c.id == case_id)).one()
    definition = engine.definitions.pinned(engine, case.definition)
    if any("notPerson" in definition.model.elements[each].attributes for each in elements):
        with acting(engine, case_id, ended=True) as work:
            yield work.connection, case, definition, lambda task: concerned(work, task)
    else:
        with engine.database.transaction() as connection:
            connection.execute(select(cases.c.id).where(cases.c.id == case_id).with_for_update())
            yield connection, case, definition, lambda task: ()


def _opened(
    connection: Connection,
    office: Office,
    definition: Definition,
    number: str,
    rows: Sequence[Mapping[Any, Any]],
    whose: Concerned,
) -> int:
    made = 0
    openers = _openers(connection, rows)
    for task in rows:
        if task["claimed_by"] is not None:  # it is in somebody's hands already
            continue
        try:
            mine = whose(task)
        except ExecutionFailed:  # whoever opens the task is told what is wrong; here nobody is told of it
            continue
        about = {"name": task["name"], "number": number, "step": task["step"], "due": _iso(task["due_at"])}
        for person in office.candidates(connection, task):
            if person.person == openers.get(task["id"]):  # one's own act brought it
                continue
            grant = granted_in(connection, definition, person, task, now=office.now, concerned=mine)
            if isinstance(grant, Denial):
                continue
            made += notify(
                connection,
                key=f"task.opened:{task['case_id']}:{task['id']}",
                person=person.person,
                kind="task.opened",
                at=office.now,
                case_id=task["case_id"],
                task=task["id"],
                about=about,
            )
    return made


def _openers(connection: Connection, rows: Sequence[Mapping[Any, Any]]) -> dict[str, str | None]:
    """Whose acts opened the tasks, as far as the case's last events tell."""
    if not rows:
        return {}
    moments = {row["opened_at"] for row in rows}
    here = events.c.case_id == rows[0]["case_id"]
    last = select(events.c.at, events.c.person, events.c.effects).where(here).order_by(events.c.seq.desc()).limit(LAST)
    found: dict[str, str | None] = {}
    for event in connection.execute(last):
        if event.at in moments:
            for task, _element, before, _after in orjson.loads(event.effects):
                if before == OPENED:
                    found.setdefault(task, event.person)
    return found


def _closed(connection: Connection, office: Office, case_id: str, ids: Sequence[str]) -> None:
    """Notices of work that is done are no news any more, also for those who did not do it."""
    if ids:
        where = (notices.c.case_id == case_id) & notices.c.task.in_(ids) & notices.c.read_at.is_(None)
        settle(connection, where & notices.c.kind.startswith("task."), office.now)


def _mark(connection: Connection, case_id: str, rows: Sequence[Mapping[Any, Any]]) -> None:
    for told in (True, False):
        ids = [row["id"] for row in rows if (row["state"] == "open") == told]
        if ids:
            where = (tasks.c.case_id == case_id) & tasks.c.id.in_(ids)
            connection.execute(update(tasks).where(where).values(told=told))


def _of_end(engine: Engine, case_id: str) -> int:
    """Tell who started a case that it ended, unless they ended it themselves."""
    with engine.database.transaction() as connection:
        row = connection.execute(select(cases).where(cases.c.id == case_id).with_for_update()).one()
        if row.told:
            return 0
        connection.execute(update(cases).where(cases.c.id == case_id).values(told=True))
        last = connection.scalar(
            select(events.c.person).where(events.c.case_id == case_id, events.c.at == row.ended_at)
            .order_by(events.c.seq.desc()).limit(1)
        )  # fmt: skip
        if not row.started_by or row.started_by == last:
            return 0
        return notify(
            connection,
            key=f"case.ended:{case_id}",
            person=row.started_by,
            kind="case.ended",
            at=engine.world.now(),
            case_id=case_id,
            about={"number": row.number, "status": row.status},
        )


def _iso(at: datetime | None) -> str | None:
    return at.isoformat() if at else None
