"""The jobs of one database: deferred inside transactions, listed, cancelled; the way to Procrastinate."""

from __future__ import annotations

from contextlib import nullcontext
from datetime import datetime, timedelta
from typing import Any

from procrastinate import App, JobContext, RetryDecision, exceptions, sql
from procrastinate.connector import BaseConnector
from procrastinate.jobs import Job
from procrastinate.retry import BaseRetryStrategy
from procrastinate.sync_psycopg_connector import SyncPsycopgConnector
from sqlalchemy import Connection

from engine.database import Database
from engine.database.database import after_commit, database_of
from engine.jobs.bell import Bell
from engine.jobs.perform import perform
from engine.jobs.postgresql_connector import PostgresqlConnector
from engine.jobs.registry import Host, JobKind, Registry, registry
from engine.jobs.sqlite_connector import SqliteConnector
from engine.world import World

#: Statements that have no result to fetch.
WITHOUT_ROWS = frozenset({"delete_old_jobs"})


def jobs_of(database: Database) -> Jobs:
    """The jobs of a database, made on first use with the program's registry."""
    found = database.attached.get(Jobs)
    return found if isinstance(found, Jobs) else Jobs(database)


def defer(
    connection: Connection,
    name: str,
    *,
    lock: str | None = None,
    queueing_lock: str | None = None,
    schedule_at: datetime | None = None,
    priority: int | None = None,
    **ids: Any,
) -> int | None:
    """Have a job run after the caller's write transaction has committed; a rollback drops it. Gives the job's id.

    `lock`: jobs of one lock run one after the other, in order (also behind one that waits for its retry).
    `queueing_lock`: at most one job of it waits; gives None when one does. `schedule_at`: not before this moment.
    `priority`: the higher the sooner, else that of the job's kind. `ids` are small JSON values: ids, never content.
    """
    return jobs_of(database_of(connection)).defer(
        connection,
        name,
        lock=lock,
        queueing_lock=queueing_lock,
        schedule_at=schedule_at,
        priority=priority,
        **ids,
    )


class Jobs:
    """The job table of one database. `app` is the Procrastinate App that defers; a worker has an app of its own."""

    def __init__(self, database: Database, registered: Registry = registry) -> None:
        self.database, self.registry, self.bell = database, registered, Bell()
        self.connector = self._connector(World())
        self.app = App(connector=self.connector)
        database.attached[Jobs] = self

    def defer(
        self,
        connection: Connection,
        name: str,
        *,
        lock: str | None = None,
        queueing_lock: str | None = None,
        schedule_at: datetime | None = None,
        priority: int | None = None,
        **ids: Any,
    ) -> int | None:
        """See the function `defer`."""
        kind = self.registry.kinds.get(name)
        waiting = self.app.configure_task(
            name,
            queue=kind.queue if kind else "default",
            priority=priority if priority is not None else kind.priority if kind else 0,
            lock=lock,
            queueing_lock=queueing_lock,
            schedule_at=schedule_at,
            connection=_driver(connection),
        )
        # On PostgreSQL a violated unique index would end the caller's whole transaction.
        careful = queueing_lock is not None and connection.dialect.name == "postgresql"
        try:
            with connection.begin_nested() if careful else nullcontext():
                number = waiting.defer(**ids)
        except exceptions.AlreadyEnqueued:
            return None
        after_commit(connection, self._ring)
        return number

    def call(self, connection: Connection, query: str, **arguments: Any) -> list[dict[str, Any]]:
        """Send one of Procrastinate's named queries in the caller's transaction."""
        text = sql.queries[query]
        if query in WITHOUT_ROWS and self.database.dialect == "postgresql":
            _driver(connection).execute(text, arguments)
            return []
        rows = self.connector.execute_query_all_with_connection(_driver(connection), text, **arguments)
        if isinstance(self.connector, SqliteConnector):
            connector = self.connector
            after_commit(connection, lambda: connector.announce(text, arguments))
        return rows

    def cancel(self, job_id: int, *, abort: bool = False) -> bool:
        """Cancel a waiting job; with `abort` ask a running one to end. False when there was nothing to do."""
        with self.database.transaction() as connection:
            (row,) = self.call(connection, "cancel_job", job_id=job_id, abort=abort, delete_job=False)
        return row["id"] is not None

    def retry(self, job_id: int, at: datetime) -> None:
        """Let a failed job run again at that moment. Raises ConnectorException when it is not a failed one."""
        with self.database.transaction() as connection:
            self.call(
                connection,
                "retry_job",
                job_id=job_id,
                retry_at=at,
                new_priority=None,
                new_queue_name=None,
                new_lock=None,
            )

    def listed(self, *, status: str | None = None, name: str | None = None) -> list[Job]:
        """The jobs in the table, in the order they came; those that succeeded are deleted at once."""
        filters = dict.fromkeys(("id", "queue_name", "lock", "queueing_lock", "worker_id"))
        with self.database.reading() as connection:
            rows = self.connector.execute_query_all_with_connection(
                _driver(connection), sql.queries["list_jobs"], status=status, task_name=name, **filters
            )
        return [Job.from_row(row) for row in rows]

    def worker_app(self, engine: Host, concurrency: int) -> App:
        """A Procrastinate App whose tasks are the registry's jobs, run for `engine`."""
        if self.database.dialect == "sqlite":
            connector: BaseConnector = self._connector(engine.world)
        else:
            connector = PostgresqlConnector(
                engine.world, conninfo=self._conninfo(), min_size=1, max_size=concurrency + 3
            )
        app = App(connector=connector)
        for kind in self.registry.kinds.values():
            _add(app, kind, engine, self.registry)
        return app

    def _connector(self, world: World) -> SqliteConnector | SyncPsycopgConnector:
        if self.database.dialect == "sqlite":
            return SqliteConnector(self.database, world, self.bell)
        return SyncPsycopgConnector()  # never opened: it only ever borrows the caller's connection

    def _conninfo(self) -> str:
        return self.database.sql.url.set(drivername="postgresql").render_as_string(hide_password=False)

    def _ring(self) -> None:
        self.bell.ring({"type": "job_inserted", "job_id": 0})


def _driver(connection: Connection) -> Any:
    return connection.connection.dbapi_connection


def _add(app: App, kind: JobKind, engine: Host, registered: Registry) -> None:
    def run(context: JobContext, /, **ids: Any) -> None:
        if kind.every is not None:
            ids.pop("timestamp", None)  # Procrastinate tells a periodic job its moment; ours ask engine.world
        perform(engine, registered, kind.name, context.job.attempts, ids)

    task: Any = app.task(
        name=kind.name,
        queue=kind.queue,
        priority=kind.priority,
        retry=_Strategy(kind, engine),
        queueing_lock=kind.name if kind.every else None,
        pass_context=True,
    )(run)
    if kind.every is not None:
        app.periodic(cron=kind.every)(task)


class _Strategy(BaseRetryStrategy):
    """A Retry in Procrastinate's terms, told by the world's clock."""

    def __init__(self, kind: JobKind, engine: Host) -> None:
        self._kind, self._engine = kind, engine

    def get_retry_decision(self, *, exception: BaseException, job: Job) -> RetryDecision | None:
        wait: timedelta | None = self._kind.retry.after(job.attempts + 1, exception)
        return None if wait is None else RetryDecision(retry_at=self._engine.world.now() + wait)
