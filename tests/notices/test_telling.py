"""Who is told what the log brought: once, whoever crashes in between, and at a cost that resting cases do not have."""

from __future__ import annotations

import threading
from datetime import date
from typing import Any

import pytest
from sqlalchemy import delete, insert, select, text, update

from engine import commands, notices
from engine.commands.lapse import release_lapsed
from engine.engine import Engine
from engine.mail import outbox
from engine.rebuild import rebuild
from engine.schema import cases, holdings, mandates
from engine.schema import notices as table
from engine.schema.cases import END_UNTOLD
from engine.schema.notices import UNMAILED
from engine.schema.work import UNTOLD
from engine.telling import tell
from tests.engine.office import Office


def told(engine: Engine, *, unread: bool = False) -> list[tuple[str, str, str | None]]:
    """The notices there are: to whom, of what kind, about which task."""
    statement = select(table).order_by(table.c.id)
    if unread:
        statement = statement.where(table.c.read_at.is_(None))
    with engine.database.reading() as connection:
        return [(row.person, row.kind, row.task) for row in connection.execute(statement)]


def hire(engine: Engine, person: str, position: str) -> None:
    """Give somebody a position beside their own."""
    with engine.database.transaction() as connection:
        connection.execute(insert(holdings).values(position=position, person=person, since=date(2025, 1, 1)))


def lend(engine: Engine, person: str, position: str, **limits: Any) -> None:
    """Give somebody a Plh. mandate of today."""
    row = {"id": f"m-{person}", "position": position, "person": person, "form": "plh", "letter": "800/1/2026"}
    day = date(2026, 1, 5)
    with engine.database.transaction() as connection:
        connection.execute(insert(mandates).values(**row, since=day, until=day, **({"withheld": ""} | limits)))


def test_work_that_came_to_a_position_is_told_to_its_holders_once(office: Office) -> None:
    case_id = office.start()
    office.reach(case_id, "periksa")

    made = tell(office.engine)
    again = tell(office.engine)

    assert (made, again) == (1, 0)
    assert told(office.engine) == [("bram", "task.opened", "periksa")]


def test_nobody_is_told_of_what_their_own_act_brought_them(office: Office) -> None:
    office.start()

    tell(office.engine)

    assert told(office.engine) == []


def test_only_those_who_may_act_are_told(office: Office) -> None:
    hire(office.engine, "umi", "kantor.kepala")
    lend(office.engine, "citra", "kantor.kepala", withheld="periksa")
    lend(office.engine, "ani", "kantor.kepala", ended_at=office.engine.world.now())
    case_id = office.start()
    office.reach(case_id, "periksa")

    tell(office.engine)

    # Citra's mandate withholds it, Ani's has ended.
    assert sorted(told(office.engine)) == [("bram", "task.opened", "periksa"), ("umi", "task.opened", "periksa")]


def test_what_closed_before_the_tick_is_not_told(office: Office) -> None:
    case_id = office.start()
    office.reach(case_id, "nomori")

    tell(office.engine)

    assert [kind_and_task[1:] for kind_and_task in told(office.engine)] == [("task.opened", "nomori")]


def test_work_that_is_done_is_no_news_to_the_others(office: Office) -> None:
    hire(office.engine, "citra", "kantor.umum")
    case_id = office.start()
    office.reach(case_id, "nomori")
    tell(office.engine)

    office.act("umi", case_id, "nomori", agenda="1")
    tell(office.engine)

    assert {each[0] for each in told(office.engine)} == {"citra", "umi"}
    assert [each for each in told(office.engine, unread=True) if each[2] == "nomori"] == []


def test_what_is_in_somebodys_hands_is_not_told_to_others(office: Office) -> None:
    hire(office.engine, "citra", "kantor.umum")
    case_id = office.start()
    office.reach(case_id, "nomori")
    commands.claim(office.engine, office.person("umi"), case_id, "nomori")

    tell(office.engine)

    assert told(office.engine) == []


def test_what_was_given_back_is_told_to_those_who_did_not_know(office: Office) -> None:
    hire(office.engine, "citra", "kantor.umum")
    case_id = office.start()
    office.reach(case_id, "nomori")
    commands.claim(office.engine, office.person("umi"), case_id, "nomori")
    tell(office.engine)

    commands.release(office.engine, office.person("umi"), case_id, "nomori")
    first, again = tell(office.engine), tell(office.engine)

    assert ("citra", "task.opened", "nomori") in told(office.engine)
    assert (first, again) == (2, 0)


