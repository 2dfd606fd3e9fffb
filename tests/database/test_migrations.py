"""Migrations lead from nothing to exactly the tables of the code, on both databases."""

import pytest
import sqlalchemy as sa

from engine.database import Database
from engine.database.migrate import differences, migrate
from engine.database.schema import metadata


def test_an_empty_database_gets_exactly_the_tables_of_the_code(empty_database: Database) -> None:
    migrate(empty_database)

    assert differences(empty_database) == []
    assert set(metadata.tables) <= set(sa.inspect(empty_database.sql).get_table_names())


def test_migrating_twice_changes_nothing_and_keeps_rows(empty_database: Database) -> None:
    migrate(empty_database)
    unit = {"id": "bkpsda", "name": "BKPSDA", "short": "BKPSDA", "code": "433.202"}
    with empty_database.transaction() as connection:
        connection.execute(sa.insert(metadata.tables["units"]), unit)

    migrate(empty_database)

    with empty_database.reading() as connection:
        assert connection.scalar(sa.select(sa.func.count()).select_from(metadata.tables["units"])) == 1


def test_a_table_that_no_migration_makes_is_noticed(empty_database: Database) -> None:
    migrate(empty_database)
    with empty_database.transaction() as connection:
        metadata.tables["attempts"].drop(connection)

    (found,) = differences(empty_database)

    assert found[0] == "add_table"


def test_foreign_keys_are_in_force(database: Database) -> None:
    positions = metadata.tables["positions"]

    with pytest.raises(sa.exc.IntegrityError), database.transaction() as connection:
        connection.execute(sa.insert(positions), {"id": "x", "title": "X", "unit": "tidak.ada"})
