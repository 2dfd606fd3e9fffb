"""How the assessment's letters spell days and typed texts."""

from __future__ import annotations

from datetime import date, datetime

MONTHS = (
    *("Januari", "Februari", "Maret", "April", "Mei", "Juni"),
    *("Juli", "Agustus", "September", "Oktober", "November", "Desember"),
)


def iso(value: date | datetime | str) -> str:
    """The ISO day of a date, a moment or a text that begins with one."""
    return value.isoformat()[:10] if isinstance(value, date) else str(value)[:10]


def spoken(value: date | datetime | str) -> str:
    """`25 November 2026`."""
    year, month, day = (int(part) for part in iso(value).split("-"))
    return f"{day} {MONTHS[month - 1]} {year}"


def lines(text: str) -> list[str]:
    """The filled lines of a text."""
    return [line.strip() for line in text.splitlines() if line.strip()]
