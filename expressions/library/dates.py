"""Dates, moments, durations and working days."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any

from expressions import operators
from expressions.budget import Budget
from expressions.errors import EvaluationFailed
from expressions.functions import Calendar, Functions, function
from expressions.iso8601 import (
    JAKARTA,
    Duration,
    IsoRefused,
    add_months,
    parse_date,
    parse_duration,
    parse_moment,
    parse_moment_or_midnight,
)
from expressions.library import wanted

MONTHS = (
    *("Januari", "Februari", "Maret", "April", "Mei", "Juni", "Juli", "Agustus", "September"),
    *("Oktober", "November", "Desember"),
)
DAYS = ("Senin", "Selasa", "Rabu", "Kamis", "Jumat", "Sabtu", "Minggu")


def _local_day(value: Any, name: str) -> date:
    """The date in western Indonesian time of a date, moment or ISO text."""
    if isinstance(value, str):
        value = _read(lambda text: parse_date(text) if len(text.strip()) == 10 else parse_moment(text), value)
    if isinstance(value, datetime):
        return (value.astimezone(JAKARTA) if value.tzinfo else value).date()
    return wanted.day(name, value)


def _read(parse: Callable[[str], Any], text: str) -> Any:
    try:
        return parse(text)
    except IsoRefused as error:
        raise EvaluationFailed(f"{str(error)[:1].upper()}{str(error)[1:]}.") from error


def _moment(value: Any, name: str) -> datetime:
    """The moment of a moment or ISO text; a date begins at midnight in western Indonesian time."""
    if isinstance(value, str):
        return _read(parse_moment_or_midnight, value)  # type: ignore[no-any-return]  # the reader gives what its parser gives
    if isinstance(value, datetime):
        return value if value.tzinfo else value.replace(tzinfo=JAKARTA)
    day = wanted.day(name, value)
    return datetime(day.year, day.month, day.day, tzinfo=JAKARTA)


def _safely(work: Callable[[], Any]) -> Any:
    try:
        return work()
    except (OverflowError, IsoRefused) as error:
        raise EvaluationFailed(f"Tanggal di luar batas: {error}.") from error


def present_moment(functions: Functions) -> datetime:
    """The moment the functions are bound to. Raises EvaluationFailed where none is known."""
    if functions.now is None:
        raise EvaluationFailed("'sekarang' tidak dikenal di sini: tidak ada jam.")
    return functions.now


def _calendar(functions: Functions) -> Calendar:
    if functions.calendar is None:
        raise EvaluationFailed("Hari kerja tidak dikenal di sini: tidak ada kalender.")
    return functions.calendar


def _asked(ask: Callable[[], Any]) -> Any:
    try:
        return ask()
    except Exception as error:  # the calendar is the caller's code; whatever it refuses, the expression has failed
        raise EvaluationFailed(f"Kalender: {error}") from error


@function("sekarang()", names="now", least=0)
def now(functions: Functions, budget: Budget) -> datetime:
    """The moment of this command, aware."""
    return present_moment(functions)


@function("hari_ini()", names="today", least=0)
def today(functions: Functions, budget: Budget) -> date:
    """The date of this command in western Indonesian time."""
    return _local_day(present_moment(functions), "hari_ini")


@function('tanggal("2026-01-05")', names="date", least=1, most=3)
def to_date(_: Functions, budget: Budget, value: Any, *parts: Any) -> date:
    """A date from an ISO text, a moment, or year, month and day."""
    if len(parts) == 2:
        year, month, day = (wanted.whole("tanggal", part) for part in (value, *parts))
        if 1 <= year <= 9999 and 1 <= month <= 12 and 1 <= day <= 31:
            return _read(parse_date, f"{year:04}-{month:02}-{day:02}")  # type: ignore[no-any-return]  # typed by what it is handed
        raise EvaluationFailed(f"Tanggal {year}-{month}-{day} tidak ada.")
    if parts:
        raise EvaluationFailed("tanggal(...) memerlukan satu nilai, atau tahun, bulan dan hari.")
    return _local_day(value, "tanggal")


@function('waktu("2026-01-05T09:00")', names="datetime", least=1)
def to_moment(_: Functions, budget: Budget, value: Any) -> datetime:
    """A moment from an ISO text, or the beginning of a date; western Indonesian time unless a zone is written."""
    return _moment(value, "waktu")


@function('durasi("P5D")', names="duration", least=1)
def to_duration(_: Functions, budget: Budget, value: Any) -> Duration | timedelta:
    """A duration from an ISO text: P5D, PT2H, P1M; a timedelta unless it has months."""
    if isinstance(value, (Duration, timedelta)):
        return value
    duration: Duration = _read(parse_duration, wanted.text("durasi", value))
    return duration if duration.months else duration.delta


@function("tambah_hari(tanggal, n)", least=2)
def add_days(_: Functions, budget: Budget, value: Any, n: Any) -> Any:
    """n calendar days later (earlier when negative)."""
    days = wanted.whole("tambah_hari", n)
    start = _local_day(value, "tambah_hari") if isinstance(value, str) else wanted.day("tambah_hari", value)
    return _safely(lambda: Duration(0, _days(days)).after(start))


def _days(count: int) -> Any:
    if abs(count) > 100_000:
        raise IsoRefused(f"{count:,} hari")
    return date.resolution * count


@function("tambah_bulan(tanggal, n)", least=2)
def add_calendar_months(_: Functions, budget: Budget, value: Any, n: Any) -> Any:
    """n calendar months later; the 31st becomes the last day of a shorter month."""
    months = wanted.whole("tambah_bulan", n)
    start = _local_day(value, "tambah_bulan") if isinstance(value, str) else wanted.day("tambah_bulan", value)
    return _safely(lambda: add_months(start, months))


@function("selisih_hari(mulai, sampai)", least=2)
def days_between(_: Functions, budget: Budget, start: Any, end: Any) -> int:
    """Calendar days from the one date to the other; negative when `sampai` is earlier."""
    return (_local_day(end, "selisih_hari") - _local_day(start, "selisih_hari")).days


@function("hari_kerja(mulai, n)", least=2)
def workdays_later(functions: Functions, budget: Budget, start: Any, n: Any) -> datetime:
    """The moment n working days of the office after another."""
    count = wanted.whole("hari_kerja", n)
    if not 0 <= count <= 2_000:
        raise EvaluationFailed(f"hari_kerja(...) memerlukan 0 sampai 2.000 hari, bukan {count:,}.")
    calendar, moment = _calendar(functions), _moment(start, "hari_kerja")
    return _asked(lambda: calendar.add_workdays(moment, count))  # type: ignore[no-any-return]  # typed by what it is handed


@function("selisih_hari_kerja(mulai, sampai)", least=2)
def workdays_between(functions: Functions, budget: Budget, start: Any, end: Any) -> int:
    """Working days of the office from one moment to another."""
    first, last = _moment(start, "selisih_hari_kerja"), _moment(end, "selisih_hari_kerja")
    if abs(days_between(functions, budget, first, last)) > 20_000:
        raise EvaluationFailed("selisih_hari_kerja(...): kedua tanggal terlalu jauh.")
    calendar = _calendar(functions)
    return _asked(lambda: calendar.workdays_between(first, last))  # type: ignore[no-any-return]  # typed by what it is handed


@function("format_tanggal(tanggal)", least=1)
def written(_: Functions, budget: Budget, value: Any) -> str:
    """`25 November 2026`."""
    day = _local_day(value, "format_tanggal")
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"


@function("nama_hari(tanggal)", least=1)
def weekday(_: Functions, budget: Budget, value: Any) -> str:
    """`Rabu`."""
    return DAYS[_local_day(value, "nama_hari").weekday()]


@function("tahun(tanggal)", names="year", least=1)
def year(_: Functions, budget: Budget, value: Any) -> int:
    """The year of a date."""
    return _local_day(value, "tahun").year


@function("bulan(tanggal)", names="month", least=1)
def month(_: Functions, budget: Budget, value: Any) -> int:
    """The month of a date, 1 to 12."""
    return _local_day(value, "bulan").month


@function("hari(tanggal)", names="day", least=1)
def day_of_month(_: Functions, budget: Budget, value: Any) -> int:
    """The day of the month of a date, 1 to 31."""
    return _local_day(value, "hari").day


__all__ = ["operators", "present_moment"]
