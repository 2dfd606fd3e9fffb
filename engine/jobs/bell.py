"""Wakes the workers of this process: SQLite has no LISTEN/NOTIFY, but its one process has a bell."""

from __future__ import annotations

import asyncio
import json
import threading
from collections.abc import Iterable
from contextlib import suppress

from procrastinate.connector import Notify
from procrastinate.jobs import Notification

#: The payload that makes a worker look into the table; it never reads which job it was.
LOOK_AGAIN = json.dumps({"type": "job_inserted", "job_id": 0})


class Bell:
    """Passes notifications from any thread into the event loops of the workers that listen."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._listeners: list[tuple[asyncio.AbstractEventLoop, Notify, str]] = []

    async def listen(self, on_notification: Notify, channels: Iterable[str]) -> None:
        """Hand every notification to the worker until this coroutine is cancelled."""
        mine = [(asyncio.get_running_loop(), on_notification, channel) for channel in channels]
        with self._lock:
            self._listeners += mine
        try:
            await asyncio.Event().wait()
        finally:
            with self._lock:
                self._listeners = [listener for listener in self._listeners if listener not in mine]

    def ring(self, notification: Notification) -> None:
        """Tell every listening worker; they look into the table themselves."""
        payload = json.dumps(notification)
        with self._lock:
            listeners = list(self._listeners)
        for loop, on_notification, channel in listeners:
            with suppress(RuntimeError):  # its loop was closed in between: that worker has ended
                loop.call_soon_threadsafe(tell, on_notification, channel, payload)


def tell(on_notification: Notify, channel: str, payload: str) -> None:
    """Call a worker's coroutine from its own event loop, without waiting for it."""
    task = asyncio.ensure_future(on_notification(channel=channel, payload=payload))
    _telling.add(task)  # the loop itself keeps only a weak reference
    task.add_done_callback(_telling.discard)


_telling: set[asyncio.Future[None]] = set()