def test_two_ticks_at_once_tell_once(office: Office) -> None:
    for _ in range(3):
        office.reach(office.start(), "periksa")
    threads = [threading.Thread(target=tell, args=(office.engine,)) for _ in range(2)]

    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert told(office.engine) == [("bram", "task.opened", "periksa")] * 3


def test_a_crash_in_between_forgets_nothing_and_repeats_nothing(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    for _ in range(2):
        office.reach(office.start(), "periksa")
    made: list[str] = []

    def die_at_the_second(*given: Any, **named: Any) -> bool:
        if made:
            raise KeyboardInterrupt
        made.append(named["key"])
        return notices.notify(*given, **named)

    with monkeypatch.context() as patched, pytest.raises(KeyboardInterrupt):
        patched.setattr("engine.telling.notify", die_at_the_second)
        tell(office.engine)
    tell(office.engine)

    assert told(office.engine) == [("bram", "task.opened", "periksa")] * 2


def test_the_end_is_told_to_whoever_started_it(office: Office) -> None:
    case_id = office.start()
    office.reach(case_id, "periksa")

    commands.cancel(office.engine, office.person("bram"), case_id, "Salah mulai.")
    tell(office.engine)
    tell(office.engine)

    assert told(office.engine) == [("ani", "case.ended", None)]


def test_whoever_ended_their_own_case_is_not_told(office: Office) -> None:
    case_id = office.start()
    with office.engine.database.transaction() as connection:
        connection.execute(update(cases).values(started_by="bram"))

    commands.cancel(office.engine, office.person("bram"), case_id, "Salah mulai.")
    tell(office.engine)

    assert told(office.engine) == []


def test_a_lost_seat_gives_the_task_back_and_says_so(office: Office) -> None:
    case_id = office.start()
    office.reach(case_id, "nomori")
    commands.claim(office.engine, office.person("umi"), case_id, "nomori")
    with office.engine.database.transaction() as connection:
        connection.execute(update(holdings).where(holdings.c.person == "umi").values(until=date(2026, 1, 4)))

    release_lapsed(office.engine)

    assert told(office.engine) == [("umi", "task.lapsed", "nomori")]


def test_resting_cases_cost_a_tick_nothing(office: Office) -> None:
    office.reach(office.start(), "periksa")
    _tick(office.engine)
    with office.engine.database.counting() as before:
        _tick(office.engine)

    for _ in range(5):
        office.reach(office.start(), "periksa")
    _tick(office.engine)
    with office.engine.database.counting() as after:
        _tick(office.engine)

    assert before.number == after.number == 3


def _tick(engine: Engine) -> None:
    tell(engine)
    outbox.gather(engine)


def test_a_tick_reads_the_index_of_what_is_new(office: Office) -> None:
    sqlite = office.engine.database.dialect == "sqlite"
    with office.engine.database.reading() as connection:
        if not sqlite:  # else it reads small tables whole
            connection.execute(text("SET LOCAL enable_seqscan = off"))
        for name, condition, order, index in (
            ("tasks", UNTOLD, "opened_at", "tasks_untold"),
            ("cases", END_UNTOLD, "ended_at", "cases_end_untold"),
            ("notices", UNMAILED, "id", "notices_unmailed"),
        ):
            asked = f"SELECT * FROM {name} WHERE {condition} ORDER BY {order} LIMIT 500"
            plan = connection.execute(text(f"EXPLAIN {'QUERY PLAN ' if sqlite else ''}{asked}")).all()
            assert index in str(plan)


def test_a_case_made_anew_from_its_log_tells_nothing_twice(office: Office) -> None:
    first, second = office.start(), office.start()
    office.reach(first, "periksa")
    tell(office.engine)
    with office.engine.database.transaction() as connection:
        connection.execute(delete(table))
    office.reach(second, "periksa")

    for case_id in (first, second):
        rebuild(office.engine, case_id)
    tell(office.engine)

    with office.engine.database.reading() as connection:
        assert connection.scalars(select(table.c.case_id)).all() == [second]


def test_a_step_writes_no_more_than_before(office: Office) -> None:
    case_id, ani = office.start(), office.person("ani")

    with office.engine.database.counting() as count:
        commands.complete(office.engine, ani, case_id, "susun", {"isi": "Mohon cuti."})

    assert count.number == 7, count.statements
    assert not any("notices" in statement for statement in count.statements)
