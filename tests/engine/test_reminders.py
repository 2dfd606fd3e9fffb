"""Reminders: at half and at the end to whoever holds the task, a working day later to whoever their position answers to; each once."""

from __future__ import annotations

import pytest
from sqlalchemy import delete, insert, select, update

from engine import commands
from engine.definitions import deploy
from engine.engine import Engine
from engine.rebuild import rebuild
from engine.reminders import remind
from engine.schema import holdings, notices, positions, tasks
from engine.world import MovedWorld
from tests.engine.office import Office


@pytest.fixture
def case_id(engine: Engine, office: Office) -> str:
    """A licence asked for on Monday, 5 January 2026, 08.00: Ani's draft is due on Monday the 12th. Bram is above her, Umi above him."""
    deploy(engine, engine.processes / "izin")
    with engine.database.transaction() as connection:
        for below, above in (("staf", "kepala"), ("kepala", "umum")):
            here = positions.c.id == f"kantor.{below}"
            connection.execute(update(positions).where(here).values(superior=f"kantor.{above}"))
    return commands.start(engine, office.person("ani"), "izin", {}).case_id


def told(engine: Engine) -> list[tuple[str, str]]:
    """Every reminder so far: kind and person."""
    with engine.database.reading() as connection:
        rows = connection.execute(
            select(notices.c.kind, notices.c.person)
            .where(notices.c.kind.in_(["task.half", "task.full", "task.escalated"]))
            .order_by(notices.c.id)
        )
        return [(row.kind.removeprefix("task."), row.person) for row in rows]


def test_half_then_the_end_then_the_superior(engine: Engine, world: MovedWorld, case_id: str) -> None:
    heard = []
    for _ in range(10):
        remind(engine)
        heard.append(told(engine))
        world.move(days=1)

    days = [len(each) for each in heard]
    # On the mornings of Friday the 9th, Tuesday the 13th and Wednesday the 14th.
    assert days == [0, 0, 0, 0, 1, 1, 1, 1, 2, 3]
    assert heard[-1] == [("half", "ani"), ("full", "ani"), ("escalated", "bram")]


def test_a_reminder_is_sent_once(engine: Engine, world: MovedWorld, case_id: str) -> None:
    world.move(days=4)

    assert [remind(engine) for _ in range(3)] == [1, 0, 0]


def test_after_a_silence_only_the_last_matters(engine: Engine, world: MovedWorld, case_id: str) -> None:
    world.move(days=30)
    remind(engine)

    assert told(engine) == [("full", "ani"), ("escalated", "bram")]


def test_work_that_is_done_reminds_nobody(engine: Engine, office: Office, world: MovedWorld, case_id: str) -> None:
    office.act("ani", case_id, "usul", keputusan="terus")
    world.move(days=4)
    remind(engine)

    assert told(engine) == []


def test_outside_work_reminds_those_who_wait_when_its_time_is_over(
    engine: Engine, office: Office, world: MovedWorld, case_id: str
) -> None:
    office.act("ani", case_id, "usul", keputusan="terus")
    world.move(days=8)
    remind(engine)

    assert told(engine) == [("full", "umi")]


def test_above_a_vacant_position_the_next_one_is_told(engine: Engine, world: MovedWorld, case_id: str) -> None:
    with engine.database.transaction() as connection:
        connection.execute(delete(holdings).where(holdings.c.position == "kantor.kepala"))
    world.move(days=30)
    remind(engine)

    assert ("escalated", "umi") in told(engine)


def test_superiors_in_a_circle_end_somewhere(engine: Engine, world: MovedWorld, case_id: str) -> None:
    with engine.database.transaction() as connection:
        connection.execute(update(positions).where(positions.c.id == "kantor.kepala").values(superior="kantor.kepala"))
        connection.execute(delete(holdings).where(holdings.c.position == "kantor.kepala"))
    world.move(days=30)
    remind(engine)

    assert told(engine) == [("full", "ani")]


def test_only_who_has_it_in_hand_is_reminded(engine: Engine, office: Office, world: MovedWorld, case_id: str) -> None:
    seat = {"position": "kantor.staf", "person": "umi"}
    with engine.database.transaction() as connection:
        since = connection.scalar(select(holdings.c.since).limit(1))
        connection.execute(insert(holdings).values(**seat, since=since))
    commands.claim(engine, office.person("umi"), case_id, "usul")
    world.move(days=4)
    remind(engine)

    assert told(engine) == [("half", "umi")]


def test_a_rebuild_reminds_nobody_again(engine: Engine, world: MovedWorld, case_id: str) -> None:
    world.move(days=30)
    remind(engine)
    before = told(engine)

    rebuild(engine, case_id)

    assert remind(engine) == 0
    assert told(engine) == before


def test_what_is_late_from_the_start_says_so_at_once(
    engine: Engine, office: Office, world: MovedWorld, case_id: str
) -> None:
    world.move(days=20)
    office.act("ani", case_id, "usul", keputusan="terus")
    office.act("umi", case_id, "kampus", keputusan="terus")
    remind(engine)

    assert told(engine) == [("full", "bram"), ("escalated", "umi")]


def test_what_is_not_due_costs_nothing(engine: Engine, office: Office, world: MovedWorld, case_id: str) -> None:
    def cost() -> int:
        with engine.database.counting() as count:
            remind(engine)
        return count.number

    few = cost()
    for _ in range(5):
        commands.start(engine, office.person("ani"), "izin", {})

    assert cost() == few == 1
    with engine.database.reading() as connection:
        assert connection.scalar(select(tasks.c.reminded).where(tasks.c.case_id == case_id)) == 0
