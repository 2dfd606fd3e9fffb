"""Calendar versions in the database: a case keeps the calendar it was started with; an edition says from when a version holds."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

import orjson
from sqlalchemy import Connection, func, insert, select

from engine import journal
from engine.calendar import WORKDAYS, Calendar, Period, from_content, national
from engine.errors import CalendarRefused, NotAllowed, YearWithoutCalendar
from engine.numbers import serialise
from engine.people import Actor
from engine.people.actors import local_day
from engine.schema import calendar_editions, calendars, persons
from forms.said import said

if TYPE_CHECKING:
    from engine.engine import Engine


#: Letters of the name of a day off.
LONGEST_NAME = 120


@dataclass(frozen=True, kw_only=True)
class Edition:
    """A version of the calendar for cases that start on or after `since`. `decree`: what it rests on; `changes`: in words."""

    number: int
    version: str
    since: date
    decree: str
    by: str | None
    at: datetime
    changes: tuple[str, ...]


def keep(engine: Engine, calendar: Calendar) -> None:
    """Store a calendar's content under its version, once."""
    with engine.database.transaction() as connection:
        _store(connection, calendar, engine.world.now())


def _store(connection: Connection, calendar: Calendar, now: datetime) -> None:
    if connection.scalar(select(calendars.c.version).where(calendars.c.version == calendar.version)) is None:
        content = orjson.dumps(calendar.content())
        connection.execute(insert(calendars).values(version=calendar.version, content=content, added_at=now))


def stored(engine: Engine, version: str) -> Calendar:
    """The calendar of a version. Raises YearWithoutCalendar when it was never stored here."""
    with engine.database.reading() as connection:
        content = connection.scalar(select(calendars.c.content).where(calendars.c.version == version))
    if content is None:
        raise YearWithoutCalendar(said("Kalender versi {version} tidak ada di basis data ini.", version=version))
    return from_content(version, orjson.loads(content))


def newest(connection: Connection, day: date) -> str:
    """The version for a case that starts on a day: that of the newest edition in force, else the national calendar's."""
    found = connection.scalar(
        select(calendar_editions.c.version)
        .where(calendar_editions.c.since <= day)
        .order_by(calendar_editions.c.number.desc())
        .limit(1)
    )
    return str(found) if found is not None else national().version


def editions(engine: Engine) -> list[Edition]:
    """Every edition, newest first. Everybody may see them."""
    with engine.database.reading() as connection:
        rows = connection.execute(
            select(calendar_editions, persons.c.name)
            .join(persons, persons.c.id == calendar_editions.c.person, isouter=True)
            .order_by(calendar_editions.c.number.desc())
        ).all()
    return [
        Edition(
            number=row.number,
            version=row.version,
            since=row.since,
            decree=row.decree,
            by=row.name,
            at=row.at,
            changes=tuple(orjson.loads(row.about)["changes"]),
        )
        for row in rows
    ]


def latest(engine: Engine) -> Calendar:
    """The calendar of the last edition, whether or not it is in force already: what the next change builds on."""
    with engine.database.reading() as connection:
        version = _last(connection)
    return engine.calendar_of(version)


def _last(connection: Connection) -> str:
    last = select(calendar_editions.c.version).order_by(calendar_editions.c.number.desc()).limit(1)
    return connection.scalar(last) or national().version


def publish(engine: Engine, actor: Actor, calendar: Calendar, *, since: date, decree: str, on: str) -> Edition:
    """Make a calendar the one for cases that start on or after `since`; open cases keep theirs.

    `decree`: the number of the decree it rests on; `on`: the version it was made from. Raises NotAllowed (operators only),
    CalendarRefused (no decree, nothing changed, somebody else changed it meanwhile).
    """
    if "operator" not in actor.roles:
        raise NotAllowed("Hanya operator yang dapat mengubah kalender.")
    if not decree.strip():
        raise CalendarRefused("Tulis nomor keputusan yang mendasari perubahan ini.")
    now = engine.world.now()
    if since < local_day(now):
        raise CalendarRefused("Perubahan berlaku paling cepat hari ini; perkara yang lalu tidak diubah.")
    before = engine.calendar_of(on)
    changes = differences(before, calendar)
    if not changes:
        raise CalendarRefused("Tidak ada yang berubah.")
    about = {"changes": changes, "before": on, "after": calendar.version, "decree": decree.strip()}
    with engine.database.transaction() as connection:
        serialise(connection, "calendar")
        if _last(connection) != on:
            raise CalendarRefused("Kalender sudah diubah orang lain sementara ini. Muat ulang, lalu ulangi.")
        _store(connection, before, now)
        _store(connection, calendar, now)
        _add(connection, calendar.version, since, actor, now, about)
    engine.forget_calendar()
    return editions(engine)[0]


