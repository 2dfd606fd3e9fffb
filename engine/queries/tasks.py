"""One task: what is asked, from whom, until when, with the papers beside it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import orjson
from sqlalchemy import Connection, select

from engine import drafts
from engine.commands.acting import Acting, acting
from engine.commands.complete import gone_seat, granted, still_acts
from engine.errors import NotFound, TaskAlreadyDone
from engine.people import Actor
from engine.people.authority import Denial, Grant
from engine.queries.documents import documents_of
from engine.queries.events import case_events, is_return, note_of
from engine.queries.holders import Holders
from engine.queries.inbox import task_columns, task_row
from engine.queries.rows import Colleague, EventRow, ReturnNote, TaskPage, TaskRow
from engine.queries.sight import may_see
from engine.queries.wording import Words, words_of
from engine.schema import events, persons, positions, tasks
from forms import Form

if TYPE_CHECKING:
    from engine.engine import Engine

#: How many past events the task page shows.
SHORT_HISTORY = 12
#: How many events are followed back to find the act of a person that opened a task.
CHAIN = 50
AUTOMATIC = ("job:finished", "job:raised")


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
        grant = granted(work, actor, row)
        overseer = may_see(work.connection, actor, work.definition, case_id, work.now)
        ended = gone_seat(work, actor, row) if isinstance(grant, Denial) and grant.hidden else None
        if isinstance(grant, Denial) and grant.hidden and not overseer:
            raise ended or NotFound()
        if row["state"] != "open":
            raise TaskAlreadyDone(by=_person(work.connection, row["closed_by"]), at=row["closed_at"])
        why_not = (ended.message if ended else grant.reason) if isinstance(grant, Denial) else None
        return _page(engine, work, actor, row, why_not, overseer, words_of(language))


@dataclass(frozen=True, kw_only=True)
class LeftBehind:
    """What somebody still has of a task that is gone for them: the form's words, and what they had typed."""

    form: Form | None = None
    draft: drafts.Draft | None = None


def left_behind(engine: Engine, actor: Actor, case_id: str, task_id: str) -> LeftBehind:
    """What is left to somebody of a task that closed: nothing to those who never saw it."""
    try:
        with acting(engine, case_id, ended=True) as work:
            where = (tasks.c.case_id == case_id) & (tasks.c.id == task_id)
            row = work.connection.execute(select(tasks).where(where)).mappings().first()
            if row is None:
                return LeftBehind()
            draft = drafts.read(engine, work.connection, actor, drafts.subject_of(case_id, task_id), "")
            grant = granted(work, actor, row)
            hidden = isinstance(grant, Denial) and grant.hidden
            if hidden and draft is None and not may_see(work.connection, actor, work.definition, case_id, work.now):
                return LeftBehind()
            return LeftBehind(form=work.definition.forms[row["form"]] if row["form"] else None, draft=draft)
    except NotFound:
        return LeftBehind()


def _page(
    engine: Engine, work: Acting, actor: Actor, row: Any, why_not: str | None, overseer: bool, words: Words
) -> TaskPage:
    element = work.definition.model.elements[row["element"]]
    returned = _returned(work.connection, row)
    may = why_not is None
    colleagues = _colleagues(work, actor, row) if may else ()
    history: tuple[EventRow, ...] = ()
    if overseer:
        told = case_events(engine, work.connection, work.definition, row["case_id"], newest=SHORT_HISTORY, words=words)
        history = tuple(told)
    return TaskPage(
        row=_in_hand(work, row, task_row(engine, row, note=returned.note if returned else None)),
        form=work.definition.forms[row["form"]] if row["form"] else None,
        context=work.execution.data(row["id"]),
        may_act=may,
        why_not=why_not,
        documents=tuple(documents_of(work.connection, work.definition, actor, row["case_id"], work.now))
        if overseer
        else (),
        history=history,
        returned=returned,
        documentation=element.documentation,
        draft=_draft(engine, work, actor, row) if may else None,
        colleagues=colleagues,
        handing=_handing(engine, work, actor, row) if colleagues else None,
    )


def _in_hand(work: Acting, row: Any, shown: TaskRow) -> TaskRow:
    """The row without whoever took the task and may not act on it any more."""
    if row["claimed_by"] is None or still_acts(work, row, row["claimed_by"]):
        return shown
    return replace(shown, claimed_by=None, claimed_by_name=None)


def _draft(engine: Engine, work: Acting, actor: Actor, row: Any) -> drafts.Draft | None:
    subject = drafts.subject_of(row["case_id"], row["id"])
    return drafts.read(engine, work.connection, actor, subject, drafts.basis_of(work, row))


def _handing(engine: Engine, work: Acting, actor: Actor, row: Any) -> drafts.Draft | None:
    return drafts.read(engine, work.connection, actor, drafts.hand_over_subject(row["case_id"], row["id"]), "")


def _colleagues(work: Acting, actor: Actor, row: Any) -> tuple[Colleague, ...]:
    """Who else may act on a task of a shared position at this moment."""
    if row["position"] is None:
        return ()
    found = []
    for person in Holders(work=work, actor=actor, names=True).of(row["position"]):
        grant = granted(work, person, row) if person.person != actor.person else None
        if isinstance(grant, Grant) and grant.seat is not None:
            found.append(Colleague(person=person.person, name=person.name, as_what=grant.seat.as_what))
    return tuple(found)


def _returned(connection: Connection, row: Any) -> ReturnNote | None:
    """The act that sent this task back: the human act that opened it, if that was a return with a note."""
    last = _opener(connection, row)
    if last is None or last.kind not in ("task:completed", "message:delivered") or not is_return(last.input):
        return None
    note = note_of(last.input)
    if note is None:  # nothing was asked to be mended
        return None
    return ReturnNote(note=note, by=last.name, position=last.title, at=last.at)


def _opener(connection: Connection, row: Any) -> Any | None:
    """The act that opened a task; what the system did in between is led back to the act that set it going."""
    before = connection.execute(
        select(events.c.kind, events.c.task, events.c.effects, events.c.input, events.c.at, persons.c.name, positions.c.title)
        .join(persons, persons.c.id == events.c.person, isouter=True)
        .join(positions, positions.c.id == events.c.position, isouter=True)
        .where(events.c.case_id == row["case_id"], events.c.at <= row["opened_at"])
        .order_by(events.c.seq.desc())
        .limit(CHAIN)
    )  # fmt: skip
    wanted = row["id"]
    for event in before:
        if any(task == wanted for task, *_ in orjson.loads(event.effects)) and event.task != wanted:
            if event.kind not in AUTOMATIC:
                return event
            wanted = event.task
    return None


def _person(connection: Connection, person: str | None) -> str | None:
    return connection.scalar(select(persons.c.name).where(persons.c.id == person)) if person else None
