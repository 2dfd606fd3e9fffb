"""How PostgreSQL is opened: psycopg 3, READ COMMITTED for commands, one snapshot for readers."""

from __future__ import annotations

import time
from typing import Any

import psycopg
from sqlalchemy import Engine, create_engine, event
from sqlalchemy.engine import URL
from sqlalchemy.exc import DisconnectionError

#: Enough for the web threads and the worker's job threads of one process.
POOL = 16
#: Seconds after which a connection that nobody used is asked whether it still lives: a restarted server costs nobody
#: a page, and a busy office pays no round trip for it.
IDLE = 20.0


def open_postgresql(url: URL) -> Engine:
    """A SQLAlchemy engine on a server; the session's zone is UTC, statements are prepared when used a second time."""
    engine = create_engine(
        url.set(drivername="postgresql+psycopg"),
        pool_size=POOL,
        max_overflow=POOL,
        isolation_level="READ COMMITTED",
        connect_args={"application_name": "alur", "options": "-c timezone=UTC", "prepare_threshold": 1},
        query_cache_size=2000,
    )
    event.listen(engine, "checkin", _rest)
    event.listen(engine, "checkout", _probe)
    return engine


def snapshot(engine: Engine) -> Engine:
    """The same pool, for readers: REPEATABLE READ and READ ONLY travel with BEGIN and cost no round trip."""
    return engine.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)


def _rest(dbapi: Any, record: Any) -> None:
    record.info["resting since"] = time.monotonic()


def _probe(dbapi: Any, record: Any, fairy: Any) -> None:
    since = record.info.get("resting since")
    if since is None or time.monotonic() - since < IDLE:
        return
    try:
        dbapi.execute("SELECT 1")
        dbapi.rollback()
    except psycopg.Error as error:
        raise DisconnectionError from error  # the pool makes a new connection and asks again
