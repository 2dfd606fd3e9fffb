"""How moments, deadlines, sizes and states read on screen: exact, in full, in the office's own time."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from babel.dates import format_date, format_datetime
from flask import Flask

from engine.calendar import Calendar
from engine.errors import YearWithoutCalendar
from engine.people import Seat
from engine.world import JAKARTA
from forms.nip import grouped
from portal import here
from portal.languages import gettext as _
from portal.languages import language, ngettext, say

#: A deadline this many working days away is near.
NEAR = 1


def init_app(app: Flask) -> None:
    """Teach the templates to speak."""
    app.jinja_env.filters.update(
        say=say,  # not "_" of the templates: that one takes a percent sign for a placeholder
        moment=moment,
        short=short,
        clock=clock,
        day=day,
        day_short=day_short,
        size=size,
        until=until,
        initials=initials,
        iso=iso,
        seat=seat_words,
        nip=grouped,
    )
    app.jinja_env.globals.update(
        status_words=status_words, document_words=document_words, now=lambda: here.engine().world.now()
    )


def moment(at: datetime) -> str:
    """A moment in full: "Senin, 24 November 2026 pukul 10.32 WIB"."""
    locale = language()
    pattern = "EEEE, d MMMM y 'pukul' HH.mm 'WIB'" if locale == "id" else "EEEE, d MMMM y 'at' HH:mm 'WIB'"
    return format_datetime(at.astimezone(JAKARTA), pattern, locale=locale)


def short(at: datetime) -> str:
    """A moment for dense places: "24 Nov 2026 10.32"."""
    locale = language()
    return format_datetime(
        at.astimezone(JAKARTA), "d MMM y HH.mm" if locale == "id" else "d MMM y HH:mm", locale=locale
    )


def clock(at: datetime) -> str:
    """A moment as people say it within the day: "10.42"; of another day, with its date."""
    if _date(at) != _date(here.engine().world.now()):
        return short(at)
    return format_datetime(at.astimezone(JAKARTA), "HH.mm" if language() == "id" else "HH:mm", locale=language())


def day(at: date | datetime | str) -> str:
    """A day in full: "Senin, 24 November 2026"."""
    return format_date(_date(at), "EEEE, d MMMM y", locale=language())


def day_short(at: date | datetime | str) -> str:
    """A day: "24 Nov 2026"."""
    return format_date(_date(at), "d MMM y", locale=language())


def iso(at: datetime) -> str:
    """A moment for machines, in the office's zone."""
    return at.astimezone(JAKARTA).isoformat(timespec="minutes")


def _date(at: date | datetime | str) -> date:
    if isinstance(at, str):
        return date.fromisoformat(at[:10])
    return at.astimezone(JAKARTA).date() if isinstance(at, datetime) else at


@dataclass(frozen=True, kw_only=True)
class Deadline:
    """A due date in words: what the chip says, its tone (late, near or none), and how the date is meant."""

    text: str
    tone: str
    explanation: str


def until(due: datetime | None) -> Deadline | None:
    """How far a due date is, in working days of the office."""
    if due is None:
        return None
    engine = here.engine()
    return deadline(due, engine.world.now(), engine.calendar)


def deadline(due: datetime, now: datetime, calendar: Calendar) -> Deadline:
    """The words of a due date as seen at a moment."""
    explanation = _("Batas: %(moment)s, dihitung dalam hari kerja.", moment=moment(due))
    try:
        days = calendar.workdays_between(now, due)
    except YearWithoutCalendar:
        return Deadline(text=_("sampai %(day)s", day=day_short(due)), tone="", explanation=explanation)
    if due < now:
        late = max(-days, 0)
        text = (
            ngettext("terlambat %(num)d hari kerja", "terlambat %(num)d hari kerja", late)
            if late
            else _("lewat batas hari ini")
        )
        return Deadline(text=text, tone="late", explanation=explanation)
    if _date(due) == _date(now):
        return Deadline(text=_("hari ini"), tone="near", explanation=explanation)
    text = ngettext("sisa %(num)d hari kerja", "sisa %(num)d hari kerja", days)
    return Deadline(text=text, tone="near" if days <= NEAR else "", explanation=explanation)


def size(octets: int) -> str:
    """A file's size: "812 kB", "2,4 MB"."""
    if octets < 1_000_000:
        return f"{max(1, round(octets / 1000))} kB"
    mega = f"{octets / 1_000_000:.1f} MB"
    return mega.replace(".", ",") if language() == "id" else mega


#: Titles before and degrees after a name are not part of its initials.
_TITLES = ("dr", "drs", "dra", "ir", "prof", "h", "hj", "kh", "rr", "raden")


def initials(name: str | None) -> str:
    """One or two letters for a person: "Dra. Siti Rahma, M.Si." gives SR."""
    words = [word for word in (name or "").split(",")[0].split() if word.strip(".").lower() not in _TITLES]
    return "".join(word[0] for word in (words[:1] + words[1:][-1:])).upper() or "–"


def seat_words(seat: Seat) -> str:
    """As what somebody acts: "Plh. Kepala Bidang Mutasi s.d. 24 Nov 2026"."""
    if seat.form == "definitif" or seat.until is None:
        return seat.as_what
    return _("%(title)s s.d. %(day)s", title=seat.as_what, day=day_short(seat.until))


def status_words(status: str) -> str:
    """The state of a case in words."""
    return {
        "running": _("Sedang berjalan"),
        "completed": _("Selesai"),
        "cancelled": _("Dibatalkan"),
        "failed": _("Berakhir karena galat"),
    }.get(status, status)


def document_words(state: str) -> str:
    """The state of a letter in words."""
    known = {
        "konsep": _("Konsep"),
        "diperiksa": _("Diperiksa"),
        "bernomor": _("Bernomor"),
        "ditandatangani": _("Ditandatangani"),
        "dikirim": _("Dikirim"),
        "diarsipkan": _("Diarsipkan"),
        "final": _("Final"),
    }
    return known.get(state, state.replace("_", " ").capitalize())