def _add(connection: Connection, version: str, since: date, actor: Actor, now: datetime, about: dict[str, Any]) -> None:
    number = (connection.scalar(select(func.max(calendar_editions.c.number))) or 0) + 1
    person = actor.person or None
    connection.execute(
        insert(calendar_editions).values(
            number=number,
            version=version,
            since=since,
            decree=about["decree"],
            person=person,
            at=now,
            about=orjson.dumps(about),
        )
    )
    about = about | {"since": since.isoformat()}
    journal.record(connection, at=now, person=person, act="calendar:changed", subject=version, about=about)


def differences(before: Calendar, after: Calendar) -> list[str]:
    """What differs between two calendars, a phrase each, in Indonesian."""
    found: list[str] = []
    for day in sorted({*before.days_off, *after.days_off}):
        old, new = before.days_off.get(day), after.days_off.get(day)
        if old is None:
            found.append(f"{day:%d-%m-%Y} menjadi libur: {new}")
        elif new is None:
            found.append(f"{day:%d-%m-%Y} menjadi hari kerja (semula {old})")
        elif old != new:
            found.append(f"{day:%d-%m-%Y} bernama {new} (semula {old})")
    found += [f"tahun {year} ditetapkan" for year in sorted(after.years - before.years)]
    if before.hours != after.hours:
        found.append("jam kerja biasa berubah")
    for sign, one, other in (("berlaku", after, before), ("dihapus", before, after)):
        found += [
            f"jam kerja {period.name} {period.first:%d-%m-%Y} s.d. {period.last:%d-%m-%Y} {sign}"
            for period in one.periods
            if period not in other.periods
        ]
    return found


def missing_years(engine: Engine) -> list[int]:
    """Years without a decree that work started now may reach: this one and, from July on, the next."""
    today = local_day(engine.world.now())
    wanted = [today.year] + ([today.year + 1] if today.month >= 7 else [])
    return [year for year in wanted if year not in engine.calendar.years]


def with_year(before: Calendar, year: int, *, days: list[tuple[date, str]], periods: list[Period]) -> Calendar:
    """A calendar with exactly these days off in one year, which is decreed from then on, and these special periods.

    Raises CalendarRefused: a day of another year, without a name, or named twice.
    """
    found: dict[date, str] = {}
    for day, name in days:
        if day.year != year:
            raise CalendarRefused(said("{day} bukan hari dalam tahun {year}.", day=f"{day:%d-%m-%Y}", year=year))
        if not name or len(name) > LONGEST_NAME:
            raise CalendarRefused(
                said(
                    "{day}: tulis nama hari libur, paling panjang {most} huruf.",
                    day=f"{day:%d-%m-%Y}",
                    most=LONGEST_NAME,
                )
            )
        if day in found:
            raise CalendarRefused(said("{day} tertulis dua kali.", day=f"{day:%d-%m-%Y}"))
        found[day] = name
    others = {day: name for day, name in before.days_off.items() if day.year != year}
    after = before.changed(days_off=others | found, years=before.years | {year}, periods=tuple(periods))
    return readable(after.content())


def due_or_none(calendar: Calendar, since: date, days: int) -> datetime | None:
    """The end of the n-th working day after a day; None where it would fall into a year without a decree."""
    try:
        return calendar.add_workdays(since, days)
    except YearWithoutCalendar:
        return None


def readable(content: Any) -> Calendar:
    """The calendar of an edited export (JSON-like, as `Calendar.content` gives it). Raises CalendarRefused."""
    try:
        calendar = from_content("", content).changed()
    except (AttributeError, KeyError, TypeError, ValueError) as error:
        raise CalendarRefused(said("Isi kalender tidak dapat dibaca: {error}.", error=error)) from error
    for hours in (calendar.hours, *(period.hours for period in calendar.periods)):
        if len(hours) != WORKDAYS or any(each.closing <= each.opening for each in hours):
            raise CalendarRefused("Jam kerja harus lima hari, Senin sampai Jumat, dan pulang sesudah masuk.")
    if any(period.last < period.first for period in calendar.periods):
        raise CalendarRefused("Masa jam kerja khusus berakhir sebelum dimulai.")
    return calendar
