"""Somebody's due dates as a calendar that other programs read (iCalendar, RFC 5545): numbers and steps, no names, no data."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from engine.people import Actor
from engine.queries.inbox import inbox
from engine.queries.rows import TaskRow
from engine.queries.wording import Words, words_of

if TYPE_CHECKING:
    from engine.engine import Engine

#: An event ends when the work is due and begins so long before: a moment alone is hardly seen in a calendar.
SPAN = timedelta(minutes=30)
#: RFC 5545, 3.1: octets of a line without its end.
LINE = 75
#: How a text escapes what would end or divide it (RFC 5545, 3.3.11).
ESCAPES = str.maketrans({"\\": "\\\\", ";": "\\;", ",": "\\,", "\n": "\\n"})


def dates(engine: Engine, actor: Actor, address: Callable[[TaskRow], str], *, language: str = "id") -> bytes:
    """The calendar of somebody's open tasks that have a due date. `address`: where a task is opened, after log-in.

    The same tasks give the same bytes: nothing in it tells when it was asked for.
    """
    words = words_of(language)
    rows = [row for row in inbox(engine, actor) if row.due_at is not None and not row.external]
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//Alur//Batas waktu//ID",
        "CALSCALE:GREGORIAN",
        "METHOD:PUBLISH",
        f"X-WR-CALNAME:{_text(words('Batas waktu Alur'))}",
        "REFRESH-INTERVAL;VALUE=DURATION:PT1H",
        "X-PUBLISHED-TTL:PT1H",
        *(line for row in rows for line in _event(row, words, address(row))),
        "END:VCALENDAR",
    ]
    return "".join(f"{folded}\r\n" for line in lines for folded in _folded(line)).encode()


def _event(row: TaskRow, words: Words, address: str) -> Iterator[str]:
    due = row.due_at
    assert due is not None  # chosen by the caller
    told = words("Masuk ke Alur untuk mengerjakannya.")
    if row.step:
        step = words("Langkah {step} dari {steps}.", step=row.step, steps=row.steps)
        told = f"{step} {told}"
    yield "BEGIN:VEVENT"
    yield f"UID:{hashlib.sha256(f'{row.case_id}/{row.task_id}'.encode()).hexdigest()[:32]}@alur"
    yield f"DTSTAMP:{_utc(row.opened_at)}"
    yield f"DTSTART:{_utc(due - SPAN)}"
    yield f"DTEND:{_utc(due)}"
    yield f"SUMMARY:{_text(words('Batas waktu: {name} ({number})', name=row.name, number=row.case_number))}"
    yield f"DESCRIPTION:{_text(told)}"
    yield f"URL:{address}"
    yield "CLASS:PRIVATE"
    yield "TRANSP:TRANSPARENT"
    yield "END:VEVENT"


def _utc(at: datetime) -> str:
    return f"{at.astimezone(UTC):%Y%m%dT%H%M%SZ}"


def _text(text: str) -> str:
    """A text as a value: escaped, without control characters."""
    kept = "".join(each for each in " ".join(text.split()) if each.isprintable())
    return kept.translate(ESCAPES)


def _folded(line: str) -> Iterator[str]:
    """A line in pieces of at most 75 octets, none cut within a character; each but the first begins with a space."""
    piece, size = "", 0
    for each in line:
        octets = len(each.encode())
        if size + octets > LINE:
            yield piece
            piece, size = " ", 1
        piece, size = piece + each, size + octets
    yield piece
