"""Notices: what one person is told, once; in the portal first, from there by mail."""

from __future__ import annotations

import hashlib
from datetime import datetime
from typing import Any

from sqlalchemy import Connection
from sqlalchemy.dialects import postgresql, sqlite

from engine.canonical import dumps
from engine.schema import notices


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
