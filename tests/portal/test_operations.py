"""The operator's desk: health in words, jobs that can be tried again, and a journal that auditors read."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest

from engine import health, jobs
from engine import journal as journals
from engine.engine import Engine
from engine.jobs import jobs_of
from engine.world import MovedWorld
from tests.portal.visitors import Visitor

Visit = Callable[[str | None], Visitor]


def state(engine: Engine, key: str) -> str:
    return next(check.state for check in health.examine(engine) if check.key == key)


def test_the_clock_is_well_while_it_ticks_and_bad_once_it_stops(engine: Engine, world: MovedWorld) -> None:
    never = state(engine, "tick")
    health.beat(engine, "tick")
    ticking = state(engine, "tick")
    world.move_to(world.now() + timedelta(minutes=5))

    assert (never, ticking, state(engine, "tick")) == ("warn", "good", "bad")


def test_every_check_that_is_not_good_says_what_to_do(engine: Engine) -> None:
    checks = health.examine(engine)

    assert {check.key for check in checks} >= {"database", "migrations", "worker", "tick", "timers", "disk", "calendar"}
    assert all(check.remedy for check in checks if check.state != "good")
    assert state(engine, "migrations") == "good"


def test_a_lost_database_is_a_finding_not_a_crash(engine: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    def away() -> None:
        raise OSError("gone")

    monkeypatch.setattr(engine.database, "reading", away)

    assert state(engine, "database") == "bad"
    assert not health.alive(engine)


def test_a_load_balancer_learns_one_word(visit: Visit) -> None:
    answer = visit(None).client.get("/healthz")

    assert (answer.status_code, answer.text) == (200, "ok\n")


def test_a_waiting_job_can_be_cancelled_once(visit: Visit, engine: Engine) -> None:
    with engine.database.transaction() as connection:
        job = jobs.defer(connection, "run_service", case_id="x", task_id="y", attempt=1)
    oka = visit("oka")
    token = oka.get("/operasi").hidden(f"/operasi/pekerjaan/{job}/batal")

    first = oka.post(f"/operasi/pekerjaan/{job}/batal", **token)
    again = oka.post(f"/operasi/pekerjaan/{job}/batal", **token)

    assert (first.status, again.status) == (303, 404)
    assert [row.id for row in jobs_of(engine.database).listed(status="todo") if row.id == job] == []


def test_the_journal_is_read_newest_first_and_by_kind(visit: Visit, engine: Engine) -> None:
    with engine.database.transaction() as connection:
        for n in range(60):
            act = "link:made" if n % 2 else "export:taken"
            journals.record(connection, at=engine.world.now(), person="ani", act=act, subject=f"s{n}", about={"n": n})

    page = visit("audi").get("/jurnal")
    older = visit("audi").get("/jurnal?sebelum=11")
    links = visit("audi").get("/jurnal?tindakan=link:made")

    assert page.all("//li[starts-with(@id,'catatan-')]/@id")[:2] == ["catatan-60", "catatan-59"]
    assert older.all("//li[starts-with(@id,'catatan-')]/@id") == [f"catatan-{n}" for n in range(10, 0, -1)]
    assert len(links.all("//li[starts-with(@id,'catatan-')]/@id")) == 30


def test_health_is_told_in_english_to_who_chose_it(visit: Callable[[str | None], Visitor]) -> None:
    oka = visit("oka")
    oka.send(oka.get("/saya"), "/bahasa", bahasa="en")

    page = oka.get("/operasi")

    assert "Database good" in page.text
    assert "None is running." in page.text
    assert "Run `alur worker`" in page.text
    assert page.all("//*[@data-check][.//*[@lang='id']]") == []
