"""Procrastinate's own connector for workers on PostgreSQL, without its ways of noticing a job too late."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable
from typing import Any

from procrastinate import sql
from procrastinate.connector import LISTEN_TIMEOUT, Notify
from procrastinate.psycopg_connector import PsycopgConnector

from engine.jobs.bell import LOOK_AGAIN, tell
from engine.world import World

#: Procrastinate's `procrastinate_fetch_job_v2` with the world's moment in place of the server's now().
FETCH = """
    UPDATE procrastinate_jobs SET status = 'doing', worker_id = %(worker_id)s WHERE id = (
        SELECT job.id FROM procrastinate_jobs AS job
        WHERE job.status = 'todo'
          AND (%(queues)s::varchar[] IS NULL OR job.queue_name = ANY (%(queues)s))
          AND (job.scheduled_at IS NULL OR job.scheduled_at <= %(now)s)
          AND (job.lock IS NULL OR NOT EXISTS (
              SELECT 1 FROM procrastinate_jobs AS other
              WHERE other.lock = job.lock AND (other.status = 'doing' OR (other.status = 'todo'
                AND (other.priority > job.priority OR (other.priority = job.priority AND other.id < job.id))))))
        ORDER BY job.priority DESC, job.id LIMIT 1 FOR UPDATE SKIP LOCKED
    ) RETURNING id, status, task_name, priority, lock, queueing_lock, args, scheduled_at, queue_name, attempts, worker_id"""
#: After these the lock of the job is free for the next one, which no trigger tells.
FREEING = frozenset({sql.queries["finish_job"], sql.queries["retry_job"]})


class PostgresqlConnector(PsycopgConnector):
    """Tells what is due by the world's clock, and has the worker look again where Procrastinate would leave a job until the next poll.

    That is when a job's end has freed its lock; when a notification arrived while a fetch, which may have looked too
    early, was on its way; and once it listens (again), for what came before.
    """

    _listener: tuple[Notify, str] | None = None
    _told = 0

    def __init__(self, world: World, **pool: Any) -> None:
        super().__init__(**pool)
        self._world = world

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
        if query != sql.queries["fetch_job"]:
            row: dict[str, Any] = await super().execute_query_one_async(query, **arguments)
            return row
        before = self._told
        found = await self.execute_query_all_async(FETCH, now=self._world.now(), **arguments)
        if not found and self._told != before:
            self._look_again()
        return found[0] if found else {"id": None}

    def _look_again(self) -> None:
        if self._listener is not None:
            asyncio.get_running_loop().call_soon(tell, *self._listener, LOOK_AGAIN)
