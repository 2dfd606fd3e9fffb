"""Dates, times and datetimes, stored as ISO text; a datetime carries the offset of Asia/Jakarta."""

from __future__ import annotations

import re
from datetime import date, datetime, time
from typing import Any

from expressions import JAKARTA, Expression
from forms.check import Check, Clean, Wrong
from forms.fields import Field
from forms.rules import Scope, plain
from forms.said import said

EARLIEST, LATEST = 1900, 2199
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_TIME = re.compile(r"([01]\d|2[0-3]):[0-5]\d", re.ASCII)
_MOMENT = re.compile(r"\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}(:\d{2}(\.\d{1,6})?)?(Z|[+-]\d{2}:\d{2})?", re.ASCII)

_SAY = {
    "date": said("Isi tanggal yang benar, misalnya 24/11/2026."),
    "time": said("Isi jam yang benar, misalnya 09:30."),
    "datetime": said("Isi tanggal dan jam yang benar, misalnya 24/11/2026 09:30."),
}


def cleaner(field: Field) -> Clean:
    """The cleaner of a datetime component: `2026-11-24`, `09:30` or `2026-11-24T09:30:00+07:00`."""
    read = {"date": _day, "time": _hour, "datetime": _moment}[field.subtype or "date"]
    say = _SAY[field.subtype or "date"]
    bounded = field.minimum is not None or field.maximum is not None or field.no_past

    def clean(raw: Any, scope: Scope, at: str, check: Check) -> str | Wrong | None:
        if raw == "":
            return None
        value = read(raw) if type(raw) is str and len(raw) <= 40 else None
        if value is None:
            return check.wrong(at, say)
        return _within(value, field, scope, at, check) if bounded else value

    return clean


def _day(text: str) -> str | None:
    if not _DATE.fullmatch(text):
        return None
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return None
    return text if EARLIEST <= day.year <= LATEST else None


def _hour(text: str) -> str | None:
    return text[:5] if _TIME.fullmatch(text[:5]) and text[5:] in ("", ":00") else None


def _moment(text: str) -> str | None:
    if not _MOMENT.fullmatch(text):
        return None
    try:
        moment = datetime.fromisoformat(text)
        moment = moment.replace(tzinfo=JAKARTA) if moment.tzinfo is None else moment.astimezone(JAKARTA)
    except (ValueError, OverflowError):
        return None
    return moment.replace(microsecond=0).isoformat() if EARLIEST <= moment.year <= LATEST else None


def limit(given: Any, scope: Scope, check: Check) -> str | None:
    """A bound as ISO text of a day; computed where it is an expression."""
    if isinstance(given, Expression):
        given = check.evaluation.value(given, scope)
    text = plain(given)
    return text[:10] if isinstance(text, str) and _DATE.match(text) else None


def _within(value: str, field: Field, scope: Scope, at: str, check: Check) -> str | Wrong:
    if field.subtype == "time":
        return value
    least, most = limit(field.minimum, scope, check), limit(field.maximum, scope, check)
    if least is not None and value[:10] < least:
        return check.wrong(at, said("Paling awal {least}.", least=local(least)))
    if most is not None and value[:10] > most:
        return check.wrong(at, said("Paling akhir {most}.", most=local(most)))
    if field.no_past and _is_past(value, check):
        return check.wrong(at, said("Waktu ini sudah lewat."))
    return value


def _is_past(value: str, check: Check) -> bool:
    now = check.now
    if now is None:
        return False
    return value < now.date().isoformat() if len(value) == 10 else datetime.fromisoformat(value) < now


MONTHS = (
    *("Januari", "Februari", "Maret", "April", "Mei", "Juni"),
    *("Juli", "Agustus", "September", "Oktober", "November", "Desember"),
)


def local(value: str) -> str:
    """ISO text as people read it: `24 November 2026`, `24 November 2026 pukul 09.30 WIB`, `09.30`."""
    if len(value) <= 5:
        return time.fromisoformat(value).strftime("%H.%M")
    day = date.fromisoformat(value[:10])
    written = f"{day.day} {MONTHS[day.month - 1]} {day.year}"
    return written if len(value) == 10 else f"{written} pukul {value[11:13]}.{value[14:16]} WIB"
