"""`alur simulate` and `alur verify` as an operator runs them: processes of their own, another hash seed, workers killed on the way."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import threading
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[2]


def alur(home: Path, url: str, *words: str, seed: str = "0") -> dict[str, Any]:
    """Run a command that prints JSON; gives it. Its exit status must be 0."""
    environment = os.environ | {"ALUR_HOME": str(home), "ALUR_DATABASE_URL": url, "PYTHONHASHSEED": seed}
    command = [sys.executable, "-m", "portal.cli", *words, "--json"]
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False, timeout=540)
    assert done.returncode == 0, done.stdout[-2000:] + done.stderr[-3000:]
    content: dict[str, Any] = json.loads(done.stdout)
    return content


@pytest.mark.acceptance
@pytest.mark.parametrize(("sop", "steps"), [("asesmen_jpt", 25), ("talent_pool", 15)])
def test_simulated_cases_end_and_verify_in_a_new_process(database_url: str, home: Path, sop: str, steps: int) -> None:
    told = alur(home, database_url, "simulate", sop, "--cases", "3", "--seed", "3", seed="1")
    verdict = alur(home, database_url, "verify", "--all", seed="2")

    assert (told["incidents"], told["open"], sum(told["endings"].values())) == (0, 0, 3)
    assert set(told["steps"]) <= {str(step) for step in range(1, steps + 1)}
    assert verdict["differences"] == []
    assert verdict["cases"] == 3


@pytest.mark.acceptance
def test_an_office_can_be_simulated_twice(sqlite_url: str, home: Path) -> None:
    for _ in range(2):
        told = alur(home, sqlite_url, "simulate", "asesmen_jpt", "--cases", "1", "--seed", "1")
        assert (told["incidents"], told["open"], told["cases"]) == (0, 0, 1)

    assert alur(home, sqlite_url, "verify", "--all")["cases"] == 2


@pytest.mark.acceptance
def test_the_same_seed_walks_the_same_paths(tmp_path: Path, sqlite_url: str, home: Path) -> None:
    here = alur(home, sqlite_url, "simulate", "asesmen_jpt", "--cases", "2", "--seed", "5", seed="1")
    there = alur(tmp_path / "other", "", "simulate", "asesmen_jpt", "--cases", "2", "--seed", "5", seed="2")

    timing = {"commands_per_second"}
    assert {key: here[key] for key in here.keys() - timing} == {key: there[key] for key in there.keys() - timing}


@pytest.mark.acceptance
@pytest.mark.postgres
def test_workers_killed_on_the_way_change_nothing(postgresql_url: str, home: Path) -> None:
    over = threading.Event()
    killed: list[int] = []
    hunter = threading.Thread(target=_kill_some, args=(home, over, killed))
    hunter.start()

    try:
        told = alur(home, postgresql_url, "simulate", "asesmen_jpt", "--cases", "2", "--seed", "2", "--workers", "2")
    finally:
        over.set()
        hunter.join(timeout=30)
    verdict = alur(home, postgresql_url, "verify", "--all", seed="9")

    assert killed
    assert (told["incidents"], told["open"]) == (0, 0)
    assert verdict["differences"] == []


def _kill_some(home: Path, over: threading.Event, killed: list[int]) -> None:
    """kill -9 two of the simulation's workers, found by the clock file that only they are given."""
    while not over.wait(4) and len(killed) < 2:
        for process in Path("/proc").glob("[0-9]*"):
            try:
                environment = (process / "environ").read_bytes()
            except OSError:
                continue
            if f"ALUR_CLOCK={home / 'clock'}".encode() in environment and int(process.name) not in killed:
                os.kill(int(process.name), signal.SIGKILL)
                killed.append(int(process.name))
                break
