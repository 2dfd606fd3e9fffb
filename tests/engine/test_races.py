"""Two people at the same moment: one wins, the other is told; numbers stay gapless."""

from __future__ import annotations

import threading
from collections.abc import Callable

from sqlalchemy import select

from engine import commands
from engine.engine import Engine
from engine.errors import TaskAlreadyDone
from engine.people import Actor
from engine.schema import events, numbers
from tests.engine.office import Office


def at_once(*acts: Callable[[], object]) -> list[object]:
    """Run acts in threads that start together; gives each result or exception."""
    ready = threading.Barrier(len(acts))
    results: list[object] = [None] * len(acts)

    def run(index: int) -> None:
        ready.wait()
        try:
            results[index] = acts[index]()
        except TaskAlreadyDone as lost:
            results[index] = lost

    threads = [threading.Thread(target=run, args=(index,)) for index in range(len(acts))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    return results


def test_one_of_two_wins(office: Office, engine: Engine, ani: Actor) -> None:
    case_id = office.start()

    results = at_once(*(lambda: commands.complete(engine, ani, case_id, "susun", {"isi": "a"}) for _ in range(4)))

    assert sorted(type(result).__name__ for result in results) == ["Outcome", *["TaskAlreadyDone"] * 3]
    with engine.database.reading() as connection:
        assert len(connection.execute(select(events).where(events.c.task == "susun")).all()) == 1


def test_cases_started_at_once_get_gapless_numbers(office: Office, engine: Engine, ani: Actor) -> None:
    results = at_once(*(lambda: commands.start(engine, ani, "cuti", {"perihal": "Cuti", "hari": 1}) for _ in range(4)))

    found = sorted(row.number for row in _cases(engine))
    assert all(isinstance(result, commands.Outcome) for result in results)
    assert found == [f"CUTI-2026-000{n}" for n in (1, 2, 3, 4)]


def test_letters_numbered_at_once_are_gapless(office: Office, engine: Engine) -> None:
    case_ids = [office.start() for _ in range(4)]
    for case_id in case_ids:
        office.reach(case_id, "nomori")
    umi = office.person("umi")

    at_once(
        *(
            lambda case_id=case_id: commands.complete(engine, umi, case_id, "nomori", {"agenda": "1"})
            for case_id in case_ids
        )
    )  # type: ignore[misc]  # a default binds the loop's case

    with engine.database.reading() as connection:
        assert list(connection.scalars(select(numbers.c.ordinal).order_by(numbers.c.ordinal))) == [1, 2, 3, 4]


def _cases(engine: Engine) -> list[object]:
    from engine.schema import cases

    with engine.database.reading() as connection:
        return list(connection.execute(select(cases)))
