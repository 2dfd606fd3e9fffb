"""Procrastinate's own connector for workers on PostgreSQL, without its ways of noticing a job too late."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable
from typing import Any

from procrastinate import sql
from procrastinate.connector import LISTEN_TIMEOUT, Notify
from procrastinate.psycopg_connector import PsycopgConnector

from engine.jobs.bell import LOOK_AGAIN, tell

FETCH = sql.queries["fetch_job"]
#: After these the lock of the job is free for the next one, which no trigger tells.
FREEING = frozenset({sql.queries["finish_job"], sql.queries["retry_job"]})


class PostgresqlConnector(PsycopgConnector):
    """Has the worker look again where Procrastinate would leave a job until the next poll.

    That is when a job's end has freed its lock; when a notification arrived while a fetch, which may have looked too
    early, was on its way; and once it listens (again), for what came before.
    """

    _listener: tuple[Notify, str] | None = None
    _told = 0

    async def listen_notify(self, on_notification: Notify, channels: Iterable[str]) -> None:
        names = list(channels)

        async def pass_on(*, channel: str, payload: str) -> None:
            self._told += 1
            await on_notification(channel=channel, payload=payload)

        self._listener = pass_on, names[0]
        await super().listen_notify(pass_on, names)

    async def _loop_notify(self, on_notification: Notify, connection: Any, timeout: float = LISTEN_TIMEOUT) -> None:
        self._look_again()
        await super()._loop_notify(on_notification, connection, timeout)

    async def execute_query_async(self, query: Any, **arguments: Any) -> None:
        await super().execute_query_async(query, **arguments)
        if query in FREEING:
            self._look_again()

    async def execute_query_one_async(self, query: Any, **arguments: Any) -> dict[str, Any]:
        before = self._told
        row: dict[str, Any] = await super().execute_query_one_async(query, **arguments)
        if query == FETCH and row["id"] is None and self._told != before:
            self._look_again()
        return row

    def _look_again(self) -> None:
        if self._listener is not None:
            asyncio.get_running_loop().call_soon(tell, *self._listener, LOOK_AGAIN)
