"""Timers of a model: read at deploy, computed when their element is reached, from the time the command brought."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any

from expressions import Expression, ExpressionRefused, nodes, parse
from expressions.iso8601 import JAKARTA, Duration, IsoRefused, Repeat, parse_iso

#: Meant as ISO 8601 even where it could also be read as a name of the expression language.
_LOOKS_ISO = re.compile(r"[+-]?P[T\d][\dTYMWDHS.,]*$|R\d*/|\d{4}-\d\d")


@dataclass(frozen=True, slots=True)
class TimerText:
    """A timer as drawn: an ISO 8601 value, or an expression that gives a datetime, date, duration or ISO text."""

    text: str
    cycle: bool
    value: Any = None
    expression: Expression | None = None


class TimerRefused(ValueError):
    """Waktu ini tidak dapat dipakai."""


def read_timer(text: str, *, cycle: bool) -> TimerText:
    """Read a timer's body at deploy. Raises TimerRefused."""
    stripped = text.strip()
    if not stripped:
        raise TimerRefused("Pengatur waktu tidak punya waktu.")
    try:
        value = parse_iso(stripped)
    except IsoRefused as refused:
        if _LOOKS_ISO.match(stripped):
            raise TimerRefused(f"'{stripped[:60]}' bukan waktu: {refused}.") from refused
        return _as_expression(stripped, cycle)
    if isinstance(value, Repeat) != cycle:
        raise TimerRefused("Pengulangan (R…) hanya untuk timeCycle." if not cycle else "timeCycle harus berupa R…/….")
    check_value(value)
    return TimerText(stripped, cycle, value=value)


def _as_expression(text: str, cycle: bool) -> TimerText:
    try:
        expression = parse(text, spelling="auto")
    except ExpressionRefused as error:
        raise TimerRefused(f"'{text[:60]}' bukan waktu: {error}.") from error
    if isinstance(expression.tree, nodes.Literal):
        return TimerText(text, cycle, value=_literal(expression.tree.value))
    return TimerText(text, cycle, expression=expression)


def _literal(value: Any) -> Any:
    """A quoted time: known before any case runs. Raises TimerRefused."""
    if not isinstance(value, str):
        raise TimerRefused(f"'{value}' bukan waktu, tanggal atau durasi.")
    try:
        value = parse_iso(value)
    except IsoRefused as error:
        raise TimerRefused(f"{error}.") from error
    check_value(value)
    return value


def check_value(value: Any) -> None:
    """Refuse what can never be a due time. Raises TimerRefused."""
    if isinstance(value, Duration) and value.estimate() < timedelta():
        raise TimerRefused("Durasi tidak boleh negatif.")
    if isinstance(value, timedelta) and value < timedelta():
        raise TimerRefused("Durasi tidak boleh negatif.")
    if isinstance(value, Repeat) and value.end is not None:
        raise TimerRefused("Pengulangan sampai suatu waktu belum didukung; tulis R<jumlah>/<mulai>/<selang>.")


def first_due(value: Any, now: datetime, horizon: timedelta) -> tuple[datetime, Repeat | None]:
    """The first moment (aware UTC) of a timer's value and, for a cycle, the repetition. Raises TimerRefused."""
    if isinstance(value, str):
        try:
            value = parse_iso(value)
        except IsoRefused as error:
            raise TimerRefused(f"{error}.") from error
    check_value(value)
    repeat = value if isinstance(value, Repeat) else None
    try:
        due = _moment(value, now)
    except (OverflowError, IsoRefused, ValueError) as error:
        raise TimerRefused(f"Waktu {str(value)[:60]} di luar jangkauan.") from error
    if due - now > horizon:
        raise TimerRefused(f"Waktu {due:%Y-%m-%d} terlalu jauh; paling jauh {horizon.days // 366} tahun.")
    return due, repeat


def next_due(due: datetime, every: Duration) -> datetime:
    """The due time after this one. Raises TimerRefused."""
    try:
        return every.after(due.astimezone(JAKARTA)).astimezone(UTC)
    except OverflowError as error:
        raise TimerRefused("Pengulangan keluar dari jangkauan tahun.") from error


def _moment(value: Any, now: datetime) -> datetime:
    if isinstance(value, Repeat):
        if value.start is not None:
            return value.start.astimezone(UTC)
        return value.every.after(now.astimezone(JAKARTA)).astimezone(UTC)
    if isinstance(value, Duration):
        return value.after(now.astimezone(JAKARTA)).astimezone(UTC)
    if isinstance(value, timedelta):
        return (now + value).astimezone(UTC)
    if isinstance(value, datetime):
        return (value if value.tzinfo else value.replace(tzinfo=JAKARTA)).astimezone(UTC)
    if isinstance(value, date):
        return datetime(value.year, value.month, value.day, tzinfo=JAKARTA).astimezone(UTC)
    raise TimerRefused(f"Pengatur waktu menghasilkan {type(value).__name__}, bukan waktu, tanggal atau durasi.")
