"""The journal and the notices: written once, in the caller's transaction, and a change afterwards is seen."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import delete, func, select, update

from engine import journal as journals
from engine.engine import Engine
from engine.notices import notify
from engine.schema import journal, notices
from engine.world import MovedWorld


def write(engine: Engine, subject: str) -> int:
    with engine.database.transaction() as connection:
        return journals.record(
            connection, at=engine.world.now(), person="ani", act="link:made", subject=subject, about={"until": 3}
        )


def faults(engine: Engine) -> list[str]:
    with engine.database.reading() as connection:
        return journals.faults(connection)


def test_entries_count_without_gaps_however_many_write(engine: Engine) -> None:
    with ThreadPoolExecutor(4) as pool:
        given = list(pool.map(lambda n: write(engine, f"s{n}"), range(12)))

    assert sorted(given) == list(range(1, 13))
    assert faults(engine) == []


def test_an_entry_of_a_command_that_failed_is_not_there(engine: Engine) -> None:
    write(engine, "a")
    with pytest.raises(ZeroDivisionError), engine.database.transaction() as connection:
        journals.record(connection, at=engine.world.now(), person=None, act="x:y", subject="b", about={})
        raise ZeroDivisionError

    assert write(engine, "c") == 2


@pytest.mark.parametrize("change", ["subject", "about", "gone"])
def test_a_changed_or_missing_entry_is_found(engine: Engine, change: str) -> None:
    for subject in "abc":
        write(engine, subject)

    with engine.database.transaction() as connection:
        if change == "gone":
            connection.execute(delete(journal).where(journal.c.seq == 2))
        else:
            value = b"{}" if change == "about" else "z"
            connection.execute(update(journal).where(journal.c.seq == 2).values({change: value}))

    assert faults(engine)


def test_a_person_is_told_once_per_key(engine: Engine, world: MovedWorld) -> None:
    def tell(person: str, key: str) -> bool:
        with engine.database.transaction() as connection:
            return notify(connection, key=key, person=person, kind="task.opened", at=world.now())

    assert [tell("ani", "k"), tell("ani", "k"), tell("bram", "k"), tell("ani", "l")] == [True, False, True, True]
    with engine.database.reading() as connection:
        assert connection.scalar(select(func.count()).select_from(notices)) == 3
