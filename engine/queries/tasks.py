"""One task: what is asked, from whom, until when, with the papers beside it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection, select

from engine.commands.acting import Acting, acting
from engine.commands.complete import concerned, done_by
from engine.errors import NotFound, TaskAlreadyDone
from engine.people import Actor
from engine.people.authority import Denial, may_act
from engine.queries.documents import documents_of
from engine.queries.events import case_events, is_return, note_of
from engine.queries.inbox import task_columns, task_row
from engine.queries.rows import EventRow, ReturnNote, TaskPage
from engine.queries.sight import may_see
from engine.queries.wording import Words, words_of
from engine.schema import events, persons, positions, tasks

if TYPE_CHECKING:
    from engine.engine import Engine

#: How many past events the task page shows.
SHORT_HISTORY = 12


def task(engine: Engine, actor: Actor, case_id: str, task_id: str, *, language: str = "id") -> TaskPage:
    """The page of an open task. Raises NotFound (also for those it is not for), TaskAlreadyDone."""
    with acting(engine, case_id, ended=True) as work:
        row = (
            work.connection.execute(task_columns().where(tasks.c.case_id == case_id, tasks.c.id == task_id))
            .mappings()
            .first()
        )
        if row is None:
            raise NotFound
        grant = may_act(actor, row, now=work.now, concerned=concerned(work, row), done_by=lambda: done_by(work, row))
        overseer = may_see(work.connection, actor, work.definition, case_id, work.now)
        if isinstance(grant, Denial) and grant.hidden and not overseer:
            raise NotFound
        if row["state"] != "open":
            raise TaskAlreadyDone(by=_person(work.connection, row["closed_by"]), at=row["closed_at"])
        return _page(
            engine, work, actor, row, grant.reason if isinstance(grant, Denial) else None, overseer, words_of(language)
        )


def _page(
    engine: Engine, work: Acting, actor: Actor, row: Any, why_not: str | None, overseer: bool, words: Words
) -> TaskPage:
    element = work.definition.model.elements[row["element"]]
    returned = _returned(work.connection, row)
    history: tuple[EventRow, ...] = ()
    if overseer:
        told = case_events(engine, work.connection, work.definition, row["case_id"], newest=SHORT_HISTORY, words=words)
        history = tuple(told)
    return TaskPage(
        row=task_row(engine, row, note=returned.note if returned else None),
        form=work.definition.forms[row["form"]] if row["form"] else None,
        context=work.execution.data(row["id"]),
        may_act=why_not is None,
        why_not=why_not,
        documents=tuple(documents_of(work.connection, work.definition, actor, row["case_id"], work.now))
        if overseer
        else (),
        history=history,
        returned=returned,
        documentation=element.documentation,
    )


def _returned(connection: Connection, row: Any) -> ReturnNote | None:
    """The act that sent this task back: the last human act before it opened, if that was a return with a note."""
    last = connection.execute(
        select(events.c.input, events.c.at, persons.c.name, positions.c.title)
        .join(persons, persons.c.id == events.c.person, isouter=True)
        .join(positions, positions.c.id == events.c.position, isouter=True)
        .where(
            events.c.case_id == row["case_id"],
            events.c.at <= row["opened_at"],
            events.c.kind.in_(("task:completed", "message:delivered")),
        )
        .order_by(events.c.seq.desc())
        .limit(1)
    ).first()
    if last is None or not is_return(last.input):
        return None
    return ReturnNote(note=note_of(last.input) or "", by=last.name, position=last.title, at=last.at)


def _person(connection: Connection, person: str | None) -> str | None:
    return connection.scalar(select(persons.c.name).where(persons.c.id == person)) if person else None
