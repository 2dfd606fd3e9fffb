"""The monthly tallies say what the tables say, however often and in whatever order they are counted."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import Table, func, select, update

from engine import jobs, tallies
from engine.database import Database
from engine.engine import Engine
from engine.jobs.registry import registry
from engine.rebuild import rebuild_all
from engine.schema import cases, tally_cases, tally_done, tally_months, tally_steps, tasks
from engine.visits import Piece, Workdays, visits
from engine.world import MovedWorld
from tests.engine.office import Office
from tests.walking import PROCESSES, open_office, walk

ALL = (tally_steps, tally_done, tally_cases, tally_months)


def rows(engine: Engine, table: Table) -> list[tuple[Any, ...]]:
    with engine.database.reading() as connection:
        return sorted(tuple(row) for row in connection.execute(select(table)))


def leave(office: Office, world: MovedWorld, *, days: int) -> str:
    """A leave case to its end, every task a few days after the one before."""
    case_id = office.start()
    for name, task, given in (
        ("ani", "susun", {"isi": "Mohon cuti."}),
        ("bram", "periksa", {"keputusan": "setuju"}),
    ):
        world.move(days=days)
        office.act(name, case_id, task, **given)
    return case_id


def test_completed_tasks_and_cases_are_each_counted_once(engine: Engine, office: Office, world: MovedWorld) -> None:
    for days in (1, 2, 30):
        leave(office, world, days=days)

    tallies.count(engine)

    with engine.database.reading() as connection:
        done = connection.scalar(select(func.count()).select_from(tasks).where(tasks.c.state == "completed"))
        started = connection.scalar(select(func.count()).select_from(cases))
    assert sum(row[-1] for row in rows(engine, tally_done)) == done
    assert sum(row[-1] for row in rows(engine, tally_cases) if row[2] == tallies.STARTED) == started


def test_counting_again_changes_nothing_and_sealed_months_are_left(
    engine: Engine, office: Office, world: MovedWorld
) -> None:
    leave(office, world, days=20)
    tallies.count(engine)
    before = [rows(engine, table) for table in ALL]

    again = tallies.count(engine)

    assert again == ["2026-02"]
    assert [rows(engine, table) for table in ALL] == before
    assert [(month, sealed) for month, _at, sealed in rows(engine, tally_months)] == [
        ("2026-01", True),
        ("2026-02", False),
    ]


def test_what_commits_late_is_counted_before_its_month_is_sealed(
    engine: Engine, office: Office, world: MovedWorld
) -> None:
    case_id = office.start()
    world.move_to(datetime(2026, 1, 31, 10, 0, tzinfo=UTC))
    tallies.count(engine)
    office.act("ani", case_id, "susun", isi="Mohon cuti.")
    world.move_to(datetime(2026, 2, 1, 12, 0, tzinfo=UTC))

    tallies.count(engine)
    early = rows(engine, tally_months)
    world.move(days=1)
    tallies.count(engine)

    assert [sealed for _month, _at, sealed in early] == [False, False]
    assert [sealed for _month, _at, sealed in rows(engine, tally_months)] == [True, False]
    assert [row[-1] for row in rows(engine, tally_done) if row[0] == "2026-01"] == [1]


def test_a_count_that_looked_earlier_does_not_undo_a_later_one(
    engine: Engine, office: Office, world: MovedWorld
) -> None:
    leave(office, world, days=1)
    tallies.count(engine)
    after = rows(engine, tally_done)

    with world.at(world.now() - timedelta(days=1)):
        written = tallies.count(engine)

    assert written == []
    assert rows(engine, tally_done) == after


def test_the_worker_counts_by_itself(engine: Engine, office: Office) -> None:
    office.start()
    kind = registry.kind("count_tallies")

    kind.function(engine)

    assert kind.every == "*/5 * * * *"
    assert [row[2] for row in rows(engine, tally_cases)] == [tallies.STARTED]


def test_a_rebuild_counts_everything_anew(engine: Engine, office: Office, world: MovedWorld) -> None:
    leave(office, world, days=20)
    tallies.count(engine)
    before = [rows(engine, table) for table in (tally_steps, tally_done, tally_cases)]
    with engine.database.transaction() as connection:
        connection.execute(update(tally_steps).values(number=99))

    rebuild_all(engine)

    assert [rows(engine, table) for table in (tally_steps, tally_done, tally_cases)] == before


def test_waiting_for_somebody_outside_is_counted_apart(engine: Engine, office: Office, world: MovedWorld) -> None:
    case_id = office.start()
    office.reach(case_id, "nomori")
    world.move(days=1)  # Tuesday: one working day at work
    office.act("umi", case_id, "nomori", agenda="1")
    jobs.run_pending(engine)
    world.move(days=2)  # Thursday: two working days of waiting
    for task in office.open(case_id):
        office.act("umi", case_id, task, **({"agenda": "2"} if task == "beli_kertas" else {"keputusan": "ya"}))

    tallies.count(engine)

    third = {(row[4], row[6]): row[7] for row in rows(engine, tally_steps) if row[2] == 3 and row[3] == ""}
    assert third == {("work", 1): 1, ("wait", 2): 1}


def test_steps_of_a_real_sop_are_judged_by_its_own_table(sqlite_database: Database, home: Path) -> None:
    engine = open_office(sqlite_database, home, PROCESSES, "asesmen_jpt")
    walk(engine, "asesmen_jpt")

    tallies.count(engine)

    definition = engine.definitions.newest(engine, "asesmen_jpt")
    found = {(row[2], row[5]) for row in rows(engine, tally_steps)}
    assert len({step for step, _standard in found}) > 15
    standards = {step: definition.workdays(step) for step, _standard in found}
    assert found == {(step, -1 if days is None else days) for step, days in standards.items()}
    assert {row[4] for row in rows(engine, tally_steps)} == {"work", "wait"}
    assert counted(engine) == reckoned(engine)


def counted(engine: Engine) -> Counter[tuple[Any, ...]]:
    """The tallies of steps: (step, position, kind, days) -> how often."""
    found: Counter[tuple[Any, ...]] = Counter()
    for _month, _sop, step, position, kind, _standard, days, number in rows(engine, tally_steps):
        found[step, position, kind, days] += number
    return found


def reckoned(engine: Engine) -> Counter[tuple[Any, ...]]:
    """The same from the tasks themselves: every step as a whole, and every position's part of it."""
    groups: dict[tuple[Any, ...], list[Piece]] = {}
    with engine.database.reading() as connection:
        for row in connection.execute(select(tasks).where(tasks.c.step.is_not(None))):
            done = row.state == "completed"
            piece = Piece(opened=row.opened_at, closed=row.closed_at, external=row.external, completed=done)
            for position in {"", row.position or ""}:
                groups.setdefault((row.case_id, row.step, position), []).append(piece)
    found: Counter[tuple[Any, ...]] = Counter()
    for (_case, step, position), pieces in groups.items():
        for visit in visits(pieces, Workdays(engine.calendar)):
            found.update((step, position, kind, getattr(visit, kind)) for kind in ("work", "wait"))
    return Counter({key: number for key, number in found.items() if key[-1] is not None})
