"""Somebody's notices: how many are unread, pages of them, and where each leads. What one may no longer see is not told."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any, Literal

from sqlalchemy import Connection, Select, func, literal_column, or_, select

from engine.canonical import loads
from engine.errors import NotFound
from engine.people import Actor
from engine.queries.sight import OVERSEERS, positions_of
from engine.queries.told import subject_of, told
from engine.queries.wording import Words, words_of
from engine.schema import cases, notices, positions, tasks

if TYPE_CHECKING:
    from engine.engine import Engine

#: Notices of one page.
PAGE = 30
#: Counting stops here: what is more is told as "99+".
MOST = 99

Target = Literal["task", "case", "delivery", "incident", ""]


@dataclass(frozen=True, kw_only=True)
class NoticeRow:
    """A notice as its reader sees it.

    `subject`: what it is about in a few words; `target`: what it leads to, "" when this person may open nothing (more) of it;
    `hidden`: it is about a case that this person may no longer know of, and tells nothing.
    """

    id: int
    kind: str
    subject: str
    text: str
    at: datetime
    unread: bool
    case_id: str | None
    case_number: str | None
    task: str | None
    target: Target
    hidden: bool
    delivery: str | None = None


@dataclass(frozen=True, kw_only=True)
class NoticesPage:
    """Notices, newest first. `older`: the id before which the next page begins."""

    rows: tuple[NoticeRow, ...]
    unread: int
    older: int | None


def unread(engine: Engine, person: str) -> int:
    """How many notices somebody has not read, counted up to MOST + 1."""
    with engine.database.reading() as connection:
        return _unread(connection, person)


def notices_page(
    engine: Engine, actor: Actor, *, before: int | None = None, limit: int = PAGE, language: str = "id"
) -> NoticesPage:
    """A page of somebody's own notices."""
    with engine.database.reading() as connection:
        statement = columns().where(notices.c.person == actor.person).order_by(notices.c.id.desc()).limit(limit + 1)
        if before is not None:
            statement = statement.where(notices.c.id < before)
        found = connection.execute(statement).all()
        rows = shown(engine, connection, actor, found[:limit], words_of(language))
        count = _unread(connection, actor.person)
    return NoticesPage(rows=tuple(rows), unread=count, older=found[limit - 1].id if len(found) > limit else None)


def notice(engine: Engine, actor: Actor, number: int) -> NoticeRow:
    """One of somebody's own notices. Raises NotFound."""
    with engine.database.reading() as connection:
        own = (notices.c.id == number) & (notices.c.person == actor.person)
        found = connection.execute(columns().where(own)).all()
        if not found:
            raise NotFound
        return shown(engine, connection, actor, found, words_of("id"))[0]


def of_mail(
    engine: Engine, connection: Connection, actor: Actor, mail: str, words: Words, limit: int
) -> list[NoticeRow]:
    """The unread notices that a mail tells, oldest first, without anybody's name."""
    statement = columns().where(notices.c.mail == mail, notices.c.read_at.is_(None)).order_by(notices.c.id)
    found = connection.execute(statement.limit(limit)).all()
    rows = shown(engine, connection, actor, found, words, names=False)
    return [row for row in rows if not row.hidden]


def shown(
    engine: Engine, connection: Connection, actor: Actor, found: Sequence[Any], words: Words, *, names: bool = True
) -> list[NoticeRow]:
    """Rows of notices as this person may see them now."""
    seen, own = _sight(engine, connection, actor, {row.case_id: row.definition for row in found if row.case_id})
    above = set(positions_of(actor, engine.world.now()))
    rows = []
    for row in found:
        sees = row.case_id in seen
        opens = sees or (row.participant is not None and row.participant == actor.nip)
        knows = opens or row.case_id in own or _told_as(row) in above or row.case_id is None
        rows.append(_row(row, sees, opens, knows, words, names))
    return rows


def _told_as(row: Any) -> str | None:
    """The position above, as which somebody was told that work is late."""
    above: str | None = loads(row.about).get("above", row.superior)
    return above


def _row(row: Any, sees: bool, opens: bool, knows: bool, words: Words, names: bool) -> NoticeRow:
    """`sees`, `opens`: may open the case, the task; `knows`: may know of it, as the superior of a position that is late may."""
    about = loads(row.about)
    hidden = not knows
    facts = {"name": row.task_name, "step": row.step, "number": row.number, "due": row.due_at} | about
    return NoticeRow(
        id=row.id,
        kind=row.kind,
        subject=subject_of(row.kind, words),
        text=words("Kabar tentang perkara yang tidak lagi terbuka bagi Anda.")
        if hidden
        else told(row.kind, facts, words, names=names),
        at=row.at,
        unread=row.read_at is None,
        case_id=None if hidden else row.case_id,
        case_number=None if hidden else row.number,
        task=None if hidden else row.task,
        target="" if hidden else _target(row, about, sees, opens),
        hidden=hidden,
        delivery=about.get("delivery"),
    )


def _target(row: Any, about: dict[str, Any], sees: bool, opens: bool) -> Target:
    if "delivery" in about:
        return "delivery"
    if row.kind == "incident.opened":
        return "incident"
    if opens and row.task is not None and row.state == "open" and row.kind != "task.lapsed":
        return "task"
    return "case" if row.case_id is not None and sees else ""


def _sight(
    engine: Engine, connection: Connection, actor: Actor, definitions: dict[str, str]
) -> tuple[Collection[str], Collection[str]]:
    """Which of the cases somebody may see, and in which of them they have a task of their own as a participant."""
    held = set(positions_of(actor, engine.world.now()))
    if actor.roles & OVERSEERS:
        return set(definitions), set()
    lanes = {digest: set(engine.definitions.pinned(engine, digest).lanes.values()) for digest in definitions.values()}
    seen = {case_id for case_id, digest in definitions.items() if held & lanes[digest]}
    rest = [case_id for case_id in definitions if case_id not in seen]
    own: set[str] = set()
    if rest:
        mine = [tasks.c.position.in_(held), *([tasks.c.participant == actor.nip] if actor.nip else [])]
        where = tasks.c.case_id.in_(rest) & or_(*mine)
        for row in connection.execute(select(tasks.c.case_id, tasks.c.participant).where(where).distinct()):
            (seen if row.participant is None else own).add(row.case_id)
    return seen, own


def columns() -> Select[Any]:
    """A select of notices with what a sentence needs of their case and task."""
    here = (tasks.c.case_id == notices.c.case_id) & (tasks.c.id == notices.c.task)
    return (
        select(
            notices,
            cases.c.number,
            cases.c.definition,
            tasks.c.name.label("task_name"),
            tasks.c.step,
            tasks.c.due_at,
            tasks.c.state,
            tasks.c.participant,
            positions.c.superior,
        )
        .join(cases, cases.c.id == notices.c.case_id, isouter=True)
        .join(tasks, here, isouter=True)
        .join(positions, positions.c.id == tasks.c.position, isouter=True)
    )


def _unread(connection: Connection, person: str) -> int:
    mine = (notices.c.person == person) & notices.c.read_at.is_(None)
    few = select(literal_column("1")).select_from(notices).where(mine).limit(MOST + 1).subquery()
    return connection.scalar(select(func.count()).select_from(few)) or 0
