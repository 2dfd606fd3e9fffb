"""Brings an empty or older database to the tables of this version, and writes new revisions."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection, text

from engine.database.database import Database, SqliteDatabase

if TYPE_CHECKING:
    from alembic.config import Config

MIGRATIONS = Path(__file__).parent / "migrations"
#: Any number, as long as nobody else uses it: only one process migrates at a time.
ADVISORY_LOCK = 4_330_202


def migrate(database: Database) -> None:
    """Create or change the tables until they are this version's, in one transaction. Does nothing when they are.

    Keeps every row. Two processes that start at once wait for each other.
    """
    from alembic import command

    from engine.jobs.schema import ensure_schema

    with _changing(database) as connection:
        command.upgrade(_config(connection), "head")
        ensure_schema(connection)


def autogenerate(message: str, database: Database) -> Path:
    """Write the revision that leads from the newest one to `engine.schema`; gives its file. For developers.

    `database` must be at the newest revision (an empty SQLite file does: it is migrated first). Read what was written:
    renamed tables and columns look like a drop and an add.
    """
    from alembic import command

    migrate(database)
    with _changing(database) as connection:
        number = len(list((MIGRATIONS / "versions").glob("[0-9]*.py"))) + 1
        made = command.revision(_config(connection), message, autogenerate=True, rev_id=f"{number:04d}")
    assert made is not None and not isinstance(made, list)
    return Path(made.path)


def differences(database: Database) -> list[Any]:
    """What still differs between the database and `engine.schema`: empty is good. Alembic's own notation."""
    from alembic.autogenerate import compare_metadata
    from alembic.migration import MigrationContext

    from engine.database.migrations.compare import OPTIONS, metadata

    with database.reading() as connection:
        context = MigrationContext.configure(connection, opts={**OPTIONS, "target_metadata": metadata})
        return list(compare_metadata(context, metadata))


def _config(connection: Connection) -> Config:
    from alembic.config import Config

    config = Config(attributes={"connection": connection})
    config.set_main_option("script_location", str(MIGRATIONS))
    config.set_main_option("file_template", "%%(rev)s_%%(slug)s")
    config.set_main_option("path_separator", "os")
    return config


@contextmanager
def _changing(database: Database) -> Iterator[Connection]:
    """A transaction in which tables may be rebuilt."""
    if isinstance(database, SqliteDatabase):
        with database.rebuilding() as connection:
            yield connection
    else:
        with database.transaction() as connection:
            connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": ADVISORY_LOCK})
            yield connection
