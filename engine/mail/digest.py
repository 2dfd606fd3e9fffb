"""The digest of a working day's morning: what is late, what is due soon, what is new, and what else there was to tell."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from engine.calendar import Calendar
from engine.errors import YearWithoutCalendar
from engine.mail.lines import line, listed, notice_line
from engine.people import Actor
from engine.queries.inbox import inbox
from engine.queries.notices import NoticeRow, columns, shown
from engine.queries.rows import TaskRow
from engine.queries.wording import Words, quoted
from engine.schema import notices

if TYPE_CHECKING:
    from engine.engine import Engine
    from engine.mail.settings import Settings

#: Lines of one part; of more it is said how many there are.
MOST = 10
#: What the parts about work say already.
OF_WORK = ("task.opened", "task.half", "task.full", "task.handed")


def digest_of(
    engine: Engine, actor: Actor, since: datetime, words: Words, settings: Settings
) -> tuple[str, list[str]] | None:
    """Subject and lines of somebody's digest made at a moment; None on a day that has nothing to tell."""
    before, soon = _span(engine.calendar, since)
    late, near, new = [], [], []
    rest = 0
    for task in inbox(engine, actor):
        if task.external:
            continue
        if task.due_at is not None and task.due_at < since:
            late.append(task)
        elif task.due_at is not None and task.due_at <= soon:
            near.append(task)
        elif task.opened_at >= before:
            new.append(task)
        else:
            rest += 1
    others = _others(engine, actor, before, words)
    if not (late or near or new or others):
        return None
    lines = [
        *_part(words("Terlambat:"), late, words),
        *_part(words("Segera jatuh tempo:"), near, words),
        *_part(words("Baru:"), new, words),
        *_told(words("Kabar lain yang belum dibaca:"), others, words),
    ]
    if rest:
        lines += [words("Selain itu ada {number} tugas yang belum mendesak.", number=rest), ""]
    lines += [words("Untuk melihat dan mengerjakannya, silakan masuk:"), f"{settings.portal}/tugas"]
    return words("Ringkasan tugas {day}", day=words.day(since)), lines


def _span(calendar: Calendar, since: datetime) -> tuple[datetime, datetime]:
    """From which moment on work is new (a working day ago), and until when it is due soon (the end of the next working day)."""
    day = timedelta(days=1)
    try:
        before = since - day
        while not calendar.is_working_day(before.date()):
            before -= day
        return before, calendar.add_workdays(since, 1)
    except YearWithoutCalendar:
        return since - day, since + day


def _part(title: str, rows: Sequence[TaskRow], words: Words) -> list[str]:
    return [title, *listed((_line(row, words) for row in rows), MOST, words), ""] if rows else []


def _line(row: TaskRow, words: Words) -> str:
    name = quoted(row.name)
    if row.step:
        name = words("{name} (langkah {step})", name=name, step=row.step)
    due = words(", paling lambat {when}", when=words.moment(row.due_at)) if row.due_at else ""
    return line(f"{name}{due}", row.case_number)


def _told(title: str, rows: Sequence[NoticeRow], words: Words) -> list[str]:
    return [title, *listed(map(notice_line, rows), MOST, words), ""] if rows else []


def _others(engine: Engine, actor: Actor, before: datetime, words: Words) -> list[NoticeRow]:
    """Unread notices since the digest before, but for those about work, which is told as it is now."""
    mine = (notices.c.person == actor.person) & notices.c.read_at.is_(None) & (notices.c.at >= before)
    statement = columns().where(mine, notices.c.kind.not_in(OF_WORK)).order_by(notices.c.id.desc()).limit(MOST * 5)
    with engine.database.reading() as connection:
        rows = shown(engine, connection, actor, connection.execute(statement).all(), words, names=False)
    return [row for row in rows if not row.hidden]
