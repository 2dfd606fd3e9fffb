"""Snapshots: written when due, only what is open, and never needed."""

from __future__ import annotations

import zlib
from typing import Any

from sqlalchemy import delete, select

from engine.commands.acting import acting
from engine.projections import SNAPSHOT_EVERY
from engine.rebuild import rebuild
from engine.schema import snapshots
from engine.verify import verify
from tests.engine.office import Office

RETURN = {"keputusan": "kembalikan", "catatan": "Ulangi."}


def rework(office: Office, case_id: str, rounds: int) -> None:
    """Send a draft back so many times."""
    for number in range(1, rounds + 1):
        turn = "" if number == 1 else f"~{number}"
        office.act("ani", case_id, f"susun{turn}", isi=f"Rancangan {number}")
        office.act("bram", case_id, f"periksa{turn}", **RETURN)


def test_a_long_case_is_restored_from_its_snapshot(office: Office) -> None:
    case_id = office.start()
    rework(office, case_id, 30)
    (row,) = _snapshots(office)
    state = _state(office, case_id)

    office.engine.executions.clear()

    assert row.seq == SNAPSHOT_EVERY
    assert _state(office, case_id) == state
    assert verify(office.engine, case_id).differences == []


def test_a_snapshot_holds_what_is_open_not_the_history(office: Office) -> None:
    first, second = office.start(), office.start()
    rework(office, first, 26)
    rework(office, second, 60)

    short, long = (len(zlib.decompress(row.state)) for row in sorted(_snapshots(office), key=lambda row: row.seq))

    assert long < short * 1.5


def test_a_rebuild_writes_the_same_snapshot(office: Office) -> None:
    case_id = office.start()
    rework(office, case_id, 30)
    before = _snapshots(office)

    with office.engine.database.transaction() as connection:
        connection.execute(delete(snapshots))
    office.engine.executions.clear()
    rebuild(office.engine, case_id)

    assert _snapshots(office) == before


def _snapshots(office: Office) -> list[Any]:
    with office.engine.database.reading() as connection:
        return list(connection.execute(select(snapshots)))


def _state(office: Office, case_id: str) -> bytes:
    with acting(office.engine, case_id) as work:
        return work.execution.dump()
