"""Workers run what was deferred: at least once, never two at a time, and never lost with a dead process."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
from collections import Counter
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from engine.jobs import Retry, retry_stalled
from engine.jobs import worker as worker_module
from engine.world import MovedWorld
from tests.jobs.office import PATIENCE, Office


class Desk:
    """Counts what arrives and says when enough has."""

    def __init__(self, enough: int) -> None:
        self.arrived: list[Any] = []
        self._enough, self._lock, self.full = enough, threading.Lock(), threading.Event()

    def receive(self, engine: Office, n: int = 0) -> None:
        with self._lock:
            self.arrived.append(n)
            if len(self.arrived) >= self._enough:
                self.full.set()


def test_two_workers_run_every_job_once(office: Office) -> None:
    desk = Desk(enough=500)
    office.registry.job(name="kirim")(desk.receive)
    with office.database.transaction() as connection:
        for n in range(500):
            office.jobs.defer(connection, "kirim", n=n)

    with office.working(workers=2, concurrency=2):
        assert desk.full.wait(PATIENCE)

    assert set(Counter(desk.arrived).values()) == {1}
    assert sorted(desk.arrived) == list(range(500))
    assert office.jobs.listed() == []


def test_jobs_of_one_lock_run_one_after_the_other_without_waiting_for_a_poll(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(worker_module, "POLL", 10 * PATIENCE)
    desk, inside, met = Desk(enough=30), threading.Lock(), []

    def kirim(engine: Office, n: int) -> None:
        met.append(inside.acquire(blocking=False))
        desk.receive(engine, n)
        inside.release()

    office.registry.job(name="kirim")(kirim)
    for n in range(30):
        office.put(lock="perkara", n=n)

    with office.working(workers=2, concurrency=4):
        assert desk.full.wait(PATIENCE)

    assert all(met)
    assert desk.arrived == list(range(30))


def test_a_commit_wakes_the_worker(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(worker_module, "POLL", 10 * PATIENCE)
    for_all = [threading.Event() for _ in range(5)]
    office.registry.job(name="kirim")(lambda engine, n: for_all[n].set())

    with office.working():
        for n, done in enumerate(for_all):
            office.put(n=n)
            assert done.wait(PATIENCE / 4)
            office.settle()  # the end of a job has the worker look again: only a worker at rest needs the bell


def test_a_worker_tells_what_is_due_by_the_worlds_clock(office: Office) -> None:
    desk, world = Desk(enough=1), MovedWorld(moment=datetime(2040, 1, 1, tzinfo=UTC))
    office.world = world
    office.registry.job(name="kirim")(desk.receive)
    office.put(n=1, schedule_at=world.now() + timedelta(days=14))
    office.put(n=2, schedule_at=world.now() - timedelta(days=14))

    with office.working():
        assert desk.full.wait(PATIENCE)

    assert desk.arrived == [2]
    assert [job.task_kwargs for job in office.jobs.listed()] == [{"n": 1}]


def test_a_failing_job_is_tried_again_and_then_given_up(office: Office) -> None:
    given_up, tries = threading.Event(), []
    told: list[Any] = []

    @office.registry.job(name="kirim", retry=Retry(attempts=3, wait=0))
    def kirim(engine: Office, case_id: str) -> None:
        tries.append(case_id)
        raise ValueError("kotak pos penuh")

    @office.registry.on_give_up
    def note(engine: Office, name: str, ids: dict[str, Any], error: BaseException) -> None:
        told.append((engine is office, name, ids, repr(error)))
        given_up.set()

    office.put(case_id="a1")
    with office.working():
        assert given_up.wait(PATIENCE)

    assert tries == ["a1"] * 3
    assert told == [(True, "kirim", {"case_id": "a1"}, "ValueError('kotak pos penuh')")]
    assert [(job.status, job.attempts) for job in office.jobs.listed()] == [("failed", 3)]


def test_a_give_up_hook_that_fails_does_not_stop_the_worker(office: Office, caplog: pytest.LogCaptureFixture) -> None:
    desk = Desk(enough=1)
    office.registry.job(name="gagal")(lambda engine: 1 / 0)
    office.registry.job(name="kirim")(desk.receive)
    office.registry.on_give_up(lambda *_: [][0])

    office.put("gagal")
    office.put("kirim")
    with office.working(concurrency=1):
        assert desk.full.wait(PATIENCE)

    assert "give-up hook of job gagal failed" in caplog.text


def test_a_periodic_job_runs_by_itself(office: Office) -> None:
    desk = Desk(enough=1)
    office.registry.job(name="tick", every="* * * * * *")(lambda engine: desk.receive(engine))

    with office.working():
        assert desk.full.wait(PATIENCE)


def test_a_worker_that_stumbles_begins_again(
    office: Office, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    desk, stumbled = Desk(enough=1), threading.Event()
    office.registry.job(name="kirim")(desk.receive)

    def look(engine: Office, **options: Any) -> int:
        if not stumbled.is_set():
            stumbled.set()
            raise ConnectionError("the database is away")
        return retry_stalled(engine, **options)

    monkeypatch.setattr(worker_module, "retry_stalled", look)
    with office.working():
        assert stumbled.wait(PATIENCE)
        office.put()
        assert desk.full.wait(PATIENCE)

    assert "It begins again" in caplog.text or "it begins again" in caplog.text


def test_jobs_that_wait_survive_a_stopped_worker(office: Office) -> None:
    first, go, second = threading.Event(), threading.Event(), Desk(enough=1)

    def slow(engine: Office) -> None:
        first.set()
        assert go.wait(PATIENCE)

    office.registry.job(name="lambat")(slow)
    office.registry.job(name="kirim")(second.receive)
    office.put("lambat")
    with office.working(concurrency=1):
        assert first.wait(PATIENCE)
        office.put("kirim")
        go.set()

    with office.working():
        assert second.full.wait(PATIENCE)
    assert office.jobs.listed() == []


def test_the_job_of_a_killed_process_runs_again(office: Office, database_url: str) -> None:
    desk = Desk(enough=1)
    office.registry.job(name="kirim")(desk.receive)
    office.put(n=7)
    script = Path(__file__).with_name("dying_worker.py")
    process = subprocess.Popen([sys.executable, str(script), database_url], stdout=subprocess.PIPE, cwd=Path.cwd())
    with process:
        assert process.stdout is not None
        assert process.stdout.readline() == b"running 7\n"
        os.kill(process.pid, signal.SIGKILL)

    assert [job.status for job in office.jobs.listed()] == ["doing"]
    with office.working(heartbeat=0.2, dead_after=1.0):
        assert desk.full.wait(PATIENCE)

    assert desk.arrived == [7]
    assert office.jobs.listed() == []


def test_a_job_that_kills_its_worker_every_time_is_given_up(office: Office) -> None:
    told: list[str] = []
    office.registry.job(name="kirim")(lambda engine: None)
    office.registry.on_give_up(lambda engine, name, ids, error: told.append(type(error).__name__))
    job = office.put()
    assert job is not None

    retried = 0
    for _ in range(3):
        worker = office.worker()
        assert office.take(worker) == job
        office.ask("unregister_worker", worker_id=worker)
        retried += retry_stalled(office)

    assert retried == 2
    assert told == ["JobDied"]
    assert office.status(job) == "failed"
