"""The calendar feed, read by somebody else's reader; and the secret that opens it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import icalendar
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import insert, select, update

from engine import feeds
from engine.engine import Engine
from engine.errors import NotFound
from engine.queries.dates import _folded, _text, dates
from engine.schema import accounts, journal, tasks
from engine.schema import feeds as table
from tests.engine.office import Office

DUE = datetime(2026, 1, 12, 9, 0, tzinfo=UTC)


@pytest.fixture
def due(office: Office) -> str:
    """A case that waits for Bram, with a due date."""
    case_id = office.start(perihal="Cuti sakit Ani")
    office.reach(case_id, "periksa")
    with office.engine.database.transaction() as connection:
        connection.execute(update(tasks).where(tasks.c.id == "periksa").values(due_at=DUE))
        for name in ("ani", "bram"):
            row = {"username": name, "person": name, "password": "-", "roles": "official", "active": True}
            connection.execute(insert(accounts).values(**row))
    return case_id


def calendar(office: Office, name: str, **how: Any) -> bytes:
    """Somebody's calendar."""
    return dates(office.engine, office.person(name), lambda row: f"https://x.id/{row.task_id}", **how)


def test_due_dates_are_events_with_little_in_them(office: Office, due: str) -> None:
    content = calendar(office, "bram")

    read = icalendar.Calendar.from_ical(content)
    (event,) = read.events
    assert (DUE - timedelta(minutes=30), DUE) == (event.DTSTART, event.DTEND)
    assert event["SUMMARY"] == "Batas waktu: Memeriksa surat (CUTI-2026-0001)"
    assert event["URL"] == "https://x.id/periksa"
    assert event["CLASS"] == "PRIVATE"
    assert read["PRODID"] and read["VERSION"] == "2.0"
    assert not any(word in content.decode() for word in ("Ani", "Bram", "sakit", "1980010"))


def test_others_see_their_own_dates_only(office: Office, due: str) -> None:
    assert icalendar.Calendar.from_ical(calendar(office, "ani")).events == []
    assert icalendar.Calendar.from_ical(calendar(office, "citra")).events == []


def test_the_same_tasks_are_the_same_bytes_and_the_same_events(office: Office, due: str) -> None:
    first = calendar(office, "bram")
    office.engine.world.move(days=1)
    again = calendar(office, "bram")
    english = calendar(office, "bram", language="en")
    with office.engine.database.transaction() as connection:
        connection.execute(update(tasks).where(tasks.c.id == "periksa").values(due_at=DUE + timedelta(days=1)))
    moved = calendar(office, "bram")

    names = [icalendar.Calendar.from_ical(each).events[0]["UID"] for each in (first, english, moved)]
    assert first == again != moved
    assert len(set(names)) == 1


@settings(deadline=None)
@given(st.text())
def test_any_name_survives_escaping_and_folding(name: str) -> None:
    line = f"SUMMARY:{_text(name)}"

    folded = list(_folded(line))

    wire = "".join(f"{piece}\r\n" for piece in folded)
    whole = (
        f"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:x\r\nBEGIN:VEVENT\r\nUID:1\r\n{wire}END:VEVENT\r\nEND:VCALENDAR\r\n"
    )
    (event,) = icalendar.Calendar.from_ical(whole.encode()).events
    assert all(len(piece.encode()) <= 75 for piece in folded)
    assert event["SUMMARY"] == "".join(each for each in " ".join(name.split()) if each.isprintable())


def test_a_secret_opens_the_dates_of_its_owner_until_it_is_revoked(office: Office, due: str) -> None:
    bram = office.person("bram")

    first = feeds.make(office.engine, bram)
    owner = feeds.owner(office.engine, first)
    second = feeds.make(office.engine, bram)

    assert owner.person == "bram"
    with pytest.raises(NotFound):
        feeds.owner(office.engine, first)
    assert feeds.owner(office.engine, second).person == "bram"
    feeds.revoke(office.engine, bram)
    with pytest.raises(NotFound):
        feeds.owner(office.engine, second)
    with pytest.raises(NotFound):
        feeds.revoke(office.engine, bram)


def test_whoever_may_not_log_in_has_no_feed(office: Office, due: str) -> None:
    secret = feeds.make(office.engine, office.person("bram"))
    with office.engine.database.transaction() as connection:
        connection.execute(update(accounts).values(active=False))

    with pytest.raises(NotFound):
        feeds.owner(office.engine, secret)


def test_a_secret_is_kept_nowhere_and_its_use_is_noted_once_a_day(office: Office, due: str) -> None:
    secret = feeds.make(office.engine, office.person("bram"))

    feeds.owner(office.engine, secret)
    with office.engine.database.counting() as again:
        feeds.owner(office.engine, secret)

    assert not any(statement.startswith("UPDATE") for statement in again.statements)
    assert secret not in _everything(office.engine)
    used = feeds.own_feed(office.engine, office.person("bram"))
    assert used is not None and used.used_on is not None


def _everything(engine: Engine) -> str:
    with engine.database.reading() as connection:
        return repr([connection.execute(select(each)).all() for each in (table, journal)])
