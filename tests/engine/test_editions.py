"""Editions of the calendar: made under a decree, in force from a day on, never for cases that run already."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy import select

from engine import calendars, journal
from engine.calendar import Calendar
from engine.calendars import publish
from engine.engine import Engine
from engine.errors import CalendarRefused, NotAllowed
from engine.people import Actor
from engine.rebuild import rebuild
from engine.schema import cases, tasks
from engine.schema import journal as entries
from engine.verify import verify
from engine.world import MovedWorld
from tests.engine.office import Office

OKA = Actor(person="", nip=None, name="Oka", roles=frozenset({"operator"}))
TODAY = date(2026, 1, 5)


def with_day_off(engine: Engine, day: date, name: str = "Hari Jadi") -> Calendar:
    last = calendars.latest(engine)
    return last.changed(days_off={**last.days_off, day: name})


def change(engine: Engine, day: date, *, since: date = TODAY) -> Calendar:
    on, after = calendars.latest(engine).version, with_day_off(engine, day)
    publish(engine, OKA, after, since=since, decree="800/12/2026", on=on)
    return after


def calendar_of(engine: Engine, case_id: str) -> str:
    with engine.database.reading() as connection:
        return str(connection.scalar(select(cases.c.calendar).where(cases.c.id == case_id)))


def test_new_cases_take_the_new_edition_and_open_ones_keep_theirs(engine: Engine, office: Office) -> None:
    before = office.start()
    kept = calendar_of(engine, before)

    edition = change(engine, date(2026, 1, 6))
    after = office.start()

    assert calendar_of(engine, after) == edition.version != kept
    assert calendar_of(engine, before) == kept


def test_an_edition_waits_for_its_day(engine: Engine, office: Office, world: MovedWorld) -> None:
    edition = change(engine, date(2026, 2, 2), since=date(2026, 1, 7))

    early = office.start()
    world.move(days=2)
    late = office.start()

    assert calendar_of(engine, early) != edition.version
    assert calendar_of(engine, late) == engine.calendar.version == edition.version


def test_a_case_under_an_edition_is_proved_and_rebuilt_alike(engine: Engine, office: Office) -> None:
    change(engine, date(2026, 1, 6))
    case_id = office.start()
    with engine.database.reading() as connection:
        before = connection.execute(select(tasks).where(tasks.c.case_id == case_id)).all()

    rebuild(engine, case_id)

    with engine.database.reading() as connection:
        assert connection.execute(select(tasks).where(tasks.c.case_id == case_id)).all() == before
    assert verify(engine, case_id).differences == []


def test_who_changed_what_on_which_decree_is_written_down(engine: Engine) -> None:
    change(engine, date(2026, 1, 6))

    [edition] = calendars.editions(engine)
    with engine.database.reading() as connection:
        acts = connection.scalars(select(entries.c.act)).all()
        assert journal.faults(connection) == []
    assert (edition.decree, edition.changes) == ("800/12/2026", ("06-01-2026 menjadi libur: Hari Jadi",))
    assert acts == ["calendar:changed"]


def test_only_an_operator_with_a_decree_changes_it(engine: Engine, ani: Actor) -> None:
    on, after = engine.calendar.version, with_day_off(engine, date(2026, 1, 6))

    with pytest.raises(NotAllowed):
        publish(engine, ani, after, since=TODAY, decree="800/12/2026", on=on)
    with pytest.raises(CalendarRefused, match="nomor keputusan"):
        publish(engine, OKA, after, since=TODAY, decree=" ", on=on)
    with pytest.raises(CalendarRefused, match="paling cepat hari ini"):
        publish(engine, OKA, after, since=date(2026, 1, 4), decree="800/12/2026", on=on)

    assert calendars.editions(engine) == []


def test_two_changes_at_once_do_not_undo_each_other(engine: Engine) -> None:
    on, mine = engine.calendar.version, with_day_off(engine, date(2026, 1, 6))
    change(engine, date(2026, 1, 7))

    with pytest.raises(CalendarRefused, match="orang lain"):
        publish(engine, OKA, mine, since=TODAY, decree="800/13/2026", on=on)


def test_a_year_without_a_decree_is_named_from_july_on(engine: Engine, world: MovedWorld) -> None:
    assert calendars.missing_years(engine) == []

    world.move(days=365 + 200)

    assert calendars.missing_years(engine) == [2028]


def test_an_edited_export_is_read_and_nonsense_is_refused(engine: Engine) -> None:
    content = engine.calendar.content()
    content["years"].append(2028)

    assert 2028 in calendars.readable(content).years
    with pytest.raises(CalendarRefused, match="Senin sampai Jumat"):
        calendars.readable(content | {"hours": [["07:30", "16:00"]]})
    with pytest.raises(CalendarRefused, match="tidak dapat dibaca"):
        calendars.readable({"years": [2026]})
