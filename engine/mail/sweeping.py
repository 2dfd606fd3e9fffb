"""Forgets what nobody needs any more: old notices, mails that went out, files of mail. A notice of open work stays."""

from __future__ import annotations

import re
import shutil
from datetime import date, timedelta
from typing import TYPE_CHECKING

from sqlalchemy import delete, exists, or_, select

from engine.mail.sending import FOLDER
from engine.people.actors import local_day
from engine.schema import mails, notices, tasks

if TYPE_CHECKING:
    from engine.engine import Engine

#: How long a notice is kept: after it was read, and if it never is.
READ, UNREAD = timedelta(days=90), timedelta(days=365)
#: How long the outbox remembers a mail, and how long its file is kept.
SENT, FILES = timedelta(days=90), timedelta(days=30)
#: Rows of one transaction.
BATCH = 1_000


def sweep(engine: Engine) -> int:
    """Forget; gives how many notices went."""
    gone = 0
    while count := _notices(engine):
        gone += count
    with engine.database.transaction() as connection:
        connection.execute(delete(mails).where(mails.c.made_at < engine.world.now() - SENT, mails.c.state != "waiting"))
    _files(engine)
    return gone


def _notices(engine: Engine) -> int:
    """Some of the notices whose time is over. While their task is open they stay: their key keeps it from being told again."""
    now = engine.world.now()
    still = exists().where(tasks.c.case_id == notices.c.case_id, tasks.c.id == notices.c.task, tasks.c.state == "open")
    old = or_(notices.c.read_at < now - READ, notices.c.at < now - UNREAD)
    with engine.database.transaction() as connection:
        ids = connection.scalars(select(notices.c.id).where(old, ~still).limit(BATCH)).all()
        if ids:
            connection.execute(delete(notices).where(notices.c.id.in_(ids)))
        return len(ids)


def _files(engine: Engine) -> None:
    """Folders of days that are over, by their names; nothing else in the folder is touched."""
    last = local_day(engine.world.now() - FILES)
    for folder in (engine.home / FOLDER).glob("*"):
        if (
            re.fullmatch(r"\d{4}-\d{2}-\d{2}", folder.name)
            and folder.is_dir()
            and date.fromisoformat(folder.name) < last
        ):
            shutil.rmtree(folder)
