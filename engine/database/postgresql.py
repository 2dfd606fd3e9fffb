"""How PostgreSQL is opened: psycopg 3, READ COMMITTED for commands, one snapshot for readers."""

from __future__ import annotations

from sqlalchemy import Engine, create_engine
from sqlalchemy.engine import URL

#: Enough for the web threads and the worker's job threads of one process.
POOL = 16


def open_postgresql(url: URL) -> Engine:
    """A SQLAlchemy engine on a server; the session's zone is UTC, statements are prepared when used a second time."""
    return create_engine(
        url.set(drivername="postgresql+psycopg"),
        pool_size=POOL,
        max_overflow=POOL,
        isolation_level="READ COMMITTED",
        connect_args={"application_name": "alur", "options": "-c timezone=UTC", "prepare_threshold": 1},
        query_cache_size=2000,
    )


def snapshot(engine: Engine) -> Engine:
    """The same pool, for readers: REPEATABLE READ and READ ONLY travel with BEGIN and cost no round trip."""
    return engine.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)
