"""A seat that somebody held until just now: what became of it, in a sentence, so that a mandate's end does not look like a lost page."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, or_, select

from engine.errors import SeatEnded
from engine.people.actors import MANDATES, Seat
from engine.people.terms import holds, local_day
from engine.schema import holdings, mandates, positions
from forms.said import Said, said


def require_seat(connection: Connection, person: str, seat: Seat, now: datetime) -> None:
    """Raise SeatEnded when a seat, known since the page was asked for, is no longer held in this very transaction."""
    table = holdings if seat.form == "definitif" else mandates
    here = (table.c.person == person) & (table.c.position == seat.position)
    if connection.scalar(select(table.c.person).where(here, holds(table, now)).limit(1)) is None:
        raise SeatEnded


def lost_seat(
    connection: Connection, person: str, position: str | None, *, opened: datetime, now: datetime
) -> Said | None:
    """Why somebody no longer answers for a position which they held while a task was open; None when they never did.

    `opened`: when the task opened. Who lost the seat before that learns nothing of it.
    """
    from engine.queries.wording import INDONESIAN  # queries know commands, which ask here

    ended = _last(connection, mandates, person, position, opened, now)
    if ended is not None:
        form, title, letter = MANDATES[ended.form], ended.title, ended.letter
        seat = said("{form} {title} (surat {letter})", form=form, title=title, letter=letter)
        when = INDONESIAN.moment(ended.ended_at) if ended.ended_at else INDONESIAN.day(ended.until)
        return said("Mandat Anda sebagai {seat} berakhir pada {when}.", seat=seat, when=when)
    ended = _last(connection, holdings, person, position, opened, now)
    if ended is None:
        return None
    when = INDONESIAN.moment(ended.ended_at) if ended.ended_at else INDONESIAN.day(ended.until)
    return said("Anda memegang jabatan {seat} sampai {when}.", seat=ended.title, when=when)


def _last(
    connection: Connection, table: Any, person: str, position: str | None, opened: datetime, now: datetime
) -> Any:
    today: date = local_day(now)
    statement = (
        select(table, positions.c.title)
        .join(positions, positions.c.id == table.c.position)
        .where(
            table.c.person == person,
            table.c.position == position,
            table.c.since <= today,
            or_(table.c.until.is_(None), table.c.until >= local_day(opened)),
            or_(table.c.ended_at.is_(None), table.c.ended_at > opened),
            ~holds(table, now),
        )
        .order_by(table.c.since.desc())
        .limit(1)
    )
    return connection.execute(statement).first()
