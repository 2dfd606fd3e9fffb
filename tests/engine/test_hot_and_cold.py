"""A case in a worker's memory and the same case from its log alone are the same, byte for byte, after every step of both SOPs."""

from __future__ import annotations

from pathlib import Path

import pytest

from engine import executions
from engine.commands.acting import acting
from engine.database import Database
from engine.engine import Engine
from tests.walking import PROCESSES, Walk, open_office


@pytest.mark.parametrize("sop", ["asesmen_jpt", "talent_pool"])
def test_every_state_is_the_logs_state(sqlite_database: Database, home: Path, sop: str) -> None:
    walk = Walk(open_office(sqlite_database, home, PROCESSES, sop), sop, {})
    walk.begin(1)
    seen = 0

    while walk.step():
        hot, cold = _both(walk.engine, walk.case_ids[0])
        assert hot == cold, f"after event {walk.commands}"
        seen += 1

    assert seen > 40


def _both(engine: Engine, case_id: str) -> tuple[tuple[bytes, bytes], tuple[bytes, bytes]]:
    with acting(engine, case_id, ended=True) as work:
        pinned = work.row["calendar"]
        again = engine.environment(pinned), engine.calendar_of(pinned)
        cold = executions.restore(work.connection, case_id, work.definition, *again, version=work.row["version"])
        return (work.execution.dump(), work.clock.dump()), (cold.execution.dump(), cold.clock.dump())
