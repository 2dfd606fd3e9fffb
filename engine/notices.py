"""Notices: what one person is told, once; in the portal first, from there by mail."""

from __future__ import annotations

import hashlib
from datetime import datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy import ColumnElement, Connection, and_, select, update
from sqlalchemy.dialects import postgresql, sqlite

from engine.canonical import dumps
from engine.schema import notices

if TYPE_CHECKING:
    from engine.engine import Engine


def notify(
    connection: Connection,
    *,
    key: str,
    person: str,
    kind: str,
    at: datetime,
    case_id: str | None = None,
    task: str | None = None,
    about: dict[str, Any] | None = None,
) -> bool:
    """Tell a person something, in the caller's transaction; False when this key was told already (then nothing changes).

    `key`: what makes it the same notice, without the person (`task.half:CASE:TASK`); `kind`: lower-case words with a dot
    (`task.opened`, `comment.mention`); `about`: JSON-like facts from which its sentence is made when it is read.
    """
    insert = postgresql.insert if connection.dialect.name == "postgresql" else sqlite.insert
    statement = insert(notices).values(
        key=hashlib.sha256(f"{key}\0{person}".encode()).hexdigest(),
        person=person,
        kind=kind,
        at=at,
        case_id=case_id,
        task=task,
        about=dumps(about or {}),
    )
    once = statement.on_conflict_do_nothing(index_elements=[notices.c.key]).returning(notices.c.id)
    return connection.scalar(once) is not None


def read(engine: Engine, person: str, number: int) -> None:
    """Somebody has read one of their notices."""
    _read(engine, person, notices.c.id == number)


def read_task(engine: Engine, person: str, case_id: str, task: str) -> None:
    """Somebody has opened a task: what was told about it is read."""
    _read(engine, person, notices.c.case_id == case_id, notices.c.task == task)


def read_case(engine: Engine, person: str, case_id: str) -> None:
    """Somebody has opened a case: what was told about it is read, but for its tasks, which are read when they are opened."""
    _read(engine, person, notices.c.case_id == case_id, notices.c.kind.not_like("task.%"))


def read_all(engine: Engine, person: str, newest: int) -> None:
    """Somebody has read all their notices up to the newest that was shown to them."""
    _read(engine, person, notices.c.id <= newest)


def _read(engine: Engine, person: str, *which: Any) -> None:
    mine = and_(notices.c.person == person, notices.c.read_at.is_(None), *which)
    with engine.database.reading() as connection:
        if connection.scalar(select(notices.c.id).where(mine).limit(1)) is None:
            return  # mostly so: looking at a page must not wait for whoever writes
    with engine.database.transaction() as connection:
        settle(connection, mine, engine.world.now())


def settle(connection: Connection, which: ColumnElement[bool], now: datetime) -> None:
    """Mark notices as read: always in the order of their ids, so that two who do it at once never wait for each other."""
    ids = connection.scalars(select(notices.c.id).where(which).order_by(notices.c.id).with_for_update()).all()
    if ids:
        connection.execute(update(notices).where(notices.c.id.in_(ids)).values(read_at=now))
