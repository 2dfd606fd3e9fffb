"""Dates, moments, durations and repetitions as ISO 8601 writes them, with sane bounds."""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import TypeVar
from zoneinfo import ZoneInfo

#: The zone of the office: what a moment without a zone is meant in.
JAKARTA = ZoneInfo("Asia/Jakarta")

#: Longest duration, most repetitions, and shortest interval of a repetition.
MAX_YEARS = 200
MAX_REPEATS = 1_000
SHORTEST_INTERVAL = timedelta(seconds=1)

Day = TypeVar("Day", date, datetime)


class IsoRefused(ValueError):
    """Tanggal, waktu atau durasi tidak dapat dibaca."""


@dataclass(frozen=True)
class Duration:
    """A span of calendar months and of exact time; months are added by the calendar and clamped to the month's end."""

    months: int = 0
    delta: timedelta = field(default=timedelta())

    def __post_init__(self) -> None:
        if abs(self.months) > MAX_YEARS * 12 or abs(self.delta) > timedelta(days=MAX_YEARS * 366):
            raise IsoRefused(f"durasi lebih dari {MAX_YEARS} tahun")

    def after(self, moment: Day) -> Day:
        """The date or moment that lies this duration after another. Raises OverflowError outside years 1-9999."""
        if not isinstance(moment, datetime) and self.delta % timedelta(days=1):
            raise IsoRefused("jam tidak dapat ditambahkan pada tanggal; pakai waktu(...)")
        return add_months(moment, self.months) + self.delta

    def plus(self, other: Duration) -> Duration:
        """Both spans together."""
        return Duration(self.months + other.months, self.delta + other.delta)

    def times(self, count: int) -> Duration:
        """This span `count` times."""
        if abs(count) > MAX_YEARS * 366 * 86_400:
            raise IsoRefused(f"durasi lebih dari {MAX_YEARS} tahun")
        return Duration(self.months * count, self.delta * count)

    def negated(self) -> Duration:
        """The same span backwards."""
        return Duration(-self.months, -self.delta)

    def estimate(self) -> timedelta:
        """Length for comparison, a month being 1/12 of a Gregorian year (30.436875 days)."""
        return timedelta(days=self.months * 30.436875) + self.delta

    def __str__(self) -> str:
        backwards = self.months < 0 or (self.months == 0 and self.delta < timedelta())
        months, delta = (-self.months, -self.delta) if backwards else (self.months, self.delta)
        if delta < timedelta() and months:
            return f"{self.months}M{self.delta}"  # months and time of different signs: no ISO text exists
        years, months = divmod(months, 12)
        hours, rest = divmod(delta.seconds, 3600)
        seconds = (
            f"{rest % 60}.{delta.microseconds:06}".rstrip("0").rstrip(".") if delta.microseconds else f"{rest % 60}"
        )
        day = "".join(f"{n}{u}" for n, u in ((years, "Y"), (months, "M"), (delta.days, "D")) if n)
        clock = "".join(f"{n}{u}" for n, u in ((hours, "H"), (rest // 60, "M"), (seconds, "S")) if n not in (0, "0"))
        text = f"P{day}T{clock}" if clock else f"P{day}"
        return ("-" if backwards else "") + (text if len(text) > 1 else "PT0S")


@dataclass(frozen=True)
class Repeat:
    """`R3/PT10M`: `every`, `count` times (None: without end), from `start` or until `end` if given."""

    count: int | None
    every: Duration
    start: datetime | None = None
    end: datetime | None = None

    def __str__(self) -> str:
        ends = [moment.isoformat() if moment else None for moment in (self.start, self.end)]
        return "/".join(
            part for part in (f"R{'' if self.count is None else self.count}", ends[0], str(self.every), ends[1]) if part
        )


def add_months(moment: Day, months: int) -> Day:
    """Calendar months later (or earlier); the 31st becomes the last day of a shorter month."""
    count = moment.year * 12 + moment.month - 1 + months
    year, month = divmod(count, 12)
    if not 1 <= year <= 9999:
        raise OverflowError(f"tahun {year} di luar 1-9999")
    return moment.replace(year=year, month=month + 1, day=min(moment.day, calendar.monthrange(year, month + 1)[1]))


_N = r"(\d{1,12}(?:[.,]\d{1,6})?)"
_DURATION = re.compile(rf"([+-]?)P(?:{_N}Y)?(?:{_N}M)?(?:{_N}W)?(?:{_N}D)?(T(?:{_N}H)?(?:{_N}M)?(?:{_N}S)?)?", re.ASCII)
_MOMENT = re.compile(
    r"(\d{4})-(\d\d)-(\d\d)[T ](\d\d):(\d\d)(?::(\d\d)(?:[.,](\d{1,6})\d*)?)?"
    r"(Z|[+-]\d\d:?\d\d|[+-]\d\d)?(?:\[([\w/+-]{1,40})\]|@([\w/+-]{1,40}))?",
    re.ASCII,
)
_DATE = re.compile(r"(\d{4})-(\d\d)-(\d\d)", re.ASCII)
_REPEAT = re.compile(r"R(\d{0,12})/(.+)", re.ASCII)


def parse_iso(text: str) -> datetime | date | Duration | Repeat:
    """The value of an ISO 8601 text; a moment without a zone is western Indonesian time. Raises IsoRefused."""
    stripped = text.strip()
    if not stripped:
        raise IsoRefused("waktu kosong; tulis misalnya P5D, PT2H, 2026-12-01 atau R3/PT10M")
    if len(stripped) > 120:
        raise IsoRefused("teks waktu terlalu panjang")
    if stripped[0] == "R":
        return parse_repeat(stripped)
    if stripped[0] in "P+-":
        return parse_duration(stripped)
    return parse_date(stripped) if _DATE.fullmatch(stripped) else parse_moment(stripped)


def parse_duration(text: str) -> Duration:
    """`P1Y2M3DT4H5M6S`, `P2W`, `-PT5S`. Raises IsoRefused."""
    found = _DURATION.fullmatch(text.strip())
    if found is None or not any(found.groups()[1:5] + found.groups()[6:]) or found.group(6) == "T":
        raise IsoRefused(f"'{text[:40]}' bukan durasi; tulis misalnya P5D (lima hari), P1M (sebulan), PT2H (dua jam)")
    years, months, weeks, days, hours, minutes, seconds = (_count(found.group(n)) for n in (2, 3, 4, 5, 7, 8, 9))
    if years % 1 or months % 1:
        raise IsoRefused("tahun dan bulan harus bilangan bulat")
    if years > MAX_YEARS or months > MAX_YEARS * 12 or weeks > MAX_YEARS * 53 or days > MAX_YEARS * 366:
        raise IsoRefused(f"durasi lebih dari {MAX_YEARS} tahun")
    if max(hours / 24, minutes / 1440, seconds / 86400) > MAX_YEARS * 366:
        raise IsoRefused(f"durasi lebih dari {MAX_YEARS} tahun")
    delta = timedelta(weeks=weeks, days=days, hours=hours, minutes=minutes, seconds=seconds)
    duration = Duration(int(years * 12 + months), delta)
    return duration.negated() if found.group(1) == "-" else duration


def _count(digits: str | None) -> float:
    if digits is None:
        return 0
    return float(digits.replace(",", ".")) if "." in digits or "," in digits else int(digits)


def parse_date(text: str) -> date:
    """`2026-12-01`. Raises IsoRefused."""
    found = _DATE.fullmatch(text.strip())
    if found is None:
        raise IsoRefused(f"'{text[:40]}' bukan tanggal; tulis tahun-bulan-hari, misalnya 2026-12-01")
    try:
        return date(*(int(part) for part in found.groups()))
    except ValueError as error:
        raise IsoRefused(f"tanggal {text[:40]} tidak ada") from error


def parse_moment(text: str) -> datetime:
    """`2026-12-01T09:00`, with seconds, fraction and zone if wanted (`+07:00`, `[Asia/Jakarta]`, `@Asia/Jakarta`).

    Raises IsoRefused.
    """
    found = _MOMENT.fullmatch(text.strip())
    if found is None:
        raise IsoRefused(f"'{text[:40]}' bukan waktu; tulis misalnya 2026-12-01T09:00:00+07:00, P5D atau R3/PT10M")
    zone = found.group(8) or ""
    zone = zone if zone in ("", "Z") else zone if len(zone) > 3 else zone + ":00"
    year, month, day, hour, minute, second, fraction = found.groups()[:7]
    clock = f"{year}-{month}-{day}T{hour}:{minute}:{second or '00'}.{(fraction or '0'):0<6}{zone}"
    try:
        moment = datetime.fromisoformat(clock)
    except ValueError as error:
        raise IsoRefused(f"waktu {text[:40]} tidak ada") from error
    return moment if moment.tzinfo else moment.replace(tzinfo=_zone(found.group(9) or found.group(10)))


def _zone(name: str | None) -> ZoneInfo:
    """The zone of a name. Raises IsoRefused."""
    try:
        return ZoneInfo(name) if name else JAKARTA
    except (OSError, ValueError, LookupError) as error:
        raise IsoRefused(f"zona waktu '{name}' tidak dikenal; tulis misalnya +07:00") from error


def parse_repeat(text: str) -> Repeat:
    """`R3/PT10M`, `R/P1D`, `R3/start/interval`, `R3/interval/end`. Raises IsoRefused."""
    found = _REPEAT.fullmatch(text.strip())
    parts = found.group(2).split("/") if found else []
    if found is None or len(parts) > 2:
        raise IsoRefused(f"'{text[:40]}' bukan pengulangan; tulis misalnya R3/PT10M")
    count = int(found.group(1)) if found.group(1) else None
    if count is not None and not 1 <= count <= MAX_REPEATS:
        raise IsoRefused(f"pengulangan harus 1 sampai {MAX_REPEATS:,} kali, bukan {count:,}")
    start = parse_moment_or_midnight(parts[0]) if len(parts) == 2 and parts[0][:1] != "P" else None
    end = parse_moment_or_midnight(parts[1]) if len(parts) == 2 and start is None else None
    every = parse_duration(parts[1] if start else parts[0])
    if every.estimate() < SHORTEST_INTERVAL or every.months < 0 or every.delta < timedelta():
        raise IsoRefused("selang pengulangan paling pendek satu detik")
    return Repeat(count, every, start, end)


def parse_moment_or_midnight(text: str) -> datetime:
    """A moment, or the beginning of a date in western Indonesian time. Raises IsoRefused."""
    if _DATE.fullmatch(text.strip()):
        day = parse_date(text)
        return datetime(day.year, day.month, day.day, tzinfo=JAKARTA)
    return parse_moment(text)
