"""How people type numbers and dates, and what they mean by it; what is not understood stays as typed."""

from __future__ import annotations

import re
from collections.abc import Callable
from decimal import Decimal, InvalidOperation

from forms.kinds.moments import MONTHS

_GROUPED = re.compile(r"-?\d{1,3}(\.\d{3})+", re.ASCII)
_PLAIN = re.compile(r"-?\d{1,20}(\.\d{1,12})?", re.ASCII)
_DAY = re.compile(r"(\d{1,2})[/.\-\s]+(\d{1,2}|[a-z]{3,9})[/.\-\s,]+(\d{4})", re.IGNORECASE | re.ASCII)
_HOUR = re.compile(r"(\d{1,2})[.:](\d{2})(:\d{2})?(\s*wib)?", re.IGNORECASE | re.ASCII)


def number(text: str, unit: str = "") -> int | float | str | None:
    """`1.250,5` is 1250.5, `12` is 12; None for nothing; the text itself when it is no number."""
    typed = text.strip()
    if unit and typed.lower().endswith(unit.lower()):
        typed = typed[: -len(unit)].rstrip()
    if not typed:
        return None
    plain = typed.replace(".", "").replace(",", ".") if "," in typed or _GROUPED.fullmatch(typed) else typed
    if typed.count(",") > 1 or not _PLAIN.fullmatch(plain):
        return text
    try:
        value = Decimal(plain)
    except InvalidOperation:
        return text
    return int(value) if "." not in plain else float(value)


def day(text: str) -> str:
    """`24/11/2026`, `24-11-2026`, `24 November 2026` are 2026-11-24."""
    found = _DAY.fullmatch(text)
    if found is None:
        return text
    month = _month(found[2])
    return f"{found[3]}-{month:02}-{int(found[1]):02}" if month else text


def _month(text: str) -> int | None:
    if text.isdecimal():
        return int(text)
    return next((index for index, name in enumerate(MONTHS, 1) if name.lower().startswith(text.lower())), None)


def hour(text: str) -> str:
    """`9.30` is 09:30."""
    found = _HOUR.fullmatch(text)
    return f"{int(found[1]):02}:{found[2]}" if found else text


def moment(text: str) -> str:
    """`24/11/2026 9.30` is 2026-11-24T09:30."""
    if "T" in text[:11] or not text:
        return text
    date, _, time = text.replace(" pukul ", " ").rpartition(" ")
    if time.lower() == "wib":
        date, _, time = date.rpartition(" ")
    return f"{day(date.strip())}T{hour(time)}" if date else text


DATES: dict[str, Callable[[str], str]] = {"date": day, "time": hour, "datetime": moment}
