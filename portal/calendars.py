"""The office's calendar: seen by everybody; changed by operators under a decree, after a look at what would change."""

from __future__ import annotations

from datetime import date, time
from typing import Any

import orjson
from flask import Blueprint, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from engine import calendars
from engine.calendar import RAMADAN, Calendar, Hours, Period, proposed
from engine.errors import AlurError, CalendarRefused, NotAllowed
from engine.people.actors import local_day
from forms.said import said
from portal import here, typed
from portal.almanac import months, weekdays
from portal.days import day
from portal.languages import language

bp = Blueprint("calendars", __name__)

#: Empty rows for days off that are new.
NEW_ROWS = 5
#: Rows that are read: more days than any year has.
MOST_ROWS = 400
YEARS = range(2020, 2100)
#: Lengths of work, in working days, whose due date the preview shows before and after.
EXAMPLES = (1, 3, 5, 10, 20)


@bp.get("/kalender")
def page() -> str:
    """A year of the calendar, its working hours, and every change there has been."""
    return _render(_year())


@bp.post("/kalender/pratinjau")
def preview() -> str:
    """What an edited year would change, before anything is changed."""
    _operators_only()
    year = _year()
    typed.keep(lambda error, status: _render(year, problem=error))
    on = calendars.latest(here.engine())
    after = calendars.with_year(on, year, days=_days(), periods=_periods(on, year))
    return _preview(on, after, _since(), request.form.get("keputusan", ""))


@bp.post("/kalender")
def publish() -> Response:
    """Publish what the preview showed; refused when the calendar was changed meanwhile."""
    _operators_only()
    given = request.form
    after = calendars.readable(_content(given.get("isi", "")))
    on = here.engine().calendar_of(given.get("dari", ""))
    since, decree = _since(), given.get("keputusan", "")
    typed.keep(lambda error, status: _preview(on, after, since, decree, problem=error))
    edition = calendars.publish(here.engine(), here.actor(), after, since=since, decree=decree, on=on.version)
    return redirect(url_for("calendars.page", tahun=given.get("tahun"), edisi=edition.number), code=303)


def _operators_only() -> None:
    if "operator" not in here.actor().roles:
        raise NotAllowed("Hanya operator yang dapat mengubah kalender.")


def _render(year: int, problem: AlurError | None = None) -> str:
    engine = here.engine()
    calendar = calendars.latest(engine)
    decreed = year in calendar.years
    may_change = "operator" in here.actor().roles
    return render_template(
        "calendar.html",
        year=year,
        calendar=calendar,
        months=months(calendar, year, language()),
        weekdays=weekdays(language()),
        decreed=decreed,
        rows=_rows(calendar, year) if may_change else [],
        new_rows=NEW_ROWS,
        periods=[period for period in calendar.periods if year in (period.first.year, period.last.year)],
        ramadan=RAMADAN,
        editions=calendars.editions(engine),
        missing=calendars.missing_years(engine),
        today=local_day(engine.world.now()),
        may_change=may_change,
        problem=problem,
        typed=request.form if problem else {},
    )


def _rows(calendar: Calendar, year: int) -> list[tuple[date, str]]:
    """The days off of a year, to be edited; of a year without a decree a draft."""
    known = calendar.days_off if year in calendar.years else proposed(year)
    return sorted((day, name) for day, name in known.items() if day.year == year)


def _preview(on: Calendar, after: Calendar, since: date, decree: str, problem: AlurError | None = None) -> str:
    changes = calendars.differences(on, after)
    examples = [
        (days, calendars.due_or_none(on, since, days), calendars.due_or_none(after, since, days)) for days in EXAMPLES
    ]
    return render_template(
        "calendar-preview.html",
        year=_year(),
        changes=changes,
        examples=examples,
        content=orjson.dumps(after.content()).decode(),
        on=on.version,
        since=since,
        decree=decree,
        problem=problem,
    )


# -- what was typed ------------------------------------------------------------------------------------------------------


def _year() -> int:
    year = request.values.get("tahun", type=int)
    return year if year is not None and year in YEARS else local_day(here.engine().world.now()).year


def _since() -> date:
    text = request.form.get("sejak", "").strip()
    return _date(text, "Berlaku sejak") if text else local_day(here.engine().world.now())


def _days() -> list[tuple[date, str]]:
    """The days off that the table holds now: rows without a tick, and new rows in which something was written."""
    found = []
    for number in range(min(request.form.get("baris", 0, type=int), MOST_ROWS)):
        day, name = request.form.get(f"hari-{number}", "").strip(), request.form.get(f"nama-{number}", "").strip()
        if (day or name) and f"hapus-{number}" not in request.form:
            found.append((_date(day, name or f"Baris {number + 1}"), name))
    return found


def _periods(on: Calendar, year: int) -> list[Period]:
    """Periods with hours of their own: those that were kept, and a new one."""
    given = request.form
    kept = [
        period
        for number, period in enumerate(each for each in on.periods if year in (each.first.year, each.last.year))
        if f"hapus-masa-{number}" not in given
    ]
    others = [each for each in on.periods if year not in (each.first.year, each.last.year)]
    first, last = given.get("masa-mulai", "").strip(), given.get("masa-sampai", "").strip()
    if not (first or last):
        return [*others, *kept]
    opening, closing = _time("masa-masuk"), _time("masa-pulang")
    hours = (*(Hours(opening=opening, closing=closing),) * 4, Hours(opening=opening, closing=_time("masa-jumat")))
    name = given.get("masa-nama", "").strip() or "Ramadan"
    new = Period(
        name=name, first=_date(first, said("Hari pertama")), last=_date(last, said("Hari terakhir")), hours=hours
    )
    return [*others, *kept, new]


def _date(text: str, what: str) -> date:
    found = day(text)
    if found is None:
        raise CalendarRefused(said("{what}: tulis tanggalnya, misalnya 2026-12-24.", what=what))
    return found


def _time(name: str) -> time:
    try:
        return time.fromisoformat(request.form.get(name, ""))
    except ValueError as error:
        raise CalendarRefused("Jam kerja: tulis jamnya, misalnya 08:00.") from error


def _content(text: str) -> Any:
    try:
        return orjson.loads(text)
    except orjson.JSONDecodeError as error:
        raise CalendarRefused("Isi pratinjau tidak dapat dibaca. Ulangi dari halaman kalender.") from error
