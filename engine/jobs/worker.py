"""A worker: in a thread of the web process, or as a process of its own."""

from __future__ import annotations

import asyncio
import logging
import signal
import threading

from engine.jobs.jobs import Jobs, jobs_of
from engine.jobs.registry import Host
from engine.jobs.stalled import DEAD_AFTER, retry_stalled

log = logging.getLogger(__name__)

#: Seconds between looks at the table when nobody rings: retries and jobs deferred by another process on SQLite.
POLL = 1.0
#: Seconds that running jobs get to end when the worker is stopped.
GRACE = 20.0
#: Seconds between signs of life.
HEARTBEAT = 5.0
#: Seconds between looks at the stop event.
STOP_POLL = 0.1


def run_worker(
    engine: Host,
    *,
    stop: threading.Event | None = None,
    concurrency: int = 2,
    heartbeat: float = HEARTBEAT,
    dead_after: float = DEAD_AFTER,
) -> None:
    """Run jobs until `stop` is set, `concurrency` at a time, each in a thread; then wait for the running ones.

    Without `stop` (a process of its own, main thread) SIGINT and SIGTERM stop it. A lost database does not: the worker
    begins again until it is back. Jobs of workers that gave no sign for `dead_after` seconds are run again.
    """
    if stop is None:
        stop = threading.Event()
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, lambda *_: stop.set())
    jobs = jobs_of(engine.database)
    while not stop.is_set():
        try:
            asyncio.run(_work(engine, jobs, stop, concurrency, heartbeat, dead_after))
        except Exception:  # whatever ended it (mostly: no connection), the office's jobs must go on
            log.exception("The worker ended; it begins again in a second")
        if not stop.is_set():
            stop.wait(1.0)


async def _work(
    engine: Host, jobs: Jobs, stop: threading.Event, concurrency: int, heartbeat: float, dead_after: float
) -> None:
    app = jobs.worker_app(engine, concurrency)
    async with app.open_async():
        worker = asyncio.ensure_future(
            app.run_worker_async(
                concurrency=concurrency,
                install_signal_handlers=False,
                listen_notify=True,
                fetch_job_polling_interval=POLL,
                abort_job_polling_interval=POLL,
                shutdown_graceful_timeout=GRACE,
                delete_jobs="successful",
                update_heartbeat_interval=heartbeat,
                stalled_worker_timeout=dead_after,
            )
        )
        guard = asyncio.ensure_future(_guard(engine, heartbeat, dead_after))
        watch = asyncio.ensure_future(_until(stop))
        await asyncio.wait({worker, guard, watch}, return_when=asyncio.FIRST_COMPLETED)
        for task in (guard, watch, worker):
            task.cancel()
        ended = await asyncio.gather(worker, guard, return_exceptions=True)
    for error in ended:
        if isinstance(error, Exception):
            raise error


async def _guard(engine: Host, heartbeat: float, dead_after: float) -> None:
    while True:
        await asyncio.to_thread(retry_stalled, engine, dead_after=dead_after)
        await asyncio.sleep(heartbeat)


async def _until(stop: threading.Event) -> None:
    while not stop.is_set():
        await asyncio.sleep(STOP_POLL)
