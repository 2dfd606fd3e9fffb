"""How a SQLite file is opened: WAL, every commit on disk, one writer, readers that cannot write."""

from __future__ import annotations

import sqlite3
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.dialects import registry
from sqlalchemy.dialects.sqlite.pysqlite import SQLiteDialect_pysqlite
from sqlalchemy.engine import URL

#: How long another process (`alur` beside the web server) may hold the file before we give up.
BUSY_MS = 30_000
READERS = 16
#: The name of our dialect below.
DRIVER = "alur"
#: The mark of the writer in `connection.info`.
WRITER = "alur.writer"

PRAGMAS = (
    "PRAGMA journal_mode=WAL",
    "PRAGMA synchronous=FULL",
    "PRAGMA foreign_keys=ON",
    f"PRAGMA busy_timeout={BUSY_MS}",
    "PRAGMA temp_store=MEMORY",
    "PRAGMA cache_size=-32768",
)


def open_sqlite(file: Path) -> Engine:
    """A SQLAlchemy engine on a file, created with its folder when absent.

    Connections begin deferred and refuse to write (`query_only`), except the one that `make_writer` marked.
    """
    file.parent.mkdir(parents=True, exist_ok=True)
    engine = create_engine(
        URL.create(f"sqlite+{DRIVER}", database=str(file)),
        pool_size=READERS,
        max_overflow=READERS,
        connect_args={"check_same_thread": False, "cached_statements": 512, "timeout": BUSY_MS / 1000},
        query_cache_size=2000,
    )
    event.listen(engine, "connect", _prepare)
    return engine


def make_writer(connection: Connection) -> None:
    """Turn a connection into the one that may write; its transactions begin IMMEDIATE."""
    connection.info[WRITER] = True
    driver(connection).execute("PRAGMA query_only=OFF")


def driver(connection: Connection) -> sqlite3.Connection:
    """The sqlite3 connection below."""
    below = connection.connection.dbapi_connection
    assert isinstance(below, sqlite3.Connection)
    return below


def _prepare(dbapi: sqlite3.Connection, record: Any) -> None:
    dbapi.isolation_level = None  # the driver must not begin on its own: read-then-write would deadlock
    for pragma in PRAGMAS:
        dbapi.execute(pragma)
    dbapi.execute("PRAGMA query_only=ON")


class AlurDialect(SQLiteDialect_pysqlite):
    """SQLAlchemy's dialect, but a transaction begins when SQLAlchemy says so.

    A listener to the "begin" event would do the same, and would make every statement ask for all other events too.
    """

    driver = DRIVER
    supports_statement_cache = True

    def do_begin(self, dbapi_connection: Any) -> None:
        dbapi_connection.dbapi_connection.execute("BEGIN IMMEDIATE" if WRITER in dbapi_connection.info else "BEGIN")


registry.register(f"sqlite.{DRIVER}", __name__, AlurDialect.__name__)
