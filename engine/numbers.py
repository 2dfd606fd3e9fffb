"""Letter numbers: `{klasifikasi}/{urut}/{kode unit}/{tahun}`, one gapless series per unit and calendar year.

Allocated inside the transaction of the command that needs them, so a command that fails gives none out. A document that
was returned keeps the number it reserved. Sources: seed (000.8.3.2/04/kpts/433.202/2024), Permendagri 83/2022 (classification codes).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, func, insert, select, text, update

from engine.errors import NotFound
from engine.schema import numbers, units
from engine.world import JAKARTA


def serialise(connection: Connection, name: str) -> None:
    """Let one transaction at a time allocate in a series; SQLite's single writer needs nothing."""
    if connection.dialect.name == "postgresql":
        connection.execute(text("SELECT pg_advisory_xact_lock(hashtext(:name))"), {"name": name})


def allocate(
    connection: Connection, case: Mapping[str, Any], wanted: Iterable[Mapping[str, Any]], *, now: datetime
) -> dict[str, Any]:
    """Numbers for documents of a case: `wanted` holds `{dokumen, klasifikasi, unit}` (unit: a unit's id or its code).

    Gives document -> `{nomor, urut, unit, tahun, tanggal}`; `tanggal` is the ISO day of registration.
    """
    return {str(item["dokumen"]): _one(connection, case, item, now) for item in wanted}


def _one(connection: Connection, case: Mapping[str, Any], item: Mapping[str, Any], now: datetime) -> dict[str, Any]:
    day = now.astimezone(JAKARTA).date()
    code = connection.scalar(select(units.c.code).where(units.c.id == str(item["unit"]))) or str(item["unit"])
    document = str(item["dokumen"])
    kept = connection.execute(
        select(numbers).where(numbers.c.case_id == case["id"], numbers.c.document == document, numbers.c.unit == code)
    ).first()
    if kept is not None:
        return _given(kept.text, kept.ordinal, code, kept.year, kept.given_at.astimezone(JAKARTA).date().isoformat())
    serialise(connection, f"numbers:{code}:{day.year}")
    last = (
        connection.scalar(select(func.max(numbers.c.ordinal)).where(numbers.c.unit == code, numbers.c.year == day.year))
        or 0
    )
    number = f"{item['klasifikasi']}/{last + 1}/{code}/{day.year}"
    connection.execute(
        insert(numbers).values(
            unit=code,
            year=day.year,
            ordinal=last + 1,
            text=number,
            case_id=case["id"],
            document=document,
            seq=case["version"] + 1,
            given_at=now,
        )
    )
    return _given(number, last + 1, code, day.year, day.isoformat())


def _given(number: str, ordinal: int, code: str, year: int, day: str) -> dict[str, Any]:
    return {"nomor": number, "urut": ordinal, "unit": code, "tahun": year, "tanggal": day}


def void(connection: Connection, *, unit: str, year: int, ordinal: int, reason: str) -> None:
    """Mark a number as void, with its reason; the number stays in the register. Raises NotFound."""
    changed = connection.execute(
        update(numbers)
        .where(
            numbers.c.unit == unit,
            numbers.c.year == year,
            numbers.c.ordinal == ordinal,
            numbers.c.void_reason.is_(None),
        )
        .values(void_reason=reason)
    )
    if not changed.rowcount:
        raise NotFound
