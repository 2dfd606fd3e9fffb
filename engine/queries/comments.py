"""What was said about a case: its comments, read from the log."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection, select

from engine import canonical, drafts
from engine.errors import NotFound
from engine.people import Actor
from engine.people.actors import MANDATES, local_day
from engine.queries.company import company
from engine.queries.sight import may_see
from engine.schema import cases, events, mandates, persons, positions, tasks

if TYPE_CHECKING:
    from engine.engine import Engine

#: How many comments a page shows; older ones stay in the timeline.
SHOWN = 100


@dataclass(frozen=True, kw_only=True)
class Comment:
    """One comment. `files`: upload references; `mentions`: names and titles; `about`: the name of the task it was written at.

    `text` is None when its content was erased.
    """

    seq: int
    at: datetime
    who: str | None
    as_what: str | None
    text: str | None
    mentions: tuple[str, ...]
    files: tuple[dict[str, Any], ...]
    about: str | None


@dataclass(frozen=True, kw_only=True)
class Talk:
    """What was said, oldest first, and for who may speak: whom they may mention (`person:ID`, `position:ID` -> name), what they began."""

    comments: tuple[Comment, ...]
    may_speak: bool
    people: dict[str, str]
    draft: drafts.Draft | None = None


def talk(engine: Engine, actor: Actor, case_id: str) -> Talk:
    """The talk about a case. Raises NotFound for those who may not see the case, participants among them."""
    now = engine.world.now()
    with engine.database.reading() as connection:
        digest = connection.scalar(select(cases.c.definition).where(cases.c.id == case_id))
        if digest is None:
            raise NotFound
        definition = engine.definitions.pinned(engine, digest)
        if not may_see(connection, actor, definition, case_id, now):
            raise NotFound
        here = company(connection, definition, case_id, now)
        may_speak = any(seat.position in here.holders for seat in actor.seats if seat.holds_on(local_day(now)))
        begun = drafts.read(engine, connection, actor, drafts.comment_subject(case_id), "") if may_speak else None
        return Talk(
            comments=tuple(_comments(connection, case_id)),
            may_speak=may_speak,
            people=here.names if may_speak else {},
            draft=begun,
        )


def _comments(connection: Connection, case_id: str) -> list[Comment]:
    statement = (
        select(
            events.c.seq,
            events.c.at,
            events.c.input,
            persons.c.name,
            positions.c.title,
            mandates.c.form,
        )
        .join(persons, persons.c.id == events.c.person, isouter=True)
        .join(positions, positions.c.id == events.c.position, isouter=True)
        .join(mandates, mandates.c.id == events.c.mandate, isouter=True)
        .where(events.c.case_id == case_id, events.c.kind == "comment:added")
        .order_by(events.c.seq.desc())
        .limit(SHOWN)
    )
    rows = connection.execute(statement).all()
    given = [canonical.loads(row.input) if row.input is not None else {} for row in rows]
    about = {each["task"] for each in given if each.get("task")}
    found = select(tasks.c.id, tasks.c.name).where(tasks.c.case_id == case_id, tasks.c.id.in_(about))
    names = {row.id: row.name for row in connection.execute(found)} if about else {}
    said = [_comment(row, each, names) for row, each in zip(rows, given, strict=True)]
    return said[::-1]


def _comment(row: Any, given: dict[str, Any], names: dict[str, str]) -> Comment:
    return Comment(
        seq=row.seq,
        at=row.at,
        who=row.name,
        as_what=" ".join(part for part in (MANDATES.get(row.form or ""), row.title) if part) or None,
        text=given.get("text"),
        mentions=tuple(each["name"] for each in given.get("mentions", ())),
        files=tuple(given.get("files", ())),
        about=names.get(given.get("task") or ""),
    )
