"""Without a worker, `run_pending` runs what is due by the world's clock."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from engine.database import Database
from engine.jobs import JobRegisteredTwice, Registry, Retry, run_pending
from engine.world import MovedWorld
from tests.jobs.office import Office


@pytest.fixture
def world() -> MovedWorld:
    return MovedWorld()


@pytest.fixture
def office(database: Database, world: MovedWorld) -> Office:
    return Office(database, world)


def test_everything_due_runs_once_also_what_the_jobs_defer(office: Office) -> None:
    ran: list[int] = []

    @office.registry.job(name="kirim")
    def kirim(engine: Office, n: int) -> None:
        ran.append(n)
        if n > 0:
            engine.put("kirim", n=n - 1)

    office.put(n=2)
    office.put(n=0)

    assert run_pending(office) == 4
    assert ran == [2, 0, 1, 0]
    assert run_pending(office) == 0
    assert office.jobs.listed() == []


def test_a_scheduled_job_runs_when_the_clock_has_been_moved(office: Office, world: MovedWorld) -> None:
    ran: list[str] = []
    office.registry.job(name="ingatkan")(lambda engine: ran.append(str(engine.world.now().date())))
    office.put("ingatkan", schedule_at=world.now() + timedelta(days=14))

    assert run_pending(office) == 0
    world.move(days=14)

    assert run_pending(office) == 1
    assert ran == ["2026-01-19"]


def test_a_failed_job_waits_by_the_worlds_clock_longer_each_time(office: Office, world: MovedWorld) -> None:
    told: list[Any] = []
    office.registry.job(name="kirim", retry=Retry(attempts=3, wait=60, factor=10))(lambda engine, n: 1 / 0)
    office.registry.on_give_up(lambda engine, name, ids, error: told.append((name, ids, type(error))))
    office.put(n=1)

    runs = []
    for seconds in (0, 59, 1, 599, 1, 10_000):
        world.move(seconds=seconds)
        runs.append(run_pending(office))

    assert runs == [1, 0, 1, 0, 1, 0]
    assert told == [("kirim", {"n": 1}, ZeroDivisionError)]
    assert [(job.status, job.attempts) for job in office.jobs.listed()] == [("failed", 3)]


def test_an_error_that_no_second_try_can_mend_is_final(office: Office) -> None:
    office.registry.job(name="kirim", retry=Retry(attempts=9, never=(KeyError,)))(lambda engine: {}["x"])
    job = office.put()
    assert job is not None

    run_pending(office)

    assert office.status(job) == "failed"


def test_a_failed_job_can_be_run_again_by_an_operator(office: Office, world: MovedWorld) -> None:
    box = {"full": True}

    @office.registry.job(name="kirim")
    def kirim(engine: Office) -> None:
        assert not box["full"]

    job = office.put()
    assert job is not None
    run_pending(office)
    box["full"] = False
    office.jobs.retry(job, world.now())

    assert run_pending(office) == 1
    assert office.jobs.listed() == []


def test_a_job_of_another_version_is_an_incident_not_a_crash(office: Office) -> None:
    told: list[str] = []
    office.registry.on_give_up(lambda engine, name, ids, error: told.append(f"{name}: {type(error).__name__}"))
    office.put("dari_masa_depan")

    assert run_pending(office) == 1
    assert told == ["dari_masa_depan: JobUnknown"]
    assert [job.status for job in office.jobs.listed()] == ["failed"]


def test_at_most_so_many_run(office: Office) -> None:
    office.registry.job(name="kirim")(lambda engine: None)
    for _ in range(3):
        office.put()

    assert [run_pending(office, at_most=2), run_pending(office, at_most=2)] == [2, 1]


def test_a_cancelled_job_does_not_run(office: Office) -> None:
    job = office.put()
    assert job is not None
    office.jobs.cancel(job)

    assert run_pending(office) == 0


def test_the_jobs_of_a_process_that_died_run_again(office: Office) -> None:
    ran: list[int] = []
    office.registry.job(name="kirim")(lambda engine, n: ran.append(n))
    dead = office.worker()
    job = office.put(n=1)
    assert office.take(dead) == job
    office.ask("unregister_worker", worker_id=dead)

    assert run_pending(office) == 1
    assert ran == [1]


def test_two_jobs_of_one_name_are_refused() -> None:
    registry = Registry()
    registry.job(name="kirim")(lambda engine: None)

    with pytest.raises(JobRegisteredTwice, match="kirim"):
        registry.job(name="kirim")(lambda engine: None)
