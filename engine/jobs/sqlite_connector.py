"""Procrastinate's door to SQLite: each of its named queries, answered by `engine.jobs.sqlite_queries`."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from typing import Any

from procrastinate import exceptions, sql
from procrastinate.connector import BaseAsyncConnector, BaseConnector, Notify
from procrastinate.manager import QUEUEING_LOCK_CONSTRAINT

from engine.database import Database
from engine.database.sqlite import driver
from engine.jobs import sqlite_queries
from engine.jobs.bell import Bell
from engine.world import World

#: Procrastinate hands over the text of a query; its name is what we answer.
NAMES: dict[str, str] = {text: name for name, text in sql.queries.items()}
QUEUEING_LOCK_COLUMN = "procrastinate_jobs.queueing_lock"

Row = dict[str, Any]


class SqliteConnector(BaseAsyncConnector):
    """Runs in the caller's thread, also for the asynchronous worker: a query takes microseconds and the write lock."""

    def __init__(self, database: Database, world: World, bell: Bell) -> None:
        self._database, self._world, self._bell = database, world, bell

    def answer(self, connection: sqlite3.Connection, query: str, arguments: dict[str, Any]) -> list[Row]:
        """Answer a query in the open transaction of `connection`.

        Raises UniqueViolation when a queueing lock is taken, ConnectorException for everything else.
        """
        name = NAMES[query]
        if name == "fetch_job":
            arguments = arguments | {"now": self._world.now()}
        try:
            rows: list[Row] = sqlite_queries.QUERIES[name](connection, **arguments)
        except sqlite3.IntegrityError as error:
            if QUEUEING_LOCK_COLUMN in str(error):
                raise exceptions.UniqueViolation(
                    constraint_name=QUEUEING_LOCK_CONSTRAINT, queueing_lock=_queueing_lock(arguments)
                ) from error
            raise exceptions.ConnectorException from error
        except sqlite3.Error as error:
            raise exceptions.ConnectorException from error
        return rows

    def announce(self, query: str, arguments: dict[str, Any]) -> None:
        """Ring the bell for what a committed query changed."""
        name = NAMES[query]
        if name in (
            "defer_jobs",
            "defer_periodic_job",
            "retry_job",
            "finish_job",
        ):  # an end frees its lock for the next
            self._bell.ring({"type": "job_inserted", "job_id": 0})
        elif name == "cancel_job" and arguments["abort"]:
            self._bell.ring({"type": "abort_job_requested", "job_id": arguments["job_id"]})

    def execute_query_all(self, query: str, **arguments: Any) -> list[Row]:
        if NAMES[query] in sqlite_queries.READ_ONLY:
            with self._database.reading() as connection:
                return self.answer(driver(connection), query, arguments)
        with self._database.transaction() as connection:
            rows = self.answer(driver(connection), query, arguments)
        self.announce(query, arguments)
        return rows

    def execute_query_one(self, query: str, **arguments: Any) -> Row:
        return _one(self.execute_query_all(query, **arguments))

    def execute_query(self, query: str, **arguments: Any) -> None:
        self.execute_query_all(query, **arguments)

    def execute_query_all_with_connection(self, connection: Any, query: str, **arguments: Any) -> list[Row]:
        return self.answer(connection, query, arguments)

    def execute_query_one_with_connection(self, connection: Any, query: str, **arguments: Any) -> Row:
        return _one(self.answer(connection, query, arguments))

    async def execute_query_async(self, query: str, **arguments: Any) -> None:
        self.execute_query_all(query, **arguments)

    async def execute_query_one_async(self, query: str, **arguments: Any) -> Row:
        return self.execute_query_one(query, **arguments)

    async def execute_query_all_async(self, query: str, **arguments: Any) -> list[Row]:
        return self.execute_query_all(query, **arguments)

    async def execute_query_one_async_with_connection(self, connection: Any, query: str, **arguments: Any) -> Row:
        return _one(self.answer(connection, query, arguments))

    async def execute_query_all_async_with_connection(self, connection: Any, query: str, **arguments: Any) -> list[Row]:
        return self.answer(connection, query, arguments)

    async def listen_notify(self, on_notification: Notify, channels: Iterable[str]) -> None:
        await self._bell.listen(on_notification, channels)

    def get_sync_connector(self) -> BaseConnector:
        return self

    def open(self, pool: Any = None) -> None:
        """The database is open already."""

    def close(self) -> None:
        """The database is closed by whoever opened it."""

    async def open_async(self, pool: Any = None) -> None:
        """The database is open already."""

    async def close_async(self) -> None:
        """The database is closed by whoever opened it."""


def _one(rows: list[Row]) -> Row:
    if not rows:
        raise exceptions.NoResult
    return rows[0]


def _queueing_lock(arguments: dict[str, Any]) -> str | None:
    jobs = arguments.get("jobs")
    lock = jobs[0].queueing_lock if jobs else arguments.get("queueing_lock")
    return lock if isinstance(lock, str) else None
