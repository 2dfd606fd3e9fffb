"""Write transactions are whole, never nested, and seen by readers only when committed."""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa

from engine.database import Database, DatabaseBusy, DatabaseUnknown, TransactionOpen, open_database, postgresql
from engine.database.database import after_commit, database_of

LETTERS = sa.Table(
    "letters_of_the_test",
    sa.MetaData(),
    sa.Column("id", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("count", sa.Integer, nullable=False),
)


@pytest.fixture
def letters(database: Database) -> Iterator[Database]:
    with database.transaction() as connection:
        LETTERS.create(connection)
    yield database
    with database.transaction() as connection:
        LETTERS.drop(connection)


def write(connection: sa.Connection, number: int, count: int = 0) -> None:
    connection.execute(sa.insert(LETTERS), {"id": number, "count": count})


def read(database: Database) -> list[int]:
    with database.reading() as connection:
        return list(connection.scalars(sa.select(LETTERS.c.id).order_by(LETTERS.c.id)))


def test_a_block_that_ends_is_kept(letters: Database) -> None:
    with letters.transaction() as connection:
        write(connection, 1)

    assert read(letters) == [1]


def test_a_block_that_raises_leaves_nothing_and_the_next_one_works(letters: Database) -> None:
    with pytest.raises(ZeroDivisionError), letters.transaction() as connection:
        write(connection, 1)
        _ = 1 / 0

    with letters.transaction() as connection:
        write(connection, 2)

    assert read(letters) == [2]


def test_a_second_transaction_in_the_same_thread_is_refused(letters: Database) -> None:
    with letters.transaction() as connection:
        with pytest.raises(TransactionOpen), letters.transaction():
            pass
        write(connection, 1)

    assert read(letters) == [1]


def test_a_reader_sees_one_moment_and_nothing_uncommitted(letters: Database) -> None:
    with letters.transaction() as connection:
        write(connection, 1)

    with letters.reading() as reader:
        before = reader.scalar(sa.select(sa.func.count()).select_from(LETTERS))
        with letters.transaction() as connection:
            write(connection, 2)
            assert read(letters) == [1]
        after = reader.scalar(sa.select(sa.func.count()).select_from(LETTERS))

    assert (before, after) == (1, 1)
    assert read(letters) == [1, 2]


def test_a_reader_cannot_write(letters: Database) -> None:
    with pytest.raises(sa.exc.DBAPIError), letters.reading() as connection:
        write(connection, 1)

    assert read(letters) == []


def test_no_update_is_lost_between_threads(letters: Database) -> None:
    with letters.transaction() as connection:
        write(connection, 1)

    def add() -> None:
        for _ in range(10):
            with letters.transaction() as connection:
                row = sa.select(LETTERS.c.count).where(LETTERS.c.id == 1).with_for_update()
                count = connection.scalar(row)
                connection.execute(sa.update(LETTERS).values(count=count + 1))

    together = [threading.Thread(target=add) for _ in range(4)]
    for thread in together:
        thread.start()
    for thread in together:
        thread.join()

    with letters.reading() as connection:
        assert connection.scalar(sa.select(LETTERS.c.count)) == 40


def test_what_waits_for_the_commit_happens_after_it_and_never_after_a_rollback(letters: Database) -> None:
    seen: list[list[int]] = []

    with letters.transaction() as connection:
        after_commit(connection, lambda: seen.append(read(letters)))
        write(connection, 1)
        assert database_of(connection) is letters
    with pytest.raises(ZeroDivisionError), letters.transaction() as connection:
        after_commit(connection, lambda: seen.append([]))
        _ = 1 / 0

    assert seen == [[1]]


def test_statements_are_counted_for_the_block_only(letters: Database) -> None:
    with letters.counting() as count, letters.transaction() as connection:
        write(connection, 1)
        write(connection, 2)
    with letters.transaction() as connection:
        write(connection, 3)

    assert count.number == 2
    assert all(statement.startswith("INSERT") for statement in count.statements)


def test_two_openings_of_one_file_share_the_write_lock(home: Path) -> None:
    one, two = open_database(None, home), open_database(f"sqlite:///{home}/alur.db", home)

    with one.transaction(), pytest.raises(TransactionOpen), two.transaction():
        pass

    one.close()
    two.close()


def test_a_file_that_another_program_holds_is_said_to_be_busy(home: Path) -> None:
    database = open_database(None, home)
    with database.transaction() as connection:
        connection.exec_driver_sql("PRAGMA busy_timeout=1")
    other = sqlite3.connect(home / "alur.db", isolation_level=None)
    other.execute("BEGIN IMMEDIATE")

    with pytest.raises(DatabaseBusy), database.transaction():
        pass
    other.execute("ROLLBACK")
    with database.transaction():
        pass

    other.close()
    database.close()


@pytest.mark.postgres
def test_a_server_that_was_restarted_costs_nobody_a_page(
    postgresql_url: str, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(postgresql, "IDLE", 0.0)
    database = open_database(postgresql_url, home)
    with database.transaction() as connection:
        before = connection.scalar(sa.text("SELECT pg_backend_pid()"))
    other = sa.create_engine(database.sql.url, isolation_level="AUTOCOMMIT")
    with other.connect() as connection:
        connection.execute(sa.text("SELECT pg_terminate_backend(:pid, 5000)"), {"pid": before})
    other.dispose()

    with database.transaction() as connection:
        after = connection.scalar(sa.text("SELECT pg_backend_pid()"))

    database.close()
    assert before != after


def test_every_commit_of_the_default_database_is_on_disk(home: Path) -> None:
    database = open_database(None, home)

    with database.transaction() as connection:
        kept = [connection.exec_driver_sql(f"PRAGMA {name}").scalar() for name in ("journal_mode", "synchronous")]

    database.close()
    assert kept == ["wal", 2]


@pytest.mark.parametrize("address", ["mysql://u@h/d", "sqlite://", "sqlite:///:memory:", "bukan alamat"])
def test_an_address_that_we_cannot_use_is_refused(home: Path, address: str) -> None:
    with pytest.raises(DatabaseUnknown):
        open_database(address, home)
