"""Who oversees what follows from superiors, seats and roles; open work adds up whichever way it is cut."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from sqlalchemy import func, insert, select, update

from engine.engine import Engine
from engine.errors import NotAllowed
from engine.people import Actor
from engine.queries import overview
from engine.queries.inbox import OPEN
from engine.queries.oversight import oversees, oversight
from engine.queries.overview import Narrowed
from engine.schema import mandates, positions, tasks
from engine.world import MovedWorld
from tests.engine.office import Office

PERIOD = Narrowed(since="2026-01", until="2026-12")


def auditor(person: Actor) -> Actor:
    return replace(person, roles=frozenset({"auditor"}), seats=())


def test_a_head_oversees_his_unit_and_nobody_else_anything(engine: Engine, office: Office) -> None:
    bram = oversight(engine, office.person("bram"))

    assert (set(bram.units), set(bram.sops), bram.everything) == ({"kantor"}, {"cuti"}, False)
    assert set(bram.posts) == {"kantor.staf", "kantor.kepala", "kantor.umum"}
    for name in ("ani", "umi", "citra"):
        assert not oversees(engine, office.person(name))
        with pytest.raises(NotAllowed):
            oversight(engine, office.person(name))


def test_a_head_is_known_by_who_reports_to_him_not_by_his_title(engine: Engine, office: Office) -> None:
    with engine.database.transaction() as connection:
        connection.execute(update(positions).where(positions.c.id == "kantor.kepala").values(superior="kantor.umum"))
        connection.execute(update(positions).where(positions.c.id == "kantor.umum").values(superior="luar.staf"))

    umi, bram = oversight(engine, office.person("umi")), oversight(engine, office.person("bram"))
    assert (umi.whole, set(umi.posts)) == ({"kantor"}, {"kantor.staf", "kantor.kepala", "kantor.umum"})
    assert (bram.whole, set(bram.posts)) == (set(), {"kantor.staf", "kantor.kepala"})


def test_a_head_of_a_part_oversees_his_position_and_all_below_it(engine: Engine, office: Office) -> None:
    rows = [
        {"id": "kantor.arsip", "title": "Arsip", "unit": "kantor", "superior": "kantor.umum"},
        {"id": "kantor.gudang", "title": "Gudang", "unit": "kantor", "superior": "kantor.arsip"},
        {"id": "luar.cabang", "title": "Cabang", "unit": "luar", "superior": "kantor.gudang"},
    ]
    with engine.database.transaction() as connection:
        connection.execute(insert(positions), rows)

    umi, bram = oversight(engine, office.person("umi")), oversight(engine, office.person("bram"))

    assert set(umi.posts) == {"kantor.umum", "kantor.arsip", "kantor.gudang"}
    assert (umi.everything, umi.whole, umi.sops, set(umi.units)) == (False, frozenset(), {}, {"kantor"})
    assert umi.parts == {"kantor.umum": "Umum"}
    assert umi.of_unit("kantor") == umi
    assert (bram.whole, bram.parts, "kantor.gudang" in bram.posts, "luar.cabang" in bram.posts) == (
        {"kantor"},
        {},
        True,
        False,
    )
    assert not oversees(engine, office.person("ani"))


def test_positions_that_report_in_a_circle_are_told_once(engine: Engine, office: Office) -> None:
    with engine.database.transaction() as connection:
        connection.execute(update(positions).where(positions.c.id == "kantor.kepala").values(superior="kantor.umum"))

    assert set(oversight(engine, office.person("umi")).posts) == {"kantor.staf", "kantor.kepala", "kantor.umum"}


def test_a_part_counts_its_own_work_and_no_other(engine: Engine, office: Office) -> None:
    with engine.database.transaction() as connection:
        connection.execute(update(positions).where(positions.c.id == "kantor.staf").values(superior="kantor.umum"))
    for element in ("susun", "periksa", "nomori"):
        office.reach(office.start(), element)

    scope = oversight(engine, office.person("umi"))

    assert {row.position for row in overview.open_work(engine, scope, PERIOD)} == {"kantor.staf", "kantor.umum"}
    assert overview.running(engine, scope, PERIOD) == 0


def test_a_plh_oversees_while_the_mandate_lasts(engine: Engine, office: Office, world: MovedWorld) -> None:
    row = {"id": "m", "position": "kantor.kepala", "person": "citra", "form": "plh", "letter": "800/1"}
    with engine.database.transaction() as connection:
        until = date(2026, 1, 6)
        connection.execute(insert(mandates).values(**row, since=date(2026, 1, 5), until=until, withheld=""))

    during = oversees(engine, office.person("citra"))
    world.move(days=2)

    assert (during, oversees(engine, office.person("citra"))) == (True, False)


def test_an_auditor_sees_everything_an_operator_no_people(engine: Engine, office: Office) -> None:
    citra = office.person("citra")

    audit = oversight(engine, auditor(citra))
    operator = oversight(engine, replace(citra, roles=frozenset({"operator"}), seats=()))

    assert (audit.everything, audit.people) == (True, True)
    assert (operator.everything, operator.people) == (True, False)
    assert overview.in_hand(engine, operator, PERIOD) == {}


def test_the_positions_add_up_to_all_open_work(engine: Engine, office: Office) -> None:
    for element in ("susun", "periksa", "periksa", "nomori", "jawaban"):
        office.reach(office.start(), element)

    work = overview.open_work(engine, oversight(engine, auditor(office.person("citra"))), PERIOD)
    mine = overview.open_work(engine, oversight(engine, office.person("bram")), PERIOD)

    with engine.database.reading() as connection:
        whole = connection.scalar(select(func.count()).select_from(tasks).where(OPEN))
    assert sum(row.number for row in work) == whole
    assert sorted(map(str, mine)) == sorted(map(str, work))
    assert {row.step for row in work if row.external} == {3}


def test_the_overview_opens_before_a_year_without_a_decree(engine: Engine, office: Office, world: MovedWorld) -> None:
    office.start()
    world.move_to(datetime(2027, 12, 30, 3, 0, tzinfo=UTC))

    (row,) = overview.open_work(engine, oversight(engine, auditor(office.person("citra"))), PERIOD)

    assert row.number == 1


def test_late_tasks_come_latest_first_with_their_working_days(
    engine: Engine, office: Office, world: MovedWorld
) -> None:
    ids = [office.start() for _ in range(3)]
    due = [engine.calendar.add_workdays(world.now(), days) for days in (2, 1, 30)]
    with engine.database.transaction() as connection:
        for case_id, moment in zip(ids, due, strict=True):
            connection.execute(update(tasks).where(tasks.c.case_id == case_id).values(due_at=moment))
    world.move(days=7)  # Monday a week later: Wednesday's task is three days late, Tuesday's four
    citra = auditor(office.person("citra"))
    scope = oversight(engine, citra)
    work = overview.open_work(engine, scope, PERIOD)

    late = overview.late_tasks(engine, citra, scope, PERIOD, work, external=False)

    assert [(row.case_id, row.days) for row in late] == [(ids[1], 4), (ids[0], 3)]
    assert sum(row.late for row in work) == 2
    assert overview.late_tasks(engine, citra, scope, PERIOD, work, external=False, limit=1) == late[:1]
    assert overview.late_tasks(engine, citra, scope, PERIOD, work, external=True) == []


def test_a_late_task_of_a_case_that_one_may_not_open_keeps_its_title(
    engine: Engine, office: Office, world: MovedWorld
) -> None:
    case_id = office.start()
    with engine.database.transaction() as connection:
        due = engine.calendar.add_workdays(world.now(), 1)
        moved = {"position": "luar.bawahan", "due_at": due}
        connection.execute(update(tasks).where(tasks.c.case_id == case_id).values(**moved))
        rows = [{"id": "luar.bawahan", "title": "Bawahan", "unit": "luar", "superior": "luar.staf"}]
        connection.execute(insert(positions), rows)
    world.move(days=7)
    citra = office.person("citra")
    scope = oversight(engine, citra)

    (late,) = overview.late_tasks(
        engine, citra, scope, PERIOD, overview.open_work(engine, scope, PERIOD), external=False
    )

    assert (late.title, late.readable, late.days) == (None, False, 4)
