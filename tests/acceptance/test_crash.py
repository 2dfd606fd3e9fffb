"""kill -9 at any moment loses no acknowledged command and doubles none."""

from __future__ import annotations

import random
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest
from sqlalchemy import select

from engine import jobs
from engine.engine import Engine
from engine.schema import cases, events, numbers, service_jobs, tasks
from engine.verify import verify_all
from tests.acceptance.walker import SOPS

KILLS = 6
ROOT = Path(__file__).parents[2]


@pytest.mark.acceptance
def test_killed_workers_lose_nothing_and_double_nothing(engine: Engine, database_url: str, home: Path) -> None:
    acknowledged: set[tuple[str, int]] = set()
    rng = random.Random(4)

    for round_ in range(KILLS):
        acknowledged |= _work_until_killed(home, database_url, f"r{round_}", lines=rng.randrange(3, 40))

    engine.executions.clear()
    with engine.database.reading() as connection:
        written = {(row.case_id, row.seq) for row in connection.execute(select(events.c.case_id, events.c.seq))}
        completed = Counter(
            (row.case_id, row.task)
            for row in connection.execute(
                select(events.c.case_id, events.c.task).where(events.c.kind == "task:completed")
            )
        )
        ordinals = list(connection.scalars(select(numbers.c.ordinal).order_by(numbers.c.ordinal)))
    assert acknowledged and acknowledged <= written
    assert set(completed.values()) == {1}
    assert ordinals == list(range(1, len(ordinals) + 1))
    verdict = verify_all(engine)
    assert verdict.differences == []
    assert verdict.events == len(written)


@pytest.mark.acceptance
def test_the_jobs_of_a_killed_worker_are_run_by_the_next(engine: Engine, database_url: str, home: Path) -> None:
    _work_until_killed(home, database_url, "j", lines=24)

    jobs.retry_stalled(engine, dead_after=0)
    jobs.run_pending(engine)

    with engine.database.reading() as connection:
        assert connection.execute(select(service_jobs)).all() == []
        open_now = set(connection.scalars(select(tasks.c.element).where(tasks.c.state == "open")))
        assert connection.scalar(select(cases.c.id).limit(1)) is not None
    assert open_now <= {"susun", "periksa", "nomori", "jawaban"}


def _work_until_killed(home: Path, url: str, seed: str, *, lines: int) -> set[tuple[str, int]]:
    """Let a walker work until it has acknowledged so many commands, then kill it in the middle of the next."""
    command = [sys.executable, "-m", "tests.acceptance.walker", str(home), url, seed]
    seen: set[tuple[str, int]] = set()
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        for line in process.stdout:
            case_id, seq = line.split()
            seen.add((case_id, int(seq)))
            if len(seen) >= lines:
                process.kill()
                break
        rest = process.stdout.read()
    for line in rest.splitlines():
        if len(parts := line.split()) == 2:
            seen.add((parts[0], int(parts[1])))
    return seen


assert SOPS.is_dir()
