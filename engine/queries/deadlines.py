"""Until when, and how that date came about: the standard time of a step, counted in working days, with the days left out named."""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta

from engine.calendar import Calendar
from engine.errors import YearWithoutCalendar
from engine.people.actors import local_day
from engine.queries.wording import INDONESIAN, Words

#: A timer body that counts working days from now.
_WORKDAYS = re.compile(r"hari_kerja\(\s*sekarang\s*,\s*(\d+)\s*\)")

NO_LIMIT = "Tidak ada batas waktu baku untuk langkah ini."


def standard_time(
    calendar: Calendar,
    *,
    opened: datetime,
    due: datetime | None,
    days: int | None,
    step: int | None,
    now: datetime,
    since: datetime | None = None,
    paused: int = 0,
    words: Words = INDONESIAN,
) -> str:
    """The due date of open work and its reckoning, in complete sentences.

    `since`: when the time of its step began to count, where that was before it opened; `paused`: working days left out since then.
    """
    if due is None:
        return words(NO_LIMIT)
    until = words("Paling lambat {due}{late}.", due=words.moment(due), late=_lateness(calendar, due, now, words))
    since = since or opened
    if not days or _reckoned(calendar, since, opened, days, paused) != due:
        return until
    counted = words(
        "Waktu baku {which} adalah {days}, dihitung sejak hari kerja pertama sesudah {opened}",
        which=words("langkah {step}", step=step) if step is not None else words("langkah ini"),
        days=words.workdays(days),
        opened=words.day(since),
    )
    rest = words("; {days} menunggu pihak luar tidak dihitung", days=words.workdays(paused)) if paused else ""
    return f"{until} {counted}{rest}; {left_out(calendar, local_day(since), local_day(due), words)}."


def timer_reckoning(
    calendar: Calendar, text: str, *, opened: datetime, due: datetime, words: Words = INDONESIAN
) -> str:
    """How a timer's date was computed, where its drawing counts working days from the moment it is reached; "" elsewhere."""
    counted = _WORKDAYS.fullmatch(text.strip())
    if counted is None or _reckoned(calendar, opened, opened, int(counted[1])) != due:
        return ""
    off = left_out(calendar, local_day(opened), local_day(due), words)
    return words(
        "{days} sesudah {opened}, {off}", days=words.workdays(int(counted[1])), opened=words.day(opened), off=off
    )


def _reckoned(calendar: Calendar, since: datetime, opened: datetime, days: int, paused: int = 0) -> datetime | None:
    """When the days that a step has are used up, if `paused` of those between its start and the opening did not count."""
    try:
        return calendar.due(opened, days - calendar.workdays_between(since, opened) + paused)
    except YearWithoutCalendar:
        return None


def _lateness(calendar: Calendar, due: datetime, now: datetime, words: Words) -> str:
    if due >= now:
        return ""
    try:
        late = calendar.workdays_between(due, now)
    except YearWithoutCalendar:
        late = 0
    return words(" (sudah terlambat {days})", days=words.workdays(late)) if late else words(" (sudah lewat)")


def left_out(calendar: Calendar, first: date, last: date, words: Words = INDONESIAN) -> str:
    """The days after the first up to the last that were not counted: weekends together, holidays by name."""
    days = [first + timedelta(days=n) for n in range(1, (last - first).days + 1)]
    holidays = [each for each in days if each.weekday() < 5 and each in calendar.days_off]
    off = [f"{words.day(each).replace(',', '')} ({calendar.days_off[each]})" for each in holidays]
    weekend = [words("Sabtu dan Minggu")] if any(each.weekday() >= 5 for each in days) else []
    if not (off or weekend):
        return words("tidak ada hari libur di antaranya")
    return words("tidak dihitung: {days}", days=words.listed([*weekend, *off]))
