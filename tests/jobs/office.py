"""A small office for the tests of jobs: a database, a world, and a registry of its own."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from engine.database import Database
from engine.jobs import Jobs, Registry, run_worker
from engine.world import World

#: Generous: a test that waits so long has failed.
PATIENCE = 60.0


@dataclass
class Office:
    database: Database
    world: World = field(default_factory=World)
    registry: Registry = field(default_factory=Registry)

    def __post_init__(self) -> None:
        self.jobs = Jobs(self.database, self.registry)

    def put(self, name: str = "kirim", **options: Any) -> int | None:
        """Defer a job in a transaction of its own."""
        with self.database.transaction() as connection:
            return self.jobs.defer(connection, name, **options)

    def ask(self, query: str, **arguments: Any) -> list[dict[str, Any]]:
        """Send one of Procrastinate's queries in a transaction of its own."""
        with self.database.transaction() as connection:
            return self.jobs.call(connection, query, **arguments)

    def worker(self) -> int:
        return int(self.ask("register_worker")[0]["worker_id"])

    def take(self, worker: int, *, queues: list[str] | None = None) -> int | None:
        """The id of the job that a worker gets next."""
        number = self.ask("fetch_job", queues=queues, worker_id=worker)[0]["id"]
        return None if number is None else int(number)

    def finish(self, job: int, status: str = "succeeded", *, delete: bool = False) -> None:
        self.ask("finish_job", job_id=job, status=status, delete_job=delete)

    def retry(self, job: int, at: datetime) -> None:
        self.jobs.retry(job, at)

    def status(self, job: int) -> str | None:
        found = self.ask("get_job_status", job_id=job)
        return str(found[0]["status"]) if found else None

    def settle(self) -> None:
        """Wait until no job is left in the table."""
        for _ in range(int(PATIENCE / 0.05)):
            if not self.jobs.listed():
                return
            threading.Event().wait(0.05)
        raise AssertionError("the workers did not come to rest")

    def events(self, job: int) -> list[str]:
        with self.database.reading() as connection:
            rows = sa.text("SELECT type FROM procrastinate_events WHERE job_id = :job ORDER BY id")
            return [str(kind) for kind in connection.scalars(rows, {"job": job})]

    @contextmanager
    def working(self, *, workers: int = 1, concurrency: int = 2, **options: Any) -> Iterator[None]:
        """Workers in threads, stopped and joined at the end."""
        stop = threading.Event()
        threads = [
            threading.Thread(
                target=run_worker, args=(self,), kwargs={"stop": stop, "concurrency": concurrency, **options}
            )
            for _ in range(workers)
        ]
        for thread in threads:
            thread.start()
        try:
            yield
        finally:
            stop.set()
            for thread in threads:
                thread.join(PATIENCE)
        assert not any(thread.is_alive() for thread in threads)
