"""The clock of a step: it runs while the office works, rests while somebody outside must act, and starts anew with each visit."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import select, update

from engine import commands, queries
from engine.calendar import national
from engine.clock import Clock, Visits
from engine.commands.acting import acting
from engine.definitions import deploy
from engine.engine import Engine
from engine.queries.rows import StepTimes
from engine.rebuild import rebuild
from engine.schema import cases, snapshots, tasks
from engine.world import JAKARTA, MovedWorld
from tests.engine.office import Office

WHO = {"usul": "ani", "kampus": "umi", "putus": "bram", "arsip": "umi"}


@pytest.fixture
def case_id(engine: Engine, office: Office) -> str:
    """A case of the licence SOP (step 1: five working days, step 2: two), begun on Monday, 5 January 2026."""
    deploy(engine, engine.processes / "izin")
    return commands.start(engine, office.person("ani"), "izin", {}).case_id


def act(office: Office, case_id: str, task: str, decision: str = "terus") -> None:
    office.act(WHO[task.split("~")[0]], case_id, task, keputusan=decision)


def due(engine: Engine, case_id: str, task: str) -> date:
    with engine.database.reading() as connection:
        found = connection.scalar(select(tasks.c.due_at).where(tasks.c.case_id == case_id, tasks.c.id == task))
    assert found is not None
    return found.astimezone(JAKARTA).date()


def times(engine: Engine, office: Office, case_id: str) -> dict[int, StepTimes]:
    return queries.case(engine, office.person("ani"), case_id).times


def took(worked: int, waited: int, standard: int, *, visits: int = 1, running: bool = True) -> StepTimes:
    return StepTimes(worked=worked, waited=waited, standard=standard, visits=visits, running=running)


def test_the_tasks_of_a_step_share_its_time(engine: Engine, office: Office, world: MovedWorld, case_id: str) -> None:
    whole = due(engine, case_id, "usul")
    world.move(days=2)
    act(office, case_id, "usul")
    act(office, case_id, "kampus")

    assert due(engine, case_id, "putus") == whole == date(2026, 1, 12)


def test_the_clock_rests_while_somebody_outside_must_act(
    engine: Engine, office: Office, world: MovedWorld, case_id: str
) -> None:
    world.move(days=2)
    act(office, case_id, "usul")
    world.move(days=14)
    act(office, case_id, "kampus")

    assert due(engine, case_id, "putus") == date(2026, 1, 26)  # three days are left on Wednesday the 21st
    assert times(engine, office, case_id) == {1: took(2, 9, 5)}  # Friday the 16th is Isra Mikraj


def test_the_date_tells_what_was_left_out(engine: Engine, office: Office, world: MovedWorld, case_id: str) -> None:
    act(office, case_id, "usul")
    world.move(days=7)
    act(office, case_id, "kampus")

    told = queries.why(engine, office.person("bram"), case_id, "putus").until

    assert "Waktu baku langkah 1 adalah 5 hari kerja, dihitung sejak hari kerja pertama sesudah Senin, 5" in told
    assert "5 hari kerja menunggu pihak luar tidak dihitung" in told


def test_what_is_used_up_is_late_at_once(engine: Engine, office: Office, world: MovedWorld, case_id: str) -> None:
    world.move(days=9)
    act(office, case_id, "usul")
    act(office, case_id, "kampus")

    assert due(engine, case_id, "putus") == date(2026, 1, 12)


def test_coming_back_to_a_step_is_a_new_visit(engine: Engine, office: Office, world: MovedWorld, case_id: str) -> None:
    for task in ("usul", "kampus", "putus"):
        world.move(days=1)
        act(office, case_id, task)
    act(office, case_id, "arsip", "kembali")

    assert due(engine, case_id, "usul~2") == date(2026, 1, 15)
    assert times(engine, office, case_id)[1] == took(2, 1, 5, visits=2)
    assert not times(engine, office, case_id)[2].running


def test_doing_a_step_again_before_leaving_it_is_the_same_visit(
    engine: Engine, office: Office, world: MovedWorld, case_id: str
) -> None:
    world.move(days=1)
    for task in ("usul", "kampus"):
        act(office, case_id, task)
    act(office, case_id, "putus", "kembali")

    assert due(engine, case_id, "usul~2") == date(2026, 1, 12)


def test_the_times_stand_still_when_the_case_is_over(
    engine: Engine, office: Office, world: MovedWorld, case_id: str
) -> None:
    world.move(days=1)
    for task in ("usul", "kampus", "putus", "arsip"):
        act(office, case_id, task)
    ended = times(engine, office, case_id)
    world.move(days=30)

    assert times(engine, office, case_id) == ended == {
        1: took(1, 0, 5, running=False),
        2: took(0, 0, 2, running=False),
    }  # fmt: skip


def test_a_cancelled_case_stops_its_clock(engine: Engine, office: Office, world: MovedWorld, case_id: str) -> None:
    world.move(days=1)
    commands.cancel(engine, office.person("bram"), case_id, "Ditarik pemohon.")
    world.move(days=3)

    assert times(engine, office, case_id) == {1: took(1, 0, 5, running=False)}


def test_the_log_alone_gives_the_same_times(engine: Engine, office: Office, world: MovedWorld, case_id: str) -> None:
    for task in ("usul", "kampus", "putus"):
        world.move(days=2)
        act(office, case_id, task)
    before = projections(engine, case_id)
    with engine.database.transaction() as connection:
        connection.execute(update(cases).values(times=None))

    rebuild(engine, case_id)

    assert projections(engine, case_id) == before


def test_a_snapshot_without_a_clock_is_not_believed(
    engine: Engine, office: Office, world: MovedWorld, case_id: str
) -> None:
    for round_ in range(1, 20):
        turn = "" if round_ == 1 else f"~{round_}"
        world.move(days=1)
        act(office, case_id, f"usul{turn}")
        act(office, case_id, f"kampus{turn}")
        act(office, case_id, f"putus{turn}", "kembali")
    clock = clock_of(engine, case_id)
    with engine.database.transaction() as connection:
        assert connection.execute(update(snapshots).values(clock=None)).rowcount == 1
    engine.executions.clear()

    assert clock_of(engine, case_id) == clock
    assert Clock.load(clock).dump() == clock


DAY = national().closing(date(2026, 1, 5))


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(st.sampled_from(["in", "out"]), st.integers(0, 9)), min_size=1, max_size=8))
def test_working_and_waiting_are_all_the_days_there_were(waits: list[tuple[str, int]]) -> None:
    calendar, visits, now = national(), Visits(), DAY
    for kind, days in waits:
        visits.inside, visits.outside = int(kind == "in"), int(kind == "out")
        visits.settle(calendar, now)
        now += timedelta(days=days)
    visits.inside = visits.outside = 0
    visits.settle(calendar, now)

    worked, waited = visits.so_far(calendar, now)

    assert worked + waited == calendar.workdays_between(DAY, now)
    assert (worked == 0) >= all(kind == "out" for kind, _ in waits)


def projections(engine: Engine, case_id: str) -> list[Any]:
    with engine.database.reading() as connection:
        rows = connection.execute(select(tasks).where(tasks.c.case_id == case_id).order_by(tasks.c.id)).all()
        return [*rows, connection.scalar(select(cases.c.times).where(cases.c.id == case_id))]


def clock_of(engine: Engine, case_id: str) -> bytes:
    with acting(engine, case_id) as work:
        return work.clock.dump()
