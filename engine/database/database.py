"""The database as the engine sees it: write transactions, read snapshots, hooks after commit, a statement counter."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

from sqlalchemy import Connection, Engine, event
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError, OperationalError

from engine.database import postgresql, sqlite
from engine.database.errors import DatabaseBusy, DatabaseUnknown, ReferencesBroken
from engine.database.lock import ThreadMark, WriteLock, lock_of

DEFAULT_FILE = "alur.db"
#: Where an open write transaction keeps, in `connection.info`, its database and what is to be done after its commit.
HOME, AFTER_COMMIT = "alur.database", "alur.after_commit"


def open_database(url: str | None, home: Path) -> Database:
    """Open `url`, or the SQLite file of the home folder when it is None. Creates no tables: see `migrate`.

    Raises DatabaseUnknown for an address that is neither SQLite nor PostgreSQL.
    """
    address = _address(url, home)
    if address.get_backend_name() == "sqlite":
        file = Path(address.database or "").resolve()
        return SqliteDatabase(sqlite.open_sqlite(file), lock_of(str(file)))
    return PostgresqlDatabase(postgresql.open_postgresql(address))


def _address(url: str | None, home: Path) -> URL:
    if not url:
        return URL.create("sqlite", database=str(home / DEFAULT_FILE))
    try:
        address = make_url(url)
    except ArgumentError as error:
        raise DatabaseUnknown from error
    backend = address.get_backend_name()
    if backend == "postgres":
        return address.set(drivername="postgresql")
    if backend == "postgresql" or (backend == "sqlite" and address.database not in (None, "", ":memory:")):
        return address
    raise DatabaseUnknown


@dataclass
class Count:
    """The SQL statements seen while counting: their number and their texts (BEGIN and COMMIT are not counted)."""

    statements: list[str] = field(default_factory=list)

    @property
    def number(self) -> int:
        return len(self.statements)

    def __int__(self) -> int:
        return len(self.statements)


class Database:
    """An open database. `sql` is SQLAlchemy's engine; `dialect` says which of the two it is."""

    dialect: Literal["sqlite", "postgresql"]

    def __init__(self, sql: Engine) -> None:
        self.sql = sql
        #: What other rooms keep as long as the database is open, by its class (the jobs, a worker's presence).
        self.attached: dict[type[Any], Any] = {}

    @contextmanager
    def transaction(self) -> Iterator[Connection]:
        """A write transaction: commits when the block ends, rolls back when it raises.

        Raises TransactionOpen when this thread is in one already, DatabaseBusy when another process holds the file.
        """
        raise NotImplementedError
        yield

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """One consistent snapshot to read from. Takes no lock, sees nothing uncommitted and cannot write."""
        raise NotImplementedError
        yield

    @contextmanager
    def counting(self) -> Iterator[Count]:
        """Count the SQL statements that this thread sends through SQLAlchemy in the block."""
        count, me = Count(), threading.get_ident()

        def saw(connection: Any, cursor: Any, statement: str, *rest: Any) -> None:
            if threading.get_ident() == me:
                count.statements.append(statement)

        event.listen(self.sql, "before_cursor_execute", saw)
        try:
            yield count
        finally:
            event.remove(self.sql, "before_cursor_execute", saw)

    def close(self) -> None:
        """Close every connection."""
        self.sql.dispose()

    def _open(self, connection: Connection) -> list[Callable[[], None]]:
        after: list[Callable[[], None]] = []
        connection.info[HOME], connection.info[AFTER_COMMIT] = self, after
        return after


def after_commit(connection: Connection, action: Callable[[], None]) -> None:
    """Have `action()` called once the open write transaction has committed; never when it rolls back."""
    connection.info[AFTER_COMMIT].append(action)


def database_of(connection: Connection) -> Database:
    """The database to whose open write transaction this connection belongs. KeyError outside of one."""
    database = connection.info[HOME]
    assert isinstance(database, Database)
    return database


class SqliteDatabase(Database):
    """SQLite: one writer connection kept open behind the process's write lock, and a pool of readers."""

    dialect = "sqlite"

    def __init__(self, sql: Engine, lock: WriteLock) -> None:
        super().__init__(sql)
        self._lock = lock
        self._writer: Connection | None = None

    @contextmanager
    def transaction(self) -> Iterator[Connection]:
        with self._lock:
            connection = self._writer or self._open_writer()
            after = self._open(connection)
            try:
                transaction = connection.begin()
            except OperationalError as error:
                raise DatabaseBusy from error
            try:
                with transaction:
                    yield connection
            except BaseException:
                self._discard_broken_writer(connection)
                raise
            finally:
                connection.info.pop(AFTER_COMMIT, None)
        for action in after:
            action()

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        with self.sql.connect() as connection:
            yield connection

    @contextmanager
    def rebuilding(self) -> Iterator[Connection]:
        """A transaction in which tables may be dropped and made anew: references are checked at its end only.

        SQLite cannot switch foreign keys off inside a transaction, so this takes a connection of its own.
        """
        with self._lock, self.sql.connect() as connection:
            connection.detach()
            sqlite.make_writer(connection)
            sqlite.driver(connection).execute("PRAGMA foreign_keys=OFF")
            with connection.begin():
                yield connection
                if broken := connection.exec_driver_sql("PRAGMA foreign_key_check").all():
                    raise ReferencesBroken(f"{ReferencesBroken.__doc__} {broken[:5]}")

    def close(self) -> None:
        with self._lock:
            if self._writer is not None:
                self._writer.close()
                self._writer = None
        super().close()

    def _open_writer(self) -> Connection:
        self._writer = self.sql.connect()
        sqlite.make_writer(self._writer)
        return self._writer

    def _discard_broken_writer(self, connection: Connection) -> None:
        """A writer whose rollback did not work (full disk, closed file) is thrown away with its transaction."""
        if connection.closed or connection.invalidated or connection.in_transaction():
            self._writer = None
            connection.invalidate()
            connection.close()


class PostgresqlDatabase(Database):
    """PostgreSQL: transactions side by side; rows are locked by `FOR UPDATE`."""

    dialect = "postgresql"

    def __init__(self, sql: Engine) -> None:
        super().__init__(sql)
        self._mark = ThreadMark()
        self._snapshot = postgresql.snapshot(sql)

    @contextmanager
    def transaction(self) -> Iterator[Connection]:
        with self._mark, self.sql.connect() as connection:
            after = self._open(connection)
            try:
                with connection.begin():
                    yield connection
            finally:
                connection.info.pop(AFTER_COMMIT, None)
        for action in after:
            action()

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        with self._snapshot.connect() as connection:
            yield connection
